//! Completing an item from the facts of its own page: what the item has stays, what it lacks is
//! filled in where the page tells.

use super::PageFacts;
use crate::model::item::{Details, Event, Item, Job, Workplace};
use crate::model::text;

/// Fills in what an item lacks from its own page. A title that its source cut ("…") is completed.
pub fn complete(item: &mut Item, facts: &PageFacts) {
    if let Some(found) = &facts.item {
        from_item(item, found);
    }
    if item.url.is_none()
        && let Some(url) = &facts.canonical
    {
        item.linked(url.as_str());
    }
    complete_title(&mut item.title, facts.title.as_deref());
    if item.published.is_none()
        && let Some(dated) = &facts.published
    {
        item.dated(dated.when, dated.origin);
    }
    fill(&mut item.updated, facts.updated);
    fill(&mut item.summary, facts.summary.clone());
    fill(&mut item.image, facts.image.clone());
    fill(&mut item.language, facts.language.clone());
    fill_list(&mut item.authors, &facts.authors);
}

/// Fills in what an item lacks from what schema.org data says of the same thing.
fn from_item(item: &mut Item, found: &Item) {
    complete_title(&mut item.title, Some(&found.title));
    match (&mut item.details, &found.details) {
        (Details::Job(job), Details::Job(found)) => complete_job(job, found),
        (Details::Event(event), Details::Event(found)) => complete_event(event, found),
        _ => {}
    }
    if item.published.is_none() {
        (item.published, item.published_from) = (found.published, found.published_from);
    }
    fill(&mut item.uid, found.uid.clone());
    fill(&mut item.updated, found.updated);
    fill(&mut item.summary, found.summary.clone());
    fill(&mut item.image, found.image.clone());
    fill(&mut item.language, found.language.clone());
    fill_list(&mut item.authors, &found.authors);
    fill_list(&mut item.tags, &found.tags);
}

fn complete_job(job: &mut Job, found: &Job) {
    fill(&mut job.organisation, found.organisation.clone());
    fill_list(&mut job.locations, &found.locations);
    if job.workplace == Workplace::Unknown {
        job.workplace = found.workplace;
    }
    fill(&mut job.closes, found.closes);
    fill(&mut job.expires, found.expires);
}

fn complete_event(event: &mut Event, found: &Event) {
    if event.start.timestamp().is_none() && event.start.day() == found.start.day() {
        event.start = found.start;
    }
    if event.start.day() == found.start.day() {
        fill(&mut event.end, found.end);
    }
    fill(&mut event.timezone, found.timezone.clone());
    fill(&mut event.place, found.place.clone());
    fill(&mut event.online, found.online);
    fill(&mut event.cfp, found.cfp.clone());
    if event.status == Default::default() {
        event.status = found.status;
    }
}

/// A title that was cut is replaced by the whole one that begins alike; an empty one by any.
fn complete_title(title: &mut String, whole: Option<&str>) {
    let Some(whole) = whole else { return };
    let cut = title.strip_suffix('…').or_else(|| title.strip_suffix("..."));
    if cut.is_some_and(|head| !head.trim().is_empty() && whole.starts_with(head.trim_end())) || title.is_empty() {
        *title = text::title(whole);
    }
}

fn fill<T>(field: &mut Option<T>, found: Option<T>) {
    if field.is_none() {
        *field = found;
    }
}

fn fill_list<T: Clone>(field: &mut Vec<T>, found: &[T]) {
    if field.is_empty() {
        field.extend_from_slice(found);
    }
}
