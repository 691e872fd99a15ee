//! An entry: what kind it is and what its words say.
//!
//! The kind comes from the section and from the shape of the entry. The fields of a kind are read in
//! `job`, `event` and `article`; what they share, the parts around the first link, is [`Lead`].

use std::ops::Range;

use jiff::civil::Date;

use super::prose::{LinkKind, Prose, ProseLink};
use super::words::{is_generic, is_label, is_position, words};
use super::{article, event, job};
use crate::model::dates::span::{self, Found};
use crate::model::flag;
use crate::model::issue::EntryType;

/// Most day spans that are looked at in one entry.
const MOST_DATES: usize = 20;

/// The first paragraph of an entry, cut at its main link.
#[derive(Debug)]
pub(super) struct Lead<'p> {
    /// Before the link, or everything where there is none.
    pub before: &'p str,
    /// The text of the link.
    pub name: &'p str,
    /// After the link.
    pub after: &'p str,
    /// The address of the link.
    pub url: &'p str,
    /// Whether the link says what it opens.
    pub has_name: bool,
    /// Day spans in the three parts; their ranges count from the start of their part.
    pub dates: Vec<(Part, Found)>,
    /// Bytes of the bold parts that stand after the link, counted from its end.
    pub strong_after: Vec<Range<usize>>,
}

/// A part of a [`Lead`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Before,
    Name,
    After,
}

impl<'p> Lead<'p> {
    /// Cuts `prose` at the first link whose text says something, else at the first link. Years that
    /// the text leaves out are taken from `issue_date`; without one, such days are not read.
    pub(super) fn of(prose: &'p Prose, issue_date: Option<Date>) -> Lead<'p> {
        let text = prose.text.get(..prose.lead).unwrap_or(&prose.text);
        let links = || prose.links.iter().filter(|link| link.range.end <= text.len() && !link.url.is_empty());
        let telling = links().find(|link| tells(link, prose.text.get(link.range.clone()).unwrap_or_default()));
        let link = telling.or_else(|| links().next());
        let range = link.map_or(text.len()..text.len(), |link| link.range.clone());
        let mut lead = Lead {
            before: text.get(..range.start).unwrap_or_default(),
            name: text.get(range.clone()).unwrap_or_default(),
            after: text.get(range.end..).unwrap_or_default(),
            url: link.map_or("", |link| link.url.as_str()),
            has_name: telling.is_some(),
            dates: Vec::new(),
            strong_after: prose
                .strong
                .iter()
                .filter(|strong| strong.start >= range.end)
                .map(|strong| strong.start - range.end..strong.end - range.end)
                .collect(),
        };
        lead.dates = lead.read_dates(issue_date);
        lead
    }

    fn read_dates(&self, issue_date: Option<Date>) -> Vec<(Part, Found)> {
        let near = issue_date.unwrap_or(Date::constant(2000, 1, 1));
        [(Part::Before, self.before), (Part::Name, self.name), (Part::After, self.after)]
            .into_iter()
            .flat_map(|(part, text)| span::all(text, near).into_iter().map(move |found| (part, found)))
            .filter(|(_, found)| issue_date.is_some() || found.has_year)
            .take(MOST_DATES)
            .collect()
    }

    pub(super) fn part(&self, part: Part) -> &'p str {
        match part {
            Part::Before => self.before,
            Part::Name => self.name,
            Part::After => self.after,
        }
    }
}

/// Longest words before a host that still only say where a link leads: "Read the report on example.org".
const MOST_WORDS_BEFORE_HOST: usize = 4;

/// Whether the text of a link says what it opens: neither "here" nor the host of its own address nor
/// "Read on" that host, as our own drafts write it.
fn tells(link: &ProseLink, text: &str) -> bool {
    let host = link.url.split_once("://").and_then(|(_, rest)| rest.split('/').next()).unwrap_or_default();
    let host = host.trim_start_matches("www.").to_lowercase();
    let text = text.trim().to_lowercase();
    let before = text.strip_suffix(&host).filter(|_| !host.is_empty());
    let names_host = before.is_some_and(|before| {
        before.is_empty() || before.ends_with(' ') && before.split_whitespace().count() <= MOST_WORDS_BEFORE_HOST
    });
    !is_generic(&text) && !names_host
}

/// What an entry is by its own shape, whatever its section.
pub(super) fn shape(lead: &Lead) -> EntryType {
    if lead.url.is_empty() {
        EntryType::Text
    } else if job::looks_like(lead) {
        EntryType::Job
    } else if event::looks_like(lead) {
        EntryType::Event
    } else if article::looks_like(lead) {
        EntryType::Article
    } else {
        EntryType::Text
    }
}

/// What an entry of a section of `section` type is. Thanks, hints and footers that stand in a list
/// stay people's text.
pub(super) fn in_section(section: EntryType, lead: &Lead, prose: &Prose) -> EntryType {
    let text = prose.text.get(..prose.lead).unwrap_or(&prose.text).trim();
    let belongs = match section {
        EntryType::Job => !is_sentence(text) || lead.has_name && !is_bare(prose) || is_position(lead.name),
        EntryType::Event => event::belongs(lead, prose),
        EntryType::Article => !text.is_empty(),
        EntryType::Text => false,
    };
    if belongs { section } else { EntryType::Text }
}

/// Prose rather than a line of a list.
fn is_sentence(text: &str) -> bool {
    words(text).count() > 12 || (text.ends_with('.') && words(text).count() > 4)
}

/// Whether the only links are addresses without a text.
fn is_bare(prose: &Prose) -> bool {
    prose.links.iter().all(|link: &ProseLink| link.kind == LinkKind::Bare)
}

/// Takes leading flags and other signs off; gives the country of the first flag.
pub(super) fn without_flags(text: &str) -> (Option<String>, &str) {
    let mut country = None;
    let mut rest = text.trim_start();
    loop {
        if let Some((length, found)) = flag::at_start(rest) {
            country.get_or_insert(found);
            rest = rest.get(length..).unwrap_or_default().trim_start();
        } else if let Some(after) = rest.strip_prefix(is_sign) {
            rest = after.trim_start();
        } else {
            return (country, rest);
        }
    }
}

/// Emoji and their selectors: what decorates but says nothing.
fn is_sign(character: char) -> bool {
    matches!(character, '\u{2190}'..='\u{21FF}' | '\u{2300}'..='\u{27BF}' | '\u{2B00}'..='\u{2BFF}' | '\u{FE0E}' | '\u{FE0F}' | '\u{200D}'
        | '\u{1F000}'..='\u{1F1E5}' | '\u{1F200}'..='\u{1FAFF}' | '\u{E0020}'..='\u{E007F}')
}

/// Takes a label off the front: `[Guide] …`, "Blog: …", "Panel - …".
pub(super) fn without_label(text: &str) -> &str {
    let text = text.trim_start();
    if let Some((tag, rest)) = text.strip_prefix(['[', '【']).and_then(|inner| inner.split_once([']', '】'])) {
        let is_tag = words(tag).count() <= 3 && !rest.trim().is_empty();
        return if is_tag { rest.trim_start_matches([' ', ':', '-', '–', '—']) } else { text };
    }
    [": ", "：", " - ", " – ", " — "]
        .into_iter()
        .find_map(|joint| text.split_once(joint).filter(|(label, rest)| is_label(label) && !rest.trim().is_empty()))
        .map_or(text, |(_, rest)| rest.trim_start())
}

/// One line without the separators that are left at its ends when a part was taken out.
pub(super) fn tidy(text: &str) -> String {
    let is_edge = |edge: char| {
        edge.is_whitespace() || matches!(edge, ',' | ';' | ':' | '|' | '-' | '–' | '—' | '·' | '，' | '：')
    };
    crate::model::text::line(text.trim_matches(is_edge), usize::MAX)
}
