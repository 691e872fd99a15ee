//! Whether an item has what its source requires of it.

use super::Page;
use crate::model::item::{Details, Event, Item, ItemType, Job, Workplace};

/// The first thing that an item cannot do without and does not have: what every item of this type
/// needs, then what the settings require.
pub fn lacking(item: &Item, kind: ItemType, settings: &Page) -> Option<String> {
    if item.title.is_empty() {
        return Some("title".to_owned());
    }
    if item.item_type() != kind {
        return Some("start".to_owned());
    }
    settings.require.iter().find(|name| !has(item, name)).cloned()
}

/// Whether an item has this field of the settings.
fn has(item: &Item, field: &str) -> bool {
    match field {
        "title" => !item.title.is_empty(),
        "link" => item.url.is_some(),
        "date" => item.published.is_some(),
        "summary" => item.summary.is_some(),
        "authors" => !item.authors.is_empty(),
        "tags" => !item.tags.is_empty(),
        "image" => item.image.is_some(),
        "uid" => item.uid.is_some(),
        _ => match &item.details {
            Details::Job(job) => job_has(job, field),
            Details::Event(event) => event_has(event, field),
            Details::Article {} => false,
        },
    }
}

fn job_has(job: &Job, field: &str) -> bool {
    match field {
        "organisation" => job.organisation.is_some(),
        "location" => !job.locations.is_empty(),
        "city" => job.locations.iter().any(|location| location.city.is_some()),
        "country" => job.locations.iter().any(|location| location.country.is_some()),
        "workplace" => job.workplace != Workplace::Unknown,
        "closes" => job.closes.is_some(),
        _ => false,
    }
}

fn event_has(event: &Event, field: &str) -> bool {
    match field {
        "location" => event.place.is_some(),
        "city" => event.place.as_ref().is_some_and(|place| place.city.is_some()),
        "country" => event.place.as_ref().is_some_and(|place| place.country.is_some()),
        "start" => true,
        "end" => event.end.is_some(),
        "cfp_opens" => event.cfp.as_ref().is_some_and(|cfp| cfp.opens.is_some()),
        "cfp_closes" => event.cfp.as_ref().is_some_and(|cfp| cfp.closes.is_some()),
        "cfp_url" => event.cfp.as_ref().is_some_and(|cfp| cfp.url.is_some()),
        _ => false,
    }
}
