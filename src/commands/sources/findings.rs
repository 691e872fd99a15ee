//! What is odd about what a source brought, beyond what its reader noticed: signs of a source that has
//! died, moved or closed although it still answers.

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::collect::page_facts::is_gate;
use crate::collect::run::Outcome;
use crate::model::item::Item;
use crate::report::count;

/// A source whose newest item is older has probably been given up, in days.
const OLD: i32 = 180;

/// Kinds that people fill: they may well be empty, old or undated.
const BY_HAND: &[&str] = &["inbox", "content"];

/// The findings about a source's outcome, as sentences.
pub(super) fn findings(outcome: &Outcome, kind: &str, today: Date) -> Vec<String> {
    let moved = outcome.moved.as_ref().map(|url| {
        format!("it moved for good: write url = \"{}\" into the configuration", crate::fetch::safe_address(url))
    });
    let about_items = match &outcome.gap {
        Some(gap) => gate(&gap.reason),
        None if BY_HAND.contains(&kind) => None,
        None => items(&outcome.items, today),
    };
    about_items.into_iter().chain(moved).collect()
}

/// An answer that is a page in the way.
fn gate(reason: &str) -> Option<String> {
    let title = reason.split_once('“')?.1.split_once('”')?.0;
    is_gate(title).then(|| {
        format!(
            "it answers with a sign-in, consent or robot page (“{title}”): programs cannot read it; look for its feed"
        )
    })
}

fn items(items: &[Item], today: Date) -> Option<String> {
    if items.is_empty() {
        return Some(
            "a good answer without a single item: is the list empty today, or has the address changed?".into(),
        );
    }
    let Some(newest) = items.iter().filter_map(day).max() else {
        let all = if items.len() == 1 { "its item is".to_owned() } else { format!("all {} items are", items.len()) };
        return Some(format!("{all} undated: `draft` looks for dates in the site's sitemap and on the pages"));
    };
    let since = today.checked_sub(OLD.days()).ok()?;
    let age = today.since(newest).ok()?.get_days();
    (newest < since).then(|| {
        format!(
            "the newest item is {} old ({newest}): is anything still published there?",
            count(age.unsigned_abs() as usize, "day")
        )
    })
}

/// The day that says how new an item is: of an event its last one.
pub(super) fn day(item: &Item) -> Option<Date> {
    item.event().map(|event| event.last_day()).or(item.published.map(|published| published.day()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::time::Duration;

    use jiff::civil::date;
    use url::Url;

    use super::*;
    use crate::collect::run::Gap;
    use crate::model::dates::When;
    use crate::model::item::{DateOrigin, Details};

    const TODAY: Date = date(2026, 11, 21);

    fn outcome(days: &[Option<Date>]) -> Outcome {
        let item = |day: &Option<Date>| {
            let mut item = Item::new(Details::Article {}, "x", "x", TODAY);
            if let Some(day) = day {
                item.dated(When::Day(*day), DateOrigin::Feed);
            }
            item
        };
        Outcome {
            source: "x".into(),
            address: "https://example.org/".into(),
            items: days.iter().map(item).collect(),
            warnings: Vec::new(),
            moved: None,
            gap: None,
            took: Duration::ZERO,
        }
    }

    /// The only finding; empty for none.
    fn found(outcome: &Outcome) -> String {
        let found = findings(outcome, "feed", TODAY);
        assert!(found.len() < 2, "{found:?}");
        found.concat()
    }

    #[test]
    fn a_source_that_lives_gives_no_finding() {
        assert_eq!(found(&outcome(&[None, Some(date(2026, 11, 1)), Some(date(2020, 1, 1))])), "");
    }

    #[test]
    fn nothing_undated_and_old_are_told_apart() {
        assert!(found(&outcome(&[])).contains("without a single item"));
        assert!(found(&outcome(&[None, None])).contains("all 2 items are undated"));
        assert_eq!(found(&outcome(&[Some(date(2026, 5, 25))])), "", "180 days are not yet old");
        assert!(found(&outcome(&[Some(date(2026, 5, 24)), None])).contains("181 days old (2026-05-24)"));
    }

    #[test]
    fn an_empty_inbox_is_no_finding() {
        assert_eq!(findings(&outcome(&[]), "inbox", TODAY), Vec::<String>::new());
    }

    #[test]
    fn a_sign_in_page_and_a_new_address_are_named() {
        let mut one = outcome(&[]);
        one.gap =
            Some(Gap { reason: "expected a feed, got an HTML page titled “Sign in - Acme”".into(), hint: None });
        assert!(found(&one).contains("sign-in") && found(&one).contains("Acme"));
        one.gap = Some(Gap {
            reason: "expected a feed, got an HTML page titled “How to sign in stone”".into(),
            hint: None,
        });
        assert_eq!(found(&one), "");
        let mut moved = outcome(&[Some(TODAY)]);
        moved.moved = Some(Url::parse("https://example.org/new?token=SECRET").unwrap());
        assert!(found(&moved).contains("https://example.org/new\"") && !found(&moved).contains("SECRET"));
    }
}
