//! `too-far`: events further ahead than the section looks.

use crate::curate::{Case, Rule, Verdict};

/// An event that starts after the section's `ahead`: it waits for its time.
pub(super) struct TooFar;

impl Rule for TooFar {
    fn id(&self) -> &'static str {
        "too-far"
    }

    fn sentence(&self) -> &'static str {
        "It is further ahead than the section looks."
    }

    fn judge(&self, case: &Case<'_>) -> Verdict {
        let (Some(section), Some(event)) = (case.section, case.item.event()) else { return Verdict::Keep };
        let last = section.ahead.after(case.issue);
        let start = event.start.day();
        if start <= last || case.pin().is_some() {
            return Verdict::Keep;
        }
        Verdict::Wait(format!("starts on {start}; section `{}` looks ahead to {last}", section.name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::curate::rules::testing::{event, judge, judge_by, lists};
    use jiff::civil::date;

    #[test]
    fn an_event_beyond_the_horizon_waits() {
        assert_eq!(judge(&TooFar, &event("Near", date(2027, 3, 24))), Verdict::Keep);
        let far = event("Far", date(2027, 3, 25));
        assert!(matches!(judge(&TooFar, &far), Verdict::Wait(_)));
        assert_eq!(judge_by(&TooFar, &far, &lists("far", "", "")), Verdict::Keep);
    }
}
