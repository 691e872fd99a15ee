//! SmartRecruiters: paging, empty answers.

use newsletter::model::exchange::About;
use serde_json::json;

use super::{about, board, context, line, read};

fn smartrecruiters_page(total: u32, count: u32) -> String {
    let posting = |n: u32| json!({"id": n.to_string(), "name": "T", "company": {"identifier": "Acme"}});
    json!({"totalFound": total, "content": (0..count).map(posting).collect::<Vec<_>>()}).to_string()
}

#[test]
fn smartrecruiters_pages_end_with_the_total_or_a_short_page() {
    let board = board("smartrecruiters", "{ company = 'acme' }");
    let page = read(board.as_ref(), smartrecruiters_page(150, 100));
    assert_eq!(
        line(&page.next[0]),
        "GET https://api.smartrecruiters.com/v1/companies/acme/postings?limit=100&offset=100"
    );
    for (total, count) in [(100, 100), (150, 50), (500, 99)] {
        assert!(read(board.as_ref(), smartrecruiters_page(total, count)).next.is_empty(), "{total} {count}");
    }
    let last = board.parse(&about(About::NextPage(1), smartrecruiters_page(200, 100)), &context()).unwrap();
    assert!(last.next.is_empty());
}

#[test]
fn smartrecruiters_with_nothing_found_is_a_warning() {
    let page = read(board("smartrecruiters", "{ company = 'acme' }").as_ref(), smartrecruiters_page(0, 0));
    assert_eq!(page.warnings.len(), 1);
}
