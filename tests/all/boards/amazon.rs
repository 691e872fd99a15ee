//! amazon.jobs: padded days, paging, filters.

use newsletter::model::dates::When;
use newsletter::model::exchange::About;
use serde_json::json;

use super::{about, board, context, line, read};

#[test]
fn amazon_days_are_padded_and_addresses_stay_on_its_site() {
    let job = |path: &str| json!({"id": "x", "title": "T", "job_path": path, "posted_date": "July  3, 2026", "updated_time": "10 minutes"});
    let jobs = json!({"jobs": [job("/en/jobs/2852289/t"), job("https://evil.example/1"), job("//evil.example/1")]});
    let page = read(board("amazon", "{ search = 'ospo' }").as_ref(), jobs.to_string());
    assert_eq!((page.items.len(), page.warnings.len()), (1, 1));
    assert_eq!(page.items[0].original_url, "https://www.amazon.jobs/en/jobs/2852289/t");
    assert_eq!(page.items[0].uid.as_deref(), Some("amazon:2852289"));
    assert_eq!((page.items[0].published, page.items[0].updated), ("2026-07-03".parse::<When>().ok(), None));
}

#[test]
fn amazon_asks_for_at_most_100_with_brackets_around_filters() {
    let board = board("amazon", "{ search = '\"open source\"', countries = ['DEU'], pages = 2 }");
    assert_eq!(
        line(&board.start(&context())[0]),
        "GET https://www.amazon.jobs/en/search.json?base_query=%22open+source%22&result_limit=100&offset=0&sort=recent\
         &normalized_country_code%5B%5D=DEU"
    );
    let full = json!({"jobs": vec![json!({"id": "x", "title": "T", "job_path": "/en/jobs/1/t"}); 100]}).to_string();
    assert_eq!(read(board.as_ref(), full.clone()).next.len(), 1);
    let last = board.parse(&about(About::NextPage(1), full), &context()).unwrap();
    assert_eq!((last.next.len(), last.warnings.len()), (0, 1));
}
