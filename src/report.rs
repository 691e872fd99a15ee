//! How errors, gaps, hints and summaries reach a person: problem, place, what to do next.
//!
//! Stages return typed errors with facts; here, and only here, they become sentences, colours and
//! exit codes. Text from outside goes through [`plain`] (`escape::log`: no control characters), and every
//! finished line through [`say`]: nothing in it that a CI would take for a command.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::io::Write as _;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use anstyle::{AnsiColor, Style};

use crate::config::problem::ConfigError;
use crate::escape::{ci, log::without_c1};
use crate::issue::TemplateError;
use crate::workspace::FileError;

pub use crate::escape::log::{plain, without_commands};

/// How a run ends (contract section 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done; sources that failed are reported as gaps.
    Done = 0,
    /// Could not do it.
    Failed = 1,
    /// Usage: nothing was fetched and nothing was written.
    Usage = 2,
    /// Configuration or template: likewise.
    Configuration = 3,
    /// `check` found errors.
    Findings = 4,
    /// Only with `--strict`: done, but at least one source failed.
    Partial = 5,
    /// Interrupted.
    Interrupted = 130,
}

/// Why a command could not do its work.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The configuration has problems.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// A file could not be read or written.
    #[error(transparent)]
    File(#[from] FileError),
    /// Templates in files of their own that cannot be used.
    #[error("{} template problem(s)", .0.len())]
    Templates(Vec<TemplateError>),
    /// Anything else: what happened, and what to do.
    #[error("{problem}")]
    Other {
        /// What happened, with its place.
        problem: String,
        /// What to do next.
        help: Option<String>,
        /// How the run ends.
        exit: Exit,
    },
    /// Ctrl-C.
    #[error("interrupted")]
    Interrupted,
}

impl Failure {
    /// A failure with advice.
    pub fn new(problem: impl Into<String>, help: impl Into<String>) -> Failure {
        Failure::Other { problem: problem.into(), help: Some(help.into()), exit: Exit::Failed }
    }

    /// A call that makes no sense: exit 2.
    pub fn usage(problem: impl Into<String>, help: impl Into<String>) -> Failure {
        Failure::Other { problem: problem.into(), help: Some(help.into()), exit: Exit::Usage }
    }

    /// How the run ends.
    pub fn exit(&self) -> Exit {
        match self {
            Failure::Config(_) | Failure::Templates(_) => Exit::Configuration,
            Failure::File(_) => Exit::Failed,
            Failure::Other { exit, .. } => *exit,
            Failure::Interrupted => Exit::Interrupted,
        }
    }
}

/// Prints a failure to standard error.
pub fn failure(failure: &Failure) {
    match failure {
        Failure::Config(error) => say(&config_error(error)),
        Failure::Templates(errors) => errors.iter().for_each(|error| say(&template_error(error))),
        Failure::File(error) => problem(&error.to_string(), file_help(error)),
        Failure::Other { problem: text, help, .. } => problem(text, help.as_deref()),
        Failure::Interrupted => problem("interrupted", Some("every file is as it was")),
    }
}

/// Prints a crash of the program as a line like any other: what a panic says may quote what came
/// from outside. The run goes on where the crash was one source's.
pub fn tame_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let trace = Backtrace::capture();
        let trace = if trace.status() == BacktraceStatus::Captured { format!("\n{trace}") } else { String::new() };
        say(&format!("{}: {}", painted(ERROR, "internal error"), plain(&format!("{panic}{trace}"))));
    }));
}

fn problem(text: &str, help: Option<&str>) {
    say(&format!("{}: {}", painted(ERROR, "error"), plain(text)));
    if let Some(help) = help {
        say(&format!("  {}: {}", painted(HELP, "help"), plain(help)));
    }
}

fn file_help(error: &FileError) -> Option<&'static str> {
    match error {
        FileError::Read { cause, .. } if cause.kind() == std::io::ErrorKind::NotFound => {
            Some("check the path; `-C DIR` works in another folder")
        }
        FileError::Read { .. } => None,
        FileError::Write { .. } => Some(
            "no file is half written; check that the folder can be written to and the disk has room, then run again",
        ),
        FileError::ReadOnly { .. } => Some("make it writable (`chmod u+w`), or let it be"),
        FileError::Outside { .. } => Some("look for `..` in the configuration and for links among the folders"),
        FileError::NotPlain { .. } => Some("put a plain file there, or take away what stands in its place"),
        FileError::TooLarge { .. } | FileError::NotText { .. } => Some("newsletters are UTF-8 text files"),
        FileError::TooMany { .. } => Some("is it the right folder?"),
        FileError::Locked { .. } => Some("wait until it has ended, then run again"),
    }
}

/// Every problem of a configuration with its place, as compilers show them.
pub fn config_error(error: &ConfigError) -> String {
    let source = without_c1(&error.text);
    let problems = error.problems.iter().map(|problem| {
        let span = shown_span(&error.text, &problem.span);
        let snippet =
            Snippet::source(source.as_str()).path(error.file.as_str()).annotation(AnnotationKind::Primary.span(span));
        let mut group = Level::ERROR.primary_title(plain(&problem.message)).element(snippet);
        if let Some(help) = &problem.help {
            group = group.element(Level::HELP.message(plain(help)));
        }
        renderer().render(&[group])
    });
    let mut text = problems.collect::<Vec<_>>().join("\n\n");
    if error.problems.len() > 1 {
        text.push_str(&format!("\n\n{} problems; nothing was fetched, nothing was written", error.problems.len()));
    }
    text
}

fn renderer() -> Renderer {
    Renderer::styled().decor_style(DecorStyle::Ascii)
}

/// The first line of a span, so that a whole table is not drawn out; within the text.
fn shown_span(text: &str, span: &std::ops::Range<usize>) -> std::ops::Range<usize> {
    let start = span.start.min(text.len());
    let end = span.end.clamp(start, text.len());
    let line = text.get(start..end).and_then(|part| part.find('\n')).map_or(end, |at| start + at);
    start..line
}

fn template_error(error: &TemplateError) -> String {
    let help =
        error.help.as_ref().map(|help| format!("\n  {}: {}", painted(HELP, "help"), plain(help))).unwrap_or_default();
    format!(
        "{}: {}\n  --> templates/{}:{}{help}",
        painted(ERROR, "error"),
        plain(&error.message),
        error.template,
        error.line
    )
}

/// Style of the word "error".
pub const ERROR: Style = AnsiColor::Red.on_default().bold();
/// Style of the word "warning".
pub const WARNING: Style = AnsiColor::Yellow.on_default().bold();
/// Style of the words "help" and "hint".
pub const HELP: Style = AnsiColor::Cyan.on_default().bold();
/// Style of what went well.
pub const GOOD: Style = AnsiColor::Green.on_default().bold();
/// Style of what matters less.
pub const DIM: Style = Style::new().dimmed();

/// A word in a style; plain where colours are off (the stream sees to that).
pub fn painted(style: Style, word: &str) -> String {
    format!("{style}{word}{style:#}")
}

/// Writes finished lines to standard error: the one way there, but for [`mask`].
pub fn say(lines: &str) {
    tell(&without_commands(lines));
}

/// Where standard error takes nothing, there is nobody to tell; the work goes on, and the exit code says how
/// it ended.
fn tell(lines: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{lines}");
}

/// Asks GitHub's runner to hide a secret in everything that the job logs from here on. Nothing elsewhere.
pub fn mask(secret: &str) {
    if std::env::var_os("GITHUB_ACTIONS").is_some_and(|on| on == "true") {
        ci::mask(secret).iter().for_each(|command| tell(command));
    }
}

/// "1 item", "2 items".
pub fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::config::Config;

    #[test]
    fn every_problem_is_shown_with_place_and_nearest_word() {
        let text = "[newsletter]\ntitle = \"T\"\ntimezone = \"Europe/Madrit\"\n\n[[source]]\nname = \"a\"\nkind = \"fed\"\nurl = \"https://example.org/feed\"\n\n[[source]]\nname = \"b\"\nkind = \"feed\"\nurl = \"ftp://example.org/\"\nincldue = [\"x\"]\n";
        let error = Config::parse(text, "sources.toml").map(|_| ()).unwrap_err();
        let shown = anstream::adapter::strip_str(&config_error(&error)).to_string();
        for part in [
            "sources.toml:3:12",
            "Europe/Madrid",
            "sources.toml:7:8",
            "did you mean `feed`?",
            "sources.toml:13:7",
            "only http and https",
            "sources.toml:14:1",
            "did you mean `include`?",
            "4 problems",
        ] {
            assert!(shown.contains(part), "{part} is missing in:\n{shown}");
        }
    }
}
