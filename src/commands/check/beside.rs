//! What the newsletter knows beside an issue: the other issues, the index, templates, settings, and
//! what sources said of events when the issue was drafted.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::civil::Date;

use super::super::{Session, series};
use super::{issues_in, lossy, markdown_files, name};
use crate::archive::Archive;
use crate::check::{Announced, Newsletter};
use crate::config::Config;
use crate::markdown;
use crate::record::Record;
use crate::report::Failure;
use crate::series::sibling;
use crate::workspace;

/// What is known beside the issues of a folder.
pub(super) fn newsletter(session: &Session, config: Option<&Config>, folder: &Path) -> Result<Newsletter, Failure> {
    let issues = issues_in(folder)?;
    // Nothing outside the newsletter is read, or repaired, on its behalf.
    let outer = folder.parent().filter(|outer| outer.starts_with(&session.workspace.root));
    let beside: Vec<&Path> = std::iter::once(folder).chain(outer).collect();
    let index = series::index(session, config, folder);
    let templates =
        beside.iter().flat_map(|place| markdown_files(place)).filter(|path| name(path).contains("template"));
    let examples = templates.filter_map(|path| lossy(&path).ok()).flat_map(|text| Newsletter::examples_of(&text));
    // A sibling says what its issue says: it is no further issue, and nothing in it was published before.
    let issues = issues.into_iter().filter(|(path, _)| sibling::name(&name(path)).is_none());
    let headings = config.into_iter().flat_map(headings).filter(|heading| !heading.is_empty());
    Ok(Newsletter {
        examples: examples.collect(),
        index,
        archive: Archive::read(issues.map(|(path, text)| (session.workspace.shown(&path), text))),
        settings: config.map(|config| config.check.clone()).unwrap_or_default(),
        headings: headings.collect(),
        language: config.map(|config| config.newsletter.language.clone()),
        windows: config.map(windows).unwrap_or_default(),
        ..Newsletter::default()
    })
}

/// The configured headings, those of other languages too.
fn headings(config: &Config) -> impl Iterator<Item = String> {
    let translated = config.languages.values().flat_map(|language| language.headings.values().cloned());
    config.sections.iter().map(|section| section.heading.clone()).chain(translated)
}

/// How old, in days, what a section lists may be, by heading.
fn windows(config: &Config) -> BTreeMap<String, i64> {
    // A span of months has no length of its own; one from a given day is near enough.
    let day = Date::constant(2001, 1, 1);
    let days = |date: Date| day.since(date).map(|span| i64::from(span.get_days())).unwrap_or(i64::MAX);
    let sections = config.sections.iter().filter(|section| !section.heading.is_empty());
    sections.map(|section| (section.heading.clone(), days(section.window.before(day)))).collect()
}

/// The events of the record that stands beside an issue; none where there is no record, or one that
/// cannot be read: `check` works on any issue.
pub(super) fn announced(folder: &Path, file: &Path) -> Vec<Announced> {
    let Some(date) = markdown::name_date(&name(file)) else { return Vec::new() };
    let path = folder.join(".record").join(format!("{date}.jsonl"));
    let record = workspace::read_text(&path).ok().and_then(|text| Record::read(&text).0);
    let candidates = record.map(|record| record.candidates).unwrap_or_default();
    let events = candidates.iter().filter_map(|candidate| {
        let event = candidate.item.event()?;
        Some(Announced {
            key: candidate.item.url.as_ref()?.key().to_owned(),
            start: event.start.day(),
            end: event.last_day(),
            source: candidate.item.source.clone(),
        })
    });
    events.collect()
}
