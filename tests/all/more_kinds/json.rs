//! The `json` kind: fields by path, dates in every form, paging.

use newsletter::collect::ParseError;
use newsletter::model::exchange::Body;
use newsletter::model::item::{CfpStatus, Workplace};

use super::{address, answered, fixture, refused, refuses_other_answers};
use crate::offline::{collector, context, run, titled, warnings};

const JOBS: &str = r#"{ url = "https://jobs.example.org/api/jobs", type = "job", items = "data.jobs", title = "name", link = { template = "https://jobs.example.org/{slug}/{id}" }, date = "published", summary = "body", organisation = "company.name", location = "places[*].label", workplace = "mode", closes = { path = "apply", pattern = "until (.+)!" }, topics = "labels", uid = "id" }"#;
const EVENTS: &str = r#"{ url = "https://events.example.org/list/", type = "event", title = "title", link = "href", start = "begins", end = "ends", timezone = "zone", location = "where.hall", city = "where.city", country = "where.country", online = "virtual", cfp_closes = "call.to", cfp_url = "call.at" }"#;

#[test]
fn the_fields_of_a_job_stand_where_the_settings_say() {
    let page = answered("json", JOBS, "2026-11-22", &fixture("json/jobs.json"));
    assert_eq!(page.items.len(), 2);
    let head = titled(&page, "Head of Open Source & Community");
    assert_eq!(head.url.as_ref().unwrap().as_str(), "https://jobs.example.org/head%20of%20open%20source/4101");
    assert_eq!(head.published.unwrap().to_string(), "2026-11-16T10:00:00Z");
    assert_eq!(head.summary.as_deref(), Some("You look after our licences."));
    assert_eq!((head.uid.as_deref(), head.tags.len()), (Some("4101"), 2));
    let job = head.job().unwrap();
    assert_eq!((job.organisation.as_deref(), job.workplace), (Some("Anchor Works"), Workplace::Hybrid));
    assert_eq!(job.closes.unwrap().to_string(), "2027-01-15");
    let countries: Vec<_> = job.locations.iter().map(|location| location.country.as_deref()).collect();
    assert_eq!(countries, [Some("DE"), Some("PT")]);
}

#[test]
fn what_cannot_be_read_is_left_open_and_told() {
    let page = answered("json", JOBS, "2026-11-22", &fixture("json/jobs.json"));
    let lead = titled(&page, "Licence Lead");
    assert_eq!((lead.published, lead.job().unwrap().organisation.as_deref()), (None, None));
    assert_eq!(lead.job().unwrap().workplace, Workplace::Unknown);
    assert_eq!(lead.summary.as_deref(), Some("Read licences. All day."));
    let told = warnings(&page);
    assert!(told.contains("1 item with a `date` that is no date (“last week”)"), "{told}");
    assert!(told.contains("1 item without `title`: left out"), "{told}");
}

#[test]
fn epochs_and_local_times_are_told_in_the_zone_of_the_event() {
    let page = answered("json", EVENTS, "2026-02-20", &fixture("json/events.json"));
    let days = titled(&page, "Harbour Days");
    assert_eq!(days.url.as_ref().unwrap().as_str(), "https://events.example.org/list/harbour");
    let event = days.event().unwrap();
    assert_eq!(event.start.to_string(), "2026-03-10T07:00:00Z");
    assert_eq!(event.timezone.as_deref(), Some("Europe/Lisbon"));
    let place = event.place.clone().unwrap();
    assert_eq!((place.venue.as_deref(), place.city.as_deref()), (Some("Old Dock"), Some("Porto")));
    let cfp = event.cfp.clone().unwrap();
    assert_eq!((cfp.status, cfp.closes.unwrap().to_string()), (CfpStatus::Open, "2026-02-20".into()));
    let talk = titled(&page, "Evening Talk").event().unwrap();
    assert_eq!((talk.start.timestamp().unwrap().to_string(), talk.end), ("2026-03-12T19:00:00Z".into(), None));
    assert_eq!(talk.online, Some(true));
    assert_eq!(titled(&page, "Zone of Nowhere").event().unwrap().start.to_string(), "2026-03-12");
}

#[test]
fn a_link_that_is_no_web_address_is_kept_as_text_only() {
    let page = answered("json", EVENTS, "2026-02-20", &fixture("json/events.json"));
    let talk = titled(&page, "Evening Talk");
    assert_eq!((talk.url.as_ref(), talk.original_url.as_str()), (None, "javascript:alert(1)"));
    let told = warnings(&page);
    for part in ["no http(s) address", "no IANA name (“Nowhere/Town”)", "`end` before", "`start` that can be read"]
    {
        assert!(told.contains(part), "{part}: {told}");
    }
}

#[test]
fn pages_are_turned_to_the_cap() {
    let settings = JOBS.replace("uid = \"id\"", "uid = \"id\", next = \"links.next\", pages = 2");
    let mut asked = Vec::new();
    let page = run("json", &settings, &context("2026-11-22"), &mut |request| {
        asked.push(address(request));
        Some(Body::Bytes(fixture("json/jobs.json")))
    });
    assert_eq!(asked, ["https://jobs.example.org/api/jobs", "https://jobs.example.org/api/jobs?after=4103"]);
    assert_eq!(page.items.len(), 4);
}

#[test]
fn paging_by_offset_ends_with_an_empty_page() {
    let settings =
        r#"{ url = "https://e.example.org/list?o=0", title = "t", next = "https://e.example.org/list?o={offset}" }"#;
    let mut asked = Vec::new();
    let page = run("json", settings, &context("2026-11-22"), &mut |request| {
        asked.push(address(request));
        let body = ["[{\"t\":\"a\"},{\"t\":\"b\"}]", "[{\"t\":\"c\"}]", "[]"][asked.len() - 1];
        Some(Body::Bytes(body.into()))
    });
    assert_eq!(
        asked,
        ["https://e.example.org/list?o=0", "https://e.example.org/list?o=2", "https://e.example.org/list?o=3"]
    );
    assert_eq!((page.items.len(), warnings(&page).as_str()), (3, ""));
}

#[test]
fn an_answer_without_the_list_is_told_with_what_came() {
    refuses_other_answers("json", JOBS);
    let told = |body: &str| refused("json", JOBS, body).to_string();
    assert!(told(r#"{"jobs":[],"total":0}"#).contains("the keys jobs, total"));
    assert!(told(r#"{"message":"Bad credentials"}"#).contains("Bad credentials"));
    assert!(told(r#"[{"title":"x"}]"#).contains("a list of 1"));
    let deep = "[".repeat(5_000);
    assert!(matches!(refused("json", JOBS, &deep), ParseError::Malformed { .. }));
}

#[test]
fn an_empty_list_is_a_warning() {
    let page = answered("json", JOBS, "2026-11-22", br#"{"data":{"jobs":[]}}"#);
    assert_eq!(warnings(&page), "the answer has no items");
}

#[test]
fn wrong_settings_are_told() {
    let problems = |settings: &str| {
        let problems = collector("json", settings).unwrap().problems();
        problems.into_iter().map(|(key, _)| key).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(problems("{}"), "url title");
    assert_eq!(
        problems(r#"{ path = "a.json", title = "t", type = "event", end = "e", next = "n" }"#),
        "start end next"
    );
    assert_eq!(problems(r#"{ url = "https://e.example.org", title = "t", pages = 3 }"#), "pages");
    assert!(collector("json", r#"{ title = "a..b" }"#).unwrap_err().contains("is no path"));
}
