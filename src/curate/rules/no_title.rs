//! `no-title`: items that the issue would have to call something.

use crate::curate::{Case, Rule, Verdict};

/// An item without a title waits for a person to give it one: titles are never invented.
pub(super) struct NoTitle;

impl Rule for NoTitle {
    fn id(&self) -> &'static str {
        "no-title"
    }

    fn sentence(&self) -> &'static str {
        "It has no title."
    }

    fn judge(&self, case: &Case<'_>) -> Verdict {
        match case.item.title.trim() {
            "" => Verdict::Wait("the source gives no title".into()),
            _ => Verdict::Keep,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::curate::rules::testing::{article, judge};

    #[test]
    fn an_item_without_a_title_waits() {
        assert_eq!(judge(&NoTitle, &article("OSPO news")), Verdict::Keep);
        assert!(matches!(judge(&NoTitle, &article(" ")), Verdict::Wait(_)));
    }
}
