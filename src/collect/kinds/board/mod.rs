//! What the job boards share: reading their JSON, and making items of their postings.
//!
//! A board's file says where its postings are and which of its fields is which ([`Posting`], as the
//! board wrote them); [`page`] cleans the texts, reads the dates, merges what is listed twice and
//! says what had to be skipped. `addresses` builds requests, `answer` reads JSON, `follow` asks
//! for further pages and details under caps, `places` reads locations and ways of working. Nothing
//! here knows a certain board.

mod addresses;
mod answer;
mod follow;
mod places;

use std::collections::BTreeMap;

use crate::collect::{Context, Page, Warning, html};
use crate::model::dates::{When, machine};
use crate::model::exchange::Response;
use crate::model::item::{DateOrigin, Details, Item, Job, Workplace};
use crate::model::place::Location;
use crate::model::text;

pub use addresses::{Slug, address, get, host_problems, site, site_problems, start};
pub use answer::{Fields, described, json, list, object};
pub use follow::{complete, details, page_number, turn, words};
pub use places::{location, locations, schema_places, workplace, workplace_in, workplace_of_flags, workplace_said};

/// Most postings that are read from one answer.
pub const POSTINGS_CAP: usize = 10_000;
/// Most locations that one job can have.
const LOCATIONS_CAP: usize = 100;

/// A posting in the board's own words.
#[derive(Clone, Debug, Default)]
pub struct Posting {
    /// May have HTML entities. A posting without one is skipped, as one without `link` or `uid` is.
    pub title: Option<String>,
    /// The address of the posting for people, absolute.
    pub link: Option<String>,
    /// The board's id with its prefix (`gh:1`): postings of the same one are the same job.
    pub uid: Option<String>,
    /// The employer's name.
    pub organisation: Option<String>,
    /// Where the work is done.
    pub locations: Vec<Location>,
    /// As the board says it.
    pub workplace: Workplace,
    /// A date in any of the formats that [`machine::read`] knows.
    pub published: Option<String>,
    /// A date; when the posting was changed.
    pub updated: Option<String>,
    /// A date; the deadline for applications.
    pub closes: Option<String>,
    /// A date; when the board takes the posting down.
    pub expires: Option<String>,
    /// Plain text.
    pub description: Option<String>,
    /// BCP 47 tag.
    pub language: Option<String>,
}

/// The items of an answer: cleaned, the same job merged into one with all its locations.
///
/// Warns about postings and dates that could not be read, and about a first answer without any.
pub fn page(postings: impl IntoIterator<Item = Posting>, response: &Response, context: &Context) -> Page {
    let mut reading = Reading::default();
    for posting in postings.into_iter().take(POSTINGS_CAP) {
        reading.postings += 1;
        match reading.item(posting, context) {
            Some(item) => reading.take(item),
            None => reading.skipped += 1,
        }
    }
    reading.finish(page_number(response) == 0)
}

/// An answer while it is read.
#[derive(Default)]
struct Reading {
    page: Page,
    /// Where the job of a uid stands among the items.
    known: BTreeMap<String, usize>,
    postings: usize,
    skipped: usize,
    /// Dates that could not be read.
    dates: Vec<String>,
}

impl Reading {
    fn item(&mut self, posting: Posting, context: &Context) -> Option<Item> {
        let (title, link, uid) = (clean(&posting.title?, text::title)?, posting.link?, posting.uid?);
        let (published, updated) = (self.date(posting.published), self.date(posting.updated));
        let job = Job {
            organisation: posting.organisation.and_then(|name| text::name(&html::decode_entities(&name))),
            locations: posting.locations.into_iter().take(LOCATIONS_CAP).collect(),
            workplace: posting.workplace,
            closes: self.date(posting.closes).map(When::day),
            expires: self.date(posting.expires).map(When::day),
        };
        let mut item = Item::new(Details::Job(job), title, context.source.as_str(), context.today);
        item.linked(&link);
        item.uid = text::name(&uid);
        item.updated = updated;
        item.summary = posting.description.as_deref().and_then(text::summary);
        item.language = posting.language.as_deref().and_then(text::name);
        if let Some(published) = published {
            item.dated(published, DateOrigin::Feed);
        }
        Some(item)
    }

    fn date(&mut self, written: Option<String>) -> Option<When> {
        let written = written?;
        let read = machine::read(&written);
        if read.is_none() {
            self.dates.push(text::line(&written, 40));
        }
        read
    }

    /// Adds an item, or its locations to the same job that is there already.
    fn take(&mut self, item: Item) {
        let known = item.uid.as_ref().and_then(|uid| self.known.get(uid)).and_then(|at| self.page.items.get_mut(*at));
        match (known, item) {
            (Some(known), item) => merge(known, item),
            (None, item) => {
                if let Some(uid) = &item.uid {
                    self.known.insert(uid.clone(), self.page.items.len());
                }
                self.page.items.push(item);
            }
        }
    }

    fn finish(mut self, is_first: bool) -> Page {
        let mut warn = |text: String| self.page.warnings.push(Warning(text));
        if is_first && self.postings == 0 {
            warn("the board answered without any posting: it may be empty, or renamed".to_owned());
        }
        if self.postings == POSTINGS_CAP {
            warn(format!("the answer has more than {POSTINGS_CAP} postings: the rest was not read"));
        }
        if self.skipped > 0 {
            warn(format!("{} of {} postings lack a title, a link or an id: skipped", self.skipped, self.postings));
        }
        if let Some(first) = self.dates.first() {
            warn(format!("dates of postings that could not be read: {} (the first is “{first}”)", self.dates.len()));
        }
        self.page
    }
}

fn clean(written: &str, cleaned: fn(&str) -> String) -> Option<String> {
    Some(cleaned(&html::to_text(written))).filter(|text| !text.is_empty())
}

/// Adds the locations of the same job.
fn merge(known: &mut Item, same: Item) {
    if let (Details::Job(known), Details::Job(same)) = (&mut known.details, same.details) {
        let new: Vec<Location> =
            same.locations.into_iter().filter(|location| !known.locations.contains(location)).collect();
        known.locations.extend(new);
        known.locations.truncate(LOCATIONS_CAP);
    }
}
