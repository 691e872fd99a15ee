//! The `inbox` kind: items that people send in, one small file each (TOML, Markdown with front matter)
//! or one row of a CSV file.
//!
//! [`submission`] takes the files apart, [`fields`] reads single fields and gathers what is wrong with
//! them, [`item`] makes the item ([`job`], [`event`]) and fills
//! gaps from a text that stands beside it. An item with a
//! mistake is left out with a warning that names file, line and field; the others stay.
//!
//! The other way round, [`draft`] has what `newsletter add` found out about a page, and [`write`](mod@write) makes
//! the file of it.

mod draft;
mod event;
mod fields;
pub(super) mod item;
mod job;
pub(super) mod submission;
mod write;

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use schemars::JsonSchema;
use serde::Deserialize;
use url::Url;

use crate::collect::{Collector, Context, Documented, Page, ParseError, Warning, charset, html};
use crate::model::exchange::{Ask, LocalFile, Request, Response};
use crate::model::link::Link;
use submission::Submission;

pub use draft::Draft;

/// Items, and texts that items name.
const ENDINGS: &[&str] = &[".toml", ".md", ".markdown", ".csv", ".txt", ".html", ".htm", ".yaml", ".yml", ".json"];

/// Settings of an `inbox` source.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Inbox {
    /// The folder, relative to the newsletter's folder.
    #[serde(default = "default_path")]
    pub path: PathBuf,
}

fn default_path() -> PathBuf {
    PathBuf::from("inbox")
}

impl Documented for Inbox {
    const VERIFIED: &'static str = "Made for this program";
    const CANNOT: &'static str = "Anything that nobody writes down";
}

impl Collector for Inbox {
    fn start(&self, _context: &Context) -> Vec<Ask> {
        vec![Ask::start(Request::Folder { path: self.path.clone(), endings: ENDINGS })]
    }

    fn parse(&self, response: &Response, context: &Context) -> Result<Page, ParseError> {
        let files = response.files();
        let mut page = Page::default();
        let mut submissions = Vec::new();
        let mut loose = Vec::new();
        for file in files.iter().filter(|file| !is_hidden(&file.path)) {
            let text = charset::decode_bytes(&file.bytes, None).text;
            match submission::read(&file.path, &text) {
                submission::File::Items(items, problems) => {
                    submissions.extend(items);
                    page.warnings.extend(problems.into_iter().map(|problem| self.warning(&file.path, &problem)));
                }
                submission::File::Loose => loose.push(file.path.as_str()),
            }
        }
        let texts: BTreeSet<String> = submissions.iter().filter_map(named_text).collect();
        for submission in submissions.iter().filter(|submission| !texts.contains(&submission.file)) {
            self.item(submission, files, context, &mut page);
        }
        let unused = loose.into_iter().filter(|path| !texts.contains(*path) && !is_readme(path));
        page.warnings.extend(unused.map(|path| self.warning(path, loose_reason(path))));
        Ok(page)
    }

    fn address(&self) -> Option<Url> {
        None
    }
}

impl Inbox {
    /// Adds the item of a submission, or what is wrong with it.
    fn item(&self, submission: &Submission, files: &[LocalFile], context: &Context, page: &mut Page) {
        let text = named_text(submission).and_then(|path| read_text(&path, files));
        let outcome = item::make(submission, text.as_deref(), context);
        let warning = |problem: &String| self.warning(&submission.file, problem);
        page.warnings.extend(outcome.notes.iter().map(warning));
        match outcome.item {
            Some(item) => page.items.push(item),
            None => page.warnings.extend(outcome.problems.iter().map(|problem| {
                let whole = format!("{}{} (the item is left out)", line_mark(problem.line), problem.text);
                self.warning(&submission.file, &whole)
            })),
        }
    }

    /// A warning about a file of the inbox; `problem` may begin with `:LINE`.
    fn warning(&self, file: &str, problem: &str) -> Warning {
        let path = self.path.join(file).to_string_lossy().replace('\\', "/");
        let colon = if problem.starts_with(':') { "" } else { ": " };
        Warning(format!("{path}{colon}{problem}"))
    }
}

/// Endings of files that are items.
pub const ITEM_ENDINGS: &[&str] = &[".toml", ".md", ".markdown", ".csv"];

/// The links of everything in these files, unfinished and faulty items included, each with its file.
pub fn links(files: &[LocalFile]) -> Vec<(String, Link)> {
    let submissions = files.iter().filter_map(|file| {
        match submission::read(&file.path, &charset::decode_bytes(&file.bytes, None).text) {
            submission::File::Items(items, _) => Some(items),
            submission::File::Loose => None,
        }
    });
    let link = |submission: Submission| {
        let link = Link::parse(submission.fields.get("url")?.as_str()?)?;
        Some((submission.file, link))
    };
    submissions.flatten().filter_map(link).collect()
}

/// What is wrong with the text of a TOML file of the inbox.
pub fn problems(text: &str, context: &Context) -> Vec<String> {
    match submission::read("item.toml", text) {
        submission::File::Items(items, problems) => {
            let wrong = items.iter().flat_map(|one| item::make(one, None, context).problems);
            problems.into_iter().chain(wrong.map(|problem| problem.text)).collect()
        }
        submission::File::Loose => Vec::new(),
    }
}

fn line_mark(line: Option<usize>) -> String {
    line.map(|line| format!(":{line}: ")).unwrap_or_default()
}

/// The path in the inbox of the text that a submission names: a plain relative name below its folder.
fn named_text(submission: &Submission) -> Option<String> {
    let name = submission.fields.get("text")?.as_str()?;
    if !is_plain(name) {
        return None;
    }
    let folder = submission.file.rsplit_once('/').map(|(folder, _)| format!("{folder}/")).unwrap_or_default();
    Some(format!("{folder}{}", name.trim_start_matches("./")))
}

/// Whether a name stays below the folder where it is used, on every system.
fn is_plain(name: &str) -> bool {
    let is_below = |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
    !name.is_empty() && !name.contains(['\\', ':', '\0']) && Path::new(name).components().all(is_below)
}

fn read_text(path: &str, files: &[LocalFile]) -> Option<String> {
    let file = files.iter().find(|file| file.path == path)?;
    let text = charset::decode_bytes(&file.bytes, None).text;
    Some(if path.ends_with(".html") || path.ends_with(".htm") { html::to_text(&text) } else { text.into_owned() })
}

fn is_hidden(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with('.'))
}

fn is_readme(path: &str) -> bool {
    path.rsplit('/').next().is_some_and(|name| name.to_lowercase().starts_with("readme"))
}

fn loose_reason(path: &str) -> &'static str {
    if path.ends_with(".md") || path.ends_with(".markdown") {
        "no item: a Markdown file needs front matter with `type`, `title` and `url`, or an item that names it as its `text`"
    } else if [".txt", ".html", ".htm"].iter().any(|ending| path.ends_with(ending)) {
        "no item names this file as its `text`"
    } else {
        "not read: an item is a TOML file, a Markdown file with front matter or a row of a CSV file"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_stays_in_its_folder() {
        for name in ["a.txt", "./a.txt", "texts/a.txt"] {
            assert!(is_plain(name), "{name}");
        }
        for name in ["../a.txt", "/etc/passwd", "a/../../b", "..\\a", "C:\\a", "C:a", "", "a\0b", "\\\\host\\a"] {
            assert!(!is_plain(name), "{name:?}");
        }
    }
}
