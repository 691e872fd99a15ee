//! Character references (`&amp;`, `&#8217;`): decoded as HTML decodes them, by html5ever's table.

use std::borrow::Cow;

use html5ever::data::{C1_REPLACEMENTS, NAMED_ENTITIES};

use crate::model::cursor::Cursor;

/// Decodes every character reference, once. As in attributes, and unlike in HTML's running text, a
/// name without its semicolon counts only where no letter, digit or `=` follows, so that plain text
/// keeps its addresses (`?a=1&region=2`). References to no character become U+FFFD.
pub fn decode(text: &str) -> Cow<'_, str> {
    let Some((before, rest)) = text.split_once('&') else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len());
    out.push_str(before);
    // No reference reaches as far as the next `&`.
    for piece in rest.split('&') {
        let mut cursor = Cursor::new(piece);
        if reference(&mut cursor, &mut out).is_none() {
            out.push('&');
            cursor = Cursor::new(piece);
        }
        out.push_str(cursor.rest());
    }
    Cow::Owned(out)
}

/// The character of an entity's name (without `&` and `;`), for example `ndash`. None where HTML
/// has no such entity.
pub fn named(name: &str) -> Option<String> {
    let mut out = String::new();
    let with_semicolon = format!("{name};");
    push_named(&with_semicolon, &mut out)?;
    Some(out)
}

/// Decodes the reference that follows an `&` onto `out`.
fn reference(cursor: &mut Cursor<'_>, out: &mut String) -> Option<()> {
    if cursor.eat("#") {
        out.push(numeric(cursor)?);
        return Some(());
    }
    let start = *cursor;
    cursor.take_while(|next| next.is_ascii_alphanumeric());
    if !cursor.eat(";") && cursor.rest().starts_with('=') {
        return None;
    }
    push_named(cursor.since(start)?, out)
}

fn push_named(name: &str, out: &mut String) -> Option<()> {
    // The table also has the prefixes of names, with zeros for the characters they do not have.
    let &(first, second) = NAMED_ENTITIES.get(name).filter(|(first, _)| *first != 0)?;
    out.extend([first, second].into_iter().filter(|code| *code != 0).filter_map(char::from_u32));
    Some(())
}

/// `8217;` or `x2019;`, the semicolon optional.
fn numeric(cursor: &mut Cursor<'_>) -> Option<char> {
    let base = if cursor.next_if(|next| ['x', 'X'].contains(&next)).is_some() { 16 } else { 10 };
    let digits = Some(cursor.take_while(|next| next.is_digit(base))).filter(|digits| !digits.is_empty())?;
    cursor.eat(";");
    Some(character(u32::from_str_radix(digits, base).unwrap_or(u32::MAX)))
}

/// The character that HTML makes of a number: windows-1252 for the C1 range, U+FFFD for what is no
/// character.
fn character(code: u32) -> char {
    let c1 = code.checked_sub(0x80).and_then(|at| C1_REPLACEMENTS.get(at as usize)).copied().flatten();
    c1.or_else(|| char::from_u32(code)).filter(|c| *c != '\0').unwrap_or(char::REPLACEMENT_CHARACTER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_decoded_once() {
        let cases = [
            ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
            ("&quot;&apos;&nbsp;", "\"'\u{A0}"),
            ("&#39;&#x27;&#X27;&#39", "''''"),
            ("&#150; &#151;", "– —"),
            ("&#0; &#xD800; &#x110000; &#99999999999;", "\u{FFFD} \u{FFFD} \u{FFFD} \u{FFFD}"),
            ("&amp &copy, &notit; &bogus; &; &#; &#x;", "& ©, &notit; &bogus; &; &#; &#x;"),
            ("?a=1&copy=2&amp=3", "?a=1&copy=2&amp=3"),
            ("&NotEqualTilde;&fjlig;", "≂̸fj"),
        ];
        for (text, decoded) in cases {
            assert_eq!(decode(text), decoded, "{text}");
        }
    }

    #[test]
    fn text_without_references_is_not_copied() {
        assert!(matches!(decode("nothing here"), Cow::Borrowed(_)));
    }

    #[test]
    fn names_have_characters() {
        assert_eq!((named("ndash").as_deref(), named("ndas")), (Some("–"), None));
    }
}
