//! What stands on disk: damaged state, hostile targets, failing calls, killed runs.
//!
//! All work on one small newsletter ([`Small`]) whose October issue is out and whose November issue
//! is drafted from a recording, so that a run takes as little time as one can.

mod damage;
mod faults;
mod kills;
mod surroundings;
mod targets;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::{Newsletter, Said, copy, said};

pub const OCTOBER: &str = "issues/2026-10-27.md";
pub const OCTOBER_RECORD: &str = "issues/.record/2026-10-27.jsonl";
pub const ISSUE: &str = "issues/2026-11-24.md";
pub const RECORD: &str = "issues/.record/2026-11-24.jsonl";
pub const BASE: &str = "issues/.record/2026-11-24.base.md";
pub const INDEX: &str = "issues/README.md";

/// Drafts the November issue.
pub const DRAFT: &[&str] = &["draft", "--replay", "recording", "--today", "2026-11-20", "--date", "2026-11-24"];

const SOURCES: &str = r#"[newsletter]
title = "Small"
schedule = "last tuesday"

[[section]]
name = "news"
heading = "News"
takes = "article"
window = "60 days"

[[section]]
name = "talks"
heading = "Talks"
takes = "article"
window = "60 days"

[[source]]
name = "paper"
kind = "feed"
url = "https://paper.example/feed.xml"
section = "news"

[[source]]
name = "stage"
kind = "feed"
url = "https://stage.example/feed.xml"
section = "talks"
"#;

/// A folder as it stands: every file by its path, but for local working state.
pub type Tree = BTreeMap<String, Vec<u8>>;

/// A newsletter of two feeds.
pub struct Small {
    newsletter: Newsletter,
}

impl Small {
    /// The October issue is out; both feeds have two items more since.
    pub fn after_october() -> Small {
        let small = Small { newsletter: Newsletter::with(SOURCES) };
        small.write(
            INDEX,
            "# Issues\n\n<!-- newsletter:index:start -->\n| Issue | Date |\n| --- | --- |\n<!-- newsletter:index:end -->\n\nA person's line.\n",
        );
        small.serve(&["old-1", "old-2"], "Mon, 19 Oct 2026 10:00:00 +0000", &["undated"]);
        let said = small.run(&["draft", "--replay", "recording", "--today", "2026-10-23", "--date", "2026-10-27"]);
        assert_eq!(said.code, 0, "{}", said.err);
        small.serve(&["new-1", "new-2", "old-2"], "Mon, 16 Nov 2026 10:00:00 +0000", &["undated"]);
        small
    }

    /// The November issue is drafted, a person has edited it, and there is something new since.
    pub fn edited_and_more_to_come() -> Small {
        let small = Small::after_october();
        assert_eq!(small.run(DRAFT).code, 0);
        let issue = small.read(ISSUE);
        let first = issue.lines().find(|line| line.contains("/new-2)")).unwrap();
        let edited = issue.replacen(first, "A person's paragraph, in place of an entry.", 1);
        small.write(ISSUE, &edited.replacen("paper new-1", "A person's title", 1));
        small.serve(&["late-1", "new-1", "new-2", "late-2", "old-2"], "Mon, 16 Nov 2026 10:00:00 +0000", &["undated"]);
        small
    }

    /// What both feeds answer from now on.
    fn serve(&self, dated: &[&str], date: &str, undated: &[&str]) {
        for (order, name) in ["paper", "stage"].iter().enumerate() {
            let item = |id: &str, date: &str| {
                format!(
                    "<item><title>{name} {id}</title><link>https://{name}.example/{id}</link>{date}<description>What {id} is about, in a sentence.</description></item>\n"
                )
            };
            let dated = dated.iter().map(|id| item(id, &format!("<pubDate>{date}</pubDate>")));
            let items: String = dated.chain(undated.iter().map(|id| item(id, ""))).collect();
            let body = format!(
                "<rss version=\"2.0\"><channel><title>{name}</title><link>https://{name}.example/</link>\n{items}</channel></rss>\n"
            );
            let head = format!(
                "order = {}\nmethod = \"GET\"\nurl = \"https://{name}.example/feed.xml\"\nstatus = 200\n[response]\ncontent-type = \"application/rss+xml\"\n",
                order + 1
            );
            self.write(&format!("recording/{name}.head.toml"), &head);
            self.write(&format!("recording/{name}.body"), &body);
        }
    }

    /// Another newsletter, just like this one.
    pub fn copy(&self) -> Small {
        let other = Small { newsletter: Newsletter::with(SOURCES) };
        copy(&self.path(""), &other.path(""));
        other
    }

    /// Makes this newsletter like another.
    pub fn reset(&self, to: &Small) {
        for entry in std::fs::read_dir(self.path("")).unwrap() {
            remove(&entry.unwrap().path());
        }
        copy(&to.path(""), &self.path(""));
    }

    /// Every file, but for local working state.
    pub fn tree(&self) -> Tree {
        let mut tree = Tree::new();
        gather(&self.path(""), &self.path(""), &mut tree);
        tree.retain(|path, _| !path.starts_with(".newsletter/"));
        tree
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.newsletter.path(name)
    }

    pub fn read(&self, name: &str) -> String {
        self.newsletter.read(name)
    }

    pub fn write(&self, name: &str, text: &str) {
        self.newsletter.write(name, text);
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        self.newsletter.command(arguments)
    }

    pub fn run(&self, arguments: &[&str]) -> Said {
        self.newsletter.run(arguments)
    }

    /// Runs with the n-th call that changes the disk failing: by an error of the system (its number),
    /// or by the end of the process (`crash`).
    pub fn run_with_fault(&self, number: usize, kind: &str, arguments: &[&str]) -> Said {
        said(self.command(arguments).env("NEWSLETTER_FAULT", format!("{number} {kind}")))
    }
}

/// A name that only temporary files have.
pub fn is_temporary(path: &str) -> bool {
    path.rsplit('/').next().is_some_and(|name| name.starts_with(".newsletter-"))
}

/// Each file is as it was before or as an undisturbed run leaves it; only the dead leave temporary files.
pub fn assert_whole(before: &Tree, now: &Tree, after: &Tree, may_leave_temporary: bool, when: &str) {
    for (path, bytes) in now {
        if is_temporary(path) {
            assert!(may_leave_temporary, "{when}: {path} is left");
            continue;
        }
        let is_whole = before.get(path) == Some(bytes) || after.get(path) == Some(bytes);
        assert!(is_whole, "{when}: {path} is torn:\n{}", String::from_utf8_lossy(bytes));
    }
    for path in before.keys() {
        assert!(now.contains_key(path), "{when}: {path} is gone");
    }
}

/// Two folders are the same, file by file.
pub fn assert_same(now: &Tree, wanted: &Tree, when: &str) {
    assert_eq!(now.keys().collect::<Vec<_>>(), wanted.keys().collect::<Vec<_>>(), "{when}");
    for (path, bytes) in now {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert!(wanted.get(path) == Some(bytes), "{when}: {path} is\n{}\nnot\n{}", text(bytes), text(&wanted[path]));
    }
}

pub fn remove(path: &Path) {
    match std::fs::symlink_metadata(path) {
        Ok(found) if found.is_dir() => std::fs::remove_dir_all(path).unwrap(),
        Ok(_) => std::fs::remove_file(path).unwrap(),
        Err(_) => (),
    }
}

fn gather(root: &Path, folder: &Path, tree: &mut Tree) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = entry.path();
        if entry.file_type().unwrap().is_dir() {
            gather(root, &path, tree);
        } else {
            let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
            tree.insert(name, std::fs::read(&path).unwrap());
        }
    }
}
