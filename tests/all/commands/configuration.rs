//! Mistakes in the configuration: every one at once, with place and help; nothing fetched or written.

use crate::support::Newsletter;

/// Runs a command on a faulty configuration; nothing may be written.
fn refused(sources: &str, arguments: &[&str]) -> String {
    let newsletter = Newsletter::with(sources);
    let said = newsletter.run(arguments);
    assert_eq!((said.code, said.out.as_str()), (3, ""), "{}", said.err);
    let left: Vec<_> =
        std::fs::read_dir(newsletter.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["sources.toml"], "nothing is written");
    said.err
}

const FAULTY: &str = r#"[newsletter]
title = "Test"
timezone = "Europe/Madrit"
schedule = "last tusday"
languag = "en"

[[section]]
name = "news"
heading = "News"
takes = "articles"

[[source]]
name = "one"
kind = "fed"
url = "https://example.org/feed"

[[source]]
name = "one"
kind = "feed"
url = "example.org/feed"
incldue = ["x"]
section = "nwes"
limit = "five"

[ftech]
"#;

#[test]
fn every_problem_is_reported_at_once_with_line_and_column() {
    let shown = refused(FAULTY, &["draft"]);
    for (place, help) in [
        (":3:12", "Europe/Madrid"),
        (":4:12", "last tuesday"),
        (":5:1", "`language`"),
        (":10:9", "`article`"),
        (":14:8", "`feed`"),
        (":18:8", "two sources named `one`"),
        (":20:7", "not an address"),
        (":21:1", "`include`"),
        (":22:11", "no section `nwes`"),
        (":23:9", "whole number"),
        (":25:2", "`fetch`"),
    ] {
        assert!(shown.contains(&format!("sources.toml{place}")), "{place} is missing in:\n{shown}");
        assert!(shown.contains(help), "{help} is missing in:\n{shown}");
    }
    assert!(shown.len() < 5_000, "{} characters", shown.len());
}

#[test]
fn an_entry_template_with_a_wrong_name_is_found_before_anything_is_fetched() {
    let sources = r#"[newsletter]
title = "Test"

[[section]]
name = "jobs"
heading = "Jobs"
takes = "job"
entry = "- [{{ organisaton }} | {{ title }}]({{ url }})"

[[source]]
name = "one"
kind = "feed"
url = "http://192.0.2.1/feed"
"#;
    let shown = refused(sources, &["draft"]);
    assert!(
        shown.contains("sources.toml:8:16")
            && shown.contains("organisaton")
            && shown.contains("did you mean `organisation`?"),
        "{shown}"
    );
}

#[test]
fn a_template_file_with_a_mistake_is_named_with_its_line() {
    let newsletter =
        Newsletter::with("[newsletter]\ntitle = \"T\"\n[[source]]\nname = \"x\"\nkind = \"inbox\"\npath = \"inbox\"\n");
    newsletter.write("templates/issue.md.j2", "# {{ title }}\n\n{{ numbr }}\n");
    let said = newsletter.run(&["draft"]);
    assert_eq!(said.code, 3, "{}", said.err);
    assert!(
        said.err.contains("templates/issue.md.j2:3") && said.err.contains("did you mean `number`?"),
        "{}",
        said.err
    );
}

#[test]
fn odd_files_are_refused_in_a_sentence() {
    for (text, expected) in [
        ("", "[newsletter]"),
        ("[newsletter", "sources.toml:1"),
        ("newsletter = 1", "is a table"),
        ("\u{0}", "sources.toml:1"),
    ] {
        let shown = refused(text, &["collect"]);
        assert!(shown.contains(expected), "{text:?}: {shown}");
    }
    let good =
        "\u{feff}[newsletter]\r\ntitle = \"T\"\r\n[[source]]\r\nname = \"x\"\r\nkind = \"inbox\"\r\npath = \"inbox\"";
    let newsletter = Newsletter::with(good);
    assert_eq!(newsletter.run(&["sources", "list"]).code, 0, "byte-order mark, CRLF and no final newline are fine");
}

#[test]
fn a_missing_configuration_says_what_to_do() {
    let newsletter = Newsletter::with("");
    std::fs::remove_file(newsletter.path("sources.toml")).unwrap();
    let said = newsletter.run(&["draft"]);
    assert_eq!(said.code, 3);
    assert!(said.err.contains("newsletter init"), "{}", said.err);
}
