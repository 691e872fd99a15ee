//! The `confs_tech` kind: the catalogue of conferences behind confs.tech, from its repository or from
//! a checkout of it.
//!
//! Format: one file `{year}/{topic}.json` each, an array of `name`, `url`, `startDate`, `endDate`,
//! `city`, `country`, `online`, `locales`, `cfpUrl`, `cfpEndDate`
//! (github.com/tech-conferences/conference-data). The same conference stands in several topics.

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use super::settings::{HttpUrl, http_address};
use crate::collect::{Collector, Context, Documented, Page, ParseError, Warning, charset, json};
use crate::model::dates::When;
use crate::model::exchange::{Ask, Body, HttpRequest, Request, Response};
use crate::model::item::{Cfp, Details, Event, Item};
use crate::model::place::{Place, country_code};
use crate::model::text;

const EXPECTED: &str = "a list of conferences (JSON)";
const CATALOGUE: &str = "https://raw.githubusercontent.com/tech-conferences/conference-data/main/conferences/";

/// Settings of a `confs_tech` source.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfsTech {
    /// The files to read, for example `["opensource", "leadership", "security"]`.
    pub topics: Vec<String>,
    /// The years to read; this and the next by default.
    pub years: Option<Vec<i16>>,
    /// The folder of the catalogue on the web, where it is not the usual one.
    pub url: Option<HttpUrl>,
    /// A checkout of the catalogue instead, relative to the newsletter's folder.
    pub path: Option<PathBuf>,
    /// Only conferences in these countries (names or codes), and `online` for those that are online.
    #[serde(default)]
    pub countries: Vec<String>,
}

impl Documented for ConfsTech {
    const VERIFIED: &'static str = "The real files of 2025 to 2027";
    const CANNOT: &'static str = "Nothing that nobody entered: when a call opens, cancellations";
}

impl Collector for ConfsTech {
    fn problems(&self) -> Vec<(&'static str, String)> {
        let mut problems = Vec::new();
        if self.topics.is_empty() {
            problems.push(("topics", "`topics` is empty; name at least one, for example \"opensource\"".to_owned()));
        }
        let is_name =
            |topic: &String| !topic.is_empty() && topic.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        for topic in self.topics.iter().filter(|topic| !is_name(topic)) {
            problems.push(("topics", format!("{topic:?} is no topic: lower-case letters, digits and hyphens")));
        }
        for country in self.countries.iter().filter(|country| *country != "online" && country_code(country).is_none()) {
            problems.push(("countries", format!("{country:?} is no country; write its name or its two-letter code")));
        }
        if self.url.is_some() && self.path.is_some() {
            problems.push(("path", "give `url` or `path`, not both".to_owned()));
        }
        problems
    }

    fn start(&self, context: &Context) -> Vec<Ask> {
        if let Some(path) = &self.path {
            return vec![Ask::start(Request::Folder { path: path.clone(), endings: &[".json"] })];
        }
        let files = self.files(context);
        let urls =
            files.iter().filter_map(|(year, topic)| self.catalogue()?.join(&format!("{year}/{topic}.json")).ok());
        urls.map(|url| Ask::start(Request::Http(HttpRequest::get(url)))).collect()
    }

    fn parse(&self, response: &Response, context: &Context) -> Result<Page, ParseError> {
        let mut page = Page::default();
        match &response.body {
            Body::Bytes(_) => {
                let topic = response.url.as_ref().and_then(topic_of);
                let conferences = json::read_array(response, EXPECTED)?;
                self.add(&conferences, topic.as_deref().unwrap_or_default(), context, &mut page);
            }
            Body::Files(files) => {
                for (year, topic) in self.files(context) {
                    let name = format!("{year}/{topic}.json");
                    let is_it = |path: &str| path == name || path.ends_with(&format!("/{name}"));
                    match files.iter().find(|file| is_it(&file.path)) {
                        Some(file) => self.add_file(&file.bytes, &name, &topic, context, &mut page),
                        None => page.warnings.push(Warning(format!("{name}: there is no such file"))),
                    }
                }
            }
        }
        page.items = distinct(page.items);
        Ok(page)
    }

    fn address(&self) -> Option<Url> {
        if self.path.is_some() { None } else { self.catalogue() }
    }
}

impl ConfsTech {
    /// The folder on the web, with a slash at its end.
    fn catalogue(&self) -> Option<Url> {
        let given = self.url.as_ref().map_or(CATALOGUE, |url| url.0.as_str());
        Url::parse(&format!("{}/", given.trim_end_matches('/'))).ok()
    }

    /// Year and topic of each file, the years in order.
    fn files(&self, context: &Context) -> Vec<(i16, String)> {
        let this = context.today.year();
        let years = self.years.clone().unwrap_or_else(|| vec![this, this.saturating_add(1)]);
        years.iter().flat_map(|year| self.topics.iter().map(|topic| (*year, topic.clone()))).collect()
    }

    fn add_file(&self, bytes: &[u8], name: &str, topic: &str, context: &Context, page: &mut Page) {
        let parsed = json::parse(&charset::decode_bytes(bytes, None).text).map(|parsed| parsed.value);
        match parsed {
            Ok(Value::Array(conferences)) => self.add(&conferences, topic, context, page),
            Ok(other) => {
                page.warnings.push(Warning(format!("{name}: not {EXPECTED}: {}", json::instead_of_array(&other))));
            }
            Err(error) => page.warnings.push(Warning(format!("{name}: not {EXPECTED}: {error}"))),
        }
    }

    fn add(&self, conferences: &[Value], topic: &str, context: &Context, page: &mut Page) {
        for conference in conferences {
            match item(conference, topic, context) {
                Ok(item) if self.is_wanted(&item) => page.items.push(item),
                Ok(_) => {}
                Err(reason) => page.warnings.push(Warning(reason)),
            }
        }
    }

    fn is_wanted(&self, item: &Item) -> bool {
        let Some(event) = item.event().filter(|_| !self.countries.is_empty()) else { return true };
        let country = event.place.as_ref().and_then(|place| place.country.as_deref()).and_then(country_code);
        self.countries.iter().any(|wanted| match wanted.as_str() {
            "online" => event.online == Some(true),
            wanted => country.is_some() && country == country_code(wanted),
        })
    }
}

fn topic_of(url: &Url) -> Option<String> {
    url.path_segments()?.next_back()?.strip_suffix(".json").map(str::to_owned)
}

/// One conference, or what it lacks.
fn item(conference: &Value, topic: &str, context: &Context) -> Result<Item, String> {
    let name = json::text(conference, "name").map(text::title).filter(|name| !name.is_empty());
    let name = name.ok_or_else(|| format!("{topic}: a conference without a name was left out"))?;
    let day = |field: &str| json::text(conference, field).and_then(|day| day.parse::<Date>().ok());
    let start = day("startDate").ok_or_else(|| format!("{topic}: “{name}” has no start date and was left out"))?;
    let mut event = Event::starting(When::Day(start));
    event.end = day("endDate").filter(|end| *end >= start).map(When::Day);
    event.online = conference.get("online").and_then(Value::as_bool);
    event.place = place(conference);
    event.cfp = cfp(conference, day("cfpEndDate"), context);
    let mut item = Item::new(Details::Event(event), name, &context.source, context.today);
    item.linked(json::text(conference, "url").unwrap_or_default());
    item.uid = item.url.as_ref().map(|url| format!("{}#{start}", url.key()));
    item.language = language(conference);
    item.tags = text::name(topic).into_iter().collect();
    Ok(item)
}

fn place(conference: &Value) -> Option<Place> {
    let field = |name: &str| json::text(conference, name).and_then(text::name);
    let place = Place { venue: None, city: field("city"), country: field("country") };
    Some(place).filter(|place| *place != Place::default())
}

fn cfp(conference: &Value, closes: Option<Date>, context: &Context) -> Option<Cfp> {
    let url = json::text(conference, "cfpUrl").and_then(http_address);
    (closes.is_some() || url.is_some()).then(|| Cfp::on(context.today, None, closes, url))
}

/// The language of a conference that has one only.
fn language(conference: &Value) -> Option<String> {
    json::text(conference, "locales").filter(|locales| locales.len() == 2).map(str::to_lowercase)
}

/// One item for each link and first day, with the topics of all.
fn distinct(items: Vec<Item>) -> Vec<Item> {
    let mut kept: Vec<Item> = Vec::new();
    let mut at: BTreeMap<String, usize> = BTreeMap::new();
    for item in items {
        let seen = item.uid.as_ref().and_then(|uid| at.get(uid)).and_then(|index| kept.get_mut(*index));
        match seen {
            Some(first) => {
                first.tags.extend(item.tags.into_iter().filter(|tag| !first.tags.contains(tag)).collect::<Vec<_>>())
            }
            None => {
                at.extend(item.uid.clone().map(|uid| (uid, kept.len())));
                kept.push(item);
            }
        }
    }
    kept
}
