//! `duplicate`: the same thing from two sources (or twice from one).

use crate::curate::{Case, Rule, Verdict};

/// An item that has already passed in this run.
pub(super) struct Duplicate;

impl Rule for Duplicate {
    fn id(&self) -> &'static str {
        "duplicate"
    }

    fn sentence(&self) -> &'static str {
        "The same thing came from a source further up."
    }

    fn judge(&self, case: &Case<'_>) -> Verdict {
        match case.passed.get(&case.item.identity()) {
            Some(source) if *source == case.item.source => Verdict::Drop(format!("`{source}` has it twice")),
            Some(source) => Verdict::Drop(format!("the same link came from `{source}`")),
            None => Verdict::Keep,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::curate::Memory;
    use crate::curate::rules::testing::{article, event, judge_with};
    use jiff::civil::date;
    use std::collections::BTreeMap;

    #[test]
    fn equal_links_are_one_thing_and_equal_event_links_of_two_years_are_two() {
        let passed = BTreeMap::from([
            (article("OSPO news").identity(), "other".to_owned()),
            (event("Summit", date(2026, 12, 1)).identity(), "other".to_owned()),
        ]);
        let judged = |item| judge_with(&Duplicate, &item, &Memory::default(), &passed);
        assert_eq!(judged(article("OSPO news")), Verdict::Drop("the same link came from `other`".into()));
        assert_eq!(judged(event("Summit", date(2027, 12, 1))), Verdict::Keep);
    }
}
