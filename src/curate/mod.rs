//! Curation: which of the collected items the issue gets, which wait, which are left out, and why.
//!
//! Two tables decide. [`RULES`] judge an item by itself and against what was published; [`LIMITS`]
//! judge it by its turn, once sections are in order. Each rule is one file with one sentence an
//! editor would say; deleting its row disables it wholly. No I/O, no clock: what past issues and
//! records know comes in as [`Memory`]. What people decide by hand (`[curate]`) stands before the
//! rules: blocked and held are rules themselves, a pin passes those that are a matter of taste.

mod alike;
pub mod limits;
mod memory;
mod merge;
pub mod rank;
pub mod rules;
mod run;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::config::choice::Choice;
use crate::config::tables::CurateTable;
use crate::config::{Config, Section, Source};
use crate::model::item::Item;
pub use alike::PastEntry;
pub use limits::LIMITS;
pub use rules::RULES;
pub use run::{Curated, Decided, could_be_chosen, run, run_by};

/// What is known from before: plain data, made by `commands` from the archive and the records.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    /// By canonical link key: where the link stood in past issues, oldest first.
    pub published: BTreeMap<String, Vec<Appearance>>,
    /// The entries of past issues, to show what an item is like.
    pub entries: Vec<PastEntry>,
    /// Sources that some record has seen before, that of this issue included.
    pub known_sources: BTreeSet<String>,
    /// Those of them that the record of an earlier issue has seen.
    pub known_at_last_issue: BTreeSet<String>,
    /// The date of the newest issue before this one.
    pub last_issue: Option<Date>,
    /// Undated items with which their source began, by identity: they keep waiting.
    pub baseline: BTreeSet<String>,
    /// What editors took out of issues, by canonical link key.
    pub taken_out: BTreeMap<String, Vec<TakenOut>>,
    /// What the issue holds already, where it is drafted again.
    pub open: Open,
    /// What past issues took of what they were offered; `order = "rank"` learns from it.
    pub past: rank::Past,
}

/// What an editor took out of an issue.
#[derive(Clone, Debug, PartialEq)]
pub struct TakenOut {
    /// The issue's file name.
    pub issue: String,
    /// The item as it was then; none where only its link is known.
    pub item: Option<Item>,
    /// What may be said instead of "an editor took it out": nobody can tell whether one did.
    pub unsure: Option<String>,
}

/// What stands in the issue that is drafted again. It counts, and no rule takes it out.
#[derive(Clone, Debug, Default)]
pub struct Open {
    /// Identities of items that stand in it.
    pub standing: BTreeSet<String>,
    /// Entries by section name.
    pub in_section: BTreeMap<String, usize>,
    /// Entries by source name.
    pub of_source: BTreeMap<String, usize>,
}

/// Where a link stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appearance {
    /// Path of the issue, as people write it.
    pub issue: String,
    /// The heading of the section.
    pub section: String,
    /// The first day that the entry gave (events).
    pub start: Option<Date>,
}

/// What a rule may look at.
#[derive(Debug)]
pub struct Case<'a> {
    /// The item.
    pub item: &'a Item,
    /// Its source.
    pub source: &'a Source,
    /// The section it would go to; none when no section takes its type.
    pub section: Option<&'a Section>,
    /// The day of the issue.
    pub issue: Date,
    /// The day of the run.
    pub today: Date,
    /// What is known from before.
    pub memory: &'a Memory,
    /// What people decided by hand.
    pub lists: &'a CurateTable,
    /// Items of this run that have already passed, by identity.
    pub passed: &'a BTreeMap<String, Passed>,
}

impl Case<'_> {
    /// The line of `pin` that means this item.
    pub fn pin(&self) -> Option<&Choice> {
        self.lists.pin.iter().find(|choice| choice.covers(self.item))
    }
}

/// An item that has passed, as reasons name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passed {
    /// The name of its source.
    pub source: String,
    /// Its title.
    pub title: String,
}

/// What a rule says of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing against it.
    Keep,
    /// It stays out; the reason.
    Drop(String),
    /// It could come in, later or by hand; the reason.
    Wait(String),
}

/// A rule that judges one item.
pub trait Rule: Sync {
    /// Its name in records, reports and `explain`.
    fn id(&self) -> &'static str;
    /// What an editor would say.
    fn sentence(&self) -> &'static str;
    /// Judges.
    fn judge(&self, case: &Case<'_>) -> Verdict;
}

/// Everything that curating needs.
#[derive(Debug)]
pub struct Occasion<'a> {
    /// The newsletter.
    pub config: &'a Config,
    /// The day of the issue.
    pub issue: Date,
    /// The day of the run.
    pub today: Date,
    /// What is known from before.
    pub memory: &'a Memory,
}
