//! `--since REV`: only what the change since a git revision brought in, so that a pull request is not
//! blamed for old sins. Asks git itself, without a shell.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::path::Path;
use std::process::{Command, Stdio};

use super::Session;
use crate::check::{Finding, Lines};
use crate::report::Failure;
use crate::workspace;

/// Lines (from 1) of a file that a change added or altered.
type Changed = Vec<RangeInclusive<usize>>;

/// The findings on lines that the change since `revision` added or altered, in the working tree.
pub(super) fn only(session: &Session, revision: &str, findings: Vec<Finding>) -> Result<Vec<Finding>, Failure> {
    let root = session.workspace.root.as_path();
    let base = base(root, revision)?;
    let mut changes: BTreeMap<String, Changed> = BTreeMap::new();
    let mut kept = Vec::new();
    for finding in findings {
        if !changes.contains_key(&finding.path) {
            changes.insert(finding.path.clone(), changed(root, &base, &finding.path)?);
        }
        let last = last_line(root, &finding);
        let touches = |lines: &RangeInclusive<usize>| *lines.start() <= last && finding.line <= *lines.end();
        if changes.get(&finding.path).is_some_and(|changed| changed.iter().any(touches)) {
            kept.push(finding);
        }
    }
    Ok(kept)
}

/// The line on which a finding ends.
fn last_line(root: &Path, finding: &Finding) -> usize {
    let Ok(bytes) = workspace::read_bytes(&root.join(&finding.path)) else { return finding.line };
    let text = String::from_utf8_lossy(&bytes);
    Lines::of(&text).line(finding.range.end.saturating_sub(1)).max(finding.line)
}

/// The commit from which the change started: where it left the revision's history.
fn base(root: &Path, revision: &str) -> Result<String, Failure> {
    let commit = format!("{revision}^{{commit}}");
    let known = git(root, &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])?;
    let Some(known) = known else { return Err(unknown(root, revision)?) };
    let base = git(root, &["merge-base", known.trim(), "HEAD"])?;
    match base {
        Some(base) => Ok(base.trim().to_owned()),
        None => Err(unrelated(root, revision)?),
    }
}

/// What to do where a clone has only the last commits.
const DEEPEN: &str = "run `git fetch --unshallow`, or give actions/checkout `fetch-depth: 0`";

fn unknown(root: &Path, revision: &str) -> Result<Failure, Failure> {
    let problem = format!("git does not know the revision `{revision}` here");
    Ok(if git(root, &["rev-parse", "--git-dir"])?.is_none() {
        let problem = format!("{} is not in a git repository", root.display());
        Failure::usage(problem, "`--since` asks git what changed; leave it out to check everything")
    } else if is_shallow(root)? {
        Failure::usage(format!("{problem}: this is a shallow clone, which lacks older commits"), DEEPEN)
    } else {
        let help = format!("check its name: a branch that only the remote has is `origin/{revision}`");
        Failure::usage(problem, format!("{help}; in a workflow give actions/checkout `fetch-depth: 0`"))
    })
}

fn unrelated(root: &Path, revision: &str) -> Result<Failure, Failure> {
    let problem = format!("`{revision}` and this checkout have no commit in common");
    Ok(match is_shallow(root)? {
        true => Failure::usage(format!("{problem}: this is a shallow clone, which lacks older commits"), DEEPEN),
        false => Failure::usage(problem, "give a revision from which this branch was started"),
    })
}

fn is_shallow(root: &Path) -> Result<bool, Failure> {
    let said = git(root, &["rev-parse", "--is-shallow-repository"])?;
    Ok(said.is_some_and(|said| said.trim() == "true"))
}

/// The lines of a file that are not in the base; all of them where the base has no such file.
fn changed(root: &Path, base: &str, path: &str) -> Result<Changed, Failure> {
    let there = git(root, &["cat-file", "-e", &format!("{base}:./{path}")])?;
    if there.is_none() {
        return Ok(vec![1..=usize::MAX]);
    }
    let options = ["--unified=0", "--no-color", "--no-ext-diff", "--no-textconv", "--no-renames"];
    let arguments: Vec<&str> = std::iter::once("diff").chain(options).chain([base, "--", path]).collect();
    let diff = git(root, &arguments)?.unwrap_or_default();
    Ok(diff.lines().filter_map(hunk).collect())
}

/// The new lines of `@@ -a,b +c,d @@`; none where a hunk only takes away.
fn hunk(line: &str) -> Option<RangeInclusive<usize>> {
    let new = line.strip_prefix("@@ ")?.split(' ').find_map(|part| part.strip_prefix('+'))?;
    let (start, length) = new.split_once(',').unwrap_or((new, "1"));
    let (start, length): (usize, usize) = (start.parse().ok()?, length.parse().ok()?);
    (length > 0).then(|| start..=start + length - 1)
}

/// What git says; none where it ends with an error.
fn git(root: &Path, arguments: &[&str]) -> Result<Option<String>, Failure> {
    let mut command = Command::new("git");
    command
        .arg("--literal-pathspecs")
        .arg("-C")
        .arg(root)
        .args(arguments)
        .env("GIT_OPTIONAL_LOCKS", "0")
        .stdin(Stdio::null());
    let output = command.output().map_err(|error| {
        Failure::new(format!("git cannot be run: {error}"), "`--since` needs git; without it, leave the option out")
    })?;
    Ok(output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hunks_tell_the_new_lines() {
        for (line, expected) in [
            ("@@ -1,2 +3,4 @@ heading", Some(3..=6)),
            ("@@ -1 +3 @@", Some(3..=3)),
            ("@@ -5,2 +4,0 @@", None),
            ("+@@ not a hunk", None),
        ] {
            assert_eq!(hunk(line), expected, "{line}");
        }
    }
}
