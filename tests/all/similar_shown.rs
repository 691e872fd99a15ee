//! Where near-duplicates and what else is left to do are shown: the record, `explain`, the closing
//! lines of `draft` and `--report`.

use serde_json::Value;

use crate::support::Newsletter;

const SOURCES: &str = r#"
[newsletter]
title = "Test"
[[section]]
name = "jobs"
heading = "Jobs"
takes = "job"
[[section]]
name = "news"
heading = "News"
takes = "article"
[[section]]
name = "events"
heading = "Events"
takes = "event"
[[source]]
name = "people"
kind = "inbox"
path = "inbox"
[[source]]
name = "gone-quiet"
kind = "inbox"
path = "quiet"
"#;

const PAST: &str = "# Test 1\n\n## Jobs\n\n- [🇮🇪 Example | Open Source Program Manager](https://example.org/jobs/1)\n";

const ITEMS: &str = "type,title,url,organisation,start,cfp_closes\n\
    job,\"Program Manager, Open Source\",https://boards.example/77,Example,,\n\
    job,\"Senior Program Manager, Open Source\",https://boards.example/78,Example,,\n\
    article,How Initech secured its supply chain,https://one.example/a,,,\n\
    article,How Initech secured its supply chain | Two,https://two.example/b,,,\n\
    event,Example Days,https://days.example/,,2027-02-01,2026-11-28\n\
    event,Example Nights,https://nights.example/,,2027-02-02,2026-11-23\n";

/// Drafts the issue of a day.
fn draft(newsletter: &Newsletter, day: &str) -> (String, Value) {
    let said = newsletter.run(&["--report", "report.json", "draft", "--offline", "--today", day, "--date", day]);
    assert_eq!(said.code, 0, "{}", said.err);
    (said.err, serde_json::from_str(&newsletter.read("report.json")).unwrap())
}

fn newsletter() -> Newsletter {
    let newsletter = Newsletter::with(SOURCES);
    newsletter.write("issues/2026-10-27.md", PAST);
    newsletter.write("inbox/all.csv", ITEMS);
    std::fs::create_dir(newsletter.path("quiet")).unwrap();
    newsletter
}

#[test]
fn a_near_duplicate_is_shown_everywhere_and_both_stay() {
    let newsletter = newsletter();
    let (err, report) = draft(&newsletter, "2026-11-24");
    assert!(err.contains("2 near-duplicates to look at:"), "{err}");
    let pair = "“Program Manager, Open Source” and “Open Source Program Manager” in issues/2026-10-27.md";
    assert!(err.contains(&format!("{pair}: same organisation, same words in the title")), "{err}");
    let told = report["near_duplicates"].as_array().unwrap();
    assert_eq!(told.len(), 2, "{report}");
    assert!(told.iter().any(|pair| pair["of_issue"] == "issues/2026-10-27.md" && pair["decision"] == "chosen"));

    let issue = newsletter.read("issues/2026-11-24.md");
    for address in ["boards.example/77", "boards.example/78", "one.example/a", "two.example/b"] {
        assert!(issue.contains(address), "{address} is not in\n{issue}");
    }
    let explained = newsletter.run(&["explain", "https://two.example/b"]).out;
    assert!(explained.contains("near-duplicate of “How Initech secured its supply chain” ("), "{explained}");
    assert!(explained.contains("look at both"), "{explained}");
    let explained = newsletter.run(&["explain", "https://boards.example/78"]).out;
    assert!(!explained.contains("near-duplicate"), "a senior is another job: {explained}");
}

#[test]
fn a_call_is_judged_on_the_day_of_the_issue() {
    let newsletter = newsletter();
    let said =
        newsletter.run(&["--report", "r.json", "draft", "--offline", "--today", "2026-11-20", "--date", "2026-11-24"]);
    assert!(said.err.contains("1 call for papers that close soon:\n  Example Days (2026-11-28)"), "{}", said.err);
    let issue = newsletter.read("issues/2026-11-24.md");
    assert!(issue.contains("Example Nights](https://nights.example/) - CFP closed"), "{issue}");
    assert!(issue.contains("- CFP closes November 28, 2026"), "{issue}");
}

#[test]
fn a_source_is_silent_after_three_issues_without_anything() {
    let newsletter = newsletter();
    newsletter.write("quiet/one.csv", "type,title,url\narticle,The last thing they wrote,https://quiet.example/1\n");
    draft(&newsletter, "2026-11-24");
    std::fs::remove_file(newsletter.path("quiet/one.csv")).unwrap();
    for day in ["2026-12-29", "2027-01-26"] {
        assert!(!draft(&newsletter, day).0.contains("silent"), "{day}");
    }
    draft(&newsletter, "2027-02-23");
    let (err, report) = draft(&newsletter, "2027-03-30");
    assert!(err.contains("gone-quiet: nothing since the issue of 2026-11-24"), "{err}");
    let silent = report["silent_sources"].as_array().unwrap();
    assert!(silent.iter().any(|source| source["name"] == "gone-quiet" && source["since"] == "2026-11-24"), "{report}");
}

#[test]
fn nothing_is_said_where_there_is_nothing() {
    let newsletter = newsletter();
    newsletter.write("inbox/all.csv", "type,title,url\narticle,One thing only,https://one.example/a\n");
    let (err, report) = draft(&newsletter, "2026-11-24");
    for word in ["near-duplicate", "silent", "close soon"] {
        assert!(!err.contains(word), "{err}");
    }
    assert_eq!(report["near_duplicates"], serde_json::json!([]));
}

#[test]
fn a_section_says_whether_it_repeats() {
    let past = "# Test 1\n\n## Events\n\n- January 12, 2027 [Example Days](https://days.example/)\n\n## Jobs\n\n- [🇮🇪 Example | Lead](https://example.org/lead)\n";
    let items = "type,title,url,start\nevent,Example Days,https://days.example/,2027-01-12\njob,Lead,https://example.org/lead,\n";
    let drafted = |sources: &str| {
        let newsletter = Newsletter::with(sources);
        newsletter.write("issues/2026-10-27.md", past);
        newsletter.write("inbox/all.csv", items);
        std::fs::create_dir(newsletter.path("quiet")).unwrap();
        draft(&newsletter, "2026-11-24");
        let issue = newsletter.read("issues/2026-11-24.md");
        (issue.contains("days.example"), issue.contains("example.org/lead"))
    };
    assert_eq!(drafted(SOURCES), (true, false));
    let events_once = SOURCES.replace("takes = \"event\"", "takes = \"event\"\nrepeat = false");
    assert_eq!(drafted(&events_once), (false, false));
    let jobs_again = SOURCES.replace("takes = \"job\"", "takes = \"job\"\nrepeat = true");
    assert_eq!(drafted(&jobs_again), (true, true));
}
