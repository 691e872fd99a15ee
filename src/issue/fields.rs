//! What an entry template may see of an item: every field of the contract, and what is made of them.

use std::sync::Arc;

use minijinja::value::{Enumerator, Object, Value};

use super::phrases;
use crate::markdown::write::link_target;
use crate::model::dates::When;
use crate::model::item::{Cfp, Details, Event, Item, Job, Workplace};
use crate::model::link::{Link, may_be_linked};
use crate::model::place::{self, Location, Place};

/// Something that an item does not have: empty as text, false as a condition, and so are its parts.
#[derive(Debug)]
struct Absent;

impl Object for Absent {
    fn get_value_by_str(self: &Arc<Self>, _key: &str) -> Option<Value> {
        Some(Value::from(""))
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Empty
    }

    fn render(self: &Arc<Self>, _out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        Ok(())
    }
}

/// Names and values, in the order of the documentation. Missing values are empty.
pub(super) fn of(item: &Item, label: Option<&str>, language: &str) -> Vec<(&'static str, Value)> {
    let link = item.url.as_ref();
    let mut fields = vec![
        ("type", Value::from(item.item_type().as_str())),
        ("title", Value::from(item.title.clone())),
        ("url", optional_target(link.map(Link::as_str))),
        ("original_url", target(&item.original_url)),
        ("uid", optional(item.uid.as_deref())),
        ("source", Value::from(item.source.clone())),
        ("published", day(item.published)),
        ("updated", day(item.updated)),
        (
            "published_from",
            optional(
                item.published_from
                    .and_then(|from| serde_json::to_value(from).ok())
                    .as_ref()
                    .and_then(|value| value.as_str()),
            ),
        ),
        ("first_seen", Value::from(item.first_seen.to_string())),
        ("summary", optional(item.summary.as_deref())),
        ("authors", item.authors.iter().cloned().collect()),
        ("tags", item.tags.iter().cloned().collect()),
        ("language", optional(item.language.as_deref())),
        ("image", optional_target(item.image.as_deref())),
        ("by", optional(item.by.as_deref())),
        ("host", Value::from(link.map(|link| link.host()).unwrap_or_default())),
        ("label", Value::from(label.map(|tag| format!("[{}] ", phrases::label(tag))).unwrap_or_default())),
        ("link_text", Value::from(link.map(phrases::link_text).unwrap_or_default())),
    ];
    match &item.details {
        Details::Job(job) => fields.extend(of_job(job)),
        Details::Event(event) => fields.extend(of_event(event, language)),
        Details::Article {} => {}
    }
    fields
}

fn of_job(job: &Job) -> Vec<(&'static str, Value)> {
    let text = job.locations.iter().map(|location| location.text.as_str()).collect::<Vec<_>>().join("; ");
    vec![
        ("organisation", optional(job.organisation.as_deref())),
        ("locations", job.locations.iter().map(location).collect()),
        ("location", Value::from(text)),
        ("workplace", Value::from(workplace(job.workplace))),
        ("closes", optional(job.closes.map(|day| day.to_string()).as_deref())),
        ("expires", optional(job.expires.map(|day| day.to_string()).as_deref())),
        ("flag", Value::from(flags(job))),
    ]
}

fn of_event(event: &Event, language: &str) -> Vec<(&'static str, Value)> {
    let end = event.last_day();
    vec![
        ("start", Value::from(event.start.to_string())),
        ("end", optional(event.end.map(|end| end.to_string()).as_deref())),
        ("timezone", optional(event.timezone.as_deref())),
        ("place", event.place.as_ref().map_or_else(absent, place_fields)),
        ("location", Value::from(event.place.as_ref().map(in_words).unwrap_or_default())),
        ("online", event.online.map_or_else(absent, Value::from)),
        ("status", Value::from(phrases::status(event.status))),
        ("cfp", event.cfp.as_ref().map_or_else(absent, cfp_fields)),
        ("cfp_note", Value::from(event.cfp.as_ref().map(|cfp| phrases::cfp_note(cfp, language)).unwrap_or_default())),
        ("dates", Value::from(phrases::dates(event.start.day(), end.max(event.start.day()), language))),
        (
            "flag",
            Value::from(
                event
                    .place
                    .as_ref()
                    .and_then(|place| place.country.as_deref())
                    .and_then(place::country_code)
                    .map(place::flag)
                    .unwrap_or_default(),
            ),
        ),
    ]
}

fn absent() -> Value {
    Value::from_object(Absent)
}

fn optional(text: Option<&str>) -> Value {
    Value::from(text.unwrap_or_default())
}

/// The target of a link, ready to stand in Markdown; empty where an address is none to link to.
fn target(address: &str) -> Value {
    Value::from_safe_string(if may_be_linked(address) { link_target(address) } else { String::new() })
}

fn optional_target(address: Option<&str>) -> Value {
    target(address.unwrap_or_default())
}

fn day(when: Option<When>) -> Value {
    optional(when.map(|when| when.to_string()).as_deref())
}

fn workplace(workplace: Workplace) -> &'static str {
    match workplace {
        Workplace::Remote => "remote",
        Workplace::Hybrid => "hybrid",
        Workplace::Onsite => "onsite",
        Workplace::Unknown => "",
    }
}

fn location(location: &Location) -> Value {
    let part = |name, text: Option<&str>| (name, optional(text));
    Value::from_pairs([
        part("text", Some(&location.text)),
        part("city", location.city.as_deref()),
        part("region", location.region.as_deref()),
        part("country", location.country.as_deref()),
    ])
}

fn place_fields(place: &Place) -> Value {
    Value::from_pairs([
        ("venue", optional(place.venue.as_deref())),
        ("city", optional(place.city.as_deref())),
        ("country", optional(place.country.as_deref())),
    ])
}

fn in_words(place: &Place) -> String {
    [&place.city, &place.country].into_iter().flatten().cloned().collect::<Vec<_>>().join(", ")
}

fn cfp_fields(cfp: &Cfp) -> Value {
    let date = |date: Option<jiff::civil::Date>| optional(date.map(|date| date.to_string()).as_deref());
    Value::from_pairs([
        ("status", Value::from(phrases::cfp_status(cfp.status))),
        ("opens", date(cfp.opens)),
        ("closes", date(cfp.closes)),
        ("url", optional_target(cfp.url.as_deref())),
    ])
}

/// 🌐 for remote work, else the flags of the countries (up to three), else nothing.
fn flags(job: &Job) -> String {
    if job.workplace == Workplace::Remote {
        return "🌐".into();
    }
    let mut flags: Vec<String> = Vec::new();
    for country in job.locations.iter().filter_map(|location| location.country.as_deref()) {
        let flag = place::flag(country);
        if !flags.contains(&flag) {
            flags.push(flag);
        }
    }
    if flags.len() > 3 { "🌐".into() } else { flags.concat() }
}
