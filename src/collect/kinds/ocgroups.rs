//! The `ocgroups` kind: events of the communities on an Open Community Groups site (ocgroups.dev).
//!
//! Format: `GET {site}/explore/events/search`, the public search of the site's software (Apache-2.0;
//! its source was read, a live answer was not): `{ "events": […], "total": n }`, times in seconds since
//! 1970 with an IANA zone beside them. Lists in the query are written with indices
//! (`community[0]=todo`). The search leaves out what is not published; calls for speakers stand on the
//! pages only. Only named fields are read: never the address or the password of a meeting.

use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use super::settings::{HttpUrl, http_address, parse_http_url};
use crate::collect::stated_date::{StatedDate, end_after};
use crate::collect::{Collector, Context, Documented, Page, ParseError, Warning, html, json};
use crate::model::dates::When;
use crate::model::exchange::{About, Ask, HttpRequest, Request, Response};
use crate::model::item::{Details, Event, EventStatus, Item};
use crate::model::place::Place;
use crate::model::text;

const EXPECTED: &str = "a table with `events` (JSON)";
const SITE: &str = "https://ocgroups.dev/";
/// The most that the site gives at once.
const PER_PAGE: usize = 100;
/// Most pages of the list.
const PAGE_CAP: u32 = 20;

/// Settings of an `ocgroups` source.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OcGroups {
    /// The site, where it is not ocgroups.dev.
    pub url: Option<HttpUrl>,
    /// Only events of these communities (their names in addresses), for example `["todo"]`.
    #[serde(default)]
    pub communities: Vec<String>,
    /// Only events of these groups (their names in addresses).
    #[serde(default)]
    pub groups: Vec<String>,
    /// Only events in these categories.
    #[serde(default)]
    pub categories: Vec<String>,
    /// Only events of these forms: `in-person`, `virtual`, `hybrid`.
    #[serde(default)]
    pub forms: Vec<Form>,
    /// Only events with these words.
    pub search: Option<String>,
}

/// How an event is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// At a place.
    InPerson,
    /// Online.
    Virtual,
    /// Both.
    Hybrid,
}

impl Form {
    const ALL: [(&'static str, Form); 3] =
        [("in-person", Form::InPerson), ("virtual", Form::Virtual), ("hybrid", Form::Hybrid)];

    fn as_str(self) -> &'static str {
        Form::ALL.iter().find(|(_, form)| *form == self).map_or("", |(name, _)| name)
    }

    fn named(word: &str) -> Option<Form> {
        Form::ALL.iter().find(|(name, _)| *name == word).map(|(_, form)| *form)
    }
}

impl Documented for OcGroups {
    const VERIFIED: &'static str = "Source of the site";
    const CANNOT: &'static str =
        "Calls for speakers: they stand on the pages only. Addresses of meetings are never read";
}

impl Collector for OcGroups {
    fn start(&self, _context: &Context) -> Vec<Ask> {
        self.search_url(0).map(|url| Ask::start(Request::Http(HttpRequest::get(url)))).into_iter().collect()
    }

    fn parse(&self, response: &Response, context: &Context) -> Result<Page, ParseError> {
        let answer = json::read(response, EXPECTED)?;
        let events = answer
            .get("events")
            .and_then(Value::as_array)
            .ok_or_else(|| ParseError::NotExpected { expected: EXPECTED, found: json::instead_of_array(&answer) })?;
        let mut page = Page::default();
        for event in events.iter().filter(|event| is_public(event)) {
            match self.item(event, context) {
                Ok(item) => page.items.push(item),
                Err(reason) => page.warnings.push(Warning(reason)),
            }
        }
        let number = if let About::NextPage(number) = response.ask.about { number } else { 0 };
        if events.is_empty() && number == 0 {
            page.warnings.push(Warning("the search found no events".into()));
        }
        self.turn(&answer, events.len(), number, &mut page);
        Ok(page)
    }

    fn address(&self) -> Option<Url> {
        self.site()
    }
}

impl OcGroups {
    fn site(&self) -> Option<Url> {
        match &self.url {
            Some(url) => parse_http_url(&format!("{}/", url.0.as_str().trim_end_matches('/'))).ok(),
            None => Url::parse(SITE).ok(),
        }
    }

    /// The address of a page of the search, counted from 0. Without dates: from today on for a year.
    fn search_url(&self, page: u32) -> Option<Url> {
        let mut url = self.site()?.join("explore/events/search").ok()?;
        let forms: Vec<String> = self.forms.iter().map(|form| form.as_str().to_owned()).collect();
        let lists = [
            ("community", &self.communities),
            ("group", &self.groups),
            ("event_category", &self.categories),
            ("kind", &forms),
        ];
        let mut query = url.query_pairs_mut();
        for (name, values) in lists {
            for (index, value) in values.iter().enumerate() {
                query.append_pair(&format!("{name}[{index}]"), value);
            }
        }
        if let Some(search) = &self.search {
            query.append_pair("ts_query", search);
        }
        query.append_pair("limit", &PER_PAGE.to_string());
        query.append_pair("offset", &(page as usize * PER_PAGE).to_string());
        drop(query);
        Some(url)
    }

    /// Asks for the next page, as long as there is more than was read.
    fn turn(&self, answer: &Value, events: usize, number: u32, page: &mut Page) {
        let read = (number as usize * PER_PAGE + events) as u64;
        let has_more = answer.get("total").and_then(Value::as_u64).is_some_and(|total| total > read);
        if events == 0 || !has_more {
            return;
        }
        if number + 1 >= PAGE_CAP {
            return page.warnings.push(Warning(format!("stopped after {PAGE_CAP} pages of the list")));
        }
        let request = self.search_url(number + 1).map(|url| Request::Http(HttpRequest::get(url)));
        page.next.extend(request.map(|request| Ask { request, about: About::NextPage(number + 1) }));
    }

    /// One event, or what it lacks.
    fn item(&self, event: &Value, context: &Context) -> Result<Item, String> {
        let title = json::text(event, "name").map(|name| text::title(&html::to_text(name))).unwrap_or_default();
        if title.is_empty() {
            return Err("an event without a name was left out".into());
        }
        let timezone = json::text(event, "timezone").and_then(|name| TimeZone::get(name).ok());
        let start = moment(event, "starts_at", timezone.as_ref())
            .ok_or_else(|| format!("“{title}” has no start yet and was left out"))?;
        let form = json::text(event, "kind").and_then(Form::named);
        let details = Event {
            end: end_after(start, moment(event, "ends_at", timezone.as_ref())),
            timezone: timezone.as_ref().and_then(TimeZone::iana_name).map(str::to_owned),
            place: place(event),
            online: form.map(|form| form != Form::InPerson),
            status: if is(event, "canceled") { EventStatus::Cancelled } else { EventStatus::Scheduled },
            ..Event::starting(start)
        };
        let mut item = Item::new(Details::Event(details), title, &context.source, context.today);
        if let Some(url) = self.event_url(event) {
            item.linked(url.as_str());
            item.uid = Some(url.path().trim_start_matches('/').to_owned());
        }
        item.summary = json::text(event, "description_short").and_then(|short| text::summary(&html::to_prose(short)));
        item.tags = json::text(event, "group_name").and_then(text::name).into_iter().collect();
        item.image = json::text(event, "logo_url").and_then(http_address);
        Ok(item)
    }

    /// `{site}/{community}/group/{group}/event/{event}`.
    fn event_url(&self, event: &Value) -> Option<Url> {
        let community = json::text(event, "community_name")?;
        let group = json::text(event, "group_slug_pretty").or_else(|| json::text(event, "group_slug"))?;
        let mut url = self.site()?;
        url.path_segments_mut().ok()?.pop_if_empty().extend([
            community,
            "group",
            group,
            "event",
            json::text(event, "slug")?,
        ]);
        Some(url)
    }
}

/// Neither a test nor a draft.
fn is_public(event: &Value) -> bool {
    !is(event, "test_event") && event.get("published").and_then(Value::as_bool) != Some(false)
}

fn is(event: &Value, name: &str) -> bool {
    event.get(name).and_then(Value::as_bool) == Some(true)
}

/// Seconds since 1970, as the clocks of the event's zone show them.
fn moment(event: &Value, name: &str, zone: Option<&TimeZone>) -> Option<When> {
    let seconds = event.get(name)?.as_i64()?;
    StatedDate::read(&seconds.to_string()).map(|stated| stated.in_zone(zone))
}

fn place(event: &Value) -> Option<Place> {
    let name = |field: &str| json::text(event, field).and_then(text::name);
    let country = name("venue_country_name").or_else(|| name("venue_country_code"));
    let place = Place { venue: name("venue_name"), city: name("venue_city"), country };
    Some(place).filter(|place| *place != Place::default())
}
