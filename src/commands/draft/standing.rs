//! What stands in an issue that is drafted again: the record's items against the file as people left it,
//! and what curation has to know of it.

use std::collections::{BTreeMap, BTreeSet};

use super::super::Session;
use super::evidence::{self, Evidence};
use super::journal;
use super::target::Target;
use crate::config::{Config, Section};
use crate::curate::{Memory, TakenOut};
use crate::issue::merge::{Known, Standing, Survey, Written};
use crate::model::issue::EntryType;
use crate::model::item::{Item, Outcome};
use crate::record::Candidate;

/// Items of a record that this tool did not write come from here: what the record knows of them was
/// read out of the issue.
pub(in super::super) const ADOPTED: &str = "record";

/// What stands in the issue.
pub(super) struct Stands<'t> {
    pub(super) survey: Survey<'t>,
    /// The items that the record says stand there, in the order of the survey.
    pub(super) known: Vec<&'t Candidate>,
    /// The identity under which each known item is offered now, by its index among the known.
    pub(super) identities: BTreeMap<usize, String>,
    /// Identities of offered items that stand in the issue.
    pub(super) standing: BTreeSet<String>,
    /// Known items whose entries were taken out, by their index.
    pub(super) taken_out: BTreeSet<usize>,
    /// Known items of which nobody can tell whether they were taken out, and why.
    pub(super) unsure: BTreeMap<usize, String>,
}

impl<'t> Stands<'t> {
    pub(super) fn of(session: &Session, config: &Config, target: &'t Target) -> Option<Stands<'t>> {
        let current = target.current.as_deref()?;
        let record = target.kept.record.as_ref();
        let candidates = record.map(|record| record.candidates.as_slice()).unwrap_or_default();
        let known: Vec<&Candidate> = candidates
            .iter()
            .filter(|candidate| candidate.decision == Outcome::Chosen && candidate.item.url.is_some())
            .collect();
        let of_survey: Vec<Known<'_>> = known
            .iter()
            .map(|candidate| Known { item: &candidate.item, entry: candidate.entry.as_deref(), hand: candidate.hand })
            .collect();
        let sections = sections(config, target);
        let survey = Survey::of(target.kept.base.as_deref(), current, &of_survey, &sections, record.is_some());
        let mut stands = Stands {
            survey,
            known,
            identities: BTreeMap::new(),
            standing: BTreeSet::new(),
            taken_out: BTreeSet::new(),
            unsure: BTreeMap::new(),
        };
        stands.judge_absence(session, target);
        Some(stands)
    }

    /// What is missing was taken out by a person, unless it came in with the last write and nobody ever saw it.
    fn judge_absence(&mut self, session: &Session, target: &Target) {
        let is_fresh = |index: &usize| self.known.get(*index).is_some_and(|candidate| candidate.fresh);
        let (missing, there): (Vec<usize>, Vec<usize>) =
            (0..self.known.len()).partition(|index| self.survey.standing.get(*index) == Some(&Standing::Missing));
        let (unseen, seen): (Vec<usize>, Vec<usize>) = missing.into_iter().partition(is_fresh);
        self.taken_out.extend(seen);
        if unseen.is_empty() {
            return;
        }
        // Entries come in together: where one stands, all stood.
        let evidence = if there.iter().any(is_fresh) { Evidence::WasThere } else { asked(session, target) };
        match evidence {
            Evidence::WasThere => self.taken_out.extend(unseen),
            Evidence::WasNot => {}
            Evidence::Unknown(why) => self.unsure.extend(unseen.into_iter().map(|index| (index, why.clone()))),
        }
    }

    /// Tells curation what was taken out.
    pub(super) fn remember(&self, target: &Target, memory: &mut Memory) {
        let issue = target.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mut add = |key: &str, item: Option<&Item>, unsure: Option<String>| {
            let past = TakenOut { issue: issue.clone(), item: item.cloned(), unsure };
            memory.taken_out.entry(key.to_owned()).or_default().push(past);
        };
        for (index, candidate) in self.known.iter().enumerate() {
            let Some(link) = &candidate.item.url else { continue };
            if self.taken_out.contains(&index) {
                add(link.key(), Some(&candidate.item), None);
            } else if let Some(why) = self.unsure.get(&index) {
                let reason = format!("its entry is missing, and nobody can tell whether an editor took it out: {why}");
                add(link.key(), Some(&candidate.item), Some(reason));
            }
        }
        for lost in self.lost(target) {
            add(&lost, None, None);
        }
    }

    /// Links that people took out of their own words, now or before, and that stand nowhere.
    pub(super) fn lost(&self, target: &Target) -> BTreeSet<String> {
        let known: BTreeSet<&str> =
            self.known.iter().filter_map(|known| Some(known.item.url.as_ref()?.key())).collect();
        let before = target.kept.record.iter().flat_map(|record| &record.head.lost);
        let all = self.survey.lost.iter().chain(before);
        all.filter(|lost| !known.contains(lost.as_str()) && !self.survey.has_link(lost)).cloned().collect()
    }

    /// Tells curation what stands there of the items offered now, and how full the sections are.
    pub(super) fn occupy(&mut self, config: &Config, offered: &[Item], memory: &mut Memory) {
        self.identities = self.successors(offered);
        self.standing = offered.iter().filter(|item| self.is_standing(item)).map(Item::identity).collect();
        let open = &mut memory.open;
        open.standing = self.standing.clone();
        for section in listed(config) {
            open.in_section.insert(section.name.clone(), self.survey.entries_in(&section.name));
        }
        for (index, candidate) in self.known.iter().enumerate() {
            if self.stands(index) {
                *open.of_source.entry(candidate.item.source.clone()).or_default() += 1;
            }
        }
    }

    /// Whether a known item's entry stands there.
    pub(super) fn stands(&self, index: usize) -> bool {
        matches!(self.survey.standing.get(index), Some(Standing::Untouched(_) | Standing::Theirs(..)))
    }

    /// What each known item is among those offered now: the same thing, else, where an event got other days,
    /// the only one under its link.
    fn successors(&self, offered: &[Item]) -> BTreeMap<usize, String> {
        let mut by_link: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for (link, item) in offered.iter().filter_map(|item| Some((item.url.as_ref()?, item))) {
            by_link.entry(link.key()).or_default().insert(item.identity());
        }
        let known: BTreeSet<String> = self.known.iter().map(|candidate| candidate.item.identity()).collect();
        let mut times: BTreeMap<&str, usize> = BTreeMap::new();
        for link in self.known.iter().filter_map(|candidate| candidate.item.url.as_ref()) {
            *times.entry(link.key()).or_default() += 1;
        }
        let successor = |(index, candidate): (usize, &&Candidate)| {
            let key = candidate.item.url.as_ref()?.key();
            let identity = candidate.item.identity();
            let offered = by_link.get(key)?;
            if offered.contains(&identity) {
                return Some((index, identity));
            }
            let others: Vec<&String> = offered.difference(&known).collect();
            match others.as_slice() {
                [only] if times.get(key) == Some(&1) => Some((index, (*only).clone())),
                _ => None,
            }
        };
        self.known.iter().enumerate().filter(|(index, _)| self.stands(*index)).filter_map(successor).collect()
    }

    /// Whether an offered item stands in the issue: as a known one, or because its link stands there. The same
    /// event address on another day is another event where all that stands under it is accounted for.
    fn is_standing(&self, item: &Item) -> bool {
        let Some(link) = &item.url else { return false };
        let identity = item.identity();
        if self.identities.values().any(|standing| *standing == identity) {
            return true;
        }
        let of_link = |(_, candidate): &(usize, &&Candidate)| candidate.item.url.as_ref() == Some(link);
        let holders: Vec<(usize, &&Candidate)> = self.known.iter().enumerate().filter(of_link).collect();
        let is_out = |(index, holder): &(usize, &&Candidate)| {
            self.taken_out.contains(index) && holder.item.identity() == identity
        };
        if !self.survey.has_link(link.key()) || holders.iter().any(is_out) {
            return false;
        }
        let standing: Vec<usize> =
            holders.iter().map(|(index, _)| *index).filter(|index| self.stands(*index)).collect();
        let is_accounted_for = item.event().is_some()
            && !standing.is_empty()
            && standing.iter().all(|index| self.identities.contains_key(index))
            && standing.len() == self.survey.entries_with(link.key());
        !is_accounted_for
    }
}

/// Asks whether people ever had the last write before them.
fn asked(session: &Session, target: &Target) -> Evidence {
    let record = target.kept.record.as_ref();
    if record.is_some_and(|record| journal::was_written(session, &record.head.hash)) {
        return Evidence::WasThere;
    }
    match (target.kept.path.as_deref(), target.kept.base.as_deref()) {
        (Some(path), Some(base)) => evidence::of(session, target, path, base),
        _ => Evidence::Unknown("the text as it was written (.base.md) is missing".into()),
    }
}

/// The sections that list items.
pub(super) fn listed(config: &Config) -> impl Iterator<Item = &Section> {
    config.sections.iter().filter(|section| section.takes != EntryType::Text)
}

fn sections<'a>(config: &'a Config, target: &'a Target) -> Vec<Written<'a>> {
    let remembered = |name: &str| {
        let record = target.kept.record.as_ref()?;
        record.head.sections.get(name).map(Option::as_deref)
    };
    listed(config)
        .map(|section| Written {
            name: &section.name,
            heading: &section.heading,
            remembered: remembered(&section.name),
        })
        .collect()
}
