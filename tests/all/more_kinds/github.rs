//! The `github` kind: releases, merged pull requests, and issue forms as an inbox.

use newsletter::model::exchange::{Body, Request};

use super::{address, answered, fixture, refused, refuses_other_answers};
use crate::offline::{collector, context, run, titled, warnings};

const ISSUES: &str = r#"{ repo = "anchor/tips", what = "issues", labels = ["newsletter"] }"#;
const PULLS: &str = r#"{ repo = "anchor/guides", what = "pulls" }"#;

#[test]
fn an_issue_form_is_a_submission() {
    let page = answered("github", ISSUES, "2026-11-22", &fixture("github/issues.json"));
    let job = titled(&page, "Licence Lead at Anchor Works");
    assert_eq!(job.url.as_ref().unwrap().as_str(), "https://jobs.example.com/1");
    assert_eq!(job.by.as_deref(), Some("mia"));
    assert_eq!(job.uid.as_deref(), Some("https://github.com/anchor/tips/issues/12"));
    let facts = job.job().unwrap();
    assert_eq!((facts.organisation.as_ref(), facts.locations[0].country.as_deref()), (None, Some("FR")));
}

#[test]
fn what_people_write_into_a_form_stays_text_and_unknown_labels_go_into_the_note() {
    let page = answered("github", ISSUES, "2026-11-22", &fixture("github/issues.json"));
    let job = titled(&page, "Licence Lead at Anchor Works");
    assert_eq!(job.note.as_deref(), Some("Favourite colour: Teal; please run it"));
}

#[test]
fn an_event_form_gives_days_place_and_call() {
    let page = answered("github", ISSUES, "2026-11-22", &fixture("github/issues.json"));
    let event = titled(&page, "Harbour Days").event().unwrap();
    assert_eq!((event.start.to_string(), event.online), ("2027-03-14".into(), Some(true)));
    assert_eq!(event.cfp.as_ref().unwrap().closes.unwrap().to_string(), "2027-01-29");
    assert_eq!(event.place.as_ref().unwrap().city.as_deref(), Some("Porto"));
}

#[test]
fn pull_requests_among_issues_are_skipped() {
    let page = answered("github", ISSUES, "2026-11-22", &fixture("github/issues.json"));
    assert_eq!(page.items.len(), 2);
    assert!(!warnings(&page).contains("#13"), "{}", warnings(&page));
}

#[test]
fn a_form_with_a_mistake_is_left_out_and_told() {
    let page = answered("github", ISSUES, "2026-11-22", &fixture("github/issues.json"));
    let told = warnings(&page);
    assert!(told.contains("#15 “Have a look”: `url` must be a whole http or https address"), "{told}");
    assert!(told.contains("#16 “Hello”: no answer to a form with a link (left out)"), "{told}");
    assert!(told.contains("#17 “Undated”: `start` is no date"), "{told}");
}

#[test]
fn pulls_that_were_merged_are_articles() {
    let page = answered("github", PULLS, "2026-11-22", &fixture("github/pulls.json"));
    assert_eq!(page.items.len(), 2);
    let pull = titled(&page, "Add a `Cargo.lock` policy for Option<T>");
    assert_eq!(pull.published.unwrap().to_string(), "2026-11-10T08:00:00Z");
    assert_eq!(pull.summary.as_deref(), Some("This says what we lock, and why."));
    assert_eq!((pull.authors.join("|"), pull.tags.join("|")), ("mia".to_owned(), "Policy|docs".to_owned()));
    let labelled = PULLS.replace("\"pulls\"", "\"pulls\", labels = [\"policy\"]");
    let page = answered("github", &labelled, "2026-11-22", &fixture("github/pulls.json"));
    assert_eq!(page.items.len(), 1);
}

#[test]
fn a_release_that_is_only_a_number_gets_the_name_of_its_repository() {
    let settings = r#"{ repo = "anchor/ropes", what = "releases" }"#;
    let page = answered("github", settings, "2026-11-22", &fixture("github/releases.atom"));
    let titles: Vec<&str> = page.items.iter().map(|item| item.title.as_str()).collect();
    assert_eq!(titles, ["ropes v2.4.0", "The autumn release"]);
    assert_eq!(page.items[0].summary.as_deref(), Some("Knots hold longer now."));
    assert_eq!(page.items[0].published.unwrap().to_string(), "2026-11-12T10:00:00Z");
}

#[test]
fn each_part_of_a_repository_has_its_address() {
    let asked = |settings: &str| {
        let collector = collector("github", settings).unwrap();
        assert_eq!(collector.problems(), []);
        collector.start(&context("2026-11-22")).into_iter().map(|ask| ask.request).next().unwrap()
    };
    let discussions = r#"{ repo = "anchor/tips", what = "discussions" }"#;
    assert_eq!(address(&asked(discussions)), "https://github.com/anchor/tips/discussions.atom");
    let category = r#"{ repo = "anchor/tips", what = "discussions", category = "news" }"#;
    assert_eq!(address(&asked(category)), "https://github.com/anchor/tips/discussions/categories/news.atom");
    let issues = asked(ISSUES);
    assert_eq!(
        address(&issues),
        "https://api.github.com/repos/anchor/tips/issues?state=open&labels=newsletter&per_page=100&page=1"
    );
    let Request::Http(request) = issues else { panic!("not http") };
    assert!(request.headers.iter().any(|(name, value)| name == "accept" && value == "application/vnd.github+json"));
}

#[test]
fn full_pages_are_turned_as_far_as_the_settings_say_and_the_rest_is_told() {
    let issues: Vec<serde_json::Value> = serde_json::from_slice(&fixture("github/issues.json")).unwrap();
    let full: Vec<_> = issues.iter().cycle().take(100).collect();
    let mut asked = 0;
    let settings = ISSUES.replace("what", "pages = 3, what");
    let page = run("github", &settings, &context("2026-11-22"), &mut |_| {
        asked += 1;
        Some(Body::Bytes(serde_json::to_vec(&full).unwrap()))
    });
    assert_eq!(asked, 3);
    assert!(warnings(&page).contains("more than 3 pages"));
}

#[test]
fn other_answers_and_settings_are_refused() {
    for settings in [ISSUES, PULLS, r#"{ repo = "anchor/ropes", what = "releases" }"#] {
        refuses_other_answers("github", settings);
    }
    assert!(refused("github", PULLS, r#"{"message":"Moved Permanently"}"#).to_string().contains("Moved Permanently"));
    let keys = |settings: &str| {
        collector("github", settings).unwrap().problems().into_iter().map(|(key, _)| key).collect::<Vec<_>>()
    };
    assert_eq!(keys(r#"{ repo = "anchor", what = "issues" }"#), ["repo"]);
    assert_eq!(
        keys(r#"{ repo = "../..", what = "releases", labels = ["a"], pages = 2 }"#),
        ["repo", "labels", "pages"]
    );
    assert_eq!(keys(r#"{ repo = "a/b", what = "pulls", category = "x/y" }"#), ["category", "category"]);
    let page = answered("github", PULLS, "2026-11-22", b"[]");
    assert_eq!(warnings(&page), "the repository has none of these");
}
