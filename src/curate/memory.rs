//! What is known from before, issue by issue: the way from past issues and records to [`Memory`].
//!
//! Plain data in and out; reading files is the caller's business. Adding an issue or a record never
//! changes what was said of an earlier one, so a memory can be grown along the years (`backtest`).

use jiff::civil::Date;

use super::{Appearance, Memory, PastEntry};
use crate::model::issue::{Entry, Issue};
use crate::model::item::Item;
use crate::model::link::Link;

impl Memory {
    /// Adds an issue that has appeared. Issues come oldest first.
    pub fn add_issue(&mut self, issue: &Issue) {
        for section in &issue.sections {
            for entry in &section.entries {
                self.entries.extend(past_entry(issue, entry));
                for link in entry.urls.iter().filter_map(|url| Link::parse(url)) {
                    let appearance =
                        Appearance { issue: issue.path.clone(), section: section.heading.clone(), start: entry.start };
                    self.published.entry(link.key().to_owned()).or_default().push(appearance);
                }
            }
        }
        self.last_issue = issue.date.or(self.last_issue);
        self.past.add_issue(issue);
    }

    /// Adds what was considered for the issue of a day. `was_offered`: it stood in the draft, or would
    /// have with more room, so that leaving it out was a choice.
    pub fn add_considered(&mut self, issue: Date, item: &Item, was_offered: bool) {
        self.known_sources.insert(item.source.clone());
        self.known_at_last_issue.insert(item.source.clone());
        self.past.add_considered(issue, item, was_offered);
    }
}

/// An entry as later items are compared with it.
fn past_entry(issue: &Issue, entry: &Entry) -> Option<PastEntry> {
    let link = entry.url.as_deref().and_then(Link::parse);
    Some(PastEntry { issue: issue.path.clone(), date: issue.date?, entry: entry.clone(), link })
}
