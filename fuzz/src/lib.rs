//! What the fuzz targets share: sources as `docs/sources.reference.toml` configures them, and what
//! must hold of every item that comes out of a reader. One target, one file in `fuzz_targets/`.

use std::sync::LazyLock;

use jiff::civil::date;
use jiff::tz::TimeZone;
use newsletter::collect::{Collector, Context, Page};
use newsletter::config::{Config, Source};
use newsletter::model::exchange::{Ask, Body, Request, Response};
use newsletter::model::item::Item;
use newsletter::model::text::{NAME_CAP, SUMMARY_CAP, TITLE_CAP};

static REFERENCE: LazyLock<Config> = LazyLock::new(|| {
    let text = include_str!("../../docs/sources.reference.toml");
    Config::parse(text, "sources.reference.toml").unwrap_or_else(|error| panic!("the reference is valid: {error}"))
});

/// The sources of the reference that are of one of these kinds.
pub fn sources(kinds: &[&str]) -> Vec<&'static Source> {
    REFERENCE.sources.iter().filter(|source| kinds.contains(&source.kind.name)).collect()
}

/// A run on a day in Madrid.
pub fn context() -> Context {
    Context {
        source: "fuzz".into(),
        today: date(2026, 11, 20),
        timezone: TimeZone::get("Europe/Madrid").unwrap_or(TimeZone::UTC),
        until: date(2027, 3, 20),
        takes: None,
    }
}

/// Reads bytes as the answer to the source's first request, and then as the answer to the first
/// request that follows from it; checks every item.
pub fn read(collector: &dyn Collector, bytes: &[u8]) {
    let context = context();
    let Some(first) = collector.start(&context).into_iter().next() else { return };
    let Some(page) = answer(collector, first, bytes, &context) else { return };
    check(&page);
    if let Some(next) = page.next.into_iter().next()
        && let Some(page) = answer(collector, next, bytes, &context)
    {
        check(&page);
    }
}

fn answer(collector: &dyn Collector, ask: Ask, bytes: &[u8], context: &Context) -> Option<Page> {
    let url = match &ask.request {
        Request::Http(request) => Some(request.url.clone()),
        Request::File(_) | Request::Folder { .. } | Request::Command(_) => None,
    };
    let response = Response { ask, url, content_type: None, body: Body::Bytes(bytes.to_vec()) };
    collector.parse(&response, context).ok()
}

fn check(page: &Page) {
    page.items.iter().for_each(check_item);
}

/// What the contract promises of an item (section 4) whatever a source sends.
pub fn check_item(item: &Item) {
    check_line(&item.title, TITLE_CAP);
    item.summary.iter().for_each(|summary| check_line(summary, SUMMARY_CAP));
    item.authors.iter().chain(&item.tags).for_each(|name| check_line(name, NAME_CAP));
    if let Some(link) = &item.url {
        let url = url::Url::parse(&link.to_string()).unwrap_or_else(|error| panic!("{link}: {error}"));
        assert!(["http", "https", "mailto"].contains(&url.scheme()), "{link}");
    }
}

fn check_line(text: &str, cap: usize) {
    assert!(text.chars().count() <= cap, "{} characters, at most {cap}: {text:?}", text.chars().count());
    assert!(!text.chars().any(char::is_control), "a control character in {text:?}");
    assert_eq!(text.trim(), text, "white space around");
}
