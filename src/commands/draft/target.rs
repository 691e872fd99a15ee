//! Which issue a run drafts: its date, its file, and what is left of it from the run before.

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::super::{Session, memory, series};
use crate::config::Config;
use crate::markdown;
use crate::model::link::Link;
use crate::record::{self, Record, State};
use crate::report::{Failure, WARNING, painted, plain};
use crate::workspace::{self, FileError, Lock};

/// The issue that is to be written.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) date: Date,
    pub(super) path: PathBuf,
    /// The file as people left it; none for a new issue.
    pub(super) current: Option<String>,
    pub(super) kept: Kept,
}

/// What the run before kept beside the issue.
#[derive(Debug, Default)]
pub(super) struct Kept {
    /// Where the record was found: under its own name or, of a renamed issue, under the old one.
    pub(super) path: Option<PathBuf>,
    pub(super) record: Option<Record>,
    /// The text as last written.
    pub(super) base: Option<String>,
}

impl Target {
    /// The issue of the date asked for, else of the next one by the schedule, else of today. An open issue
    /// that people moved to another day or gave another name is found again.
    ///
    /// # Errors
    /// When the file or its record cannot be read, or a git conflict stands in them.
    pub(super) fn find(
        session: &Session,
        config: &Config,
        asked: Option<Date>,
        today: Date,
    ) -> Result<Target, Failure> {
        let folder = session.workspace.root.join(&config.newsletter.issues);
        let next = || series::series(session, config).next(today);
        let date = asked.or_else(next).unwrap_or(today);
        let path = session.workspace.issue(&config.newsletter.issues, date);
        let open = Open::all(session, &folder);
        let place = if path.exists() {
            Some((date, path.clone(), open.iter().find(|open| open.belongs_to(&path, date))))
        } else {
            let until = |schedule: &crate::series::schedule::Schedule| {
                schedule.next_on_or_after(date.saturating_add(jiff::Span::new().days(1)), None)
            };
            let until = config.newsletter.schedule.as_ref().map_or(Date::MAX, until);
            let meant = |open: &&Open| match asked {
                Some(date) => open.record.head.date == date,
                None => open.date >= today && open.date < until,
            };
            open.iter().find(meant).map(|open| (open.date, open.issue.clone(), Some(open)))
        };
        must_be_plain(place.as_ref().map_or(&path, |(_, path, _)| path))?;
        let Some((date, path, open)) = place else {
            return Ok(Target { date, kept: Kept::of_deleted(session, config, date)?, path, current: None });
        };
        if open.is_some_and(|open| open.issue != open.named) {
            let was = open.map(|open| open.record.head.issue.clone()).unwrap_or_default();
            session.say(&format!("{} was {}", plain(&session.workspace.shown(&path)), plain(&was)));
        }
        let kept =
            Kept::read(session, open.map(|open| open.path.clone()).or_else(|| own_record(session, config, date)))?;
        Ok(Target { date, current: Some(sound_text(session, &path)?), path, kept })
    }
}

impl Target {
    /// Says before the sources are asked what could not be written afterwards.
    ///
    /// # Errors
    /// When no plain file that may be written stands in the place of the issue, its record or its base.
    pub(super) fn must_be_writable(&self, session: &Session, lock: &Lock) -> Result<(), Failure> {
        let record = self.record_path(session);
        for path in [&self.path, &record.with_extension("base.md"), &record] {
            lock.must_be_writable(path)?;
        }
        Ok(())
    }

    /// The file of the record that the run writes.
    pub(super) fn record_path(&self, session: &Session) -> PathBuf {
        let folder = self.path.parent().unwrap_or(&session.workspace.root);
        folder.join(".record").join(format!("{}.jsonl", self.date))
    }
}

/// People's words are not looked for behind a link: it could lead anywhere.
fn must_be_plain(path: &Path) -> Result<(), Failure> {
    match std::fs::symlink_metadata(path) {
        Ok(found) if found.is_symlink() => Err(FileError::NotPlain { path: path.into(), what: "a link" }.into()),
        _ => Ok(()),
    }
}

/// The record under the name of the issue of a day, readable or not.
fn own_record(session: &Session, config: &Config, date: Date) -> Option<PathBuf> {
    Some(session.workspace.record(&config.newsletter.issues, date)).filter(|path| path.exists())
}

impl Kept {
    fn read(session: &Session, path: Option<PathBuf>) -> Result<Kept, Failure> {
        let Some(path) = path else { return Ok(Kept::default()) };
        no_conflict(session, &path, &lossy(&path))?;
        let base = path.with_extension("base.md");
        no_conflict(session, &base, &lossy(&base))?;
        let base = workspace::read_text(&base).ok();
        let record = memory::read_record(session, &path);
        if record.is_none() {
            session.say(&format!(
                "{}: {} cannot be read: all of the issue counts as people's, and a new record is begun",
                painted(WARNING, "warning"),
                plain(&session.workspace.shown(&path))
            ));
        }
        let is_as_written = |base: &String| record.as_ref().is_some_and(|record| is_written(base, &record.head.hash));
        let base = base.filter(is_as_written);
        if record.is_some() && base.is_none() {
            session.say(&format!(
                "{}: {} is not the text that its record remembers: what moved or was linked anew cannot be told",
                painted(WARNING, "warning"),
                plain(&session.workspace.shown(&path.with_extension("base.md")))
            ));
        }
        Ok(Kept { path: Some(path), record, base })
    }

    /// Of an issue whose file was deleted: it is begun anew, but what editors took out stays out.
    fn of_deleted(session: &Session, config: &Config, date: Date) -> Result<Kept, Failure> {
        Ok(Kept { base: None, ..Kept::read(session, own_record(session, config, date))? })
    }
}

/// Whether a text is the one of a hash; git may have given it other line endings.
fn is_written(text: &str, hash: &str) -> bool {
    record::hash(text.as_bytes()) == hash || record::hash(text.replace("\r\n", "\n").as_bytes()) == hash
}

/// A text of which only the marks of a git conflict matter. One that cannot be read has none.
fn lossy(path: &Path) -> String {
    workspace::read_bytes(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
}

/// A record whose issue is not out, and the file of that issue.
struct Open {
    record: Record,
    path: PathBuf,
    /// The file by the record's word.
    named: PathBuf,
    /// The file as it is called now.
    issue: PathBuf,
    /// The day in its name.
    date: Date,
}

impl Open {
    /// Every open record whose issue can be found, oldest first.
    fn all(session: &Session, folder: &Path) -> Vec<Open> {
        let records = memory::dated_files(session, &folder.join(".record"), "jsonl");
        let owned: Vec<Date> = records.iter().map(|(day, _)| *day).collect();
        let read = |path: &Path| workspace::read_text(path).ok().and_then(|text| Record::read(&text).0);
        let mut open = Vec::new();
        for (day, path) in records {
            let is_open = |record: &Record| record.head.state == State::Open && is_issue_name(&record.head.issue);
            let Some(record) = read(&path).filter(is_open) else { continue };
            let named = folder.join(&record.head.issue);
            let issue = if named.exists() { Some(named.clone()) } else { renamed(folder, &record, &path, &owned) };
            if let Some(issue) = issue {
                let date = markdown::name_date(&issue.to_string_lossy()).unwrap_or(day);
                open.push(Open { record, path, named, issue, date });
            }
        }
        open
    }

    fn belongs_to(&self, issue: &Path, date: Date) -> bool {
        self.issue == issue && self.date == date
    }
}

/// Whether a record names a file beside it that may be an issue: what it says is as untrusted as any file.
fn is_issue_name(name: &str) -> bool {
    let mut parts = Path::new(name).components();
    let is_name = matches!((parts.next(), parts.next()), (Some(std::path::Component::Normal(_)), None));
    is_name && name.ends_with(".md") && !name.eq_ignore_ascii_case("README.md") && !name.starts_with('.')
}

/// The file that a record's issue was renamed to: the one of its number, else the one with most of its
/// links. Files that have a record of their own are not asked.
fn renamed(folder: &Path, record: &Record, path: &Path, owned: &[Date]) -> Option<PathBuf> {
    let files = workspace::files_below(folder, &[".md"], 10_000).ok()?;
    let is_free = |file: &&PathBuf| {
        let day = markdown::name_date(&file.to_string_lossy());
        file.parent() == Some(folder) && !file.ends_with("README.md") && day.is_none_or(|day| !owned.contains(&day))
    };
    let texts: Vec<(PathBuf, String)> = files
        .iter()
        .filter(is_free)
        .filter_map(|file| Some((file.clone(), workspace::read_text(file).ok()?)))
        .collect();
    let number = |text: &str| markdown::read(text, "").number;
    let by_number: Vec<&PathBuf> =
        texts.iter().filter(|(_, text)| number(text) == Some(record.head.number)).map(|(file, _)| file).collect();
    if let [only] = by_number.as_slice() {
        return Some((*only).clone());
    }
    let base = workspace::read_text(&path.with_extension("base.md")).ok()?;
    let wanted = keys(&base);
    let shared = |text: &str| keys(text).iter().filter(|key| wanted.contains(key)).count();
    texts
        .iter()
        .map(|(file, text)| (shared(text), file))
        .filter(|(count, _)| *count * 2 > wanted.len())
        .max()
        .map(|(_, file)| file.clone())
}

fn keys(text: &str) -> Vec<String> {
    let mut keys: Vec<String> =
        markdown::links(text).iter().filter_map(|link| Some(Link::parse(&link.url)?.key().to_owned())).collect();
    keys.sort();
    keys.dedup();
    keys
}

/// A text of an issue, without marks of a git conflict.
pub(in super::super) fn sound_text(session: &Session, path: &Path) -> Result<String, Failure> {
    let text = workspace::read_text(path)?;
    no_conflict(session, path, &text)?;
    Ok(text)
}

fn no_conflict(session: &Session, path: &Path, text: &str) -> Result<(), Failure> {
    let is_mark = |line: &str| ["<<<<<<< ", ">>>>>>> ", "||||||| "].iter().any(|mark| line.starts_with(mark));
    match text.lines().position(is_mark) {
        None => Ok(()),
        Some(line) => Err(Failure::new(
            format!("{}:{}: a git conflict stands here; nothing was written", session.workspace.shown(path), line + 1),
            "resolve it, then draft again; where in doubt about a record, keep the lines of both sides",
        )),
    }
}
