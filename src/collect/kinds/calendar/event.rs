//! A VEVENT with its times understood: when it starts, how long it is, which instance of which
//! series it is about. Repetition is in `series`, everything that readers see in `items`.

use std::borrow::Cow;
use std::cell::RefCell;

use jiff::civil::{Date, DateTime, Time};
use jiff::{SignedDuration, Timestamp};

use super::document::Component;
use super::lines::Property;
use super::notes::Notes;
use super::values::{self, Duration, PeriodEnd, Stamp};
use super::zones::{Zone, Zones};
use crate::model::dates::When;

/// When something starts.
#[derive(Clone, Debug)]
pub struct Start {
    /// The day or the moment.
    pub when: When,
    /// The time as written: other than in `when` where the clocks skip it. Midnight for a day.
    pub local: DateTime,
    /// The zone of a moment; none for a day.
    pub zone: Option<Zone>,
}

/// Which instance of a series: its day or its instant. Two values that mean the same instance are
/// equal, whatever zone they were written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// An instance that is a day.
    Day(Date),
    /// An instance that is a moment.
    Instant(Timestamp),
}

impl Start {
    /// A day.
    pub fn day(date: Date) -> Start {
        Start { when: When::Day(date), local: date.to_datetime(Time::midnight()), zone: None }
    }

    /// A moment as the clocks of a zone show it.
    pub fn moment(local: DateTime, zone: Zone) -> Option<Start> {
        Some(Start { when: zone.moment(local)?, local, zone: Some(zone) })
    }

    /// The same sort of start at another local time.
    pub fn at(&self, local: DateTime) -> Option<Start> {
        match &self.zone {
            None => Some(Start::day(local.date())),
            Some(zone) => Start::moment(local, zone.clone()),
        }
    }

    /// What identifies it within a series.
    pub fn key(&self) -> Key {
        match self.when.timestamp() {
            Some(timestamp) => Key::Instant(timestamp),
            None => Key::Day(self.when.day()),
        }
    }
}

/// How long something is, as far as the source tells.
#[derive(Clone, Debug, Default)]
pub enum Length {
    /// It does not tell.
    #[default]
    Unknown,
    /// Whole days, at least one.
    Days(i64),
    /// An exact length, from a start and an end; the end is shown in this zone.
    Exact(SignedDuration, Option<Zone>),
    /// A length of calendar days and seconds.
    Nominal(Duration),
}

impl Length {
    /// The end of what starts at `start`: the last day (inclusive), or a moment.
    pub fn end_of(&self, start: &Start) -> Option<When> {
        let days = |days: i64| start.local.date().checked_add(days_of(days)?).ok();
        match (self, &start.zone) {
            (Length::Unknown, _) => None,
            (Length::Days(count), None) => Some(When::Day(days(count - 1)?)),
            (Length::Days(count), Some(zone)) => zone.moment(days(*count)?.to_datetime(start.local.time())),
            (Length::Exact(length, zone), own) => {
                let end = start.when.timestamp()?.checked_add(*length).ok()?;
                Some(zone.as_ref().or(own.as_ref())?.at(end))
            }
            (Length::Nominal(length), Some(zone)) => {
                let nominal = zone.moment(days(length.days)?.to_datetime(start.local.time()))?;
                Some(zone.at(nominal.timestamp()?.checked_add(length.clock()).ok()?))
            }
            (Length::Nominal(length), None) => Some(When::Day(days(whole_days(*length) - 1)?)),
        }
    }

    /// No less than the time that it takes.
    pub fn at_most(&self) -> SignedDuration {
        let days = |days: i64| days_of(days).unwrap_or(SignedDuration::MAX);
        match self {
            Length::Unknown => SignedDuration::ZERO,
            Length::Days(count) => days(*count),
            Length::Exact(length, _) => *length,
            // A calendar day may have an hour or two more.
            Length::Nominal(length) => days(whole_days(*length) + 1),
        }
    }
}

/// So many days of 24 hours; none beyond what can be represented.
fn days_of(days: i64) -> Option<SignedDuration> {
    SignedDuration::try_from_hours(days.checked_mul(24)?)
}

/// The days that a duration covers, at least one.
fn whole_days(length: Duration) -> i64 {
    (length.days + length.seconds.saturating_add(86_399).div_euclid(86_400)).max(1)
}

/// A VEVENT.
#[derive(Debug)]
pub struct Event<'a> {
    /// Its properties.
    pub component: &'a Component<'a>,
    /// Its place in the file.
    pub index: usize,
    /// When it starts; for a change of an instance without DTSTART, when the instance does.
    pub start: Start,
    /// How long it is.
    pub length: Length,
    /// The instance that it changes.
    pub changes: Option<Changes>,
    /// SEQUENCE and LAST-MODIFIED: the greater is the newer.
    pub revision: (i64, Option<Timestamp>),
    /// DTSTAMP, which decides between equal revisions of the same instance.
    pub stamp: Option<Timestamp>,
}

/// RECURRENCE-ID.
#[derive(Clone, Debug)]
pub struct Changes {
    /// The instance as written.
    pub instance: Stamp,
    /// The zone it was written in.
    pub zone: Option<Zone>,
    /// Whether all later instances change too (RANGE=THISANDFUTURE).
    pub and_later: bool,
}

impl<'a> Event<'a> {
    /// The UID without surrounding space; none where it is empty.
    pub fn uid(&self) -> Option<Cow<'a, str>> {
        let uid = self.component.first("UID")?.value.trim();
        Some(values::text(uid)).filter(|uid| !uid.is_empty())
    }
}

/// What reading the times of a file needs.
#[derive(Debug)]
pub struct Reader<'a> {
    /// The zones that the file's names stand for.
    pub zones: &'a Zones<'a>,
    /// Where findings go.
    pub notes: RefCell<Notes>,
}

impl<'a> Reader<'a> {
    /// Reads the times of a VEVENT; none (and a note) where it has no start.
    pub fn event(&self, index: usize, component: &'a Component<'a>) -> Option<Event<'a>> {
        let changes = component.first("RECURRENCE-ID").and_then(|instance| self.changes(instance, component.calendar));
        let instance =
            || changes.as_ref().and_then(|changes| self.start(changes.instance, changes.zone.clone(), component));
        let start = component.first("DTSTART").and_then(|start| {
            let is_day = start.parameter("VALUE").is_some_and(|value| value.eq_ignore_ascii_case("DATE"));
            let stamp = Stamp::parse(start.value)?;
            let stamp = if is_day { Stamp::Day(stamp.date()) } else { stamp };
            self.start(stamp, self.zone(start, component.calendar), component)
        });
        let Some(start) = start.or_else(instance) else {
            self.notes.borrow_mut().undated.add(&component.text("SUMMARY"));
            return None;
        };
        let length = self.length(&start, component);
        let sequence = component.first("SEQUENCE").and_then(|sequence| sequence.value.trim().parse().ok());
        let revision = (sequence.unwrap_or(0), instant(component, "LAST-MODIFIED"));
        let stamp = instant(component, "DTSTAMP");
        Some(Event { component, index, start, length, changes, revision, stamp })
    }

    fn changes(&self, instance: &Property<'_>, calendar: usize) -> Option<Changes> {
        let and_later = instance.parameter("RANGE").is_some_and(|range| range.eq_ignore_ascii_case("THISANDFUTURE"));
        Some(Changes { instance: Stamp::parse(instance.value)?, zone: self.zone(instance, calendar), and_later })
    }

    /// The zone that a property names. One that nothing explains is noted and passed over.
    pub fn zone(&self, property: &Property<'_>, calendar: usize) -> Option<Zone> {
        self.zones.of_property(property, calendar).unwrap_or_else(|name| {
            self.notes.borrow_mut().unknown_zones.insert(crate::model::text::line(&name, 60));
            None
        })
    }

    fn start(&self, stamp: Stamp, zone: Option<Zone>, component: &Component<'_>) -> Option<Start> {
        match stamp {
            Stamp::Day(date) => Some(Start::day(date)),
            Stamp::Utc(local) => Start::moment(local, Zone::utc()),
            Stamp::Local(local) => {
                Start::moment(local, zone.unwrap_or_else(|| self.zones.floating(component.calendar)))
            }
        }
    }

    /// The length from DTEND or DURATION. An end before the start is noted and passed over.
    fn length(&self, start: &Start, component: &Component<'_>) -> Length {
        let end = component.first("DTEND").and_then(|end| Some((Stamp::parse(end.value)?, end)));
        let length = match end {
            Some((stamp, end)) => length_to(start, stamp, self.zone(end, component.calendar)),
            None => match component.first("DURATION").and_then(|length| Duration::parse(length.value)) {
                Some(length) => Some(Length::Nominal(length)).filter(|_| length.days >= 0 && length.seconds >= 0),
                None => return Length::Unknown,
            },
        };
        length.unwrap_or_else(|| {
            self.notes.borrow_mut().ends_before_start.add(&component.text("SUMMARY"));
            Length::Unknown
        })
    }

    /// A date of an RDATE, EXDATE or RECURRENCE-ID as an instance of a series that starts at
    /// `start`. A time without zone has that of the series.
    pub fn instance(&self, start: &Start, stamp: Stamp, zone: Option<&Zone>) -> Option<Start> {
        match (&start.zone, stamp) {
            (None, stamp) => Some(Start::day(stamp.date())),
            (Some(_), Stamp::Day(date)) => start.at(date.to_datetime(start.local.time())),
            (Some(_), Stamp::Utc(local)) => Start::moment(local, Zone::utc()),
            (Some(own), Stamp::Local(local)) => Start::moment(local, zone.unwrap_or(own).clone()),
        }
    }
}

/// The length from a start to an end as written; none where the end is before the start.
fn length_to(start: &Start, end: Stamp, zone: Option<Zone>) -> Option<Length> {
    let Some(own) = &start.zone else {
        // The end of a day is exclusive; midnight is the end of the day before.
        let first = start.local.date();
        let days = first.until(end.date()).ok()?.get_days();
        let begun = matches!(end, Stamp::Utc(time) | Stamp::Local(time) if time.time() != Time::midnight());
        let days = i64::from(days) + i64::from(begun);
        // An end on the day of the start (which RFC 5545 forbids) is common for one day.
        return (days >= 0).then_some(Length::Days(days.max(1)));
    };
    let zone = match end {
        Stamp::Utc(_) => Zone::utc(),
        _ => zone.unwrap_or_else(|| own.clone()),
    };
    let end = zone.moment(end.date_time())?.timestamp()?;
    let length = end.duration_since(start.when.timestamp()?);
    (!length.is_negative()).then_some(Length::Exact(length, Some(zone)))
}

/// The length of a PERIOD from its start.
pub fn period_length(start: &Start, end: PeriodEnd, zone: Option<Zone>) -> Option<Length> {
    match end {
        PeriodEnd::At(end) => length_to(start, end, zone),
        PeriodEnd::After(length) => Some(Length::Nominal(length)).filter(|_| length.days >= 0 && length.seconds >= 0),
    }
}

/// A property that must be in UTC.
fn instant(component: &Component<'_>, name: &str) -> Option<Timestamp> {
    Stamp::parse(component.first(name)?.value)?.as_utc()
}
