//! `cancelled`: events that will not take place.

use crate::curate::{Case, Rule, Verdict};
use crate::model::item::EventStatus;

/// An event that its source says is cancelled.
pub(super) struct Cancelled;

impl Rule for Cancelled {
    fn id(&self) -> &'static str {
        "cancelled"
    }

    fn sentence(&self) -> &'static str {
        "The event was cancelled."
    }

    fn judge(&self, case: &Case<'_>) -> Verdict {
        match case.item.event() {
            Some(event) if event.status == EventStatus::Cancelled => {
                Verdict::Drop("the source says that the event is cancelled".into())
            }
            _ => Verdict::Keep,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::curate::rules::testing::{event, judge};
    use crate::model::item::Details;
    use jiff::civil::date;

    #[test]
    fn a_cancelled_event_is_dropped_and_a_postponed_one_kept() {
        let with = |status| {
            let mut item = event("OSPO day", date(2027, 1, 20));
            if let Details::Event(event) = &mut item.details {
                event.status = status;
            }
            judge(&Cancelled, &item)
        };
        assert!(matches!(with(EventStatus::Cancelled), Verdict::Drop(_)));
        assert_eq!(with(EventStatus::Postponed), Verdict::Keep);
    }
}
