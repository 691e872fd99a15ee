//! The command line: clap types and nothing else. What each command does stands in `commands`.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

const CHECK_EXAMPLES: &str = "Examples:
  newsletter check                                      every issue
  newsletter check --fix --links issues/2026-11-24.md   repair one, and ask its links
  newsletter check --since origin/main --format github  annotate a pull request";

const EXAMPLES: &str = "Examples:
  newsletter init                        a new newsletter in this folder
  newsletter sources check               what every source brings
  newsletter draft                       the next issue
  newsletter add https://example.org/job a page into the inbox
  newsletter check                       mistakes before readers find them
  newsletter explain https://example.org why a link is in, out or waiting
  newsletter backtest                    how drafts of past issues would have done
  newsletter render issues/2026-11-24.md --to html -o issue.html

Exit codes: 0 done, 1 could not, 2 usage, 3 configuration or template,
4 `check` found errors, 5 a source failed (--strict), 130 interrupted.
Documentation and issues: https://github.com/todogroup/newsletter";

const DRAFT_EXAMPLES: &str = "On an issue that exists, only what is new is added: every word people wrote stays as and
where it is, and what they took out stays out.

Examples:
  newsletter draft                       the next issue, again and again until it is out
  newsletter draft --dry-run             what would change, as a diff
  newsletter draft --date 2026-11-24     the issue of that day";

const RECORD_EXAMPLES: &str = "Examples:
  newsletter record issues/2026-11-24.md
  newsletter record issues/2026-11-24.md --base first-version.md";
const BACKTEST_EXAMPLES: &str = "Examples:
  newsletter backtest                                 from records, the cache and local files
  newsletter --replay recording backtest --from 30    from a recording, issue 30 and later
  newsletter backtest --json --svg recall.svg         figures for scripts, and a plot

Nothing is fetched. Each issue sees only what was out by its date: published by then, or seen by
then in a record. `order = \"rank\"` learns from the issues before it only.";

/// Collects jobs, events and articles, drafts a Markdown issue, and never touches a word people wrote.
#[derive(Debug, Parser)]
#[command(name = "newsletter", version, after_help = EXAMPLES, max_term_width = 100, arg_required_else_help = true)]
pub struct Cli {
    /// What every command understands.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What every command understands.
#[derive(Clone, Debug, Args)]
pub struct Global {
    /// Work in this folder instead of the nearest one upwards with a configuration
    #[arg(short = 'C', long, global = true, value_name = "DIR", env = "NEWSLETTER_DIRECTORY")]
    pub directory: Option<PathBuf>,
    /// The configuration file
    #[arg(long, global = true, value_name = "FILE", default_value = "sources.toml", env = "NEWSLETTER_CONFIG")]
    pub config: PathBuf,
    /// The folder of the HTTP cache [default: .newsletter]
    #[arg(long, global = true, value_name = "DIR", env = "NEWSLETTER_CACHE")]
    pub cache: Option<PathBuf>,
    /// Use the cache and local files only
    #[arg(long, global = true, conflicts_with = "replay")]
    pub offline: bool,
    /// Keep every response of this run in a folder
    #[arg(long, global = true, value_name = "DIR")]
    pub record: Option<PathBuf>,
    /// Answer every request from such a folder, never from the network
    #[arg(long, global = true, value_name = "DIR")]
    pub replay: Option<PathBuf>,
    /// The day of the run, instead of the clock's
    #[arg(long, global = true, value_name = "YYYY-MM-DD", env = "NEWSLETTER_TODAY")]
    pub today: Option<Date>,
    /// Write what the run did to a JSON file
    #[arg(long, global = true, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// Only errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Every source, also behind a progress bar
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub verbose: u8,
    /// Colours in output
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", env = "NEWSLETTER_COLOR")]
    pub color: Color,
    /// No progress bars
    #[arg(long, global = true)]
    pub no_progress: bool,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a working newsletter repository
    Init(InitArgs),
    /// See, try and add sources
    #[command(subcommand)]
    Sources(SourcesCommand),
    /// Fetch and read the sources, and print their items
    Collect(CollectArgs),
    /// Write the next issue, or add to it what is new: collect, curate, compile
    #[command(after_help = DRAFT_EXAMPLES)]
    Draft(DraftArgs),
    /// Adopt an issue that this tool did not write, so that it can be drafted again
    #[command(after_help = RECORD_EXAMPLES)]
    Record(RecordArgs),
    /// Why a link, a title or a source is in, out or waiting
    Explain(ExplainArgs),
    /// Read one page and put it in the inbox, filled in as far as the page tells
    Add(AddItemArgs),
    /// Find the mistakes that newsletters ship: numbers, links, repeats, dates, spelling
    #[command(after_help = CHECK_EXAMPLES)]
    Check(LintArgs),
    /// An issue as data; works on any Markdown issue
    Inspect(InspectArgs),
    /// Redo past issues from recorded sources and compare with what was published
    #[command(after_help = BACKTEST_EXAMPLES)]
    Backtest(BacktestArgs),
    /// An issue in another format, from the Markdown as people left it
    Render(RenderArgs),
    /// The JSON Schema of a file or an output
    Schema(SchemaArgs),
    /// Completions for a shell, to standard output
    Completions {
        /// bash, zsh, fish, powershell or elvish
        shell: clap_complete::Shell,
    },
    /// The manual page, to standard output
    Man,
}

/// `newsletter init`
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  newsletter init my-newsletter --from ../old/issues")]
pub struct InitArgs {
    /// The folder; made where it is missing
    #[arg(default_value = ".")]
    pub dir: PathBuf,
    /// The newsletter's title [default: "My Newsletter", or as the adopted issues have it]
    #[arg(long)]
    pub title: Option<String>,
    /// Adopt an existing folder of issues: their title, numbers, days, headings, entries and sources
    #[arg(long, value_name = "ARCHIVE_DIR")]
    pub from: Option<PathBuf>,
}

/// `newsletter sources …`
#[derive(Debug, Subcommand)]
pub enum SourcesCommand {
    /// Every source with its kind, section and address
    List(ListArgs),
    /// Fetch sources and show what they bring: answer, items, dates, warnings
    Check(CheckArgs),
    /// Find out what an address offers, try it, and add it to the configuration
    Add(AddArgs),
    /// Add the feeds of an OPML file
    Import(ImportArgs),
    /// The configured feeds as OPML, to standard output
    Export,
    /// Which links of past issues the configured sources would have supplied, by host
    Coverage(CoverageArgs),
    /// Every kind of source: what it supplies, how it was verified, what it cannot do
    Kinds,
    /// The JSON Schema of sources.toml
    Schema,
}

/// `newsletter sources list`
#[derive(Debug, Args)]
pub struct ListArgs {
    /// As JSON Lines
    #[arg(long)]
    pub json: bool,
}

/// `newsletter sources check`
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// These sources only
    pub names: Vec<String>,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

/// `newsletter sources add`
#[derive(Debug, Args)]
pub struct AddArgs {
    /// A feed, a calendar, or a page that links to one
    pub url: String,
    /// The source's name [default: from the address]
    #[arg(long)]
    pub name: Option<String>,
    /// The section its items go to
    #[arg(long)]
    pub section: Option<String>,
    /// Show the entry without writing it
    #[arg(long)]
    pub dry_run: bool,
}

/// `newsletter sources import`
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// An OPML file, as feed readers export it
    pub file: PathBuf,
    /// Print the entries without writing them
    #[arg(long)]
    pub dry_run: bool,
}

/// `newsletter sources coverage`
#[derive(Debug, Args)]
pub struct CoverageArgs {
    /// A folder of issues (YYYY-MM-DD.md) [default: the newsletter's own]
    pub dir: Option<PathBuf>,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

/// `newsletter collect`
#[derive(Debug, Args)]
pub struct CollectArgs {
    /// These sources only
    pub names: Vec<String>,
    /// Items as JSON Lines
    #[arg(long)]
    pub json: bool,
    /// End with 5 when a source failed
    #[arg(long)]
    pub strict: bool,
}

/// `newsletter draft`
#[derive(Debug, Args)]
pub struct DraftArgs {
    /// The issue's date [default: the next one by `schedule`]
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub date: Option<Date>,
    /// The issue's number [default: follows from the issues before]
    #[arg(long, value_name = "N")]
    pub number: Option<u32>,
    /// Print the issue and write nothing
    #[arg(long, conflicts_with = "dry_run")]
    pub stdout: bool,
    /// Show what would change as a unified diff, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// End with 5 when a source failed
    #[arg(long)]
    pub strict: bool,
    /// Draft only when it is time by `schedule` and `ahead_of_issue`; else print due=false and end with 0
    #[arg(long)]
    pub if_due: bool,
    /// Write the issue's sibling in another language of the configuration (for example ja), from the issue as it is
    #[arg(long, value_name = "L", conflicts_with_all = ["if_due", "number"])]
    pub language: Option<String>,
    /// Print which issue is next (path, date, due) and do nothing else
    #[arg(long, conflicts_with_all = ["stdout", "dry_run", "language"])]
    pub next: bool,
    /// Write the text of a pull request with this issue; in a file that has one, only what stands
    /// between the newsletter's markers is replaced
    #[arg(long, value_name = "FILE", hide_short_help = true)]
    pub pull_request_text: Option<PathBuf>,
}

/// `newsletter record`
#[derive(Debug, Args)]
pub struct RecordArgs {
    /// The issue, called YYYY-MM-DD.md
    pub file: PathBuf,
    /// The text with which it began [default: the issue as it stands]
    #[arg(long, value_name = "FILE")]
    pub base: Option<PathBuf>,
    /// Begin anew where a record exists: what it remembers of editors' decisions is lost
    #[arg(long)]
    pub force: bool,
}

/// `newsletter explain`
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// A link, a part of a title, or the name of a source
    pub what: String,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

/// `newsletter add`
#[derive(Debug, Args)]
pub struct AddItemArgs {
    /// The address of a page, or an HTML file that was saved from one
    #[arg(value_name = "URL|FILE")]
    pub what: String,
    /// What it is [default: as the page says]
    #[arg(long = "type", value_name = "TYPE")]
    pub item_type: Option<TypeArg>,
    /// Who sends it in
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    /// The address of a page that is given as a file
    #[arg(long, value_name = "URL")]
    pub url: Option<String>,
    /// Print the file without writing it
    #[arg(long)]
    pub dry_run: bool,
}

/// The types of items.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TypeArg {
    /// A position to apply for.
    Job,
    /// Something that happens at a time.
    Event,
    /// Something to read, watch or hear.
    Article,
}

/// `newsletter check`
#[derive(Debug, Args)]
pub struct LintArgs {
    /// Markdown issues [default: all of the newsletter]
    pub files: Vec<PathBuf>,
    /// Repair what has one right answer; nothing else in a file changes
    #[arg(long)]
    pub fix: bool,
    /// Ask every link of these issues whether it still opens; a link is dead only where its server
    /// says so
    #[arg(long)]
    pub links: bool,
    /// Only what the change since this git revision brought in
    #[arg(long, value_name = "REV")]
    pub since: Option<String>,
    /// The form of the report
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: LintFormat,
    /// Explain every rule and do nothing else
    #[arg(long, hide = true)]
    pub list: bool,
}

/// The forms of a report of `check`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LintFormat {
    /// For people: each finding with the line that it is about.
    Human,
    /// As JSON.
    Json,
    /// Annotations on the lines of a pull request.
    Github,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
}

/// `newsletter inspect`
#[derive(Debug, Args)]
pub struct InspectArgs {
    /// A Markdown file; `-` for standard input
    pub file: PathBuf,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

/// `newsletter backtest`
#[derive(Debug, Args)]
pub struct BacktestArgs {
    /// The first issue to redo, by date or number [default: the oldest]
    #[arg(long, value_name = "ISSUE")]
    pub from: Option<String>,
    /// The last issue to redo [default: the newest]
    #[arg(long, value_name = "ISSUE")]
    pub to: Option<String>,
    /// As JSON: every issue with what its draft missed and what the editors left out of it
    #[arg(long)]
    pub json: bool,
    /// Draw how far up the lists the published links stand
    #[arg(long, value_name = "FILE")]
    pub svg: Option<PathBuf>,
}

/// `newsletter render`
#[derive(Debug, Args)]
pub struct RenderArgs {
    /// Markdown issues
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// The format
    #[arg(long, value_name = "FORMAT")]
    pub to: RenderFormat,
    /// The file to write (one issue), or a folder (several); `-` and the default: standard output
    #[arg(short, long, value_name = "PATH")]
    pub output: Option<PathBuf>,
}

/// The formats of `render`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RenderFormat {
    /// A web page.
    Html,
}

/// `newsletter schema`
#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// Which
    pub name: SchemaName,
}

/// The schemas there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SchemaName {
    /// sources.toml
    Sources,
    /// An item: a line of `collect --json`
    Item,
    /// What a run did: `--report FILE`
    Report,
    /// An issue as data: `inspect --json`
    Issue,
    /// Why something is in or out: `explain --json`
    Explain,
    /// Findings: `check --format json`
    Check,
    /// A line of `sources list --json`
    SourcesList,
    /// The sources that were tried: `sources check --json`
    SourcesCheck,
    /// Where past links came from: `sources coverage --json`
    SourcesCoverage,
    /// Past issues redone: `backtest --json`
    Backtest,
}
