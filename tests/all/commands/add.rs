//! `newsletter add`: a page into the inbox, and back as the same item.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;

use serde_json::Value;

use crate::support::{Newsletter, shared};

const SOURCES: &str = r#"[newsletter]
title = "Test"
timezone = "Europe/Madrid"
[[source]]
name = "inbox"
kind = "inbox"
path = "inbox"
"#;

const TODAY: &str = "2026-11-21";

fn newsletter() -> Newsletter {
    Newsletter::with(SOURCES)
}

/// A recording with one answer.
fn record(newsletter: &Newsletter, url: &str, page: &str) {
    let head = format!(
        "order = 1\nmethod = \"GET\"\nurl = \"{url}\"\nstatus = 200\n[response]\ncontent-type = \"text/html; charset=utf-8\"\n"
    );
    newsletter.write("recording/page.head.toml", &head);
    newsletter.write("recording/page.body", page);
}

fn with_data(title: &str, data: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><title>{title}</title>\
         <script type=\"application/ld+json\">{data}</script></head><body><h1>{title}</h1></body></html>"
    )
}

/// What the inbox reads: one item, without complaint.
fn only_item(newsletter: &Newsletter) -> Value {
    let said = newsletter.run(&["collect", "inbox", "--json", "--today", TODAY]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(!said.err.contains("warning"), "{}", said.err);
    assert_eq!(said.out.lines().count(), 1, "{}", said.out);
    serde_json::from_str(&said.out).unwrap()
}

/// What the page itself gives as a source, for comparison.
fn as_source(page: &str, url: &str, kind: &str) -> Value {
    let newsletter = Newsletter::with(&format!(
        "[newsletter]\ntitle = \"T\"\ntimezone = \"Europe/Madrid\"\n[[source]]\nname = \"inbox\"\nkind = \"page\"\nurl = \"{url}\"\ntype = \"{kind}\"\n"
    ));
    record(&newsletter, url, page);
    let said = newsletter.run(&["collect", "--json", "--today", TODAY, "--replay", "recording"]);
    assert_eq!(said.out.lines().count(), 1, "{} {}", said.out, said.err);
    serde_json::from_str(&said.out).unwrap()
}

const EVENT: &str = r#"{"@context":"https://schema.org","@type":"Event","name":"OSPO \"Day\" &amp; Night","startDate":"2027-03-02T09:00:00+01:00","endDate":"2027-03-03T17:00:00+01:00","eventAttendanceMode":"https://schema.org/MixedEventAttendanceMode","location":{"@type":"Place","name":"Old Mill","address":{"@type":"PostalAddress","addressLocality":"Lyon","addressCountry":"France"}},"description":"Two days about offices.\nWith = signs, [brackets] and \\ slashes.","organizer":{"name":"x"}}"#;

const JOB: &str = r#"{"@context":"https://schema.org","@type":"JobPosting","title":"Head of Open Source","datePosted":"2026-11-10","validThrough":"2026-12-31","hiringOrganization":{"@type":"Organization","name":"Acme's \"Works\""},"jobLocation":[{"@type":"Place","address":{"@type":"PostalAddress","addressLocality":"Berlin","addressCountry":"DE"}},{"@type":"Place","address":{"@type":"PostalAddress","addressLocality":"Lisbon","addressCountry":"PT"}}],"identifier":"R-1","description":"Runs the office."}"#;

const ARTICLE: &str = r#"{"@context":"https://schema.org","@type":"BlogPosting","headline":"What we learned","datePublished":"2026-11-18T08:00:00Z","author":{"name":"Ada B."},"description":"A year of an office.","keywords":"ospo, policy","image":"https://example.org/a.png"}"#;

#[test]
fn each_type_comes_back_from_the_inbox_as_the_same_item() {
    for (kind, title, data) in [
        ("event", "OSPO &quot;Day&quot; &amp; Night", EVENT),
        ("job", "Head of Open Source", JOB),
        ("article", "What we learned", ARTICLE),
    ] {
        let url = format!("https://example.org/{kind}/1");
        let page = with_data(title, data);
        let newsletter = newsletter();
        record(&newsletter, &url, &page);
        let said = newsletter.run(&["add", &url, "--today", TODAY, "--replay", "recording"]);
        assert_eq!(said.code, 0, "{}", said.err);
        let path = said.out.trim();
        assert!(path.starts_with("inbox/2026-11-21-") && path.ends_with(".toml"), "{path}");
        assert_eq!(only_item(&newsletter), as_source(&page, &url, kind), "{}", newsletter.read(path));
    }
}

#[test]
fn the_file_is_named_by_its_title_and_never_overwrites() {
    let newsletter = newsletter();
    newsletter.write("inbox/2026-11-21-what-we-learned.toml", "# mine\n");
    newsletter.write("page.html", &with_data("What we learned", ARTICLE));
    let said =
        newsletter.run(&["add", "page.html", "--url", "https://example.org/a", "--by", "Ada \"A\"", "--today", TODAY]);
    assert_eq!((said.code, said.out.as_str()), (0, "inbox/2026-11-21-what-we-learned-2.toml\n"), "{}", said.err);
    assert_eq!(newsletter.read("inbox/2026-11-21-what-we-learned.toml"), "# mine\n");
    assert!(newsletter.read("inbox/2026-11-21-what-we-learned-2.toml").contains("by = 'Ada \"A\"'"));
}

#[test]
fn a_link_that_is_in_the_inbox_is_refused() {
    let newsletter = newsletter();
    newsletter.write(
        "inbox/a.toml",
        "type = \"article\"\ntitle = \"A\"\nurl = \"https://www.example.org/a/?utm_source=x\"\n",
    );
    newsletter.write("page.html", &with_data("What we learned", ARTICLE));
    let said = newsletter.run(&["add", "page.html", "--url", "http://example.org/a"]);
    assert_eq!((said.code, said.out.as_str()), (1, ""), "{}", said.err);
    assert!(said.err.contains("inbox/a.toml"), "{}", said.err);
}

#[test]
fn a_dry_run_prints_the_file_and_writes_nothing() {
    let newsletter = newsletter();
    newsletter.write("page.html", &with_data("Head of Open Source", JOB));
    let said = newsletter.run(&["add", "page.html", "--url", "https://example.org/a", "--dry-run", "--today", TODAY]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(
        said.out.contains("title = \"Head of Open Source\"\n") && said.out.contains("expires = 2026-12-31"),
        "{}",
        said.out
    );
    assert!(!newsletter.path("inbox").exists());
}

#[test]
fn closed_platforms_are_never_asked_and_wait_for_a_person() {
    let newsletter = newsletter();
    // Were anything asked, the empty recording would have no answer.
    newsletter.write("recording/README", "");
    let url = "https://www.linkedin.com/jobs/view/4307718254/?trk=x";
    let said = newsletter.run(&["add", url, "--today", TODAY, "--replay", "recording"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.err.contains("LinkedIn") && said.err.contains("`title`, `organisation`"), "{}", said.err);
    let path = said.out.trim().to_owned();
    let file = newsletter.read(&path);
    assert!(
        file.contains("type = \"job\"") && file.contains("url = \"https://www.linkedin.com/jobs/view/4307718254/\""),
        "{file}"
    );

    let before = newsletter.run(&["collect", "inbox", "--json"]);
    assert_eq!(before.out, "", "half an item must not come in");
    assert!(before.err.contains(&path) && before.err.contains("`title` is missing"), "{}", before.err);
    assert!(before.err.contains("`organisation` is still to be filled in"), "{}", before.err);

    newsletter.write(
        &path,
        &file
            .replace("# title = \"\"", "title = \"Head of OSPO\"")
            .replace("# organisation = \"\"", "organisation = \"Acme\""),
    );
    assert_eq!(only_item(&newsletter)["organisation"], "Acme", "filled in, it comes");
}

#[test]
fn an_event_without_a_start_waits_for_a_person() {
    let newsletter = newsletter();
    newsletter.write(
        "page.html",
        "<!DOCTYPE html><html><head><title>OSPO Day</title></head><body><h1>OSPO Day</h1></body></html>",
    );
    let said =
        newsletter.run(&["add", "page.html", "--url", "https://example.org/a", "--type", "event", "--today", TODAY]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.err.contains("`start`"), "{}", said.err);
    let collected = newsletter.run(&["collect", "inbox", "--json"]);
    assert!(collected.out.is_empty() && collected.err.contains("`start` is missing"), "{}", collected.err);
}

#[test]
fn robots_are_obeyed_and_the_next_step_is_named() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = [0; 2000];
        let length = stream.read(&mut request).unwrap();
        let body = "User-agent: *\nDisallow: /\n";
        write!(stream, "HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len()).unwrap();
        String::from_utf8_lossy(&request[..length]).into_owned()
    });
    let newsletter = Newsletter::with(&format!("{SOURCES}[fetch]\nallow_private = true\n"));
    let said = newsletter.run(&["add", &format!("http://127.0.0.1:{port}/job")]);
    assert_eq!((said.code, said.out.as_str()), (1, ""), "{}", said.err);
    assert!(said.err.contains("robots.txt") && said.err.contains("newsletter add FILE --url"), "{}", said.err);
    assert!(server.join().unwrap().starts_with("GET /robots.txt "));
    assert!(!newsletter.path("inbox").exists());
}

#[test]
fn wrong_calls_are_usage_and_wrong_files_failures() {
    let newsletter = newsletter();
    for (arguments, code) in [
        (&["add", "ftp://example.org/a"][..], 2),
        (&["add", "https://example.org/a", "--url", "https://example.org/b"], 2),
        (&["add", "https://example.org/a", "--type", "recipe"], 2),
        (&["add", "example.org/a"], 1),
        (&["add", "sources.toml"], 1),
    ] {
        let said = newsletter.run(arguments);
        assert_eq!((said.code, said.out.as_str()), (code, ""), "{arguments:?}: {}", said.err);
    }
}

#[test]
fn every_real_page_comes_back_or_says_what_is_missing() {
    let Some(folder) = shared("data/pages") else { return };
    let pages = newsletter::workspace::files_below(&folder, &[".html"], 1000).unwrap();
    assert!(!pages.is_empty());
    for page in pages {
        let newsletter = newsletter();
        std::fs::copy(&page, newsletter.path("page.html")).unwrap();
        let said = newsletter.run(&["add", "page.html", "--url", "https://example.org/page/1", "--today", TODAY]);
        if said.code != 0 {
            let is_explained = ["lists", "expected", "inbox by hand"].iter().any(|words| said.err.contains(words));
            assert!(is_explained, "{}: {}", page.display(), said.err);
            continue;
        }
        let collected = newsletter.run(&["collect", "inbox", "--json", "--today", TODAY]);
        let is_complete = !said.err.contains("fill in");
        assert_eq!(collected.out.lines().count(), usize::from(is_complete), "{}: {}", page.display(), collected.err);
    }
}
