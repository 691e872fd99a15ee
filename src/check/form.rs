//! Rules about the form of an issue: entries without a link, bullets, headings, images.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{Case, Check, Example, Found, Level};
use crate::model::issue::{EntryType, Section};
use crate::model::pattern::pattern;
use crate::model::words::fold;

pub(super) const MISSING_LINK: Check = Check {
    id: "missing-link",
    level: Level::Error,
    about: "A job or an article without a link.",
    wrong: Example::of(
        "# Notes 5\n\n## News\n\n- A review of ten offices is out\n- [What a review found](https://example.org/review)\n",
    ),
    right: Example::of("# Notes 5\n\n## News\n\n- [A review of ten offices is out](https://example.org/review)\n"),
    find: |case| {
        let sections =
            case.issue.sections.iter().filter(|section| {
                [EntryType::Job, EntryType::Article].iter().any(|wanted| case.lists(section, *wanted))
            });
        let entries = sections
            .filter(|section| lists_links(section))
            .flat_map(|section| section.entries.iter().filter(move |entry| entry.entry_type == section.section_type));
        let bare = entries.filter(|entry| {
            entry.is_list_item && !entry.text.trim().is_empty() && case.links_in(&entry.range).next().is_none()
        });
        let is_placeholder = |range: &Range<usize>| {
            case.prose.get(range.clone()).is_some_and(|text| text.contains("ADD ") || text.trim_end().ends_with(']'))
        };
        bare.map(|entry| case.lines.range(case.text, entry.line))
            .filter(|range| !is_placeholder(range))
            .map(|range| Found::at(range, "this entry has no link").help("link the posting or the article"))
            .collect()
    },
};

/// Whether most list items of a section have a link: then one without is a slip.
fn lists_links(section: &Section) -> bool {
    let items = section.entries.iter().filter(|entry| entry.is_list_item);
    let (linked, bare): (Vec<_>, Vec<_>) = items.partition(|entry| !entry.urls.is_empty());
    linked.len() >= bare.len() && !linked.is_empty()
}

pub(super) const BULLET_STYLE: Check = Check {
    id: "bullet-style",
    level: Level::Warning,
    about: "List items begin with different signs in one issue.",
    wrong: Example::of(
        "# Notes 5\n\n## News\n\n- [What a review found](https://example.org/review)\n- [Ten offices compared](https://example.org/offices)\n\nAnd more:\n\n* [How one began](https://example.org/began)\n",
    ),
    right: Example::of(
        "# Notes 5\n\n## News\n\n- [What a review found](https://example.org/review)\n- [Ten offices compared](https://example.org/offices)\n\nAnd more:\n\n- [How one began](https://example.org/began)\n",
    ),
    find: |case| {
        let bullets: Vec<(usize, char)> = case
            .issue
            .entries()
            .filter_map(|entry| {
                let line = case.bytes(&entry.range);
                let at = line.len() - line.trim_start_matches([' ', '\u{FEFF}']).len();
                let sign = line.get(at..)?.chars().next().filter(|sign| matches!(sign, '-' | '*' | '+'))?;
                entry.is_list_item.then_some((entry.range.start + at, sign))
            })
            .collect();
        let Some(usual) = usual(&bullets) else { return Vec::new() };
        let others = bullets.iter().filter(|(_, sign)| *sign != usual);
        others
            .map(|(at, sign)| {
                Found::at(*at..at + 1, format!("this item begins with `{sign}`, most with `{usual}`"))
                    .fix(*at..at + 1, usual)
            })
            .collect()
    },
};

/// The sign of most items; of equals the first used.
fn usual(bullets: &[(usize, char)]) -> Option<char> {
    let count = |sign: char| bullets.iter().filter(|(_, other)| *other == sign).count();
    bullets.iter().rev().map(|(_, sign)| *sign).max_by_key(|sign| count(*sign))
}

pub(super) const HEADING_NAME: Check = Check {
    id: "heading-name",
    level: Level::Warning,
    about: "A heading differs by a slip from the one that the newsletter uses.",
    wrong: Example::beside(
        "# Notes 5\n\n## 📌 ICMYI Industry News\n",
        &[
            ("2026-07-28.md", "# Notes 1\n\n## 📌 ICYMI Industry News\n"),
            ("2026-08-25.md", "# Notes 2\n\n## 📌 ICYMI Industry News\n"),
            ("2026-09-29.md", "# Notes 3\n\n## 📌 ICYMI Industry News\n"),
            ("2026-10-27.md", "# Notes 4\n\n## 📌 ICYMI Industry News\n"),
        ],
    ),
    right: Example::beside(
        "# Notes 5\n\n## 📌 ICYMI Industry News\n",
        &[
            ("2026-07-28.md", "# Notes 1\n\n## 📌 ICYMI Industry News\n"),
            ("2026-08-25.md", "# Notes 2\n\n## 📌 ICYMI Industry News\n"),
            ("2026-09-29.md", "# Notes 3\n\n## 📌 ICYMI Industry News\n"),
            ("2026-10-27.md", "# Notes 4\n\n## 📌 ICYMI Industry News\n"),
        ],
    ),
    find: |case| {
        let known = known_headings(case);
        let slip = |section: &Section| {
            let meant = meant(&known, &section.heading)?;
            let fix = retitled(case, section, meant);
            Some(
                Found::at(section.heading_range.clone(), format!("this heading is usually written `{meant}`"))
                    .fix_if(fix),
            )
        };
        case.issue.sections.iter().filter(|section| !section.heading.is_empty()).filter_map(slip).collect()
    },
};

/// How many other issues must agree on a heading before it is the newsletter's.
const AGREE: usize = 4;

/// The headings that the newsletter uses: the configured ones, else those of most issues.
fn known_headings(case: &Case<'_>) -> Vec<String> {
    if !case.newsletter.headings.is_empty() {
        return case.newsletter.headings.clone();
    }
    let others = case.newsletter.archive.issues().iter().filter(|issue| issue.date != case.issue.date);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for section in others.flat_map(|issue| &issue.sections) {
        *counts.entry(section.heading.as_str()).or_default() += 1;
    }
    counts
        .into_iter()
        .filter(|(heading, count)| *count >= AGREE && !heading.is_empty())
        .map(|(heading, _)| heading.to_owned())
        .collect()
}

/// The known heading that a heading was to be: one or two letters away, and none that is known too.
/// Of two known ones that differ so little, neither is a slip of the other.
fn meant<'k>(known: &'k [String], heading: &str) -> Option<&'k str> {
    let words = letters(heading);
    if words.chars().count() < 8 || known.iter().any(|known| letters(known) == words) {
        return None;
    }
    let is_near = |known: &&String| {
        (1..=2).contains(&strsim::osa_distance(&letters(known), &words)) && !differs_in_number(known, heading)
    };
    known.iter().find(is_near).map(String::as_str)
}

/// Letters and digits, folded: emoji and spaces make no other heading.
fn letters(heading: &str) -> String {
    fold(heading).chars().filter(|character| character.is_alphanumeric()).collect()
}

/// "Part 1" is no slip of "Part 2".
fn differs_in_number(one: &str, other: &str) -> bool {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    digits(one) != digits(other)
}

/// The heading's words replaced, where they stand in the source without markup.
fn retitled(case: &Case<'_>, section: &Section, meant: &str) -> Option<(Range<usize>, String)> {
    let written = case.bytes(&section.heading_range);
    let at = section.heading_range.start + written.find(section.heading.as_str())?;
    Some((at..at + section.heading.len(), meant.to_owned()))
}

pub(super) const IMAGE_ALT: Check = Check {
    id: "image-alt",
    level: Level::Warning,
    about: "An image without alternative text: people who do not see it miss what it says.",
    wrong: Example::of("# Notes 5\n\n![](https://example.org/stage.png)\n"),
    right: Example::of("# Notes 5\n\n![Three speakers on a stage](https://example.org/stage.png)\n"),
    find: |case| {
        static IMAGES: LazyLock<(Regex, Regex)> =
            LazyLock::new(|| (pattern(r"!\[\s*\]\([^)\n]*\)|(?is)<img\b[^>]*>"), pattern(r"(?i)\salt\s*=")));
        let (image, alt) = &*IMAGES;
        let bare = image
            .find_iter(&case.prose)
            .filter(|found| found.as_str().starts_with('!') || !alt.is_match(found.as_str()));
        bare.map(|found| Found::at(found.range(), "this image has no alternative text").help("say what it shows"))
            .collect()
    },
};
