//! From the members of a list to items: what the settings' fields say, and nothing more.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::Value;
use url::Url;

use super::super::page::dates::{self, Year};
use super::super::page::draft::{located, workplace};
use super::{Field, Json};
use crate::collect::stated_date::{StatedDate, end_after};
use crate::collect::{Context, Warning, document, html, schema_org};
use crate::model::dates::When;
use crate::model::dates::prose::Reading;
use crate::model::item::{Cfp, DateOrigin, Details, Event, Item, ItemType, Job};
use crate::model::link::LINK_CAP;
use crate::model::place::{self, Location, Place};
use crate::model::text;

/// Makes items of one answer, and counts what it had to overlook.
pub struct Drafter<'a> {
    settings: &'a Json,
    base: Option<&'a Url>,
    context: &'a Context,
    overlooked: BTreeMap<String, (usize, String)>,
}

impl<'a> Drafter<'a> {
    /// Prepares for an answer; `base` is what its relative links are relative to.
    pub fn new(settings: &'a Json, base: Option<&'a Url>, context: &'a Context) -> Drafter<'a> {
        Drafter { settings, base, context, overlooked: BTreeMap::new() }
    }

    /// The item of a member; none without a title, and no event without a start.
    pub fn item(&mut self, member: &Value) -> Option<Item> {
        let settings = self.settings;
        let title = line(&settings.title, member).map(|title| text::title(&title)).unwrap_or_default();
        if title.is_empty() {
            self.overlook("without `title`: left out", &member.to_string());
            return None;
        }
        let details = match settings.item_type.or(self.context.takes).unwrap_or(ItemType::Article) {
            ItemType::Article => Details::Article {},
            ItemType::Job => Details::Job(self.job(member)),
            ItemType::Event => Details::Event(self.event(member, &title)?),
        };
        let mut item = Item::new(details, title, &self.context.source, self.context.today);
        self.link(&mut item, member);
        if let Some(when) = self.date("date", &settings.date, member, Year::Past, None) {
            item.dated(when, DateOrigin::Feed);
        }
        item.updated = self.date("updated", &settings.updated, member, Year::Past, None);
        item.summary = raw(&settings.summary, member).and_then(|summary| text::summary(&prose(&summary)));
        item.authors = names(&settings.authors, member);
        item.tags = names(&settings.topics, member);
        item.image = self.address(&settings.image, member);
        item.uid = name(&settings.uid, member);
        Some(item)
    }

    /// What was overlooked, counted, with the first of each.
    pub fn warnings(self) -> impl Iterator<Item = Warning> {
        self.overlooked.into_iter().map(|(what, (count, first))| {
            let items = if count == 1 { "1 item".to_owned() } else { format!("{count} items") };
            Warning(format!("{items} {what} (“{first}”)"))
        })
    }

    fn overlook(&mut self, what: &str, example: &str) {
        let first = || (0, text::line(example, 60));
        self.overlooked.entry(what.to_owned()).or_insert_with(first).0 += 1;
    }

    /// Sets the link. What is no http(s) address is kept as the original only.
    fn link(&mut self, item: &mut Item, member: &Value) {
        let Some(href) = raw(&self.settings.link, member) else { return };
        let absolute = document::resolve(self.base, &href).map(String::from);
        item.linked(&absolute.unwrap_or_else(|| text::line(&href, LINK_CAP)));
        if item.url.is_none() {
            self.overlook("with a link that is no http(s) address", &href);
        }
    }

    fn address(&self, field: &Option<Field>, member: &Value) -> Option<String> {
        let url = document::resolve(self.base, &raw(field, member)?)?;
        Some(String::from(url)).filter(|url| url.len() <= LINK_CAP)
    }

    fn job(&mut self, member: &Value) -> Job {
        let settings = self.settings;
        let (city, country) = (name(&settings.city, member), name(&settings.country, member));
        let code = country.as_deref().and_then(place::country_code).map(str::to_owned);
        let texts = names(&settings.location, member);
        let said = line(&settings.workplace, member).unwrap_or_else(|| texts.join("\n"));
        let mut locations: Vec<Location> =
            texts.iter().map(|text| located(text, city.as_ref(), code.as_ref())).collect();
        let written: Vec<String> = [city.clone(), country].into_iter().flatten().collect();
        if locations.is_empty() && !written.is_empty() {
            locations.push(Location { text: written.join(", "), city, country: code, ..Location::default() });
        }
        Job {
            organisation: name(&settings.organisation, member),
            locations,
            workplace: workplace(&said),
            closes: self.date("closes", &settings.closes, member, Year::Coming, None).map(When::day),
            expires: None,
        }
    }

    fn event(&mut self, member: &Value, title: &str) -> Option<Event> {
        let settings = self.settings;
        let (timezone, zone) = self.zone(member);
        let Some(start) = self.date("start", &settings.start, member, Year::Coming, zone.as_ref()) else {
            self.overlook("without a `start` that can be read: left out", title);
            return None;
        };
        let end = self.date("end", &settings.end, member, Year::Coming, zone.as_ref());
        let fitting = end_after(start, end);
        if end != fitting {
            self.overlook("with an `end` before their start", title);
        }
        let place = Place {
            venue: name(&settings.location, member),
            city: name(&settings.city, member),
            country: name(&settings.country, member),
        };
        Some(Event {
            end: fitting,
            timezone,
            place: (place != Place::default()).then_some(place),
            online: line(&settings.online, member).as_deref().and_then(switch),
            cfp: self.cfp(member, zone.as_ref()),
            ..Event::starting(start)
        })
    }

    /// The time zone of an event, where its name is one.
    fn zone(&mut self, member: &Value) -> (Option<String>, Option<TimeZone>) {
        let Some(written) = name(&self.settings.timezone, member) else { return (None, None) };
        match TimeZone::get(&written) {
            Ok(zone) => (zone.iana_name().map(str::to_owned), Some(zone)),
            Err(_) => {
                self.overlook("with a `timezone` that is no IANA name", &written);
                (None, None)
            }
        }
    }

    fn cfp(&mut self, member: &Value, zone: Option<&TimeZone>) -> Option<Cfp> {
        let settings = self.settings;
        let opens = self.day("cfp_opens", &settings.cfp_opens, member, zone);
        let closes = self.day("cfp_closes", &settings.cfp_closes, member, zone);
        let url = self.address(&settings.cfp_url, member);
        let known = opens.is_some() || closes.is_some() || url.is_some();
        known.then(|| Cfp::on(self.context.today, opens, closes, url))
    }

    fn day(&mut self, key: &str, field: &Option<Field>, member: &Value, zone: Option<&TimeZone>) -> Option<Date> {
        self.date(key, field, member, Year::Coming, zone).map(When::day)
    }

    /// The first value of a date field that can be read. A time without offset or zone is only certain
    /// in its day.
    fn date(
        &mut self,
        key: &str,
        field: &Option<Field>,
        member: &Value,
        year: Year,
        zone: Option<&TimeZone>,
    ) -> Option<When> {
        let field = field.as_ref()?;
        let texts = field.texts(member);
        let formats = &field.0.format;
        let today = self.context.today;
        let read = |text: &String| {
            let stated = StatedDate::read(text).filter(|_| formats.is_empty());
            let by_people = || dates::read(formats, text, year, today, Reading::default());
            stated.map(|stated| stated.in_zone(zone)).or_else(by_people)
        };
        let when = texts.iter().find_map(read);
        if let (None, Some(first)) = (when, texts.first()) {
            self.overlook(&format!("with a `{key}` that is no date"), first);
        }
        when
    }
}

fn raw(field: &Option<Field>, member: &Value) -> Option<String> {
    field.as_ref().and_then(|field| field.raw(member).into_iter().next())
}

fn line(field: &Option<Field>, member: &Value) -> Option<String> {
    field.as_ref().and_then(|field| field.texts(member).into_iter().next())
}

fn name(field: &Option<Field>, member: &Value) -> Option<String> {
    line(field, member).and_then(|value| text::name(&value))
}

fn names(field: &Option<Field>, member: &Value) -> Vec<String> {
    let values = field.as_ref().map(|field| field.texts(member)).unwrap_or_default();
    schema_org::distinct(values.iter().map(String::as_str))
}

/// The text of a description: HTML, or HTML whose tags are written as entities (`&lt;p&gt;`).
fn prose(written: &str) -> String {
    let is_escaped = !written.contains('<') && (written.contains("&lt;p") || written.contains("&lt;/"));
    let html = if is_escaped { html::to_text(written) } else { written.to_owned() };
    html::to_prose(&html)
}

fn switch(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "true" | "yes" | "1" | "online" | "virtual" | "hybrid" => Some(true),
        "false" | "no" | "0" | "in-person" | "in_person" | "onsite" => Some(false),
        _ => None,
    }
}
