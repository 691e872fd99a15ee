//! The blocks of a document that the reader cares for, flat and in order: pulldown-cmark's events
//! gathered, one block for each heading, list item, paragraph, quotation, table cell.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Parser, Tag};

use super::prose::{Builder, Prose};
use crate::markdown::reading;

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A heading and its level, 1-6.
    Heading(u8),
    /// An item of a list that stands in no other block, with its children.
    Item,
    /// A paragraph.
    Paragraph,
    /// A quotation with everything in it, lists included.
    Quote,
    /// A cell of a table.
    Cell,
    /// Raw HTML.
    Html,
    /// The text of a footnote.
    Footnote,
    /// Code; nothing in it is a link.
    Code,
    /// A thematic break.
    Rule,
}

/// A block.
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub kind: Kind,
    /// Bytes in the source: for an item its whole lines (see `issue::Entry::range`), for the others
    /// without the line's end.
    pub range: Range<usize>,
    pub prose: Prose,
}

/// The blocks of `source`.
pub(super) fn blocks(source: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut depth = 0_usize;
    let mut current: Option<(Kind, Range<usize>, usize, Builder)> = None;
    for (event, range) in Parser::new_ext(source, reading()).into_offset_iter() {
        match &event {
            Event::Start(tag) => {
                match &mut current {
                    Some((.., builder)) => builder.event(&event, range),
                    None => {
                        if let Some(kind) = kind(tag, depth) {
                            let builder = Builder::new(source, range.end);
                            current = Some((kind, range, depth, builder));
                        }
                    }
                }
                depth += 1;
            }
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                if let Some((kind, range, _, mut builder)) = current.take_if(|(_, _, start, _)| *start == depth) {
                    builder.event(&event, range.clone());
                    blocks.push(Block { kind, range: exact(source, kind, range), prose: builder.finish() });
                } else if let Some((.., builder)) = &mut current {
                    builder.event(&event, range);
                }
            }
            Event::Rule if current.is_none() => {
                blocks.push(Block { kind: Kind::Rule, range, prose: Prose::default() });
            }
            _ => {
                if let Some((.., builder)) = &mut current {
                    builder.event(&event, range);
                }
            }
        }
    }
    blocks
}

/// The kind of block that `tag` opens at `depth`; none where its children are looked at one by one.
fn kind(tag: &Tag, depth: usize) -> Option<Kind> {
    Some(match tag {
        Tag::Heading { level, .. } => Kind::Heading(number(*level)),
        Tag::Item if depth == 1 => Kind::Item,
        Tag::Paragraph => Kind::Paragraph,
        Tag::BlockQuote(_) => Kind::Quote,
        Tag::TableCell => Kind::Cell,
        Tag::HtmlBlock => Kind::Html,
        Tag::FootnoteDefinition(_) => Kind::Footnote,
        Tag::CodeBlock(_) => Kind::Code,
        _ => return None,
    })
}

fn number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

/// Without the blank lines after the block; an item from the start of its first line to the end of
/// its last, line ending included.
fn exact(source: &str, kind: Kind, range: Range<usize>) -> Range<usize> {
    let inside = source.get(range.clone()).unwrap_or_default();
    let end = range.start + inside.trim_end().len();
    if kind != Kind::Item {
        return range.start..end;
    }
    let start = source.get(..range.start).and_then(|before| before.rfind(['\n', '\r'])).map_or(0, |at| at + 1);
    // An item without content ("- ") is its bullet.
    let after = source.get(end..).unwrap_or_default();
    let line_end = match after.find(['\n', '\r']) {
        Some(at) if after.get(at..).is_some_and(|rest| rest.starts_with("\r\n")) => at + 2,
        Some(at) => at + 1,
        None => after.len(),
    };
    start..end + line_end
}
