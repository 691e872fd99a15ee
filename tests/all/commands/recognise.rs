//! `newsletter sources add`: what stands behind an address, tried, and written without touching a byte
//! that was there.

use newsletter::collect::Kind;
use newsletter::collect::recognise::{Candidate, by_address, by_content};
use newsletter::config::Config;
use url::Url;

use crate::support::Newsletter;

/// Addresses as people copy them; kind; the setting that matters; its value.
const ADDRESSES: &[(&str, &str, &str, &str)] = &[
    (
        "https://www.youtube.com/channel/UCfX55Sx5hEFjoC3cNs6mCUQ/videos",
        "feed",
        "url",
        "https://www.youtube.com/feeds/videos.xml?channel_id=UCfX55Sx5hEFjoC3cNs6mCUQ",
    ),
    (
        "https://www.youtube.com/playlist?list=PLbzoR-pLrL6q&si=x",
        "feed",
        "url",
        "https://www.youtube.com/feeds/videos.xml?playlist_id=PLbzoR-pLrL6q",
    ),
    ("https://github.com/todogroup/ospology", "feed", "url", "https://github.com/todogroup/ospology/releases.atom"),
    (
        "https://github.com/todogroup/ospology/discussions",
        "feed",
        "url",
        "https://github.com/todogroup/ospology/discussions.atom",
    ),
    (
        "https://github.com/todogroup/ospology/discussions/123",
        "feed",
        "url",
        "https://github.com/todogroup/ospology/discussions.atom",
    ),
    (
        "https://github.com/todogroup/ospology/discussions/categories/announcements",
        "feed",
        "url",
        "https://github.com/todogroup/ospology/discussions/categories/announcements.atom",
    ),
    (
        "https://github.com/todogroup/ospology/commits/main/",
        "feed",
        "url",
        "https://github.com/todogroup/ospology/commits/main.atom",
    ),
    ("https://medium.com/@somebody/a-post-1a2b", "feed", "url", "https://medium.com/feed/@somebody"),
    (
        "https://medium.com/netflix-techblog/tagged/open-source",
        "feed",
        "url",
        "https://medium.com/feed/netflix-techblog/tagged/open-source",
    ),
    ("https://medium.com/tag/ospo/latest", "feed", "url", "https://medium.com/feed/tag/ospo"),
    ("https://team.medium.com/a-post", "feed", "url", "https://team.medium.com/feed"),
    ("https://dev.to/t/opensource", "feed", "url", "https://dev.to/feed/tag/opensource"),
    ("https://dev.to/somebody", "feed", "url", "https://dev.to/feed/somebody"),
    ("https://open.substack.com/pub/somebody/p/a-post", "feed", "url", "https://somebody.substack.com/feed"),
    ("https://somebody.substack.com/p/a-post", "feed", "url", "https://somebody.substack.com/feed"),
    ("https://fosstodon.org/@todogroup", "feed", "url", "https://fosstodon.org/@todogroup.rss"),
    ("https://discuss.python.org/c/packaging/14", "feed", "url", "https://discuss.python.org/c/packaging/14.rss"),
    (
        "https://teamup.com/ks1a2b3c4d5e6f7g8h",
        "calendar",
        "url",
        "https://ics.teamup.com/feed/ks1a2b3c4d5e6f7g8h/0.ics",
    ),
    ("https://tockify.com/ospo.events/agenda", "calendar", "url", "https://tockify.com/api/feeds/ics/ospo.events"),
    ("https://www.meetup.com/de-DE/oss-berlin/", "calendar", "url", "https://www.meetup.com/oss-berlin/events/ical/"),
    (
        "https://lu.ma/calendar/cal-abc123",
        "calendar",
        "url",
        "https://api2.luma.com/ics/get?entity=calendar&id=cal-abc123",
    ),
    (
        "https://calendar.google.com/calendar/embed?src=c_x9%40group.calendar.google.com&ctz=UTC",
        "calendar",
        "url",
        "https://calendar.google.com/calendar/ical/c_x9%40group.calendar.google.com/public/basic.ics",
    ),
    (
        "https://calendar.google.com/calendar/u/0?cid=Y194OUBncm91cC5jYWxlbmRhci5nb29nbGUuY29t",
        "calendar",
        "url",
        "https://calendar.google.com/calendar/ical/c_x9%40group.calendar.google.com/public/basic.ics",
    ),
    (
        "https://calendar.google.com/calendar/embed?src=b3Nwb0BleGFtcGxlLm9yZw",
        "calendar",
        "url",
        "https://calendar.google.com/calendar/ical/ospo%40example.org/public/basic.ics",
    ),
    (
        "https://events.linuxfoundation.org/open-source-summit-europe/",
        "lf_events",
        "url",
        "https://events.linuxfoundation.org/",
    ),
    ("https://boards.greenhouse.io/gitlab/jobs/123", "greenhouse", "board", "gitlab"),
    ("https://boards.greenhouse.io/embed/job_board?for=gitlab", "greenhouse", "board", "gitlab"),
    ("https://jobs.lever.co/pingcap/0a1b-2c", "lever", "site", "pingcap"),
    ("https://jobs.ashbyhq.com/acme", "ashby", "board", "acme"),
    (
        "https://comcast.wd5.myworkdayjobs.com/en-US/Comcast_Careers/job/X/Y_R1",
        "workday",
        "url",
        "https://comcast.wd5.myworkdayjobs.com/Comcast_Careers",
    ),
    (
        "https://nvidia.wd5.myworkdayjobs.com/NVIDIAExternalCareerSite",
        "workday",
        "url",
        "https://nvidia.wd5.myworkdayjobs.com/NVIDIAExternalCareerSite",
    ),
    ("https://apply.workable.com/aiven/j/ABC/", "workable", "account", "aiven"),
    ("https://jobs.smartrecruiters.com/LinuxFoundation/123-title", "smartrecruiters", "company", "LinuxFoundation"),
    ("https://e-mobil-bw-gmbh.jobs.personio.de/job/1", "personio", "tenant", "e-mobil-bw-gmbh"),
    ("https://acme.recruitee.com/o/manager", "recruitee", "tenant", "acme"),
    ("https://acme.teamtailor.com/jobs", "teamtailor", "tenant", "acme"),
    ("https://gitjobs.dev/embed?ts_query=open%20source", "gitjobs", "query", "open source"),
    (
        "https://jpmc.fa.oraclecloud.com/hcmUI/CandidateExperience/en/sites/CX_1001/job/210441562",
        "oracle",
        "url",
        "https://jpmc.fa.oraclecloud.com/hcmUI/CandidateExperience/en/sites/CX_1001",
    ),
    ("https://www.smartrecruiters.com/FannieMae/743999848355770-engineer", "smartrecruiters", "company", "FannieMae"),
    ("https://careers-sas.icims.com/jobs/38755/job", "page", "items", "li.iCIMS_JobCardItem"),
    (
        "https://eclipsefoundation.applytojob.com/apply/MYBXoD8nB1/Engineer",
        "page",
        "url",
        "https://eclipsefoundation.applytojob.com/apply/jobs",
    ),
    ("https://ossna2027.sched.com/event/1AbCd/keynote", "calendar", "url", "https://ossna2027.sched.com/all.ics"),
    ("https://pretix.eu/aboutcode/fosdem-2027/", "page", "url", "https://pretix.eu/aboutcode/fosdem-2027/"),
    ("https://pretix.eu/aboutcode/", "calendar", "url", "https://pretix.eu/aboutcode/events/ical/"),
    (
        "https://www.eventbrite.co.uk/o/group-project-123456",
        "page",
        "url",
        "https://www.eventbrite.co.uk/o/group-project-123456",
    ),
    (
        "https://www.eventbrite.com/e/ospo-day-tickets-815250234397",
        "page",
        "url",
        "https://www.eventbrite.com/e/ospo-day-tickets-815250234397",
    ),
];

fn url(address: &str) -> Url {
    Url::parse(address).unwrap()
}

fn setting<'a>(candidate: &'a Candidate, key: &str) -> Option<&'a str> {
    candidate.settings.iter().find(|(name, _)| *name == key).map(|(_, value)| value.as_str())
}

#[test]
fn the_table_knows_the_source_behind_an_address() {
    for (address, kind, key, value) in ADDRESSES {
        let found = by_address(&url(address));
        match Kind::named(kind) {
            Some(_) => {
                let first = found.first().unwrap_or_else(|| panic!("nothing behind {address}"));
                assert_eq!((first.kind, setting(first, key)), (*kind, Some(*value)), "{address}");
            }
            None => assert!(found.iter().all(|candidate| candidate.kind != *kind), "{address}: there is no such kind"),
        }
    }
}

#[test]
fn what_the_table_writes_its_kind_reads() {
    for (address, ..) in ADDRESSES {
        for candidate in by_address(&url(address)) {
            let text = format!("[newsletter]\ntitle = \"x\"\n{}", candidate.to_toml("x", None));
            let read = Config::parse(&text, "x").map(|_| ());
            assert!(read.is_ok(), "{address}: {:?}\n{text}", read.map_err(|error| error.problems));
        }
    }
}

#[test]
fn pages_of_a_platform_itself_are_nobodys_source() {
    for address in [
        "https://github.com/features/actions",
        "https://github.com/todogroup",
        "https://medium.com/@somebody/../m/signin",
        "https://www.meetup.com/find/?keywords=x",
        "https://dev.to/",
        "https://www.youtube.com/watch?v=abc",
        "https://www.youtube.com/@linuxfoundation",
        "https://teamup.com/pricing",
        "https://calendar.google.com/calendar/embed?src=not-an-id",
        "https://calendar.google.com/calendar/ical/x%40group.calendar.google.com/public/basic.ics",
        "https://evilgithub.com/a/b",
        "https://example.org/c/x/1",
        "https://example.org/",
    ] {
        assert_eq!(by_address(&url(address)), [], "{address}");
    }
}

/// Kind and address (or first setting) of every candidate of a page.
fn of_page(html: &str) -> Vec<(String, String)> {
    let page = url("https://www.example.org/community/");
    let candidates = by_content(html, &page, &page).into_iter();
    candidates.map(|found| (found.kind.to_owned(), found.settings[0].1.clone())).collect()
}

#[test]
fn a_page_gives_what_it_embeds_then_its_feeds_then_its_calendars() {
    let html = r#"<!doctype html><html><head>
        <meta name="generator" content="WordPress 6.8">
        <link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed/">
        <link rel="alternate" type="application/rss+xml" href="/news.xml">
        </head><body>
        <a href="https://github.com/example/site">our code</a>
        <a href="webcal://example.org/all.ics">calendar</a> <a href="/team.ics?x=1">team</a>
        <iframe src="https://calendar.google.com/calendar/embed?src=c_x9%40group.calendar.google.com"></iframe>
        </body></html>"#;
    let found = of_page(html);
    let found: Vec<(&str, &str)> = found.iter().map(|(kind, at)| (kind.as_str(), at.as_str())).collect();
    assert_eq!(
        found,
        [
            ("calendar", "https://calendar.google.com/calendar/ical/c_x9%40group.calendar.google.com/public/basic.ics"),
            ("feed", "https://www.example.org/news.xml"),
            ("calendar", "https://example.org/all.ics"),
            ("calendar", "https://www.example.org/team.ics?x=1"),
            ("feed", "https://www.example.org/feed/"),
            ("page", "https://www.example.org/community/"),
        ]
    );
}

#[test]
fn a_channel_page_without_an_id_in_its_address_tells_it() {
    let html = r#"<html><head><link rel="canonical" href="https://www.youtube.com/channel/UCabc"></head></html>"#;
    assert_eq!(of_page(html)[0].1, "https://www.youtube.com/feeds/videos.xml?channel_id=UCabc");
}

#[test]
fn an_answer_that_is_a_feed_or_a_calendar_is_that() {
    assert_eq!(of_page("\u{feff}<?xml version=\"1.0\"?>\n<!-- <html> -->x")[0].0, "page");
    assert_eq!(of_page("\u{feff}\n<?xml version=\"1.0\"?><rss version=\"2.0\"></rss>")[0].0, "feed");
    assert_eq!(of_page("{\"version\": \"https://jsonfeed.org/version/1.1\"}")[0].0, "feed");
    assert_eq!(of_page("BEGIN:VCALENDAR\r\nEND:VCALENDAR")[0].0, "calendar");
    assert_eq!(of_page("")[0].0, "page");
}

#[test]
fn hostile_pages_are_read_in_bounds() {
    let many = "<a href='/a.ics'>".repeat(100_000) + &"<iframe src='https://teamup.com/ks1a".repeat(50_000);
    let numbered: String = (0..10_000).map(|number| format!("<a href='/{number}.ics'>")).collect();
    for html in [many, numbered, "<".repeat(1_000_000)] {
        assert!(of_page(&html).len() <= 20);
    }
}

// A file as people write it: comments, odd spaces, no final newline.
const FILE: &str = "# ours\n[newsletter]\ntitle   = \"T\" # the title\n\n\n[[section]]\nname=\"news\"\nheading = \"News\"\ntakes = \"article\"\n\n# the first\n[[source]]\nname = \"one\"\nkind = \"feed\"\nurl = \"https://one.example/feed\" # keep";

const FEED: &str = r#"<?xml version="1.0"?><rss version="2.0"><channel><title>T</title><link>https://example.org/</link>
<item><title>One thing</title><link>https://example.org/one</link><pubDate>Fri, 20 Nov 2026 10:00:00 +0000</pubDate></item></channel></rss>"#;

fn record(newsletter: &Newsletter, answers: &[(&str, &str)]) {
    newsletter.write("recording/README", "");
    for (order, (url, body)) in answers.iter().enumerate() {
        let head = format!("order = {order}\nmethod = \"GET\"\nurl = \"{url}\"\nstatus = 200\n[response]\n");
        newsletter.write(&format!("recording/{order}.head.toml"), &head);
        newsletter.write(&format!("recording/{order}.body"), body);
    }
}

const REPLAY: &[&str] = &["--replay", "recording", "--today", "2026-11-21"];

fn add(newsletter: &Newsletter, arguments: &[&str]) -> crate::support::Said {
    newsletter.run(&[&["sources", "add"], arguments, REPLAY].concat())
}

#[test]
fn the_entry_is_appended_and_every_byte_before_it_stays() {
    for file in [FILE.to_owned(), FILE.replace('\n', "\r\n"), format!("\u{feff}{FILE}\n")] {
        let newsletter = Newsletter::with(&file);
        record(&newsletter, &[("https://github.com/todogroup/ospology/releases.atom", FEED)]);
        let said = add(&newsletter, &["https://github.com/todogroup/ospology", "--section", "news"]);
        assert_eq!((said.code, said.out.as_str()), (0, ""), "{}", said.err);
        assert!(said.err.contains("One thing") && said.err.contains("GitHub releases"), "{}", said.err);
        let after = newsletter.read("sources.toml");
        let added = after.strip_prefix(file.as_str()).unwrap().replace("\r\n", "\n");
        assert_eq!(
            added.trim_start_matches('\n'),
            "# Added on 2026-11-21: 1 item, 1 dated, the newest of 2026-11-20.\n[[source]]\nname = \"ospology-releases\"\nkind = \"feed\"\nurl = \"https://github.com/todogroup/ospology/releases.atom\"\nsection = \"news\"\n"
        );
        assert!(!file.contains("\r\n") || !after.replace("\r\n", "").contains('\n'), "line ends stay of one sort");
    }
}

#[test]
fn the_first_candidate_that_brings_items_is_taken() {
    let newsletter = Newsletter::with(FILE);
    let empty = "<rss version=\"2.0\"><channel><title>x</title></channel></rss>";
    record(
        &newsletter,
        &[
            ("https://github.com/todogroup/ospology/releases.atom", empty),
            ("https://github.com/todogroup/ospology/discussions.atom", FEED),
        ],
    );
    let said = add(&newsletter, &["https://github.com/todogroup/ospology", "--dry-run"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(
        said.out.contains("discussions.atom") && said.err.contains("also there: GitHub releases"),
        "{} {}",
        said.out,
        said.err
    );
    assert_eq!(newsletter.read("sources.toml"), FILE);
}

#[test]
fn a_page_leads_to_its_feed() {
    let newsletter = Newsletter::with(FILE);
    let page = "<html><head><link rel=alternate type=application/rss+xml href=/x.xml></head><body>x</body></html>";
    record(&newsletter, &[("https://example.org/", page), ("https://example.org/x.xml", FEED)]);
    let said = add(&newsletter, &["https://example.org/"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(
        newsletter
            .read("sources.toml")
            .ends_with("name = \"example-org\"\nkind = \"feed\"\nurl = \"https://example.org/x.xml\"\n")
    );
}

#[test]
fn what_cannot_be_added_is_refused_and_nothing_is_written() {
    let newsletter = Newsletter::with(FILE);
    record(&newsletter, &[]);
    for (arguments, code, says) in [
        (&["https://www.linkedin.com/company/x/"][..], 1, "LinkedIn"),
        (&["https://one.example/feed/"], 1, "`one`"),
        (&["https://two.example/feed"], 1, "https://two.example/feed: not in the recording"),
        (&["https://two.example/"], 1, "two.example"),
        (&["https://two.example/", "--section", "nwes"], 2, "sections: news"),
        (&["https://two.example/", "--name", "one"], 2, "already"),
        (&["two.example"], 2, "whole address"),
    ] {
        let said = add(&newsletter, arguments);
        assert_eq!((said.code, said.out.as_str()), (code, ""), "{arguments:?}: {}", said.err);
        assert!(said.err.contains(says), "{arguments:?}: {}", said.err);
        assert_eq!(newsletter.read("sources.toml"), FILE);
    }
}
