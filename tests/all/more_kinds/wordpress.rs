//! The `wordpress` kind: posts with their dates, whatever WordPress does to their texts.

use newsletter::model::exchange::Body;

use super::{address, answered, fixture, refused, refuses_other_answers};
use crate::offline::{collector, context, run, titled, warnings};

const SETTINGS: &str = r#"{ url = "https://blog.example.org/" }"#;
const TITLE: &str = "Scorecards & SBOMs – what’s new";

#[test]
fn a_post_comes_with_its_moment_and_without_entities() {
    let page = answered("wordpress", SETTINGS, "2026-11-22", &fixture("wordpress/posts.json"));
    let post = titled(&page, TITLE);
    assert_eq!(post.published.unwrap().to_string(), "2026-11-03T17:00:00Z");
    assert_eq!(post.updated.unwrap().to_string(), "2026-11-04T08:30:00Z");
    assert_eq!(post.summary.as_deref(), Some("First"));
    assert_eq!(
        (post.authors.join("|"), post.tags.join("|").as_str()),
        ("Mia Ortíz".to_owned(), "Security & Policy|sbom")
    );
    assert_eq!(post.image.as_deref(), Some("https://blog.example.org/scorecards.png"));
}

#[test]
fn a_local_date_is_only_certain_in_its_day_and_a_protected_excerpt_is_not_shown() {
    let page = answered("wordpress", SETTINGS, "2026-11-22", &fixture("wordpress/posts.json"));
    let post = titled(&page, "For members");
    assert_eq!(post.published.unwrap().to_string(), "2026-11-01");
    assert_eq!((post.summary.as_ref(), post.image.as_ref(), post.authors.len()), (None, None, 0));
    assert_eq!(post.url.as_ref().unwrap().as_str(), "https://blog.example.org/?p=2");
    assert_eq!(warnings(&page), "a post without a title was left out (https://blog.example.org/?p=3)");
}

#[test]
fn full_pages_are_turned_as_far_as_the_settings_say() {
    let posts: Vec<serde_json::Value> = serde_json::from_slice(&fixture("wordpress/posts.json")).unwrap();
    let full: Vec<_> = posts.iter().cycle().take(100).collect();
    let mut asked = Vec::new();
    let settings = r#"{ url = "https://blog.example.org/news", pages = 2, categories = [4, 7], search = "ospo", post_type = "story" }"#;
    run("wordpress", settings, &context("2026-11-22"), &mut |request| {
        asked.push(address(request));
        Some(Body::Bytes(serde_json::to_vec(&full).unwrap()))
    });
    assert_eq!(asked.len(), 2);
    let start =
        "https://blog.example.org/news/wp-json/wp/v2/story?per_page=100&page=2&categories=4%2C7&search=ospo&_fields=";
    assert!(asked[1].starts_with(start), "{}", asked[1]);
}

#[test]
fn a_site_without_readable_addresses_is_asked_by_its_query() {
    let mut asked = Vec::new();
    let settings = r#"{ url = "https://blog.example.org/", plain_permalinks = true }"#;
    let page = run("wordpress", settings, &context("2026-11-22"), &mut |request| {
        asked.push(address(request));
        Some(Body::Bytes(b"[]".to_vec()))
    });
    assert!(asked[0].starts_with("https://blog.example.org/?rest_route=%2Fwp%2Fv2%2Fposts&per_page=100&page=1&"));
    assert_eq!(warnings(&page), "the site has no such posts");
}

#[test]
fn a_site_that_switched_the_interface_off_says_so() {
    refuses_other_answers("wordpress", SETTINGS);
    let error = r#"{"code":"rest_disabled","message":"The REST API is for members.","data":{"status":401}}"#;
    assert!(refused("wordpress", SETTINGS, error).to_string().contains("The REST API is for members."));
    let wrong = r#"{ url = "https://blog.example.org/", post_type = "../users", pages = 0 }"#;
    assert_eq!(collector("wordpress", wrong).unwrap().problems().len(), 2);
}
