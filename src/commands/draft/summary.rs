//! What a draft leaves for its editors to do, in a few lines: near-duplicates to look at, sources that
//! have been silent for several issues, calls for papers that close soon. Nothing where there is
//! nothing. The same stands in `--report`.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::Serialize;

use crate::commands::Session;
use crate::config::Config;
use crate::curate::{Curated, Decided};
use crate::model::item::{CfpStatus, Outcome};
use crate::record::Record;
use crate::report::{count, plain};
use crate::similar::Lookalike;

/// After how many issues without anything a source is called silent.
const SILENT_ISSUES: usize = 3;
/// How many days after the issue a call that closes is worth a line.
const SOON: i64 = 14;
/// Most lines of one sort.
const LINES: usize = 5;

/// What is left to do.
#[derive(Debug, Default, Serialize, schemars::JsonSchema)]
pub(in crate::commands) struct Summary {
    near_duplicates: Vec<NearDuplicate>,
    /// Candidates so like very many others that not all of these were compared.
    #[serde(skip_serializing_if = "is_zero")]
    crowded: usize,
    silent_sources: Vec<Silent>,
    closing_calls: Vec<Call>,
}

fn is_zero(number: &usize) -> bool {
    *number == 0
}

/// A candidate and what it is like.
#[derive(Debug, Serialize, schemars::JsonSchema)]
struct NearDuplicate {
    title: String,
    url: Option<String>,
    decision: Outcome,
    #[serde(flatten)]
    of: Of,
}

/// What a candidate is like; the fields' names tell it from the candidate's own.
#[derive(Debug, Serialize, schemars::JsonSchema)]
struct Of {
    of_title: String,
    of_url: Option<String>,
    /// The issue in which that stood; null for a candidate of this one.
    of_issue: Option<String>,
    reason: String,
}

/// A source that has given nothing for several issues.
#[derive(Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
struct Silent {
    name: String,
    /// "collected": nothing came; "chosen": nothing was chosen.
    nothing: &'static str,
    /// The last issue with something; null where there was none.
    since: Option<Date>,
}

/// A call for papers that closes soon after the issue.
#[derive(Debug, Serialize, schemars::JsonSchema)]
struct Call {
    title: String,
    closes: Date,
}

impl Summary {
    /// Sums up. `records` are those of earlier issues, oldest first.
    pub(in crate::commands) fn of(config: &Config, issue: Date, records: &[Record], curated: &Curated) -> Summary {
        Summary {
            near_duplicates: near_duplicates(curated),
            crowded: curated.crowded,
            silent_sources: silent_sources(config, records, curated),
            closing_calls: closing_calls(issue, curated),
        }
    }

    /// To standard error.
    pub(in crate::commands) fn show(&self, session: &Session) {
        for line in self.lines() {
            session.say(&plain(&line));
        }
    }

    fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        let pairs = self.near_duplicates.iter().map(NearDuplicate::in_words).collect();
        add(&mut lines, pairs, |number| format!("{} to look at:", count(number, "near-duplicate")));
        if self.crowded > 0 {
            let crowded = count(self.crowded, "candidate");
            lines.push(format!("  {crowded} like very many others: compared with the nearest of these only"));
        }
        let silent = self.silent_sources.iter().map(Silent::in_words).collect();
        add(&mut lines, silent, |number| {
            format!("{} silent for {SILENT_ISSUES} issues or more:", count(number, "source"))
        });
        let calls = self.closing_calls.iter().map(|call| format!("{} ({})", call.title, call.closes)).collect();
        add(&mut lines, calls, |number| format!("{} for papers that close soon:", count(number, "call")));
        lines
    }
}

/// A heading with its lines, the first few of them.
fn add(lines: &mut Vec<String>, of_one_sort: Vec<String>, heading: impl Fn(usize) -> String) {
    if of_one_sort.is_empty() {
        return;
    }
    lines.push(heading(of_one_sort.len()));
    lines.extend(of_one_sort.iter().take(LINES).map(|line| format!("  {line}")));
    if of_one_sort.len() > LINES {
        lines.push(format!("  and {} more; --report FILE has all", of_one_sort.len() - LINES));
    }
}

impl NearDuplicate {
    fn in_words(&self) -> String {
        let stood = self.of.of_issue.as_deref().map(|issue| format!(" in {issue}")).unwrap_or_default();
        format!("“{}” and “{}”{stood}: {}", self.title, self.of.of_title, self.of.reason)
    }
}

impl Silent {
    fn in_words(&self) -> String {
        match (self.nothing, self.since) {
            ("collected", Some(since)) => format!("{}: nothing since the issue of {since}", self.name),
            ("collected", None) => format!("{}: never anything", self.name),
            (_, Some(since)) => format!("{}: nothing chosen since the issue of {since}", self.name),
            (_, None) => format!("{}: never anything chosen", self.name),
        }
    }
}

/// Each pair once: by the candidate that stands first, the chosen before the waiting.
fn near_duplicates(curated: &Curated) -> Vec<NearDuplicate> {
    let mut told: BTreeSet<(Option<String>, Option<String>, String)> = BTreeSet::new();
    let mut pairs = Vec::new();
    for decided in &curated.decided {
        for alike in &decided.alike {
            let url = decided.item.url.as_ref().map(ToString::to_string);
            if !told.contains(&(alike.url.clone(), url.clone(), alike.reason.clone())) {
                told.insert((url.clone(), alike.url.clone(), alike.reason.clone()));
                pairs.push(NearDuplicate {
                    title: decided.item.title.clone(),
                    url,
                    decision: decided.outcome,
                    of: Of::from(alike),
                });
            }
        }
    }
    pairs
}

impl From<&Lookalike> for Of {
    fn from(alike: &Lookalike) -> Of {
        Of {
            of_title: alike.title.clone(),
            of_url: alike.url.clone(),
            of_issue: alike.issue.clone(),
            reason: alike.reason.clone(),
        }
    }
}

/// What an issue had of its sources.
#[derive(Default)]
struct Had<'a> {
    collected: BTreeSet<&'a str>,
    chosen: BTreeSet<&'a str>,
    failed: BTreeSet<&'a str>,
}

impl<'a> Had<'a> {
    fn of(items: impl Iterator<Item = (&'a str, Outcome)>) -> Had<'a> {
        let mut had = Had::default();
        for (source, outcome) in items {
            had.collected.insert(source);
            if outcome == Outcome::Chosen {
                had.chosen.insert(source);
            }
        }
        had
    }

    fn of_record(record: &'a Record) -> Had<'a> {
        let candidates = record.candidates.iter();
        let had = Had::of(candidates.map(|candidate| (candidate.item.source.as_str(), candidate.decision)));
        Had { failed: record.head.run.gaps.keys().map(String::as_str).collect(), ..had }
    }
}

/// Sources of which neither this draft nor the last issues had anything, or chose anything. A source
/// that the records do not know that long is given time.
fn silent_sources(config: &Config, records: &[Record], curated: &Curated) -> Vec<Silent> {
    let Some(first) = records.len().checked_sub(SILENT_ISSUES) else { return Vec::new() };
    let now = Had::of(curated.decided.iter().map(|decided| (decided.item.source.as_str(), decided.outcome)));
    let had: Vec<(Date, Had)> = records.iter().map(|record| (record.head.date, Had::of_record(record))).collect();
    let silent = |name: &str| {
        let mut until_then = had.iter().take(first + 1);
        if !until_then.any(|(_, had)| had.collected.contains(name) || had.failed.contains(name)) {
            return None;
        }
        let since = |had_it: fn(&Had, &str) -> bool| had.iter().rposition(|(_, had)| had_it(had, name));
        let is_recent = |at: Option<usize>| at.is_some_and(|at| at >= first);
        let (collected, chosen) =
            (since(|had, name| had.collected.contains(name)), since(|had, name| had.chosen.contains(name)));
        let (nothing, last) = if !now.collected.contains(name) && !is_recent(collected) {
            ("collected", collected)
        } else if !now.chosen.contains(name) && !is_recent(chosen) {
            ("chosen", chosen)
        } else {
            return None;
        };
        let since = last.and_then(|at| had.get(at)).map(|(date, _)| *date);
        Some(Silent { name: name.to_owned(), nothing, since })
    };
    config.sources.iter().filter_map(|source| silent(&source.name)).collect()
}

/// Open calls of chosen and waiting events, the first to close first.
fn closing_calls(issue: Date, curated: &Curated) -> Vec<Call> {
    let last = issue.saturating_add(jiff::Span::new().days(SOON));
    let call = |decided: &Decided| {
        let cfp = decided.item.event()?.cfp.as_ref().filter(|cfp| cfp.status == CfpStatus::Open)?;
        let closes = cfp.closes.filter(|closes| (issue..=last).contains(closes))?;
        Some(Call { title: decided.item.title.clone(), closes })
    };
    let open = curated.decided.iter().filter(|decided| decided.outcome != Outcome::Dropped);
    let mut calls: Vec<Call> = open.filter_map(call).collect();
    calls.sort_by(|one, other| (one.closes, &one.title).cmp(&(other.closes, &other.title)));
    calls
}
