//! `draft --if-due`, and which issue is next: moved dates, abandoned drafts, numbers from the index.

use crate::support::Newsletter;

const HEAD: &str = "[newsletter]\ntitle = \"Notes\"\nschedule = \"last tuesday\"\n";
const REST: &str = "\n[[section]]\nname = \"news\"\nheading = \"News\"\ntakes = \"article\"\n\n[[source]]\nname = \"inbox\"\nkind = \"inbox\"\npath = \"inbox\"\n";
const ITEM: &str = "type = \"article\"\ntitle = \"A thing to read\"\nurl = \"https://example.org/thing\"\n";

/// A newsletter with one item in its inbox and these issues.
fn newsletter(settings: &str, issues: &[(&str, &str)]) -> Newsletter {
    let newsletter = Newsletter::with(&format!("{HEAD}{settings}{REST}"));
    newsletter.write("inbox/one.toml", ITEM);
    for (name, text) in issues {
        newsletter.write(&format!("issues/{name}"), text);
    }
    newsletter
}

#[test]
fn before_its_window_nothing_is_fetched_and_both_streams_say_so() {
    let newsletter = newsletter("", &[]);
    newsletter.write("inbox/broken.toml", "this would be a gap = [");
    let said = newsletter.run(&["draft", "--if-due", "--today", "2026-11-09"]);
    assert_eq!((said.code, said.out.as_str()), (0, "due=false\n"));
    let sentence = "not due: the next issue is that of 2026-11-24; drafting begins on 2026-11-10, 14 days before\n";
    assert_eq!(said.err, sentence);
    assert!(!newsletter.path("issues").exists() && !newsletter.path(".newsletter").exists());
}

#[test]
fn in_its_window_the_run_goes_on() {
    for (settings, today) in [("", "2026-11-10"), ("", "2026-11-24"), ("ahead_of_issue = \"3 weeks\"\n", "2026-11-03")]
    {
        let newsletter = newsletter(settings, &[]);
        let said = newsletter.run(&["draft", "--if-due", "--today", today]);
        assert_eq!((said.code, said.out.as_str()), (0, "issues/2026-11-24.md\n"), "{today}: {}", said.err);
        assert!(said.err.contains("due: the issue of 2026-11-24"), "{}", said.err);
    }
}

#[test]
fn a_moved_issue_is_the_one_of_its_month() {
    let october = ("2026-10-27.md", "# Notes 46\n");
    // Brought forward and over: nothing is due until December's window.
    let newsletter = newsletter("", &[october, ("2026-11-17.md", "# Notes 47\n")]);
    let said = newsletter.run(&["draft", "--if-due", "--today", "2026-11-20"]);
    assert_eq!((said.code, said.out.as_str()), (0, "due=false\n"));
    assert!(said.err.contains("that of 2026-12-29") && said.err.contains("2026-12-15"), "{}", said.err);
    let said = newsletter.run(&["draft", "--if-due", "--today", "2026-12-15"]);
    assert_eq!(said.out, "issues/2026-12-29.md\n", "{}", said.err);
    assert!(newsletter.read("issues/2026-12-29.md").starts_with("# Notes 48\n"));
}

#[test]
fn the_day_asked_for_is_due_in_its_own_window() {
    let newsletter = newsletter("", &[]);
    for (day, code) in
        [("2027-01-26", "due=false\n"), ("2026-11-01", "due=false\n"), ("2026-12-01", "issues/2026-12-01.md\n")]
    {
        let said = newsletter.run(&["draft", "--if-due", "--date", day, "--today", "2026-11-20"]);
        assert_eq!((said.code, said.out.as_str()), (0, code), "{day}: {}", said.err);
    }
}

#[test]
fn without_a_schedule_nothing_says_when() {
    let newsletter = Newsletter::with(&format!("[newsletter]\ntitle = \"Notes\"\n{REST}"));
    let said = newsletter.run(&["draft", "--if-due", "--today", "2026-11-20"]);
    assert!(said.code == 3 && said.err.contains("has no `schedule`"), "{}", said.err);
}

#[test]
fn a_schedule_that_is_none_names_the_nearest_one() {
    let newsletter = Newsletter::with("[newsletter]\ntitle = \"Notes\"\nschedule = \"last teusday\"\n");
    let said = newsletter.run(&["sources", "list"]);
    assert_eq!(said.code, 3);
    assert!(said.err.contains("did you mean \"last tuesday\"?") && said.err.contains("sources.toml:3"), "{}", said.err);
}

#[test]
fn a_draft_that_was_taken_away_has_no_number() {
    let index = "<!-- newsletter:index:start -->\n- [Notes 46](2026-10-27.md), October 27, 2026\n<!-- newsletter:index:end -->\n";
    let newsletter = newsletter("", &[("2026-10-27.md", "# Notes 46\n"), ("README.md", index)]);
    assert_eq!(newsletter.run(&["draft", "--today", "2026-11-20"]).code, 0);
    assert!(newsletter.read("issues/README.md").contains("[Notes 47](2026-11-24.md), November 24, 2026"));
    std::fs::remove_file(newsletter.path("issues/2026-11-24.md")).unwrap();
    let said = newsletter.run(&["draft", "--today", "2026-12-20"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(newsletter.read("issues/2026-12-29.md").starts_with("# Notes 47\n"));
}

#[test]
fn where_issues_are_missing_the_index_counts() {
    let index = "| Issue 46 | [2026-10-27](https://example.org/blob/main/2026-10-27.md) |\n";
    let newsletter = newsletter("", &[("2026-07-28.md", "# Notes 4\n"), ("README.md", index)]);
    assert_eq!(newsletter.run(&["draft", "--today", "2026-11-20"]).code, 0);
    assert!(newsletter.read("issues/2026-11-24.md").starts_with("# Notes 47\n"));
}
