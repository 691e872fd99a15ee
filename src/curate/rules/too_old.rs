//! `too-old`: articles and jobs from before the section's window.

use crate::curate::{Case, Rule, Verdict};
use crate::model::item::ItemType;

/// An article or job that is dated before the window, unless it came to light since the last issue:
/// a source that we knew then did not have it, so it went live later than its date says. Where there
/// is no date the day counts on which it was first seen.
pub(super) struct TooOld;

impl Rule for TooOld {
    fn id(&self) -> &'static str {
        "too-old"
    }

    fn sentence(&self) -> &'static str {
        "It is older than the section's window."
    }

    fn judge(&self, case: &Case<'_>) -> Verdict {
        let Some(section) = case.section.filter(|_| case.item.item_type() != ItemType::Event) else {
            return Verdict::Keep;
        };
        let first = section.window.before(case.issue);
        let window = format!("before the window of section `{}` that begins on {first}", section.name);
        match case.item.published.map(|published| published.day()) {
            _ if case.pin().is_some() => Verdict::Keep,
            Some(day) if day < first && !came_to_light(case) => Verdict::Drop(format!("of {day}, {window}")),
            // What people sent in waits for people.
            None if case.item.first_seen < first && case.source.kind.name != "inbox" => {
                Verdict::Drop(format!("undated and first seen on {}, {window}", case.item.first_seen))
            }
            _ => Verdict::Keep,
        }
    }
}

/// Whether a source known at the time of the last issue shows the item only since then.
fn came_to_light(case: &Case<'_>) -> bool {
    case.memory.known_at_last_issue.contains(&case.source.name)
        && case.memory.last_issue.is_some_and(|last| case.item.first_seen > last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::curate::Memory;
    use crate::curate::rules::testing::{article, judge, judge_by, judge_with, lists};
    use crate::model::dates::When;
    use crate::model::item::DateOrigin;
    use jiff::civil::date;
    use std::collections::{BTreeMap, BTreeSet};

    #[test]
    fn the_window_counts_back_from_the_day_of_the_issue() {
        let dated = |day| {
            let mut item = article("OSPO news");
            item.dated(When::Day(day), DateOrigin::Feed);
            item
        };
        assert_eq!(judge(&TooOld, &dated(date(2026, 10, 10))), Verdict::Keep);
        assert!(matches!(judge(&TooOld, &dated(date(2026, 10, 9))), Verdict::Drop(_)));
        let pinned = judge_by(&TooOld, &dated(date(2025, 1, 1)), &lists("source:source", "", ""));
        assert_eq!(pinned, Verdict::Keep);
        let memory = Memory {
            known_at_last_issue: ["source".to_owned()].into(),
            last_issue: Some(date(2026, 10, 27)),
            ..Memory::default()
        };
        let late = judge_with(&TooOld, &dated(date(2026, 10, 1)), &memory, &BTreeMap::new());
        assert_eq!(late, Verdict::Keep, "first seen since the last issue, whatever its date says");
        let new_source =
            Memory { known_at_last_issue: BTreeSet::new(), known_sources: ["source".to_owned()].into(), ..memory };
        let again = judge_with(&TooOld, &dated(date(2026, 10, 1)), &new_source, &BTreeMap::new());
        assert!(
            matches!(again, Verdict::Drop(_)),
            "what a source of this issue began with is as old in its second draft"
        );
    }

    #[test]
    fn what_has_no_date_is_as_old_as_our_knowledge_of_it() {
        let seen = |day| {
            let mut item = article("OSPO news");
            item.first_seen = day;
            judge(&TooOld, &item)
        };
        assert_eq!(seen(date(2026, 10, 10)), Verdict::Keep);
        assert!(matches!(seen(date(2026, 10, 9)), Verdict::Drop(_)));
    }
}
