//! What can be told of an item: its words, its source, its host, and how far it is from the issue.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::model::item::Item;
use crate::model::words;

/// Most words of one item.
const WORDS: usize = 200;
/// A distance beyond this many days is no larger.
const FARTHEST: i32 = 365;
/// The days in which a distance counts one.
const MONTH: f64 = 30.0;

/// The words of title and summary, each once. Numbers alone do not come back: issue 12, 2026.
pub(super) fn words_of(item: &Item) -> BTreeSet<String> {
    let text = format!("{}\n{}", item.title, item.summary.as_deref().unwrap_or_default());
    let tells = |word: &String| word.chars().count() > 1 && word.chars().any(|character| !character.is_numeric());
    words::words(&text).into_iter().filter(tells).take(WORDS).collect()
}

/// Where it comes from, as a person reads it.
pub(super) fn origins_of(item: &Item) -> Vec<String> {
    let host = item.url.as_ref().map(|link| format!("host {}", link.host()));
    std::iter::once(format!("source {}", item.source)).chain(host).collect()
}

/// How far it is from the issue, in days: how long it has been out, or how long until an event.
pub(super) fn days_off(item: &Item, issue: Date) -> i32 {
    let days = match item.event() {
        Some(event) => (event.start.day() - issue).get_days(),
        None => (issue - item.published.map_or(item.first_seen, |published| published.day())).get_days(),
    };
    days.clamp(0, FARTHEST)
}

/// The same in months.
pub(super) fn months_off(item: &Item, issue: Date) -> f64 {
    f64::from(days_off(item, issue)) / MONTH
}

/// The distance in words.
pub(super) fn distance_in_words(item: &Item, issue: Date) -> String {
    let days = days_off(item, issue);
    if item.event().is_some() { format!("in {days} days") } else { format!("{days} days old") }
}
