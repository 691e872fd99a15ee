//! Time zones: what a local time means. A name is looked up as an IANA name (also behind a vendor's
//! prefix), then in the file's own VTIMEZONE, then as a Windows name.
//!
//! A VTIMEZONE is a list of changes of the offset; its labels STANDARD and DAYLIGHT are not trusted
//! (Dublin's standard time is in summer).

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};

use super::document::{Component, TimezoneComponent};
use super::expansion::{Expansion, Work};
use super::lines::Property;
use super::rule::Rule;
use super::values::{self, Stamp};
use super::windows;
use crate::model::dates::When;

/// The first year for which a VTIMEZONE is expanded; before it, its first offset holds.
const FIRST_YEAR: i16 = 1970;
/// Most changes of the offset that one STANDARD or DAYLIGHT part may have.
const CHANGES_CAP: usize = 1_000;

/// A time zone.
#[derive(Clone, Debug)]
pub struct Zone {
    /// The IANA name, where it has one.
    name: Option<Arc<str>>,
    rules: Rules,
}

#[derive(Clone, Debug)]
enum Rules {
    Known(TimeZone),
    Defined(Arc<Vec<Change>>),
}

/// A change of the offset, as a VTIMEZONE tells it.
#[derive(Clone, Copy, Debug)]
struct Change {
    at: Timestamp,
    from: Offset,
    to: Offset,
}

impl Zone {
    /// UTC.
    pub fn utc() -> Zone {
        Zone::known(TimeZone::UTC)
    }

    /// A zone of the time-zone database (or one that the newsletter is set to).
    pub fn known(zone: TimeZone) -> Zone {
        Zone { name: zone.iana_name().map(Arc::from), rules: Rules::Known(zone) }
    }

    /// The moment that the clocks of the zone show as `local`. A time that the clocks skip is meant
    /// with the offset before the change, a time that they show twice is the first (RFC 5545,
    /// 3.3.5). None beyond the years that can be represented.
    pub fn moment(&self, local: DateTime) -> Option<When> {
        let timestamp = match &self.rules {
            Rules::Known(zone) => zone.to_ambiguous_timestamp(local).compatible().ok()?,
            Rules::Defined(changes) => offset_of_local(changes, local).to_timestamp(local).ok()?,
        };
        Some(self.at(timestamp))
    }

    /// An instant as the clocks of the zone show it.
    pub fn at(&self, timestamp: Timestamp) -> When {
        let offset = match &self.rules {
            Rules::Known(zone) => return When::in_zone(timestamp, zone),
            Rules::Defined(changes) => offset_at(changes, timestamp),
        };
        When::Moment { local: offset.to_datetime(timestamp), offset }
    }

    /// The IANA name. A zone that the file defines under a Windows name has the name of the zone
    /// that this stands for, if that shows the same time at `when`.
    pub fn name(&self, when: When) -> Option<&str> {
        let name = self.name.as_deref()?;
        if let (Rules::Defined(_), Some(timestamp)) = (&self.rules, when.timestamp()) {
            let known = TimeZone::get(name).ok()?;
            return (When::in_zone(timestamp, &known) == when).then_some(name);
        }
        Some(name)
    }
}

fn offset_of_local(changes: &[Change], local: DateTime) -> Offset {
    // A change is past when the clocks, before and after it, both show more than at the change.
    let passed = |change: &Change| {
        let later = change.from.max(change.to);
        later.to_datetime(change.at) <= local
    };
    after(changes, changes.partition_point(passed))
}

fn offset_at(changes: &[Change], timestamp: Timestamp) -> Offset {
    after(changes, changes.partition_point(|change| change.at <= timestamp))
}

/// The offset after the first `count` changes.
fn after(changes: &[Change], count: usize) -> Offset {
    match count.checked_sub(1).and_then(|last| changes.get(last)) {
        Some(change) => change.to,
        None => changes.first().map_or(Offset::UTC, |change| change.from),
    }
}

/// The zones that the names of one file stand for.
#[derive(Debug)]
pub struct Zones<'a> {
    definitions: &'a [TimezoneComponent<'a>],
    /// For each calendar of the file, the zone of times that name none.
    floating: Vec<Zone>,
    /// The last year for which zones are expanded.
    last_year: i16,
    found: RefCell<BTreeMap<(usize, String), Option<Zone>>>,
    work: RefCell<Work>,
}

impl<'a> Zones<'a> {
    /// The zones of a file. `newsletter` is the zone of floating times in a calendar that names
    /// none of its own (X-WR-TIMEZONE), `last` the last day that matters.
    pub fn of(
        calendars: &[Component<'_>],
        definitions: &'a [TimezoneComponent<'a>],
        newsletter: &TimeZone,
        last: Date,
    ) -> Zones<'a> {
        let mut zones = Zones {
            definitions,
            floating: Vec::new(),
            last_year: last.year().saturating_add(2).clamp(FIRST_YEAR, 9_000),
            found: RefCell::default(),
            work: RefCell::new(Work::of_a_file()),
        };
        zones.floating = (calendars.iter().enumerate())
            .map(|(index, calendar)| {
                let own = calendar.first("X-WR-TIMEZONE").and_then(|zone| zones.named(index, zone.value));
                own.unwrap_or_else(|| Zone::known(newsletter.clone()))
            })
            .collect();
        zones
    }

    /// The zone of times in `calendar` that name none.
    pub fn floating(&self, calendar: usize) -> Zone {
        self.floating.get(calendar).cloned().unwrap_or_else(Zone::utc)
    }

    /// The zone that a property names with TZID: none where it names none, an error with the name
    /// where nothing explains it.
    pub fn of_property(&self, property: &Property<'_>, calendar: usize) -> Result<Option<Zone>, String> {
        let Some(name) = property.parameter("TZID").filter(|name| !name.trim().is_empty()) else { return Ok(None) };
        self.named(calendar, &name).map(Some).ok_or_else(|| name.trim().to_owned())
    }

    fn named(&self, calendar: usize, name: &str) -> Option<Zone> {
        let name = values::text(name.trim());
        let key = (calendar, name.clone().into_owned());
        if let Some(found) = self.found.borrow().get(&key) {
            return found.clone();
        }
        let zone = iana(&name).map(Zone::known).or_else(|| self.defined(calendar, &name)).or_else(|| by_windows(&name));
        self.found.borrow_mut().insert(key, zone.clone());
        zone
    }

    /// The zone that a VTIMEZONE of the file defines: of the same calendar if it has one.
    fn defined(&self, calendar: usize, name: &str) -> Option<Zone> {
        let is_named = |zone: &&TimezoneComponent<'_>| {
            zone.head.first("TZID").is_some_and(|id| values::text(id.value.trim()) == name)
        };
        let mut named = self.definitions.iter().filter(is_named);
        let first = named.clone().next();
        let definition = named.find(|zone| zone.head.calendar == calendar).or(first)?;
        let location = definition.head.first("X-LIC-LOCATION").and_then(|location| iana(location.value.trim()));
        location.map(Zone::known).or_else(|| {
            let changes = self.changes(definition)?;
            Some(Zone { name: windows::iana_name(name).map(Arc::from), rules: Rules::Defined(Arc::new(changes)) })
        })
    }

    fn changes(&self, definition: &TimezoneComponent<'_>) -> Option<Vec<Change>> {
        let mut changes = Vec::new();
        for observance in &definition.observances {
            self.add_changes(observance, &mut changes);
        }
        // Of two changes at one instant the later in the file holds.
        changes.sort_by_key(|change| change.at);
        changes.dedup_by(|later, kept| {
            let same = later.at == kept.at;
            if same {
                *kept = *later;
            }
            same
        });
        Some(changes).filter(|changes| !changes.is_empty())
    }

    /// The changes of one STANDARD or DAYLIGHT part: at its start, by its rules and at its RDATEs.
    fn add_changes(&self, observance: &Component<'_>, changes: &mut Vec<Change>) -> Option<()> {
        let offset = |name| observance.first(name).and_then(|offset| values::offset(offset.value));
        let to = offset("TZOFFSETTO")?;
        let from = offset("TZOFFSETFROM").unwrap_or(to);
        let start = observance.first("DTSTART").and_then(|start| Stamp::parse(start.value))?.date_time();
        let mut locals = vec![start];
        for rule in observance.all("RRULE") {
            self.expand(&Rule::parse(rule.value)?, start, from, &mut locals);
        }
        let dates = observance.all("RDATE").flat_map(|dates| dates.value.split(','));
        locals.extend(dates.filter_map(Stamp::parse).map(Stamp::date_time));
        let change = |local| Some(Change { at: from.to_timestamp(local).ok()?, from, to });
        changes.extend(locals.into_iter().take(CHANGES_CAP).filter_map(change));
        Some(())
    }

    /// The local times of a rule of a VTIMEZONE in the years that matter.
    fn expand(&self, rule: &Rule, start: DateTime, from: Offset, locals: &mut Vec<DateTime>) {
        let midnight = |date: Date| date.to_datetime(Time::midnight());
        let mut last = midnight(Date::new(self.last_year, 1, 1).unwrap_or(Date::MAX));
        last = match rule.until {
            Some(Stamp::Utc(_)) => {
                rule.until.and_then(Stamp::as_utc).map_or(last, |until| last.min(from.to_datetime(until)))
            }
            Some(until) => last.min(until.date_time()),
            None => last,
        };
        let mut work = self.work.borrow_mut();
        work.begin_rule();
        let mut expansion = Expansion::new(rule, start, midnight(Date::constant(FIRST_YEAR, 1, 1)));
        let room = usize::try_from(rule.count.unwrap_or(u64::MAX)).unwrap_or(usize::MAX).min(CHANGES_CAP);
        locals.extend(std::iter::from_fn(|| expansion.next(last, &mut work)).take(room));
    }
}

/// The zone of an IANA name, also behind a vendor's prefix (`/mozilla.org/20070129_1/Europe/Berlin`).
fn iana(name: &str) -> Option<TimeZone> {
    if !name.starts_with('/') && !name.contains("://") {
        return database(name);
    }
    // The longest ending that is a name: zones have one to three parts.
    let starts: Vec<usize> = name.rmatch_indices('/').map(|(at, _)| at + 1).take(3).collect();
    starts.into_iter().rev().filter_map(|at| name.get(at..)).find_map(database)
}

/// A zone of the database. Names that stand for the settings of the machine are none.
fn database(name: &str) -> Option<TimeZone> {
    let of_the_machine = ["localtime", "local", "posixrules"].iter().any(|other| name.eq_ignore_ascii_case(other));
    let plain = name.len() <= 64 && name.is_ascii() && !of_the_machine;
    TimeZone::get(Some(name).filter(|_| plain)?).ok().filter(|zone| !zone.is_unknown())
}

fn by_windows(name: &str) -> Option<Zone> {
    windows::iana_name(name).and_then(iana).map(Zone::known)
}
