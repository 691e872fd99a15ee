//! The archive: what past issues remember, and how fast.

use std::time::{Duration, Instant};

use jiff::civil::date;
use newsletter::archive::Archive;
use newsletter::model::issue::EntryType;
use newsletter::model::link::Link;

use crate::support::shared;

const OLDER: &str = "# Example Newsletter 1\n\n## Jobs\n\n- [A | Engineer](https://a.example/jobs/1?utm_source=x)\n\n\
    ## Events\n\n- June 3, 2024 [Con](https://con.example/)\n\n---\n\n- Footer [about](https://about.example/)\n";
const NEWER: &str = "# Example Newsletter 2\n\n## News\n\n- [Story](https://story.example/) on [A](http://www.a.example/jobs/1/)\n\n\
    ## Events\n\n- June 3, 2025 [Con](https://con.example/), see [Con](https://con.example/#top)\n";

fn link(url: &str) -> Link {
    Link::parse(url).expect("a link")
}

fn archive() -> Archive {
    Archive::read([("issues/2025-05-01.md", NEWER), ("issues/2024-05-01.md", OLDER)])
}

#[test]
fn a_link_is_found_wherever_it_stood() {
    let archive = archive();
    let stood: Vec<_> = archive
        .published(&link("https://a.example/jobs/1"))
        .iter()
        .map(|at| (at.path.as_str(), at.number, at.section_type, at.is_first, at.title.as_deref(), at.line))
        .collect();
    assert_eq!(
        stood,
        [
            ("issues/2024-05-01.md", Some(1), EntryType::Job, true, Some("Engineer"), 5),
            ("issues/2025-05-01.md", Some(2), EntryType::Article, false, Some("Story"), 5),
        ]
    );
    assert_eq!(
        archive.published(&link("https://about.example/")).first().map(|at| at.entry_type),
        Some(EntryType::Text)
    );
    assert!(archive.published(&link("https://never.example/")).is_empty());
}

#[test]
fn a_job_is_found_by_every_address_of_its_board() {
    let text = "# Example Newsletter 3\n\n## Jobs\n\n\
        - [A | Lead](https://de.linkedin.com/jobs/view/lead-at-a-4181091889?trk=x)\n\
        - [B | Lead](https://b.example/jobs?gh_jid=8636903002)\n";
    let archive = Archive::read([("issues/2026-10-27.md", text)]);
    for address in
        ["https://www.linkedin.com/jobs/view/4181091889/", "https://job-boards.greenhouse.io/b/jobs/8636903002"]
    {
        assert_eq!(archive.published(&link(address)).len(), 1, "{address}");
    }
    assert!(archive.published(&link("https://www.linkedin.com/jobs/view/4181091880/")).is_empty());
}

#[test]
fn an_event_is_its_link_and_its_start() {
    let archive = archive();
    let con = link("https://con.example/");
    assert_eq!(archive.published(&con).len(), 2);
    let paths: Vec<_> = archive.published_event(&con, date(2025, 6, 3)).map(|at| at.path.as_str()).collect();
    assert_eq!(paths, ["issues/2025-05-01.md"]);
    assert_eq!(archive.published_event(&con, date(2026, 6, 3)).count(), 0);
}

#[test]
fn issues_are_in_order() {
    let archive = archive();
    assert_eq!(archive.newest_number(), Some(2));
    assert_eq!(archive.newest().map(|issue| issue.path.as_str()), Some("issues/2025-05-01.md"));
    assert_eq!(archive.issues().len(), 2);
    assert_eq!(Archive::default().newest_number(), None);
}

#[test]
fn a_target_that_was_escaped_for_markdown_is_the_same_link() {
    let url = "https://a.example/x)y`z?q=(1";
    let text = format!("# T 1\n\n## Jobs\n\n- [A | B]({})\n", newsletter::markdown::write::link_target(url));
    let archive = Archive::read([("2025-01-01.md", text)]);
    assert_eq!(archive.published(&link(url)).len(), 1);
}

#[test]
fn the_real_issues_remember_their_relistings() {
    let Some(folder) = shared("data/newsletters/issues") else { return };
    let files: Vec<(String, String)> = std::fs::read_dir(folder)
        .expect("a folder")
        .map(|file| file.expect("a file").path())
        .map(|path| (path.display().to_string(), std::fs::read_to_string(&path).expect("text")))
        .collect();
    let archive = Archive::read(files.iter().map(|(path, text)| (path, text)));
    assert_eq!((archive.issues().len(), archive.newest_number()), (22, Some(43)));
    // One job stood in two issues of 2022; FOSDEM has one address a year.
    let aiven = archive.published(&link("https://apply.workable.com/aiven/j/B4AB10D57E/"));
    assert_eq!(aiven.iter().map(|at| at.date).collect::<Vec<_>>(), [Some(date(2022, 1, 31)), Some(date(2022, 5, 31))]);
    assert_eq!(archive.published_event(&link("https://fosdem.org/2024/"), date(2024, 2, 3)).count(), 2);
}

#[test]
fn a_thousand_issues_are_read_in_seconds() {
    let entries: String = (0..20)
        .map(|n| format!("- June {}, 2025 [Event {n}, Berlin](https://e.example/{n}) - CFP closed\n", n % 28 + 1))
        .collect();
    let files: Vec<(String, String)> = (0..1000)
        .map(|n| (format!("issues/{}-01-02.md", 1900 + n % 200), format!("# News {n}\n\n## Events\n\n{entries}")))
        .collect();
    let started = Instant::now();
    let archive = Archive::read(files.iter().map(|(path, text)| (path, text)));
    let read = started.elapsed();
    assert_eq!(archive.published(&link("https://e.example/7")).len(), 1000);
    // A debug build on a busy machine; a release build needs a tenth.
    assert!(read < Duration::from_secs(60), "{read:?}");
    eprintln!("1,000 issues with 20 entries each: {read:?}");
}
