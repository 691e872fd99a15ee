//! A run inside GitHub Actions: the job's summary, the step's outputs, and the text of the pull
//! request (`--pull-request-text`, everywhere). What they say is written by [`super::summary`].
//!
//! Source: "Workflow commands for GitHub Actions" (`GITHUB_STEP_SUMMARY`, `GITHUB_OUTPUT`). Neither
//! the text nor the outputs can fail a run: what cannot be written is a warning.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::Session;
use super::compile::Draft;
use super::github_text::{self, Failed, Thing, Told};
use crate::collect::run;
use crate::commands::run_report::IssueLine;
use crate::config::Config;
use crate::curate::{Curated, Decided, LIMITS, RULES};
use crate::escape::ci;
use crate::issue::assemble::IssueTemplates;
use crate::model::item::{DateOrigin, Details, Item, Outcome, Workplace};
use crate::report::{WARNING, painted, plain};
use crate::workspace;

/// What a run knows when it ends.
pub(super) struct Ended<'a> {
    pub(super) config: &'a Config,
    pub(super) templates: &'a IssueTemplates,
    pub(super) outcomes: &'a [run::Outcome],
    /// None where every source failed.
    pub(super) issue: Option<Drafted<'a>>,
}

/// The issue as the run leaves it.
#[derive(Clone, Copy)]
pub(super) struct Drafted<'a> {
    pub(super) draft: &'a Draft,
    pub(super) line: &'a IssueLine,
}

/// Tells people what the run did, where there is a place for it.
pub(super) fn tell(session: &Session, pull_request_text: Option<&Path>, ended: &Ended<'_>) {
    let summary = environment_file("GITHUB_STEP_SUMMARY");
    if summary.is_some() || pull_request_text.is_some() {
        let told = ended.told(&issue_text(session, ended));
        if let Some(path) = summary {
            warn(session, workspace::append(&path, &github_text::job_summary(&told)));
        }
        if let Some(path) = pull_request_text {
            update_text(session, &session.given(path), &told);
        }
    }
    outputs(session, &ended.outputs());
}

/// Says that no issue is due, to the steps that follow.
pub(super) fn tell_not_due(session: &Session) {
    outputs(session, &[("due", "false".into()), ("changed", "false".into()), ("new-items", "0".into())]);
}

/// A file that the runner names; none outside of GitHub Actions.
fn environment_file(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).filter(|path| !path.is_empty()).map(PathBuf::from)
}

fn outputs(session: &Session, outputs: &[(&str, String)]) {
    let Some(path) = environment_file("GITHUB_OUTPUT") else { return };
    let lines: String = outputs.iter().map(|(name, value)| ci::output(name, value)).collect();
    warn(session, workspace::append(&path, &lines));
}

fn update_text(session: &Session, path: &Path, told: &Told) {
    let before = if path.exists() { workspace::read_text(path).unwrap_or_default() } else { String::new() };
    match github_text::pull_request_text(told, &before) {
        Some(text) => warn(session, workspace::write(path, text.as_bytes())),
        None => session.say("the pull request's text has no markers of the newsletter: it is left as people wrote it"),
    }
}

fn warn(session: &Session, written: Result<(), workspace::FileError>) {
    if let Err(error) = written {
        session.say(&format!("{}: {}", painted(WARNING, "warning"), plain(&error.to_string())));
    }
}

/// The issue as it stands on disk: what people changed in it is theirs.
fn issue_text(session: &Session, ended: &Ended<'_>) -> String {
    let path = ended.issue.map(|issue| session.workspace.root.join(&issue.line.path));
    path.and_then(|path| workspace::read_text(&path).ok()).unwrap_or_default()
}

impl Ended<'_> {
    fn outputs(&self) -> Vec<(&'static str, String)> {
        let mut outputs = vec![("due", "true".to_owned())];
        if let Some(Drafted { line, .. }) = self.issue {
            outputs.extend([
                ("path", line.path.clone()),
                ("number", line.number.to_string()),
                ("date", line.date.to_string()),
                ("title", self.title(line)),
                ("new-items", line.new.to_string()),
                ("changed", line.changed.to_string()),
            ]);
        }
        outputs
    }

    fn title(&self, line: &IssueLine) -> String {
        format!("{} {}", self.config.newsletter.title, line.number)
    }

    fn told(&self, issue: &str) -> Told {
        let failed = self.outcomes.iter().filter_map(failed).collect();
        let Some(Drafted { draft, line }) = self.issue else {
            let title = self.config.newsletter.title.clone();
            return Told { title, failed, sources: self.outcomes.len(), ..Told::default() };
        };
        let decided = || draft.curated.decided.iter().enumerate();
        let waiting = decided().filter(|(_, decided)| decided.outcome == Outcome::Waiting);
        Told {
            title: self.title(line),
            path: Some(line.path.clone()),
            new: self.by_section(decided().filter(|(position, _)| draft.added.contains_key(position))),
            wanting: self.wanting(&draft.curated, issue),
            waiting: self.by_section(waiting),
            dropped: dropped(&draft.curated),
            failed,
            sources: self.outcomes.len(),
        }
    }

    /// Items under the headings of their sections, in the order of the issue.
    fn by_section<'d>(&self, items: impl Iterator<Item = (usize, &'d Decided)>) -> Vec<(String, Vec<Thing>)> {
        let items: Vec<&Decided> = items.map(|(_, decided)| decided).collect();
        let of = |name: Option<&str>| -> Vec<Thing> {
            let here = items.iter().filter(|decided| decided.section.as_deref() == name);
            here.map(|decided| self.thing(decided)).collect()
        };
        let named = self.config.sections.iter().map(|section| (section.heading.clone(), of(Some(&section.name))));
        named.chain([("(no section)".to_owned(), of(None))]).filter(|(_, things)| !things.is_empty()).collect()
    }

    fn thing(&self, decided: &Decided) -> Thing {
        Thing {
            title: decided.item.title.clone(),
            url: decided.item.url.as_ref().map(ToString::to_string),
            source: decided.item.source.clone(),
            remark: decided.why.as_ref().map(|(_, reason)| reason.clone()).unwrap_or_default(),
            entry: self.entry(decided),
        }
    }

    /// An item without a link is not put in as it is.
    fn entry(&self, decided: &Decided) -> Option<String> {
        decided.item.url.as_ref()?;
        let label = self.config.label(&decided.item);
        self.templates.entry(decided.section.as_deref()?, &decided.item, label).ok()
    }

    /// Chosen items that lack something and still stand in the issue as generated.
    fn wanting(&self, curated: &Curated, issue: &str) -> Vec<Thing> {
        let chosen = curated.decided.iter().filter(|decided| decided.outcome == Outcome::Chosen);
        let things = chosen.filter_map(|decided| {
            let remark = missing(&decided.item).join(", ");
            let thing = Thing { remark, ..self.thing(decided) };
            let stands = thing.entry.as_deref().is_some_and(|entry| issue.contains(entry));
            (stands && !thing.remark.is_empty()).then_some(thing)
        });
        things.collect()
    }
}

/// What the source does not say and readers would want to know.
fn missing(item: &Item) -> Vec<&'static str> {
    let undated = item.published.is_none() || item.published_from == Some(DateOrigin::FirstSeen);
    let gaps: &[(bool, &str)] = match &item.details {
        Details::Job(job) => {
            let country = job.locations.iter().any(|location| location.country.is_some());
            &[
                (job.organisation.is_none(), "no organisation"),
                (!country && job.workplace != Workplace::Remote, "no country, so no flag"),
            ]
        }
        Details::Event(event) => &[(event.place.is_none() && event.online != Some(true), "place unknown")],
        Details::Article {} => &[(undated, "no date")],
    };
    gaps.iter().filter(|(lacks, _)| *lacks).map(|(_, what)| *what).collect()
}

fn failed(outcome: &run::Outcome) -> Option<Failed> {
    let gap = outcome.gap.as_ref()?;
    Some(Failed {
        name: outcome.source.clone(),
        address: outcome.address.clone(),
        reason: gap.reason.clone(),
        hint: gap.hint.clone(),
    })
}

fn dropped(curated: &Curated) -> BTreeMap<&'static str, (usize, &'static str)> {
    let sentence = |name: &str| {
        let rule = RULES.iter().find(|rule| rule.id() == name).map(|rule| rule.sentence());
        rule.or_else(|| LIMITS.iter().find(|limit| limit.id == name).map(|limit| limit.sentence)).unwrap_or_default()
    };
    curated.dropped_by_rule().into_iter().map(|(rule, number)| (rule, (number, sentence(rule)))).collect()
}
