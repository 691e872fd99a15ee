//! What an answer is, offers or embeds: the sources behind a page.

use url::Url;

use super::Candidate;
use super::matching::by_address;
use super::platforms::GENERATORS;
use crate::collect::html::{self, Tag, Token, Tokens};
use crate::collect::kinds::feed::feeds_of_page;
use crate::collect::kinds::settings::parse_http_url;
use crate::model::text;

/// Most HTML that is looked through, in bytes.
const INPUT_CAP: usize = 4_000_000;
/// How much of an answer is looked at to see what it is, in bytes.
const HEAD: usize = 2_000;
/// Most candidates of one page.
const CANDIDATE_CAP: usize = 20;

/// The sources behind an answer that came from `found_at` when `given` was asked, the likeliest first:
/// what the answer itself is; what the page embeds (a job board, a calendar); feeds that it offers;
/// calendars and boards that it links to; where its software has a feed. Last, the page itself.
pub fn by_content(text: &str, found_at: &Url, given: &Url) -> Vec<Candidate> {
    if let Some(itself) = itself(text, given) {
        return vec![itself];
    }
    let text = text::head(text, INPUT_CAP);
    let mut seen = Page::default();
    for token in Tokens::new(text) {
        if let Token::Open(tag) = token {
            seen.look(&tag, found_at);
        }
    }
    let feeds = feeds_of_page(text, Some(found_at)).into_iter();
    let feeds = feeds.map(|feed| Candidate::at("feed", &feed.url, "a feed that the page offers"));
    let mut candidates = seen.embedded;
    candidates.extend(feeds);
    candidates.extend(seen.linked);
    candidates.extend(seen.by_software);
    candidates.push(Candidate::at("page", given, "the page itself"));
    distinct(candidates)
}

/// An answer that is a calendar or a feed.
fn itself(text: &str, given: &Url) -> Option<Candidate> {
    let head = text.trim_start_matches('\u{feff}').trim_start();
    let start = text::head(head, HEAD).to_ascii_lowercase();
    let is_html = start.contains("<html") || start.contains("<!doctype html");
    let is_feed = ["<rss", "<feed", "<rdf:rdf", "jsonfeed.org/version"].iter().any(|root| start.contains(root));
    if start.starts_with("begin:vcalendar") {
        Some(Candidate::at("calendar", given, "a calendar"))
    } else if is_feed && !is_html {
        Some(Candidate::at("feed", given, "a feed"))
    } else {
        None
    }
}

/// What was seen on a page.
#[derive(Default)]
struct Page {
    embedded: Vec<Candidate>,
    linked: Vec<Candidate>,
    by_software: Vec<Candidate>,
}

impl Page {
    fn look(&mut self, tag: &Tag<'_>, page: &Url) {
        let target = |name: &str| html::attribute(tag, name).and_then(|address| resolve(&address, page));
        if tag.is("iframe") || tag.is("script") || tag.is("embed") {
            // A plain script is the platform's own: an embed names a board or a calendar.
            self.embedded.extend(target("src").iter().flat_map(by_address).filter(|found| found.kind != "feed"));
        } else if tag.is("link") && has(tag, "rel", "canonical") {
            self.by_software.extend(target("href").iter().flat_map(by_address));
        } else if tag.is("a") || tag.is("link") && has(tag, "type", "text/calendar") {
            self.linked.extend(target("href").iter().flat_map(link));
        } else if tag.is("meta") && has(tag, "name", "generator") {
            let software = html::attribute(tag, "content").unwrap_or_default();
            self.by_software.extend(feed_of_software(&software, page));
        }
    }
}

fn has(tag: &Tag<'_>, name: &str, value: &str) -> bool {
    html::attribute(tag, name).is_some_and(|found| found.trim().eq_ignore_ascii_case(value))
}

/// An address in a page; `webcal:` is read as https.
fn resolve(address: &str, page: &Url) -> Option<Url> {
    let address = address.trim();
    if address.starts_with("webcal:") {
        return parse_http_url(address).ok();
    }
    page.join(address).ok().filter(|url| matches!(url.scheme(), "http" | "https"))
}

/// A link to a calendar or a job board. Feeds of platforms that a page merely links to (its GitHub, its
/// YouTube) are not what the page is.
fn link(url: &Url) -> Vec<Candidate> {
    let path = url.path().to_ascii_lowercase();
    if path.ends_with(".ics") || path.ends_with(".ical") {
        return vec![Candidate::at("calendar", url, "a calendar that the page links to")];
    }
    let mut found = by_address(url);
    found.retain(|candidate| !matches!(candidate.kind, "feed" | "lf_events") && candidate.what != "Meetup");
    found
}

/// Where the software of a page has its feed.
fn feed_of_software(software: &str, page: &Url) -> Option<Candidate> {
    let (name, path) = GENERATORS.iter().find(|(name, _)| software.starts_with(name))?;
    let url = page.join(path).ok()?;
    Some(Candidate::at("feed", &url, &format!("the usual feed of {name}")))
}

/// Each once, in order, as many as are worth trying.
fn distinct(candidates: Vec<Candidate>) -> Vec<Candidate> {
    let mut kept: Vec<Candidate> = Vec::new();
    for candidate in candidates {
        let is_known = kept.iter().any(|known| (known.kind, &known.settings) == (candidate.kind, &candidate.settings));
        if kept.len() < CANDIDATE_CAP && !is_known {
            kept.push(candidate);
        }
    }
    kept
}
