//! The `sessionize` kind: calls for papers on Sessionize, each a page, as events with their call.
//!
//! There is no interface for these pages. Their shape was read from real ones: a label (`event starts`,
//! `CfS closes at 11:59 PM`) and an `<h2>` with its value, and the closing instant in UTC in
//! `data-date` of `.js-closedate`, which goes before. The zone has a name of Windows. Unverified: the
//! label `location`; that titles end with the name of the site. The event's own address is not on all
//! pages: the item links to the call.

use std::sync::LazyLock;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use regex::Regex;
use schemars::JsonSchema;
use serde::Deserialize;
use url::Url;

use super::calendar::windows;
use super::settings::HttpUrl;
use crate::collect::document::{Document, text_of};
use crate::collect::page_facts::{self, metadata};
use crate::collect::stated_date::{StatedDate, end_after};
use crate::collect::{Collector, Context, Documented, Page, ParseError, Warning};
use crate::model::dates::{When, machine};
use crate::model::exchange::{Ask, HttpRequest, Request, Response};
use crate::model::item::{Cfp, Details, Event, Item};
use crate::model::pattern::pattern;
use crate::model::place::Place;
use crate::model::text;

/// Longest text that is a label, in bytes.
const LABEL_CAP: usize = 80;

static ZONE: LazyLock<Regex> = LazyLock::new(|| pattern(r"This event is in (.{3,60}?) time zone"));
static TITLE_END: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)(?:\s*[:|–-]\s*Call for (?:Speakers|Papers|Proposals|Sessions))?\s*[@|]\s*Sessionize(?:\.com)?\s*$")
});

/// Settings of a `sessionize` source.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sessionize {
    /// The calls: whole addresses, for example `["https://sessionize.com/example-2027/"]`.
    pub calls: Vec<HttpUrl>,
}

impl Documented for Sessionize {
    const VERIFIED: &'static str = "A captured page and clients";
    const CANNOT: &'static str =
        "Finding calls by itself: each needs its address; the event’s own address where the page has none";
}

impl Collector for Sessionize {
    fn problems(&self) -> Vec<(&'static str, String)> {
        match self.calls.is_empty() {
            true => vec![("calls", "`calls` is empty: give the address of at least one call".to_owned())],
            false => Vec::new(),
        }
    }

    fn start(&self, _context: &Context) -> Vec<Ask> {
        self.calls.iter().map(|call| Ask::start(Request::Http(HttpRequest::page(call.0.clone())))).collect()
    }

    fn parse(&self, response: &Response, context: &Context) -> Result<Page, ParseError> {
        let document = page_facts::document(response, None)?;
        let call = Call::read(&document);
        if call.values.is_empty() {
            let found = metadata::title(&document, None).unwrap_or_else(|| "without a title".to_owned());
            return Err(ParseError::NotExpected {
                expected: "a call for papers on Sessionize",
                found: format!("a page ({})", text::line(&found, 80)),
            });
        }
        let mut page = Page::default();
        match call.item(&document, response, context) {
            Ok(item) => page.items.push(item),
            Err(reason) => page.warnings.push(Warning(reason)),
        }
        Ok(page)
    }

    fn address(&self) -> Option<Url> {
        self.calls.first().map(|call| call.0.clone())
    }
}

/// What stands under the labels of a call.
struct Call {
    values: Vec<(Label, String)>,
    zone: Option<TimeZone>,
    /// The instant at which it closes.
    closes_at: Option<When>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Label {
    Starts,
    Ends,
    Opens,
    Closes,
    Location,
}

impl Label {
    fn of(text: &str) -> Option<Label> {
        let text = text.to_lowercase();
        let is_call = text.starts_with("cfs ") || text.starts_with("call ");
        match text.as_str() {
            "event starts" | "event date" => Some(Label::Starts),
            "event ends" => Some(Label::Ends),
            "location" => Some(Label::Location),
            text if is_call && text.contains("opens") => Some(Label::Opens),
            text if is_call && text.contains("closes") => Some(Label::Closes),
            _ => None,
        }
    }
}

impl Call {
    /// Walks the page: a label goes with the next `<h2>`.
    fn read(document: &Document) -> Call {
        let mut values = Vec::new();
        let mut label = None;
        let mut closes_at = None;
        for element in document.elements() {
            let name = element.value().name();
            if name == "h2" {
                let value = text::line(&text_of(element), text::NAME_CAP);
                values.extend(label.take().filter(|_| !value.is_empty()).map(|label| (label, value)));
            } else if matches!(name, "span" | "div" | "p") && element.child_elements().next().is_none() {
                label = Label::of(&text::line(&text_of(element), LABEL_CAP)).or(label);
            }
            if element.value().classes().any(|class| class == "js-closedate") {
                closes_at = closes_at.or_else(|| element.attr("data-date").and_then(machine::read));
            }
        }
        let text = text::line(&text_of(document.root()), usize::MAX);
        let zone = ZONE.captures(&text).and_then(|found| zone(found.get(1)?.as_str()));
        Call { values, zone, closes_at }
    }

    fn value(&self, label: Label) -> Option<&str> {
        self.values.iter().find(|(own, _)| *own == label).map(|(_, value)| value.as_str())
    }

    fn day(&self, label: Label) -> Option<Date> {
        self.value(label).and_then(machine::read).map(When::day)
    }

    /// The last day by the clocks of the event: the instant tells where the zone is known.
    fn closes(&self) -> Option<Date> {
        let by_instant = self.closes_at.zip(self.zone.as_ref());
        let day = |(when, zone): (When, &TimeZone)| StatedDate::Known(when).in_zone(Some(zone)).day();
        by_instant.map(day).or_else(|| self.day(Label::Closes)).or(self.closes_at.map(When::day))
    }

    fn item(&self, document: &Document, response: &Response, context: &Context) -> Result<Item, String> {
        let title = metadata::title(document, None).unwrap_or_default();
        let title = text::title(&TITLE_END.replace(&title, ""));
        if title.is_empty() {
            return Err("a call without a title was left out".into());
        }
        let start = self.day(Label::Starts).ok_or_else(|| format!("“{title}” does not say when its event starts"))?;
        let url = response.url.as_ref().map(Url::to_string).unwrap_or_default();
        let start = When::Day(start);
        let event = Event {
            end: end_after(start, self.day(Label::Ends).map(When::Day)),
            timezone: self.zone.as_ref().and_then(TimeZone::iana_name).map(str::to_owned),
            place: self.value(Label::Location).and_then(Place::from_text),
            cfp: Some(Cfp::on(context.today, self.day(Label::Opens), self.closes(), Some(url.clone()))),
            ..Event::starting(start)
        };
        let mut item = Item::new(Details::Event(event), title, &context.source, context.today);
        item.linked(&url);
        item.summary = metadata::summary(document);
        item.image = metadata::image(document);
        item.language = metadata::language(document);
        Ok(item)
    }
}

/// A zone by the name that Windows has for it, or by its IANA name.
fn zone(name: &str) -> Option<TimeZone> {
    TimeZone::get(windows::iana_name(name).unwrap_or(name)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_lose_the_name_of_the_site() {
        let bare = |title: &str| TITLE_END.replace(title, "").into_owned();
        assert_eq!(bare("Harbour Days 2027: Call for Speakers @ Sessionize.com"), "Harbour Days 2027");
        assert_eq!(bare("Harbour Days 2027 | Sessionize"), "Harbour Days 2027");
        assert_eq!(bare("Call for Speakers at Sea"), "Call for Speakers at Sea");
    }

    #[test]
    fn both_wordings_of_the_closing_label_are_known() {
        assert_eq!(Label::of("CfS closes at 11:59 PM"), Some(Label::Closes));
        assert_eq!(Label::of("Call closes at 11:59 PM"), Some(Label::Closes));
        assert_eq!(Label::of("event date"), Some(Label::Starts));
        assert_eq!(Label::of("our event starts here"), None);
    }
}
