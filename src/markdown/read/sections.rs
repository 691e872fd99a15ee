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

/// How the blocks of a document hang together.
#[derive(Debug)]
pub(super) struct Layout<'b> {
    blocks: &'b [Block],
    /// The block that is the title.
    title: Option<usize>,
    headings: Vec<Heading>,
    /// Blocks from here on are the footer: what follows a thematic break after the last heading.
    footer: usize,
}

/// A heading that begins a section.
#[derive(Debug)]
struct Heading {
    /// Its block.
    block: usize,
    level: u8,
    /// What the section lists, by its words or those of the heading above.
    lists: Option<EntryType>,
    /// What real headings below it inherit.
    passes_on: Option<EntryType>,
    /// The next block that is a heading of the same or a higher level.
    end: usize,
}

impl<'b> Layout<'b> {
    /// `named` is the title that the front matter gives.
    pub(super) fn of(blocks: &'b [Block], named: Option<&str>) -> Layout<'b> {
        let title = title_block(blocks, named);
        let headings = headings(blocks, title.map_or(0, |title| title + 1));
        let last_heading = headings.last().map_or(0, |heading| heading.block);
        let rule = blocks.iter().rposition(|block| block.kind == Kind::Rule).filter(|rule| *rule > last_heading);
        Layout { blocks, title, headings, footer: rule.unwrap_or(blocks.len()) }
    }

    pub(super) fn title(&self) -> Option<String> {
        let title = line(&self.blocks.get(self.title?)?.prose.text, usize::MAX);
        Some(title).filter(|title| !title.is_empty())
    }

    /// The sections with their entries, in order.
    pub(super) fn sections(&self, source: &Source, date: Option<Date>) -> Vec<Section> {
        let starts = self.headings.iter().map(|heading| heading.block).chain([self.blocks.len()]);
        let sections = self.headings.iter().zip(starts.skip(1));
        self.preamble(source, date)
            .into_iter()
            .chain(sections.filter_map(|(heading, next)| self.section(heading, next.min(self.footer), source, date)))
            .chain(self.foot(source, date))
            .collect()
    }

    /// What stands below the line that ends the last section: words that stay from issue to issue.
    fn foot(&self, source: &Source, date: Option<Date>) -> Option<Section> {
        let rule = self.blocks.get(self.footer)?;
        let entries = self.entries(self.footer..self.blocks.len(), None, source, date);
        let heading_range = source.original(rule.range.clone());
        Some(Section {
            heading: String::new(),
            level: 0,
            line: source.line(heading_range.start),
            section_type: EntryType::Text,
            entries,
            heading_range,
            body_range: source.original(rule.range.end..source.body().len()),
        })
    }

    /// What stands before the first heading of a section, the title aside.
    fn preamble(&self, source: &Source, date: Option<Date>) -> Option<Section> {
        let end = self.headings.first().map_or(self.blocks.len(), |heading| heading.block).min(self.footer);
        let is_text =
            |index: &usize| !matches!(self.blocks.get(*index).map(|block| block.kind), Some(Kind::Heading(_)));
        let first = (0..end).find(is_text)?;
        let body = source.original(self.start(first, source)..self.start(end, source));
        let entries = self.entries(first..end, None, source, date);
        Some(Section {
            heading: String::new(),
            level: 0,
            line: source.line(body.start),
            section_type: majority("", &entries),
            entries,
            heading_range: body.start..body.start,
            body_range: body,
        })
    }

    /// The section of a heading; its entries stand before the block `next`.
    fn section(&self, heading: &Heading, next: usize, source: &Source, date: Option<Date>) -> Option<Section> {
        let block = self.blocks.get(heading.block)?;
        let text = line(&block.prose.text, usize::MAX);
        // A heading that is a link ("### [Story](url)") is an entry of people's text.
        let entries = self.entries(heading.block..next, heading.lists, source, date);
        let heading_range = source.original(block.range.clone());
        Some(Section {
            level: heading.level,
            line: source.line(heading_range.start),
            section_type: heading.lists.unwrap_or_else(|| majority(&text, &entries)),
            heading: text,
            entries,
            heading_range,
            body_range: source.original(block.range.end..self.start(heading.end.min(self.footer), source)),
        })
    }

    /// Where a block starts; the end of the text after the last.
    fn start(&self, block: usize, source: &Source) -> usize {
        self.blocks.get(block).map_or(source.body().len(), |block| block.range.start)
    }

    fn entries(
        &self,
        inside: Range<usize>,
        lists: Option<EntryType>,
        source: &Source,
        date: Option<Date>,
    ) -> Vec<Entry> {
        let entry = |index: usize| {
            let block = self.blocks.get(index).filter(|block| is_entry(block))?;
            let lead = Lead::of(&block.prose, date);
            let entry_type = match lists {
                _ if index >= self.footer || block.kind != Kind::Item => EntryType::Text,
                Some(lists) => entry::in_section(lists, &lead, &block.prose),
                None => entry::shape(&lead),
            };
            Some(read_entry(block, &lead, entry_type, source, date))
        };
        inside.filter_map(entry).collect()
    }
}

/// The headings from block `first` on: real ones, and bold lines one level below these.
fn headings(blocks: &[Block], first: usize) -> Vec<Heading> {
    let mut headings: Vec<Heading> = Vec::new();
    // Indices of the headings whose sections are not ended.
    let mut open: Vec<usize> = Vec::new();
    let mut real_level = 0;
    for (index, block) in blocks.iter().enumerate().skip(first) {
        let is_real = matches!(block.kind, Kind::Heading(_));
        let level = match block.kind {
            Kind::Heading(level) => level,
            Kind::Paragraph if is_bold_heading(block) => (real_level + 1).clamp(2, 6),
            _ => continue,
        };
        while let Some(above) = open.pop_if(|above| headings.get(*above).is_some_and(|above| above.level >= level)) {
            if let Some(above) = headings.get_mut(above) {
                above.end = index;
            }
        }
        let inherited = open.last().and_then(|above| headings.get(*above)).and_then(|above| above.passes_on);
        let lists = named_type(&block.prose.text, inherited.filter(|_| is_real));
        let passes_on = if is_real { lists } else { inherited };
        if is_real {
            real_level = level;
        }
        open.push(headings.len());
        headings.push(Heading { block: index, level, lists, passes_on, end: blocks.len() });
    }
    headings
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

/// List items always; other blocks where they have a link, headings too.
fn is_entry(block: &Block) -> bool {
    let has_link = block.prose.links.iter().any(|link| !link.url.is_empty());
    match block.kind {
        Kind::Item => true,
        Kind::Heading(_) | Kind::Paragraph | Kind::Quote | Kind::Cell | Kind::Html | Kind::Footnote => has_link,
        Kind::Code | Kind::Rule => false,
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
        EntryType::Article => {
            entry.title = article::title(lead);
            entry.country = article::country(lead);
        }
        EntryType::Text => {}
    }
}
