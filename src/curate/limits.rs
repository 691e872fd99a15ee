//! Limits: rules that judge an item by its turn, once its section is in order.

use std::collections::BTreeMap;

use crate::config::{Section, Source};

/// What a limit may look at: how many are in already.
#[derive(Debug, Default)]
pub struct Turn {
    /// Entries by section name.
    pub in_section: BTreeMap<String, usize>,
    /// Entries by source name.
    pub of_source: BTreeMap<String, usize>,
}

/// One limit: its name, what an editor would say, and the reason to wait where it bites.
pub struct Limit {
    /// Its name in records, reports and `explain`.
    pub id: &'static str,
    /// What an editor would say.
    pub sentence: &'static str,
    /// The reason to wait, or none.
    pub bites: fn(&Turn, &Section, &Source) -> Option<String>,
}

/// Every limit there is; the first that bites decides.
pub const LIMITS: &[Limit] = &[
    Limit { id: "source-limit", sentence: "The source has had its share of this issue.", bites: source_is_full },
    Limit { id: "section-full", sentence: "The section is full.", bites: section_is_full },
];

/// Most entries that a source without a `limit` has in one issue: no source may flood it.
pub const SOURCE_CAP: usize = 300;

fn source_is_full(turn: &Turn, _: &Section, source: &Source) -> Option<String> {
    let taken = turn.of_source.get(&source.name).copied().unwrap_or_default();
    match source.limit {
        Some(limit) => (taken >= limit).then(|| format!("`{}` has its {limit} entries", source.name)),
        None => (taken >= SOURCE_CAP).then(|| {
            format!("`{}` has {SOURCE_CAP} entries, the most that a source without `limit` gets", source.name)
        }),
    }
}

fn section_is_full(turn: &Turn, section: &Section, _: &Source) -> Option<String> {
    let limit = section.limit?;
    let taken = turn.in_section.get(&section.name).copied().unwrap_or_default();
    (taken >= limit).then(|| format!("section `{}` has its {limit} entries", section.name))
}
