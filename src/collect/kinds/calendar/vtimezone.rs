//! VTIMEZONE: a time zone that a file defines (RFC 5545, 3.6.5), as a list of changes of the offset.
//!
//! The labels STANDARD and DAYLIGHT are not trusted: Dublin's standard time is in summer.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;

use super::document::{Component, TimezoneComponent};
use super::expansion::Expansion;
use super::rule::Rule;
use super::values::{self, Stamp};
use super::work::Work;

/// The first year for which a definition is expanded; before it, its first offset holds.
const FIRST_YEAR: i16 = 1970;
/// Most changes of the offset that one STANDARD or DAYLIGHT part may have.
const CHANGES_CAP: usize = 1_000;

/// The changes of the offset in a zone, by time; at least one.
#[derive(Debug)]
pub struct Changes(Vec<Change>);

#[derive(Clone, Copy, Debug)]
struct Change {
    at: Timestamp,
    from: Offset,
    to: Offset,
}

impl Changes {
    /// The changes that a definition tells, up to the beginning of `last_year`. None where it tells
    /// none that can be read.
    pub fn of(definition: &TimezoneComponent<'_>, last_year: i16, work: &mut Work) -> Option<Changes> {
        let mut changes = Vec::new();
        for observance in &definition.observances {
            add(observance, last_year, work, &mut changes);
        }
        // Of two changes at one instant the later in the file holds.
        changes.sort_by_key(|change: &Change| change.at);
        changes.dedup_by(|later, kept| {
            let same = later.at == kept.at;
            if same {
                *kept = *later;
            }
            same
        });
        (!changes.is_empty()).then_some(Changes(changes))
    }

    /// The offset at an instant.
    pub fn offset_at(&self, timestamp: Timestamp) -> Offset {
        self.after(self.0.partition_point(|change| change.at <= timestamp))
    }

    /// The offset that a local time is meant with: the one before a change for times that it skips
    /// or shows twice.
    pub fn offset_of_local(&self, local: DateTime) -> Offset {
        // A change is past when the clocks, before and after it, both show more than at the change.
        let passed = |change: &Change| change.from.max(change.to).to_datetime(change.at) <= local;
        self.after(self.0.partition_point(passed))
    }

    /// The offset after the first `count` changes.
    fn after(&self, count: usize) -> Offset {
        match count.checked_sub(1).and_then(|last| self.0.get(last)) {
            Some(change) => change.to,
            None => self.0.first().map_or(Offset::UTC, |change| change.from),
        }
    }
}

/// Adds the changes of one part: at its start, by its rules and at its RDATEs. None where it cannot
/// be read.
fn add(observance: &Component<'_>, last_year: i16, work: &mut Work, changes: &mut Vec<Change>) -> Option<()> {
    let offset = |name| observance.first(name).and_then(|offset| values::offset(offset.value));
    let to = offset("TZOFFSETTO")?;
    let from = offset("TZOFFSETFROM").unwrap_or(to);
    let start = observance.first("DTSTART").and_then(|start| Stamp::parse(start.value))?.date_time();
    let mut locals = vec![start];
    for rule in observance.all("RRULE") {
        expand(&Rule::parse(rule.value)?, start, from, last_year, work, &mut locals);
    }
    let dates = observance.all("RDATE").flat_map(|dates| dates.value.split(','));
    locals.extend(dates.filter_map(Stamp::parse).map(Stamp::date_time));
    let change = |local| Some(Change { at: from.to_timestamp(local).ok()?, from, to });
    changes.extend(locals.into_iter().take(CHANGES_CAP).filter_map(change));
    Some(())
}

/// The local times of a rule in the years that matter.
fn expand(rule: &Rule, start: DateTime, from: Offset, last_year: i16, work: &mut Work, locals: &mut Vec<DateTime>) {
    let midnight = |year: i16| Date::new(year, 1, 1).unwrap_or(Date::MAX).to_datetime(Time::midnight());
    let until = rule.until.map(|until| match (until, until.as_utc()) {
        (Stamp::Utc(_), Some(timestamp)) => from.to_datetime(timestamp),
        _ => until.date_time(),
    });
    let last = until.map_or(midnight(last_year), |until| until.min(midnight(last_year)));
    let room = rule.count.and_then(|count| usize::try_from(count).ok()).unwrap_or(CHANGES_CAP).min(CHANGES_CAP);
    work.begin_rule();
    let mut expansion = Expansion::new(rule, start, midnight(FIRST_YEAR));
    locals.extend(std::iter::from_fn(|| expansion.next(last, work)).take(room));
}
