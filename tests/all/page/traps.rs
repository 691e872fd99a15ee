//! The traps of the collectors' checklist that concern pages, each with a small page.

use std::time::Duration;

use jiff::civil::date;
use newsletter::collect::{Page, ParseError};
use newsletter::model::exchange::{About, Ask, Body, HttpRequest, Request, Response};
use newsletter::model::item::{Details, EventStatus, Item, Job, Workplace};
use url::Url;

use super::fixtures::collector;
use super::{answer, context};
use crate::testing::worked;

const ADDRESS: &str = "https://site.example/things/1";

fn read(settings: &str, html: &str) -> Result<Page, ParseError> {
    collector(&format!("url = '{ADDRESS}'\n{settings}")).parse(&answer(ADDRESS, html), &context())
}

fn items(settings: &str, html: &str) -> Vec<Item> {
    read(settings, html).unwrap().items
}

fn json_ld(json: &str) -> String {
    format!(r#"<html><head><script type="application/ld+json">{json}</script></head><body></body></html>"#)
}

#[test]
fn trap_1_an_answer_that_is_no_page_or_stands_in_the_way_is_not_expected() {
    for (html, told) in [
        (r#"{"jobs":[]}"#, "JSON"),
        ("%PDF-1.7", "PDF"),
        ("", "empty"),
        ("just words", "plain text"),
        ("BEGIN:VCALENDAR", "calendar"),
        ("<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'/>", "feed"),
        ("<title>Log in | Acme</title><input type=password>", "“Log in | Acme”"),
        ("<title>Just a moment...</title>", "“Just a moment...”"),
        ("<title>Before you continue to Google Search</title>", "“Before you continue"),
    ] {
        match read("", html) {
            Err(error @ ParseError::NotExpected { .. }) => assert!(error.to_string().contains(told), "{error}"),
            other => panic!("{html}: {other:?}"),
        }
    }
}

#[test]
fn trap_1_pages_about_signing_in_are_pages() {
    for html in [
        "<title>Login pages considered harmful</title>",
        "<title>Rust 2.0</title><form><input type=password></form>",
        "<title>Access denied to journalists</title>",
    ] {
        assert_eq!(items("", html).len(), 1, "{html}");
    }
}

#[test]
fn trap_2_a_list_without_items_is_a_warning() {
    let page = read("items = 'li.job'\nmin_items = 3", "<li class=job><a href=/1>One</a></li>").unwrap();
    assert_eq!(page.items.len(), 1);
    assert!(page.warnings[0].to_string().contains("at least 3"), "{:?}", page.warnings);
    let page = read("items = 'li.job'", "<p>nothing</p>").unwrap();
    assert!(page.items.is_empty() && page.warnings[0].to_string().contains("redesigned"));
}

#[test]
fn trap_7_entities_in_json_are_decoded_once_and_escaped_html_is_stripped() {
    let html = json_ld(
        r#"{"@type":"Event","name":"MIX &amp; MINGLE","startDate":"2026-12-01","description":"&lt;p&gt;Come &amp;amp; see&lt;/p&gt;"}"#,
    );
    let item = &items("", &html)[0];
    assert_eq!((item.title.as_str(), item.summary.as_deref()), ("MIX & MINGLE", Some("Come & see")));
}

#[test]
fn trap_8_dates_of_every_kind_are_read_as_they_are() {
    for (written, start) in [
        ("2026-12-01", "2026-12-01"),
        ("2026-12-01T19:00:00+0100", "2026-12-01T19:00:00+01:00"),
        ("2026-12-01T18:30:00:00+01:00", "2026-12-01T18:30:00+01:00"),
        ("2026-12-01T18:30:00.0000000Z", "2026-12-01T18:30:00Z"),
        ("2026-12-01T19:00", "2026-12-01"),
        ("2026-12-01 19:00:00", "2026-12-01"),
    ] {
        let html = json_ld(&format!(r#"{{"@type":"Event","name":"E","startDate":"{written}"}}"#));
        assert_eq!(items("", &html)[0].event().unwrap().start.to_string(), start, "{written}");
    }
}

#[test]
fn trap_8_a_floating_time_belongs_to_the_zone_that_the_event_names() {
    let html = json_ld(
        r#"{"@type":"Event","name":"E","startDate":"2026-12-01T19:00","endDate":"2026-12-01T21:00",
            "eventSchedule":{"@type":"Schedule","scheduleTimezone":"America/Denver"}}"#,
    );
    let event = items("", &html)[0].event().cloned().unwrap();
    assert_eq!(event.start.to_string(), "2026-12-01T19:00:00-07:00");
    assert_eq!(event.timezone.as_deref(), Some("America/Denver"));
}

#[test]
fn trap_12_json_ld_in_every_wrapping_gives_its_events() {
    let event = |name: &str| format!(r#"{{"@type":"Event","name":"{name}","startDate":"2026-12-01"}}"#);
    let (one, two) = (event("One"), event("Two"));
    for json in [
        format!("[{one},{two}]"),
        format!(r#"{{"@graph":[{one},{two}]}}"#),
        format!(r#"{{"@type":"ItemList","itemListElement":[{{"@type":"ListItem","item":{one}}},{two}]}}"#),
        format!(r#"{{"@type":"Place","name":"Hall","event":[{one},{two}]}}"#),
        format!(r#"{{"@type":"CollectionPage","mainEntity":{{"@type":"ItemList","itemListElement":[{one},{two}]}}}}"#),
        format!("{one}{two}"),
        format!("<!-- {one},\n{two}, -->"),
    ] {
        let titles: Vec<String> = items("", &json_ld(&json)).into_iter().map(|item| item.title).collect();
        assert_eq!(titles, ["One", "Two"], "{json}");
    }
}

#[test]
fn trap_12_references_into_the_graph_are_followed() {
    let html = json_ld(
        r##"{"@graph":[{"@type":"Event","name":"E","startDate":"2026-12-01","location":{"@id":"#hall"}},
            {"@id":"#hall","@type":"Place","name":"Hall 1","address":{"@id":"#address"}},
            {"@id":"#address","@type":"PostalAddress","addressLocality":"Ghent","addressCountry":"BE"}]}"##,
    );
    let place = items("", &html)[0].event().unwrap().place.clone().unwrap();
    assert_eq!((place.venue.as_deref(), place.city.as_deref()), (Some("Hall 1"), Some("Ghent")));
}

#[test]
fn trap_12_organisation_wide_objects_are_no_items() {
    let html = json_ld(
        r#"[{"@type":"WebSite","name":"Acme"},{"@type":"Organization","name":"Acme","url":"https://site.example"},
            {"@type":"BreadcrumbList","itemListElement":[{"@type":"ListItem","name":"Home","item":"https://site.example"}]}]"#,
    );
    let found = items("", &html.replace("<head>", "<head><title>A page</title>"));
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].title.as_str(), &found[0].details), ("A page", &Details::Article {}));
}

#[test]
fn trap_18_a_redirect_up_to_the_board_means_that_the_job_is_gone() {
    let mut response = answer(ADDRESS, "<title>All jobs</title>");
    response.url = Url::parse("https://site.example/things").ok();
    let error = collector("").parse(&response, &context()).unwrap_err();
    assert!(error.to_string().contains("probably gone"), "{error}");

    let mut half = Item::new(Details::Job(Job::default()), "Closed job", "test", date(2026, 11, 22));
    half.linked(ADDRESS);
    response.ask.about = About::Detail(Box::new(half));
    let page = collector("items = 'li'\ntype = 'job'\ndetail = true").parse(&response, &context()).unwrap();
    assert!(page.items.is_empty() && page.warnings[0].to_string().contains("“Closed job” was left out"));
}

#[test]
fn trap_19_relative_and_protocol_relative_links_follow_the_base() {
    let html = "<base href='//cdn.example/x/'><a class=i href='y'>One</a><a class=i href='//o.example/z'>Two</a>";
    let links: Vec<String> = items("items = 'a.i'", html).iter().map(|item| item.original_url.clone()).collect();
    assert_eq!(links, ["https://cdn.example/x/y", "https://o.example/z"]);
}

#[test]
fn trap_21_a_page_in_another_character_set_is_read() {
    let (html, ..) =
        encoding_rs::WINDOWS_1252.encode("<meta charset=windows-1252><title>Über Größe – ein Überblick</title>");
    let mut response = answer(ADDRESS, "");
    response.content_type = Some("text/html; charset=utf-8".to_owned());
    response.body = Body::Bytes(html.into_owned());
    let page = collector("").parse(&response, &context()).unwrap();
    assert_eq!(page.items[0].title, "Über Größe – ein Überblick");
}

#[test]
fn trap_22_hostile_titles_become_plain_text_of_bounded_length() {
    let long = "word ".repeat(10_000);
    let html = format!("<li><a href=/1>{long}</a><li><a href=/2>a\u{202E}b\u{0}c [x](y) | *z* &lt;script&gt;</a>");
    let found = items("items = 'li'", &html);
    assert!(found[0].title.chars().count() <= 300);
    assert_eq!(found[1].title, "abc [x](y) | *z* <script>");
}

#[test]
fn trap_23_addresses_that_are_no_links_make_no_url() {
    for href in ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd", "mailto:a@example.org"]
    {
        let found = items("items = 'li'", &format!("<li><a href='{href}'>Title</a></li>"));
        assert_eq!((found[0].url.as_ref(), found[0].original_url.as_str()), (None, href));
        let html = json_ld(&format!(
            r#"{{"@type":"Event","name":"E","startDate":"2026-12-01","url":"{href}","image":"{href}"}}"#
        ));
        let item = &items("", &html)[0];
        assert_eq!((item.original_url.as_str(), item.image.as_deref()), (ADDRESS, None));
    }
}

#[test]
fn trap_24_an_expired_job_says_so() {
    let html = json_ld(
        r#"{"@type":"JobPosting","title":"J","validThrough":"2026-10-31T23:59:00Z","applicationDeadline":"2026-10-15","datePosted":""}"#,
    );
    let item = &items("", &html)[0];
    let job = item.job().unwrap();
    assert_eq!((job.expires, job.closes), (Some(date(2026, 10, 31)), Some(date(2026, 10, 15))));
    assert_eq!((item.published, job.workplace), (None, Workplace::Unknown));
}

#[test]
fn trap_25_status_and_attendance_are_as_the_source_says() {
    let event = |more: &str| {
        let html = json_ld(&format!(r#"{{"@type":"Event","name":"E","startDate":"2026-12-01"{more}}}"#));
        items("", &html)[0].event().cloned().unwrap()
    };
    assert_eq!((event("").status, event("").online), (EventStatus::Scheduled, None));
    assert_eq!(event(r#","eventStatus":"https://schema.org/EventPostponed""#).status, EventStatus::Postponed);
    assert_eq!(event(r#","eventStatus":{"@id":"schema:EventCancelled"}"#).status, EventStatus::Cancelled);
    assert_eq!(event(r#","eventAttendanceMode":"OfflineEventAttendanceMode""#).online, Some(false));
    assert_eq!(event(r#","location":{"@type":"VirtualLocation"}"#).online, Some(true));
    assert_eq!(event(r#","endDate":"2026-11-01""#).end, None);
}

#[test]
fn an_event_on_a_page_with_its_neighbours_is_the_one_item() {
    let html = json_ld(
        r#"[{"@type":"Event","name":"Other","startDate":"2026-12-05","url":"/things/2"},
            {"@type":"Event","name":"This","startDate":"2026-12-01","url":"/things/1"}]"#,
    );
    let titles: Vec<String> = items("", &html).into_iter().map(|item| item.title).collect();
    assert_eq!(titles, ["This"]);
}

#[test]
fn many_dates_of_one_course_are_many_items() {
    let one = |day: &str| format!(r#"{{"@type":"Event","name":"Course","startDate":"{day}","url":"/things/1"}}"#);
    let html = json_ld(&format!("[{},{}]", one("2026-12-01"), one("2026-12-08")));
    assert_eq!(items("", &html).len(), 2);
}

#[test]
fn details_complete_what_a_list_left_out() {
    let settings = "items = 'li'\ntype = 'event'\ndetail = true";
    let list = read(settings, "<li><a href=/e/1>Summit on every...</a></li><li><a href=/e/2>No date</a></li>").unwrap();
    assert!(list.items.is_empty());
    let detail = |at: usize, html: &str| {
        let Ask { request: Request::Http(HttpRequest { url, .. }), .. } = &list.next[at] else { panic!("no address") };
        let mut response = answer(url.as_str(), html);
        response.ask = list.next[at].clone();
        collector(settings).parse(&response, &context()).unwrap()
    };
    let html =
        json_ld(r#"{"@type":"Event","name":"Summit on everything","startDate":"2027-01-31","endDate":"2027-02-01"}"#);
    let page = detail(0, &html);
    assert_eq!(page.items[0].title, "Summit on everything");
    assert_eq!(page.items[0].event().unwrap().last_day(), date(2027, 2, 1));
    let page = detail(1, "<title>No date</title>");
    assert!(page.items.is_empty() && page.warnings[0].to_string().contains("no `start`"), "{:?}", page.warnings);
}

#[test]
fn a_local_page_has_no_address_but_that_which_it_states() {
    let settings = "path = 'pages/list.html'\nbase = 'https://site.example/dir/'\nitems = 'a'";
    let kind = newsletter::collect::Kind::named("page").unwrap();
    let source = (kind.read)(
        toml::de::ValueDeserializer::parse(&toml::from_str::<toml::Value>(settings).unwrap().to_string()).unwrap(),
    )
    .unwrap();
    let ask = source.start(&context()).remove(0);
    let body = Body::Bytes(b"<a href='x'>One</a>".to_vec());
    let page = source.parse(&Response { ask, url: None, content_type: None, body }, &context()).unwrap();
    assert_eq!(page.items[0].original_url, "https://site.example/dir/x");
}

#[test]
fn bombs_end_fast_with_an_error() {
    let attributes: String = (0..200_000).map(|n| format!(" a{n}=1")).collect();
    for html in [
        "<div>".repeat(100_000),
        "<ul><li>".repeat(30_000),
        format!("<p{attributes}>"),
        "<p>x".repeat(2_000_000),
        format!("<title>{}</title>", "x".repeat(11_000_000)),
    ] {
        let before = worked();
        let error = read("", &html).unwrap_err();
        assert!(matches!(error, ParseError::Malformed { .. }), "{error}");
        let work = worked() - before;
        assert!(work < Duration::from_secs(20), "{error}: {work:?}");
    }
}

#[test]
fn settings_that_make_no_sense_are_refused_with_a_reason() {
    let refused = |settings: &str| {
        let text = toml::from_str::<toml::Value>(&format!("url = '{ADDRESS}'\n{settings}")).unwrap().to_string();
        let kind = newsletter::collect::Kind::named("page").unwrap();
        match (kind.read)(toml::de::ValueDeserializer::parse(&text).unwrap()) {
            Err(error) => error.to_string(),
            Ok(source) => source.problems().iter().map(|(key, told)| format!("{key}: {told}")).collect(),
        }
    };
    for (settings, told) in [
        ("items = 'li['", "is no CSS selector"),
        ("items = 'li'\ntitle = 'h3:contains(x)'", "is no CSS selector"),
        ("items = 'li'\ndate = { select = 'p', pattern = '(a)(b)' }", "has 2 groups"),
        ("items = 'li'\ndate = { selct = 'p' }", "selct"),
        ("items = 'li'\nrequire = ['titel']", "`titel` is no field"),
        ("next = 'a@href'", "it needs `items`"),
        ("items = 'li'\ntype = 'event'", "events need a start"),
        ("itmes = 'li'", "itmes"),
    ] {
        assert!(refused(settings).contains(told), "{settings}: {}", refused(settings));
    }
}
