//! Lever: epoch dates, hosts.

use newsletter::model::dates::When;
use serde_json::json;

use super::{board, context, first, job, line, read, warnings};

#[test]
fn lever_age_is_not_an_end_and_a_creation_of_zero_is_no_date() {
    let posting = |created: i64| json!([{"id": "a", "text": "T", "hostedUrl": "https://jobs.lever.co/acme/a", "createdAt": created}]);
    let board = board("lever", "{ site = 'acme' }");
    let old = read(board.as_ref(), posting(1_674_959_303_769).to_string());
    assert_eq!(old.items[0].published, "2023-01-29T02:28:23Z".parse::<When>().ok());
    assert_eq!((job(&old.items[0]).closes, job(&old.items[0]).expires), (None, None));
    let none = read(board.as_ref(), posting(0).to_string());
    assert_eq!((none.items[0].published, warnings(&none).len()), (None, 1));
}

#[test]
fn lever_of_an_unknown_site_says_so() {
    let answer = first("{\"ok\":false,\"error\":\"Document not found\"}");
    let error = board("lever", "{ site = 'acme' }").parse(&answer, &context()).unwrap_err();
    assert!(error.to_string().ends_with("got JSON that says “Document not found”"), "{error}");
}

#[test]
fn lever_of_the_european_union_has_its_own_host() {
    let board = board("lever", "{ site = 'acme', api = 'https://api.eu.lever.co' }");
    assert_eq!(line(&board.start(&context())[0]), "GET https://api.eu.lever.co/v0/postings/acme?mode=json");
    assert_eq!(board.address().unwrap().as_str(), "https://jobs.eu.lever.co/acme");
}
