//! `draft` on an issue that people edit: every row of the table of what may happen to an entry.

use std::os::unix::fs::MetadataExt as _;

use crate::support::{Newsletter, Said};

const SOURCES: &str = r#"
[newsletter]
title = "Test"
[[section]]
name = "jobs"
heading = "Jobs"
takes = "job"
limit = 4
order = "title"
[[section]]
name = "news"
heading = "News"
takes = "article"
order = "title"
[[section]]
name = "events"
heading = "Events"
takes = "event"
order = "date"
[[source]]
name = "inbox"
kind = "inbox"
path = "inbox"
"#;

const ISSUE: &str = "issues/2026-11-24.md";
const RECORD: &str = "issues/.record/2026-11-24.jsonl";

/// A newsletter with an inbox of which the day and the items change.
struct Desk(Newsletter);

impl Desk {
    /// Three jobs and a story are drafted; no event yet.
    fn drafted() -> Desk {
        let desk = Desk(Newsletter::with(SOURCES));
        for name in ["B", "D", "F"] {
            desk.offer("job", name, "");
        }
        desk.offer("article", "Story", "");
        let said = desk.draft();
        assert_eq!(said.code, 0, "{}", said.err);
        desk
    }

    fn offer(&self, kind: &str, name: &str, more: &str) {
        let url = format!("https://x.example/{}", name.to_lowercase().replace(' ', "-"));
        self.titled(kind, name, &url, more, &format!("{kind} {name}"));
    }

    fn titled(&self, kind: &str, file: &str, url: &str, more: &str, title: &str) {
        let text = format!("type = \"{kind}\"\ntitle = \"{title}\"\nurl = \"{url}\"\n{more}\n");
        self.0.write(&format!("inbox/{file}.toml"), &text);
    }

    fn withdraw(&self, name: &str) {
        std::fs::remove_file(self.0.path(&format!("inbox/{name}.toml"))).unwrap();
    }

    fn draft(&self) -> Said {
        self.on("2026-11-20", &["draft", "--date", "2026-11-24"])
    }

    fn on(&self, today: &str, arguments: &[&str]) -> Said {
        self.0.run(&[&["--offline", "--today", today], arguments].concat())
    }

    /// Drafts again and gives the issue.
    fn again(&self) -> String {
        let said = self.draft();
        assert_eq!(said.code, 0, "{}", said.err);
        self.issue()
    }

    fn issue(&self) -> String {
        self.0.read(ISSUE)
    }

    fn edit(&self, from: &str, to: &str) -> String {
        let issue = self.issue();
        assert!(issue.contains(from), "{from:?} is not in\n{issue}");
        self.0.write(ISSUE, &issue.replacen(from, to, 1));
        self.issue()
    }

    fn stays(&self, rounds: usize) {
        let issue = self.issue();
        for round in 0..rounds {
            assert_eq!(self.again(), issue, "round {round}");
        }
    }
}

const B: &str = "- [job B](https://x.example/b)\n";
const D: &str = "- [job D](https://x.example/d)\n";
const F: &str = "- [job F](https://x.example/f)\n";

#[test]
fn nothing_new_touches_neither_issue_nor_record() {
    let desk = Desk::drafted();
    let state = |name: &str| {
        let found = std::fs::metadata(desk.0.path(name)).unwrap();
        (desk.0.read(name), found.mtime_nsec(), found.ino())
    };
    let before = [ISSUE, RECORD, "issues/.record/2026-11-24.base.md"].map(state);
    let said = desk.on("2026-11-22", &["draft", "--date", "2026-11-24"]);
    assert_eq!((said.code, said.out.as_str()), (0, "issues/2026-11-24.md\n"), "{}", said.err);
    assert!(said.err.contains("nothing new"), "{}", said.err);
    assert_eq!([ISSUE, RECORD, "issues/.record/2026-11-24.base.md"].map(state), before);
}

#[test]
fn an_untouched_entry_follows_its_source_and_an_edited_one_does_not() {
    let desk = Desk::drafted();
    desk.edit("[job D]", "[Job D, edited]");
    desk.titled("job", "B", "https://x.example/b", "", "job B, senior");
    desk.titled("job", "D", "https://x.example/d", "", "job D, senior");
    let said = desk.draft();
    let issue = desk.issue();
    assert!(
        issue.contains("- [job B, senior](https://x.example/b)\n- [Job D, edited](https://x.example/d)\n"),
        "{issue}"
    );
    assert!(
        said.err.contains("updated from the source: job B, senior")
            || said.err.contains("updated from the source: job B"),
        "{}",
        said.err
    );
    assert!(said.err.contains("changed at the source, kept because people edited it: job D"), "{}", said.err);
    desk.stays(3);
    let explained = desk.on("2026-11-20", &["explain", "https://x.example/d"]);
    assert!(explained.out.contains("edited by hand") && explained.out.contains("job D, senior"), "{}", explained.out);
}

#[test]
fn a_template_that_changed_changes_no_entry() {
    let desk = Desk::drafted();
    let issue = desk.issue();
    desk.0.write(
        "sources.toml",
        &SOURCES.replace("limit = 4", "limit = 4\nentry = \"- NEW {{ title }} [x]({{ url }})\""),
    );
    assert_eq!(desk.again(), issue);
}

#[test]
fn what_is_no_longer_offered_stays_and_is_reported() {
    let desk = Desk::drafted();
    desk.withdraw("D");
    let issue = desk.issue();
    let said = desk.draft();
    assert_eq!(desk.issue(), issue);
    assert!(said.err.contains("no longer offered by the source, stays: job D"), "{}", said.err);
}

#[test]
fn a_moved_entry_stays_where_it_is_and_as_it_is() {
    let desk = Desk::drafted();
    desk.edit(B, "");
    let moved = desk.edit("## News\n\n", &format!("## News\n\n{B}"));
    desk.titled("job", "B", "https://x.example/b", "", "job B, senior");
    assert_eq!(desk.again(), moved);
    desk.stays(5);
}

#[test]
fn a_relinked_entry_stays_and_both_links_count_as_used() {
    let desk = Desk::drafted();
    let relinked = desk.edit("https://x.example/d", "https://y.example/apply");
    desk.titled("job", "Y", "https://y.example/apply", "", "the same at its new address");
    assert_eq!(desk.again(), relinked);
    desk.stays(3);
    desk.edit("[job D]", "[Job D at last]");
    desk.stays(3);
}

#[test]
fn what_an_editor_took_out_stays_out_of_this_issue_and_the_next() {
    let desk = Desk::drafted();
    let without = desk.edit(D, "");
    let said = desk.draft();
    assert!(said.err.contains("taken out by an editor, stays out: job D"), "{}", said.err);
    assert_eq!(desk.issue(), without);
    desk.stays(3);
    let explained = desk.on("2026-11-20", &["explain", "https://x.example/d"]);
    assert!(explained.out.contains("an editor took it out of 2026-11-24.md"), "{}", explained.out);
    let said = desk.on("2026-12-15", &["draft", "--date", "2026-12-29"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(!desk.0.read("issues/2026-12-29.md").contains("x.example/d"));
    assert_eq!(desk.on("2026-12-15", &["draft", "--date", "2026-12-29"]).code, 0);
    let third = desk.on("2027-01-15", &["draft", "--date", "2027-01-26"]);
    assert_eq!(third.code, 0, "{}", third.err);
    assert!(!desk.0.read("issues/2027-01-26.md").contains("x.example/d"));
}

#[test]
fn an_event_that_was_taken_out_comes_back_only_on_other_days() {
    let desk = Desk::drafted();
    desk.offer("event", "Summit", "start = \"2026-12-10\"");
    assert!(
        desk.again().ends_with("\n## Events\n\n- December 10, 2026 [event Summit](https://x.example/summit)\n"),
        "{}",
        desk.issue()
    );
    desk.edit("- December 10, 2026 [event Summit](https://x.example/summit)\n", "");
    desk.again();
    desk.stays(2);
    desk.offer("event", "Summit", "start = \"2027-01-14\"");
    assert!(desk.again().contains("January 14, 2027"), "{}", desk.issue());
}

#[test]
fn an_event_that_moved_is_updated_in_place() {
    let desk = Desk::drafted();
    desk.offer("event", "Summit", "start = \"2026-12-10\"");
    desk.again();
    desk.offer("event", "Summit", "start = \"2026-12-12\"");
    let issue = desk.again();
    assert!(issue.contains("December 12, 2026") && !issue.contains("December 10"), "{issue}");
    desk.stays(2);
}

#[test]
fn what_a_person_puts_back_is_theirs() {
    let desk = Desk::drafted();
    desk.edit(D, "");
    desk.again();
    let back = desk.edit(F, &format!("{F}{D}"));
    desk.titled("job", "D", "https://x.example/d", "", "job D, senior");
    assert_eq!(desk.again(), back);
    desk.stays(3);
}

#[test]
fn a_link_that_a_person_adds_is_used_and_chosen() {
    let desk = Desk::drafted();
    let own = desk.edit(F, &format!("{F}* Our own words on [G](https://x.example/g)\n"));
    desk.offer("job", "G", "");
    assert_eq!(desk.again(), own);
    let record = desk.0.read(RECORD);
    let line = record.lines().find(|line| line.contains("job x.example/g")).unwrap();
    assert!(line.contains("\"decision\":\"chosen\"") && line.contains("\"hand\":\"added\""), "{line}");
    desk.edit("* Our own words on [G](https://x.example/g)\n", "");
    assert!(!desk.again().contains("x.example/g"), "a person took it out again");
}

#[test]
fn new_entries_stand_where_the_order_puts_them_until_the_section_is_full() {
    let desk = Desk::drafted();
    for name in ["C", "E"] {
        desk.offer("job", name, "");
    }
    let said = desk.draft();
    let c = "- [job C](https://x.example/c)\n";
    assert!(desk.issue().contains(&format!("{B}{c}{D}{F}")), "{}", desk.issue());
    assert!(!desk.issue().contains("x.example/e") && said.err.contains("1 waiting"), "{}", said.err);
    assert!(said.err.contains("added to “Jobs”: job C"), "{}", said.err);
}

#[test]
fn a_section_that_was_empty_comes_in_at_its_place() {
    let desk = Desk::drafted();
    desk.edit("## News", "A person's paragraph.\n\n## News");
    let before = desk.issue();
    desk.0.write(
        "sources.toml",
        &SOURCES.replace(
            "[[section]]\nname = \"news\"",
            "[[section]]\nname = \"talks\"\nheading = \"Talks\"\ntakes = \"event\"\n[[section]]\nname = \"news\"",
        ),
    );
    desk.offer("event", "Talk", "start = \"2026-12-10\"");
    let issue = desk.again();
    let talks = "## Talks\n\n- December 10, 2026 [event Talk](https://x.example/talk)\n\n";
    assert_eq!(issue, before.replace("## News", &format!("{talks}## News")));
    desk.stays(2);
}

#[test]
fn a_section_that_was_taken_out_stays_out_and_one_that_was_renamed_is_found() {
    let desk = Desk::drafted();
    let issue = desk.issue();
    let (jobs, _) = issue.split_once("## News").unwrap();
    desk.0.write(ISSUE, &jobs.replace("## Jobs", "## 🧳 Positions"));
    desk.offer("job", "C", "");
    desk.offer("article", "Second", "");
    let said = desk.draft();
    let issue = desk.issue();
    assert!(issue.contains("## 🧳 Positions") && issue.contains("job C") && !issue.contains("News"), "{issue}");
    assert!(said.err.contains("section `news` cannot be found"), "{}", said.err);
    desk.stays(5);
    for entry in [B, D, F, "- [job C](https://x.example/c)\n"] {
        desk.edit(entry, "");
    }
    desk.offer("job", "Z", "");
    assert!(desk.again().contains("## 🧳 Positions\n\n- [job Z](https://x.example/z)\n"), "{}", desk.issue());
}

#[test]
fn the_form_of_a_file_is_the_persons() {
    let desk = Desk::drafted();
    let issue = desk.issue().replace("- [job", "* [job").replace('\n', "\r\n");
    let odd = format!("\u{feff}{}\t \r\n<!-- a comment -->\r\n\r\nLast line without an end", issue.trim_end());
    desk.0.write(ISSUE, &odd);
    assert_eq!(desk.again(), odd);
    desk.offer("job", "G", "");
    let drafted = desk.again();
    let inserted = "* [job G](https://x.example/g)\r\n";
    assert!(drafted.contains(inserted), "{drafted:?}");
    assert_eq!(drafted.replacen(inserted, "", 1), odd);
}

#[test]
fn a_renamed_issue_is_found_again() {
    let desk = Desk::drafted();
    std::fs::rename(desk.0.path(ISSUE), desk.0.path("issues/2026-12-01.md")).unwrap();
    desk.offer("job", "C", "");
    let said = desk.on("2026-11-20", &["draft"]);
    assert_eq!((said.code, said.out.as_str()), (0, "issues/2026-12-01.md\n"), "{}", said.err);
    assert!(desk.0.read("issues/2026-12-01.md").contains("job C"));
    assert!(!desk.0.path(ISSUE).exists() && !desk.0.path(RECORD).exists());
    assert!(desk.0.path("issues/.record/2026-12-01.jsonl").exists());
}

#[test]
fn a_conflict_stops_the_run_and_is_named() {
    for file in [ISSUE, RECORD, "issues/.record/2026-11-24.base.md"] {
        let desk = Desk::drafted();
        let text = desk.0.read(file) + "<<<<<<< HEAD\n";
        desk.0.write(file, &text);
        let said = desk.draft();
        assert_eq!(said.code, 1, "{file}");
        let line = text.lines().count();
        assert!(said.err.contains(&format!("{file}:{line}:")), "{}", said.err);
        assert_eq!(desk.0.read(file), text);
    }
}

#[test]
fn without_its_record_the_issue_is_wholly_peoples() {
    let desk = Desk::drafted();
    let without = desk.edit(D, "");
    for name in [RECORD, "issues/.record/2026-11-24.base.md"] {
        std::fs::remove_file(desk.0.path(name)).unwrap();
    }
    desk.titled("job", "B", "https://x.example/b", "", "job B, senior");
    let issue = desk.again();
    assert!(issue.replacen(D, "", 1) == without, "only added: {issue}");
}

#[test]
fn dry_run_shows_the_difference_and_stdout_the_whole() {
    let desk = Desk::drafted();
    desk.offer("job", "C", "");
    let issue = desk.issue();
    let said = desk.on("2026-11-20", &["draft", "--date", "2026-11-24", "--dry-run"]);
    assert!(
        said.out.contains("+- [job C](https://x.example/c)\n") && said.out.matches("\n+").count() == 2,
        "{}",
        said.out
    );
    let whole = desk.on("2026-11-20", &["draft", "--date", "2026-11-24", "--stdout"]).out;
    assert_eq!(desk.issue(), issue);
    assert_eq!(desk.again(), whole);
}

#[test]
fn the_report_says_what_is_new() {
    let desk = Desk::drafted();
    desk.offer("job", "C", "");
    let report = || serde_json::from_str::<serde_json::Value>(&desk.0.read("report.json")).unwrap()["issue"].clone();
    let run = || desk.on("2026-11-20", &["draft", "--date", "2026-11-24", "--report", "report.json"]);
    assert_eq!(run().code, 0);
    assert_eq!((report()["new"].as_u64(), report()["changed"].as_bool()), (Some(1), Some(true)));
    assert_eq!(run().code, 0);
    assert_eq!((report()["new"].as_u64(), report()["changed"].as_bool()), (Some(0), Some(false)));
}

/// Runs git in the newsletter's folder.
fn git(desk: &Desk, arguments: &[&str]) {
    let ran = std::process::Command::new("git")
        .current_dir(desk.0.path(""))
        .args(["-c", "user.name=A", "-c", "user.email=a@x.example"])
        .args(arguments)
        .output()
        .unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
}

#[test]
fn a_record_that_was_committed_without_its_issue_takes_nothing_out() {
    let desk = Desk::drafted();
    git(&desk, &["init", "-q"]);
    git(&desk, &["add", "issues"]);
    git(&desk, &["commit", "-qm", "first"]);
    let before = desk.issue();
    desk.offer("job", "C", "");
    let after = desk.again();
    git(&desk, &["add", "issues/.record"]);
    git(&desk, &["commit", "-qm", "the record only"]);
    // A fresh clone: the issue as committed, no local notes.
    desk.0.write(ISSUE, &before);
    std::fs::remove_dir_all(desk.0.path(".newsletter")).unwrap();
    assert_eq!(desk.again(), after, "it was never offered to people: it is offered again");
}

#[test]
fn what_was_deleted_in_the_browser_stays_deleted_in_a_fresh_clone() {
    let desk = Desk::drafted();
    git(&desk, &["init", "-q"]);
    git(&desk, &["add", "issues"]);
    git(&desk, &["commit", "-qm", "first"]);
    let mut emptied = desk.issue();
    for entry in [B, D, F, "- article Story [Read on x.example](https://x.example/story)\n"] {
        assert!(emptied.contains(entry), "{emptied}");
        emptied = emptied.replacen(entry, "", 1);
    }
    desk.0.write(ISSUE, &emptied);
    git(&desk, &["commit", "-qam", "in the browser"]);
    std::fs::remove_dir_all(desk.0.path(".newsletter")).unwrap();
    assert_eq!(desk.again(), emptied);
    desk.stays(2);
}

#[test]
fn the_newsletter_of_this_repository_drafted_twice_is_drafted_once() {
    let newsletter = Newsletter::of_this_repository();
    let draft = ["--replay", "examples/recording", "--today", "2026-11-20", "draft"];
    assert_eq!(newsletter.run(&draft).code, 0);
    let files = [ISSUE, RECORD, "issues/.record/2026-11-24.base.md", "issues/README.md"];
    let before = files.map(|file| newsletter.read(file));
    let said = newsletter.run(&draft);
    assert!(said.code == 0 && said.err.contains("nothing new: issues/2026-11-24.md"), "{}", said.err);
    assert_eq!(files.map(|file| newsletter.read(file)), before);
}

#[test]
fn a_shallow_clone_is_told_from_where_to_know_more() {
    let desk = Desk::drafted();
    git(&desk, &["init", "-q"]);
    git(&desk, &["add", "-A"]);
    git(&desk, &["commit", "-qm", "first"]);
    let mut emptied = desk.issue();
    for entry in [B, D, F, "- article Story [Read on x.example](https://x.example/story)\n"] {
        emptied = emptied.replacen(entry, "", 1);
    }
    desk.0.write(ISSUE, &emptied);
    git(&desk, &["commit", "-qam", "in the browser"]);
    let origin = format!("file://{}", desk.0.path("").display());
    git(&desk, &["clone", "-q", "--depth", "1", &origin, "clone"]);
    let said = desk.on("2026-11-20", &["-C", "clone", "draft", "--date", "2026-11-24"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.err.contains("nobody can tell whether an editor took them out: they wait"), "{}", said.err);
    assert!(said.err.contains("git fetch --unshallow") && said.err.contains("fetch-depth: 0"), "{}", said.err);
    assert_eq!(desk.0.read(&format!("clone/{ISSUE}")), emptied);
}

/// The state that the record of an issue tells.
fn state(desk: &Desk, record: &str) -> String {
    let head: serde_json::Value = serde_json::from_str(desk.0.read(record).lines().next().unwrap()).unwrap();
    head["state"].as_str().unwrap().to_owned()
}

#[test]
fn an_issue_is_out_when_its_day_is_over_or_has_come_and_a_later_one_exists() {
    let desk = Desk::drafted();
    let later = "issues/.record/2026-12-29.jsonl";
    let candidates = |desk: &Desk| desk.0.read(RECORD).split_once('\n').unwrap().1.to_owned();
    let before = candidates(&desk);
    assert_eq!(desk.on("2026-11-20", &["draft", "--date", "2026-12-29"]).code, 0);
    assert_eq!((state(&desk, RECORD).as_str(), state(&desk, later).as_str()), ("open", "open"), "side by side");
    assert_eq!(desk.on("2026-11-24", &["draft", "--date", "2026-12-29", "--dry-run"]).code, 0);
    assert_eq!(state(&desk, RECORD), "open", "a dry run writes nothing");
    assert_eq!(desk.on("2026-11-24", &["draft", "--date", "2026-12-29"]).code, 0);
    assert_eq!((state(&desk, RECORD).as_str(), state(&desk, later).as_str()), ("published", "open"));
    assert_eq!(candidates(&desk), before);
    assert_eq!(desk.on("2026-12-30", &["draft", "--date", "2027-01-26"]).code, 0);
    assert_eq!(state(&desk, later), "published");
}

#[test]
fn an_issue_that_is_out_is_drafted_only_by_its_date_and_says_so() {
    let desk = Desk::drafted();
    assert_eq!(desk.on("2026-11-25", &["draft", "--date", "2026-12-29"]).code, 0);
    desk.edit(D, "");
    desk.offer("job", "C", "");
    let said = desk.on("2026-11-26", &["draft", "--date", "2026-11-24"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let why = "its day is over and the issue of 2026-12-29 comes after it";
    assert!(said.err.contains(why) && said.err.contains("only adds what is new"), "{}", said.err);
    assert!(desk.issue().contains("job C") && !desk.issue().contains("job D"), "{}", desk.issue());
    assert_eq!(state(&desk, RECORD), "published");
}

#[test]
fn a_lost_record_or_base_is_named() {
    let desk = Desk::drafted();
    std::fs::remove_file(desk.0.path("issues/.record/2026-11-24.base.md")).unwrap();
    assert!(desk.draft().err.contains("2026-11-24.base.md is missing"));
    std::fs::remove_file(desk.0.path(RECORD)).unwrap();
    assert!(desk.draft().err.contains("issues/2026-11-24.md has no record yet"));
    assert!(!desk.draft().err.contains("has no record yet"));
}

#[test]
fn a_record_with_the_lines_of_both_sides_of_a_merge_is_one_record() {
    let desk = Desk::drafted();
    let record = desk.0.read(RECORD);
    let (head, candidates) = record.split_once('\n').unwrap();
    let other = head.replace("\"run\"", "\"lost\":[\"x.example/lost\"],\"run\"");
    desk.0.write(RECORD, &format!("{head}\n{other}\n{candidates}"));
    desk.offer("job", "Lost", "");
    let said = desk.draft();
    assert!(said.code == 0 && !said.err.contains("skipped"), "{}", said.err);
    assert!(!desk.issue().contains("x.example/lost"), "{}", desk.issue());
}

#[test]
fn what_a_person_writes_while_a_run_collects_is_not_written_over() {
    use std::os::unix::fs::PermissionsExt as _;
    let newsletter = Newsletter::with(
        "[newsletter]\ntitle = \"T\"\n[[section]]\nname = \"news\"\nheading = \"News\"\ntakes = \"article\"\n[[source]]\nname = \"mine\"\nkind = \"command\"\ncommand = [\"scripts/mine\"]\n",
    );
    let item = |title: &str| {
        format!(
            "echo '{{\"type\":\"article\",\"title\":\"{title}\",\"url\":\"https://a.example/{title}\",\"published\":\"2026-11-19\"}}'"
        )
    };
    let script = format!(
        "#!/bin/sh\n{}\n[ -e {ISSUE} ] || exit 0\n{}\n[ -e calm ] || echo 'A late line.' >> {ISSUE}\n",
        item("One"),
        item("Two")
    );
    newsletter.write("scripts/mine", &script);
    std::fs::set_permissions(newsletter.path("scripts/mine"), std::fs::Permissions::from_mode(0o755)).unwrap();
    let draft = || newsletter.run(&["draft", "--today", "2026-11-20", "--date", "2026-11-24"]);
    let first = draft();
    assert_eq!(first.code, 0, "{}", first.err);
    let (issue, record) = (newsletter.read(ISSUE), newsletter.read(RECORD));
    let refused = draft();
    assert_eq!(refused.code, 1, "{}", refused.err);
    assert!(refused.err.contains("2026-11-24.md was changed while this run was collecting"), "{}", refused.err);
    assert_eq!(newsletter.read(ISSUE), format!("{issue}A late line.\n"));
    assert_eq!(newsletter.read(RECORD), record);
    newsletter.write("calm", "");
    let again = draft();
    assert_eq!(again.code, 0, "{}", again.err);
    let issue = newsletter.read(ISSUE);
    assert!(issue.contains("A late line.") && issue.contains("https://a.example/Two"), "{issue}");
}
