//! Workday: totals, relative dates, details.

use newsletter::model::dates::When;
use newsletter::model::exchange::{About, Request};
use newsletter::model::item::Workplace;
use serde_json::json;

use super::{about, board, context, job, line, read, warnings};

const ACME: &str =
    "{ url = 'https://acme.wd5.myworkdayjobs.com/en-US/External', search = 'open source', max_details = 0 }";

fn workday_page(total: u32, count: u32) -> String {
    let job = |n: u32| {
        json!({"title": format!("Job {n}"), "externalPath": format!("/job/Berlin/Job-{n}_JR{n}"),
        "locationsText": "Berlin", "postedOn": "Posted Today", "bulletFields": [format!("JR{n}")]})
    };
    json!({"total": total, "jobPostings": (0..count).map(job).collect::<Vec<_>>()}).to_string()
}

#[test]
fn trap_16_workday_total_is_zero_from_the_second_page_on() {
    let board = board("workday", ACME);
    let first = read(board.as_ref(), workday_page(41, 20));
    assert_eq!(first.items.len(), 20);
    assert_eq!(first.next[0].about, About::NextPage(1));
    assert!(line(&first.next[0]).contains("\"offset\":20"), "{}", line(&first.next[0]));
    let second = board.parse(&about(About::NextPage(1), workday_page(0, 20)), &context()).unwrap();
    assert_eq!(second.next[0].about, About::NextPage(2), "a total of 0 does not end the list");
    let third = board.parse(&about(About::NextPage(2), workday_page(0, 1)), &context()).unwrap();
    assert_eq!((third.items.len(), third.next.len(), warnings(&third)), (1, 0, vec![]));
}

#[test]
fn trap_16_workday_pages_end_at_the_cap_and_say_so() {
    let board = board("workday", ACME);
    let last = board.parse(&about(About::NextPage(4), workday_page(0, 20)), &context()).unwrap();
    assert!(last.next.is_empty());
    assert_eq!(warnings(&last), ["only 5 pages were read, there are more: raise `pages` or narrow"]);
}

#[test]
fn workday_search_is_a_post_in_english() {
    let asks = board("workday", ACME).start(&context());
    assert_eq!(
        line(&asks[0]),
        "POST https://acme.wd5.myworkdayjobs.com/wday/cxs/acme/External/jobs \
         {\"appliedFacets\":{},\"limit\":20,\"offset\":0,\"searchText\":\"open source\"}"
    );
    let Request::Http(http) = &asks[0].request else { panic!() };
    let header = |name: &str| http.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    assert_eq!(header("accept-language"), Some("en-US"));
    assert_eq!(header("content-type"), Some("application/json"));
}

#[test]
fn workday_more_than_30_days_ago_is_no_date_and_other_languages_are_told() {
    let jobs = |posted: &str| {
        let job = json!({"title": "T", "externalPath": "/job/Berlin/T_JR9-1", "locationsText": "2 Locations", "postedOn": posted,
            "bulletFields": ["JR9"]});
        read(board("workday", ACME).as_ref(), json!({"total": 1, "jobPostings": [job]}).to_string())
    };
    let page = jobs("Posted 30+ Days Ago");
    assert_eq!((page.items[0].published, warnings(&page)), (None, vec![]));
    assert_eq!(page.items[0].uid.as_deref(), Some("wd:acme:JR9"));
    assert_eq!(job(&page.items[0]).locations[0].city.as_deref(), Some("Berlin"));
    assert_eq!(warnings(&jobs("Heute ausgeschrieben")).len(), 1);
}

#[test]
fn workday_details_are_asked_for_by_title_and_complete_the_posting() {
    let board = board("workday", "{ url = 'https://acme.wd5.myworkdayjobs.com/External', titles = ['OSPO'] }");
    let posting = |title: &str, n: u32| {
        json!({"title": title, "externalPath": format!("/job/Berlin/T_JR{n}"),
        "locationsText": "2 Locations", "postedOn": "Posted 30+ Days Ago", "bulletFields": [format!("JR{n}")]})
    };
    let list = json!({"total": 2, "jobPostings": [posting("Head of OSPO", 1), posting("Cook", 2)]});
    let page = read(board.as_ref(), list.to_string());
    assert_eq!((page.items.len(), page.next.len()), (1, 1), "the cook stays as it is");
    assert_eq!(line(&page.next[0]), "GET https://acme.wd5.myworkdayjobs.com/wday/cxs/acme/External/job/Berlin/T_JR1");
    let detail = json!({"jobPostingInfo": {"startDate": "2026-10-01", "endDate": "2026-12-24", "location": "Berlin",
        "additionalLocations": ["Munich"], "country": {"descriptor": "Germany"}, "remoteType": "Hybrid",
        "jobDescription": "<p>Lead the <b>office</b>.</p>"}});
    let page = board.parse(&about(page.next[0].about.clone(), detail.to_string()), &context()).unwrap();
    let item = &page.items[0];
    assert_eq!((item.title.as_str(), item.published), ("Head of OSPO", "2026-10-01".parse::<When>().ok()));
    assert_eq!(item.summary.as_deref(), Some("Lead the office."));
    assert_eq!((job(item).workplace, job(item).locations.len()), (Workplace::Hybrid, 2));
    assert_eq!(job(item).expires.unwrap().to_string(), "2026-12-24");
}

#[test]
fn workday_detail_that_cannot_be_read_leaves_the_posting_as_it_was() {
    let board = board("workday", "{ url = 'https://acme.wd5.myworkdayjobs.com/External' }");
    let page = read(board.as_ref(), workday_page(1, 1));
    let page = board.parse(&about(page.next[0].about.clone(), "<title>Wait</title>"), &context()).unwrap();
    assert_eq!((page.items.len(), page.items[0].title.as_str()), (1, "Job 0"));
    assert!(warnings(&page)[0].starts_with("“Job 0” was not completed: "), "{:?}", warnings(&page));
}

#[test]
fn workday_details_follow_the_search_where_no_titles_are_given() {
    let board = board("workday", "{ url = 'https://acme.wd5.myworkdayjobs.com/External', search = 'open source' }");
    let posting = |title: &str| json!({"title": title, "externalPath": format!("/job/Berlin/T_{}", title.len())});
    let list = json!({"total": 2, "jobPostings": [posting("Cook"), posting("Open-Source Lead")]});
    let page = read(board.as_ref(), list.to_string());
    assert_eq!((page.items[0].title.as_str(), page.next.len()), ("Cook", 1));
}
