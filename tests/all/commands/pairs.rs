//! Drafting again over real revisions: each revision adopted as the generated draft, the next as what people
//! made of it. Judged by lines and links alone, apart from the code that merges.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::support::{Newsletter, shared};

const SOURCES: &str = r#"
[newsletter]
title = "OSPO Newsletter"
[[section]]
name = "jobs"
heading = "📚 OSPO Jobs"
takes = "job"
[[section]]
name = "news"
heading = "📌 ICYMI Industry News and Articles"
takes = "article"
[[section]]
name = "events"
heading = "📎 Upcoming Conferences and Call for Papers"
takes = "event"
order = "date"
[[source]]
name = "inbox"
kind = "inbox"
path = "inbox"
"#;

/// A word of the heading under which each kind of new item must stand.
const HEADINGS: &[(&str, &[&str])] =
    &[("job", &["Jobs"]), ("article", &["ICYMI", "ICMYI"]), ("event", &["Conferences"])];

#[test]
fn every_pair_of_real_revisions_keeps_every_line_of_people() {
    let Some(folder) = shared("data/newsletters/edits") else { return };
    let pairs = pairs(&folder);
    assert_eq!(pairs.len(), 74, "every consecutive pair of every series");
    let (one, other) = pairs.split_at(pairs.len() / 2);
    let placed: usize = std::thread::scope(|scope| {
        let runs =
            [one, other].map(|half| scope.spawn(move || half.iter().map(|(old, new)| judge(old, new)).sum::<usize>()));
        runs.into_iter().map(|run| run.join().unwrap()).sum()
    });
    assert!(placed * 10 > pairs.len() * 20 * 9, "only {placed} of {} new items came in", pairs.len() * 20);
}

fn pairs(folder: &Path) -> Vec<(PathBuf, PathBuf)> {
    let list = |folder: &Path| {
        let mut found: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        found.sort();
        found
    };
    let series = list(folder).into_iter().map(|folder| list(&folder));
    series
        .flat_map(|files| files.windows(2).map(|pair| (pair[0].clone(), pair[1].clone())).collect::<Vec<_>>())
        .collect()
}

/// Drafts one pair again; gives how many of the twenty new items stand.
fn judge(old: &Path, new: &Path) -> usize {
    let name = new.display().to_string();
    let date: Date = old.parent().unwrap().file_name().unwrap().to_str().unwrap().parse().unwrap();
    let today = date.saturating_sub(3.days()).to_string();
    let (old, new) = (std::fs::read_to_string(old).unwrap(), std::fs::read_to_string(new).unwrap());
    let newsletter = Newsletter::with(SOURCES);
    let issue = format!("issues/{date}.md");
    newsletter.write(&issue, &new);
    newsletter.write("old.md", &old);
    newsletter.write("inbox/README.txt", "nothing yet");
    let run = |arguments: &[&str]| {
        let said = newsletter.run(&[&["--offline", "--today", &today], arguments].concat());
        assert_eq!(said.code, 0, "{name}: {}", said.err);
        said
    };
    run(&["record", &issue, "--base", "old.md"]);
    let said = run(&["draft", "--date", &date.to_string()]);
    assert!(newsletter.read(&issue) == new, "{name}: nothing is new and yet the file changed");
    assert!(said.err.contains("nothing new"), "{name}: {}", said.err);

    offer(&newsletter, date, &gone(&old, &new));
    run(&["draft", "--date", &date.to_string()]);
    let drafted = newsletter.read(&issue);
    assert_eq!(missing_line(&new, &drafted), None, "{name}: a line is gone, changed or out of order in\n{drafted}");
    let (before, after) = (links(&new), links(&drafted));
    for (link, count) in &after {
        let expected =
            if link.starts_with("https://new.example/") { 1 } else { before.get(link).copied().unwrap_or(0) };
        assert_eq!(*count, expected, "{name}: {link} stands {count} times in\n{drafted}");
    }
    for line in drafted.lines().enumerate().filter(|(_, line)| line.contains("https://new.example/")) {
        stands_in_its_section(&name, &drafted, line);
    }
    run(&["draft", "--date", &date.to_string()]);
    assert!(newsletter.read(&issue) == drafted, "{name}: drafting again twice is not drafting again once");
    after.keys().filter(|link| link.starts_with("https://new.example/")).count()
}

/// Twenty new items, and everything that people took out once more.
fn offer(newsletter: &Newsletter, date: Date, gone: &[String]) {
    let item = |file: String, kind: &str, title: &str, url: &str, more: String| {
        let text = format!("type = \"{kind}\"\ntitle = \"{title}\"\nurl = \"{url}\"\n{more}");
        newsletter.write(&format!("inbox/{file}.toml"), &text);
    };
    for number in 0..20 {
        let (kind, more) = match number % 3 {
            0 => ("job", String::new()),
            1 => ("article", String::new()),
            _ => ("event", format!("start = \"{}\"\n", date.saturating_add(i64::from(number + 5).days()))),
        };
        let url = format!("https://new.example/{kind}/{number}");
        item(format!("new-{number:02}"), kind, &format!("New {kind} {number}"), &url, more);
    }
    for (number, url) in gone.iter().enumerate() {
        item(format!("again-{number:03}"), "article", &format!("Offered again {number}"), url, String::new());
    }
}

/// Links of list items and paragraphs that people took out and replaced by nothing like them.
fn gone(old: &str, new: &str) -> Vec<String> {
    let (old, new) = (links(old), links(new));
    let is_plain = |link: &&String| link.starts_with("https://") && !link.contains(['"', '\\', ' ', '<', '`']);
    old.keys().filter(|link| !new.contains_key(*link)).filter(is_plain).cloned().collect()
}

/// The targets of inline links, by a plain search.
fn links(text: &str) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for part in text.split("](").skip(1) {
        if let Some((link, _)) = part.split_once(')') {
            *found.entry(link.trim().to_owned()).or_default() += 1;
        }
    }
    found
}

/// The first line of `before` that is not in `after`, unchanged and in order.
fn missing_line<'t>(before: &'t str, after: &str) -> Option<&'t str> {
    let mut rest = after.split_inclusive('\n');
    before
        .split_inclusive('\n')
        .find(|line| !rest.any(|other| other.trim_end_matches('\n') == line.trim_end_matches('\n')))
}

/// The nearest heading above a new line is one of its kind.
fn stands_in_its_section(name: &str, text: &str, (number, line): (usize, &str)) {
    let (kind, words) = HEADINGS.iter().find(|(kind, _)| line.contains(&format!("/{kind}/"))).unwrap();
    let heading = text.lines().take(number).filter(|line| line.starts_with("## ")).last().unwrap_or_default();
    assert!(words.iter().any(|word| heading.contains(word)), "{name}: a {kind} stands under {heading:?}");
}
