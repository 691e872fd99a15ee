//! `newsletter check`: reads issues and what stands beside them, asks the rules, repairs, reports.
//!
//! The forms of the report stand in `formats`, what git knows of a change in `since`, what is known
//! beside an issue in `beside`, asking links in `links`. Works without a configuration too: then the
//! defaults hold.

mod beside;
pub(super) mod formats;
mod links;
mod since;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::{Session, print};
use crate::check::answers::States;
use crate::check::settings::Level;
use crate::check::{Edit, Finding, Lines, Newsletter, applied, guide, repaired, run as ask};
use crate::cli::{LintArgs, LintFormat};
use crate::config::Config;
use crate::markdown;
use crate::report::{Exit, Failure, plain};
use crate::workspace::{self, FileError};

/// Most files that are read of a folder.
const FILES_CAP: usize = 10_000;

pub(super) fn run(session: &Session, args: &LintArgs) -> Result<Exit, Failure> {
    if args.list {
        print(&guide::page())?;
        return Ok(Exit::Done);
    }
    let config = if session.workspace.config.exists() { Some(session.config()?) } else { None };
    // Without a newsletter there is no other run to keep apart from.
    let _lock = if args.fix && config.is_some() { Some(session.workspace.lock()?) } else { None };
    let folder = config.as_ref().map_or_else(|| PathBuf::from("issues"), |config| config.newsletter.issues.clone());
    let files = files(session, &args.files, &session.workspace.root.join(folder))?;
    let mut report = Report { links: args.links.then(States::new), ..Report::default() };
    for (folder, files) in by_folder(files) {
        check_folder(session, args, config.as_ref(), &folder, &files, &mut report)?;
    }
    if let Some(revision) = &args.since {
        report.findings = since::only(session, revision, report.findings)?;
    }
    print(&match args.format {
        LintFormat::Human => formats::human(&report),
        LintFormat::Json => formats::json(&report)?,
        LintFormat::Github => formats::github(&report),
        LintFormat::Sarif => formats::sarif(&report)?,
    })?;
    let has_errors = report.findings.iter().any(|finding| finding.level == Level::Error);
    Ok(if has_errors { Exit::Findings } else { Exit::Done })
}

/// What was checked and found.
#[derive(Debug, Default)]
struct Report {
    findings: Vec<Finding>,
    /// The files by the names of the findings, as they are now, with their lines.
    texts: BTreeMap<String, (String, Lines)>,
    /// How many issues were checked.
    checked: usize,
    /// Files that were repaired.
    repaired: BTreeSet<String>,
    /// What is known of the links, where they were asked.
    links: Option<States>,
}

impl Report {
    fn keep(&mut self, path: String, text: String) {
        let lines = Lines::of(&text);
        self.texts.insert(path, (text, lines));
    }
}

/// The files to check: those given, else every issue of the newsletter's folder.
fn files(session: &Session, given: &[PathBuf], folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    if !given.is_empty() {
        let here = std::env::current_dir().map_err(|cause| FileError::Read { path: ".".into(), cause })?;
        return Ok(given.iter().map(|file| here.join(session.given(file))).collect());
    }
    let issues: Vec<PathBuf> = issues_in(folder)?.into_iter().map(|(path, _)| path).collect();
    match issues.is_empty() {
        true => Err(Failure::usage(
            format!("there is no issue in {}", folder.display()),
            "give files, or work in a newsletter with `-C DIR`",
        )),
        false => Ok(issues),
    }
}

/// The issues of a folder with their texts: Markdown files that are named by a day or have a number
/// in their title. Indexes, templates and guidelines are none.
fn issues_in(folder: &Path) -> Result<Vec<(PathBuf, String)>, FileError> {
    let mut issues = Vec::new();
    for path in markdown_files(folder) {
        let name = name(&path);
        if name.eq_ignore_ascii_case("readme.md") {
            continue;
        }
        let text = lossy(&path)?;
        let is_issue = || markdown::read(&text, &name).number.is_some();
        if markdown::name_date(&name).is_some() || is_issue() {
            issues.push((path, text));
        }
    }
    Ok(issues)
}

/// The Markdown files that stand in a folder itself, sorted.
fn markdown_files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let is_markdown = |path: &PathBuf| path.is_file() && name(path).ends_with(".md") && !name(path).starts_with('.');
    let mut files: Vec<PathBuf> =
        entries.filter_map(Result::ok).map(|entry| entry.path()).filter(is_markdown).take(FILES_CAP).collect();
    files.sort();
    files
}

fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Bytes that are no UTF-8 become U+FFFD: reading never fails on content. Such a file is not repaired.
fn lossy(path: &Path) -> Result<String, FileError> {
    Ok(String::from_utf8_lossy(&workspace::read_bytes(path)?).into_owned())
}

/// Files by their folder, each once.
fn by_folder(files: Vec<PathBuf>) -> BTreeMap<PathBuf, BTreeSet<PathBuf>> {
    let mut folders: BTreeMap<PathBuf, BTreeSet<PathBuf>> = BTreeMap::new();
    for file in files {
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        folders.entry(folder.to_path_buf()).or_default().insert(file);
    }
    folders
}

fn check_folder(
    session: &Session,
    args: &LintArgs,
    config: Option<&Config>,
    folder: &Path,
    files: &BTreeSet<PathBuf>,
    report: &mut Report,
) -> Result<(), Failure> {
    let mut newsletter = beside::newsletter(session, config, folder)?;
    for file in files {
        let path = session.workspace.shown(file);
        let text = lossy(file)?;
        report.checked += 1;
        newsletter.announced = beside::announced(folder, file);
        let text = if args.fix { fix(session, &mut newsletter, file, &path, text, report)? } else { text };
        if args.links {
            newsletter.dead = links::ask(session, config, &text, report.links.get_or_insert_default())?;
        }
        report.findings.extend(ask(&newsletter, &path, &text));
        report.keep(path, text);
    }
    if let Some(index) = newsletter.index {
        report.keep(index.path, index.text);
    }
    Ok(())
}

/// Repairs an issue and what the index says of it; gives the issue's text as it is afterwards.
fn fix(
    session: &Session,
    newsletter: &mut Newsletter,
    file: &Path,
    path: &str,
    text: String,
    report: &mut Report,
) -> Result<String, Failure> {
    if workspace::read_text(file).is_err() {
        session.say(&plain(&format!("{path}: not UTF-8, so nothing in it is repaired")));
        return Ok(text);
    }
    let mended = repaired(newsletter, path, &text);
    if mended != text {
        workspace::write(file, mended.as_bytes())?;
        report.repaired.insert(path.to_owned());
    }
    let Some(index) = &newsletter.index else { return Ok(mended) };
    let findings = ask(newsletter, path, &mended);
    let edits: Vec<&Edit> =
        findings.iter().filter_map(|finding| finding.fix.as_ref()).filter(|edit| edit.path == index.path).collect();
    let listed = applied(&index.text, edits);
    if listed != index.text {
        let path = index.path.clone();
        workspace::write(&session.workspace.root.join(&path), listed.as_bytes())?;
        newsletter.index = index.with_text(&listed);
        report.repaired.insert(path);
    }
    Ok(mended)
}
