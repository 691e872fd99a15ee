//! What goes wrong on real boards, one test each.

use newsletter::model::dates::When;
use newsletter::model::exchange::{About, Request};
use newsletter::model::item::Workplace;
use serde_json::json;

use super::{about, board, context, job, line, read, warnings};

const ACME: &str =
    "{ url = 'https://acme.wd5.myworkdayjobs.com/en-US/External', search = 'open source', max_details = 0 }";

fn greenhouse(posting: serde_json::Value) -> newsletter::collect::Page {
    let mut full = json!({"id": 1, "internal_job_id": 2, "title": "T", "absolute_url": "https://example.org/1",
        "location": {"name": "Oslo, Norway"}});
    full.as_object_mut().unwrap().extend(posting.as_object().unwrap().clone());
    read(board("greenhouse", "{ board = 'acme' }").as_ref(), json!({ "jobs": [full] }).to_string())
}

#[test]
fn greenhouse_content_is_escaped_html() {
    let page = greenhouse(
        json!({"content": "&lt;p&gt;R&amp;amp;D &amp;lt;3 anvils.&lt;/p&gt;&lt;script&gt;x()&lt;/script&gt;"}),
    );
    assert_eq!(page.items[0].summary.as_deref(), Some("R&D <3 anvils."));
}

#[test]
fn greenhouse_updated_is_no_publication_date() {
    let page = greenhouse(json!({"updated_at": "2026-07-29T08:50:01-04:00"}));
    assert_eq!((page.items[0].published, page.items[0].published_from), (None, None));
    assert!(page.items[0].updated.is_some());
}

#[test]
fn greenhouse_location_that_is_only_a_way_of_working_gives_way_to_the_offices() {
    let page = greenhouse(json!({"location": {"name": "Hybrid"},
        "offices": [{"name": "London", "location": "London, England, United Kingdom"}, {"name": "Remote"}]}));
    let job = job(&page.items[0]);
    assert_eq!(job.workplace, Workplace::Hybrid);
    let cities: Vec<_> = job.locations.iter().map(|place| place.city.as_deref()).collect();
    assert_eq!(cities, [Some("London")]);
}

#[test]
fn greenhouse_prospect_posts_are_not_jobs() {
    let page = greenhouse(json!({"internal_job_id": null}));
    assert!(page.items.is_empty());
}

#[test]
fn greenhouse_names_lose_their_spaces_and_titles_their_entities() {
    let page = greenhouse(json!({"company_name": "Acme ", "title": "  Head of R&amp;D\n(m/f/d) "}));
    assert_eq!(job(&page.items[0]).organisation.as_deref(), Some("Acme"));
    assert_eq!(page.items[0].title, "Head of R&D (m/f/d)");
}

#[test]
fn greenhouse_deadline_is_kept_even_when_it_is_over() {
    let page = greenhouse(json!({"application_deadline": "2026-01-31T23:59:00-05:00"}));
    assert_eq!(job(&page.items[0]).closes.unwrap().to_string(), "2026-01-31");
}

#[test]
fn a_link_that_is_no_web_address_waits_instead_of_linking() {
    let page = greenhouse(json!({"absolute_url": "javascript:alert(1)"}));
    assert_eq!((&page.items[0].url, page.items[0].original_url.as_str()), (&None, "javascript:alert(1)"));
}

#[test]
fn one_damaged_posting_does_not_lose_the_others() {
    let jobs = json!({"jobs": [
        {"id": 1, "title": "First", "absolute_url": "https://example.org/1"},
        {"id": 2, "title": "  ", "absolute_url": "https://example.org/2"},
        "not a posting",
        {"id": 4, "title": "Last", "absolute_url": "https://example.org/4", "location": 7, "offices": {}, "content": []},
    ]});
    let page = read(board("greenhouse", "{ board = 'acme' }").as_ref(), jobs.to_string());
    let titles: Vec<_> = page.items.iter().map(|item| item.title.as_str()).collect();
    assert_eq!(titles, ["First", "Last"]);
    assert_eq!(warnings(&page), ["2 of 4 postings lack a title, a link or an id: skipped"]);
}

#[test]
fn trap_2_a_board_without_postings_is_a_warning() {
    let page = read(board("greenhouse", "{ board = 'acme' }").as_ref(), "{\"jobs\": []}");
    assert_eq!(warnings(&page), ["the board answered without any posting: it may be empty, or renamed"]);
}

#[test]
fn what_the_board_says_about_an_error_is_quoted() {
    let board = board("greenhouse", "{ board = 'acme' }");
    let error = board.parse(&super::first("{\"status\":404,\"error\":\"Job not found\"}"), &context()).unwrap_err();
    assert!(error.to_string().ends_with("got JSON that says “Job not found”"), "{error}");
}

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

fn workday_page(total: u32, count: u32) -> String {
    let job = |n: u32| {
        json!({"title": format!("Job {n}"), "externalPath": format!("/job/Berlin/Job-{n}_JR{n}"),
        "locationsText": "Berlin", "postedOn": "Posted Today", "bulletFields": [format!("JR{n}")]})
    };
    json!({"total": total, "jobPostings": (0..count).map(job).collect::<Vec<_>>()}).to_string()
}

#[test]
fn workday_total_is_zero_from_the_second_page_on() {
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
fn workday_pages_end_at_the_cap_and_say_so() {
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
    let answer = super::first("{\"ok\":false,\"error\":\"Document not found\"}");
    let error = board("lever", "{ site = 'acme' }").parse(&answer, &context()).unwrap_err();
    assert!(error.to_string().ends_with("got JSON that says “Document not found”"), "{error}");
}

#[test]
fn lever_of_the_european_union_has_its_own_host() {
    let board = board("lever", "{ site = 'acme', api = 'https://api.eu.lever.co' }");
    assert_eq!(line(&board.start(&context())[0]), "GET https://api.eu.lever.co/v0/postings/acme?mode=json");
    assert_eq!(board.address().unwrap().as_str(), "https://jobs.eu.lever.co/acme");
}

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

#[test]
fn workable_rows_of_one_shortcode_are_one_job() {
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

#[test]
fn several_places_in_one_text_are_several_locations() {
    let page = greenhouse(json!({"location": {"name": "Berlin, Germany; Paris, France"}}));
    let countries: Vec<_> = job(&page.items[0]).locations.iter().filter_map(|place| place.country.as_deref()).collect();
    assert_eq!(countries, ["DE", "FR"]);
}

#[test]
fn personio_asks_for_english_and_the_name_is_not_that_of_a_paragraph() {
    let board = board("personio", "{ tenant = 'e-mobil-bw-gmbh' }");
    assert_eq!(line(&board.start(&context())[0]), "GET https://e-mobil-bw-gmbh.jobs.personio.de/xml?language=en");
    let xml = "<workzag-jobs><position><id>1</id><jobDescriptions><jobDescription><name>About us</name><value>x</value>\
        </jobDescription></jobDescriptions></position></workzag-jobs>";
    let page = read(board.as_ref(), xml);
    assert_eq!((page.items.len(), page.warnings.len()), (0, 1), "a heading is no title");
}

#[test]
fn personio_positions_that_are_repeated_are_one_job() {
    let position = "<position><id>1</id><name>A &amp; B</name><office>Oslo</office></position>";
    let xml = format!("<workzag-jobs>{position}{position}</workzag-jobs>");
    let page = read(board("personio", "{ tenant = 'acme' }").as_ref(), xml);
    assert_eq!((page.items.len(), job(&page.items[0]).locations.len()), (1, 1));
    assert_eq!(page.items[0].title, "A & B");
}

#[test]
fn personio_xml_that_is_damaged_or_cut_off_gives_what_is_there() {
    let xml = "<workzag-jobs><position><id>1</id><name>R&D <![CDATA[Lead]]></name><office>Oslo</position>\
        <position><id>2</id><name>Second</name><createdAt>2026-11-13";
    let page = read(board("personio", "{ tenant = 'acme' }").as_ref(), xml);
    let titles: Vec<_> = page.items.iter().map(|item| item.title.as_str()).collect();
    assert_eq!(titles, ["R&D Lead", "Second"]);
    assert_eq!(warnings(&page), ["the XML breaks off: postings after it are missing"]);
    let empty = read(board("personio", "{ tenant = 'acme' }").as_ref(), "<?xml version=\"1.0\"?><workzag-jobs/>");
    assert_eq!((empty.items.len(), empty.warnings.len()), (0, 1));
}

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

#[test]
fn trap_24_a_closing_date_that_is_over_is_kept_for_the_rules() {
    let offer = json!({"id": 1, "title": "T", "careers_url": "https://acme.example/o/t", "close_at": "2026-01-31 22:59:00 UTC"});
    let page = read(board("recruitee", "{ tenant = 'acme' }").as_ref(), json!({ "offers": [offer] }).to_string());
    assert_eq!(job(&page.items[0]).closes.unwrap().to_string(), "2026-01-31");
    let valid = json!({"id": "a", "title": "T", "url": "https://career.acme.example/jobs/1",
        "_jobposting": {"validThrough": "2026-02-28T00:00:00+01:00"}});
    let page = read(board("teamtailor", "{ tenant = 'acme' }").as_ref(), json!({ "items": [valid] }).to_string());
    assert_eq!(job(&page.items[0]).expires.unwrap().to_string(), "2026-02-28");
}

#[test]
fn career_sites_are_found_at_a_tenant_or_a_domain_of_their_own() {
    let asked = |kind: &str, settings: &str| line(&board(kind, settings).start(&context())[0]);
    assert_eq!(asked("recruitee", "{ tenant = 'acme' }"), "GET https://acme.recruitee.com/api/offers/");
    assert_eq!(
        asked("recruitee", "{ url = 'https://jobs.acme.example/o/x' }"),
        "GET https://jobs.acme.example/api/offers/"
    );
    assert_eq!(asked("teamtailor", "{ tenant = 'acme' }"), "GET https://acme.teamtailor.com/jobs.json");
    let problems = |settings: &str| {
        let value = toml::de::ValueDeserializer::parse(settings).unwrap();
        let kind = newsletter::collect::Kind::named("teamtailor").unwrap();
        (kind.read)(value).unwrap().problems().len()
    };
    assert_eq!(problems("{}"), 1);
    assert_eq!(problems("{ tenant = 'a', url = 'https://a.example' }"), 1);
    assert_eq!(problems("{ tenant = 'a b' }"), 1);
}

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
