//! The sections that the newest issues have: their headings in the newest form, what they list, the
//! sentences under them, the words under the whole issue.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{Past, most, shape};
use crate::model::issue::{Entry, EntryType, Section};
use crate::model::words::fold;

/// A section as the newest issues have it.
#[derive(Clone, Debug, PartialEq)]
pub struct SectionForm {
    /// Its name in the configuration.
    pub name: String,
    /// The heading in its newest form.
    pub heading: String,
    /// Other forms of the heading, each with the day of the last issue that had it.
    pub older: Vec<(String, Date)>,
    /// What it lists.
    pub takes: EntryType,
    /// The sentence under the heading, where it repeats.
    pub intro: Option<String>,
    /// The template of an entry; none where its entries have no common shape.
    pub entry: Option<String>,
    /// The sign before an entry.
    pub bullet: char,
    /// The most entries that one of the newest issues had.
    pub longest: usize,
    /// In how many of the newest issues it stands.
    pub met: usize,
}

/// Headings as alike as "ICMYI Industry News" and "ICYMI Industry News" are one.
const ALIKE: f64 = 0.93;
/// Longest intro and footer that are taken over, in bytes.
const LONGEST: usize = 4_000;

/// A section in one issue.
#[derive(Clone, Copy)]
struct Seen<'p> {
    past: &'p Past,
    section: &'p Section,
    /// Its place among the sections of its issue.
    place: usize,
}

/// The sections that at least half of the newest issues (newest first) have.
pub(super) fn usual(newest: &[&Past]) -> Vec<SectionForm> {
    let needed = newest.len().div_ceil(2).max(newest.len().min(2));
    let mut groups: Vec<Vec<Seen<'_>>> = Vec::new();
    for past in newest {
        let headed = past.issue.sections.iter().enumerate().filter(|(_, section)| !section.heading.is_empty());
        for (place, section) in headed {
            let seen = Seen { past, section, place };
            match groups.iter_mut().find(|group| group.iter().any(|known| is_same(known.section, section))) {
                Some(group) => group.push(seen),
                None => groups.push(vec![seen]),
            }
        }
    }
    groups.retain(|group| issues_of(group) >= needed && lists_something(group));
    let mut names = BTreeSet::new();
    ordered(groups).iter().filter_map(|group| form(group, &mut names)).collect()
}

/// Groups in the order of the newest issue; one that it has not goes behind the section that stood
/// before it when it was last there.
fn ordered<'p>(groups: Vec<Vec<Seen<'p>>>) -> Vec<Vec<Seen<'p>>> {
    let mut ordered: Vec<Vec<Seen<'p>>> = Vec::new();
    for group in groups {
        let Some(newest) = group.first() else { continue };
        let stood_before = |other: &Vec<Seen<'_>>| {
            other.iter().any(|seen| std::ptr::eq(seen.past, newest.past) && seen.place < newest.place)
        };
        let at = ordered.iter().rposition(stood_before).map_or(0, |before| before + 1);
        ordered.insert(at, group);
    }
    ordered
}

fn issues_of(group: &[Seen<'_>]) -> usize {
    group.iter().map(|seen| seen.past.issue.date).collect::<BTreeSet<_>>().len()
}

fn lists_something(group: &[Seen<'_>]) -> bool {
    group.iter().any(|seen| seen.section.entries.iter().any(|entry| entry.is_list_item))
}

fn is_same(one: &Section, other: &Section) -> bool {
    let (one, other) = (letters(&one.heading), letters(&other.heading));
    one == other || (one.len() > 8 && strsim::jaro_winkler(&one, &other) > ALIKE)
}

/// The letters and digits of a text, in small letters, a space between words.
fn letters(text: &str) -> String {
    let folded = fold(text);
    let words = folded.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// A group of sections, newest first, as one.
fn form(group: &[Seen<'_>], names: &mut BTreeSet<String>) -> Option<SectionForm> {
    let newest = group.first()?;
    let takes = most(group.iter().map(|seen| seen.section.section_type))?;
    let mut older: Vec<(String, Date)> = Vec::new();
    for seen in group {
        let heading = &seen.section.heading;
        let is_known = *heading == newest.section.heading || older.iter().any(|(known, _)| known == heading);
        if let Some(day) = seen.past.issue.date.filter(|_| !is_known) {
            older.push((heading.clone(), day));
        }
    }
    let items: Vec<Vec<&Entry>> = group.iter().map(|seen| items(seen.section, takes)).collect();
    let signs = items.iter().take(2).flatten().filter_map(|entry| entry.markdown.trim_start().chars().next());
    let bullet = most(signs.filter(|sign| matches!(sign, '-' | '*' | '+'))).unwrap_or('-');
    Some(SectionForm {
        name: name(takes, &newest.section.heading, names),
        heading: newest.section.heading.clone(),
        older,
        takes,
        intro: intro(group),
        entry: shape::template(&items, takes, bullet),
        bullet,
        longest: items.iter().map(Vec::len).max().unwrap_or_default(),
        met: issues_of(group),
    })
}

fn items(section: &Section, takes: EntryType) -> Vec<&Entry> {
    section.entries.iter().filter(|entry| entry.is_list_item && entry.entry_type == takes).collect()
}

/// "jobs", "news", "events" for the first of each; then the words of the heading.
fn name(takes: EntryType, heading: &str, names: &mut BTreeSet<String>) -> String {
    let usual = match takes {
        EntryType::Job => "jobs",
        EntryType::Event => "events",
        EntryType::Article => "news",
        EntryType::Text => "words",
    };
    let of_heading: String = letters(heading).replace(' ', "-").chars().filter(char::is_ascii).take(40).collect();
    let own =
        Some(of_heading).filter(|own| own.chars().any(char::is_alphabetic)).map(|own| own.trim_matches('-').into());
    let numbered = (2..).map(|number| format!("{usual}-{number}"));
    let mut choices = std::iter::once(usual.to_owned()).chain(own).chain(numbered);
    let name = choices.find(|name| !names.contains(name)).unwrap_or_default();
    names.insert(name.clone());
    name
}

/// What stands between heading and first list item in at least two issues and half of those that have
/// the section; as the newest of these has it.
fn intro(group: &[Seen<'_>]) -> Option<String> {
    let said: Vec<String> = group.iter().filter_map(|seen| before_list(seen)).collect();
    repeated(&said, group.len()).map(str::to_owned)
}

/// The first of several texts that stands (punctuation aside) in at least half of so many, and twice.
fn repeated(texts: &[String], of: usize) -> Option<&str> {
    let count = |text: &String| texts.iter().filter(|other| letters(other) == letters(text)).count();
    texts.iter().find(|text| count(text) >= 2 && count(text) * 2 >= of).map(String::as_str)
}

fn before_list(seen: &Seen<'_>) -> Option<String> {
    let first = seen.section.entries.iter().find(|entry| entry.is_list_item)?;
    let text = seen.past.text.get(seen.section.heading_range.end..first.range.start)?;
    let text = uncommented(text).trim().replace("\r\n", "\n");
    let is_plain = !text.contains("![") && !text.contains('<') && !text.contains('|') && !text.contains("```");
    Some(text).filter(|text| !text.is_empty() && text.len() <= LONGEST && is_plain)
}

/// A text without its comments.
fn uncommented(text: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("<!--") {
        kept.push_str(before);
        rest = after.split_once("-->").map_or("", |(_, after)| after);
    }
    kept + rest
}

/// The level that most headings have.
pub(super) fn level(newest: &[&Past]) -> u8 {
    let sections = newest.iter().flat_map(|past| &past.issue.sections);
    most(sections.filter(|section| !section.heading.is_empty()).map(|section| section.level)).unwrap_or(2).clamp(1, 6)
}

/// What stands below the line that ends the newest issues: the blocks that repeat.
pub(super) fn footer(newest: &[&Past]) -> Option<String> {
    let ends: Vec<Vec<String>> = newest.iter().filter_map(|past| end_of(past)).collect();
    let said: Vec<String> = ends.iter().flat_map(|blocks| blocks.iter().cloned()).collect();
    let kept = ends.first()?.iter().filter(|block| repeated(&said_like(&said, block), newest.len()).is_some());
    let text = kept.cloned().collect::<Vec<_>>().join("\n\n");
    Some(text).filter(|text| !text.is_empty() && text.len() <= LONGEST)
}

fn said_like(said: &[String], block: &str) -> Vec<String> {
    said.iter().filter(|other| letters(other) == letters(block)).cloned().collect()
}

/// The blocks of the last section, where it has no heading and another stands before it.
fn end_of(past: &Past) -> Option<Vec<String>> {
    let (last, before) = past.issue.sections.split_last()?;
    if !last.heading.is_empty() || before.is_empty() {
        return None;
    }
    let text = uncommented(past.text.get(last.body_range.clone())?).replace("\r\n", "\n");
    let blocks = text.split("\n\n").map(str::trim).filter(|block| block.chars().any(char::is_alphanumeric));
    Some(blocks.map(str::to_owned).collect())
}
