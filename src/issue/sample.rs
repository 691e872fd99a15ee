//! Made-up items on which templates are tried before anything is fetched: one with every field, one
//! with as little as a source may give.

use jiff::civil::date;

use crate::model::dates::When;
use crate::model::item::{Cfp, DateOrigin, Details, Event, EventStatus, Item, ItemType, Job, Workplace};
use crate::model::place::{Location, Place};

/// The full and the minimal item of a type.
pub(super) fn both(item_type: ItemType) -> Vec<Item> {
    vec![full(item_type), minimal(item_type)]
}

fn minimal(item_type: ItemType) -> Item {
    let details = match item_type {
        ItemType::Job => Details::Job(Job::default()),
        ItemType::Event => Details::Event(Event::starting(When::Day(date(2030, 3, 4)))),
        ItemType::Article => Details::Article {},
    };
    let mut item = Item::new(details, "Sample", "sample", date(2030, 1, 1));
    item.linked("https://example.org/sample");
    item
}

fn full(item_type: ItemType) -> Item {
    let mut item = minimal(item_type);
    item.title = "Sample: [one] *two* | _three_ <four> & `five`!".into();
    item.linked("https://example.org/sample/(one)?a=1&b=2");
    item.uid = Some("sample-1".into());
    item.summary = Some("A first sentence. A second one!".into());
    item.authors = vec!["Ada".into(), "Grace".into()];
    item.tags = vec!["security".into()];
    item.language = Some("en".into());
    item.image = Some("https://example.org/sample.png".into());
    item.by = Some("Ada".into());
    item.dated(When::Day(date(2030, 1, 1)), DateOrigin::Feed);
    item.updated = item.published;
    match &mut item.details {
        Details::Job(job) => *job = full_job(),
        Details::Event(event) => *event = full_event(),
        Details::Article {} => {}
    }
    item
}

fn full_job() -> Job {
    let berlin = Location {
        text: "Berlin, Germany".into(),
        city: Some("Berlin".into()),
        region: Some("Berlin".into()),
        country: Some("DE".into()),
    };
    Job {
        organisation: Some("Sample | Company".into()),
        locations: vec![berlin],
        workplace: Workplace::Hybrid,
        closes: Some(date(2030, 2, 1)),
        expires: Some(date(2030, 3, 1)),
    }
}

fn full_event() -> Event {
    let place = Place { venue: Some("Hall 1".into()), city: Some("Berlin".into()), country: Some("Germany".into()) };
    Event {
        start: When::Day(date(2030, 3, 4)),
        end: Some(When::Day(date(2030, 4, 1))),
        timezone: Some("Europe/Berlin".into()),
        place: Some(place),
        online: Some(true),
        status: EventStatus::Scheduled,
        cfp: Some(Cfp::on(
            date(2030, 1, 1),
            Some(date(2029, 12, 1)),
            Some(date(2030, 2, 1)),
            Some("https://example.org/cfp".into()),
        )),
    }
}
