//! Whether a file ever had the text that its record remembers: only then is what is missing there now
//! missing by somebody's will, and not because a crash or a partial commit lost it.
//!
//! Asked of the local note that each run leaves, then of git. Absent git is no error.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use super::super::Session;
use super::target::Target;

/// What can be told of a file's past.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Evidence {
    /// People had the text before them.
    WasThere,
    /// The file never had it: whatever it lacks was never offered.
    WasNot,
    /// Nobody can tell; why.
    Unknown(String),
}

/// What git is told to leave alone: no locks, no prompts, no configuration that runs programs.
const QUIET: &[(&str, &str)] = &[("GIT_OPTIONAL_LOCKS", "0"), ("GIT_TERMINAL_PROMPT", "0"), ("LC_ALL", "C")];

/// Whether the issue's file once had the text `base`, which its record at `record` remembers.
pub(super) fn of(session: &Session, target: &Target, record: &Path, base: &str) -> Evidence {
    let root = session.workspace.root.as_path();
    let is_repository = git(root, &["rev-parse", "--is-inside-work-tree"]).is_some_and(|said| said.trim() == "true");
    if !is_repository {
        let is_below_one = root.ancestors().any(|folder| folder.join(".git").exists());
        // The issue is written before its record: here, the record proves the issue.
        return if is_below_one { unknown("git cannot be asked") } else { Evidence::WasThere };
    }
    of_history(root, target, record, base)
}

fn unknown(why: &str) -> Evidence {
    Evidence::Unknown(why.to_owned())
}

/// What git's history says. The record vouches for the issue where both were committed together, or
/// where it was written here and not committed yet.
fn of_history(root: &Path, target: &Target, record: &Path, base: &str) -> Evidence {
    let (Some(issue), Some(record)) = (target.path.to_str(), record.to_str()) else {
        return unknown("a path is not UTF-8");
    };
    let Some(committed) = git(root, &["log", "-1", "--format=%H %P", "--", record]) else {
        // A repository without a commit: everything here was written here.
        return Evidence::WasThere;
    };
    let is_clean = git(root, &["status", "--porcelain", "--", record]).is_some_and(|said| said.trim().is_empty());
    if committed.trim().is_empty() || !is_clean {
        return Evidence::WasThere;
    }
    let versions =
        git(root, &["log", "--follow", "--raw", "--no-abbrev", "--format=", "--", issue]).unwrap_or_default();
    let blob = blob(root, issue, base);
    if blob.is_some_and(|blob| versions.lines().any(|line| line.split(' ').nth(3) == Some(blob.trim()))) {
        return Evidence::WasThere;
    }
    let is_shallow = git(root, &["rev-parse", "--is-shallow-repository"]).is_some_and(|said| said.trim() == "true");
    let mut words = committed.split_whitespace();
    let (commit, has_parent) = (words.next().unwrap_or_default(), words.next().is_some());
    if is_shallow && !has_parent {
        return unknown("this clone is shallow (`git fetch --unshallow`, or `fetch-depth: 0` in actions/checkout)");
    }
    let together =
        git(root, &["diff-tree", "--no-commit-id", "--name-only", "--root", "-r", "-m", commit, "--", issue]);
    match together {
        Some(names) if !names.trim().is_empty() => Evidence::WasThere,
        Some(_) if is_shallow => {
            unknown("this clone is shallow (`git fetch --unshallow`, or `fetch-depth: 0` in actions/checkout)")
        }
        Some(_) => Evidence::WasNot,
        None => unknown("git cannot be asked"),
    }
}

/// The name that git would give a text as a version of a file, its line endings as they are committed.
fn blob(root: &Path, issue: &str, text: &str) -> Option<String> {
    let mut command = command(root, &["hash-object", "--stdin", "--path", issue]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().ok()?;
    let written = child.stdin.take().map(|mut input| input.write_all(text.as_bytes()));
    let output = child.wait_with_output().ok()?;
    let is_whole = output.status.success() && matches!(written, Some(Ok(())));
    is_whole.then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// What git says; none where it is absent or ends with an error.
fn git(root: &Path, arguments: &[&str]) -> Option<String> {
    let output = command(root, arguments).stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

fn command(root: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command
        .args(["--literal-pathspecs", "-c", "core.fsmonitor=false"])
        .arg("-C")
        .arg(root)
        .args(arguments)
        .envs(QUIET.iter().copied());
    command
}
