//! <https://schema.org/Event> and its subtypes.

use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};

use super::graph::{Thing, Value};
use super::items::Reader;
use super::place;
use crate::collect::Warning;
use crate::collect::stated_date::StatedDate;
use crate::model::dates::When;
use crate::model::item::{Event, EventStatus};
use crate::model::place::Place;

/// A single event with hours lasts no longer than this, in days; what does is a series of dates.
const LONGEST_WITH_HOURS: i32 = 31;

/// Whether a type names something that happens at a time.
pub fn is_event(name: &str) -> bool {
    const NOT: &[&str] = &["DeliveryEvent", "PublicationEvent", "OnDemandEvent"];
    const OTHERS: &[&str] = &["Festival", "Hackathon", "CourseInstance", "EventSeries"];
    (name.ends_with("Event") && !NOT.contains(&name)) || OTHERS.contains(&name)
}

/// Everything that only events have. None, with a warning, for an event without a readable start.
pub fn read(reader: &Reader<'_>, thing: &Thing, title: &str, warnings: &mut Vec<Warning>) -> Option<Event> {
    let dates = Dates::of(reader, thing);
    let Some(start) = dates.start() else {
        warnings.push(Warning(format!("the event “{title}” gives no start date that can be read: left out")));
        return None;
    };
    let mode = thing.text("eventAttendanceMode").unwrap_or_default();
    let (place, virtual_place) = places(reader, thing);
    Some(Event {
        start,
        end: dates.end(start, title, warnings),
        timezone: dates.zone.and_then(|zone| zone.iana_name().map(str::to_owned)),
        place: place.filter(|_| !mode.ends_with("OnlineEventAttendanceMode")),
        online: online(mode, thing).or(virtual_place.then_some(true)),
        status: status(thing),
        cfp: None,
    })
}

fn online(mode: &str, thing: &Thing) -> Option<bool> {
    if mode.ends_with("OnlineEventAttendanceMode") || mode.ends_with("MixedEventAttendanceMode") {
        return Some(true);
    }
    if statuses(thing).any(|status| status.ends_with("EventMovedOnline")) {
        return Some(true);
    }
    mode.ends_with("OfflineEventAttendanceMode").then_some(false)
}

fn status(thing: &Thing) -> EventStatus {
    let named = statuses(thing).find_map(|status| match super::graph::bare_name(status) {
        "EventCancelled" => Some(EventStatus::Cancelled),
        "EventPostponed" => Some(EventStatus::Postponed),
        _ => None,
    });
    named.unwrap_or_default()
}

fn statuses(thing: &Thing) -> impl Iterator<Item = &str> {
    thing.all("eventStatus").iter().filter_map(|value| match value {
        Value::Text(text) => Some(text.as_str()),
        Value::Thing(nested) => nested.id.as_deref(),
    })
}

/// The first place where people can go, and whether there is a virtual one.
fn places(reader: &Reader<'_>, thing: &Thing) -> (Option<Place>, bool) {
    let (mut place, mut is_virtual) = (None, false);
    for value in thing.all("location") {
        match value {
            Value::Text(text) if is_virtual_name(text) => is_virtual = true,
            Value::Text(text) => place = place.or_else(|| Place::from_text(text)),
            Value::Thing(nested) => {
                let nested = reader.graph.follow(nested);
                let virtual_one = nested.is("VirtualLocation") || nested.text("name").is_some_and(is_virtual_name);
                is_virtual |= virtual_one;
                place = place.or_else(|| place::place(reader.graph, nested).filter(|_| !virtual_one));
            }
        }
    }
    (place, is_virtual)
}

fn is_virtual_name(name: &str) -> bool {
    ["online", "virtual", "online event", "virtual event"].iter().any(|word| name.trim().eq_ignore_ascii_case(word))
}

/// The dates of an event, before it is decided what a date-time without an offset means.
struct Dates {
    start: Option<StatedDate>,
    end: Option<StatedDate>,
    zone: Option<TimeZone>,
}

impl Dates {
    fn of(reader: &Reader<'_>, thing: &Thing) -> Dates {
        let schedules = reader.graph.things(thing, "eventSchedule");
        let zone = schedules.iter().find_map(|schedule| schedule.text("scheduleTimezone"));
        Dates {
            start: stated(thing, "startDate").or_else(|| schedules.iter().find_map(|one| stated(one, "startDate"))),
            end: stated(thing, "endDate"),
            zone: zone.and_then(|name| TimeZone::get(name).ok()),
        }
    }

    fn start(&self) -> Option<When> {
        self.start.map(|start| self.settle(start, self.end))
    }

    /// The end, unless it lies before the start or belongs to a series of dates.
    fn end(&self, start: When, title: &str, warnings: &mut Vec<Warning>) -> Option<When> {
        let end = self.settle(self.end?, self.start);
        let (first, last) = (start.day(), end.day());
        if last < first {
            warnings
                .push(Warning(format!("the event “{title}” ends on {last}, before it starts: the end was left out")));
            return None;
        }
        let has_hours = self.start.is_some_and(StatedDate::has_hours) && self.end.is_some_and(StatedDate::has_hours);
        if has_hours && (last - first).get_days() > LONGEST_WITH_HOURS {
            warnings.push(Warning(format!(
                "“{title}” runs from {first} to {last}, so it is a series of dates: only the first is known"
            )));
            return None;
        }
        Some(end)
    }

    /// A floating time belongs to the event's zone, else to the offset of its other date; else only
    /// its day is known.
    fn settle(&self, date: StatedDate, other: Option<StatedDate>) -> When {
        let StatedDate::Floating(local) = date else { return date.certain() };
        let by_zone = self.zone.as_ref().and_then(|zone| offset_at(zone, local));
        let by_other = || match other {
            Some(StatedDate::Known(When::Moment { offset, .. })) => Some(offset),
            _ => None,
        };
        match by_zone.or_else(by_other) {
            Some(offset) => When::Moment { local, offset },
            None => date.certain(),
        }
    }
}

fn offset_at(zone: &TimeZone, local: DateTime) -> Option<Offset> {
    Some(zone.to_ambiguous_zoned(local).compatible().ok()?.offset())
}

fn stated(thing: &Thing, property: &str) -> Option<StatedDate> {
    thing.all(property).iter().find_map(|value| match value {
        Value::Text(text) => StatedDate::read(text),
        Value::Thing(_) => None,
    })
}
