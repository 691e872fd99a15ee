//! `closed`: jobs that nobody can apply for any more when the issue appears.

use crate::curate::{Case, Rule, Verdict};

/// A job whose deadline or expiry lies before the issue.
pub(super) struct Closed;

impl Rule for Closed {
    fn id(&self) -> &'static str {
        "closed"
    }

    fn sentence(&self) -> &'static str {
        "Applications will have closed when the issue appears."
    }

    fn judge(&self, case: &Case<'_>) -> Verdict {
        let Some(job) = case.item.job() else { return Verdict::Keep };
        match (job.closes, job.expires) {
            (Some(day), _) if day < case.issue => {
                Verdict::Drop(format!("applications close on {day}, before the issue of {}", case.issue))
            }
            (_, Some(day)) if day < case.issue => {
                Verdict::Drop(format!("the posting expires on {day}, before the issue of {}", case.issue))
            }
            _ => Verdict::Keep,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::curate::rules::testing::{job, judge};
    use crate::model::item::Details;
    use jiff::civil::date;

    #[test]
    fn a_job_must_be_open_on_the_day_of_the_issue() {
        let closing = |day| {
            let mut item = job("OSPO lead");
            if let Details::Job(job) = &mut item.details {
                job.closes = Some(day);
            }
            judge(&Closed, &item)
        };
        assert_eq!(closing(date(2026, 11, 24)), Verdict::Keep);
        assert!(matches!(closing(date(2026, 11, 23)), Verdict::Drop(_)));
    }
}
