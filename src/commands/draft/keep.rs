//! The record after a run: what was decided now, what earlier runs decided of things no longer offered,
//! and whose each entry is.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::compile::Draft;
use super::standing::{self, ADOPTED, Stands};
use super::target::Target;
use crate::config::Config;
use crate::curate::Decided;
use crate::issue::merge::{Place, Standing, fingerprint, section_with};
use crate::model::issue::Hand;
use crate::model::item::Outcome;
use crate::record::{self, Candidate, Head, Record, Run, State};

/// What a record is made of.
pub(super) struct Keeping<'a> {
    pub(super) config: &'a Config,
    pub(super) target: &'a Target,
    pub(super) draft: &'a Draft,
    pub(super) stands: Option<&'a Stands<'a>>,
    pub(super) today: Date,
    pub(super) state: State,
    pub(super) gaps: BTreeMap<String, String>,
}

impl Keeping<'_> {
    /// The record of this run.
    pub(super) fn record(self) -> Record {
        let mut candidates: Vec<Candidate> = self
            .draft
            .curated
            .decided
            .iter()
            .enumerate()
            .map(|(position, decided)| self.candidate(position, decided))
            .collect();
        let considered: BTreeSet<String> = candidates.iter().map(|candidate| candidate.item.identity()).collect();
        candidates.extend(self.carried(&considered));
        let head = Head {
            format: record::FORMAT,
            state: self.state,
            issue: self.target.path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            date: self.target.date,
            number: self.draft.heading.number,
            hash: record::hash(self.draft.markdown.as_bytes()),
            sections: self.sections(),
            lost: self.stands.map(|stands| stands.lost(self.target)).unwrap_or_default(),
            run: Run { today: self.today, gaps: self.gaps.clone() },
        };
        Record::new(head, candidates)
    }

    /// What was decided in this run.
    fn candidate(&self, position: usize, decided: &Decided) -> Candidate {
        let why = decided.why.as_ref();
        let mut candidate = Candidate {
            identity: decided.item.identity(),
            decision: decided.outcome,
            rule: why.map(|(rule, _)| (*rule).to_owned()),
            reason: why.map(|(_, reason)| reason.clone()),
            section: decided.section.clone(),
            also_from: decided.also_from.clone(),
            alike: decided.alike.clone(),
            pinned: decided.pinned,
            entry: None,
            hand: None,
            fresh: false,
            changed: None,
            taken_out_of: None,
            rank: decided.rank.clone(),
            item: decided.item.clone(),
        };
        if let Some(entry) = self.draft.added.get(&position) {
            candidate.entry = Some(fingerprint(entry));
            candidate.fresh = true;
        } else if let (Outcome::Chosen, Some(stands)) = (decided.outcome, self.stands) {
            self.stand(&mut candidate, stands);
        }
        if candidate.rule.as_deref() == Some("editor") {
            candidate.taken_out_of = self.taken_out_of(&candidate);
        }
        candidate
    }

    /// What an item that stands in the issue keeps of its entry, and whose that is.
    fn stand(&self, candidate: &mut Candidate, stands: &Stands<'_>) {
        let known =
            stands.identities.iter().find(|(_, identity)| **identity == candidate.identity).map(|(known, _)| *known);
        match known.and_then(|known| Some((known, stands.known.get(known)?))) {
            Some((known, before)) => {
                self.entry_of(candidate, known, stands);
                let is_learnt = before.item.source == ADOPTED;
                let is_kept = candidate.hand.is_some() || candidate.changed.is_some();
                if is_kept && !is_learnt {
                    candidate.item = before.item.clone();
                    candidate.identity = before.item.identity();
                }
                candidate.section = before.section.clone();
            }
            None => {
                let key = candidate.item.url.as_ref().map(|link| link.key()).unwrap_or_default();
                candidate.entry = stands.survey.entry_with(key).map(fingerprint);
                candidate.hand = Some(Hand::Added);
            }
        }
    }

    fn entry_of(&self, candidate: &mut Candidate, known: usize, stands: &Stands<'_>) {
        let written = self.draft.updated.get(&known).map(String::as_str).or_else(|| stands.survey.entry_of(known));
        candidate.entry = written.map(fingerprint);
        candidate.hand = match stands.survey.standing.get(known) {
            Some(Standing::Theirs(hand, _)) => Some(*hand),
            _ => None,
        };
        candidate.changed = self.draft.changed.get(&known).cloned();
    }

    /// What the record says of things that are not offered now: they stay as they were, and what people did
    /// with them is remembered.
    fn carried(&self, considered: &BTreeSet<String>) -> Vec<Candidate> {
        let before = self.target.kept.record.iter().flat_map(|record| &record.candidates);
        before.filter_map(|candidate| self.carry(candidate, considered)).collect()
    }

    fn carry(&self, before: &Candidate, considered: &BTreeSet<String>) -> Option<Candidate> {
        let known = self.stands.and_then(|stands| stands.known.iter().position(|known| std::ptr::eq(*known, before)));
        let mut candidate = Candidate { fresh: false, ..before.clone() };
        let Some((known, stands)) = known.zip(self.stands) else {
            let is_considered = considered.contains(&before.item.identity());
            let was_chosen = before.decision == Outcome::Chosen;
            // A draft whose file was deleted: what was chosen for it is chosen anew or not at all.
            return (!is_considered && !was_chosen).then_some(candidate);
        };
        let file = self.target.path.file_name().unwrap_or_default().to_string_lossy();
        let is_now = stands.identities.get(&known).is_some_and(|identity| self.is_chosen(identity));
        if stands.stands(known) {
            self.entry_of(&mut candidate, known, stands);
            return (!is_now).then_some(candidate);
        }
        if considered.contains(&before.item.identity()) {
            return None;
        }
        (candidate.entry, candidate.hand, candidate.changed) = (None, None, None);
        if stands.taken_out.contains(&known) {
            candidate.decision = Outcome::Dropped;
            candidate.rule = Some("editor".into());
            candidate.reason = Some(format!("an editor took it out of {file}"));
        } else if let Some(why) = stands.unsure.get(&known) {
            candidate.decision = Outcome::Waiting;
            candidate.rule = Some("editor".into());
            candidate.reason =
                Some(format!("its entry is missing, and nobody can tell whether an editor took it out: {why}"));
        } else {
            candidate.decision = Outcome::Waiting;
            candidate.rule = Some("not-offered".into());
            candidate.reason = Some("it never came into the issue, and its source no longer offers it".into());
        }
        Some(candidate)
    }

    fn is_chosen(&self, identity: &str) -> bool {
        let mut decided = self.draft.curated.decided.iter();
        decided.any(|decided| decided.outcome == Outcome::Chosen && decided.item.identity() == identity)
    }

    /// The earlier issue out of which an editor took it; the reason says which.
    fn taken_out_of(&self, candidate: &Candidate) -> Option<String> {
        let issue = candidate.reason.as_deref()?.strip_prefix("an editor took it out of ")?;
        let own = self.target.path.file_name()?.to_string_lossy();
        (issue != own).then(|| issue.to_owned())
    }

    /// The heading of each section as it stands now; none for those that people took out.
    fn sections(&self) -> BTreeMap<String, Option<String>> {
        let entries = |name: &str| {
            let added = self.draft.added.iter().find(|(position, _)| {
                self.draft
                    .curated
                    .decided
                    .get(**position)
                    .is_some_and(|decided| decided.section.as_deref() == Some(name))
            });
            added.map(|(_, entry)| entry.as_str())
        };
        let heading = |name: &str| {
            let place = self.stands.and_then(|stands| stands.survey.places.get(name).map(|place| (stands, place)));
            match place {
                Some((stands, Place::At(_))) => Some(stands.survey.heading_of(name).map(str::to_owned)),
                Some((_, Place::Nowhere)) => Some(None),
                Some((_, Place::NotYet)) | None => {
                    section_with(&self.draft.markdown, entries(name)?).map(|(heading, _)| Some(heading))
                }
            }
        };
        standing::listed(self.config)
            .filter_map(|section| Some((section.name.clone(), heading(&section.name)?)))
            .collect()
    }
}

/// Whether a record tells something that the one before it does not: a thing never considered before, one
/// that came in or was taken out, another state of what people own. What a run says of itself is none.
pub(super) fn tells_more(now: &Record, before: &Record) -> bool {
    let gist = |record: &Record| {
        let mut told: BTreeMap<String, (bool, bool, Option<String>)> = BTreeMap::new();
        for candidate in &record.candidates {
            let (chosen, by_editor, changed) = told.entry(candidate.item.identity()).or_default();
            *chosen |= candidate.decision == Outcome::Chosen;
            *by_editor |= candidate.rule.as_deref() == Some("editor");
            *changed = changed.take().or_else(|| candidate.changed.clone());
        }
        told
    };
    let (now_told, told) = (gist(now), gist(before));
    let waiting: BTreeSet<String> = now
        .candidates
        .iter()
        .filter(|candidate| candidate.decision != Outcome::Dropped)
        .map(|candidate| candidate.item.identity())
        .collect();
    (&now.head.issue, &now.head.lost) != (&before.head.issue, &before.head.lost)
        || now_told.iter().any(|(identity, gist)| match told.get(identity) {
            Some(before) => before != gist,
            None => waiting.contains(identity),
        })
}
