//! Past issues as memory: which links were published where, which numbers, which events.
//!
//! Built from the texts of the issues; reading files is the caller's business. What was considered
//! but not published is not here but in the records.

use std::collections::HashMap;

use jiff::civil::Date;

use crate::markdown;
use crate::model::issue::{Entry, EntryType, Issue, Section};
use crate::model::link::Link;

/// One place where a link stood in a past issue.
#[derive(Clone, Debug, PartialEq)]
pub struct Occurrence {
    /// The issue's path, as given.
    pub path: String,
    /// The issue's date.
    pub date: Option<Date>,
    /// The issue's number.
    pub number: Option<u32>,
    /// Line of the entry, from 1.
    pub line: usize,
    /// What its section lists.
    pub section_type: EntryType,
    /// The heading of its section.
    pub section: String,
    /// What the entry is.
    pub entry_type: EntryType,
    /// Whether it is the entry's first link: the thing itself, not something that it mentions.
    pub is_first: bool,
    /// The entry's title.
    pub title: Option<String>,
    /// First day, of an event.
    pub start: Option<Date>,
}

/// The past issues and what stood in them.
#[derive(Debug, Default)]
pub struct Archive {
    issues: Vec<Issue>,
    /// By the key of the link, oldest first.
    occurrences: HashMap<String, Vec<Occurrence>>,
}

impl Archive {
    /// Reads past issues: pairs of path and text, in any order.
    pub fn read<P: AsRef<str>, T: AsRef<str>>(files: impl IntoIterator<Item = (P, T)>) -> Archive {
        Archive::of(files.into_iter().map(|(path, text)| markdown::read(text.as_ref(), path.as_ref())).collect())
    }

    /// An archive of issues that were read already.
    pub fn of(mut issues: Vec<Issue>) -> Archive {
        issues.sort_by(|one, other| age(one).cmp(&age(other)));
        let mut occurrences: HashMap<String, Vec<Occurrence>> = HashMap::new();
        for issue in &issues {
            for section in &issue.sections {
                for entry in &section.entries {
                    for (key, occurrence) in of_entry(issue, section, entry) {
                        occurrences.entry(key).or_default().push(occurrence);
                    }
                }
            }
        }
        Archive { issues, occurrences }
    }

    /// The issues, oldest first; those without a date before all others.
    pub fn issues(&self) -> &[Issue] {
        &self.issues
    }

    /// Where a link stood, oldest first. Links of footers and of people's paragraphs are included:
    /// [`Occurrence::entry_type`] tells.
    pub fn published(&self, link: &Link) -> &[Occurrence] {
        self.occurrences.get(link.key()).map(Vec::as_slice).unwrap_or_default()
    }

    /// Where an event stood that starts on this day: the same address on another day is another event.
    pub fn published_event(&self, link: &Link, start: Date) -> impl Iterator<Item = &Occurrence> {
        self.published(link).iter().filter(move |occurrence| occurrence.start == Some(start))
    }

    /// The highest number of an issue.
    pub fn newest_number(&self) -> Option<u32> {
        self.issues.iter().filter_map(|issue| issue.number).max()
    }

    /// The issue with the latest date.
    pub fn newest(&self) -> Option<&Issue> {
        self.issues.last()
    }
}

/// What puts issues in order.
fn age(issue: &Issue) -> (Option<Date>, Option<u32>, &str) {
    (issue.date, issue.number, &issue.path)
}

/// The links of an entry, each once, with the keys by which they are found.
fn of_entry<'a>(
    issue: &'a Issue,
    section: &'a Section,
    entry: &'a Entry,
) -> impl Iterator<Item = (String, Occurrence)> + 'a {
    let mut seen: Vec<String> = Vec::new();
    entry.urls.iter().enumerate().filter_map(move |(index, url)| {
        let key = Link::parse(url)?.key().to_owned();
        if seen.contains(&key) {
            return None;
        }
        seen.push(key.clone());
        let occurrence = Occurrence {
            path: issue.path.clone(),
            date: issue.date,
            number: issue.number,
            line: entry.line,
            section_type: section.section_type,
            section: section.heading.clone(),
            entry_type: entry.entry_type,
            is_first: index == 0,
            title: entry.title.clone(),
            start: entry.start,
        };
        Some((key, occurrence))
    })
}
