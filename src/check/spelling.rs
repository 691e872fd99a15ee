//! Common misspellings, by the list of the `typos` project: words that are wrong whatever was meant.
//!
//! Only English prose is looked at. Names, code, addresses, handles and abbreviations are left out; a
//! newsletter's own words stand under `words` in `[check]`.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use unicase::UniCase;
use unicode_segmentation::UnicodeSegmentation;

use super::{Case, Check, Example, Found, Level};
use crate::model::pattern::pattern;

/// Shorter words are abbreviations as often as slips.
const SHORTEST: usize = 4;

/// Most corrections that are named.
const NAMED: usize = 3;

pub(super) const SPELLING: Check = Check {
    id: "spelling",
    level: Level::Warning,
    about: "A common misspelling.",
    wrong: Example::of("# Notes 5\n\n## News\n\n- [Ten offices recieve a grant](https://example.org/grant)\n"),
    right: Example::of("# Notes 5\n\n## News\n\n- [Ten offices receive a grant](https://example.org/grant)\n"),
    find: |case| {
        if !case.is_english() {
            return Vec::new();
        }
        let prose = readable(case);
        let slips = words(&prose).filter(|(_, word)| !is_own(case, word));
        slips.filter_map(|(range, word)| misspelt(range, word)).collect()
    },
};

fn misspelt(range: Range<usize>, word: &str) -> Option<Found> {
    let meant = corrections(word).or_else(|| plural(word))?;
    let meant: Vec<String> = meant.iter().take(NAMED).map(|meant| format!("`{}`", as_written(meant, word))).collect();
    let found = Found::at(range, format!("`{word}` is a common misspelling"));
    let own = "list the word under `words` in [check] if it is right";
    Some(if meant.is_empty() { found.help(own) } else { found.help(format!("write {}; {own}", meant.join(" or "))) })
}

/// What the list has for a word; empty where the word is wrong and nothing in particular was meant.
fn corrections(word: &str) -> Option<Vec<String>> {
    typos_dict::WORD.find(&UniCase::new(word)).map(|meant| meant.iter().map(|meant| (*meant).to_owned()).collect())
}

/// The plural of a listed word; the list has few of them. What ends in "ies" or "sses" is no word with
/// an s behind it.
fn plural(word: &str) -> Option<Vec<String>> {
    let is_whole =
        |singular: &&str| singular.len() > SHORTEST + 1 && !singular.ends_with(['s', 'e', 'i', 'o', 'u', 'a']);
    let singular = word.strip_suffix('s').filter(is_whole)?;
    Some(corrections(singular)?.into_iter().map(|meant| meant + "s").collect())
}

/// A correction with the capital that the word has.
fn as_written(meant: &str, word: &str) -> String {
    let mut letters = meant.chars();
    match letters.next() {
        Some(first) if word.starts_with(char::is_uppercase) => first.to_uppercase().chain(letters).collect(),
        _ => meant.to_owned(),
    }
}

fn is_own(case: &Case<'_>, word: &str) -> bool {
    case.newsletter.settings.words.iter().any(|own| own.to_lowercase() == word.to_lowercase())
}

/// The prose with everything blanked that nobody reads as words, byte for byte as long.
fn readable(case: &Case<'_>) -> String {
    static UNREAD: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?x) \]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\) | <[^<>]*> | \b(?:https?://|www\.)[^\s<>\]]* | ^\[[^\]\n]*\]:.*$",
        )
    });
    let targets = case.links.iter().filter_map(|link| super::links::target(case, link));
    let unread = UNREAD.find_iter(&case.prose).map(|found| found.range());
    let mut prose = case.prose.clone();
    for range in targets.chain(unread).collect::<Vec<_>>() {
        super::case::blank(&mut prose, range);
    }
    prose
}

/// Words of small letters, but for the first, with their places. What stands in a run with marks of
/// code, handles and host names (`a_b`, `@name`, `example.org/path`) is left out.
fn words(prose: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    static RUN: LazyLock<(Regex, Regex)> =
        LazyLock::new(|| (pattern(r"\S+"), pattern(r"[@#_\\={}$]|\w\.\w|/.*/|\d|://")));
    let (run, technical) = &*RUN;
    let runs = run.find_iter(prose).filter(|run| !technical.is_match(run.as_str()));
    let in_run = |run: regex::Match<'_>| {
        let (start, text) = (run.start(), run.as_str());
        text.unicode_word_indices().map(move |(at, word)| start + at..start + at + word.len()).collect::<Vec<_>>()
    };
    runs.flat_map(in_run).filter_map(|range| Some((range.clone(), prose.get(range)?))).filter(|(_, word)| is_word(word))
}

fn is_word(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next();
    word.len() >= SHORTEST && word.chars().all(char::is_alphabetic) && letters.all(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_of_prose_are_looked_at() {
        let found: Vec<&str> = words("An OSPOs recieve @recieve a_recieve recieve.org/x (Recieve), iPhnoe x86teh")
            .map(|(_, word)| word)
            .collect();
        assert_eq!(found, ["recieve", "Recieve"]);
    }

    #[test]
    fn a_correction_keeps_the_capital() {
        assert_eq!(as_written("receive", "Recieve"), "Receive");
        assert_eq!(as_written("receive", "recieve"), "receive");
    }
}
