//! The `lf_events` kind: events of the Linux Foundation (events.linuxfoundation.org, lfasiallc.com).
//!
//! `GET /wp-json/lfevents/v1/events` answers with every event in one array (since May 2026; the site's
//! theme and plugin are public). Where a site has no such route, the pages of its WordPress carry the
//! same facts in `meta.lfes_…` ([`wordpress`]). Dates are free text in the site's editor: `2026/10/07`
//! is a day, "TBA" is none. Its calls for papers close at the end of a day in Pacific time.

mod wordpress;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use super::settings::{HttpUrl, http_address, parse_http_url};
use crate::collect::{Collector, Context, Documented, Page, ParseError, Warning, html, json, markdown_text};
use crate::model::dates::When;
use crate::model::exchange::{About, Ask, HttpRequest, Request, Response};
use crate::model::item::{Cfp, CfpStatus, Details, Event, Item};
use crate::model::place::Place;
use crate::model::text;

const EXPECTED: &str = "a list of events (JSON)";
const SITE: &str = "https://events.linuxfoundation.org/";

/// Settings of an `lf_events` source.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LfEvents {
    /// The site, where it is not events.linuxfoundation.org.
    pub url: Option<HttpUrl>,
    /// Only events of this category (its slug).
    pub category: Option<String>,
    /// Which events: `upcoming` (the default), `past` or `all`.
    #[serde(default)]
    pub status: Status,
    /// Only events with this text in their title.
    pub search: Option<String>,
    /// `events` (the default), or `wordpress` for a site without the events route.
    #[serde(default)]
    pub api: Api,
}

/// Which events are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Those that are not over.
    #[default]
    Upcoming,
    /// Those that are over.
    Past,
    /// All.
    All,
}

/// The interface that is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Api {
    /// The events route of the site's plugin; its pages where the answer says that there is none.
    #[default]
    Events,
    /// The pages of the site's WordPress.
    Wordpress,
}

impl Documented for LfEvents {
    const VERIFIED: &'static str = "Source of the site’s theme and plugin";
    const CANNOT: &'static str = "Events that are hidden or have no date in the site’s own data";
}

impl Collector for LfEvents {
    fn start(&self, _context: &Context) -> Vec<Ask> {
        let url = match self.api {
            Api::Events => self.events_url(),
            Api::Wordpress => self.pages_url(0),
        };
        url.map(|url| Ask::start(Request::Http(HttpRequest::get(url)))).into_iter().collect()
    }

    fn parse(&self, response: &Response, context: &Context) -> Result<Page, ParseError> {
        if is_pages(response) {
            return self.parse_pages(response, context);
        }
        let answer = json::read(response, EXPECTED)?;
        match answer {
            Value::Array(events) => {
                let mut page = Page::default();
                events.iter().for_each(|event| self.add(facts(event), context, &mut page));
                Ok(page)
            }
            other if json::text(&other, "code").is_some_and(|code| code.starts_with("rest_")) => Ok(self.to_pages()),
            other => Err(ParseError::NotExpected { expected: EXPECTED, found: json::instead_of_array(&other) }),
        }
    }

    fn address(&self) -> Option<Url> {
        self.site()
    }
}

impl LfEvents {
    fn site(&self) -> Option<Url> {
        match &self.url {
            Some(url) => parse_http_url(&format!("{}/", url.0.as_str().trim_end_matches('/'))).ok(),
            None => Url::parse(SITE).ok(),
        }
    }

    fn events_url(&self) -> Option<Url> {
        let mut url = self.site()?.join("wp-json/lfevents/v1/events").ok()?;
        let status = match self.status {
            Status::Upcoming => "upcoming",
            Status::Past => "past",
            Status::All => "all",
        };
        url.query_pairs_mut().append_pair("status", status);
        for (name, value) in [("category", &self.category), ("s", &self.search)] {
            if let Some(value) = value {
                url.query_pairs_mut().append_pair(name, value);
            }
        }
        Some(url)
    }

    /// The site has no events route: its pages are asked instead.
    fn to_pages(&self) -> Page {
        let warning = "the site has no events route, so its pages are read; set `api = \"wordpress\"`";
        Page { warnings: vec![Warning(warning.into())], next: self.next_pages(0), ..Page::default() }
    }

    fn next_pages(&self, page: u32) -> Vec<Ask> {
        let request = self.pages_url(page).map(|url| Request::Http(HttpRequest::get(url)));
        request.map(|request| Ask { request, about: About::NextPage(page) }).into_iter().collect()
    }

    fn add(&self, facts: Facts, context: &Context, page: &mut Page) {
        match facts.into_item(context) {
            Ok(item) if self.is_wanted(&item, context) => page.items.push(item),
            Ok(_) => {}
            Err(reason) => page.warnings.push(Warning(reason)),
        }
    }

    /// The route filters by itself; pages do not.
    fn is_wanted(&self, item: &Item, context: &Context) -> bool {
        let is_over = item.event().is_some_and(|event| event.last_day() < context.today);
        self.api == Api::Events
            || match self.status {
                Status::Upcoming => !is_over,
                Status::Past => is_over,
                Status::All => true,
            }
    }
}

/// Whether an answer is one of WordPress pages.
fn is_pages(response: &Response) -> bool {
    matches!(&response.ask.request, Request::Http(request) if request.url.path().ends_with("/wp/v2/pages"))
}

/// What either interface says of an event.
#[derive(Clone, Debug, Default)]
struct Facts {
    id: Option<String>,
    name: String,
    url: String,
    start: Option<String>,
    end: Option<String>,
    city: Option<String>,
    country: Option<String>,
    is_virtual: Option<bool>,
    has_cfp: Option<bool>,
    cfp_opens: Option<String>,
    cfp_closes: Option<String>,
    cfp_url: Option<String>,
    summary: Option<String>,
    image: Option<String>,
}

/// An event of the events route.
fn facts(event: &Value) -> Facts {
    let field = |name: &str| json::text(event, name).map(str::to_owned);
    let location = event.get("location").cloned().unwrap_or_default();
    let located = |name: &str| json::text(&location, name).map(str::to_owned);
    Facts {
        id: event.get("id").and_then(Value::as_i64).map(|id| id.to_string()),
        name: field("name").unwrap_or_default(),
        url: field("url").or_else(|| field("external_url")).unwrap_or_default(),
        start: field("date_start").or_else(|| field("start_date")),
        end: field("date_end").or_else(|| field("end_date")),
        city: located("city"),
        country: located("country"),
        is_virtual: location.get("virtual").and_then(Value::as_bool),
        has_cfp: event.get("cfp_active").and_then(Value::as_bool),
        cfp_opens: field("cfp_date_start"),
        cfp_closes: field("cfp_date_end"),
        cfp_url: field("cta_speak_url"),
        summary: field("description"),
        image: field("social_image_url").or_else(|| field("featured_image")),
    }
}

impl Facts {
    /// The item, or why there is none.
    fn into_item(self, context: &Context) -> Result<Item, String> {
        let name = text::title(&html::to_text(&self.name));
        if name.is_empty() {
            return Err("an event without a name was left out".into());
        }
        let Some(start) = self.start.as_deref().and_then(day) else {
            let written = self.start.as_deref().map(|start| text::line(start, 40)).unwrap_or_default();
            return Err(format!("“{name}” has no start date (“{written}”) and was left out"));
        };
        let mut event = Event::starting(When::Day(start));
        event.end = self.end.as_deref().and_then(day).filter(|end| *end >= start).map(When::Day);
        event.place = self.place();
        event.online = self.is_virtual;
        event.cfp = self.cfp(context);
        let mut item = Item::new(Details::Event(event), name, &context.source, context.today);
        item.linked(&self.url);
        // Addresses are used again each year: the first day belongs to the identity.
        item.uid = self.id.map(|id| format!("{id}#{start}"));
        item.summary = self.summary.and_then(|summary| text::summary(&markdown_text::plain(&summary)));
        item.image = self.image.as_deref().and_then(http_address);
        Ok(item)
    }

    fn place(&self) -> Option<Place> {
        let name =
            |written: &Option<String>| written.as_deref().and_then(|written| text::name(&html::to_text(written)));
        let place = Place { venue: None, city: name(&self.city), country: name(&self.country) };
        Some(place).filter(|place| *place != Place::default())
    }

    /// The rule of the site itself: no call where it is switched off; unknown before its first day is
    /// set; open until the end of its last day in Pacific time.
    fn cfp(&self, context: &Context) -> Option<Cfp> {
        let url = self.cfp_url.as_deref().and_then(http_address);
        let (opens, closes) = (self.cfp_opens.as_deref().and_then(day), self.cfp_closes.as_deref().and_then(day));
        match self.has_cfp? {
            false => Some(Cfp { status: CfpStatus::None, opens: None, closes: None, url: None }),
            true if opens.is_none() => Some(Cfp { status: CfpStatus::Unknown, opens, closes, url }),
            true => Some(Cfp::on(pacific_today(context), opens, closes, url)),
        }
    }
}

/// The day in Pacific time at noon of the day of the run: the run itself has no clock.
fn pacific_today(context: &Context) -> Date {
    let noon = context.today.at(12, 0, 0, 0).to_zoned(context.timezone.clone());
    match (noon, TimeZone::get("America/Los_Angeles")) {
        (Ok(noon), Ok(pacific)) => noon.with_time_zone(pacific).date(),
        _ => context.today,
    }
}

/// `2026/10/07` or `2026-10-07`; none for "TBA" and the like.
fn day(text: &str) -> Option<Date> {
    text.trim().replace('/', "-").get(..10)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(today: &str, zone: &str) -> Option<Date> {
        let context = Context {
            source: String::new(),
            today: today.parse().ok()?,
            timezone: TimeZone::get(zone).ok()?,
            until: today.parse().ok()?,
            takes: None,
        };
        Some(pacific_today(&context))
    }

    #[test]
    fn it_is_earlier_by_the_pacific() {
        assert_eq!(on("2026-04-14", "Asia/Tokyo"), "2026-04-13".parse().ok());
        assert_eq!(on("2026-04-14", "Europe/Madrid"), "2026-04-14".parse().ok());
        assert_eq!(on("2026-04-14", "America/New_York"), "2026-04-14".parse().ok());
    }

    #[test]
    fn only_whole_days_are_days() {
        assert_eq!(day("2026/10/07"), "2026-10-07".parse().ok());
        for text in ["TBA", "", "2026/10", "Fall 2026", "2026/13/01", "日本日本日本日本"] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
