//! Which issue a run drafts: its date, its file, and what is left of it from the run before.

use std::path::{Path, PathBuf};

use anstyle::Style;
use jiff::civil::Date;

use super::super::{Session, memory, series};
use crate::config::Config;
use crate::markdown;
use crate::model::link::Link;
use crate::record::{self, Record, State};
use crate::report::{Failure, HELP, WARNING, painted, plain};
use crate::workspace::{self, FileError, Lock};

/// The issue that is to be written.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) date: Date,
    pub(super) path: PathBuf,
    /// The file as people left it; none for a new issue.
    pub(super) current: Option<String>,
    /// The day under which its record knows it, where people moved it since.
    pub(super) was: Option<Date>,
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

/// Which issue it is, before anything of it is read.
#[derive(Debug)]
pub(super) struct Spot {
    pub(super) date: Date,
    pub(super) path: PathBuf,
    /// Whether its file is there.
    is_there: bool,
    /// The name that its record knows it by, where that is another.
    was: Option<String>,
    /// Its record, under its own name or, of a renamed issue, under the old one.
    record: Option<PathBuf>,
}

impl Spot {
    /// The issue of the date asked for, else of the next one by the schedule, else of today. An issue that
    /// people moved to another day or gave another name is found again, without a date only while it is open.
    ///
    /// # Errors
    /// When a link stands in the place of the issue.
    pub(super) fn find(session: &Session, config: &Config, asked: Option<Date>, today: Date) -> Result<Spot, Failure> {
        let folder = session.workspace.root.join(&config.newsletter.issues);
        let next = || series::series(session, config).next(today);
        let date = asked.or_else(next).unwrap_or(today);
        let path = session.workspace.issue(&config.newsletter.issues, date);
        let all = Recorded::all(session, &folder);
        let until = |schedule: &crate::series::schedule::Schedule| {
            schedule.next_on_or_after(date.saturating_add(jiff::Span::new().days(1)), None)
        };
        let until = config.newsletter.schedule.as_ref().map_or(Date::MAX, until);
        let is_meant = |known: &&Recorded| match asked {
            _ if path.exists() => known.issue == path && known.date == date,
            Some(date) => known.record.head.date == date,
            None => known.is_open() && known.date >= today && known.date < until,
        };
        let spot = match all.iter().find(is_meant) {
            Some(known) => known.spot(),
            None => Spot { date, is_there: path.exists(), path, was: None, record: own_record(session, config, date) },
        };
        must_be_plain(&spot.path)?;
        Ok(spot)
    }
}

impl Target {
    /// Reads the issue and what is kept of it, and says what is odd there.
    ///
    /// # Errors
    /// When the file or its record cannot be read, or a git conflict stands in them.
    pub(super) fn read(session: &Session, spot: Spot) -> Result<Target, Failure> {
        let Spot { date, path, is_there, was, record } = spot;
        let shown = session.workspace.shown(&path);
        if let Some(was) = &was {
            session.say(&plain(&format!("{shown} was {was}")));
        }
        let current = if is_there { Some(sound_text(session, &path)?) } else { None };
        if is_there && record.is_none() {
            let folder = session.workspace.shown(&path.with_file_name(".record"));
            note(session, HELP, "note", &format!("{shown} has no record yet: all of it counts as people's"));
            let help = "back from git first: what editors took out may else come in again";
            note(session, HELP, "  help", &format!("if a run wrote this issue, bring its record in {folder}/ {help}"));
        }
        let kept = Kept::read(session, record)?;
        // Of an issue whose file was deleted: it is begun anew, but what editors took out stays out.
        let base = kept.base.filter(|_| is_there);
        Ok(Target {
            date,
            path,
            current,
            was: was.and_then(|was| markdown::name_date(&was)),
            kept: Kept { base, ..kept },
        })
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
            let shown = session.workspace.shown(&path);
            let what = "all of the issue counts as people's, and a new record is begun";
            note(session, WARNING, "warning", &format!("{shown} cannot be read: {what}"));
        }
        let is_as_written = |base: &String| record.as_ref().is_some_and(|record| is_written(base, &record.head.hash));
        let odd = if base.is_none() { "is missing or not text" } else { "is not the text that its record remembers" };
        let base = base.filter(is_as_written);
        if record.is_some() && base.is_none() {
            let shown = session.workspace.shown(&path.with_extension("base.md"));
            note(session, WARNING, "warning", &format!("{shown} {odd}: what moved or was linked anew cannot be told"));
        }
        Ok(Kept { path: Some(path), record, base })
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

/// A record, and the file of its issue.
pub(super) struct Recorded {
    pub(super) record: Record,
    pub(super) path: PathBuf,
    /// The file by the record's word.
    named: PathBuf,
    /// The file as it is called now.
    pub(super) issue: PathBuf,
    /// The day in its name.
    pub(super) date: Date,
}

impl Recorded {
    /// Every record whose issue can be found, oldest first. Only of an issue that is not out a new name is looked for.
    pub(super) fn all(session: &Session, folder: &Path) -> Vec<Recorded> {
        let records = memory::dated_files(session, &folder.join(".record"), "jsonl");
        let owned: Vec<Date> = records.iter().map(|(day, _)| *day).collect();
        let read = |path: &Path| workspace::read_text(path).ok().and_then(|text| Record::read(&text).0);
        let mut recorded = Vec::new();
        for (day, path) in records {
            let is_sound = |record: &Record| is_issue_name(&record.head.issue);
            let Some(record) = read(&path).filter(is_sound) else { continue };
            let named = folder.join(&record.head.issue);
            let is_open = record.head.state == State::Open;
            let found = || is_open.then(|| renamed(folder, &record, &path, &owned)).flatten();
            let issue = if named.exists() { Some(named.clone()) } else { found() };
            if let Some(issue) = issue {
                let date = markdown::name_date(&issue.to_string_lossy()).unwrap_or(day);
                recorded.push(Recorded { record, path, named, issue, date });
            }
        }
        recorded
    }

    /// Whether its issue is not out, as far as it says.
    pub(super) fn is_open(&self) -> bool {
        self.record.head.state == State::Open
    }

    fn spot(&self) -> Spot {
        let was = (self.issue != self.named).then(|| self.record.head.issue.clone());
        Spot { date: self.date, path: self.issue.clone(), is_there: true, was, record: Some(self.path.clone()) }
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
            match path.to_string_lossy() {
                name if name.ends_with(".jsonl") => "keep the lines of both sides, without the marks; then draft again",
                name if name.ends_with(".base.md") => {
                    "keep either side as a whole, without the marks; then draft again"
                }
                _ => "resolve it as you want to read it, then draft again",
            },
        )),
    }
}

fn note(session: &Session, style: Style, word: &str, said: &str) {
    session.say(&format!("{}: {}", painted(style, word), plain(said)));
}
