//! Content lines: bytes to unfolded, decoded lines, and one line to a property (RFC 5545, 3.1 and
//! 3.2). What the properties mean is not here.
//!
//! Unfolding comes before decoding, because a fold may split a UTF-8 character.

use std::borrow::Cow;

use crate::collect::charset;

/// The lines of a calendar file, unfolded and decoded.
#[derive(Debug)]
pub struct Text {
    text: String,
    numbers: Vec<u32>,
    /// Whether some bytes could not be decoded.
    pub lossy: bool,
}

impl Text {
    /// Unfolds and decodes. Lines end with CRLF, LF or CR; empty lines are left out.
    pub fn read(bytes: &[u8], content_type: Option<&str>) -> Text {
        if bytes.starts_with(&[0xFE, 0xFF]) || bytes.starts_with(&[0xFF, 0xFE]) {
            // UTF-16: its line ends are not single bytes.
            let decoded = charset::decode_bytes(bytes, content_type);
            let (unfolded, numbers) = unfold(decoded.text.as_bytes());
            return Text { text: String::from_utf8_lossy(&unfolded).into_owned(), numbers, lossy: decoded.lossy };
        }
        let (unfolded, numbers) = unfold(bytes);
        let decoded = charset::decode_bytes(&unfolded, content_type);
        Text { text: decoded.text.into_owned(), numbers, lossy: decoded.lossy }
    }

    /// Each line with the number of the line of the file that it begins on, from 1.
    pub fn lines(&self) -> impl Iterator<Item = (u32, &str)> {
        self.numbers.iter().copied().zip(self.text.split('\n'))
    }
}

/// Joins folded lines (a line that begins with a space or a tab continues the one before), ends
/// every line with a single `\n`, and keeps the number of the line where each began.
fn unfold(bytes: &[u8]) -> (Vec<u8>, Vec<u32>) {
    let mut unfolded = Vec::with_capacity(bytes.len());
    let mut numbers: Vec<u32> = Vec::new();
    for (number, line) in (1..).zip(Physical(bytes)) {
        match line {
            [] => {}
            [b' ' | b'\t', rest @ ..] if !numbers.is_empty() => unfolded.extend_from_slice(rest),
            _ => {
                if !numbers.is_empty() {
                    unfolded.push(b'\n');
                }
                numbers.push(number);
                unfolded.extend_from_slice(line);
            }
        }
    }
    (unfolded, numbers)
}

/// The lines as they stand in the file.
struct Physical<'a>(&'a [u8]);

impl<'a> Iterator for Physical<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        if self.0.is_empty() {
            return None;
        }
        let end = self.0.iter().position(|byte| matches!(byte, b'\r' | b'\n')).unwrap_or(self.0.len());
        let (line, rest) = self.0.split_at_checked(end)?;
        self.0 = match rest {
            [b'\r', b'\n', rest @ ..] | [_, rest @ ..] => rest,
            [] => rest,
        };
        Some(line)
    }
}

/// One property: `NAME;PARAMETER=value:value`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Property<'a> {
    /// As written; names are compared without regard to case.
    pub name: &'a str,
    parameters: &'a str,
    /// As written, still escaped.
    pub value: &'a str,
}

impl<'a> Property<'a> {
    /// Reads a line; none where it has no name or no value.
    pub fn parse(line: &'a str) -> Option<Property<'a>> {
        let (name, _) = line.split_at_checked(line.find([';', ':'])?)?;
        let rest = line.get(name.len() + 1..)?;
        let colon = if line.as_bytes().get(name.len()) == Some(&b':') {
            return Property { name: name.trim(), parameters: "", value: rest }.named();
        } else {
            // Where a quote is never closed, the first colon is the best guess.
            pieces(rest, ':').next().map(str::len).filter(|&at| at < rest.len()).or_else(|| rest.find(':'))?
        };
        let (parameters, value) = rest.split_at_checked(colon)?;
        Property { name: name.trim(), parameters, value: value.get(1..)? }.named()
    }

    fn named(self) -> Option<Property<'a>> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        (!self.name.is_empty() && self.name.bytes().all(plain)).then_some(self)
    }

    /// Whether the property has this name.
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// A parameter without its quotes, RFC 6868 escapes (`^n`, `^'`, `^^`) decoded.
    pub fn parameter(&self, name: &str) -> Option<Cow<'a, str>> {
        let parameters = pieces(self.parameters, ';').filter_map(|parameter| parameter.split_once('='));
        let (_, value) = parameters.into_iter().find(|(key, _)| key.trim().eq_ignore_ascii_case(name))?;
        let value = value.trim();
        let value = value.strip_prefix('"').map_or(value, |value| value.strip_suffix('"').unwrap_or(value));
        Some(if value.contains('^') { Cow::Owned(without_carets(value)) } else { Cow::Borrowed(value) })
    }
}

fn without_carets(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut characters = value.chars().peekable();
    while let Some(character) = characters.next() {
        let meant = match (character, characters.peek()) {
            ('^', Some('n')) => '\n',
            ('^', Some('\'')) => '"',
            ('^', Some('^')) => '^',
            _ => {
                out.push(character);
                continue;
            }
        };
        characters.next();
        out.push(meant);
    }
    out
}

/// Splits at a separator that stands outside double quotes.
fn pieces(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    text.split(move |character| {
        quoted ^= character == '"';
        character == separator && !quoted
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn lines(bytes: &[u8]) -> Vec<(u32, String)> {
        Text::read(bytes, None).lines().map(|(number, line)| (number, line.to_owned())).collect()
    }

    #[test]
    fn a_fold_may_split_a_character_and_any_line_end_ends_a_line() {
        let bytes = b"\xEF\xBB\xBFA:caf\xC3\r\n \xA9\r\nB:1\n\t2\rC:3\r\n\r\nD:4";
        let expected = [(1, "A:café"), (3, "B:12"), (5, "C:3"), (7, "D:4")];
        assert_eq!(lines(bytes), expected.map(|(number, line)| (number, line.to_owned())));
    }

    #[test]
    fn utf_16_is_decoded_before_it_is_unfolded() {
        let bytes: Vec<u8> = "\u{feff}A:1\r\n 2".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let text = Text::read(&bytes, None);
        assert_eq!(text.numbers.len(), text.lines().count());
    }

    #[test]
    fn quoted_parameters_may_contain_separators() {
        let property = Property::parse("DTSTART;TZID=\"Canberra, Melbourne: Sydney; x\";x=1:20250101").unwrap();
        assert_eq!(property.parameter("tzid").as_deref(), Some("Canberra, Melbourne: Sydney; x"));
        assert_eq!((property.parameter("X").as_deref(), property.value), (Some("1"), "20250101"));
    }

    #[test]
    fn a_quote_that_is_never_closed_does_not_swallow_the_value() {
        let property = Property::parse("ORGANIZER;CN=\"Ann:mailto:ann@example.org").unwrap();
        assert_eq!((property.name, property.value), ("ORGANIZER", "mailto:ann@example.org"));
    }

    #[test]
    fn carets_escape_in_parameters() {
        let property = Property::parse("X;CN=a^nb ^'c^' ^^ ^d:v").unwrap();
        assert_eq!(property.parameter("CN").as_deref(), Some("a\nb \"c\" ^ ^d"));
    }

    #[test]
    fn lines_without_name_or_value_are_no_properties() {
        for line in ["", "just text", ":value", "a b:c", "é:x", ";x:y", "X;a=b"] {
            assert_eq!(Property::parse(line), None, "{line}");
        }
    }
}
