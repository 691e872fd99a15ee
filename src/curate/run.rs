//! The run of curation: every item before the rules, those that pass into the order of their
//! section, then before the limits.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::limits::Turn;
use super::{Case, LIMITS, Occasion, RULES, Verdict};
use crate::config::tables::Order;
use crate::config::{Section, Source};
use crate::model::item::{Item, ItemType, Outcome};

/// An item and what was decided for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Decided {
    /// The item.
    pub item: Item,
    /// The section it belongs to, where one takes it.
    pub section: Option<String>,
    /// What was decided.
    pub outcome: Outcome,
    /// The rule that decided and its reason, where the item was not chosen.
    pub why: Option<(&'static str, String)>,
}

/// Everything that was decided: chosen items in the order of the issue, then the rest as it came.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Curated {
    /// Every item that came in, each once.
    pub decided: Vec<Decided>,
}

impl Curated {
    /// The items chosen for a section, in its order.
    pub fn chosen<'a>(&'a self, section: &'a str) -> impl Iterator<Item = &'a Item> {
        let here =
            move |decided: &&Decided| decided.outcome == Outcome::Chosen && decided.section.as_deref() == Some(section);
        self.decided.iter().filter(here).map(|decided| &decided.item)
    }

    /// How many have this outcome.
    pub fn count(&self, outcome: Outcome) -> usize {
        self.decided.iter().filter(|decided| decided.outcome == outcome).count()
    }

    /// How many each rule dropped.
    pub fn dropped_by_rule(&self) -> BTreeMap<&'static str, usize> {
        let mut sums = BTreeMap::new();
        for decided in self.decided.iter().filter(|decided| decided.outcome == Outcome::Dropped) {
            if let Some((rule, _)) = &decided.why {
                *sums.entry(*rule).or_insert(0) += 1;
            }
        }
        sums
    }
}

/// Curates. `items` come in the order of their sources in the configuration.
pub fn run(items: Vec<Item>, occasion: &Occasion<'_>) -> Curated {
    let mut passed: BTreeMap<String, String> = BTreeMap::new();
    let mut candidates: Vec<(Item, &Section, &Source)> = Vec::new();
    let mut rest: Vec<Decided> = Vec::new();
    for item in items {
        let Some(source) = occasion.config.sources.iter().find(|source| source.name == item.source) else { continue };
        let section = occasion.config.section_for(&source.name, item.item_type());
        match (judge(&item, source, section, occasion, &passed), section) {
            (None, Some(section)) => {
                passed.insert(item.identity(), item.source.clone());
                candidates.push((item, section, source));
            }
            (why, section) => rest.push(decide(item, section, why)),
        }
    }
    candidates.sort_by_cached_key(|(item, section, _)| {
        (place(occasion.config.sections.as_slice(), section), order_key(section.order, item))
    });
    let mut decided = Vec::new();
    let mut turn = Turn::default();
    for (item, section, source) in candidates {
        match LIMITS.iter().find_map(|limit| Some((limit.id, (limit.bites)(&turn, section, source)?))) {
            Some((rule, reason)) => rest.push(decide(item, Some(section), Some((rule, Verdict::Wait(reason))))),
            None => {
                *turn.in_section.entry(section.name.clone()).or_default() += 1;
                *turn.of_source.entry(source.name.clone()).or_default() += 1;
                decided.push(decide(item, Some(section), None));
            }
        }
    }
    decided.append(&mut rest);
    Curated { decided }
}

/// Whether an item could be chosen if only it had a date: nothing but its date and turn is against
/// it. Used to decide whose pages are worth asking.
pub fn could_be_chosen(item: &Item, occasion: &Occasion<'_>) -> bool {
    let Some(source) = occasion.config.sources.iter().find(|source| source.name == item.source) else { return false };
    let section = occasion.config.section_for(&source.name, item.item_type());
    match judge(item, source, section, occasion, &BTreeMap::new()) {
        None | Some(("first-run", _)) => true,
        // A summary may have the word that an article's title lacks.
        Some(("include", _)) => item.item_type() == ItemType::Article && item.summary.is_none(),
        Some(_) => false,
    }
}

/// The first rule that has something against the item.
fn judge(
    item: &Item,
    source: &Source,
    section: Option<&Section>,
    occasion: &Occasion<'_>,
    passed: &BTreeMap<String, String>,
) -> Option<(&'static str, Verdict)> {
    let case =
        Case { item, source, section, issue: occasion.issue, today: occasion.today, memory: occasion.memory, passed };
    RULES.iter().map(|rule| (rule.id(), rule.judge(&case))).find(|(_, verdict)| *verdict != Verdict::Keep)
}

fn decide(item: Item, section: Option<&Section>, why: Option<(&'static str, Verdict)>) -> Decided {
    let (outcome, why) = match why {
        None | Some((_, Verdict::Keep)) => (Outcome::Chosen, None),
        Some((rule, Verdict::Drop(reason))) => (Outcome::Dropped, Some((rule, reason))),
        Some((rule, Verdict::Wait(reason))) => (Outcome::Waiting, Some((rule, reason))),
    };
    Decided { item, section: section.map(|section| section.name.clone()), outcome, why }
}

fn place(sections: &[Section], section: &Section) -> usize {
    sections.iter().position(|candidate| candidate.name == section.name).unwrap_or(usize::MAX)
}

/// Sorts within a section. Ties are broken by title and link, so that the order never depends on
/// which answer came first.
fn order_key(order: Order, item: &Item) -> impl Ord + use<> {
    let day = item
        .event()
        .map(|event| event.start.day())
        .or(item.published.map(|published| published.day()))
        .unwrap_or(item.first_seen);
    let title = crate::model::words::fold(&item.title);
    let link = item.identity();
    match order {
        Order::Newest | Order::Rank => (Some(Reverse(day)), None, title, link),
        Order::Date => (None, Some(day), title, link),
        Order::Title => (None, None, title, link),
    }
}
