//! The memory of what was published, over the real issues: with the issues up to any of them as
//! archive, everything that stood in them is offered again.

use jiff::civil::Date;
use newsletter::archive::Archive;
use newsletter::markdown;
use newsletter::model::issue::{Entry, EntryType, Issue};
use newsletter::model::link::Link;
use serde_json::Value;

use crate::support::{Newsletter, shared};

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
ahead = "3650 days"
[[source]]
name = "everything"
kind = "inbox"
path = "inbox"
"#;

/// The real issues, oldest first, and the day on which the next one is drafted.
fn issues() -> Option<Vec<(String, String, Date)>> {
    let folder = shared("data/newsletters/issues")?;
    let mut names: Vec<String> =
        std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    let text = |name: &String| std::fs::read_to_string(folder.join(name)).unwrap();
    let next = |name: &String| name.trim_end_matches(".md").parse::<Date>().unwrap().tomorrow().unwrap();
    Some(names.iter().map(|name| (name.clone(), text(name), next(name))).collect())
}

/// A table of everything that the issues list, as people would send it in.
fn everything(issues: &[Issue]) -> String {
    let mut rows = vec!["type,title,url,start,end".to_owned()];
    let cell = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let row = |entry: &Entry| {
        let (title, url) = (entry.title.as_deref()?, entry.url.as_deref().filter(|url| url.starts_with("http"))?);
        let kind = match entry.entry_type {
            EntryType::Job => "job",
            EntryType::Article => "article",
            EntryType::Event if entry.start.is_some() => "event",
            _ => return None,
        };
        Some(format!("{kind},{},{},{},{}", cell(title), cell(url), day(entry.start), day(entry.end)))
    };
    rows.extend(issues.iter().flat_map(Issue::entries).filter_map(row));
    rows.join("\n") + "\n"
}

#[test]
fn whatever_stood_in_an_issue_is_not_drafted_again_and_events_only_until_they_are_over() {
    let Some(files) = issues() else { return };
    let newsletter = Newsletter::with(SOURCES);
    let mut read: Vec<Issue> = Vec::new();
    let (mut offered, mut returned) = (0, 0);
    for (name, text, next) in &files {
        newsletter.write(&format!("issues/{name}"), text);
        read.push(markdown::read(text, &format!("issues/{name}")));
        newsletter.write("inbox/all.csv", &everything(&read));
        let day = next.to_string();
        let said = newsletter.run(&["draft", "--offline", "--today", &day, "--date", &day]);
        assert_eq!(said.code, 0, "{name}: {}", said.err);
        let record = newsletter.read(&format!("issues/.record/{day}.jsonl"));
        let archive = Archive::of(read.clone());
        for candidate in record.lines().skip(1).map(|line| serde_json::from_str::<Value>(line).unwrap()) {
            offered += 1;
            if candidate["decision"] != "chosen" {
                let is_memory = candidate["rule"] == "published-before" || candidate["rule"] == "duplicate";
                assert!(is_memory || candidate["item"]["type"] == "event", "{name}: {candidate}");
                continue;
            }
            returned += 1;
            assert_eq!(candidate["item"]["type"], "event", "{name}: it stood before: {candidate}");
            let last = [&candidate["item"]["end"], &candidate["item"]["start"]].into_iter().find_map(Value::as_str);
            assert!(last.unwrap() >= day.as_str(), "{name}: it is over: {candidate}");
            let link = Link::parse(candidate["item"]["url"].as_str().unwrap()).unwrap();
            assert!(!archive.published(&link).is_empty(), "{name}: {candidate}");
        }
        sample(&newsletter, name, &record);
        std::fs::remove_file(newsletter.path(&format!("issues/{day}.md"))).unwrap();
        std::fs::remove_dir_all(newsletter.path("issues/.record")).unwrap();
    }
    eprintln!("{} issues: {offered} candidates, {returned} events came back", files.len());
    assert!(offered > 3_000 && returned > 50, "{offered} {returned}");
}

/// `explain` names the issue for the last thing that was dropped because it stood in one.
fn sample(newsletter: &Newsletter, name: &str, record: &str) {
    let mut candidates = record.lines().skip(1).map(|line| serde_json::from_str::<Value>(line).unwrap());
    let here = format!("stood in issues/{name}");
    let is_here = |candidate: &Value| candidate["reason"].as_str().is_some_and(|reason| reason.starts_with(&here));
    let Some(dropped) = candidates.find(is_here) else { return };
    let url = dropped["item"]["url"].as_str().unwrap();
    let said = newsletter.run(&["explain", url]);
    assert_eq!(said.code, 0, "{url}: {}", said.err);
    assert!(said.out.contains(&format!("stands in issues/{name}")), "{url}: {}", said.out);
    assert!(said.out.contains("rule published-before"), "{url}: {}", said.out);
}
