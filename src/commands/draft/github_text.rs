//! What a run tells people where they work: the summary of a CI job and the text of a pull request.
//!
//! Pure: facts in, Markdown for GitHub out. Everything that comes from sources goes through
//! `markdown::write`'s functions for GitHub; nothing here knows files or the environment (that is
//! [`super::github`]). Start with [`job_summary`] and [`pull_request_text`].

use std::collections::BTreeMap;

use crate::markdown::write::{code_for_github, escape_for_github, escape_link_text_for_github, fenced, link_target};
use crate::model::text;
use crate::report::count;

/// Longest body of a pull request that GitHub takes, in characters. Counted in bytes here, which
/// are never fewer.
pub(super) const PULL_REQUEST_CAP: usize = 65_536;
/// Longest job summary: GitHub takes 1 MiB a step.
pub(super) const SUMMARY_CAP: usize = 900_000;
/// Longest reason, in characters.
const REASON_CAP: usize = 300;
/// Most lines of a list, in the order in which they are tried until the text fits.
const MOST: [usize; 7] = [500, 200, 100, 40, 15, 5, 0];

/// Between these comments the text of a pull request is the program's; the rest belongs to people.
pub(super) const MARKERS: (&str, &str) = ("<!-- newsletter:summary:start -->", "<!-- newsletter:summary:end -->");

/// What a run did, as people want to know it.
#[derive(Clone, Debug, Default)]
pub(super) struct Told {
    /// "OSPO Newsletter 47".
    pub(super) title: String,
    /// The issue's file, as people write it; none where every source failed.
    pub(super) path: Option<String>,
    /// New entries, by the heading of their section.
    pub(super) new: Vec<(String, Vec<Thing>)>,
    /// What stands in the issue as generated and lacks something that only a person can find out.
    pub(super) wanting: Vec<Thing>,
    /// What could come in, by the heading of its section.
    pub(super) waiting: Vec<(String, Vec<Thing>)>,
    /// How many each rule left out, with the rule's sentence.
    pub(super) dropped: BTreeMap<&'static str, (usize, &'static str)>,
    /// Sources that failed.
    pub(super) failed: Vec<Failed>,
    /// How many sources there are.
    pub(super) sources: usize,
}

/// An item in a list.
#[derive(Clone, Debug, Default)]
pub(super) struct Thing {
    /// Its title.
    pub(super) title: String,
    /// Its address.
    pub(super) url: Option<String>,
    /// The source it came from.
    pub(super) source: String,
    /// What there is to say of it.
    pub(super) remark: String,
    /// The Markdown that puts it into the issue.
    pub(super) entry: Option<String>,
}

/// A source that failed.
#[derive(Clone, Debug, Default)]
pub(super) struct Failed {
    /// Its name.
    pub(super) name: String,
    /// Its address without secrets.
    pub(super) address: String,
    /// Why.
    pub(super) reason: String,
    /// What to do next.
    pub(super) hint: Option<String>,
}

/// The summary of a CI job.
pub(super) fn job_summary(told: &Told) -> String {
    fitting(SUMMARY_CAP, |most| format!("## {}\n\n{}", headline(told), body(told, most)))
}

/// The text of a pull request. Where it has a text already, only what stands between [`MARKERS`] is
/// replaced. None where people took the markers out: then all of it is theirs.
pub(super) fn pull_request_text(told: &Told, before: &str) -> Option<String> {
    let (head, tail) = match before.trim() {
        "" => ("", ""),
        _ => around(before)?,
    };
    let room = PULL_REQUEST_CAP.saturating_sub(head.len() + tail.len());
    let own =
        fitting(room, |most| format!("{}\n{}\n{}\n{}", MARKERS.0, introduction(told), body(told, most), MARKERS.1));
    let end = if tail.is_empty() { "\n" } else { tail };
    Some(format!("{head}{own}{end}"))
}

/// What stands before the first and behind the last marker.
fn around(text: &str) -> Option<(&str, &str)> {
    let start = text.find(MARKERS.0)?;
    let end = text.rfind(MARKERS.1).filter(|end| *end > start)?;
    Some((text.get(..start)?, text.get(end + MARKERS.1.len()..)?))
}

/// The longest form of a text that fits: lists are shortened, never cut in the middle.
fn fitting(cap: usize, text: impl Fn(usize) -> String) -> String {
    let shortest = || text(0);
    MOST.iter().map(|most| text(*most)).find(|text| text.len() <= cap).unwrap_or_else(shortest)
}

fn headline(told: &Told) -> String {
    let title = escape_for_github(&told.title);
    match (&told.path, new(told)) {
        (None, _) => format!("{title}: every source failed, nothing was written"),
        (Some(_), 0) => format!("{title}: nothing new"),
        (Some(_), number) => format!("{title}: {}", count(number, "new item")),
    }
}

fn introduction(told: &Told) -> String {
    let file = code(told.path.as_deref().unwrap_or_default());
    format!(
        "**Edit {file} here, in the browser if you like.** What you write, move or delete stays as you leave it: the \
         next run only adds what is new, each in its section. Merge when the issue is ready.\n"
    )
}

fn new(told: &Told) -> usize {
    told.new.iter().map(|(_, things)| things.len()).sum()
}

fn body(told: &Told, most: usize) -> String {
    let parts = [
        sums(told),
        part("Needs a person", told.wanting.len(), list(&told.wanting, most, |thing| line(thing, true))),
        part("New", new(told), by_section(&told.new, most, |thing| line(thing, false))),
        waiting(told, most),
        part("Sources that failed", told.failed.len(), list(&told.failed, most, failed)),
        left_out(told),
    ];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}

fn sums(told: &Told) -> String {
    let waiting: usize = told.waiting.iter().map(|(_, things)| things.len()).sum();
    let dropped: usize = told.dropped.values().map(|(number, _)| number).sum();
    let file = told.path.as_deref().map(|path| format!("{}: ", code(path))).unwrap_or_default();
    format!(
        "{file}{} new, {waiting} waiting, {dropped} left out; {} of {} failed.\n",
        new(told),
        told.failed.len(),
        count(told.sources, "source"),
    )
}

fn part(heading: &str, number: usize, list: String) -> String {
    if number == 0 { String::new() } else { format!("### {heading} ({number})\n\n{list}") }
}

fn waiting(told: &Told, most: usize) -> String {
    let number = told.waiting.iter().map(|(_, things)| things.len()).sum();
    let list = by_section(&told.waiting, most, |thing| {
        let entry = thing.entry.as_deref().map(|entry| indented(&fenced(entry))).unwrap_or_default();
        line(thing, true) + &entry
    });
    let how = "To put one in, paste its lines into the issue, into the section that it is listed under.";
    part("Waiting", number, format!("{how}\n\n<details><summary>Show them</summary>\n\n{list}\n</details>\n"))
}

fn left_out(told: &Told) -> String {
    let line = |(rule, (number, sentence)): (&&str, &(usize, &str))| format!("- {number} × {rule}: {sentence}\n");
    part(
        "Left out by rule",
        told.dropped.values().map(|(number, _)| number).sum(),
        told.dropped.iter().map(line).collect::<String>() + "\n`newsletter explain LINK` says why for each.\n",
    )
}

fn by_section(sections: &[(String, Vec<Thing>)], most: usize, line: impl Fn(&Thing) -> String) -> String {
    let some = sections.iter().filter(|(_, things)| !things.is_empty());
    let texts =
        some.map(|(heading, things)| format!("**{}**\n\n{}", escape_for_github(heading), list(things, most, &line)));
    texts.collect::<Vec<_>>().join("\n")
}

fn list<T>(things: &[T], most: usize, line: impl Fn(&T) -> String) -> String {
    let mut text: String = things.iter().take(most).map(line).collect();
    if things.len() > most {
        text.push_str(&format!("- and {} more\n", things.len() - most));
    }
    text
}

/// An item's title, linked where a link bothers nobody: one to GitHub would leave a mark in the
/// issue or pull request that it leads to.
fn line(thing: &Thing, remark: bool) -> String {
    let title = match thing.url.as_deref() {
        Some(url) if is_on_github(url) => format!("{} ({})", escape_for_github(&thing.title), code(url)),
        Some(url) => format!("[{}]({})", escape_link_text_for_github(&thing.title), link_target(url)),
        None => escape_for_github(&thing.title),
    };
    let source = escape_for_github(&thing.source);
    match remark && !thing.remark.is_empty() {
        true => format!("- {title} ({source}): {}\n", reason(&thing.remark)),
        false => format!("- {title} ({source})\n"),
    }
}

fn is_on_github(url: &str) -> bool {
    let host = url::Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_ascii_lowercase));
    host.is_some_and(|host| host == "github.com" || host.ends_with(".github.com"))
}

fn failed(source: &Failed) -> String {
    let address = if source.address.is_empty() { String::new() } else { format!(" ({})", code(&source.address)) };
    let next = source.hint.as_ref().map(|hint| format!(" Next: {}", reason(hint))).unwrap_or_default();
    format!("- **{}**{address}: {}.{next}\n", escape_for_github(&source.name), reason(&source.reason))
}

fn reason(text: &str) -> String {
    escape_for_github(&text::line(text, REASON_CAP))
}

fn code(text: &str) -> String {
    code_for_github(&text::line(text, REASON_CAP))
}

fn indented(block: &str) -> String {
    block.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("  {line}\n") }).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn thing(title: &str) -> Thing {
        Thing {
            title: title.into(),
            url: Some("https://example.org/a".into()),
            source: "feed".into(),
            remark: "the section is full".into(),
            entry: Some(format!("- {title} [here](https://example.org/a)")),
        }
    }

    fn told(waiting: usize) -> Told {
        let things = (0..waiting).map(|at| thing(&format!("Item {at} {}", "of some length ".repeat(12)))).collect();
        Told {
            title: "News 47".into(),
            path: Some("issues/2026-11-24.md".into()),
            new: vec![("Jobs".into(), vec![thing("A job")]), ("Empty".into(), Vec::new())],
            wanting: vec![Thing { remark: "no date".into(), ..thing("Undated") }],
            waiting: vec![("News".into(), things)],
            dropped: [("over", (3, "It is over.")), ("blocked", (1, "Blocked by hand."))].into(),
            failed: vec![Failed {
                name: "a feed".into(),
                address: "https://example.org/`feed`".into(),
                reason: "not found (404)".into(),
                hint: Some("check the address".into()),
            }],
            sources: 9,
        }
    }

    #[test]
    fn everything_a_maintainer_asks_stands_in_the_summary() {
        let text = job_summary(&told(1));
        for part in [
            "## News 47: 1 new item\n",
            "`issues/2026-11-24.md`: 1 new, 1 waiting, 4 left out; 1 of 9 sources failed.",
            "### Needs a person (1)\n\n- [Undated](https://example.org/a) (feed): no date\n",
            "### New (1)\n\n**Jobs**\n\n- [A job](https://example.org/a) (feed)\n",
            "### Waiting (1)",
            "- **a feed** (`https://example.org/'feed'`): not found (404). Next: check the address\n",
            "- 1 × blocked: Blocked by hand.\n- 3 × over: It is over.\n",
        ] {
            assert!(text.contains(part), "{part} is missing in:\n{text}");
        }
        assert!(!text.contains("Empty"), "{text}");
    }

    #[test]
    fn a_pull_request_with_thousands_waiting_is_short_enough_and_says_how_many_more() {
        for (waiting, before) in [(5_000, ""), (5_000, "people"), (100_000, "")] {
            let before = if before.is_empty() {
                String::new()
            } else {
                format!("{}{}{}{}", "y".repeat(60_000), MARKERS.0, MARKERS.1, "z".repeat(2_000))
            };
            let text = pull_request_text(&told(waiting), &before).unwrap();
            assert!(text.len() <= PULL_REQUEST_CAP, "{}", text.len());
            assert!(text.contains(" more\n"), "{}", text.len());
            assert_eq!(text.matches("```").count() % 2, 0, "a block was cut");
        }
        assert!(job_summary(&told(100_000)).len() <= SUMMARY_CAP);
    }

    #[test]
    fn a_title_cannot_end_the_programs_part() {
        let mut told = told(0);
        let title = format!("x {} y {} z", MARKERS.1, MARKERS.0);
        told.waiting = vec![(title.clone(), vec![Thing { entry: None, remark: title.clone(), ..thing(&title) }])];
        told.failed = vec![Failed { name: title.clone(), address: title.clone(), reason: title, hint: None }];
        let text = pull_request_text(&told, "").unwrap();
        let again = pull_request_text(&told, &format!("before\n{text}after\n")).unwrap();
        assert_eq!(again, format!("before\n{text}after\n"));
    }

    #[test]
    fn links_to_github_leave_no_mark_there() {
        let issue = Thing { url: Some("https://github.com/todogroup/ospology/issues/7".into()), ..thing("Closes it") };
        let text = line(&issue, false);
        assert_eq!(text, "- Closes it (`https://github.com/todogroup/ospology/issues/7`) (feed)\n");
        assert!(is_on_github("https://GitHub.com/a") && !is_on_github("https://github.blog/a"));
    }
}
