//! Workable: a row for each location.

use serde_json::json;

use super::{board, job, read};

#[test]
fn trap_13_workable_rows_of_one_shortcode_are_one_job() {
    let row = |code: &str, city: &str| {
        json!({"title": "T", "shortcode": code, "url": format!("https://apply.workable.com/j/{code}"),
        "locations": [{"city": city, "country": "Spain", "countryCode": "ES"}]})
    };
    let rows = json!({"name": "Acme", "jobs": [row("A", "Madrid"), row("B", "Madrid"), row("A", "Bilbao"), row("A", "Madrid")]});
    let page = read(board("workable", "{ account = 'acme' }").as_ref(), rows.to_string());
    let cities = |at: usize| {
        let places: Vec<_> = job(&page.items[at]).locations.iter().filter_map(|place| place.city.as_deref()).collect();
        places
    };
    assert_eq!((page.items.len(), cities(0), cities(1)), (2, vec!["Madrid", "Bilbao"], vec!["Madrid"]));
}
