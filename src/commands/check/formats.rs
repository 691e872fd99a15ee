//! The forms in which findings are reported: for people, as JSON, as GitHub's workflow commands, as
//! SARIF. What comes from files is made harmless for where it lands.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level as Shown, Renderer, Snippet};
use serde::Serialize;
use serde_json::{Value, json};

use super::Report;
use crate::check::answers::{States, summary};
use crate::check::settings::Level;
use crate::check::{CHECKS, Finding};
use crate::commands::{FORMAT, as_json};
use crate::escape::log::visible;
use crate::escape::{ci, uri};
use crate::report::{Failure, count, plain, without_commands};

/// Longest line that is shown, in characters: past that, a line shows nothing.
const LINE_CAP: usize = 2_000;

/// For people: each finding with the line that it is about, then the sums.
pub(super) fn human(report: &Report) -> String {
    let mut text: String = report.findings.iter().map(|finding| snippet(report, finding) + "\n\n").collect();
    for path in &report.repaired {
        text.push_str(&format!("repaired {}\n", plain(path)));
    }
    without_commands(&text) + &sums(report)
}

fn sums(report: &Report) -> String {
    let of = |level: Level| report.findings.iter().filter(|finding| finding.level == level).count();
    let fixable = report.findings.iter().filter(|finding| finding.fix.is_some()).count();
    let repair = if fixable > 0 { format!("; `--fix` repairs {fixable}") } else { String::new() };
    let links = report.links.as_ref().map(|states| plain(&summary(states)) + "\n").unwrap_or_default();
    format!(
        "{} checked: {}, {}, {}{repair}\n{links}",
        count(report.checked, "issue"),
        count(of(Level::Error), "error"),
        count(of(Level::Warning), "warning"),
        count(of(Level::Note), "note"),
    )
}

fn snippet(report: &Report, finding: &Finding) -> String {
    let (source, span) = shown_line(report, finding);
    let path = plain(&finding.path);
    let snippet = Snippet::source(source.as_str())
        .path(path.as_str())
        .line_start(finding.line)
        .annotation(AnnotationKind::Primary.span(span));
    let level = match finding.level {
        Level::Error => Shown::ERROR,
        Level::Warning => Shown::WARNING,
        Level::Note => Shown::NOTE,
    };
    let mut group = level.primary_title(plain(&finding.message)).id(finding.rule).element(snippet);
    if let Some(help) = &finding.help {
        group = group.element(Shown::HELP.message(plain(help)));
    }
    Renderer::styled().decor_style(DecorStyle::Ascii).render(&[group])
}

/// The first line of a finding without anything that a terminal would obey, and the finding's place
/// in it, in bytes.
fn shown_line(report: &Report, finding: &Finding) -> (String, std::ops::Range<usize>) {
    let Some((text, lines)) = report.texts.get(&finding.path) else { return (String::new(), 0..0) };
    let line = lines.range(text, finding.line);
    let part = |range: std::ops::Range<usize>| visible(text.get(range).unwrap_or_default());
    let start = finding.range.start.clamp(line.start, line.end);
    let end = finding.range.end.clamp(start, line.end);
    let (before, inside, after) = (part(line.start..start), part(start..end), part(end..line.end));
    let span = before.len()..before.len() + inside.len();
    let shown = before + &inside + &after;
    if shown.chars().count() > LINE_CAP { (String::new(), 0..0) } else { (shown, span) }
}

/// The report as JSON (format version 1).
#[derive(Serialize, schemars::JsonSchema)]
pub(in crate::commands) struct Data<'r> {
    version: u32,
    checked: usize,
    repaired: Vec<&'r String>,
    findings: &'r [Finding],
    /// Every link that was asked with its state; left out without `--links`.
    #[serde(skip_serializing_if = "Option::is_none")]
    links: Option<&'r States>,
}

/// As JSON, with the names of [`Finding`].
pub(super) fn json(report: &Report) -> Result<String, Failure> {
    let data = Data {
        version: FORMAT,
        checked: report.checked,
        repaired: report.repaired.iter().collect(),
        findings: &report.findings,
        links: report.links.as_ref(),
    };
    as_json(&data)
}

/// As GitHub's workflow commands: annotations on the lines of a pull request.
pub(super) fn github(report: &Report) -> String {
    let line = |finding: &Finding| {
        let command = match finding.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Note => "notice",
        };
        let help = finding.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
        let (line, column) = (finding.line.to_string(), finding.column.to_string());
        let place = [("file", finding.path.as_str()), ("line", &line), ("col", &column), ("title", finding.rule)];
        ci::command(command, &place, &format!("{}{help}", finding.message)) + "\n"
    };
    report.findings.iter().map(line).collect::<String>() + &sums(report)
}

/// As SARIF 2.1.0 (OASIS), for code scanning.
pub(super) fn sarif(report: &Report) -> Result<String, Failure> {
    let rules: Vec<Value> = CHECKS
        .iter()
        .map(|check| {
            json!({
                "id": check.id,
                "shortDescription": { "text": check.about },
                "defaultConfiguration": { "level": check.level.word() },
            })
        })
        .collect();
    let results: Vec<Value> = report.findings.iter().map(|finding| result(report, finding)).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "newsletter",
                "version": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    as_json(&log)
}

fn result(report: &Report, finding: &Finding) -> Value {
    let end = report.texts.get(&finding.path).map(|(text, lines)| lines.place(text, finding.range.end));
    let (end_line, end_column) = end.unwrap_or((finding.line, finding.column));
    let help = finding.help.as_ref().map(|help| format!(" {help}.")).unwrap_or_default();
    json!({
        "ruleId": finding.rule,
        "ruleIndex": CHECKS.iter().position(|check| check.id == finding.rule),
        "level": finding.level.word(),
        "message": { "text": format!("{}.{help}", finding.message) },
        "locations": [{ "physicalLocation": {
            "artifactLocation": { "uri": uri::path(&finding.path), "uriBaseId": "%SRCROOT%" },
            "region": {
                "startLine": finding.line, "startColumn": finding.column,
                "endLine": end_line, "endColumn": end_column,
            },
        } }],
    })
}
