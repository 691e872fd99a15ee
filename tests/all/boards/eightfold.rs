//! Eightfold: pages of ten, seconds.

use newsletter::model::dates::When;
use serde_json::json;

use super::{board, line, read};

#[test]
fn eightfold_pages_have_ten_positions_and_seconds_as_dates() {
    let board = board("eightfold", "{ url = 'https://apply.acme.example', domain = 'acme.example' }");
    let position = json!({"id": 1, "name": "T", "positionUrl": "/careers/job/1", "postedTs": 1_794_300_000});
    let answer =
        |count: u32, on_page: usize| json!({"data": {"count": count, "positions": vec![position.clone(); on_page]}});
    let page = read(board.as_ref(), answer(11, 10).to_string());
    assert_eq!(page.items[0].published, "2026-11-10T08:40:00Z".parse::<When>().ok());
    assert!(line(&page.next[0]).ends_with("&start=10&sort_by=timestamp"));
    assert!(read(board.as_ref(), answer(10, 10).to_string()).next.is_empty());
}
