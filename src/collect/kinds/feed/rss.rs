//! RSS in all its versions, RDF, Atom and CDF: which elements mean what.
//!
//! Sources: RSS 0.91, 0.92, 1.0 and 2.0, RFC 4287 (Atom 1.0), the Atom 0.3 draft, Dublin Core, Media
//! RSS, the iTunes and FeedBurner vocabularies. One list of names a field, the best first: the
//! first that is not empty wins. Formats are not told apart, because feeds mix them.

use std::rc::Rc;

use url::Url;

use super::content;
use super::elements::{Element, FIELDS_CAP, Level, children, is_item};
use super::entry::{Address, Channel, Entry, is_http};
use super::names::Scope;
use super::{ITEMS_CAP, defects, excerpt};
use crate::collect::html::{self, Token, Tokens};

const TITLE: &[&str] = &["title", "dc:title", "itunes:title", "media:title"];
const TEXT: &[&str] = &[
    "description",
    "summary",
    "abstract",
    "dc:description",
    "content:encoded",
    "content",
    "xhtml:body",
    "body",
    "itunes:summary",
    "media:description",
    "itunes:subtitle",
];
const UID: &[&str] = &["guid", "id", "dc:identifier"];
const PUBLISHED: &[&str] =
    &["pubdate", "dc:date", "dcterms:issued", "dcterms:created", "published", "issued", "created"];
const UPDATED: &[&str] = &["updated", "modified", "dcterms:modified"];
const AUTHOR: &[&str] = &["dc:creator", "author", "dc:author", "itunes:author"];
const TAGS: &[&str] = &["category", "dc:subject"];
const LANGUAGE: &[&str] = &["dc:language", "language"];

/// Reads a feed whose root element is in `xml`. `document` is where it came from.
pub fn read(xml: &str, document: Option<&Url>) -> Channel {
    let mut channel = Channel { defects: defects::of(xml), ..Channel::default() };
    let scope = Rc::new(Scope::default());
    let Some(root) = children(xml, &scope, Level::Document, document).find(|root| is_root(&root.name)) else {
        return channel;
    };
    if let Some(namespace) = &root.scope.foreign_default {
        channel
            .defects
            .push(format!("a namespace that no feed has: “{}”", namespace.chars().take(60).collect::<String>()));
    }
    if is_item(&root.name) {
        channel.entries.push(entry(&root, document));
        return channel;
    }
    let mut reader = Reader { channel, fields: Vec::new(), document };
    reader.level(&root, 0);
    reader.finish(&root)
}

/// Whether a feed starts with an element of this name: `rss`, `feed`, `rdf:RDF`, `channel` (CDF,
/// RSS 0.9 without its root), or a single item.
pub fn is_root(name: &str) -> bool {
    let local = name.rsplit(':').next().unwrap_or(name);
    ["rss", "feed", "rdf", "channel", "item", "entry"].contains(&local)
}

/// Items and channel fields, gathered from wherever they stand: RDF has its items beside the
/// channel, RSS inside it.
struct Reader<'a, 'd> {
    channel: Channel,
    fields: Vec<Element<'a>>,
    document: Option<&'d Url>,
}

impl<'a> Reader<'a, '_> {
    /// Gathers what stands in the root, and in a channel in it. An item ends the channel that it
    /// stands in ([`Level::Feed`]), so items and what follows them are met on the level of the root.
    fn level(&mut self, parent: &Element<'a>, depth: usize) {
        for element in parent.items_and_fields(self.document) {
            match element.name.as_str() {
                "channel" if depth == 0 => self.level(&element, depth + 1),
                name if !is_item(name) => self.field(element),
                _ if self.channel.entries.len() >= ITEMS_CAP => {
                    self.channel.is_capped = true;
                    return;
                }
                // The last item of a feed that was cut off: half of it would pass for all of it.
                _ if !element.is_whole && !parent.is_whole => self.channel.lost += 1,
                _ => self.channel.entries.push(entry(&element, self.document)),
            }
        }
    }

    fn field(&mut self, element: Element<'a>) {
        if self.fields.len() < FIELDS_CAP {
            self.fields.push(element);
        }
    }

    fn finish(self, root: &Element<'a>) -> Channel {
        let Reader { mut channel, fields, .. } = self;
        let language = texts(&fields, LANGUAGE).next().or_else(|| root.scope.language.clone());
        channel.language = channel.language.or(language);
        channel.link = links(&fields).into_iter().next();
        if root.name == "feed" {
            channel.authors = authors(&fields, self.document);
        }
        channel
    }
}

/// Elements of these names that are not empty, in the order of the names.
fn all<'f, 'a>(fields: &'f [Element<'a>], names: &'f [&str]) -> impl Iterator<Item = &'f Element<'a>> {
    names.iter().flat_map(move |name| fields.iter().filter(move |field| field.name == *name))
}

fn texts<'f, 'a>(fields: &'f [Element<'a>], names: &'f [&str]) -> impl Iterator<Item = String> + use<'f, 'a> {
    all(fields, names).filter_map(Element::text)
}

fn entry(item: &Element<'_>, document: Option<&Url>) -> Entry {
    let fields = item.children(document);
    let about = item.attribute("rdf:about").or_else(|| item.attribute("about"));
    let uid = texts(&fields, UID).next().or(about.clone());
    Entry {
        title: all(&fields, TITLE).find_map(content::title),
        text: all(&fields, TEXT).find_map(content::text).or_else(|| media_text(&fields, document)).map(excerpt::start),
        address: address(item, &fields, about),
        uid,
        published: texts(&fields, PUBLISHED).next(),
        updated: texts(&fields, UPDATED).next(),
        authors: authors(&fields, document),
        tags: tags(&fields),
        language: texts(&fields, LANGUAGE).next().or_else(|| item.scope.language.clone()),
        images: images(&fields, document),
    }
}

/// Where an item leads: FeedBurner's original link, its link, its permanent address as id, what an
/// RDF item is about, its enclosure; at last an Atom id that is no web address, so that people see
/// what the feed gave.
fn address(item: &Element<'_>, fields: &[Element<'_>], about: Option<String>) -> Option<Address> {
    let original = texts(fields, &["feedburner:origlink"]).find(|link| is_http(link)).map(Address::new);
    let own = || item.attribute("href").map(Address::new);
    let guid = || all(fields, &["guid"]).filter(|guid| is_permanent(guid)).find_map(Element::text).map(Address::new);
    let about = || about.map(Address::new);
    let id = || texts(fields, &["id"]).next().map(Address::new);
    let on_the_web = |address: &Address| is_http(&address.text);
    original
        .or_else(|| links(fields).into_iter().next())
        .or_else(own)
        .or_else(|| guid().filter(on_the_web))
        .or_else(|| about().filter(on_the_web))
        .or_else(|| id().filter(on_the_web))
        .or_else(|| enclosure(fields))
        .or_else(|| id().filter(|id| Url::parse(&id.text).is_ok()))
}

/// Whether a guid is the item's permanent address (RSS 2.0: unless it says that it is not).
fn is_permanent(guid: &Element<'_>) -> bool {
    guid.attribute("ispermalink").is_none_or(|is| !is.eq_ignore_ascii_case("false"))
}

/// Where the enclosure is, or whatever else the item links to with an address in an attribute.
fn enclosure(fields: &[Element<'_>]) -> Option<Address> {
    all(fields, &["enclosure", "link"]).find_map(|element| {
        let text = element.attribute("url").or_else(|| element.attribute("href"))?;
        Some(Address { text, base: element.scope.base.clone() })
    })
}

/// Addresses of pages, the best first: the text of `<link>`; Atom's `href` with the relation
/// `alternate` or none, HTML before other types.
fn links(fields: &[Element<'_>]) -> Vec<Address> {
    let mut found: Vec<(u8, Address)> =
        all(fields, &["link"]).filter_map(|link| Some((rank(link)?, address_of(link)?))).collect();
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, address)| address).collect()
}

fn address_of(link: &Element<'_>) -> Option<Address> {
    let text = link.attribute("href").or_else(|| link.text())?;
    Some(Address { text, base: link.scope.base.clone() })
}

/// How good a link is as the item's address; none where it leads elsewhere.
fn rank(link: &Element<'_>) -> Option<u8> {
    let relation = link.attribute("rel").unwrap_or_default().to_ascii_lowercase();
    if !["", "alternate", "http://www.iana.org/assignments/relation/alternate"].contains(&relation.as_str()) {
        return None;
    }
    let kind = link.attribute("type").unwrap_or_default();
    Some(match (link.attribute("href").is_some(), kind.as_str()) {
        (false, _) => 0,
        (true, "" | "text/html" | "application/xhtml+xml") => 1,
        (true, _) => 2,
    })
}

/// The names of the first kind of author element that gives any.
fn authors(fields: &[Element<'_>], document: Option<&Url>) -> Vec<String> {
    AUTHOR
        .iter()
        .map(|name| all(fields, &[*name]).filter_map(|author| person(author, document)).collect::<Vec<String>>())
        .find(|names| !names.is_empty())
        .unwrap_or_default()
}

/// The name in an author element: Atom's `<name>` inside it, else its text.
fn person(author: &Element<'_>, document: Option<&Url>) -> Option<String> {
    if author.has_children {
        let children = author.children(document);
        return texts(&children, &["name"]).next();
    }
    content::title(author)
}

/// Categories: Atom's label or term, else the text. A term that is an address names no subject.
fn tags(fields: &[Element<'_>]) -> Vec<String> {
    let tag = |category: &Element<'_>| {
        category.attribute("label").or_else(|| category.attribute("term")).or_else(|| content::title(category))
    };
    all(fields, TAGS).filter_map(tag).filter(|tag| !is_http(tag)).collect()
}

/// The description inside a `media:group` (YouTube).
fn media_text(fields: &[Element<'_>], document: Option<&Url>) -> Option<String> {
    all(fields, &["media:group", "media:content"])
        .find_map(|group| all(&group.children(document), &["media:description"]).find_map(content::text))
}

/// Pictures: Media RSS (groups opened), enclosures, iTunes, then the first one in the text.
fn images(fields: &[Element<'_>], document: Option<&Url>) -> Vec<Address> {
    let mut media = fields.to_vec();
    media.extend(all(fields, &["media:group", "media:content"]).flat_map(|group| group.children(document)));
    let declared = all(&media, &["media:thumbnail", "media:content", "enclosure", "link", "itunes:image"]);
    let mut images: Vec<Address> = declared.filter_map(picture).collect();
    if images.is_empty() {
        images.extend(all(fields, TEXT).find_map(|text| first_image(&content::as_html(text)?, text)));
    }
    images
}

/// The picture that an element is, by its name or its type.
fn picture(element: &Element<'_>) -> Option<Address> {
    let kind = element.attribute("medium").or_else(|| element.attribute("type")).unwrap_or_default();
    let written = match element.name.as_str() {
        "media:thumbnail" => element.attribute("url"),
        "itunes:image" => element.attribute("href"),
        "link" => element.attribute("href").filter(|_| element.attribute("rel").is_some_and(|rel| rel == "enclosure")),
        _ => element.attribute("url"),
    };
    let is_picture = ["media:thumbnail", "itunes:image"].contains(&element.name.as_str())
        || kind == "image"
        || kind.starts_with("image/");
    written.filter(|_| is_picture).map(|text| Address { text, base: element.scope.base.clone() })
}

/// The first picture in HTML that is more than a counting pixel.
fn first_image(html: &str, field: &Element<'_>) -> Option<Address> {
    Tokens::new(html).find_map(|token| {
        let Token::Open(tag) = token else { return None };
        let is_pixel = ["width", "height"].iter().any(|side| matches!(tag.attribute(side), Some("0" | "1" | "1px")));
        let source =
            html::attribute(&tag, "src").filter(|source| tag.is("img") && !is_pixel && !source.starts_with("data:"))?;
        Some(Address { text: source.trim().to_owned(), base: field.scope.base.clone() })
    })
}
