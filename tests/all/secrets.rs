//! One secret in every place where a secret can be, whole runs of the program, and a search through all
//! that they said and left behind. What one request does with it is tested in `fetch::hygiene`.

use std::path::Path;

use crate::fetch::server::{Reaction, Server, answer, ok, redirect};
use crate::support::Newsletter;

const SECRET: &str = "hunter2-S3CR3T";

/// What GitHub's runner obeys.
const MASK: &str = "::add-mask::hunter2-S3CR3T";

const FEED: &str = r#"<rss version="2.0"><channel><title>T</title><link>https://example.org/</link>
<item><title>One thing</title><link>/one</link><pubDate>Thu, 19 Nov 2026 10:00:00 +0000</pubDate></item>
<item><title>Without a link</title><pubDate>Thu, 19 Nov 2026 10:00:00 +0000</pubDate></item></channel></rss>"#;

const PAGE: &str = r#"<html><head><title>A page</title><meta property="article:published_time" content="2026-11-19">
<meta name="description" content="About it."></head><body><article><h1>A page</h1><a href="?x=1">more</a></article></body></html>"#;

const CALENDAR: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Meeting\r\n\
                        DTSTART;VALUE=DATE:20261210\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

/// What the server does, by the first part of the path.
fn react(path: &str) -> Reaction {
    let query = path.split_once('?').map(|(_, query)| query).unwrap_or_default();
    match path.split(['?', '/']).nth(1).unwrap_or_default() {
        "feed" | "new" => ok(FEED),
        "json" => answer(200, &[("content-type", "application/json")], b"[]"),
        "page" => answer(200, &[("content-type", "text/html")], PAGE.as_bytes()),
        "calendar" => answer(200, &[("content-type", "text/calendar")], CALENDAR.as_bytes()),
        "moved" => redirect(301, &format!("/new?{query}")),
        "loop" => redirect(302, path),
        "scheme" => redirect(302, &format!("file:///etc/passwd?{query}")),
        "elsewhere" => redirect(302, &format!("http://me:{SECRET}@10.0.0.1/?{query}")),
        "refused" => answer(401, &[("www-authenticate", &format!("Bearer realm=\"{SECRET}\""))], SECRET.as_bytes()),
        "broken" => answer(500, &[], format!("no such token: {SECRET}").as_bytes()),
        "junk" => ok(format!("not a feed: {SECRET}")),
        "cut" => Reaction::raw("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nx"),
        _ => Reaction::status(404),
    }
}

fn sources(server: &Server) -> String {
    let mut text = String::from(
        "[newsletter]\ntitle = \"T\"\n[fetch]\nallow_private = [\"127.0.0.1\"]\nretries = 0\n\
         [[section]]\nname = \"news\"\nheading = \"News\"\ntakes = \"article\"\n\
         [[section]]\nname = \"events\"\nheading = \"Events\"\ntakes = \"event\"\n",
    );
    let base = server.url("").replace("http://", &format!("http://me:{SECRET}@"));
    let names = ["feed", "moved", "loop", "scheme", "elsewhere", "refused", "broken", "junk", "cut", "missing"];
    for name in names {
        let url = format!("{base}/{name}?page=2&access_token={SECRET}#{SECRET}");
        text.push_str(&format!("[[source]]\nname = \"{name}\"\nkind = \"feed\"\nurl = \"{url}\"\n"));
    }
    let page = format!("{base}/page?access_token={SECRET}");
    text.push_str(&format!("[[source]]\nname = \"page\"\nkind = \"page\"\nurl = \"{page}\"\nsection = \"news\"\n"));
    // The secret address of a calendar is a secret by its place in the path.
    let calendar = format!("{base}/calendar/private-{SECRET}{SECRET}/basic.ics");
    text.push_str(&format!("[[source]]\nname = \"calendar\"\nkind = \"calendar\"\nurl = \"{calendar}\"\n"));
    let json = server.url("/json");
    text.push_str(&format!(
        "[[source]]\nname = \"json\"\nkind = \"json\"\nurl = \"{json}\"\ntitle = \"t\"\nlink = \"l\"\n\
         headers = {{ x-token = {{ env = \"TEST_TOKEN\" }} }}\n"
    ));
    text
}

/// Every file below a folder but the configuration, which has the secret by right: its name with what is in it.
fn everything(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            everything(&path, found);
        } else if !path.ends_with("sources.toml") {
            found.push((
                path.display().to_string(),
                String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned(),
            ));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_is_in_nothing_that_a_run_says_or_leaves() {
    let server = Server::serve(|seen| react(&seen.path)).await;
    let newsletter = Newsletter::with(&sources(&server));
    let runs: &[&[&str]] = &[
        &["draft", "-vv", "--report", "report.json", "--record", "recording", "--pull-request-text", "text.md"],
        &["draft", "-vv", "--report", "again.json"],
        &["draft", "--date", "2026-12-29", "--replay", "recording", "--report", "replayed.json"],
        &["draft", "--date", "2027-01-26", "--offline", "--report", "offline.json"],
        &["collect"],
        &["collect", "--json", "-vv"],
        &["sources", "check", "-vv"],
        &["sources", "check", "--json"],
        &["sources", "list"],
        &["sources", "list", "--json"],
        &["sources", "export"],
        &["sources", "coverage"],
        &["explain", "page"],
        &["explain", "feed", "--json"],
        &["explain", "One thing"],
        &["check"],
    ];
    let mut found: Vec<(String, String)> = Vec::new();
    let mut masked = 0;
    for run in runs {
        let mut command = newsletter.command(run);
        command.env("NEWSLETTER_TODAY", "2026-11-20").env("GITHUB_ACTIONS", "true").env("TEST_TOKEN", SECRET);
        command
            .env("GITHUB_OUTPUT", newsletter.path("outputs"))
            .env("GITHUB_STEP_SUMMARY", newsletter.path("summary.md"));
        let said = tokio::task::spawn_blocking(move || crate::support::said(&mut command)).await.unwrap();
        assert!([0, 4].contains(&said.code), "{run:?}: {}", said.err);
        found.push((format!("{run:?} on standard output"), said.out));
        masked += said.err.lines().filter(|line| **line == *MASK).count();
        // The one line that says it is the one that asks the runner to hide it.
        let others: Vec<&str> = said.err.lines().filter(|line| **line != *MASK).collect();
        found.push((format!("{run:?} on standard error"), others.join("\n")));
    }
    assert!(masked >= 4, "the runner was asked to hide it {masked} times");
    let sent = |seen: &crate::fetch::server::Seen| {
        seen.headers.iter().any(|(name, value)| name == "x-token" && value == SECRET)
    };
    assert!(server.seen().iter().any(sent), "the token never left");
    let asked: Vec<String> = server.seen().iter().map(|seen| seen.path.clone()).collect();
    assert!(asked.iter().any(|path| path.contains(SECRET)), "the secret never left: {asked:?}");
    everything(&newsletter.path(""), &mut found);
    for name in ["summary.md", "text.md", "outputs", "report.json", ".jsonl", "recording", ".newsletter"] {
        assert!(found.iter().any(|(path, _)| path.contains(name)), "{name} was not written");
    }
    let basic = "bWU6aHVudGVyMi1TM0NSM1Q="; // me:SECRET, as HTTP sends it
    let leaks: Vec<String> = found
        .iter()
        .filter(|(path, _)| !is_answer(path))
        .filter(|(path, text)| [path, text].iter().any(|text| text.contains(SECRET) || text.contains(basic)))
        .map(|(path, text)| {
            let line = text.lines().find(|line| line.contains(SECRET) || line.contains(basic)).unwrap_or_default();
            format!("{path}: {}", line.chars().take(300).collect::<String>())
        })
        .collect();
    assert!(leaks.is_empty(), "{}", leaks.join("\n"));
}

/// What a server answered is kept as it came: a body that says the secret back is the server's to mend.
fn is_answer(path: &str) -> bool {
    path.ends_with(".body")
}
