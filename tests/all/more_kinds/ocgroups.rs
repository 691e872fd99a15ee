//! The `ocgroups` kind: the public search of an Open Community Groups site.

use newsletter::model::exchange::Body;
use newsletter::model::item::EventStatus;

use super::{address, answered, fixture, refused, refuses_other_answers};
use crate::offline::{collector, context, run, titled, warnings};

#[test]
fn times_are_told_in_the_zone_of_the_event() {
    let page = answered("ocgroups", "{}", "2026-11-22", &fixture("ocgroups/events.json"));
    let meetup = titled(&page, "Quayside Meetup & Lunch");
    let event = meetup.event().unwrap();
    assert_eq!(event.start.to_string(), "2026-12-02T22:00:00Z");
    assert_eq!((event.timezone.as_deref(), event.online), (Some("Europe/Lisbon"), Some(true)));
    let place = event.place.clone().unwrap();
    assert_eq!((place.venue.as_deref(), place.country.as_deref()), (Some("Dock 3"), Some("Portugal")));
    assert_eq!(meetup.summary.as_deref(), Some("We compare policies over soup."));
    let call = titled(&page, "Late Call").event().unwrap();
    assert_eq!(call.start.to_string(), "2026-12-03T07:00:00+09:00");
    assert_eq!((call.end, call.status, call.place.clone()), (None, EventStatus::Cancelled, None));
}

#[test]
fn addresses_are_made_of_community_group_and_event() {
    let page = answered("ocgroups", "{}", "2026-11-22", &fixture("ocgroups/events.json"));
    let url = |title: &str| titled(&page, title).url.as_ref().unwrap().to_string();
    assert_eq!(url("Quayside Meetup & Lunch"), "https://ocgroups.dev/todo/group/lisbon/event/9k2h4d");
    assert_eq!(url("Late Call"), "https://ocgroups.dev/todo/group/7xq2/event/call");
}

#[test]
fn tests_and_drafts_are_no_events_and_one_without_a_day_is_told() {
    let page = answered("ocgroups", "{}", "2026-11-22", &fixture("ocgroups/events.json"));
    assert_eq!(page.items.len(), 2);
    assert_eq!(warnings(&page), "“Sometime Meetup” has no start yet and was left out");
}

#[test]
fn the_way_into_a_meeting_never_leaves_the_answer() {
    let page = answered("ocgroups", "{}", "2026-11-22", &fixture("ocgroups/events.json"));
    let whole = serde_json::to_string(&page.items).unwrap();
    assert!(whole.contains("Quayside"));
    assert!(!whole.contains("meet.example.org") && !whole.contains("swordfish"), "{whole}");
}

#[test]
fn lists_are_asked_for_by_index_and_pages_by_offset() {
    let settings = r#"{ url = "https://groups.example.org/x/", communities = ["todo", "cncf"], groups = ["lisbon"], categories = ["meetup"], forms = ["in-person"], search = "open source" }"#;
    let mut asked = Vec::new();
    run("ocgroups", settings, &context("2026-11-22"), &mut |request| {
        asked.push(address(request));
        let answer = String::from_utf8(fixture("ocgroups/events.json")).unwrap();
        let total = if asked.len() == 1 { "\"total\": 101" } else { "\"total\": 100" };
        Some(Body::Bytes(answer.replace("\"total\": 5", total).into()))
    });
    let first = "https://groups.example.org/x/explore/events/search?community%5B0%5D=todo&community%5B1%5D=cncf&group%5B0%5D=lisbon&event_category%5B0%5D=meetup&kind%5B0%5D=in-person&ts_query=open+source&limit=100&offset=";
    assert_eq!(asked, [format!("{first}0"), format!("{first}100")]);
}

#[test]
fn other_answers_are_refused_and_an_empty_search_is_told() {
    refuses_other_answers("ocgroups", "{}");
    assert!(refused("ocgroups", "{}", r#"{"error":"unknown community"}"#).to_string().contains("unknown community"));
    let page = answered("ocgroups", "{}", "2026-11-22", br#"{"events":[],"total":0}"#);
    assert_eq!(warnings(&page), "the search found no events");
    assert!(collector("ocgroups", r#"{ forms = ["outdoors"] }"#).is_err());
}
