//! What an answer is: a feed, or something that should be named to the person who configured it.

use url::Url;

use super::rss::is_root;
use crate::collect::ParseError;
use crate::collect::html::{self, Tag, Token, Tokens};
use crate::model::text;

/// What a feed source expects.
const EXPECTED: &str = "a feed (RSS, Atom, RDF or JSON Feed)";
/// How many tokens are looked at for the root of a feed: junk before it is short.
const HEAD: usize = 500;
/// Most feeds of a page that an error message lists.
const LISTED: usize = 3;

/// The two notations of feeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// RSS, Atom, RDF, CDF.
    Xml,
    /// JSON Feed.
    Json,
}

/// Tells which notation of feed a text is.
///
/// # Errors
/// [`ParseError::NotExpected`] for anything else, with a description and, for a web page, the feeds
/// that it offers.
pub fn format(text: &str, content_type: Option<&str>, address: Option<&Url>) -> Result<Format, ParseError> {
    if text.trim_start().starts_with(['{', '[']) {
        return Ok(Format::Json);
    }
    match head(text) {
        Head::Feed => Ok(Format::Xml),
        _ if is_binary(text) => Err(not_expected(binary(content_type))),
        Head::Page => Err(not_expected(page(text, address))),
        Head::OtherXml(root) => Err(not_expected(format!("an XML document of another kind (<{root}>)"))),
        Head::Text => Err(not_expected(no_markup(text))),
    }
}

/// A [`ParseError::NotExpected`] of this kind of source.
pub fn not_expected(found: String) -> ParseError {
    ParseError::NotExpected { expected: EXPECTED, found }
}

/// What the first tags of a text show it to be.
enum Head {
    Feed,
    Page,
    OtherXml(String),
    Text,
}

fn head(text: &str) -> Head {
    let mut head = Head::Text;
    for token in Tokens::xml(text).take(HEAD) {
        match token {
            Token::Open(tag) if is_root(&tag.name.to_ascii_lowercase()) => return Head::Feed,
            Token::Open(tag) if ["html", "head", "body", "title", "meta"].iter().any(|name| tag.is(name)) => {
                return Head::Page;
            }
            // A warning of PHP before the feed, or a piece of a page.
            Token::Open(tag) if tag.is_element() => head = Head::Page,
            Token::Open(tag) if matches!(head, Head::Text) => {
                head = Head::OtherXml(text::line(tag.name, 40));
                break;
            }
            Token::Comment(declaration) if is_html_doctype(declaration) => return Head::Page,
            _ => {}
        }
    }
    head
}

fn is_html_doctype(declaration: &str) -> bool {
    declaration.to_ascii_lowercase().strip_prefix("<!doctype").is_some_and(|rest| rest.trim_start().starts_with("html"))
}

/// Describes a web page by its title and the feeds it offers.
fn page(html: &str, address: Option<&Url>) -> String {
    let title = html::page_title(html).map(|title| text::line(&title, 80)).filter(|title| !title.is_empty());
    let mut found = match title {
        Some(title) => format!("an HTML page titled “{title}”"),
        None => "an HTML page without a title".to_owned(),
    };
    let offered = feeds_of_page(html, address);
    if !offered.is_empty() {
        let listed: Vec<&str> = offered.iter().take(LISTED).map(|feed| feed.url.as_str()).collect();
        found += &format!(", which offers {}", listed.join(" and "));
    }
    found
}

/// Whether the start has what no text has.
fn is_binary(text: &str) -> bool {
    text.chars().take(1000).any(|c| matches!(c, '\0'..='\u{8}' | '\u{E}'..='\u{1A}'))
}

fn binary(content_type: Option<&str>) -> String {
    match content_type.map(|kind| text::line(kind, 60)) {
        Some(kind) => format!("a binary file of the type {kind}"),
        None => "a binary file".to_owned(),
    }
}

fn no_markup(text: &str) -> String {
    let start = text::line(&text.chars().take(200).collect::<String>(), 60);
    if start.is_empty() { "an empty answer".to_owned() } else { format!("a text that starts “{start}”") }
}

/// A feed that a web page names as another form of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferedFeed {
    /// The address, absolute.
    pub url: Url,
    /// What the page calls it.
    pub title: Option<String>,
}

/// The feeds that a web page at `address` offers (`<link rel="alternate" type="application/rss+xml">`
/// and its like), in the order of the page, feeds of comments left out.
pub fn feeds_of_page(html: &str, address: Option<&Url>) -> Vec<OfferedFeed> {
    let mut base = address.cloned();
    let mut feeds: Vec<OfferedFeed> = Vec::new();
    for token in Tokens::new(html) {
        match token {
            Token::Open(tag) if tag.is("base") => base = target(&tag, address).or(base),
            Token::Open(tag) if tag.is("link") => feeds.extend(offered(&tag, base.as_ref())),
            _ => {}
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    feeds.retain(|feed| seen.insert(feed.url.clone()));
    feeds
}

fn offered(link: &Tag<'_>, base: Option<&Url>) -> Option<OfferedFeed> {
    const TYPES: [&str; 5] =
        ["application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml", "text/xml"];
    let relation = html::attribute(link, "rel")?.to_ascii_lowercase();
    let kind = html::attribute(link, "type")?.trim().to_ascii_lowercase();
    if !relation.split_ascii_whitespace().any(|word| word == "alternate") || !TYPES.contains(&kind.as_str()) {
        return None;
    }
    let url = target(link, base)?;
    let title = html::attribute(link, "title").and_then(|title| text::name(&title));
    let is_comments = url.path().contains("/comments/")
        || title.as_ref().is_some_and(|title| title.to_lowercase().contains("comments"));
    (!is_comments).then_some(OfferedFeed { url, title })
}

fn target(tag: &Tag<'_>, base: Option<&Url>) -> Option<Url> {
    let href = html::attribute(tag, "href")?;
    let url = base.map_or_else(|| Url::parse(href.trim()), |base| base.join(href.trim())).ok()?;
    Some(url).filter(|url| ["http", "https"].contains(&url.scheme()))
}
