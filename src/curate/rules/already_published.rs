//! `published-before`: what stood in an earlier issue. Events come back until they are over, unless
//! the section says otherwise.

use crate::curate::{Appearance, Case, Rule, Verdict};
use crate::model::item::Item;

/// An item whose link stood in an earlier issue, in a section that does not repeat (`repeat`).
pub(super) struct AlreadyPublished;

impl Rule for AlreadyPublished {
    fn id(&self) -> &'static str {
        "published-before"
    }

    fn sentence(&self) -> &'static str {
        "It stood in an earlier issue."
    }

    fn judge(&self, case: &Case<'_>) -> Verdict {
        let Some(link) = &case.item.url else { return Verdict::Keep };
        if case.section.is_some_and(|section| section.repeat) {
            return Verdict::Keep;
        }
        let stood = case.memory.published.get(link.key()).map(Vec::as_slice).unwrap_or_default();
        match stood.iter().rfind(|stood| is_meant(stood, case.item)) {
            Some(last) => Verdict::Drop(format!("stood in {} ({})", last.issue, last.section)),
            None => Verdict::Keep,
        }
    }
}

/// The same address on another day is another event.
fn is_meant(stood: &Appearance, item: &Item) -> bool {
    item.event().is_none_or(|event| stood.start == Some(event.start.day()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::curate::Memory;
    use crate::curate::rules::testing::{article, event, judge_with};
    use jiff::civil::date;
    use std::collections::BTreeMap;

    #[test]
    fn news_never_come_again_and_events_do_until_they_are_over() {
        let appearance = Appearance { issue: "issues/2026-10-27.md".into(), section: "News".into(), start: None };
        let memory = |item: &crate::model::item::Item| Memory {
            published: item.url.iter().map(|link| (link.key().to_owned(), vec![appearance.clone()])).collect(),
            ..Memory::default()
        };
        let news = article("OSPO news");
        let verdict = judge_with(&AlreadyPublished, &news, &memory(&news), &BTreeMap::new());
        assert_eq!(verdict, Verdict::Drop("stood in issues/2026-10-27.md (News)".into()));
        let summit = event("OSPO summit", date(2027, 1, 20));
        assert_eq!(judge_with(&AlreadyPublished, &summit, &memory(&summit), &BTreeMap::new()), Verdict::Keep);
    }
}
