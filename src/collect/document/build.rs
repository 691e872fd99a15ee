//! Building a tree under caps: what a hostile page may cost.
//!
//! html5ever takes time that grows with the square of a tag's attributes and of the tree's depth, and
//! a page can make it copy formatting elements without end. So attributes are counted before it sees
//! a byte, and the page is fed in pieces to a sink that counts depth and nodes and stops the reading.

use std::borrow::Cow;
use std::cell::Cell;

use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::{Attribute, ParseOpts, QualName};
use scraper::{Html, HtmlTreeSink};

use super::TooMuch;
use crate::model::cursor::Cursor;
use crate::model::text::head;

/// Largest page, in bytes of text.
pub const SIZE_CAP: usize = 10_000_000;
/// Deepest nesting of elements.
pub const DEPTH_CAP: usize = 256;
/// Most nodes (elements, texts, comments) in a tree.
pub const NODE_CAP: usize = 150_000;
/// Most attributes of one element.
pub const ATTRIBUTE_CAP: usize = 512;

/// How much of a page is read between two looks at the counters, in bytes.
const PIECE: usize = 4096;

/// Builds the tree of a page, or says which cap it breaks.
pub fn build(text: &str) -> Result<Html, TooMuch> {
    if text.len() > SIZE_CAP {
        return Err(TooMuch::Bytes(text.len()));
    }
    if most_attributes(text) > ATTRIBUTE_CAP {
        return Err(TooMuch::Attributes);
    }
    let mut parser = html5ever::parse_document(CountingSink::default(), ParseOpts::default());
    for piece in pieces(text) {
        parser.process(StrTendril::from(piece));
        if let Some(excess) = parser.tokenizer.sink.sink.excess.get() {
            return Err(excess);
        }
    }
    Ok(parser.finish())
}

/// Cuts a text into pieces of about [`PIECE`] bytes, at character boundaries.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let piece = head(rest, PIECE);
        rest = rest.get(piece.len()..).unwrap_or_default();
        Some(piece).filter(|piece| !piece.is_empty())
    })
}

/// The most attributes that any tag of the page has, found by a scan that knows just enough HTML:
/// quotes, comments, and elements whose content is no markup.
fn most_attributes(html: &str) -> usize {
    let mut most = 0;
    let mut rest = html;
    while let Some((_, markup)) = rest.split_once('<') {
        rest = if markup.starts_with("!--") {
            markup.split_once("-->").map_or("", |(_, after)| after)
        } else if markup.starts_with(|first: char| first.is_ascii_alphabetic()) {
            let tag = Tag::scan(markup);
            most = most.max(tag.attributes);
            behind_raw_text(tag.name, tag.rest)
        } else {
            markup
        };
    }
    most
}

/// A start tag as the scan sees it.
struct Tag<'a> {
    name: &'a str,
    attributes: usize,
    /// What follows its `>`.
    rest: &'a str,
}

impl<'a> Tag<'a> {
    /// The tag whose name `text` begins with.
    fn scan(text: &'a str) -> Tag<'a> {
        let mut cursor = Cursor::new(text);
        let name = cursor.take_while(|next| !next.is_ascii_whitespace() && !matches!(next, '/' | '>'));
        let mut characters = cursor.rest().chars();
        let mut attributes = 0;
        let (mut quote, mut between, mut after_equals) = (None, true, false);
        for character in characters.by_ref() {
            match (quote, character) {
                (Some(open), character) if open == character => (quote, between) = (None, true),
                (Some(_), _) => {}
                (None, '>') => break,
                (None, '"' | '\'') if after_equals => quote = Some(character),
                (None, '=') => after_equals = true,
                (None, '/' | ' ' | '\t' | '\n' | '\r' | '\x0c') => between = true,
                (None, _) => {
                    attributes += usize::from(between && !after_equals);
                    between = false;
                }
            }
            after_equals = character == '=' || (after_equals && quote.is_none() && character.is_ascii_whitespace());
        }
        Tag { name, attributes, rest: characters.as_str() }
    }
}

/// The rest of a page behind the content of an element, where that content is text, not markup.
fn behind_raw_text<'a>(name: &str, rest: &'a str) -> &'a str {
    const RAW: &[&str] = &["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "noscript"];
    if !RAW.iter().any(|raw| name.eq_ignore_ascii_case(raw)) {
        return rest;
    }
    let closes = |tag: &&str| tag.get(..name.len()).is_some_and(|closing| closing.eq_ignore_ascii_case(name));
    let mut tags = rest.match_indices("</").filter_map(|(at, mark)| rest.get(at + mark.len()..));
    tags.find(closes).unwrap_or_default()
}

/// scraper's sink, with counters.
struct CountingSink {
    inner: HtmlTreeSink,
    nodes: Cell<usize>,
    late_attributes: Cell<usize>,
    excess: Cell<Option<TooMuch>>,
}

impl Default for CountingSink {
    fn default() -> Self {
        CountingSink {
            inner: HtmlTreeSink::new(Html::new_document()),
            nodes: Cell::new(0),
            late_attributes: Cell::new(0),
            excess: Cell::new(None),
        }
    }
}

type Handle = <HtmlTreeSink as TreeSink>::Handle;

impl CountingSink {
    fn count_node(&self) {
        self.nodes.set(self.nodes.get() + 1);
        if self.nodes.get() > NODE_CAP {
            self.excess.set(Some(TooMuch::Nodes));
        }
    }

    fn measure_depth(&self, parent: Handle) {
        let html = self.inner.0.borrow();
        let depth = html.tree.get(parent).map_or(0, |node| node.ancestors().take(DEPTH_CAP + 1).count());
        if depth > DEPTH_CAP {
            self.excess.set(Some(TooMuch::Depth));
        }
    }
}

impl TreeSink for CountingSink {
    type Handle = Handle;
    type Output = Html;
    type ElemName<'a> = <HtmlTreeSink as TreeSink>::ElemName<'a>;

    fn finish(self) -> Html {
        self.inner.finish()
    }

    /// Not kept: every page has some, a hostile one has millions.
    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        self.inner.get_document()
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> Self::ElemName<'a> {
        self.inner.elem_name(target)
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, flags: ElementFlags) -> Handle {
        self.count_node();
        self.inner.create_element(name, attributes, flags)
    }

    fn create_comment(&self, text: StrTendril) -> Handle {
        self.count_node();
        self.inner.create_comment(text)
    }

    fn create_pi(&self, target: StrTendril, data: StrTendril) -> Handle {
        self.count_node();
        self.inner.create_pi(target, data)
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        match child {
            NodeOrText::AppendNode(_) => self.measure_depth(*parent),
            NodeOrText::AppendText(_) => self.count_node(),
        }
        self.inner.append(parent, child);
    }

    fn append_based_on_parent_node(&self, element: &Handle, previous: &Handle, child: NodeOrText<Handle>) {
        self.count_node();
        self.inner.append_based_on_parent_node(element, previous, child);
    }

    fn append_doctype_to_document(&self, name: StrTendril, public_id: StrTendril, system_id: StrTendril) {
        self.inner.append_doctype_to_document(name, public_id, system_id);
    }

    fn get_template_contents(&self, target: &Handle) -> Handle {
        self.inner.get_template_contents(target)
    }

    fn same_node(&self, one: &Handle, other: &Handle) -> bool {
        one == other
    }

    fn set_quirks_mode(&self, mode: QuirksMode) {
        self.inner.set_quirks_mode(mode);
    }

    fn append_before_sibling(&self, sibling: &Handle, node: NodeOrText<Handle>) {
        self.count_node();
        self.inner.append_before_sibling(sibling, node);
    }

    /// For a repeated `<html>` or `<body>` tag.
    fn add_attrs_if_missing(&self, target: &Handle, attributes: Vec<Attribute>) {
        self.late_attributes.set(self.late_attributes.get() + attributes.len());
        if self.late_attributes.get() > ATTRIBUTE_CAP {
            self.excess.set(Some(TooMuch::Attributes));
        } else {
            self.inner.add_attrs_if_missing(target, attributes);
        }
    }

    fn remove_from_parent(&self, target: &Handle) {
        self.inner.remove_from_parent(target);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        self.inner.reparent_children(node, new_parent);
    }
}

#[cfg(test)]
#[allow(clippy::expect_used)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::testing::worked;

    fn refused_fast(html: &str) -> TooMuch {
        let before = worked();
        let excess = build(html).expect_err("a bomb");
        let work = worked() - before;
        assert!(work < Duration::from_secs(10), "took {work:?}");
        excess
    }

    #[test]
    fn a_hundred_thousand_nested_elements_end_fast() {
        assert_eq!(refused_fast(&"<div>".repeat(100_000)), TooMuch::Depth);
        assert_eq!(refused_fast(&"<ul><li>".repeat(30_000)), TooMuch::Depth);
    }

    #[test]
    fn two_hundred_thousand_attributes_end_fast() {
        let names: String = (0..200_000).map(|n| format!(" a{n}=1")).collect();
        assert_eq!(refused_fast(&format!("<p{names}>")), TooMuch::Attributes);
        let bodies: String = (0..200_000).map(|n| format!("<body a{n}=1>")).collect();
        assert_eq!(refused_fast(&bodies), TooMuch::Attributes);
    }

    #[test]
    fn formatting_elements_that_copy_themselves_end_fast() {
        let openers: String = (0..200).map(|n| format!("<p><b a={n}>")).collect();
        let html = format!("{openers}{}", "<p>x".repeat(300_000));
        assert_eq!(refused_fast(&html), TooMuch::Nodes);
    }

    #[test]
    fn paragraphs_without_end_tags_are_no_nesting() {
        assert!(build(&"<p>text<br>".repeat(5_000)).is_ok());
    }

    #[test]
    fn attributes_are_counted_as_a_browser_would() {
        assert_eq!(most_attributes(r#"<a href="x y z" title='a b' hidden><b c = d e>"#), 3);
        assert_eq!(most_attributes("<!-- <a b c d> --><p>"), 0);
        assert_eq!(most_attributes("<script>if (a<b && c d e f g h) {}</script><i x>"), 1);
        assert_eq!(most_attributes("<script>a<b c d"), 0);
        assert_eq!(most_attributes(r#"<p a="1"b="2">"#), 2);
    }
}
