//! What is known from before: past issues, records, and what earlier runs found out, as plain data
//! for the stages.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Session;
use crate::archive::Archive;
use crate::collect::complete::{Completed, Found, Known};
use crate::config::Config;
use crate::curate::{LIMITS, Memory, TakenOut};
use crate::model::issue::EntryType;
use crate::model::item::{Item, Outcome};
use crate::model::link::Link;
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
    /// The record of the issue itself, where it is drafted again.
    pub(super) own: Option<Record>,
}

/// Loads what is known from before `date`. Damage costs what is damaged, and is said.
pub(super) fn load(session: &Session, config: &Config, date: Date) -> Past {
    load_beside(session, config, date, None)
}

/// Loads what is known from before `date` and from the issue's `own` record: its file and what it says.
pub(super) fn load_beside(session: &Session, config: &Config, date: Date, own: Option<(&Path, Record)>) -> Past {
    let folder = session.workspace.root.join(&config.newsletter.issues);
    let issues = dated_files(session, &folder, "md").into_iter().filter(|(day, _)| *day < date);
    let texts = issues.filter_map(|(_, path)| Some((session.workspace.shown(&path), readable(session, &path)?)));
    let archive = Archive::read(texts);
    let is_own = |path: &PathBuf| own.as_ref().is_some_and(|(own, _)| *own == path.as_path());
    let files = dated_files(session, &folder.join(".record"), "jsonl").into_iter();
    let files = files.filter(|(day, path)| *day < date && !is_own(path));
    let records: Vec<Record> = files.filter_map(|(_, path)| read_record(session, &path)).collect();
    let own = own.map(|(_, record)| record);
    let remembered = record::remember(records.iter().chain(&own));
    let mut known = found_before(session);
    known.extend(remembered.values().filter_map(|past| found_of(&past.item)));
    Past { archive, records, remembered, known, own }
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
        memory.known_sources.extend(self.remembered.values().map(|past| past.item.source.clone()));
        memory.taken_out = self.taken_out();
        memory.baseline = self.baseline();
        memory
    }

    /// What editors took out of this issue and those before it, by link.
    fn taken_out(&self) -> BTreeMap<String, Vec<TakenOut>> {
        let mut taken_out: BTreeMap<String, Vec<TakenOut>> = BTreeMap::new();
        for record in self.records.iter().chain(&self.own) {
            let by_hand = record.candidates.iter().filter(|candidate| candidate.rule.as_deref() == Some("editor"));
            for (candidate, link) in by_hand.filter_map(|candidate| Some((candidate, candidate.item.url.as_ref()?))) {
                let unsure = candidate.reason.clone().filter(|_| candidate.decision == Outcome::Waiting);
                let issue = candidate.taken_out_of.clone().unwrap_or_else(|| record.head.issue.clone());
                let past = TakenOut { issue, item: Some(candidate.item.clone()), unsure };
                taken_out.entry(link.key().to_owned()).or_default().push(past);
            }
        }
        taken_out
    }

    /// The undated items with which a source began, in this issue's first run or an earlier one's.
    fn baseline(&self) -> BTreeSet<String> {
        let candidates = self.records.iter().chain(&self.own).flat_map(|record| &record.candidates);
        candidates
            .filter(|candidate| candidate.rule.as_deref() == Some("first-run"))
            .map(|candidate| candidate.item.identity())
            .collect()
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

/// The files of a folder that are named by a date, oldest first. A missing folder has none; one that
/// cannot be read has none either, and that is said.
pub(super) fn dated_files(session: &Session, folder: &Path, ending: &str) -> Vec<(Date, PathBuf)> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            if error.kind() != std::io::ErrorKind::NotFound {
                warn(session, &format!("{}: not a folder that can be read: {error}", session.workspace.shown(folder)));
            }
            return Vec::new();
        }
    };
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
    text.map_err(|error| warn(session, &error.to_string())).ok()
}

fn warn(session: &Session, what: &str) {
    session.say(&format!("{}: {}", painted(WARNING, "warning"), plain(what)));
}

/// Reads a record, saying what is damaged.
pub(super) fn read_record(session: &Session, path: &Path) -> Option<Record> {
    let (record, warnings) = Record::read(&readable(session, path)?);
    for warning in warnings {
        warn(session, &format!("{}: {warning}", session.workspace.shown(path)));
    }
    record
}

/// What a recorded item tells that its source did not, under the address that its source gave.
fn found_of(item: &Item) -> Option<(String, Found)> {
    use crate::model::item::DateOrigin::{Feed, FrontMatter, Text};
    let asked = item.published_from.filter(|from| !matches!(from, Feed | FrontMatter | Text))?;
    let link = item.url.as_ref()?;
    let given = Link::parse(&item.original_url);
    let canonical = given.as_ref().filter(|given| *given != link).map(|_| link.as_str().to_owned());
    let found =
        Found { published: item.published, published_from: Some(asked), summary: item.summary.clone(), canonical };
    Some((given.as_ref().unwrap_or(link).key().to_owned(), found))
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

/// What earlier runs found on pages. Lines that cannot be read are found again, and that is said.
fn found_before(session: &Session) -> Known {
    let path = found_file(session);
    let Some(text) = path.exists().then(|| readable(session, &path)).flatten() else { return Known::new() };
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let found: Known = lines
        .iter()
        .filter_map(|line| serde_json::from_str::<Line>(line).ok())
        .map(|line| (line.link, line.found))
        .collect();
    if found.len() < lines.len() {
        let damaged = count(lines.len() - found.len(), "line");
        warn(
            session,
            &format!("{}: {damaged} cannot be read; what they said is found again", session.workspace.shown(&path)),
        );
    }
    found
}

/// Keeps what this run found on pages. It can be found again, so a failure is no failure of the run.
/// Recordings are the same every time: nothing is kept of them.
pub(super) fn keep(session: &Session, before: &Known, completed: &Completed) {
    if completed.found.is_empty() || session.global.replay.is_some() {
        return;
    }
    let mut all = before.clone();
    all.extend(completed.found.clone());
    let lines = all.into_iter().filter_map(|(link, found)| serde_json::to_string(&Line { link, found }).ok());
    let text: String = lines.map(|line| line + "\n").collect();
    if let Err(error) = workspace::write(&found_file(session), text.as_bytes()) {
        warn(session, &error.to_string());
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
