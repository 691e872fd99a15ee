//! Dates that readers see: beside the headline, behind "Published on", in an element whose class
//! says that it holds the date.
//!
//! Every date in a short piece of text (or at the start of a long one) collects [`Evidence`]; the
//! best wins if there is enough of it.

use ego_tree::iter::Edge;
use scraper::{ElementRef, Node};

use super::region::{Regions, words};
use super::{Dated, Dates};
use crate::collect::document::{is_block, is_unseen, text_of};
use crate::model::dates::When;
use crate::model::dates::prose::{self, Mention};
use crate::model::item::DateOrigin;

/// How much evidence makes a date the page's.
const ENOUGH: i32 = 4;
/// How much of a piece of text is looked at, in bytes.
const HEAD: usize = 240;
/// How many pieces of text before and after the headline count as beside it.
const BESIDE: usize = 6;

/// The date that readers see as the page's.
pub fn date(dates: &Dates<'_>) -> Option<Dated> {
    let pieces = pieces(dates);
    let headline = pieces.iter().position(|piece| piece.is_headline);
    if std::env::var_os("DBG").is_some() {
        for (at, piece) in pieces.iter().enumerate() {
            eprintln!(
                "{at} aside={} h={} {:?}",
                piece.runs[0].is_aside,
                piece.is_headline,
                piece.text.trim().chars().take(90).collect::<String>()
            );
        }
    }
    let mut best: Option<(i32, Dated)> = None;
    for (at, piece) in pieces.iter().enumerate() {
        let head = piece.text.get(..piece.text.floor_char_boundary(HEAD)).unwrap_or_default();
        for mention in prose::find(head, dates.reading()) {
            if !dates.plausible(mention.day) || mention.is_doubtful() {
                continue;
            }
            let before = at.checked_sub(1).and_then(|before| pieces.get(before));
            let beside = headline.map(|headline| at.abs_diff(headline));
            if piece.run_at(mention.range.start).is_aside && beside.is_none_or(|distance| distance > 1) {
                continue;
            }
            let score = score(piece, &mention, before, beside);
            if std::env::var_os("DBG").is_some() {
                eprintln!(
                    "{score} at {at} head {headline:?} {} d={} c={} l={} {:?}",
                    mention.day,
                    piece.run_at(mention.range.start).names_date,
                    piece.run_at(mention.range.start).names_change,
                    piece.run_at(mention.range.start).links_elsewhere,
                    head
                );
            }
            if score >= ENOUGH && best.as_ref().is_none_or(|(known, _)| score > *known) {
                let raw = head.get(mention.range.clone()).unwrap_or_default().to_owned();
                best = Some((score, Dated { when: When::Day(mention.day), origin: DateOrigin::Text, raw }));
            }
        }
    }
    best.map(|(_, dated)| dated)
}

/// The evidence that a date is the page's, in points.
fn score(piece: &Piece, mention: &Mention, before: Option<&Piece>, from_headline: Option<usize>) -> i32 {
    let lead = piece.text.get(..mention.range.start).unwrap_or_default().trim();
    let label = if lead.is_empty() { before.map_or("", |before| before.text.trim()) } else { lead };
    let rest = piece.text.len().saturating_sub(mention.range.len());
    let run = piece.run_at(mention.range.start);
    let mut points = 0;
    points += if says_published(label) { 4 } else { 0 };
    points -= if says_changed(label) || run.names_change { 6 } else { 0 };
    points += if run.names_date { 3 } else { 0 };
    points += match from_headline {
        Some(0..=2) => 3,
        Some(distance) if distance <= BESIDE => 2,
        _ => 0,
    };
    points += match rest {
        0..=20 => 2,
        21..=60 => 1,
        _ if is_dateline(lead) => 2,
        _ if mention.range.start <= 30 => 0,
        _ => -2,
    };
    points -= if run.links_elsewhere { 4 } else { 0 };
    points
}

/// Whether a paragraph opens with its date, or with a place and its date: "Karlsruhe, (12.11.2021)."
fn is_dateline(lead: &str) -> bool {
    let lead = lead.trim_end_matches([',', '(', '-', '–', ' ']);
    lead.split_whitespace().count() <= 2
        && lead.chars().all(|c| c.is_alphabetic() || c.is_whitespace() || c == '.')
        && lead.chars().next().is_none_or(char::is_uppercase)
}

/// Whether the words before a date say that it is the one of publication.
fn says_published(label: &str) -> bool {
    const WORDS: &[&str] = &[
        "published",
        "posted",
        "publication",
        "released",
        "created",
        "written",
        "date:",
        "date",
        "veröffentlicht",
        "publiziert",
        "erstellt",
        "geschrieben",
        "eingestellt",
        "erschienen",
        "datum:",
        "datum",
        "vom",
        "verfasst",
        "artikel wurde am",
        "publié",
        "publiée",
        "paru",
        "posté",
        "mis en ligne",
        "rédigé",
        "publicado",
        "publicada",
        "publicación",
        "fecha",
        "pubblicato",
        "pubblicata",
        "data:",
        "publicat",
        "geplaatst",
        "gepubliceerd",
        "publicerad",
        "publisert",
        "publiceret",
        "julkaistu",
        "opublikowano",
        "data publikacji",
        "publikováno",
        "опубликовано",
        "опубліковано",
        "дата",
        "közzétéve",
        "megjelent",
        "yayınlanma",
        "diterbitkan",
        "公開",
        "投稿",
        "入力",
        "등록",
        "입력",
        "发布",
        "نشر",
    ];
    let label = tail(label).to_lowercase();
    WORDS.iter().any(|word| has_word(&label, word))
        && !["aktuelles", "current", "heute", "today"].iter().any(|word| has_word(&label, word))
}

/// Whether the words before a date say that it is the one of a change.
fn says_changed(label: &str) -> bool {
    const WORDS: &[&str] = &[
        "updated",
        "modified",
        "edited",
        "revised",
        "aktualisiert",
        "geändert",
        "stand",
        "stand:",
        "update",
        "mis à jour",
        "modifié",
        "actualizado",
        "aggiornato",
        "atualizado",
        "modificado",
        "bijgewerkt",
        "gewijzigd",
        "uppdaterad",
        "päivitetty",
        "aktualizacja",
        "обновлено",
        "수정",
    ];
    let label = tail(label).to_lowercase();
    WORDS.iter().any(|word| has_word(&label, word))
}

/// The last part of a label, in which its meaning stands.
fn tail(label: &str) -> &str {
    label.get(label.ceil_char_boundary(label.len().saturating_sub(40))..).unwrap_or_default()
}

fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, found)| {
        let inside = |c: Option<char>| c.is_some_and(char::is_alphabetic) && word.is_ascii();
        !inside(text[..at].chars().next_back()) && !inside(text[at + found.len()..].chars().next())
    })
}

/// A piece of text between two block boundaries.
#[derive(Default)]
struct Piece {
    text: String,
    is_headline: bool,
    runs: Vec<Run>,
}

/// The text of one element in a piece, and what its elements say of it.
#[derive(Clone, Copy, Default)]
struct Run {
    /// Where it starts in the piece, in bytes.
    start: usize,
    /// It stands in the page's surroundings.
    is_aside: bool,
    /// A class or id says that it holds a date.
    names_date: bool,
    /// A class or id says that it holds the date of a change.
    names_change: bool,
    /// It is part of a link to another page that says more than a date.
    links_elsewhere: bool,
}

impl Piece {
    /// The element's text that has this byte.
    fn run_at(&self, at: usize) -> Run {
        self.runs.iter().rev().find(|run| run.start <= at).copied().unwrap_or_default()
    }
}

/// The pieces of text of a page, in order.
fn pieces(dates: &Dates<'_>) -> Vec<Piece> {
    let regions = Regions::of(dates.document);
    let mut pieces = Vec::new();
    let mut piece = Piece::default();
    let mut hidden = 0_usize;
    for edge in dates.document.root().traverse() {
        let (node, opens) = match edge {
            Edge::Open(node) => (node, true),
            Edge::Close(node) => (node, false),
        };
        match node.value() {
            Node::Text(text) if opens && hidden == 0 && !text.trim().is_empty() && piece.text.len() < 2 * HEAD => {
                let parent = node.parent().and_then(ElementRef::wrap);
                parent.into_iter().for_each(|parent| describe(&mut piece, parent, &regions, dates));
                piece.text.push_str(text);
            }
            Node::Element(element) => {
                if is_unseen(element) {
                    hidden = if opens { hidden + 1 } else { hidden - 1 };
                }
                if is_block(element) && !piece.text.trim().is_empty() {
                    pieces.push(std::mem::take(&mut piece));
                }
            }
            _ => {}
        }
    }
    pieces
}

/// Notes what the elements round the next text of a piece say.
fn describe(piece: &mut Piece, parent: ElementRef<'_>, regions: &Regions<'_>, dates: &Dates<'_>) {
    const DATE: &[&str] = &[
        "date",
        "datum",
        "published",
        "publish",
        "pubdate",
        "posted",
        "timestamp",
        "created",
        "fecha",
        "datetime",
        "dateline",
        "postdate",
        "entrydate",
        "time",
        "published",
        "publication",
        "datestamp",
        "data",
        "meta",
        "byline",
        "postmeta",
        "metadata",
    ];
    const CHANGE: &[&str] = &["updated", "modified", "lastmod", "edited", "revision"];
    let chain = || std::iter::once(parent).chain(parent.ancestors().filter_map(ElementRef::wrap));
    let near: Vec<String> = chain().take(3).flat_map(|element| words(element.value())).collect();
    let has = |list: &[&str]| near.iter().any(|word| list.contains(&word.as_str()));
    let link = chain().take(4).find(|element| element.attr("href").is_some());
    let elsewhere =
        link.and_then(|link| dates.document.resolve(link.attr("href")?)).filter(|url| !leads_to_dates(url, dates));
    let says_more = link.is_some_and(|link| text_of(link).trim().chars().count() > 40);
    piece.is_headline |= regions.headline.is_some_and(|headline| chain().any(|element| element == headline));
    piece.runs.push(Run {
        start: piece.text.len(),
        is_aside: regions.is_aside(parent),
        names_date: has(DATE),
        names_change: has(CHANGE) && !has(&["published", "date", "posted"]),
        links_elsewhere: elsewhere.is_some() && says_more,
    });
}

/// Whether a link leads to this very page, or to what was published on a day: dates link there.
fn leads_to_dates(url: &url::Url, dates: &Dates<'_>) -> bool {
    let here = dates.document.url().is_some_and(|here| here.path() == url.path());
    here || url.path().split('/').any(|part| part.len() == 4 && part.starts_with("20"))
}
