//! What `init` writes: a newsletter that drafts at once.

use jiff::civil::Date;

use crate::escape;
use crate::issue::assemble;
use crate::markdown::write::{escape_inline, escape_table_cell};
use crate::series::index::MARKERS;

const SOURCES: &str = include_str!("../../docs/starter/sources.toml");
const DRAFT: &str = include_str!("../../docs/starter/draft.yml");
const CHECK: &str = include_str!("../../docs/starter/check.yml");
const INBOX: &str = include_str!("../../docs/starter/example.toml");

/// The index of issues.
pub(super) const INDEX: &str = "issues/README.md";

/// How issues look where they do not look as the built-in template has it.
#[derive(Clone, Debug)]
pub(super) struct Look {
    /// What stands before and after the number in the heading; title and number by default.
    pub(super) around: Option<(String, String)>,
    /// The level of the headings of sections.
    pub(super) level: u8,
}

impl Default for Look {
    fn default() -> Look {
        Look { around: None, level: 2 }
    }
}

/// The configuration of a newsletter that is new altogether.
pub(super) fn sources(title: &str) -> String {
    SOURCES.replace("\"My Newsletter\"", &escape::toml::string(title))
}

/// Paths and texts of the files of a newsletter with this configuration.
pub(super) fn files(sources: &str, look: &Look) -> Vec<(&'static str, String)> {
    vec![
        ("sources.toml", sources.to_owned()),
        ("templates/issue.md.j2", template(look)),
        ("inbox/example.toml", INBOX.to_owned()),
        (".github/workflows/newsletter-draft.yml", DRAFT.to_owned()),
        (".github/workflows/newsletter-check.yml", CHECK.to_owned()),
        (INDEX, index("Issues", &[])),
        (".gitignore", "/.newsletter/\n".to_owned()),
    ]
}

/// The template of an issue with its heading and levels as they look.
fn template(look: &Look) -> String {
    let template = assemble::BUILT_IN
        .replace("## {{ section.heading }}", &format!("{} {{{{ section.heading }}}}", "#".repeat(look.level.into())));
    match &look.around {
        Some((before, after)) => template.replace("# {{ title }} {{ number }}", &heading(before, after)),
        None => template,
    }
}

/// The heading of an issue as a template: nothing in the words of an archive is an expression.
fn heading(before: &str, after: &str) -> String {
    // Escaped as one line: what ends before the number does not end the heading.
    const NUMBER: char = '\u{FDD0}';
    let words = format!("{before}{NUMBER}{after}");
    let kept: String = words.chars().filter(|character| !character.is_control()).collect();
    let literal = escape::template::literal(&escape_inline(&kept));
    format!("# {}", literal.replace(NUMBER, "{{ number }}"))
}

/// An index with these issues, between its markers.
pub(super) fn index(title: &str, issues: &[(Date, Option<u32>)]) -> String {
    let cell = escape_table_cell(title);
    let rows = issues.iter().map(|(day, number)| match number {
        Some(number) => format!("| [{cell} {number}]({day}.md) | {day} |\n"),
        None => format!("| [{cell}]({day}.md) | {day} |\n"),
    });
    let rows: String = rows.collect();
    let title = escape_inline(title);
    format!("# {title}\n\n{}\n| Issue | Date |\n| --- | --- |\n{rows}{}\n", MARKERS.0, MARKERS.1)
}
