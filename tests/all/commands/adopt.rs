//! `init --from`: adopting a folder of issues, the real one and odd ones.

use newsletter::config::Config;
use newsletter::model::issue::EntryType;

use crate::support::{Newsletter, Said, copy, shared};

/// An empty folder to work in.
fn place() -> Newsletter {
    let newsletter = Newsletter::with("");
    std::fs::remove_file(newsletter.path("sources.toml")).unwrap();
    newsletter
}

fn adopted(newsletter: &Newsletter) -> Said {
    let said = newsletter.run(&["init", "new", "--from", "old"]);
    assert_eq!(said.code, 0, "{}", said.err);
    said
}

/// The configuration is read, and a draft without a network ends well.
#[track_caller]
fn drafts(newsletter: &Newsletter) -> String {
    let said = newsletter.run(&["-C", "new", "--offline", "--today", "2026-11-20", "draft", "--date", "2026-11-24"]);
    assert_eq!((said.code, said.out.as_str()), (0, "issues/2026-11-24.md\n"), "{}", said.err);
    newsletter.read("new/issues/2026-11-24.md")
}

const ISSUE: &str = "# Harbour Notes {n}\r\n\r\n## 🛠 Jobs\r\n\r\nOpen this month:\r\n\r\n* [🇩🇪 Acme | Open Source Lead {n}](https://job-boards.greenhouse.io/acme/jobs/{n})\r\n\r\n## Reading\r\n\r\n* [Blog] A thing was made {n} — and this is what it does. [here](https://blog.example.org/posts/{n})\r\n\r\n---\r\n\r\nWritten by the [harbour](https://example.org/).\r\n";

fn issue(number: u32) -> String {
    ISSUE.replace("{n}", &number.to_string())
}

fn archive(newsletter: &Newsletter) {
    for (day, number) in [("2026-08-25", 7), ("2026-09-29", 8), ("2026-10-27", 9)] {
        newsletter.write(&format!("old/{day}.md"), &issue(number));
    }
}

#[test]
fn what_the_newest_issues_look_like_becomes_the_configuration() {
    let newsletter = place();
    archive(&newsletter);
    newsletter.write("old/notes.md", "# Notes on how we work\n");
    newsletter.write("old/2026-02-31.md", "# Harbour Notes 1\n");
    let said = adopted(&newsletter);
    assert_eq!(newsletter.read("new/issues/2026-09-29.md"), issue(8));
    for part in ["adopted 3 issues", "next number 10", "met by 3 of 3", "notes.md was not adopted", "2026-02-31"] {
        assert!(said.err.contains(part), "{part}: {}", said.err);
    }
    let text = newsletter.read("new/sources.toml");
    let config = Config::parse(&text, "sources.toml").unwrap();
    assert_eq!(config.newsletter.title, "Harbour Notes");
    let jobs = &config.sections[0];
    assert_eq!((jobs.heading.as_str(), jobs.intro.as_deref()), ("🛠 Jobs", Some("Open this month:")));
    assert_eq!(jobs.entry, "* [{{ flag }} {{ organisation }} | {{ title }}]({{ url }})");
    let news = "* {{ label }}{{ title }}{% if summary %} — {{ summary }}{% endif %} [here]({{ url }})";
    assert_eq!(config.sections[1].entry, news);
    assert_eq!(config.sections[2].text.as_deref(), Some("Written by the [harbour](https://example.org/)."));
    assert!(config.sources.iter().any(|source| source.kind.name == "greenhouse"), "{text}");
    assert!(text.contains("# newsletter sources add https://blog.example.org/posts/"), "{text}");
    assert!(newsletter.read("new/issues/README.md").contains("| [Harbour Notes 9](2026-10-27.md) | 2026-10-27 |"));
}

#[test]
fn everything_works_there_afterwards() {
    let newsletter = place();
    archive(&newsletter);
    adopted(&newsletter);
    newsletter.write(
        "new/inbox/one.toml",
        "type = \"job\"\ntitle = \"Counsel\"\nurl = \"https://example.org/1\"\norganisation = \"Bolt\"\ncountry = \"France\"\n",
    );
    let issue = drafts(&newsletter);
    assert!(
        issue.starts_with("# Harbour Notes 10\n\n## 🛠 Jobs\n\nOpen this month:\n\n* [🇫🇷 Bolt | Counsel](https://"),
        "{issue}"
    );
    assert!(issue.ends_with("---\n\nWritten by the [harbour](https://example.org/).\n"), "{issue}");
    assert!(newsletter.read("new/issues/README.md").contains("| [Harbour Notes 10](2026-11-24.md) | 2026-11-24 |"));
    for command in
        [&["check", "issues/2026-11-24.md"][..], &["inspect", "issues/2026-11-24.md"], &["sources", "coverage"]]
    {
        let said = newsletter.run(&[&["-C", "new"], command].concat());
        assert_eq!(said.code, 0, "{command:?}: {}{}", said.out, said.err);
    }
}

#[test]
fn nothing_is_overwritten_and_a_second_run_is_refused() {
    let newsletter = place();
    archive(&newsletter);
    newsletter.write("new/issues/2026-09-29.md", "mine\n");
    newsletter.write("new/issues/README.md", "mine\n");
    newsletter.write("new/.gitignore", "mine\n");
    let said = adopted(&newsletter);
    assert!(said.err.contains("kept issues/2026-09-29.md"), "{}", said.err);
    for file in ["new/issues/2026-09-29.md", "new/issues/README.md", "new/.gitignore"] {
        assert_eq!(newsletter.read(file), "mine\n");
    }
    assert_eq!(newsletter.run(&["init", "new", "--from", "old"]).code, 1);
}

#[test]
fn a_folder_inside_the_newsletter_is_used_where_it_is() {
    let newsletter = place();
    newsletter.write("new/news/letters/2026-10-27.md", &issue(9));
    let said = newsletter.run(&["-C", "new", "init", "--from", "news/letters"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(newsletter.read("new/sources.toml").contains("issues = \"news/letters\"\n"));
    assert!(!newsletter.path("new/issues").exists());
    assert!(newsletter.path("new/news/letters/README.md").exists());
}

#[test]
fn other_names_translations_and_twins_find_their_places() {
    let newsletter = place();
    newsletter.write("old/newsletter-2026-10-27.md", &issue(9));
    newsletter.write("old/2026-09-29.md", &issue(8));
    newsletter.write(
        "old/ja-2026-09-29.md",
        "# ノート 8\n\n港のニュースレターです。今月の求人と記事をお届けします。どうぞお楽しみください。\n",
    );
    newsletter.write("old/2026-09-29-copy.md", &issue(8));
    newsletter.write("old/front.md", &format!("---\ntitle: x\ndate: 2026-08-25\n---\n{}", issue(7)));
    newsletter.write("old/README.md", "- [Notes 18](2026-09-29.md)\n- [Notes 19](2026-10-27.md)\n");
    let said = adopted(&newsletter);
    for file in ["2026-08-25.md", "2026-09-29.md", "2026-09-29.ja.md", "2026-10-27.md"] {
        assert!(newsletter.path(&format!("new/issues/{file}")).exists(), "{file}: {}", said.err);
    }
    assert!(said.err.contains("2026-09-29-copy.md was not adopted: 2026-09-29.md is of the same day"), "{}", said.err);
    assert!(said.err.contains("2026-10-27 is 9 in its heading and 19 in the index"), "{}", said.err);
    assert!(said.err.contains("next number 20"), "{}", said.err);
    assert_eq!(newsletter.read("new/issues/README.md"), newsletter.read("old/README.md"));
}

#[test]
fn without_issues_nothing_is_written() {
    let newsletter = place();
    std::fs::create_dir_all(newsletter.path("old/deep")).unwrap();
    let said = newsletter.run(&["init", "new", "--from", "old"]);
    assert!(said.code == 2 && said.err.contains("no issues to adopt"), "{}", said.err);
    newsletter.write("old/deep/2026-10-27.md", "# x 1\n");
    let said = newsletter.run(&["init", "new", "--from", "old"]);
    assert!(said.err.contains("there are some in old/deep"), "{}", said.err);
    assert_eq!(newsletter.run(&["init", "new", "--from", "nowhere"]).code, 1);
    assert!(!newsletter.path("new").exists());
}

#[test]
fn odd_archives_draft_too() {
    let hostile = "# \"{{ x }}\" \\ {% raw %} 3\n\n## [[section]] ''' \"\"\"\n\n- [a \"]\n= {{ url }} | {% x %}](https://example.org/'\"{{x}})\n- [\u{1b}[31mred](https://boards.greenhouse.io/a%22b/jobs/1)\n\n---\n\n\"\"\" ''' {{ x }} \\\n";
    let other = "# 第 3 期 通讯\n\n## 招聘\n\n- [Acme | 开源工程师](https://example.org/jobs/3)\n\n## 新闻\n\n- [一篇关于开源的文章](https://example.org/news/3)\n";
    for (name, text) in [
        ("one", "# Notes 3\n\n## News\n\n- [A thing to read](https://example.org/a)\n"),
        ("no headings", "Some words, a [link](https://example.org/a).\n"),
        ("empty", ""),
        ("hash", "# Notes #3: a walk\n\n### Reading\n\n- [A thing to read](https://example.org/a)\n"),
        ("hostile", hostile),
        ("other language", other),
        ("binary", "\u{0}\u{1}# \u{fffd}"),
    ] {
        let newsletter = place();
        for day in ["2026-09-29", "2026-10-27"] {
            newsletter.write(&format!("old/{day}.md"), text);
        }
        adopted(&newsletter);
        newsletter.write(
            "new/inbox/one.toml",
            "type = \"article\"\ntitle = \"A new thing\"\nurl = \"https://example.org/new\"\n",
        );
        let issue = drafts(&newsletter);
        let config = Config::parse(&newsletter.read("new/sources.toml"), "sources.toml").unwrap();
        let lists_news = config.sections.iter().any(|section| section.takes == EntryType::Article);
        assert_eq!(
            (issue.contains("A new thing"), lists_news),
            (name != "hostile", name != "hostile"),
            "{name}: {issue}"
        );
        assert!(issue.starts_with("# "), "{name}: {issue}");
        if name == "hash" {
            assert!(issue.starts_with("# Notes #4") && issue.contains("\n### Reading\n"), "{issue}");
        }
        if name == "other language" {
            assert!(issue.starts_with("# 第 4 期 通讯\n"), "{issue}");
        }
    }
}

#[test]
fn three_hundred_weekly_issues_are_adopted() {
    let newsletter = place();
    let mut day = jiff::civil::date(2021, 1, 1);
    for number in 1..=300 {
        newsletter.write(&format!("old/{day}.md"), &issue(number));
        day = day.saturating_add(jiff::Span::new().weeks(1));
    }
    let said = adopted(&newsletter);
    assert!(said.err.contains("schedule “every friday”, met by 300 of 300"), "{}", said.err);
    assert!(said.err.contains("next number 301"), "{}", said.err);
}

#[test]
fn the_real_archive_is_adopted() {
    let Some(data) = shared("data/newsletters/issues") else { return };
    let newsletter = place();
    copy(&data, &newsletter.path("old"));
    let index = shared("data/newsletters/README.md").map(|file| std::fs::read_to_string(file).unwrap());
    newsletter.write("README.md", &index.unwrap());
    let said = adopted(&newsletter);
    for part in [
        "adopted 22 issues, 2021-07-26 to 2026-03-11",
        "title “OSPO Newsletter”, language en, next number 44",
        "schedule “last tuesday”, met by 11 of 22",
        "2022-01-31 is 5 in its heading and 7 in the index",
        "2022-03-29 is 7 in its heading and 9 in the index",
    ] {
        assert!(said.err.contains(part), "{part}: {}", said.err);
    }
    for file in std::fs::read_dir(&data).unwrap() {
        let file = file.unwrap();
        let copied = newsletter.path("new/issues").join(file.file_name());
        assert!(std::fs::read(file.path()).unwrap() == std::fs::read(copied).unwrap(), "{:?}", file.file_name());
    }
    let config = Config::parse(&newsletter.read("new/sources.toml"), "sources.toml").unwrap();
    let entries: Vec<&str> = config.sections.iter().take(4).map(|section| section.entry.as_str()).collect();
    assert_eq!(
        entries,
        [
            "- [{{ flag }} {{ organisation }} | {{ title }}]({{ url }})",
            "- {{ label }}{{ title }}{% if summary %} — {{ summary }}{% endif %} [here]({{ url }})",
            "- {{ title }}{% if summary %}: {{ summary }}{% endif %} [here]({{ url }})",
            "- [{{ title }} ({{ dates }}{% if location %}, {{ location }}{% endif %})]({{ url }}){{ cfp_note }}",
        ]
    );
    assert!(newsletter.read("new/sources.toml").contains("# LinkedIn (22 links"));
    assert!(drafts(&newsletter).starts_with("# OSPO Newsletter 44\n"));
}
