//! `docs/limits.md`: every cap on what comes from outside, with its value from the constant that
//! enforces it, what happens when it bites, and the setting that changes it. A test compares.
//!
//! The constants stand where they are enforced; what is listed here is what a person may meet.

use crate::collect::complete::DETAIL_LIMIT;
use crate::collect::document;
use crate::collect::kinds::{calendar, feed};
use crate::collect::run;
use crate::collect::sitemap;
use crate::curate::limits;
use crate::fetch::{Options, limits as fetch};
use crate::model::{link, text};
use crate::{process, workspace};

/// A cap.
#[derive(Debug)]
pub struct Limit {
    /// What is bounded.
    pub name: &'static str,
    /// How far, with its unit.
    pub value: String,
    /// What happens beyond it, as the report says it.
    pub beyond: &'static str,
    /// The setting that changes it; empty where none does.
    pub setting: &'static str,
}

const OPENING: &str = "\
# What comes from outside is bounded

Made from the program's own constants (`src/limits.rs`); a test compares. Do not edit: run the test `limits::`
with `NEWSLETTER_WRITE_DOCS=1` to write it anew.

A *gap* is a source that brought nothing, with its reason; a *warning* stands with its source in the report. The
rest of the run goes on in both cases.

| what | at most | beyond it | setting |
|---|---|---|---|
";

/// The whole page.
pub fn page() -> String {
    let rows = all().into_iter().map(|Limit { name, value, beyond, setting }| {
        let setting = if setting.is_empty() { String::new() } else { format!("`{setting}`") };
        format!("| {name} | {value} | {beyond} | {setting} |\n")
    });
    format!("{OPENING}{}", rows.collect::<String>())
}

/// Every cap, by area.
pub fn all() -> Vec<Limit> {
    [answers(), sources(), kinds(), words()].into_iter().flatten().collect()
}

fn limit(name: &'static str, value: String, beyond: &'static str, setting: &'static str) -> Limit {
    Limit { name, value, beyond, setting }
}

fn answers() -> Vec<Limit> {
    let default = Options::default();
    let seconds = |time: std::time::Duration| format!("{} s", time.as_secs());
    let [(_, mediums), (_, larges)] = fetch::STEPS;
    vec![
        limit("an answer, after decompression", bytes(default.max_size), "gap: larger than 20 MB", "fetch.max_size"),
        limit(
            "time for one answer, redirects and retries included",
            seconds(default.timeout),
            "gap: not finished",
            "fetch.timeout",
        ),
        limit("time to connect", seconds(default.connect_timeout), "gap: no connection", "fetch.connect_timeout"),
        limit("time to the first byte", seconds(default.first_byte_timeout), "gap: no answer", ""),
        limit("time between two pieces of an answer", seconds(default.idle_timeout), "gap: the answer stalled", ""),
        limit("redirects", fetch::REDIRECT_LIMIT.to_string(), "gap: more than 10 redirects", ""),
        limit(
            "the target of a redirect",
            bytes(fetch::LOCATION_CAP as u64),
            "gap: whose target is longer than 8 kB",
            "",
        ),
        limit("tries after the first", default.retries.to_string(), "gap: the last reason", "fetch.retries"),
        limit("a wait that a server may ask for", seconds(default.retry_after_cap), "gap: the server asks to wait", ""),
        limit("requests at once", default.in_flight.to_string(), "they wait", "fetch.in_flight"),
        limit("requests at once to one host", default.per_host.to_string(), "they wait", "fetch.per_host"),
        limit(
            "answers at once that are larger than 256 kB",
            mediums.to_string(),
            "they wait, up to the time for one answer",
            "",
        ),
        limit(
            "answers at once that are larger than 2 MB",
            larges.to_string(),
            "they wait, up to the time for one answer",
            "",
        ),
        limit("a `robots.txt`", bytes(fetch::ROBOTS_CAP), "the rest is not read (RFC 9309 asks for 500 KiB)", ""),
    ]
}

fn sources() -> Vec<Limit> {
    vec![
        limit(
            "requests of one source",
            run::REQUEST_CAP.to_string(),
            "warning: stopped; the list may be incomplete",
            "",
        ),
        limit("items of one source", run::ITEM_CAP.to_string(), "warning: the rest was left out", ""),
        limit(
            "entries of one source in one issue",
            limits::SOURCE_CAP.to_string(),
            "they wait, by the rule `source-limit`",
            "limit",
        ),
        limit("files of one folder", run::FILE_CAP.to_string(), "gap", ""),
        limit(
            "time for reading one answer",
            format!("{} s", run::PARSE_TIME.as_secs()),
            "gap: reading took longer",
            "",
        ),
        limit("answers that are read at once", run::READERS.to_string(), "they wait", ""),
        limit(
            "pages asked for dates and summaries in one run",
            DETAIL_LIMIT.to_string(),
            "the items keep what their feed says",
            "fetch.detail_limit",
        ),
        limit("a local file", bytes(workspace::FILE_CAP), "gap: larger than allowed", ""),
        limit("what a program prints", bytes(process::OUTPUT_CAP), "gap: it prints too much", ""),
    ]
}

fn kinds() -> Vec<Limit> {
    vec![
        limit("items of a feed", feed::ITEMS_CAP.to_string(), "warning: the rest was left out", ""),
        limit("events of a calendar", calendar::EVENT_CAP.to_string(), "warning: only the first were read", ""),
        limit(
            "occurrences of a calendar's events",
            calendar::OCCURRENCES.to_string(),
            "warning: only the first were taken",
            "max_occurrences",
        ),
        limit("a page", bytes(document::SIZE_CAP as u64), "gap: the page could not be read", ""),
        limit("nesting of a page's elements", document::DEPTH_CAP.to_string(), "gap: nested deeper than 256", ""),
        limit("elements and texts of a page", document::NODE_CAP.to_string(), "gap: the page could not be read", ""),
        limit(
            "attributes of one element of a page",
            document::ATTRIBUTE_CAP.to_string(),
            "gap: more than 512 attributes",
            "",
        ),
        limit("addresses of a sitemap", sitemap::ADDRESS_CAP.to_string(), "the rest is not read", ""),
    ]
}

fn words() -> Vec<Limit> {
    vec![
        limit("a title", characters(text::TITLE_CAP), "cut at a word, with …", ""),
        limit("a summary", characters(text::SUMMARY_CAP), "cut at a word, with …", ""),
        limit("a name", characters(text::NAME_CAP), "cut at a word, with …", ""),
        limit("a link", characters(link::LINK_CAP), "warning: no http(s) address; the item comes without it", ""),
    ]
}

fn characters(count: usize) -> String {
    format!("{count} characters")
}

/// "20 MB", "8 kB", "512000 bytes".
fn bytes(count: u64) -> String {
    match count {
        mega if mega % 1_000_000 == 0 => format!("{} MB", mega / 1_000_000),
        kilo if kilo % 1_000 == 0 => format!("{} kB", kilo / 1_000),
        other => format!("{other} bytes"),
    }
}
