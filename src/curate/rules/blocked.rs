//! `blocked`: what a person does not want in the newsletter, by `block` in `[curate]`.

use crate::curate::{Case, Rule, Verdict};

/// An item that a person has blocked.
pub(super) struct Blocked;

impl Rule for Blocked {
    fn id(&self) -> &'static str {
        "blocked"
    }

    fn sentence(&self) -> &'static str {
        "It is blocked by hand in sources.toml."
    }

    fn judge(&self, case: &Case<'_>) -> Verdict {
        match case.lists.block.iter().find(|choice| choice.covers(case.item)) {
            Some(choice) => Verdict::Drop(format!("[curate] blocks “{choice}”")),
            None => Verdict::Keep,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::curate::rules::testing::{article, judge_by, lists};

    #[test]
    fn what_is_blocked_is_dropped_and_the_rest_kept() {
        let lists = lists("", "", "sponsored");
        let sponsored = judge_by(&Blocked, &article("Sponsored: OSPO tools"), &lists);
        assert_eq!(sponsored, Verdict::Drop("[curate] blocks “sponsored”".into()));
        assert_eq!(judge_by(&Blocked, &article("OSPO news"), &lists), Verdict::Keep);
    }
}
