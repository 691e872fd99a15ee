//! The `lf_events` kind: the events route, the calls for papers by its own rule, and the pages where there is no route.

use newsletter::collect::{Page, ParseError, html};
use newsletter::model::exchange::{Ask, Body, HttpRequest, Request, Response};
use newsletter::model::item::{CfpStatus, Event};

use crate::offline::{collector, context, fixtures, run, titled, warnings};

fn body(name: &str) -> Option<Body> {
    Some(Body::Bytes(std::fs::read(fixtures("lf_events").join(name)).unwrap()))
}

fn address(request: &Request) -> String {
    if let Request::Http(request) = request { request.url.to_string() } else { String::new() }
}

fn upcoming(today: &str) -> Page {
    run("lf_events", "{}", &context(today), &mut |_| body("events.json"))
}

fn event<'p>(page: &'p Page, title: &str) -> &'p Event {
    titled(page, title).event().unwrap()
}

#[test]
fn one_request_brings_every_event_with_its_facts() {
    let mut asked = Vec::new();
    let settings = r#"{ category = "summits", search = "open source" }"#;
    let page = run("lf_events", settings, &context("2026-03-01"), &mut |request| {
        asked.push(address(request));
        body("events.json")
    });
    assert_eq!(
        asked,
        [
            "https://events.linuxfoundation.org/wp-json/lfevents/v1/events?status=upcoming&category=summits&s=open+source"
        ]
    );
    assert_eq!(page.items.len(), 4);
    let harbour = titled(&page, "Harbour Summit Europe");
    let facts = harbour.event().unwrap();
    assert_eq!((facts.start.to_string(), facts.end.unwrap().to_string()), ("2026-10-07".into(), "2026-10-09".into()));
    let place = facts.place.clone().unwrap();
    assert_eq!(
        (place.city.as_deref(), place.country.as_deref(), facts.online),
        (Some("Prague"), Some("Czechia"), Some(true))
    );
    assert_eq!(harbour.summary.as_deref(), Some("Two days by the sea. See the plan."));
    assert_eq!(harbour.image.as_deref(), Some("https://events.example.org/harbour.png"));
    assert_eq!(harbour.uid.as_deref(), Some("1#2026-10-07"));
}

#[test]
fn a_missing_day_is_left_open_or_told() {
    let page = upcoming("2026-03-01");
    let name = html::to_text("Members&#8217; Day &amp; Dinner");
    let members = event(&page, &name);
    assert_eq!((members.end, members.place.clone(), members.online), (None, None, Some(true)));
    let told = warnings(&page);
    assert!(told.contains("“Someday Conference” has no start date (“TBA”)"), "{told}");
    assert!(told.contains("without a name"), "{told}");
}

#[test]
fn calls_follow_the_rule_of_the_site() {
    let status = |today: &str, title: &str| event(&upcoming(today), title).cfp.as_ref().unwrap().status;
    assert_eq!(status("2026-02-09", "Harbour Summit Europe"), CfpStatus::Upcoming);
    assert_eq!(status("2026-02-10", "Harbour Summit Europe"), CfpStatus::Open);
    assert_eq!(status("2026-04-13", "Harbour Summit Europe"), CfpStatus::Open);
    assert_eq!(status("2026-04-14", "Harbour Summit Europe"), CfpStatus::Closed);
    assert_eq!(status("2026-03-01", "Autumn Forum"), CfpStatus::Unknown);
    assert_eq!(status("2026-03-01", &html::to_text("Members&#8217; Day &amp; Dinner")), CfpStatus::None);
}

#[test]
fn trap_15_a_call_that_closes_today_by_the_pacific_is_open_in_tokyo() {
    let mut context = context("2026-04-14");
    context.timezone = jiff::tz::TimeZone::get("Asia/Tokyo").unwrap();
    let page = run("lf_events", "{}", &context, &mut |_| body("events.json"));
    assert_eq!(event(&page, "Harbour Summit Europe").cfp.as_ref().unwrap().status, CfpStatus::Open);
}

#[test]
fn only_web_addresses_become_the_address_of_a_call() {
    let page = upcoming("2026-03-01");
    assert_eq!(event(&page, "Autumn Forum").cfp.as_ref().unwrap().url, None);
    let url = event(&page, "Harbour Summit Europe").cfp.as_ref().unwrap().url.clone();
    assert_eq!(url.as_deref(), Some("https://events.example.org/harbour-summit-europe/cfp/"));
}

#[test]
fn a_site_without_the_route_is_read_by_its_pages() {
    let mut asked = Vec::new();
    let settings = r#"{ url = "https://events.example.org" }"#;
    let page = run("lf_events", settings, &context("2026-03-10"), &mut |request| {
        asked.push(address(request));
        if address(request).contains("lfevents/v1") {
            let error = r#"{"code":"rest_no_route","message":"No route was found","data":{"status":404}}"#;
            return Some(Body::Bytes(error.into()));
        }
        body("pages.json")
    });
    assert_eq!(asked.len(), 2);
    assert_eq!(
        asked[1],
        "https://events.example.org/wp-json/wp/v2/pages?parent=0&per_page=100&page=1&_embed=wp%3Aterm"
    );
    let place = event(&page, "Harbour Summit Europe").place.clone().unwrap();
    assert_eq!((place.city.as_deref(), place.country.as_deref()), (Some("Prague"), Some("Czechia")));
    assert!(warnings(&page).contains("wordpress"), "{}", warnings(&page));
}

#[test]
fn pages_are_filtered_by_day_and_turned_until_one_is_not_full() {
    let full = std::fs::read_to_string(fixtures("lf_events").join("pages.json")).unwrap();
    let pages: Vec<serde_json::Value> = serde_json::from_str(&full).unwrap();
    let mut asked = 0;
    let page = run("lf_events", r#"{ api = "wordpress" }"#, &context("2026-03-10"), &mut |_| {
        asked += 1;
        let length = if asked == 1 { 100 } else { 3 };
        let many: Vec<_> = pages.iter().cycle().take(length).collect();
        Some(Body::Bytes(serde_json::to_vec(&many).unwrap()))
    });
    assert_eq!(asked, 2);
    assert!(page.items.iter().all(|item| item.title == "Harbour Summit Europe"), "the spring event is over");
}

#[test]
fn a_page_instead_of_data_is_told_as_such() {
    let ask = Ask::start(Request::Http(HttpRequest::get("https://events.example.org/wp-json/x".parse().unwrap())));
    let collector = collector("lf_events", "{}").unwrap();
    for (body, expected) in
        [("<!doctype html><title>Sign in</title>", "a page"), ("", "empty"), ("[{", "could not be read")]
    {
        let response = Response { ask: ask.clone(), url: None, content_type: None, body: Body::Bytes(body.into()) };
        let error: ParseError = collector.parse(&response, &context("2026-03-01")).err().unwrap();
        assert!(error.to_string().contains(expected), "{error}");
    }
}
