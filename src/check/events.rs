//! Rules about events: whether they lie ahead, their calls for papers, their order.
//!
//! How days are written is in `styles`, whether they exist in `days`, whether they were others
//! before in `changed`.

use std::ops::Range;
use std::sync::LazyLock;

use jiff::ToSpan as _;
use jiff::civil::Date;
use regex::Regex;

use super::{Case, Check, Example, Found, Level};
use crate::model::dates::months;
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
                section.entries.iter().any(|entry| entry.start.is_some()) && !names_month(case, &entry.text)
            })
            .map(|(_, entry)| Found::at(lead(case, entry), "this event has no date").help("say when it is"))
            .collect()
    },
};

/// A month alone ("June", "junio", "6月") is a date that is not known better yet.
fn names_month(case: &Case<'_>, text: &str) -> bool {
    static MONTH: LazyLock<Regex> = LazyLock::new(|| pattern(r"\d月|\p{Alphabetic}+"));
    // "may" and "march" are months with a capital only.
    let is_capital = |word: &str| !case.is_english() || word.starts_with(char::is_uppercase) && word.len() > 2;
    MONTH.find_iter(text).map(|found| found.as_str()).any(|word| {
        word.ends_with('月') || is_capital(word) && months::month(&word.to_lowercase(), Some(case.language())).is_some()
    })
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

/// An event with its days.
pub(super) struct Dated<'c> {
    entry: &'c Entry,
    pub(super) span: DaySpan,
    /// Where the days stand in the text, where that could be found.
    pub(super) written: Option<Range<usize>>,
    pub(super) has_year: Option<bool>,
    pub(super) has_weekday: bool,
}

impl Dated<'_> {
    /// The date, else the entry's first line.
    pub(super) fn place(&self, case: &Case<'_>) -> Range<usize> {
        self.written.clone().unwrap_or_else(|| lead(case, self.entry))
    }
}

/// The dated events of event sections, in order.
pub(super) fn dated<'c>(case: &'c Case<'_>) -> Vec<Dated<'c>> {
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
pub(super) fn lead(case: &Case<'_>, entry: &Entry) -> Range<usize> {
    case.lines.range(case.text, entry.line)
}
