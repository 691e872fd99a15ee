//! The end of a run: printed, shown as a difference, or written.

use similar::TextDiff;

use super::super::{Session, print, series};
use super::compile::Draft;
use super::journal::{self, Writing};
use super::keep::{self, Keeping};
use super::target::Target;
use crate::cli::DraftArgs;
use crate::commands::run_report::IssueLine;
use crate::model::item::Outcome;
use crate::report::{Failure, WARNING, painted, plain};
use crate::workspace::Lock;

/// What became of the issue.
pub(super) struct Delivered {
    /// Whether its file was written.
    pub(super) changed: bool,
}

/// Prints, shows or writes. The issue first, the record second: what a crash leaves between the two is
/// healed by the next run. Where nothing is new, no file is touched.
pub(super) fn deliver(
    session: &Session,
    lock: Option<&Lock>,
    args: &DraftArgs,
    draft: &Draft,
    keeping: Keeping<'_>,
) -> Result<Delivered, Failure> {
    let (config, target) = (keeping.config, keeping.target);
    let shown = session.workspace.shown(&target.path);
    if args.stdout {
        print(&draft.markdown)?;
        return Ok(Delivered { changed: false });
    }
    let Some(lock) = lock else {
        print(&difference(target, &draft.markdown, &shown))?;
        say_what_changed(session, target, draft, &shown);
        return Ok(Delivered { changed: false });
    };
    write(session, lock, draft, keeping)?;
    series::list(session, lock, config, (target.date, draft.heading.number), target.was)?;
    say_what_changed(session, target, draft, &shown);
    print(&format!("{}\n", plain(&shown)))?;
    Ok(Delivered { changed: is_changed(target, draft) })
}

/// The issue in the report of the run.
pub(super) fn line(session: &Session, target: &Target, draft: &Draft, delivered: &Delivered) -> IssueLine {
    IssueLine {
        path: session.workspace.shown(&target.path),
        number: draft.heading.number,
        date: target.date,
        new: draft.added.len(),
        changed: delivered.changed,
    }
}

fn is_changed(target: &Target, draft: &Draft) -> bool {
    target.current.as_deref() != Some(draft.markdown.as_str())
}

fn write(session: &Session, lock: &Lock, draft: &Draft, keeping: Keeping<'_>) -> Result<(), Failure> {
    let target = keeping.target;
    let record = keeping.record();
    let is_new = |before| keep::tells_more(&record, before);
    if !is_changed(target, draft) && !target.kept.record.as_ref().is_none_or(is_new) {
        return Ok(());
    }
    let path = target.record_path(session);
    let record_text = record.to_jsonl().map_err(|error| Failure::new(error.to_string(), "please report this"))?;
    let writing = Writing {
        issue: &target.path,
        before: target.current.as_deref(),
        text: &draft.markdown,
        added: draft.added.values().cloned().collect(),
        record: &path,
        record_text,
        old_record: target.kept.path.as_deref(),
    };
    journal::write(session, lock, writing)
}

fn say_what_changed(session: &Session, target: &Target, draft: &Draft, shown: &str) {
    if target.current.is_some() && !is_changed(target, draft) {
        session.say(&format!("nothing new: {} stays as it is", plain(shown)));
    } else if target.current.is_none() && draft.curated.count(Outcome::Chosen) == 0 {
        session.say(&format!("{}: nothing was chosen: the issue has its frame only", painted(WARNING, "warning")));
    }
}

fn difference(target: &Target, text: &str, shown: &str) -> String {
    let before = target.current.as_deref().unwrap_or_default();
    let from = if target.current.is_some() { shown } else { "/dev/null" };
    TextDiff::from_lines(before, text).unified_diff().header(from, shown).to_string()
}
