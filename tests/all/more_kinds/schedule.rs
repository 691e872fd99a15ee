//! The `schedule` kind: conferences and their talks, and two real years of FOSDEM.

use newsletter::collect::Page;

use super::{answered, fixture, refused, refuses_other_answers};
use crate::offline::{collector, context, files, titled, warnings};
use crate::support::shared;

const CONFERENCE: &str = r#"{ url = "https://talks.example.org/schedule.xml" }"#;
const TALKS: &str = r#"{ url = "https://talks.example.org/schedule.xml", talks = ["open source"] }"#;

fn days(page: &Page) -> (String, String) {
    let event = page.items[0].event().unwrap();
    (event.start.to_string(), event.end.unwrap().to_string())
}

#[test]
fn a_conference_is_one_event_with_its_days_inclusive() {
    let page = answered("schedule", CONFERENCE, "2026-11-22", &fixture("schedule/pretalx.xml"));
    assert_eq!(page.items.len(), 1);
    assert_eq!(days(&page), ("2027-03-14".into(), "2027-03-15".into()));
    let item = titled(&page, "Harbour Days & Nights");
    assert_eq!(item.url.as_ref().unwrap().as_str(), "https://talks.example.org/harbour-2027/");
    assert_eq!(item.event().unwrap().timezone.as_deref(), Some("Europe/Lisbon"));
    let place = item.event().unwrap().place.clone().unwrap();
    assert_eq!((place.venue.as_deref(), place.city.as_deref()), (Some("Old Dock"), Some("Porto")));
}

#[test]
fn nothing_behind_the_conference_is_read_without_talks() {
    let broken = String::from_utf8(fixture("schedule/pretalx.xml")).unwrap().replace("<day index", "<<<& <day");
    let page = answered("schedule", CONFERENCE, "2026-11-22", broken.as_bytes());
    assert_eq!((page.items.len(), warnings(&page).as_str()), (1, ""));
}

#[test]
fn talks_are_chosen_by_words_and_come_with_their_moments() {
    let page = answered("schedule", TALKS, "2026-11-22", &fixture("schedule/pretalx.xml"));
    assert_eq!(page.items.len(), 2);
    let talk = titled(&page, "Who pays the open source program office?");
    let event = talk.event().unwrap();
    assert_eq!(event.start.to_string(), "2027-03-14T10:00:00Z");
    assert_eq!(event.end.unwrap().timestamp().unwrap().to_string(), "2027-03-14T10:45:00Z");
    assert_eq!(event.place.as_ref().unwrap().venue.as_deref(), Some("Deck, Old Dock"));
    assert_eq!(talk.summary.as_deref(), Some("Three teams open their books."));
    assert_eq!((talk.authors.join("|"), talk.uid.as_deref()), ("Mia Ortíz|Ana".to_owned(), Some("0a0a")));
}

#[test]
fn a_talk_after_midnight_is_on_the_next_day_by_the_clocks_of_the_conference() {
    let page = answered("schedule", TALKS, "2026-11-22", &fixture("schedule/pretalx.xml"));
    let songs = titled(&page, "Open source songs").event().unwrap();
    assert_eq!(songs.start.to_string(), "2027-03-15T01:30:00Z");
    assert_eq!(warnings(&page), "talks without an address in the schedule: 1");
}

#[test]
fn two_real_years_of_fosdem_give_their_days_and_place() {
    let Some(data) = shared("data/events/fosdem") else { return };
    let year = |settings: &str| files("schedule", settings, &data, &context("2026-01-05"));
    let old = year(r#"{ path = "2024.xml", link = "https://fosdem.org/2024/" }"#);
    assert_eq!(days(&old), ("2024-02-03".into(), "2024-02-04".into()));
    assert_eq!(titled(&old, "FOSDEM 2024").url.as_ref().unwrap().as_str(), "https://fosdem.org/2024/");
    assert!(warnings(&year(r#"{ path = "2024.xml" }"#)).contains("set `link`"));
    let new = year(r#"{ path = "2026.xml" }"#);
    assert_eq!(days(&new), ("2026-01-31".into(), "2026-02-01".into()));
    let item = titled(&new, "FOSDEM 2026");
    assert_eq!(item.url.as_ref().unwrap().as_str(), "https://fosdem.org/2026/schedule/");
    let event = item.event().unwrap();
    assert_eq!(
        (event.timezone.as_deref(), event.place.as_ref().unwrap().city.as_deref()),
        (Some("Europe/Brussels"), Some("Brussels"))
    );
}

#[test]
fn every_real_talk_is_counted_and_dated() {
    let Some(data) = shared("data/events/fosdem") else { return };
    for (file, day) in [("2024.xml", "2024-02-0"), ("2026.xml", "2026-0")] {
        let text = std::fs::read_to_string(data.join(file)).unwrap();
        let track = if file == "2024.xml" { "Community devroom" } else { "Community" };
        // Counted by lines: each element of these files has its own. One is in the list of tracks.
        let expected =
            text.lines().filter(|line| line.contains("<track") && line.contains(&format!(">{track}</track>"))).count()
                - 1;
        let settings = format!(r#"{{ path = "{file}", talks = ["{track}"] }}"#);
        let page = files("schedule", &settings, &data, &context("2026-01-05"));
        let read = page.items.iter().filter(|item| item.tags == [track]).count();
        assert_eq!(read, expected, "{file}");
        assert!(expected > 5, "{file}: {expected}");
        assert!(page.items.iter().all(|item| item.event().unwrap().start.to_string().starts_with(day)), "{file}");
        eprintln!("{file}: {read} talks of {track}");
    }
}

#[test]
fn other_answers_are_refused_and_gaps_told() {
    refuses_other_answers("schedule", CONFERENCE);
    let told = refused("schedule", CONFERENCE, "<?xml version='1.0'?><rss><channel/></rss>").to_string();
    assert!(told.contains("starts with <rss>"), "{told}");
    let page = answered("schedule", CONFERENCE, "2026-11-22", b"<schedule><conference><title>X</title></conference>");
    assert_eq!(warnings(&page), "“X” has no first day yet");
    let page =
        answered("schedule", TALKS, "2026-11-22", b"<schedule><conference><title>X</title></conference></schedule>");
    assert_eq!(warnings(&page), "the schedule has no talks yet");
    assert_eq!(collector("schedule", r#"{ talks = [" "] }"#).unwrap().problems().len(), 2);
}
