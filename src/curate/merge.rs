//! Twins: what a kept item gains from the same thing that another source had.
//!
//! Only gaps are filled; nothing that the kept item's own source said is ever replaced. Where an
//! item came from, its names and its link stay its own.

use crate::model::dates::When;
use crate::model::item::{Details, Event, Item, Job, Workplace};

/// The kept item, with what it lacked and its twin has.
pub(super) fn completed(kept: &Item, twin: &Item) -> Item {
    let mut item = kept.clone();
    if item.published.is_none() && twin.published.is_some() {
        item.published = twin.published;
        item.published_from = twin.published_from;
    }
    fill(&mut item.updated, &twin.updated);
    fill(&mut item.summary, &twin.summary);
    fill_list(&mut item.authors, &twin.authors);
    fill_list(&mut item.tags, &twin.tags);
    fill(&mut item.language, &twin.language);
    fill(&mut item.image, &twin.image);
    fill(&mut item.by, &twin.by);
    fill(&mut item.note, &twin.note);
    match (&mut item.details, &twin.details) {
        (Details::Job(job), Details::Job(twin)) => complete_job(job, twin),
        (Details::Event(event), Details::Event(twin)) => complete_event(event, twin),
        _ => {}
    }
    item
}

fn complete_job(job: &mut Job, twin: &Job) {
    fill(&mut job.organisation, &twin.organisation);
    fill_list(&mut job.locations, &twin.locations);
    if job.workplace == Workplace::Unknown {
        job.workplace = twin.workplace;
    }
    fill(&mut job.closes, &twin.closes);
    fill(&mut job.expires, &twin.expires);
}

fn complete_event(event: &mut Event, twin: &Event) {
    // A moment beside a day would say more than either source did.
    let end = twin.end.filter(|end| end.day() >= event.start.day()).map(|end| match event.start {
        When::Day(_) => When::Day(end.day()),
        When::Moment { .. } => end,
    });
    fill(&mut event.end, &end);
    fill(&mut event.timezone, &twin.timezone);
    fill(&mut event.place, &twin.place);
    fill(&mut event.online, &twin.online);
    fill(&mut event.cfp, &twin.cfp);
}

fn fill<T: Clone>(own: &mut Option<T>, twin: &Option<T>) {
    if own.is_none() {
        own.clone_from(twin);
    }
}

fn fill_list<T: Clone>(own: &mut Vec<T>, twin: &[T]) {
    if own.is_empty() {
        own.extend_from_slice(twin);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::curate::rules::testing::{article, event, job};
    use crate::model::item::{Cfp, DateOrigin};
    use jiff::civil::date;

    #[test]
    fn gaps_are_filled_and_nothing_is_replaced() {
        let mut kept = article("OSPO news");
        kept.summary = Some("Its own words.".into());
        let mut twin = article("OSPO news, again");
        twin.source = "other".into();
        twin.summary = Some("Other words.".into());
        twin.authors = vec!["Ada".into()];
        twin.dated(When::Day(date(2026, 11, 3)), DateOrigin::Jsonld);
        let item = completed(&kept, &twin);
        assert_eq!(item.summary.as_deref(), Some("Its own words."));
        assert_eq!((item.title.as_str(), item.source.as_str()), ("OSPO news", "source"));
        assert_eq!(item.authors, ["Ada"]);
        assert_eq!((item.published, item.published_from), (twin.published, Some(DateOrigin::Jsonld)));
        assert_eq!(completed(&item, &twin), item, "a second time there is nothing to gain");
    }

    #[test]
    fn a_date_keeps_where_it_came_from() {
        let mut kept = article("OSPO news");
        kept.dated(When::Day(date(2026, 11, 1)), DateOrigin::Feed);
        let mut twin = article("OSPO news");
        twin.dated(When::Day(date(2026, 11, 3)), DateOrigin::Meta);
        assert_eq!(completed(&kept, &twin), kept);
    }

    #[test]
    fn a_job_gains_its_organisation_and_workplace() {
        let mut twin = job("OSPO lead");
        if let Details::Job(job) = &mut twin.details {
            job.organisation = Some("Acme".into());
            job.workplace = Workplace::Hybrid;
        }
        let item = completed(&job("OSPO lead"), &twin);
        assert_eq!(item.job(), twin.job());
    }

    #[test]
    fn an_event_gains_its_call_and_an_end_as_precise_as_its_start() {
        let mut twin = event("OSPO day", date(2027, 1, 20));
        let cfp = Cfp::on(date(2026, 11, 20), None, Some(date(2026, 12, 1)), None);
        if let Details::Event(event) = &mut twin.details {
            event.cfp = Some(cfp.clone());
            event.end = "2027-01-21T10:00:00Z".parse().ok().map(When::utc);
        }
        let item = completed(&event("OSPO day", date(2027, 1, 20)), &twin);
        let event = item.event();
        assert_eq!(event.and_then(|event| event.cfp.clone()), Some(cfp));
        assert_eq!(event.and_then(|event| event.end), Some(When::Day(date(2027, 1, 21))));
    }
}
