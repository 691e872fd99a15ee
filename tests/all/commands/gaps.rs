//! Sources that fail: gaps, `--strict`, and what happens when all fail.

use crate::support::Newsletter;

const HEAD: &str = r#"[newsletter]
title = "Test"
[[section]]
name = "news"
heading = "News"
takes = "article"
window = "60 days"
[fetch]
retries = 0
"#;

const FEED: &str = r#"<?xml version="1.0"?><rss version="2.0"><channel><title>T</title><link>https://example.org/</link>
<item><title>One thing</title><link>https://example.org/one</link><pubDate>Fri, 20 Nov 2026 10:00:00 +0000</pubDate><description>What it is.</description></item>
</channel></rss>"#;

/// One source that works and one that nobody answers for.
fn mixed() -> Newsletter {
    let good = "[[source]]\nname = \"good\"\nkind = \"feed\"\npath = \"feed.xml\"\n";
    let newsletter = Newsletter::with(&format!("{HEAD}{good}{}", bad("bad")));
    newsletter.write("feed.xml", FEED);
    newsletter
}

fn bad(name: &str) -> String {
    format!("[[source]]\nname = \"{name}\"\nkind = \"feed\"\nurl = \"http://127.0.0.1:9/{name}.xml?token=SECRET\"\n")
}

#[test]
fn trap_20_one_failing_source_is_a_gap_with_name_address_cause_and_next_step() {
    let newsletter = mixed();
    let said = newsletter.run(&["draft", "--today", "2026-11-21"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(newsletter.read("issues/2026-11-21.md").contains("One thing"));
    let gap = said.err.lines().find(|line| line.starts_with("gap: bad (http://127.0.0.1:9/bad.xml")).expect(&said.err);
    assert!(gap.contains("loopback") || gap.contains("private"), "{gap}");
    assert!(said.err.contains("allow_private"), "the next step is named: {}", said.err);
    assert!(!said.err.contains("SECRET") && !newsletter.read("issues/.record/2026-11-21.jsonl").contains("SECRET"));
}

#[test]
fn strict_ends_with_5() {
    let said = mixed().run(&["draft", "--today", "2026-11-21", "--strict"]);
    assert_eq!(said.code, 5, "{}", said.err);
}

#[test]
fn when_all_fail_nothing_is_written() {
    let newsletter = Newsletter::with(&format!("{HEAD}{}{}", bad("a"), bad("b")));
    let said = newsletter.run(&["draft", "--today", "2026-11-21"]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("every source failed"), "{}", said.err);
    assert!(!newsletter.path("issues").exists());
}

#[test]
fn the_recording_answers_every_source_but_the_one_that_is_meant_to_fail() {
    let newsletter = Newsletter::of_this_repository();
    let said = newsletter.run(&["--replay", "examples/recording", "--today", "2026-11-20", "draft", "--dry-run"]);
    let gaps: Vec<&str> = said.err.lines().filter(|line| line.starts_with("gap: ")).collect();
    assert!(gaps.len() == 1 && gaps[0].contains("red-hat"), "{gaps:?}");
    assert!(!said.err.contains("not in the recording"), "{}", said.err);
}
