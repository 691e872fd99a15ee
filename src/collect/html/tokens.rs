//! The tokenizer: text, tags and comments of HTML, or of XML that is not well-formed.
//!
//! html5ever's own tokenizer compares each attribute with all before it, so one tag of 2 MB takes
//! it minutes; this one never looks at attributes before somebody asks, and takes every byte once.
//! What it knows of HTML: where tags end, which elements hold raw text, what comments look like
//! (HTML Standard, section 13.2.5). What it does differently: markup that never ends is text.

/// A piece of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token<'a> {
    /// Text with its character references.
    Text(&'a str),
    /// Text without character references: in a CDATA section, `<script>` or `<style>`.
    Raw(&'a str),
    /// `<name …>`.
    Open(Tag<'a>),
    /// `</name>`.
    Close(Tag<'a>),
    /// A comment, a processing instruction or a declaration, with its delimiters.
    Comment(&'a str),
}

/// A start or end tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag<'a> {
    /// As written: HTML compares names without case ([`Tag::is`]), XML does not.
    pub name: &'a str,
    /// Everything between the name and `>`.
    attributes: &'a str,
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
        Attributes { rest: self.attributes }
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

/// Elements that hold text without markup, and whether character references count in it.
const RAW: &[(&str, bool)] = &[
    ("script", false),
    ("style", false),
    ("xmp", false),
    ("iframe", false),
    ("noembed", false),
    ("noframes", false),
    ("title", true),
    ("textarea", true),
];

/// The tokens of a document, in order.
#[derive(Clone, Debug)]
pub struct Tokens<'a> {
    source: &'a str,
    at: usize,
    /// In a CDATA section: its end is not text.
    in_cdata: bool,
    /// The element whose raw text comes next, and whether references count in it.
    raw: Option<(&'static str, bool)>,
    /// Names of which no further end tag exists: looked for once.
    unclosed: Vec<String>,
    /// A tag was once found to run to the end of the document (HTML): quotes are no longer trusted.
    quotes_broken: bool,
    xml: bool,
}

impl<'a> Tokens<'a> {
    /// The tokens of HTML.
    pub fn new(source: &'a str) -> Self {
        Tokens { source, at: 0, in_cdata: false, raw: None, unclosed: Vec::new(), quotes_broken: false, xml: false }
    }

    /// The tokens of XML: no element holds raw text, and a CDATA section is text without markup.
    pub fn xml(source: &'a str) -> Self {
        Tokens { xml: true, ..Tokens::new(source) }
    }

    /// Where the next token starts, in bytes.
    pub fn position(&self) -> usize {
        self.at
    }

    /// Goes on behind the end tag of an element whose start tag was just read; does nothing where
    /// it has no end tag. Script and style without an end reach to the end.
    pub fn skip_element(&mut self, tag: &Tag<'_>) {
        self.raw = None;
        match self.find_close(tag.name) {
            Some(close) => {
                self.at = close;
                self.next();
            }
            None if tag.is("script") || tag.is("style") => self.at = self.source.len(),
            None => {}
        }
    }

    /// Where the next end tag of this name starts.
    pub fn find_close(&mut self, name: &str) -> Option<usize> {
        if self.unclosed.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            return None;
        }
        let found = self.source[self.at..].match_indices("</").map(|(at, _)| self.at + at).find(|at| {
            let after = &self.source.as_bytes()[at + 2..];
            after.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes()))
                && after.get(name.len()).is_none_or(|end| end.is_ascii_whitespace() || [b'/', b'>'].contains(end))
        });
        if found.is_none() {
            self.unclosed.push(name.to_owned());
        }
        found
    }

    fn rest(&self) -> &'a str {
        &self.source[self.at..]
    }

    fn take(&mut self, length: usize) -> &'a str {
        let piece = &self.source[self.at..self.at + length];
        self.at += length;
        piece
    }

    /// The raw text of the element that was just opened.
    fn raw_text(&mut self) -> Option<Token<'a>> {
        let (name, references) = self.raw.take()?;
        let end = match self.find_close(name) {
            Some(close) => close,
            None if references => return None,
            None => self.source.len(),
        };
        let text = self.take(end - self.at);
        let token = if references { Token::Text(text) } else { Token::Raw(text) };
        Some(token).filter(|_| !text.is_empty())
    }

    /// Text up to the next markup.
    fn text(&mut self) -> Option<Token<'a>> {
        let rest = self.rest();
        let markup = rest.find('<').unwrap_or(rest.len());
        let end = if self.in_cdata { rest[..markup].find("]]>").unwrap_or(markup) } else { markup };
        (end > 0).then(|| Token::Text(self.take(end)))
    }

    /// The markup that starts here with `<`; the `<` alone as text where it starts none.
    fn markup(&mut self) -> Token<'a> {
        let rest = self.rest();
        let bytes = rest.as_bytes();
        let found = match bytes.get(1) {
            Some(b'!') => self.declaration(),
            Some(b'?') => self.comment_to(if self.xml { "?>" } else { ">" }),
            Some(b'/') if bytes.get(2).is_some_and(|byte| self.starts_name(*byte)) => self.tag(2).map(Token::Close),
            Some(b'/') => self.comment_to(">"),
            Some(byte) if self.starts_name(*byte) => self.tag(1).map(|tag| self.opened(tag)),
            _ => None,
        };
        found.unwrap_or_else(|| match cut_off(rest) {
            Some(length) => Token::Comment(self.take(length)),
            None => Token::Text(self.take(1)),
        })
    }

    fn starts_name(&self, byte: u8) -> bool {
        byte.is_ascii_alphabetic() || (self.xml && (byte == b'_' || !byte.is_ascii()))
    }

    fn opened(&mut self, tag: Tag<'a>) -> Token<'a> {
        self.raw = RAW.iter().find(|(name, _)| !self.xml && tag.is(name)).copied();
        Token::Open(tag)
    }

    /// `<!-- … -->`, `<![CDATA[ … ]]>`, `<!DOCTYPE …>`.
    fn declaration(&mut self) -> Option<Token<'a>> {
        let rest = self.rest();
        if rest.starts_with("<!-->") || rest.starts_with("<!--->") {
            return self.comment_to(">");
        }
        if rest.starts_with("<!--") {
            return Some(self.comment_to("-->").unwrap_or_else(|| Token::Comment(self.take(rest.len()))));
        }
        if rest.starts_with("<![CDATA[") {
            return Some(self.cdata());
        }
        let letter = rest.as_bytes().get(2).is_some_and(u8::is_ascii_alphabetic);
        let end = self.find(">")?;
        let has_subset = self.xml && rest[..end].contains('[');
        letter.then(|| self.comment_to(if has_subset { "]>" } else { ">" })).flatten()
    }

    /// A CDATA section: one token in XML; in HTML, where it only stands because somebody wrapped
    /// twice, markup goes on inside it.
    fn cdata(&mut self) -> Token<'a> {
        let rest = self.rest();
        let inside = "<![CDATA[".len();
        if !self.xml {
            self.in_cdata = true;
            return Token::Comment(self.take(inside));
        }
        let end = self.find("]]>").map_or(rest.len(), |at| at + 3);
        let section = self.take(end);
        Token::Raw(section[inside..].strip_suffix("]]>").unwrap_or(&section[inside..]))
    }

    fn comment_to(&mut self, end: &str) -> Option<Token<'a>> {
        let length = self.find(end)? + end.len();
        Some(Token::Comment(self.take(length)))
    }

    /// Where `end` next stands, looked for in vain only once.
    fn find(&mut self, end: &str) -> Option<usize> {
        if self.unclosed.iter().any(|known| known == end) {
            return None;
        }
        let found = self.rest().find(end);
        if found.is_none() {
            self.unclosed.push(end.to_owned());
        }
        found
    }

    /// The tag that starts here, its name after `skip` bytes. None where it never ends.
    fn tag(&mut self, skip: usize) -> Option<Tag<'a>> {
        let rest = self.rest();
        let name_end = skip + rest[skip..].find(ends_name)?;
        if rest[name_end..].starts_with('<') {
            return None;
        }
        let end = name_end + if self.xml { self.xml_tag_end(name_end)? } else { self.html_tag_end(name_end)? };
        let start = self.at;
        let source = self.take(end + 1);
        Some(Tag { name: &source[skip..name_end], attributes: &source[name_end..end], source, start })
    }

    /// Where the tag ends, from behind its name: XML has no `<` inside tags, so an unclosed quote
    /// reaches no further than the first `>`.
    fn xml_tag_end(&self, name_end: usize) -> Option<usize> {
        let tag = &self.rest()[name_end..];
        let tag = &tag[..tag.find('<').unwrap_or(tag.len())];
        tag_end(tag).or_else(|| tag.find('>'))
    }

    /// Where the tag ends, from behind its name. Once a quote was found to be never closed, tags end
    /// at the first `>`: each look at the rest of the document would cost as much again.
    fn html_tag_end(&mut self, name_end: usize) -> Option<usize> {
        let proper = if self.quotes_broken { None } else { tag_end(&self.rest()[name_end..]) };
        if proper.is_some() {
            return proper;
        }
        self.quotes_broken = true;
        self.find(">").map(|at| at.saturating_sub(name_end))
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        if let Some(raw) = self.raw_text() {
            return Some(raw);
        }
        if self.in_cdata && self.rest().starts_with("]]>") {
            self.in_cdata = false;
            self.at += 3;
        }
        if self.at >= self.source.len() {
            return None;
        }
        self.text().or_else(|| Some(self.markup()))
    }
}

fn ends_name(character: char) -> bool {
    character.is_ascii_whitespace() || ['/', '>', '<'].contains(&character)
}

/// The length of a tag that never ends but was meant as one: the text was cut off inside it.
fn cut_off(rest: &str) -> Option<usize> {
    let length = rest[1..].find('<').map_or(rest.len(), |at| at + 1);
    let name = rest[1..length].trim_start_matches('/');
    let name = &name[..name.find(ends_name).unwrap_or(name.len())];
    let meant = is_element(name) && (rest.starts_with("</") || rest[..length].contains('='));
    meant.then_some(length)
}

fn is_element(name: &str) -> bool {
    is_one_of(ELEMENTS, name)
}

/// Whether a name stands in a sorted list of lower-case names, whatever its own case.
pub(super) fn is_one_of(sorted: &[&str], name: &str) -> bool {
    let name = || name.bytes().map(|byte| byte.to_ascii_lowercase());
    sorted.binary_search_by(|known| known.bytes().cmp(name())).is_ok()
}

/// Where the `>` of a tag stands, from behind its name, quoted values passed over.
fn tag_end(text: &str) -> Option<usize> {
    let mut attributes = Attributes { rest: text };
    loop {
        let rest = attributes.skip_space();
        if rest.starts_with('>') {
            return Some(text.len() - rest.len());
        }
        attributes.next_attribute()?;
    }
}

/// Reads attributes from the head of a text.
struct Attributes<'a> {
    rest: &'a str,
}

impl<'a> Attributes<'a> {
    /// White space and stray slashes out of the way.
    fn skip_space(&mut self) -> &'a str {
        self.rest = self.rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        self.rest
    }

    fn take_until(&mut self, stop: impl Fn(char) -> bool) -> &'a str {
        let (taken, rest) = self.rest.split_at(self.rest.find(stop).unwrap_or(self.rest.len()));
        self.rest = rest;
        taken
    }

    /// The next name and value; None at `>`, at the end, and where a quote is never closed.
    fn next_attribute(&mut self) -> Option<(&'a str, &'a str)> {
        let start = self.skip_space();
        let first = start.chars().next().filter(|c| *c != '>')?;
        self.rest = &start[first.len_utf8()..];
        self.take_until(|c| c.is_ascii_whitespace() || ['/', '>', '='].contains(&c));
        let name = &start[..start.len() - self.rest.len()];
        let Some(value) = self.rest.trim_ascii_start().strip_prefix('=') else { return Some((name, "")) };
        self.rest = value.trim_ascii_start();
        Some((name, self.value()?))
    }

    fn value(&mut self) -> Option<&'a str> {
        let quote = self.rest.chars().next().filter(|c| ['"', '\''].contains(c));
        let Some(quote) = quote else { return Some(self.take_until(|c| c.is_ascii_whitespace() || c == '>')) };
        let (value, rest) = self.rest[1..].split_once(quote)?;
        self.rest = rest;
        Some(value)
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
    use std::cell::RefCell;

    use html5ever::tendril::StrTendril;
    use html5ever::tokenizer::{BufferQueue, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
    use html5ever::tokenizer::{CharacterTokens, TagKind, TagToken};
    use proptest::prelude::*;

    use super::*;
    use crate::collect::html::{attribute, decode_entities};

    /// Tokens as text, to compare: `text`, `<name key=value>`, `</name>`.
    #[derive(Default)]
    struct Written(RefCell<String>);

    impl TokenSink for Written {
        type Handle = ();

        fn process_token(&self, token: html5ever::tokenizer::Token, _line: u64) -> TokenSinkResult<()> {
            let mut out = self.0.borrow_mut();
            match token {
                CharacterTokens(text) => out.push_str(&text),
                TagToken(tag) if tag.kind == TagKind::EndTag => *out += &format!("</{}>", tag.name),
                TagToken(tag) => {
                    let attributes = tag.attrs.iter().map(|each| format!(" {}={}", each.name.local, each.value));
                    *out += &format!("<{}{}>", tag.name, attributes.collect::<String>());
                }
                _ => {}
            }
            TokenSinkResult::Continue
        }
    }

    fn by_html5ever(html: &str) -> String {
        let tokenizer = Tokenizer::new(Written::default(), TokenizerOpts::default());
        let queue = BufferQueue::default();
        queue.push_back(StrTendril::from_slice(html));
        let _ = tokenizer.feed(&queue);
        tokenizer.end();
        tokenizer.sink.0.into_inner()
    }

    fn by_us(html: &str) -> String {
        let mut out = String::new();
        for token in Tokens::new(html) {
            match token {
                Token::Text(text) => out.push_str(&decode_entities(text)),
                Token::Close(tag) => out += &format!("</{}>", tag.name.to_lowercase()),
                Token::Open(tag) => {
                    let value = |name: &str| attribute(&tag, name).unwrap_or_default().into_owned();
                    let attributes = tag.attributes().map(|(name, _)| format!(" {name}={}", value(name)));
                    out += &format!("<{}{}>", tag.name.to_lowercase(), attributes.collect::<String>());
                }
                Token::Raw(_) | Token::Comment(_) => {}
            }
        }
        out
    }

    #[test]
    fn lists_of_names_are_sorted() {
        assert!(ELEMENTS.is_sorted());
    }

    proptest! {
        #[test]
        fn markup_is_read_as_html5ever_reads_it(
            html in "(<p>|</p>|<B>|</b >|<br/>|<img src=a alt>|<a href=\"x>&amp;y\" b='\"'>|</a>|<!-- <p> -->|<!doctype x>|\
                     <!---->|<?php x>|word|é| |&amp;|&eacute;|&#8217;|&#x1F600;|&bogus;|& |\n|<3|< b|</ x>|<i\n c = d>){0,20}"
        ) {
            prop_assert_eq!(by_us(&html), by_html5ever(&html));
        }
    }
}
