//! Text into the header of a mail (RFC 5322), in ASCII with encoded words (RFC 2047).
//!
//! Our own, because mail-builder 2.0 writes text that looks like an encoded word as it is, and every
//! reader then shows what the word decodes to; it cannot be told to encode. What stands in a header is one line of
//! plain text: white space and control characters are evened out here once more, so that nothing can
//! begin another header, whoever calls.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::model::text;

/// Longest line, in characters without its end (RFC 5322, 2.1.1).
const LINE_CAP: usize = 78;
/// Most bytes in one encoded word: 56 characters of base64 between `=?utf-8?B?` and `?=`. A word may have
/// 75 (RFC 2047, 2); with 68 the first one fits behind the name of its header.
const WORD_CAP: usize = 42;
/// Longest part of a plain text without a space; what is longer could not be folded.
const PART_CAP: usize = 60;
/// Longest address, in bytes (RFC 5321, 4.5.3.1.3).
const ADDRESS_CAP: usize = 254;

/// A header that holds any text, like `Subject`; with the end of its last line.
///
/// `name` is the program's own: letters and hyphens.
pub fn text(name: &'static str, text: &str) -> String {
    let text = text::line(text, usize::MAX);
    if is_plain(&text) { folded(name, text.split(' ')) } else { folded(name, encoded_words(&text)) }
}

/// A header that holds one mailbox with a name for people, like `From`; with the end of its line. None
/// where `address` is none that needs no quotes: `local@host`, ASCII.
pub fn mailbox(name: &'static str, person: &str, address: &str) -> Option<String> {
    if !is_address(address) {
        return None;
    }
    let person = text::line(person, usize::MAX);
    let address = format!("<{address}>");
    Some(match person.as_str() {
        "" => folded(name, [address]),
        person if is_plain(person) && quoted(person).len() <= PART_CAP => folded(name, [quoted(person), address]),
        person => folded(name, encoded_words(person).into_iter().chain([address])),
    })
}

/// Whether text can stand as it is: nothing to encode, nothing that a reader would decode, and spaces
/// where it can be folded.
fn is_plain(text: &str) -> bool {
    text.is_ascii() && !text.contains("=?") && text.split(' ').all(|part| part.len() <= PART_CAP)
}

/// The text in encoded words, none with half a character. Readers leave out the white space between.
fn encoded_words(text: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for character in text.chars() {
        match pieces.last_mut() {
            Some(piece) if piece.len() + character.len_utf8() <= WORD_CAP => piece.push(character),
            _ => pieces.push(character.into()),
        }
    }
    pieces.iter().map(|piece| format!("=?utf-8?B?{}?=", STANDARD.encode(piece))).collect()
}

/// A quoted string (RFC 5322, 3.2.4).
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The parts with a space between, folded before a part that would go beyond the line.
fn folded(name: &str, parts: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let mut header = format!("{name}:");
    let mut length = header.len();
    for part in parts {
        let part = part.as_ref();
        if length + 1 + part.len() > LINE_CAP {
            header.push_str("\r\n");
            length = 0;
        }
        header.push(' ');
        header.push_str(part);
        length += 1 + part.len();
    }
    header + "\r\n"
}

/// A `dot-atom` (RFC 5322, 3.4.1) at a host's name, and nothing that a reader would decode.
fn is_address(address: &str) -> bool {
    let dotted = |text: &str, signs: &str| {
        let belongs = |character: char| character.is_ascii_alphanumeric() || signs.contains(character);
        text.split('.').all(|part| !part.is_empty() && part.chars().all(belongs))
    };
    let sides = address.split_once('@').filter(|_| address.len() <= ADDRESS_CAP && !address.contains("=?"));
    sides.is_some_and(|(local, host)| dotted(local, "!#$%&'*+-/=?^_`{|}~") && dotted(host, "-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_titles_stay_readable() {
        assert_eq!(text("Subject", "OSPO Newsletter 47"), "Subject: OSPO Newsletter 47\r\n");
        let person = mailbox("From", "Ada \"A\" Lovelace", "ada@example.org");
        assert_eq!(person.as_deref(), Some("From: \"Ada \\\"A\\\" Lovelace\" <ada@example.org>\r\n"));
        assert_eq!(mailbox("From", "", "ada@example.org").as_deref(), Some("From: <ada@example.org>\r\n"));
    }

    #[test]
    fn what_looks_encoded_is_encoded() {
        assert_eq!(text("Subject", "=?utf-8?B?aGVsbG8=?="), "Subject: =?utf-8?B?PT91dGYtOD9CP2FHVnNiRzg9Pz0=?=\r\n");
        assert_eq!(text("Subject", "日本"), "Subject: =?utf-8?B?5pel5pys?=\r\n");
    }

    #[test]
    fn an_address_is_one_address() {
        for wrong in
            ["", "a", "a@", "@b", "a@b>", "a@b\r\nBcc: c@d", "a b@c", "a@b,c@d", "a..b@c", "ä@b", "a@b@c", "a@=?b?="]
        {
            assert_eq!(mailbox("From", "x", wrong), None, "{wrong:?}");
        }
    }
}
