//! The `sessionize` kind: the labels of a call, and the clocks of its event.

use newsletter::collect::ParseError;
use newsletter::model::item::CfpStatus;

use super::{answered, fixture, refused, refuses_other_answers};
use crate::offline::{collector, titled, warnings};

const SETTINGS: &str = r#"{ calls = ["https://sessionize.com/harbour-days-2027/"] }"#;

fn page(today: &str) -> newsletter::collect::Page {
    answered("sessionize", SETTINGS, today, &fixture("sessionize/call.html"))
}

#[test]
fn a_call_is_an_event_with_its_days_and_place() {
    let page = page("2026-11-22");
    let item = titled(&page, "Harbour Days 2027");
    assert_eq!(item.url.as_ref().unwrap().as_str(), "https://sessionize.com/harbour-days-2027/");
    let event = item.event().unwrap();
    assert_eq!((event.start.to_string(), event.end.unwrap().to_string()), ("2027-03-14".into(), "2027-03-15".into()));
    assert_eq!(event.timezone.as_deref(), Some("America/Bogota"));
    let place = event.place.clone().unwrap();
    assert_eq!((place.city.as_deref(), place.country.as_deref()), (Some("Porto"), Some("Portugal")));
    assert_eq!(item.summary.as_deref(), Some("Two days about boats and code."));
}

#[test]
fn the_closing_instant_is_a_day_by_the_clocks_of_the_event() {
    let cfp = |today: &str| titled(&page(today), "Harbour Days 2027").event().unwrap().cfp.clone().unwrap();
    let open = cfp("2027-01-29");
    assert_eq!((open.status, open.closes.unwrap().to_string()), (CfpStatus::Open, "2027-01-29".into()));
    assert_eq!(open.opens.unwrap().to_string(), "2026-11-01");
    assert_eq!((cfp("2027-01-30").status, cfp("2026-10-31").status), (CfpStatus::Closed, CfpStatus::Upcoming));
}

#[test]
fn the_instant_goes_before_the_label_and_the_label_stands_without_it() {
    let html = String::from_utf8(fixture("sessionize/call.html")).unwrap();
    let closes = |html: &str| {
        let page = answered("sessionize", SETTINGS, "2026-11-22", html.as_bytes());
        page.items[0].event().unwrap().cfp.clone().unwrap().closes.unwrap().to_string()
    };
    assert_eq!(closes(&html.replace("29 Jan 2027", "28 Jan 2027")), "2027-01-29");
    assert_eq!(closes(&html.replace("js-closedate", "other")), "2027-01-29");
}

#[test]
fn a_call_without_a_day_for_its_event_is_told() {
    let html = String::from_utf8(fixture("sessionize/call.html")).unwrap().replace("14 Mar 2027", "TBA");
    let page = answered("sessionize", SETTINGS, "2026-11-22", html.as_bytes());
    assert_eq!(page.items.len(), 0);
    assert_eq!(warnings(&page), "“Harbour Days 2027” does not say when its event starts");
}

#[test]
fn other_pages_and_settings_are_refused() {
    refuses_other_answers("sessionize", SETTINGS);
    let page = "<!doctype html><html><head><title>Find your next event</title></head><body><h1>Sessionize</h1><p>Hello there.</p></body></html>";
    let error = refused("sessionize", SETTINGS, page);
    assert!(
        matches!(error, ParseError::NotExpected { .. }) && error.to_string().contains("Find your next event"),
        "{error}"
    );
    assert_eq!(collector("sessionize", "{ calls = [] }").unwrap().problems().len(), 1);
}
