//! Things that are alike: the same job, story or event under another address or title. They are
//! shown to people, with a reason, and never merged: titles only warn.
//!
//! Three steps. `title` and `summary` turn text of any script into words that can be compared and say
//! what each word does (a number, a name, a rank, noise); `candidates` finds the pairs worth looking
//! at without looking at all; `judge` decides by what sort of thing it is. The word lists stand in
//! `lists`. What makes two things *the same* is not here but in `model::link` and `model::item`.
//!
//! For any input the work is near-linear: a thing gives at most a fixed number of keys, and things
//! that share a key with very many others are compared with their nearest neighbours in order of
//! organisation, day and title only ([`Alike::crowded`] counts them). The answer has fewer pairs than
//! things: of a group that is alike all round, only the closest pairs that connect it are told.

mod candidates;
mod judge;
mod lists;
mod lookalike;
mod summary;
mod title;

use jiff::civil::Date;

use crate::model::issue::{Entry, EntryType};
use crate::model::item::{Item, ItemType};
use crate::model::link::Link;
use judge::Features;
pub use lookalike::Lookalike;

/// How many characters longer than its title an entry's text is when it tells more.
const SAYS_MORE: usize = 60;

/// What is compared of a job, an event or an article.
#[derive(Clone, Debug)]
pub struct Thing<'a> {
    /// What it is: only things of one type are alike.
    pub item_type: ItemType,
    /// Its title.
    pub title: &'a str,
    /// The employer, or who publishes it.
    pub organisation: Option<&'a str>,
    /// What it is about.
    pub summary: Option<&'a str>,
    /// Its address. Things with the same one are the same, which is not told here.
    pub link: Option<&'a Link>,
    /// Cities, lower case.
    pub cities: Vec<String>,
    /// Countries, ISO 3166-1 alpha-2.
    pub countries: Vec<String>,
    /// First and last day of an event; the day of publication, twice, of anything else.
    pub days: Option<(Date, Date)>,
}

/// Two things that are alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The one: where it stands among the things.
    pub one: usize,
    /// The other.
    pub other: Other,
    /// How much their titles are alike, 0 to 100.
    pub likeness: u8,
    /// Why, as a person reads it: "same organisation, titles 87 % alike".
    pub reason: String,
}

/// What a thing is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Other {
    /// An earlier one of the things.
    Here(usize),
    /// One of the past.
    Past(usize),
}

/// All that is alike.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Alike {
    /// The closest pairs first.
    pub pairs: Vec<Pair>,
    /// Things so like very many others that not all of these were looked at.
    pub crowded: usize,
}

impl<'a> Thing<'a> {
    /// What is compared of an item.
    pub fn of(item: &'a Item) -> Thing<'a> {
        let mut thing = Thing {
            item_type: item.item_type(),
            title: &item.title,
            organisation: None,
            summary: item.summary.as_deref(),
            link: item.url.as_ref(),
            cities: Vec::new(),
            countries: Vec::new(),
            days: item.published.map(|published| (published.day(), published.day())),
        };
        if let Some(job) = item.job() {
            thing.organisation = job.organisation.as_deref();
            thing.cities = job.locations.iter().filter_map(|location| location.city.as_deref()).map(folded).collect();
            thing.countries = job.locations.iter().filter_map(|location| location.country.clone()).collect();
        }
        if let Some(event) = item.event() {
            let place = event.place.as_ref();
            thing.days = Some((event.start.day(), event.last_day().max(event.start.day())));
            thing.cities = place.and_then(|place| place.city.as_deref()).map(folded).into_iter().collect();
            thing.countries = place.and_then(|place| place.country.as_deref()).and_then(code).into_iter().collect();
        }
        thing
    }
}

impl<'a> Thing<'a> {
    /// What is compared of an entry of an issue, with its first link; none for text and for what has no
    /// title. When a story was published an issue does not say.
    pub fn of_entry(entry: &'a Entry, link: Option<&'a Link>) -> Option<Thing<'a>> {
        let title = entry.title.as_deref()?;
        let says_more = entry.text.chars().count() > title.chars().count() + SAYS_MORE;
        let place = entry.place.as_ref();
        let flag = entry.country.clone().filter(|code| code.len() == 2 && code != "EU");
        Some(Thing {
            item_type: match entry.entry_type {
                EntryType::Job => ItemType::Job,
                EntryType::Event => ItemType::Event,
                EntryType::Article => ItemType::Article,
                EntryType::Text => return None,
            },
            title,
            organisation: entry.organisation.as_deref(),
            summary: says_more.then_some(entry.text.as_str()),
            link,
            cities: place.and_then(|place| place.city.as_deref()).map(folded).into_iter().collect(),
            countries: flag.or_else(|| place?.country.as_deref().and_then(code)).into_iter().collect(),
            days: entry.start.map(|start| (start, entry.end.unwrap_or(start).max(start))),
        })
    }
}

/// A city as it is compared.
fn folded(city: &str) -> String {
    crate::model::words::fold(city)
}

/// The code of a country, where it is one.
fn code(country: &str) -> Option<String> {
    crate::model::place::country_code(country).map(str::to_owned)
}

/// What is alike among `things`, and between them and `past`. Past things are not compared with each
/// other. The same input gives the same pairs in the same order.
pub fn alike(things: &[Thing<'_>], past: &[Thing<'_>]) -> Alike {
    let mut reading = title::Reading::default();
    let features: Vec<Features> = past.iter().chain(things).map(|thing| Features::of(thing, &mut reading)).collect();
    let (found, crowded) = candidates::pairs(&features, past.len());
    let mut judged: Vec<(judge::Judgement, usize, usize)> = found
        .into_iter()
        .filter_map(|(one, other)| {
            let (earlier, later) = (features.get(one)?, features.get(other)?);
            Some((judge::judge(earlier, later)?, one, other))
        })
        .collect();
    judged.sort_by_key(|(judgement, one, other)| (std::cmp::Reverse(judgement.strength), *one, *other));
    let mut groups = Groups::of(features.len());
    judged.retain(|(_, one, other)| groups.join(*one, *other));
    let pair = |(judgement, one, other): (judge::Judgement, usize, usize)| Pair {
        one: other - past.len(),
        other: one.checked_sub(past.len()).map_or(Other::Past(one), Other::Here),
        likeness: judgement.likeness,
        reason: judgement.in_words(),
    };
    Alike { pairs: judged.into_iter().map(pair).collect(), crowded }
}

/// Which things are known to be alike, through others too: a forest of parents.
struct Groups(Vec<usize>);

impl Groups {
    fn of(number: usize) -> Groups {
        Groups((0..number).collect())
    }

    fn root(&mut self, mut at: usize) -> usize {
        while let Some(parent) = self.0.get(at).copied().filter(|parent| *parent != at) {
            let above = self.0.get(parent).copied().unwrap_or(parent);
            if let Some(slot) = self.0.get_mut(at) {
                *slot = above;
            }
            at = above;
        }
        at
    }

    /// Joins two; whether they were apart.
    fn join(&mut self, one: usize, other: usize) -> bool {
        let (one, other) = (self.root(one), self.root(other));
        let (low, high) = (one.min(other), one.max(other));
        if let Some(slot) = self.0.get_mut(high) {
            *slot = low;
        }
        low != high
    }
}
