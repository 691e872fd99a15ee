//! What a rule looks at: one issue, and what the newsletter knows beside it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date;
use pulldown_cmark::{Event, Parser, Tag};
use regex::Regex;

use super::lines::Lines;
use super::settings::CheckTable;
use crate::archive::Archive;
use crate::markdown::{self, FoundLink};
use crate::model::issue::{Entry, EntryType, Issue, Section};
use crate::model::pattern::pattern;
use crate::series::index::Index;

/// What is known beside the issue.
#[derive(Debug, Default)]
pub struct Newsletter {
    /// The issues of the folder, the checked one included.
    pub archive: Archive,
    /// The index of issues, where there is one.
    pub index: Option<Index>,
    /// `[check]`.
    pub settings: CheckTable,
    /// The configured headings of sections; empty without a configuration.
    pub headings: Vec<String>,
    /// Lines that stand in a template as examples, trimmed.
    pub examples: BTreeSet<String>,
    /// The language that its issues are written in, where neither path nor text tells (BCP 47).
    pub language: Option<String>,
    /// How old, in days, what a section lists may be, by its heading.
    pub windows: BTreeMap<String, i64>,
    /// Events as sources gave them when the checked issue was drafted.
    pub announced: Vec<Announced>,
    /// Links that lead nowhere, as written, and how that is known; empty unless they were asked.
    pub dead: BTreeMap<String, String>,
}

/// What a source said of an event.
#[derive(Clone, Debug, PartialEq)]
pub struct Announced {
    /// What the event's links have in common (`Link::key`).
    pub key: String,
    /// First day.
    pub start: Date,
    /// Last day, inclusive.
    pub end: Date,
    /// The source's name.
    pub source: String,
}

impl Newsletter {
    /// The issues before a day, oldest first.
    pub fn before(&self, date: Date) -> impl DoubleEndedIterator<Item = &Issue> {
        self.archive.issues().iter().filter(move |issue| issue.date.is_some_and(|other| other < date))
    }

    /// The lines that a template gives as examples: list items within its code.
    pub fn examples_of(template: &str) -> BTreeSet<String> {
        let mut in_code = false;
        let mut examples = BTreeSet::new();
        for line in template.lines().map(str::trim) {
            if line.starts_with("```") {
                in_code = !in_code;
            } else if in_code && line.starts_with(['-', '*']) {
                examples.insert(line.to_owned());
            }
        }
        examples
    }
}

/// One issue under check.
#[derive(Debug)]
pub struct Case<'a> {
    /// What is known beside it.
    pub newsletter: &'a Newsletter,
    /// The file as shown to people.
    pub path: &'a str,
    /// The file's content.
    pub text: &'a str,
    /// The content with code and comments blanked, byte for byte as long.
    pub prose: String,
    /// Comments (`<!-- … -->`), in order.
    pub comments: Vec<Range<usize>>,
    /// The issue as data.
    pub issue: Issue,
    /// Every link, images aside.
    pub links: Vec<FoundLink>,
    /// Where lines start.
    pub lines: Lines,
}

impl<'a> Case<'a> {
    /// Reads an issue.
    pub fn new(newsletter: &'a Newsletter, path: &'a str, text: &'a str) -> Case<'a> {
        let mut prose = text.to_owned();
        for code in code(text) {
            blank(&mut prose, code);
        }
        let comments = comments(&prose);
        for comment in &comments {
            blank(&mut prose, comment.clone());
        }
        let mut links = markdown::links(text);
        links.sort_by_key(|link| link.range.start);
        Case {
            newsletter,
            path,
            text,
            prose,
            comments,
            issue: markdown::read(text, path),
            links,
            lines: Lines::of(text),
        }
    }

    /// The language of the issue (BCP 47): its own, else the newsletter's, else English.
    pub fn language(&self) -> &str {
        self.issue.language.as_deref().or(self.newsletter.language.as_deref()).unwrap_or("en")
    }

    /// Whether the issue is written in English.
    pub fn is_english(&self) -> bool {
        self.language().starts_with("en")
    }

    /// The bytes of a range.
    pub fn bytes(&self, range: &Range<usize>) -> &'a str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    /// The list items of a type in sections that list this type.
    pub fn items(&self, wanted: EntryType) -> impl Iterator<Item = (&Section, &Entry)> {
        let sections = self.issue.sections.iter().filter(move |section| self.lists(section, wanted));
        sections
            .flat_map(|section| section.entries.iter().map(move |entry| (section, entry)))
            .filter(move |(_, entry)| entry.is_list_item && entry.entry_type == wanted)
    }

    /// Whether a section lists things of a type. News do so only under a heading that says it: thanks,
    /// recurring calls and other prose in lists look like articles too.
    pub fn lists(&self, section: &Section, wanted: EntryType) -> bool {
        let is_configured = || self.newsletter.headings.contains(&section.heading);
        section.section_type == wanted
            && (wanted != EntryType::Article || NEWS.is_match(&section.heading) || is_configured())
    }

    /// The links within a range, in order.
    pub fn links_in(&self, range: &Range<usize>) -> impl Iterator<Item = &FoundLink> {
        let first = self.links.partition_point(|link| link.range.start < range.start);
        let end = range.end;
        self.links
            .iter()
            .skip(first)
            .take_while(move |link| link.range.start < end)
            .filter(move |link| link.range.end <= end)
    }

    /// Whether a place lies within a link that opens something.
    pub fn is_in_link(&self, range: &Range<usize>) -> bool {
        let after = self.links.partition_point(|link| link.range.start <= range.start);
        let link = after.checked_sub(1).and_then(|last| self.links.get(last));
        link.is_some_and(|link| range.end <= link.range.end && !link.url.is_empty())
    }

    /// The first link of an entry: the thing itself.
    pub fn first_link(&self, entry: &Entry) -> Option<&FoundLink> {
        self.links_in(&entry.range).find(|link| !link.url.is_empty())
    }

    /// The title's bytes, or the start of the text.
    pub fn title_range(&self) -> Range<usize> {
        let is_heading = |range: &Range<usize>| self.bytes(range).trim_start_matches('\u{FEFF}').starts_with("# ");
        let found = self.lines.ranges(&self.prose).find(is_heading);
        found.unwrap_or_else(|| self.lines.range(self.text, 1))
    }
}

/// Headings of news.
static NEWS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?ix) news | article | ic[my]{2}i | blog | \breads?\b | reading | publication | report | \blinks\b | missed
        | noti[cz]i | art[ií]c | nachrichten | actualit | ニュース | 記事 | 新闻 | 新聞 | 资讯 | 資訊 | 文章",
    )
});

/// Code, blocks and spans.
fn code(text: &str) -> Vec<Range<usize>> {
    let events = Parser::new_ext(text, markdown::reading()).into_offset_iter();
    events
        .filter(|(event, _)| matches!(event, Event::Code(_) | Event::Start(Tag::CodeBlock(_))))
        .map(|(_, range)| range)
        .collect()
}

fn comments(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text.get(from..).and_then(|rest| rest.find("<!--")).map(|at| from + at) {
        let length = text.get(start..).and_then(|rest| rest.find("-->")).map(|at| at + "-->".len());
        let Some(length) = length else { break };
        found.push(start..start + length);
        from = start + length;
    }
    found
}

/// Puts spaces in place of everything but line endings.
pub(super) fn blank(text: &mut String, range: Range<usize>) {
    let Some(inside) = text.get(range.clone()) else { return };
    let blanked: String =
        inside.bytes().map(|byte| if matches!(byte, b'\n' | b'\r') { char::from(byte) } else { ' ' }).collect();
    text.replace_range(range, &blanked);
}
