//! The little HTML that stands in newsletters: the addresses of its links and its words.
//!
//! A tokenizer in linear time, no tree: tags may be unclosed or crossed, as people write them.

use crate::model::cursor::Cursor;

/// Longest character reference that is decoded, in bytes without `&` and `;`.
const LONGEST_REFERENCE: usize = 10;

/// One piece of HTML.
#[derive(Debug, PartialEq)]
pub(super) enum Piece<'h> {
    /// Text between tags, entities not decoded.
    Text(&'h str),
    /// `<a href="…">`, with its address decoded.
    OpenLink(String),
    /// `</a>`.
    CloseLink,
    /// Any other tag.
    Tag,
}

/// Splits HTML. Comments, scripts and styles are left out.
pub(super) fn pieces(html: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = html;
    while let Some((text, tag)) = rest.find('<').and_then(|at| rest.split_at_checked(at)) {
        push_text(text, &mut pieces);
        rest = if let Some(comment) = tag.strip_prefix("<!--") {
            comment.split_once("-->").map_or("", |(_, after)| after)
        } else if is_tag(tag) {
            let (inside, after) = split_tag(tag);
            push_tag(inside, &mut pieces);
            after_raw_text(inside, after)
        } else {
            push_text("<", &mut pieces);
            tag.get(1..).unwrap_or_default()
        };
    }
    push_text(rest, &mut pieces);
    pieces
}

/// The named references that stand in newsletters, and the numeric ones.
pub(super) fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut pieces = text.split('&');
    out.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let reference = piece.split_once(';').filter(|(name, _)| name.len() <= LONGEST_REFERENCE);
        match reference.and_then(|(name, after)| Some((character(name)?, after))) {
            Some((character, after)) => {
                out.push(character);
                out.push_str(after);
            }
            None => {
                out.push('&');
                out.push_str(piece);
            }
        }
    }
    out
}

fn character(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?).filter(|character| *character != '\0')
        }
    }
}

fn push_text<'h>(text: &'h str, pieces: &mut Vec<Piece<'h>>) {
    if !text.is_empty() {
        pieces.push(Piece::Text(text));
    }
}

fn is_tag(tag: &str) -> bool {
    tag.chars().nth(1).is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?'))
}

/// What stands between `<` and its `>` (quoted values may contain one), and the rest.
fn split_tag(tag: &str) -> (&str, &str) {
    let mut quote = None;
    for (at, character) in tag.char_indices() {
        match (quote, character) {
            (None, '>') => return (tag.get(1..at).unwrap_or_default(), tag.get(at + 1..).unwrap_or_default()),
            (None, '"' | '\'') => quote = Some(character),
            (Some(open), _) if open == character => quote = None,
            _ => {}
        }
    }
    (tag.get(1..).unwrap_or_default(), "")
}

fn push_tag(inside: &str, pieces: &mut Vec<Piece>) {
    let name = name(inside);
    pieces.push(match name.as_str() {
        "a" => attribute(inside, "href").map_or(Piece::Tag, |address| Piece::OpenLink(decode(address.trim()))),
        "/a" => Piece::CloseLink,
        _ => Piece::Tag,
    });
}

fn name(inside: &str) -> String {
    let end = inside.find(|next: char| next.is_whitespace() || next == '>').unwrap_or(inside.len());
    inside.get(..end).unwrap_or_default().trim_end_matches('/').to_ascii_lowercase()
}

/// Past the content of `<script>` and `<style>`.
fn after_raw_text<'h>(inside: &str, after: &'h str) -> &'h str {
    let closing = match name(inside).as_str() {
        "script" => "</script",
        "style" => "</style",
        _ => return after,
    };
    let is_closing =
        |at: &usize| after.get(*at..at + closing.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(closing));
    let end = after.match_indices("</").map(|(at, _)| at).find(is_closing);
    end.and_then(|end| after.get(end..)).unwrap_or_default()
}

/// The value of an attribute, in quotes or without.
fn attribute<'h>(inside: &'h str, wanted: &str) -> Option<&'h str> {
    let mut rest = inside.split_once(char::is_whitespace)?.1;
    loop {
        rest = rest.trim_start_matches(|next: char| next.is_whitespace() || next == '/');
        let end = rest.find(|next: char| next.is_whitespace() || next == '=')?;
        let (name, after) = rest.split_at_checked(end)?;
        let Some(value) = after.trim_start().strip_prefix('=') else {
            rest = after;
            continue;
        };
        let (value, after) = split_value(value.trim_start());
        if name.eq_ignore_ascii_case(wanted) {
            return Some(value);
        }
        rest = after;
    }
}

fn split_value(value: &str) -> (&str, &str) {
    if let Some(quote) = value.chars().next().filter(|quote| matches!(quote, '"' | '\'')) {
        let inner = value.get(1..).unwrap_or_default();
        return inner.split_once(quote).unwrap_or((inner, ""));
    }
    let mut cursor = Cursor::new(value);
    (cursor.take_while(|next| !next.is_whitespace()), cursor.rest())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(html: &str) -> Vec<String> {
        pieces(html)
            .into_iter()
            .filter_map(|piece| match piece {
                Piece::OpenLink(address) => Some(address),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn addresses_are_found_however_they_are_written() {
        assert_eq!(
            addresses(
                "<table><td><a class=x href=\"https://a.example/?x=1&amp;y=2\" style=\"a>b\">A</a>\n<A HREF = 'https://b.example'>\
                 <a href=https://c.example>C<a name=x><br/><!-- <a href=\"https://no.example\"> --><script><a href=x></script>"
            ),
            ["https://a.example/?x=1&y=2", "https://b.example", "https://c.example"]
        );
    }

    #[test]
    fn broken_html_is_survived() {
        for html in
            ["<", "<a", "<a href", "<a href=", "<a href=\"", "<!--", "<script>", "a < b", "</", "<a =x href=y>", "<>"]
        {
            let _ = pieces(html);
        }
        assert_eq!(decode("a &amp; b &#8211; &x; &#0; &#xD800; &"), "a & b – &x; &#0; &#xD800; &");
    }
}
