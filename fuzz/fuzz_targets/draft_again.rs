//! Any text as what people made of an issue, and drafting again into it: every line of theirs stays,
//! in order; nothing comes in twice; with nothing new not a byte changes.
#![no_main]

use std::collections::BTreeMap;

use jiff::civil::date;
use libfuzzer_sys::fuzz_target;
use newsletter::issue::merge::{Addition, Known, Plan, Survey, Written, fingerprint};
use newsletter::markdown;
use newsletter::model::item::{Details, Item};

const BASE: &str = "# News 7\n\n## Jobs\n\n- [One](https://a.example/1)\n- [Two](https://a.example/2)\n\n\
                    ## News\n\n- A post [read](https://b.example/3)\n- More [read](https://b.example/4)\n\n---\n\n- Foot\n";
const LINKS: [(&str, &str); 4] = [
    ("- [One](https://a.example/1)", "https://a.example/1"),
    ("- [Two](https://a.example/2)", "https://a.example/2"),
    ("- A post [read](https://b.example/3)", "https://b.example/3"),
    ("- More [read](https://b.example/4)", "https://b.example/4"),
];
const NEW: [(&str, &str); 3] = [
    ("jobs", "- [New job](https://a.example/new)"),
    ("news", "- New post\n  - with a child [read](https://b.example/new)"),
    ("events", "- 1 May [New event](https://c.example/new)"),
];

fuzz_target!(|text: &str| {
    read(text);
    let items: Vec<Item> = LINKS.iter().map(|(_, link)| item(link)).collect();
    let prints: Vec<String> = LINKS.iter().map(|(entry, _)| fingerprint(entry)).collect();
    let known: Vec<Known<'_>> = items
        .iter()
        .zip(&prints)
        .map(|(item, print)| Known { item, entry: Some(print), hand: None })
        .collect();
    let section = |name, heading, stood: bool| Written { name, heading, remembered: stood.then_some(Some(heading)) };
    let sections = [section("jobs", "Jobs", true), section("news", "News", true), section("events", "Events", false)];
    let survey = Survey::of(Some(BASE), text, &known, &sections, true);

    let nothing = survey.merge(&plan(Vec::new())).expect("nothing to do is always safe");
    assert_eq!(nothing.text, text, "nothing new changes nothing");

    let additions =
        NEW.iter().enumerate().map(|(rank, (section, entry))| Addition { section: (*section).into(), entry: (*entry).into(), rank });
    if let Some(merged) = survey.merge(&plan(additions.collect())) {
        keeps_every_line(text, &merged.text);
        for (index, (_, entry)) in NEW.iter().enumerate() {
            let link = &entry[entry.find("https").unwrap_or(0)..entry.rfind(')').unwrap_or(entry.len())];
            let more = usize::from(!merged.misplaced.contains_key(&index));
            assert_eq!(merged.text.matches(link).count(), text.matches(link).count() + more, "{link} in {:?}", merged.text);
        }
    }
});

/// Reading ends, and every range that it names is one of the text.
fn read(text: &str) {
    let issue = markdown::read(text, "2026-11-24.md");
    for entry in issue.sections.iter().flat_map(|section| &section.entries) {
        assert!(text.get(entry.range.clone()).is_some(), "{:?} in {text:?}", entry.range);
    }
    for link in markdown::links(text) {
        assert!(text.get(link.range.clone()).is_some(), "{:?} in {text:?}", link.range);
    }
}

fn item(link: &str) -> Item {
    let mut item = Item::new(Details::Article {}, "Title", "source", date(2026, 11, 1));
    item.linked(link);
    item
}

fn plan(additions: Vec<Addition>) -> Plan<'static> {
    Plan {
        additions,
        updates: Vec::new(),
        ranks: BTreeMap::new(),
        sections: vec!["jobs", "news", "events"],
        new_section: &|name, entries| Some(format!("## {name}\n\n{}\n", entries.join("\n"))),
    }
}

/// The lines of `before` stand in `after`, in order. A last line without an ending, or with half of
/// one, may get what is missing.
fn keeps_every_line(before: &str, after: &str) {
    let (lines, others) = (with_line_feeds(before), with_line_feeds(after));
    let mut rest = others.lines();
    for line in lines.lines() {
        assert!(rest.any(|other| other == line), "{line:?} is lost: {before:?} became {after:?}");
    }
}

/// A carriage return alone ends a line too (CommonMark 0.31.2, section 2.1).
fn with_line_feeds(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}
