//! The run of curation: every item before the rules, those that pass into the order of their
//! section, pinned ones first, then before the limits.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::limits::Turn;
use super::{Case, LIMITS, Occasion, Passed, RULES, Verdict, merge};
use crate::config::tables::Order;
use crate::config::{Section, Source};
use crate::model::item::{Item, ItemType, Outcome};

/// An item and what was decided for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Decided {
    /// The item, completed by its twins.
    pub item: Item,
    /// Other sources that had the same thing, in the order in which they came.
    pub also_from: Vec<String>,
    /// Whether a person pinned it.
    pub pinned: bool,
    /// The section it belongs to, where one takes it.
    pub section: Option<String>,
    /// What was decided.
    pub outcome: Outcome,
    /// The rule that decided and its reason, where the item was not chosen. Of an item that stands in
    /// the issue already: what speaks against it now.
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

/// An item that has passed the rules and waits for its turn.
struct Candidate<'a> {
    item: Item,
    section: &'a Section,
    source: &'a Source,
    pinned: bool,
    also_from: Vec<String>,
    /// It stands in the issue already, and what speaks against it now.
    stands: Option<Option<Objection>>,
}

/// What speaks against an item.
struct Objection {
    rule: &'static str,
    outcome: Outcome,
    reason: String,
}

/// Curates. `items` come in the order of their sources in the configuration.
pub fn run(items: Vec<Item>, occasion: &Occasion<'_>) -> Curated {
    let (mut candidates, mut rest) = before_the_rules(items, occasion);
    candidates.sort_by_cached_key(|candidate| {
        let place = place(occasion.config.sections.as_slice(), candidate.section);
        (place, !candidate.pinned, order_key(candidate.section.order, &candidate.item))
    });
    let open = &occasion.memory.open;
    let turn = Turn { in_section: open.in_section.clone(), of_source: open.of_source.clone() };
    let mut decided = before_the_limits(candidates, turn, &mut rest);
    decided.append(&mut rest);
    Curated { decided }
}

/// Whether an item could be chosen if only it had a date: nothing but its date and turn is against
/// it. Used to decide whose pages are worth asking.
pub fn could_be_chosen(item: &Item, occasion: &Occasion<'_>) -> bool {
    let Some(source) = source_of(item, occasion) else { return false };
    let section = occasion.config.section_for(&source.name, item.item_type());
    let objection = judge(item, source, section, occasion, &BTreeMap::new());
    match objection.map(|objection| objection.rule) {
        None | Some("first-run") => true,
        // A summary may have the word that an article's title lacks.
        Some("include") => item.item_type() == ItemType::Article && item.summary.is_none(),
        Some(_) => false,
    }
}

/// Those that pass the rules, and what was decided for the others.
fn before_the_rules<'a>(items: Vec<Item>, occasion: &Occasion<'a>) -> (Vec<Candidate<'a>>, Vec<Decided>) {
    let mut passed: BTreeMap<String, Passed> = BTreeMap::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut candidates: Vec<Candidate<'a>> = Vec::new();
    let mut rest: Vec<Decided> = Vec::new();
    for item in items {
        let Some(source) = source_of(&item, occasion) else {
            let objection = Objection::no_section(format!("there is no source `{}`", item.source));
            rest.push(objection.against(item, None));
            continue;
        };
        let section = occasion.config.section_for(&source.name, item.item_type());
        let identity = item.identity();
        let stands = occasion.memory.open.standing.contains(&identity) && !passed.contains_key(&identity);
        match (judge(&item, source, section, occasion, &passed), section) {
            (objection, Some(section)) if stands || objection.is_none() => {
                passed.insert(identity.clone(), Passed { source: item.source.clone(), title: item.title.clone() });
                places.insert(identity, candidates.len());
                let pinned = is_pinned(&item, occasion);
                let stands = stands.then_some(objection);
                candidates.push(Candidate { item, section, source, pinned, also_from: Vec::new(), stands });
            }
            (objection, section) => {
                let objection = objection.unwrap_or_else(|| Objection::no_section("no section takes it".into()));
                let kept = places.get(&item.identity()).and_then(|at| candidates.get_mut(*at));
                if let ("duplicate", Some(kept)) = (objection.rule, kept) {
                    kept.gain(&item, occasion);
                }
                rest.push(objection.against(item, section));
            }
        }
    }
    (candidates, rest)
}

/// Those that are chosen, in order. A pinned one comes in however full its section is, and counts. What
/// stands in the issue already has been counted.
fn before_the_limits(candidates: Vec<Candidate<'_>>, mut turn: Turn, rest: &mut Vec<Decided>) -> Vec<Decided> {
    let mut chosen = Vec::new();
    for mut candidate in candidates {
        if let Some(against) = candidate.stands.take() {
            let why = against.map(|objection| (objection.rule, objection.reason));
            chosen.push(candidate.decided(Outcome::Chosen, why));
            continue;
        }
        let (section, source) = (candidate.section, candidate.source);
        let bitten = LIMITS.iter().find_map(|limit| Some((limit.id, (limit.bites)(&turn, section, source)?)));
        match bitten.filter(|_| !candidate.pinned) {
            Some(why) => rest.push(candidate.decided(Outcome::Waiting, Some(why))),
            None => {
                *turn.in_section.entry(section.name.clone()).or_default() += 1;
                *turn.of_source.entry(source.name.clone()).or_default() += 1;
                chosen.push(candidate.decided(Outcome::Chosen, None));
            }
        }
    }
    chosen
}

impl Candidate<'_> {
    /// Takes over what a twin has more, and that a person pinned it. What would make the rules speak
    /// against the item (an excluded word, a day before its own section's window) is not taken over.
    fn gain(&mut self, twin: &Item, occasion: &Occasion<'_>) {
        let completed = merge::completed(&self.item, twin);
        if judge(&completed, self.source, Some(self.section), occasion, &BTreeMap::new()).is_none() {
            self.item = completed;
        }
        self.pinned |= is_pinned(twin, occasion);
        if twin.source != self.item.source && !self.also_from.contains(&twin.source) {
            self.also_from.push(twin.source.clone());
        }
    }

    fn decided(self, outcome: Outcome, why: Option<(&'static str, String)>) -> Decided {
        let Candidate { item, section, pinned, also_from, .. } = self;
        Decided { item, also_from, pinned, section: Some(section.name.clone()), outcome, why }
    }
}

impl Objection {
    fn of(rule: &'static str, verdict: Verdict) -> Option<Objection> {
        match verdict {
            Verdict::Keep => None,
            Verdict::Drop(reason) => Some(Objection { rule, outcome: Outcome::Dropped, reason }),
            Verdict::Wait(reason) => Some(Objection { rule, outcome: Outcome::Waiting, reason }),
        }
    }

    fn no_section(reason: String) -> Objection {
        Objection { rule: "no-section", outcome: Outcome::Dropped, reason }
    }

    fn against(self, item: Item, section: Option<&Section>) -> Decided {
        let section = section.map(|section| section.name.clone());
        let Objection { rule, outcome, reason } = self;
        Decided { item, also_from: Vec::new(), pinned: false, section, outcome, why: Some((rule, reason)) }
    }
}

/// The first rule that has something against the item.
fn judge(
    item: &Item,
    source: &Source,
    section: Option<&Section>,
    occasion: &Occasion<'_>,
    passed: &BTreeMap<String, Passed>,
) -> Option<Objection> {
    let Occasion { config, issue, today, memory } = *occasion;
    let case = Case { item, source, section, issue, today, memory, lists: &config.curate, passed };
    RULES.iter().find_map(|rule| Objection::of(rule.id(), rule.judge(&case)))
}

fn is_pinned(item: &Item, occasion: &Occasion<'_>) -> bool {
    occasion.config.curate.pin.iter().any(|choice| choice.covers(item))
}

fn source_of<'a>(item: &Item, occasion: &Occasion<'a>) -> Option<&'a Source> {
    occasion.config.sources.iter().find(|source| source.name == item.source)
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
