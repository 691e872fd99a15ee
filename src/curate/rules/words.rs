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
        if case.source.include.is_empty() || case.source.include.iter().any(|word| contains(&text, word)) {
            return Verdict::Keep;
        }
        Verdict::Drop(format!(
            "has none of the words {}",
            case.source.include.iter().map(|word| format!("“{word}”")).collect::<Vec<_>>().join(", ")
        ))
    }
}

/// Title and summary, folded for comparison.
fn searched(case: &Case<'_>) -> String {
    fold(&format!("{}\n{}", case.item.title, case.item.summary.as_deref().unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::curate::rules::testing::{article, judge};

    #[test]
    fn an_included_word_in_title_or_summary_keeps() {
        let mut item = article("A quiet month");
        item.summary = Some("What OSPOs did in October.".into());
        assert_eq!(judge(&Include, &item), Verdict::Keep);
        assert!(matches!(judge(&Include, &article("A quiet month")), Verdict::Drop(_)));
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
