//! The `confs_tech` kind: the catalogue by topic and year, and the real catalogue counted again.

use std::collections::BTreeMap;

use newsletter::model::exchange::{Body, Request};
use newsletter::model::item::{CfpStatus, Item};

use crate::offline::{collector, context, files, fixtures, run, titled, warnings};
use crate::support::shared;

#[test]
fn a_conference_of_two_topics_is_one_item_with_both() {
    let settings = r#"{ path = "confs_tech", topics = ["opensource", "leadership"], years = [2026] }"#;
    let page = files("confs_tech", settings, &fixtures(""), &context("2026-02-15"));
    let titles: Vec<&str> = page.items.iter().map(|item| item.title.as_str()).collect();
    assert_eq!(titles, ["Lighthouse Days", "Anchor Online", "Helm"]);
    let days = titled(&page, "Lighthouse Days");
    assert_eq!(days.tags, ["opensource", "leadership"]);
    let event = days.event().unwrap();
    assert_eq!((event.start.to_string(), event.end.unwrap().to_string()), ("2026-05-06".into(), "2026-05-07".into()));
    let place = event.place.clone().unwrap();
    assert_eq!(
        (place.city.as_deref(), place.country.as_deref(), event.online),
        (Some("Porto"), Some("Portugal"), Some(false))
    );
    let cfp = event.cfp.clone().unwrap();
    assert_eq!((cfp.status, cfp.url.as_deref()), (CfpStatus::Open, Some("https://lighthouse.example.org/cfp")));
    let cfp = |title| titled(&page, title).event().unwrap().cfp.clone().unwrap().status;
    assert_eq!((cfp("Anchor Online"), cfp("Helm")), (CfpStatus::Unknown, CfpStatus::Closed));
    assert_eq!((days.language.as_deref(), titled(&page, "Anchor Online").language.as_deref()), (Some("en"), None));
    assert!(warnings(&page).contains("“No Day” has no start date"), "{}", warnings(&page));
}

#[test]
fn trap_14_the_same_address_next_year_is_another_conference() {
    let settings = r#"{ path = "confs_tech/conferences", topics = ["opensource"] }"#;
    let page = files("confs_tech", settings, &fixtures(""), &context("2026-02-15"));
    assert_eq!(page.items.iter().filter(|item| item.title == "Lighthouse Days").count(), 2);
}

#[test]
fn this_and_the_next_year_are_asked_for_by_default() {
    let mut asked = Vec::new();
    run("confs_tech", r#"{ topics = ["opensource", "security"] }"#, &context("2026-02-15"), &mut |request| {
        let Request::Http(request) = request else { panic!("not http") };
        asked.push(request.url.path().to_owned());
        Some(Body::Bytes(b"[]".to_vec()))
    });
    let root = "/tech-conferences/conference-data/main/conferences";
    let expected = ["2026/opensource", "2026/security", "2027/opensource", "2027/security"];
    assert_eq!(asked, expected.map(|file| format!("{root}/{file}.json")));
}

#[test]
fn countries_are_chosen_by_any_of_their_names() {
    let settings = r#"{ path = "confs_tech", topics = ["opensource", "leadership"], years = [2026], countries = ["Deutschland"] }"#;
    let page = files("confs_tech", settings, &fixtures(""), &context("2026-02-15"));
    assert_eq!(page.items.iter().map(|item| item.title.as_str()).collect::<Vec<_>>(), ["Helm"]);
    let online = settings.replace("Deutschland", "online");
    let page = files("confs_tech", &online, &fixtures(""), &context("2026-02-15"));
    assert_eq!(page.items.iter().map(|item| item.title.as_str()).collect::<Vec<_>>(), ["Anchor Online", "Helm"]);
}

#[test]
fn wrong_settings_and_missing_files_are_told() {
    let told = |settings| collector("confs_tech", settings).unwrap().problems();
    assert_eq!(told(r#"{ topics = [] }"#).len(), 1);
    assert_eq!(told(r#"{ topics = ["../x"], countries = ["Nowhere"] }"#).len(), 2);
    let settings = r#"{ path = "confs_tech", topics = ["leadership"], years = [2027] }"#;
    let page = files("confs_tech", settings, &fixtures(""), &context("2026-02-15"));
    assert_eq!(warnings(&page), "2027/leadership.json: there is no such file");
}

/// Name, days, city, country, online, end of the call.
type Row = (String, String, String, String, String, Option<bool>, String);

fn row_of(item: &Item) -> Row {
    let event = item.event().unwrap();
    let place = event.place.clone().unwrap_or_default();
    let closes = event.cfp.as_ref().and_then(|cfp| cfp.closes).map(|day| day.to_string());
    (
        item.title.clone(),
        event.start.to_string(),
        event.end.map(|end| end.to_string()).unwrap_or_default(),
        place.city.unwrap_or_default(),
        place.country.unwrap_or_default(),
        event.online,
        closes.unwrap_or_default(),
    )
}

#[test]
fn the_real_catalogue_agrees_with_an_independent_count() {
    let Some(data) = shared("data/events/confs.tech") else { return };
    let mut expected: BTreeMap<(String, String), Row> = BTreeMap::new();
    let mut entries = 0;
    for year in ["2025", "2026", "2027"] {
        for topic in ["data", "general", "leadership", "opensource", "security"] {
            let Ok(text) = std::fs::read_to_string(data.join(year).join(format!("{topic}.json"))) else { continue };
            for conference in serde_json::from_str::<Vec<serde_json::Value>>(&text).unwrap() {
                let field = |name: &str| {
                    // One entry has two spaces in its name; titles are one line with single ones.
                    conference[name].as_str().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
                };
                let url = field("url").replace("http://", "https://").replace("//www.", "//");
                let key = (url.trim_end_matches('/').to_owned(), field("startDate"));
                entries += 1;
                let online = conference["online"].as_bool();
                let row = (
                    field("name"),
                    field("startDate"),
                    field("endDate"),
                    field("city"),
                    field("country"),
                    online,
                    field("cfpEndDate"),
                );
                expected.entry(key).or_insert(row);
            }
        }
    }
    let settings = r#"{ path = ".", topics = ["data", "general", "leadership", "opensource", "security"], years = [2025, 2026, 2027] }"#;
    let page = files("confs_tech", settings, &data, &context("2026-02-15"));
    let mut read: Vec<Row> = page.items.iter().map(row_of).collect();
    let mut expected: Vec<Row> = expected.into_values().collect();
    read.sort();
    expected.sort();
    assert!(entries > 400, "{entries} entries");
    assert_eq!(read.len(), expected.len());
    for (read, expected) in read.iter().zip(&expected) {
        assert_eq!(read, expected);
    }
    assert!(page.warnings.iter().all(|warning| warning.0.contains("no such file")), "{:?}", page.warnings);
    eprintln!("{entries} entries, {} conferences", read.len());
}
