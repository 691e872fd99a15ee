//! How issues are titled: "OSPO Newsletter 43" is a title and a number; "Issue #41 – Notes" is a heading
//! of another form, which goes into the issue's template.

use jiff::civil::Date;

use super::{Past, most};
use crate::model::dates::span;
use crate::model::words::neighbours;

/// The title of issues.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
    /// The newsletter's title.
    pub words: String,
    /// What stands before and after the number, where a heading is not just title and number.
    pub around: Option<(String, String)>,
    /// Whether the issues have numbers in their titles.
    pub is_numbered: bool,
}

/// What the newest issues are called.
pub(super) fn usual(newest: &[&Past]) -> Title {
    let titles: Vec<(String, Option<u32>)> =
        newest.iter().filter_map(|past| Some((past.issue.title.clone()?, past.issue.number))).collect();
    let numbered: Vec<(String, String)> =
        titles.iter().filter_map(|(title, number)| split(title, (*number)?)).collect();
    let Some((before, _)) = most(numbered.iter().map(|(before, after)| (before.as_str(), after.as_str()))) else {
        let words = most(titles.iter().map(|(title, _)| undated(title)).filter(|title| !title.is_empty()));
        let words = words.unwrap_or_else(|| "My Newsletter".into());
        return Title { words, around: None, is_numbered: false };
    };
    // What follows the number may be the issue's own: only what is always there belongs to the form.
    let mut afters = numbered.iter().filter(|(other, _)| other == before).map(|(_, after)| after.as_str());
    let first = afters.next().unwrap_or_default();
    let after = if afters.all(|after| after == first) && numbered.len() > 1 { first } else { "" };
    let after = if after.contains(|character: char| character.is_ascii_digit()) { "" } else { after };
    let is_plain = before.ends_with(' ') && after.is_empty();
    let own = if is_plain { before.trim().to_owned() } else { bare(before) };
    let words =
        Some(own).filter(|words| !words.is_empty()).or_else(|| Some(bare(after)).filter(|words| !words.is_empty()));
    Title {
        words: words.unwrap_or_else(|| "My Newsletter".into()),
        around: (!is_plain).then(|| (before.to_owned(), after.to_owned())),
        is_numbered: true,
    }
}

/// A title around its number.
fn split(title: &str, number: u32) -> Option<(String, String)> {
    let number = number.to_string();
    let is_digit = |side: Option<char>| side.is_some_and(|side| side.is_ascii_digit());
    let (at, _) = title.rmatch_indices(&number).find(|(at, found)| {
        let (before, after) = neighbours(title, *at..at + found.len());
        !is_digit(before) && !is_digit(after)
    })?;
    Some((title.get(..at)?.trim_start().to_owned(), title.get(at + number.len()..)?.trim_end().to_owned()))
}

/// Words without what announces a number or parts them from it.
fn bare(words: &str) -> String {
    let is_word = |character: char| character.is_alphanumeric() || matches!(character, '!' | '?' | ')' | ']');
    words.trim_end_matches(|character| !is_word(character)).trim_start_matches(|c| !is_word(c)).to_owned()
}

fn undated(title: &str) -> String {
    let mut title = title.to_owned();
    for found in span::all(&title, Date::constant(2020, 1, 1)).into_iter().rev() {
        title.replace_range(found.range, " ");
    }
    bare(title.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titled(titles: &[&str]) -> Title {
        let past = |title: &&str| {
            let text = format!("# {title}\n");
            Past { issue: crate::markdown::read(&text, "2026-01-01.md"), text }
        };
        let issues: Vec<Past> = titles.iter().map(past).collect();
        usual(&issues.iter().collect::<Vec<_>>())
    }

    #[test]
    fn a_title_and_its_number_are_told_apart() {
        let around = |before: &str, after: &str| Some((before.to_owned(), after.to_owned()));
        for (titles, words, expected) in [
            (&["OSPO Newsletter 43", "OSPO Newsletter 42", "OSPO News 41"][..], "OSPO Newsletter", None),
            (&["📣 Notes! 7"], "📣 Notes!", None),
            (&["Notes #12: three talks", "Notes #11: a walk"], "Notes", around("Notes #", "")),
            (&["第 24 期 通讯", "第 23 期 通讯"], "第", around("第 ", " 期 通讯")),
            (&["Issue 7 of Notes", "Issue 6 of Notes"], "Issue", around("Issue ", " of Notes")),
            (&["Notes"], "Notes", None),
            (&["Notes – June 3, 2025", "Notes – May 6, 2025"], "Notes", None),
            (&[], "My Newsletter", None),
        ] {
            let title = titled(titles);
            assert_eq!((title.words.as_str(), title.around), (words, expected), "{titles:?}");
        }
    }
}
