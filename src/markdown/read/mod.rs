//! Reading an issue: any Markdown becomes sections and entries with their bytes.
//!
//! [`read`] is the whole of it: `blocks` flattens what pulldown-cmark sees, `sections` groups the
//! blocks under their headings, `entry` says what an entry is and `job`, `event`, `article` read its
//! fields. What is not understood is text; nothing here fails.

mod addresses;
mod article;
mod blocks;
mod call;
mod entry;
mod event;
mod html;
mod job;
mod place;
mod prose;
mod sections;
mod title;
mod words;

use std::ops::Range;

use self::blocks::{Block, blocks};
use crate::model::issue::Issue;
use crate::model::mojibake::{self, Repaired};
use crate::model::text::line;

pub use self::prose::LinkKind;

/// A link in a Markdown text, for those who check or edit it.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundLink {
    /// The address as written; empty for `[text]()`.
    pub url: String,
    /// What stands in its place for a reader.
    pub text: String,
    /// Bytes in the source, brackets and target included.
    pub range: Range<usize>,
    /// How it is written.
    pub kind: LinkKind,
}

/// Reads an issue. Never fails: what it does not understand is text.
///
/// `path` is kept as given; its file name tells the date, its folder perhaps the language. Text that
/// was decoded with the wrong character set is read as it was meant, with a warning; ranges and
/// `markdown` are those of the text as given.
pub fn read(text: &str, path: &str) -> Issue {
    let source = Source::of(text);
    let blocks = source.blocks();
    let mut warnings = source.warnings();
    let front_matter = title::front_matter(source.body());
    let date = title::file_date(path).unwrap_or_else(|found| {
        warnings.push(format!("the file name has {found}, which is not a date"));
        None
    });
    let date = date.or(front_matter.date);
    let layout = sections::Layout::of(&blocks, front_matter.title.as_deref());
    let title = layout.title().or_else(|| front_matter.title.clone());
    if title.is_none() {
        warnings.push("no heading: the issue has no title".to_owned());
    }
    let language = title::path_language(path).or_else(|| title::text_language(source.body()));
    Issue {
        path: path.to_owned(),
        number: title.as_deref().and_then(title::number),
        title,
        date,
        language: language.map(str::to_owned),
        sections: layout.sections(&source, date),
        warnings,
    }
}

/// The number of an issue in its title, dates and years aside.
pub fn title_number(title: &str) -> Option<u32> {
    title::number(title)
}

/// The day in the name of an issue's file (`YYYY-MM-DD` anywhere in it); none where it has none or one
/// that does not exist.
pub fn name_date(path: &str) -> Option<jiff::civil::Date> {
    title::file_date(path).ok().flatten()
}

/// Every link of a Markdown text in order, images aside, with its place. Empty targets are included.
pub fn links(text: &str) -> Vec<FoundLink> {
    let source = Source::of(text);
    let found = |link: &prose::ProseLink, words: &str| FoundLink {
        url: link.url.clone(),
        text: line(words.get(link.range.clone()).unwrap_or_default(), usize::MAX).trim().to_owned(),
        range: source.original(link.source.clone()),
        kind: link.kind,
    };
    source
        .blocks()
        .iter()
        .flat_map(|block| block.prose.links.iter().map(|link| found(link, &block.prose.text)))
        .collect()
}

/// A text as given and as it is read: repaired, without byte-order mark and front matter.
struct Source<'t> {
    original: &'t str,
    repaired: Option<Repaired>,
    /// Bytes of the read text before its body: a byte-order mark.
    mark: usize,
    /// Starts of the lines of the original, in bytes.
    lines: Vec<usize>,
}

impl<'t> Source<'t> {
    fn of(text: &'t str) -> Source<'t> {
        let repaired = mojibake::repair(text);
        let read = repaired.as_ref().map_or(text, |repaired| &repaired.text);
        let mark = if read.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
        let lines = std::iter::once(0).chain(line_starts(text)).collect();
        Source { original: text, repaired, mark, lines }
    }

    /// The text that is read.
    fn body(&self) -> &str {
        let read = self.repaired.as_ref().map_or(self.original, |repaired| &repaired.text);
        read.get(self.mark..).unwrap_or_default()
    }

    /// The blocks after the front matter; ranges count in [`Source::body`].
    fn blocks(&self) -> Vec<Block> {
        let body = self.body();
        let start = title::front_matter(body).range.end;
        let mut blocks = blocks(body.get(start..).unwrap_or_default());
        for block in &mut blocks {
            shift(&mut block.range, start);
            block.prose.links.iter_mut().for_each(|link| shift(&mut link.source, start));
        }
        blocks
    }

    /// A range of [`Source::body`] in the text as given.
    fn original(&self, range: Range<usize>) -> Range<usize> {
        let one = |offset: usize| {
            let read = offset + self.mark;
            self.repaired.as_ref().map_or(read, |repaired| repaired.original(read))
        };
        one(range.start)..one(range.end)
    }

    /// The bytes of a range of the text as given.
    fn bytes(&self, range: &Range<usize>) -> &'t str {
        self.original.get(range.clone()).unwrap_or_default()
    }

    /// The line of an offset in the text as given, from 1.
    fn line(&self, offset: usize) -> usize {
        self.lines.partition_point(|start| *start <= offset).max(1)
    }

    /// Signs of damage.
    fn warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        if let Some(Repaired { charset, .. }) = &self.repaired {
            warnings.push(format!("the text was decoded with the wrong character set ({charset} instead of UTF-8): it is read as it was meant"));
        }
        if let Some(at) = self.original.find('\u{FFFD}') {
            warnings.push(format!("line {}: characters were lost (U+FFFD)", self.line(at)));
        }
        let marked = |start: &&usize| {
            let line = self.original.get(**start..).unwrap_or_default();
            ["<<<<<<< ", ">>>>>>> "].iter().any(|mark| line.starts_with(mark))
        };
        if let Some(start) = self.lines.iter().find(marked) {
            warnings.push(format!("line {}: a git conflict was not resolved", self.line(*start)));
        }
        warnings
    }
}

/// Where lines start after a line ending: LF, CRLF or CR, as in CommonMark.
fn line_starts(text: &str) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    (1..=bytes.len()).filter(|at| match bytes.get(at - 1) {
        Some(b'\n') => true,
        Some(b'\r') => bytes.get(*at) != Some(&b'\n'),
        _ => false,
    })
}

fn shift(range: &mut Range<usize>, by: usize) {
    range.start += by;
    range.end += by;
}

#[cfg(test)]
#[allow(clippy::expect_used, clippy::panic)]
mod tests;
