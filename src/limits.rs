//! `docs/limits.md`: every cap on what comes from outside, with its value from the constant that
//! enforces it, what happens when it bites, and the setting that changes it. A test compares.
//!
//! The constants stand where they are enforced; what is listed here is what a person may meet.

use crate::collect::complete::{DETAIL_LIMIT, SITEMAP_CAP};
use crate::collect::document;
use crate::collect::kinds::{self, calendar, feed};
use crate::collect::sitemap;
use crate::collect::{json, reading, run};
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
    /// What happens beyond it. Behind "gap:", "warning:" or "warning of the run:" stand words of the
    /// report, up to a semicolon or a bracket.
    pub beyond: &'static str,
    /// The setting that changes it; empty where none does.
    pub setting: &'static str,
}

const OPENING: &str = "\
# What comes from outside is bounded

Made from the program's own constants (`src/limits.rs`); a test compares. Do not edit: run the test `limits::`
with `NEWSLETTER_WRITE_DOCS=1` to write it anew.

A *gap* is a source that brought nothing, with its reason; a *warning* stands with its source in the report, a
*warning of the run* with no source, in `warnings`. The words behind them are the report's own; a test makes each cap
bite and looks for them. What waits is not lost, and nothing is said of it. The rest of the run goes on in all cases.

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
            "gap: not finished within",
            "fetch.timeout",
        ),
        limit(
            "time to connect",
            seconds(default.connect_timeout),
            "gap: no connection within",
            "fetch.connect_timeout",
        ),
        limit("time to the first byte", seconds(default.first_byte_timeout), "gap: no answer within", ""),
        limit("time between two pieces of an answer", seconds(default.idle_timeout), "gap: the answer stalled for", ""),
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
            "answers at once in memory that are larger than 256 kB",
            mediums.to_string(),
            "they wait on the disk, in a file without a name",
            "",
        ),
        limit(
            "answers at once in memory that are larger than 2 MB",
            larges.to_string(),
            "they wait on the disk, in a file without a name",
            "",
        ),
        limit(
            "a `robots.txt`",
            bytes(fetch::ROBOTS_CAP),
            "warning of the run: the rest of it was not read (RFC 9309 asks for 500 KiB)",
            "",
        ),
    ]
}

fn sources() -> Vec<Limit> {
    vec![
        limit(
            "requests of one source",
            run::REQUEST_CAP.to_string(),
            "warning: stopped after 1000 requests; the list may be incomplete",
            "",
        ),
        limit(
            "items of one source",
            run::ITEM_CAP.to_string(),
            "warning: more than 20000 items; the rest was left out",
            "",
        ),
        limit(
            "entries of one source in one issue",
            limits::SOURCE_CAP.to_string(),
            "they wait, by the rule `source-limit`",
            "limit",
        ),
        limit("files of one folder", run::FILE_CAP.to_string(), "gap: more than 20000 files", ""),
        limit(
            "time for reading one answer",
            format!("{} s", reading::PARSE_TIME.as_secs()),
            "gap: reading the answer took longer",
            "",
        ),
        limit("answers that are read at once", reading::READERS.to_string(), "they wait", ""),
        limit(
            "pages asked for dates and summaries in one run",
            DETAIL_LIMIT.to_string(),
            "warning of the run: more pages were not asked for dates and summaries; the next run asks for them",
            "fetch.detail_limit",
        ),
        limit(
            "sitemaps of one site that are asked for dates",
            SITEMAP_CAP.to_string(),
            "warning of the run: has more than 20 sitemaps; the rest was not read",
            "",
        ),
        limit("a local file", bytes(workspace::FILE_CAP), "gap: is larger than 20 MB", ""),
        limit("what a program prints", bytes(process::OUTPUT_CAP), "gap: printed more than 20 MB", ""),
    ]
}

fn kinds() -> Vec<Limit> {
    vec![
        limit("items of a feed", feed::ITEMS_CAP.to_string(), "warning: the first 10000 were read", ""),
        limit("values of a JSON answer", json::VALUE_CAP.to_string(), "gap: more than 400000 values", ""),
        limit("items of a JSON answer", kinds::json::ITEM_CAP.to_string(), "warning: only 10000 were read", ""),
        limit(
            "events of a calendar",
            calendar::EVENT_CAP.to_string(),
            "warning: only the first 50000 events were read",
            "",
        ),
        limit(
            "occurrences of a calendar's events",
            calendar::OCCURRENCES.to_string(),
            "warning: only the first 1000 were taken",
            "max_occurrences",
        ),
        limit("a page", bytes(document::SIZE_CAP as u64), "gap: more than 10000000", ""),
        limit("nesting of a page's elements", document::DEPTH_CAP.to_string(), "gap: nested deeper than 256", ""),
        limit(
            "elements and texts of a page",
            document::NODE_CAP.to_string(),
            "gap: more than 150000 elements and texts",
            "",
        ),
        limit(
            "attributes of one element of a page",
            document::ATTRIBUTE_CAP.to_string(),
            "gap: more than 512 attributes",
            "",
        ),
        limit("a sitemap, unpacked", bytes(sitemap::SIZE_CAP), "gap: more than 20000000 bytes", ""),
        limit(
            "addresses of a sitemap",
            sitemap::ADDRESS_CAP.to_string(),
            "warning: more than 50000 addresses; the rest was not read",
            "",
        ),
        limit(
            "pages of a sitemap source",
            kinds::sitemap::PAGES.to_string(),
            "warning: the 50 last changed were read",
            "max_details",
        ),
        limit(
            "sitemaps of a sitemap source's index",
            kinds::sitemap::SITEMAP_CAP.to_string(),
            "warning: was not read to its end",
            "sitemaps",
        ),
    ]
}

fn words() -> Vec<Limit> {
    vec![
        limit("a title", characters(text::TITLE_CAP), "warning: very long and comes cut; at a word, with …", ""),
        limit(
            "a summary",
            characters(text::SUMMARY_CAP),
            "it ends after a sentence, and nothing is said: many feeds carry whole articles",
            "",
        ),
        limit("a name", characters(text::NAME_CAP), "it is cut at a word, with …, and nothing is said", ""),
        limit(
            "a link",
            format!("{} bytes", link::LINK_CAP),
            "warning: a link of more than 2000 bytes; the item comes without it",
            "",
        ),
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
