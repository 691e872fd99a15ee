//! Occurrences as items: what readers see of an event, and the whole calendar as one item.

use std::collections::BTreeSet;

use jiff::civil::Date;
use url::Url;

use super::description::{Description, first_address};
use super::document::{Component, Document};
use super::event::Key;
use super::lines::Property;
use super::notes::Notes;
use super::series::Occurrence;
use super::values;
use crate::model::dates::When;
use crate::model::item::{Details, Event, EventStatus, Item};
use crate::model::link::Link;
use crate::model::place::Place;
use crate::model::text;

/// Most tags of one event.
const TAGS_CAP: usize = 20;
/// Longest UID, in characters.
const UID_CAP: usize = 500;

/// What every item of a file shares.
#[derive(Debug)]
pub struct Frame<'a> {
    /// The name of the source.
    pub source: &'a str,
    /// The day of the run.
    pub today: Date,
    /// What relative links are relative to.
    pub base: Option<&'a Url>,
    /// The address that the settings give the calendar.
    pub home: Option<&'a Url>,
    /// The file.
    pub document: &'a Document<'a>,
}

impl Frame<'_> {
    /// An occurrence as an item.
    pub fn item(&self, occurrence: &Occurrence<'_>, notes: &mut Notes) -> Item {
        let component = occurrence.event.component;
        let master = occurrence.changed.map(|event| event.component);
        let of_either =
            |read: &dyn Fn(&Component<'_>) -> Option<String>| read(component).or_else(|| master.and_then(read));
        let title = of_either(&title_of).unwrap_or_else(|| {
            notes.untitled.add(&occurrence.start.when.to_string());
            String::new()
        });
        let mut item = Item::new(Details::Event(self.event(occurrence)), title, self.source, self.today);
        if let Some(address) = of_either(&|component| self.address_of(component)) {
            item.linked(&address);
        }
        item.uid = self.uid(occurrence);
        item.updated = updated(component);
        item.summary = Description::of_event(component).and_then(|description| text::summary(&description.text()));
        item.authors = component.first("ORGANIZER").and_then(organizer).into_iter().collect();
        item.tags = tags(component);
        item.language =
            component.first("SUMMARY").and_then(|title| title.parameter("LANGUAGE")).and_then(|name| text::name(&name));
        item.image = image(component);
        item
    }

    fn event(&self, occurrence: &Occurrence<'_>) -> Event {
        let (component, start) = (occurrence.event.component, &occurrence.start);
        let location = location(component);
        let called_off =
            self.document.calendars.get(component.calendar).is_some_and(|calendar| says(calendar, "METHOD", "CANCEL"));
        Event {
            start: start.when,
            end: occurrence.end,
            timezone: start.zone.as_ref().and_then(|zone| zone.name(start.when)).map(str::to_owned),
            place: location.place,
            online: location.online,
            status: match called_off || says(component, "STATUS", "CANCELLED") || says(component, "STATUS", "CANCELED")
            {
                true => EventStatus::Cancelled,
                false => EventStatus::Scheduled,
            },
            cfp: None,
        }
    }

    /// The UID; with the instance (`UID/2026-10-05`, `UID/2026-10-05T07:00:00Z`) where an event has
    /// several.
    fn uid(&self, occurrence: &Occurrence<'_>) -> Option<String> {
        let uid = text::line(&occurrence.event.uid()?, UID_CAP);
        Some(match occurrence.instance {
            None => uid,
            Some(Key::Day(day)) => format!("{uid}/{day}"),
            Some(Key::Instant(instant)) => format!("{uid}/{instant}"),
        })
    }

    /// The address of an event: its URL, else the first in its description, else in its location.
    fn address_of(&self, component: &Component<'_>) -> Option<String> {
        let own = component.first("URL").and_then(|url| self.absolute(&values::text(url.value)));
        own.or_else(|| Description::of_event(component)?.address())
            .or_else(|| first_address(&component.text("LOCATION")))
    }

    fn absolute(&self, address: &str) -> Option<String> {
        let address = address.trim();
        if Link::parse(address).is_some() {
            return Some(address.to_owned());
        }
        // Not "TBA" or "see website", which would join as well.
        let joined = self.base.filter(|_| address.starts_with('/'))?.join(address).ok()?;
        Link::parse(joined.as_str()).map(|_| joined.into())
    }

    /// The whole calendar as one item, from the earliest start to the latest end of what is not
    /// cancelled; none where nothing is.
    pub fn collapsed(&self, occurrences: &[Occurrence<'_>], notes: &mut Notes) -> Option<Item> {
        let events: Vec<Event> = occurrences.iter().map(|occurrence| self.event(occurrence)).collect();
        let all_cancelled = events.iter().all(|event| event.status == EventStatus::Cancelled);
        let counted = events.iter().filter(|event| all_cancelled || event.status != EventStatus::Cancelled);
        let first = counted.clone().min_by_key(|event| event.start)?;
        let end = counted.clone().map(|event| event.end.unwrap_or(event.start)).max();
        let event = Event {
            end: end.filter(|&end| end != first.start || first.end.is_some()),
            timezone: common(counted.clone().map(|event| &event.timezone)),
            place: common(counted.clone().map(|event| &event.place)),
            online: common(counted.map(|event| &event.online)),
            ..first.clone()
        };
        let named = |names: [&str; 2]| {
            let texts = self.document.calendars.iter().flat_map(|calendar| names.map(|name| calendar.text(name)));
            texts.map(|text| text.into_owned()).find(|text| !text.trim().is_empty())
        };
        let title = named(["NAME", "X-WR-CALNAME"]).unwrap_or_else(|| {
            notes.nameless = true;
            self.source.to_owned()
        });
        let mut item = Item::new(Details::Event(event), text::title(&title), self.source, self.today);
        let own = named(["URL", "X-ORIGINAL-URL"]).and_then(|address| self.absolute(&address));
        if let Some(address) = own.or_else(|| self.home.map(|home| home.to_string())) {
            item.linked(&address);
        }
        item.uid = named(["UID", "X-WR-RELCALID"]).and_then(|uid| text::name(&uid));
        item.summary =
            named(["DESCRIPTION", "X-WR-CALDESC"]).and_then(|text| text::summary(&Description::of_text(&text).text()));
        Some(item)
    }
}

/// The value that all share.
fn common<'v, T: Clone + PartialEq + 'v>(mut values: impl Iterator<Item = &'v Option<T>>) -> Option<T> {
    let first = values.next()?;
    first.clone().filter(|_| values.all(|value| value == first))
}

/// Whether a property has this value, without regard to case.
fn says(component: &Component<'_>, name: &str, value: &str) -> bool {
    component.first(name).is_some_and(|property| property.value.trim().eq_ignore_ascii_case(value))
}

fn title_of(component: &Component<'_>) -> Option<String> {
    Some(text::title(&component.text("SUMMARY"))).filter(|title| !title.is_empty())
}

fn updated(component: &Component<'_>) -> Option<When> {
    let stamp = values::Stamp::parse(component.first("LAST-MODIFIED")?.value)?;
    match stamp {
        values::Stamp::Day(day) => Some(When::Day(day)),
        // RFC 5545 allows nothing but UTC here.
        stamp => stamp.as_utc().map(When::utc),
    }
}

/// Where an event is, as far as its LOCATION and its conference links tell.
struct Location {
    place: Option<Place>,
    online: Option<bool>,
}

fn location(component: &Component<'_>) -> Location {
    let text = component.text("LOCATION");
    let lines: Vec<&str> =
        text.lines().map(|line| line.trim().trim_end_matches(',')).filter(|line| !line.is_empty()).collect();
    let venue = text::name(&lines.join(", "));
    let is_address = |venue: &str| Link::parse(venue).is_some();
    let is_online = |venue: &str| {
        ["online", "virtual", "online event", "virtual event"].iter().any(|word| venue.eq_ignore_ascii_case(word))
    };
    let conference = ["CONFERENCE", "X-GOOGLE-CONFERENCE"].iter().any(|name| component.first(name).is_some());
    match venue {
        Some(venue) if is_address(&venue) || is_online(&venue) => Location { place: None, online: Some(true) },
        venue => Location { place: venue.map(|venue| place(&venue)), online: conference.then_some(true) },
    }
}

/// The place that a text tells: with city and country where its end is a country beyond doubt and what
/// stands before it no postal code or house number, else all of it as the venue.
fn place(written: &str) -> Place {
    let is_plain = |city: &Option<String>| city.as_ref().is_some_and(|city| !city.contains(|c: char| c.is_numeric()));
    let read = Place::from_text(written).filter(|read| read.country.is_some() && is_plain(&read.city));
    read.unwrap_or_else(|| Place { venue: text::name(written), ..Place::default() })
}

/// The name of the organizer. An address is not shown to readers.
fn organizer(property: &Property<'_>) -> Option<String> {
    text::name(&property.parameter("CN")?).filter(|name| !name.contains('@'))
}

fn tags(component: &Component<'_>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let tags = component.all("CATEGORIES").flat_map(|tags| values::list(tags.value)).filter_map(|tag| text::name(&tag));
    tags.filter(|tag| seen.insert(tag.clone())).take(TAGS_CAP).collect()
}

fn image(component: &Component<'_>) -> Option<String> {
    let is_image = |property: &&Property<'_>| {
        property.parameter("FMTTYPE").is_some_and(|format| format.to_ascii_lowercase().starts_with("image/"))
    };
    let property = component.first("IMAGE").or_else(|| component.all("ATTACH").find(is_image))?;
    Link::parse(property.value.trim()).map(|link| link.to_string())
}
