//! From the graph to items: which things are what the page is about, and what all items share.

use jiff::civil::Date;
use url::Url;

use super::graph::{Graph, Syntax, Thing, Value};
use super::{article, event, job};
use crate::collect::Warning;
use crate::collect::document::Document;
use crate::collect::stated_date::StatedDate;
use crate::model::dates::When;
use crate::model::item::{DateOrigin, Details, Item, ItemType};
use crate::model::text;

/// Most items that are taken from one page.
const ITEM_CAP: usize = 2_000;
/// Most authors and tags of one item.
const NAME_COUNT_CAP: usize = 20;
/// Properties that lead from a page, a list or a place to the things it presents.
const LEADS_TO: &[&str] =
    &["mainEntity", "itemListElement", "item", "event", "events", "blogPost", "blogPosts", "dataFeedElement"];

/// What the schema.org data of a page gives.
#[derive(Debug, Default)]
pub struct Items {
    /// In document order.
    pub items: Vec<Item>,
    /// What was left out, and why.
    pub warnings: Vec<Warning>,
}

/// The events, jobs and articles of a page. Of a type that stands in both syntaxes JSON-LD is taken.
pub fn items(graph: &Graph, document: &Document, source: &str, today: Date) -> Items {
    let mut found = listed(graph);
    let in_json: Vec<ItemType> = found.iter().filter(|one| one.syntax == Syntax::JsonLd).map(|one| one.kind).collect();
    found.retain(|one| one.syntax == Syntax::JsonLd || !in_json.contains(&one.kind));

    let mut out = Items::default();
    if found.len() > ITEM_CAP {
        out.warnings.push(Warning(format!("{} things on one page: only {ITEM_CAP} were read", found.len())));
        found.truncate(ITEM_CAP);
    }
    let reader = Reader { graph, document };
    for one in found {
        match reader.item(one, source, today, &mut out.warnings) {
            Some(item) if !out.items.contains(&item) => out.items.push(item),
            _ => {}
        }
    }
    out
}

/// The thing of the article family that a page is about, if any: the one whose address or headline
/// is the page's, else the only one or the first.
pub fn article_of<'a>(graph: &'a Graph, document: &Document, headline: Option<&str>) -> Option<&'a Thing> {
    let articles: Vec<&Thing> =
        listed(graph).into_iter().filter(|one| one.kind == ItemType::Article).map(|one| one.thing).collect();
    let is_here = |thing: &&&Thing| {
        let address = address_of(graph, thing).and_then(|href| document.resolve(&href));
        address.is_some_and(|address| document.url().is_some_and(|url| same_page(&address, url)))
    };
    let is_titled = |thing: &&&Thing| headline.is_some_and(|title| article::headline(thing) == Some(title));
    articles.iter().find(is_here).or_else(|| articles.iter().find(is_titled)).or(articles.first()).copied()
}

fn same_page(one: &Url, other: &Url) -> bool {
    let path = |url: &Url| url.path().trim_end_matches('/').to_owned();
    one.host_str() == other.host_str() && path(one) == path(other)
}

/// A thing that is an item.
#[derive(Clone, Copy)]
struct Found<'a> {
    syntax: Syntax,
    kind: ItemType,
    thing: &'a Thing,
    /// Whether the page presents it in a list, rather than as its own.
    in_list: bool,
}

/// Every thing that stands on its own or in a list.
fn listed(graph: &Graph) -> Vec<Found<'_>> {
    let mut found: Vec<Found<'_>> = Vec::new();
    let mut waiting: Vec<(Syntax, &Thing, usize)> = graph.roots().map(|(syntax, root)| (syntax, root, 0)).collect();
    waiting.reverse();
    while let Some((syntax, thing, depth)) = waiting.pop() {
        if let Some(kind) = type_of(thing) {
            if !found.iter().any(|known| std::ptr::eq(known.thing, thing)) {
                found.push(Found { syntax, kind, thing, in_list: depth > 0 });
            }
        } else if depth < 8 {
            let below = LEADS_TO.iter().flat_map(|property| graph.things(thing, property));
            waiting.extend(below.map(|nested| (syntax, nested, depth + 1)).collect::<Vec<_>>().into_iter().rev());
        }
        if found.len() > ITEM_CAP || waiting.len() > 10 * ITEM_CAP {
            break;
        }
    }
    found
}

fn type_of(thing: &Thing) -> Option<ItemType> {
    thing.types.iter().find_map(|name| match name.as_str() {
        "JobPosting" => Some(ItemType::Job),
        name if event::is_event(name) => Some(ItemType::Event),
        name if article::is_article(name) => Some(ItemType::Article),
        _ => None,
    })
}

/// What the readers of single types need.
pub struct Reader<'a> {
    pub graph: &'a Graph,
    pub document: &'a Document,
}

impl<'a> Reader<'a> {
    fn item(&self, found: Found<'_>, source: &str, today: Date, warnings: &mut Vec<Warning>) -> Option<Item> {
        let Found { kind, thing, in_list, .. } = found;
        let title = text::title(match kind {
            ItemType::Article => article::headline(thing)?,
            ItemType::Event => thing.text("name")?,
            ItemType::Job => thing.text("title").or_else(|| thing.text("name"))?,
        });
        let details = match kind {
            ItemType::Article => Details::Article {},
            ItemType::Event => Details::Event(event::read(self, thing, &title, warnings)?),
            ItemType::Job => Details::Job(job::read(self, thing)),
        };
        let mut item = Item::new(details, title, source, today);
        if let Some(address) = self.address(thing, kind != ItemType::Article || in_list) {
            item.linked(address.as_str());
        }
        self.fill(&mut item, thing);
        (!item.title.is_empty()).then_some(item)
    }

    fn fill(&self, item: &mut Item, thing: &Thing) {
        let published = match item.item_type() {
            ItemType::Job => date(thing, "datePosted"),
            _ => date(thing, "datePublished").or_else(|| date(thing, "dateCreated")),
        };
        published.into_iter().for_each(|when| item.dated(when, DateOrigin::Jsonld));
        item.updated = date(thing, "dateModified");
        item.uid = self.identifier(thing);
        item.summary = thing.text("description").and_then(summary);
        item.authors = self.people(thing);
        item.tags = self.tags(thing);
        item.language = thing.text("inLanguage").and_then(language_tag);
        item.image = self.image(thing);
    }

    /// The thing's own address, else the page's. The front page of the page's own site is no thing's
    /// address; one on another site counts where things of other sites are presented.
    fn address(&self, thing: &Thing, other_sites: bool) -> Option<Url> {
        let page = self.document.url();
        let own = address_of(self.graph, thing).and_then(|href| self.document.resolve(&href));
        let believed = own.filter(|own| {
            let is_ours = page.is_none_or(|page| page.host_str() == own.host_str());
            if is_ours { !is_front_page(own) || page.is_none_or(is_front_page) } else { other_sites }
        });
        believed.or_else(|| page.cloned())
    }

    fn identifier(&self, thing: &Thing) -> Option<String> {
        let values = thing.all("identifier").iter().find_map(|value| match value {
            Value::Text(text) => Some(text.as_str()),
            Value::Thing(nested) => self.graph.follow(nested).text("value"),
        });
        values.and_then(text::name)
    }

    fn people(&self, thing: &Thing) -> Vec<String> {
        let names = ["author", "creator"].into_iter().map(|property| self.graph.names(thing, property));
        let names = names.into_iter().find(|names| !names.is_empty()).unwrap_or_default();
        distinct(names.into_iter().filter(|name| !name.starts_with("http")))
    }

    fn tags(&self, thing: &Thing) -> Vec<String> {
        let keywords = self.graph.names(thing, "keywords");
        distinct(keywords.into_iter().flat_map(|list| list.split([',', ';'])))
    }

    fn image(&self, thing: &Thing) -> Option<String> {
        let href = thing.all("image").iter().find_map(|value| match value {
            Value::Text(text) => Some(text.clone()),
            Value::Thing(nested) => {
                let image = self.graph.follow(nested);
                image.text("url").or_else(|| image.text("contentUrl")).map(str::to_owned).or_else(|| image.id.clone())
            }
        })?;
        self.document.resolve(&href).map(String::from)
    }
}

/// The address that a thing gives itself, as written.
fn address_of(graph: &Graph, thing: &Thing) -> Option<String> {
    let main = || graph.things(thing, "mainEntityOfPage").into_iter().find_map(|page| page.id.clone());
    let own = thing.text("url").map(str::to_owned);
    let id = || thing.id.clone().filter(|id| id.starts_with("http") && !id.contains('#'));
    own.or_else(|| thing.text("mainEntityOfPage").filter(|text| text.starts_with("http")).map(str::to_owned))
        .or_else(main)
        .or_else(id)
}

fn is_front_page(url: &Url) -> bool {
    url.path() == "/" && url.query().is_none()
}

/// A date of a thing, as far as it is certain. Empty and unreadable values are no dates.
pub fn date(thing: &Thing, property: &str) -> Option<When> {
    thing.all(property).iter().find_map(|value| match value {
        Value::Text(text) => StatedDate::read(text).map(StatedDate::certain),
        Value::Thing(_) => None,
    })
}

/// A description, which may be HTML that was escaped once more.
fn summary(description: &str) -> Option<String> {
    text::summary(&super::json_ld::plain(description))
}

/// A BCP 47 tag, where the value is one ("en", "pt-BR"), not a language's name.
pub fn language_tag(value: &str) -> Option<String> {
    let value = value.trim().replace('_', "-");
    let mut parts = value.split('-');
    let primary = parts.next().is_some_and(|part| (2..=3).contains(&part.len()) && is_alphabetic(part));
    let rest = parts.all(|part| (2..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric()));
    (primary && rest).then_some(value)
}

fn is_alphabetic(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_alphabetic())
}

/// Clean names, each once, in order, at most twenty.
pub fn distinct<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for name in names.filter_map(|name| text::name(name.trim())) {
        if !out.contains(&name) && out.len() < NAME_COUNT_CAP {
            out.push(name);
        }
    }
    out
}
