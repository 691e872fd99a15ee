//! `first-run`: the undated items that a new source begins with.

use crate::curate::{Case, Rule, Verdict};
use crate::model::item::ItemType;

/// An undated article or job of a source that no record has seen before: part of its baseline, not
/// news. What appears later is new, whatever its date. Hand-submitted items are never a baseline.
pub(super) struct FirstRun;

impl Rule for FirstRun {
    fn id(&self) -> &'static str {
        "first-run"
    }

    fn sentence(&self) -> &'static str {
        "It has no date and its source is new, so nobody can tell whether it is news."
    }

    fn judge(&self, case: &Case<'_>) -> Verdict {
        let dated = case.item.published.is_some() || case.item.item_type() == ItemType::Event;
        let by_hand = case.source.kind.name == "inbox";
        let is_baseline = || case.memory.baseline.contains(&case.item.identity());
        let known = case.memory.known_sources.contains(&case.source.name) && !is_baseline();
        if dated || by_hand || case.pin().is_some() || known {
            return Verdict::Keep;
        }
        Verdict::Wait(format!("undated, and this is the first run with `{}`", case.source.name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::curate::Memory;
    use crate::curate::rules::testing::{article, judge, judge_by, judge_with, lists};
    use std::collections::BTreeMap;

    #[test]
    fn an_undated_feed_does_not_flood_its_first_issue() {
        let item = article("OSPO news");
        assert!(matches!(judge(&FirstRun, &item), Verdict::Wait(_)));
        assert_eq!(judge_by(&FirstRun, &item, &lists("OSPO", "", "")), Verdict::Keep);
        let memory = Memory { known_sources: ["source".to_owned()].into(), ..Memory::default() };
        assert_eq!(judge_with(&FirstRun, &item, &memory, &BTreeMap::new()), Verdict::Keep);
    }
}
