//! Rules about an issue's number, its file name and the index of issues.
//!
//! Only what folder and index know counts: where issues are missing from the folder, the index alone
//! decides; with neither there is no finding.

use std::ops::Range;

use jiff::civil::Date;

use super::{Case, Check, Example, Found, Level};
use crate::series::Numbers;
use crate::series::index::{Index, Row, renumbered};

pub(super) const NUMBER_MISMATCH: Check = Check {
    id: "number-mismatch",
    level: Level::Error,
    about: "The number in the heading does not follow from the issues before it, or is not that of the index.",
    wrong: Example::beside("# Notes 7\n", &[("2026-10-27.md", "# Notes 7\n"), ("2026-09-29.md", "# Notes 6\n")]),
    right: Example::beside("# Notes 8\n", &[("2026-10-27.md", "# Notes 7\n"), ("2026-09-29.md", "# Notes 6\n")]),
    find: |case| {
        let mismatch = |(date, number): (Date, u32)| {
            let (expected, why) = expected(case, date, number)?;
            let range = case.title_range();
            let message = format!("this is issue {expected}, not {number}: {why}");
            let fix = renumbered(case.bytes(&range), number, expected).map(|text| (range.clone(), text));
            (expected != number).then(|| Found::at(range, message).fix_if(fix))
        };
        case.issue.date.zip(case.issue.number).and_then(mismatch).into_iter().collect()
    },
};

/// The number that an issue must have, and how that is known.
fn expected(case: &Case<'_>, date: Date, number: u32) -> Option<(u32, String)> {
    if let Some(index) = &case.newsletter.index
        && let Some(number) = index.number(date)
    {
        return Some((number, format!("{} says so", index.path)));
    }
    let known = known_numbers(case, date);
    let mut before = known.before(date);
    let (day, last) = before.next()?;
    let follows = match (before.next(), known.after(date)) {
        (_, Some(after)) => after == last + 2,
        (Some((_, one_before)), None) => last == one_before + 1,
        // A single issue before it tells only that numbers grow.
        (None, None) => number <= last,
    };
    follows.then(|| (last + 1, format!("the issue of {day} is {last}")))
}

/// The numbers of the other issues, by day; what the index says goes before headings.
fn known_numbers(case: &Case<'_>, date: Date) -> Numbers {
    let issues = case.newsletter.archive.issues().iter();
    Numbers::of(issues.filter_map(|issue| issue.date.zip(issue.number)), case.newsletter.index.as_ref()).without(date)
}

pub(super) const FILE_NAME: Check = Check {
    id: "file-name",
    level: Level::Error,
    about: "An issue's file is named by its day, `YYYY-MM-DD.md`, and the day exists.",
    wrong: Example { path: "2026-11-31.md", text: "# Notes 5\n", beside: &[] },
    right: Example { path: "2026-11-24.md", text: "# Notes 5\n", beside: &[] },
    find: |case| {
        let name = case.path.rsplit(['/', '\\']).next().unwrap_or(case.path);
        // Other Markdown files may be given too: a hook passes on whatever changed.
        let is_issue = name != "README.md" && (case.issue.number.is_some() || looks_dated(name));
        let is_dated = crate::markdown::name_date(name).is_some();
        let message = match name.strip_suffix(".md").map(str::parse::<Date>) {
            Some(Err(_)) if looks_dated(name) => format!("the file is named {name}: there is no such day"),
            _ => format!("the file is named {name}, which does not say the issue's day"),
        };
        let found =
            (!is_dated && is_issue).then(|| Found::at(case.title_range(), message).help("name it YYYY-MM-DD.md"));
        found.into_iter().collect()
    },
};

fn looks_dated(name: &str) -> bool {
    name.chars().filter(char::is_ascii_digit).count() >= 6
}

pub(super) const INDEX_MISSING: Check = Check {
    id: "index-missing",
    level: Level::Error,
    about: "The index of issues does not list this one.",
    wrong: Example::beside(
        "# Notes 5\n",
        &[("README.md", "| Issue | Date |\n|---|---|\n| [Notes 4](2026-10-27.md) | October 27, 2026 |\n")],
    ),
    right: Example::beside(
        "# Notes 5\n",
        &[(
            "README.md",
            "| Issue | Date |\n|---|---|\n| [Notes 5](2026-11-24.md) | November 24, 2026 |\n| [Notes 4](2026-10-27.md) | October 27, 2026 |\n",
        )],
    ),
    find: |case| {
        let (Some(index), Some(date)) = (&case.newsletter.index, case.issue.date) else { return Vec::new() };
        // A translation stands in the index of its own language, if anywhere.
        if index.lists(date) || !is_named_by(case.path, date) {
            return Vec::new();
        }
        let found = Found::at(case.title_range(), format!("{} does not list this issue", index.path));
        let row = case.issue.number.and_then(|number| index.new_row(date, number));
        vec![match row {
            Some((at, text)) => found.fix_index(at..at, text),
            None => found.help("add a row to the index"),
        }]
    },
};

fn is_named_by(path: &str, date: Date) -> bool {
    path.rsplit(['/', '\\']).next() == Some(&format!("{date}.md"))
}

pub(super) const INDEX_TARGET: Check = Check {
    id: "index-target",
    level: Level::Error,
    about: "A row of the index opens another issue than it names.",
    wrong: Example::beside(
        "# Notes 5\n",
        &[("README.md", "- Issue 5: [2026-11-24](2026-10-27.md)\n"), ("2026-10-27.md", "# Notes 4\n")],
    ),
    right: Example::beside(
        "# Notes 5\n",
        &[("README.md", "- Issue 5: [2026-11-24](2026-11-24.md)\n"), ("2026-10-27.md", "# Notes 4\n")],
    ),
    find: |case| {
        let (Some(index), Some(date)) = (&case.newsletter.index, case.issue.date) else { return Vec::new() };
        let wrong = index.rows.iter().filter(|row| row.target != date && names(case, row, date));
        wrong
            .map(|row| {
                let message = format!("this row names the issue of {date} and opens that of {}", row.target);
                Found::in_index(row.range.clone(), message).fix_if(retargeted(index, row, date))
            })
            .collect()
    },
};

/// Whether a row means the issue of `date`: it says the day, or, naming no day, the number of this
/// issue and of no other.
fn names(case: &Case<'_>, row: &Row, date: Date) -> bool {
    let opened = case.newsletter.archive.issues().iter().find(|issue| issue.date == Some(row.target));
    match row.says {
        Some(says) => says == date,
        None => {
            row.number.is_some()
                && row.number == case.issue.number
                && opened.is_some_and(|opened| opened.number != row.number)
        }
    }
}

fn retargeted(index: &Index, row: &Row, date: Date) -> Option<(Range<usize>, String)> {
    let link = index.text.get(row.range.clone())?;
    let wrong = format!("{}.md", row.target);
    let at = row.range.start + link.rfind(&wrong)?;
    Some((at..at + wrong.len(), format!("{date}.md")))
}
