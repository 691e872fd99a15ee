//! `over`: events that have ended before the issue appears.

use crate::curate::{Case, Rule, Verdict};

/// An event whose last day lies before the issue.
pub(super) struct Over;

impl Rule for Over {
    fn id(&self) -> &'static str {
        "over"
    }

    fn sentence(&self) -> &'static str {
        "The event will be over when the issue appears."
    }

    fn judge(&self, case: &Case<'_>) -> Verdict {
        match case.item.event().map(|event| event.last_day()) {
            Some(last) if last < case.issue => {
                Verdict::Drop(format!("ends on {last}, before the issue of {}", case.issue))
            }
            _ => Verdict::Keep,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::curate::rules::testing::{event, judge};
    use jiff::civil::date;

    #[test]
    fn an_event_that_ends_on_the_day_of_the_issue_stays() {
        assert_eq!(judge(&Over, &event("Today", date(2026, 11, 24))), Verdict::Keep);
        assert!(matches!(judge(&Over, &event("Yesterday", date(2026, 11, 23))), Verdict::Drop(_)));
    }
}
