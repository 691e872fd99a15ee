//! Blocks under their headings: where sections begin, what they list, which of their blocks are entries.

use std::ops::Range;

use jiff::civil::Date;

use super::blocks::{Block, Kind};
use super::entry::{self, Lead};
use super::words::heading_types;
use super::{Source, article, event, job, title};
use crate::model::issue::{Entry, EntryType, Section};
use crate::model::text::line;

/// Longest bold paragraph that is a heading, in words.
const LONGEST_HEADING: usize = 12;

/// Which blocks are headings and how the document hangs together.
#[derive(Debug)]
pub(super) struct Layout {
    /// The block that is the title.
    title: Option<usize>,
    /// Blocks that begin a section, with their level.
    headings: Vec<(usize, u8)>,
    /// Blocks from here on are the footer.
    footer: usize,
}

impl Layout {
    /// `named` is the title that the front matter gives.
    pub(super) fn of(blocks: &[Block], named: Option<&str>) -> Layout {
        let title = title_block(blocks, named);
        let mut level = 0;
        let mut headings = Vec::new();
        for (index, block) in blocks.iter().enumerate() {
            let own = match block.kind {
                Kind::Heading(own) => {
                    level = own;
                    Some(own)
                }
                Kind::Paragraph if is_bold_heading(block) => Some((level + 1).clamp(2, 6)),
                _ => None,
            };
            // A date above the title is no section either.
            headings.extend(own.filter(|_| title.is_none_or(|title| index > title)).map(|own| (index, own)));
        }
        let last_heading = headings.last().map_or(0, |(index, _)| *index);
        let rule = blocks.iter().rposition(|block| block.kind == Kind::Rule).filter(|rule| *rule > last_heading);
        Layout { title, headings, footer: rule.unwrap_or(blocks.len()) }
    }

    pub(super) fn title(&self, blocks: &[Block]) -> Option<String> {
        let title = line(&blocks.get(self.title?)?.prose.text, usize::MAX);
        Some(title).filter(|title| !title.is_empty())
    }

    /// The sections with their entries, in order.
    pub(super) fn sections(&self, blocks: &[Block], source: &Source, date: Option<Date>) -> Vec<Section> {
        let end_of_source = source.body().len();
        let start_of = |index: usize| blocks.get(index).map_or(end_of_source, |block| block.range.start);
        let first = self.headings.first().map_or(blocks.len(), |(index, _)| *index);
        let before: Vec<usize> =
            (0..first).filter(|index| Some(*index) != self.title && !is_heading(blocks, *index)).collect();
        let mut sections = Vec::new();
        if let Some(index) = before.first() {
            let start = start_of(*index);
            let heading = Heading { text: String::new(), level: 0, range: start..start };
            let body = start..start_of(first);
            sections.push(self.section(heading, body, None, &before, blocks, source, date));
        }
        for (position, (index, level)) in self.headings.iter().enumerate() {
            let later = self.headings.get(position + 1..).unwrap_or_default();
            let next = later.first().map_or(blocks.len(), |(next, _)| *next);
            let end = later.iter().find(|(_, next)| next <= level).map_or(blocks.len(), |(next, _)| *next);
            let Some(block) = blocks.get(*index) else { continue };
            let heading =
                Heading { text: line(&block.prose.text, usize::MAX), level: *level, range: block.range.clone() };
            let body = block.range.end..start_of(end);
            let inside: Vec<usize> = (index + 1..next).collect();
            let outer = self.outer_type(position, blocks);
            sections.push(self.section(heading, body, outer, &inside, blocks, source, date));
        }
        sections
    }

    /// The type that a real heading of a higher level gives to a real heading below it.
    fn outer_type(&self, position: usize, blocks: &[Block]) -> Option<EntryType> {
        let (index, mut level) = *self.headings.get(position)?;
        if !is_heading(blocks, index) {
            return None;
        }
        for (index, outer) in self.headings.get(..position)?.iter().rev() {
            if *outer < level && is_heading(blocks, *index) {
                level = *outer;
                if let [only] = heading_types(&blocks.get(*index)?.prose.text).as_slice() {
                    return Some(*only);
                }
            }
        }
        None
    }

    #[expect(clippy::too_many_arguments, reason = "one call, private")]
    fn section(
        &self,
        heading: Heading,
        body: Range<usize>,
        outer: Option<EntryType>,
        inside: &[usize],
        blocks: &[Block],
        source: &Source,
        date: Option<Date>,
    ) -> Section {
        let blocks: Vec<(usize, &Block)> =
            inside.iter().filter_map(|index| Some((*index, blocks.get(*index)?))).collect();
        let named = named_type(&heading.text, outer);
        let entry_type = |index: usize, block: &Block, lead: &Lead| match named {
            _ if index >= self.footer || block.kind != Kind::Item => EntryType::Text,
            Some(named) => entry::in_section(named, lead, &block.prose),
            None => entry::shape(lead),
        };
        let read = |(index, block): &(usize, &Block)| {
            let lead = Lead::of(&block.prose, date);
            let entry_type = entry_type(*index, block, &lead);
            read_entry(block, &lead, entry_type, source, date)
        };
        let entries: Vec<Entry> = blocks.iter().filter(|(_, block)| is_entry(block)).map(read).collect();
        let section_type = named.unwrap_or_else(|| majority(&heading.text, &entries));
        let heading_range = source.original(heading.range);
        Section {
            heading: heading.text,
            level: heading.level,
            line: source.line(heading_range.start),
            section_type,
            entries,
            heading_range,
            body_range: source.original(body),
        }
    }
}

/// The heading of a section.
struct Heading {
    text: String,
    level: u8,
    range: Range<usize>,
}

fn is_heading(blocks: &[Block], index: usize) -> bool {
    blocks.get(index).is_some_and(|block| matches!(block.kind, Kind::Heading(_)))
}

/// The first heading, where it stands above the others or carries a number; the one after it, where
/// the first is only a date. Under a title in the front matter the first heading may be a section.
fn title_block(blocks: &[Block], named: Option<&str>) -> Option<usize> {
    let mut headings = blocks.iter().enumerate().filter_map(|(index, block)| match block.kind {
        Kind::Heading(level) => Some((index, level, block.prose.text.as_str())),
        _ => None,
    });
    let (first, level, text) = headings.next()?;
    let second = headings.next();
    if let Some((index, ..)) =
        second.filter(|(index, other, _)| title::is_date(text) && *index == first + 1 && *other == level)
    {
        return Some(index);
    }
    let stands_above = second.is_none_or(|(_, other, _)| other > level) && headings.all(|(_, other, _)| other > level);
    let is_title = match named {
        Some(named) => text.trim() == named.trim() || level == 1 && title::number(text).is_some(),
        None => level == 1 || (stands_above || title::number(text).is_some()) && heading_types(text).is_empty(),
    };
    is_title.then_some(first)
}

/// A paragraph that is one bold line: "**📝 TODO Work Day Updates**".
fn is_bold_heading(block: &Block) -> bool {
    let prose = &block.prose;
    let text = prose.text.trim();
    let [strong] = prose.strong.as_slice() else { return false };
    prose.text.get(strong.clone()).is_some_and(|strong| strong.trim() == text)
        && !text.is_empty()
        && prose.links.is_empty()
        && !text.ends_with(['.', '。'])
        && text.split_whitespace().count() <= LONGEST_HEADING
}

/// What the section lists by the words of its heading, else by the heading above.
fn named_type(heading: &str, outer: Option<EntryType>) -> Option<EntryType> {
    match heading_types(heading).as_slice() {
        [only] => Some(*only),
        [] => outer,
        _ => None,
    }
}

/// What most items look like; where the heading names several types, one of these.
fn majority(heading: &str, entries: &[Entry]) -> EntryType {
    let named = heading_types(heading);
    let is_item = |entry: &&Entry| entry.is_list_item;
    let count = |wanted: EntryType| entries.iter().filter(is_item).filter(|entry| entry.entry_type == wanted).count();
    [EntryType::Text, EntryType::Article, EntryType::Event, EntryType::Job]
        .into_iter()
        .filter(|candidate| count(*candidate) > 0 && (named.is_empty() || named.contains(candidate)))
        .max_by_key(|candidate| count(*candidate))
        .or(named.first().copied())
        .unwrap_or(EntryType::Text)
}

/// List items always; other blocks where they have a link.
fn is_entry(block: &Block) -> bool {
    let has_link = block.prose.links.iter().any(|link| !link.url.is_empty());
    match block.kind {
        Kind::Item => true,
        Kind::Paragraph | Kind::Quote | Kind::Cell | Kind::Html | Kind::Footnote => has_link,
        Kind::Heading(_) | Kind::Code | Kind::Rule => false,
    }
}

fn read_entry(block: &Block, lead: &Lead, entry_type: EntryType, source: &Source, date: Option<Date>) -> Entry {
    let prose = &block.prose;
    let range = source.original(block.range.clone());
    let urls: Vec<String> = prose.links.iter().map(|link| link.url.clone()).filter(|url| !url.is_empty()).collect();
    let mut entry = Entry {
        entry_type,
        line: source.line(range.start),
        markdown: source.bytes(&range).trim_end_matches(['\n', '\r']).to_owned(),
        title: None,
        url: urls.first().cloned(),
        urls,
        organisation: None,
        country: None,
        start: None,
        end: None,
        place: None,
        cfp: None,
        text: line(&prose.text, usize::MAX),
        range,
        is_list_item: block.kind == Kind::Item,
    };
    fill(&mut entry, lead, block, date);
    entry
}

/// The fields that only entries of one type have.
fn fill(entry: &mut Entry, lead: &Lead, block: &Block, date: Option<Date>) {
    match entry.entry_type {
        EntryType::Job => {
            let job = job::read(lead);
            (entry.title, entry.organisation, entry.country) = (job.title, job.organisation, job.country);
        }
        EntryType::Event => {
            let event = event::read(lead, &block.prose, date);
            (entry.start, entry.end) = (event.days.map(|days| days.start), event.days.map(|days| days.end));
            (entry.title, entry.country, entry.place, entry.cfp) = (event.title, event.country, event.place, event.cfp);
        }
        EntryType::Article => entry.title = article::title(lead),
        EntryType::Text => {}
    }
}
