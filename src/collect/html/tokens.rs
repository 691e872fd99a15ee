//! The tokenizer: text, tags and comments of HTML, or of XML that is not well-formed.
//!
//! html5ever's own tokenizer compares each attribute with all before it, so one tag of 2 MB takes
//! it many seconds; this one compares nothing before somebody asks, and passes each byte once.
//! What it knows of HTML: where tags end, which elements hold raw text, what comments look like
//! (HTML Standard, section 13.2.5). What it does differently: markup that never ends is text.

use super::tag::{Tag, before_end, ends_name, is_element};
use crate::model::cursor::Cursor;

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

/// How a CDATA section begins.
const CDATA: &str = "<![CDATA[";

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
    cursor: Cursor<'a>,
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
        let cursor = Cursor::new(source);
        Tokens { cursor, in_cdata: false, raw: None, unclosed: Vec::new(), quotes_broken: false, xml: false }
    }

    /// The tokens of XML: no element holds raw text, and a CDATA section is text without markup.
    pub fn xml(source: &'a str) -> Self {
        Tokens { xml: true, ..Tokens::new(source) }
    }

    /// Where the next token starts, in bytes.
    pub fn position(&self) -> usize {
        self.cursor.position()
    }

    /// Goes on behind the end tag of an element whose start tag was just read; does nothing where
    /// it has no end tag. Script and style without an end reach to the end.
    pub fn skip_element(&mut self, tag: &Tag<'_>) {
        self.raw = None;
        match self.before_close(tag.name) {
            Some(inside) => {
                self.cursor.take(inside.len());
                self.next();
            }
            None if tag.is("script") || tag.is("style") => drop(self.cursor.take_rest()),
            None => {}
        }
    }

    /// What stands before the next end tag of this name.
    fn before_close(&mut self, name: &str) -> Option<&'a str> {
        if self.unclosed.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            return None;
        }
        let found = self.rest().match_indices("</").find_map(|(at, _)| {
            let (before, markup) = self.rest().split_at_checked(at)?;
            closes(markup, name).then_some(before)
        });
        if found.is_none() {
            self.unclosed.push(name.to_owned());
        }
        found
    }

    fn rest(&self) -> &'a str {
        self.cursor.rest()
    }

    /// The raw text of the element that was just opened.
    fn raw_text(&mut self) -> Option<Token<'a>> {
        let (name, references) = self.raw.take()?;
        let length = match self.before_close(name) {
            Some(inside) => inside.len(),
            None if references => return None,
            None => self.rest().len(),
        };
        let text = self.cursor.take(length).filter(|text| !text.is_empty())?;
        Some(if references { Token::Text(text) } else { Token::Raw(text) })
    }

    /// Text up to the next markup.
    fn text(&mut self) -> Option<Token<'a>> {
        let text = self.rest().split('<').next()?;
        let text = if self.in_cdata { text.split("]]>").next()? } else { text };
        self.cursor.take(text.len()).filter(|text| !text.is_empty()).map(Token::Text)
    }

    /// The markup that starts here with `<`; the `<` alone as text where it starts none.
    fn markup(&mut self) -> Option<Token<'a>> {
        let start = self.cursor;
        let found = match start.rest().as_bytes() {
            [b'<', b'!', ..] => self.declaration(),
            [b'<', b'?', ..] => self.comment_to(if self.xml { "?>" } else { ">" }),
            [b'<', b'/', first, ..] if self.starts_name(*first) => self.tag("</").map(Token::Close),
            [b'<', b'/', ..] => self.comment_to(">"),
            [b'<', first, ..] if self.starts_name(*first) => self.tag("<").map(|tag| self.opened(tag)),
            _ => None,
        };
        found.or_else(|| {
            self.cursor = start;
            match cut_off(start.rest()) {
                Some(tag) => self.cursor.take(tag.len()).map(Token::Comment),
                None => self.cursor.take(1).map(Token::Text),
            }
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
            return self.comment_to("-->").or_else(|| Some(Token::Comment(self.cursor.take_rest())));
        }
        if rest.starts_with(CDATA) {
            return self.cdata();
        }
        let [b'<', b'!', b'a'..=b'z' | b'A'..=b'Z', ..] = rest.as_bytes() else { return None };
        let has_subset = self.xml && self.before(">")?.contains('[');
        self.comment_to(if has_subset { "]>" } else { ">" })
    }

    /// A CDATA section: one token in XML; in HTML, where it only stands because somebody wrapped
    /// twice, markup goes on inside it.
    fn cdata(&mut self) -> Option<Token<'a>> {
        if !self.xml {
            self.in_cdata = true;
            return self.cursor.take(CDATA.len()).map(Token::Comment);
        }
        self.cursor.eat(CDATA);
        let Some(text) = self.before("]]>") else { return Some(Token::Raw(self.cursor.take_rest())) };
        let text = self.cursor.take(text.len())?;
        self.cursor.eat("]]>");
        Some(Token::Raw(text))
    }

    fn comment_to(&mut self, end: &str) -> Option<Token<'a>> {
        let length = self.before(end)?.len() + end.len();
        self.cursor.take(length).map(Token::Comment)
    }

    /// What stands before `end`, looked for in vain only once.
    fn before(&mut self, end: &str) -> Option<&'a str> {
        if self.unclosed.iter().any(|known| known == end) {
            return None;
        }
        let found = self.rest().split_once(end).map(|(before, _)| before);
        if found.is_none() {
            self.unclosed.push(end.to_owned());
        }
        found
    }

    /// The tag that starts here with `mark`, `<` or `</`. None, wherever the cursor then is, where it
    /// never ends.
    fn tag(&mut self, mark: &str) -> Option<Tag<'a>> {
        let start = self.cursor;
        self.cursor.eat(mark);
        let name = self.cursor.take_while(|next| !ends_name(next));
        if self.cursor.is_at_end() || self.rest().starts_with('<') {
            return None;
        }
        let attributes = if self.xml { self.xml_attributes()? } else { self.html_attributes()? };
        let attributes = self.cursor.take(attributes.len())?;
        self.cursor.eat(">");
        Some(Tag { name, attributes, source: self.cursor.since(start)?, start: start.position() })
    }

    /// What stands between a name and the end of its tag: XML has no `<` inside tags, so an unclosed
    /// quote reaches no further than the first `>`.
    fn xml_attributes(&self) -> Option<&'a str> {
        let tag = self.rest().split('<').next()?;
        before_end(tag).or_else(|| Some(tag.split_once('>')?.0))
    }

    /// What stands between a name and the end of its tag. Once a quote was found to be never closed,
    /// tags end at the first `>`: each look at the rest of the document would cost as much again.
    fn html_attributes(&mut self) -> Option<&'a str> {
        let proper = if self.quotes_broken { None } else { before_end(self.rest()) };
        if proper.is_some() {
            return proper;
        }
        self.quotes_broken = true;
        self.before(">")
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        if let Some(raw) = self.raw_text() {
            return Some(raw);
        }
        if self.in_cdata && self.cursor.eat("]]>") {
            self.in_cdata = false;
        }
        self.text().or_else(|| self.markup())
    }
}

/// Whether markup is the end tag of this name.
fn closes(markup: &str, name: &str) -> bool {
    let tag = markup.strip_prefix("</").and_then(|tag| tag.as_bytes().split_at_checked(name.len()));
    tag.is_some_and(|(own, after)| {
        own.eq_ignore_ascii_case(name.as_bytes())
            && after.first().is_none_or(|end| end.is_ascii_whitespace() || [b'/', b'>'].contains(end))
    })
}

/// A tag that never ends but was meant as one: the text was cut off inside it.
fn cut_off(markup: &str) -> Option<&str> {
    let mut cursor = Cursor::new(markup);
    cursor.eat("<");
    let inside = cursor.take_while(|next| next != '<');
    let name = inside.trim_start_matches('/').split(ends_name).next()?;
    let is_meant = is_element(name) && (inside.starts_with('/') || inside.contains('='));
    cursor.since(Cursor::new(markup)).filter(|_| is_meant)
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
