//! What drafting again says at its end: what came in, what was updated, what was left to people and why.

use std::collections::BTreeMap;

use super::super::Session;
use super::compile::Draft;
use super::standing::{ADOPTED, Stands};
use crate::collect::run;
use crate::config::Config;
use crate::model::item::Outcome;
use crate::report::{HELP, WARNING, count, painted, plain};

/// Most titles that one line names.
const MOST_TITLES: usize = 12;

pub(super) fn tell(session: &Session, config: &Config, draft: &Draft, stands: &Stands<'_>, outcomes: &[run::Outcome]) {
    for (heading, titles) in added(config, draft, stands) {
        say(session, &format!("added to “{heading}”"), &titles);
    }
    let known = |index: &usize| stands.known.get(*index).map(|candidate| candidate.item.title.clone());
    let titles = |indices: &mut dyn Iterator<Item = &usize>| indices.filter_map(known).collect::<Vec<String>>();
    say(session, "updated from the source", &titles(&mut draft.updated.keys()));
    for (index, changed) in &draft.changed {
        let kept = known(index).map(|title| format!("{title} ({changed})"));
        say(session, "changed at the source, kept because people edited it", &kept.into_iter().collect::<Vec<_>>());
    }
    say(session, "no longer offered by the source, stays", &titles(&mut no_longer_offered(stands, outcomes).iter()));
    spoken_against(session, draft, stands);
    say(session, "taken out by an editor, stays out", &titles(&mut stands.taken_out.iter()));
    waiting(session, draft, stands);
}

/// The titles that came in, by the heading of their section.
fn added(config: &Config, draft: &Draft, stands: &Stands<'_>) -> BTreeMap<String, Vec<String>> {
    let configured = |name: &str| {
        config.sections.iter().find(|section| section.name == name).map(|section| section.heading.as_str())
    };
    let mut by_section: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for decided in draft.added.keys().filter_map(|position| draft.curated.decided.get(*position)) {
        let name = decided.section.clone().unwrap_or_default();
        let heading = stands.survey.heading_of(&name).or_else(|| configured(&name)).unwrap_or(&name).to_owned();
        by_section.entry(heading).or_default().push(decided.item.title.clone());
    }
    by_section
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

/// What stands there although a rule would not let it in now.
fn spoken_against(session: &Session, draft: &Draft, stands: &Stands<'_>) {
    for decided in draft.curated.decided.iter().filter(|decided| decided.outcome == Outcome::Chosen) {
        let is_known = stands.identities.values().any(|identity| *identity == decided.item.identity());
        if let (true, Some((rule, reason))) = (is_known, &decided.why) {
            say(
                session,
                &format!("stands, though it would not come in now ({rule})"),
                &[format!("{}: {reason}", decided.item.title)],
            );
        }
    }
}

/// What waits because its section cannot be found, or because nobody can tell whether it was taken out.
fn waiting(session: &Session, draft: &Draft, stands: &Stands<'_>) {
    let mut by_reason: BTreeMap<&str, usize> = BTreeMap::new();
    for decided in draft.curated.decided.iter().filter(|decided| decided.outcome == Outcome::Waiting) {
        if let Some(("section-missing", reason)) = &decided.why {
            *by_reason.entry(reason).or_default() += 1;
        }
    }
    for (reason, number) in by_reason {
        session.say(&format!("{}: {} waiting: {}", painted(WARNING, "warning"), count(number, "item"), plain(reason)));
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
