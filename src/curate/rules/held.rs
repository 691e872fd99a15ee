//! `held`: what a person keeps back for now, by `hold` in `[curate]`.

use crate::curate::{Case, Rule, Verdict};

/// An item that a person keeps back. Held is stronger than pinned.
pub(super) struct Held;

impl Rule for Held {
    fn id(&self) -> &'static str {
        "held"
    }

    fn sentence(&self) -> &'static str {
        "It is held back by hand in sources.toml."
    }

    fn judge(&self, case: &Case<'_>) -> Verdict {
        match case.lists.hold.iter().find(|choice| choice.covers(case.item)) {
            Some(choice) => Verdict::Wait(format!("[curate] holds “{choice}”")),
            None => Verdict::Keep,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::curate::rules::testing::{article, judge_by, lists};

    #[test]
    fn what_is_held_waits_even_when_it_is_pinned() {
        let lists = lists("ospo", "https://www.example.org/ospo-news/", "");
        let held = judge_by(&Held, &article("OSPO news"), &lists);
        assert_eq!(held, Verdict::Wait("[curate] holds “https://www.example.org/ospo-news/”".into()));
        assert_eq!(judge_by(&Held, &article("OSPO report"), &lists), Verdict::Keep);
    }
}
