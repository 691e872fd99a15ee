//! What past issues took, and what their records say was on offer.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::model::issue::Issue;
use crate::model::item::Item;
use crate::model::link::Link;

/// Most issues that are remembered: the taste of ten years ago is another one.
const ISSUES: usize = 120;

/// Past issues and records, as far as they teach taste.
#[derive(Clone, Debug, Default)]
pub struct Past {
    issues: Vec<PastIssue>,
    /// What was on offer for the issue of a day, by its record.
    offered: BTreeMap<Date, Vec<Item>>,
}

/// What one issue took.
#[derive(Clone, Debug)]
pub struct PastIssue {
    /// Its date.
    pub date: Date,
    /// The keys of its links, with the first days that their entries gave.
    links: BTreeMap<String, Vec<Option<Date>>>,
}

impl Past {
    /// The issues, oldest first.
    pub fn issues(&self) -> &[PastIssue] {
        &self.issues
    }

    /// What was on offer for the issue of a day; none where it has no record.
    pub fn offered(&self, issue: Date) -> Option<&[Item]> {
        self.offered.get(&issue).map(Vec::as_slice)
    }

    /// Everything that any record had on offer, oldest first.
    pub fn ever_offered(&self) -> impl Iterator<Item = &Item> {
        self.offered.values().flatten()
    }

    pub(in crate::curate) fn add_issue(&mut self, issue: &Issue) {
        let Some(date) = issue.date else { return };
        let mut links: BTreeMap<String, Vec<Option<Date>>> = BTreeMap::new();
        for entry in issue.entries() {
            for link in entry.urls.iter().filter_map(|url| Link::parse(url)) {
                links.entry(link.key().to_owned()).or_default().push(entry.start);
            }
        }
        self.issues.push(PastIssue { date, links });
        if self.issues.len() > ISSUES {
            let oldest = self.issues.remove(0);
            self.offered.remove(&oldest.date);
        }
    }

    pub(in crate::curate) fn add_considered(&mut self, issue: Date, item: &Item, was_offered: bool) {
        let offered = self.offered.entry(issue).or_default();
        if was_offered {
            offered.push(item.clone());
        }
    }
}

impl PastIssue {
    /// Whether the issue has this item. An event address on another day is another event.
    pub fn has(&self, item: &Item) -> bool {
        let Some(starts) = item.url.as_ref().and_then(|link| self.links.get(link.key())) else { return false };
        item.event().is_none_or(|event| starts.iter().any(|start| start.is_none_or(|start| start == event.start.day())))
    }
}
