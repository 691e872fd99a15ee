//! What the chosen and waiting items are like: each other, and entries of past issues. Shown beside
//! the decision, which it never changes: the same job may have two addresses, and two jobs one title.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::run::{Curated, Decided};
use super::{Memory, Occasion};
use crate::model::issue::{Entry, EntryType};
use crate::model::item::{Item, Outcome};
use crate::model::link::Link;
use crate::similar::{self, Lookalike, Other, Thing};

/// How far back an entry of a past issue is compared, in days: a post offered anew after a year is
/// a new one.
const PAST_DAYS: i64 = 366;

/// An entry of a past issue.
#[derive(Clone, Debug)]
pub struct PastEntry {
    /// Path of the issue, as people write it.
    pub issue: String,
    /// The issue's date.
    pub date: Date,
    /// The entry.
    pub entry: Entry,
    /// Its first link.
    pub link: Option<Link>,
}

/// Marks what is alike among the chosen and waiting items, and between them and the past.
pub(super) fn mark(curated: &mut Curated, occasion: &Occasion<'_>) {
    let is_compared = |decided: &&Decided| decided.outcome != Outcome::Dropped;
    let places: Vec<usize> =
        curated.decided.iter().enumerate().filter(|(_, decided)| is_compared(decided)).map(|(at, _)| at).collect();
    let past = recent(occasion.memory, occasion.issue);
    let (found, crowded) = found(&curated.decided, &places, &past);
    curated.crowded = crowded;
    for (place, alike) in found {
        if let Some(decided) = curated.decided.get_mut(place) {
            decided.alike = alike;
        }
    }
}

/// Jobs and articles of recent issues: events come back until they are over, under any address.
fn recent(memory: &Memory, issue: Date) -> Vec<&PastEntry> {
    let first = issue.saturating_sub(jiff::Span::new().days(PAST_DAYS));
    let is_compared = |entry: &Entry| matches!(entry.entry_type, EntryType::Job | EntryType::Article);
    let entries = memory.entries.iter();
    entries.filter(|past| is_compared(&past.entry) && (first..issue).contains(&past.date)).collect()
}

/// By the place of an item: what it is like, the closest first.
fn found(decided: &[Decided], places: &[usize], past: &[&PastEntry]) -> (BTreeMap<usize, Vec<Lookalike>>, usize) {
    let item = |number: usize| places.get(number).and_then(|at| decided.get(*at)).map(|decided| &decided.item);
    let things: Vec<Thing> = (0..places.len()).filter_map(item).map(Thing::of).collect();
    let past: Vec<(&PastEntry, Thing)> =
        past.iter().filter_map(|past| Some((*past, Thing::of_entry(&past.entry, past.link.as_ref())?))).collect();
    let before: Vec<Thing> = past.iter().map(|(_, thing)| thing.clone()).collect();
    let told = similar::alike(&things, &before);
    let mut found: BTreeMap<usize, Vec<Lookalike>> = BTreeMap::new();
    let mut note = |number: usize, alike: Option<Lookalike>| {
        if let (Some(at), Some(alike)) = (places.get(number), alike) {
            found.entry(*at).or_default().push(alike);
        }
    };
    for pair in told.pairs {
        match pair.other {
            Other::Here(other) => {
                note(pair.one, item(other).map(|item| lookalike(item, &pair.reason)));
                note(other, item(pair.one).map(|item| lookalike(item, &pair.reason)));
            }
            Other::Past(other) => note(pair.one, past.get(other).map(|(past, _)| past.lookalike(&pair.reason))),
        }
    }
    (found, told.crowded)
}

fn lookalike(item: &Item, reason: &str) -> Lookalike {
    Lookalike {
        title: item.title.clone(),
        url: item.url.as_ref().map(ToString::to_string),
        issue: None,
        reason: reason.to_owned(),
    }
}

impl PastEntry {
    fn lookalike(&self, reason: &str) -> Lookalike {
        Lookalike {
            title: self.entry.title.clone().unwrap_or_default(),
            url: self.link.as_ref().map(ToString::to_string),
            issue: Some(self.issue.clone()),
            reason: reason.to_owned(),
        }
    }
}
