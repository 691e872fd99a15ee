//! Reading issues: a fixture with every shape, and the real issues of five years, held against what a
//! careful person reads.

use std::path::PathBuf;

use jiff::civil::Date;
use newsletter::markdown::{self, links, read};
use newsletter::model::issue::{Entry, EntryType, Issue};
use newsletter::model::mojibake;
use regex::Regex;

use crate::support::shared;

fn fixture(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/markdown").join(name);
    std::fs::read_to_string(path).expect("a fixture")
}

/// Name and text of the Markdown files of a folder of the real material, sorted.
fn real(folder: &str) -> Vec<(String, String)> {
    let Some(folder) = shared(folder) else { return Vec::new() };
    let mut files: Vec<(String, String)> = std::fs::read_dir(folder)
        .expect("a folder")
        .map(|file| file.expect("a file").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .map(|path| {
            (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(&path).expect("text"))
        })
        .collect();
    files.sort();
    files
}

fn real_issues() -> Vec<(String, String)> {
    real("data/newsletters/issues").into_iter().chain(real("data/newsletters/translations")).collect()
}

#[test]
fn every_shape_is_read() {
    let issue = read(&fixture("every-shape.md"), "issues/2025-06-02.md");
    insta::assert_snapshot!(serde_json::to_string_pretty(&issue).expect("JSON"));
}

#[test]
fn windows_files_and_nested_lists_keep_their_bytes() {
    let text = fixture("windows.md");
    let issue = read(&text, "issues/2025-06-02.md");
    let bytes: Vec<&str> = issue.entries().map(|entry| &text[entry.range.clone()]).collect();
    assert_eq!(
        bytes,
        [
            "1. [A | Engineer](https://a.example/1)\r\n\r\n   A second paragraph.\r\n\r\n\t- child [x](https://a.example/2)\r\n",
            "2. [B | Engineer](https://a.example/3)\r\n   lazy\r\n",
            "+ [C](https://a.example/4)\r\n  > quoted [d](https://a.example/5)\r\n\r\n  ```\r\n  - [no](https://a.example/6)\r\n  ```\r\n",
            "+ [E](https://a.example/7)",
        ]
    );
    assert_eq!(issue.entries().map(|entry| entry.urls.len()).collect::<Vec<_>>(), [2, 1, 2, 1]);
    assert_eq!(issue.entries().map(|entry| entry.line).collect::<Vec<_>>(), [5, 10, 16, 22]);
    check_ranges("windows.md", &text, &issue);
}

/// Ranges are in order, apart, on character boundaries; `markdown` is what stands in them.
fn check_ranges(name: &str, text: &str, issue: &Issue) {
    let mut end = 0;
    for entry in issue.entries() {
        assert!(entry.range.start >= end, "{name}: {entry:?} begins before {end}");
        end = entry.range.end;
        let bytes = text.get(entry.range.clone()).unwrap_or_else(|| panic!("{name}: {entry:?}"));
        assert_eq!(bytes.trim_end_matches(['\n', '\r']), entry.markdown, "{name}");
        assert_eq!(text[..entry.range.start].matches('\n').count() + 1, entry.line, "{name}: {entry:?}");
        if entry.is_list_item {
            assert!(
                entry.range.start == 0 || text[..entry.range.start].ends_with(['\n', '\u{FEFF}']),
                "{name}: {entry:?}"
            );
            assert!(bytes.ends_with('\n') || end == text.len(), "{name}: {entry:?}");
        }
    }
    for section in &issue.sections {
        assert!(text.get(section.heading_range.clone()).is_some() && text.get(section.body_range.clone()).is_some());
        for entry in &section.entries {
            assert!(
                section.heading_range.start <= entry.range.start && entry.range.end <= section.body_range.end,
                "{name}: {entry:?}"
            );
        }
    }
}

#[test]
fn entries_of_real_issues_are_their_bytes() {
    for (name, text) in real_issues() {
        check_ranges(&name, &text, &read(&text, &name));
    }
}

#[test]
fn deleting_the_bytes_of_an_item_removes_it_and_nothing_else() {
    let entries = |text: &str, name: &str| -> Vec<String> {
        read(text, name).entries().map(|entry| entry.markdown.clone()).collect()
    };
    let fixtures = ["every-shape.md", "windows.md"].map(|name| (name.to_owned(), fixture(name)));
    for (name, text) in fixtures.into_iter().chain(real_issues()) {
        let issue = read(&text, &name);
        let before = entries(&text, &name);
        for (index, entry) in issue.entries().enumerate().filter(|(index, entry)| entry.is_list_item && index % 5 == 0)
        {
            let mut shorter = text.clone();
            shorter.replace_range(entry.range.clone(), "");
            let mut expected = before.clone();
            expected.remove(index);
            assert_eq!(entries(&shorter, &name), expected, "{name} without {entry:?}");
        }
    }
}

/// The addresses of a text by regular expressions alone: images, comments and code out; targets in
/// parentheses up to the one that closes, the others up to white space.
fn addresses(text: &str) -> Vec<String> {
    let without =
        |text: &str, pattern: &str, with: &str| Regex::new(pattern).unwrap().replace_all(text, with).into_owned();
    let text = without(text, r"(?s)<!--.*?-->|```.*?```|<img[^>]*>", "");
    let text = without(&text, r"!\[[^\]]*\]\([^)]*\)", "");
    let text = without(&text, r"\[https?://[^\]]*\]\(", "[address](");
    let pattern = Regex::new(r#"(?<open>\(\s*|")?(?<url>https?://[^\s<>"，]+)"#).unwrap();
    pattern
        .captures_iter(&text)
        .map(|found| {
            let url = &found["url"];
            match found.name("open").map(|open| open.as_str().trim()) {
                Some("(") => before_closing_parenthesis(url),
                Some(_) => url.to_owned(),
                None => url.trim_end_matches(['.', ',', ')', '*']).to_owned(),
            }
        })
        .collect()
}

fn before_closing_parenthesis(url: &str) -> String {
    let mut depth = 0;
    for (at, character) in url.char_indices() {
        match character {
            '(' => depth += 1,
            ')' if depth == 0 => return url[..at].to_owned(),
            ')' => depth -= 1,
            _ => {}
        }
    }
    url.to_owned()
}

#[test]
fn every_link_of_the_real_issues_is_found_in_order() {
    // What the regular expressions see otherwise, one line each.
    let explained: &[(&str, &[&str])] = &[];
    let mut total = 0;
    for (name, text) in real_issues() {
        let issue = read(&text, &name);
        let found: Vec<String> = issue.entries().flat_map(|entry| entry.urls.clone()).collect();
        let mut expected = addresses(&text);
        for (_, extra) in explained.iter().filter(|(issue, _)| *issue == name) {
            expected.retain(|url| !extra.contains(&url.as_str()));
        }
        assert_eq!(found, expected, "{name}");
        let spans: Vec<String> = links(&text).into_iter().map(|link| link.url).filter(|url| !url.is_empty()).collect();
        assert_eq!(spans, found, "{name}: links with their places");
        total += found.len();
    }
    assert!(total == 0 || total > 700, "{total} links");
}

/// "flag organisation | title | host" of the jobs, "start/end name-host" of the events.
fn jobs(issue: &Issue) -> Vec<String> {
    let dash = |field: &Option<String>| field.clone().unwrap_or_else(|| "-".into());
    let line = |entry: &Entry| {
        format!("{} {} | {} | {}", dash(&entry.country), dash(&entry.organisation), dash(&entry.title), host(entry))
    };
    issue.entries().filter(|entry| entry.entry_type == EntryType::Job).map(line).collect()
}

fn events(issue: &Issue) -> Vec<String> {
    let day = |day: Option<Date>| day.map_or("-".to_owned(), |day| day.strftime("%y-%m-%d").to_string());
    let cfp = |entry: &Entry| {
        entry
            .cfp
            .as_ref()
            .and_then(|cfp| cfp.closes)
            .map_or(String::new(), |closes| format!(" cfp {}", day(Some(closes))))
    };
    let line = |entry: &Entry| format!("{} {} {}{}", day(entry.start), day(entry.end), host(entry), cfp(entry));
    issue.entries().filter(|entry| entry.entry_type == EntryType::Event).map(line).collect()
}

fn host(entry: &Entry) -> String {
    let url = entry.url.as_deref().unwrap_or("-");
    url.split('/').nth(2).unwrap_or(url).trim_start_matches("www.").to_owned()
}

/// What a careful person reads in an issue, and where the reader says something else: (person, reader).
struct ReadByHand {
    issue: &'static str,
    jobs: &'static [&'static str],
    events: &'static [&'static str],
    differences: &'static [(&'static str, &'static str)],
}

/// Five issues of five years, read by eye. Typos are the issues' own.
const BY_HAND: &[ReadByHand] = &[
    ReadByHand {
        issue: "2021-09-27.md",
        jobs: &[
            "- GitLab | Developer Evangelist for Community Building | boards.greenhouse.io",
            "- HPE | OSPO Compliance Lead | careers.hpe.com",
            "- Microsoft | Open Source Senior Program Manager | careers.microsoft.com",
            "- Microsoft | InnerSource Senior Program Manager | careers.microsoft.com",
            "- Capital One | Technology Manager - Open Source | capitalonecareers.com",
        ],
        events: &[
            // Three community calls with a month and no day.
            "- - community.linuxfoundation.org",
            "- - community.linuxfoundation.org",
            "- - community.linuxfoundation.org",
            "21-09-27 21-09-29 events.linuxfoundation.org",
            "21-09-30 21-09-30 chaoss.community",
            "21-10-06 21-10-06 events.linuxfoundation.org",
            "21-10-11 21-10-15 cncf.io",
            "21-10-27 21-10-28 githubuniverse.com",
            "21-11-17 21-11-18 docs.google.com cfp 21-09-30",
        ],
        differences: &[],
    },
    ReadByHand {
        issue: "2022-07-26.md",
        jobs: &[
            "- Amazon | Open Source Program Mgr, Open Source Strategy & Marketing | amazon.jobs",
            "- GitHub | Senior Engineering Manager OSPO | boards.greenhouse.io",
            "- Intel | Open Source Content and Program Manager | twitter.com",
            "- New Relic | Senior Director of Open Source Dev Rel | linkedin.com",
            "- Red Hat | Fedora Community Action and Impact Coordinator | us-redhat.icims.com",
            "- Boeing | Open Source Management Lead | boeing.wd1.myworkdayjobs.com",
            "- AWS | OSPO Program Manager | amazon.jobs",
            "- Comcast | OSPO Technical Program Manager | comcast.wd5.myworkdayjobs.com",
            "- Dynatrace | Several OSPO roles open | linkedin.com",
        ],
        events: &[
            "- - linuxfoundation.smapply.io cfp 22-07-27",
            "- - events.linuxfoundation.org cfp 22-08-08",
            "- - events.linuxfoundation.org cfp 22-08-08",
            "- - events.linuxfoundation.org cfp 22-08-08",
            "- - events.linuxfoundation.org cfp 22-08-08",
            "- - events.linuxfoundation.org cfp 22-09-18",
            "22-09-07 22-09-09 rit.edu",
            "22-09-13 22-09-16 events.linuxfoundation.org",
            "22-10-12 22-10-12 opensourcelisbon.syone.com",
            "22-10-30 22-11-02 2021.allthingsopen.org",
            "22-07-29 22-07-29 zoom.us",
            // A workshop in Sweden, announced in a bold paragraph.
            "22-10-19 22-10-20 community.linuxfoundation.org",
        ],
        // Paragraphs are people's text: never an event.
        differences: &[("22-10-19 22-10-20 community.linuxfoundation.org", "")],
    },
    ReadByHand {
        issue: "2023-08-29.md",
        jobs: &[
            "IN Qualcomm | Multiple OSPO positions | sujobopps.com",
            "US Syracuse University | Research Associate Professor- SU OSPO | sujobopps.com",
            "US JPMorgan | Open Source Developer Experience Lead | jpmc.fa.oraclecloud.com",
            "US Intel | Open Ecosystem Technology Strategist | intel.wd1.myworkdayjobs.com",
            "US Amazon | Program Manager for Open Source Community Outreach and Engagement | amazon.jobs",
            "DE+IE+CA Equinix | Principal Open-Source Program Manager | careers.equinix.com",
        ],
        events: &[
            "- - events.linuxfoundation.org cfp 23-09-10",
            "23-09-18 23-09-18 events.linuxfoundation.org",
            "23-09-19 23-09-21 events.linuxfoundation.org",
            "23-09-26 23-09-28 lfasiallc.com",
            "23-09-26 23-09-26 ospoplusplus.org",
            "23-09-27 23-09-29 ospo.ucsc.edu",
            "23-09-26 23-09-29 foss-security-campus.de",
            "23-10-10 23-10-11 community.linuxfoundation.org",
            "23-10-24 23-10-26 events.linuxfoundation.org",
            "23-11-08 23-11-09 reg.rainfocus.com",
        ],
        // One country a job: the first flag.
        differences: &[(
            "DE+IE+CA Equinix | Principal Open-Source Program Manager | careers.equinix.com",
            "DE Equinix | Principal Open-Source Program Manager | careers.equinix.com",
        )],
    },
    ReadByHand {
        issue: "2024-03-31.md",
        jobs: &[
            "DE Mercedes-Benzt | Open Source Software Engineer | mercedesbenztechinnovation.wd3.myworkdayjobs.com",
            "DE Sovereign Tech Fund | Bug Resilience Program Manager | sovereigntechfund.de",
            "remote Docker | Staff Open Source Programme Manager | docker.com",
            "remote OpenSSF | Technical Program Manager | jobs.smartrecruiters.com",
            "remote Datadog | Senior Open Source Advocate | careers.datadoghq.com",
            "remote Digital Public Goods Alliance | Communications and Marketing Coordinator | digitalpublicgoods.net",
            "US Syracuse University | Open Source Project Office Postdoctoral Researcher | jobs.chronicle.com",
            "US CISCO | Paralegal Open Source | jobs.cisco.com",
        ],
        events: &[
            "24-04-08 24-04-09 google.com",
            "24-04-16 24-04-18 events.linuxfoundation.org",
            "24-05-07 24-05-09 railsconf.org",
            "24-05-14 24-05-23 us.pycon.org",
            "24-05-30 24-05-31 community.linuxfoundation.org",
            "24-06-26 24-06-26 events.linuxfoundation.org",
            "24-07-07 24-07-10 gophercon.com",
            "24-09-16 24-09-18 events.linuxfoundation.org cfp 24-04-30",
            "24-09-30 24-10-01 events.linuxfoundation.org",
            "24-10-22 24-10-23 events.linuxfoundation.org cfp 24-07-12",
            "24-10-25 24-10-26 2024.allthingsopen.org",
        ],
        differences: &[],
    },
    ReadByHand {
        issue: "2025-11-26.md",
        jobs: &[
            "US Intrinsic | Product Manager, Developer Experience and Open Source | job-boards.greenhouse.io",
            "BE OFE | Executive Director | openforumeurope.org",
            "remote Decentralized Identity Foundation | Executive Director | github.com",
            "US Fidelity International | Open Source Office Lead | fil.wd3.myworkdayjobs.com",
            "US JPMorganChase | Open Source Developer Experienc | linkedin.com",
            "remote Qualcomm | Python Full Stack Developer (OSPO team) | careers.qualcomm.com",
            "DE ZEISS Group | Manager Open Source Program Office | zeissgroup.wd3.myworkdayjobs.com",
        ],
        events: &[
            "25-12-08 25-12-10 events.linuxfoundation.org",
            "26-01-22 26-01-28 contributors.gitlab.com",
            "26-02-03 26-02-04 openuk.uk",
            "26-02-24 26-02-25 sessionize.com cfp 25-12-15",
            "26-03-03 26-03-08 socallinuxexpo.org cfp 25-12-01",
            "26-03-16 26-03-17 26.foss-backstage.de cfp 25-10-27",
            "26-03-23 26-03-24 ospo.gwu.edu cfp 26-01-18",
        ],
        differences: &[],
    },
];

#[test]
fn five_issues_are_read_as_a_careful_person_reads_them() {
    let issues = real("data/newsletters/issues");
    for by_hand in BY_HAND {
        let Some((name, text)) = issues.iter().find(|(name, _)| name == by_hand.issue) else { continue };
        let issue = read(text, name);
        let replaced = |line: &&str| {
            let difference = by_hand.differences.iter().find(|(person, _)| person == line);
            difference.map_or(*line, |(_, reader)| reader).to_owned()
        };
        let expected =
            |lines: &[&str]| -> Vec<String> { lines.iter().map(replaced).filter(|line| !line.is_empty()).collect() };
        assert_eq!(jobs(&issue), expected(by_hand.jobs), "{name}");
        assert_eq!(events(&issue), expected(by_hand.events), "{name}");
    }
}

#[test]
fn heads_of_the_real_issues_are_read() {
    let numbers: Vec<Option<u32>> =
        real("data/newsletters/issues").iter().map(|(name, text)| read(text, name).number).collect();
    // Every second issue; the file of January 2022 is headed "5" like the one before it.
    let expected = [1, 3, 5, 5, 7, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31, 33, 35, 37, 39, 41, 43].map(Some);
    assert!(numbers.is_empty() || numbers == expected, "{numbers:?}");
    for (name, text) in real_issues() {
        let issue = read(&text, &name);
        assert!(
            issue.date.is_some() && issue.title.is_some() && issue.warnings.is_empty(),
            "{name}: {:?}",
            issue.warnings
        );
        let language = name.split_once('-').map(|(language, _)| language).filter(|language| language.len() == 2);
        assert_eq!(issue.language.as_deref(), language.or(Some("en")), "{name}");
        for wanted in [EntryType::Job, EntryType::Article, EntryType::Event] {
            assert!(
                issue.sections.iter().any(|section| section.section_type == wanted),
                "{name} has no section of {wanted:?}"
            );
        }
    }
}

#[test]
fn the_damaged_seed_is_read_as_it_was_meant() {
    let Some(path) = shared("data/seeds/003_72cabfba64c8e116.txt") else { return };
    let text = std::fs::read_to_string(path).expect("text");
    let issue = read(&text, "issues/2025-06-02.md");
    assert_eq!(
        (issue.number, issue.title.as_deref(), issue.language.as_deref()),
        (Some(39), Some("OSPO Newsletter 39"), Some("en"))
    );
    assert_eq!(issue.warnings.len(), 1, "{:?}", issue.warnings);
    // Five with a heading, and what stands below the line.
    let sections: Vec<(String, u8, EntryType, usize)> = issue
        .sections
        .iter()
        .map(|section| (section.heading.clone(), section.level, section.section_type, section.entries.len()))
        .collect();
    let types: Vec<(u8, EntryType, usize)> =
        sections.iter().map(|(_, level, section_type, entries)| (*level, *section_type, *entries)).collect();
    assert_eq!(
        types,
        [
            (2, EntryType::Text, 4),
            (3, EntryType::Text, 9),
            (2, EntryType::Job, 2),
            (2, EntryType::Article, 6),
            (2, EntryType::Event, 13),
            (0, EntryType::Text, 4)
        ]
    );
    assert!(
        sections[2].0.starts_with("📚") && sections[3].0.starts_with("📌") && sections[4].0.starts_with("📎"),
        "{sections:?}"
    );
    assert_eq!(issue.entries().flat_map(|entry| &entry.urls).cloned().collect::<Vec<_>>(), addresses(&text));
    assert_eq!(jobs(&issue).iter().filter(|job| job.starts_with("US ")).count(), 2);
    assert_eq!(events(&issue)[0], "25-06-03 25-06-04 events.linuxfoundation.org");
    check_ranges("seed 003", &text, &issue);
}

#[test]
fn the_damaged_seed_is_repaired_line_by_line() {
    let (Some(damaged), Some(good)) =
        (shared("data/seeds/003_72cabfba64c8e116.txt"), shared("data/newsletters/issues/2025-06-02.md"))
    else {
        return;
    };
    let repaired = mojibake::repair(&std::fs::read_to_string(damaged).expect("text")).expect("damaged");
    assert_eq!(repaired.charset, "macintosh");
    let good = std::fs::read_to_string(good).expect("text");
    let mut lines: Vec<&str> = good.lines().collect();
    lines.sort_unstable();
    lines.dedup();
    let same = lines.iter().filter(|line| repaired.text.lines().any(|repaired| repaired == **line)).count();
    // The seed words the other three differently.
    assert_eq!((same, lines.len()), (50, 53));
}

#[test]
fn good_texts_are_never_repaired() {
    let mut texts = real_issues();
    if let Some(edits) = shared("data/newsletters/edits") {
        for issue in std::fs::read_dir(edits).expect("a folder") {
            let name = issue.expect("a folder").file_name();
            texts.extend(real(&format!("data/newsletters/edits/{}", name.to_string_lossy())));
        }
    }
    for (name, text) in texts {
        assert_eq!(mojibake::repair(&text), None, "{name}");
    }
}

#[test]
fn every_revision_of_the_real_issues_is_read() {
    let Some(edits) = shared("data/newsletters/edits") else { return };
    for issue in std::fs::read_dir(edits).expect("a folder").step_by(4) {
        let name = issue.expect("a folder").file_name();
        for (file, text) in real(&format!("data/newsletters/edits/{}", name.to_string_lossy())) {
            check_ranges(&file, &text, &read(&text, &format!("issues/{}.md", name.to_string_lossy())));
        }
    }
}

#[test]
fn what_is_written_is_read() {
    let title = "Why [we] *love* <b>_Rust_</b> & C# | https://e.example";
    let entry = format!(
        "- [{} | {}]({})\n",
        markdown::write::escape_link_text("A*B"),
        markdown::write::escape_link_text(title),
        markdown::write::link_target("https://e.example/a b)"),
    );
    let issue = read(&format!("# T 1\n\n## Jobs\n\n{entry}"), "2025-06-02.md");
    let read = issue.entries().next().expect("an entry");
    assert_eq!((read.organisation.as_deref(), read.title.as_deref()), (Some("A*B"), Some(title)));
    assert_eq!(read.urls, ["https://e.example/a%20b%29"]);
}
