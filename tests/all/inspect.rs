//! `newsletter inspect --json` on five real issues of five years, entry by entry, held against what a
//! careful person read in them: the organisation, title and flag of each job, the days and title of
//! each event, the first link of each thing to read. `markdown.rs` has five others.

use crate::support::{Newsletter, shared};

/// What a person read in an issue, and where the reader says something else.
struct ByHand {
    issue: &'static str,
    /// "LINE job FLAG ORGANISATION | TITLE", "LINE event FIRST..LAST TITLE", "LINE article LINK"; a
    /// dash for what is not there. Typos are the issues' own.
    entries: &'static [&'static str],
    /// The line as the person reads it, as the reader does ("" where it sees no such entry), and why
    /// that stays.
    differences: &'static [(&'static str, &'static str, &'static str)],
}

/// Calendars that stand in every issue have the shape of news, and their heading says nothing of it;
/// rules about news ask for a heading that does.
const STANDING: &str = "a standing link has the shape of an article";
/// Thanks end with a link that says "here", as news do.
const THANKS: &str = "thanks with a link have the shape of an article";

const BY_HAND: &[ByHand] = &[
    ByHand {
        issue: "2021-11-30.md",
        entries: &[
            "7 article https://todogroup.org/blog/how-can-ospo-accelerate-innovation-and-digital-transformation/",
            "8 article https://todogroup.org/blog/new-member-goldman-sachs/",
            // A month and no day.
            "17 event -..- Governance in the Context of Compliance and Security",
            "23 job - Boeing | Senior Software Engineering Manager",
            "24 job - Comcast | Technical Program Manager, Open Source",
            "25 job - Comcast | Senior Technical Program Manager, Open Source",
            "26 job - Sentry | Open Source Program Manager",
            "32 article https://blogs.sap.com/2021/10/28/how-sap-manages-open-source-software-with-an-open-source-program-office/",
            "33 article https://developer.gs.com/blog/our-open-source-program-office-and-todo-group/",
            "34 article https://github.com/todogroup/ospology/discussions/35",
            "35 article https://github.com/todogroup/ospology/discussions/34",
            "36 article https://github.com/todogroup/ospology/discussions/33",
            "41 article https://github.com/todogroup/ospolandscape/pull/102",
            "43 article https://github.com/todogroup/ospolandscape/pull/100",
            "45 article https://github.com/todogroup/ospolandscape/pull/99",
            "47 article https://github.com/todogroup/ospolandscape/pull/96",
            "49 article https://github.com/todogroup/ospolandscape/pull/95",
            "51 article https://github.com/todogroup/ospolandscape/pull/94",
            "55 event 2022-05-16..2022-05-20 KubeCon Europe 2022",
            "56 event 2021-12-14..2021-12-15 OSSummit Japan",
            "57 event 2021-12-16..2021-12-16 Open Compliance Summit",
            "58 event 2022-02-05..2022-02-06 FOSDEM",
            "59 event 2022-03-17..2022-03-18 FOSS Backstage",
        ],
        differences: &[],
    },
    ByHand {
        issue: "2022-05-31.md",
        entries: &[
            // A webinar among the announcements; its day stands at the end of a paragraph.
            "5 event 2022-06-09..2022-06-09 OSPOs in Action: Ways on How Organizations Drive Open Source Innovation",
            "8 article https://www.research.net/r/VLP8RST",
            "16 event 2022-06-01..2022-06-01 The Strategy And Ideas Behind The Spotify FOSS Fund",
            "24 job - Aiven | Engineering Manager",
            "25 job - Aiven | Senior Redis Open Source Developer",
            "26 job - Aiven | Senior ClickHouse Open Source Developer",
            "27 job - Aiven | Senior Apache Kafka Open Source Developer",
            "28 job - Aiven | Senior Open-Source Observability Developer",
            "29 job - Aiven | Senior OpenSearch Open Source Developer",
            "30 job - Aiven | Senior MySQL Open Source Developer",
            "31 job - Aiven | Senior Cassandra Open Source Developer",
            "32 job - Aiven | Head / Ambassador of the Open Source Program Office",
            "33 job - Amazon | Software Development Engineer",
            "34 job - Apple | Open Source Program Engineer",
            "35 job - Eclipse Foundation | Open Source Compliance Engineer",
            "36 job - GitHub | Enterprise Advocate, OSPO",
            "37 job - GitHub | Senior Product Manager, OSPO",
            "38 job - Google | Open-Source Strategy Program Manager",
            "39 job - Carnegie Mellon University | Director, Open Source Program Office",
            "40 job - Citi | Developer Engineering - Open Source Operations Lead",
            "41 job - GitHub | Senior Product Manager, OSPO",
            "42 job - New Relic | Senior Software Engineer (Open Source Program) - Remote",
            "43 job - Amazon | Open Source Engineer - US, Virtual",
            "51 article https://aiven.io/blog/open-source-program-office-at-aiven-a-year-later",
            "52 article https://www.linux.com/news/openrit-the-birth-of-an-academic-ospo-2/",
            "53 article https://blog.bitergia.com/2022/04/19/why-its-a-good-time-to-set-up-an-ospo-in-your-organization/",
            "54 article https://www.aboutwayfair.com/careers/tech-blog/a-dynamic-journey-to-open-source",
            "55 article https://developer.gs.com/discover/open-source",
            "56 article https://techcrunch.com/2022/04/25/spotify-fund-support-independent-open-source-projects/",
            "57 article https://github.com/todogroup/ospology/tree/main/ospo-mindmap",
            "58 article https://techcrunch.com/2022/04/25/spotify-fund-support-independent-open-source-projects/",
            "59 article https://aiven.io/press/Aiven-raises-210M-to-invest-in-sustainable-open-source-cloud",
            "63 article https://github.com/todogroup/ospology/discussions/96",
            "64 article https://github.com/todogroup/ospology/discussions/102",
            "65 article https://github.com/todogroup/ospology/discussions/95",
            "73 event -..- GitHub Maintainer Month",
            "74 event 2022-06-06..2022-06-06 OpenJS World",
            "75 event 2022-06-07..2022-06-08 CDCon",
            "76 event 2022-06-21..2022-06-24 OSSummit NA",
            "77 event 2022-07-28..2022-07-31 SCaLE 19X",
            "78 event 2022-09-13..2022-09-16 OSSummit Europe",
            "79 event 2022-10-24..2022-10-28 KubeCon + CloudNativeCon NA",
            "80 event 2022-10-24..2022-10-27 EclipseCon",
            "81 event 2022-10-30..2022-11-02 All Things Open",
            "82 event 2022-11-09..2022-11-10 GitHub Universe",
        ],
        differences: &[
            (
                "5 event 2022-06-09..2022-06-09 OSPOs in Action: Ways on How Organizations Drive Open Source Innovation",
                "5 event 2022-06-09..2022-06-09 OSPOs in Action: Ways on How Organizations Drive Open Source Innovation: This expert-led Linux Foundation webinar provides a wealth of insight on the leadership and tools necessary to help implement an OSPO (or an open source initiative) within your organization",
                "in prose the title is the first sentence: titles have colons too",
            ),
            (
                "8 article https://www.research.net/r/VLP8RST",
                "",
                "a link in the middle of a sentence under a heading that announces: people's text",
            ),
            ("", "69 article -", "a placeholder stands in a section of news like an entry without a link"),
            (
                "",
                "90 article https://calendar.google.com/calendar/embed?src=c_08seb6095ofjtfr5fjb5tabgl4%40group.calendar.google.com&ctz=Asia%2FTokyo",
                STANDING,
            ),
            ("", "91 article https://chaoss.community/participate/", STANDING),
            ("", "95 article https://www.cncf.io/calendar/", STANDING),
            ("", "99 article https://www.lfenergy.org/events/", STANDING),
            ("", "100 article https://www.finos.org/finos-community-calendar", STANDING),
            ("", "101 article https://www.lfph.io/calendar/", STANDING),
        ],
    },
    ByHand {
        issue: "2023-10-31.md",
        entries: &[
            "35 job BE Open Forum Europe | Policy Advisor",
            "36 job US University of Texas OSPO | Research Reproducibility Coordinator",
            "37 job US Fidelity Investments OSPO | Program Manager",
            "38 job US NVIDIA | Technical Program Manager - Open Source Software Compliance",
            "39 job US Stanford University | Technical Community Manager in Dean of Research",
            "46 article https://opensource.deutschebahn.com/opensource-en",
            "47 article https://opensource.porsche.com/",
            "48 article https://blogs.sap.com/2023/10/13/ospologylive-event-in-frankfurt-local-affordable-and-in-depth/",
            "49 article https://sustainers.github.io/academic-map/intro.html#open-source-in-academia-map",
            "50 article https://openforumeurope.org/event/open-source-driving-the-european-digital-decade-spain/",
            // The call's day; the event has none here.
            "53 event -..- FOSS Backstage",
            "54 event 2023-11-07..2023-11-09 KubeCon NA",
            "55 event 2023-11-08..2023-11-09 GitHub Universe",
            "56 event 2023-11-16..2023-11-16 Open Source Driving the European Digital Decade - Spain Series",
            "57 event 2023-12-06..2023-12-07 Open Source Experience",
            "58 event 2023-12-05..2023-12-06 Open Source Summit Japan",
            "59 event 2024-02-03..2024-02-04 FOSDEM",
        ],
        differences: &[],
    },
    ByHand {
        issue: "2024-11-07.md",
        entries: &[
            "18 job remote Red Hat | Security Community Architect",
            "19 job remote MicroTECH | Head of Open Source Software Consulting",
            "20 job remote Eclipse Foundation | Open Source Research Project Manager",
            "21 job remote Digital Public Goods Alliance | FOSS Software Development & Maintainance Consultancy",
            "22 job DE Baden-Württemberg Transport Ministry | FOSS & Software Licences Expert - German Speaking",
            "23 job DE Baden-Württemberg Transport Ministry | Open Source Project Manager in the Automotive Industry - German Speaking",
            "24 job DE Bechtle | IT Consultant Open Source - German Speaking",
            "25 job DE Finanz | Software Security Engineer, Open Source Program Office - German Speaking",
            "26 job NL Thales | Internship Open Source Software Process Automation",
            "27 job US Tenstorrent | Developer Relations Manager, AI and Open Source",
            "28 job US Google | Staff Developer Relations Engineer, Open Source Program Office",
            "29 job US Qualcomm | Senior Director, Developer Engineering",
            "35 article https://landscape.todogroup.org/embed/embed.html?base-path=&key=ospo-adopter--ospo-ad-pter&headers=true&category-header=true&category-in-subcategory=false&title-uppercase=false&title-alignment=left&title-font-family=sans-serif&title-font-size=13&style=shadowed&bg-color=%235aa100&fg-color=%23ffffff&item-modal=false&item-name=false&size=md&items-alignment=left",
            "36 article https://landscape.todogroup.org/embed/embed.html?base-path=&key=ospo-tools--sca&headers=true&category-header=true&category-in-subcategory=false&title-uppercase=false&title-alignment=left&title-font-family=sans-serif&title-font-size=13&style=shadowed&bg-color=%235aa100&fg-color=%23ffffff&item-modal=false&item-name=false&size=md&items-alignment=left",
            "37 article -",
            "38 article https://youtube.com/playlist?list=PLbzoR-pLrL6oFD-XaL-sh3x5gd_ew4xsY&si=hk6JzW2uaA0wQlsN",
            "39 article https://youtu.be/trlJva2bqOI?si=oz3WhI8lqyLLm8sU",
            // Lines 44 to 50 thank people: nothing to read, and no event.
            "54 event 2024-11-19..2024-11-21 LF Member Summit",
            "55 event 2024-12-11..2024-12-12 KubeCon + Cloud NativeCon India",
            "56 event 2025-01-30..2025-01-30 CHAOSSCon EU",
            "57 event 2025-01-31..2025-01-31 FOSDEM 2025 Fringe: FOSS license and security compliance tools workshop",
            "58 event 2025-02-01..2025-02-02 FOSDEM",
        ],
        differences: &[
            ("", "44 article https://github.com/todogroup/ospology/discussions/481", THANKS),
            ("", "45 article https://github.com/todogroup/todogroup.org/pull/499", THANKS),
            ("", "46 article https://github.com/todogroup/todogroup.org/pull/502", THANKS),
            ("", "47 article https://github.com/todogroup/todogroup.org/pull/493", THANKS),
            ("", "48 article https://github.com/todogroup/ospology/discussions/510", THANKS),
            ("", "49 article https://github.com/todogroup/ospology/pull/516", THANKS),
            ("", "50 article https://github.com/todogroup/ospology/pull/504", THANKS),
        ],
    },
    ByHand {
        issue: "2026-03-11.md",
        entries: &[
            "23 job US Comcast | Engineer, Open Source",
            "24 job US Workday | Senior Principal Open Source Architect",
            "25 job US Point72 | Compliance Associate - Data Compliance",
            "32 article https://todogroup.org/blog/end-of-year-2025/",
            "33 article https://todogroup.org/blog/todo-member-honda/",
            "34 article https://todogroup.org/blog/todo-member-george-washington-university/",
            "35 article https://todogroup.org/blog/ipajapan-todo-member/",
            "36 article https://todogroup.org/blog/ambassador-shu/",
            "37 article https://githubnext.com/projects/agentic-workflows/",
            "38 article https://openssf.org/blog/2026/01/21/preserving-open-source-sustainability-while-advancing-cybersecurity-compliance/",
            "39 article https://openssf.org/blog/2026/01/07/your-guide-to-the-openssf-osps-baseline-for-more-secure-open-source-projects/",
            "40 article https://openssf.org/blog/2025/12/29/ai-software-development-security-tips-and-the-future-part-1/",
            "41 article https://openchainproject.org/news/2026/01/27/hitachi-energy-achieves-openchain-iso-5230-certification-reinforcing-commitment-to-open-source-excellence",
            "42 article https://openchainproject.org/news/2025/12/22/panasonic-automotive-systems-announces-openchain-iso-iec-5230-conformance",
            "43 article https://openchainproject.org/news/2025/12/16/analog-devices-5230-conformance",
            // News of an event that was, among the news.
            "44 article https://chaoss.community/chaosscon-2026-eu/",
            "45 article https://opensource.net/building-mcp-servers-with-apache-openserverless/",
            "46 article https://www.linuxfoundation.org/blog/linux-foundation-newsletter-january-2026",
            "51 event 2026-03-16..2026-03-17 FOSS Backstage 2026",
            "52 event 2026-03-23..2026-03-24 GW Open Source Conference — GW OSCON 2026",
            "53 event 2026-03-23..2026-03-26 KubeCon + CloudNativeCon Europe 2026",
            "54 event 2026-03-23..2026-03-23 OSPOlogy Day CloudNative Amsterdam",
        ],
        differences: &[],
    },
];

impl ByHand {
    /// What the reader makes of what a person read.
    fn read(&self, person: &'static str) -> &'static str {
        self.differences.iter().find(|(said, ..)| *said == person).map_or(person, |(_, reader, _)| reader)
    }
}

/// An entry of `inspect --json` as the table writes it; none for people's text.
fn line(entry: &serde_json::Value) -> Option<String> {
    let field = |name: &str| entry[name].as_str().unwrap_or("-").to_owned();
    let what = match entry["type"].as_str()? {
        "job" => format!("job {} {} | {}", field("country"), field("organisation"), field("title")),
        "event" => format!("event {}..{} {}", field("start"), field("end"), field("title")),
        "article" => format!("article {}", field("url")),
        _ => return None,
    };
    Some(format!("{} {what}", entry["line"]))
}

#[test]
fn five_more_issues_are_read_entry_by_entry_as_a_person_reads_them() {
    let Some(folder) = shared("data/newsletters/issues") else { return };
    let newsletter = Newsletter::with("[newsletter]\ntitle = \"Notes\"\n");
    for by_hand in BY_HAND {
        let file = folder.join(by_hand.issue);
        let said = newsletter.run(&["inspect", "--json", &file.to_string_lossy()]);
        let issue: serde_json::Value = serde_json::from_str(&said.out).expect(&said.err);
        let sections = issue["sections"].as_array().unwrap();
        let entries = sections.iter().flat_map(|section| section["entries"].as_array().unwrap());
        let found: Vec<String> = entries.filter_map(line).collect();
        let unused: Vec<_> = by_hand
            .differences
            .iter()
            .filter(|(person, ..)| !person.is_empty() && !by_hand.entries.contains(person))
            .collect();
        assert!(unused.is_empty(), "{}: differences about nothing: {unused:?}", by_hand.issue);
        let seen_only_by_the_reader =
            by_hand.differences.iter().filter(|(person, ..)| person.is_empty()).map(|(_, reader, _)| *reader);
        let mut expected: Vec<&str> = by_hand
            .entries
            .iter()
            .map(|person| by_hand.read(person))
            .chain(seen_only_by_the_reader)
            .filter(|line| !line.is_empty())
            .collect();
        expected.sort_by_key(|line| line.split(' ').next().and_then(|number| number.parse::<usize>().ok()));
        assert_eq!(found, expected, "{}", by_hand.issue);
    }
}
