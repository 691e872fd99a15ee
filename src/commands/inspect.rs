//! `newsletter inspect`: an issue as data. Works on any Markdown issue, old ones included.

use std::io::Read as _;
use std::path::Path;

use super::{Session, as_json, print};
use crate::cli::InspectArgs;
use crate::markdown;
use crate::model::issue::{EntryType, Issue};
use crate::report::{Exit, Failure, count, plain};
use crate::workspace;

pub(super) fn run(session: &Session, args: &InspectArgs) -> Result<Exit, Failure> {
    let text = read(session, &args.file)?;
    let issue = markdown::read(&text, &args.file.to_string_lossy());
    let shown = match args.json {
        true => as_json(&issue)?,
        false => in_words(&issue),
    };
    print(&shown)?;
    Ok(Exit::Done)
}

/// The text of an issue, from a file or (`-`) from standard input. Bytes that are no UTF-8 become
/// U+FFFD: reading never fails on content.
pub(super) fn read(session: &Session, file: &Path) -> Result<String, Failure> {
    let bytes = if file == Path::new("-") {
        let mut bytes = Vec::new();
        let read = std::io::stdin().lock().take(workspace::FILE_CAP + 1).read_to_end(&mut bytes);
        read.map_err(|error| Failure::new(format!("standard input cannot be read: {error}"), "give a file"))?;
        if bytes.len() as u64 > workspace::FILE_CAP {
            return Err(workspace::FileError::TooLarge { path: "standard input".into() }.into());
        }
        bytes
    } else {
        workspace::read_bytes(&session.given(file))?
    };
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn in_words(issue: &Issue) -> String {
    let number = issue.number.map_or("no number".into(), |number| format!("number {number}"));
    let date = issue.date.map_or("no date".into(), |date| date.to_string());
    let mut lines = vec![format!("{} ({number}, {date})", issue.title.as_deref().unwrap_or("no title"))];
    for section in &issue.sections {
        lines.push(format!("{:>5}  {} {}", section.line, "#".repeat(section.level.into()), section.heading));
        lines.extend(section.entries.iter().map(|entry| {
            let title = entry.title.as_deref().unwrap_or(&entry.text);
            let dates = entry.start.map(|start| format!(" {start}")).unwrap_or_default();
            format!(
                "{:>5}    {}{dates}  {}  {}",
                entry.line,
                name(entry.entry_type),
                crate::model::text::line(title, 80),
                entry.url.as_deref().unwrap_or("-")
            )
        }));
    }
    lines.extend(issue.warnings.iter().map(|warning| format!("warning: {warning}")));
    lines.push(format!(
        "{}, {}",
        count(issue.sections.len(), "section"),
        count(issue.entries().map(|entry| entry.urls.len()).sum(), "link")
    ));
    plain(&lines.join("\n")) + "\n"
}

fn name(entry_type: EntryType) -> &'static str {
    match entry_type {
        EntryType::Job => "job",
        EntryType::Event => "event",
        EntryType::Article => "article",
        EntryType::Text => "text",
    }
}
