//! Reading a folder of issues that is to be adopted: which files are issues, which are translations of
//! one, and which are neither.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::adopt::Past;
use crate::markdown;
use crate::report::Failure;
use crate::series::index::Index;
use crate::series::sibling;
use crate::workspace;

/// Most files that are read of a folder.
const FILES_CAP: usize = 10_000;

/// A folder of issues.
#[derive(Debug, Default)]
pub(super) struct Archive {
    /// One issue a day, oldest first.
    pub(super) issues: Vec<File>,
    /// Translations of these.
    pub(super) siblings: Vec<File>,
    /// Files that are neither, each with the reason.
    pub(super) others: Vec<(String, String)>,
    /// The index that stands beside the issues or one folder further out.
    pub(super) index: Option<Index>,
    /// Whether the index is in the folder itself.
    pub(super) index_is_inside: bool,
}

/// A file of the folder.
#[derive(Debug)]
pub(super) struct File {
    /// Its name there.
    pub(super) name: String,
    /// The name by which it is known here.
    pub(super) target: String,
    /// Its bytes.
    pub(super) bytes: Vec<u8>,
    /// What it says.
    pub(super) past: Past,
    day: Date,
}

impl Archive {
    /// Reads a folder; folders in it are not looked into.
    ///
    /// # Errors
    /// Where it cannot be read or has no issue.
    pub(super) fn read(folder: &Path) -> Result<Archive, Failure> {
        let mut archive = Archive::default();
        let mut days: BTreeMap<Date, Vec<File>> = BTreeMap::new();
        for path in markdown_files(folder)? {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            if name.eq_ignore_ascii_case("readme.md") {
                continue;
            }
            match read(&path, &name)? {
                Ok(file) => days.entry(file.day).or_default().push(file),
                Err(reason) => archive.others.push((name, reason)),
            }
        }
        days.into_values().for_each(|files| archive.take(files));
        archive.read_index(folder);
        if archive.issues.is_empty() { Err(nothing_in(folder)) } else { Ok(archive) }
    }

    /// The files of one day: the issue and its translations.
    fn take(&mut self, mut files: Vec<File>) {
        files.sort_by_key(|file| (file.name != file.target, sibling::name(&file.name).is_some(), file.name.clone()));
        let mut issue: Option<File> = None;
        for mut file in files {
            let Some(first) = &issue else {
                issue = Some(file);
                continue;
            };
            let language = file.past.issue.language.clone();
            match language.filter(|language| Some(language) != first.past.issue.language.as_ref()) {
                Some(language) => {
                    file.target = sibling::file(file.day, &language);
                    self.siblings.push(file);
                }
                None => self.others.push((file.name, format!("{} is of the same day", first.name))),
            }
        }
        self.issues.extend(issue);
    }

    fn read_index(&mut self, folder: &Path) {
        let places = std::iter::once(folder).chain(folder.parent());
        for (position, place) in places.enumerate() {
            let Ok(bytes) = workspace::read_bytes(&place.join("README.md")) else { continue };
            let found = Index::read("README.md", &String::from_utf8_lossy(&bytes));
            if found.as_ref().is_some_and(|index| !index.rows.is_empty()) {
                (self.index, self.index_is_inside) = (found, position == 0);
                return;
            }
        }
    }

    /// Whether every issue has the name by which it is known here.
    pub(super) fn is_named_by_days(&self) -> bool {
        self.issues.iter().chain(&self.siblings).all(|file| file.name == file.target)
    }
}

fn markdown_files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let fail = |cause| Failure::from(workspace::FileError::Read { path: folder.into(), cause });
    let entries = std::fs::read_dir(folder).map_err(fail)?;
    let is_markdown = |path: &PathBuf| {
        let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
        path.is_file() && !name.starts_with('.') && (name.ends_with(".md") || name.ends_with(".markdown"))
    };
    let mut files: Vec<PathBuf> =
        entries.filter_map(Result::ok).map(|entry| entry.path()).filter(is_markdown).take(FILES_CAP).collect();
    files.sort();
    Ok(files)
}

/// One file, or why it is no issue.
fn read(path: &Path, name: &str) -> Result<Result<File, String>, Failure> {
    let bytes = workspace::read_bytes(path)?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let issue = markdown::read(&text, name);
    let Some(day) = issue.date else {
        let warned = issue.warnings.iter().find(|warning| warning.contains("not a date"));
        return Ok(Err(warned.cloned().unwrap_or_else(|| "no day in its name or front matter".to_owned())));
    };
    let target = match sibling::name(name) {
        Some(_) => name.to_owned(),
        None => format!("{day}.md"),
    };
    Ok(Ok(File { name: name.to_owned(), target, bytes, past: Past { text, issue }, day }))
}

/// A folder without issues; where folders in it have some, their names.
fn nothing_in(folder: &Path) -> Failure {
    let inner = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok).map(|entry| entry.path());
    let is_dated =
        |path: &PathBuf| path.file_name().is_some_and(|name| markdown::name_date(&name.to_string_lossy()).is_some());
    let has_issues = |path: &PathBuf| markdown_files(path).is_ok_and(|files| files.iter().any(is_dated));
    let mut names: Vec<String> = inner.filter(has_issues).map(|path| path.display().to_string()).collect();
    names.sort();
    let help = match names.as_slice() {
        [] => "issues are Markdown files named by their day, as 2026-11-24.md; without --from a new newsletter is made"
            .into(),
        names => format!("there are some in {}", names.join(", ")),
    };
    Failure::usage(format!("{}: there are no issues to adopt", folder.display()), help)
}
