//! From a rendered template with marked pieces of text to Markdown in which each piece is text.
//!
//! Every piece is escaped as its place asks for; then the entry is rendered and compared with the
//! same entry over harmless words. Where the text changed more than text, everything in it is
//! escaped; at last every escape that changes nothing is taken off. So structure is the template's
//! alone, whatever a source calls its posts, and titles stay pleasant to edit.

use crate::markdown::gfm;
use crate::markdown::write::{Position, escape_inline_at, escape_link_text, without_needless_escapes};

/// Begins a piece of text: a noncharacter, taken out of whatever a source sends.
pub const TEXT_START: char = '\u{FDD0}';
/// Ends a piece of text.
pub const TEXT_END: char = '\u{FDD1}';

/// A part of a rendered template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece<'a> {
    /// The template's own Markdown, and link targets.
    Literal(&'a str),
    /// Text of an item.
    Text(&'a str),
}

/// Resolves a rendered entry.
///
/// # Errors
/// When it is not exactly one list item, or no escaping keeps the text from becoming structure.
pub fn entry(marked: &str) -> Result<String, String> {
    let pieces = without_gaps(&pieces(marked.trim()));
    let harmless = written(&pieces, |index, _, _| token(index));
    if !is_one_list_item(&harmless) {
        return Err("this makes something other than one list item".into());
    }
    let expected = expected_html(&harmless, &pieces);
    let usual = written(&pieces, |_, text, place| place.escape(text));
    let all = written(&pieces, |_, text, _| escape_all(text));
    if let Some(safe) = [usual, all].into_iter().find(|entry| html(entry) == expected) {
        return Ok(without_needless_escapes(&safe));
    }
    Err("a title or summary would become markup here".into())
}

fn pieces(marked: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = marked;
    while let Some((literal, after)) = rest.split_once(TEXT_START) {
        let (text, after) = after.split_once(TEXT_END).unwrap_or((after, ""));
        pieces.extend([Piece::Literal(literal), Piece::Text(text)]);
        rest = after;
    }
    pieces.push(Piece::Literal(rest));
    pieces.retain(|piece| *piece != Piece::Literal(""));
    pieces
}

/// A value that is missing takes the separator behind it along: "[ | Title]" is never written.
fn without_gaps<'a>(pieces: &[Piece<'a>]) -> Vec<Piece<'a>> {
    let mut kept: Vec<Piece<'a>> = Vec::new();
    let mut gap = false;
    for piece in pieces {
        match *piece {
            Piece::Text("") => gap = true,
            Piece::Literal(literal) if gap => {
                kept.push(Piece::Literal(after_separator(literal)));
                gap = false;
            }
            piece => {
                kept.push(piece);
                gap = false;
            }
        }
    }
    kept
}

/// What follows " ", " | ", ": ", " - " and the like.
fn after_separator(literal: &str) -> &str {
    let trimmed = literal.trim_start_matches(' ');
    let sign = trimmed.trim_start_matches(['|', ':', '·', '–', '—', '-', ',']);
    let rest = sign.trim_start_matches(' ');
    let had_space = trimmed.len() < literal.len() && sign.len() == trimmed.len() || rest.len() < sign.len();
    if had_space { rest } else { literal }
}

/// The entry with each text written by `write`, which is told the place it lands in.
fn written(pieces: &[Piece<'_>], write: impl Fn(usize, &str, Place) -> String) -> String {
    let mut out = String::new();
    for (index, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Literal(literal) => out.push_str(literal),
            Piece::Text(text) => {
                let next = pieces.get(index + 1).and_then(|piece| match piece {
                    Piece::Literal(literal) => literal.chars().next(),
                    Piece::Text(_) => Some('x'),
                });
                out.push_str(&write(index, text, Place::of(&out, next)));
            }
        }
    }
    out
}

/// Where text lands.
#[derive(Clone, Copy, Debug)]
struct Place {
    line_start: bool,
    link_text: bool,
    before_bracket: bool,
}

impl Place {
    /// Judged by what stands before the text and right after it.
    fn of(before: &str, next: Option<char>) -> Place {
        let line = before.rsplit('\n').next().unwrap_or_default();
        Place {
            line_start: line.trim_start_matches([' ', '-', '*', '+']).is_empty(),
            link_text: line.matches('[').count() > line.matches(']').count(),
            before_bracket: next == Some('['),
        }
    }

    fn escape(self, text: &str) -> String {
        let escaped = match (self.link_text, self.line_start) {
            (true, _) => escape_link_text(text),
            (false, true) => escape_inline_at(text, Position::LineStart),
            (false, false) => escape_inline_at(text, Position::MidLine),
        };
        match escaped.strip_suffix('!') {
            // "Wow!" before "[link](…)" would become a picture.
            Some(rest) if self.before_bracket && !rest.ends_with('\\') => format!("{rest}\\!"),
            _ => escaped,
        }
    }
}

/// The last resort: a backslash before everything that could mean something.
fn escape_all(text: &str) -> String {
    text.chars()
        .flat_map(|character| character.is_ascii_punctuation().then_some('\\').into_iter().chain([character]))
        .collect()
}

/// A harmless word for the piece with this index.
fn token(index: usize) -> String {
    format!("qzx{index}xzq")
}

fn expected_html(harmless: &str, pieces: &[Piece<'_>]) -> String {
    let mut expected = html(harmless);
    for (index, piece) in pieces.iter().enumerate() {
        if let Piece::Text(text) = piece {
            expected = expected.replace(&token(index), &html_escaped(text));
        }
    }
    expected
}

/// As the same renderer writes it.
fn html_escaped(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    // Writing into a string cannot fail.
    let _ = comrak::html::escape(&mut written, text);
    written
}

/// As a page would show it: GitHub's Markdown with its bare addresses.
fn html(markdown: &str) -> String {
    comrak::markdown_to_html(markdown, &gfm())
}

/// Whether the Markdown is one list with one item, and nothing before or behind it.
fn is_one_list_item(markdown: &str) -> bool {
    let arena = comrak::Arena::new();
    let root = comrak::parse_document(&arena, markdown, &gfm());
    let mut blocks = root.children();
    let (Some(list), None) = (blocks.next(), blocks.next()) else { return false };
    let is_list = matches!(list.data.borrow().value, comrak::nodes::NodeValue::List(_));
    is_list && list.children().count() == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(parts: &[&str]) -> String {
        parts
            .iter()
            .enumerate()
            .map(
                |(index, part)| {
                    if index % 2 == 0 { (*part).to_owned() } else { format!("{TEXT_START}{part}{TEXT_END}") }
                },
            )
            .collect()
    }

    #[test]
    fn a_title_ending_in_an_exclamation_mark_makes_no_image() {
        let entry = entry(&marked(&["- ", "Wow!", "[read](https://example.org/)"]));
        assert_eq!(entry, Ok("- Wow\\![read](https://example.org/)".into()));
    }

    #[test]
    fn ordinary_titles_need_no_escape() {
        for title in ["Redis & friends (2025)!", "C++ and #1 of a_b", "50 % off: 3 * 4 = 12", "Q&A – what’s new?"] {
            assert_eq!(
                entry(&marked(&["- ", title, " [read](https://example.org/)"])),
                Ok(format!("- {title} [read](https://example.org/)"))
            );
        }
    }

    #[test]
    fn separators_go_with_the_value_they_belong_to() {
        assert_eq!(after_separator(" | Title"), "Title");
        assert_eq!(after_separator(" rest"), "rest");
        assert_eq!(after_separator(": rest"), "rest");
        assert_eq!(after_separator("](url)"), "](url)");
        assert_eq!(after_separator("-rest"), "-rest");
    }
}
