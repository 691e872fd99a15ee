//! The `foss_events` kind: the catalogue of free-software events behind foss.events, a CSV file in its
//! repository (or a checkout of it).
//!
//! Columns as a public client reads them, not checked against the file of today: `date_start` and
//! `date_end` (inclusive) as `YYYYMMDD`, `name`, `homepage`, `city`, `country`, `venue`, `cfp_date`,
//! `cfp_link`, `type`, `tags`, `timezone`, `cancelled`; "None" is no value. Unverified: what `label` is for
//! (it stands in where there is no name), how several tags are separated.

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::Deserialize;
use url::Url;

use super::settings::{HttpUrl, http_address};
use crate::collect::stated_date::end_after;
use crate::collect::{Collector, Context, Documented, Page, ParseError, Warning, charset, html, schema_org};
use crate::model::dates::{When, machine};
use crate::model::exchange::{Ask, HttpRequest, Request, Response};
use crate::model::item::{Cfp, Details, Event, Item};
use crate::model::place::Place;
use crate::model::text;

const CATALOGUE: &str = "https://codeberg.org/foss.events/foss-events-website/raw/branch/main/data/events.csv";
/// Columns without which it is another file.
const NEEDED: [&str; 3] = ["date_start", "name", "homepage"];
/// Most rows.
const ROW_CAP: usize = 20_000;

/// Settings of a `foss_events` source.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FossEvents {
    /// The address of the file, where it is not the usual one.
    pub url: Option<HttpUrl>,
    /// A local file instead of `url`.
    pub path: Option<PathBuf>,
    /// True for events that are over as well.
    #[serde(default)]
    pub past: bool,
}

impl Documented for FossEvents {
    const VERIFIED: &'static str = "One public client";
    const CANNOT: &'static str = "Columns that changed since; several tags in one cell stay as they are written";
}

impl Collector for FossEvents {
    fn problems(&self) -> Vec<(&'static str, String)> {
        match (&self.url, &self.path) {
            (Some(_), Some(_)) => vec![("path", "give `url` or `path`, not both".to_owned())],
            _ => Vec::new(),
        }
    }

    fn start(&self, _context: &Context) -> Vec<Ask> {
        let request = match &self.path {
            Some(path) => Some(Request::File(path.clone())),
            None => self.address().map(|url| Request::Http(HttpRequest::get(url))),
        };
        request.map(Ask::start).into_iter().collect()
    }

    fn parse(&self, response: &Response, context: &Context) -> Result<Page, ParseError> {
        let text = charset::decode(response).text;
        let mut reader = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
        let header = header(&mut reader, &text)?;
        let mut page = Page::default();
        let mut broken = 0;
        for record in reader.records().take(ROW_CAP) {
            let Ok(record) = record else {
                broken += 1;
                continue;
            };
            match item(&Row::new(&header, &record), context) {
                Ok(Some(item)) if self.is_wanted(&item, context) => page.items.push(item),
                Ok(_) => {}
                Err(reason) => page.warnings.push(Warning(reason)),
            }
        }
        if broken > 0 {
            page.warnings.push(Warning(format!("rows that could not be read: {broken}")));
        }
        if page.items.is_empty() {
            page.warnings.push(Warning("the catalogue has no events to come".into()));
        }
        Ok(page)
    }

    fn address(&self) -> Option<Url> {
        match (&self.url, &self.path) {
            (Some(url), _) => Some(url.0.clone()),
            (None, Some(_)) => None,
            (None, None) => Url::parse(CATALOGUE).ok(),
        }
    }
}

impl FossEvents {
    fn is_wanted(&self, item: &Item, context: &Context) -> bool {
        self.past || item.event().is_some_and(|event| event.last_day() >= context.today)
    }
}

/// The names of the columns, where it is the right file.
fn header(reader: &mut csv::Reader<&[u8]>, text: &str) -> Result<Vec<String>, ParseError> {
    let header: Vec<String> =
        reader.headers().map(|names| names.iter().map(str::to_lowercase).collect()).unwrap_or_default();
    match NEEDED.iter().all(|needed| header.iter().any(|name| name.trim_start_matches('\u{feff}') == *needed)) {
        true => Ok(header.iter().map(|name| name.trim_start_matches('\u{feff}').to_owned()).collect()),
        false => Err(ParseError::NotExpected { expected: "the catalogue of foss.events (CSV)", found: found(text) }),
    }
}

fn found(text: &str) -> String {
    match html::page_title(text) {
        Some(title) => format!("an HTML page titled “{}”", text::line(&title, 80)),
        None if text.trim().is_empty() => "an empty answer".to_owned(),
        None => format!("text that begins “{}”", text::line(text.lines().next().unwrap_or_default(), 60)),
    }
}

/// The cells of a row that say something, by column.
struct Row<'r>(BTreeMap<&'r str, &'r str>);

impl<'r> Row<'r> {
    fn new(header: &'r [String], record: &'r csv::StringRecord) -> Row<'r> {
        let says = |cell: &str| !cell.is_empty() && !cell.eq_ignore_ascii_case("none");
        let cells = header.iter().map(String::as_str).zip(record.iter());
        Row(cells.filter(|(_, cell)| says(cell)).collect())
    }

    fn get(&self, name: &str) -> Option<&'r str> {
        self.0.get(name).copied()
    }

    fn day(&self, name: &str) -> Option<Date> {
        self.get(name).and_then(machine::read).map(When::day)
    }

    fn is(&self, name: &str) -> bool {
        self.get(name).is_some_and(|cell| matches!(cell.to_lowercase().as_str(), "true" | "yes" | "1" | "x"))
    }
}

/// The event of a row; none where it is cancelled, an error for what it lacks.
fn item(row: &Row<'_>, context: &Context) -> Result<Option<Item>, String> {
    if row.is("cancelled") {
        return Ok(None);
    }
    let name = row.get("name").or_else(|| row.get("label")).map(text::title).unwrap_or_default();
    if name.is_empty() {
        return Err("an event without a name was left out".into());
    }
    let start = row.day("date_start").ok_or_else(|| format!("“{name}” has no first day and was left out"))?;
    let timezone = row.get("timezone").and_then(|name| TimeZone::get(name).ok());
    let cell = |name: &str| row.get(name).and_then(text::name);
    let place = Place { venue: cell("venue"), city: cell("city"), country: cell("country") };
    let (closes, url) = (row.day("cfp_date"), row.get("cfp_link").and_then(http_address));
    let event = Event {
        end: end_after(When::Day(start), row.day("date_end").map(When::Day)),
        timezone: timezone.as_ref().and_then(TimeZone::iana_name).map(str::to_owned),
        place: Some(place).filter(|place| *place != Place::default()),
        cfp: (closes.is_some() || url.is_some()).then(|| Cfp::on(context.today, None, closes, url)),
        ..Event::starting(When::Day(start))
    };
    let mut item = Item::new(Details::Event(event), name, &context.source, context.today);
    item.linked(row.get("homepage").unwrap_or_default());
    item.uid = row.get("id").and_then(text::name);
    item.tags = schema_org::distinct(row.get("tags").unwrap_or_default().split([',', ';', '|']));
    Ok(Some(item))
}
