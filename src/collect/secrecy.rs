//! A source's own secrets (a token in its address or headers) are in nothing that it brings: not in the
//! link of a page that is asked with one, not in the words of an error that says it back.
//!
//! What counts as a secret is decided in `fetch::secrets`; addresses that are shown are made safe there.

use super::run::Outcome;
use crate::fetch::{secrets_of, without_secrets};
use crate::model::exchange::{Ask, Request};
use crate::model::item::Item;
use url::Url;

/// Stands where a secret stood.
const MASK: &str = "***";

/// The secrets that go out with these requests.
pub(super) fn of(asks: &[Ask]) -> Vec<String> {
    let requests = asks.iter().filter_map(|ask| match &ask.request {
        Request::Http(request) => Some(request),
        _ => None,
    });
    requests.flat_map(secrets_of).collect()
}

/// Takes the secrets out of what a source brought.
pub(super) fn keep(outcome: &mut Outcome, secrets: &[String]) {
    if secrets.is_empty() {
        return;
    }
    let mask = |text: &mut String| {
        for secret in secrets.iter().filter(|secret| text.contains(secret.as_str())).collect::<Vec<_>>() {
            *text = text.replace(secret.as_str(), MASK);
        }
    };
    outcome.warnings.iter_mut().for_each(|warning| mask(&mut warning.0));
    if let Some(gap) = &mut outcome.gap {
        mask(&mut gap.reason);
        gap.hint.iter_mut().for_each(mask);
    }
    for item in &mut outcome.items {
        unlink(item, secrets);
        mask(&mut item.title);
        let texts = [&mut item.uid, &mut item.summary, &mut item.image];
        texts.into_iter().flatten().for_each(mask);
    }
}

/// Readers get the address without the secret; one that has it in its path they do not get.
fn unlink(item: &mut Item, secrets: &[String]) {
    let tells = |text: &str| secrets.iter().any(|secret| text.contains(secret.as_str()));
    if !tells(&item.original_url) && !item.url.as_ref().is_some_and(|link| tells(link.as_str())) {
        return;
    }
    let address = item.url.as_ref().map_or(item.original_url.as_str(), |link| link.as_str());
    let clean = Url::parse(address).map(|url| without_secrets(&url).to_string()).unwrap_or_default();
    item.linked(if tells(&clean) { "" } else { &clean });
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::model::exchange::HttpRequest;
    use crate::model::item::Details;
    use jiff::civil::date;

    fn secrets(address: &str) -> Vec<String> {
        of(&[Ask::start(Request::Http(HttpRequest::get(Url::parse(address).unwrap())))])
    }

    #[test]
    fn readers_get_the_address_without_the_secret() {
        for (address, link, expected) in [
            (
                "https://example.org/p?token=abcdef12",
                "https://example.org/p?token=abcdef12&page=2",
                Some("https://example.org/p?page=2"),
            ),
            (
                "https://example.org/p?token=abcdef12",
                "https://example.org/q?token=another1",
                Some("https://example.org/q?token=another1"),
            ),
            ("https://me:abcdef12@example.org/", "https://example.org/abcdef12/x", None),
        ] {
            let mut item = Item::new(Details::Article {}, "Title", "page", date(2026, 11, 20));
            item.linked(link);
            unlink(&mut item, &secrets(address));
            assert_eq!(item.url.as_ref().map(|link| link.as_str()), expected, "{address} {link}");
        }
    }

    #[test]
    fn values_too_short_to_be_secrets_change_no_text() {
        assert_eq!(secrets("https://example.org/?key=1&page=20#x"), Vec::<String>::new());
    }
}
