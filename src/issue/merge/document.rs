//! A text as merging sees it: sections with their bytes, list items with the links that identify them.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::markdown;
use crate::model::link::Link;

/// An issue's text and where things stand in it.
#[derive(Debug)]
pub(super) struct Document<'t> {
    pub text: &'t str,
    /// In document order; sections under sections included.
    pub sections: Vec<Part>,
    /// Every list item and every other block with links, in document order.
    pub entries: Vec<Listed>,
    /// The keys of every link of the text.
    pub links: BTreeSet<String>,
}

/// A heading and what stands under it.
#[derive(Debug)]
pub(super) struct Part {
    pub heading: String,
    /// Where the heading starts.
    pub start: usize,
    /// From the heading's end to the next heading of any level.
    pub own: Range<usize>,
    /// Where the section ends, sections under it included.
    pub end: usize,
    /// What stands before the first heading, and below the line that ends the last section.
    pub is_frame: bool,
}

/// An entry.
#[derive(Debug)]
pub(super) struct Listed {
    /// Its section.
    pub section: usize,
    /// Its bytes; of a list item its whole lines.
    pub range: Range<usize>,
    /// Its bytes without the last line's ending.
    pub markdown: String,
    /// The same with line feeds: what is compared.
    pub compared: String,
    /// The keys of its links, in order.
    pub keys: Vec<String>,
    /// Its words without markup.
    pub words: String,
    /// Whether it is a top-level list item; everything else is people's text.
    pub is_item: bool,
}

impl Listed {
    pub(super) fn first_key(&self) -> Option<&str> {
        self.keys.first().map(String::as_str)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.keys.iter().any(|own| own == key)
    }
}

impl<'t> Document<'t> {
    pub(super) fn read(text: &'t str) -> Document<'t> {
        let issue = markdown::read(text, "");
        let starts: Vec<usize> = issue.sections.iter().map(|section| section.heading_range.start).collect();
        let mut sections = Vec::new();
        let mut entries = Vec::new();
        for (index, section) in issue.sections.into_iter().enumerate() {
            let next = starts.get(index + 1).copied().unwrap_or(text.len());
            entries.extend(section.entries.into_iter().map(|entry| Listed {
                section: index,
                range: entry.range,
                compared: super::line_feeds(&entry.markdown).into_owned(),
                markdown: entry.markdown,
                keys: entry.urls.iter().map(|url| key(url)).collect(),
                words: crate::model::words::fold(&entry.text),
                is_item: entry.is_list_item,
            }));
            sections.push(Part {
                heading: section.heading,
                start: section.heading_range.start,
                own: section.heading_range.end..next.max(section.heading_range.end),
                end: section.body_range.end,
                is_frame: section.level == 0,
            });
        }
        let links =
            markdown::links(text).iter().filter(|link| !link.url.is_empty()).map(|link| key(&link.url)).collect();
        Document { text, sections, entries, links }
    }

    /// The list items of a section, by their index among [`Document::entries`].
    pub(super) fn items_of(&self, section: usize) -> impl DoubleEndedIterator<Item = (usize, &Listed)> {
        self.entries.iter().enumerate().filter(move |(_, entry)| entry.is_item && entry.section == section)
    }

    /// The section under this heading, letter by letter or else by its words alone.
    pub(super) fn section_called(&self, heading: &str) -> Option<usize> {
        let named = |same: &dyn Fn(&str) -> bool| {
            self.sections.iter().position(|section| !section.is_frame && same(&section.heading))
        };
        let wanted = plain_words(heading);
        named(&|found| found == heading).or_else(|| named(&|found| !wanted.is_empty() && plain_words(found) == wanted))
    }
}

/// What a link is compared by; an address that is no link of the web is itself.
fn key(url: &str) -> String {
    Link::parse(url).map_or_else(|| url.trim().to_owned(), |link| link.key().to_owned())
}

/// A heading without emoji, punctuation, case and spaces.
fn plain_words(heading: &str) -> String {
    crate::model::words::fold(heading).chars().filter(|character| character.is_alphanumeric()).collect()
}
