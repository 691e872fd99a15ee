//! No needless escape: in the entries of real titles, each backslash changes what a reader sees.

use std::collections::BTreeSet;

use jiff::civil::date;
use newsletter::config::built_in_entry;
use newsletter::issue::entry::EntryTemplate;
use newsletter::markdown;
use newsletter::model::dates::When;
use newsletter::model::issue::EntryType;
use newsletter::model::item::{Details, Event, Item, Job};
use newsletter::model::text;

use super::entries::{by_comrak, by_pulldown};
use crate::support::{Newsletter, shared};

/// What the two readers make of an entry.
fn read(markdown: &str) -> [Vec<String>; 2] {
    [by_pulldown(markdown), by_comrak(markdown)]
}

/// The entries of a title and a summary in all places that the built-in templates have.
fn entries(templates: &[EntryTemplate; 3], title: &str, summary: Option<&str>) -> [String; 3] {
    let details = [
        Details::Job(Job { organisation: Some("Example".into()), ..Job::default() }),
        Details::Event(Event::starting(When::Day(date(2027, 3, 4)))),
        Details::Article {},
    ];
    let mut at = 0;
    details.map(|details| {
        let mut item = Item::new(details, title, "feed", date(2026, 11, 20));
        item.linked("https://example.org/a");
        item.summary = summary.map(str::to_owned);
        at += 1;
        templates[at - 1].render(&item, None).unwrap()
    })
}

fn templates() -> [EntryTemplate; 3] {
    let types = [EntryType::Job, EntryType::Event, EntryType::Article];
    types.map(|takes| EntryTemplate::new("test", takes, built_in_entry(takes), "en").unwrap())
}

/// Checks every escape of every entry; gives the number of entries and of escapes in them.
fn checked(things: &BTreeSet<(String, Option<String>)>) -> (usize, usize) {
    let templates = templates();
    let mut escapes = 0;
    for (title, summary) in things {
        for entry in entries(&templates, title, summary.as_deref()) {
            let bytes = entry.as_bytes();
            let is_escape = |at: &usize| bytes[*at] == b'\\' && bytes.get(at + 1).is_some_and(u8::is_ascii_punctuation);
            let places: Vec<usize> = (0..bytes.len()).filter(is_escape).collect();
            if places.is_empty() {
                continue;
            }
            let whole = read(&entry);
            for at in places {
                let without = format!("{}{}", &entry[..at], &entry[at + 1..]);
                let is_mark = ["<!--", "{{<", "{{%"].iter().any(|mark| without.contains(mark));
                assert!(is_mark || read(&without) != whole, "needless at {at}: {entry}");
                escapes += 1;
            }
        }
    }
    (things.len() * 3, escapes)
}

/// Titles and summaries of items, one JSON object a line.
fn things(json: &str) -> BTreeSet<(String, Option<String>)> {
    let items = json.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let text = |item: &serde_json::Value, field: &str| item[field].as_str().map(str::to_owned);
    items.filter_map(|item| Some((text(&item, "title")?, text(&item, "summary")))).collect()
}

#[test]
fn no_title_of_the_example_has_a_needless_escape() {
    let newsletter = Newsletter::of_this_repository();
    let said = newsletter.run(&["collect", "--json", "--replay", "examples/recording", "--today", "2026-11-20"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let (entries, escapes) = checked(&things(&said.out));
    assert!(entries > 300, "{entries} entries with {escapes} escapes");
}

/// Files below a folder, in order.
fn below(folder: &std::path::Path, found: &mut Vec<std::path::PathBuf>) {
    let mut entries: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() { below(&path, found) } else { found.push(path) }
    }
}

#[test]
fn no_title_of_real_feeds_and_issues_has_a_needless_escape() {
    let (Some(feeds), Some(issues)) = (shared("data/feeds"), shared("data/newsletters/issues")) else { return };
    let (mut files, mut found) = (Vec::new(), BTreeSet::new());
    below(&feeds, &mut files);
    for bytes in files.iter().map(|path| std::fs::read(path).unwrap()) {
        let items = crate::feed::parse(bytes, Some("https://example.org/"), None).map(|page| page.items);
        found.extend(items.unwrap_or_default().into_iter().map(|item| (item.title, item.summary)));
    }
    let feeds = found.len();
    for issue in std::fs::read_dir(issues).unwrap().map(|issue| issue.unwrap().path()) {
        let issue = markdown::read(&std::fs::read_to_string(&issue).unwrap(), &issue.to_string_lossy());
        found.extend(issue.entries().filter_map(|entry| Some((text::title(entry.title.as_deref()?), None))));
    }
    found.retain(|(title, _)| !title.is_empty());
    let (entries, escapes) = checked(&found);
    assert!(feeds > 500 && entries > 2_500 && escapes > 30, "{feeds} of feeds, {entries} entries, {escapes} escapes");
}
