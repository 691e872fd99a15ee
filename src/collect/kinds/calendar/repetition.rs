//! The instances of one event: its start, what RRULE and RDATE add, what EXRULE and EXDATE take
//! away. Instances that other events change are in `series`.

use std::collections::{BTreeMap, BTreeSet};

use jiff::SignedDuration;
use jiff::civil::{Date, DateTime, Time};

use super::event::{Event, Key, Length, Reader, Start, period_length};
use super::expansion::Expansion;
use super::rule::Rule;
use super::values::{self, Stamp};
use super::window::Window;
use super::work::Work;

/// What is searched beyond a window, for clocks that are changed.
const CLOCK_SLACK: SignedDuration = SignedDuration::from_secs(3 * 3_600);
/// The largest change of time that is followed for instances that move, a year.
const MOVE_CAP: SignedDuration = SignedDuration::from_secs(366 * 86_400);

/// What instances are wanted.
#[derive(Debug)]
pub struct Search<'w> {
    /// Those inside this window.
    pub window: &'w Window,
    /// The earliest, about so many.
    pub limit: usize,
    /// Whether instances outside may be moved into it.
    pub moves: bool,
}

/// Instances by their keys, each with its length.
pub type Instances = BTreeMap<Key, (Start, Length)>;

/// The instances of an event that are wanted. Its own start is always among them, unless excluded.
pub fn instances(event: &Event<'_>, search: &Search<'_>, reader: &Reader<'_>, work: &mut Work) -> Instances {
    let excluded = Excluded::of(event, reader);
    let range = Range::of(event, search, excluded.0.len());
    let mut instances = Instances::from([(event.start.key(), (event.start.clone(), event.length.clone()))]);
    for rule in event.component.all("RRULE") {
        range.expand(event, rule.value, reader, work, |start| {
            let inside = search.window.has(start.when, event.length.end_of(&start));
            if inside || search.moves {
                instances.insert(start.key(), (start, event.length.clone()));
            }
            inside
        });
    }
    for (start, length) in extra_dates(event, reader) {
        let inside = search.window.has(start.when, length.end_of(&start));
        if inside || (search.moves && range.has(&start)) {
            instances.insert(start.key(), (start, length));
        }
        if instances.len() > range.limit && !search.moves {
            instances.pop_last();
        }
    }
    instances.retain(|key, (start, _)| !excluded.has(key, start));
    for rule in event.component.all("EXRULE") {
        range.expand(event, rule.value, reader, work, |start| instances.remove(&start.key()).is_some());
    }
    instances
}

/// Whether an event can have several instances.
pub fn repeats(event: &Event<'_>) -> bool {
    event.component.first("RRULE").or_else(|| event.component.first("RDATE")).is_some()
}

/// Where the rules of an event are expanded, in its local time.
struct Range {
    from: DateTime,
    last: DateTime,
    limit: usize,
}

impl Range {
    /// The local times from which an event may reach into the window.
    fn of(event: &Event<'_>, search: &Search<'_>, excluded: usize) -> Range {
        let Search { window, limit, moves } = search;
        let (from, last) = match &event.start.zone {
            None => (window.from.to_datetime(Time::midnight()), window.until.to_datetime(Time::MAX)),
            Some(zone) => (zone.clocks_at(window.start), zone.clocks_at(window.end)),
        };
        let slack = if *moves { MOVE_CAP } else { CLOCK_SLACK };
        // What an EXRULE takes away is not known before all is there.
        let limit = if event.component.first("EXRULE").is_some() { usize::MAX } else { *limit };
        Range {
            from: from.saturating_sub(event.length.at_most()).saturating_sub(slack),
            last: last.saturating_add(slack),
            limit: limit.saturating_add(excluded),
        }
    }

    fn has(&self, start: &Start) -> bool {
        (self.from..=self.last).contains(&start.local)
    }

    /// Hands each date of a rule to `take`, until as many as the limit were taken.
    fn expand(
        &self,
        event: &Event<'_>,
        rule: &str,
        reader: &Reader<'_>,
        work: &mut Work,
        mut take: impl FnMut(Start) -> bool,
    ) {
        let Some(mut rule) = Rule::parse(rule) else {
            reader.notes.borrow_mut().bad_rules.add(&event.component.text("SUMMARY"));
            return;
        };
        if event.start.zone.is_none() {
            rule.without_clock();
        }
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
            if local >= self.from {
                taken += usize::from(event.start.at(local).is_some_and(&mut take));
            }
        }
        if work.is_exhausted() {
            reader.notes.borrow_mut().costly.add(&event.component.text("SUMMARY"));
        }
    }
}

/// UNTIL in the local time of the start. A day lasts to its end; for starts that are days, the day
/// of UNTIL as written counts.
fn last_local(until: Stamp, start: &Start) -> DateTime {
    let end_of_day = |date: Date| date.to_datetime(Time::MAX);
    match (until, &start.zone) {
        (Stamp::Day(_), _) | (_, None) => end_of_day(until.date()),
        (Stamp::Local(written), _) => written,
        (Stamp::Utc(written), Some(zone)) => until.as_utc().map_or(written, |until| zone.clocks_at(until)),
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

/// What EXDATE takes away.
struct Excluded(BTreeSet<Key>);

impl Excluded {
    fn of(event: &Event<'_>, reader: &Reader<'_>) -> Excluded {
        let mut keys = BTreeSet::new();
        for dates in event.component.all("EXDATE") {
            let zone = reader.zone(dates, event.component.calendar);
            keys.extend(dates.value.split(',').filter_map(Stamp::parse).filter_map(|stamp| match stamp {
                Stamp::Day(date) => Some(Key::Day(date)),
                stamp => Some(reader.instance(&event.start, stamp, zone.as_ref())?.key()),
            }));
        }
        Excluded(keys)
    }

    /// Whether an instance is excluded. A day takes away every instance of that day.
    fn has(&self, key: &Key, start: &Start) -> bool {
        self.0.contains(key) || self.0.contains(&Key::Day(start.local.date()))
    }
}
