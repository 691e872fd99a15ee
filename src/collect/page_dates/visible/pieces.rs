//! A page as pieces of text between block boundaries, with what their elements say of them.

use ego_tree::iter::Edge;
use scraper::{ElementRef, Node};
use url::Url;

use super::HEAD;
use crate::collect::document::{is_block, is_unseen, text_of};
use crate::collect::page_dates::Dates;
use crate::collect::page_dates::region::words;
use crate::model::text;

/// Longest text of a link that can be a date and no more, in characters.
const LINKED_DATE: usize = 40;

/// Words of classes and ids that hold a date.
const DATE: &str = "date datum published publish pubdate posted timestamp created fecha datetime dateline postdate \
    entrydate time publication datestamp data meta byline postmeta metadata author";
/// Words of classes and ids that hold the date of a change.
const CHANGE: &str = "updated modified lastmod edited revision";
/// Words that make those of [`CHANGE`] mean nothing: WordPress themes have "entry-date updated".
const DATE_AFTER_ALL: &str = "published date posted";

/// A piece of text between two block boundaries.
#[derive(Default)]
pub struct Piece {
    /// What readers see.
    pub text: String,
    /// Whether the headline is in it.
    pub is_headline: bool,
    runs: Vec<Run>,
}

/// The text of one element in a piece, and what its elements say of it.
#[derive(Clone, Copy, Default)]
pub struct Run {
    /// Where it starts in the piece, in bytes.
    start: usize,
    /// It stands in the page's surroundings.
    pub is_aside: bool,
    /// A class or id says that it holds a date.
    pub names_date: bool,
    /// A class or id says that it holds the date of a change.
    pub names_change: bool,
    /// It is part of a link to another page that says more than a date.
    pub links_elsewhere: bool,
}

impl Piece {
    /// The start of the text, in which dates are looked for.
    pub fn head(&self) -> &str {
        text::head(&self.text, HEAD)
    }

    /// The element's text that has this byte.
    pub fn run_at(&self, at: usize) -> Run {
        self.runs.iter().rev().find(|run| run.start <= at).copied().unwrap_or_default()
    }
}

/// The pieces of text of a page, in order.
pub fn of(dates: &Dates<'_>) -> Vec<Piece> {
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
                parent.into_iter().for_each(|parent| describe(&mut piece, parent, dates));
                piece.text.push_str(text);
            }
            Node::Element(element) => {
                if is_unseen(element) {
                    hidden = if opens { hidden + 1 } else { hidden.saturating_sub(1) };
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
fn describe(piece: &mut Piece, parent: ElementRef<'_>, dates: &Dates<'_>) {
    let chain = || std::iter::once(parent).chain(parent.ancestors().filter_map(ElementRef::wrap));
    let near: Vec<String> = chain().take(3).flat_map(|element| words(element.value())).collect();
    let has = |list: &str| near.iter().any(|word| list.split_whitespace().any(|known| known == word));
    let link = chain().take(4).find(|element| element.attr("href").is_some());
    piece.is_headline |= dates.regions.headline.is_some_and(|headline| chain().any(|element| element == headline));
    piece.runs.push(Run {
        start: piece.text.len(),
        is_aside: dates.regions.is_aside(parent),
        names_date: has(DATE),
        names_change: has(CHANGE) && !has(DATE_AFTER_ALL),
        links_elsewhere: link.is_some_and(|link| leads_elsewhere(link, dates)),
    });
}

/// Whether a link says more than a date and leads neither to this very page nor to what was
/// published on a day.
fn leads_elsewhere(link: ElementRef<'_>, dates: &Dates<'_>) -> bool {
    let url = link.attr("href").and_then(|href| dates.document.resolve(href));
    let elsewhere = url.is_some_and(|url| !is_here(&url, dates) && !is_day_archive(&url));
    elsewhere && text_of(link).trim().chars().count() > LINKED_DATE
}

fn is_here(url: &Url, dates: &Dates<'_>) -> bool {
    dates.document.url().is_some_and(|here| here.path() == url.path())
}

fn is_day_archive(url: &Url) -> bool {
    url.path().split('/').any(|part| part.len() == 4 && part.starts_with("20"))
}
