//! Recruitee: flags, closed offers.

use newsletter::model::item::Workplace;
use serde_json::json;

use super::{board, job, read};

#[test]
fn recruitee_flags_that_contradict_are_unknown_and_closed_offers_left_out() {
    let offer = |remote: bool, hybrid: bool, on_site: bool| {
        let offer = json!({"id": 1, "title": "T", "careers_url": "https://acme.example/o/t", "status": "published",
            "remote": remote, "hybrid": hybrid, "on_site": on_site});
        let closed = json!({"id": 2, "title": "T", "careers_url": "https://acme.example/o/u", "status": "closed"});
        let page =
            read(board("recruitee", "{ tenant = 'acme' }").as_ref(), json!({"offers": [offer, closed]}).to_string());
        assert_eq!(page.items.len(), 1);
        job(&page.items[0]).workplace
    };
    assert_eq!(offer(false, false, true), Workplace::Onsite);
    assert_eq!(offer(true, false, false), Workplace::Remote);
    assert_eq!(offer(true, true, false), Workplace::Unknown);
    assert_eq!(offer(false, false, false), Workplace::Unknown);
}
