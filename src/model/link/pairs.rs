//! Pairs of addresses: those that are one thing, and those that must never become one.

use super::Link;

const SAME: &[(&str, &str)] = &[
    // The general form
    ("http://www.example.org/a/", "https://example.org/a#top"),
    ("https://EXAMPLE.org/a", "https://example.org/a"),
    ("https://example.org./a", "https://example.org/a"),
    ("https://example.org:443/a", "https://example.org/a"),
    ("http://example.org:80/a", "https://example.org/a"),
    ("https://example.org", "https://www.example.org/"),
    ("https://user:secret@example.org/a", "https://example.org/a"),
    ("https://example.org/a)b?c=`", "https://example.org/a%29b?c=%60"),
    ("https://example.org/%7Ea", "https://example.org/~a"),
    ("https://example.org/%7ea", "https://example.org/%7Ea"),
    ("https://example.org/a%2fb", "https://example.org/a%2Fb"),
    ("https://example.org/caf%c3%a9", "https://example.org/café"),
    ("https://example.org/a%2Cb", "https://example.org/a,b"),
    ("https://example.org/a?b=1&c=2", "https://example.org/a?c=2&b=1"),
    ("https://example.org/a?q=open+source", "https://example.org/a?q=open%20source"),
    ("https://example.org/a?", "https://example.org/a"),
    ("https://example.org/a?x=1&&y=2", "https://example.org/a?x=1&y=2"),
    ("https://example.org//a", "https://example.org/a"),
    ("https://example.org/b/../a", "https://example.org/a"),
    ("https://example.org/a/index.html", "https://example.org/a"),
    ("https://example.org/index.php", "https://example.org/"),
    ("https://example.org/a#agenda", "https://example.org/a"),
    ("https://example.org/a.pdf#page=3", "https://example.org/a.pdf"),
    ("https://example.org/a#:~:text=open", "https://example.org/a"),
    ("https://münchen.example/a", "https://xn--mnchen-3ya.example/a"),
    // What tracks
    ("https://example.org/a?utm_source=x&id=1", "https://example.org/a?id=1"),
    ("https://example.org/a?id=1&amp;utm_source=x", "https://example.org/a?id=1"),
    ("https://example.org/a?ref=hackernewsletter", "https://example.org/a"),
    ("https://example.org/a;jsessionid=1A", "https://example.org/a"),
    ("https://example.org/#/jobs/1?utm_source=x", "https://example.org/#/jobs/1"),
    ("https://www.google.com/url?sa=t&url=https%3A%2F%2Fexample.org%2Fa", "https://example.org/a"),
    // AMP and mobile pages
    ("https://example.org/2026/open-source-news/amp/", "https://example.org/2026/open-source-news/"),
    ("https://example.org/amp/how-we-built-ospo", "https://example.org/how-we-built-ospo"),
    ("https://example.org/how-we-built-ospo.amp", "https://example.org/how-we-built-ospo"),
    ("https://example.org/a?amp=1", "https://example.org/a"),
    ("https://amp.example.org/a", "https://www.example.org/a"),
    ("https://www.google.com/amp/s/example.org/a?amp=1", "https://example.org/a"),
    ("https://m.example.org/a", "https://example.org/a"),
    ("https://mobile.example.co.uk/a", "https://example.co.uk/a"),
    ("https://en.m.wikipedia.org/wiki/OSPO", "https://en.wikipedia.org/wiki/OSPO"),
    ("https://acme.blogspot.com/2026/01/a.html?m=1", "https://acme.blogspot.com/2026/01/a.html"),
    // Sites
    ("https://youtu.be/dQw4w9WgXcQ?si=1", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
    ("https://www.youtube.com/shorts/dQw4w9WgXcQ", "https://youtu.be/dQw4w9WgXcQ"),
    ("https://m.youtube.com/watch?v=dQw4w9WgXcQ&t=42s", "https://youtu.be/dQw4w9WgXcQ"),
    ("https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ", "https://www.youtube.com/live/dQw4w9WgXcQ?feature=share"),
    ("https://open.substack.com/pub/acme/p/a-post?r=1&utm_medium=ios", "https://acme.substack.com/p/a-post"),
    ("https://github.com/TodoGroup/OSPOlogy", "https://github.com/todogroup/ospology/"),
    ("https://github.com/todogroup/ospology.git", "https://github.com/todogroup/ospology"),
    (
        "https://github.com/todogroup/ospology/discussions/1#discussioncomment-2",
        "https://github.com/todogroup/ospology/discussions/1",
    ),
    ("https://github.com/o/r?tab=readme-ov-file#install", "https://github.com/o/r"),
    ("https://github.com/o/r/pull/5/files", "https://github.com/O/r/pull/5"),
    (
        "https://events.linuxfoundation.org/archive/2024/open-source-summit-europe/",
        "https://events.linuxfoundation.org/open-source-summit-europe/",
    ),
    ("https://dx.doi.org/10.1145/ABC", "http://doi.org/10.1145%2Fabc"),
    ("https://twitter.com/TODOgroup/status/123?s=20", "https://x.com/todogroup/status/123"),
    ("https://mobile.twitter.com/a/status/123/photo/1", "https://x.com/i/web/status/123"),
    ("https://twitter.com/TODOgroup", "https://x.com/todogroup"),
    ("https://medium.com/@a/a-story-0123456789ab?source=rss-1", "https://a.medium.com/a-story-0123456789ab"),
    ("https://medium.com/p/0123456789ab", "https://medium.com/publication/a-story-0123456789ab"),
    ("https://sched.co/1abC", "http://ossna.sched.com/event/1abC/a-talk?iframe=no"),
    ("https://lu.ma/abc?tk=1", "https://luma.com/abc"),
    (
        "https://www.linkedin.com/posts/acme_news-activity-7123456789012345678-AbCd?utm_source=share",
        "https://www.linkedin.com/feed/update/urn:li:activity:7123456789012345678/",
    ),
    // Jobs
    ("https://de.linkedin.com/jobs/view/engineer-at-acme-4181091889", "https://www.linkedin.com/jobs/view/4181091889/"),
    ("https://www.linkedin.com/jobs/search/?currentJobId=4181091889&x=1", "https://linkedin.com/jobs/view/4181091889"),
    ("https://boards.greenhouse.io/acme/jobs/8636903002", "https://job-boards.greenhouse.io/acme/jobs/8636903002#app"),
    (
        "https://example.com/careers/8636903002?gh_jid=8636903002&gh_src=1",
        "https://boards.greenhouse.io/acme/jobs/8636903002",
    ),
    (
        "https://boards.greenhouse.io/embed/job_app?for=acme&token=8636903002",
        "https://example.com/jobs?gh_jid=8636903002",
    ),
    ("https://www.mozilla.org/en-US/careers/position/gh/4014321/", "https://boards.greenhouse.io/mozilla/jobs/4014321"),
    (
        "https://jobs.lever.co/acme/0A1b2c3d-0000-4000-8000-0123456789ab/apply?lever-source=x",
        "https://jobs.eu.lever.co/acme/0a1b2c3d-0000-4000-8000-0123456789ab",
    ),
    (
        "https://jobs.ashbyhq.com/Acme/0a1b2c3d-0000-4000-8000-0123456789ab/application",
        "https://acme.example/jobs?ashby_jid=0a1b2c3d-0000-4000-8000-0123456789ab",
    ),
    (
        "https://Acme.wd5.myworkdayjobs.com/en-US/External/job/Berlin/Lead_JR0238314-1",
        "https://acme.wd1.myworkdayjobs.com/Other/job/Lead-of-OSPO_JR0238314/apply",
    ),
    (
        "https://wd5.myworkdaysite.com/en-US/recruiting/acme/Site/job/Berlin/Lead_R-12345",
        "https://acme.wd5.myworkdayjobs.com/Site/job/Berlin/Lead_R-12345-2",
    ),
    ("https://apply.workable.com/acme/j/252CC6A4BD/", "https://apply.workable.com/j/252CC6A4BD"),
    (
        "https://www.smartrecruiters.com/Acme/743999848355770-ospo-lead",
        "https://jobs.smartrecruiters.com/Acme/743999848355770",
    ),
    ("https://acme.jobs.personio.de/job/1790933?language=en", "https://acme.jobs.personio.com/job/1790933"),
    (
        "https://careers-acme.icims.com/jobs/44816/open-source-manager/job?mode=view&mobile=false",
        "https://careers-acme.icims.com/jobs/44816/job",
    ),
    (
        "http://amazon.jobs/en-gb/jobs/2015831/open-source-engineer",
        "https://www.amazon.jobs/en/jobs/2015831?no_int_redir=1",
    ),
    (
        "https://gitjobs.dev/?job_id=0a1b2c3d-0000-4000-8000-0123456789ab",
        "https://gitjobs.dev/section/jobs?x=1&job_id=0A1B2C3D-0000-4000-8000-0123456789AB",
    ),
    ("https://acme.recruitee.com/l/de/o/ospo-lead", "https://acme.recruitee.com/o/ospo-lead/c/new"),
    ("https://acme.teamtailor.com/en/jobs/123456-ospo-lead", "https://acme.teamtailor.com/jobs/123456"),
    ("https://acme.applytojob.com/apply/MYBXoD8nB1/Lead", "https://acme.applytojob.com/apply/jobs/details/MYBXoD8nB1"),
    (
        "https://acme.fa.oraclecloud.com/hcmUI/CandidateExperience/en/sites/CX_1001/job/210441562",
        "https://acme.fa.oraclecloud.com/hcmUI/CandidateExperience/de/sites/CX_1/requisitions/preview/210441562/",
    ),
    (
        "https://acme.eightfold.ai/careers/job/1234567-lead",
        "https://acme.eightfold.ai/careers?pid=1234567&domain=a.com",
    ),
];

const DIFFERENT: &[(&str, &str)] = &[
    // The general form
    ("https://example.org/a", "https://example.org/b"),
    ("https://example.org/a", "https://example.org/A"),
    ("https://example.org/a", "https://example.com/a"),
    ("https://example.org/a", "https://blog.example.org/a"),
    ("https://example.org/a", "https://example.org:8443/a"),
    ("https://example.org/a", "https://example.org/a/b"),
    ("https://example.org/a%2Fb", "https://example.org/a/b"),
    ("https://example.org/a%3Fb", "https://example.org/a?b"),
    ("https://example.org/a%23b", "https://example.org/a#b"),
    ("https://example.org/a?b=c%26d=e", "https://example.org/a?b=c&d=e"),
    ("https://example.org/a?b=c%2Bd", "https://example.org/a?b=c+d"),
    ("https://example.org/a+b", "https://example.org/a%20b"),
    ("https://example.org/a%2541", "https://example.org/aA"),
    ("https://example.org/a?id=1", "https://example.org/a?id=2"),
    ("https://example.org/a?id=1", "https://example.org/a"),
    ("https://example.org/a?x=1&x=2", "https://example.org/a?x=2&x=1"),
    ("https://example.org/?p=12", "https://example.org/?p=13"),
    ("https://example.org/index.php?p=12", "https://example.org/index.php?p=13"),
    ("https://example.org/index.html/a", "https://example.org/a"),
    ("https://example.org/#/job/123", "https://example.org/#/job/124"),
    ("https://example.org/#/job/123", "https://example.org/"),
    ("https://groups.google.com/#!topic/a", "https://groups.google.com/#!topic/b"),
    ("https://landscape.example.org/#item=a", "https://landscape.example.org/#item=b"),
    ("https://papers.ssrn.com/sol3/papers.cfm?abstract_id=1", "https://papers.ssrn.com/sol3/papers.cfm?abstract_id=2"),
    ("https://www.com/a", "https://com/a"),
    // Parameters that only look as if they tracked
    ("https://example.org/a?ref=REQ-1", "https://example.org/a?ref=REQ-2"),
    ("https://example.org/a?ref=main", "https://example.org/a?ref=develop"),
    ("https://gitlab.com/o/r/-/blob/f?ref=one", "https://gitlab.com/o/r/-/blob/f?ref=two"),
    ("https://example.org/view?src=https://a.example/x", "https://example.org/view?src=https://a.example/y"),
    ("https://example.org/a?s=1", "https://example.org/a?s=2"),
    ("https://example.org/a?source=a", "https://example.org/a?source=b"),
    ("https://example.org/a?width=1", "https://example.org/a?width=2"),
    ("https://example.org/a?r=1", "https://example.org/a?r=2"),
    ("https://www.google.com/search?q=a", "https://www.google.com/search?q=b"),
    ("https://web.archive.org/web/2020/https://example.org/a", "https://example.org/a"),
    // AMP and mobile
    ("https://github.com/ampproject/amp", "https://github.com/ampproject"),
    ("https://example.org/products/amp", "https://example.org/products"),
    ("https://amp.dev/documentation", "https://dev/documentation"),
    ("https://m.co.uk/a", "https://co.uk/a"),
    ("https://m.substack.com/p/a", "https://substack.com/p/a"),
    ("https://m.github.io/a", "https://github.io/a"),
    ("https://mobile.example.org/", "https://example.org/"),
    ("https://acme.blogspot.com/a.html", "https://other.blogspot.com/a.html"),
    // Sites
    ("https://youtu.be/dQw4w9WgXcQ", "https://youtu.be/dQw4w9WgXcR"),
    ("https://youtu.be/dQw4w9WgXcQ", "https://youtu.be/DQw4w9WgXcQ"),
    ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&list=PL1", "https://www.youtube.com/watch?v=dQw4w9WgXcQ&list=PL2"),
    ("https://www.youtube.com/embed/videoseries?list=PL1", "https://www.youtube.com/embed/videoseries?list=PL2"),
    ("https://www.youtube.com/@acme", "https://www.youtube.com/@other"),
    ("https://acme.substack.com/p/a", "https://other.substack.com/p/a"),
    ("https://open.substack.com/pub/acme/p/a", "https://open.substack.com/pub/acme/p/b"),
    ("https://github.com/o/r/issues/1", "https://github.com/o/r/issues/2"),
    ("https://github.com/o/r/issues/1", "https://github.com/o/r/discussions/1"),
    ("https://github.com/o/r/blob/main/README.md", "https://github.com/o/r/blob/main/readme.md"),
    ("https://github.com/o/r/blob/main/docs/index.html", "https://github.com/o/r/blob/main/docs"),
    ("https://github.com/o/r/pull/5/commits/abc", "https://github.com/o/r/pull/5"),
    ("https://github.com/o?tab=repositories", "https://github.com/o"),
    ("https://events.linuxfoundation.org/a/", "https://events.linuxfoundation.org/b/"),
    ("https://events.linuxfoundation.org/archive/2024/", "https://events.linuxfoundation.org/"),
    ("https://doi.org/10.1145/1", "https://doi.org/10.1145/2"),
    ("https://x.com/a/status/123", "https://x.com/a/status/124"),
    ("https://netflix.com/a/status/123", "https://x.com/a/status/123"),
    ("https://medium.com/@a/a-story-0123456789ab", "https://medium.com/@a/a-story-0123456789ac"),
    ("https://medium.com/@a/about", "https://medium.com/@b/about"),
    ("https://ossna.sched.com/event/1abC/a", "https://ossna.sched.com/event/1abD/a"),
    ("https://ossna.sched.com/", "https://osseu.sched.com/"),
    ("https://de.wikipedia.org/wiki/OSPO", "https://en.wikipedia.org/wiki/OSPO"),
    // Jobs
    ("https://www.linkedin.com/jobs/view/lead-4181091889", "https://www.linkedin.com/jobs/view/lead-4181091880"),
    ("https://www.linkedin.com/jobs/search/?keywords=a", "https://www.linkedin.com/jobs/search/?keywords=b"),
    ("https://boards.greenhouse.io/acme/jobs/4000001", "https://boards.greenhouse.io/acme/jobs/4000002"),
    ("https://boards.greenhouse.io/acme", "https://boards.greenhouse.io/other"),
    ("https://example.com/jobs?gh_jid=4000001", "https://example.com/jobs?gh_jid=4000002"),
    ("https://example.com/jobs?gh_jid=1", "https://example.net/jobs?gh_jid=1"),
    ("https://jobs.lever.co/acme", "https://jobs.lever.co/other"),
    (
        "https://jobs.lever.co/acme/0a1b2c3d-0000-4000-8000-0123456789ab",
        "https://jobs.ashbyhq.com/acme/0a1b2c3d-0000-4000-8000-0123456789ab",
    ),
    (
        "https://acme.wd5.myworkdayjobs.com/External/job/Berlin/Lead_JR0238314",
        "https://other.wd5.myworkdayjobs.com/External/job/Berlin/Lead_JR0238314",
    ),
    (
        "https://acme.wd5.myworkdayjobs.com/S/job/B/Lead_2024-12",
        "https://acme.wd5.myworkdayjobs.com/S/job/B/Lead_2024-13",
    ),
    ("https://acme.wd5.myworkdayjobs.com/One", "https://acme.wd5.myworkdayjobs.com/Two"),
    ("https://apply.workable.com/acme/j/252CC6A4BD/", "https://apply.workable.com/acme/j/252CC6A4BE/"),
    ("https://apply.workable.com/acme/", "https://apply.workable.com/other/"),
    ("https://jobs.smartrecruiters.com/A/743999848355770-x", "https://jobs.smartrecruiters.com/A/743999848355771-x"),
    ("https://acme.jobs.personio.de/job/1", "https://other.jobs.personio.de/job/1"),
    ("https://a.icims.com/jobs/44816/job", "https://b.icims.com/jobs/44816/job"),
    ("https://a.icims.com/jobs/search?pr=0", "https://a.icims.com/jobs/search?pr=1"),
    ("https://www.amazon.jobs/en/jobs/2015831", "https://www.amazon.jobs/en/jobs/2015863"),
    ("https://www.amazon.jobs/en/search?base_query=a", "https://www.amazon.jobs/en/search?base_query=b"),
    ("https://acme.recruitee.com/o/lead", "https://other.recruitee.com/o/lead"),
    ("https://acme.teamtailor.com/jobs/123456-a", "https://acme.teamtailor.com/jobs/123457-a"),
    ("https://acme.applytojob.com/apply/MYBXoD8nB1/Lead", "https://acme.applytojob.com/apply/mybxod8nb1/Lead"),
    (
        "https://a.fa.oraclecloud.com/hcmUI/CandidateExperience/en/sites/CX/job/21044",
        "https://b.fa.oraclecloud.com/hcmUI/CandidateExperience/en/sites/CX/job/21044",
    ),
    ("https://gitjobs.dev/?job_id=a", "https://gitjobs.dev/?job_id=b"),
    ("https://evilgreenhouse.io/acme/jobs/4000001", "https://boards.greenhouse.io/acme/jobs/4000001"),
];

const THINGS: &[(&str, &str)] = &[
    ("https://example.com/jobs?gh_jid=8636903002", "gh:8636903002"),
    (
        "https://jobs.lever.co/acme/0a1b2c3d-0000-4000-8000-0123456789ab/apply",
        "lever:0a1b2c3d-0000-4000-8000-0123456789ab",
    ),
    ("https://equinix.wd1.myworkdayjobs.com/External/job/Sunnyvale/Manager_JR-131827-2", "wd:equinix:JR-131827"),
    ("https://apply.workable.com/acme/j/252CC6A4BD/", "workable:252CC6A4BD"),
    ("https://jobs.smartrecruiters.com/LinuxFoundation/743999975875583-manager", "sr:743999975875583"),
    ("https://acme.jobs.personio.de/job/1790933", "personio:acme:1790933"),
    ("https://careers-acme.icims.com/jobs/44816/x/job", "icims:careers-acme.icims.com:44816"),
    ("https://www.amazon.jobs/en/jobs/2015831/x", "amazon:2015831"),
    ("https://pl.linkedin.com/jobs/view/x-4181091889", "li:4181091889"),
    (
        "https://gitjobs.dev/?job_id=0a1b2c3d-0000-4000-8000-0123456789ab",
        "gitjobs:0a1b2c3d-0000-4000-8000-0123456789ab",
    ),
];

fn key(text: &str) -> String {
    Link::parse(text).map(|link| link.key().to_owned()).unwrap_or_default()
}

#[test]
fn one_thing_has_one_key_at_all_its_addresses() {
    assert!(SAME.len() >= 60);
    let apart: Vec<_> =
        SAME.iter().map(|(one, other)| (key(one), key(other))).filter(|(one, other)| one != other).collect();
    assert!(apart.is_empty(), "{apart:#?}");
    assert!(SAME.iter().all(|(one, _)| !key(one).is_empty()));
}

#[test]
fn different_things_keep_different_keys() {
    assert!(DIFFERENT.len() >= 60);
    let merged: Vec<_> = DIFFERENT.iter().filter(|(one, other)| key(one) == key(other)).collect();
    assert!(merged.is_empty(), "{merged:#?}");
}

#[test]
fn a_key_does_not_change_when_the_shown_address_is_read_again() {
    let all = SAME.iter().chain(DIFFERENT).flat_map(|(one, other)| [one, other]);
    for text in all {
        let shown = Link::parse(text).map(|link| link.to_string()).unwrap_or_default();
        assert_eq!(key(&shown), key(text), "{text}");
        assert_eq!(Link::parse(&shown).map(|link| link.to_string()), Some(shown));
    }
}

#[test]
fn a_job_is_named_by_its_board() {
    for (address, thing) in THINGS {
        assert_eq!(Link::parse(address).and_then(|link| link.thing()).as_deref(), Some(*thing), "{address}");
        assert_eq!(key(address), *thing);
    }
    assert_eq!(Link::parse("https://example.org/jobs/1").and_then(|link| link.thing()), None);
}
