//! Whether an event has other dates here than in an earlier issue or at its source.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::{Case, Check, Example, Found, Level};
use crate::model::issue::{Entry, EntryType};
use crate::model::link::Link;

/// Events whose days are further apart than this, in days, are two editions under one address.
const EDITIONS: i64 = 180;

pub(super) const EVENT_DATE_CHANGED: Check = Check {
    id: "event-date-changed",
    level: Level::Warning,
    about: "An earlier issue, or the source, gives other dates for the same event.",
    wrong: Example::beside(
        "# Notes 5\n\n## Events\n\n- December 3–4, 2026 [Example Conference](https://example.org/conference/)\n",
        &[(
            "2026-10-27.md",
            "# Notes 4\n\n## Events\n\n- December 10–11, 2026 [Example Conference](https://example.org/conference/)\n",
        )],
    ),
    right: Example::beside(
        "# Notes 5\n\n## Events\n\n- December 3–4, 2026 [Example Conference](https://example.org/conference/)\n",
        &[(
            "2026-10-27.md",
            "# Notes 4\n\n## Events\n\n- December 3–4, 2026 [Example Conference](https://example.org/conference/)\n",
        )],
    ),
    find: |case| {
        let Some(date) = case.issue.date else { return Vec::new() };
        let events = case.items(EntryType::Event).filter_map(|(_, entry)| changed(case, entry, date));
        events.collect()
    },
};

fn changed(case: &Case<'_>, entry: &Entry, date: Date) -> Option<Found> {
    let link = case.first_link(entry)?;
    let parsed = Link::parse(&link.url)?;
    let (start, end) = (entry.start?, entry.end.or(entry.start)?);
    if case.newsletter.settings.allows(&parsed) || has_several(case, &parsed) {
        return None;
    }
    let (other, who) = at_source(case, parsed.key(), start).or_else(|| in_issue(case, &parsed, start, date))?;
    let is_other = other != (start, end);
    is_other.then(|| {
        let range = super::events::lead(case, entry);
        Found::at(range, format!("this is {} here, {} {who}", days((start, end)), days(other)))
            .help("find out which is right")
    })
}

fn days((start, end): (Date, Date)) -> String {
    if start == end { start.to_string() } else { format!("{start} to {end}") }
}

/// Whether an address stands for several events of this issue: then it tells none of them.
fn has_several(case: &Case<'_>, link: &Link) -> bool {
    let same = case.newsletter.archive.published(link).iter().filter(|other| other.date == case.issue.date);
    same.filter(|other| other.entry_type == EntryType::Event && other.is_first).count() > 1
}

type Days = (Date, Date);

/// The dates that the source gave when the issue was drafted.
fn at_source(case: &Case<'_>, key: &str, start: Date) -> Option<(Days, String)> {
    let same = case.newsletter.announced.iter().filter(|announced| announced.key == key);
    let mut editions = same.filter(|announced| is_one_edition(announced.start, start));
    let announced = editions.next().filter(|first| editions.all(|other| other.start == first.start))?;
    Some(((announced.start, announced.end), format!("at the source `{}`", announced.source)))
}

/// The dates in the last issue before this one that listed the event. Days that had passed by now
/// are those of an earlier event of a series.
fn in_issue(case: &Case<'_>, link: &Link, start: Date, date: Date) -> Option<(Days, String)> {
    let earlier = case.newsletter.before(date).rev();
    earlier
        .flat_map(|issue| issue.entries().map(move |entry| (issue, entry)))
        .filter(|(_, entry)| entry.entry_type == EntryType::Event && entry.is_list_item)
        .filter_map(|(issue, entry)| {
            let days = (entry.start?, entry.end.or(entry.start)?);
            let is_same = Link::parse(entry.url.as_deref()?)? == *link;
            (is_same && is_one_edition(days.0, start) && days.1 >= date)
                .then(|| (days, format!("in {}, in line {}", issue.path, entry.line)))
        })
        .next()
}

fn is_one_edition(one: Date, other: Date) -> bool {
    let (first, last) = if one <= other { (one, other) } else { (other, one) };
    last <= first.saturating_add(EDITIONS.days())
}
