//! `draft` on the newsletter of this repository and its recording.

use std::path::Path;
use std::time::Duration;

use crate::support::{Newsletter, copy};

const DRAFT: &[&str] = &["draft", "--replay", "examples/recording", "--today", "2026-11-20"];
const ISSUE: &str = "issues/2026-11-24.md";

#[test]
fn the_next_issue_has_jobs_news_and_events_of_real_items() {
    let newsletter = Newsletter::of_this_repository();
    let said = newsletter.run(DRAFT);
    assert_eq!((said.code, said.out.as_str()), (0, "issues/2026-11-24.md\n"), "{}", said.err);
    let issue = newsletter.read(ISSUE);
    assert!(issue.starts_with("# OSPO Newsletter 47\n\n## 📚 OSPO Jobs\n"), "{issue}");
    for part in ["## 📌 ICYMI Industry News and Articles", "## 📎 Upcoming Conferences and Call for Papers"] {
        assert!(issue.contains(part), "{part} is missing");
    }
    let entries =
        |heading: &str| issue.split(heading).nth(1).unwrap().split("\n## ").next().unwrap().matches("\n- ").count();
    assert!(entries("OSPO Jobs") >= 6 && entries("ICYMI") >= 10 && entries("Upcoming") >= 10, "{issue}");
}

#[test]
fn nothing_of_an_earlier_issue_and_no_placeholder_gets_in() {
    let newsletter = Newsletter::of_this_repository();
    assert_eq!(newsletter.run(DRAFT).code, 0);
    let issue = newsletter.read(ISSUE);
    let before = newsletter.read("issues/2026-10-27.md");
    let news = issue.split("## 📎").next().unwrap();
    for address in before.split("## 📎").next().unwrap().split("](").skip(1).filter_map(|rest| rest.split(')').next())
    {
        assert!(!news.contains(address), "{address} stood in the issue before");
    }
    for residue in ["utm_", "TBD", "{{", "undefined", "[]", "()", "[ ", " |]", "&#8217;", "The post "] {
        assert!(!issue.contains(residue), "{residue} in:\n{issue}");
    }
}

#[test]
fn two_runs_on_the_same_recording_give_the_same_bytes() {
    let (one, two) = (Newsletter::of_this_repository(), Newsletter::of_this_repository());
    for newsletter in [&one, &two] {
        assert_eq!(newsletter.run(DRAFT).code, 0);
    }
    for file in [ISSUE, "issues/.record/2026-11-24.jsonl", "issues/.record/2026-11-24.base.md"] {
        assert!(one.read(file) == two.read(file), "{file} differs");
    }
    assert_eq!(one.read(ISSUE), one.read("issues/.record/2026-11-24.base.md"));
}

#[test]
fn an_issue_without_a_record_is_wholly_peoples_and_is_only_added_to() {
    let newsletter = Newsletter::of_this_repository();
    newsletter.write(ISSUE, "# Mine\n\n## 📚 OSPO Jobs\n\nOur words.\n");
    let said = newsletter.run(DRAFT);
    assert_eq!((said.code, said.out.as_str()), (0, "issues/2026-11-24.md\n"), "{}", said.err);
    let issue = newsletter.read(ISSUE);
    assert!(issue.starts_with("# Mine\n\n## 📚 OSPO Jobs\n\nOur words.\n\n- ["), "{issue}");
    assert!(!issue.contains("ICYMI"), "a section that nobody knows to be missing is not guessed into the text");
    assert!(said.err.contains("section `news` cannot be found"), "{}", said.err);
}

#[test]
fn the_index_gets_its_row_between_the_markers_and_a_fresh_draft_passes_the_check() {
    let newsletter = Newsletter::of_this_repository();
    let before = newsletter.read("issues/README.md");
    assert_eq!(newsletter.run(DRAFT).code, 0);
    let row = "| [OSPO Newsletter 47](2026-11-24.md) | November 24, 2026 |\n";
    let after = newsletter.read("issues/README.md");
    assert!(after.contains(row) && after.replacen(row, "", 1) == before, "{after}");
    let checked = newsletter.run(&["check", ISSUE]);
    assert_eq!(checked.code, 0, "{}{}", checked.out, checked.err);
}

#[test]
fn an_index_without_markers_belongs_to_people() {
    let newsletter = Newsletter::of_this_repository();
    let index = newsletter.read("issues/README.md").replace("<!-- newsletter:index:end -->", "");
    newsletter.write("issues/README.md", &index);
    assert_eq!(newsletter.run(DRAFT).code, 0);
    assert_eq!(newsletter.read("issues/README.md"), index);
}

#[test]
fn stdout_and_dry_run_write_nothing() {
    let newsletter = Newsletter::of_this_repository();
    let printed = newsletter.run(&[DRAFT, &["--stdout"]].concat());
    let difference = newsletter.run(&[DRAFT, &["--dry-run"]].concat());
    assert!(printed.out.starts_with("# OSPO Newsletter 47\n"), "{}", printed.err);
    assert!(difference.out.starts_with("--- /dev/null\n+++ issues/2026-11-24.md\n"), "{}", difference.out);
    assert!(difference.out.contains("+# OSPO Newsletter 47\n"));
    assert!(!newsletter.path(ISSUE).exists() && !newsletter.path("issues/.record").exists());
}

#[test]
fn killing_a_draft_at_any_moment_leaves_the_issue_absent_or_whole() {
    let whole = Newsletter::of_this_repository();
    assert_eq!(whole.run(DRAFT).code, 0);
    let newsletter = Newsletter::of_this_repository();
    let issues = newsletter.path("issues");
    let clean = newsletter.path("clean");
    copy(&issues, &clean);
    for step in 0..40 {
        let mut child = newsletter
            .command(DRAFT)
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(step * 12));
        child.kill().unwrap();
        child.wait().unwrap();
        whole_or_absent(&whole.path("issues"), &issues);
        std::fs::remove_dir_all(&issues).unwrap();
        copy(&clean, &issues);
    }
    assert_eq!(newsletter.run(DRAFT).code, 0, "no lock and no state is left that would stop the next run");
}

/// Every file of a draft is as the whole one has it, or is not there.
fn whole_or_absent(whole: &Path, killed: &Path) {
    for name in ["2026-11-24.md", ".record/2026-11-24.base.md", ".record/2026-11-24.jsonl"] {
        if let Ok(found) = std::fs::read(killed.join(name)) {
            assert!(found == std::fs::read(whole.join(name)).unwrap(), "{name} is torn");
        }
    }
}

#[test]
fn the_report_accounts_for_every_item() {
    let newsletter = Newsletter::of_this_repository();
    assert_eq!(newsletter.run(&[DRAFT, &["--report", "report.json"]].concat()).code, 0);
    let report: serde_json::Value = serde_json::from_str(&newsletter.read("report.json")).unwrap();
    let number = |value: &serde_json::Value| value.as_u64().unwrap();
    let items = &report["items"];
    let dropped: u64 = items["dropped"].as_object().unwrap().values().map(number).sum();
    assert_eq!(number(&items["collected"]), number(&items["chosen"]) + number(&items["waiting"]) + dropped);
    let sources = report["sources"].as_array().unwrap();
    assert_eq!(sources.iter().filter(|source| source["ok"] == false).count(), 1, "one source of the recording fails");
    assert_eq!(report["issue"]["number"], 47);
}

#[test]
fn every_address_of_the_configuration_is_in_the_recording() {
    let newsletter = Newsletter::of_this_repository();
    let said = newsletter.run(DRAFT);
    assert!(!said.err.contains("not in the recording"), "{}", said.err);
}
