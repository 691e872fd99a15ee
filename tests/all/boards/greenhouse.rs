//! Greenhouse: escaped content, locations that are none, prospect posts.

use newsletter::model::item::Workplace;
use serde_json::json;

use super::{board, job, read};

fn greenhouse(posting: serde_json::Value) -> newsletter::collect::Page {
    let mut full = json!({"id": 1, "internal_job_id": 2, "title": "T", "absolute_url": "https://example.org/1",
        "location": {"name": "Oslo, Norway"}});
    full.as_object_mut().unwrap().extend(posting.as_object().unwrap().clone());
    read(board("greenhouse", "{ board = 'acme' }").as_ref(), json!({ "jobs": [full] }).to_string())
}

#[test]
fn greenhouse_content_is_escaped_html() {
    let page = greenhouse(
        json!({"content": "&lt;p&gt;R&amp;amp;D &amp;lt;3 anvils.&lt;/p&gt;&lt;script&gt;x()&lt;/script&gt;"}),
    );
    assert_eq!(page.items[0].summary.as_deref(), Some("R&D <3 anvils."));
}

#[test]
fn greenhouse_updated_is_no_publication_date() {
    let page = greenhouse(json!({"updated_at": "2026-07-29T08:50:01-04:00"}));
    assert_eq!((page.items[0].published, page.items[0].published_from), (None, None));
    assert!(page.items[0].updated.is_some());
}

#[test]
fn greenhouse_location_that_is_only_a_way_of_working_gives_way_to_the_offices() {
    let page = greenhouse(json!({"location": {"name": "Hybrid"},
        "offices": [{"name": "London", "location": "London, England, United Kingdom"}, {"name": "Remote"}]}));
    let job = job(&page.items[0]);
    assert_eq!(job.workplace, Workplace::Hybrid);
    let cities: Vec<_> = job.locations.iter().map(|place| place.city.as_deref()).collect();
    assert_eq!(cities, [Some("London")]);
}

#[test]
fn greenhouse_prospect_posts_are_not_jobs() {
    let page = greenhouse(json!({"internal_job_id": null}));
    assert!(page.items.is_empty());
}

#[test]
fn greenhouse_names_lose_their_spaces_and_titles_their_entities() {
    let page = greenhouse(json!({"company_name": "Acme ", "title": "  Head of R&amp;D\n(m/f/d) "}));
    assert_eq!(job(&page.items[0]).organisation.as_deref(), Some("Acme"));
    assert_eq!(page.items[0].title, "Head of R&D (m/f/d)");
}

#[test]
fn greenhouse_deadline_is_kept_even_when_it_is_over() {
    let page = greenhouse(json!({"application_deadline": "2026-01-31T23:59:00-05:00"}));
    assert_eq!(job(&page.items[0]).closes.unwrap().to_string(), "2026-01-31");
}

#[test]
fn a_link_that_is_no_web_address_waits_instead_of_linking() {
    let page = greenhouse(json!({"absolute_url": "javascript:alert(1)"}));
    assert_eq!((&page.items[0].url, page.items[0].original_url.as_str()), (&None, "javascript:alert(1)"));
}

#[test]
fn several_places_in_one_text_are_several_locations() {
    let page = greenhouse(json!({"location": {"name": "Berlin, Germany; Paris, France"}}));
    let countries: Vec<_> = job(&page.items[0]).locations.iter().filter_map(|place| place.country.as_deref()).collect();
    assert_eq!(countries, ["DE", "FR"]);
}
