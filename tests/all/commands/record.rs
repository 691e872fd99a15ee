//! `record`: adopting an issue that people wrote by hand.

use crate::support::Newsletter;

const SOURCES: &str = "[newsletter]\ntitle = \"Test\"\n[[section]]\nname = \"jobs\"\nheading = \"Jobs\"\ntakes = \"job\"\n\
                       [[source]]\nname = \"inbox\"\nkind = \"inbox\"\npath = \"inbox\"\n";
const ISSUE: &str =
    "# Test 7\n\n## Open Jobs\n\n- [One](https://x.example/1)\n- [Two](https://x.example/2)\n- no link\n";
const RECORD: &str = "issues/.record/2026-11-24.jsonl";

fn newsletter() -> Newsletter {
    let newsletter = Newsletter::with(SOURCES);
    newsletter.write("issues/2026-11-24.md", ISSUE);
    newsletter
}

#[test]
fn an_issue_written_by_hand_is_adopted_and_then_only_added_to() {
    let newsletter = newsletter();
    let said = newsletter.run(&["--today", "2026-11-20", "record", "issues/2026-11-24.md"]);
    assert_eq!((said.code, said.out.as_str()), (0, "issues/.record/2026-11-24.jsonl\n"), "{}", said.err);
    assert!(said.err.contains("2 entries recorded"), "{}", said.err);
    assert_eq!(newsletter.read("issues/2026-11-24.md"), ISSUE);
    assert_eq!(newsletter.read("issues/.record/2026-11-24.base.md"), ISSUE);
    newsletter.write("issues/2026-11-24.md", &ISSUE.replace("- [Two](https://x.example/2)\n", ""));
    for name in ["2", "3"] {
        let item = format!("type = \"job\"\ntitle = \"Job {name}\"\nurl = \"https://x.example/{name}\"\n");
        newsletter.write(&format!("inbox/{name}.toml"), &item);
    }
    let said = newsletter.run(&["--offline", "--today", "2026-11-20", "draft", "--date", "2026-11-24"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let issue = newsletter.read("issues/2026-11-24.md");
    assert!(!issue.contains("x.example/2"), "what was taken out stays out: {issue}");
}

#[test]
fn a_record_that_exists_is_written_over_only_by_force() {
    let newsletter = newsletter();
    let record =
        |more: &[&str]| newsletter.run(&[&["--today", "2026-11-20", "record", "issues/2026-11-24.md"], more].concat());
    assert_eq!(record(&[]).code, 0);
    newsletter.write("issues/2026-11-24.md", &ISSUE.replace("[Two]", "[Two, edited]"));
    let before = newsletter.read(RECORD);
    let said = record(&[]);
    assert_eq!((said.code, newsletter.read(RECORD)), (2, before.clone()), "{}", said.err);
    assert!(said.err.contains("exists and remembers 2 decisions"), "{}", said.err);
    assert!(said.err.contains("newsletter record issues/2026-11-24.md --force"), "{}", said.err);
    assert_eq!(record(&["--force"]).code, 0);
    assert_ne!(newsletter.read(RECORD), before);
}

#[test]
fn an_issue_without_a_day_in_its_name_is_refused() {
    let newsletter = newsletter();
    newsletter.write("issues/next.md", ISSUE);
    let said = newsletter.run(&["record", "issues/next.md"]);
    assert!(said.code == 2 && said.err.contains("not named by a date"), "{}", said.err);
}
