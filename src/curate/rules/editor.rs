//! `editor`: what a person took out of an issue.

use jiff::civil::Date;

use crate::curate::{Case, Rule, Verdict};
use crate::model::item::{DateOrigin, Details, Item};

/// An item whose entry an editor deleted, from this issue or an earlier one. It comes back only when
/// its source gives it other dates: then it is another thing.
pub(super) struct Editor;

impl Rule for Editor {
    fn id(&self) -> &'static str {
        "editor"
    }

    fn sentence(&self) -> &'static str {
        "An editor took it out."
    }

    fn judge(&self, case: &Case<'_>) -> Verdict {
        let Some(link) = &case.item.url else { return Verdict::Keep };
        let taken_out = case.memory.taken_out.get(link.key()).map(Vec::as_slice).unwrap_or_default();
        let same = |then: &Item| is_same(then, case.item);
        match taken_out.iter().rev().find(|past| past.item.as_ref().is_none_or(same)) {
            Some(past) => match &past.unsure {
                Some(why) => Verdict::Wait(why.clone()),
                None => Verdict::Drop(format!("an editor took it out of {}", past.issue)),
            },
            None => Verdict::Keep,
        }
    }
}

/// Whether the source still gives it the dates it had. A date that only one of them has tells nothing,
/// nor do those of items that an older issue told less about.
fn is_same(then: &Item, now: &Item) -> bool {
    let differ = |(then, now): (&Option<Date>, &Option<Date>)| then.is_some() && now.is_some() && then != now;
    then.item_type() != now.item_type() || !dates(then).iter().zip(&dates(now)).any(differ)
}

/// The dates that make a thing another one when its source changes them: the days of an event, the
/// deadline of a job, the day on which the source itself says that an article appeared.
fn dates(item: &Item) -> [Option<Date>; 2] {
    match &item.details {
        Details::Event(event) => [Some(event.start.day()), event.end.map(|end| end.day())],
        Details::Job(job) => [job.closes, None],
        Details::Article {} => {
            let stated = item.published_from == Some(DateOrigin::Feed);
            [item.published.filter(|_| stated).map(|published| published.day()), None]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::curate::rules::testing::{article, event, judge_with};
    use crate::curate::{Memory, TakenOut};
    use jiff::civil::date;
    use std::collections::BTreeMap;

    fn memory(item: &Item) -> Memory {
        let past = TakenOut { issue: "2026-10-27.md".into(), item: Some(item.clone()), unsure: None };
        Memory {
            taken_out: item.url.iter().map(|link| (link.key().to_owned(), vec![past.clone()])).collect(),
            ..Memory::default()
        }
    }

    #[test]
    fn what_an_editor_took_out_stays_out_whatever_it_is_called_now() {
        let memory = memory(&article("OSPO news"));
        let mut again = article("OSPO news");
        again.title = "OSPO news, now with more".into();
        let verdict = judge_with(&Editor, &again, &memory, &BTreeMap::new());
        assert_eq!(verdict, Verdict::Drop("an editor took it out of 2026-10-27.md".into()));
        assert_eq!(judge_with(&Editor, &article("Other news"), &memory, &BTreeMap::new()), Verdict::Keep);
    }

    #[test]
    fn an_event_on_other_days_is_another_event() {
        let memory = memory(&event("Summit", date(2027, 1, 20)));
        let judged = |start| judge_with(&Editor, &event("Summit", start), &memory, &BTreeMap::new());
        assert!(matches!(judged(date(2027, 1, 20)), Verdict::Drop(_)));
        assert_eq!(judged(date(2027, 2, 3)), Verdict::Keep);
    }
}
