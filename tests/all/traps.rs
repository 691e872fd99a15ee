//! The checklist of traps in `../shared/docs/collectors.md`, section 7: each has a test that carries its
//! number (`trap_9_…`). Those that belong to one kind stand with it; here are the rest, and the count.

use std::collections::BTreeSet;
use std::path::Path;

use newsletter::collect::Page;
use newsletter::model::exchange::Body;
use newsletter::model::item::EventStatus;
use newsletter::model::link::Link;

use crate::offline::{context, run, titled, warnings};
use crate::support::shared;

fn feed(body: &str) -> Page {
    answered("feed", r#"{ url = "https://a.example/feed.xml" }"#, body)
}

fn calendar(events: &str) -> Page {
    let settings = r#"{ url = "https://a.example/all.ics", from = 2026-12-01, until = 2027-12-31 }"#;
    let text = format!("BEGIN:VCALENDAR\nVERSION:2.0\n{events}\nEND:VCALENDAR\n");
    answered("calendar", settings, &text.replace('\n', "\r\n"))
}

fn answered(kind: &str, settings: &str, body: &str) -> Page {
    run(kind, settings, &context("2026-11-22"), &mut |_| Some(Body::Bytes(body.as_bytes().to_vec())))
}

/// Title, start and end of each event.
fn days(page: &Page) -> Vec<(String, String, Option<String>)> {
    let event = |item: &newsletter::model::item::Item| {
        let event = item.event().unwrap();
        (item.title.clone(), event.start.to_string(), event.end.map(|end| end.to_string()))
    };
    page.items.iter().map(event).collect()
}

#[test]
fn trap_3_a_feed_that_is_not_well_formed_gives_its_items_and_says_so() {
    let page = feed(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>T</title><item><title>Rock &amp; roll &ndash; R&D</title><link>https://a.example/1</link><description><p>Words <img src=\"/x.png\"> on.</p></description></item></channel></rss>",
    );
    assert_eq!(page.items[0].title, "Rock & roll – R&D");
    assert!(warnings(&page).contains("damaged"), "{}", warnings(&page));
}

#[test]
fn trap_4_a_feed_in_a_default_namespace_gives_its_items() {
    let page = feed(
        "<rss version=\"2.0\" xmlns=\"default\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>T</title><item><title>One</title><dc:creator>Ada</dc:creator><pubDate>Fri, 20 Nov 2026 10:00:00 +0000</pubDate><link>https://a.example/1</link></item></channel></rss>",
    );
    let item = titled(&page, "One");
    assert_eq!((item.authors.as_slice(), item.published.is_some()), (["Ada".to_owned()].as_slice(), true));
}

#[test]
fn trap_5_an_item_without_a_date_has_none_and_stays() {
    let page = feed(
        "<rss version=\"2.0\"><channel><title>T</title><pubDate>Fri, 20 Nov 2026 10:00:00 +0000</pubDate><item><title>One</title><link>https://a.example/1</link></item></channel></rss>",
    );
    let item = titled(&page, "One");
    assert_eq!((item.published, item.published_from), (None, None), "the channel's date is not the item's");
}

#[test]
fn trap_6_an_item_without_a_title_is_named_by_its_first_words() {
    let page = feed(
        "<rss version=\"2.0\"><channel><title>T</title><item><link>https://a.example/@ada/1</link><pubDate>Fri, 20 Nov 2026 10:00:00 +0000</pubDate><description>&lt;p&gt;We open the registration today.&lt;/p&gt;</description></item></channel></rss>",
    );
    assert_eq!(page.items.len(), 1);
    assert!(page.items[0].title.starts_with("We open the registration"), "{}", page.items[0].title);
}

#[test]
fn trap_9_the_end_of_whole_days_is_exclusive_in_a_calendar_and_inclusive_here() {
    let page = calendar(
        "BEGIN:VEVENT\nUID:a\nSUMMARY:Across the year\nDTSTART;VALUE=DATE:20261231\nDTEND;VALUE=DATE:20270102\nEND:VEVENT\nBEGIN:VEVENT\nUID:b\nSUMMARY:Across the month\nDTSTART;VALUE=DATE:20270131\nDTEND;VALUE=DATE:20270202\nEND:VEVENT\nBEGIN:VEVENT\nUID:c\nSUMMARY:One day\nDTSTART;VALUE=DATE:20270301\nDTEND;VALUE=DATE:20270302\nEND:VEVENT",
    );
    let found = days(&page);
    let expected =
        [("Across the year", "2026-12-31", Some("2027-01-01")), ("Across the month", "2027-01-31", Some("2027-02-01"))];
    for (title, start, end) in expected {
        assert!(found.contains(&(title.into(), start.into(), end.map(str::to_owned))), "{found:?}");
    }
    let one = titled(&page, "One day").event().unwrap();
    assert!(one.end.is_none_or(|end| end.to_string() == "2027-03-01"), "{found:?}");
}

#[test]
fn trap_10_a_series_without_end_with_an_exception_elsewhere_a_moved_and_a_cancelled_date() {
    let page = calendar(
        "BEGIN:VEVENT\nUID:s\nSUMMARY:Call\nDTSTART;TZID=Europe/Berlin:20270105T180000\nDURATION:PT1H\nRRULE:FREQ=MONTHLY;BYDAY=1TU\nEXDATE:20270202T170000Z\nEND:VEVENT\nBEGIN:VEVENT\nUID:s\nRECURRENCE-ID;TZID=Europe/Berlin:20270302T180000\nDTSTART;TZID=Europe/Berlin:20270303T190000\nSUMMARY:Call (moved)\nEND:VEVENT\nBEGIN:VEVENT\nUID:s\nRECURRENCE-ID;TZID=Europe/Berlin:20270406T180000\nDTSTART;TZID=Europe/Berlin:20270406T180000\nSTATUS:CANCELLED\nSUMMARY:Call\nEND:VEVENT",
    );
    let starts: Vec<String> = days(&page).into_iter().map(|(_, start, _)| start).collect();
    assert!(starts.contains(&"2027-01-05T18:00:00+01:00".to_owned()), "{starts:?}");
    assert!(!starts.iter().any(|start| start.starts_with("2027-02-02")), "excluded in UTC: {starts:?}");
    assert!(starts.contains(&"2027-03-03T19:00:00+01:00".to_owned()), "moved: {starts:?}");
    assert!(!starts.iter().any(|start| start.starts_with("2027-03-02")), "moved: {starts:?}");
    let april = page.items.iter().find(|item| item.event().unwrap().start.to_string().starts_with("2027-04-06"));
    assert!(april.is_none_or(|item| item.event().unwrap().status == EventStatus::Cancelled), "cancelled");
    assert!(starts.len() <= 12, "only inside the window: {starts:?}");
}

#[test]
fn trap_11_names_of_windows_and_a_winter_time_that_is_called_daylight() {
    let page = calendar(
        "BEGIN:VTIMEZONE\nTZID:Europe/Dublin\nBEGIN:STANDARD\nTZOFFSETFROM:+0000\nTZOFFSETTO:+0100\nDTSTART:19700329T010000\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\nEND:STANDARD\nBEGIN:DAYLIGHT\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0000\nDTSTART:19701025T020000\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\nEND:DAYLIGHT\nEND:VTIMEZONE\nBEGIN:VEVENT\nUID:d\nSUMMARY:Dublin\nDTSTART;TZID=Europe/Dublin:20270705T100000\nEND:VEVENT\nBEGIN:VEVENT\nUID:w\nSUMMARY:Windows\nDTSTART;TZID=W. Europe Standard Time:20270705T100000\nEND:VEVENT",
    );
    let start = |title: &str| titled(&page, title).event().unwrap().start.to_string();
    assert_eq!(
        (start("Dublin").as_str(), start("Windows").as_str()),
        ("2027-07-05T10:00:00+01:00", "2027-07-05T10:00:00+02:00")
    );
}

#[test]
fn trap_13_one_job_at_several_hosts_and_with_tracking_is_one() {
    let key = |address: &str| Link::parse(address).unwrap().key().to_owned();
    assert_eq!(
        key("https://boards.greenhouse.io/acme/jobs/8636903002?gh_src=abc"),
        key("https://job-boards.eu.greenhouse.io/acme/jobs/8636903002")
    );
    assert_eq!(
        key("https://www.linkedin.com/jobs/view/ospo-lead-3402092622"),
        key("https://de.linkedin.com/jobs/view/3402092622?trk=x")
    );
}

#[test]
fn trap_16_a_list_page_that_repeats_its_last_page_ends() {
    let settings = r#"{ url = "https://jobs.example/search?pr=0", type = "job", items = "li", title = "h3", link = "a@href", next = { template = "https://jobs.example/search?pr={page}" } }"#;
    let mut asked = 0;
    let page = run("page", settings, &context("2026-11-22"), &mut |_| {
        asked += 1;
        Some(Body::Bytes(b"<ul><li><a href='/jobs/1'><h3>Engineer</h3></a></li></ul>".to_vec()))
    });
    assert!(asked <= 10, "{asked}");
    assert!(page.items.iter().all(|item| item.title == "Engineer"));
}

#[test]
fn the_list_of_an_icims_portal_gives_every_posting() {
    let Some(file) = shared("data/jobs/icims.html") else { return };
    let html = std::fs::read_to_string(file).unwrap();
    let settings = r#"{ url = "https://careers-wipfli.icims.com/jobs/search?ss=1&pr=0&in_iframe=1", type = "job", items = "li.iCIMS_JobCardItem", title = "h3", link = "a.iCIMS_Anchor@href", location = ".header span:not(.field-label)" }"#;
    let page = answered("page", settings, &html);
    assert_eq!(page.items.len(), html.matches("iCIMS_JobCardItem").count());
    assert!(html.matches("iCIMS_JobCardItem").count() >= 2 && warnings(&page).is_empty(), "{}", warnings(&page));
    for item in &page.items {
        assert!(html.contains(&format!("<h3>{}</h3>", item.title)), "{}", item.title);
        let url = item.url.as_ref().unwrap().as_str();
        assert!(html.contains(url.split('?').next().unwrap()) && url.ends_with("/job"), "{url}");
        assert_eq!(item.job().unwrap().locations[0].text, "US");
    }
}

#[test]
fn a_schedule_of_sched_is_one_event_when_it_is_collapsed() {
    let body = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-WR-CALNAME:OSPO Day\r\nX-WR-TIMEZONE:UTC\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Opening\r\nDTSTART:20270301T090000Z\r\nDTEND:20270301T093000Z\r\nURL:http://day.sched.com/event/1\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:2\r\nSUMMARY:Closing\r\nDTSTART:20270302T160000Z\r\nDTEND:20270302T163000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    let settings = r#"{ url = "https://day.sched.com/all.ics", collapse = true, base = "https://day.sched.com/", until = 2027-12-31 }"#;
    let page = answered("calendar", settings, body);
    let event = titled(&page, "OSPO Day");
    assert_eq!((page.items.len(), event.url.as_ref().unwrap().as_str()), (1, "https://day.sched.com/"));
    assert!(event.event().unwrap().start.to_string().starts_with("2027-03-01"));
}

#[test]
fn calendars_of_luma_and_meetup_link_to_their_events() {
    let page = calendar(
        "BEGIN:VEVENT\nUID:evt-1@events.lu.ma\nSUMMARY:Luma night\nDTSTART:20270301T180000Z\nDTEND:20270301T200000Z\nDESCRIPTION:Get up-to-date information at: https://lu.ma/abc123\\n\\nAddress\\, later\nEND:VEVENT\nBEGIN:VEVENT\nUID:event_1@meetup.com\nSUMMARY:Meetup night\nDTSTART;TZID=Europe/Berlin:20270301T190000\nURL;VALUE=URI:https://www.meetup.com/oss-berlin/events/1/\nLOCATION:Harbour Hall\\, Hamburg\\, Germany\nEND:VEVENT",
    );
    let url = |title: &str| titled(&page, title).url.as_ref().map(|link| link.as_str().to_owned());
    assert_eq!(url("Luma night").as_deref(), Some("https://lu.ma/abc123"));
    assert_eq!(url("Meetup night").as_deref(), Some("https://www.meetup.com/oss-berlin/events/1/"));
    let place = titled(&page, "Meetup night").event().unwrap().place.clone().unwrap();
    assert_eq!((place.city.as_deref(), place.country.as_deref()), (Some("Hamburg"), Some("Germany")));
}

#[test]
fn pages_of_pretix_and_eventbrite_give_their_events_by_json_ld() {
    let pretix = answered(
        "page",
        r#"{ url = "https://pretix.eu/acme/day/" }"#,
        r#"<!doctype html><html><head><title>Day</title></head><body><h1>Day</h1><script type="application/ld+json">{"@context":"https://schema.org","@type":"Event","name":"Day","url":"https://pretix.eu/acme/day/","startDate":"2027-01-30T09:30:00+01:00","endDate":"2027-01-30T17:00:00+01:00","location":{"@type":"Place","name":"Hall","address":"Brussels"}}</script></body></html>"#,
    );
    assert_eq!(titled(&pretix, "Day").event().unwrap().start.to_string(), "2027-01-30T09:30:00+01:00");
    let eventbrite = answered(
        "page",
        r#"{ url = "https://www.eventbrite.com/o/acme-1", type = "event" }"#,
        r#"<!doctype html><html><head><title>Acme Events</title><script type="application/ld+json">{"@context":"https://schema.org","@type":"ItemList","itemListElement":[{"@type":"ListItem","position":1,"item":{"@type":"Event","name":"First","url":"https://www.eventbrite.com/e/first-1","startDate":"2027-01-10T19:00:00+0100"}},{"@type":"ListItem","position":2,"item":{"@type":"Event","name":"Second","url":"https://www.eventbrite.com/e/second-2","startDate":"2027-02-10T19:00:00+0100"}}]}</script></head><body></body></html>"#,
    );
    assert_eq!(eventbrite.items.len(), 2);
    assert_eq!(titled(&eventbrite, "First").event().unwrap().start.to_string(), "2027-01-10T19:00:00+01:00");
}

/// The text of every file of tests and of every kind.
fn sources(folder: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let files = newsletter::workspace::files_below(&root, &[".rs"], 10_000).unwrap();
    files.iter().map(|path| (path.display().to_string(), std::fs::read_to_string(path).unwrap())).collect()
}

#[test]
fn every_trap_of_the_list_has_a_test_that_carries_its_number() {
    let text: String = sources("tests/all").into_iter().map(|(_, text)| text).collect();
    let number = |rest: &str| rest.split('_').next().and_then(|number| number.parse::<u32>().ok());
    let tested: BTreeSet<u32> = text.split("fn trap_").skip(1).filter_map(number).collect();
    let listed: BTreeSet<u32> = (1..=25).collect();
    assert_eq!(listed.difference(&tested).collect::<Vec<_>>(), Vec::<&u32>::new(), "no test carries these numbers");
}

#[test]
fn no_kind_asks_anything_itself() {
    const ROOMS: &[&str] = &[
        "reqwest",
        "hyper::",
        "tokio::",
        "std::net",
        "std::fs",
        "std::env",
        "std::process",
        "crate::fetch",
        "Timestamp::now",
        "Zoned::now",
    ];
    for (file, text) in sources("src/collect/kinds") {
        let code: String = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        let found: Vec<_> = ROOMS.iter().filter(|room| code.contains(**room)).collect();
        assert!(found.is_empty(), "{file}: {found:?}");
    }
}

#[test]
fn the_median_file_of_the_kinds_is_short() {
    let mut lines: Vec<usize> = sources("src/collect/kinds").iter().map(|(_, text)| text.lines().count()).collect();
    lines.sort_unstable();
    assert!(lines[lines.len() / 2] < 250, "{}", lines[lines.len() / 2]);
}
