//! No page, however broken, makes a reader panic, and what comes out is clean.

use std::time::Duration;

use newsletter::collect::{document::Document, page_facts};
use newsletter::model::dates::prose::{self, Reading};
use proptest::prelude::*;
use url::Url;

use super::context;
use crate::testing::worked;

/// Pieces that pages, sound and broken, are made of.
const PIECES: &[&str] = &[
    "<p>",
    "</p>",
    "<div class=date>",
    "</div>",
    "<h1>",
    "</h1>",
    "<title>",
    "</title>",
    "<table><tr><td>",
    "<a href='/x'>",
    "<a href='javascript:x'>",
    "</a>",
    "<time datetime='2026-11-03'>",
    "<time>",
    "</time>",
    "<base href='//x.example/'>",
    "<meta property='og:title' content='",
    "'>",
    "<meta name=date content='03/04/2021'>",
    "<li itemscope itemtype='http://schema.org/Event' itemref='a b'>",
    "<span id=a itemprop='name startDate'>",
    "<span id=b itemprop=location itemscope itemref=a>",
    "</span>",
    "<script type='application/ld+json'>",
    "</script>",
    "{\"@type\":\"Event\",\"name\":\"",
    "\",\"startDate\":\"2026-12-01T19:00",
    "\"}",
    "[{\"@graph\":[",
    "{\"@id\":\"a\"},",
    "]}]",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "&amp;",
    "&#x202E;",
    "\u{0}",
    "\u{202E}",
    "14. März 2020",
    "Published on ",
    "2020年3月14日",
    "١٤ مارس ٢٠٢٠",
    "3/4/21",
    "é",
    "𝔘",
    "<svg><style><",
    "<template>",
    "<noscript>",
    "<select><option>",
    "<b><i></b></i>",
    "datetime=2020-",
    "\"",
    "'",
    "<",
    ">",
    " ",
    "\n",
    "word",
    "1234567890",
    "99999999999999999999",
];

fn page() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_page_of_any_pieces_is_read_without_a_panic(html in page()) {
        let url = Url::parse("https://site.example/a/b").unwrap();
        let document = Document::read(&html, Some(&url)).unwrap();
        let facts = page_facts::facts(&document, "test", context().today);
        for item in facts.item.iter().chain(&facts.listed) {
            let is_clean = !item.title.is_empty() && !item.title.chars().any(|c| c.is_control() || c == '\u{202E}');
            prop_assert!(is_clean, "{:?}", item.title);
            prop_assert!(item.url.as_ref().is_none_or(|link| link.as_str().starts_with("http")));
        }
        prop_assert!(facts.title.as_deref() != Some(""));
        prop_assert!(facts.published.is_none_or(|dated| dated.when.day().year() >= 1995));
    }

    #[test]
    fn dates_in_any_text_have_places_in_it(text in "\\PC{0,80}|([0-9]{1,4}[-./ ]){1,5}|[0-9٠-٩年月日 .,/-]{0,20}(march|mai|tháng|março|de|of|'){0,2}[0-9 ,.']{0,9}") {
        for mention in prose::find(&text, Reading::default()) {
            prop_assert!(text.get(mention.range).is_some_and(|found| !found.is_empty()));
        }
    }
}

#[test]
fn things_that_would_grow_without_bound_end() {
    let many_properties: String = (0..200_000).map(|n| format!("\"p{n}\":1,")).collect();
    let chain: String =
        (0..50_000).map(|n| format!("<i itemscope itemprop=p id=c{n} itemref=c{}></i>", n + 1)).collect();
    let nested = format!("{}{}", "{\"@id\":\"x\",\"a\":".repeat(120), "1".repeat(1_000_000));
    for html in [
        format!("<script type='application/ld+json'>{{{many_properties}\"x\":1}}</script>"),
        format!("<div itemscope itemref=c0></div>{chain}"),
        format!("<script type='application/ld+json'>{nested}{}</script>", "}".repeat(120)),
        format!("<p class=date>{}", "14. März 2020 ".repeat(200_000)),
    ] {
        let document = Document::read(&html, None).unwrap();
        let before = worked();
        page_facts::facts(&document, "test", context().today);
        let work = worked() - before;
        assert!(work < Duration::from_secs(20), "{html:.80} took {work:?}");
    }
}
