//! What is known from before: past issues, records, and what earlier runs found out, as plain data
//! for the stages.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Session;
use crate::archive::Archive;
use crate::collect::complete::{Completed, Found, Known};
use crate::config::Config;
use crate::curate::{LIMITS, Memory};
use crate::model::issue::EntryType;
use crate::model::item::Item;
use crate::record::{self, Candidate, Record, Remembered};
use crate::report::{WARNING, count, painted, plain};
use crate::workspace;

/// Everything that is known from before an issue's date.
#[derive(Debug)]
pub(super) struct Past {
    /// Past issues, oldest first.
    pub(super) archive: Archive,
    /// Records that could be read, oldest first.
    pub(super) records: Vec<Record>,
    /// What the records remember, by identity.
    pub(super) remembered: BTreeMap<String, Remembered>,
    /// What was found out about items in earlier runs.
    pub(super) known: Known,
}

/// Loads what is known from before `date`. Damage costs what is damaged, and is said.
pub(super) fn load(session: &Session, config: &Config, date: Date) -> Past {
    let folder = session.workspace.root.join(&config.newsletter.issues);
    let issues = dated_files(&folder, "md").into_iter().filter(|(day, _)| *day < date);
    let texts = issues.filter_map(|(_, path)| Some((session.workspace.shown(&path), readable(session, &path)?)));
    let archive = Archive::read(texts);
    let files = dated_files(&folder.join(".record"), "jsonl").into_iter().filter(|(day, _)| *day < date);
    let records: Vec<Record> = files.filter_map(|(_, path)| read_record(session, &path)).collect();
    let remembered = record::remember(records.iter());
    let mut known = found_before(session);
    known.extend(remembered.values().filter_map(|past| found_of(&past.item)));
    Past { archive, records, remembered, known }
}

impl Past {
    /// What curation may know.
    pub(super) fn for_curation(&self) -> Memory {
        let mut memory = Memory::default();
        self.archive.issues().iter().for_each(|issue| memory.add_issue(issue));
        for record in &self.records {
            let considered = record.candidates.iter();
            considered
                .for_each(|candidate| memory.add_considered(record.head.date, &candidate.item, offered(candidate)));
        }
        memory
    }

    /// Gives items the day on which they were first seen.
    pub(super) fn first_seen<'a>(&self, items: impl Iterator<Item = &'a mut Item>) {
        for item in items {
            if let Some(past) = self.remembered.get(&item.identity()) {
                item.first_seen = past.first_seen.min(item.first_seen);
            }
        }
    }
}

/// Whether it was on offer, so that leaving it out was an editor's choice.
pub(super) fn offered(candidate: &Candidate) -> bool {
    candidate.was_offered(LIMITS.iter().map(|limit| limit.id))
}

/// The files of a folder that are named by a date, oldest first. A missing folder has none.
pub(super) fn dated_files(folder: &Path, ending: &str) -> Vec<(Date, PathBuf)> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let dated = |path: PathBuf| {
        let name = path.file_name()?.to_str()?.strip_suffix(ending)?.strip_suffix('.')?;
        Some((name.parse::<Date>().ok()?, path.clone()))
    };
    let mut files: Vec<(Date, PathBuf)> =
        entries.filter_map(Result::ok).filter_map(|entry| dated(entry.path())).collect();
    files.sort();
    files
}

fn readable(session: &Session, path: &Path) -> Option<String> {
    let text = workspace::read_bytes(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    text.map_err(|error| session.say(&format!("{}: {}", painted(WARNING, "warning"), plain(&error.to_string())))).ok()
}

fn read_record(session: &Session, path: &Path) -> Option<Record> {
    let (record, warnings) = Record::read(&readable(session, path)?);
    for warning in warnings {
        session.say(&format!(
            "{}: {}: {}",
            painted(WARNING, "warning"),
            session.workspace.shown(path),
            plain(&warning)
        ));
    }
    record
}

/// What a recorded item tells that its source did not.
fn found_of(item: &Item) -> Option<(String, Found)> {
    use crate::model::item::DateOrigin::{Feed, FrontMatter, Text};
    let asked = item.published_from.filter(|from| !matches!(from, Feed | FrontMatter | Text))?;
    let found = Found { published: item.published, published_from: Some(asked), summary: item.summary.clone() };
    Some((item.url.as_ref()?.key().to_owned(), found))
}

/// One line of `found.jsonl`: what a page said, beside the HTTP cache.
#[derive(Serialize, Deserialize)]
struct Line {
    link: String,
    #[serde(flatten)]
    found: Found,
}

fn found_file(session: &Session) -> PathBuf {
    session.workspace.cache.join("found.jsonl")
}

/// What earlier runs found on pages; lines that cannot be read are as if they were not there.
fn found_before(session: &Session) -> Known {
    let Ok(bytes) = workspace::read_bytes(&found_file(session)) else { return Known::new() };
    let text = String::from_utf8_lossy(&bytes).into_owned();
    text.lines()
        .filter_map(|line| serde_json::from_str::<Line>(line).ok())
        .map(|line| (line.link, line.found))
        .collect()
}

/// Keeps what this run found on pages. It can be found again, so a failure is no failure of the run.
/// Recordings are the same every time: nothing is kept of them.
pub(super) fn keep(session: &Session, before: &Known, completed: &Completed) {
    if completed.beyond_cap > 0 {
        let cap = "raise `detail_limit` in [fetch], or run again: what was found is remembered";
        session.say(&format!(
            "{}: {} undated items were not asked for ({cap})",
            painted(WARNING, "warning"),
            completed.beyond_cap
        ));
    }
    if let Some((page, reason)) = completed.failed.first() {
        let pages = count(completed.failed.len(), "page");
        let first = plain(&format!("{page}: {reason}"));
        session.say(&format!(
            "{}: {pages} asked for a date or a summary could not be read (the first: {first})",
            painted(WARNING, "warning")
        ));
    }
    if completed.found.is_empty() || session.global.replay.is_some() {
        return;
    }
    let mut all = before.clone();
    all.extend(completed.found.clone());
    let lines = all.into_iter().filter_map(|(link, found)| serde_json::to_string(&Line { link, found }).ok());
    let text: String = lines.map(|line| line + "\n").collect();
    if let Err(error) = workspace::write(&found_file(session), text.as_bytes()) {
        session.say(&format!("{}: {}", painted(WARNING, "warning"), plain(&error.to_string())));
    }
}

/// The first day of the widest window: what is older needs no better date.
pub(super) fn since(config: &Config, issue: Date) -> Date {
    let dated = config.sections.iter().filter(|section| matches!(section.takes, EntryType::Article | EntryType::Job));
    dated.map(|section| section.window.before(issue)).min().unwrap_or(issue)
}

/// The kinds of the sources, by name.
pub(super) fn kinds(config: &Config) -> BTreeMap<String, &'static str> {
    config.sources.iter().map(|source| (source.name.clone(), source.kind.name)).collect()
}
