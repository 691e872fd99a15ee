//! A page that is the item itself, or whose data lists items; and the own page of a list's item.

use super::Page;
use super::draft::Drafter;
use super::required;
use crate::collect::page_facts::{self, PageFacts, complete as fill_in};
use crate::collect::{Context, Page as Answer, ParseError, Warning};
use crate::model::exchange::Response;
use crate::model::item::{Details, Item, ItemType, Job};

/// Reads a page without `items`: the things that its data lists, else the one that it is about.
pub fn parse(settings: &Page, response: &Response, context: &Context) -> Result<Answer, ParseError> {
    page_facts::not_redirected_away(response)?;
    let document = page_facts::document(response, settings.base.as_ref().map(|base| &base.0))?;
    let mut facts = page_facts::facts(&document, &context.source, context.today);
    let mut answer = Answer { warnings: std::mem::take(&mut facts.warnings), ..Answer::default() };
    let listed = std::mem::take(&mut facts.listed);
    let wanted = |item: &Item| settings.item_type.is_none_or(|kind| kind == item.item_type());
    if listed.iter().any(wanted) {
        answer.items = listed.into_iter().filter(wanted).collect();
        return Ok(answer);
    }
    let kind = settings.item_type.or(by_data(&facts)).or(context.takes).unwrap_or(ItemType::Article);
    let drafted = Drafter::new(settings, &document, context).item(document.root(), kind);
    finish(drafted, kind, settings, &facts, &mut answer);
    Ok(answer)
}

/// What the page's data says that it is. That it is an article says nothing against a job or an event.
fn by_data(facts: &PageFacts) -> Option<ItemType> {
    facts.item.as_ref().map(Item::item_type).filter(|kind| *kind != ItemType::Article)
}

/// Completes an item of a list from its own page. A page that cannot be read leaves it as it was; one
/// that is gone takes it along.
pub fn complete(settings: &Page, item: &Item, response: &Response, context: &Context) -> Result<Answer, ParseError> {
    let mut answer = Answer::default();
    if let Err(gone) = page_facts::not_redirected_away(response) {
        answer.warnings.push(Warning(format!("“{}” was left out: {gone}", item.title)));
        return Ok(answer);
    }
    let kind = settings.item_type.or(context.takes).unwrap_or(item.item_type());
    let facts = page_facts::page_facts(response, context).unwrap_or_else(|error| PageFacts {
        warnings: vec![Warning(format!("“{}” was not completed: {error}", item.title))],
        ..PageFacts::default()
    });
    answer.warnings.extend(facts.warnings.iter().cloned());
    finish(item.clone(), kind, settings, &facts, &mut answer);
    Ok(answer)
}

/// Completes a drafted item and gives it out, unless it lacks what its type cannot do without.
fn finish(mut item: Item, kind: ItemType, settings: &Page, facts: &PageFacts, answer: &mut Answer) {
    if item.item_type() != kind {
        let found = facts.item.as_ref().filter(|found| found.item_type() == kind);
        item.details = match (found, kind) {
            (Some(found), _) => found.details.clone(),
            (None, ItemType::Job) => Details::Job(Job::default()),
            (None, _) => item.details,
        };
    }
    let has_own_address = kind != ItemType::Article && item.url.is_none();
    if let Some(found) = facts.item.as_ref().filter(|found| found.item_type() == kind && has_own_address) {
        item.linked(&found.original_url);
    }
    fill_in(&mut item, facts);
    match required::lacking(&item, kind, settings) {
        None => answer.items.push(item),
        Some(field) if item.title.is_empty() => {
            answer.warnings.push(Warning(format!("a page without `{field}`: left out")))
        }
        Some(field) => answer.warnings.push(Warning(format!("“{}” has no `{field}`: left out", item.title))),
    }
}
