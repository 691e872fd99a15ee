//! What was found out about a page before it becomes a file of the inbox, and what is still missing.

use url::Url;

use crate::collect::PageFacts;
use crate::collect::page_facts::complete as fill_in;
use crate::model::item::{Details, Item, ItemType, Job};
use crate::model::link::Link;
use crate::model::place::country_code;

/// An item on its way into the inbox. Unlike an [`Item`] it may lack what an item needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// What it is, where somebody or something said so.
    pub item_type: Option<ItemType>,
    /// What is known; its details are those of an article where they are not yet known.
    pub item: Item,
}

impl Draft {
    /// A draft of which only the address is known (a platform that may not be read).
    pub fn of_address(item_type: Option<ItemType>, url: &Url, mut item: Item) -> Draft {
        item.linked(url.as_str());
        item.details = details(item_type, None);
        Draft { item_type, item: tidy(item) }
    }

    /// What a page tells of itself. Its data decides what it is, unless `wanted` does; `otherwise` is
    /// taken where the page says nothing. `empty` is an item without anything.
    pub fn of_page(facts: &PageFacts, wanted: Option<ItemType>, otherwise: Option<ItemType>, empty: Item) -> Draft {
        let found = facts.item.as_ref();
        let item_type = wanted.or(found.map(Item::item_type).filter(|told| *told != ItemType::Article));
        let item_type = item_type.or(otherwise).or(found.map(Item::item_type)).or(Some(ItemType::Article));
        let found = found.filter(|found| Some(found.item_type()) == item_type);
        let mut item = Item { details: details(item_type, found), ..empty };
        if let Some(found) = found.filter(|found| found.item_type() != ItemType::Article && found.url.is_some()) {
            item.linked(&found.original_url);
        }
        let of_this = PageFacts { item: found.cloned(), ..copy(facts) };
        fill_in(&mut item, &of_this);
        Draft { item_type, item: tidy(item) }
    }

    /// The fields that a person has to fill in before the item can be published.
    pub fn missing(&self) -> Vec<&'static str> {
        let job_without_employer = self.item.job().is_some_and(|job| job.organisation.is_none());
        let fields = [
            ("type", self.item_type.is_none()),
            ("title", self.item.title.is_empty()),
            ("url", self.item.url.is_none()),
            ("organisation", job_without_employer),
            ("start", self.item_type == Some(ItemType::Event) && self.item.event().is_none()),
        ];
        fields.into_iter().filter(|(_, is_missing)| *is_missing).map(|(field, _)| field).collect()
    }
}

/// The details of what was found; of a job without data at least that it is one.
fn details(item_type: Option<ItemType>, found: Option<&Item>) -> Details {
    match (found, item_type) {
        (Some(found), _) => found.details.clone(),
        (None, Some(ItemType::Job)) => Details::Job(Job::default()),
        (None, _) => Details::Article {},
    }
}

/// What completing an item needs of a page.
fn copy(facts: &PageFacts) -> PageFacts {
    PageFacts {
        title: facts.title.clone(),
        summary: facts.summary.clone(),
        canonical: facts.canonical.clone(),
        published: facts.published.clone(),
        updated: facts.updated,
        image: facts.image.clone(),
        language: facts.language.clone(),
        authors: facts.authors.clone(),
        ..PageFacts::default()
    }
}

/// The address as readers get it: nobody needs to keep what tracks in a file. A country that nobody
/// knows is noted for the editors instead.
fn tidy(mut item: Item) -> Item {
    let mut unknown = None;
    if let Details::Event(event) = &mut item.details
        && let Some(place) = &mut event.place
    {
        unknown = place.country.take_if(|country| country_code(country).is_none());
    }
    item.note = item.note.or(unknown.map(|country| format!("The page gives the country as “{country}”.")));
    item.original_url = item.url.as_ref().map(Link::as_str).unwrap_or_default().to_owned();
    item
}
