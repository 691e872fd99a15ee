//! `explain` answers from the records.

use crate::support::Newsletter;

const DRAFT: &[&str] = &["draft", "--replay", "examples/recording", "--today", "2026-11-20"];

#[test]
fn links_titles_and_sources_are_explained_without_a_run() {
    let newsletter = Newsletter::of_this_repository();
    assert_eq!(newsletter.run(DRAFT).code, 0);
    let record = newsletter.read("issues/.record/2026-11-24.jsonl");
    let mut lines = record.lines().skip(1).map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let dropped = lines
        .find(|line| line["rule"] == "published-before")
        .expect("the recording offers something of the issue before");
    let said = newsletter.run(&["explain", dropped["item"]["url"].as_str().unwrap()]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.contains("published-before") && said.out.contains("issues/2026-10-27.md"), "{}", said.out);

    let title = dropped["item"]["title"].as_str().unwrap();
    assert!(newsletter.run(&["explain", title]).out.contains(title));
    let source = newsletter.run(&["explain", "red-hat"]);
    assert!(source.out.contains("failed:"), "{}", source.out);
}

#[test]
fn what_nobody_knows_is_said_so() {
    let newsletter = Newsletter::of_this_repository();
    let said = newsletter.run(&["explain", "https://example.org/nothing"]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("no record and no issue knows"), "{}", said.err);
}

#[test]
fn a_link_of_a_past_issue_is_found_there() {
    let newsletter = Newsletter::of_this_repository();
    let issue = newsletter.read("issues/2026-10-27.md");
    let link = issue.split("](").nth(1).unwrap().split(')').next().unwrap();
    let said = newsletter.run(&["explain", link]);
    assert!(said.out.contains("stands in issues/2026-10-27.md (number 46)"), "{} {}", said.out, said.err);
    let bare = newsletter.run(&["explain", link.strip_prefix("https://").unwrap()]);
    assert_eq!(bare.out, said.out, "as people say an address");
}
