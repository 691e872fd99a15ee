//! A list page: its items by selector, its following pages, the details of its items.

use url::Url;

use super::Page;
use super::draft::Drafter;
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
    let elements: Vec<_> = document.select(&items.0).collect();
    let mut answer = Answer::default();
    answer.warnings.extend(too_few(settings, elements.len(), page_number(response)));
    if elements.len() > ITEM_CAP {
        answer.warnings.push(Warning(format!("{} items on one page: only {ITEM_CAP} were read", elements.len())));
    }
    let mut left_out = LeftOut::default();
    for element in elements.iter().take(ITEM_CAP) {
        let missing = settings.fields().into_iter().find(|(name, field)| {
            settings.require.iter().any(|required| required == name)
                && field.is_none_or(|field| field.first(*element).is_none())
        });
        let item = drafter.listed(*element, kind);
        match missing {
            Some((name, _)) if !is_set_by_default(name, &item) => left_out.count(name),
            _ if item.title.is_empty() && !settings.detail => left_out.count("title"),
            _ if item.item_type() != kind && !settings.detail => left_out.count("start"),
            _ => answer.items.push(item),
        }
    }
    answer.warnings.extend(left_out.warnings());
    if !answer.items.is_empty() {
        answer.next.extend(next_page(settings, &document, response));
    }
    if settings.detail {
        ask_for_details(settings, kind, &mut answer);
    }
    Ok(answer)
}

/// Whether a required field that the settings do not name was found by default.
fn is_set_by_default(name: &str, item: &Item) -> bool {
    match name {
        "title" => !item.title.is_empty(),
        "link" => item.url.is_some(),
        _ => false,
    }
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

/// How many items lacked which field.
#[derive(Default)]
struct LeftOut(Vec<(&'static str, usize)>);

impl LeftOut {
    fn count(&mut self, field: &'static str) {
        match self.0.iter_mut().find(|(known, _)| *known == field) {
            Some((_, count)) => *count += 1,
            None => self.0.push((field, 1)),
        }
    }

    fn warnings(self) -> impl Iterator<Item = Warning> {
        self.0.into_iter().map(|(field, count)| {
            let items = if count == 1 { "1 item".to_owned() } else { format!("{count} items") };
            Warning(format!("{items} without `{field}`: left out"))
        })
    }
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

/// Turns items into requests for their own pages, up to the cap. What is over it stays as it is.
fn ask_for_details(settings: &Page, kind: ItemType, answer: &mut Answer) {
    let cap = settings.max_details.unwrap_or(DETAILS);
    let (mut asked, mut over) = (0, 0);
    for item in std::mem::take(&mut answer.items) {
        let url = item.url.as_ref().and_then(|link| link.to_url());
        match url {
            Some(url) if asked < cap => {
                asked += 1;
                let about = About::Detail(Box::new(item));
                answer.next.push(Ask { request: Request::Http(HttpRequest::page(url)), about });
            }
            url => {
                over += usize::from(url.is_some());
                if item.item_type() == kind && !item.title.is_empty() {
                    answer.items.push(item);
                }
            }
        }
    }
    if over > 0 {
        answer
            .warnings
            .push(Warning(format!("{over} items were not completed from their own pages: `max_details` is {cap}")));
    }
}
