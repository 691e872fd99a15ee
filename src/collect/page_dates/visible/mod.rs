//! Dates that readers see: beside the headline, behind "Published on", in an element whose class
//! says that it holds the date.
//!
//! Every date in a short piece of text ([`pieces`]), or at the start of a long one, is weighed by
//! what speaks for it ([`labels`] has the words); the best wins if enough does.

mod labels;
mod pieces;

use super::{Dated, Dates};
use crate::model::dates::When;
use crate::model::dates::prose::{self, Mention};
use crate::model::item::DateOrigin;
use pieces::{Piece, Run};

/// How many points make a date the page's.
const ENOUGH: i32 = 4;
/// How much of a piece of text is looked at, in bytes.
const HEAD: usize = 240;
/// How many pieces of text before the headline count as beside it.
const BEFORE: usize = 3;
/// How many pieces of text behind the headline count as beside it.
const BEHIND: usize = 6;

/// The date that readers see as the page's.
///
/// One that is neither called the publication nor stands beside the headline must be alone: a list
/// of dates is a calendar, or teasers of other articles.
pub fn date(dates: &Dates<'_>) -> Option<Dated> {
    let candidates = candidates(dates);
    let best = candidates.iter().rev().max_by_key(|candidate| candidate.points)?;
    let is_alone = candidates.iter().all(|other| other.dated.when == best.dated.when);
    let believed = best.points >= ENOUGH && (best.is_anchored || is_alone);
    believed.then(|| best.dated.clone())
}

/// A date that readers see, and what speaks for it.
struct Candidate {
    dated: Dated,
    points: i32,
    /// Whether it is called the publication, or stands beside the headline.
    is_anchored: bool,
}

fn candidates(dates: &Dates<'_>) -> Vec<Candidate> {
    let pieces = pieces::of(dates);
    let headline = pieces.iter().position(|piece| piece.is_headline);
    let mut candidates = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        let distance = headline.map(|headline| Distance::between(headline, at));
        let before = at.checked_sub(1).and_then(|before| pieces.get(before));
        for mention in prose::find(piece.head(), dates.reading()) {
            if dates.plausible(mention.day) && !mention.is_doubtful() {
                candidates.extend(weigh(piece, &mention, before, distance));
            }
        }
    }
    candidates
}

/// Where a piece stands, seen from the headline.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Distance {
    /// Next to it, or next but one.
    Next,
    /// Within [`BEFORE`] or [`BEHIND`].
    Beside,
    /// Anywhere else.
    Far,
}

impl Distance {
    fn between(headline: usize, at: usize) -> Distance {
        match (headline.saturating_sub(at), at.saturating_sub(headline)) {
            (0..=2, 0..=2) => Distance::Next,
            (0..=BEFORE, 0) | (0, 0..=BEHIND) => Distance::Beside,
            _ => Distance::Far,
        }
    }
}

/// Weighs a date. None where it belongs to the page's surroundings.
fn weigh(piece: &Piece, mention: &Mention, before: Option<&Piece>, distance: Option<Distance>) -> Option<Candidate> {
    let run = piece.run_at(mention.range.start);
    if run.is_aside {
        return None;
    }
    let lead = piece.text.get(..mention.range.start).unwrap_or_default().trim();
    let label = if lead.is_empty() { before.map_or("", |before| before.text.trim()) } else { lead };
    let is_called = labels::says_published(label);
    let is_beside = matches!(distance, Some(Distance::Next | Distance::Beside));
    let points = points_of_place(distance)
        + points_of_run(run)
        + points_of_text(piece, mention, lead)
        + if is_called { 4 } else { 0 }
        - if labels::says_otherwise(label) { 6 } else { 0 };
    let raw = piece.text.get(mention.range.clone()).unwrap_or_default().to_owned();
    let dated = Dated { when: When::Day(mention.day), origin: DateOrigin::Text, raw };
    Some(Candidate { dated, points, is_anchored: is_called || is_beside })
}

fn points_of_place(distance: Option<Distance>) -> i32 {
    match distance {
        Some(Distance::Next) => 3,
        Some(Distance::Beside) => 2,
        Some(Distance::Far) | None => 0,
    }
}

fn points_of_run(run: Run) -> i32 {
    let mut points = 0;
    points += if run.names_date { 3 } else { 0 };
    points -= if run.names_change { 6 } else { 0 };
    points -= if run.links_elsewhere { 4 } else { 0 };
    points
}

/// A date that stands alone is more likely meant as one than a date in a sentence.
fn points_of_text(piece: &Piece, mention: &Mention, lead: &str) -> i32 {
    match piece.text.len().saturating_sub(mention.range.len()) {
        0..=20 => 2,
        21..=60 => 1,
        _ if is_dateline(lead) => 2,
        _ if mention.range.start <= 30 => 0,
        _ => -2,
    }
}

/// Whether a paragraph opens with its date, or with a place and its date: "Karlsruhe, (12.11.2021)."
fn is_dateline(lead: &str) -> bool {
    let lead = lead.trim_end_matches([',', '(', '-', '–', ' ']);
    lead.split_whitespace().count() <= 2
        && lead.chars().all(|c| c.is_alphabetic() || c.is_whitespace() || c == '.')
        && lead.chars().next().is_none_or(char::is_uppercase)
}
