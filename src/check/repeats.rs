//! Rules about things that stand twice: in one section, in two, in an earlier issue.
//!
//! Two links are the same when their canonical keys are (`model::link`). What is only alike is never
//! called the same here.

use std::collections::BTreeMap;

use super::{Case, Check, Example, Found, Level};
use crate::markdown::FoundLink;
use crate::model::issue::{Entry, EntryType};
use crate::model::link::Link;

pub(super) const DUPLICATE_IN_SECTION: Check = Check {
    id: "duplicate-in-section",
    level: Level::Error,
    about: "One address stands twice in one section.",
    wrong: Example::of(
        "# Notes 5\n\n## News\n\n- [What a review found](https://example.org/review)\n- [Ten offices compared](https://example.org/review/)\n",
    ),
    right: Example::of(
        "# Notes 5\n\n## News\n\n- [What a review found](https://example.org/review)\n- [Ten offices compared](https://example.org/offices)\n",
    ),
    find: |case| {
        let mut found = Vec::new();
        for section in &case.issue.sections {
            let mut seen: BTreeMap<String, usize> = BTreeMap::new();
            for (entry, link, key) in things(case, section.entries.iter().filter(|entry| entry.is_list_item)) {
                match seen.get(&key) {
                    Some(line) => found.push(again(link, format!("this address stands in line {line} already"))),
                    None => _ = seen.insert(key, entry.line),
                }
            }
        }
        found
    },
};

pub(super) const DUPLICATE_ACROSS_SECTIONS: Check = Check {
    id: "duplicate-across-sections",
    level: Level::Warning,
    about: "One address stands in two sections; a featured block and the list of events may share one.",
    wrong: Example::of(
        "# Notes 5\n\n## Jobs\n\n- [🇮🇪 Example | Open Source Lead](https://example.org/lead)\n\n## News\n\n- [An office hires its lead](https://example.org/lead)\n",
    ),
    right: Example::of(
        "# Notes 5\n\n## Jobs\n\n- [🇮🇪 Example | Open Source Lead](https://example.org/lead)\n\n## News\n\n- [An office hires its lead](https://example.org/news/lead)\n",
    ),
    find: |case| {
        let mut seen: BTreeMap<String, (usize, usize)> = BTreeMap::new();
        let mut found = Vec::new();
        for (number, section) in case
            .issue
            .sections
            .iter()
            .enumerate()
            .filter(|(_, section)| LISTED.iter().any(|wanted| case.lists(section, *wanted)))
        {
            let entries =
                section.entries.iter().filter(|entry| entry.is_list_item && entry.entry_type != EntryType::Text);
            for (entry, link, key) in things(case, entries) {
                match seen.get(&key) {
                    Some((other, line)) if *other != number => {
                        found.push(again(link, format!("this address stands in another section too, in line {line}")));
                    }
                    Some(_) => {}
                    None => _ = seen.insert(key, (number, entry.line)),
                }
            }
        }
        found
    },
};

/// What sections list that readers would miss nothing of if it stood there once.
const LISTED: [EntryType; 3] = [EntryType::Job, EntryType::Article, EntryType::Event];

pub(super) const SEEN_BEFORE: Check = Check {
    id: "seen-before",
    level: Level::Error,
    about: "A job or an article stood in an earlier issue. Events come back until they are over.",
    wrong: Example::beside(
        "# Notes 5\n\n## News\n\n- [What a review found](https://example.org/review)\n",
        &[("2026-10-27.md", "# Notes 4\n\n## News\n\n- [A review begins](https://example.org/review)\n")],
    ),
    right: Example::beside(
        "# Notes 5\n\n## News\n\n- [What a review found](https://example.org/review/results)\n",
        &[("2026-10-27.md", "# Notes 4\n\n## News\n\n- [A review begins](https://example.org/review)\n")],
    ),
    find: |case| {
        let Some(date) = case.issue.date else { return Vec::new() };
        let items = [EntryType::Job, EntryType::Article].into_iter().flat_map(|wanted| case.items(wanted));
        let before = |link: &FoundLink| {
            let parsed = Link::parse(&link.url)?;
            let past = case.newsletter.archive.published(&parsed).iter();
            let mut earlier = past.filter(|past| {
                past.date.is_some_and(|past| past < date) && is_thing(past.section_type) && is_thing(past.entry_type)
            });
            earlier.rfind(|past| past.is_first)
        };
        things(case, items.map(|(_, entry)| entry))
            .filter_map(|(_, link, _)| {
                let past = before(link)?;
                Some(again(link, format!("this stood in {} already, in line {}", past.path, past.line)))
            })
            .collect()
    },
};

fn is_thing(entry_type: EntryType) -> bool {
    matches!(entry_type, EntryType::Job | EntryType::Article)
}

/// Entries with their first link and its key, evergreen links aside.
fn things<'c>(
    case: &'c Case<'_>,
    entries: impl Iterator<Item = &'c Entry>,
) -> impl Iterator<Item = (&'c Entry, &'c FoundLink, String)> {
    entries.filter_map(|entry| {
        let link = case.first_link(entry)?;
        let parsed = Link::parse(&link.url)?;
        (!case.newsletter.settings.allows(&parsed)).then(|| (entry, link, parsed.key().to_owned()))
    })
}

fn again(link: &FoundLink, message: String) -> Found {
    Found::at(link.range.clone(), message)
        .help("take one out, or list the address under `allow` in [check] if it is evergreen")
}
