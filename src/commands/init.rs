//! `newsletter init`: a working newsletter repository, new or around an existing folder of issues.
//! Never overwrites; says what stands already.

mod archive;

use std::path::{Path, PathBuf};

use self::archive::{Archive, File};
use super::Session;
use super::starter::{self, Look};
use crate::adopt::{self, Past, Study};
use crate::cli::InitArgs;
use crate::config::Config;
use crate::report::{Exit, Failure, GOOD, WARNING, count, painted, plain};
use crate::workspace;

/// Most files that are named one by one.
const NAMED: usize = 20;

pub(super) fn run(session: &Session, args: &InitArgs) -> Result<Exit, Failure> {
    let root = session.given(&args.dir);
    let config = root.join("sources.toml");
    if config.exists() {
        return Err(Failure::new(
            format!("{} exists: this is a newsletter already", config.display()),
            "edit it, or give another folder",
        ));
    }
    match &args.from {
        Some(folder) => adopt(session, args, &root, &session.given(folder))?,
        None => write_all(session, &root, starter::files(&starter::sources(title(args)), &Look::default()))?,
    }
    let there = args.dir.display();
    session
        .say(&format!("now edit sources.toml, then: newsletter -C {there} sources check, newsletter -C {there} draft"));
    Ok(Exit::Done)
}

fn title(args: &InitArgs) -> &str {
    args.title.as_deref().unwrap_or("My Newsletter")
}

/// Makes a newsletter of an archive: everything is read and understood before anything is written.
fn adopt(session: &Session, args: &InitArgs, root: &Path, folder: &Path) -> Result<(), Failure> {
    let archive = Archive::read(folder)?;
    let in_place = place_within(root, folder).filter(|_| archive.is_named_by_days());
    let issues = in_place.clone().unwrap_or_else(|| "issues".to_owned());
    let pasts: Vec<Past> = archive.issues.iter().map(|file| file.past.clone()).collect();
    let mut study = adopt::study(&pasts, archive.index.as_ref());
    if let Some(title) = &args.title {
        study.title.words = title.clone();
    }
    let sources = adopt::configuration(&study, &issues);
    Config::parse(&sources, "sources.toml")?;
    if in_place.is_none() {
        copy(session, &archive, &root.join(&issues))?;
    }
    let look = Look { around: study.title.around.clone(), level: study.level };
    let mut files = starter::files(&sources, &look);
    files.retain(|(name, _)| *name != starter::INDEX);
    write_all(session, root, files)?;
    let index = starter::index(&study.title.words, &listed(&study, &archive));
    write_all(session, root, vec![(&format!("{issues}/README.md"), index)])?;
    tell(session, &study, &archive, in_place.as_deref());
    Ok(())
}

/// The way from the newsletter to a folder in it, with `/`; none where it lies elsewhere.
fn place_within(root: &Path, folder: &Path) -> Option<String> {
    let (root, folder) = (root.canonicalize().ok()?, folder.canonicalize().ok()?);
    let inner = folder.strip_prefix(root).ok()?;
    let parts: Vec<String> = inner.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    Some(if parts.is_empty() { ".".to_owned() } else { parts.join("/") })
}

/// Copies issues byte for byte under the names of their days; what stands there already stays.
fn copy(session: &Session, archive: &Archive, folder: &Path) -> Result<(), Failure> {
    let mut copied = 0;
    for File { name, target, bytes, .. } in archive.issues.iter().chain(&archive.siblings) {
        let path: PathBuf = folder.join(target);
        if !path.exists() {
            workspace::write(&path, bytes)?;
            copied += 1;
        } else if workspace::read_bytes(&path).ok().as_ref() != Some(bytes) {
            session.say(&plain(&format!("  kept issues/{target} (it exists, and is not {name})")));
        }
    }
    session.say(&format!("  {} {} in issues", painted(GOOD, "new"), count(copied, "issue")));
    if let (Some(index), true) = (&archive.index, archive.index_is_inside)
        && !folder.join("README.md").exists()
    {
        workspace::write(&folder.join("README.md"), index.text.as_bytes())?;
    }
    Ok(())
}

fn write_all(session: &Session, root: &Path, files: Vec<(&str, String)>) -> Result<(), Failure> {
    for (name, text) in files {
        let path = root.join(name);
        if path.exists() {
            session.say(&format!("  kept {} (it exists)", plain(name)));
            continue;
        }
        workspace::write(&path, text.as_bytes())?;
        session.say(&format!("  {} {}", painted(GOOD, "new"), plain(name)));
    }
    Ok(())
}

/// The rows of the index, newest first: day and number as index and headings know it.
fn listed(study: &Study, archive: &Archive) -> Vec<(jiff::civil::Date, Option<u32>)> {
    let known = |day| archive.index.as_ref().and_then(|index| index.number(day));
    study.numbering.numbers.iter().rev().map(|(day, number)| (*day, known(*day).or(*number))).collect()
}

/// What was seen, what is doubtful, and what was left out.
fn tell(session: &Session, study: &Study, archive: &Archive, in_place: Option<&str>) {
    let days = || study.numbering.numbers.iter().map(|(day, _)| *day);
    let span = days().min().zip(days().max()).map(|(first, last)| format!(", {first} to {last}")).unwrap_or_default();
    let place = in_place.map(|folder| format!(", where they are ({folder})")).unwrap_or_default();
    let mut lines = vec![format!("adopted {}{span}{place}", count(study.numbering.numbers.len(), "issue"))];
    if !archive.siblings.is_empty() {
        lines.push(format!("  and {}", count(archive.siblings.len(), "translation")));
    }
    let next = study.numbering.next;
    lines.push(format!("  title “{}”, language {}, next number {next}", study.title.words, study.language));
    lines.push(match &study.rhythm {
        Some(rhythm) => format!("  schedule “{}”, met by {} of {}", rhythm.rule, rhythm.met, rhythm.of),
        None => "  no schedule: the days follow no rule".to_owned(),
    });
    let sections = study.sections.iter().map(|section| section.heading.as_str()).collect::<Vec<_>>();
    lines.push(format!(
        "  sections: {}",
        if sections.is_empty() { "none repeats".into() } else { sections.join(" · ") }
    ));
    let (on, off) = (study.sources.on.len(), study.sources.off.len());
    let sites = study.sources.sites.len();
    lines.push(format!(
        "  sources: the inbox, {on} switched on, {off} to switch on, {} to look at",
        count(sites, "site")
    ));
    session.say(&plain(&lines.join("\n")));
    let warn = |what: &str| session.say(&format!("{}: {}", painted(WARNING, "warning"), plain(what)));
    study.numbering.broken.iter().for_each(|broken| warn(&format!("the numbers are broken: {broken}")));
    for (name, reason) in archive.others.iter().take(NAMED) {
        warn(&format!("{name} was not adopted: {reason}"));
    }
    if let Some(more) = archive.others.len().checked_sub(NAMED).filter(|more| *more > 0) {
        warn(&format!("{more} more files were not adopted"));
    }
}
