//! `exclude` and `include`: the word lists of a source.

use crate::curate::{Case, Rule, Verdict};
use crate::model::words::{contains, fold};

/// An item with a word that its source excludes.
pub(super) struct Exclude;

/// An item without any of the words that its source includes.
pub(super) struct Include;

impl Rule for Exclude {
    fn id(&self) -> &'static str {
        "exclude"
    }

    fn sentence(&self) -> &'static str {
        "It has a word that this source excludes."
    }

    fn judge(&self, case: &Case<'_>) -> Verdict {
        if is_wanted_by_link(case) {
            return Verdict::Keep;
        }
        let text = searched(case);
        match case.source.exclude.iter().find(|word| contains(&text, word)) {
            Some(word) => Verdict::Drop(format!("has the excluded word “{word}”")),
            None => Verdict::Keep,
        }
    }
}

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

/// Whether a person asked for exactly this. A pin on a source or on words does not switch off the
/// words of the source.
fn is_wanted_by_link(case: &Case<'_>) -> bool {
    case.pin().is_some_and(|choice| choice.is_one_link())
}

/// Title and summary, folded for comparison.
fn searched(case: &Case<'_>) -> String {
    fold(&format!("{}\n{}", case.item.title, case.item.summary.as_deref().unwrap_or_default()))
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

    #[test]
    fn an_excluded_word_drops() {
        assert_eq!(
            judge(&Exclude, &article("OSPO Webinars of the year")),
            Verdict::Drop("has the excluded word “webinar”".into())
        );
        assert_eq!(judge(&Exclude, &article("OSPO of the year")), Verdict::Keep);
    }
}
