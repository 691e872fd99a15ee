//! What a run is about to write, noted down before it writes: an issue, its base and its record are
//! three files, and a crash between two of them must not read as an editor's will.
//!
//! The note is local (`.newsletter/`); losing it loses nothing but the certainty. The issue is
//! written first, the record last.

use std::path::{Path, PathBuf};

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
    /// Hash of the record before; none where there was no file.
    record_before: Option<String>,
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
        record_before: hash_of(writing.record),
        base_text: writing.text.to_owned(),
        record_text: writing.record_text,
        old: old.map(|old| vec![below(old), below(&old.with_extension("base.md"))]).unwrap_or_default(),
    };
    let note =
        serde_json::to_string(&journal).map_err(|error| Failure::new(error.to_string(), "please report this"))?;
    must_be_as_read(session, writing.issue, writing.before)?;
    let (note_file, base) = (file(session), writing.record.with_extension("base.md"));
    let mut files = vec![
        (note_file.as_path(), note.as_bytes()),
        (writing.issue, writing.text.as_bytes()),
        (base.as_path(), writing.text.as_bytes()),
        (writing.record, journal.record_text.as_bytes()),
    ];
    files.retain(|(path, _)| *path != writing.issue || writing.before != Some(writing.text));
    lock.write_all(&files)?;
    journal.close(session, lock)
}

/// Collecting takes its time: what a person did to the issue meanwhile must not be written over.
fn must_be_as_read(session: &Session, issue: &Path, before: Option<&str>) -> Result<(), Failure> {
    let now = if issue.exists() { Some(workspace::read_text(issue)?) } else { None };
    if now.as_deref() == before {
        return Ok(());
    }
    let shown = session.workspace.shown(issue);
    Err(Failure::new(
        format!("{shown} was changed while this run was collecting; nothing was written"),
        "run again: what is new is then added to the text as it is now",
    ))
}

/// Ends what an earlier run began: where the issue was written, its base and record follow; where it
/// was not, nothing happened.
pub(super) fn heal(session: &Session, lock: &Lock) -> Result<(), Failure> {
    let Ok(text) = workspace::read_text(&file(session)) else { return Ok(()) };
    let Some(journal) = serde_json::from_str::<Journal>(&text).ok().filter(Journal::is_ours) else {
        return forget(session, lock);
    };
    let issue = workspace::read_text(&session.workspace.root.join(&journal.issue)).unwrap_or_default();
    if !journal.was_written(&issue) || !journal.is_recent(&session.workspace.root) {
        return forget(session, lock);
    }
    session.say(&format!(
        "{}: the run before was interrupted; what it wrote to {} stands, its record is completed",
        painted(HELP, "note"),
        plain(&session.workspace.shown(&session.workspace.root.join(&journal.issue)))
    ));
    let record = session.workspace.root.join(&journal.record);
    lock.write_all(&[
        (&record.with_extension("base.md"), journal.base_text.as_bytes()),
        (&record, journal.record_text.as_bytes()),
    ])?;
    journal.close(session, lock)
}

impl Journal {
    /// Whether the issue was written: it is as it should be, or people already work on it and an entry that came
    /// in stands there.
    fn was_written(&self, issue: &str) -> bool {
        let now = hash(issue.as_bytes());
        let is_before = self.before.as_deref() == Some(now.as_str());
        now == self.after || !is_before && self.added.iter().any(|entry| issue.contains(entry.as_str()))
    }

    /// Whether the record is still the one that the run found, or the one that it wrote: a newer one, that
    /// came by git, knows better.
    fn is_recent(&self, root: &Path) -> bool {
        let now = hash_of(&root.join(&self.record));
        now == self.record_before || now == Some(hash(self.record_text.as_bytes()))
    }

    /// Whether it only names files that a run would write: a note is as untrusted as any file.
    fn is_ours(&self) -> bool {
        let is_record = |path: &Path| path.parent().and_then(Path::file_name).is_some_and(|folder| folder == ".record");
        std::iter::once(&self.record).chain(&self.old).all(|path| is_record(path))
    }

    /// Everything is written: what is left of an issue's old name goes, and so does the note.
    fn close(&self, session: &Session, lock: &Lock) -> Result<(), Failure> {
        for old in &self.old {
            lock.remove(&session.workspace.root.join(old))?;
        }
        note_written(session, lock, &self.after)?;
        forget(session, lock)
    }
}

fn hash_of(path: &Path) -> Option<String> {
    workspace::read_bytes(path).ok().map(|bytes| hash(&bytes))
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
