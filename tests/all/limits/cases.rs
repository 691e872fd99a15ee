//! What makes each cap bite: for every row of the table a case of the same name.

use std::fmt::Write as _;
use std::time::Duration;

use newsletter::fetch::FetchError;

use crate::fetch::server::{Reaction, Seen, answer, ok, redirect};

/// How a cap is made to bite.
pub enum Bite {
    /// A source of this kind and with these settings, by what the server answers to its requests.
    Source { kind: &'static str, settings: &'static str, answer: Box<dyn Fn(&Seen) -> Reaction + Send + Sync> },
    /// Sources of other cases do, or what stands in the settings of the run.
    Run,
    /// A test of its own does, in this file; here is what people read then, where it can be had.
    Elsewhere { file: &'static str, test: &'static str, says: Option<String> },
}

const CURATE: &str = include_str!("../curate.rs");
const LIMITS: &str = include_str!("../fetch/limits.rs");
const MANNERS: &str = include_str!("../fetch/manners.rs");
const ROOM: &str = include_str!("../../../src/fetch/room.rs");
const READING: &str = include_str!("../../../src/collect/reading.rs");

/// Every case, by the name of its row.
pub fn all() -> Vec<(&'static str, Bite)> {
    [answers(), sources(), kinds(), words()].into_iter().flatten().collect()
}

fn source(
    kind: &'static str,
    settings: &'static str,
    answer: impl Fn(&Seen) -> Reaction + Send + Sync + 'static,
) -> Bite {
    Bite::Source { kind, settings, answer: Box::new(answer) }
}

fn feed(answer: impl Fn(&Seen) -> Reaction + Send + Sync + 'static) -> Bite {
    source("feed", "", answer)
}

/// A page, made when it is asked for.
fn page(body: impl Fn() -> String + Send + Sync + 'static) -> Bite {
    source("page", "", move |_| answer(200, &[("content-type", "text/html")], body().as_bytes()))
}

fn elsewhere(file: &'static str, test: &'static str, error: Option<FetchError>) -> Bite {
    Bite::Elsewhere { file, test, says: error.map(|error| error.to_string()) }
}

fn answers() -> Vec<(&'static str, Bite)> {
    let after = Duration::from_secs(1);
    let drip = "a_body_that_drips_is_given_up_at_the_whole_limit";
    let silence = "a_server_that_never_answers_is_given_up";
    let stall = "a_body_that_stalls_is_given_up";
    let knock = "a_connection_that_is_not_made_in_time_is_given_up";
    let crowd = "one_more_than_there_are_places_waits_until_one_is_given_back";
    vec![
        (
            "an answer, after decompression",
            feed(|_| Reaction::raw("HTTP/1.1 200 OK\r\ncontent-length: 20000001\r\n\r\n<rss>")),
        ),
        (
            "time for one answer, redirects and retries included",
            elsewhere(LIMITS, drip, Some(FetchError::Timeout { after })),
        ),
        ("time to connect", elsewhere(LIMITS, knock, Some(FetchError::ConnectTimeout { after }))),
        ("time to the first byte", elsewhere(LIMITS, silence, Some(FetchError::FirstByteTimeout { after }))),
        ("time between two pieces of an answer", elsewhere(LIMITS, stall, Some(FetchError::IdleTimeout { after }))),
        ("redirects", feed(|seen| redirect(302, &format!("{}x", seen.path)))),
        ("the target of a redirect", feed(|_| redirect(302, &format!("/{}", "x".repeat(8_001))))),
        ("tries after the first", elsewhere(MANNERS, "passing_troubles_are_tried_again_and_others_are_not", None)),
        ("a wait that a server may ask for", feed(|_| answer(503, &[("retry-after", "3600")], b""))),
        ("requests at once", elsewhere(MANNERS, "a_host_never_gets_more_requests_at_once_than_allowed", None)),
        (
            "requests at once to one host",
            elsewhere(MANNERS, "a_host_never_gets_more_requests_at_once_than_allowed", None),
        ),
        ("answers at once in memory that are larger than 256 kB", elsewhere(ROOM, crowd, None)),
        ("answers at once in memory that are larger than 2 MB", elsewhere(ROOM, crowd, None)),
        ("a `robots.txt`", Bite::Run),
    ]
}

fn sources() -> Vec<(&'static str, Bite)> {
    let leave = "a_reader_without_end_is_left_behind_and_its_place_is_free_again";
    let printed = "command = [\"cat\", \"items.jsonl\"]\n";
    vec![
        ("requests of one source", source("sitemap", "max_details = 1001\n", |seen| sitemap(seen, 1_001, ""))),
        ("items of one source", source("command", printed, |_| Reaction::status(404))),
        (
            "entries of one source in one issue",
            elsewhere(CURATE, "a_source_without_a_limit_has_three_hundred_entries_and_the_rest_waits", None),
        ),
        ("files of one folder", source("content", "path = \"many\"\n", |_| Reaction::status(404))),
        ("time for reading one answer", elsewhere(READING, leave, None)),
        ("answers that are read at once", elsewhere(READING, leave, None)),
        // A feed without dates, whose items are pages of this server.
        (
            "pages asked for dates and summaries in one run",
            feed(|_| {
                let item = |number| format!("<item><title>Post {number}</title><link>/post/{number}</link></item>");
                ok(rss(&(0..4).map(item).collect::<String>()))
            }),
        ),
        ("sitemaps of one site that are asked for dates", Bite::Run),
        ("a local file", source("feed", "path = \"large.xml\"\n", |_| Reaction::status(404))),
        ("what a program prints", source("command", "command = [\"cat\", \"/dev/zero\"]\n", |_| Reaction::status(404))),
    ]
}

fn kinds() -> Vec<(&'static str, Bite)> {
    let daily = "BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Daily\r\nDTSTART:20200101\r\nRRULE:FREQ=DAILY\r\nEND:VEVENT\r\n";
    let many: fn() -> String = || {
        (0..50_001).fold(String::new(), |mut events, number| {
            write!(events, "BEGIN:VEVENT\r\nUID:{number}\r\nDTSTART:20000101\r\nEND:VEVENT\r\n").unwrap();
            events
        })
    };
    let attributes = || format!("<p {}>", (0..513).map(|number| format!("a{number} ")).collect::<String>());
    vec![
        ("items of a feed", feed(|_| ok(rss(&item("An item", "A summary.", "https://example.org/1").repeat(10_001))))),
        (
            "values of a JSON answer",
            source("json", "type = \"event\"\ntitle = \"t\"\nstart = \"s\"\n", |_| {
                answer(200, &[], format!("[{}]", vec!["[]"; 200_001].join(",")).as_bytes())
            }),
        ),
        (
            "items of a JSON answer",
            source("json", "type = \"event\"\ntitle = \"t\"\nstart = \"s\"\n", |_| {
                let members = vec![r#"{"t":"An event","s":"2026-12-01"}"#; 10_001];
                answer(200, &[], format!("[{}]", members.join(",")).as_bytes())
            }),
        ),
        ("events of a calendar", source("calendar", "", move |_| ok(calendar(&many())))),
        (
            "occurrences of a calendar's events",
            source("calendar", "from = 2020-01-01\nuntil = 2026-12-31\n", move |_| ok(calendar(daily))),
        ),
        ("a page", page(|| format!("<html><title>P</title><p>{}", "word ".repeat(2_000_000)))),
        ("nesting of a page's elements", page(|| format!("<html><title>P</title>{}", "<div>".repeat(300)))),
        ("elements and texts of a page", page(|| format!("<html><title>P</title>{}", "<br>".repeat(150_001)))),
        ("attributes of one element of a page", page(move || format!("<html><title>P</title>{}", attributes()))),
        ("a sitemap, unpacked", source("sitemap", "", |_| answer(200, &[], &packed(20_000_001)))),
        ("addresses of a sitemap", source("sitemap", "max_details = 1\n", |seen| sitemap(seen, 50_001, ""))),
        ("pages of a sitemap source", source("sitemap", "", |seen| sitemap(seen, 51, "<lastmod>2026-11-01</lastmod>"))),
        (
            "sitemaps of a sitemap source's index",
            source("sitemap", "match = \"none\"\n", |seen| match seen.path.contains("part") {
                true => ok("<urlset></urlset>"),
                false => ok(index(seen, 21)),
            }),
        ),
    ]
}

fn words() -> Vec<(&'static str, Bite)> {
    let long = "A sentence of some words stands here. ".repeat(20);
    let far = format!("https://example.org/{}", "x".repeat(2_000));
    let title = item(&long, "A summary.", "https://example.org/1");
    let summary = item("A title", &long, "https://example.org/1");
    let name = summary.replace("<item>", &format!("<item><author>{}</author>", "Name ".repeat(50)));
    let link = item("A title", "A summary.", &far);
    let one = |item: String| feed(move |_| ok(rss(&item)));
    vec![("a title", one(title)), ("a summary", one(summary)), ("a name", one(name)), ("a link", one(link))]
}

fn rss(items: &str) -> String {
    format!("<rss version=\"2.0\"><channel><title>F</title>{items}</channel></rss>")
}

fn item(title: &str, summary: &str, link: &str) -> String {
    format!(
        "<item><title>{title}</title><link>{link}</link><pubDate>Mon, 16 Nov 2026 10:00:00 +0000</pubDate>\
         <description>{summary}</description></item>"
    )
}

fn calendar(events: &str) -> String {
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:test\r\n{events}END:VCALENDAR\r\n")
}

/// A sitemap of so many pages of this server, and those pages.
fn sitemap(seen: &Seen, pages: usize, more: &str) -> Reaction {
    if let Some((_, number)) = seen.path.split_once("/page-") {
        let body = format!("<html><head><title>Page {number}</title></head><body><p>Words.</p></body></html>");
        return answer(200, &[("content-type", "text/html")], body.as_bytes());
    }
    let base = format!("http://{}{}", seen.header("host").unwrap(), seen.path);
    let url = |number| format!("<url><loc>{base}page-{number}</loc>{more}</url>");
    ok(format!("<urlset>{}</urlset>", (0..pages).map(url).collect::<String>()))
}

/// An index of so many sitemaps of this server.
pub fn index(seen: &Seen, parts: usize) -> String {
    let base = format!("http://{}{}", seen.header("host").unwrap(), seen.path);
    let part = |number| format!("<sitemap><loc>{base}part-{number}</loc></sitemap>");
    format!("<sitemapindex>{}</sitemapindex>", (0..parts).map(part).collect::<String>())
}

/// So many spaces as a gzip file.
fn packed(size: usize) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut packer, &vec![b' '; size]).unwrap();
    packer.finish().unwrap()
}
