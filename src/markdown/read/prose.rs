//! A block as a reader sees it: its words in one line, with the links and the bold parts marked.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::{addresses, html};

/// How far before an address the bracket may stand that was meant to open its link, in
/// characters.
const LONGEST_LINK_TEXT: usize = 500;

/// How a link is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// `[text](target)`, `[text][reference]`, `<https://…>`.
    Markdown,
    /// An address without anything around it.
    Bare,
    /// An address that a slip keeps from being the target of the brackets before it:
    /// `[text]https://…`, `[text] (https://…)`, `[text(https://…)`.
    Broken,
    /// `<a href="…">`.
    Html,
}

/// A link in a [`Prose`].
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ProseLink {
    /// The address as written; empty for `[text]()`.
    pub url: String,
    /// Bytes of its text in the prose.
    pub range: Range<usize>,
    /// Bytes in the source, brackets and target included.
    pub source: Range<usize>,
    /// How it is written.
    pub kind: LinkKind,
}

/// The words of a block.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Prose {
    /// One line, white space not yet collapsed.
    pub text: String,
    /// Bytes of the first paragraph; the children of a list item come after it.
    pub lead: usize,
    /// In order. Images are no links.
    pub links: Vec<ProseLink>,
    /// Bytes of the bold parts.
    pub strong: Vec<Range<usize>>,
}

/// Builds a [`Prose`] from the events inside a block.
pub(super) struct Builder<'s> {
    source: &'s str,
    /// End of the block in the source.
    limit: usize,
    prose: Prose,
    lead: Option<usize>,
    /// Links that are not closed: start in the prose, address, start in the source, kind.
    open: Vec<(usize, String, usize, LinkKind)>,
    strong: Vec<usize>,
    images: usize,
    code: bool,
    /// Source up to here is used by an address.
    taken: usize,
    html: String,
}

impl<'s> Builder<'s> {
    pub(super) fn new(source: &'s str, limit: usize) -> Self {
        Builder {
            source,
            limit,
            prose: Prose::default(),
            lead: None,
            open: Vec::new(),
            strong: Vec::new(),
            images: 0,
            code: false,
            taken: 0,
            html: String::new(),
        }
    }

    /// Takes the next event inside the block.
    pub(super) fn event(&mut self, event: &Event, range: Range<usize>) {
        match event {
            Event::Text(text) if self.code => self.push(text),
            Event::Text(text) => self.text(text, range),
            Event::Code(text) => self.push(text),
            Event::SoftBreak | Event::HardBreak | Event::Rule if range.start >= self.taken => self.push(" "),
            Event::InlineHtml(tag) => self.html(tag, range),
            Event::Html(line) => self.html.push_str(line),
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(*tag, range),
            _ => {}
        }
    }

    pub(super) fn finish(mut self) -> Prose {
        let end = self.prose.text.len();
        while let Some((start, url, source, kind)) = self.open.pop() {
            self.prose.links.push(ProseLink { url, range: start..end, source: source..self.limit, kind });
        }
        self.prose.links.sort_by_key(|link| link.source.start);
        self.prose.lead = self.lead.unwrap_or(end);
        self.prose
    }

    fn start(&mut self, tag: &Tag, range: Range<usize>) {
        match tag {
            Tag::Link { dest_url, .. } => {
                self.open.push((self.prose.text.len(), dest_url.trim().to_owned(), range.start, LinkKind::Markdown));
            }
            Tag::Image { .. } => self.images += 1,
            Tag::Strong => self.strong.push(self.prose.text.len()),
            Tag::CodeBlock(_) => {
                self.block_edge();
                self.code = true;
            }
            Tag::Emphasis | Tag::Strikethrough => {}
            _ => self.block_edge(),
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Link => self.close_link(range.end),
            TagEnd::Image => self.images = self.images.saturating_sub(1),
            TagEnd::Strong => {
                if let Some(start) = self.strong.pop() {
                    self.prose.strong.push(start..self.prose.text.len());
                }
            }
            TagEnd::CodeBlock => self.code = false,
            TagEnd::HtmlBlock => {
                let html = std::mem::take(&mut self.html);
                self.html(&html, range);
                self.block_edge();
            }
            TagEnd::Emphasis | TagEnd::Strikethrough => {}
            _ => self.block_edge(),
        }
    }

    /// The end of a paragraph or the start of a nested block.
    fn block_edge(&mut self) {
        if self.prose.text.trim().is_empty() {
            return;
        }
        self.lead.get_or_insert(self.prose.text.len());
        if !self.prose.text.ends_with(char::is_whitespace) {
            self.prose.text.push(' ');
        }
    }

    fn close_link(&mut self, end: usize) {
        if let Some((start, url, source, kind)) = self.open.pop() {
            self.prose.links.push(ProseLink { url, range: start..self.prose.text.len(), source: source..end, kind });
        }
    }

    fn push(&mut self, text: &str) {
        if self.images == 0 {
            self.prose.text.push_str(text);
        }
    }

    /// Text with the bare addresses in it. pulldown-cmark hands text over in pieces; a piece that is
    /// the source itself may start an address that runs over the pieces after it.
    fn text(&mut self, text: &str, range: Range<usize>) {
        let mut from = range.start.max(self.taken);
        if from >= range.end {
            return;
        }
        if self.source.get(range.clone()) != Some(text) || !self.open.is_empty() || self.images > 0 {
            return self.push(text);
        }
        while let Some(found) = addresses::find(self.source, from, range.end, self.limit) {
            self.push(self.source.get(from..found.start).unwrap_or_default());
            self.taken = self.address(found);
            from = self.taken;
        }
        self.push(self.source.get(from..range.end).unwrap_or_default());
    }

    /// A bare or broken link; gives the end of what it uses of the source.
    fn address(&mut self, found: Range<usize>) -> usize {
        let written = self.source.get(found.clone()).unwrap_or_default();
        let url = addresses::address(written);
        let Some((bracket, inner)) = self.broken_link() else {
            let start = self.prose.text.len();
            self.prose.text.push_str(&url);
            let range = start..self.prose.text.len();
            self.prose.links.push(ProseLink { url, range, source: found.clone(), kind: LinkKind::Bare });
            return found.end;
        };
        let parenthesis = self.prose.text.ends_with('(');
        self.prose.text.truncate(bracket);
        self.prose.text.push_str(&inner);
        let closing =
            usize::from(parenthesis && self.source.get(found.end..).is_some_and(|rest| rest.starts_with(')')));
        let before = self.source.get(..found.start).unwrap_or_default();
        let source = before.rfind('[').unwrap_or(found.start)..found.end + closing;
        let range = bracket..self.prose.text.len();
        self.prose.links.push(ProseLink { url, range, source: source.clone(), kind: LinkKind::Broken });
        source.end
    }

    /// Where the text so far ends in brackets that were meant for the address that follows: their
    /// start and the text in them.
    fn broken_link(&self) -> Option<(usize, String)> {
        let text = &self.prose.text;
        let last_link = self.prose.links.last().map_or(0, |link| link.range.end);
        let characters = text.get(last_link..)?.char_indices().rev().take(LONGEST_LINK_TEXT);
        let bracket = last_link + characters.into_iter().find(|(_, character)| *character == '[')?.0;
        let inside = text.get(bracket + 1..)?;
        let inner = match inside.split_once(']') {
            Some((inner, "" | "(" | " (" | "(<" | "( ")) => inner,
            None => inside.strip_suffix('(')?,
            Some(_) => return None,
        };
        let inner = inner.trim();
        (!inner.is_empty()).then(|| (bracket, inner.to_owned()))
    }

    fn html(&mut self, html: &str, range: Range<usize>) {
        for piece in html::pieces(html) {
            match piece {
                html::Piece::Text(text) => self.push(&html::decode(text)),
                html::Piece::OpenLink(url) => {
                    self.open.push((self.prose.text.len(), url, range.start, LinkKind::Html));
                }
                html::Piece::CloseLink if self.open.last().is_some_and(|(.., kind)| *kind == LinkKind::Html) => {
                    self.close_link(range.end);
                }
                html::Piece::CloseLink => {}
                html::Piece::Tag => self.push(" "),
            }
        }
    }
}
