//! The series of issues as it lies in the newsletter's folder: days, numbers and index, for `draft`,
//! `check` and `init`. What follows from them stands in `crate::series`.

use std::path::{Component, Path, PathBuf};

use jiff::civil::Date;

use super::Session;
use super::memory::{self, Past};
use crate::config::Config;
use crate::record::{Head, State};
use crate::report::{Failure, WARNING, painted, plain};
use crate::series::index::Index;
use crate::series::row::Form;
use crate::series::{Numbers, Series, Standing};
use crate::workspace::{self, Lock};

/// The issues of the folder beside the schedule.
pub(super) fn series<'c>(session: &Session, config: &'c Config) -> Series<'c> {
    let folder = session.workspace.root.join(&config.newsletter.issues);
    let files = memory::dated_files(session, &folder, "md").into_iter();
    let standing = |day| match head(&session.workspace.record(&config.newsletter.issues, day)) {
        Some(Head { state: State::Published, .. }) => Standing::Published,
        _ => Standing::Open,
    };
    Series::new(config.newsletter.schedule.as_ref(), files.map(|(day, _)| (day, standing(day))))
}

/// The head of a record, where there is one that can be read.
fn head(path: &Path) -> Option<Head> {
    serde_json::from_str(workspace::read_text(path).ok()?.lines().next()?).ok()
}

/// The number of the issue of a day, from headings and index. An issue that was drafted, listed and
/// then taken away is not counted.
pub(super) fn number(session: &Session, config: &Config, past: &Past, date: Date) -> u32 {
    let issues = past.archive.issues().iter();
    let headings = issues.filter_map(|issue| issue.date.zip(issue.number));
    let folder = session.workspace.root.join(&config.newsletter.issues);
    let numbers = Numbers::of(headings, index(session, Some(config), &folder).as_ref());
    let is_gone = |day: &Date| !session.workspace.issue(&config.newsletter.issues, *day).exists();
    let open = past.records.iter().filter(|record| record.head.state == State::Open).map(|record| record.head.date);
    open.filter(is_gone).fold(numbers, Numbers::without).for_issue(date, config.newsletter.first_number)
}

/// The index of the issues in a folder: the configured one, else the `README.md` there or one folder
/// further out within the newsletter.
pub(super) fn index(session: &Session, config: Option<&Config>, folder: &Path) -> Option<Index> {
    let root = &session.workspace.root;
    let own = config.filter(|config| root.join(&config.newsletter.issues) == folder);
    let found = match own.map(|config| (&config.newsletter.index, &config.newsletter.issues)) {
        Some((setting, issues)) if !setting.is_usual() => read_index(session, &root.join(setting.path(issues)?)),
        _ => {
            // Nothing outside the newsletter is read, or repaired, on its behalf.
            let outer = folder.parent().filter(|outer| outer.starts_with(root));
            std::iter::once(folder).chain(outer).find_map(|place| read_index(session, &place.join("README.md")))
        }
    }?;
    let form = own.map(|config| form(config, Path::new(&found.path)));
    Some(form.into_iter().fold(found, Index::with_form))
}

fn read_index(session: &Session, path: &Path) -> Option<Index> {
    let text = String::from_utf8_lossy(&workspace::read_bytes(path).ok()?).into_owned();
    Index::read(&session.workspace.shown(path), &text)
}

fn form(config: &Config, index: &Path) -> Form {
    let newsletter = &config.newsletter;
    Form {
        title: newsletter.title.clone(),
        language: newsletter.language.clone(),
        folder: way(index.parent().unwrap_or(Path::new("")), &newsletter.issues),
        row: newsletter.index.row().cloned(),
    }
}

/// The way from one folder of the newsletter to another, as links write it: empty or ending with `/`.
fn way(from: &Path, to: &Path) -> String {
    let parts = |path: &Path| -> Vec<String> {
        let names = path.components().filter(|part| matches!(part, Component::Normal(_)));
        names.map(|part| part.as_os_str().to_string_lossy().into_owned()).collect()
    };
    let (from, to) = (parts(from), parts(to));
    let shared = from.iter().zip(&to).take_while(|(one, other)| one == other).count();
    let up = from.iter().skip(shared).map(|_| "../".to_owned());
    up.chain(to.iter().skip(shared).map(|part| format!("{part}/"))).collect()
}

/// Adds an issue to the index, where that has its two markers; the row of one that moved follows it.
pub(super) fn list(
    session: &Session,
    lock: &Lock,
    config: &Config,
    (date, number): (Date, u32),
    was: Option<Date>,
) -> Result<(), Failure> {
    let newsletter = &config.newsletter;
    let Some(path) = newsletter.index.path(&newsletter.issues) else { return Ok(()) };
    let path: PathBuf = session.workspace.root.join(path);
    let Ok(text) = workspace::read_text(&path) else { return Ok(()) };
    let shown = session.workspace.shown(&path);
    let Some(index) = Index::read(&shown, &text).map(|index| index.with_form(form(config, Path::new(&shown)))) else {
        return Ok(());
    };
    let is_gone = |was: &Date| *was != date && !session.workspace.issue(&newsletter.issues, *was).exists();
    let moved = was.filter(is_gone).and_then(|was| index.moved(was, date, number));
    match moved.or_else(|| index.listing(date, number)) {
        Some(listing) => lock.write(&path, listing.as_bytes())?,
        None if index.has_markers() && !index.lists(date) => {
            let help = "add a row by hand, or say in [newsletter] how: index = { row = \"…\" }";
            let said = format!("{shown} does not list this issue: no row there shows how ({help})");
            session.say(&format!("{}: {}", painted(WARNING, "warning"), plain(&said)));
        }
        None => {}
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_finds_its_way_from_the_index_to_the_issues() {
        for (from, to, expected) in [
            ("issues", "issues", ""),
            ("", "issues", "issues/"),
            ("docs", "issues", "../issues/"),
            ("a/b", "a/c/d", "../c/d/"),
            (".", "./issues", "issues/"),
        ] {
            assert_eq!(way(Path::new(from), Path::new(to)), expected, "{from} {to}");
        }
    }
}
