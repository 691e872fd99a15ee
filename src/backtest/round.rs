//! One issue redone: what was out, what the draft had, what the editors published.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Serialize;

use super::{Material, Recorded};
use crate::config::Config;
use crate::curate::{self, Curated, Decided, LIMITS, Memory, Occasion};
use crate::model::issue::{EntryType, Issue};
use crate::model::item::{Item, ItemType, Outcome};
use crate::model::link::Link;

/// What the sources have, along the years.
pub struct Sources<'a> {
    /// As collected, each once, in order.
    collected: &'a [Item],
    /// What records had, as they last had it, by identity.
    recorded: BTreeMap<String, Item>,
    /// The first day on which a record saw it.
    first_seen: BTreeMap<String, Date>,
}

impl<'a> Sources<'a> {
    pub(super) fn new(collected: &'a [Item]) -> Sources<'a> {
        Sources { collected, recorded: BTreeMap::new(), first_seen: BTreeMap::new() }
    }

    pub(super) fn add(&mut self, record: &Recorded) {
        for (item, _) in &record.considered {
            let identity = item.identity();
            let first_seen = self.first_seen.entry(identity.clone()).or_insert(item.first_seen);
            *first_seen = item.first_seen.min(*first_seen);
            self.recorded.insert(identity, item.clone());
        }
    }

    /// Items that nobody can date.
    pub(super) fn undated(&self) -> usize {
        let unknown = |item: &&Item| item.published.is_none() && !self.first_seen.contains_key(&item.identity());
        self.collected.iter().filter(unknown).count()
    }

    /// Everything whose day is known by `day`, each once, with the day on which it was first to be
    /// had: what is out by `day`, and what comes later. Records know best how an item was then.
    fn dated(&self, day: Date) -> Vec<Item> {
        let mut seen = BTreeSet::new();
        let known = self.collected.iter().chain(self.recorded.values());
        let items = known.filter_map(|item| {
            let identity = item.identity();
            if !seen.insert((identity.clone(), item.source.clone())) {
                return None;
            }
            let recorded = self.recorded.get(&identity).filter(|recorded| recorded.source == item.source);
            let mut item = recorded.unwrap_or(item).clone();
            let first_seen = self.first_seen.get(&identity).copied().unwrap_or(item.first_seen);
            let published = item.published.map(|published| published.day());
            item.first_seen = published.map_or(first_seen, |published| published.min(first_seen));
            (published.is_some() || item.first_seen <= day).then_some(item)
        });
        items.collect()
    }
}

/// A link that editors published: one that the issue lists, or mentions and a recorded source has.
#[derive(Clone, Debug, PartialEq)]
pub struct Published {
    /// Its key.
    pub key: String,
    /// Its host without `www.`.
    pub host: String,
    /// What it is.
    pub item_type: ItemType,
    /// The first day that the entry gave.
    pub start: Option<Date>,
    /// The address as it stands in the issue.
    pub url: String,
    /// What became of it in the draft.
    pub fate: Fate,
}

/// What a draft of that day made of a published link.
#[derive(Clone, Debug, PartialEq)]
pub enum Fate {
    /// No recorded source has it.
    Elsewhere,
    /// An earlier issue had it.
    Repeated,
    /// It could have been had.
    Recorded {
        /// Where it stands in the list of its section.
        place: Option<Place>,
        /// The same in the order of the dates.
        by_date: Option<Place>,
        /// Why the list does not have it.
        reason: Option<String>,
    },
}

/// A place in the list of a section: what is in the draft first, then what waits for room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// From 1.
    pub number: usize,
    /// Whether it is in the draft.
    pub is_drafted: bool,
    /// Whether it is among the first of twice the section's limit.
    pub is_in_twice: bool,
}

/// Something that a draft has and the editors left out.
#[derive(Clone, Debug, PartialEq, Serialize, schemars::JsonSchema)]
pub struct LeftOut {
    /// Its title.
    pub title: String,
    /// Its address.
    pub url: String,
    /// Its source.
    pub source: String,
    #[serde(skip)]
    pub(super) host: String,
    #[serde(skip)]
    pub(super) item_type: ItemType,
}

/// One issue, redone.
#[derive(Clone, Debug, PartialEq)]
pub struct Round {
    /// The issue's path.
    pub path: String,
    /// Its number.
    pub number: Option<u32>,
    /// Its date.
    pub date: Date,
    /// Whether every section that asks for it was ordered by rank.
    pub is_ranked: bool,
    /// What the editors published, each link once.
    pub published: Vec<Published>,
    /// By host and type: how many the draft has.
    pub drafted: Vec<(String, ItemType)>,
    /// What of it the editors left out, in the order of the draft.
    pub left_out: Vec<LeftOut>,
}

impl Round {
    pub(super) fn redo(
        material: &Material<'_>,
        issue: &Issue,
        date: Date,
        memory: &Memory,
        sources: &Sources<'_>,
    ) -> Round {
        let pool = sources.dated(date);
        let out: Vec<Item> = pool.iter().filter(|item| item.first_seen <= date).cloned().collect();
        let curated =
            |config: &Config| curate::run(out.clone(), &Occasion { config, issue: date, today: date, memory });
        let (as_configured, by_date) = (curated(material.config), curated(material.by_date));
        let lists = (List::of(material.config, &as_configured), List::of(material.by_date, &by_date));
        let mut published = listed(issue);
        published.extend(mentioned(issue, &pool, &published));
        for link in &mut published {
            link.fate = link.fate(&pool, &as_configured, &lists);
        }
        let chosen: Vec<&Decided> =
            as_configured.decided.iter().filter(|decided| decided.outcome == Outcome::Chosen).collect();
        let left = chosen.iter().filter(|decided| !published.iter().any(|link| link.is(&decided.item)));
        Round {
            path: issue.path.clone(),
            number: issue.number,
            date,
            is_ranked: as_configured.notes.is_empty(),
            left_out: left.map(|decided| LeftOut::of(&decided.item)).collect(),
            drafted: chosen.iter().map(|decided| (host(&decided.item), decided.item.item_type())).collect(),
            published,
        }
    }
}

impl Published {
    /// Whether the item is what the link is. An event address on another day is another event.
    fn is(&self, item: &Item) -> bool {
        let same_day = || match (item.event(), self.start) {
            (Some(event), Some(start)) => event.start.day() == start,
            _ => true,
        };
        item.url.as_ref().is_some_and(|link| link.key() == self.key) && same_day()
    }

    fn fate(&self, pool: &[Item], curated: &Curated, (list, by_date): &(List, List)) -> Fate {
        if !pool.iter().any(|item| self.is(item)) {
            return Fate::Elsewhere;
        }
        let mut whys = curated.decided.iter().filter(|decided| self.is(&decided.item)).peekable();
        let is_late = whys.peek().is_none();
        let whys: Vec<&(&str, String)> = whys.filter_map(|decided| decided.why.as_ref()).collect();
        let place = list.place(self);
        if place.is_none() && whys.iter().any(|(rule, _)| *rule == "published-before") {
            return Fate::Repeated;
        }
        let reason = match whys.first() {
            _ if place.is_some_and(|place| place.is_drafted) => None,
            _ if is_late => Some("dated after the issue".to_owned()),
            Some((rule, reason)) => Some(format!("{rule}: {reason}")),
            None => None,
        };
        Fate::Recorded { place, by_date: by_date.place(self), reason }
    }
}

impl LeftOut {
    fn of(item: &Item) -> LeftOut {
        LeftOut {
            title: item.title.clone(),
            url: item.url.as_ref().map(ToString::to_string).unwrap_or_default(),
            source: item.source.clone(),
            host: host(item),
            item_type: item.item_type(),
        }
    }
}

/// The lists of a run's sections: every item with its place.
struct List(BTreeMap<String, Vec<(Item, Place)>>);

impl List {
    fn of(config: &Config, curated: &Curated) -> List {
        let mut places: BTreeMap<String, Vec<(Item, Place)>> = BTreeMap::new();
        for section in &config.sections {
            let here = |decided: &&Decided| decided.section.as_deref() == Some(&section.name) && is_listed(decided);
            for (index, decided) in curated.decided.iter().filter(here).enumerate() {
                let is_in_twice = section.limit.is_none_or(|limit| index < limit.saturating_mul(2));
                let is_drafted = decided.outcome == Outcome::Chosen;
                let place = Place { number: index + 1, is_drafted, is_in_twice };
                let key = decided.item.url.as_ref().map(|link| link.key().to_owned()).unwrap_or_default();
                places.entry(key).or_default().push((decided.item.clone(), place));
            }
        }
        List(places)
    }

    fn place(&self, link: &Published) -> Option<Place> {
        let found = self.0.get(&link.key)?.iter().find(|(item, _)| link.is(item));
        found.map(|(_, place)| *place)
    }
}

/// Whether it is in the draft or waits for nothing but room.
fn is_listed(decided: &Decided) -> bool {
    let waits_for_room = decided.why.as_ref().is_some_and(|(rule, _)| LIMITS.iter().any(|limit| limit.id == *rule));
    decided.outcome == Outcome::Chosen || waits_for_room
}

/// The links that an issue lists, each once: the first of every entry in sections of jobs, events and
/// articles.
fn listed(issue: &Issue) -> Vec<Published> {
    let mut seen = BTreeSet::new();
    let sections = issue.sections.iter().filter(|section| item_type(section.section_type).is_some());
    let entries = sections.flat_map(|section| &section.entries);
    let links = entries.filter_map(|entry| {
        let url = entry.url.clone()?;
        let (link, item_type) = (Link::parse(&url)?, item_type(entry.entry_type)?);
        let key = link.key().to_owned();
        let is_new = seen.insert((key.clone(), entry.start));
        is_new.then(|| Published { key, host: link.host(), item_type, start: entry.start, url, fate: Fate::Elsewhere })
    });
    links.collect()
}

/// Further links that a recorded source has: announcements, featured things, the second link of an
/// entry. What stands below the line at an issue's end is its frame, nobody took it.
fn mentioned(issue: &Issue, pool: &[Item], listed: &[Published]) -> Vec<Published> {
    let mut seen: BTreeSet<String> = listed.iter().map(|link| link.key.clone()).collect();
    let mut known: BTreeMap<&str, &Item> = BTreeMap::new();
    for (link, item) in pool.iter().filter_map(|item| Some((item.url.as_ref()?, item))) {
        known.entry(link.key()).or_insert(item);
    }
    let sections = issue.sections.iter().filter(|section| !section.heading.is_empty());
    let entries = sections.flat_map(|section| &section.entries);
    let links = entries.flat_map(|entry| entry.urls.iter().map(move |url| (entry.start, url)));
    let links = links.filter_map(|(start, url)| {
        let link = Link::parse(url)?;
        let item = known.get(link.key())?;
        let key = link.key().to_owned();
        let (host, item_type) = (link.host(), item.item_type());
        let is_new = seen.insert(key.clone());
        is_new.then(|| Published { key, host, item_type, start, url: url.clone(), fate: Fate::Elsewhere })
    });
    links.collect()
}

fn item_type(of: EntryType) -> Option<ItemType> {
    crate::config::tables::item_type(of)
}

fn host(item: &Item) -> String {
    item.url.as_ref().map(|link| link.host()).unwrap_or_default()
}
