//! `docs/limits.md` is what the program does: made from its constants, compared, and each cap made to
//! bite in one run, whose report has the words of the table. The cases are in `cases`.

mod cases;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use newsletter::limits;
use serde_json::Value;

use self::cases::Bite;
use crate::fetch::server::{Reaction, Server, ok};
use crate::support::{Newsletter, Said};

const COMMITTED: &str = include_str!("../../docs/limits.md");

#[test]
fn the_page_of_the_limits_is_the_committed_one() {
    if std::env::var_os("NEWSLETTER_WRITE_DOCS").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/limits.md");
        return std::fs::write(path, limits::page()).unwrap();
    }
    let committed = COMMITTED.replace("\r\n", "\n");
    assert_eq!(limits::page(), committed, "write it anew: NEWSLETTER_WRITE_DOCS=1 cargo test --test all limits");
}

#[test]
fn every_limit_says_what_happens_beyond_it_in_one_cell() {
    for limit in limits::all() {
        for cell in [limit.name, &limit.value, limit.beyond, limit.setting] {
            assert!(!cell.contains(['|', '\n']), "{limit:?}");
        }
        assert!(!limit.name.is_empty() && !limit.value.is_empty() && !limit.beyond.is_empty(), "{limit:?}");
    }
}

/// Where the words of a row are to be found, and the words: none where nothing is said.
fn told(beyond: &str) -> Option<(&str, &str)> {
    let (place, words) =
        beyond.split_once(": ").filter(|(place, _)| ["gap", "warning", "warning of the run"].contains(place))?;
    Some((place, words.split([';', '(']).next().unwrap_or_default().trim()))
}

/// What the report says in such a place.
fn said(place: &str, report: &Value, source: &Value) -> Vec<String> {
    let list = |value: &Value| value.as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect();
    match place {
        "gap" => source["reason"].as_str().map(str::to_owned).into_iter().collect(),
        "warning" => list(&source["warnings"]),
        _ => list(&report["warnings"]),
    }
}

/// What went wrong with a row, if anything did.
fn fault(limit: &limits::Limit, bite: &Bite, report: &Value, err: &str) -> Option<String> {
    let source = report["sources"].as_array().unwrap().iter().find(|source| source["name"] == limit.name);
    let nothing = Value::Null;
    let source = source.unwrap_or(&nothing);
    match (bite, told(limit.beyond)) {
        (Bite::Elsewhere { file, test, says }, told) => {
            let is_there = file.contains(&format!("fn {test}("));
            let is_said = says.as_ref().is_none_or(|says| told.is_some_and(|(_, words)| says.contains(words)));
            (!is_there || !is_said).then(|| format!("{test}: {says:?}"))
        }
        (_, Some((place, words))) => {
            let said = said(place, report, source);
            let is_said = said.iter().any(|said| said.contains(words)) && err.contains(words);
            (!is_said).then(|| format!("{said:?} in {source}"))
        }
        (_, None) => (source["ok"] != true || source["warnings"] != serde_json::json!([])).then(|| source.to_string()),
    }
}

fn newsletter(server: &Server, cases: &[(&str, Bite)]) -> Newsletter {
    let mut sources = format!(
        "[newsletter]\ntitle = \"Limits\"\n[[section]]\nname = \"news\"\nheading = \"News\"\ntakes = \"article\"\n\
         [fetch]\nallow_private = [\"{}\"]\nper_host = 100\nretries = 1\ndetail_limit = 2\n",
        server.address
    );
    for (number, (name, bite)) in cases.iter().enumerate() {
        let Bite::Source { kind, settings, .. } = bite else { continue };
        let is_local = settings.contains("path = ") || settings.contains("command = ");
        let url = if is_local { String::new() } else { format!("url = \"{}\"\n", server.url(&format!("/{number}/"))) };
        write!(sources, "[[source]]\nname = \"{name}\"\nkind = \"{kind}\"\n{url}{settings}").unwrap();
    }
    let newsletter = Newsletter::with(&sources);
    std::fs::create_dir(newsletter.path("many")).unwrap();
    for number in 0..20_001 {
        std::fs::File::create(newsletter.path(&format!("many/{number}.md"))).unwrap();
    }
    std::fs::File::create(newsletter.path("large.xml")).unwrap().set_len(20_000_001).unwrap();
    let event = |number| {
        format!(
            "{{\"type\":\"event\",\"title\":\"Event {number}\",\"url\":\"https://example.org/{number}\",\"start\":\"2026-12-01\"}}\n"
        )
    };
    newsletter.write("items.jsonl", &(0..20_001).map(event).collect::<String>());
    newsletter
}

#[test]
fn every_row_has_a_case_and_every_case_a_row() {
    let rows: Vec<&str> = limits::all().iter().map(|limit| limit.name).collect();
    let cases: Vec<&str> = cases::all().iter().map(|(name, _)| *name).collect();
    assert_eq!(rows, cases);
    assert_eq!(rows.iter().collect::<BTreeSet<_>>().len(), rows.len());
}

/// `cat` and `/dev/zero` stand for programs.
#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn every_cap_says_when_it_bites() {
    let cases = std::sync::Arc::new(cases::all());
    let served = cases.clone();
    let server = Server::serve(move |seen| {
        let number = seen.path[1..].split('/').next().and_then(|number| number.parse::<usize>().ok());
        match (number.and_then(|number| served.get(number)), seen.path.as_str()) {
            (Some((_, Bite::Source { answer, .. })), _) => answer(seen),
            (_, "/robots.txt") => ok("# nothing but words\n".repeat(30_000)),
            (_, "/sitemap.xml") => ok(cases::index(seen, 25)),
            _ => Reaction::status(404),
        }
    })
    .await;
    let newsletter = newsletter(&server, &cases);
    let run = move || {
        let said = newsletter.run(&["collect", "--json", "--report", "report.json", "--today", "2026-11-20"]);
        (said, newsletter.read("report.json"))
    };
    let (Said { out, err, .. }, report) = tokio::task::spawn_blocking(run).await.unwrap();
    let report: Value = serde_json::from_str(&report).unwrap();
    let mut faults = Vec::new();
    for (limit, (name, bite)) in limits::all().iter().zip(cases.iter()) {
        let fault = fault(limit, bite, &report, &err);
        println!("{name} | {} | {}", limit.beyond, fault.as_deref().unwrap_or("ok"));
        faults.extend(fault.map(|fault| format!("{name}: {fault}")));
    }
    assert!(faults.is_empty(), "{faults:#?}");
    let items: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let of = |name: &str| items.iter().find(|item| item["source"] == name).unwrap();
    let length = |text: &Value| text.as_str().unwrap().chars().count();
    assert!(length(&of("a title")["title"]) <= 300 && of("a title")["title"].as_str().unwrap().ends_with('…'));
    assert!((400..=500).contains(&length(&of("a summary")["summary"])));
    assert!((150..=200).contains(&length(&of("a name")["authors"][0])));
    assert_eq!(of("a link")["url"], Value::Null);
    let count = |name: &str| items.iter().filter(|item| item["source"] == name).count();
    assert_eq!((count("items of one source"), count("items of a feed")), (20_000, 10_000));
}
