//! Which of a page's dates is believed.

use newsletter::collect::{document::Document, page_dates, schema_org};
use newsletter::model::item::DateOrigin;
use url::Url;

use super::context;

/// The date and the step that found it.
fn published(url: &str, html: &str) -> Option<(String, DateOrigin)> {
    let document = Document::read(html, Url::parse(url).ok().as_ref()).unwrap();
    let (graph, _) = schema_org::read(&document);
    let dated = page_dates::published(&document, &graph, context().today)?;
    Some((dated.when.to_string(), dated.origin))
}

fn on_page(html: &str) -> Option<(String, DateOrigin)> {
    published("https://site.example/blog/title", html)
}

fn day(day: &str, origin: DateOrigin) -> Option<(String, DateOrigin)> {
    Some((day.to_owned(), origin))
}

const JSON_LD: &str = r#"<script type="application/ld+json">{"@type":"NewsArticle","headline":"T","datePublished":"2026-11-01"}</script>"#;
const META: &str = r#"<meta property="article:published_time" content="2026-11-02">"#;
const ITEMPROP: &str = r#"<span itemprop="datePublished" content="2026-11-03"></span>"#;
const TIME: &str = r#"<time datetime="2026-11-04">x</time>"#;
const SEEN: &str = r#"<h1>A headline of a page</h1><p class="byline">Published 6 November 2026</p>"#;

#[test]
fn the_most_trustworthy_step_wins() {
    assert_eq!(on_page(&[SEEN, TIME, ITEMPROP, META, JSON_LD].concat()), day("2026-11-01", DateOrigin::Jsonld));
    assert_eq!(on_page(&[SEEN, TIME, ITEMPROP, META].concat()), day("2026-11-02", DateOrigin::Meta));
    assert_eq!(on_page(&[SEEN, TIME, ITEMPROP].concat()), day("2026-11-03", DateOrigin::Jsonld));
    assert_eq!(on_page(&[SEEN, TIME].concat()), day("2026-11-04", DateOrigin::Time));
    assert_eq!(published("https://site.example/2026/11/05/t", SEEN), day("2026-11-05", DateOrigin::Url));
    assert_eq!(on_page(SEEN), day("2026-11-06", DateOrigin::Text));
    assert_eq!(on_page("<p>Nothing here says when."), None);
}

#[test]
fn an_address_is_believed_against_a_much_later_date_and_a_time_element() {
    let address = "https://site.example/2025/01/05/t";
    assert_eq!(published(address, META), day("2025-01-05", DateOrigin::Url));
    assert_eq!(published("https://site.example/2026/11/01/t", META), day("2026-11-02", DateOrigin::Meta));
    assert_eq!(published("https://site.example/2026/11/01/t", TIME), day("2026-11-01", DateOrigin::Url));
}

#[test]
fn an_instant_in_utc_is_given_as_the_publisher_sees_it() {
    let meta = r#"<meta property="article:published_time" content="2026-11-03T05:30:00Z">"#;
    let local = r#"<time datetime="2026-11-02T21:30:00-08:00">Nov 2</time>"#;
    assert_eq!(on_page(&[meta, local].concat()), day("2026-11-02T21:30:00-08:00", DateOrigin::Meta));
    assert_eq!(published("https://site.example/2026/11/02/t", meta), day("2026-11-02", DateOrigin::Url));
    assert_eq!(on_page(meta), day("2026-11-03T05:30:00Z", DateOrigin::Meta));
}

#[test]
fn dates_that_cannot_be_a_publication_are_passed_over() {
    for content in ["2031-01-01", "1970-01-01T00:00:00Z", "0001-01-01", "", "soon"] {
        let meta = format!(r#"<meta property="article:published_time" content="{content}">"#);
        assert_eq!(on_page(&[meta.as_str(), TIME].concat()), day("2026-11-04", DateOrigin::Time), "{content}");
    }
}

#[test]
fn dates_of_other_things_on_the_page_are_not_the_pages() {
    let headline = "<h1>A headline of a page</h1><p>Text of some length without a date in it.</p>";
    for other in [
        "<div class=comments><p class=date>3 November 2026</p></div>",
        "<aside><h3>More</h3><time datetime=2026-11-03>3 November</time></aside>",
        "<footer>Published 3 November 2026</footer>",
        "<div class='related-posts'><span class=date>3 November 2026</span></div>",
        "<p>Last updated: 3 November 2026</p>",
        "<p class=meta>Joined 3 November 2026</p>",
        "<time class=updated datetime=2026-11-03>x</time>",
        "<p class=date>Monday, November 3, 2026</p>",
    ] {
        assert_eq!(on_page(&[headline, other].concat()), None, "{other}");
    }
}

#[test]
fn a_list_of_dates_is_no_date_of_the_page() {
    let filler = "<p>Some paragraph that keeps away from the headline.</p>".repeat(9);
    let event = |day: &str| format!("<p class=date>{day} December 2025: a meeting</p>");
    let one = format!("<h1>A headline of a page</h1>{filler}{}", event("3"));
    assert_eq!(on_page(&one), day("2025-12-03", DateOrigin::Text));
    assert_eq!(on_page(&format!("{one}{}", event("10"))), None);
}

#[test]
fn numbers_are_read_in_the_order_of_the_pages_language() {
    let page = |lang: &str| format!("<html lang={lang}><h1>A headline of a page</h1><p class=date>03/04/2026</p>");
    assert_eq!(on_page(&page("en-US")), day("2026-03-04", DateOrigin::Text));
    assert_eq!(on_page(&page("en-GB")), day("2026-04-03", DateOrigin::Text));
    assert_eq!(on_page(&page("fr")), day("2026-04-03", DateOrigin::Text));
    assert_eq!(on_page(&page("en")), None);
    assert_eq!(on_page(&page("de")), None);
    assert_eq!(published("https://site.example.co.uk/t", &page("en")), day("2026-04-03", DateOrigin::Text));
}

#[test]
fn bylines_are_understood_in_many_languages() {
    for (lang, byline) in [
        ("de", "Veröffentlicht am 12. Oktober 2026 von A. B."),
        ("es", "Publicado el 12 de octubre de 2026"),
        ("pt-BR", "12 de outubro de 2026"),
        ("it", "Pubblicato il 12 ottobre 2026"),
        ("nl", "Geplaatst op 12 oktober 2026"),
        ("fi", "12.10.2026 klo 10.00"),
        ("pl", "Opublikowano: 12 października 2026"),
        ("ru", "12 октября 2026, 10:00"),
        ("ja", "公開日：2026年10月12日"),
        ("ko", "입력 2026.10.12. 10:00"),
        ("zh", "发布于 2026年10月12日"),
        ("ar", "نشر في ١٢ أكتوبر ٢٠٢٦"),
        ("vi", "Thứ hai, 12/10/2026"),
        ("hu", "2026. október 12."),
    ] {
        let html = format!("<html lang={lang}><h1>A headline of a page</h1><p>{byline}</p><p>Text.</p>");
        assert_eq!(on_page(&html), day("2026-10-12", DateOrigin::Text), "{byline}");
    }
}

#[test]
fn what_a_page_says_of_its_last_change_is_not_its_publication() {
    let html = r#"<meta property="article:modified_time" content="2026-11-10T08:00:00+01:00">"#;
    let document = Document::read(html, None).unwrap();
    let (graph, _) = schema_org::read(&document);
    assert_eq!(page_dates::published(&document, &graph, context().today), None);
    let updated = page_dates::updated(&document, &graph, context().today).unwrap();
    assert_eq!(updated.to_string(), "2026-11-10T08:00:00+01:00");
}
