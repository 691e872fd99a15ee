//! Oracle Recruiting Cloud: the finder, paging.

use newsletter::model::exchange::Request;
use serde_json::json;

use super::{board, context, read};

#[test]
fn oracle_needs_its_expand_and_its_odd_separators() {
    let settings = "{ url = 'https://acme.fa.us2.oraclecloud.com/hcmUI/CandidateExperience/en/sites/CX_1001/job/1', \
        search = 'open; \"source\"' }";
    let asks = board("oracle", settings).start(&context());
    let Request::Http(http) = &asks[0].request else { panic!() };
    let query = |key: &str| http.url.query_pairs().find(|(name, _)| name == key).map(|(_, value)| value.into_owned());
    assert_eq!(query("expand").as_deref(), Some("requisitionList.workLocation,requisitionList.secondaryLocations"));
    assert_eq!(
        query("finder").as_deref(),
        Some("findReqs;siteNumber=CX_1001,keyword=\"open source\",limit=25,offset=0,sortBy=POSTING_DATES_DESC")
    );
}

#[test]
fn oracle_pages_end_with_the_total_whatever_has_more_says() {
    let board = board("oracle", "{ url = 'https://acme.example/hcmUI/CandidateExperience/en/sites/CX' }");
    let answer = |total: u32, count: usize| {
        let job = json!({"Id": "1", "Title": "T"});
        json!({"items": [{"TotalJobsCount": total, "requisitionList": vec![job; count]}], "hasMore": true}).to_string()
    };
    assert_eq!(read(board.as_ref(), answer(26, 25)).next.len(), 1);
    assert_eq!(read(board.as_ref(), answer(25, 25)).next.len(), 0);
    assert_eq!(read(board.as_ref(), answer(0, 25)).next.len(), 1, "no total");
    assert_eq!(read(board.as_ref(), answer(50, 3)).next.len(), 0);
}

#[test]
fn oracle_empty_list_is_a_warning() {
    let board = board("oracle", "{ url = 'https://acme.example/hcmUI/CandidateExperience/en/sites/CX' }");
    for empty in ["{\"items\": []}", "{\"items\": [{\"requisitionList\": []}]}"] {
        assert_eq!(read(board.as_ref(), empty).warnings.len(), 1, "{empty}");
    }
}
