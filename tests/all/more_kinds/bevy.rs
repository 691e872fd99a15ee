//! The `bevy` kind: chapters and searches of a community site.

use newsletter::model::exchange::Body;
use newsletter::model::item::EventStatus;

use super::{address, answered, fixture, refused, refuses_other_answers};
use crate::offline::{collector, context, run, titled, warnings};

const CHAPTER: &str = r#"{ url = "https://groups.example.org/", chapters = [12] }"#;
const SEARCH: &str = r#"{ url = "https://groups.example.org/", search = "open source" }"#;

#[test]
fn an_event_keeps_the_offset_of_its_place() {
    let page = answered("bevy", CHAPTER, "2026-11-22", &fixture("bevy/chapter.json"));
    let talk = titled(&page, "Rope Talk & Tea");
    let event = talk.event().unwrap();
    assert_eq!(event.start.to_string(), "2026-12-08T08:45:00+07:00");
    assert_eq!((event.timezone.as_deref(), event.online), (Some("Asia/Ho_Chi_Minh"), Some(true)));
    let place = event.place.clone().unwrap();
    assert_eq!((place.venue.as_deref(), place.city.as_deref()), (Some("The Boathouse"), Some("Hanoi")));
    assert_eq!((talk.uid.as_deref(), talk.summary.as_deref()), (Some("801"), Some("Two ropes, one knot.")));
    assert_eq!(talk.tags, ["Anchor Hanoi"]);
}

#[test]
fn what_is_online_only_has_no_place_and_utc_is_told_in_the_zone_of_the_chapter() {
    let page = answered("bevy", CHAPTER, "2026-11-22", &fixture("bevy/chapter.json"));
    let evening = titled(&page, "Remote Evening");
    assert_eq!(evening.url.as_ref().unwrap().as_str(), "https://groups.example.org/events/details/remote-evening/");
    let event = evening.event().unwrap();
    assert_eq!((event.start.to_string(), event.end), ("2026-12-09T19:00:00+07:00".into(), None));
    assert_eq!((event.place.clone(), event.status), (None, EventStatus::Cancelled));
}

#[test]
fn events_that_are_missing_are_told() {
    let page = answered("bevy", CHAPTER, "2026-11-22", &fixture("bevy/chapter.json"));
    let told = warnings(&page);
    assert!(told.contains("“Some Day” has no start and was left out"), "{told}");
    assert!(told.contains("a chapter has 61 events, 3 came"), "{told}");
}

#[test]
fn a_search_gives_the_country_of_the_chapter_only_with_a_venue() {
    let page = answered("bevy", SEARCH, "2026-11-22", &fixture("bevy/search.json"));
    let place = titled(&page, "Harbour Night").event().unwrap().place.clone().unwrap();
    assert_eq!((place.city.as_deref(), place.country.as_deref()), (Some("Berlin"), Some("DE")));
    let somewhere = titled(&page, "Somewhere Night").event().unwrap();
    assert_eq!((somewhere.place.clone(), somewhere.online), (None, None));
}

#[test]
fn the_next_page_is_followed_on_the_same_site_only() {
    for (next, count) in [("/api/x?page=2", 2), ("https://elsewhere.example.net/api/x?page=2", 1)] {
        let mut asked = Vec::new();
        run("bevy", CHAPTER, &context("2026-11-22"), &mut |request| {
            asked.push(address(request));
            let body = if asked.len() == 1 {
                format!(r#"{{"count":9,"next":"{next}","results":[]}}"#)
            } else {
                r#"{"results":[]}"#.into()
            };
            Some(Body::Bytes(body.into()))
        });
        assert_eq!(asked.len(), count, "{asked:?}");
        assert!(asked[0].starts_with(
            "https://groups.example.org/api/event_slim/for_chapter/12/?status=Live&page_size=50&order=start_date&fields=id%2Ctitle"
        ));
    }
}

#[test]
fn other_answers_and_settings_are_refused() {
    refuses_other_answers("bevy", CHAPTER);
    assert!(refused("bevy", SEARCH, r#"{"error":"not here"}"#).to_string().contains("not here"));
    assert!(
        warnings(&answered("bevy", SEARCH, "2026-11-22", br#"{"results":[]}"#)).contains("the search gave no events")
    );
    let keys = |settings: &str| collector("bevy", settings).unwrap().problems()[0].0;
    assert_eq!(keys(r#"{ url = "https://groups.example.org/" }"#), "chapters");
    assert_eq!(keys(r#"{ url = "https://groups.example.org/", chapters = [1], search = "x" }"#), "search");
}
