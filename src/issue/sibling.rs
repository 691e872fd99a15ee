//! An issue in another language: its Markdown as people left it, with the newsletter's own words
//! (title, headings, intros, texts) and the days of its events written in that language. Titles and
//! people's prose stay as they are, links unchanged: what a translator begins with.
//!
//! [`of`] makes a sibling, [`with_added`] brings into one what came into the original since. Both splice
//! by byte range and touch nothing else.

use std::collections::BTreeSet;
use std::ops::Range;

use jiff::civil::Date;

use crate::config::language::LanguageTable;
use crate::config::{Config, Section as Configured};
use crate::markdown::{self, LinkKind};
use crate::model::dates::span::{self, DaySpan};
use crate::model::issue::{Entry, EntryType, Issue, Section};
use crate::model::link::Link;
use crate::model::words::fold;

/// What is said in the other language.
#[derive(Clone, Copy, Debug)]
pub struct Words<'c> {
    /// The newsletter.
    pub config: &'c Config,
    /// Its words.
    pub table: &'c LanguageTable,
    /// BCP 47 tag.
    pub language: &'c str,
}

/// A change of a text.
type Edit = (Range<usize>, String);

/// The sibling of an issue, and the headings for which there are no words in its language.
pub fn of(original: &str, path: &str, words: Words<'_>) -> (String, Vec<String>) {
    let issue = markdown::read(original, path);
    let mut edits: Vec<Edit> = title(original, words).into_iter().collect();
    let mut untold = Vec::new();
    for section in issue.sections.iter().filter(|section| !section.heading.is_empty()) {
        match heading(original, section, words) {
            Some(edit) => edits.push(edit),
            None => untold.push(section.heading.clone()),
        }
        edits.extend(intro(original, section, words));
    }
    edits.extend(texts(original, words));
    for entry in issue.entries() {
        edits.extend(days(entry, issue.date, words.language).into_iter().map(|(range, text)| {
            let at = entry.range.start;
            (at + range.start..at + range.end, text)
        }));
    }
    (spliced(original, edits), untold)
}

/// A sibling with the entries that its original has and it has not: each at the end of its section.
/// What stood in the original before (`base`) and is gone from the sibling was taken out by a person.
/// None where nothing is new; with it the titles of entries for which the sibling has no section.
pub fn with_added(
    sibling: &str,
    original: &str,
    base: Option<&str>,
    path: &str,
    words: Words<'_>,
) -> (Option<String>, Vec<String>) {
    let mut known = keys(sibling);
    known.extend(base.map(keys).unwrap_or_default());
    let (issue, there) = (markdown::read(original, path), markdown::read(sibling, path));
    let mut additions: Vec<Edit> = Vec::new();
    let mut homeless = Vec::new();
    for section in &issue.sections {
        let new = section.entries.iter().filter(|entry| entry.is_list_item && is_new(entry, &known));
        let new: Vec<String> = new.map(|entry| localised(entry, issue.date, words.language)).collect();
        if new.is_empty() {
            continue;
        }
        match home(section, &there, words) {
            Some(home) => additions.push(at_end_of(home, sibling, &new)),
            None => homeless.push(section.heading.clone()),
        }
    }
    let changed = (!additions.is_empty()).then(|| spliced(sibling, additions));
    (changed, homeless)
}

/// What every link of a text is compared by.
fn keys(text: &str) -> BTreeSet<String> {
    let links = markdown::links(text);
    links.iter().filter_map(|link| Some(Link::parse(&link.url)?.key().to_owned())).collect()
}

fn is_new(entry: &Entry, known: &BTreeSet<String>) -> bool {
    let link = entry.url.as_deref().and_then(Link::parse);
    link.is_some_and(|link| !known.contains(link.key()))
}

/// The section of a sibling that is that of the original: by the words of the configuration, else by
/// the same heading.
fn home<'i>(section: &Section, there: &'i Issue, words: Words<'_>) -> Option<&'i Section> {
    let configured = configured(section, words);
    let translated = configured.and_then(|configured| words.table.headings.get(&configured.name));
    let headings = [translated.map(|heading| fold(heading.trim())), Some(fold(&section.heading))];
    headings.into_iter().flatten().find_map(|heading| {
        there.sections.iter().find(|other| !other.heading.is_empty() && fold(&other.heading) == heading)
    })
}

/// Entries behind the last list item of a section, else at its end.
fn at_end_of(section: &Section, text: &str, entries: &[String]) -> Edit {
    let ending = line_ending(text);
    let entries = entries.iter().map(|entry| format!("{}{ending}", entry.trim_end())).collect::<String>();
    let last = section.entries.iter().rfind(|entry| entry.is_list_item);
    let body = text.get(section.body_range.clone()).unwrap_or_default().trim_end();
    let (at, gap) = match last {
        Some(entry) => (entry.range.end, if entry.range.end == text.len() { 1 } else { 0 }),
        None => (section.body_range.start + body.len(), 2),
    };
    let is_closed = text.get(..at).is_some_and(|before| before.ends_with('\n'));
    let gap = ending.repeat(if last.is_some() && is_closed { 0 } else { gap });
    let after = if last.is_none() { entries.trim_end() } else { &entries };
    (at..at, format!("{gap}{after}"))
}

fn title(text: &str, words: Words<'_>) -> Option<Edit> {
    let (ours, theirs) = (&words.config.newsletter.title, words.table.title.as_ref()?);
    let mut at = 0;
    let line = text.split_inclusive('\n').find_map(|line| {
        at += line.len();
        line.trim_start_matches('\u{FEFF}').starts_with("# ").then_some(at - line.len()..at)
    })?;
    let found = line.start + text.get(line)?.find(ours.as_str())?;
    Some((found..found + ours.len(), theirs.clone()))
}

/// The section of the configuration whose heading a section has.
fn configured<'c>(section: &Section, words: Words<'c>) -> Option<&'c Configured> {
    let heading = fold(&section.heading);
    words.config.sections.iter().find(|configured| fold(configured.heading.trim()) == heading)
}

fn heading(text: &str, section: &Section, words: Words<'_>) -> Option<Edit> {
    let theirs = words.table.headings.get(&configured(section, words)?.name)?;
    let found = section.heading_range.start + text.get(section.heading_range.clone())?.find(&section.heading)?;
    Some((found..found + section.heading.len(), theirs.clone()))
}

fn intro(text: &str, section: &Section, words: Words<'_>) -> Option<Edit> {
    let configured = configured(section, words)?;
    let theirs = words.table.intros.get(&configured.name)?;
    replaced(text, section.body_range.clone(), configured.intro.as_deref()?, theirs)
}

/// The texts of the newsletter that stand in the issue word for word.
fn texts(text: &str, words: Words<'_>) -> Vec<Edit> {
    let sections = words.config.sections.iter().filter(|section| section.takes == EntryType::Text);
    let told = sections.filter_map(|section| Some((section.text.as_deref()?, words.table.texts.get(&section.name)?)));
    told.filter_map(|(ours, theirs)| replaced(text, 0..text.len(), ours, theirs)).collect()
}

/// The place of our words within a range, and theirs, with the line endings of the text.
fn replaced(text: &str, range: Range<usize>, ours: &str, theirs: &str) -> Option<Edit> {
    let as_here = |words: &str| words.trim().replace("\r\n", "\n").replace('\n', line_ending(text));
    let ours = Some(as_here(ours)).filter(|ours| !ours.is_empty())?;
    let found = range.start + text.get(range)?.find(&ours)?;
    Some((found..found + ours.len(), as_here(theirs)))
}

fn line_ending(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// An entry with its days in another language.
fn localised(entry: &Entry, issue: Option<Date>, language: &str) -> String {
    spliced(&entry.markdown, days(entry, issue, language))
}

/// The days of an event and of its call for papers, where they stand outside of title and addresses.
fn days(entry: &Entry, issue: Option<Date>, language: &str) -> Vec<Edit> {
    let Some(start) = entry.start.filter(|_| entry.entry_type == EntryType::Event && span::has_style(language)) else {
        return Vec::new();
    };
    let cfp = entry.cfp.iter().flat_map(|cfp| [cfp.opens, cfp.closes]).flatten().map(DaySpan::day);
    let own = DaySpan { start, end: entry.end.unwrap_or(start) };
    let meant: Vec<DaySpan> = std::iter::once(own).chain(cfp).collect();
    let kept = kept(entry);
    let is_kept = |at: &Range<usize>| kept.iter().any(|kept| kept.start < at.end && at.start < kept.end);
    span::all(&entry.markdown, issue.unwrap_or(start))
        .into_iter()
        .filter(|found| meant.contains(&found.span) && !is_kept(&found.range))
        .map(|found| (found.range, span::format(found.span, language)))
        .collect()
}

/// The bytes of an entry that are its title or an address.
fn kept(entry: &Entry) -> Vec<Range<usize>> {
    let text = &entry.markdown;
    let title = entry.title.as_deref().and_then(|title| Some((text.find(title)?, title.len())));
    let mut kept: Vec<Range<usize>> = title.map(|(at, length)| at..at + length).into_iter().collect();
    for link in markdown::links(text) {
        let words = if link.kind == LinkKind::Bare { 0 } else { text_of_link(text, &link.range) };
        kept.push(link.range.start + words..link.range.end);
    }
    kept
}

/// The length of `[text]` before its target.
fn text_of_link(text: &str, range: &Range<usize>) -> usize {
    let link = text.get(range.clone()).unwrap_or_default();
    link.rfind("](").or_else(|| link.find('>')).unwrap_or_default()
}

/// A text with edits. Of edits that overlap the first counts.
fn spliced(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (range, new) in edits {
        let Some(between) = text.get(from..range.start) else { continue };
        out.push_str(between);
        out.push_str(&new);
        from = range.end;
    }
    out + text.get(from..).unwrap_or_default()
}
