//! `newsletter explain`: why a link, a title or a source is in, out or waiting. Answers from the
//! records and past issues, offline; never runs anything again.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::memory::Past;
use super::{Session, as_json, memory, print};
use crate::cli::ExplainArgs;
use crate::config::Config;
use crate::curate::RULES;
use crate::model::issue::Hand;
use crate::model::item::{Details, Item, Outcome};
use crate::model::link::Link;
use crate::model::standing::Standing;
use crate::model::words::{contains, fold};
use crate::record::{Candidate, Record};
use crate::report::{Exit, Failure, count, plain};
use crate::similar::Lookalike;

pub(super) fn run(session: &Session, args: &ExplainArgs) -> Result<Exit, Failure> {
    let config = session.config()?;
    let past = memory::load(session, &config, Date::MAX);
    let source = source_called(&config, &past, &args.what);
    let answer = match &source {
        Some(source) => {
            Answer::Source(past.records.iter().rev().map(|record| SourceStory::of(record, source)).collect())
        }
        None => Answer::Things(Story::all(&past, &args.what)),
    };
    if answer.is_empty() {
        let help = "give the link, a part of the title, or a source's name; `newsletter collect` shows what the sources have now";
        return Err(Failure::new(format!("no record and no issue knows “{}”", plain(&args.what)), help));
    }
    print(&if args.json { as_json(&answer)? } else { answer.in_words() })?;
    Ok(Exit::Done)
}

/// What is known: of a source in each issue, newest first, or of each thing that was meant.
#[derive(Serialize, schemars::JsonSchema)]
#[serde(untagged)]
pub(super) enum Answer {
    Source(Vec<SourceStory>),
    Things(Vec<Story>),
}

impl Answer {
    fn is_empty(&self) -> bool {
        match self {
            Answer::Source(told) => told.is_empty(),
            Answer::Things(told) => told.is_empty(),
        }
    }

    fn in_words(&self) -> String {
        let told: Vec<String> = match self {
            Answer::Source(told) => told.iter().map(SourceStory::in_words).collect(),
            Answer::Things(told) => told.iter().map(Story::in_words).collect(),
        };
        told.join("\n")
    }
}

/// The source of a name, however it is spelt: as configured, else as a record knows it.
fn source_called(config: &Config, past: &Past, what: &str) -> Option<String> {
    let configured = config.sources.iter().map(|source| &source.name);
    let candidates = past.records.iter().flat_map(|record| &record.candidates);
    let mut names = configured.chain(candidates.map(|candidate| &candidate.item.source));
    names.find(|name| fold(name) == fold(what)).cloned()
}

fn of_source<'a>(record: &'a Record, source: &'a str) -> impl Iterator<Item = &'a Candidate> {
    record.candidates.iter().filter(move |candidate| candidate.item.source == source)
}

/// What became of one thing: where it stood, and what each run decided.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub(super) struct Story {
    title: String,
    url: Option<String>,
    stood_in: Vec<Stand>,
    decisions: Vec<Decision>,
}

/// An issue in which a link stands.
#[derive(Debug, Serialize, schemars::JsonSchema)]
struct Stand {
    issue: String,
    number: Option<u32>,
    section: String,
}

/// What was decided for one candidate of one issue.
#[derive(Debug, Serialize, schemars::JsonSchema)]
struct Decision {
    issue: String,
    decision: Outcome,
    section: Option<String>,
    rule: Option<String>,
    /// What an editor would say of the rule.
    meaning: Option<&'static str>,
    reason: Option<String>,
    /// Other sources that had the same thing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    also_from: Vec<String>,
    /// Near-duplicates, for a person to look at.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    alike: Vec<Lookalike>,
    /// Whether a person pinned it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pinned: bool,
    /// What people did with its entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    hand: Option<Hand>,
    /// What changed at the source since, and was not applied.
    #[serde(skip_serializing_if = "Option::is_none")]
    changed: Option<String>,
    /// Where it stood by what past issues took, and the words that moved it.
    #[serde(skip_serializing_if = "Option::is_none")]
    rank: Option<Standing>,
    item: Item,
}

/// An address as people say it, without `https://`.
fn bare(what: &str) -> Option<Link> {
    let (host, path) = what.split_once('/')?;
    let is_host = host.contains('.') && !host.contains(char::is_whitespace) && !path.is_empty();
    is_host.then(|| Link::parse(&format!("https://{what}"))).flatten()
}

impl Story {
    /// Everything that a link or a part of a title stands for, the same thing once.
    fn all(past: &Past, what: &str) -> Vec<Story> {
        let mut stories: BTreeMap<String, Story> = BTreeMap::new();
        let link = Link::parse(what).or_else(|| bare(what));
        for record in past.records.iter().rev() {
            for candidate in record.candidates.iter().filter(|candidate| is_meant(&candidate.item, link.as_ref(), what))
            {
                let story = stories.entry(key(&candidate.item)).or_insert_with(|| Story::of(past, &candidate.item));
                story.decisions.push(Decision::of(record, candidate));
            }
        }
        if let (true, Some(link)) = (stories.is_empty(), &link) {
            let stood_in = stands(past, link);
            if !stood_in.is_empty() {
                return vec![Story {
                    title: link.to_string(),
                    url: Some(link.to_string()),
                    stood_in,
                    decisions: Vec::new(),
                }];
            }
        }
        stories.into_values().collect()
    }

    fn of(past: &Past, item: &Item) -> Story {
        let stood_in = item.url.as_ref().map(|link| stands(past, link)).unwrap_or_default();
        Story {
            title: item.title.clone(),
            url: item.url.as_ref().map(ToString::to_string),
            stood_in,
            decisions: Vec::new(),
        }
    }

    fn in_words(&self) -> String {
        let mut lines = vec![match self.decisions.first().and_then(|decision| organisation(&decision.item)) {
            Some(organisation) => format!("{organisation}, {}", self.title),
            None => self.title.clone(),
        }];
        lines.extend(self.url.iter().filter(|url| **url != self.title).map(|url| format!("  {url}")));
        lines.extend(self.stood_in.iter().map(|stand| {
            let number = stand.number.map(|number| format!(" (number {number})")).unwrap_or_default();
            format!("  stands in {}{number}, {}", stand.issue, stand.section)
        }));
        lines.extend(self.decisions.iter().flat_map(Decision::in_words));
        plain(&lines.join("\n")) + "\n"
    }
}

fn key(item: &Item) -> String {
    item.url.as_ref().map_or_else(|| item.identity(), |link| link.key().to_owned())
}

fn is_meant(item: &Item, link: Option<&Link>, what: &str) -> bool {
    match link {
        Some(link) => item.url.as_ref() == Some(link) || item.original_url == what,
        None => {
            contains(&fold(&item.title), what) || organisation(item).is_some_and(|name| contains(&fold(name), what))
        }
    }
}

fn organisation(item: &Item) -> Option<&str> {
    match &item.details {
        Details::Job(job) => job.organisation.as_deref(),
        _ => None,
    }
}

fn stands(past: &Past, link: &Link) -> Vec<Stand> {
    past.archive
        .published(link)
        .iter()
        .map(|at| Stand { issue: at.path.clone(), number: at.number, section: at.section.clone() })
        .collect()
}

impl Decision {
    fn of(record: &Record, candidate: &Candidate) -> Decision {
        let meaning = candidate.rule.as_deref().and_then(meaning);
        Decision {
            issue: record.head.issue.clone(),
            decision: candidate.decision,
            section: candidate.section.clone(),
            rule: candidate.rule.clone(),
            meaning,
            reason: candidate.reason.clone(),
            also_from: candidate.also_from.clone(),
            alike: candidate.alike.clone(),
            pinned: candidate.pinned,
            hand: candidate.hand,
            changed: candidate.changed.clone(),
            rank: candidate.rank.clone(),
            item: candidate.item.clone(),
        }
    }

    fn in_words(&self) -> Vec<String> {
        let section = self.section.as_deref().map(|section| format!(" for section `{section}`")).unwrap_or_default();
        let mut lines = vec![format!("  {}: {}{section}", self.issue, self.decision.as_str())];
        if let (Some(rule), Some(reason)) = (&self.rule, &self.reason) {
            lines.push(format!("    rule {rule}: {reason}"));
            lines.extend(self.meaning.map(|meaning| format!("    {meaning}")));
        }
        lines.extend(self.hand.map(|hand| format!("    its entry was {}: it stays as and where it is", hand.as_str())));
        lines.extend(self.changed.as_deref().map(|changed| format!("    {changed} (reported, not applied)")));
        let item = &self.item;
        lines.push(format!(
            "    from source `{}`{}",
            item.source,
            item.by.as_deref().map(|by| format!(", sent in by {by}")).unwrap_or_default()
        ));
        if !self.also_from.is_empty() {
            let twins = self.also_from.iter().map(|source| format!("`{source}`")).collect::<Vec<_>>();
            lines.push(format!("    also from {}", twins.join(", ")));
        }
        lines.extend(self.alike.iter().map(|alike| format!("    {}", alike.in_words())));
        if self.pinned {
            lines.push("    pinned by hand in [curate]".into());
        }
        lines.extend(self.rank.iter().map(|standing| format!("    rank {standing}")));
        lines.push(days(item));
        lines.push(format!("    first seen {}", item.first_seen));
        if item.url.as_ref().is_some_and(|link| link.as_str() != item.original_url) {
            lines.push(format!("    the source linked {}", item.original_url));
        }
        lines
    }
}

/// When an event takes place; when anything else was published.
fn days(item: &Item) -> String {
    match (&item.details, item.published, item.published_from) {
        (Details::Event(event), ..) => {
            let end = event.end.filter(|end| *end != event.start).map(|end| format!(" to {end}")).unwrap_or_default();
            format!("    takes place {}{end}", event.start)
        }
        (_, Some(published), Some(from)) => format!("    published {published} (from {})", origin(from)),
        (_, Some(published), None) => format!("    published {published}"),
        (_, None, _) => "    without a publication date".into(),
    }
}

fn meaning(rule: &str) -> Option<&'static str> {
    let placed = [
        ("editor", "To have it again, put its entry back into the issue."),
        ("section-missing", "Its section is not in the issue any more."),
        ("template", "Its entry template cannot write it."),
        ("not-offered", "Its source offers it no longer."),
    ];
    let limits = crate::curate::LIMITS.iter().map(|limit| (limit.id, limit.sentence));
    placed
        .into_iter()
        .chain(RULES.iter().map(|known| (known.id(), known.sentence())))
        .chain(limits)
        .find(|(id, _)| *id == rule)
        .map(|(_, sentence)| sentence)
}

fn origin(from: crate::model::item::DateOrigin) -> &'static str {
    use crate::model::item::DateOrigin::*;
    match from {
        Feed => "the source itself",
        Jsonld => "schema.org data on its page",
        Meta => "a meta element of its page",
        Time => "a time element of its page",
        Sitemap => "the site's sitemap",
        Url => "its address",
        FrontMatter => "its front matter",
        Text => "its text",
        FirstSeen => "the day it was first seen",
    }
}

/// What one run had of a source.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub(super) struct SourceStory {
    issue: String,
    source: String,
    gap: Option<String>,
    chosen: Vec<String>,
    waiting: usize,
    dropped: BTreeMap<String, usize>,
}

impl SourceStory {
    fn of(record: &Record, source: &str) -> SourceStory {
        let with = |outcome| of_source(record, source).filter(move |candidate| candidate.decision == outcome);
        let mut dropped = BTreeMap::new();
        for candidate in with(Outcome::Dropped) {
            *dropped.entry(candidate.rule.clone().unwrap_or_default()).or_insert(0) += 1;
        }
        SourceStory {
            issue: record.head.issue.clone(),
            source: source.to_owned(),
            gap: record.head.run.gaps.get(source).cloned(),
            chosen: with(Outcome::Chosen).map(|candidate| candidate.item.title.clone()).collect(),
            waiting: with(Outcome::Waiting).count(),
            dropped,
        }
    }

    fn in_words(&self) -> String {
        let mut lines = vec![format!("{}: source `{}`", self.issue, self.source)];
        lines.extend(self.gap.iter().map(|reason| format!("  failed: {reason}")));
        lines.extend(self.chosen.iter().map(|title| format!("  chosen: {title}")));
        if self.waiting > 0 {
            lines.push(format!("  waiting: {}", count(self.waiting, "item")));
        }
        lines.extend(self.dropped.iter().map(|(rule, number)| format!("  dropped by {rule}: {number}")));
        plain(&lines.join("\n")) + "\n"
    }
}
