//! Whether an entry is older than what its section lists, by what its address tells.
//!
//! An article may carry its day in its address. A job board counts its postings: one that comes
//! before a posting that an old issue listed is older than that issue. Whatever tells nothing of its
//! age is never found stale.

use std::sync::LazyLock;

use jiff::ToSpan as _;
use jiff::civil::Date;
use regex::Regex;

use super::{Case, Check, Example, Found, Level};
use crate::model::issue::{Entry, EntryType, Section};
use crate::model::link::Link;
use crate::model::pattern::pattern;

/// How old, in days, jobs and articles may be where the newsletter does not say: the windows with
/// which sections are drafted.
const WINDOWS: (i64, i64) = (60, 45);

pub(super) const STALE_ITEM: Check = Check {
    id: "stale-item",
    level: Level::Warning,
    about: "An article or a job is older than what its section lists: by the day in its address, or by the order in which its board counts.",
    wrong: Example::of("# Notes 5\n\n## News\n\n- [What a review found](https://example.org/2026/05/04/review)\n"),
    right: Example::of("# Notes 5\n\n## News\n\n- [What a review found](https://example.org/2026/11/04/review)\n"),
    find: |case| {
        let Some(date) = case.issue.date else { return Vec::new() };
        let counted = counted(case, date);
        let items = [EntryType::Article, EntryType::Job].into_iter().flat_map(|wanted| case.items(wanted));
        items.filter_map(|(section, entry)| stale(case, section, entry, date, &counted)).collect()
    },
};

fn stale(case: &Case<'_>, section: &Section, entry: &Entry, date: Date, counted: &[Counted]) -> Option<Found> {
    let link = case.first_link(entry)?;
    let parsed = Link::parse(&link.url)?;
    if case.newsletter.settings.allows(&parsed) {
        return None;
    }
    let oldest = oldest(case, section, date);
    let message = match entry.entry_type {
        EntryType::Job => {
            let before = posted_before(&parsed, counted).filter(|before| *before < oldest)?;
            format!("this job is older than one that the issue of {before} listed, by the numbers of their board")
        }
        _ => {
            let day = address_day(&link.url).filter(|day| *day < oldest)?;
            format!("this is not of after {day}, by its address")
        }
    };
    Some(Found::at(link.range.clone(), message).help(format!("this section lists what is new since {oldest}")))
}

/// The first day that a section still covers: its window before the issue, or the issue before this
/// one where that is longer ago.
fn oldest(case: &Case<'_>, section: &Section, date: Date) -> Date {
    let usual = if section.section_type == EntryType::Job { WINDOWS.0 } else { WINDOWS.1 };
    let window = case.newsletter.windows.get(&section.heading).copied().unwrap_or(usual);
    let begin = date.saturating_sub(window.days());
    let listed = case.newsletter.index.iter().flat_map(|index| index.rows.iter().map(|row| row.target));
    let known = case.newsletter.before(date).filter_map(|issue| issue.date).chain(listed.filter(|other| *other < date));
    known.max().map_or(begin, |previous| previous.min(begin))
}

/// The last day that the date in an address can mean: `/2026/11/04/`, `/2026-11-04-`, `/2026/11/`.
fn address_day(url: &str) -> Option<Date> {
    static DAY: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"/(20[0-4]\d)(?:/(\d{1,2})(?:/(\d{1,2}))?|-(\d{2})-(\d{2}))(?:[/\-]|$)"));
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let found = DAY.captures(path)?;
    let number = |group: usize| found.get(group).and_then(|digits| digits.as_str().parse::<i8>().ok());
    let year = found.get(1)?.as_str().parse().ok()?;
    let month = number(2).or(number(4))?;
    match number(3).or(number(5)) {
        Some(day) => Date::new(year, month, day).ok(),
        None => Date::new(year, month, 1).ok().map(Date::last_of_month),
    }
}

/// A posting that an issue listed: its board's series, its place in it, the issue's day.
struct Counted {
    series: String,
    number: u64,
    date: Date,
}

/// The postings of boards that count, in the issues before a day, oldest first.
fn counted(case: &Case<'_>, date: Date) -> Vec<Counted> {
    let jobs = case.newsletter.before(date).flat_map(|issue| {
        issue.entries().filter(|entry| entry.entry_type == EntryType::Job).filter_map(|entry| {
            let (series, number) = in_series(&Link::parse(entry.url.as_deref()?)?)?;
            Some(Counted { series, number, date: issue.date? })
        })
    });
    jobs.collect()
}

/// The day of the first issue that listed a later posting of the same board.
fn posted_before(link: &Link, counted: &[Counted]) -> Option<Date> {
    let (series, number) = in_series(link)?;
    counted.iter().find(|other| other.series == series && other.number > number).map(|other| other.date)
}

/// The series in which a board counts a posting, and its number there. Only boards that count over
/// all employers in one order; Greenhouse counts in several regions at once, told apart by the last
/// three of ten digits.
fn in_series(link: &Link) -> Option<(String, u64)> {
    let thing = link.thing()?;
    let (board, id) = thing.split_once(':')?;
    let number = id.parse().ok()?;
    match board {
        "li" | "amazon" | "sr" => Some((format!("{board}/{}", id.len()), number)),
        "gh" => {
            let region = id.get(id.len().checked_sub(3)?..).filter(|_| id.len() == 10).unwrap_or_default();
            Some((format!("gh/{}/{region}", id.len()), number))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_day_in_an_address_is_read_and_a_number_is_none() {
        for (url, expected) in [
            ("https://e.example/2026/11/04/review/", Some(date(2026, 11, 4))),
            ("https://e.example/blog/2026-11-04-review", Some(date(2026, 11, 4))),
            ("https://e.example/2026/02/review", Some(date(2026, 2, 28))),
            ("https://e.example/2026/review", None),
            ("https://e.example/2026/13/review", None),
            ("https://e.example/20261104", None),
            ("https://e.example/?from=/2026/11/04/", None),
        ] {
            assert_eq!(address_day(url), expected, "{url}");
        }
    }

    #[test]
    fn only_boards_that_count_over_all_employers_tell_an_order() {
        let series = |url: &str| Link::parse(url).and_then(|link| in_series(&link));
        assert_eq!(series("https://www.linkedin.com/jobs/view/4181091889/"), Some(("li/10".into(), 4_181_091_889)));
        assert_eq!(series("https://boards.greenhouse.io/a/jobs/5372369002"), Some(("gh/10/002".into(), 5_372_369_002)));
        assert_eq!(series("https://a.jobs.personio.de/job/1791038"), None);
        assert_eq!(series("https://e.example/jobs/1791038"), None);
    }
}
