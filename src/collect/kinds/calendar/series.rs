//! Series: events of one UID together, and the occurrences they have inside a window.
//!
//! An event repeats by RRULE and RDATE, less EXRULE and EXDATE; single instances (or an instance
//! and all later ones) are changed by further events with the same UID and a RECURRENCE-ID.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::event::{Changes, Event, Key, Length, Reader, Start, period_length};
use super::expansion::{Expansion, Work};
use super::rule::Rule;
use super::values::{self, Stamp};
use crate::model::dates::When;

/// Days that are searched on either side of a window, for the distance between time zones.
const ZONE_SLACK: i64 = 2;
/// The largest change of time that is followed for THISANDFUTURE, in days.
const SHIFT_CAP: i64 = 366;

/// The days that occurrences are wanted for, both inclusive, in the newsletter's zone.
#[derive(Clone, Debug)]
pub struct Window {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
    start: Timestamp,
    end: Timestamp,
}

impl Window {
    /// The window from a day to a day.
    pub fn new(from: Date, until: Date, zone: &TimeZone) -> Window {
        let instant = |date: Date| zone.to_timestamp(date.to_datetime(Time::midnight()));
        let end = until.tomorrow().ok().and_then(|day| instant(day).ok());
        Window { from, until, start: instant(from).unwrap_or(Timestamp::MIN), end: end.unwrap_or(Timestamp::MAX) }
    }

    /// The same window without a first day.
    pub fn without_first_day(&self) -> Window {
        Window { from: Date::constant(1900, 1, 1), start: Timestamp::MIN, ..self.clone() }
    }

    /// Whether something takes place in the window, wholly or in part.
    pub fn has(&self, start: When, end: Option<When>) -> bool {
        let Some(first) = start.timestamp() else {
            return start.day() <= self.until && end.unwrap_or(start).day() >= self.from;
        };
        let last = end.and_then(When::timestamp).unwrap_or(first);
        first < self.end && (last > self.start || first >= self.start)
    }
}

/// One time that an event takes place.
#[derive(Debug)]
pub struct Occurrence<'e> {
    /// The event that describes it.
    pub event: &'e Event<'e>,
    /// For a changed instance, the event it changes.
    pub changed: Option<&'e Event<'e>>,
    /// When it starts.
    pub start: Start,
    /// Its last day (inclusive) or moment.
    pub end: Option<When>,
    /// Which instance it is of an event that has several.
    pub instance: Option<Key>,
}

/// The events of one UID.
#[derive(Debug, Default)]
pub struct Series<'a> {
    /// The event itself. Several where a file uses one UID for different events of one revision.
    masters: Vec<Event<'a>>,
    /// The changed instances.
    changes: BTreeMap<Key, Event<'a>>,
}

/// Puts the events of a file together by UID, in the order of the file. Of several versions of one
/// event or instance the newest stays.
pub fn assemble<'a>(events: Vec<Event<'a>>, reader: &Reader<'a>) -> Vec<Series<'a>> {
    let mut groups: Vec<Vec<Event<'a>>> = Vec::new();
    let mut by_uid = HashMap::new();
    for event in events {
        let place = event.uid().map_or(groups.len(), |uid| *by_uid.entry(uid).or_insert(groups.len()));
        match groups.get_mut(place) {
            Some(group) => group.push(event),
            None => groups.push(vec![event]),
        }
    }
    groups.into_iter().map(|group| Series::of(group, reader)).collect()
}

impl<'a> Series<'a> {
    fn of(group: Vec<Event<'a>>, reader: &Reader<'a>) -> Series<'a> {
        let (changes, masters): (Vec<_>, Vec<_>) = group.into_iter().partition(|event| event.changes.is_some());
        let mut series = Series { masters: newest(masters, reader), changes: BTreeMap::new() };
        for change in changes {
            let Some(key) = series.key_of(&change, reader) else { continue };
            match series.changes.get(&key) {
                Some(kept) if kept.revision > change.revision => {}
                _ => drop(series.changes.insert(key, change)),
            }
        }
        series
    }

    /// The instance that an event changes, as its series counts them.
    fn key_of(&self, change: &Event<'a>, reader: &Reader<'a>) -> Option<Key> {
        let Changes { instance, zone, .. } = change.changes.as_ref()?;
        let start = self.masters.first().map_or(&change.start, |master| &master.start);
        reader.instance(start, *instance, zone.as_ref()).map(|start| start.key())
    }

    /// The occurrences inside the window: at most about `limit` of each event, the earliest.
    pub fn occurrences<'e>(
        &'e self,
        window: &Window,
        reader: &Reader<'_>,
        limit: usize,
        work: &mut Work,
    ) -> Vec<Occurrence<'e>> {
        let several = self.masters.len() > 1;
        let mut found = Vec::new();
        for master in &self.masters {
            let instances = self.instances(master, window, reader, limit, work);
            let unchanged = instances.into_iter().filter(|(key, _)| !self.changes.contains_key(key));
            for (key, (start, length)) in unchanged {
                let instance = (several || repeats(master)).then_some(key);
                found.extend(match self.changes.range(..key).rfind(|(_, change)| is_and_later(change)) {
                    Some((_, change)) => following(change, master, &start, instance, reader),
                    None => {
                        let end = length.end_of(&start);
                        Some(Occurrence { event: master, changed: None, start, end, instance })
                    }
                });
            }
        }
        found.extend(self.changes.iter().map(|(&key, change)| Occurrence {
            event: change,
            changed: self.masters.first(),
            start: change.start.clone(),
            end: change.length.end_of(&change.start),
            instance: Some(key),
        }));
        found.retain(|occurrence| window.has(occurrence.start.when, occurrence.end));
        found
    }

    /// The instances of an event that may be inside the window, with their lengths.
    fn instances(
        &self,
        event: &Event<'_>,
        window: &Window,
        reader: &Reader<'_>,
        limit: usize,
        work: &mut Work,
    ) -> BTreeMap<Key, (Start, Length)> {
        let mut instances = BTreeMap::from([(event.start.key(), (event.start.clone(), event.length.clone()))]);
        let excluded = exclusions(event, reader);
        let shift = if self.changes.values().any(is_and_later) { SHIFT_CAP } else { 0 };
        let range = Range {
            from: shifted(window.from, -(ZONE_SLACK + event.length.in_days() + shift)),
            last: shifted(window.until, 1 + ZONE_SLACK + shift),
            limit: limit.saturating_add(excluded.len()),
        };
        for rule in event.component.all("RRULE") {
            range.expand(event, rule.value, reader, work, |start| {
                let inside = window.has(start.when, event.length.end_of(&start));
                if inside || shift > 0 {
                    instances.insert(start.key(), (start, event.length.clone()));
                }
                inside
            });
        }
        for (start, length) in extra_dates(event, reader) {
            instances.insert(start.key(), (start, length));
        }
        let is_excluded =
            |key: &Key, start: &Start| excluded.contains(key) || excluded.contains(&Key::Day(start.local.date()));
        instances.retain(|key, (start, _)| !is_excluded(key, start));
        for rule in event.component.all("EXRULE") {
            range.expand(event, rule.value, reader, work, |start| instances.remove(&start.key()).is_some());
        }
        instances
    }
}

/// Where the rules of an event are expanded, in local time.
struct Range {
    from: DateTime,
    last: DateTime,
    limit: usize,
}

impl Range {
    /// Hands each date of a rule to `take`, until as many as the limit were taken inside the window.
    fn expand(
        &self,
        event: &Event<'_>,
        rule: &str,
        reader: &Reader<'_>,
        work: &mut Work,
        mut take: impl FnMut(Start) -> bool,
    ) {
        let title = || event.component.text("SUMMARY");
        let Some(rule) = Rule::parse(rule) else {
            reader.notes.borrow_mut().bad_rules.add(&title());
            return;
        };
        let last = rule.until.map_or(self.last, |until| self.last.min(last_local(until, &event.start)));
        let (mut counted, mut taken) = (1, 0);
        work.begin_rule();
        let mut expansion = Expansion::new(&rule, event.start.local, self.from);
        while let Some(local) = expansion.next(last, work) {
            // The start is the first of COUNT, whether the rule has it or not (RFC 5545, 3.3.10).
            counted += u64::from(local != event.start.local);
            if rule.count.is_some_and(|count| counted > count) || taken >= self.limit {
                return;
            }
            taken += usize::from(event.start.at(local).is_some_and(&mut take));
        }
        if work.is_exhausted() {
            reader.notes.borrow_mut().costly.add(&title());
        }
    }
}

/// UNTIL in the local time of the start. A day lasts to its end; for starts that are days, the day
/// of UNTIL as written counts.
fn last_local(until: Stamp, start: &Start) -> DateTime {
    let end_of_day = |date: Date| date.to_datetime(Time::MAX);
    match (until, &start.zone) {
        (Stamp::Day(_), _) | (_, None) => end_of_day(until.date()),
        (Stamp::Local(local), _) => local,
        (Stamp::Utc(local), Some(zone)) => match until.as_utc().map(|until| zone.at(until)) {
            Some(When::Moment { local, .. }) => local,
            _ => local,
        },
    }
}

/// What RDATE adds.
fn extra_dates<'r>(event: &'r Event<'_>, reader: &'r Reader<'_>) -> impl Iterator<Item = (Start, Length)> + 'r {
    event.component.all("RDATE").flat_map(move |dates| {
        let zone = reader.zone(dates, event.component.calendar);
        dates.value.split(',').filter_map(move |date| {
            let (date, end) = values::period(date)?;
            let start = reader.instance(&event.start, date, zone.as_ref())?;
            let own = end.and_then(|end| period_length(&start, end, zone.clone()));
            Some((start, own.unwrap_or_else(|| event.length.clone())))
        })
    })
}

/// What EXDATE takes away. A day takes away every instance of that day.
fn exclusions(event: &Event<'_>, reader: &Reader<'_>) -> BTreeSet<Key> {
    let mut excluded = BTreeSet::new();
    for dates in event.component.all("EXDATE") {
        let zone = reader.zone(dates, event.component.calendar);
        excluded.extend(dates.value.split(',').filter_map(Stamp::parse).filter_map(|stamp| match stamp {
            Stamp::Day(date) => Some(Key::Day(date)),
            stamp => Some(reader.instance(&event.start, stamp, zone.as_ref())?.key()),
        }));
    }
    excluded
}

/// The occurrence of an instance that an earlier THISANDFUTURE change moves and describes.
fn following<'e>(
    change: &'e Event<'e>,
    master: &'e Event<'e>,
    instance: &Start,
    key: Option<Key>,
    reader: &Reader<'_>,
) -> Option<Occurrence<'e>> {
    let Changes { instance: stamp, zone, .. } = change.changes.as_ref()?;
    let first = reader.instance(&master.start, *stamp, zone.as_ref())?;
    let start = moved(instance, &first, &change.start)?;
    let end = change.length.end_of(&start);
    Some(Occurrence { event: change, changed: Some(master), start, end, instance: key })
}

/// Where an instance goes if `first` goes to `to`: as many days and as much time away, on the
/// clocks of the zone that it goes to.
fn moved(instance: &Start, first: &Start, to: &Start) -> Option<Start> {
    let on_clocks_of_target = |start: &Start| match (&to.zone, start.when.timestamp()) {
        (Some(zone), Some(timestamp)) => match zone.at(timestamp) {
            When::Moment { local, .. } => local,
            When::Day(date) => date.to_datetime(Time::midnight()),
        },
        _ => start.local.date().to_datetime(Time::midnight()),
    };
    let ahead = on_clocks_of_target(instance).duration_since(on_clocks_of_target(first));
    to.at(to.local.checked_add(ahead).ok()?)
}

fn is_and_later(change: &Event<'_>) -> bool {
    change.changes.as_ref().is_some_and(|changes| changes.and_later)
}

fn repeats(event: &Event<'_>) -> bool {
    event.component.first("RRULE").or_else(|| event.component.first("RDATE")).is_some()
}

/// The newest version of an event; several where none is newer and they start at different times.
fn newest<'a>(events: Vec<Event<'a>>, reader: &Reader<'a>) -> Vec<Event<'a>> {
    let Some(newest) = events.iter().map(|event| event.revision).max() else { return events };
    let (kept, older): (Vec<_>, Vec<_>) = events.into_iter().partition(|event| event.revision == newest);
    let mut places = HashMap::new();
    let mut masters: Vec<Event<'a>> = Vec::new();
    for event in kept {
        let place = *places.entry(event.start.key()).or_insert(masters.len());
        match masters.get_mut(place) {
            Some(master) => *master = event,
            None => masters.push(event),
        }
    }
    for event in older.iter().filter(|event| !places.contains_key(&event.start.key())) {
        reader.notes.borrow_mut().replaced.add(&event.component.text("SUMMARY"));
    }
    masters
}

/// Midnight some days away, within what can be represented.
fn shifted(date: Date, days: i64) -> DateTime {
    date.saturating_add(SignedDuration::from_hours(days.saturating_mul(24))).to_datetime(Time::midnight())
}
