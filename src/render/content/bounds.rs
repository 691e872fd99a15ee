//! What an issue may cost: bytes of Markdown, levels and number of elements.
//!
//! Parsing HTML takes time quadratic in its depth, and unclosed formatting (`<font>` before each of
//! thousands of paragraphs) multiplies elements; so a first parse in small pieces stops at the cap,
//! before the sanitiser parses the whole.

use html5ever::tendril::TendrilSink;
use html5ever::{QualName, driver, local_name, ns};
use scraper::{Html, HtmlTreeSink};

use crate::render::RenderError;

/// Largest issue, in bytes of Markdown. The largest real one has ten thousand.
pub const SIZE_CAP: usize = 1_000_000;
/// Deepest nesting of elements.
pub const DEPTH_CAP: usize = 200;
/// Longest tag, in bytes: checking a tag's attributes is quadratic in their number.
const TAG_CAP: usize = 16_384;
/// Bytes that are parsed between two looks at the tree.
const PIECE: usize = 256;
/// Elements beyond the number of bytes that only a multiplication explains.
const SPARE_NODES: usize = 1_000;

/// Refuses an issue larger than [`SIZE_CAP`].
pub fn check_size(markdown: &str, path: &str) -> Result<(), RenderError> {
    if markdown.len() <= SIZE_CAP {
        return Ok(());
    }
    Err(RenderError::TooLarge { path: path.to_owned(), size: markdown.len(), cap: SIZE_CAP })
}

/// Refuses HTML nested deeper than [`DEPTH_CAP`], or that grows when it is parsed.
pub fn check_nesting(html: &str, path: &str) -> Result<(), RenderError> {
    let too_deep = || RenderError::TooDeep { path: path.to_owned(), cap: DEPTH_CAP };
    if longest_tag(html) > TAG_CAP {
        return Err(too_deep());
    }
    let body = QualName::new(None, ns!(html), local_name!("body"));
    let sink = HtmlTreeSink::new(Html::new_fragment());
    let mut parser = driver::parse_fragment(sink, Default::default(), body, Vec::new(), false);
    let mut read = 0;
    for piece in pieces(html) {
        parser.process(piece.into());
        read += piece.len();
        let parsed = parser.tokenizer.sink.sink.0.borrow();
        let depth = parsed.tree.nodes().next_back().map_or(0, |last| last.ancestors().count());
        if depth > DEPTH_CAP || parsed.tree.nodes().len() > read + SPARE_NODES {
            return Err(too_deep());
        }
    }
    Ok(())
}

/// The text in pieces of about [`PIECE`] bytes.
fn pieces(mut text: &str) -> impl Iterator<Item = &str> {
    std::iter::from_fn(move || {
        let (piece, rest) = (PIECE.min(text.len())..=text.len()).find_map(|end| text.split_at_checked(end))?;
        text = rest;
        Some(piece).filter(|piece| !piece.is_empty())
    })
}

/// Length of the longest stretch from `<` and a letter to the `>` that ends the tag, quoted ones left out.
fn longest_tag(html: &str) -> usize {
    let (mut longest, mut start, mut quote, mut previous) = (0, None, None, ' ');
    for (at, character) in html.char_indices() {
        match (start, quote) {
            (None, _) if previous == '<' && character.is_ascii_alphabetic() => start = Some(at),
            (Some(_), None) if matches!(character, '"' | '\'') && previous == '=' => quote = Some(character),
            (Some(_), Some(mark)) if character == mark => quote = None,
            (Some(from), None) if character == '>' => {
                longest = longest.max(at - from);
                start = None;
            }
            _ => {}
        }
        previous = character;
    }
    longest.max(start.map_or(0, |from| html.len() - from))
}
