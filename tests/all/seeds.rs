//! The documents the project began with, given to the kinds by files that people would write.

use serde_json::Value;

use crate::support::{Newsletter, shared};

const CONFIG: &str = r#"
[newsletter]
title = "Seeds"
timezone = "Europe/Paris"

[[section]]
name = "news"
heading = "News"
takes = "article"

[[section]]
name = "events"
heading = "Events"
takes = "event"

[[source]]
name = "content"
kind = "content"
path = "content"
base = "https://example.org/"

[[source]]
name = "inbox"
kind = "inbox"
"#;

/// A newsletter with these seeds in its folder of posts, and these in its inbox with a file naming them.
fn collected(posts: &[&str], submitted: &[(&str, &str, &str)]) -> Option<Vec<Value>> {
    let newsletter = Newsletter::with(CONFIG);
    std::fs::create_dir_all(newsletter.path("content")).unwrap();
    for name in posts {
        std::fs::copy(seed(name)?, newsletter.path(&format!("content/{name}.txt"))).unwrap();
    }
    for (name, item_type, title) in submitted {
        newsletter.write(&format!("inbox/{name}.toml"), &format!("type = \"{item_type}\"\ntitle = \"{title}\"\nurl = \"https://example.org/{name}\"\ntext = \"{name}.txt\"\n"));
        std::fs::copy(seed(name)?, newsletter.path(&format!("inbox/{name}.txt"))).unwrap();
    }
    std::fs::create_dir_all(newsletter.path("inbox")).unwrap();
    let said = newsletter.run(&["collect", "--json", "--offline", "--today", "2026-11-20"]);
    assert_eq!(said.code, 0, "{}", said.err);
    Some(said.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

fn seed(number: &str) -> Option<std::path::PathBuf> {
    let folder = shared("data/seeds")?;
    let mut files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.find(|path| path.file_name().unwrap().to_string_lossy().starts_with(number))
}

#[test]
fn an_announcement_is_an_article_of_its_day_and_an_event_of_another() {
    let Some(items) = collected(&["000"], &[("000", "event", "OSPO Summit 2022")]) else { return };
    assert_eq!((&items[0]["type"], &items[0]["published"].as_str().unwrap()[..10]), (&"article".into(), "2022-11-14"));
    assert_eq!(items[0]["published_from"], "front_matter");
    assert_eq!((&items[1]["type"], &items[1]["start"]), (&"event".into(), &"2022-12-16".into()));
    assert_eq!(items[1]["place"]["city"], "Beijing");
    assert_eq!(items[1]["published_from"], "text");
}

#[test]
fn a_report_is_an_article_with_author_and_a_clean_summary() {
    let Some(items) = collected(&["001"], &[]) else { return };
    assert_eq!((&items[0]["published"], &items[0]["authors"][0]), (&"2021-10-14".into(), &"anajsana".into()));
    let summary = items[0]["summary"].as_str().unwrap();
    assert!(
        !summary.contains("{{") && !summary.contains("nbsp") && !summary.contains('<') && summary.len() > 40,
        "{summary}"
    );
}

#[test]
fn slides_are_a_talk_at_an_event_of_two_days() {
    let Some(items) = collected(&[], &[("002", "event", "OSPO in China")]) else { return };
    assert_eq!((&items[0]["start"], &items[0]["end"]), (&"2025-10-30".into(), &"2025-10-31".into()));
}

#[test]
fn a_session_page_has_its_hours_and_the_year_of_its_conference() {
    let Some(items) = collected(&[], &[("004", "event", "OSPO, you can be heroes!")]) else { return };
    assert_eq!(
        (&items[0]["start"], &items[0]["end"]),
        (&"2024-06-11T16:40:00+02:00".into(), &"2024-06-11T17:40:00+02:00".into())
    );
}

#[test]
fn an_issue_in_the_wrong_character_set_is_read_as_it_was_meant() {
    let Some(seed) = seed("003") else { return };
    let newsletter = Newsletter::with("");
    std::fs::copy(seed, newsletter.path("issue.md")).unwrap();
    let issue: Value = serde_json::from_str(&newsletter.run(&["inspect", "issue.md", "--json"]).out).unwrap();
    assert_eq!(issue["number"], 39);
    let headings: Vec<&str> =
        issue["sections"].as_array().unwrap().iter().map(|section| section["heading"].as_str().unwrap()).collect();
    assert_eq!(headings.len(), 6, "five with a heading, and what stands below the line: {headings:?}");
    assert!(headings.iter().any(|heading| heading.starts_with("📚")), "{headings:?}");
    assert!(issue["warnings"][0].as_str().unwrap().contains("character set"), "{}", issue["warnings"]);
    let links = |value: &Value| {
        value["sections"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|section| section["entries"].as_array().unwrap())
            .map(|entry| entry["urls"].as_array().unwrap().len())
            .sum::<usize>()
    };
    let original = newsletter.run(&[
        "inspect",
        shared("data/newsletters/issues/2025-06-02.md").unwrap().to_str().unwrap(),
        "--json",
    ]);
    assert!(links(&issue) >= links(&serde_json::from_str(&original.out).unwrap()) - 3, "{} links", links(&issue));
}
