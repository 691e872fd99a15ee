//! The `inbox` kind: every format, every mistake, texts beside items, and the real documents.

use std::path::Path;

use newsletter::collect::Page;
use newsletter::model::item::{CfpStatus, DateOrigin, Event, EventStatus, Item, ItemType, Workplace};

use crate::offline::{context, files, fixtures, titled, warnings};
use crate::support::shared;

fn inbox(folder: &str) -> Page {
    files("inbox", &format!("{{ path = {folder:?} }}"), &fixtures("inbox"), &context("2026-03-01"))
}

fn event(item: &Item) -> &Event {
    item.event().expect("an event")
}

fn shown(when: Option<newsletter::model::dates::When>) -> String {
    when.map(|when| when.to_string()).unwrap_or_default()
}

#[test]
fn every_good_submission_becomes_an_item_without_a_warning() {
    let page = inbox("good");
    assert_eq!(warnings(&page), "");
    assert_eq!(page.items.len(), 8);
}

#[test]
fn a_job_has_its_employer_place_and_deadline() {
    let page = inbox("good");
    let item = titled(&page, "Open Source Program Manager");
    let job = item.job().expect("a job");
    assert_eq!(item.url.as_ref().map(|url| url.as_str()), Some("https://jobs.example.org/1"));
    assert_eq!(item.original_url, "https://jobs.example.org/1?utm_source=mail");
    assert_eq!(job.organisation.as_deref(), Some("Example"));
    assert_eq!(job.workplace, Workplace::Remote);
    assert_eq!(job.closes.map(|day| day.to_string()).as_deref(), Some("2026-04-01"));
    let place = job.locations.first().expect("a location");
    assert_eq!((place.city.as_deref(), place.country.as_deref()), (Some("Berlin"), Some("DE")));
    assert_eq!((item.by.as_deref(), item.note.as_deref()), (Some("Ada"), Some("Seen on the notice board.")));
}

#[test]
fn a_job_may_have_several_locations_as_texts_and_tables() {
    let page = inbox("good");
    let job = titled(&page, "Licensing Counsel").job().expect("a job");
    let countries: Vec<_> = job.locations.iter().map(|location| location.country.as_deref()).collect();
    assert_eq!(countries, [Some("CA"), Some("FR")]);
    assert_eq!(
        (job.workplace, job.expires.map(|day| day.to_string()).as_deref()),
        (Workplace::Hybrid, Some("2026-04-30"))
    );
}

#[test]
fn an_event_may_be_written_in_tables_or_flat() {
    let page = inbox("good");
    let days = event(titled(&page, "Policy Days"));
    assert_eq!((days.start.to_string(), shown(days.end)), ("2026-05-04".into(), "2026-05-05".into()));
    assert_eq!(
        (days.online, days.status, days.timezone.as_deref()),
        (Some(true), EventStatus::Scheduled, Some("Europe/Paris"))
    );
    let place = days.place.clone().expect("a place");
    assert_eq!(
        (place.venue.as_deref(), place.city.as_deref(), place.country.as_deref()),
        (Some("Old Mill"), Some("Lyon"), Some("FR"))
    );
    let cfp = days.cfp.clone().expect("a call");
    assert_eq!((cfp.status, cfp.closes.map(|day| day.to_string()).as_deref()), (CfpStatus::Open, Some("2026-03-15")));

    let evening = titled(&page, "An evening");
    assert_eq!(event(evening).start.to_string(), "2026-06-11T18:30:00-04:00");
    assert_eq!(event(evening).cfp.as_ref().map(|cfp| cfp.status), Some(CfpStatus::Closed));
    assert_eq!(evening.summary.as_deref(), Some("An evening among colleagues with short talks and soup."));
}

#[test]
fn an_article_keeps_its_own_date_and_summary() {
    let page = inbox("good");
    let item = titled(&page, "How we count contributions");
    assert_eq!(shown(item.published), "2026-02-20");
    assert_eq!(item.summary.as_deref(), Some("Counting is harder than it looks."));
    assert_eq!((item.item_type(), item.authors.as_slice()), (ItemType::Article, &["Grace".to_owned()][..]));
}

#[test]
fn a_csv_file_gives_an_item_a_row() {
    let page = inbox("good");
    assert_eq!(titled(&page, "Manager; open source").tags, ["ospo", "policy"]);
    let place = event(titled(&page, "The \"Big\" Meeting")).place.clone().expect("a place");
    assert_eq!((place.city.as_deref(), place.country.as_deref()), (Some("London"), Some("United Kingdom")));
    assert_eq!(titled(&page, "An essay").item_type(), ItemType::Article);
}

#[test]
fn a_text_fills_in_what_the_item_does_not_say() {
    let page = inbox("text");
    assert_eq!(page.items.len(), 3, "{}", warnings(&page));
    let talk = titled(&page, "Workshop on funding");
    assert_eq!(event(talk).start.to_string(), "2026-03-12T14:00:00+01:00");
    assert_eq!(shown(event(talk).end), "2026-03-12T15:30:00+01:00");
    let place = event(talk).place.clone().expect("a place");
    assert_eq!((place.venue.as_deref(), place.city.as_deref()), (Some("Hotel Example"), Some("Ghent")));
    assert_eq!(event(talk).cfp.as_ref().map(|cfp| cfp.status), Some(CfpStatus::Closed));
    assert_eq!((talk.published_from, talk.summary.as_deref()), (Some(DateOrigin::Text), None));

    let essay = titled(&page, "An essay");
    assert_eq!((shown(essay.published).as_str(), essay.published_from), ("2026-01-15", Some(DateOrigin::Text)));
}

#[test]
fn what_the_item_says_goes_before_the_text() {
    let page = inbox("text");
    let own = event(titled(&page, "Own start"));
    assert_eq!((own.start.to_string(), shown(own.end)), ("2026-03-20".into(), String::new()));
    assert_eq!(own.place.as_ref().and_then(|place| place.city.as_deref()), Some("Namur"));
}

#[test]
fn one_bad_file_takes_nothing_else_with_it() {
    let page = inbox("bad");
    let titles: Vec<&str> = page.items.iter().map(|item| item.title.as_str()).collect();
    assert_eq!(titles, ["Still here", "Two"]);
}

#[test]
fn every_mistake_is_told_with_file_line_field_and_the_right_word() {
    let told = warnings(&inbox("bad"));
    for expected in [
        "bad/unknown.toml:2: `tilte` is no field of such an item; did you mean `title`?",
        "bad/unknown.toml:5: `cfp_deadline` is no field of such an item; did you mean `cfp_closes`?",
        "bad/unknown.toml: `title` is missing",
        "bad/types.toml:2: `title` must be a text in quotes, not the number 5",
        "bad/types.toml:4: `start` is no date: “next week”",
        "bad/script.toml:3: `url` must be a whole http or https address",
        "bad/escape.toml:4: `text` must be the plain name of a file beside this one",
        "bad/missing-text.toml:4: `text` names “nothing.txt”",
        "bad/syntax.toml:2: not TOML",
        "bad/kind.md:2: `type` must be one of job, event, article, not “evnt”; did you mean “event”?",
        "bad/foreign.toml:4: `closes` is no field of such an item",
        "bad/backwards.toml:5: `end` (2026-03-19) is before `start` (2026-03-20)",
        "bad/backwards.toml:6: “Germny” is no country",
        "bad/yearless.toml: yearless.txt: “June 11” names no year",
        "bad/yearless.toml: `start` is missing",
        "bad/orphan.txt: no item names this file",
        "bad/form.yaml: not read",
        "bad/plain.md: no item",
        "bad/rows.csv:2: `startt` is no field of such an item; did you mean `start`?",
    ] {
        assert!(told.contains(expected), "{expected:?} is not in\n{told}");
    }
}

/// An inbox of one file beside a copy of a real document.
fn with_document(document: &str, head: &str) -> Option<Page> {
    let document = shared(&format!("data/seeds/{document}"))?;
    let folder = tempfile::tempdir().unwrap();
    let inbox = folder.path().join("inbox");
    std::fs::create_dir(&inbox).unwrap();
    std::fs::copy(document, inbox.join("seed.txt")).unwrap();
    std::fs::write(inbox.join("item.toml"), format!("{head}url = \"https://example.org/x\"\ntext = \"seed.txt\"\n"))
        .unwrap();
    Some(files("inbox", "{}", Path::new(folder.path()), &context("2026-03-01")))
}

#[test]
fn the_announcement_becomes_its_event_or_its_article() {
    let Some(page) = with_document("000_01cb2fa6155bc070.txt", "type = \"event\"\ntitle = \"OSPO Summit 2022\"\n")
    else {
        return;
    };
    let item = titled(&page, "OSPO Summit 2022");
    assert_eq!((event(item).start.to_string(), event(item).end), ("2022-12-16".into(), None));
    let place = event(item).place.clone().expect("a place");
    assert_eq!((place.city.as_deref(), place.country.as_deref()), (Some("Beijing"), Some("China")));
    assert_eq!(
        (shown(item.published).as_str(), item.published_from),
        ("2022-11-14T10:47:07+08:00", Some(DateOrigin::Text))
    );

    let article = with_document("000_01cb2fa6155bc070.txt", "type = \"article\"\ntitle = \"Launched\"\n").unwrap();
    assert_eq!(shown(titled(&article, "Launched").published), "2022-11-14T10:47:07+08:00");
}

#[test]
fn the_slides_tell_their_two_days() {
    let Some(page) = with_document("002_722b04370d18a60e.txt", "type = \"event\"\ntitle = \"OSPO in China\"\n") else {
        return;
    };
    let talk = titled(&page, "OSPO in China");
    assert_eq!((event(talk).start.to_string(), shown(event(talk).end)), ("2025-10-30".into(), "2025-10-31".into()));
    assert_eq!((talk.published, talk.published_from), (None, Some(DateOrigin::Text)));
}

#[test]
fn the_session_gets_its_year_from_the_name_of_the_conference() {
    let Some(page) =
        with_document("004_9cb0a0456e3817df.txt", "type = \"event\"\ntitle = \"OSPO, you can be heroes!\"\n")
    else {
        return;
    };
    let session = event(titled(&page, "OSPO, you can be heroes!"));
    assert_eq!(session.start.to_string(), "2024-06-11T16:40:00+02:00");
    assert_eq!(shown(session.end), "2024-06-11T17:40:00+02:00");
    assert_eq!(session.place.as_ref().and_then(|place| place.venue.as_deref()), Some("February room"));
    assert!(warnings(&page).contains("no time zone"), "{}", warnings(&page));
}
