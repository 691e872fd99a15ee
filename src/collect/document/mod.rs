//! An HTML page as a tree, built under caps, with the few questions that its readers ask of it.
//!
//! What may be built is decided in `build`. What a page says about itself is read in
//! [`super::page_facts`](mod@super::page_facts); what schema.org data it carries in [`super::schema_org`].

mod build;

use std::panic::{AssertUnwindSafe, catch_unwind};

use ego_tree::iter::Edge;
use scraper::node::Element;
use scraper::{ElementRef, Html, Node, Selector};
use url::Url;

pub use build::{ATTRIBUTE_CAP, DEPTH_CAP, NODE_CAP, SIZE_CAP};

/// The cap that a page breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TooMuch {
    /// Larger than [`SIZE_CAP`].
    #[error("the page has {0} bytes, more than {SIZE_CAP}")]
    Bytes(usize),
    /// Nested deeper than [`DEPTH_CAP`].
    #[error("its elements are nested deeper than {DEPTH_CAP}")]
    Depth,
    /// More nodes than [`NODE_CAP`].
    #[error("it has more than {NODE_CAP} elements and texts")]
    Nodes,
    /// More attributes in one element than [`ATTRIBUTE_CAP`].
    #[error("one of its elements has more than {ATTRIBUTE_CAP} attributes")]
    Attributes,
    /// The HTML parser itself failed.
    #[error("the HTML parser gave up on it")]
    Parser,
}

/// A page.
#[derive(Debug)]
pub struct Document {
    html: Html,
    url: Option<Url>,
    base: Option<Url>,
}

impl Document {
    /// Reads a page that came from `url` (where it has an address).
    ///
    /// # Errors
    /// When the page breaks a cap; nothing of it is read then.
    pub fn read(text: &str, url: Option<&Url>) -> Result<Document, TooMuch> {
        let html = catch_unwind(AssertUnwindSafe(|| build::build(text))).unwrap_or(Err(TooMuch::Parser))?;
        let mut document = Document { html, url: url.cloned(), base: url.cloned() };
        document.base = document.stated_base().or(document.base);
        Ok(document)
    }

    /// The same page, of which is known what its relative addresses are relative to, but not where it
    /// came from (a local file). What the page itself says goes before.
    pub fn based_on(mut self, base: Option<&Url>) -> Document {
        self.base = self.base.or_else(|| base.cloned());
        self.base = self.stated_base().or(self.base);
        self
    }

    /// Where the page came from.
    pub fn url(&self) -> Option<&Url> {
        self.url.as_ref()
    }

    /// What relative addresses are relative to: `<base href>`, else the page's own address.
    pub fn base(&self) -> Option<&Url> {
        self.base.as_ref()
    }

    /// An address as the page means it: absolute http(s), white space in it gone. None for
    /// everything else (`javascript:`, `data:`, `mailto:`, fragments of the page itself).
    pub fn resolve(&self, href: &str) -> Option<Url> {
        resolve(self.base(), href)
    }

    /// Every element, in document order.
    pub fn elements(&self) -> impl Iterator<Item = ElementRef<'_>> {
        self.html.tree.root().descendants().filter_map(ElementRef::wrap)
    }

    /// Every element of this name, in document order.
    pub fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = ElementRef<'a>> {
        self.elements().filter(move |element| element.value().name() == name)
    }

    /// The `<html>` element.
    pub fn root(&self) -> ElementRef<'_> {
        self.html.root_element()
    }

    /// What a selector finds.
    pub fn select<'a>(&'a self, selector: &'a Selector) -> impl Iterator<Item = ElementRef<'a>> {
        self.html.select(selector)
    }

    fn stated_base(&self) -> Option<Url> {
        let href = self.named("base").find_map(|base| base.attr("href"))?;
        resolve(self.base(), href)
    }
}

/// See [`Document::resolve`].
pub fn resolve(base: Option<&Url>, href: &str) -> Option<Url> {
    let href = href.trim();
    if href.is_empty() || href.starts_with('#') {
        return None;
    }
    let url = match base {
        Some(base) => base.join(href).ok()?,
        None => Url::parse(href).ok()?,
    };
    (matches!(url.scheme(), "http" | "https") && url.host_str().is_some_and(|host| !host.is_empty())).then_some(url)
}

/// The text below an element as readers see it: scripts, styles and templates left out, blocks and
/// line breaks as spaces. White space is not collapsed.
pub fn text_of(element: ElementRef<'_>) -> String {
    let mut text = String::new();
    let mut hidden = 0_usize;
    for edge in element.traverse() {
        match edge {
            Edge::Open(node) => match node.value() {
                Node::Text(piece) if hidden == 0 => text.push_str(piece),
                Node::Element(element) => {
                    hidden += usize::from(is_unseen(element));
                    text.push_str(if is_block(element) { " " } else { "" });
                }
                _ => {}
            },
            Edge::Close(node) => {
                if let Node::Element(element) = node.value() {
                    hidden -= usize::from(is_unseen(element));
                    text.push_str(if is_block(element) { " " } else { "" });
                }
            }
        }
    }
    text
}

/// Whether readers see nothing of an element's content.
pub fn is_unseen(element: &Element) -> bool {
    matches!(element.name(), "script" | "style" | "noscript" | "template" | "head" | "svg" | "iframe" | "object")
}

/// Whether an element stands on lines of its own.
#[rustfmt::skip]
pub fn is_block(element: &Element) -> bool {
    !matches!(
        element.name(),
        "a" | "abbr" | "acronym" | "b" | "bdi" | "bdo" | "big" | "cite" | "code" | "data" | "del" | "dfn" | "em"
            | "font" | "i" | "ins" | "kbd" | "label" | "mark" | "meta" | "link" | "nobr" | "q" | "s" | "samp"
            | "small" | "span" | "strike" | "strong" | "sub" | "sup" | "time" | "tt" | "u" | "var" | "wbr"
    )
}

#[cfg(test)]
#[allow(clippy::expect_used)]
mod tests {
    use super::*;

    fn page(html: &str) -> Document {
        Document::read(html, Url::parse("https://example.org/a/b").ok().as_ref()).expect("a small page")
    }

    #[test]
    fn relative_addresses_follow_the_base_of_the_page() {
        let plain = page("<p>");
        assert_eq!(plain.resolve("c").map(String::from).as_deref(), Some("https://example.org/a/c"));
        assert_eq!(plain.resolve("//cdn.example/x").map(String::from).as_deref(), Some("https://cdn.example/x"));
        let based = page("<base href='/z/'>");
        assert_eq!(based.resolve("c").map(String::from).as_deref(), Some("https://example.org/z/c"));
    }

    #[test]
    fn addresses_that_are_no_links_resolve_to_nothing() {
        for href in ["javascript:alert(1)", "data:text/html,x", "mailto:a@example.org", "#top", " ", "file:///etc"] {
            assert_eq!(page("").resolve(href), None, "{href}");
        }
    }

    #[test]
    fn text_leaves_out_what_readers_do_not_see() {
        let document = page("<body><div>One<p>two <b>th</b>ree<script>no</script><br>four</div></body>");
        let text = text_of(document.root());
        assert_eq!(text.split_whitespace().collect::<Vec<_>>(), ["One", "two", "three", "four"]);
    }
}
