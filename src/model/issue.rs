//! An issue as data (contract section 5): what `inspect` prints and what archive, check and merge
//! read. Made from Markdown by `markdown::read`; never written back.

use jiff::civil::Date;
use serde::Serialize;

use super::item::Cfp;
use super::place::Place;

/// What an entry or a section lists.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum EntryType {
    /// A position to apply for.
    Job,
    /// Something that happens at a time.
    Event,
    /// Something to read.
    Article,
    /// People's words: anything else.
    Text,
}

/// What people did with the entry of an item. From then on it is theirs: it stays as and where it is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Hand {
    /// They wrote it themselves, or put it back.
    Added,
    /// They changed any of its bytes or children.
    Edited,
    /// They moved it to another place or section.
    Moved,
    /// They gave it another link: both count as used.
    Relinked,
}

impl Hand {
    /// As a person says it of an entry.
    pub fn as_str(self) -> &'static str {
        match self {
            Hand::Added => "put in by hand",
            Hand::Edited => "edited by hand",
            Hand::Moved => "moved by hand",
            Hand::Relinked => "given another link by hand",
        }
    }
}

/// A whole issue.
#[derive(Clone, Debug, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Issue {
    /// Path as given.
    pub path: String,
    /// The first heading, without markup; the one after it where the first is only a date. Where
    /// there is none, the title of the front matter.
    pub title: Option<String>,
    /// The number in the title.
    pub number: Option<u32>,
    /// From the file name (`YYYY-MM-DD` anywhere in it), else from the front matter.
    pub date: Option<Date>,
    /// BCP 47 tag, where the text or its place tells.
    pub language: Option<String>,
    /// In document order. What stands before the first section heading, and what stands below the line
    /// (`---`) that ends the last section, are sections with an empty heading.
    pub sections: Vec<Section>,
    /// What could not be understood, and signs of damage.
    pub warnings: Vec<String>,
}

impl Issue {
    /// Every entry of every section.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.sections.iter().flat_map(|section| &section.entries)
    }
}

/// A heading and what stands under it.
#[derive(Clone, Debug, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Section {
    /// Heading text without markup.
    pub heading: String,
    /// 1-6; bold pseudo-headings count as one level below the heading they stand under; 0 for what
    /// stands before the first heading.
    pub level: u8,
    /// Line of the heading, from 1.
    pub line: usize,
    /// What it lists, by its heading and its entries.
    #[serde(rename = "type")]
    pub section_type: EntryType,
    /// List items; table cells, paragraphs, quotations, HTML and headings where they have links.
    pub entries: Vec<Entry>,
    /// Bytes of the heading in the source, for those who edit.
    #[serde(skip)]
    pub heading_range: std::ops::Range<usize>,
    /// Bytes from the heading's end to the next heading of the same or a higher level.
    #[serde(skip)]
    pub body_range: std::ops::Range<usize>,
}

/// One entry: a top-level list item with its children, or text with links.
#[derive(Clone, Debug, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Entry {
    /// What it is.
    #[serde(rename = "type")]
    pub entry_type: EntryType,
    /// Line on which it starts, from 1.
    pub line: usize,
    /// The source bytes, as they stand, without the line ending after the last line.
    pub markdown: String,
    /// The thing's title, without organisation, flag, dates and label.
    pub title: Option<String>,
    /// The first link.
    pub url: Option<String>,
    /// Every link in order, bare addresses and HTML `href`s included.
    pub urls: Vec<String>,
    /// The employer or publisher, where the entry names one.
    pub organisation: Option<String>,
    /// ISO 3166-1 alpha-2 from the flag (`EU` for 🇪🇺), or `remote` for 🌐 and its like.
    pub country: Option<String>,
    /// First day (events).
    pub start: Option<Date>,
    /// Last day, inclusive (events).
    pub end: Option<Date>,
    /// Where (events).
    pub place: Option<Place>,
    /// What the entry says of the call for papers.
    pub cfp: Option<Cfp>,
    /// The prose without markup.
    pub text: String,
    /// Bytes of the entry in the source, for those who edit. Entries are in order and never overlap.
    ///
    /// A list item is its whole lines: from the start of the line with its bullet, indentation
    /// included, to the end of its last line, line ending included; blank lines after it are not
    /// part of it. Cutting the range out removes the item with its children and nothing else. Other
    /// entries are the bytes of their block, without the line ending.
    #[serde(skip)]
    pub range: std::ops::Range<usize>,
    /// Whether it is a top-level list item: the only thing that drafting again may touch.
    #[serde(skip)]
    pub is_list_item: bool,
}
