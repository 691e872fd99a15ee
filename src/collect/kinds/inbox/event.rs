//! What only an event has: when, where, its call for papers. Gaps are filled from a text.

use jiff::tz::TimeZone;

use super::fields::Reader;
use crate::collect::Context;
use crate::collect::prose_facts::Facts;
use crate::model::dates::When;
use crate::model::item::{Cfp, CfpStatus, Event, EventStatus};
use crate::model::place::{Place, country_code};
use crate::model::text;

/// Fields of an event besides those of every item.
pub const FIELDS: &[&str] = &[
    "start",
    "end",
    "timezone",
    "place",
    "location",
    "venue",
    "city",
    "country",
    "online",
    "status",
    "cfp_status",
    "cfp_opens",
    "cfp_closes",
    "cfp_url",
];

const STATUSES: &[(&str, EventStatus)] = &[
    ("scheduled", EventStatus::Scheduled),
    ("cancelled", EventStatus::Cancelled),
    ("postponed", EventStatus::Postponed),
];
const CFP_STATUSES: &[(&str, CfpStatus)] = &[
    ("none", CfpStatus::None),
    ("upcoming", CfpStatus::Upcoming),
    ("open", CfpStatus::Open),
    ("closed", CfpStatus::Closed),
    ("unknown", CfpStatus::Unknown),
];

/// The event as fields and text give it; none without a start.
pub fn read(reader: &mut Reader<'_>, facts: &Facts, context: &Context) -> Option<Event> {
    let timezone = timezone(reader);
    let zone = timezone.clone().unwrap_or_else(|| context.timezone.clone());
    let (start, end) = span(reader, facts, &zone)?;
    let mut event = Event::starting(start);
    event.end = end;
    event.timezone = reader.name("timezone");
    let (place, is_online) = place(reader);
    event.place = place.or_else(|| facts.place.clone().filter(|_| is_online.is_none()));
    event.online = reader.boolean("online").or(is_online).or(facts.online);
    event.status = reader.choice("status", STATUSES).unwrap_or_default();
    event.cfp = cfp(reader, facts, context);
    Some(event)
}

fn timezone(reader: &mut Reader<'_>) -> Option<TimeZone> {
    let name = reader.text("timezone")?;
    let zone = TimeZone::get(&name).ok();
    if zone.is_none() {
        reader.wrong(
            "timezone",
            format!("`timezone` must be a name such as Europe/Madrid, not “{}”", text::line(&name, 60)),
        );
    }
    zone
}

/// Start and end, from the fields or from the text. An end in the text belongs to the start there.
fn span(reader: &mut Reader<'_>, facts: &Facts, zone: &TimeZone) -> Option<(When, Option<When>)> {
    let (had_start, had_end) = (reader.has("start"), reader.has("end"));
    let (start, end) = (reader.when("start", Some(zone)), reader.when("end", Some(zone)));
    if !had_start && facts.start.is_none() {
        reader.wrong("start", "`start` is missing (the first day, for example 2026-10-05)");
    }
    let start = start.or(facts.start.filter(|_| !had_start))?;
    let same_day = facts.start.is_some_and(|stated| stated.day() == start.day());
    let end = end.or(facts.end.filter(|_| !had_end && same_day));
    if end.is_some_and(|end| end.day() < start.day()) {
        reader.wrong("end", format!("`end` ({}) is before `start` ({start})", end.unwrap_or(start)));
    }
    Some((start, end))
}

/// The place of an event from its fields, and whether they say that it is online.
fn place(reader: &mut Reader<'_>) -> (Option<Place>, Option<bool>) {
    let (venue, city, country) = (reader.name("venue"), reader.name("city"), reader.name("country"));
    if let Some(country) = country.as_deref().filter(|country| country_code(country).is_none()) {
        reader.wrong("country", format!("“{country}” is no country; write its name or its two-letter code"));
    }
    let written = reader.text("location").or_else(|| reader.text("place"));
    let read = written.as_deref().and_then(Place::from_text).unwrap_or_default();
    let place = Place { venue: venue.or(read.venue), city: city.or(read.city), country: country.or(read.country) };
    let is_online =
        written.map(|text| text.to_lowercase()).is_some_and(|text| text.contains("online") || text.contains("virtual"));
    (Some(place).filter(|place| *place != Place::default()), is_online.then_some(true))
}

fn cfp(reader: &mut Reader<'_>, facts: &Facts, context: &Context) -> Option<Cfp> {
    let status = reader.choice("cfp_status", CFP_STATUSES);
    let (opens, closes) = (reader.day("cfp_opens"), reader.day("cfp_closes"));
    let url = reader.address("cfp_url");
    let closes = closes.or(facts.cfp_closes.filter(|_| !reader.has("cfp_closes") && status != Some(CfpStatus::None)));
    if opens.is_some() && closes.is_some() && opens > closes {
        reader.wrong("cfp_opens", "`cfp_opens` is after `cfp_closes`");
    }
    if status.is_none() && opens.is_none() && closes.is_none() && url.is_none() {
        return None;
    }
    let read = Cfp::on(context.today, opens, closes, url);
    Some(Cfp { status: status.unwrap_or(read.status), ..read })
}
