//! `newsletter render`: an issue in another format, from the Markdown as people left it.

use std::path::{Path, PathBuf};

use super::{Session, inspect, print};
use crate::cli::{RenderArgs, RenderFormat};
use crate::config::Config;
use crate::issue::{TemplateError, assemble};
use crate::markdown;
use crate::render::{self, Format, IssueText, PageOptions, RenderError, Templates};
use crate::report::{Exit, Failure, plain};
use crate::workspace;

/// Most template files of a newsletter.
const TEMPLATES_CAP: usize = 200;

pub(super) fn run(session: &Session, args: &RenderArgs) -> Result<Exit, Failure> {
    let config = if session.workspace.config.exists() { Some(session.config()?) } else { None };
    let format = match args.to {
        RenderFormat::Html => Format::Html,
    };
    let templates = templates(session)?;
    for file in &args.files {
        let issue = issue(session, config.as_ref(), file)?;
        let page = render::render(format, &issue, &options(config.as_ref(), file), &templates).map_err(failure)?;
        deliver(session, args, file, &page)?;
    }
    Ok(Exit::Done)
}

/// The newsletter's own templates, partials included; the built-in ones fill the gaps.
fn templates(session: &Session) -> Result<Templates, Failure> {
    let folder = session.workspace.root.join("templates");
    let files = if folder.is_dir() { workspace::files_below(&folder, &[".j2"], TEMPLATES_CAP)? } else { Vec::new() };
    let mut own = Vec::new();
    for file in files.iter().filter(|file| !file.ends_with(assemble::NAME)) {
        let name = file.strip_prefix(&folder).unwrap_or(file).to_string_lossy().replace('\\', "/");
        own.push((name, workspace::read_text(file)?));
    }
    Templates::new(own).map_err(failure)
}

fn issue(session: &Session, config: Option<&Config>, file: &Path) -> Result<IssueText, Failure> {
    let text = inspect::read(session, file)?;
    let read = markdown::read(&text, &file.to_string_lossy());
    Ok(IssueText {
        markdown: text,
        path: file.display().to_string(),
        title: read.title,
        number: read.number,
        date: read.date,
        language: read.language.or(config.map(|config| config.newsletter.language.clone())),
    })
}

fn options(config: Option<&Config>, file: &Path) -> PageOptions {
    let Some(config) = config else { return PageOptions::default() };
    let name = file.file_stem().map(|name| format!("{}.html", name.to_string_lossy()));
    let canonical = config.site().zip(name).and_then(|(site, name)| site.join(&name).ok());
    PageOptions {
        newsletter: Some(config.newsletter.title.clone()),
        site: config.site().cloned(),
        canonical,
        ..PageOptions::default()
    }
}

fn failure(error: RenderError) -> Failure {
    match error {
        RenderError::Template { file, line, message } => {
            let template = file.strip_prefix("templates/").unwrap_or(&file).to_owned();
            Failure::Templates(vec![TemplateError {
                template,
                line: line.unwrap_or(1),
                span: None,
                message,
                help: None,
            }])
        }
        other => Failure::new(other.to_string(), "is this the Markdown of an issue?"),
    }
}

fn deliver(session: &Session, args: &RenderArgs, file: &Path, page: &str) -> Result<(), Failure> {
    match target(session, args, file) {
        None => print(page),
        Some(path) => {
            workspace::write(&path, page.as_bytes())?;
            session.say(&plain(&format!("{} → {}", file.display(), path.display())));
            Ok(())
        }
    }
}

/// The file to write: as given for one issue, within the folder given for several.
fn target(session: &Session, args: &RenderArgs, file: &Path) -> Option<PathBuf> {
    let given = args.output.as_deref().filter(|path| *path != Path::new("-"))?;
    let given = session.given(given);
    let name = PathBuf::from(file.file_stem().unwrap_or_default()).with_extension("html");
    if args.files.len() > 1 || given.is_dir() { Some(given.join(name)) } else { Some(given) }
}
