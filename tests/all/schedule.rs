//! The `schedule` kind: the conference, its talks, damaged files, and the real programmes of FOSDEM.

use newsletter::collect::Page;
use newsletter::model::exchange::{Ask, Body, Request, Response};
use newsletter::model::item::Event;

use crate::offline::{collector, context, files, fixtures, titled, warnings};
use crate::support::shared;

fn schedule(settings: &str) -> Page {
    files("schedule", settings, &fixtures("schedule"), &context("2026-01-10"))
}

fn event<'p>(page: &'p Page, title: &str) -> &'p Event {
    titled(page, title).event().unwrap()
}

#[test]
fn a_conference_is_one_event_with_its_days_and_place() {
    let page = schedule(r#"{ path = "new.xml" }"#);
    assert_eq!((page.items.len(), warnings(&page)), (1, String::new()));
    let conference = titled(&page, "Harbour & Sea 2026");
    let event = conference.event().unwrap();
    assert_eq!((event.start.to_string(), event.end.unwrap().to_string()), ("2026-01-31".into(), "2026-02-01".into()));
    let place = event.place.clone().unwrap();
    assert_eq!((place.venue.as_deref(), place.city.as_deref()), (Some("Old Customs House"), Some("Antwerp")));
    assert_eq!(event.timezone.as_deref(), Some("Europe/Brussels"));
    assert_eq!(conference.url.as_ref().map(|url| url.as_str()), Some("https://harbour.example.org/2026/"));
    assert_eq!(conference.uid.as_deref(), Some("harbour-2026"));
}

#[test]
fn talks_are_chosen_by_words_of_their_titles() {
    let page = schedule(r#"{ path = "new.xml", talks = ["Open Source", "absent"] }"#);
    assert_eq!(page.items.len(), 1);
    let talk = titled(&page, "An open source office in a port");
    let event = talk.event().unwrap();
    assert_eq!(event.start.to_string(), "2026-01-31T10:00:00+01:00");
    assert_eq!(event.end.unwrap().to_string(), "2026-01-31T10:50:00+01:00");
    assert_eq!(event.place.clone().unwrap().venue.as_deref(), Some("Pier, Old Customs House"));
    assert_eq!(talk.authors, ["Ada Example", "Grace Example"]);
    assert_eq!(talk.url.as_ref().map(|url| url.as_str()), Some("https://harbour.example.org/2026/talk/1/"));
    assert_eq!((talk.uid.as_deref(), talk.language.as_deref()), (Some("aaaa"), Some("en")));
    assert_eq!(talk.summary.as_deref(), Some("How a port came to have an office for open source."));
}

#[test]
fn older_files_have_hours_of_a_day_and_no_zone() {
    let page = schedule(r#"{ path = "old.xml", talks = ["watch"], timezone = "Europe/Brussels" }"#);
    assert_eq!(event(&page, "Night watch").start.to_string(), "2020-02-01T23:30:00+01:00");
    assert_eq!(event(&page, "Night watch").end.unwrap().to_string(), "2020-02-02T00:30:00+01:00");
    assert_eq!(event(&page, "Dawn watch").start.to_string(), "2020-02-02T00:30:00+01:00");
    assert_eq!(warnings(&page), "“A watch without an hour” has no time and was left out");
    let assumed = schedule(r#"{ path = "old.xml", talks = ["watch"] }"#);
    assert!(warnings(&assumed).contains("Europe/Madrid"), "{}", warnings(&assumed));
}

#[test]
fn a_file_without_an_address_takes_the_configured_one() {
    let page = schedule(r#"{ path = "old.xml", base = "https://harbour.example.org/2020/" }"#);
    assert_eq!(page.items[0].url.as_ref().map(|url| url.as_str()), Some("https://harbour.example.org/2020/"));
    assert_eq!(schedule(r#"{ path = "old.xml" }"#).items[0].url, None);
}

fn parsed(body: &str, settings: &str) -> Result<Page, String> {
    let ask = Ask::start(Request::File("x.xml".into()));
    let response = Response { ask, url: None, content_type: None, body: Body::Bytes(body.into()) };
    collector("schedule", settings).unwrap().parse(&response, &context("2026-01-10")).map_err(|error| error.to_string())
}

#[test]
fn nothing_behind_the_conference_is_read_when_no_talk_is_wanted() {
    let head = "<schedule><conference><title>X</title><start>2026-01-01</start></conference>";
    let page = parsed(&format!("{head}<day><<<&&&"), r#"{ path = "x.xml" }"#).unwrap();
    assert_eq!((page.items.len(), warnings(&page)), (1, String::new()));
    let page = parsed(&format!("{head}<day></room>"), r#"{ path = "x.xml", talks = ["y"] }"#).unwrap();
    assert!(warnings(&page).contains("goes wrong at byte"), "{}", warnings(&page));
}

#[test]
fn a_length_that_no_talk_has_is_none() {
    for (length, end) in [
        ("00:50", Some("2026-01-01T10:50:00+01:00")),
        ("-1:00", None),
        ("-9000000000000000:00", None),
        ("9000000000000000:00", None),
        ("0:-9000000000000000", None),
    ] {
        let body = format!(
            "<schedule><conference><title>X</title><start>2026-01-01</start></conference><day date='2026-01-01'><room>\
             <event><start>10:00</start><duration>{length}</duration><title>Talk</title></event></room></day></schedule>"
        );
        let settings = r#"{ path = "x.xml", talks = ["Talk"], timezone = "Europe/Brussels" }"#;
        let page = parsed(&body, settings).unwrap();
        assert_eq!(event(&page, "Talk").end.map(|end| end.to_string()).as_deref(), end, "{length}");
    }
}

#[test]
fn something_else_is_told_as_such() {
    for (body, expected) in [
        ("<html><body>Sign in</body></html>", "a document of <html>"),
        ("<schedule></schedule>", "without <conference>"),
        ("", "no XML"),
        ("<schedule><conference><title>X</wrong>", "could not be read"),
        ("<schedule><conference><title>X</title></conference></schedule>", "no start date"),
    ] {
        let told = parsed(body, r#"{ path = "x.xml" }"#).map_or_else(|error| error, |page| warnings(&page));
        assert!(told.contains(expected), "{body}: {told}");
    }
}

#[test]
fn the_real_programmes_of_fosdem_are_read() {
    let Some(data) = shared("data/events/fosdem") else { return };
    for (year, days, talks) in [("2024", "2024-02-03 2024-02-04", 674), ("2026", "2026-01-31 2026-02-01", 883)] {
        let today = context("2026-01-10");
        let page = files("schedule", &format!("{{ path = \"{year}.xml\" }}"), &data, &today);
        let fosdem = event(&page, &format!("FOSDEM {year}"));
        assert_eq!(format!("{} {}", fosdem.start, fosdem.end.unwrap()), days);
        assert_eq!(fosdem.place.clone().unwrap().city.as_deref(), Some("Brussels"));

        // The empty text stands in every title: all talks.
        let settings = format!("{{ path = \"{year}.xml\", timezone = \"Europe/Brussels\", talks = [\"\"] }}");
        let all = files("schedule", &settings, &data, &today);
        assert_eq!(all.items.len(), talks, "{}", warnings(&all));
        assert!(all.items.iter().all(|item| days.contains(&item.event().unwrap().start.day().to_string())));
        assert!(all.items.iter().all(|item| item.event().unwrap().start.to_string().ends_with("+01:00")));
        assert!(all.items.iter().all(|item| item.url.is_some() == (year == "2026")));
    }
}
