//! Entries become items: dates read, addresses resolved, gaps filled as far as the entry tells, and
//! everything that had to be overlooked counted into warnings.

use url::Url;

use super::entry::{Address, Channel, Entry};
use super::{ITEMS_CAP, excerpt, people};
use crate::collect::{Context, Page as Answer, Warning};
use crate::model::dates::{When, machine};
use crate::model::item::{DateOrigin, Details, Item, ItemType, Job};
use crate::model::link::{LINK_CAP, Link};
use crate::model::text;

/// Length of a title that is made of an entry's first words, in characters.
const WORDS_AS_TITLE: usize = 80;
/// Most authors and most tags of one item.
const LIST_CAP: usize = 30;

/// The items of a feed that came from `address`, with the warnings they gave rise to.
pub fn from(channel: Channel, address: Option<&Url>, context: &Context) -> Answer {
    let link = channel.link.as_ref().and_then(|link| link.resolved(&[address]));
    let link = link.filter(|link| ["http", "https"].contains(&link.scheme()));
    let mut maker = Maker {
        context,
        bases: [link.as_ref(), address],
        authors: &channel.authors,
        language: channel.language.as_deref(),
        tally: Tally::default(),
    };
    let items: Vec<Item> = channel.entries.into_iter().filter_map(|entry| maker.item(entry)).collect();
    let tally = maker.tally;
    let mut warnings = Vec::new();
    if !channel.defects.is_empty() {
        warnings.push(format!("the feed is damaged and was read all the same: {}", channel.defects.join("; ")));
    }
    if channel.lost > 0 {
        warnings.push(format!("{} not whole: left out", count(channel.lost, "item is", "items are")));
    }
    if channel.is_capped {
        warnings.push(format!("the feed has more than {ITEMS_CAP} items: the first {ITEMS_CAP} were read"));
    }
    if items.is_empty() && tally.empty.number == 0 {
        warnings.push("the feed has no items".to_owned());
    }
    if context.takes == Some(ItemType::Event) && !items.is_empty() {
        warnings.push("a feed does not say when events start: its items stay articles".to_owned());
    }
    warnings.extend(tally.told());
    Answer { items, warnings: warnings.into_iter().map(Warning).collect(), next: Vec::new() }
}

/// What entries of one feed share on their way to items.
struct Maker<'a> {
    context: &'a Context,
    /// What addresses are relative to: the site's, then the feed's own.
    bases: [Option<&'a Url>; 2],
    authors: &'a [String],
    language: Option<&'a str>,
    tally: Tally,
}

impl Maker<'_> {
    /// The item of an entry; none where there is nothing to show.
    fn item(&mut self, entry: Entry) -> Option<Item> {
        let body = entry.text.as_deref().map(excerpt::body);
        let title = self.title(&entry, body.as_deref())?;
        let details = match self.context.takes {
            Some(ItemType::Job) => Details::Job(Job::default()),
            _ => Details::Article {},
        };
        let mut item = Item::new(details, title, &self.context.source, self.context.today);
        self.link(&mut item, entry.address.as_ref());
        self.date(&mut item, &entry);
        item.uid = entry.uid.as_deref().map(|uid| text::line(uid, LINK_CAP)).filter(|uid| !uid.is_empty());
        item.summary = body.as_deref().and_then(text::summary);
        item.authors = names(if entry.authors.is_empty() { self.authors } else { &entry.authors }, people::name);
        item.tags = names(&entry.tags, text::name);
        item.language = entry.language.as_deref().or(self.language).and_then(language);
        item.image = entry.images.iter().find_map(|image| self.image(image));
        Some(item)
    }

    /// The title; else the first words of the text; else, where there is nothing to read, the
    /// address.
    fn title(&mut self, entry: &Entry, body: Option<&str>) -> Option<String> {
        let readable = |title: String| Some(title).filter(|title| !title.is_empty());
        if let Some(title) = entry.title.as_deref().map(text::title).and_then(readable) {
            return Some(title);
        }
        let words = body.map(|body| text::line(body, WORDS_AS_TITLE)).and_then(readable);
        let address = || entry.address.as_ref().map(|address| text::title(&address.text)).and_then(readable);
        let title = words.or_else(address);
        match &title {
            Some(title) => self.tally.untitled.add(title),
            None => self.tally.empty.add(entry.uid.as_deref().unwrap_or_default()),
        }
        title
    }

    fn link(&mut self, item: &mut Item, address: Option<&Address>) {
        let Some(address) = address else { return self.tally.unlinked.add(&item.title) };
        item.original_url = text::line(&address.text, LINK_CAP);
        match address.resolved(&self.bases) {
            Some(url) => {
                item.url = Link::parse(url.as_str());
                // The run speaks of links that are too long.
                if item.url.is_none() && address.text.len() <= LINK_CAP {
                    self.tally.not_http.add(&address.text);
                }
            }
            None => self.tally.relative.add(&address.text),
        }
    }

    /// `published`, else `updated`, as far as they can be read. What stands in the future stays.
    fn date(&mut self, item: &mut Item, entry: &Entry) {
        let published = self.when(entry.published.as_deref());
        item.updated = self.when(entry.updated.as_deref());
        if let Some(when) = published.or(item.updated) {
            item.dated(when, DateOrigin::Feed);
        }
    }

    fn when(&mut self, written: Option<&str>) -> Option<When> {
        let written = written?;
        let when = machine::read(written);
        if when.is_none() {
            self.tally.undatable.add(written);
        }
        when
    }

    fn image(&self, image: &Address) -> Option<String> {
        let url = image.resolved(&self.bases)?;
        Some(url.to_string()).filter(|text| ["http", "https"].contains(&url.scheme()) && text.len() <= LINK_CAP)
    }
}

/// Names cleaned, each once, in their order.
fn names(written: &[String], clean: fn(&str) -> Option<String>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in written.iter().filter_map(|name| clean(name)) {
        if names.len() < LIST_CAP && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// A language tag, where it looks like one (RFC 5646): letters first, `-` between its parts.
fn language(written: &str) -> Option<String> {
    let tag = written.trim().replace('_', "-");
    let mut parts = tag.split('-');
    let primary = parts.next()?;
    let is_tag = (2..=8).contains(&primary.len())
        && primary.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    is_tag.then_some(tag)
}

/// What was overlooked, counted.
#[derive(Default)]
struct Tally {
    untitled: Count,
    empty: Count,
    unlinked: Count,
    not_http: Count,
    relative: Count,
    undatable: Count,
}

/// How often something happened, and the first time in the source's words.
#[derive(Default)]
struct Count {
    number: usize,
    first: String,
}

impl Count {
    fn add(&mut self, example: &str) {
        if self.number == 0 {
            self.first = text::line(example, WORDS_AS_TITLE);
        }
        self.number += 1;
    }

    /// `3 items have` and `what`, with the first example.
    fn told(&self, one: &str, many: &str, what: &str) -> Option<String> {
        let example = match (self.number, self.first.as_str()) {
            (0, _) => return None,
            (_, "") => String::new(),
            (1, first) => format!(" (“{first}”)"),
            (_, first) => format!(" (the first: “{first}”)"),
        };
        Some(format!("{} {what}{example}", count(self.number, one, many)))
    }
}

impl Tally {
    fn told(&self) -> impl Iterator<Item = String> {
        let (has, have) = ("item has", "items have");
        [
            self.untitled.told(has, have, "no title: the first words of the text (or the address) stand in"),
            self.empty.told(has, have, "neither title nor text nor address: left out"),
            self.unlinked.told(has, have, "no link"),
            self.not_http.told(has, have, "a link that is no http(s) address"),
            self.relative.told(has, have, "a link that is relative or broken, and nothing says to what: set `base`"),
            self.undatable.told("date", "dates", "cannot be used"),
        ]
        .into_iter()
        .flatten()
    }
}

fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
