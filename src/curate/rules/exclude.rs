//! `exclude`: the words that a source must not have.

use super::words::{is_wanted_by_link, searched};
use crate::curate::{Case, Rule, Verdict};
use crate::model::words::contains;

/// An item with a word that its source excludes.
pub(super) struct Exclude;

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::curate::rules::testing::{article, judge};

    #[test]
    fn an_excluded_word_drops() {
        assert_eq!(
            judge(&Exclude, &article("OSPO Webinars of the year")),
            Verdict::Drop("has the excluded word “webinar”".into())
        );
        assert_eq!(judge(&Exclude, &article("OSPO of the year")), Verdict::Keep);
    }
}
