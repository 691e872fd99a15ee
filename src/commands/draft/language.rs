//! `draft --language L`: the sibling of an issue in another language, from the issue as people left it.
//! Nothing is fetched. Drafted again, it gets what came into the issue since; what people wrote stays.

use std::path::PathBuf;

use jiff::civil::Date;
use similar::TextDiff;

use super::super::{Session, memory, print};
use super::{sound_text, writes};
use crate::cli::DraftArgs;
use crate::config::Config;
use crate::issue::sibling::{self, Words};
use crate::report::{Exit, Failure, WARNING, painted, plain};
use crate::series::sibling::file;
use crate::workspace::{self, Lock};

pub(super) fn run(
    session: &Session,
    config: &Config,
    args: &DraftArgs,
    language: &str,
    today: Date,
) -> Result<Exit, Failure> {
    let words = words(config, language)?;
    let lock = if writes(args) { Some(session.workspace.lock()?) } else { None };
    let pair = Pair::of(session, config, args, words, today)?;
    let original = sound_text(session, &pair.original)?;
    let before = if pair.sibling.exists() { Some(workspace::read_text(&pair.sibling)?) } else { None };
    let path = session.workspace.shown(&pair.original);
    let after = match &before {
        None => {
            let (text, untold) = sibling::of(&original, &path, words);
            warn(session, &untold, &format!("has no heading in [language.{}]: left as it is", words.language));
            Some(text)
        }
        Some(before) => {
            let base = workspace::read_text(&pair.base).ok();
            let (text, homeless) = sibling::with_added(before, &original, base.as_deref(), &path, words);
            warn(session, &homeless, "has new entries, but the sibling has no such section: add them by hand");
            text
        }
    };
    deliver(session, lock.as_ref(), args, &pair, before.as_deref(), after, &original)?;
    Ok(Exit::Done)
}

/// The words of a language, or which ones there are.
fn words<'c>(config: &'c Config, language: &str) -> Result<Words<'c>, Failure> {
    let found = config.languages.iter().find(|(tag, _)| tag.eq_ignore_ascii_case(language));
    match found {
        Some((tag, table)) => Ok(Words { config, table, language: tag }),
        None => {
            let known: Vec<&str> = config.languages.keys().map(String::as_str).collect();
            let known = if known.is_empty() { String::new() } else { format!(" (there are: {})", known.join(", ")) };
            Err(Failure::usage(
                format!("the configuration has no language {language:?}{known}"),
                "add a table: [language.ja] with title = \"…\" and headings = { SECTION = \"…\" }",
            ))
        }
    }
}

/// The files of an issue and its sibling.
struct Pair {
    original: PathBuf,
    sibling: PathBuf,
    /// The original as it was when the sibling was last written.
    base: PathBuf,
}

impl Pair {
    /// Of the day asked for, else of the next issue that is there, else of the newest.
    fn of(
        session: &Session,
        config: &Config,
        args: &DraftArgs,
        words: Words<'_>,
        today: Date,
    ) -> Result<Pair, Failure> {
        let issues = &config.newsletter.issues;
        let folder = session.workspace.root.join(issues);
        let days: Vec<Date> = memory::dated_files(session, &folder, "md").into_iter().map(|(day, _)| day).collect();
        let next = || days.iter().find(|day| **day >= today).or(days.last()).copied();
        let day = args.date.map_or_else(next, |day| Some(day).filter(|day| days.contains(day)));
        let Some(day) = day else {
            let which = args.date.map(|day| format!(" of {day}")).unwrap_or_default();
            let problem = format!("there is no issue{which} in {}", session.workspace.shown(&folder));
            return Err(Failure::new(problem, "a sibling is made from an issue: `newsletter draft` it first"));
        };
        let name = file(day, words.language);
        Ok(Pair {
            original: session.workspace.issue(issues, day),
            base: folder.join(".record").join(name.replace(".md", ".base.md")),
            sibling: folder.join(name),
        })
    }
}

fn warn(session: &Session, headings: &[String], what: &str) {
    for heading in headings {
        session.say(&format!("{}: “{}” {what}", painted(WARNING, "warning"), plain(heading)));
    }
}

/// Prints, shows or writes: the sibling first, then what it was made from.
fn deliver(
    session: &Session,
    lock: Option<&Lock>,
    args: &DraftArgs,
    pair: &Pair,
    before: Option<&str>,
    after: Option<String>,
    original: &str,
) -> Result<(), Failure> {
    let shown = session.workspace.shown(&pair.sibling);
    let is_new = after.is_some();
    let text = after.or_else(|| before.map(str::to_owned)).unwrap_or_default();
    if args.stdout {
        return print(&text);
    }
    let Some(lock) = lock else {
        let from = before.map_or("/dev/null", |_| &shown);
        return print(
            &TextDiff::from_lines(before.unwrap_or_default(), &text).unified_diff().header(from, &shown).to_string(),
        );
    };
    if is_new {
        lock.write_all(&[(&pair.sibling, text.as_bytes()), (&pair.base, original.as_bytes())])?;
    } else {
        session.say("nothing new");
    }
    print(&format!("{}\n", plain(&shown)))
}
