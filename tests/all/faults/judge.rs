//! What a run said and left behind, held against what was expected of each fault and of the whole.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use serde_json::Value;

use super::rows::{Expected, Row};
use super::{ISSUE, SECRET, Scene};
use crate::support::{Newsletter, Said};

/// A run.
pub struct Ran {
    pub said: Said,
    pub took: Duration,
    report: Value,
    /// Titles and summaries by source, from what was printed or from the issue's record.
    items: BTreeMap<String, Vec<Value>>,
}

impl Ran {
    pub fn new(scene: &Scene, said: Said, took: Duration) -> Ran {
        let path = scene.newsletter.path("report.json");
        assert!(path.exists(), "{}: {}", said.code, said.err);
        let report = serde_json::from_str(&scene.newsletter.read("report.json")).unwrap();
        let lines = |text: &str| text.lines().map(|line| serde_json::from_str(line).unwrap()).collect::<Vec<Value>>();
        let found = match said.out.starts_with('{') {
            true => lines(&said.out),
            false => lines(&scene.newsletter.read("issues/.record/2026-11-24.jsonl"))
                .drain(1..)
                .map(|line| line["item"].clone())
                .collect(),
        };
        let mut items: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        for item in found {
            items.entry(item["source"].as_str().unwrap().to_owned()).or_default().push(item);
        }
        Ran { said, took, report, items }
    }

    /// None where it was not asked for.
    fn source(&self, name: &str) -> Option<&Value> {
        self.report["sources"].as_array().unwrap().iter().find(|source| source["name"] == *name)
    }

    fn titles(&self, name: &str) -> Vec<&str> {
        self.items.get(name).into_iter().flatten().map(|item| item["title"].as_str().unwrap()).collect()
    }
}

/// What came of one fault; an error where it is not what was expected.
fn outcome(row: &Row, source: &Value, titles: &[&str]) -> Result<String, String> {
    let shown = match source["reason"].as_str() {
        Some(reason) => format!("gap: {reason}"),
        None => good(source, titles),
    };
    let has = |title: &str| source["ok"] == true && titles.contains(&title);
    let hint = source["hint"].as_str().unwrap_or_default();
    let is_right = match &row.expected {
        Expected::Gap(words) => source["reason"].as_str().is_some_and(|reason| reason.contains(words)),
        Expected::Title(title) => has(title) && hint.is_empty(),
        Expected::Moved(title) => has(title) && hint.starts_with("it moved for good: write http"),
        Expected::Warning(words) => source["ok"] == true && warnings(source).any(|warning| warning.contains(words)),
        Expected::Items(count) => source["ok"] == true && source["items"] == *count,
    };
    if is_right && shown.len() < 1_000 { Ok(shown) } else { Err(format!("{shown} -- NOT {:?}", row.expected)) }
}

fn warnings(source: &Value) -> impl Iterator<Item = &str> {
    source["warnings"].as_array().unwrap().iter().map(|warning| warning.as_str().unwrap())
}

fn good(source: &Value, titles: &[&str]) -> String {
    let short = |title: &&str| format!("“{}”", title.chars().take(40).collect::<String>());
    let mut shown = format!("{} items", source["items"]);
    if !titles.is_empty() {
        shown += &format!(": {}", titles.iter().take(2).map(short).collect::<Vec<_>>().join(", "));
    }
    if let Some(hint) = source["hint"].as_str() {
        shown += &format!("; hint: {hint}");
    }
    warnings(source).for_each(|warning| shown += &format!("; warning: {warning}"));
    shown
}

/// Every fault has come to what was expected; the list of them is printed and kept.
pub fn assert_all_as_expected(scene: &Scene, ran: &Ran, run: &str) {
    let mut areas: Vec<(&str, Vec<String>)> = Vec::new();
    let mut wrong = Vec::new();
    for (number, row) in scene.rows.iter().enumerate() {
        let name = format!("f{number}");
        let Some(source) = ran.source(&name) else { continue };
        let outcome = outcome(row, source, &ran.titles(&name));
        let shown = outcome.as_ref().unwrap_or_else(|wrong| wrong);
        let line = format!("  {} | {shown}\n", row.fault.escape_debug());
        match areas.last_mut().filter(|(area, _)| *area == row.area) {
            Some((_, lines)) => lines.push(line),
            None => areas.push((row.area, vec![line])),
        }
        wrong.extend(outcome.err().map(|outcome| format!("{}, {}: {outcome}", row.area, row.fault)));
    }
    let count: usize = areas.iter().map(|(_, lines)| lines.len()).sum();
    let by_area = areas.iter().map(|(area, lines)| format!("{area} ({})\n{}\n", lines.len(), lines.concat()));
    let list = format!("{}{count} faults ({run}) in {} ms\n", by_area.collect::<String>(), ran.took.as_millis());
    println!("{list}");
    std::fs::write(Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("faults, {run}.txt")), &list).unwrap();
    assert!(wrong.is_empty(), "{} of {count}: {wrong:#?}", wrong.len());
}

/// The healthy are whole, the failed are named in one line each, the sums add up, and neither control
/// characters nor secrets are anywhere.
pub fn assert_sound(scene: &Scene, ran: &Ran, is_draft: bool) {
    let Said { code, out, err } = &ran.said;
    assert_eq!(*code, 0, "{err}");
    assert!(!err.contains("panicked") && !err.contains("internal error"), "{err}");
    let is_hostile = |character: char| character.is_control() && character != '\n';
    assert!(!out.contains(is_hostile) && !err.contains(is_hostile), "control characters");
    assert_named(ran);
    assert_texts_are_short(ran);
    for name in ["healthy-first", "healthy-last"] {
        assert_eq!(ran.source(name).unwrap()["items"], 2, "{name}");
    }
    assert_titles_of_the_healthy(ran);
    if is_draft {
        assert_adds_up(&ran.report["items"], &ran.report);
        let issue = scene.newsletter.read(ISSUE);
        assert!(issue.contains("Sound one") && issue.contains("Sound two"), "the healthy items are in the issue");
        assert!(issue.len() < 1_000_000, "the issue has {} bytes", issue.len());
        assert!(!issue.contains(is_hostile), "control characters in the issue");
    }
    assert_no_secret(&scene.newsletter, ran);
}

/// Two sources have the same items: an issue has them once, and says of the others why not.
fn assert_titles_of_the_healthy(ran: &Ran) {
    let mut titles = [ran.titles("healthy-first"), ran.titles("healthy-last")].concat();
    titles.sort_unstable();
    assert_eq!(titles, ["Sound one", "Sound one", "Sound two", "Sound two"]);
}

/// One line for each failed source, with its address without its query.
fn assert_named(ran: &Ran) {
    for source in ran.report["sources"].as_array().unwrap() {
        let start = format!("gap: {} (", source["name"].as_str().unwrap());
        let lines: Vec<&str> = ran.said.err.lines().filter(|line| line.starts_with(&start)).collect();
        let Some(reason) = source["reason"].as_str() else {
            assert!(lines.is_empty(), "{lines:?}");
            continue;
        };
        let address = source["address"].as_str().unwrap();
        assert_eq!(lines, [format!("{start}{address}): {reason}")]);
        assert!(address.starts_with("http") && !address.contains(['?', '@']), "{address}");
    }
}

fn assert_texts_are_short(ran: &Ran) {
    for item in ran.items.values().flatten() {
        let length = |field: &str| item[field].as_str().map_or(0, |text| text.chars().count());
        assert!(length("title") <= 300 && length("summary") <= 500 && length("url") <= 2_000, "{item}");
        let text = item.to_string();
        assert!(!text.contains(|character: char| character.is_control()), "{text}");
    }
}

fn assert_adds_up(sums: &Value, report: &Value) {
    let number = |value: &Value| value.as_u64().unwrap();
    let sources = report["sources"].as_array().unwrap();
    assert!(sources.iter().all(|source| (source["ok"] == true) == source["reason"].is_null()));
    let of_sources: u64 = sources.iter().map(|source| number(&source["items"])).sum();
    let dropped: u64 = sums["dropped"].as_object().unwrap().values().map(number).sum();
    let collected = number(&sums["collected"]);
    assert_eq!(collected, of_sources);
    assert_eq!(collected, number(&sums["chosen"]) + number(&sums["waiting"]) + dropped, "{sums}");
}

fn assert_no_secret(newsletter: &Newsletter, ran: &Ran) {
    assert!(!ran.said.out.contains(SECRET) && !ran.said.err.contains(SECRET), "a secret was said");
    let everything = newsletter::workspace::files_below(&newsletter.path(""), &[""], 100_000).unwrap();
    for path in everything.iter().filter(|path| !path.ends_with("sources.toml")) {
        let text = String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned();
        assert!(!text.contains(SECRET), "a secret is in {}", path.display());
    }
}
