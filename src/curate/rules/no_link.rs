//! `no-link`: items that readers could not open.

use crate::curate::{Case, Rule, Verdict};

/// An item without an http(s) address waits for a person to find one.
pub(super) struct NoLink;

impl Rule for NoLink {
    fn id(&self) -> &'static str {
        "no-link"
    }

    fn sentence(&self) -> &'static str {
        "It has no link that readers could open."
    }

    fn judge(&self, case: &Case<'_>) -> Verdict {
        match &case.item.url {
            Some(_) => Verdict::Keep,
            None if case.item.original_url.is_empty() => Verdict::Wait("the source gives no link".into()),
            None => Verdict::Wait("the source's link is not an http(s) address".into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::curate::rules::testing::{article, judge};

    #[test]
    fn an_item_without_link_waits() {
        let mut item = article("OSPO news");
        assert_eq!(judge(&NoLink, &item), Verdict::Keep);
        item.linked("mailto:someone@example.org");
        assert!(matches!(judge(&NoLink, &item), Verdict::Wait(_)));
    }
}
