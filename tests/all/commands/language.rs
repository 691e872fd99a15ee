//! `draft --language`: siblings of an issue.

use crate::support::Newsletter;

const SOURCES: &str = r#"[newsletter]
title = "Notes"
schedule = "last tuesday"

[[section]]
name = "jobs"
heading = "📚 Jobs"
intro = "New this month:"
takes = "job"

[[section]]
name = "events"
heading = "Events"
takes = "event"

[[section]]
name = "footer"
heading = ""
takes = "text"
text = """
Tell us [what you think](https://example.org/issues).

Bye."""

[[source]]
name = "inbox"
kind = "inbox"
path = "inbox"

[language.ja]
title = "ノート"
headings = { jobs = "📚 求人", events = "イベント" }
intros = { jobs = "今月の求人です。" }
texts = { footer = "[ご意見](https://example.org/issues)をどうぞ。" }

[language.de]
headings = { events = "Termine" }
"#;

const ISSUE: &str = "# Notes 47\n\nA word of *ours* on June 3, 2027.\n\n## 📚 Jobs\n\nNew this month:\n\n- [🇩🇪 Acme | Head of OSPO](https://example.org/jobs/1)  \n\n## Events\n\n- January 4–5, 2027 [Harbour Days, January 4 edition](https://example.org/2027-01-04/) - CFP closes December 1, 2026\n- [Sea Conf (February 8, 2027, Lyon, France)](https://example.org/sea)\n\n## Ours alone\n\nText.\n\n---\n\nTell us [what you think](https://example.org/issues).\n\nBye.\n";

const JAPANESE: &str = "# ノート 47\n\nA word of *ours* on June 3, 2027.\n\n## 📚 求人\n\n今月の求人です。\n\n- [🇩🇪 Acme | Head of OSPO](https://example.org/jobs/1)  \n\n## イベント\n\n- 2027年1月4日～5日 [Harbour Days, January 4 edition](https://example.org/2027-01-04/) - CFP closes 2026年12月1日\n- [Sea Conf (2027年2月8日, Lyon, France)](https://example.org/sea)\n\n## Ours alone\n\nText.\n\n---\n\n[ご意見](https://example.org/issues)をどうぞ。\n";

const RUN: &[&str] = &["draft", "--language", "ja", "--today", "2026-11-20"];

fn newsletter() -> Newsletter {
    let newsletter = Newsletter::with(SOURCES);
    newsletter.write("issues/2026-11-24.md", ISSUE);
    newsletter
}

#[test]
fn a_sibling_has_the_words_of_its_language_and_the_links_and_titles_of_its_issue() {
    let newsletter = newsletter();
    let said = newsletter.run(RUN);
    assert_eq!((said.code, said.out.as_str()), (0, "issues/2026-11-24.ja.md\n"), "{}", said.err);
    assert_eq!(newsletter.read("issues/2026-11-24.ja.md"), JAPANESE);
    assert!(said.err.contains("“Ours alone” has no heading in [language.ja]"), "{}", said.err);
    assert_eq!(newsletter.read("issues/2026-11-24.md"), ISSUE);
}

#[test]
fn line_endings_stay_and_what_has_no_words_stays() {
    let newsletter = newsletter();
    newsletter.write("issues/2026-11-24.md", &ISSUE.replace('\n', "\r\n"));
    assert_eq!(newsletter.run(RUN).code, 0);
    assert_eq!(newsletter.read("issues/2026-11-24.ja.md"), JAPANESE.replace('\n', "\r\n"));
    let german = newsletter.run(&["draft", "--language", "DE", "--stdout"]);
    assert!(german.out.starts_with("# Notes 47\r\n") && german.out.contains("## Termine"), "{}", german.out);
    assert!(german.out.contains("- 4.–5. Januar 2027 [Harbour"), "{}", german.out);
    assert!(!newsletter.path("issues/2026-11-24.de.md").exists());
}

#[test]
fn drafted_again_it_gets_what_is_new_and_keeps_what_a_translator_did() {
    let newsletter = newsletter();
    assert_eq!(newsletter.run(RUN).code, 0);
    let row = "- [Sea Conf (2027年2月8日, Lyon, France)](https://example.org/sea)\n";
    let translated = JAPANESE.replace("Head of OSPO", "OSPO 長").replace(row, "");
    newsletter.write("issues/2026-11-24.ja.md", &translated);
    let said = newsletter.run(RUN);
    assert_eq!((said.code, said.err.lines().last()), (0, Some("nothing new")), "{}", said.err);
    assert_eq!(newsletter.read("issues/2026-11-24.ja.md"), translated);

    let new = "- March 1, 2027 [New Conf](https://example.org/new)\n";
    newsletter.write("issues/2026-11-24.md", &ISSUE.replace("\n## Ours", &format!("{new}\n## Ours")));
    let shown = newsletter.run(&[RUN, &["--dry-run"]].concat());
    assert!(shown.out.contains("+- 2027年3月1日 [New Conf]"), "{}", shown.out);
    assert_eq!(newsletter.read("issues/2026-11-24.ja.md"), translated);
    assert_eq!(newsletter.run(RUN).code, 0);
    let added = "- 2027年3月1日 [New Conf](https://example.org/new)\n";
    let expected = translated.replace("\n## Ours", &format!("{added}\n## Ours"));
    assert_eq!(newsletter.read("issues/2026-11-24.ja.md"), expected, "the one taken out stays out");
    assert_eq!(newsletter.run(RUN).code, 0);
    assert_eq!(newsletter.read("issues/2026-11-24.ja.md"), expected);
}

#[test]
fn a_sibling_is_no_further_issue() {
    let newsletter = newsletter();
    newsletter.write("issues/2026-10-27.md", "# Notes 46\n\n## 📚 Jobs\n\n- [Other](https://example.org/jobs/0)\n");
    let index = "- [Notes 47](2026-11-24.md)\n- [Notes 46](2026-10-27.md)\n";
    newsletter.write("issues/README.md", index);
    assert_eq!(newsletter.run(RUN).code, 0);
    let report = newsletter.run(&["check", "--format", "json"]);
    for rule in ["seen-before", "number-mismatch", "index-missing", "heading-name", "file-name", "near-duplicate"] {
        assert!(!report.out.contains(&format!("\"{rule}\"")), "{rule}: {}", report.out);
    }
    let data = newsletter.run(&["inspect", "issues/2026-11-24.ja.md", "--json"]).out;
    let data: serde_json::Value = serde_json::from_str(&data).unwrap();
    assert_eq!((&data["language"], &data["number"], &data["date"]), (&"ja".into(), &47.into(), &"2026-11-24".into()));
    let events = data["sections"].as_array().unwrap().iter().find(|section| section["heading"] == "イベント").unwrap();
    assert_eq!(events["entries"][0]["start"], "2027-01-04", "{events}");
    // The next issue: neither its number nor what it may list comes from a sibling.
    newsletter.write("inbox/one.toml", "type = \"article\"\ntitle = \"x\"\nurl = \"https://example.org/x\"\n");
    assert_eq!(newsletter.run(&["draft", "--today", "2026-12-20"]).code, 0);
    assert!(newsletter.read("issues/2026-12-29.md").starts_with("# Notes 48\n"));
}

#[test]
fn mistakes_are_explained() {
    let newsletter = newsletter();
    let unknown = newsletter.run(&["draft", "--language", "fr"]);
    assert!(unknown.code == 2 && unknown.err.contains("there are: de, ja"), "{}", unknown.err);
    let missing = newsletter.run(&["draft", "--language", "ja", "--date", "2026-12-29"]);
    assert!(missing.code == 1 && missing.err.contains("no issue of 2026-12-29"), "{}", missing.err);
    newsletter.write("issues/2026-11-24.md", "# Notes 47\n<<<<<<< HEAD\n");
    let conflict = newsletter.run(RUN);
    assert!(conflict.code == 1 && conflict.err.contains("2026-11-24.md:2: a git conflict"), "{}", conflict.err);
}
