//! What is large and good adds up as little as what is hostile: whole articles in feeds of 18 MB, and
//! pages of 9 MB that are asked for dates and summaries.

use std::fmt::Write as _;
use std::time::Duration;

use super::{MB, feed, measured, newsletter, reason};
use crate::fetch::server::{Reaction, Server, answer};

/// Words of a summary that make about so many bytes.
const fn words(bytes: usize) -> usize {
    bytes / 7
}

#[tokio::test(flavor = "multi_thread")]
async fn feeds_of_18_mb_and_of_1_mb_are_whole_and_take_less_than_128_mb() {
    // A debug build takes seconds for each; fewer of them show the same, as one at a time is read.
    const LARGE: usize = if cfg!(debug_assertions) { 4 } else { 12 };
    const SMALL: usize = if cfg!(debug_assertions) { 20 } else { 60 };
    let items = |path: &str| if path.contains("large") { 300 } else { 100 };
    let server = Server::serve(move |seen| {
        let words = if seen.path.contains("large") { words(60_000) } else { words(10_000) };
        answer(200, &[], feed(&seen.path[1..], items(&seen.path), words).as_bytes())
    })
    .await;
    let large = (0..LARGE).map(|number| format!("large-{number}"));
    let paths: Vec<String> = large.chain((0..SMALL).map(|number| format!("small-{number}"))).collect();
    assert!(feed("x", items("large"), words(60_000)).len() as u64 > 17 * MB);
    let measured = measured(newsletter(&server, "per_host = 100\nretries = 0", &paths)).await;
    let sources = measured.report["sources"].as_array().unwrap();
    for source in sources {
        let name = source["name"].as_str().unwrap();
        assert!(source["ok"] == true && source["items"] == items(name), "{source}");
    }
    assert_eq!(measured.report["items"]["collected"], LARGE * 300 + SMALL * 100);
    measured.stays_below(128 * MB);
}

/// A page of about 9 MB as sites make them: a long text, and the data of a script beside it.
fn page(number: usize) -> String {
    let mut page = format!(
        "<!DOCTYPE html><html lang=\"en\"><head><title>Post {number}</title>\
         <meta name=\"description\" content=\"What post {number} is about, in a sentence of its own.\">\
         <meta property=\"article:published_time\" content=\"2026-11-10T08:00:00Z\">\
         <script type=\"application/json\">{{\"state\":\"{}\"}}</script></head><body><main><h1>Post {number}</h1>",
        "0123456789abcdef".repeat(520_000)
    );
    for paragraph in 0..2_000 {
        write!(page, "<p>Paragraph {paragraph}: {}</p>", "an office for open source <em>programs</em> ".repeat(10))
            .unwrap();
    }
    page.push_str("</main></body></html>");
    page
}

#[tokio::test(flavor = "multi_thread")]
async fn completing_items_from_pages_of_9_mb_takes_less_than_128_mb() {
    const ITEMS: usize = if cfg!(debug_assertions) { 16 } else { 100 };
    let server = Server::serve(move |seen| match seen.path.strip_prefix("/post/") {
        Some(number) => answer(200, &[("content-type", "text/html")], page(number.parse().unwrap()).as_bytes()),
        None if seen.path == "/list" => answer(200, &[], list(ITEMS).as_bytes()),
        None => Reaction::status(404),
    })
    .await;
    assert!(page(1).len() as u64 > 9 * MB);
    let settings = "per_host = 100\nretries = 0";
    let measured = measured(newsletter(&server, settings, &["list".to_owned()])).await;
    let source = &measured.report["sources"][0];
    assert_eq!(
        (&source["items"], &source["dated"], &source["newest"]),
        (&ITEMS.into(), &1.0.into(), &"2026-11-10".into())
    );
    measured.stays_below(128 * MB);
}

/// A feed that says only what is where.
fn list(items: usize) -> String {
    let item = |number| format!("<item><title>Post {number}</title><link>/post/{number}</link></item>");
    let items: String = (0..items).map(item).collect();
    format!("<rss version=\"2.0\"><channel><title>A feed</title>{items}</channel></rss>")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_answer_that_drips_is_a_gap_of_its_own_and_keeps_no_other_waiting() {
    const SLOW: usize = 3;
    const GOOD: usize = 4;
    let good = |path: &str| feed(path, 55, words(60_000));
    assert!(good("x").len() as u64 > 3 * MB);
    let server = Server::serve(move |seen| match seen.path.strip_prefix("/slow") {
        Some(_) => {
            let start =
                Reaction::raw("HTTP/1.1 200 OK\r\ncontent-length: 3000000\r\n\r\n").then_send(vec![b' '; 2_500_000]);
            (0..400).fold(start, |drip, _| drip.then_send(" ").then_pause(Duration::from_millis(50)))
        }
        // Late, so that the slow ones are there before.
        None => answer(200, &[], good(&seen.path[1..]).as_bytes()).late(Duration::from_millis(500)),
    })
    .await;
    let slow = (0..SLOW).map(|number| format!("slow-{number}"));
    let paths: Vec<String> = slow.chain((0..GOOD).map(|number| format!("good-{number}"))).collect();
    let settings = "per_host = 100\nretries = 0\ntimeout = \"6 s\"";
    let measured = measured(newsletter(&server, settings, &paths)).await;
    for number in 0..SLOW {
        assert_eq!(reason(&measured.report, &format!("slow-{number}")), "not finished within 6 s");
    }
    for source in measured.report["sources"].as_array().unwrap().iter().skip(SLOW) {
        assert!(source["ok"] == true && source["items"] == 55, "{source}");
    }
    measured.stays_below(128 * MB);
}
