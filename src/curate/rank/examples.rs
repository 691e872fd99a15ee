//! What was on offer for past issues: taken or left out.
//!
//! An issue with a record: what the record had in the draft, or would have had with more room. One
//! without: what the sources at hand had out by then, inside the section's window. Left out is what
//! no issue took; what a later issue took was only put off and teaches nothing of the earlier one.
//! What rules or words kept away was nobody's choice and is no example.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::past::PastIssue;
use crate::config::Section;
use crate::curate::{Case, Occasion, RULES, Verdict};
use crate::model::item::Item;

/// Most examples, the newest issues first: learning stays quick however old the newsletter is.
const CAP: usize = 3_000;

/// Rules that say the same of an item on any day.
const TIMELESS: &[&str] = &["blocked", "exclude", "include", "no-title", "no-link"];

/// Something that an issue could have taken.
#[derive(Clone, Copy, Debug)]
pub(super) struct Example<'a> {
    pub(super) item: &'a Item,
    /// The date of the issue.
    pub(super) issue: Date,
    pub(super) taken: bool,
}

/// The examples of a section; newest issues first, within one by identity.
pub(super) fn of<'a>(items: &'a [Item], section: &Section, occasion: &Occasion<'a>) -> Vec<Example<'a>> {
    let past = &occasion.memory.past;
    let mut known: BTreeMap<String, &Item> = BTreeMap::new();
    for item in past.ever_offered().chain(items).filter(|item| is_eligible(item, section, occasion)) {
        known.insert(item.identity(), item);
    }
    let first_taken = first_taken(&known, past.issues());
    let mut examples = Vec::new();
    for (number, issue) in past.issues().iter().enumerate().rev() {
        let offered: BTreeMap<String, &Item> = match past.offered(issue.date) {
            Some(offered) => {
                let here = offered.iter().filter(|item| is_eligible(item, section, occasion));
                here.map(|item| (item.identity(), item)).collect()
            }
            None => known
                .iter()
                .filter(|(_, item)| was_out(item, section, issue.date))
                .map(|(identity, item)| (identity.clone(), *item))
                .collect(),
        };
        let judged = offered.iter().filter_map(|(identity, item)| match first_taken.get(identity) {
            Some(first) if *first == number => Some((item, true)),
            Some(_) => None,
            None => Some((item, false)),
        });
        examples.extend(judged.map(|(item, taken)| Example { item, issue: issue.date, taken }));
        if examples.len() >= CAP {
            break;
        }
    }
    examples.truncate(CAP);
    examples
}

/// By identity: the first issue that took it.
fn first_taken<'a>(known: &BTreeMap<String, &'a Item>, issues: &[PastIssue]) -> BTreeMap<String, usize> {
    let first = |item: &'a Item| issues.iter().position(|issue| issue.has(item));
    known.iter().filter_map(|(identity, item)| Some((identity.clone(), first(item)?))).collect()
}

/// Whether the item goes to this section and no timeless rule speaks against it.
fn is_eligible(item: &Item, section: &Section, occasion: &Occasion<'_>) -> bool {
    let Occasion { config, issue, today, memory } = *occasion;
    let Some(source) = config.sources.iter().find(|source| source.name == item.source) else { return false };
    let goes_here = config.section_for(&source.name, item.item_type()).filter(|own| own.name == section.name);
    let passed = BTreeMap::new();
    let case = Case { item, source, section: goes_here, issue, today, memory, lists: &config.curate, passed: &passed };
    let mut timeless = RULES.iter().filter(|rule| TIMELESS.contains(&rule.id()));
    goes_here.is_some() && timeless.all(|rule| rule.judge(&case) == Verdict::Keep)
}

/// Whether the item was to be had on the day of an issue, and inside the section's window.
fn was_out(item: &Item, section: &Section, issue: Date) -> bool {
    let out = item.published.map_or(item.first_seen, |published| published.day());
    if out > issue {
        return false;
    }
    match item.event() {
        Some(event) => (issue..=section.ahead.after(issue)).contains(&event.start.day()),
        None => out >= section.window.before(issue),
    }
}
