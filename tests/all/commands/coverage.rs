//! `newsletter sources coverage`: what the configured sources would have supplied of past issues.

use newsletter::archive::Archive;
use newsletter::config::Config;
use newsletter::coverage::{Coverage, coverage};

use crate::support::{Newsletter, shared};

const SOURCES: &str = r#"[newsletter]
title = "T"
[[source]]
name = "root"
kind = "feed"
url = "https://www.root.example/feed/"
[[source]]
name = "blog"
kind = "feed"
url = "https://part.example/blog/rss.xml"
[[source]]
name = "discussions"
kind = "feed"
url = "https://github.com/todogroup/ospology/discussions.atom"
[[source]]
name = "medium"
kind = "feed"
url = "https://medium.com/feed/@ada"
[[source]]
name = "lf"
kind = "lf_events"
url = "https://events.linuxfoundation.org/"
[[source]]
name = "one page"
kind = "page"
url = "https://one.example/jobs/1"
[[source]]
name = "list"
kind = "page"
url = "https://board.example/search?q=ospo"
items = "li"
[[source]]
name = "editions"
kind = "page"
url = ["https://{year}.conf.example/", "https://yearly.example/day-{yy}/"]
[[source]]
name = "schedule"
kind = "schedule"
url = "https://fosdem.org/{year}/schedule/xml"
base = "https://fosdem.org/{year}/"
[[source]]
name = "groups"
kind = "bevy"
url = "https://groups.example/"
search = ["ospology", "todo group"]
[[source]]
name = "pulls"
kind = "github"
repo = "todogroup/landscape"
what = "pulls"
[[source]]
name = "pulls with a label"
kind = "github"
repo = "todogroup/labelled"
what = "pulls"
labels = ["news"]
[[source]]
name = "amazon"
kind = "amazon"
search = '"open source program"'
[[source]]
name = "workday"
kind = "workday"
url = "https://acme.wd5.myworkdayjobs.com/External"
search = "open source"
[[source]]
name = "oracle"
kind = "oracle"
url = "https://acme.fa.oraclecloud.com/hcmUI/CandidateExperience/en/sites/CX_1"
[[source]]
name = "boards"
kind = "greenhouse"
board = ["acme", "other"]
[[source]]
name = "smart"
kind = "smartrecruiters"
company = "Acme"
[[source]]
name = "calendar"
kind = "calendar"
url = "https://cal.example/all.ics"
[[source]]
name = "confs"
kind = "confs_tech"
topics = ["opensource"]
"#;

fn of(issue: &str) -> Coverage {
    let config = Config::parse(SOURCES, "sources.toml").unwrap();
    coverage(Archive::read([("2026-01-27.md", issue)]).issues(), &config.sources)
}

/// Whether a configured source brings this link, as an entry of a section.
fn is_configured(section: &str, link: &str) -> bool {
    let found = of(&format!("# T 1\n\n## {section}\n\n- {link}\n"));
    assert_eq!(found.total.links, 1, "{link}: {found:?}");
    found.total.configured == 1
}

#[test]
fn a_link_is_configured_only_where_the_address_makes_it_certain() {
    for (section, link, expected) in [
        ("News and Articles", "A post [Read](https://root.example/2026/01/a-post/)", true),
        ("News and Articles", "A post [Read](https://part.example/blog/a-post)", true),
        ("News and Articles", "A report [Read](https://part.example/research/a-report)", false),
        ("News and Articles", "A talk [Read](https://github.com/todogroup/ospology/discussions/12)", true),
        ("News and Articles", "A change [Read](https://github.com/todogroup/ospology/pull/12)", false),
        ("News and Articles", "A post [Read](https://medium.com/@ada/a-post-1)", true),
        ("News and Articles", "A post [Read](https://medium.com/@bob/a-post-1)", false),
        ("News and Articles", "A post [Read](https://notroot.example/a)", false),
        ("News and Articles", "A menu [Read](https://root.example/participate/)", false),
        ("News and Articles", "The blog itself [Read](https://part.example/blog/)", false),
        ("News and Articles", "A group [Read](https://root.example/event/a-meeting/)", false),
        ("News and Articles", "A change [Read](https://github.com/todogroup/landscape/pull/7)", true),
        ("News and Articles", "A change [Read](https://github.com/todogroup/labelled/pull/7)", false),
        ("News and Articles", "An issue [Read](https://github.com/todogroup/landscape/issues/7)", false),
        ("Upcoming Conferences", "June 3, 2026 [A post](https://root.example/2026/01/day/)", true),
        ("Upcoming Conferences", "June 3, 2026 [Conf](https://2024.conf.example)", true),
        ("Upcoming Conferences", "June 3, 2026 [Conf](https://2024.conf.example/talks/)", false),
        ("Upcoming Conferences", "June 3, 2026 [Day](https://yearly.example/day-26/)", true),
        ("Upcoming Conferences", "June 3, 2026 [FOSDEM](https://fosdem.org/2023/)", true),
        ("Upcoming Conferences", "June 3, 2026 [Rooms](https://fosdem.org/2023/news/rooms/)", false),
        (
            "Upcoming Conferences",
            "June 3, 2026 [Live](https://groups.example/events/details/lfhq-todo-group-presents-x/)",
            true,
        ),
        ("News and Articles", "A night [Read](https://groups.example/events/details/lfhq-ospology-night/)", true),
        ("Upcoming Conferences", "June 3, 2026 [Live](https://groups.example/events/details/other-night/)", false),
        ("OSPO Jobs", "[🇩🇪 Amazon | Manager](https://www.amazon.jobs/en/jobs/1893485/open-source-program-mgr)", true),
        ("OSPO Jobs", "[🇩🇪 Amazon | Engineer](https://www.amazon.jobs/en/jobs/2015863/engineer)", false),
        (
            "OSPO Jobs",
            "[🇩🇪 Acme | Lead](https://acme.wd5.myworkdayjobs.com/en-US/External/job/X/Open-Source-Lead_R1)",
            true,
        ),
        ("OSPO Jobs", "[🇩🇪 Acme | Open Source Lead](https://acme.wd5.myworkdayjobs.com/External/job/X/Y_R2)", true),
        ("OSPO Jobs", "[🇩🇪 Acme | Cook](https://acme.wd5.myworkdayjobs.com/External/job/X/Cook_R3)", false),
        (
            "OSPO Jobs",
            "[🇩🇪 Acme | Lead](https://acme.fa.oraclecloud.com/hcmUI/CandidateExperience/en/sites/CX_1/job/7)",
            true,
        ),
        ("OSPO Jobs", "[🇩🇪 Other | Lead](https://boards.greenhouse.io/other/jobs/7)", true),
        ("OSPO Jobs", "[🇩🇪 Third | Lead](https://boards.greenhouse.io/third/jobs/7)", false),
        ("OSPO Jobs", "[🇩🇪 Acme | Lead](https://www.smartrecruiters.com/Acme/743999848355770-lead)", true),
        ("Upcoming Conferences", "June 3, 2026 [Summit](https://events.linuxfoundation.org/summit/)", true),
        ("Upcoming Conferences", "June 3, 2026 [Day](https://root.example/day/)", false),
        ("Upcoming Conferences", "June 3, 2026 [Day](https://cal.example/day/)", false),
        ("OSPO Jobs", "[🇩🇪 Acme | Manager](https://one.example/jobs/1)", true),
        ("OSPO Jobs", "[🇩🇪 Acme | Manager](https://one.example/jobs/2)", false),
        ("OSPO Jobs", "[🇩🇪 Acme | Manager](https://board.example/jobs/7)", true),
    ] {
        assert_eq!(is_configured(section, link), expected, "{link}");
    }
}

#[test]
fn closed_platforms_and_documents_are_by_hand_and_footers_do_not_count() {
    let issue = "# T 1\n\n## OSPO Jobs\n\n- [🇩🇪 Acme | Manager](https://www.linkedin.com/jobs/view/1)\n- [🇩🇪 Acme | Manager](https://new.example/1) ([again](https://x.example/))\n\n## News and Articles\n\n- A report [Read](https://new.example/report.PDF)\n\n---\n\n- Join us at [our site](https://root.example/join)\n";
    let found = of(issue);
    let sums = found.total;
    assert_eq!((sums.by_hand, sums.kind_exists), (2, 1), "{found:?}");
    assert_eq!(sums.links, sums.configured + sums.kind_exists + sums.by_hand);
    let hosts: Vec<&str> = found.hosts.iter().map(|(host, _)| host.as_str()).collect();
    assert!(hosts.starts_with(&["new.example", "linkedin.com"]) && !hosts.contains(&"x.example"), "{hosts:?}");
}

#[test]
fn the_command_prints_a_table_or_json_and_needs_issues() {
    let newsletter = Newsletter::of_this_repository();
    let said = newsletter.run(&["sources", "coverage"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.contains("by configured sources") && said.out.lines().next().unwrap().contains("kind exists"));
    let data: serde_json::Value =
        serde_json::from_str(&newsletter.run(&["sources", "coverage", "--json"]).out).unwrap();
    assert_eq!((data["format"].as_u64(), data["issues"].as_u64()), (Some(1), Some(3)));
    let links = |value: &serde_json::Value| value["links"].as_u64().unwrap();
    let hosts: u64 = data["hosts"].as_array().unwrap().iter().map(links).sum();
    let types: u64 = data["types"].as_object().unwrap().values().map(links).sum();
    assert_eq!((hosts, types), (links(&data["total"]), links(&data["total"])));
    assert_eq!(newsletter.run(&["sources", "coverage", "inbox"]).code, 1);
}

#[test]
fn shares_of_the_real_issues() {
    let Some(folder) = shared("data/newsletters/issues") else { return };
    let config = Config::parse(include_str!("../../../sources.toml"), "sources.toml").unwrap();
    let files = newsletter::workspace::files_below(&folder, &[".md"], 1000).unwrap();
    let texts = files.iter().map(|path| (path.display().to_string(), std::fs::read_to_string(path).unwrap()));
    let found = coverage(Archive::read(texts).issues(), &config.sources);
    let (configured, possible) = (found.total.configured_share(), found.total.possible_share());
    let by_hand = found.total.by_hand_share();
    println!(
        "{} links: {:.1} % configured, {:.1} % possible, {:.1} % by hand",
        found.total.links,
        100.0 * configured,
        100.0 * possible,
        100.0 * by_hand
    );
    for (item_type, sums) in &found.types {
        println!("{item_type}: {:.1} % of {}", 100.0 * sums.configured_share(), sums.links);
    }
    assert!(found.issues >= 20 && found.total.links > 400, "{found:?}");
    assert!(configured >= 0.60, "{configured}");
    assert!(possible >= 0.85, "{possible}");
    let sums = found.total;
    assert_eq!(sums.links, sums.configured + sums.kind_exists + sums.by_hand);
}
