//! The `callingallpapers` kind: the open calls for papers that callingallpapers.com gathers.
//!
//! Format: `GET https://api.callingallpapers.com/v1/cfp`, `{ "cfps": [...] }`, as several clients read it;
//! no documentation, no live answer read. Dates are moments of which only the day counts. Unverified:
//! that an empty `location` means online, so it is left open. A call may be held anywhere and about
//! anything: `include` chooses.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use super::settings::{HttpUrl, http_address};
use crate::collect::stated_date::{StatedDate, end_after};
use crate::collect::{Collector, Context, Documented, Page, ParseError, Warning, html, json, schema_org};
use crate::model::dates::When;
use crate::model::exchange::{Ask, HttpRequest, Request, Response};
use crate::model::item::{Cfp, Details, Event, Item};
use crate::model::place::Place;
use crate::model::text;

const EXPECTED: &str = "a table with `cfps` (JSON)";
const CALLS: &str = "https://api.callingallpapers.com/v1/cfp";

/// Settings of a `callingallpapers` source.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CallingAllPapers {
    /// The address of the calls, where it is not the usual one.
    pub url: Option<HttpUrl>,
}

impl Documented for CallingAllPapers {
    const VERIFIED: &'static str = "Several clients; no documentation";
    const CANNOT: &'static str = "Does not tell online events from those without a place";
}

impl Collector for CallingAllPapers {
    fn start(&self, _context: &Context) -> Vec<Ask> {
        self.address().map(|url| Ask::start(Request::Http(HttpRequest::get(url)))).into_iter().collect()
    }

    fn parse(&self, response: &Response, context: &Context) -> Result<Page, ParseError> {
        let answer = json::read(response, EXPECTED)?;
        let calls = answer
            .get("cfps")
            .and_then(Value::as_array)
            .ok_or_else(|| ParseError::NotExpected { expected: EXPECTED, found: json::instead_of_array(&answer) })?;
        let items: Vec<Item> = calls.iter().filter_map(|call| item(call, context)).collect();
        let mut page = Page::default();
        if calls.is_empty() {
            page.warnings.push(Warning("there are no calls".into()));
        }
        if items.len() < calls.len() {
            let lost = calls.len() - items.len();
            page.warnings.push(Warning(format!("calls left out because they have no name or no event day: {lost}")));
        }
        page.items = items;
        Ok(page)
    }

    fn address(&self) -> Option<Url> {
        self.url.as_ref().map_or_else(|| Url::parse(CALLS).ok(), |url| Some(url.0.clone()))
    }
}

/// The event of a call; none without a name or a first day (of some calls that is 1970).
fn item(call: &Value, context: &Context) -> Option<Item> {
    let title = json::text(call, "name").map(|name| text::title(&html::to_text(name)))?;
    let zone = json::text(call, "timezone").and_then(|name| TimeZone::get(name).ok());
    let day = |name: &str| day(call, name, zone.as_ref());
    let start = When::Day(day("dateEventStart").filter(|_| !title.is_empty())?);
    let page = json::text(call, "uri").and_then(http_address);
    let event = Event {
        end: end_after(start, day("dateEventEnd").map(When::Day)),
        timezone: zone.as_ref().and_then(TimeZone::iana_name).map(str::to_owned),
        place: json::text(call, "location").and_then(Place::from_text),
        cfp: Some(Cfp::on(context.today, day("dateCfpStart"), closes(call, zone.as_ref()), page.clone())),
        ..Event::starting(start)
    };
    let mut item = Item::new(Details::Event(event), title, &context.source, context.today);
    let own = json::text(call, "eventUri").and_then(http_address);
    item.linked(&own.or(page).unwrap_or_default());
    item.uid = call.get("_rel").and_then(|rel| json::text(rel, "cfp_uri")).and_then(text::name);
    item.summary = json::text(call, "description").and_then(|description| text::summary(&html::to_prose(description)));
    let tags = call.get("tags").and_then(Value::as_array).into_iter().flatten();
    item.tags = schema_org::distinct(tags.filter_map(Value::as_str));
    item.image = json::text(call, "iconUri").and_then(http_address);
    Some(item)
}

/// The last day of a call. Midnight in the wrong zone is common: of the day as written and the day by the
/// clocks of the event the earlier counts, which nobody misses.
fn closes(call: &Value, zone: Option<&TimeZone>) -> Option<Date> {
    day(call, "dateCfpEnd", zone).into_iter().chain(day(call, "dateCfpEnd", None)).min()
}

/// The day by the clocks of the event.
fn day(call: &Value, name: &str, zone: Option<&TimeZone>) -> Option<Date> {
    json::text(call, name).and_then(StatedDate::read).map(|stated| stated.in_zone(zone).day())
}
