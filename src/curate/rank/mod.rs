//! `order = "rank"`: what editors took of what they were offered teaches an order.
//!
//! Everything is learned anew at each run, from past issues, records and the items at hand, offline:
//! there is no file of weights. [`examples`] finds what was taken and what was left out, [`features`]
//! says what can be told of an item, [`model`] learns. A section whose past teaches too little is
//! ordered by date, and says so.

mod examples;
mod features;
mod model;
mod past;

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::Occasion;
use crate::config::Section;
use crate::config::tables::Order;
use crate::model::item::Item;
use crate::model::standing::Standing;
use model::Model;
pub use past::Past;

/// Fewest past issues from which an order is learned.
pub const FEWEST_ISSUES: usize = 10;
/// Fewest items that were taken, and fewest that were left out.
pub const FEWEST_EXAMPLES: usize = 5;

/// What was learned for each section that is ordered by rank.
#[derive(Debug, Default)]
pub struct Rankings {
    models: BTreeMap<String, Model>,
    /// Why a section is ordered by date instead, in a person's words.
    pub notes: Vec<String>,
}

impl Rankings {
    /// Learns for every section with `order = "rank"`. `items` are those of this run.
    pub fn learn(items: &[Item], occasion: &Occasion<'_>) -> Rankings {
        let mut rankings = Rankings::default();
        for section in occasion.config.sections.iter().filter(|section| section.order == Order::Rank) {
            match learned(items, section, occasion) {
                Ok(model) => drop(rankings.models.insert(section.name.clone(), model)),
                Err(reason) => rankings.notes.push(format!(
                    "section `{}` is ordered by date: order = \"rank\" learns from past issues, and {reason}",
                    section.name
                )),
            }
        }
        rankings
    }

    /// Where an item stands in its section on the day of the issue; none where nothing was learned.
    pub fn standing(&self, section: &Section, item: &Item, issue: Date) -> Option<Standing> {
        Some(self.models.get(&section.name)?.standing(item, issue))
    }
}

/// The model of a section, or why there is none.
fn learned(items: &[Item], section: &Section, occasion: &Occasion<'_>) -> Result<Model, String> {
    let issues = occasion.memory.past.issues().len();
    if issues < FEWEST_ISSUES {
        return Err(format!("there are {issues} of the {FEWEST_ISSUES} that it takes"));
    }
    let examples = examples::of(items, section, occasion);
    let taken = examples.iter().filter(|example| example.taken).count();
    let left_out = examples.len() - taken;
    if taken.min(left_out) < FEWEST_EXAMPLES {
        return Err(format!(
            "of what its sources offered then, {taken} taken and {left_out} left out are known (it takes \
             {FEWEST_EXAMPLES} of each)"
        ));
    }
    Ok(Model::learn(&examples))
}
