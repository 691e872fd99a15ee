//! `include`: the words of which an item of the source needs one.

use super::words::{is_wanted_by_link, searched};
use crate::curate::{Case, Rule, Verdict};
use crate::model::words::contains;

/// An item without any of the words that its source includes.
pub(super) struct Include;

impl Rule for Include {
    fn id(&self) -> &'static str {
        "include"
    }

    fn sentence(&self) -> &'static str {
        "It has none of the words that this source includes."
    }

    fn judge(&self, case: &Case<'_>) -> Verdict {
        let text = searched(case);
        if is_wanted_by_link(case)
            || case.source.include.is_empty()
            || case.source.include.iter().any(|word| contains(&text, word))
        {
            return Verdict::Keep;
        }
        Verdict::Drop(format!(
            "has none of the words {}",
            case.source.include.iter().map(|word| format!("“{word}”")).collect::<Vec<_>>().join(", ")
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::curate::rules::testing::{article, judge, judge_by, lists};

    #[test]
    fn an_included_word_in_title_or_summary_keeps() {
        let mut item = article("A quiet month");
        item.summary = Some("What OSPOs did in October.".into());
        assert_eq!(judge(&Include, &item), Verdict::Keep);
        assert!(matches!(judge(&Include, &article("A quiet month")), Verdict::Drop(_)));
    }

    #[test]
    fn only_a_pinned_link_passes_the_words_of_its_source() {
        let item = article("A quiet month");
        assert_eq!(judge_by(&Include, &item, &lists("https://example.org/a-quiet-month", "", "")), Verdict::Keep);
        assert!(matches!(judge_by(&Include, &item, &lists("source:source", "", "")), Verdict::Drop(_)));
    }
}
