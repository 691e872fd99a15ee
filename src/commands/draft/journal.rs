//! What a run is about to write, noted down before it writes: an issue, its base and its record are
//! three files, and a crash between two of them must not read as an editor's will.
//!
//! The note is local (`.newsletter/`); losing it loses nothing but the certainty. The issue is
//! written first, the record last.

use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::super::Session;
use crate::record::hash;
use crate::report::{Failure, HELP, painted, plain};
use crate::workspace::{self, Lock};

/// How many written texts are remembered.
const MOST_WRITTEN: usize = 200;

/// Everything that one run writes for an issue. Paths are below the newsletter's folder.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Journal {
    issue: PathBuf,
    /// Hash of the issue before; none where there was no file.
    before: Option<String>,
    /// Hash of the text that was to be written.
    after: String,
    /// Entries that came in.
    added: Vec<String>,
    record: PathBuf,
    base_text: String,
    record_text: String,
    /// Files of the record under the name that the issue had before.
    old: Vec<PathBuf>,
}

/// What is written, in words of files.
pub(super) struct Writing<'a> {
    pub(super) issue: &'a Path,
    pub(super) before: Option<&'a str>,
    pub(super) text: &'a str,
    pub(super) added: Vec<String>,
    pub(super) record: &'a Path,
    pub(super) record_text: String,
    /// The record's file before, of an issue that was renamed.
    pub(super) old_record: Option<&'a Path>,
}

/// Writes issue, base and record: each whole or not at all, and all of them in the end, whatever
/// happens between. An issue that does not change is not touched.
pub(super) fn write(session: &Session, lock: &Lock, writing: Writing<'_>) -> Result<(), Failure> {
    let root = &session.workspace.root;
    let below = |path: &Path| path.strip_prefix(root).unwrap_or(path).to_path_buf();
    let old = writing.old_record.filter(|old| *old != writing.record);
    let journal = Journal {
        issue: below(writing.issue),
        before: writing.before.map(|before| hash(before.as_bytes())),
        after: hash(writing.text.as_bytes()),
        added: writing.added,
        record: below(writing.record),
        base_text: writing.text.to_owned(),
        record_text: writing.record_text,
        old: old.map(|old| vec![below(old), below(&old.with_extension("base.md"))]).unwrap_or_default(),
    };
    let note =
        serde_json::to_string(&journal).map_err(|error| Failure::new(error.to_string(), "please report this"))?;
    lock.write(&file(session), note.as_bytes())?;
    let changed = writing.before != Some(writing.text);
    let written = journal.finish(session, lock, changed.then_some((writing.issue, writing.text)));
    let stands = workspace::read_text(writing.issue).ok();
    if written.is_err() && changed && stands.as_deref() == writing.before {
        // Nothing was written: there is nothing to complete.
        forget(session, lock)?;
    }
    written
}

/// Ends what an earlier run began: where the issue was written, its base and record follow; where it
/// was not, nothing happened.
pub(super) fn heal(session: &Session, lock: &Lock) -> Result<(), Failure> {
    let Ok(text) = workspace::read_text(&file(session)) else { return Ok(()) };
    let Some(journal) = serde_json::from_str::<Journal>(&text).ok().filter(Journal::stays_inside) else {
        return forget(session, lock);
    };
    let issue = workspace::read_text(&session.workspace.root.join(&journal.issue)).unwrap_or_default();
    if !journal.was_written(&issue) {
        return forget(session, lock);
    }
    session.say(&format!(
        "{}: the run before was interrupted; what it wrote to {} stands, its record is completed",
        painted(HELP, "note"),
        plain(&session.workspace.shown(&session.workspace.root.join(&journal.issue)))
    ));
    journal.finish(session, lock, None)
}

impl Journal {
    /// Whether the issue was written: it is as it should be, or people already work on it and an entry that came
    /// in stands there.
    fn was_written(&self, issue: &str) -> bool {
        let now = hash(issue.as_bytes());
        let is_before = self.before.as_deref() == Some(now.as_str());
        now == self.after || !is_before && self.added.iter().any(|entry| issue.contains(entry.as_str()))
    }

    fn stays_inside(&self) -> bool {
        let is_name = |part: Component<'_>| matches!(part, Component::Normal(_));
        [&self.issue, &self.record].into_iter().chain(&self.old).all(|path| path.components().all(is_name))
    }

    /// Writes what is still to be written: the issue first, then its base, then its record.
    fn finish(&self, session: &Session, lock: &Lock, issue: Option<(&Path, &str)>) -> Result<(), Failure> {
        let root = &session.workspace.root;
        let record = root.join(&self.record);
        let base = record.with_extension("base.md");
        let mut files: Vec<(&Path, &[u8])> = issue.into_iter().map(|(path, text)| (path, text.as_bytes())).collect();
        files.extend([(base.as_path(), self.base_text.as_bytes()), (record.as_path(), self.record_text.as_bytes())]);
        lock.write_all(&files)?;
        for old in &self.old {
            lock.remove(&root.join(old))?;
        }
        note_written(session, lock, &self.after)?;
        forget(session, lock)
    }
}

/// Whether a run on this machine wrote a text of this hash.
pub(super) fn was_written(session: &Session, hash: &str) -> bool {
    workspace::read_text(&written_file(session)).is_ok_and(|text| text.lines().any(|line| line == hash))
}

/// Remembers that a text was written here.
fn note_written(session: &Session, lock: &Lock, hash: &str) -> Result<(), Failure> {
    let path = written_file(session);
    let text = workspace::read_text(&path).unwrap_or_default();
    let mut lines: Vec<&str> = text.lines().filter(|line| *line != hash).collect();
    lines.push(hash);
    let recent = lines.get(lines.len().saturating_sub(MOST_WRITTEN)..).unwrap_or_default();
    Ok(lock.write(&path, (recent.join("\n") + "\n").as_bytes())?)
}

fn forget(session: &Session, lock: &Lock) -> Result<(), Failure> {
    Ok(lock.remove(&file(session))?)
}

fn file(session: &Session) -> PathBuf {
    session.workspace.root.join(".newsletter/writing.json")
}

fn written_file(session: &Session) -> PathBuf {
    session.workspace.root.join(".newsletter/written")
}
