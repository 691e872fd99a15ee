//! The `bevy` kind: events of a community that runs on Bevy (community.linuxfoundation.org).
//!
//! Format: `GET {site}/api/event_slim/for_chapter/{id}/` for the events of a chapter, `GET
//! {site}/api/search/event?q=` for a search; both `{ "results": […] }`. Undocumented: names of fields
//! come from a public client and from one real event; the parameters of lists from the client alone.
//! Unverified: what a chapter gives beyond 50 events (an address under `next` is followed, anything
//! else is told). Nothing here speaks of calls for papers.

use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use super::settings::{HttpUrl, OneOrMany, http_address, one_or_many, says};
use crate::collect::stated_date::{StatedDate, end_after};
use crate::collect::{Collector, Context, Documented, Page, ParseError, Warning, document, html, json};
use crate::model::dates::When;
use crate::model::exchange::{About, Ask, HttpRequest, Request, Response};
use crate::model::item::{Details, Event, EventStatus, Item};
use crate::model::link::Link;
use crate::model::place::{Place, country_code};
use crate::model::text;

const EXPECTED: &str = "a table with `results` (JSON)";
const PER_PAGE: &str = "50";
/// Most pages of one list.
const PAGE_CAP: u32 = 10;
/// The fields that are asked for.
const FIELDS: &str = "id,title,start_date,start_date_iso,end_date,end_date_iso,audience_type,status,url,\
                      description_short,venue_name,venue_city,hide_location,cropped_banner_url,chapter";

/// Settings of a `bevy` source.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Bevy {
    /// The site, for example `https://community.linuxfoundation.org/`.
    pub url: HttpUrl,
    /// The chapters whose events are wanted (their numbers).
    #[serde(default)]
    pub chapters: Vec<u64>,
    /// Instead of chapters: events with these words, or several such searches.
    #[serde(default, deserialize_with = "one_or_many")]
    #[schemars(with = "Option<OneOrMany<String>>")]
    pub search: Vec<String>,
    /// True for events that are over.
    #[serde(default)]
    pub past: bool,
}

impl Documented for Bevy {
    const VERIFIED: &'static str = "Source of a public client; one captured event";
    const CANNOT: &'static str = "No calls for papers; chapters only by their numbers. Undocumented: may change";
}

impl Collector for Bevy {
    fn problems(&self) -> Vec<(&'static str, String)> {
        match (self.chapters.is_empty(), self.search.is_empty()) {
            (true, true) => vec![("chapters", "give `chapters` (their numbers) or `search`".to_owned())],
            (false, false) => vec![("search", "give `chapters` or `search`, not both".to_owned())],
            (true, false) if self.past => vec![("past", "`past` is for chapters".to_owned())],
            _ => Vec::new(),
        }
    }

    fn start(&self, _context: &Context) -> Vec<Ask> {
        self.urls().into_iter().map(|url| Ask::start(Request::Http(HttpRequest::get(url)))).collect()
    }

    fn parse(&self, response: &Response, context: &Context) -> Result<Page, ParseError> {
        let answer = json::read(response, EXPECTED)?;
        let events = answer
            .get("results")
            .and_then(Value::as_array)
            .ok_or_else(|| ParseError::NotExpected { expected: EXPECTED, found: json::instead_of_array(&answer) })?;
        let mut page = Page::default();
        for event in events {
            match self.item(event, context) {
                Ok(item) => page.items.push(item),
                Err(reason) => page.warnings.push(Warning(reason)),
            }
        }
        if events.is_empty() {
            page.warnings.push(Warning(format!("{} gave no events", self.what())));
        }
        self.turn(&answer, events.len(), response, &mut page);
        Ok(page)
    }

    fn address(&self) -> Option<Url> {
        Some(self.url.0.clone())
    }

    /// The address of an event has the names of its chapter and its title in it, not the chapter's number.
    fn is_own(&self, link: &Link) -> Option<bool> {
        let url = link.to_url()?;
        let event = url.path().strip_prefix("/events/details/").filter(|_| url.host() == self.url.0.host());
        Some(event.is_some_and(|words| self.search.iter().any(|search| says(search, words))))
    }
}

impl Bevy {
    fn what(&self) -> &'static str {
        if self.chapters.is_empty() { "the search" } else { "a chapter" }
    }

    fn urls(&self) -> Vec<Url> {
        let site = self.url.0.as_str().trim_end_matches('/');
        let mut urls = Vec::new();
        for search in &self.search {
            urls.extend(Url::parse_with_params(&format!("{site}/api/search/event"), [("q", search)]));
        }
        let status = if self.past { "Completed" } else { "Live" };
        for chapter in &self.chapters {
            let query = [("status", status), ("page_size", PER_PAGE), ("order", "start_date"), ("fields", FIELDS)];
            urls.extend(Url::parse_with_params(&format!("{site}/api/event_slim/for_chapter/{chapter}/"), query));
        }
        urls
    }

    /// Follows an address of the same site; where there is more and no address, says so.
    fn turn(&self, answer: &Value, events: usize, response: &Response, page: &mut Page) {
        let number = if let About::NextPage(number) = response.ask.about { number } else { 0 };
        let next = json::text(answer, "next").or_else(|| json::text(answer.get("links")?, "next"));
        let next = next.and_then(|next| document::resolve(Some(&self.url.0), next));
        let next = next.filter(|next| next.host() == self.url.0.host() && response.url.as_ref() != Some(next));
        match next {
            Some(url) if number + 1 < PAGE_CAP => {
                let about = About::NextPage(number + 1);
                page.next.push(Ask { request: Request::Http(HttpRequest::get(url)), about });
            }
            Some(_) => page.warnings.push(Warning(format!("stopped after {PAGE_CAP} pages of the list"))),
            None => {
                let count = answer.get("count").and_then(Value::as_u64).filter(|_| number == 0);
                let missed = count.filter(|count| *count > events as u64);
                page.warnings
                    .extend(missed.map(|count| Warning(format!("{} has {count} events, {events} came", self.what()))));
            }
        }
    }

    /// One event, or what it lacks.
    fn item(&self, event: &Value, context: &Context) -> Result<Item, String> {
        let title = json::text(event, "title").map(|title| text::title(&html::to_text(title))).unwrap_or_default();
        if title.is_empty() {
            return Err("an event without a title was left out".into());
        }
        let chapter = event.get("chapter").unwrap_or(&Value::Null);
        let zone = json::text(chapter, "timezone").and_then(|name| TimeZone::get(name).ok());
        let moment = |name: &str| moment(event, name, zone.as_ref());
        let start = moment("start_date").ok_or_else(|| format!("“{title}” has no start and was left out"))?;
        let details = Event {
            end: end_after(start, moment("end_date")),
            timezone: zone.as_ref().and_then(TimeZone::iana_name).map(str::to_owned),
            place: place(event, chapter),
            online: online(event),
            status: match json::text(event, "status") {
                Some("Canceled" | "Cancelled") => EventStatus::Cancelled,
                _ => EventStatus::Scheduled,
            },
            ..Event::starting(start)
        };
        let mut item = Item::new(Details::Event(details), title, &context.source, context.today);
        let href = json::text(event, "url").unwrap_or_default();
        let absolute = document::resolve(Some(&self.url.0), href).map(String::from);
        item.linked(&absolute.unwrap_or_else(|| href.to_owned()));
        item.uid = event.get("id").and_then(Value::as_u64).map(|id| id.to_string());
        item.summary = json::text(event, "description_short").and_then(|short| text::summary(&html::to_prose(short)));
        item.tags = json::text(chapter, "title").and_then(text::name).into_iter().collect();
        item.image = json::text(event, "cropped_banner_url").and_then(http_address);
        Ok(item)
    }
}

/// `start_date_iso` where it is given, else `start_date`: the same moment with the offset of the place.
fn moment(event: &Value, name: &str, zone: Option<&TimeZone>) -> Option<When> {
    let written = json::text(event, &format!("{name}_iso")).or_else(|| json::text(event, name))?;
    let stated = StatedDate::read(written)?;
    Some(match (stated, zone) {
        // An offset that is written is the place's own.
        (StatedDate::Known(When::Moment { offset, .. }), _) if !offset.is_zero() => stated.certain(),
        (stated, zone) => stated.in_zone(zone),
    })
}

fn online(event: &Value) -> Option<bool> {
    match json::text(event, "audience_type")? {
        "IN_PERSON" => Some(false),
        "VIRTUAL" | "HYBRID" => Some(true),
        _ => None,
    }
}

/// Where it is: the venue's city, else that of the chapter. None where it is hidden, or nowhere.
fn place(event: &Value, chapter: &Value) -> Option<Place> {
    let is_hidden = event.get("hide_location").and_then(Value::as_bool) == Some(true);
    let audience = json::text(event, "audience_type");
    if is_hidden || audience == Some("VIRTUAL") {
        return None;
    }
    let name = |value: &Value, field: &str| json::text(value, field).and_then(text::name);
    let is_there = audience.is_some();
    let city = name(event, "venue_city").or_else(|| name(chapter, "city").filter(|_| is_there))?;
    let country =
        name(chapter, "country_name").or_else(|| name(chapter, "country")).or_else(|| searched_country(event));
    Some(Place { venue: name(event, "venue_name"), city: Some(city), country })
}

/// Searches give the place of the chapter as `Berlin (DE)`.
fn searched_country(event: &Value) -> Option<String> {
    let written = json::text(event, "chapter_location")?;
    let code = written.rsplit_once('(')?.1.strip_suffix(')')?;
    country_code(code).map(str::to_owned)
}
