//! What drafting again says at its end: what came in, what was updated, what was left to people and why.

use std::collections::BTreeMap;

use super::super::Session;
use super::compile::Draft;
use super::standing::{ADOPTED, Stands};
use crate::collect::run;
use crate::config::{Config, Section};
use crate::model::issue::Hand;
use crate::model::item::{Details, Item, Job, Outcome};
use crate::report::{HELP, WARNING, count, painted, plain};

/// Most titles that one line names.
const MOST_TITLES: usize = 12;

/// Where it says so.
pub(super) struct Telling<'a> {
    pub(super) session: &'a Session,
    pub(super) config: &'a Config,
    /// Whether the issue was written; else what it says would be.
    pub(super) is_written: bool,
}

pub(super) fn tell(telling: &Telling<'_>, draft: &Draft, stands: &Stands<'_>, outcomes: &[run::Outcome]) {
    let session = telling.session;
    let (added, updated) = match telling.is_written {
        true => ("added to", "updated from the source"),
        false => ("would be added to", "would be updated from the source"),
    };
    for (heading, titles) in by_heading(telling.config, draft, stands) {
        say(session, &format!("{added} “{heading}”"), &titles);
    }
    let known = |index: &usize| stands.known.get(*index).map(|candidate| name(&candidate.item));
    let titles = |indices: &mut dyn Iterator<Item = &usize>| indices.filter_map(known).collect::<Vec<String>>();
    say(session, updated, &titles(&mut draft.updated.keys()));
    for (index, changed) in &draft.changed {
        let kept = known(index).map(|title| format!("{title} ({changed})"));
        say(session, "changed at the source, kept because people edited it", &kept.into_iter().collect::<Vec<_>>());
    }
    say(session, "no longer offered by the source, stays", &titles(&mut no_longer_offered(stands, outcomes).iter()));
    spoken_against(session, draft, stands);
    say(session, "taken out by an editor, stays out", &titles(&mut stands.taken_out.iter()));
    waiting(telling, draft, stands);
}

/// An item as people know it: the title of a job alone says little.
fn name(item: &Item) -> String {
    match &item.details {
        Details::Job(Job { organisation: Some(organisation), .. }) => format!("{organisation}, {}", item.title),
        _ => item.title.clone(),
    }
}

/// What came in, by the heading of its section, in the order of the configuration.
fn by_heading(config: &Config, draft: &Draft, stands: &Stands<'_>) -> Vec<(String, Vec<String>)> {
    let of = |section: &Section| {
        let added = draft.added.keys().filter_map(|position| draft.curated.decided.get(*position));
        let here = added.filter(|decided| decided.section.as_deref() == Some(&section.name));
        let heading = stands.survey.heading_of(&section.name).unwrap_or(&section.heading).to_owned();
        (heading, here.map(|decided| name(&decided.item)).collect::<Vec<_>>())
    };
    config.sections.iter().map(of).collect()
}

/// What stands there and is not among the offers of a source that answered.
fn no_longer_offered(stands: &Stands<'_>, outcomes: &[run::Outcome]) -> Vec<usize> {
    let answered = |source: &str| outcomes.iter().any(|outcome| outcome.source == source && outcome.gap.is_none());
    let gone = |(index, _): &(usize, _)| stands.stands(*index) && !stands.identities.contains_key(index);
    let known = stands.known.iter().enumerate().filter(gone);
    known
        .filter(|(_, candidate)| candidate.item.source != ADOPTED && answered(&candidate.item.source))
        .map(|(index, _)| index)
        .collect()
}

/// Rules of facts. What people put in against any other rule, or put back, is their will.
const FACTS: [&str; 5] = ["blocked", "cancelled", "closed", "over", "published-before"];

/// What stands there although a rule would not let it in now.
fn spoken_against(session: &Session, draft: &Draft, stands: &Stands<'_>) {
    let mut by_rule: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for decided in draft.curated.decided.iter().filter(|decided| decided.outcome == Outcome::Chosen) {
        let is_item = |(_, identity): &(&usize, &String)| **identity == decided.item.identity();
        let known = stands.identities.iter().find(is_item).and_then(|(known, _)| stands.known.get(*known));
        let (Some(known), Some((rule, reason))) = (known, &decided.why) else { continue };
        let is_their_will = known.hand == Some(Hand::Added) && !FACTS.contains(rule);
        if !is_their_will && *rule != "editor" {
            by_rule.entry(rule).or_default().push(format!("{} ({reason})", name(&decided.item)));
        }
    }
    for (rule, titles) in by_rule {
        say(session, &format!("stands, though it would not come in now ({rule})"), &titles);
    }
}

/// What waits because its section cannot be found, or because nobody can tell whether it was taken out.
fn waiting(telling: &Telling<'_>, draft: &Draft, stands: &Stands<'_>) {
    let session = telling.session;
    let mut by_reason: BTreeMap<(&str, Option<&str>), usize> = BTreeMap::new();
    for decided in draft.curated.decided.iter().filter(|decided| decided.outcome == Outcome::Waiting) {
        if let Some(("section-missing", reason)) = &decided.why {
            *by_reason.entry((reason, decided.section.as_deref())).or_default() += 1;
        }
    }
    for ((reason, section), number) in by_reason {
        session.say(&format!("{}: {} waiting: {}", painted(WARNING, "warning"), count(number, "item"), plain(reason)));
        let is_missing =
            |known: &&Section| Some(known.name.as_str()) == section && stands.survey.heading_of(&known.name).is_none();
        if let Some(missing) = telling.config.sections.iter().find(is_missing) {
            let help =
                format!("write the heading “{}” into the issue, and the next run puts them under it", missing.heading);
            session.say(&format!("  {}: {}", painted(HELP, "help"), plain(&help)));
        }
    }
    if let Some(why) = stands.unsure.values().next() {
        let missing = count(stands.unsure.len(), "entry").replace("entrys", "entries");
        session.say(&format!(
            "{}: {missing} of the last draft missing, and nobody can tell whether an editor took them out: they wait\n  {}: {}",
            painted(WARNING, "warning"),
            painted(HELP, "help"),
            plain(why)
        ));
    }
}

fn say(session: &Session, what: &str, titles: &[String]) {
    if titles.is_empty() {
        return;
    }
    let shown = titles.iter().take(MOST_TITLES).cloned().collect::<Vec<_>>().join("; ");
    let more = titles.len().saturating_sub(MOST_TITLES);
    let more = if more > 0 { format!("; and {more} more") } else { String::new() };
    session.say(&plain(&format!("{what}: {shown}{more}")));
}
