//! Character references (`&amp;`, `&#8217;`): decoded as HTML decodes them, by html5ever's table.

use std::borrow::Cow;

use html5ever::data::{C1_REPLACEMENTS, NAMED_ENTITIES};

/// The longest name of an entity, `CounterClockwiseContourIntegral;`, in bytes.
const LONGEST_NAME: usize = 32;

/// Decodes every character reference, once. As in attributes, and unlike in HTML's running text, a
/// name without its semicolon counts only where no letter, digit or `=` follows, so that plain text
/// keeps its addresses (`?a=1&region=2`). References to no character become U+FFFD.
pub fn decode(text: &str) -> Cow<'_, str> {
    let Some(first) = text.find('&') else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len());
    out.push_str(&text[..first]);
    let mut rest = &text[first..];
    while let Some(after) = rest.strip_prefix('&') {
        let used = reference(after, &mut out).unwrap_or_else(|| {
            out.push('&');
            0
        });
        let next = after[used..].find('&').map_or(after.len(), |at| used + at);
        out.push_str(&after[used..next]);
        rest = &after[next..];
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

/// Decodes what follows an `&` onto `out` and says how many bytes it took.
fn reference(after: &str, out: &mut String) -> Option<usize> {
    match after.strip_prefix('#') {
        Some(number) => numeric(number, out).map(|used| used + 1),
        None => named_prefix(after, out),
    }
}

fn named_prefix(after: &str, out: &mut String) -> Option<usize> {
    let name = after.bytes().take(LONGEST_NAME).take_while(u8::is_ascii_alphanumeric).count();
    let next = after.as_bytes().get(name);
    let used = match next {
        Some(b';') => name + 1,
        Some(b'=') => return None,
        _ => name,
    };
    push_named(&after[..used], out).map(|()| used)
}

fn push_named(name: &str, out: &mut String) -> Option<()> {
    // The table also has the prefixes of names, with zeros for the characters they do not have.
    let &(first, second) = NAMED_ENTITIES.get(name).filter(|(first, _)| *first != 0)?;
    out.extend([first, second].into_iter().filter(|code| *code != 0).filter_map(char::from_u32));
    Some(())
}

/// `8217;` or `x2019;`, the semicolon optional.
fn numeric(after: &str, out: &mut String) -> Option<usize> {
    let (base, marker) = if after.starts_with(['x', 'X']) { (16, 1) } else { (10, 0) };
    let digits = after[marker..].bytes().take_while(|byte| char::from(*byte).is_digit(base)).count();
    if digits == 0 {
        return None;
    }
    let end = marker + digits;
    let code = u32::from_str_radix(&after[marker..end], base).unwrap_or(u32::MAX);
    out.push(character(code));
    Some(end + usize::from(after.as_bytes().get(end) == Some(&b';')))
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
