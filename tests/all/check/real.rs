//! The linter over real issues: the errors that they shipped with, each read and judged by a person;
//! repairs; foreign line endings.

use std::collections::BTreeSet;
use std::path::Path;

use newsletter::archive::Archive;
use newsletter::check::settings::Level;
use newsletter::check::{Finding, Newsletter, repaired, run};
use newsletter::series::index::Index;

use crate::support::{Newsletter as Newspaper, shared};

/// The real issues (every second one) and the index that stands beside their folder.
fn material() -> Option<(Newsletter, Vec<(String, String)>)> {
    let folder = shared("data/newsletters/issues")?;
    let mut issues: Vec<(String, String)> =
        std::fs::read_dir(&folder).unwrap().map(|entry| named(&entry.unwrap().path())).collect();
    issues.sort();
    let index = std::fs::read_to_string(folder.join("../README.md")).unwrap();
    let template = std::fs::read_to_string(folder.join("../newsletter-template.md")).unwrap();
    let newsletter = Newsletter {
        archive: Archive::read(issues.clone()),
        index: Index::read("README.md", &index),
        examples: Newsletter::examples_of(&template),
        ..Newsletter::default()
    };
    Some((newsletter, issues))
}

fn named(path: &Path) -> (String, String) {
    (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(path).unwrap())
}

/// File, line, rule: every error of the 22 issues, read by eye, issue by issue, against the catalogue.
///
/// Seen and not counted, because no rule can tell them from what is right: "Thank you to Person Ana"
/// (2022-07-26, 2022-11-29), brackets without an address (2022-07-26, line 94), bold that never ends
/// (line 20 there), an event that was, told as news (2026-03-11, line 44).
const ERRORS: &[(&str, usize, &str)] = &[
    ("2022-01-31.md", 1, "number-mismatch"),
    ("2022-01-31.md", 48, "duplicate-in-section"),
    ("2022-03-29.md", 1, "number-mismatch"),
    ("2022-03-29.md", 61, "event-past"),
    ("2022-03-29.md", 67, "placeholder"),
    ("2022-03-29.md", 69, "placeholder"),
    ("2022-03-29.md", 70, "placeholder"),
    ("2022-05-31.md", 24, "seen-before"),
    ("2022-05-31.md", 41, "seen-before"),
    ("2022-05-31.md", 58, "duplicate-in-section"),
    ("2022-05-31.md", 69, "placeholder"),
    ("2022-05-31.md", 77, "placeholder"),
    ("2022-05-31.md", 78, "cfp-closed"),
    ("2022-05-31.md", 79, "cfp-closed"),
    ("2022-05-31.md", 81, "placeholder"),
    ("2022-07-26.md", 39, "duplicate-in-section"),
    ("2022-07-26.md", 40, "broken-link-syntax"),
    ("2022-07-26.md", 81, "secret-in-url"),
    ("2022-07-26.md", 98, "placeholder"),
    ("2022-09-26.md", 43, "placeholder"),
    ("2022-09-26.md", 44, "placeholder"),
    ("2023-01-31.md", 55, "duplicate-in-section"),
    ("2023-03-29.md", 72, "cfp-closed"),
    ("2023-08-29.md", 23, "broken-link-syntax"),
    ("2023-08-29.md", 24, "duplicate-in-section"),
    ("2023-10-31.md", 47, "seen-before"),
    ("2024-03-31.md", 55, "empty-link"),
    ("2024-03-31.md", 66, "broken-link-syntax"),
    ("2024-06-27.md", 30, "broken-link-syntax"),
    ("2024-11-07.md", 37, "missing-link"),
    ("2025-01-28.md", 5, "secret-in-url"),
    ("2025-01-28.md", 6, "clock"),
    ("2025-01-28.md", 6, "secret-in-url"),
    ("2025-01-28.md", 44, "empty-link"),
    ("2025-01-28.md", 44, "placeholder"),
    ("2025-01-28.md", 45, "empty-link"),
    ("2025-01-28.md", 45, "placeholder"),
    ("2025-01-28.md", 46, "empty-link"),
    ("2025-01-28.md", 46, "placeholder"),
    ("2025-06-02.md", 43, "missing-link"),
    ("2025-11-26.md", 36, "placeholder"),
    ("2026-03-11.md", 1, "index-missing"),
];

/// Every word that `spelling` finds, and no name, address or foreign word among them.
const MISSPELT: &[(&str, usize, &str)] = &[
    ("2022-01-31.md", 6, "Questionaire"),
    ("2022-01-31.md", 45, "Architec"),
    ("2022-07-26.md", 23, "upcomming"),
    ("2022-09-26.md", 65, "submitt"),
    ("2023-03-29.md", 30, "proffessionals"),
    ("2024-01-30.md", 25, "gorup"),
    ("2024-11-07.md", 21, "Maintainance"),
    ("2025-11-26.md", 19, "Experienc"),
];

/// All that `stale-item`, `event-date-changed`, `label-target-conflict` and `flag-location` find.
const TOLD: &[(&str, usize, &str)] = &[
    ("2022-07-26.md", 34, "stale-item"),
    ("2022-09-26.md", 72, "event-date-changed"),
    ("2024-03-31.md", 45, "stale-item"),
    ("2024-03-31.md", 47, "stale-item"),
    ("2025-11-26.md", 18, "flag-location"),
    ("2026-03-11.md", 23, "stale-item"),
    ("2026-03-11.md", 24, "stale-item"),
    ("2026-03-11.md", 38, "stale-item"),
    ("2026-03-11.md", 39, "stale-item"),
    ("2026-03-11.md", 40, "stale-item"),
    ("2026-03-11.md", 42, "stale-item"),
    ("2026-03-11.md", 43, "stale-item"),
];

/// Some of the other warnings, all of them true.
const WARNINGS: &[(&str, usize, &str)] = &[
    ("2021-09-27.md", 47, "heading-name"),
    ("2021-09-27.md", 55, "tracking-param"),
    ("2021-09-27.md", 64, "date-style"),
    ("2021-11-30.md", 56, "not-sorted"),
    ("2021-11-30.md", 58, "date-no-year"),
    ("2022-05-31.md", 16, "glued-link"),
    ("2022-09-26.md", 74, "not-sorted"),
    ("2024-01-30.md", 54, "date-missing"),
    ("2024-01-30.md", 54, "duplicate-across-sections"),
    ("2024-03-31.md", 33, "generic-target"),
    ("2024-03-31.md", 75, "tracking-param"),
    ("2025-11-26.md", 26, "glued-link"),
    ("2026-03-11.md", 25, "generic-target"),
];

#[test]
fn the_errors_of_the_real_issues_are_these_and_no_others() {
    let Some((newsletter, issues)) = material() else { return };
    let findings: Vec<Finding> = issues.iter().flat_map(|(path, text)| run(&newsletter, path, text)).collect();
    let of = |wanted: &dyn Fn(&Finding) -> bool| -> BTreeSet<(String, usize, &'static str)> {
        findings
            .iter()
            .filter(|finding| wanted(finding))
            .map(|finding| (finding.path.clone(), finding.line, finding.rule))
            .collect()
    };
    let told = |table: &[(&str, usize, &'static str)]| -> BTreeSet<(String, usize, &'static str)> {
        table.iter().map(|(path, line, rule)| (path.to_string(), *line, *rule)).collect()
    };
    assert_eq!(of(&|finding| finding.level == Level::Error), told(ERRORS));
    let rules = ["stale-item", "event-date-changed", "label-target-conflict", "flag-location"];
    assert_eq!(of(&|finding| rules.contains(&finding.rule)), told(TOLD));
    let text = |path: &str| issues.iter().find(|(issue, _)| issue == path).map(|(_, text)| text.as_str()).unwrap();
    let misspelt: BTreeSet<(&str, usize, &str)> = findings
        .iter()
        .filter(|finding| finding.rule == "spelling")
        .map(|finding| (finding.path.as_str(), finding.line, &text(&finding.path)[finding.range.clone()]))
        .collect();
    assert_eq!(misspelt, MISSPELT.iter().copied().collect());
    let warnings = of(&|finding| finding.level == Level::Warning);
    let missing: Vec<_> = told(WARNINGS).difference(&warnings).cloned().collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// File name, text, and the text with CRLF and a byte-order mark.
type Variants = (String, String, String);

/// The issues and their translations.
fn variants() -> Option<(Newsletter, Vec<Variants>)> {
    let (newsletter, mut texts) = material()?;
    let folder = shared("data/newsletters/translations")?;
    texts.extend(std::fs::read_dir(&folder).unwrap().map(|entry| named(&entry.unwrap().path())));
    let foreign = |text: &str| format!("\u{FEFF}{}", text.replace("\r\n", "\n").replace('\n', "\r\n"));
    let of = |(path, text): (String, String)| (path, foreign(&text), text);
    Some((newsletter, texts.into_iter().map(of).map(|(path, foreign, text)| (path, text, foreign)).collect()))
}

#[test]
fn repairs_leave_nothing_to_repair_and_change_only_lines_with_something_to_repair() {
    let Some((newsletter, texts)) = variants() else { return };
    for (path, text, foreign) in texts {
        let mended = repaired(&newsletter, &path, &text);
        let left: Vec<_> =
            run(&newsletter, &path, &mended).into_iter().filter(|finding| finding.fix.is_some()).collect();
        assert!(left.is_empty(), "{path}: {left:#?}");
        assert_eq!(repaired(&newsletter, &path, &mended), mended, "{path}");
        let findings = run(&newsletter, &path, &text);
        only_lines_of_findings_differ(&path, &text, &mended, &findings);

        // With CRLF and a byte-order mark: the same findings, the same repairs, the same endings.
        let plain = mended.replace("\r\n", "\n");
        let expected = format!("\u{FEFF}{}", plain.replace('\n', "\r\n"));
        assert_eq!(repaired(&newsletter, &path, &foreign), expected, "{path}");
        let places = |findings: &[Finding]| {
            findings.iter().map(|finding| (finding.line, finding.column, finding.rule)).collect::<Vec<_>>()
        };
        assert_eq!(places(&run(&newsletter, &path, &foreign)), places(&findings), "{path}");
    }
}

/// Judged by lines alone: none is added or lost, and those that differ are those of a finding.
fn only_lines_of_findings_differ(path: &str, text: &str, mended: &str, findings: &[Finding]) {
    let (before, after) = (lines(text), lines(mended));
    assert_eq!(before.len(), after.len(), "{path}");
    let edits = findings.iter().filter_map(|finding| Some((finding.rule, finding.fix.as_ref()?)));
    let places: Vec<(&str, usize, usize)> =
        edits.map(|(rule, edit)| (rule, line_at(text, edit.range.start), line_at(text, edit.range.end))).collect();
    for (at, (one, other)) in before.iter().zip(&after).enumerate() {
        let here = |(_, first, last): &&(&str, usize, usize)| (*first..=*last).contains(&(at + 1));
        let rules: BTreeSet<&str> = places.iter().filter(here).map(|(rule, ..)| *rule).collect();
        assert!(one == other || !rules.is_empty(), "{path}:{}: {one:?} became {other:?}", at + 1);
        // Sorting moves lines and leaves each as it is.
        if one != other && rules == BTreeSet::from(["not-sorted"]) {
            assert!(after.contains(one), "{path}:{}: {one:?}", at + 1);
        }
    }
}

/// Lines with their endings.
fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

fn line_at(text: &str, offset: usize) -> usize {
    text[..offset].matches('\n').count() + 1
}

#[test]
fn the_command_repairs_a_folder_once() {
    let Some(folder) = shared("data/newsletters") else { return };
    let newsletter = Newspaper::with("[newsletter]\ntitle = \"OSPO Newsletter\"\n");
    for issue in ["2022-01-31.md", "2022-07-26.md", "2023-10-31.md", "2024-03-31.md", "2025-11-26.md"] {
        newsletter
            .write(&format!("issues/{issue}"), &std::fs::read_to_string(folder.join("issues").join(issue)).unwrap());
    }
    std::fs::copy(folder.join("README.md"), newsletter.path("README.md")).unwrap();
    let first = newsletter.run(&["check", "--fix"]);
    assert!(first.code == 4 && first.out.contains("repaired issues/2022-01-31.md"), "{}{}", first.out, first.err);
    assert!(newsletter.read("issues/2022-01-31.md").starts_with("# OSPO Newsletter 7"));
    let read = |name: &str| newsletter.read(name);
    let names: Vec<String> = std::fs::read_dir(newsletter.path("issues"))
        .unwrap()
        .map(|entry| format!("issues/{}", entry.unwrap().file_name().to_string_lossy()))
        .chain(["README.md".to_owned()])
        .collect();
    let before: Vec<String> = names.iter().map(|name| read(name)).collect();
    let second = newsletter.run(&["check", "--fix"]);
    assert!(!second.out.contains("repaired") && !second.out.contains("`--fix` repairs"), "{}", second.out);
    assert_eq!(names.iter().map(|name| read(name)).collect::<Vec<_>>(), before);
}
