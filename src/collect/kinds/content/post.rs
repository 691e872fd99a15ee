//! One post: what its file's name and its front matter say, and the item that comes of it.

use std::sync::LazyLock;

use regex::Regex;

use super::permalink::{Parts, Permalink};
use super::translations;
use crate::collect::front_matter::Fields;
use crate::collect::{Context, markdown_text, prose_facts};
use crate::model::dates::When;
use crate::model::item::{DateOrigin, Details, Event, Item, ItemType};
use crate::model::pattern::pattern;
use crate::model::place::Place;
use crate::model::text;

const START: &[&str] = &[
    "start",
    "start_date",
    "startdate",
    "date_start",
    "event_start",
    "event_date",
    "eventdate",
    "start_time",
    "starttime",
    "event_start_date",
];
const END: &[&str] = &["end", "end_date", "enddate", "date_end", "event_end", "end_time", "endtime", "event_end_date"];
const LOCATION: &[&str] = &["location", "place", "event_location"];
const DATE: &[&str] = &["date", "published", "publishdate", "publish_date", "pubdate", "published_at"];
const UPDATED: &[&str] = &["lastmod", "updated", "last_modified_at", "modified", "last_updated"];
const PUBLIC_FROM: &[&str] = &["publishdate", "publish_date"];
const EXPIRES: &[&str] = &["expirydate", "expiry_date", "expires", "unpublishdate"];
const SUMMARY: &[&str] = &["description", "summary", "subtitle", "excerpt", "abstract", "lead"];
const IMAGE: &[&str] =
    &["image", "images", "thumbnail", "featured_image", "featuredimage", "cover", "banner", "og_image", "cover_image"];

/// A file with front matter.
#[derive(Clone, Debug)]
pub struct Post<'t> {
    /// Path below the folder of the source.
    pub path: &'t str,
    /// Its language, where file, folder or front matter say.
    pub language: Option<String>,
    /// What its translations have in common with it.
    pub key: String,
    fields: Fields,
    /// Zola's `[extra]`, Hugo's `params`.
    extra: Fields,
    body: &'t str,
    /// File name without date, language and ending.
    name: String,
    folders: Vec<String>,
    file_date: Option<When>,
}

static DATED: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(\d{4}-\d{1,2}-\d{1,2})[-_](.+)$"));

impl<'t> Post<'t> {
    /// Reads what the path says.
    pub fn new(path: &'t str, fields: Fields, body: &'t str) -> Post<'t> {
        let mut folders: Vec<String> = path.split('/').map(str::to_owned).collect();
        let file = folders.pop().unwrap_or_default();
        let stem = file.rsplit_once('.').map_or(file.as_str(), |(stem, _)| stem);
        let (stem, suffix) = match stem.rsplit_once('.') {
            Some((rest, last)) => translations::tag(last).map_or((stem, None), |tag| (rest, Some(tag))),
            None => (stem, None),
        };
        let folder = folders.iter().position(|folder| translations::tag(folder).is_some());
        let folder = folder.map(|at| folders.remove(at)).and_then(|folder| translations::tag(&folder));
        folders.retain(|folder| folder != "_posts");
        let (file_date, mut name) = match DATED.captures(stem) {
            Some(found) => (day(&found[1]), found[2].to_owned()),
            None => (None, stem.to_owned()),
        };
        let key = format!("{}/{stem}", folders.join("/"));
        if name == "index" {
            name = folders.pop().unwrap_or(name);
        }
        let stated = fields.text(&["lang", "language", "locale"]);
        let extra = if fields.get("extra").is_some() { fields.table("extra") } else { fields.table("params") };
        Post { path, language: stated.or(suffix).or(folder), key, extra, fields, body, name, folders, file_date }
    }

    /// The page of a section, not a post.
    pub fn is_section(&self) -> bool {
        self.name == "_index" || (self.name.eq_ignore_ascii_case("readme") && self.date().is_none())
    }

    /// Whether it is not meant to be seen yet.
    pub fn is_draft(&self) -> bool {
        let is_false = |name| self.fields.get(name).is_some_and(|value| value == &serde_json::Value::Bool(false));
        self.fields.is_true("draft") || is_false("published") || self.fields.is_true("hidden")
    }

    /// When it is to appear, where that is said apart from its date.
    pub fn public_from(&self) -> Option<When> {
        self.when(PUBLIC_FROM)
    }

    /// When it is to go.
    pub fn expires(&self) -> Option<When> {
        self.when(EXPIRES)
    }

    /// The picture as the front matter gives it.
    pub fn image(&self) -> Option<String> {
        [&self.fields, &self.extra].into_iter().find_map(|fields| {
            let name = IMAGE.iter().find(|name| fields.get(name).is_some())?;
            let table = fields.table(name);
            table.text(&["image", "src", "url", "path"]).or_else(|| fields.list(&[name], false).into_iter().next())
        })
    }

    /// Its address on the site, or a whole one.
    pub fn address(&self, permalink: &Permalink) -> Option<String> {
        if let Some(own) = self.fields.text(&["url", "externalurl", "external_url", "redirect"]) {
            return Some(own);
        }
        let parts = Parts {
            filename: self.name.clone(),
            slug: self.fields.text(&["slug"]),
            title: self.title().unwrap_or_default(),
            is_dated_file: self.file_date.is_some(),
            date: self.date(),
            folders: self.folders.clone(),
        };
        match self.fields.text(&["permalink"]) {
            Some(own) if own.starts_with("http") => Some(own),
            Some(own) => Permalink::parse(&own).ok()?.of(&parts),
            None => match self.fields.text(&["path"]) {
                Some(path) => Some(format!("/{}/", path.trim_matches('/'))),
                None => permalink.of(&parts),
            },
        }
    }

    /// The item, without link. What is missing otherwise.
    pub fn item(&self, context: &Context) -> Result<Item, &'static str> {
        let title = self.title().ok_or("no title in front matter or heading")?;
        let details = self.event(context).map_or(Details::Article {}, Details::Event);
        let mut item = Item::new(details, text::title(&title), &context.source, context.today);
        if let Some(date) = self.date() {
            item.dated(date, DateOrigin::FrontMatter);
        }
        item.uid = self.fields.text(&["uid", "guid"]).and_then(|uid| text::name(&uid));
        item.updated = self.when(UPDATED);
        item.summary = self.summary();
        item.authors = self.names(&["authors", "author", "byline"], false);
        item.tags = self.names(&["tags", "tag", "keywords"], true);
        item.tags.extend(self.names(&["categories", "category"], true));
        item.tags = distinct(item.tags);
        item.language = self.language.clone();
        Ok(item)
    }

    fn title(&self) -> Option<String> {
        self.fields.text(&["title"]).or_else(|| markdown_text::heading(self.body))
    }

    fn date(&self) -> Option<When> {
        self.when(DATE).or(self.file_date)
    }

    fn when(&self, names: &[&str]) -> Option<When> {
        names.iter().find_map(|name| prose_facts::when(&self.fields.text(&[name])?, None))
    }

    fn summary(&self) -> Option<String> {
        let stated = self.fields.text(SUMMARY).or_else(|| self.extra.text(SUMMARY));
        stated
            .and_then(|stated| text::summary(&markdown_text::plain(&stated)))
            .or_else(|| markdown_text::summary(self.body))
    }

    fn names(&self, keys: &[&str], separated: bool) -> Vec<String> {
        let taxonomies = self.fields.table("taxonomies");
        let found = [&self.fields, &taxonomies, &self.extra].map(|fields| fields.list(keys, separated));
        let found = found.into_iter().find(|names| !names.is_empty()).unwrap_or_default();
        distinct(found.iter().filter_map(|name| text::name(name)).collect())
    }

    /// The event that the post announces, where its front matter says when: in fields of its own, or
    /// in its date where the section takes events and the fields say where or until when.
    fn event(&self, context: &Context) -> Option<Event> {
        if context.takes == Some(ItemType::Article) {
            return None;
        }
        let zone = Some(&context.timezone);
        let when = |names: &[&str]| {
            let fields = [&self.fields, &self.extra];
            fields.into_iter().find_map(|fields| prose_facts::when(&fields.text(names)?, zone))
        };
        let (end, place) = (when(END), self.place());
        let is_event = context.takes == Some(ItemType::Event)
            || self
                .fields
                .text(&["type", "layout", "kind"])
                .is_some_and(|kind| matches!(kind.as_str(), "event" | "events"));
        let by_date = || when(DATE).filter(|_| is_event && (end.is_some() || place.is_some()));
        let start = when(START).or_else(by_date)?;
        let mut event = Event::starting(start);
        event.end = end.filter(|end| *end > start);
        event.online = place.as_ref().and_then(|(_, online)| *online);
        event.place = place.and_then(|(place, _)| place);
        Some(event)
    }

    /// The place and whether it is online, where the front matter names one.
    fn place(&self) -> Option<(Option<Place>, Option<bool>)> {
        let field = |names: &[&str]| self.fields.text(names).or_else(|| self.extra.text(names));
        let name = |names: &[&str]| field(names).and_then(|name| text::name(&name));
        let (venue, city, country) = (name(&["venue"]), name(&["city"]), name(&["country"]));
        let written = field(LOCATION);
        let place = if venue.is_some() || city.is_some() || country.is_some() {
            Some(Place { venue, city, country })
        } else {
            written.as_deref().and_then(Place::from_text)
        };
        let online = place.is_none() && written.as_ref().is_some_and(|text| is_online(text));
        (place.is_some() || online).then_some((place, online.then_some(true)))
    }
}

fn is_online(text: &str) -> bool {
    let text = text.to_lowercase();
    ["online", "virtual", "remote", "zoom"].iter().any(|word| text.contains(word))
}

fn day(text: &str) -> Option<When> {
    let mut parts = text.split('-').map(|part| part.parse::<i16>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    jiff::civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok().map(When::Day)
}

fn distinct(names: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for name in names {
        if !kept.contains(&name) {
            kept.push(name);
        }
    }
    kept
}
