//! The `command` kind: a program of the maintainer's that prints items as JSON Lines.
//!
//! Each line of its output is an item with the fields that `collect --json` prints (README, "Items");
//! `type`, `title` and `url` are needed, null is as good as nothing, and the rules are those of the inbox.
//! The program is run as it is named, without a shell (`crate::process`); it is named in `sources.toml`
//! and nowhere else, and nothing that comes from outside gets into its arguments.

use std::time::Duration;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value};
use url::Url;

use super::inbox::{item, submission};
use super::settings::Variable;
use crate::collect::{Collector, Context, Documented, Page, ParseError, Warning, charset};
use crate::model::exchange::{Ask, CommandRequest, Request, Response};
use crate::model::text;

/// How long a program may run where the settings do not say, in seconds.
const TIMEOUT: u64 = 60;
/// The longest that it may run, in seconds.
const TIMEOUT_CAP: u64 = 600;
/// Longest line, in bytes.
const LINE_CAP: usize = 1_000_000;
/// Most lines with something wrong that are told one by one.
const WARNING_CAP: usize = 20;
/// Fields that a program has no say in: they are this run's, or would name a file.
const OURS: &[&str] = &["source", "first_seen", "text", "by"];

/// Settings of a `command` source.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Command {
    /// The program and its arguments, each as it is: no shell reads them. A path is one below the
    /// newsletter's folder, a name alone is looked for in `PATH`.
    #[schemars(length(min = 1))]
    pub command: Vec<String>,
    /// The environment variables that it gets, besides PATH, HOME, LANG, TZ and TMPDIR.
    #[serde(default)]
    pub env: Vec<Variable>,
    /// How many seconds it may run, up to 600; then it is stopped with all that it started. Default: 60.
    #[schemars(range(min = 1, max = 600))]
    pub timeout: Option<u64>,
}

impl Documented for Command {
    const VERIFIED: &'static str = "Made for this program";
    const CANNOT: &'static str = "Run offline; print more than 20 MB; leave anything running behind it";
}

impl Collector for Command {
    fn problems(&self) -> Vec<(&'static str, String)> {
        let mut problems = Vec::new();
        if self.command.first().is_none_or(|program| program.trim().is_empty()) {
            problems
                .push(("command", "`command` is empty: name the program, for example [\"scripts/jobs\"]".to_owned()));
        }
        if self.command.iter().any(|part| part.contains('\0')) {
            problems.push(("command", "a program and its arguments cannot have a zero byte in them".to_owned()));
        }
        if self.timeout.is_some_and(|seconds| !(1..=TIMEOUT_CAP).contains(&seconds)) {
            problems.push(("timeout", format!("`timeout` is 1 to {TIMEOUT_CAP} (seconds)")));
        }
        problems
    }

    fn start(&self, _context: &Context) -> Vec<Ask> {
        let Some((program, arguments)) = self.command.split_first() else { return Vec::new() };
        vec![Ask::start(Request::Command(CommandRequest {
            program: program.clone(),
            arguments: arguments.to_vec(),
            variables: self.env.iter().map(|variable| variable.0.clone()).collect(),
            timeout: Duration::from_secs(self.timeout.unwrap_or(TIMEOUT).clamp(1, TIMEOUT_CAP)),
        }))]
    }

    fn parse(&self, response: &Response, context: &Context) -> Result<Page, ParseError> {
        let text = charset::decode_bytes(response.bytes(), None).text;
        let mut page = Page::default();
        let mut wrong = 0;
        for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            if let Err(problems) = add(line, context, &mut page) {
                wrong += 1;
                let problem = format!("line {} of its output: {problems} (left out)", index + 1);
                page.warnings.extend((wrong <= WARNING_CAP).then_some(Warning(problem)));
            }
        }
        if wrong > WARNING_CAP {
            page.warnings.push(Warning(format!("{} more lines were left out", wrong - WARNING_CAP)));
        }
        if page.items.is_empty() && wrong == 0 {
            page.warnings.push(Warning("the program printed no items".to_owned()));
        }
        Ok(page)
    }

    fn address(&self) -> Option<Url> {
        None
    }
}

/// Adds the item of a line, or says what is wrong with it.
fn add(line: &str, context: &Context, page: &mut Page) -> Result<(), String> {
    if line.len() > LINE_CAP {
        return Err(format!("longer than {LINE_CAP} bytes"));
    }
    let fields: Map<String, Value> = serde_json::from_str(line)
        .map_err(|error| format!("no JSON object: {}", text::line(&error.to_string(), 120)))?;
    let mut submission = submission::flat("output", fields);
    submission.fields.retain(|name, value| !value.is_null() && !OURS.contains(&name.as_str()));
    let missing = |name: &str| !submission.fields.contains_key(name);
    let (no_type, no_origin) = (missing("type"), missing("published_from"));
    if let Some(takes) = context.takes.filter(|_| no_type) {
        submission.fields.insert("type".into(), takes.as_str().into());
    }
    if no_origin {
        submission.fields.insert("published_from".into(), "feed".into());
    }
    let made = item::make(&submission, None, context);
    let problems: Vec<String> = made.problems.into_iter().map(|problem| problem.text).collect();
    page.items.push(made.item.ok_or_else(|| problems.join("; "))?);
    Ok(())
}
