//! What people made of an issue since it was last written.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::document::Document;
use super::fingerprint;
use super::pairing::{Pair, Pairing};
use crate::model::issue::Hand;
use crate::model::item::Item;

/// An item that the record says stands in the issue.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// The item from which its entry was made.
    pub item: &'a Item,
    /// [`fingerprint`] of its entry in the base.
    pub entry: Option<&'a str>,
    /// What people had done with it before.
    pub hand: Option<Hand>,
}

/// A section of the configuration, and what is remembered of it.
#[derive(Clone, Debug)]
pub struct Written<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its heading in the configuration.
    pub heading: &'a str,
    /// Its heading in the base; `Some(None)` where people had taken it out, `None` where it never
    /// had an entry.
    pub remembered: Option<Option<&'a str>>,
}

/// What became of the entry of a known item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Not a byte changed but line endings, and nobody moved it: it may be updated. The index of its entry.
    Untouched(usize),
    /// It belongs to people. The index of its entry, where it is a list item.
    Theirs(Hand, Option<usize>),
    /// It is not there.
    Missing,
}

impl Standing {
    /// The index of its entry, where it is a list item of the text.
    pub(super) fn entry(&self) -> Option<usize> {
        match self {
            Standing::Untouched(entry) | Standing::Theirs(_, Some(entry)) => Some(*entry),
            Standing::Theirs(_, None) | Standing::Missing => None,
        }
    }
}

/// Where a section of the configuration stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// There.
    At(usize),
    /// It never had an entry: it is made when it gets its first.
    NotYet,
    /// It stood there and is gone, or cannot be found: its entries wait.
    Nowhere,
}

/// The section of a text in which an entry stands that is written like this: its heading and its bytes.
pub fn section_with<'t>(text: &'t str, entry: &str) -> Option<(String, &'t str)> {
    let document = Document::read(text);
    let found = document.entries.iter().find(|listed| listed.is_item && listed.markdown == entry)?;
    let part = document.sections.get(found.section)?;
    Some((part.heading.clone(), text.get(part.start..part.end)?))
}

/// The text as it stands, compared with what was last written.
#[derive(Debug)]
pub struct Survey<'t> {
    pub(super) document: Document<'t>,
    /// In the order of the known items given.
    pub standing: Vec<Standing>,
    /// By section name.
    pub places: BTreeMap<String, Place>,
    /// Links of the base that stand nowhere any more, relinked ones included.
    pub lost: BTreeSet<String>,
}

impl<'t> Survey<'t> {
    /// Compares. Without a `base` nothing is known of what stood there: what the text has is taken as it is.
    pub fn of(
        base: Option<&str>,
        current: &'t str,
        known: &[Known<'_>],
        sections: &[Written<'_>],
        has_record: bool,
    ) -> Survey<'t> {
        let document = Document::read(current);
        let base = Document::read(base.unwrap_or(current));
        let pairing = Pairing::of(&base, &document);
        let standing = standing(&base, &document, &pairing, known);
        let place = |section: &Written<'_>| place(section, &base, &document, &pairing, has_record);
        let places = sections.iter().map(|section| (section.name.to_owned(), place(section))).collect();
        let lost = base.links.difference(&document.links).cloned().collect();
        Survey { standing, places, lost, document }
    }

    /// Whether a link stands anywhere in the text: people's prose, tables and HTML included.
    pub fn has_link(&self, key: &str) -> bool {
        self.document.links.contains(key)
    }

    /// How many entries with a link stand in a section, sections under it included.
    pub fn entries_in(&self, name: &str) -> usize {
        let Some(Place::At(index)) = self.places.get(name) else { return 0 };
        let Some(part) = self.document.sections.get(*index) else { return 0 };
        let inside = |start: usize| start >= part.own.start && start < part.end;
        let entries = self.document.entries.iter();
        entries.filter(|entry| entry.is_item && !entry.keys.is_empty() && inside(entry.range.start)).count()
    }

    /// The heading under which a section stands in the text.
    pub fn heading_of(&self, name: &str) -> Option<&str> {
        let Some(Place::At(index)) = self.places.get(name) else { return None };
        self.document.sections.get(*index).map(|part| part.heading.as_str())
    }

    /// The heading above the entry of a known item.
    pub fn heading_above(&self, known: usize) -> Option<&str> {
        let entry = self.standing.get(known)?.entry()?;
        let section = self.document.entries.get(entry)?.section;
        self.document.sections.get(section).map(|part| part.heading.as_str())
    }

    /// How many entries and blocks of people's text have a link.
    pub fn entries_with(&self, key: &str) -> usize {
        self.document.entries.iter().filter(|entry| entry.has(key)).count()
    }

    /// The first entry that has a link, as it stands.
    pub fn entry_with(&self, key: &str) -> Option<&str> {
        let items = || self.document.entries.iter().filter(|entry| entry.is_item);
        let found =
            items().find(|entry| entry.first_key() == Some(key)).or_else(|| items().find(|entry| entry.has(key)));
        found.map(|entry| entry.markdown.as_str())
    }

    /// The entry of a known item as it stands.
    pub fn entry_of(&self, known: usize) -> Option<&str> {
        let entry = self.standing.get(known)?.entry()?;
        self.document.entries.get(entry).map(|entry| entry.markdown.as_str())
    }
}

fn standing(base: &Document<'_>, current: &Document<'_>, pairing: &Pairing, known: &[Known<'_>]) -> Vec<Standing> {
    let ties = ties(base, known);
    known.iter().zip(ties).map(|(known, tie)| of_one(known, tie, base, current, pairing)).collect()
}

fn of_one(
    known: &Known<'_>,
    tie: Option<usize>,
    base: &Document<'_>,
    current: &Document<'_>,
    pairing: &Pairing,
) -> Standing {
    let key = known.item.url.as_ref().map(|link| link.key()).unwrap_or_default();
    let pair = tie.and_then(|entry| pairing.entries.get(entry).copied().flatten());
    let written = tie.and_then(|entry| base.entries.get(entry));
    if let (Some(pair), Some(written)) = (pair, written) {
        let is_as_recorded = known.entry.is_some_and(|recorded| recorded == fingerprint(&written.markdown));
        return match known.hand.or(hand(pair, is_as_recorded, current, written.first_key())) {
            Some(hand) => Standing::Theirs(hand, Some(pair.current)),
            None => Standing::Untouched(pair.current),
        };
    }
    let elsewhere = || current.entries.iter().position(|entry| entry.is_item && entry.has(key));
    if current.links.contains(key) {
        return Standing::Theirs(known.hand.unwrap_or(Hand::Edited), elsewhere());
    }
    Standing::Missing
}

/// What people did with an entry since it was written.
fn hand(pair: Pair, is_as_recorded: bool, current: &Document<'_>, first_key: Option<&str>) -> Option<Hand> {
    let has_link = |key: &str| current.entries.get(pair.current).is_some_and(|entry| entry.has(key));
    match pair {
        _ if first_key.is_some_and(|key| !has_link(key)) => Some(Hand::Relinked),
        Pair { is_exact: false, .. } => Some(Hand::Edited),
        Pair { is_moved: true, .. } => Some(Hand::Moved),
        _ if !is_as_recorded => Some(Hand::Edited),
        _ => None,
    }
}

/// The entry of the base that belongs to each known item: the one with its fingerprint, else the one with its
/// link. No entry belongs to two.
fn ties(base: &Document<'_>, known: &[Known<'_>]) -> Vec<Option<usize>> {
    let mut by_print: HashMap<String, Vec<usize>> = HashMap::new();
    let mut by_key: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, entry) in base.entries.iter().enumerate().filter(|(_, entry)| entry.is_item).rev() {
        by_print.entry(fingerprint(&entry.markdown)).or_default().push(index);
        if let Some(key) = entry.first_key() {
            by_key.entry(key).or_default().push(index);
        }
    }
    let mut taken = BTreeSet::new();
    let mut ties: Vec<Option<usize>> =
        known.iter().map(|known| by_print.get_mut(known.entry?).and_then(Vec::pop)).collect();
    taken.extend(ties.iter().copied().flatten());
    for (known, tie) in known.iter().zip(&mut ties).filter(|(_, tie)| tie.is_none()) {
        let Some(free) = known.item.url.as_ref().and_then(|link| by_key.get_mut(link.key())) else { continue };
        while let Some(entry) = free.pop() {
            if taken.insert(entry) {
                *tie = Some(entry);
                break;
            }
        }
    }
    ties
}

fn place(
    section: &Written<'_>,
    base: &Document<'_>,
    current: &Document<'_>,
    pairing: &Pairing,
    has_record: bool,
) -> Place {
    let configured = || current.section_called(section.heading);
    let found = match section.remembered {
        Some(Some(heading)) => {
            let written = base.sections.iter().position(|part| part.heading == heading);
            let paired = written.and_then(|index| pairing.sections.get(index).copied().flatten());
            paired.or_else(|| current.section_called(heading)).or_else(configured)
        }
        Some(None) | None => configured(),
    };
    // With its heading gone, what is left of a section stands among other things: no place for new ones.
    let is_place =
        |index: &usize| section.heading.is_empty() || !current.sections.get(*index).is_some_and(|part| part.is_frame);
    match found.filter(is_place) {
        Some(index) => Place::At(index),
        None if has_record && section.remembered.is_none() => Place::NotYet,
        None => Place::Nowhere,
    }
}
