//! The newsletter-aware linter: what `newsletter check` has to say about an issue.
//!
//! Every rule is one row of [`CHECKS`]: its name, its level, a sentence, an example of each side, and
//! a function from a [`Case`] to what it found. The rules stand in one file a family: `links`,
//! `answers` and `conflicts` (addresses), `numbers`, `repeats`, `near`, `leftovers`, `events`, `changed`,
//! `styles` and `days` (dates), `age`, `form`, `sense`, `spelling`. [`run`] asks them all and takes out
//! what people waived (`waivers`); `repair` applies edits by byte range. Reading files, git and
//! printing are not here but in `commands::check`.

mod age;
pub mod answers;
mod case;
mod changed;
mod conflicts;
mod days;
mod events;
mod form;
pub mod guide;
mod leftovers;
mod lines;
mod links;
mod near;
mod numbers;
mod repair;
mod repeats;
mod sense;
pub mod settings;
mod spelling;
mod styles;
mod waivers;

use std::ops::Range;

use serde::Serialize;

use self::settings::Level;
use crate::model::text::line;

pub use self::case::{Announced, Case, Newsletter};
pub use self::lines::Lines;
pub use self::repair::{applied, repaired};

/// Longest message or help, in characters.
const MESSAGE_CAP: usize = 300;

/// A change of one file: the bytes of `range` become `text`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Edit {
    /// The file.
    pub path: String,
    /// Bytes of the file.
    pub range: Range<usize>,
    /// What stands there afterwards.
    pub text: String,
}

/// Something that a rule has to say, with its place.
#[derive(Clone, Debug, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Finding {
    /// The rule's name.
    pub rule: &'static str,
    /// How much it matters here: the rule's level or the configured one.
    pub level: Level,
    /// The file.
    pub path: String,
    /// Bytes of the file.
    pub range: Range<usize>,
    /// Line on which it starts, from 1.
    pub line: usize,
    /// Character of the line on which it starts, from 1.
    pub column: usize,
    /// What is wrong: one line, clean.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// What `--fix` does.
    pub fix: Option<Edit>,
}

/// What a rule found, before it has a file, a line and a level.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    range: Range<usize>,
    message: String,
    help: Option<String>,
    fix: Option<(File, Range<usize>, String)>,
    file: File,
}

/// Which file a range counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum File {
    Issue,
    Index,
}

impl Found {
    /// A finding in the issue.
    pub fn at(range: Range<usize>, message: impl Into<String>) -> Found {
        Found { range, message: message.into(), help: None, fix: None, file: File::Issue }
    }

    /// A finding in the index of issues.
    pub fn in_index(range: Range<usize>, message: impl Into<String>) -> Found {
        Found { file: File::Index, ..Found::at(range, message) }
    }

    /// With advice.
    pub fn help(self, help: impl Into<String>) -> Found {
        Found { help: Some(help.into()), ..self }
    }

    /// With a repair in the same file.
    pub fn fix(self, range: Range<usize>, text: impl Into<String>) -> Found {
        Found { fix: Some((self.file, range, text.into())), ..self }
    }

    /// With a repair, where there is a certain one.
    fn fix_if(self, fix: Option<(Range<usize>, String)>) -> Found {
        match fix {
            Some((range, text)) => self.fix(range, text),
            None => self,
        }
    }

    /// With a repair in the index of issues.
    pub fn fix_index(self, range: Range<usize>, text: impl Into<String>) -> Found {
        Found { fix: Some((File::Index, range, text.into())), ..self }
    }
}

/// A small newsletter that shows a rule: an issue and what stands beside it.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// The issue's file name.
    pub path: &'static str,
    /// The issue.
    pub text: &'static str,
    /// Other issues, by file name; `README.md` is the index, an address what its server answers.
    pub beside: &'static [(&'static str, &'static str)],
}

impl Example {
    /// An issue of Tuesday, 24 November 2026, alone.
    const fn of(text: &'static str) -> Example {
        Example { path: "2026-11-24.md", text, beside: &[] }
    }

    /// The same issue with other files beside it.
    const fn beside(text: &'static str, beside: &'static [(&'static str, &'static str)]) -> Example {
        Example { path: "2026-11-24.md", text, beside }
    }
}

/// A rule.
#[derive(Debug)]
pub struct Check {
    /// Its name in reports, waivers and settings.
    pub id: &'static str,
    /// How much a finding matters unless the newsletter says otherwise.
    pub level: Level,
    /// What an editor would say: one sentence.
    pub about: &'static str,
    /// An issue in which exactly this rule speaks.
    pub wrong: Example,
    /// The same issue as it should be: no rule speaks.
    pub right: Example,
    /// Everything that it finds.
    pub find: fn(&Case<'_>) -> Vec<Found>,
}

/// Every rule there is. Where two repairs overlap, the rule that stands first goes first.
pub const CHECKS: &[&Check] = &[
    &leftovers::MOJIBAKE,
    &numbers::NUMBER_MISMATCH,
    &numbers::FILE_NAME,
    &numbers::INDEX_MISSING,
    &numbers::INDEX_TARGET,
    &links::EMPTY_LINK,
    &links::BROKEN_LINK_SYNTAX,
    &links::SECRET_IN_URL,
    &links::TRACKING_PARAM,
    &links::GENERIC_TARGET,
    &links::LINK_TEXT,
    &links::GLUED_LINK,
    &answers::DEAD_LINK,
    &repeats::DUPLICATE_IN_SECTION,
    &repeats::DUPLICATE_ACROSS_SECTIONS,
    &repeats::SEEN_BEFORE,
    &near::NEAR_DUPLICATE,
    &leftovers::PLACEHOLDER,
    &leftovers::TEMPLATE_EXAMPLE,
    &events::EVENT_PAST,
    &events::CFP_CLOSED,
    &events::CFP_SOON,
    &events::DATE_MISSING,
    &styles::DATE_NO_YEAR,
    &styles::DATE_STYLE,
    &events::NOT_SORTED,
    &changed::EVENT_DATE_CHANGED,
    &days::WEEKDAY,
    &days::CLOCK,
    &form::MISSING_LINK,
    &form::BULLET_STYLE,
    &form::HEADING_NAME,
    &form::IMAGE_ALT,
    &conflicts::LABEL_TARGET_CONFLICT,
    &sense::FLAG_LOCATION,
    &age::STALE_ITEM,
    &spelling::SPELLING,
    &waivers::WAIVER,
];

/// The rule of that name.
pub fn named(id: &str) -> Option<&'static Check> {
    CHECKS.iter().copied().find(|check| check.id == id)
}

/// Asks every rule about one issue. What people waived is left out; the rest is in order of the text.
///
/// `path` is the issue's file as shown to people, `text` its content.
pub fn run(newsletter: &Newsletter, path: &str, text: &str) -> Vec<Finding> {
    let case = Case::new(newsletter, path, text);
    let asked = CHECKS.iter().filter_map(|check| Some((check, newsletter.settings.level(check)?)));
    let found = asked.flat_map(|(check, level)| {
        (check.find)(&case).into_iter().map(move |found| (check.id, level, found)).collect::<Vec<_>>()
    });
    let waivers = waivers::Waivers::of(&case);
    let mut findings: Vec<Finding> = found
        .map(|(rule, level, found)| finding(&case, rule, level, found))
        .filter(|finding| finding.path != path || !waivers.cover(finding.rule, finding.line))
        .collect();
    findings.sort_by_key(|finding| (finding.path != path, finding.range.start));
    findings
}

fn finding(case: &Case<'_>, rule: &'static str, level: Level, found: Found) -> Finding {
    let index = case.newsletter.index.as_ref();
    let path = |file: File| match (file, index) {
        (File::Index, Some(index)) => index.path.clone(),
        _ => case.path.to_owned(),
    };
    let (line_number, column) = match (found.file, index) {
        (File::Index, Some(index)) => Lines::of(&index.text).place(&index.text, found.range.start),
        _ => case.lines.place(case.text, found.range.start),
    };
    Finding {
        rule,
        level,
        path: path(found.file),
        range: found.range,
        line: line_number,
        column,
        message: line(&found.message, MESSAGE_CAP),
        help: found.help.map(|help| line(&help, MESSAGE_CAP)),
        fix: found.fix.map(|(file, range, text)| Edit { path: path(file), range, text }),
    }
}
