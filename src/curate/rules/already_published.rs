//! `published-before`: what stood in an earlier issue. Events come back until they are over.

use crate::curate::{Case, Rule, Verdict};
use crate::model::item::ItemType;

/// A job or an article whose link stood in an earlier issue.
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
        if case.item.item_type() == ItemType::Event {
            return Verdict::Keep;
        }
        match case.memory.published.get(link.key()).and_then(|stood| stood.last()) {
            Some(last) => Verdict::Drop(format!("stood in {} ({})", last.issue, last.section)),
            None => Verdict::Keep,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::curate::rules::testing::{article, event, judge_with};
    use crate::curate::{Appearance, Memory};
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
