//! What one page says about itself: the step that `page` sources, hand-given addresses and feeds
//! that leave things out share.
//!
//! Start with [`page_facts`]. Metadata (`<title>`, `<meta>`, `<link>`) is read in [`metadata`],
//! schema.org data in [`super::schema_org`], dates in [`super::page_dates`]; whether the answer is
//! such a page at all is decided in `expected`.

mod about;
mod complete;
mod expected;
pub mod metadata;

use jiff::civil::Date;
use url::Url;

use super::document::Document;
use super::page_dates::{self, Dated};
use super::{Context, ParseError, Warning, charset, schema_org};
use crate::model::dates::When;
use crate::model::exchange::{Ask, Body, HttpRequest, Request, Response};
use crate::model::item::Item;

pub use complete::complete;
pub use expected::{is_gate, not_redirected_away};
pub use metadata::FeedLink;

/// What a page says about itself. Everything is plain text; addresses are absolute http(s).
#[derive(Debug, Default)]
pub struct PageFacts {
    /// The title without the name of the site.
    pub title: Option<String>,
    /// The name of the site.
    pub site: Option<String>,
    /// What the page says that it is about.
    pub summary: Option<String>,
    /// The address that readers should get: `rel=canonical` where it can be believed, else where the
    /// page came from. None for local files.
    pub canonical: Option<Url>,
    /// When it was published, and where that stands.
    pub published: Option<Dated>,
    /// When it was last changed.
    pub updated: Option<When>,
    /// A picture.
    pub image: Option<String>,
    /// BCP 47 tag.
    pub language: Option<String>,
    /// People who wrote it.
    pub authors: Vec<String>,
    /// The one event, job or article of schema.org data that the page is about.
    pub item: Option<Item>,
    /// The events, jobs or articles that the page lists, where it is about none of them.
    pub listed: Vec<Item>,
    /// Feeds that the page points to, comment feeds left out.
    pub feeds: Vec<FeedLink>,
    /// What could not be read.
    pub warnings: Vec<Warning>,
}

/// Reads a page, given as bytes with the `Content-Type` and the address that they came with. Its
/// items come without the name of a source.
///
/// # Errors
/// See [`page_facts`].
pub fn read(bytes: &[u8], content_type: Option<&str>, url: &Url, today: Date) -> Result<PageFacts, ParseError> {
    let response = Response {
        ask: Ask::start(Request::Http(HttpRequest::page(url.clone()))),
        url: Some(url.clone()),
        content_type: content_type.map(str::to_owned),
        body: Body::Bytes(bytes.to_vec()),
    };
    Ok(facts(&document(&response, None)?, "", today))
}

/// Reads an answer as a page.
///
/// # Errors
/// [`ParseError::NotExpected`] when it is no HTML, or a page that stands in the way (sign-in, consent)
/// or in the place of what was asked; [`ParseError::Malformed`] when it breaks a cap.
pub fn page_facts(response: &Response, context: &Context) -> Result<PageFacts, ParseError> {
    let document = document(response, None)?;
    expected::not_redirected_away(response)?;
    Ok(facts(&document, &context.source, context.today))
}

/// The document of an answer; `base` is what relative links in a local file are relative to.
///
/// # Errors
/// See [`page_facts`].
pub fn document(response: &Response, base: Option<&Url>) -> Result<Document, ParseError> {
    let text = charset::decode(response).text;
    expected::is_html(response, &text)?;
    let document = Document::read(&text, response.url.as_ref())
        .map_err(|excess| ParseError::Malformed { what: "the page", detail: excess.to_string() })?
        .based_on(base);
    expected::is_open(response, &document)?;
    Ok(document)
}

/// Reads everything of a page. `source` is the name that goes into its items.
pub fn facts(document: &Document, source: &str, today: Date) -> PageFacts {
    let (graph, mut warnings) = schema_org::read(document);
    let found = schema_org::items(&graph, document, source, today);
    warnings.extend(found.warnings);
    let mut facts = PageFacts {
        site: metadata::site(document),
        summary: metadata::summary(document),
        canonical: metadata::canonical(document),
        published: page_dates::published(document, &graph, today),
        updated: page_dates::updated(document, &graph, today),
        image: metadata::image(document),
        language: metadata::language(document),
        authors: metadata::authors(document),
        feeds: metadata::feeds(document),
        ..PageFacts::default()
    };
    facts.title = metadata::title(document, facts.site.as_deref());
    (facts.item, facts.listed) = about::divide(found.items, &facts);
    facts.warnings = warnings;
    facts
}

/// The address that was asked for.
fn asked(response: &Response) -> Option<&Url> {
    match &response.ask.request {
        Request::Http(request) => Some(&request.url),
        _ => None,
    }
}
