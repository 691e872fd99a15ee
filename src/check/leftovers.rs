//! Rules about what a template, an earlier step or a wrong character set left behind.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{Case, Check, Example, Found, Level, waivers};
use crate::archive::Occurrence;
use crate::model::issue::EntryType;
use crate::model::link::Link;
use crate::model::mojibake;
use crate::model::pattern::pattern;

pub(super) const MOJIBAKE: Check = Check {
    id: "mojibake",
    level: Level::Error,
    about: "The text was decoded with the wrong character set.",
    wrong: Example::of(
        "# Notes 5\n\n## News\n\n- [Jim√©nez reads the r√©sum√©s of Malm√∂](https://example.org/review)\n",
    ),
    right: Example::of("# Notes 5\n\n## News\n\n- [Jiménez reads the résumés of Malmö](https://example.org/review)\n"),
    find: |case| {
        let Some(repaired) = mojibake::repair(case.text) else { return Vec::new() };
        let start = case
            .text
            .char_indices()
            .find(|(_, character)| !character.is_ascii() && *character != '\u{FEFF}')
            .map_or(0, |(at, _)| at);
        let end = case
            .text
            .get(start..)
            .and_then(|rest| rest.find(|character: char| character.is_ascii()))
            .map_or(start, |at| start + at);
        let message = format!("the text was decoded as {} instead of UTF-8", repaired.charset);
        let found = Found::at(start..end, message).fix(0..case.text.len(), repaired.text);
        vec![found]
    },
};

pub(super) const PLACEHOLDER: Check = Check {
    id: "placeholder",
    level: Level::Error,
    about: "Text of the template that was to be replaced, or an instruction to those who write.",
    wrong: Example::of(
        "# Notes 5\n\n## News\n\n- [News or Article 1]\n- [What a review found](https://example.org/review)\n",
    ),
    right: Example::of("# Notes 5\n\n## News\n\n- [What a review found](https://example.org/review)\n"),
    find: |case| {
        let places = PLACEHOLDERS.find_iter(&case.prose).map(|found| found.range());
        let places = places.filter(|range| !case.is_in_link(range));
        let mut found: Vec<Found> = places
            .map(|range| {
                let trimmed = range.start..range.start + case.bytes(&range).trim_end().len();
                Found::at(trimmed, "a placeholder was left in").help("put in what belongs here, or take the line out")
            })
            .collect();
        let instructions = case.comments.iter().filter(|comment| is_instruction(case, comment));
        found.extend(instructions.map(|comment| {
            Found::at(comment.clone(), "an instruction to those who write was left in").help("take the comment out")
        }));
        found
    },
};

/// What templates of newsletters leave to be filled in. Names in capitals only: "add jobs" may be prose.
static PLACEHOLDERS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?xm)
        \bADD[\ ](?:JOBS?|NEWS|ARTICLES?|EVENTS?|CFPS?|CONFERENCES?|DATES?|LINKS?|NAMES?|SPEAKERS?|TOPICS?|TITLE|TEXT|HERE)\b(?:[A-Z,\ ]*[A-Z])?
        | \[(?:ADD|INSERT|YOUR|TBD)\b[^\]\n]*\]
        | \[(?:XYZ|XX+)\]
        | \[(?:News|Article|News\ or\ Article|Job|Event|Update|Link|Title|Name|Item|Topic|Speaker)\ (?:\d{1,2}|[XN])\]
        | \[[Pp]lease[\ ](?:add|insert|fill|replace|write|put)\b[^\]\n]*\]
        | \bon[\ ]Date[\ ]X\b
        | \bName,[\ ]reason\b
        | ^Format[\ ]to[\ ]use[\ ]with[\ ]Examples:?
        | \b(?:TBD|XXXX+|FIXME)\b
        | \b[Ll]orem[\ ]ipsum\b
        | \{\{[^}\n]*\}\} | \{%[^%\n]*%\}",
    )
});

/// A comment that tells people what to write; markers of tools and waivers are not.
fn is_instruction(case: &Case<'_>, comment: &Range<usize>) -> bool {
    static TELLS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"(?i)\b(?:add|format|include|replace|insert|fill|example|remove|delete|write|put)\b")
    });
    let text = case.bytes(comment);
    let inside = text.trim_start_matches("<!--").trim_start();
    !inside.starts_with(waivers::MARK) && !inside.starts_with("newsletter:") && TELLS.is_match(inside)
}

pub(super) const TEMPLATE_EXAMPLE: Check = Check {
    id: "template-example",
    level: Level::Error,
    about: "A line that stands in the template as an example.",
    wrong: Example::beside(
        "# Notes 5\n\n## Jobs\n\n- [🇮🇪 Example | Open Source Lead](https://example.com/lead)\n",
        &[("template.md", "## Jobs\n\n```\n- [🇮🇪 Example | Open Source Lead](https://example.com/lead)\n```\n")],
    ),
    right: Example::beside(
        "# Notes 5\n\n## Jobs\n\n- [🇮🇪 Example | Licence Analyst](https://example.com/analyst)\n",
        &[("template.md", "## Jobs\n\n```\n- [🇮🇪 Example | Open Source Lead](https://example.com/lead)\n```\n")],
    ),
    find: |case| {
        let lines = case.lines.ranges(case.text).filter(|range| {
            let line = case.bytes(range).trim();
            case.newsletter.examples.contains(line) && is_left_over(case, range)
        });
        lines.map(|range| Found::at(range, "this line is an example of the template").help("take it out")).collect()
    },
};

/// Templates are made from issues: the issue in which a line first stood is not its copy. In the
/// newest issue, after an earlier one, and without a link, it is; events come back anyway.
fn is_left_over(case: &Case<'_>, line: &Range<usize>) -> bool {
    let link = case.links_in(line).find_map(|link| Link::parse(&link.url));
    let Some((link, date)) = link.zip(case.issue.date) else { return true };
    let is_newest = case.newsletter.archive.newest().is_none_or(|newest| newest.date <= Some(date));
    let is_copy = |past: &Occurrence| past.entry_type != EntryType::Event && past.date.is_some_and(|past| past < date);
    is_newest || case.newsletter.archive.published(&link).iter().any(is_copy)
}
