//! What was considered for an issue, decision by decision: `issues/.record/DATE.jsonl`.
//!
//! One head line, then one candidate a line, sorted: readable in a diff, mergeable by git, no
//! secrets. Reading is lenient: a damaged line is skipped with a warning, because a record is as
//! untrusted as the network. Which candidates are chosen is decided in `curate`, not here.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::model::issue::Hand;
use crate::model::item::{Item, Outcome};
use crate::model::standing::Standing;
use crate::similar::Lookalike;

/// The version of the format, raised when a reader of the old one would misread the new one.
pub const FORMAT: u32 = 1;

/// The first line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// [`FORMAT`].
    pub format: u32,
    /// Whether the issue is still being drafted.
    pub state: State,
    /// The issue's file name.
    pub issue: String,
    /// The issue's date.
    pub date: Date,
    /// The issue's number.
    pub number: u32,
    /// SHA-256 of the issue as it was written, which is that of the base beside the record.
    pub hash: String,
    /// The heading under which each section stands in the issue; null where people took it out. A
    /// section that never had an entry is not there.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub sections: BTreeMap<String, Option<String>>,
    /// Links that people took out of their own words: what they lead to does not come in by itself.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub lost: BTreeSet<String>,
    /// The run that wrote it.
    pub run: Run,
}

/// What a run says of itself: nothing that changes between two runs on the same answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// The day of the run.
    pub today: Date,
    /// Sources that failed, with the reason.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub gaps: BTreeMap<String, String>,
}

/// Whether an issue is still being drafted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// It may be drafted again.
    Open,
    /// It is out.
    Published,
}

/// One candidate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// [`Item::identity`].
    pub identity: String,
    /// What was decided.
    pub decision: Outcome,
    /// The rule that decided, where it was not chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// The reason in a person's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The section it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// Other sources that had the same thing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also_from: Vec<String>,
    /// Near-duplicates, for a person to look at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alike: Vec<Lookalike>,
    /// Whether a person pinned it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub pinned: bool,
    /// The fingerprint of its entry in the base (`issue::merge::fingerprint`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<String>,
    /// What people did with that entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hand: Option<Hand>,
    /// Whether the last write brought the entry in: until people have seen it, its absence is no
    /// decision of theirs.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub fresh: bool,
    /// The issue out of which an editor took it, where that was an earlier one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_out_of: Option<String>,
    /// What changed at the source while the entry belongs to people: reported, not applied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<String>,
    /// Where it stood by what past issues took, and the words that moved it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<Standing>,
    /// The item as it was collected, completed by its twins where it was kept; of a chosen one, the
    /// item from which its entry was made.
    pub item: Item,
}

impl Candidate {
    /// Whether leaving it out was an editor's choice: it stood in the draft, an editor took it out, or
    /// it waited for room only (`limits`: the names of the rules that say so). What other rules kept
    /// away was nobody's choice.
    pub fn was_offered(&self, mut limits: impl Iterator<Item = &'static str>) -> bool {
        let rule = self.rule.as_deref().unwrap_or_default();
        match self.decision {
            Outcome::Chosen => true,
            Outcome::Waiting => limits.any(|limit| limit == rule),
            Outcome::Dropped => rule == "editor",
        }
    }
}

/// A whole record.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// The head line.
    pub head: Head,
    /// Sorted by identity, then source.
    pub candidates: Vec<Candidate>,
}

impl Record {
    /// A record of these decisions, sorted.
    pub fn new(head: Head, mut candidates: Vec<Candidate>) -> Record {
        candidates.sort_by(|a, b| {
            (&a.identity, &a.item.source, &a.item.original_url).cmp(&(
                &b.identity,
                &b.item.source,
                &b.item.original_url,
            ))
        });
        Record { head, candidates }
    }

    /// As it is written to disk.
    ///
    /// # Errors
    /// Never for records made here; serde's signature asks for it.
    pub fn to_jsonl(&self) -> Result<String, serde_json::Error> {
        let mut text = serde_json::to_string(&self.head)?;
        text.push('\n');
        for candidate in &self.candidates {
            text.push_str(&serde_json::to_string(candidate)?);
            text.push('\n');
        }
        Ok(text)
    }

    /// Reads a record as far as it can be read. Warnings name lines that could not; a record without
    /// a readable head gives None. A second head, as a merge that keeps the lines of both sides leaves it,
    /// only adds the links that it knows as taken out.
    pub fn read(text: &str) -> (Option<Record>, Vec<String>) {
        let mut warnings = Vec::new();
        let mut head: Option<Head> = None;
        let mut candidates = Vec::new();
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            if head.is_none() {
                match serde_json::from_str::<Head>(line) {
                    Ok(read) if read.format == FORMAT => head = Some(read),
                    Ok(read) => warnings.push(format!(
                        "line {}: format {} is not known to this version",
                        number + 1,
                        read.format
                    )),
                    Err(error) => warnings.push(format!("line {}: not a head line: {error}", number + 1)),
                }
                if head.is_none() {
                    return (None, warnings);
                }
                continue;
            }
            match serde_json::from_str::<Candidate>(line) {
                Ok(candidate) => candidates.push(candidate),
                Err(_) if let (Some(head), Ok(other)) = (&mut head, serde_json::from_str::<Head>(line)) => {
                    head.lost.extend(other.lost);
                }
                Err(error) => warnings.push(format!("line {}: skipped: {error}", number + 1)),
            }
        }
        if head.is_none() {
            warnings.push("the record is empty".into());
        }
        (head.map(|head| Record::new(head, candidates)), warnings)
    }
}

/// SHA-256 of a text as it stands in records.
pub fn hash(text: &[u8]) -> String {
    let digest = Sha256::digest(text);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What all records together remember of an item.
#[derive(Clone, Debug, PartialEq)]
pub struct Remembered {
    /// The day it was first seen.
    pub first_seen: Date,
    /// The item as last considered: its date and summary need not be asked for again.
    pub item: Item,
    /// The issue for which it was last considered.
    pub issue: Date,
}

/// Items by identity, as the records (given oldest first) remember them. The identity is that of
/// today's rules, not the one written down: an older version may have told things apart by less.
pub fn remember<'a>(records: impl Iterator<Item = &'a Record>) -> BTreeMap<String, Remembered> {
    let mut memory: BTreeMap<String, Remembered> = BTreeMap::new();
    for record in records {
        for candidate in &record.candidates {
            let identity = candidate.item.identity();
            let first_seen = memory
                .get(&identity)
                .map_or(candidate.item.first_seen, |before| before.first_seen.min(candidate.item.first_seen));
            memory.insert(identity, Remembered { first_seen, item: candidate.item.clone(), issue: record.head.date });
        }
    }
    memory
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::model::item::Details;
    use jiff::civil::date;

    fn record() -> Record {
        let head = Head {
            format: FORMAT,
            state: State::Open,
            issue: "2026-11-24.md".into(),
            date: date(2026, 11, 24),
            number: 47,
            hash: hash(b"text"),
            sections: BTreeMap::from([("news".to_owned(), Some("News".to_owned()))]),
            lost: BTreeSet::from(["x.example/a".to_owned()]),
            run: Run { today: date(2026, 11, 20), gaps: BTreeMap::new() },
        };
        let candidate = |link: &str| {
            let mut item = Item::new(Details::Article {}, "Title", "feed", date(2026, 11, 1));
            item.linked(link);
            Candidate {
                identity: item.identity(),
                decision: Outcome::Chosen,
                rule: None,
                reason: None,
                section: Some("news".into()),
                also_from: Vec::new(),
                alike: Vec::new(),
                pinned: false,
                entry: Some("0123456789abcdef".into()),
                hand: Some(Hand::Edited),
                fresh: true,
                changed: None,
                taken_out_of: None,
                rank: None,
                item,
            }
        };
        Record::new(head, vec![candidate("https://example.org/b"), candidate("https://example.org/a")])
    }

    #[test]
    fn a_record_round_trips_sorted() {
        let (read, warnings) = Record::read(&record().to_jsonl().unwrap());
        assert_eq!((read.unwrap(), warnings), (record(), Vec::<String>::new()));
    }

    #[test]
    fn a_damaged_line_costs_only_itself() {
        let text = record().to_jsonl().unwrap().replacen("\"identity\"", "\"idnty\"", 1);
        let (read, warnings) = Record::read(&text);
        assert_eq!(read.unwrap().candidates.len(), 1);
        assert_eq!(warnings.len(), 1, "{warnings:?}");
    }

    #[test]
    fn an_identity_of_an_older_version_is_still_the_same_thing() {
        let mut old = record();
        old.candidates.iter_mut().for_each(|candidate| candidate.identity = "as it once was".into());
        let now = old.candidates.first().unwrap().item.identity();
        assert!(remember([old].iter()).contains_key(&now));
    }

    #[test]
    fn a_record_without_head_is_none() {
        for text in ["", "garbage\n", "{\"format\":99}\n"] {
            let (read, warnings) = Record::read(text);
            assert!(read.is_none() && !warnings.is_empty(), "{text:?}");
        }
    }
}
