//! Tags: names, attributes, and which names HTML has.

use crate::model::cursor::Cursor;

/// A start or end tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag<'a> {
    /// As written: HTML compares names without case ([`Tag::is`]), XML does not.
    pub name: &'a str,
    /// Everything between the name and `>`.
    pub(super) attributes: &'a str,
    /// The whole tag as written.
    pub source: &'a str,
    /// Where the tag starts in the document, in bytes.
    pub start: usize,
}

impl<'a> Tag<'a> {
    /// Whether this is the tag of the HTML element `name` (lower case).
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// Whether the tag ends with `/>`.
    pub fn is_self_closing(&self) -> bool {
        self.attributes.ends_with('/')
    }

    /// Where the tag ends in the document, in bytes.
    pub fn end(&self) -> usize {
        self.start + self.source.len()
    }

    /// The attributes as written: name, and value with its character references.
    pub fn attributes(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        Attributes { cursor: Cursor::new(self.attributes) }
    }

    /// The value of an attribute, as written; names are compared without case.
    pub fn attribute(&self, name: &str) -> Option<&'a str> {
        self.attributes().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// Whether this is an element of HTML (or of the SVG and MathML that stand in it).
    pub fn is_element(&self) -> bool {
        is_element(self.name)
    }

    /// Whether this can be meant as a tag at all: an element of HTML, or something that looks like
    /// markup of another kind (a prefix, a hyphen, an attribute with a value, `/>`). `<T>` and
    /// `<me@example.org>` cannot.
    pub fn is_html(&self) -> bool {
        let foreign = || {
            let plain = |c: char| c.is_ascii_alphanumeric() || ['-', ':', '_'].contains(&c);
            self.name.chars().all(plain)
                && !self.name.ends_with(':')
                && (self.name.contains([':', '-']) || self.is_self_closing() || self.attributes.contains('='))
        };
        is_element(self.name) || foreign()
    }
}

/// Elements of HTML and the common ones of MathML and SVG, sorted.
#[rustfmt::skip]
const ELEMENTS: &[&str] = &[
    "a", "abbr", "acronym", "address", "applet", "area", "article", "aside", "audio", "b", "base", "basefont", "bdi",
    "bdo", "bgsound", "big", "blink", "blockquote", "body", "br", "button", "canvas", "caption", "center", "circle",
    "cite", "code", "col", "colgroup", "data", "datalist", "dd", "defs", "del", "details", "dfn", "dialog", "dir",
    "div", "dl", "dt", "em", "embed", "fieldset", "figcaption", "figure", "font", "footer", "form", "frame",
    "frameset", "g", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hgroup", "hr", "html", "i", "iframe",
    "image", "img", "input", "ins", "isindex", "kbd", "keygen", "label", "legend", "li", "line", "link", "listing",
    "main", "map", "mark", "marquee", "math", "menu", "menuitem", "meta", "meter", "mfrac", "mi", "mn", "mo", "mrow",
    "msqrt", "msub", "msup", "mtext", "multicol", "nav", "nobr", "noembed", "noframes", "noscript", "object", "ol",
    "optgroup", "option", "output", "p", "param", "path", "picture", "plaintext", "polygon", "pre", "progress", "q",
    "rb", "rect", "rp", "rt", "rtc", "ruby", "s", "samp", "script", "search", "section", "select", "semantics",
    "slot", "small", "source", "spacer", "span", "strike", "strong", "style", "sub", "summary", "sup", "svg", "table",
    "tbody", "td", "template", "textarea", "tfoot", "th", "thead", "time", "title", "tr", "track", "tt", "u", "ul",
    "use", "var", "video", "wbr", "xmp",
];

pub(super) fn ends_name(character: char) -> bool {
    character.is_ascii_whitespace() || ['/', '>', '<'].contains(&character)
}

pub(super) fn is_element(name: &str) -> bool {
    is_one_of(ELEMENTS, name)
}

/// Whether a name stands in a sorted list of lower-case names, whatever its own case.
pub(super) fn is_one_of(sorted: &[&str], name: &str) -> bool {
    let name = || name.bytes().map(|byte| byte.to_ascii_lowercase());
    sorted.binary_search_by(|known| known.bytes().cmp(name())).is_ok()
}

/// What stands between the name of a tag and its `>`, which quoted values may contain; `text` begins
/// behind the name.
pub(super) fn before_end(text: &str) -> Option<&str> {
    let mut attributes = Attributes { cursor: Cursor::new(text) };
    loop {
        attributes.skip_space();
        if attributes.cursor.rest().starts_with('>') {
            return attributes.cursor.since(Cursor::new(text));
        }
        attributes.next_attribute()?;
    }
}

/// Reads attributes from the head of a text.
struct Attributes<'a> {
    cursor: Cursor<'a>,
}

impl<'a> Attributes<'a> {
    /// Passes white space and stray slashes.
    fn skip_space(&mut self) {
        self.cursor.take_while(|next| next.is_ascii_whitespace() || next == '/');
    }

    /// The next name and value; None at `>`, at the end, and where a quote is never closed.
    fn next_attribute(&mut self) -> Option<(&'a str, &'a str)> {
        self.skip_space();
        let start = self.cursor;
        self.cursor.next_if(|first| first != '>')?;
        self.cursor.take_while(|next| !next.is_ascii_whitespace() && !['/', '>', '='].contains(&next));
        let name = self.cursor.since(start)?;
        self.cursor.take_while(|next| next.is_ascii_whitespace());
        Some((name, if self.cursor.eat("=") { self.value()? } else { "" }))
    }

    fn value(&mut self) -> Option<&'a str> {
        self.cursor.take_while(|next| next.is_ascii_whitespace());
        for quote in ["\"", "'"] {
            if self.cursor.eat(quote) {
                let value = self.cursor.take_before(quote)?;
                self.cursor.eat(quote);
                return Some(value);
            }
        }
        Some(self.cursor.take_while(|next| !next.is_ascii_whitespace() && next != '>'))
    }
}

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        self.next_attribute()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_elements_is_sorted() {
        assert!(ELEMENTS.is_sorted());
    }
}
