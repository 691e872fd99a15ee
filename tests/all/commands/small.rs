//! The small commands: init, sources list, completions, man, schema, render, usage.

use crate::support::Newsletter;

#[test]
fn init_makes_a_newsletter_that_drafts_at_once_and_never_overwrites() {
    let newsletter = Newsletter::with("");
    std::fs::remove_file(newsletter.path("sources.toml")).unwrap();
    newsletter.write("new/.gitignore", "mine\n");
    let said = newsletter.run(&["init", "new", "--title", "Quotes \" and \\ slashes"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert_eq!(newsletter.read("new/.gitignore"), "mine\n");
    assert_eq!(newsletter.run(&["-C", "new", "sources", "list"]).code, 0);
    let inbox = newsletter.run(&["-C", "new", "collect", "inbox", "--json", "--today", "2029-12-01"]);
    assert!(inbox.out.contains("\"type\":\"event\""), "{} {}", inbox.out, inbox.err);
    assert_eq!(newsletter.run(&["init", "new"]).code, 1);
}

#[test]
fn completions_and_the_manual_page_come_without_a_newsletter() {
    let newsletter = Newsletter::with("not even toml");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let said = newsletter.run(&["completions", shell]);
        assert!(said.code == 0 && said.out.contains("newsletter"), "{shell}");
    }
    assert!(newsletter.run(&["man"]).out.contains(".TH newsletter"));
}

#[test]
fn the_schema_knows_every_kind() {
    let newsletter = Newsletter::with("");
    let schema: serde_json::Value = serde_json::from_str(&newsletter.run(&["sources", "schema"]).out).unwrap();
    let kinds: Vec<&str> = schema["properties"]["source"]["items"]["anyOf"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|kind| kind["title"].as_str())
        .collect();
    let known: Vec<&str> = newsletter::collect::KINDS.iter().map(|kind| kind.name).collect();
    assert_eq!(kinds, known);
}

#[test]
fn usage_mistakes_end_with_2_and_say_what_was_meant() {
    let newsletter = Newsletter::of_this_repository();
    let typo = newsletter.run(&["drft"]);
    assert!(typo.code == 2 && typo.out.is_empty() && typo.err.contains("draft"), "{}", typo.err);
    let flag = newsletter.run(&["draft", "--stict"]);
    assert!(flag.code == 2 && flag.err.contains("--strict"), "{}", flag.err);
    let source = newsletter.run(&["collect", "opensf"]);
    assert!(source.code == 2 && source.err.contains("did you mean `openssf`?"), "{}", source.err);
    assert_eq!(newsletter.run(&[]).code, 2);
    assert_eq!(newsletter.run(&["--version"]).out, concat!("newsletter ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn an_issue_is_rendered_and_inspected() {
    let newsletter = Newsletter::of_this_repository();
    let page = newsletter.run(&["render", "issues/2026-10-27.md", "--to", "html", "-o", "out/issue.html"]);
    assert_eq!(page.code, 0, "{}", page.err);
    let page = newsletter.read("out/issue.html");
    assert!(page.starts_with("<!DOCTYPE html>") || page.starts_with("<!doctype html>"), "{page}");
    assert!(page.contains("OSPO Newsletter 46") && !page.contains("<script>"));
    let data: serde_json::Value =
        serde_json::from_str(&newsletter.run(&["inspect", "issues/2026-10-27.md", "--json"]).out).unwrap();
    assert_eq!((data["number"].as_u64(), data["date"].as_str()), (Some(46), Some("2026-10-27")));
}
