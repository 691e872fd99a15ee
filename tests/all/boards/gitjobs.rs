//! GitJobs: two lists, dates without a year.

use newsletter::model::dates::When;
use newsletter::model::item::Workplace;

use super::{board, context, job, line, read, warnings};

#[test]
fn gitjobs_jobs_of_the_embed_are_read_too_and_their_cut_titles_told() {
    let card = "<html><head><title>GitJobs</title></head><a href=\"https://gitjobs.dev\"><img></a>\
        <a href=\"https://gitjobs.dev/?job_id=6f1c\"><div class=\"truncate\">Acme</div><div class=\"w-[50px]\">Dec 30</div>\
        <div data-testid=\"job-card-title\">Lead of ...</div><div class=\"capitalize text-nowrap truncate\">Remote</div></a>";
    let page = read(board("gitjobs", "{ query = 'ospo', embed = true }").as_ref(), card);
    let item = &page.items[0];
    assert_eq!((item.title.as_str(), item.uid.as_deref()), ("Lead of ...", Some("gitjobs:6f1c")));
    assert_eq!(item.published, "2025-12-30".parse::<When>().ok(), "the latest that is not in the future");
    assert_eq!((job(item).workplace, job(item).locations.len()), (Workplace::Remote, 0));
    assert_eq!(warnings(&page), ["long titles are cut: this list does not have them in full"]);
}

#[test]
fn gitjobs_without_jobs_is_a_warning() {
    let none = "<div class=\"flex\"><p>No jobs match.</p></div>";
    let page = read(board("gitjobs", "{ query = 'ospo' }").as_ref(), none);
    assert_eq!((page.items.len(), page.warnings.len()), (0, 1));
}

#[test]
fn gitjobs_full_pages_have_others_behind_them_and_the_embed_has_one() {
    let card = |n: u32| format!("<button data-job-id='a-{n}' data-job-title='T' data-job-company='Acme'></button>");
    let cards: String = (0..20).map(card).collect();
    let page = read(board("gitjobs", "{ query = 'ospo', foundation = 'cncf' }").as_ref(), cards.clone());
    assert_eq!(
        line(&page.next[0]),
        "GET https://gitjobs.dev/section/jobs/results?ts_query=ospo&limit=20&foundation=cncf&offset=20"
    );
    let embed = board("gitjobs", "{ query = 'ospo', embed = true }");
    assert_eq!(line(&embed.start(&context())[0]), "GET https://gitjobs.dev/embed?ts_query=ospo&limit=20");
    assert!(read(embed.as_ref(), cards).next.is_empty());
}
