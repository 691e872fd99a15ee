//! Ashby: which word for the workplace counts.

use newsletter::model::item::Workplace;
use serde_json::json;

use super::{board, context, job, line, read};

#[test]
fn ashby_workplace_wins_over_the_remote_flag() {
    let workplace = |fields: serde_json::Value| {
        let mut posting = json!({"id": "a", "title": "T", "jobUrl": "https://jobs.ashbyhq.com/Acme/a"});
        posting.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        let page = read(board("ashby", "{ board = 'Acme' }").as_ref(), json!({ "jobs": [posting] }).to_string());
        job(&page.items[0]).workplace
    };
    assert_eq!(workplace(json!({"isRemote": true, "workplaceType": "Hybrid"})), Workplace::Hybrid);
    assert_eq!(workplace(json!({"isRemote": true, "workplaceType": "OnSite"})), Workplace::Onsite);
    assert_eq!(workplace(json!({"isRemote": true})), Workplace::Remote);
    assert_eq!(workplace(json!({"isRemote": false})), Workplace::Unknown);
}

#[test]
fn ashby_boards_may_have_spaces_in_their_names() {
    let board = board("ashby", "{ board = 'Acme%20Labs' }");
    assert_eq!(line(&board.start(&context())[0]), "GET https://api.ashbyhq.com/posting-api/job-board/Acme%20Labs");
}
