//! The elements of a feed, one level at a time, from XML that may be damaged.
//!
//! No tree is built: [`children`] finds where each child of an element starts and ends, and whoever
//! needs what is inside asks again with [`Element::children`]. Depth therefore costs nothing, and an
//! end tag that is missing or too many changes no more than the element it belongs to.

use std::collections::HashMap;
use std::rc::Rc;

use url::Url;

use super::names::Scope;
use crate::collect::html::{self, Tag, Token, Tokens, decode_entities};

/// Elements of an item that hold nothing but text. One of them without an end tag ends where the
/// next field of the item starts.
const LEAVES: &[&str] = &["title", "link", "guid", "id", "pubdate", "published", "updated", "dc:date", "dc:creator"];
/// Elements of an item that may hold HTML. One of them without an end tag ends where a field starts
/// whose name HTML does not have.
const TEXTS: &[&str] = &["description", "summary", "content", "content:encoded"];
/// Fields of an item whose names HTML does not have.
const FIELDS: &[&str] = &[
    "guid",
    "pubdate",
    "published",
    "updated",
    "dc:date",
    "dc:creator",
    "description",
    "content:encoded",
    "category",
    "author",
    "enclosure",
    "comments",
];
/// Fields of an item whose names HTML has too.
const FIELDS_OR_HTML: &[&str] = &["title", "link", "id", "summary", "content", "source"];

/// Deepest nesting that is followed; the text of a feed has a dozen levels.
const DEPTH_CAP: usize = 10_000;
/// Most fields of one item.
pub const FIELDS_CAP: usize = 1000;

/// One element with what it inherits.
#[derive(Clone, Debug)]
pub struct Element<'a> {
    /// The name as [`Scope::name`] gives it: `title`, `dc:creator`.
    pub name: String,
    /// What stands between start and end tag, as written.
    inner: &'a str,
    /// Whether there are elements inside.
    pub has_children: bool,
    /// Whether it has an end tag, or where a following element shows that it has ended.
    pub is_whole: bool,
    pub scope: Rc<Scope>,
    tag: Tag<'a>,
}

impl<'a> Element<'a> {
    /// The value of an attribute, references decoded, white space trimmed; None where it is empty.
    pub fn attribute(&self, name: &str) -> Option<String> {
        let value = html::attribute(&self.tag, name)?;
        Some(value.trim().to_owned()).filter(|value| !value.is_empty())
    }

    /// The text without any markup, trimmed; None where nothing is left: for addresses, dates, names.
    pub fn text(&self) -> Option<String> {
        let mut text = String::new();
        for token in Tokens::xml(self.inner) {
            match token {
                Token::Text(piece) => text.push_str(&decode_entities(piece)),
                Token::Raw(piece) => text.push_str(piece),
                _ => {}
            }
        }
        Some(text.trim().to_owned()).filter(|text| !text.is_empty())
    }

    /// What is inside, where it was written as markup: elements stay as they are, CDATA sections
    /// lose their wrapping. Text inside still has its references, as HTML does.
    pub fn markup(&self) -> String {
        self.inner.replace("<![CDATA[", "").replace("]]>", "")
    }

    /// The first [`FIELDS_CAP`] elements inside.
    pub fn children(&self, document: Option<&Url>) -> Vec<Element<'a>> {
        children(self.inner, &self.scope, Level::Item, document).take(FIELDS_CAP).collect()
    }

    /// The elements inside, where this holds items.
    pub fn items_and_fields(&self, document: Option<&Url>) -> Children<'a> {
        children(self.inner, &self.scope, Level::Feed, document)
    }
}

/// What the elements of a level may be, for telling where one without an end tag ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// The document: one root.
    Document,
    /// A channel: an item never stands inside another element.
    Feed,
    /// An item.
    Item,
}

/// The elements that stand in `source`, in order.
pub fn children<'a>(source: &'a str, scope: &Rc<Scope>, level: Level, document: Option<&Url>) -> Children<'a> {
    Children {
        tokens: Tokens::xml(source),
        source,
        scope: Rc::clone(scope),
        level,
        document: document.cloned(),
        open: OpenTags::default(),
        current: None,
        ready: None,
    }
}

/// Iterator over the elements of one level.
#[derive(Debug)]
pub struct Children<'a> {
    tokens: Tokens<'a>,
    source: &'a str,
    scope: Rc<Scope>,
    level: Level,
    document: Option<Url>,
    open: OpenTags<'a>,
    current: Option<Element<'a>>,
    /// A whole child that waits while the one before it is handed out.
    ready: Option<Element<'a>>,
}

impl<'a> Children<'a> {
    /// A start tag: of a child, or of something inside one. Gives the child that it ends, if any.
    fn opened(&mut self, tag: Tag<'a>) -> Option<Element<'a>> {
        let ended = if self.starts_sibling(&tag) { self.finish(tag.start, true) } else { None };
        let closes_itself = tag.is_self_closing();
        if let Some(current) = &mut self.current {
            current.has_children = true;
        } else {
            let scope = self.scope.inside(&tag, self.document.as_ref());
            let name = scope.name(&tag);
            self.current =
                Some(Element { name, inner: "", has_children: false, is_whole: true, scope, tag: tag.clone() });
        }
        if !closes_itself {
            self.open.push(tag.name);
        } else if self.open.is_empty() {
            let empty = self.finish(tag.end(), true);
            if ended.is_none() {
                return empty;
            }
            self.ready = empty;
        }
        ended
    }

    /// Whether a tag inside the current child shows that this has ended without an end tag.
    fn starts_sibling(&self, tag: &Tag<'a>) -> bool {
        let Some(current) = &self.current else { return false };
        match self.level {
            Level::Document => false,
            Level::Feed => is_item(&self.scope.name(tag)),
            Level::Item => {
                let current = current.name.as_str();
                let name = self.scope.name(tag);
                let is_field = FIELDS.contains(&name.as_str());
                (LEAVES.contains(&current) && (is_field || FIELDS_OR_HTML.contains(&name.as_str())))
                    || (TEXTS.contains(&current) && is_field)
            }
        }
    }

    /// The current child, ending at `end`.
    fn finish(&mut self, end: usize, is_whole: bool) -> Option<Element<'a>> {
        self.open.clear();
        let mut element = self.current.take()?;
        element.inner = self.source.get(element.tag.end().min(end)..end)?;
        element.is_whole = is_whole;
        Some(element)
    }
}

impl<'a> Iterator for Children<'a> {
    type Item = Element<'a>;

    fn next(&mut self) -> Option<Element<'a>> {
        if self.ready.is_some() {
            return self.ready.take();
        }
        while let Some(token) = self.tokens.next() {
            let finished = match token {
                Token::Open(tag) => self.opened(tag),
                Token::Close(tag) if self.open.close(tag.name).is_some() && self.open.is_empty() => {
                    self.finish(tag.start, true)
                }
                _ => None,
            };
            if finished.is_some() {
                return finished;
            }
        }
        self.finish(self.source.len(), false)
    }
}

/// Whether this is the name of an item: `item` in RSS, `entry` in Atom.
pub fn is_item(name: &str) -> bool {
    name == "item" || name == "entry"
}

/// The tags that are open, with a count by name so that an end tag that fits none costs nothing.
#[derive(Debug, Default)]
pub struct OpenTags<'a> {
    names: Vec<&'a str>,
    counts: HashMap<&'a str, usize>,
}

impl<'a> OpenTags<'a> {
    /// Whether nothing is open.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The innermost open tag.
    pub fn last(&self) -> Option<&'a str> {
        self.names.last().copied()
    }

    /// Opens a tag. Below [`DEPTH_CAP`] nothing is opened any more.
    pub fn push(&mut self, name: &'a str) {
        if self.names.len() < DEPTH_CAP {
            self.names.push(name);
            *self.counts.entry(name).or_default() += 1;
        }
    }

    /// Closes the innermost tag of this name and everything inside it. None where there is none.
    pub fn close(&mut self, name: &str) -> Option<()> {
        self.counts.get(name)?;
        while let Some(last) = self.names.pop() {
            self.uncount(last);
            if last == name {
                break;
            }
        }
        Some(())
    }

    fn uncount(&mut self, name: &str) {
        match self.counts.get_mut(name) {
            Some(count) if *count > 1 => *count -= 1,
            _ => _ = self.counts.remove(name),
        }
    }

    fn clear(&mut self) {
        self.names.clear();
        self.counts.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(xml: &str, level: Level) -> Vec<String> {
        children(xml, &Rc::default(), level, None)
            .map(|element| format!("{}={}{}", element.name, element.inner, if element.is_whole { "" } else { "…" }))
            .collect()
    }

    #[test]
    fn children_are_found_whatever_is_inside_them() {
        let xml = "x<a>1<a>2</a>3</a><b/><c d='>'><![CDATA[</c>]]></c><!-- <e/> --><f>open";
        assert_eq!(shown(xml, Level::Document), ["a=1<a>2</a>3", "b=", "c=<![CDATA[</c>]]>", "f=open…"]);
    }

    #[test]
    fn end_tags_that_are_missing_or_too_many_change_only_their_own_element() {
        let table = [
            ("<a><b></a><c>2</c>", Level::Document, vec!["a=<b>", "c=2"]),
            ("<a></b>1</a></c><d/>", Level::Document, vec!["a=</b>1", "d="]),
            ("<item>1<item>2</item><title/>", Level::Feed, vec!["item=1", "item=2", "title="]),
            ("<description>1<item>2</item>", Level::Feed, vec!["description=1", "item=2"]),
            ("<title>1<link>2</link><guid/>", Level::Item, vec!["title=1", "link=2", "guid="]),
            ("<title>1<enclosure/>", Level::Item, vec!["title=1", "enclosure="]),
            (
                "<description>1<title>2</title><pubDate>3</pubDate>",
                Level::Item,
                vec!["description=1<title>2</title>", "pubdate=3"],
            ),
        ];
        for (xml, level, expected) in table {
            assert_eq!(shown(xml, level), expected, "{xml}");
        }
    }
}
