//! Rules about dates: events, calls for papers, their order and how days are written.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use jiff::ToSpan as _;
use jiff::civil::Date;
use regex::Regex;

use super::{Case, Check, Example, Found, Level};
use crate::model::dates::span::{self, DaySpan};
use crate::model::issue::{Entry, EntryType, Section};
use crate::model::item::CfpStatus;
use crate::model::pattern::pattern;

/// Within how many days of the issue a call that closes is worth a note.
const SOON: i64 = 7;

pub(super) const EVENT_PAST: Check = Check {
    id: "event-past",
    level: Level::Error,
    about: "An event is over before the issue appears.",
    wrong: Example::of(
        "# Notes 5\n\n## Events\n\n- November 3–4, 2026 [Example Conference](https://example.org/conference/)\n",
    ),
    right: Example::of(
        "# Notes 5\n\n## Events\n\n- December 3–4, 2026 [Example Conference](https://example.org/conference/)\n",
    ),
    find: |case| {
        let Some(date) = case.issue.date else { return Vec::new() };
        let over = dated(case).into_iter().filter(|event| event.span.end < date);
        over.map(|event| {
            Found::at(event.place(case), format!("this was over on {}, before the issue of {date}", event.span.end))
                .help("take it out, or correct its date")
        })
        .collect()
    },
};

pub(super) const CFP_CLOSED: Check = Check {
    id: "cfp-closed",
    level: Level::Error,
    about: "A call for papers is listed as open and has closed.",
    wrong: Example::of(
        "# Notes 5\n\n## Events\n\n- March 3–4, 2027 [Example Conference](https://example.org/conference/) - CFP closes November 15, 2026\n",
    ),
    right: Example::of(
        "# Notes 5\n\n## Events\n\n- March 3–4, 2027 [Example Conference](https://example.org/conference/) - CFP closed\n",
    ),
    find: |case| {
        calls(case)
            .filter(|(_, closes, date)| closes < date)
            .map(|(entry, closes, _)| {
                Found::at(lead(case, entry), format!("this call closed on {closes}")).help("write that it closed")
            })
            .collect()
    },
};

pub(super) const CFP_SOON: Check = Check {
    id: "cfp-soon",
    level: Level::Note,
    about: "A call for papers closes within a week of the issue.",
    wrong: Example::of(
        "# Notes 5\n\n## Events\n\n- March 3–4, 2027 [Example Conference](https://example.org/conference/) - CFP closes November 27, 2026\n",
    ),
    right: Example::of(
        "# Notes 5\n\n## Events\n\n- March 3–4, 2027 [Example Conference](https://example.org/conference/) - CFP closes December 27, 2026\n",
    ),
    find: |case| {
        calls(case)
            .filter(|(_, closes, date)| date <= closes && *closes <= date.saturating_add(SOON.days()))
            .map(|(entry, closes, _)| {
                Found::at(lead(case, entry), format!("this call closes on {closes}: readers must be quick"))
            })
            .collect()
    },
};

/// Events with the day on which their call closes, where it is not said to be closed, and the issue's day.
fn calls<'c>(case: &'c Case<'_>) -> impl Iterator<Item = (&'c Entry, Date, Date)> {
    case.items(EntryType::Event).filter_map(|(_, entry)| {
        let cfp = entry
            .cfp
            .as_ref()
            .filter(|cfp| matches!(cfp.status, CfpStatus::Open | CfpStatus::Unknown | CfpStatus::Closed))?;
        let says_closed = fold_has(&entry.text, "closed");
        (!says_closed).then_some((entry, cfp.closes?, case.issue.date?))
    })
}

fn fold_has(text: &str, word: &str) -> bool {
    text.to_lowercase().contains(word)
}

pub(super) const DATE_MISSING: Check = Check {
    id: "date-missing",
    level: Level::Warning,
    about: "An event without a date.",
    wrong: Example::of(
        "# Notes 5\n\n## Events\n\n- December 3–4, 2026 [Example Conference](https://example.org/conference/)\n- [Example Summit](https://example.org/summit/)\n",
    ),
    right: Example::of(
        "# Notes 5\n\n## Events\n\n- December 3–4, 2026 [Example Conference](https://example.org/conference/)\n- December 7, 2026 [Example Summit](https://example.org/summit/)\n",
    ),
    find: |case| {
        let undated = case
            .items(EntryType::Event)
            .filter(|(_, entry)| entry.start.is_none() && entry.cfp.as_ref().and_then(|cfp| cfp.closes).is_none());
        undated
            .filter(|(section, entry)| {
                section.entries.iter().any(|entry| entry.start.is_some()) && !MONTH.is_match(&entry.text)
            })
            .map(|(_, entry)| Found::at(lead(case, entry), "this event has no date").help("say when it is"))
            .collect()
    },
};

/// A month alone is a date that is not known better yet.
static MONTH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b")
});

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

/// The year behind the date, where that reads as the same days.
fn with_year(case: &Case<'_>, event: &Dated<'_>) -> Option<(Range<usize>, String)> {
    let range = event.written.clone()?;
    let year = format!("{}, {}", case.bytes(&range), event.span.end.year());
    let read = span::find(&year, case.issue.date?)?;
    (is_english(case) && read.span == event.span && read.has_year && read.range == (0..year.len()))
        .then_some((range, year))
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
        if !is_english(case) || !mixes(events.iter().map(|event| Style::of(written(event)))) {
            return Vec::new();
        }
        let usual = |event: &Dated<'_>| span::format(event.span, "en");
        // A date without a year gets it from `date-no-year`, or stays without like all others.
        let alike = |event: &Dated<'_>| match event.has_year {
            Some(false) => usual(event).rsplit_once(", ").map(|(days, _)| days.to_owned()).unwrap_or_default(),
            _ => usual(event),
        };
        let odd = events
            .iter()
            .filter(|event| event.written.is_some() && written(event) != alike(event) && !event.has_weekday);
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

/// How a date is written, as far as it shows.
#[derive(Default)]
struct Style {
    is_short: Option<bool>,
    dash: Option<String>,
    has_ordinal: bool,
    is_day_first: bool,
}

impl Style {
    fn of(written: &str) -> Style {
        static PARTS: LazyLock<(Regex, Regex, Regex)> = LazyLock::new(|| {
            (pattern(r"\p{Alphabetic}{3,}"), pattern(r"\d\s*(?:st|nd|rd|th)\b"), pattern(r"(\s*)([-–—]|to|&)(\s*)\d"))
        });
        let (word, ordinal, dash) = &*PARTS;
        let month = word.find(written).map(|found| found.as_str().to_lowercase()).filter(|month| month != "may");
        Style {
            is_short: month.map(|month| month.len() <= 4 && month != "june" && month != "july"),
            dash: dash
                .captures(written)
                .and_then(|found| found.get(0))
                .map(|found| found.as_str().trim_end_matches(|end: char| end.is_ascii_digit()).to_owned()),
            has_ordinal: ordinal.is_match(written),
            is_day_first: written.starts_with(|first: char| first.is_ascii_digit()),
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

pub(super) const NOT_SORTED: Check = Check {
    id: "not-sorted",
    level: Level::Warning,
    about: "The events of a section are not in the order of their dates.",
    wrong: Example::of(
        "# Notes 5\n\n## Events\n\n- December 7, 2026 [Example Summit](https://example.org/summit/)\n- December 3–4, 2026 [Example Conference](https://example.org/conference/)\n",
    ),
    right: Example::of(
        "# Notes 5\n\n## Events\n\n- December 3–4, 2026 [Example Conference](https://example.org/conference/)\n- December 7, 2026 [Example Summit](https://example.org/summit/)\n",
    ),
    find: |case| {
        let sections = case.issue.sections.iter().filter(|section| section.section_type == EntryType::Event);
        sections.flat_map(runs).filter_map(|run| unsorted(case, &run)).collect()
    },
};

/// Dated list items of a section, each run of which stands together.
fn runs(section: &Section) -> Vec<Vec<&Entry>> {
    let mut runs: Vec<Vec<&Entry>> = vec![Vec::new()];
    for entry in &section.entries {
        match runs.last_mut() {
            Some(run) if entry.is_list_item && entry.start.is_some() && entry.entry_type == EntryType::Event => {
                run.push(entry)
            }
            _ if entry.is_list_item => {}
            _ => runs.push(Vec::new()),
        }
    }
    runs
}

/// The first event that stands behind a later one; the repair puts the dated ones in order and
/// leaves the others where they are.
fn unsorted(case: &Case<'_>, run: &[&Entry]) -> Option<Found> {
    let (before, late) = run.iter().zip(run.iter().skip(1)).find(|(one, next)| one.start > next.start)?;
    let message = format!("this begins on {}, before the one above it ({})", late.start?, before.start?);
    let mut sorted: Vec<&Entry> = run.to_vec();
    sorted.sort_by_key(|entry| entry.start);
    let whole = run.first()?.range.start..run.last()?.range.end;
    let mut text = String::new();
    let mut from = whole.start;
    for (slot, entry) in run.iter().zip(&sorted) {
        text.push_str(case.bytes(&(from..slot.range.start)));
        text.push_str(content(case, entry));
        text.push_str(case.bytes(&(slot.range.start + content(case, slot).len()..slot.range.end)));
        from = slot.range.end;
    }
    Some(Found::at(lead(case, late), message).fix(whole, text))
}

/// An entry without the line ending after it.
fn content<'a>(case: &Case<'a>, entry: &Entry) -> &'a str {
    case.bytes(&entry.range).trim_end_matches(['\n', '\r'])
}

pub(super) const WEEKDAY: Check = Check {
    id: "weekday",
    level: Level::Error,
    about: "The weekday does not fit the date.",
    wrong: Example::of("# Notes 5\n\nThe next call is on Monday, December 3, 2026.\n"),
    right: Example::of("# Notes 5\n\nThe next call is on Thursday, December 3, 2026.\n"),
    find: |case| {
        let near = case.issue.date.unwrap_or(Date::constant(2000, 1, 1));
        let mut found = Vec::new();
        for line in case.lines.ranges(case.text) {
            let prose = case.prose.get(line.clone()).unwrap_or_default();
            for date in span::all(prose, near).into_iter().filter(|date| date.has_year) {
                let right = date.span.start.weekday();
                if date.weekday.is_some_and(|weekday| weekday != right) {
                    let message = format!("{} is a {right:?}", date.span.start);
                    found.push(
                        Found::at(line.start + date.range.start..line.start + date.range.end, message)
                            .help("correct the day or the date"),
                    );
                }
            }
        }
        found
    },
};

pub(super) const CLOCK: Check = Check {
    id: "clock",
    level: Level::Error,
    about: "A time that no clock shows, such as \"16:30 PM\".",
    wrong: Example::of("# Notes 5\n\nThe next call begins at 16:30 PM.\n"),
    right: Example::of("# Notes 5\n\nThe next call begins at 4:30 PM.\n"),
    find: |case| {
        static ODD: LazyLock<Regex> = LazyLock::new(|| {
            pattern(
                r"(?i)\b(?:(?:1[3-9]|2[0-9])[:.][0-5]\d\s?[ap]\.?m\b|00?:[0-5]\d\s?p\.?m\b|\d{1,2}:[6-9]\d\s?[ap]\.?m\b)",
            )
        });
        ODD.find_iter(&case.prose)
            .map(|time| {
                Found::at(time.range(), "no clock shows this time")
                    .help("write the hours from 1 to 12 with AM and PM, or from 0 to 23 without")
            })
            .collect()
    },
};

/// An event with its days.
struct Dated<'c> {
    entry: &'c Entry,
    span: DaySpan,
    /// Where the days stand in the text, where that could be found.
    written: Option<Range<usize>>,
    has_year: Option<bool>,
    has_weekday: bool,
}

impl Dated<'_> {
    /// The date, else the entry's first line.
    fn place(&self, case: &Case<'_>) -> Range<usize> {
        self.written.clone().unwrap_or_else(|| lead(case, self.entry))
    }
}

/// The dated events of event sections, in order.
fn dated<'c>(case: &'c Case<'_>) -> Vec<Dated<'c>> {
    let near = case.issue.date.unwrap_or(Date::constant(2000, 1, 1));
    let read = |entry: &'c Entry| {
        let span = DaySpan::new(entry.start?, entry.end.or(entry.start)?)?;
        let prose = case.prose.get(entry.range.clone()).unwrap_or_default();
        let targets: Vec<Range<usize>> =
            case.links_in(&entry.range).filter_map(|link| super::links::target(case, link)).collect();
        let written = span::all(prose, near).into_iter().filter(|found| found.span == span).find(|found| {
            let at = entry.range.start + found.range.start;
            !targets.iter().any(|target| target.contains(&at))
        });
        Some(Dated {
            entry,
            span,
            has_year: written.as_ref().map(|found| found.has_year),
            has_weekday: written.as_ref().is_some_and(|found| found.weekday.is_some()),
            written: written.map(|found| entry.range.start + found.range.start..entry.range.start + found.range.end),
        })
    };
    case.items(EntryType::Event).filter_map(|(_, entry)| read(entry)).collect()
}

/// The first line of an entry.
fn lead(case: &Case<'_>, entry: &Entry) -> Range<usize> {
    case.lines.range(case.text, entry.line)
}

fn is_english(case: &Case<'_>) -> bool {
    case.issue.language.as_deref().is_none_or(|language| language.starts_with("en"))
}
