//! The `foss_events` and `callingallpapers` kinds: two catalogues of what is coming.

use newsletter::model::item::CfpStatus;

use super::{answered, fixture, refused, refuses_other_answers};
use crate::offline::{collector, context, files, fixtures, titled, warnings};

#[test]
fn a_row_of_foss_events_is_an_event_with_its_call() {
    let page = answered("foss_events", "{}", "2026-11-22", &fixture("foss_events/events.csv"));
    let days = titled(&page, "Harbour Days");
    let event = days.event().unwrap();
    assert_eq!((event.start.to_string(), event.end.unwrap().to_string()), ("2027-03-14".into(), "2027-03-15".into()));
    let cfp = event.cfp.clone().unwrap();
    assert_eq!((cfp.status, cfp.closes.unwrap().to_string()), (CfpStatus::Open, "2027-01-29".into()));
    let place = event.place.clone().unwrap();
    assert_eq!((place.venue.as_deref(), place.country.as_deref()), (Some("Old Dock"), Some("Portugal")));
    assert_eq!((days.uid.as_deref(), days.tags.join("|").as_str()), (Some("1"), "policy|ospo"));
}

#[test]
fn cancelled_and_past_events_are_left_out_and_none_is_no_value() {
    let page = answered("foss_events", "{}", "2026-11-22", &fixture("foss_events/events.csv"));
    let titles: Vec<&str> = page.items.iter().map(|item| item.title.as_str()).collect();
    assert_eq!(titles, ["Harbour Days", "Today Day"]);
    let today = titled(&page, "Today Day");
    assert_eq!((today.url.as_ref(), today.event().unwrap().cfp.as_ref()), (None, None));
    assert_eq!(today.event().unwrap().place.as_ref().unwrap().venue, None);
    assert_eq!(warnings(&page), "“Some Day” has no first day and was left out");
    let settings = r#"{ path = "foss_events/events.csv", past = true }"#;
    assert_eq!(files("foss_events", settings, &fixtures(""), &context("2026-11-22")).items.len(), 3);
}

#[test]
fn another_file_is_no_catalogue() {
    refuses_other_answers("foss_events", "{}");
    assert!(refused("foss_events", "{}", "a,b\n1,2\n").to_string().contains("text that begins “a,b”"));
    let page = answered("foss_events", "{}", "2026-11-22", b"id,date_start,name,homepage\n");
    assert_eq!(warnings(&page), "the catalogue has no events to come");
    let both = r#"{ url = "https://e.example.org/x.csv", path = "x.csv" }"#;
    assert_eq!(collector("foss_events", both).unwrap().problems().len(), 1);
}

#[test]
fn days_of_a_call_are_told_by_the_clocks_of_its_event() {
    let page = answered("callingallpapers", "{}", "2026-11-22", &fixture("callingallpapers/cfps.json"));
    let days = titled(&page, "Harbour Days & Nights");
    assert_eq!(days.url.as_ref().unwrap().as_str(), "https://harbour.example.org/");
    let event = days.event().unwrap();
    assert_eq!((event.start.to_string(), event.end.unwrap().to_string()), ("2027-03-14".into(), "2027-03-15".into()));
    // An hour after midnight in Berlin, by the letter: the earlier day counts.
    let cfp = event.cfp.clone().unwrap();
    assert_eq!(
        (cfp.closes.unwrap().to_string(), cfp.url.as_deref()),
        ("2026-11-22".into(), Some("https://talks.example.org/cfp"))
    );
    assert_eq!((days.tags.len(), days.summary.as_deref()), (1, Some("Boats and code.")));
}

#[test]
fn a_call_without_an_address_of_its_event_links_to_itself_and_1970_is_no_day() {
    let page = answered("callingallpapers", "{}", "2026-11-22", &fixture("callingallpapers/cfps.json"));
    let online = titled(&page, "Unlinked Online");
    assert_eq!(online.url.as_ref().unwrap().as_str(), "https://talks.example.org/online");
    let event = online.event().unwrap();
    assert_eq!((event.online, event.place.as_ref()), (None, None));
    assert_eq!(warnings(&page), "calls left out because they have no name or no event day: 1");
}

#[test]
fn other_answers_are_no_calls() {
    refuses_other_answers("callingallpapers", "{}");
    assert!(refused("callingallpapers", "{}", r#"{"error":"maintenance"}"#).to_string().contains("maintenance"));
    assert_eq!(warnings(&answered("callingallpapers", "{}", "2026-11-22", br#"{"cfps":[]}"#)), "there are no calls");
}
