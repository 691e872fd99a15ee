//! One file per command; each aims to read as a table of contents. Here: what they share.
//!
//! Commands wire stages together and pass plain data between them. Only here is the clock read.

mod add;
mod backtest;
mod check;
mod collect;
mod collecting;
mod draft;
mod explain;
mod init;
mod inspect;
mod memory;
mod progress;
mod record;
mod render;
mod run_report;
mod schema;
mod series;
mod sources;
mod starter;
mod table;

use std::io::Write as _;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::cli::{Cli, Color, Command, Global, SchemaName, SourcesCommand};
use crate::config::Config;
use crate::config::problem::{ConfigError, Problem};
use crate::issue::TemplateError;
use crate::issue::assemble::{self, IssueTemplates};
use crate::report::{self, Exit, Failure};
use crate::workspace::{self, FileError, Workspace};

/// Runs a command line.
///
/// # Errors
/// Why the command could not do its work.
pub fn run(cli: Cli) -> Result<Exit, Failure> {
    let session = Session::new(cli.global)?;
    match cli.command {
        Command::Init(args) => init::run(&session, &args),
        Command::Sources(SourcesCommand::List(args)) => sources::list(&session, &args),
        Command::Sources(SourcesCommand::Check(args)) => sources::check(&session, &args),
        Command::Sources(SourcesCommand::Add(args)) => sources::add(&session, &args),
        Command::Sources(SourcesCommand::Import(args)) => sources::import(&session, &args),
        Command::Sources(SourcesCommand::Export) => sources::export(&session),
        Command::Sources(SourcesCommand::Coverage(args)) => sources::coverage(&session, &args),
        Command::Sources(SourcesCommand::Kinds) => sources::kinds(),
        Command::Sources(SourcesCommand::Schema) => schema::run(SchemaName::Sources),
        Command::Collect(args) => collect::run(&session, &args),
        Command::Draft(args) => draft::run(&session, &args),
        Command::Record(args) => record::run(&session, &args),
        Command::Explain(args) => explain::run(&session, &args),
        Command::Add(args) => add::run(&session, &args),
        Command::Check(args) => check::run(&session, &args),
        Command::Inspect(args) => inspect::run(&session, &args),
        Command::Backtest(args) => backtest::run(&session, &args),
        Command::Render(args) => render::run(&session, &args),
        Command::Schema(args) => schema::run(args.name),
        Command::Completions { shell } => completions(shell),
        Command::Man => man(),
    }
}

/// Sets when colours are used, before anything is printed.
pub fn set_colors(color: Color) {
    let choice = match color {
        Color::Auto => anstream::ColorChoice::Auto,
        Color::Always => anstream::ColorChoice::AlwaysAnsi,
        Color::Never => anstream::ColorChoice::Never,
    };
    choice.write_global();
}

/// What every command works with.
#[derive(Clone, Debug)]
pub struct Session {
    /// The global options.
    pub global: Global,
    /// Where the files are.
    pub workspace: Workspace,
}

impl Session {
    fn new(global: Global) -> Result<Session, Failure> {
        let here = std::env::current_dir().map_err(|cause| FileError::Read { path: ".".into(), cause })?;
        let root = match &global.directory {
            Some(directory) => here.join(directory),
            None => Workspace::discover(&here, &global.config),
        };
        let beside = if global.directory.is_some() { &root } else { &here };
        let cache = global.cache.as_deref().map(|cache| beside.join(cache));
        let workspace = Workspace::new(root, &global.config, cache.as_deref());
        let session = Session { global, workspace };
        if let Some(report) = &session.global.report {
            workspace::must_be_writable(&session.given(report))?;
        }
        Ok(session)
    }

    /// Reads the configuration.
    fn config(&self) -> Result<Config, Failure> {
        let text = self.config_text()?;
        Ok(Config::parse(&text, &self.config_name())?)
    }

    fn config_name(&self) -> String {
        self.workspace.shown(&self.workspace.config)
    }

    fn config_text(&self) -> Result<String, Failure> {
        let path = &self.workspace.config;
        if !path.exists() {
            let help = "`newsletter init` makes a newsletter here; `-C DIR` works in another folder";
            return Err(Failure::Other {
                problem: format!("there is no {}", path.display()),
                help: Some(help.into()),
                exit: Exit::Configuration,
            });
        }
        let text = workspace::read_text(path).map_err(|error| Failure::Other {
            problem: error.to_string(),
            help: None,
            exit: Exit::Configuration,
        })?;
        Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
    }

    /// Prepares the templates of an issue and tries each.
    fn templates(&self, config: &Config) -> Result<IssueTemplates, Failure> {
        let own = self.template(assemble::NAME)?;
        IssueTemplates::new(config, own).map_err(|errors| self.template_failure(config, errors))
    }

    /// A template of the newsletter's own, where it has one.
    fn template(&self, name: &str) -> Result<Option<String>, Failure> {
        let path = self.workspace.root.join("templates").join(name);
        if path.exists() { Ok(Some(workspace::read_text(&path)?)) } else { Ok(None) }
    }

    /// Entry templates stand in the configuration: their mistakes are shown there.
    fn template_failure(&self, config: &Config, errors: Vec<TemplateError>) -> Failure {
        let section = |error: &TemplateError| {
            config.sections.iter().find(|section| error.template == format!("section `{}`", section.name))
        };
        if errors.iter().any(|error| section(error).is_none()) {
            return Failure::Templates(errors);
        }
        let text = self.config_text().unwrap_or_default();
        let problems = errors.iter().map(|error| {
            let at = section(error).and_then(|section| section.entry_at.clone()).unwrap_or(0..0);
            Problem {
                span: within(&text, at, error),
                message: format!("entry template: {}", error.message),
                help: error.help.clone(),
            }
        });
        let problems = problems.collect();
        Failure::Config(ConfigError { file: self.config_name(), text, problems })
    }

    /// The day of the run in the newsletter's time zone.
    fn today(&self, config: &Config) -> Date {
        self.global.today.unwrap_or_else(|| day_at(Timestamp::now(), &config.newsletter.timezone.0))
    }

    /// A line for people, unless they asked for quiet.
    fn say(&self, line: &str) {
        if !self.global.quiet {
            report::say(line);
        }
    }

    /// A path that a person gave on the command line, relative to where they stand.
    fn given(&self, path: &Path) -> PathBuf {
        match &self.global.directory {
            Some(_) => self.workspace.root.join(path),
            None => path.to_path_buf(),
        }
    }
}

/// The day that the calendars of a time zone show at a moment.
fn day_at(moment: Timestamp, zone: &TimeZone) -> Date {
    zone.to_datetime(moment).date()
}

/// The place of a template mistake within the file: the template's text begins behind its quotes.
/// Only a template without escapes can be mapped byte by byte; otherwise the whole value is shown.
fn within(text: &str, at: std::ops::Range<usize>, error: &TemplateError) -> std::ops::Range<usize> {
    let value = text.get(at.clone()).unwrap_or_default();
    let quotes = if value.starts_with("\"\"\"") || value.starts_with("'''") { 3 } else { 1 };
    match &error.span {
        Some(span) if !value.contains('\\') && quotes + span.end <= value.len() => {
            at.start + quotes + span.start..at.start + quotes + span.end
        }
        _ => at,
    }
}

/// The version of every form that is printed for other programs, in their output and in its schema; a
/// change that breaks readers raises it.
const FORMAT: u32 = 1;

/// Data as the JSON that `--json` prints.
fn as_json(data: &impl serde::Serialize) -> Result<String, Failure> {
    let text = serde_json::to_string_pretty(data);
    text.map(|text| text + "\n").map_err(|error| Failure::new(error.to_string(), "please report this"))
}

/// Data as a line of JSON Lines.
fn as_json_line(data: &impl serde::Serialize) -> Result<String, Failure> {
    let text = serde_json::to_string(data);
    text.map(|text| text + "\n").map_err(|error| Failure::new(error.to_string(), "please report this"))
}

/// Writes data to standard output. A reader that went away is no failure; a full disk is.
fn print(data: &str) -> Result<(), Failure> {
    let mut out = anstream::stdout().lock();
    match out.write_all(data.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(Failure::new(
            format!("standard output cannot be written: {error}"),
            "check the disk, or write to a file with -o",
        )),
        _ => Ok(()),
    }
}

fn completions(shell: clap_complete::Shell) -> Result<Exit, Failure> {
    let mut command = <Cli as clap::CommandFactory>::command();
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, "newsletter", &mut script);
    print(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}

fn man() -> Result<Exit, Failure> {
    let mut page = Vec::new();
    let rendered = clap_mangen::Man::new(<Cli as clap::CommandFactory>::command()).render(&mut page);
    rendered.map_err(|error| Failure::new(error.to_string(), "please report this"))?;
    print(&String::from_utf8_lossy(&page))?;
    Ok(Exit::Done)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_day_is_that_of_the_newsletter_s_time_zone() {
        for (moment, zone, day) in [
            ("2026-11-10T22:59:59Z", "Europe/Madrid", date(2026, 11, 10)),
            ("2026-11-10T23:00:00Z", "Europe/Madrid", date(2026, 11, 11)),
            ("2026-12-31T15:00:00Z", "Asia/Tokyo", date(2027, 1, 1)),
            ("2027-01-01T07:59:59Z", "America/Los_Angeles", date(2026, 12, 31)),
            ("2028-02-28T12:00:00Z", "Pacific/Kiritimati", date(2028, 2, 29)),
            ("2026-03-29T00:59:59Z", "Europe/Madrid", date(2026, 3, 29)),
        ] {
            let zone = TimeZone::get(zone).unwrap();
            assert_eq!(day_at(moment.parse().unwrap(), &zone), day, "{moment}");
        }
    }
}
