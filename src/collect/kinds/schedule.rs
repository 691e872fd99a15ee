//! The `schedule` kind: conferences by the schedules that they publish (Pentabarf, frab, pretalx; FOSDEM).
//!
//! Format: `<schedule><conference>…</conference><day><room><event>…`, read from twenty years of FOSDEM
//! and from the source of pretalx. The last day of a conference is inclusive. Only with `talks` is
//! anything read behind `</conference>`: files have megabytes. A file that breaks
//! off gives what stands before. Where proposals go, and until when, is not
//! in the format.

mod reader;

use std::path::PathBuf;

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Span, ToSpan};
use schemars::JsonSchema;
use serde::Deserialize;
use url::Url;

use super::settings::{HttpUrl, Place as Source};
use crate::collect::stated_date::{StatedDate, end_after};
use crate::collect::{Collector, Context, Page, ParseError, Warning, charset, html};
use crate::model::dates::When;
use crate::model::exchange::{Ask, HttpRequest, Response};
use crate::model::item::{Details, Event, Item};
use crate::model::place::Place;
use crate::model::{text, words};
use reader::{Fields, Schedule};

/// Settings of a `schedule` source.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScheduleXml {
    /// The address of the schedule's XML.
    pub url: Option<HttpUrl>,
    /// A local file instead of `url`.
    pub path: Option<PathBuf>,
    /// The address of the conference for readers, where the schedule does not give one.
    pub link: Option<HttpUrl>,
    /// Instead of the conference its talks that have any of these words in title, track or abstract.
    #[serde(default)]
    pub talks: Vec<String>,
}

impl Collector for ScheduleXml {
    fn problems(&self) -> Vec<(&'static str, String)> {
        let mut problems = Source { url: self.url.as_ref(), path: self.path.as_ref() }.problems();
        if self.talks.iter().any(|word| word.trim().is_empty()) {
            problems.push(("talks", "a word of `talks` is empty".to_owned()));
        }
        problems
    }

    fn start(&self, _context: &Context) -> Vec<Ask> {
        Source { url: self.url.as_ref(), path: self.path.as_ref() }.ask(HttpRequest::get)
    }

    fn parse(&self, response: &Response, context: &Context) -> Result<Page, ParseError> {
        let schedule = Schedule::read(&charset::decode(response).text, !self.talks.is_empty())?;
        let conference = Conference::of(&schedule.conference, self.link.as_ref());
        let mut page = Page::default();
        if self.talks.is_empty() {
            match conference.item(context) {
                Ok(item) if item.url.is_none() => {
                    page.warnings.push(Warning("the schedule does not say its address: set `link`".into()));
                    page.items.push(item);
                }
                Ok(item) => page.items.push(item),
                Err(reason) => page.warnings.push(Warning(reason)),
            }
            return Ok(page);
        }
        let mut left_out = 0;
        for (day, talk) in schedule.talks.iter().filter(|(_, talk)| self.is_wanted(talk)) {
            match conference.talk(day.as_deref(), talk, context) {
                Some(item) => page.items.push(item),
                None => left_out += 1,
            }
        }
        page.warnings.extend(self.doubts(&schedule, &page, left_out));
        Ok(page)
    }

    fn address(&self) -> Option<Url> {
        self.url.as_ref().map(|url| url.0.clone())
    }
}

impl ScheduleXml {
    fn is_wanted(&self, talk: &Fields) -> bool {
        let names = ["title", "subtitle", "track", "abstract"];
        let all: Vec<&str> = names.iter().filter_map(|name| talk.get(name)).collect();
        let text = words::fold(&all.join("\n"));
        self.talks.iter().any(|word| words::contains(&text, word))
    }

    fn doubts(&self, schedule: &Schedule, page: &Page, left_out: usize) -> Vec<Warning> {
        let unlinked = page.items.iter().filter(|item| item.url.is_none()).count();
        let doubts = [
            (schedule.talks.is_empty(), "the schedule has no talks yet".to_owned()),
            (left_out > 0, format!("talks left out because they have no title or no day: {left_out}")),
            (unlinked > 0, format!("talks without an address in the schedule: {unlinked}")),
            (schedule.is_capped, format!("only the first {} talks were read", reader::TALK_CAP)),
        ];
        doubts.into_iter().filter(|(is, _)| *is).map(|(_, text)| Warning(text)).collect()
    }
}

/// What a schedule says of its conference.
struct Conference<'a> {
    fields: &'a Fields,
    link: Option<String>,
    timezone: Option<TimeZone>,
}

impl<'a> Conference<'a> {
    fn of(fields: &'a Fields, link: Option<&HttpUrl>) -> Conference<'a> {
        let link = link.map(|link| link.0.to_string());
        Conference {
            fields,
            link: link.or_else(|| fields.get("base_url").map(str::to_owned)),
            timezone: fields.get("time_zone_name").and_then(|name| TimeZone::get(name).ok()),
        }
    }

    /// The conference as one event, its days inclusive, or what it lacks.
    fn item(&self, context: &Context) -> Result<Item, String> {
        let title = self.fields.get("title").map(text::title).unwrap_or_default();
        if title.is_empty() {
            return Err("the schedule does not say what its conference is called".into());
        }
        // Some write times of day here; of a conference of days they say nothing.
        let day = |name: &str| {
            let stated = self.fields.get(name).and_then(StatedDate::read)?;
            Some(When::Day(stated.in_zone(self.timezone.as_ref()).day()))
        };
        let start = day("start").ok_or_else(|| format!("“{title}” has no first day yet"))?;
        let event = Event {
            end: end_after(start, day("end")),
            timezone: self.zone_name(),
            place: self.place(None),
            ..Event::starting(start)
        };
        let mut item = Item::new(Details::Event(event), title, &context.source, context.today);
        item.linked(self.link.as_deref().unwrap_or_default());
        item.uid = self.fields.get("acronym").and_then(text::name);
        item.summary = self.fields.get("subtitle").and_then(text::summary);
        Ok(item)
    }

    /// A talk; none without a title or a day.
    fn talk(&self, day: Option<&str>, talk: &Fields, context: &Context) -> Option<Item> {
        let title = talk.get("title").map(text::title).filter(|title| !title.is_empty())?;
        let start = self.start(day, talk)?;
        let event = Event {
            end: self.end(start, talk),
            timezone: self.zone_name(),
            place: self.place(talk.get("room")),
            ..Event::starting(start)
        };
        let mut item = Item::new(Details::Event(event), title, &context.source, context.today);
        item.linked(talk.get("url").unwrap_or_default());
        item.uid = talk.get("guid").or_else(|| talk.get("slug")).or_else(|| talk.get("id")).and_then(text::name);
        let about = talk.get("abstract").map(html::to_prose).filter(|about| !about.is_empty());
        item.summary = about.or_else(|| talk.get("subtitle").map(str::to_owned)).and_then(|text| text::summary(&text));
        item.authors = talk.persons.iter().filter_map(|person| text::name(person)).collect();
        item.tags = talk.get("track").and_then(text::name).into_iter().collect();
        item.language = talk.get("language").filter(|tag| tag.len() == 2).map(str::to_lowercase);
        Some(item)
    }

    /// `<date>` is a moment; older files have the day of the room and a time of day, which is only
    /// certain where the zone is known.
    fn start(&self, day: Option<&str>, talk: &Fields) -> Option<When> {
        if let Some(stated) = talk.get("date").and_then(StatedDate::read) {
            return Some(stated.in_zone(self.timezone.as_ref()));
        }
        let day: Date = day?.parse().ok()?;
        let Some(time) = talk.get("start").and_then(time_of_day) else { return Some(When::Day(day)) };
        // A conference's day begins when the party of the day before is over.
        let is_next = self.fields.get("day_change").and_then(time_of_day).is_some_and(|change| time < change);
        let day = if is_next { day.tomorrow().ok()? } else { day };
        Some(StatedDate::Floating(day.to_datetime(time)).in_zone(self.timezone.as_ref()))
    }

    fn end(&self, start: When, talk: &Fields) -> Option<When> {
        let duration = duration(talk.get("duration")?)?;
        let ends = start.timestamp()?.checked_add(duration).ok()?;
        match (&self.timezone, start) {
            (Some(zone), _) => Some(When::in_zone(ends, zone)),
            (None, When::Moment { offset, .. }) => Some(When::Moment { local: offset.to_datetime(ends), offset }),
            (None, When::Day(_)) => None,
        }
    }

    fn zone_name(&self) -> Option<String> {
        self.timezone.as_ref().and_then(TimeZone::iana_name).map(str::to_owned)
    }

    fn place(&self, room: Option<&str>) -> Option<Place> {
        let venue: Vec<&str> = [room, self.fields.get("venue")].into_iter().flatten().collect();
        let city = self.fields.get("city").and_then(text::name);
        let place = Place { venue: text::name(&venue.join(", ")), city, country: None };
        Some(place).filter(|place| *place != Place::default())
    }
}

/// `09:30` or `09:30:00`.
fn time_of_day(text: &str) -> Option<Time> {
    let mut parts = text.split(':').map(str::parse::<i8>);
    Time::new(parts.next()?.ok()?, parts.next()?.ok()?, 0, 0).ok()
}

/// Hours and minutes: `00:50`.
fn duration(text: &str) -> Option<Span> {
    let mut parts = text.split(':').map(str::parse::<u8>);
    let (hours, minutes) = (parts.next()?.ok()?, parts.next()?.ok()?);
    Some(i64::from(hours).hours().minutes(i64::from(minutes)))
}
