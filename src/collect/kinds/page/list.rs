//! A list page: its items by selector, its following pages, the details of its items.

use std::collections::HashSet;

use scraper::ElementRef;
use url::Url;

use super::Page;
use super::draft::Drafter;
use super::required;
use super::selector::CssSelector;
use crate::collect::document::Document;
use crate::collect::page_facts;
use crate::collect::{Context, Page as Answer, ParseError, Warning};
use crate::model::exchange::{About, Ask, HttpRequest, Request, Response};
use crate::model::item::{Item, ItemType};

/// Most items that are taken from one page.
const ITEM_CAP: usize = 2_000;
/// Most items that are completed from their own pages, where the settings do not say.
const DETAILS: usize = 50;
/// Most pages of a list, where the settings do not say.
const PAGES: u32 = 10;

/// Reads a page of a list.
pub fn parse(
    settings: &Page,
    items: &CssSelector,
    response: &Response,
    context: &Context,
) -> Result<Answer, ParseError> {
    let document = page_facts::document(response, settings.base.as_ref().map(|base| &base.0))?;
    let drafter = Drafter::new(settings, &document, context);
    let kind = settings.item_type.or(context.takes).unwrap_or(ItemType::Article);
    let elements = outermost(document.select(&items.0));
    let mut answer = Answer::default();
    answer.warnings.extend(too_few(settings, elements.len(), page_number(response)));
    if elements.len() > ITEM_CAP {
        answer.warnings.push(Warning(format!("{} items on one page: only {ITEM_CAP} were read", elements.len())));
    }
    let drafts: Vec<Item> = elements.iter().take(ITEM_CAP).map(|element| drafter.listed(*element, kind)).collect();
    if !drafts.is_empty() {
        answer.next.extend(next_page(settings, &document, response));
    }
    let whole = if settings.detail { ask_for_details(settings, drafts, &mut answer) } else { drafts };
    keep(settings, kind, whole, &mut answer);
    Ok(answer)
}

/// The elements that do not stand inside one before them: those are parts of it.
fn outermost<'a>(elements: impl Iterator<Item = ElementRef<'a>>) -> Vec<ElementRef<'a>> {
    let mut taken = HashSet::new();
    let outer = elements.filter(|element| {
        let is_inner = element.ancestors().any(|ancestor| taken.contains(&ancestor.id()));
        !is_inner && taken.insert(element.id())
    });
    outer.collect()
}

/// Gives out the items that have what they need, and counts the others.
fn keep(settings: &Page, kind: ItemType, drafts: Vec<Item>, answer: &mut Answer) {
    let mut lacking: Vec<(String, usize)> = Vec::new();
    for item in drafts {
        match required::lacking(&item, kind, settings) {
            None => answer.items.push(item),
            Some(field) => match lacking.iter_mut().find(|(known, _)| *known == field) {
                Some((_, count)) => *count += 1,
                None => lacking.push((field, 1)),
            },
        }
    }
    let told = lacking.into_iter().map(|(field, count)| format!("{} without `{field}`: left out", items(count)));
    answer.warnings.extend(told.map(Warning));
}

fn items(count: usize) -> String {
    if count == 1 { "1 item".to_owned() } else { format!("{count} items") }
}

/// The first page is page 0.
fn page_number(response: &Response) -> u32 {
    match response.ask.about {
        About::NextPage(number) => number,
        _ => 0,
    }
}

/// A list that is shorter than it should be has probably changed its looks.
fn too_few(settings: &Page, found: usize, page: u32) -> Option<Warning> {
    let least = settings.min_items.unwrap_or(1);
    (page == 0 && found < least).then(|| match found {
        0 => Warning("nothing on the page matches `items`: was it redesigned?".to_owned()),
        found => {
            Warning(format!("only {found} items match `items`, at least {least} were expected: was it redesigned?"))
        }
    })
}

/// The request for the page after this one, where there is one and the cap allows it.
fn next_page(settings: &Page, document: &Document, response: &Response) -> Option<Ask> {
    let number = page_number(response) + 1;
    let field = settings.next.as_ref().filter(|_| number < settings.pages.unwrap_or(PAGES))?;
    let url = match &field.0.template {
        Some(template) if template.contains("{page}") => {
            Url::parse(&template.replace("{page}", &number.to_string())).ok()
        }
        _ => field.first(document.root()).and_then(|href| document.resolve(&href)),
    };
    let url = url.filter(|url| response.url.as_ref() != Some(url))?;
    Some(Ask { request: Request::Http(HttpRequest::page(url)), about: About::NextPage(number) })
}

/// Turns drafts into requests for their own pages, up to the cap, and gives back those for which
/// nothing can be asked.
fn ask_for_details(settings: &Page, drafts: Vec<Item>, answer: &mut Answer) -> Vec<Item> {
    let cap = settings.max_details.unwrap_or(DETAILS);
    let (mut asked, mut over, mut rest) = (0, 0, Vec::new());
    for item in drafts {
        match item.url.as_ref().and_then(|link| link.to_url()) {
            Some(url) if asked < cap => {
                asked += 1;
                let about = About::Detail(Box::new(item));
                answer.next.push(Ask { request: Request::Http(HttpRequest::page(url)), about });
            }
            url => {
                over += usize::from(url.is_some());
                rest.push(item);
            }
        }
    }
    if over > 0 {
        let told = format!("{} not completed from the own page: `max_details` is {cap}", items(over));
        answer.warnings.push(Warning(told));
    }
    rest
}
