//! Sitemaps (<https://www.sitemaps.org/protocol.html>): addresses of a site and when they changed.
//!
//! Good for discovery, and for dates where nothing better exists: `lastmod` is the last change, on
//! many sites the day of publication, on some the day of the last build.

use std::borrow::Cow;
use std::io::Read;

use url::Url;

use super::{ParseError, charset, document, html};
use crate::model::dates::{When, machine};
use crate::model::exchange::Response;

/// Largest sitemap after decompression, in bytes: what an answer may have anyway. The protocol allows
/// 50 MiB, no known site comes near.
pub(crate) const SIZE_CAP: u64 = 20_000_000;
/// Most addresses of one sitemap (the protocol's own limit).
pub(crate) const ADDRESS_CAP: usize = 50_000;
/// What is to be said of a sitemap with more.
pub const BEYOND: &str = "the sitemap has more than 50000 addresses: the rest was not read";

/// What a sitemap lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sitemap {
    /// Pages, in the order of the file.
    pub pages: Vec<Entry>,
    /// Further sitemaps, where this is an index of them.
    pub sitemaps: Vec<Entry>,
    /// There were more addresses than are read.
    pub is_capped: bool,
}

/// An address and when what is behind it changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Absolute http(s) address.
    pub url: Url,
    /// `lastmod`, where it can be read.
    pub changed: Option<When>,
}

/// Reads a sitemap or an index of sitemaps, gzipped or not, or the plain-text form.
///
/// # Errors
/// [`ParseError::NotExpected`] when the answer is something else; [`ParseError::Malformed`] when it
/// cannot be decompressed or is larger than the protocol allows.
pub fn read(response: &Response) -> Result<Sitemap, ParseError> {
    let bytes = decompressed(response.bytes())?;
    let text = charset::decode_bytes(&bytes, None).text;
    let sitemap = if text.trim_start().starts_with('<') { read_xml(&text) } else { read_lines(&text) };
    if sitemap == Sitemap::default() && !text.contains("<urlset") && !text.contains("<sitemapindex") {
        let found = if text.contains("<html") { "an HTML page" } else { "something else" };
        return Err(ParseError::NotExpected { expected: "a sitemap", found: found.to_owned() });
    }
    Ok(sitemap)
}

/// The bytes, unpacked where they are a gzip file: `sitemap.xml.gz` is one by content, not by header.
fn decompressed(bytes: &[u8]) -> Result<Cow<'_, [u8]>, ParseError> {
    let malformed = |detail: String| ParseError::Malformed { what: "the sitemap", detail };
    if !bytes.starts_with(&[0x1F, 0x8B]) {
        return Ok(bytes.into());
    }
    let mut plain = Vec::new();
    let mut reader = flate2::read::MultiGzDecoder::new(bytes).take(SIZE_CAP + 1);
    reader.read_to_end(&mut plain).map_err(|error| malformed(error.to_string()))?;
    match plain.len() as u64 > SIZE_CAP {
        true => Err(malformed(format!("it has more than {SIZE_CAP} bytes"))),
        false => Ok(plain.into()),
    }
}

/// `<url>` and `<sitemap>` elements. Scanned, not parsed: sitemaps are flat, and one that breaks in
/// the middle still gives what stands before.
fn read_xml(text: &str) -> Sitemap {
    let mut sitemap = Sitemap::default();
    for (name, list) in [("url", &mut sitemap.pages), ("sitemap", &mut sitemap.sitemaps)] {
        let mut entries = elements(text, name).filter_map(|inner| {
            let address = elements(inner, "loc").next().map(content)?;
            let changed = elements(inner, "lastmod").next().map(content).and_then(|raw| machine::read(&raw));
            Some(Entry { url: document::resolve(None, &address)?, changed })
        });
        list.extend(entries.by_ref().take(ADDRESS_CAP));
        sitemap.is_capped |= entries.next().is_some();
    }
    sitemap
}

/// What stands in each element of this name.
fn elements<'a>(text: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            let at = rest.find('<')? + 1;
            rest = rest.get(at..)?;
            let inner = rest.strip_prefix(name).filter(|after| after.starts_with(['>', ' ', '\n', '\r', '\t']));
            if let Some(inner) = inner {
                let inner = inner.get(inner.find('>')? + 1..)?;
                let end = closing(inner, name).unwrap_or(inner.len());
                let (found, after) = inner.split_at_checked(end)?;
                rest = after;
                return Some(found);
            }
        }
    })
}

/// Where the end tag of this name stands.
fn closing(text: &str, name: &str) -> Option<usize> {
    text.match_indices("</").map(|(at, _)| at).find(|at| {
        text.get(at + 2..)
            .is_some_and(|after| after.strip_prefix(name).is_some_and(|after| after.trim_start().starts_with('>')))
    })
}

/// The text of an element without children.
fn content(raw: &str) -> String {
    let raw = raw.trim();
    match raw.strip_prefix("<![CDATA[").and_then(|rest| rest.strip_suffix("]]>")) {
        Some(plain) => plain.trim().to_owned(),
        None => html::to_text(raw).trim().to_owned(),
    }
}

/// The plain-text form: one address a line.
fn read_lines(text: &str) -> Sitemap {
    let mut addresses = text.lines().filter_map(|line| document::resolve(None, line));
    let pages = addresses.by_ref().take(ADDRESS_CAP).map(|url| Entry { url, changed: None }).collect();
    Sitemap { pages, sitemaps: Vec::new(), is_capped: addresses.next().is_some() }
}

#[cfg(test)]
#[allow(clippy::expect_used)]
mod tests {
    use std::io::Write;
    use std::path::PathBuf;

    use super::*;
    use crate::model::exchange::{Ask, Body, Request};

    fn read_bytes(bytes: &[u8]) -> Result<Sitemap, ParseError> {
        let ask = Ask::start(Request::File(PathBuf::from("sitemap.xml")));
        read(&Response { ask, url: None, content_type: None, body: Body::Bytes(bytes.to_vec()) })
    }

    const SMALL: &str = r#"<?xml version="1.0"?><urlset xmlns:image="http://x.example"><url>
        <loc>https://example.org/a?x=1&amp;y=2</loc><lastmod>2026-11-03</lastmod>
        <image:image><image:loc>https://example.org/p.png</image:loc></image:image></url>
        <url><loc><![CDATA[https://example.org/b]]></loc></url><url><loc>/relative</loc></url></urlset>"#;

    #[test]
    fn pages_come_with_the_day_of_their_last_change() {
        let pages = read_bytes(SMALL.as_bytes()).expect("a sitemap").pages;
        let told: Vec<String> =
            pages.iter().map(|page| format!("{} {:?}", page.url, page.changed.map(|w| w.to_string()))).collect();
        assert_eq!(told, [r#"https://example.org/a?x=1&y=2 Some("2026-11-03")"#, "https://example.org/b None"]);
    }

    #[test]
    fn a_gzip_file_is_unpacked_and_one_that_is_cut_is_an_error() {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        packer.write_all(SMALL.as_bytes()).expect("memory");
        let packed = packer.finish().expect("memory");
        assert_eq!(read_bytes(&packed).map(|sitemap| sitemap.pages.len()), Ok(2));
        assert!(matches!(read_bytes(&packed[..packed.len() / 2]), Err(ParseError::Malformed { .. })));
    }

    #[test]
    fn an_index_leads_to_further_sitemaps() {
        let index = "<sitemapindex><sitemap><loc>https://example.org/s1.xml</loc></sitemap></sitemapindex>";
        assert_eq!(read_bytes(index.as_bytes()).expect("an index").sitemaps.len(), 1);
    }

    #[test]
    fn what_is_beyond_the_cap_is_told() {
        assert!(BEYOND.contains(&ADDRESS_CAP.to_string()));
        let lines =
            |count: usize| (0..count).map(|number| format!("https://example.org/{number}\n")).collect::<String>();
        let capped = |count| read_bytes(lines(count).as_bytes()).map(|read| (read.pages.len(), read.is_capped));
        assert_eq!(capped(ADDRESS_CAP), Ok((ADDRESS_CAP, false)));
        assert_eq!(capped(ADDRESS_CAP + 1), Ok((ADDRESS_CAP, true)));
    }

    #[test]
    fn an_html_page_is_no_sitemap() {
        assert!(matches!(read_bytes(b"<html><body>Not found"), Err(ParseError::NotExpected { .. })));
        assert_eq!(read_bytes(b"<urlset></urlset>"), Ok(Sitemap::default()));
    }
}
