//! Whether an answer that ends with its connection is whole.
//!
//! An answer without a length and without chunks looks whole wherever the connection breaks. What it
//! is written in may know better: where the end of the document is missing, the answer was cut.
//! With a length the server itself says that this is all, and the readers decide.

/// Elements whose end has to come: those of feeds and of sitemaps. Pages often leave theirs out.
const ROOTS: &[&[u8]] = &[b"rss", b"feed", b"rdf:RDF", b"RDF", b"urlset", b"sitemapindex"];
/// How far into a document its first element is looked for, in bytes.
const PROLOG: usize = 64 * 1024;

/// Whether the end of a document is missing, as far as can be told without reading it.
pub(super) fn is_missing(body: &[u8]) -> bool {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii();
    match body {
        [b'{', .., last] => *last != b'}',
        [b'[', .., last] => *last != b']',
        [b'<', ..] => body.chunks(PROLOG).next().and_then(root).is_some_and(|root| !ends(body, root)),
        _ => is_calendar(body) && !has(body, b"END:VCALENDAR"),
    }
}

fn is_calendar(body: &[u8]) -> bool {
    body.get(..15).is_some_and(|start| start.eq_ignore_ascii_case(b"BEGIN:VCALENDAR"))
}

/// The name of the first element, where it is one whose end has to come.
fn root(mut text: &[u8]) -> Option<&'static [u8]> {
    loop {
        text = after(text, b"<")?;
        text = match text {
            [b'?', ..] => after(text, b"?>")?,
            [b'!', b'-', b'-', ..] => after(text, b"-->")?,
            [b'!', ..] => after(text, if is_with_subset(text) { b"]>" } else { b">" })?,
            _ => {
                let name = text.split(|byte| b" \t\r\n>".contains(byte)).next()?;
                return ROOTS.iter().find(|root| **root == name).copied();
            }
        };
    }
}

/// Whether a document type declares things of its own, in brackets.
fn is_with_subset(declaration: &[u8]) -> bool {
    declaration.iter().find(|byte| b"[>".contains(byte)) == Some(&b'[')
}

fn ends(body: &[u8], root: &[u8]) -> bool {
    has(body, &[b"</", root].concat())
}

/// Looked for from the end, where it should stand; names of calendars have no case.
fn has(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).rev().any(|window| window.eq_ignore_ascii_case(part))
}

fn after<'t>(text: &'t [u8], part: &[u8]) -> Option<&'t [u8]> {
    text.windows(part.len()).position(|window| window == part).and_then(|at| text.get(at + part.len()..))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_its_end_is_whole() {
        for whole in [
            "",
            "words",
            "<rss><channel/></rss>",
            "\u{feff}<?xml version='1.0'?>\n<!-- <feed> --><feed xmlns=\"x\"></feed>\n<!-- cached -->",
            "<!DOCTYPE rss [<!ENTITY a \"b\">]><rss version=\"2.0\">&a;</rss>",
            "<!DOCTYPE html><html><body>no end",
            "<rss/>",
            "{\"a\": [1]} \n",
            "[]",
            "{\"a\":1}\n{\"b\":2}\n",
            "BEGIN:VCALENDAR\nend:vcalendar\n",
        ] {
            assert!(!is_missing(whole.as_bytes()), "{whole}");
        }
    }

    #[test]
    fn what_lacks_its_end_was_cut() {
        for cut in [
            "<rss",
            "<rss><channel><item></item>",
            "<?xml version='1.0'?><!DOCTYPE feed><feed xmlns='x'><entry></entry></fee",
            "<rdf:RDF a='b'><item/>",
            "<urlset ><url><loc>https://example.org/</loc></url>",
            "{\"items\": [{\"a\": 1}, {\"b",
            "[{\"a\": 1},",
            "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\n",
        ] {
            assert!(is_missing(cut.as_bytes()), "{cut}");
        }
    }
}
