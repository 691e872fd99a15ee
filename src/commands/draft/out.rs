//! Which issues are out: no longer drafted by themselves, and remembered as published.
//!
//! An issue is out when its day is over, or when its day has come and a later issue exists. A later one
//! alone says nothing before that day: two issues may be drafted side by side. The record of an issue
//! that is out says so from the next run on that writes.

use jiff::civil::Date;

use super::super::{Session, memory};
use super::target::{Recorded, Target};
use crate::config::Config;
use crate::record::{Head, State};
use crate::report::{Failure, HELP, painted, plain};
use crate::workspace::{self, Lock};

/// The days of all issues, and today.
pub(super) struct Calendar {
    days: Vec<Date>,
    today: Date,
}

impl Calendar {
    pub(super) fn of(session: &Session, config: &Config, today: Date) -> Calendar {
        let folder = session.workspace.root.join(&config.newsletter.issues);
        let days = memory::dated_files(session, &folder, "md").into_iter().map(|(day, _)| day).collect();
        Calendar { days, today }
    }

    /// The state of the issue of a day.
    pub(super) fn state(&self, issue: Date) -> State {
        let is_out = issue < self.today || issue == self.today && self.later(issue).is_some();
        if is_out { State::Published } else { State::Open }
    }

    /// The first issue after that of a day.
    fn later(&self, issue: Date) -> Option<Date> {
        self.days.iter().copied().find(|day| *day > issue)
    }

    /// Says of an issue that is out, or behind others, that it is drafted all the same.
    pub(super) fn tell(&self, session: &Session, target: &Target) {
        let mut why = Vec::new();
        if target.date < self.today {
            why.push("its day is over".to_owned());
        }
        why.extend(self.later(target.date).map(|later| format!("the issue of {later} comes after it")));
        if !why.is_empty() {
            let shown = session.workspace.shown(&target.path);
            let what = if target.current.is_some() { "only adds what is new" } else { "begins it" };
            let said = format!("{shown}: {}; this run {what} because `--date` asks for it", why.join(" and "));
            session.say(&format!("{}: {}", painted(HELP, "note"), plain(&said)));
        }
    }

    /// Notes in the records of issues that are out that they are. Of an issue whose file is gone nothing is
    /// noted: it was never published.
    ///
    /// # Errors
    /// When a record cannot be written.
    pub(super) fn close(&self, session: &Session, lock: &Lock, config: &Config) -> Result<(), Failure> {
        let folder = session.workspace.root.join(&config.newsletter.issues);
        for known in Recorded::all(session, &folder).iter().filter(|known| known.is_open()) {
            if self.state(known.date) == State::Published {
                close(lock, known)?;
            }
        }
        Ok(())
    }
}

/// Writes a record with another head; its other lines stay byte for byte. That of an issue which got
/// another name follows it.
fn close(lock: &Lock, known: &Recorded) -> Result<(), Failure> {
    let Some(text) = closed(known) else { return Ok(()) };
    let path = known.path.with_file_name(format!("{}.jsonl", known.date));
    let (old_base, base) = (known.path.with_extension("base.md"), path.with_extension("base.md"));
    if path == known.path {
        return Ok(lock.write(&path, text.as_bytes())?);
    }
    let base_text = workspace::read_bytes(&old_base).unwrap_or_default();
    lock.write_all(&[(&base, &base_text), (&path, text.as_bytes())])?;
    lock.remove(&known.path)?;
    Ok(lock.remove(&old_base)?)
}

fn closed(known: &Recorded) -> Option<String> {
    let text = workspace::read_text(&known.path).ok()?;
    let (_, candidates) = text.split_once('\n')?;
    let issue = known.issue.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let head = Head { state: State::Published, issue, date: known.date, ..known.record.head.clone() };
    Some(format!("{}\n{candidates}", serde_json::to_string(&head).ok()?))
}
