//! Real answers of the boards, counted again here without the kinds' own code.

use jiff::civil::Date;
use newsletter::collect::Page;
use newsletter::model::dates::When;
use newsletter::model::item::{DateOrigin, Item, Workplace};
use serde_json::Value;

use super::{board, job, read, warnings};
use crate::support::shared;

/// A real answer as JSON and as the kind reads it.
fn both(kind: &str, settings: &str, file: &str) -> Option<(Value, Page)> {
    let bytes = std::fs::read(shared(&format!("data/jobs/{file}"))?).unwrap();
    let page = read(board(kind, settings).as_ref(), bytes.clone());
    Some((serde_json::from_slice(&bytes).unwrap(), page))
}

fn string(value: &Value, pointer: &str) -> String {
    match value.pointer(pointer) {
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(Value::Number(number)) => number.to_string(),
        other => panic!("{pointer}: {other:?}"),
    }
}

/// Compares what every posting has.
fn same(item: &Item, title: &str, link: &str, published: &str) {
    assert_eq!(item.title, title);
    assert_eq!(item.original_url, link);
    assert_eq!(item.url.as_ref().unwrap().as_str(), link);
    assert_eq!(item.published.unwrap(), published.parse::<When>().unwrap(), "{title}");
    assert_eq!(item.published_from, Some(DateOrigin::Feed));
    let has_summary = item.summary.as_ref().is_none_or(|text| !text.contains('<') && text.chars().count() <= 500);
    assert!(has_summary, "{:?}", item.summary);
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

/// Each tag as a space.
fn without_tags(html: &str) -> String {
    html.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text)).collect::<Vec<_>>().join(" ")
}

fn places(item: &Item) -> Vec<(&str, Option<&str>, Option<&str>)> {
    let places = job(item).locations.iter();
    places.map(|place| (place.text.as_str(), place.city.as_deref(), place.country.as_deref())).collect()
}

#[test]
fn greenhouse_gives_every_posting() {
    let Some((raw, page)) = both("greenhouse", "{ board = 'amplitude' }", "greenhouse.json") else { return };
    let jobs = raw["jobs"].as_array().unwrap();
    assert_eq!((page.items.len(), warnings(&page)), (jobs.len(), vec![]));
    for (item, raw) in page.items.iter().zip(jobs) {
        same(item, &string(raw, "/title"), &string(raw, "/absolute_url"), &string(raw, "/first_published"));
        assert_eq!(item.uid, Some(format!("gh:{}", raw["id"])));
        assert_eq!(item.updated.unwrap().to_string(), string(raw, "/updated_at"));
        assert_eq!(job(item).organisation.as_deref(), Some("Amplitude"));
        assert_eq!(job(item).workplace, Workplace::Unknown);
        assert_eq!((job(item).closes, job(item).expires), (None, None));
        assert_eq!(item.language.as_deref(), Some("en"));
        assert_eq!(job(item).locations[0].text, string(raw, "/location/name"));
        let content = string(raw, "/content").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        let first = words(&without_tags(&content)).into_iter().take(6).collect::<Vec<_>>();
        assert!(words(item.summary.as_ref().unwrap()).starts_with(&first), "{first:?}");
    }
    assert_eq!(places(&page.items[0]), [("London, UK", Some("London"), Some("GB"))]);
    assert_eq!(places(&page.items[1]), [("Bangalore, India", Some("Bangalore"), Some("IN"))]);
}

#[test]
fn workday_gives_every_posting() {
    let settings = "{ url = 'https://salesforce.wd12.myworkdayjobs.com/External_Career_Site', max_details = 0 }";
    let Some((raw, page)) = both("workday", settings, "workday.json") else { return };
    let jobs = raw["jobPostings"].as_array().unwrap();
    assert_eq!((page.items.len(), page.next.len(), warnings(&page)), (jobs.len(), 0, vec![]));
    let site = "https://salesforce.wd12.myworkdayjobs.com/External_Career_Site";
    for (item, raw) in page.items.iter().zip(jobs) {
        let days = if string(raw, "/postedOn") == "Posted Yesterday" { 1 } else { 3 };
        let posted = Date::constant(2026, 11, 22 - days).to_string();
        same(item, &string(raw, "/title"), &format!("{site}{}", string(raw, "/externalPath")), &posted);
        assert_eq!(item.uid, Some(format!("wd:salesforce:{}", string(raw, "/bulletFields/0"))));
        assert_eq!((job(item).workplace, &job(item).organisation), (Workplace::Unknown, &None));
    }
    assert_eq!(job(&page.items[0]).locations[0].text, "Virginia - Washington DC Metro - Remote");
    assert_eq!(places(&page.items[1]), [("Illinois - Chicago", Some("Chicago"), Some("US"))]);
}

#[test]
fn lever_gives_every_posting() {
    let Some((raw, page)) = both("lever", "{ site = 'idealistconsulting' }", "lever.json") else { return };
    let jobs = raw.as_array().unwrap();
    assert_eq!((page.items.len(), warnings(&page)), (jobs.len(), vec![]));
    for (item, raw) in page.items.iter().zip(jobs) {
        let created = jiff::Timestamp::from_second(raw["createdAt"].as_i64().unwrap() / 1000).unwrap();
        same(item, &string(raw, "/text"), &string(raw, "/hostedUrl"), &created.to_string());
        assert_eq!(item.uid, Some(format!("lever:{}", string(raw, "/id"))));
        assert_eq!((job(item).workplace, &job(item).organisation), (Workplace::Remote, &None));
        assert_eq!(job(item).locations[0].text, string(raw, "/categories/location"));
        assert_eq!(job(item).locations[0].country, Some(string(raw, "/country")));
        let summary = item.summary.as_ref().unwrap();
        assert!(
            words(&string(raw, "/descriptionPlain")).starts_with(&words(summary.trim_end_matches('…'))),
            "{summary}"
        );
    }
    assert_eq!(places(&page.items[0]), [("Chicago, IL", Some("Chicago"), Some("US"))]);
}

#[test]
fn ashby_gives_every_posting() {
    let Some((raw, page)) = both("ashby", "{ board = 'HighlightTA', organisation = 'HighlightTA' }", "ashby.json")
    else {
        return;
    };
    let jobs = raw["jobs"].as_array().unwrap();
    assert_eq!((page.items.len(), warnings(&page)), (jobs.len(), vec![]));
    for (item, raw) in page.items.iter().zip(jobs) {
        let published = string(raw, "/publishedAt").split('.').next().unwrap().to_owned() + "Z";
        same(item, &string(raw, "/title"), &string(raw, "/jobUrl"), &published);
        assert_eq!(item.uid, Some(format!("ashby:{}", string(raw, "/id"))));
        assert_eq!(job(item).organisation.as_deref(), Some("HighlightTA"));
        assert!(item.summary.is_some());
    }
    assert_eq!(places(&page.items[0]), [("Canada", None, Some("CA"))]);
    assert_eq!(places(&page.items[1]), [("Toronto, Ontario", Some("Toronto"), Some("CA"))]);
    let workplaces: Vec<_> = page.items.iter().map(|item| job(item).workplace).collect();
    assert_eq!(workplaces, [Workplace::Remote, Workplace::Hybrid]);
}

#[test]
fn workable_gives_every_posting() {
    let Some((raw, page)) = both("workable", "{ account = 'zaelab' }", "workable.json") else { return };
    let jobs = raw["jobs"].as_array().unwrap();
    let codes: std::collections::BTreeSet<String> = jobs.iter().map(|raw| string(raw, "/shortcode")).collect();
    assert_eq!((page.items.len(), warnings(&page)), (codes.len(), vec![]));
    let item = &page.items[0];
    same(item, &string(&jobs[0], "/title"), &string(&jobs[0], "/url"), &string(&jobs[0], "/published_on"));
    assert_eq!(item.uid, codes.first().map(|code| format!("workable:{code}")));
    assert_eq!((job(item).organisation.as_deref(), job(item).workplace), (Some("Zaelab"), Workplace::Remote));
    assert_eq!(places(item), [("Spain", None, Some("ES")), ("Portugal", None, Some("PT"))]);
    assert_eq!(item.summary, None);
}

#[test]
fn smartrecruiters_gives_every_posting() {
    let Some((raw, page)) = both("smartrecruiters", "{ company = 'knight' }", "smartrecruiters.json") else { return };
    let jobs = raw["content"].as_array().unwrap();
    assert_eq!((page.items.len(), warnings(&page)), (jobs.len(), vec![]));
    let (item, raw) = (&page.items[0], &jobs[0]);
    let id = string(raw, "/id");
    same(
        item,
        &words(&string(raw, "/name")).join(" "),
        &format!("https://jobs.smartrecruiters.com/{}/{id}", string(raw, "/company/identifier")),
        "2018-06-08T02:11:28Z",
    );
    assert_eq!((item.uid.clone(), item.language.as_deref()), (Some(format!("sr:{id}")), Some("en")));
    assert_eq!((job(item).organisation.as_deref(), job(item).workplace), (Some("Knight Gayles"), Workplace::Unknown));
    assert_eq!(places(item), [("St. Louis, MO, United States", Some("St. Louis"), Some("US"))]);
    assert_eq!(job(item).locations[0].region.as_deref(), Some("MO"));
}

#[test]
fn personio_gives_every_position() {
    let Some(file) = shared("data/jobs/personio.xml") else { return };
    let bytes = std::fs::read(file).unwrap();
    let page = read(board("personio", "{ tenant = 'acme' }").as_ref(), bytes.clone());
    let xml = String::from_utf8(bytes).unwrap();
    let between = |name: &str| -> Vec<&str> {
        xml.split(&format!("<{name}>")).skip(1).map(|rest| rest.split("</").next().unwrap()).collect()
    };
    let ids: std::collections::BTreeSet<&str> = between("id").into_iter().collect();
    assert_eq!((page.items.len(), between("id").len(), warnings(&page)), (ids.len(), 2, vec![]));
    let (item, id) = (&page.items[0], between("id")[0]);
    let link = format!("https://acme.jobs.personio.de/job/{id}");
    same(item, between("name")[0], &link, &between("createdAt")[0].replace("+00:00", "Z"));
    assert_eq!(item.uid, Some(format!("personio:acme:{id}")));
    assert_eq!(job(item).organisation.as_deref(), Some("Acme SE & Co. KG"));
    assert_eq!(places(item), [("Munich", Some("Munich"), Some("DE")), ("Berlin", Some("Berlin"), Some("DE"))]);
    assert_eq!((job(item).workplace, &item.summary), (Workplace::Unknown, &None));
}

#[test]
fn recruitee_gives_every_offer() {
    let Some((raw, page)) = both("recruitee", "{ tenant = 'acme' }", "recruitee.json") else { return };
    let offers = raw["offers"].as_array().unwrap();
    assert_eq!((page.items.len(), warnings(&page)), (offers.len(), vec![]));
    for (item, raw) in page.items.iter().zip(offers) {
        let time = |at: &str| string(raw, at).replace(" UTC", "Z").replace(' ', "T");
        same(item, &string(raw, "/title"), &string(raw, "/careers_url"), &time("/published_at"));
        assert_eq!(item.updated.unwrap().to_string(), time("/updated_at"));
        assert_eq!(item.uid, Some(format!("recruitee:{}", raw["id"])));
        assert_eq!((job(item).organisation.as_deref(), job(item).workplace), (Some("Acme"), Workplace::Hybrid));
        assert_eq!(places(item), [("Berlin, Germany", Some("Berlin"), Some("DE"))]);
        assert_eq!(job(item).closes, None);
        let everything = serde_json::to_string(item).unwrap();
        assert!(!everything.contains(&string(raw, "/mailbox_email")));
    }
}

#[test]
fn teamtailor_gives_every_job() {
    let Some((raw, page)) = both("teamtailor", "{ tenant = 'career' }", "teamtailor.json") else { return };
    let items = raw["items"].as_array().unwrap();
    assert_eq!((page.items.len(), warnings(&page)), (items.len(), vec![]));
    for (item, raw) in page.items.iter().zip(items) {
        same(item, &string(raw, "/title"), &string(raw, "/url"), &string(raw, "/date_published"));
        assert_eq!(item.uid, Some(format!("teamtailor:{}", raw["_jobposting"]["identifier"]["value"])));
        assert_eq!((job(item).organisation.as_deref(), job(item).workplace), (Some("Teamtailor"), Workplace::Unknown));
        let expected: Vec<(String, String)> = raw["_jobposting"]["jobLocation"]
            .as_array()
            .unwrap()
            .iter()
            .map(|place| (string(place, "/address/addressLocality"), string(place, "/address/addressCountry")))
            .collect();
        let read = job(item).locations.iter();
        let read: Vec<(String, String)> =
            read.map(|place| (place.city.clone().unwrap(), place.country.clone().unwrap())).collect();
        assert_eq!(read, expected);
    }
}

#[test]
fn oracle_gives_every_requisition_and_its_detail() {
    let site = "https://ejov.fa.ca2.oraclecloud.com/hcmUI/CandidateExperience/en/sites/CX";
    let settings = format!("{{ url = '{site}', max_details = 2 }}");
    let Some((raw, page)) = both("oracle", &format!("{{ url = '{site}' }}"), "oracle_orc.json") else { return };
    let jobs = raw["items"][0]["requisitionList"].as_array().unwrap();
    assert_eq!((page.items.len(), page.next.len(), warnings(&page)), (jobs.len(), 0, vec![]));
    for (item, raw) in page.items.iter().zip(jobs) {
        let id = string(raw, "/Id");
        same(item, &string(raw, "/Title"), &format!("{site}/job/{id}"), &string(raw, "/PostedDate"));
        assert_eq!(item.uid, Some(format!("oracle:ejov.fa.ca2.oraclecloud.com:{id}")));
        let texts: Vec<&str> = job(item).locations.iter().map(|place| place.text.as_str()).collect();
        let further = raw["secondaryLocations"].as_array().unwrap();
        assert_eq!(texts.len(), 1 + further.len());
        assert_eq!(texts[0], string(raw, "/PrimaryLocation"));
        let countries = job(item).locations.iter().skip(1).map(|place| place.country.as_deref());
        assert!(countries.zip(further).all(|(read, raw)| read == raw["CountryCode"].as_str()));
        assert_eq!((job(item).workplace, &item.summary), (Workplace::Unknown, &None));
    }
    assert_eq!(places(&page.items[0])[0].2, Some("AU"));
    assert_eq!(places(&page.items[1])[0], ("SAN FRANCISCO, CA, United States", Some("SAN FRANCISCO"), Some("US")));

    let kind = board("oracle", &settings);
    let list = read(kind.as_ref(), raw.to_string());
    assert_eq!((list.items.len(), list.next.len()), (0, 2));
    let detail = std::fs::read(shared("data/jobs/oracle_orc_detail.json").unwrap()).unwrap();
    let raw_detail: Value = serde_json::from_slice(&detail).unwrap();
    let answer = super::about(list.next[1].about.clone(), detail);
    let item = &kind.parse(&answer, &super::context()).unwrap().items[0];
    assert_eq!((item.title.clone(), job(item).workplace), (string(&jobs[1], "/Title"), Workplace::Hybrid));
    assert_eq!(item.published, "2026-08-07".parse::<When>().ok(), "the list's day stays");
    let parts = ["/ExternalDescriptionStr", "/ExternalResponsibilitiesStr", "/ExternalQualificationsStr"];
    let expected = words(&parts.map(|part| without_tags(&string(&raw_detail, part))).join(" "));
    assert_eq!(words(item.summary.as_ref().unwrap()), expected);
}
