//! Whether a page is about one thing or lists many: decided by its data alone.

use super::PageFacts;
use crate::model::item::{Item, ItemType};
use crate::model::link::Link;

/// Divides the items of a page into the one that it is about and those that it lists.
///
/// Events and jobs come before articles: the article on the page of an event is its description. One
/// thing is what the page is about; of several the one with the page's own address, or its title. If
/// none or several have it (a course with many dates) the page is a list.
pub fn divide(items: Vec<Item>, facts: &PageFacts) -> (Option<Item>, Vec<Item>) {
    let (articles, things): (Vec<Item>, Vec<Item>) =
        items.into_iter().partition(|item| item.item_type() == ItemType::Article);
    let candidates = if things.is_empty() { articles } else { things };
    let here = facts.canonical.as_ref().and_then(|url| Link::parse(url.as_str()));
    let is_here = |item: &Item| item.url.is_some() && item.url == here;
    let is_titled = |item: &Item| facts.title.as_deref() == Some(item.title.as_str());

    let its_own = match candidates.len() {
        0 | 1 => candidates.first().map(|_| 0),
        _ => only(&candidates, is_here).or_else(|| only(&candidates, is_titled)),
    };
    let mut candidates = candidates;
    match its_own {
        Some(at) => (Some(candidates.swap_remove(at)), Vec::new()),
        None => (None, candidates),
    }
}

/// The place of the only item that passes.
fn only(items: &[Item], passes: impl Fn(&Item) -> bool) -> Option<usize> {
    let mut passing = items.iter().enumerate().filter(|(_, item)| passes(item)).map(|(at, _)| at);
    passing.next().filter(|_| passing.next().is_none())
}
