//! What a run says at its end: warnings, gaps and hints for people, and `--report FILE` for scripts.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::civil::Date;
use serde::Serialize;

use super::collecting::Gathered;
use super::draft::summary::Summary;
use super::{FORMAT, Session, as_json};
use crate::collect::run::Outcome;
use crate::curate::Curated;
use crate::model::item;
use crate::report::{self, Failure, HELP, WARNING, painted, plain};
use crate::workspace;

/// `--report FILE`.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub(super) struct RunReport<'a> {
    format: u32,
    today: Date,
    sources: Vec<SourceLine>,
    /// Of no source in particular.
    warnings: &'a [String],
    items: Sums,
    /// `near_duplicates`, `silent_sources`, `closing_calls` of a draft.
    #[serde(flatten)]
    summary: Option<&'a Summary>,
    issue: Option<IssueLine>,
    millis: u128,
}

/// One source (contract section 2).
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub(super) struct SourceLine {
    name: String,
    kind: String,
    address: String,
    ok: bool,
    items: usize,
    /// The share of items with a date, 0 to 1; null without items.
    dated: Option<f64>,
    newest: Option<Date>,
    reason: Option<String>,
    hint: Option<String>,
    warnings: Vec<String>,
    millis: u128,
}

#[derive(Debug, Default, Serialize, schemars::JsonSchema)]
struct Sums {
    collected: usize,
    chosen: usize,
    waiting: usize,
    dropped: BTreeMap<&'static str, usize>,
}

/// The issue that a run wrote.
#[derive(Clone, Debug, Serialize, schemars::JsonSchema)]
pub(super) struct IssueLine {
    pub(super) path: String,
    pub(super) number: u32,
    pub(super) date: Date,
    pub(super) new: usize,
    pub(super) changed: bool,
}

/// A line for each source, in the order of the configuration.
pub(super) fn source_lines(outcomes: &[Outcome], kinds: &BTreeMap<String, &'static str>) -> Vec<SourceLine> {
    outcomes.iter().map(|outcome| source_line(outcome, kinds)).collect()
}

fn source_line(outcome: &Outcome, kinds: &BTreeMap<String, &'static str>) -> SourceLine {
    let dated = outcome.items.iter().filter(|item| day(item).is_some()).count();
    let moved = outcome
        .moved
        .as_ref()
        .map(|url| format!("it moved for good: write {} into the configuration", crate::fetch::safe_address(url)));
    SourceLine {
        name: outcome.source.clone(),
        kind: kinds.get(&outcome.source).copied().unwrap_or_default().to_owned(),
        address: outcome.address.clone(),
        ok: outcome.gap.is_none(),
        items: outcome.items.len(),
        dated: (!outcome.items.is_empty()).then(|| dated as f64 / outcome.items.len() as f64),
        newest: outcome.items.iter().filter_map(day).max(),
        reason: outcome.gap.as_ref().map(|gap| gap.reason.clone()),
        hint: outcome.gap.as_ref().and_then(|gap| gap.hint.clone()).or(moved),
        warnings: outcome.warnings.iter().map(ToString::to_string).collect(),
        millis: outcome.took.as_millis(),
    }
}

fn day(item: &item::Item) -> Option<Date> {
    item.published.map(|published| published.day()).or(item.event().map(|event| event.start.day()))
}

/// Warnings, gaps and hints, to standard error.
pub(super) fn show(session: &Session, gathered: &Gathered) {
    show_warnings(session, &gathered.warnings);
    for outcome in &gathered.outcomes {
        let name = plain(&outcome.source);
        for warning in &outcome.warnings {
            session.say(&format!("{}: {name}: {}", painted(WARNING, "warning"), plain(&warning.0)));
        }
        if let Some(url) = &outcome.moved {
            let new = plain(&crate::fetch::safe_address(url));
            session.say(&format!(
                "{}: {name} moved for good; write url = \"{new}\" into the configuration",
                painted(HELP, "hint")
            ));
        }
        if let Some(gap) = &outcome.gap {
            report::say(&format!(
                "{}: {name} ({}): {}",
                painted(WARNING, "gap"),
                plain(&outcome.address),
                plain(&gap.reason)
            ));
            if let Some(hint) = &gap.hint {
                session.say(&format!("  {}: {}", painted(HELP, "help"), plain(hint)));
            }
        }
    }
}

/// Warnings of no source in particular, to standard error.
pub(super) fn show_warnings(session: &Session, warnings: &[String]) {
    for warning in warnings {
        session.say(&format!("{}: {}", painted(WARNING, "warning"), plain(warning)));
    }
}

/// One line of what was decided, by rule.
pub(super) fn show_sums(session: &Session, curated: &Curated) {
    curated.notes.iter().for_each(|note| session.say(&format!("{}: {}", painted(HELP, "hint"), plain(note))));
    let dropped = curated.dropped_by_rule();
    let rules = dropped.iter().map(|(rule, number)| format!("{rule} {number}")).collect::<Vec<_>>().join(", ");
    let rules = if rules.is_empty() { rules } else { format!(" ({rules})") };
    session.say(&format!(
        "{} chosen, {} waiting, {} dropped{rules}; `newsletter explain LINK|TITLE|SOURCE` says why",
        curated.count(item::Outcome::Chosen),
        curated.count(item::Outcome::Waiting),
        curated.count(item::Outcome::Dropped),
    ));
}

/// Writes `--report FILE`, where it was asked for.
///
/// # Errors
/// When the file cannot be written.
pub(super) fn write(
    session: &Session,
    today: Date,
    sources: Vec<SourceLine>,
    warnings: &[String],
    curated: Option<(&Curated, &Summary)>,
    issue: Option<IssueLine>,
) -> Result<(), Failure> {
    let Some(path) = &session.global.report else { return Ok(()) };
    let collected = sources.iter().map(|source| source.items).sum();
    let items = match curated {
        Some((curated, _)) => Sums {
            collected,
            chosen: curated.count(item::Outcome::Chosen),
            waiting: curated.count(item::Outcome::Waiting),
            dropped: curated.dropped_by_rule(),
        },
        None => Sums { collected, ..Sums::default() },
    };
    let millis = sources.iter().map(|source| source.millis).max().unwrap_or_default();
    let summary = curated.map(|(_, summary)| summary);
    let report = RunReport { format: FORMAT, today, sources, warnings, items, summary, issue, millis };
    let text = as_json(&report)?;
    Ok(workspace::write(&session.given(Path::new(path)), text.as_bytes())?)
}
