//! `newsletter sources check`: what every source brings, and what is odd about it.

use crate::support::Newsletter;

const SOURCES: &str = r#"[newsletter]
title = "T"
[[source]]
name = "日本語"
kind = "feed"
path = "good.xml"
[[source]]
name = "empty"
kind = "feed"
path = "empty.xml"
[[source]]
name = "old"
kind = "feed"
path = "old.xml"
[[source]]
name = "undated"
kind = "feed"
path = "undated.xml"
[[source]]
name = "closed"
kind = "feed"
path = "sign-in.html"
"#;

fn feed(items: &[&str]) -> String {
    let items: String = items
        .iter()
        .map(|date| format!("<item><title>A thing</title><link>https://example.org/a</link>{date}</item>"))
        .collect();
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>T</title><link>https://example.org/</link>{items}</channel></rss>"
    )
}

fn newsletter() -> Newsletter {
    let newsletter = Newsletter::with(SOURCES);
    newsletter.write("good.xml", &feed(&["<pubDate>Fri, 20 Nov 2026 10:00:00 +0000</pubDate>"]));
    newsletter.write("empty.xml", &feed(&[]));
    newsletter.write("old.xml", &feed(&["<pubDate>Mon, 05 Jan 2026 10:00:00 +0000</pubDate>"]));
    newsletter.write("undated.xml", &feed(&[""]));
    newsletter
        .write("sign-in.html", "<!doctype html><html><head><title>Sign in | Acme</title></head><body>x</body></html>");
    newsletter
}

const EXPECTED: &[(&str, &str)] = &[
    ("empty", "without a single item"),
    ("old", "320 days old (2026-01-05)"),
    ("undated", "undated"),
    ("closed", "sign-in, consent or robot page (“Sign in | Acme”)"),
];

#[test]
fn every_source_stands_in_a_table_with_what_is_odd_about_it() {
    let said = newsletter().run(&["sources", "check", "--today", "2026-11-21"]);
    assert_eq!(said.code, 0, "{}", said.err);
    for (source, finding) in EXPECTED {
        let block: String = said
            .out
            .lines()
            .skip_while(|line| !line.starts_with(source))
            .take_while(|line| line.starts_with(source) || line.starts_with(' '))
            .map(|line| format!("{line}\n"))
            .collect();
        assert!(block.contains("warning: ") && block.contains(finding), "{source}: {block}");
    }
    // A name of three wide characters takes six columns: one less than "undated" has.
    assert!(said.out.contains("日本語   feed      1      1  2026-11-20\n"), "{}", said.out);
    assert!(said.out.contains("undated  feed      1      0  -\n"), "{}", said.out);
    assert!(said.out.contains("closed   feed      -      -  FAILED\n"), "{}", said.out);
}

#[test]
fn json_has_the_fields_of_the_report_with_the_same_warnings() {
    let newsletter = newsletter();
    let said = newsletter.run(&["sources", "check", "--json", "--today", "2026-11-21", "--report", "report.json"]);
    let sources: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    let report: serde_json::Value = serde_json::from_str(&newsletter.read("report.json")).unwrap();
    assert_eq!(sources, report["sources"]);
    for source in sources.as_array().unwrap() {
        for field in ["name", "kind", "address", "ok", "items", "dated", "newest", "reason", "hint", "millis"] {
            assert!(source.get(field).is_some(), "{field} is missing in {source}");
        }
        let name = source["name"].as_str().unwrap();
        let expected = EXPECTED.iter().find(|(source, _)| *source == name).map(|(_, finding)| *finding);
        let warnings = source["warnings"].to_string();
        assert!(expected.is_none_or(|finding| warnings.contains(finding)), "{name}: {warnings}");
        assert!(name != "日本語" || warnings == "[]", "{warnings}");
    }
}

#[test]
fn only_the_named_sources_are_asked() {
    let said = newsletter().run(&["sources", "check", "old", "--today", "2026-11-21"]);
    assert!(said.out.contains("old") && !said.out.contains("undated"), "{}", said.out);
    assert_eq!(newsletter().run(&["sources", "check", "closed"]).code, 1, "all that were asked failed");
}
