//! Rules about how the days of events are written: with a year, and in one style.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::events::{Dated, dated};
use super::{Case, Check, Example, Found, Level};
use crate::model::dates::months;
use crate::model::dates::span::{self, DaySpan};
use crate::model::pattern::pattern;

pub(super) const DATE_NO_YEAR: Check = Check {
    id: "date-no-year",
    level: Level::Warning,
    about: "An event's date has no year, where others of the issue have one.",
    wrong: Example::of(
        "# Notes 5\n\n## Events\n\n- December 3–4, 2026 [Example Conference](https://example.org/conference/)\n- January 7 [Example Summit](https://example.org/summit/)\n",
    ),
    right: Example::of(
        "# Notes 5\n\n## Events\n\n- December 3–4, 2026 [Example Conference](https://example.org/conference/)\n- January 7, 2027 [Example Summit](https://example.org/summit/)\n",
    ),
    find: |case| {
        let events = dated(case);
        if !events.iter().any(|event| event.has_year == Some(true)) {
            return Vec::new();
        }
        let without = events.iter().filter(|event| event.has_year == Some(false));
        without
            .map(|event| {
                let found = Found::at(event.place(case), "this date has no year, others of this issue have one");
                found.fix_if(with_year(case, event))
            })
            .collect()
    },
};

/// The date with its year as the language writes it, where that reads as the same days.
fn with_year(case: &Case<'_>, event: &Dated<'_>) -> Option<(Range<usize>, String)> {
    let range = event.written.clone()?;
    let (days, year) = (case.bytes(&range), event.span.end.year());
    let text = match primary(case) {
        "en" => format!("{days}, {year}"),
        "es" | "pt" => format!("{days} de {year}"),
        "it" | "fr" | "de" => format!("{days} {year}"),
        "ja" | "zh" => format!("{}年{days}", event.span.start.year()),
        _ => return None,
    };
    let read = span::find(&text, case.issue.date?)?;
    (read.span == event.span && read.has_year && read.range == (0..text.len())).then_some((range, text))
}

/// The language without its region.
fn primary<'c>(case: &'c Case<'_>) -> &'c str {
    case.language().split(['-', '_']).next().unwrap_or_default()
}

pub(super) const DATE_STYLE: Check = Check {
    id: "date-style",
    level: Level::Warning,
    about: "The dates of one issue are written in several styles.",
    wrong: Example::of(
        "# Notes 5\n\n## Events\n\n- December 3–4, 2026 [Example Conference](https://example.org/conference/)\n- Dec 7-8, 2026 [Example Summit](https://example.org/summit/)\n",
    ),
    right: Example::of(
        "# Notes 5\n\n## Events\n\n- December 3–4, 2026 [Example Conference](https://example.org/conference/)\n- December 7–8, 2026 [Example Summit](https://example.org/summit/)\n",
    ),
    find: |case| {
        let events: Vec<Dated<'_>> = dated(case).into_iter().filter(|event| event.written.is_some()).collect();
        let written = |event: &Dated<'_>| event.written.clone().map(|range| case.bytes(&range)).unwrap_or_default();
        let language = primary(case);
        if !WRITTEN.contains(&language) || !mixes(events.iter().map(|event| Style::of(written(event), language))) {
            return Vec::new();
        }
        let alike = |event: &Dated<'_>| match event.has_year {
            // It gets its year from `date-no-year`, or stays without like all others.
            Some(false) => without_year(event.span, language),
            _ => span::format(event.span, language),
        };
        let odd = events
            .iter()
            .filter(|event| written(event) != alike(event) && !event.has_weekday && !alike(event).is_empty());
        odd.map(|event| {
            let text = alike(event);
            let found = Found::at(
                event.place(case),
                format!("the dates of this issue have several styles; the usual one is `{text}`"),
            );
            found.fix_if(event.written.clone().map(|range| (range, text)))
        })
        .collect()
    },
};

/// The languages of which the usual style is known.
const WRITTEN: &[&str] = &["en", "es", "pt", "it", "fr", "de", "ja", "zh"];

/// A date in the usual style without its year; empty where its two ends have different ones.
fn without_year(span: DaySpan, language: &str) -> String {
    static YEAR: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:, | de | )\d{4}$|^\d{4}年"));
    let usual = span::format(span, language);
    if span.start.year() == span.end.year() { YEAR.replace(&usual, "").into_owned() } else { String::new() }
}

/// How a date is written, as far as it shows.
#[derive(Default)]
struct Style {
    is_short: Option<bool>,
    dash: Option<String>,
    has_ordinal: bool,
    is_day_first: bool,
}

impl Style {
    fn of(written: &str, language: &str) -> Style {
        static PARTS: LazyLock<(Regex, Regex, Regex)> = LazyLock::new(|| {
            (pattern(r"\p{Alphabetic}{3,}"), pattern(r"\d\s*(?:st|nd|rd|th)\b"), pattern(r"(\s*)([-–—]|to|&)(\s*)\d"))
        });
        let (word, ordinal, dash) = &*PARTS;
        Style {
            is_short: word.find(written).and_then(|found| is_short(found.as_str(), language)),
            dash: dash
                .captures(written)
                .and_then(|found| found.get(0))
                .map(|found| found.as_str().trim_end_matches(|end: char| end.is_ascii_digit()).to_owned()),
            has_ordinal: ordinal.is_match(written),
            is_day_first: !written.contains('月') && written.starts_with(|first: char| first.is_ascii_digit()),
        }
    }
}

fn mixes(styles: impl Iterator<Item = Style>) -> bool {
    let (mut short, mut dashes, mut ordinals, mut orders) =
        (BTreeSet::new(), BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for style in styles {
        short.extend(style.is_short);
        dashes.extend(style.dash);
        ordinals.insert(style.has_ordinal);
        orders.insert(style.is_day_first);
    }
    short.len() > 1 || dashes.len() > 1 || ordinals.len() > 1 || orders.len() > 1
}

/// Whether a month's name is short for its full one; none for names that are no longer in full.
fn is_short(word: &str, language: &str) -> Option<bool> {
    let month = months::month(&word.to_lowercase(), Some(language))?;
    let full = span::format(DaySpan::day(Date::new(2001, month, 1).ok()?), language).to_lowercase();
    let full = full.split(|letter: char| !letter.is_alphabetic()).find(|part| part.chars().count() > 2)?;
    (full.chars().count() > 3).then(|| full != word.to_lowercase())
}
