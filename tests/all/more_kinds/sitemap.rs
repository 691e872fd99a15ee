//! The `sitemap` kind: which pages are read, and whose date counts.

use newsletter::collect::Page;
use newsletter::model::exchange::{Body, Request};
use newsletter::model::item::{DateOrigin, ItemType};

use super::{address, fixture, refuses_other_answers};
use crate::offline::{collector, context, context_taking, run, titled, warnings};

const SETTINGS: &str = r#"{ url = "https://www.example.org/sitemap.xml", match = "/blog/." }"#;

/// The site: its sitemap, and pages of which only one dates itself.
fn site(settings: &str, asked: &mut Vec<String>) -> Page {
    run("sitemap", settings, &context("2026-11-22"), &mut |request| {
        let address = address(request);
        asked.push(address.clone());
        let Request::Http(_) = request else { panic!("not http") };
        let name = address.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        let dated =
            if name == "knots" { r#"<meta property="article:published_time" content="2026-11-02">"# } else { "" };
        let page = format!(
            "<!doctype html><html><head><title>About {name}</title>{dated}</head><body><h1>About {name}</h1><p>A few words on {name}.</p></body></html>"
        );
        Some(Body::Bytes(if name == "sitemap.xml" { fixture("sitemap/sitemap.xml") } else { page.into() }))
    })
}

#[test]
fn pages_that_match_are_read_the_last_changed_first() {
    let mut asked = Vec::new();
    let page = site(SETTINGS, &mut asked);
    let paths: Vec<&str> = asked.iter().map(|url| url.trim_start_matches("https://www.example.org")).collect();
    assert_eq!(paths, ["/sitemap.xml", "/blog/knots/", "/blog/new-ropes/", "/blog/old-ropes/", "/blog/undated/"]);
    assert_eq!((page.items.len(), warnings(&page).as_str()), (4, ""));
}

#[test]
fn a_page_s_own_date_goes_before_the_day_of_its_last_change() {
    let page = site(SETTINGS, &mut Vec::new());
    let knots = titled(&page, "About knots");
    assert_eq!(
        (knots.published.unwrap().to_string(), knots.published_from),
        ("2026-11-02".into(), Some(DateOrigin::Meta))
    );
    let ropes = titled(&page, "About new-ropes");
    assert_eq!(
        (ropes.published.unwrap().to_string(), ropes.published_from),
        ("2026-11-18T09:00:00+01:00".into(), Some(DateOrigin::Sitemap))
    );
    assert_eq!(titled(&page, "About undated").published, None);
}

#[test]
fn what_is_not_read_is_told() {
    let mut asked = Vec::new();
    let page = site(&SETTINGS.replace("match", "max_details = 1, match"), &mut asked);
    assert_eq!((asked.len(), page.items.len()), (2, 1));
    assert_eq!(warnings(&page), "4 pages: the 1 last changed were read (`max_details`)");
    let none = site(&SETTINGS.replace("/blog/.", "/news/"), &mut Vec::new());
    assert!(
        warnings(&none).contains("no page of https://www.example.org/sitemap.xml is chosen"),
        "{}",
        warnings(&none)
    );
}

#[test]
fn an_index_leads_to_its_sitemaps_and_not_round_in_circles() {
    let mut asked = Vec::new();
    let settings = r#"{ url = "https://www.example.org/index.xml", sitemaps = "index|posts" }"#;
    let page = run("sitemap", settings, &context("2026-11-22"), &mut |request| {
        asked.push(address(request));
        let index = "<sitemapindex><sitemap><loc>https://www.example.org/index.xml</loc></sitemap><sitemap><loc>https://www.example.org/pages.xml</loc></sitemap></sitemapindex>";
        Some(Body::Bytes(index.into()))
    });
    assert_eq!(asked.len(), 3, "{asked:?}");
    assert!(warnings(&page).contains("not read to its end"), "{}", warnings(&page));
}

#[test]
fn a_page_without_a_start_is_no_event() {
    let context = context_taking("2026-11-22", ItemType::Event);
    let page = run("sitemap", SETTINGS, &context, &mut |request| {
        let is_map = address(request).ends_with(".xml");
        let html = "<!doctype html><html><head><title>Some page</title></head><body><p>Words.</p></body></html>";
        Some(Body::Bytes(if is_map { fixture("sitemap/sitemap.xml") } else { html.into() }))
    });
    assert!(page.items.is_empty());
    assert!(warnings(&page).contains("https://www.example.org/blog/knots/: "), "{}", warnings(&page));
}

#[test]
fn other_answers_and_patterns_are_refused() {
    refuses_other_answers("sitemap", SETTINGS);
    assert!(collector("sitemap", r#"{ url = "https://www.example.org/s.xml", match = "(" }"#).is_err());
}
