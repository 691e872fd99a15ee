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
            Some(twin) if twin.source == case.item.source => {
                Verdict::Drop(format!("`{}` has it twice; “{}” was kept", twin.source, twin.title))
            }
            Some(twin) => Verdict::Drop(format!("the same as “{}” from `{}`", twin.title, twin.source)),
            None => Verdict::Keep,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::curate::rules::testing::{article, event, judge_with};
    use crate::curate::{Memory, Passed};
    use jiff::civil::date;
    use std::collections::BTreeMap;

    #[test]
    fn equal_links_are_one_thing_and_equal_event_links_of_two_years_are_two() {
        let passed = |item: crate::model::item::Item| {
            (item.identity(), Passed { source: "other".into(), title: format!("{}!", item.title) })
        };
        let passed = BTreeMap::from([passed(article("OSPO news")), passed(event("Summit", date(2026, 12, 1)))]);
        let judged = |item| judge_with(&Duplicate, &item, &Memory::default(), &passed);
        assert_eq!(judged(article("OSPO news")), Verdict::Drop("the same as “OSPO news!” from `other`".into()));
        assert_eq!(judged(event("Summit", date(2027, 12, 1))), Verdict::Keep);
    }
}
