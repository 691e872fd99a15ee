//! Plain text into Markdown: the reader sees exactly the text, and nothing in it becomes structure.
//!
//! Text arrives as one line without control characters (`model::text`). [`escape_inline`] is safe in
//! every place where a line of text can stand, link texts included; the others are for one place
//! only and escape less. The functions look at one piece of text: what a piece could become together
//! with its neighbours (`*` here, `*` there) is escaped as well. [`without_needless_escapes`] then
//! takes off the finished entry what changes nothing.
//!
//! One neighbour is the template's business: a `!` at the end of a text, right before a link of the
//! template, would make an image of it. Templates keep a space before their links.
//!
//! Held against pulldown-cmark, comrak with GitHub's extensions, and the shortcodes of Hugo. One
//! thing cannot be escaped on github.com: it links an e-mail address whatever stands before the `@`.

mod github;
mod needless;
mod piece;

pub use github::{code_for_github, escape_for_github, escape_link_text_for_github, fenced};
pub use needless::without_needless_escapes;

use crate::model::text::is_noncharacter;
use piece::{Place, escape};

/// Where a piece of text starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    /// At the start of a line, list item or heading: what could open a block is escaped.
    LineStart,
    /// After something else on the same line.
    MidLine,
}

/// Text for a list item, a paragraph or a heading, wherever in its line it stands.
pub fn escape_inline(text: &str) -> String {
    escape_inline_at(text, Position::LineStart)
}

/// Text for a list item, a paragraph or a heading, at a known place in its line.
pub fn escape_inline_at(text: &str, position: Position) -> String {
    escape(text, Place { at_line_start: position == Position::LineStart, in_link: false, in_cell: false })
}

/// Text between the brackets of a link. Addresses in it need no escape: links do not nest.
pub fn escape_link_text(text: &str) -> String {
    escape(text, Place { at_line_start: false, in_link: true, in_cell: false })
}

/// Text in the cell of a table.
pub fn escape_table_cell(text: &str) -> String {
    escape(text, Place { at_line_start: false, in_link: false, in_cell: true })
}

/// An address as the target of an inline link: `[text](TARGET)`.
///
/// What would end the target or the line is percent-encoded (RFC 3986): white space, control and
/// noncharacters, angle brackets, backslashes, backticks, and parentheses where they are not balanced.
/// Braces are encoded too: Hugo reads `{{<` and `{{%`, Jekyll `{%`, before Markdown. An ampersand that
/// would start an entity is escaped. Everything else stays byte for byte.
pub fn link_target(url: &str) -> String {
    let balanced = has_balanced_parentheses(url);
    let mut target = String::with_capacity(url.len());
    for (at, character) in url.char_indices() {
        match character {
            '(' | ')' if balanced => target.push(character),
            '(' | ')' | '<' | '>' | '\\' | '`' | '{' | '}' => percent_encode(character, &mut target),
            _ if character.is_whitespace() || character.is_control() || is_noncharacter(character) => {
                percent_encode(character, &mut target)
            }
            '&' if starts_entity(url.get(at..).unwrap_or_default()) => target.push_str("\\&"),
            _ => target.push(character),
        }
    }
    target
}

fn percent_encode(character: char, target: &mut String) {
    let mut buffer = [0; 4];
    for byte in character.encode_utf8(&mut buffer).bytes() {
        target.push_str(&format!("%{byte:02X}"));
    }
}

/// CommonMark allows balanced parentheses in a target; 32 levels at most in pulldown-cmark.
fn has_balanced_parentheses(url: &str) -> bool {
    let mut depth = 0_usize;
    for character in url.chars() {
        match character {
            '(' if depth < 30 => depth += 1,
            '(' => return false,
            ')' => match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => return false,
            },
            _ => {}
        }
    }
    depth == 0
}

/// Whether `text` starts with an entity or a numeric character reference that Markdown decodes.
fn starts_entity(text: &str) -> bool {
    let Some(end) = text.find(';').filter(|end| *end <= 33) else { return false };
    let Some(reference) = text.get(..=end) else { return false };
    let plain = |character: char| character.is_ascii_alphanumeric() || character == '#';
    let inner = reference.trim_start_matches('&').trim_end_matches(';');
    !inner.is_empty() && inner.chars().all(plain) && decodes(reference)
}

/// Asks the reader rather than keeping a second list of two thousand names.
fn decodes(reference: &str) -> bool {
    use pulldown_cmark::{Event, Parser};
    let text: String = Parser::new(reference)
        .filter_map(|event| match event {
            Event::Text(text) => Some(text.into_string()),
            _ => None,
        })
        .collect();
    text != reference
}

#[cfg(test)]
#[allow(clippy::panic)]
mod tests;
