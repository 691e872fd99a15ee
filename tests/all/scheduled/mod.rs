//! The scheduled run, step for step as the action does it, against a bare repository on this disk and
//! plain git: `branch` (drafting into a branch that people work on), `pull_request` (its text, and the
//! calls to GitHub with a stand-in for `gh`), `summary` (what a run tells the runner), `workflows`
//! (what must hold for every workflow file). Here: the bed they run on.

mod branch;
mod pull_request;
mod summary;
mod workflows;

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::{Said, said};

const SOURCES: &str = r#"[newsletter]
title = "Test News"
schedule = "last tuesday"
timezone = "UTC"
[[section]]
name = "news"
heading = "News"
takes = "article"
window = "60 days"
[[source]]
name = "feed"
kind = "feed"
path = "feeds"
"#;

/// The day of every run, and of the issue that is then next.
const TODAY: &str = "2026-11-20";
const ISSUE: &str = "issues/2026-11-24.md";
const BRANCH: &str = "newsletter/2026-11-24";

/// A bare repository, a checkout of the people who work on it, and fresh ones of the runner.
struct Bed {
    folder: tempfile::TempDir,
    runs: std::cell::Cell<usize>,
}

/// What a scheduled run did.
struct Run {
    said: Said,
    outputs: BTreeMap<String, String>,
    summary: String,
}

impl Bed {
    /// A newsletter with one item, pushed to `main`.
    fn new() -> Bed {
        let bed = Bed { folder: tempfile::tempdir().unwrap(), runs: 0.into() };
        // What is forced, or deleted, is refused by the remote itself.
        bed.git(".", &["init", "--quiet", "--bare", "--initial-branch=main", "origin.git"]);
        bed.git("origin.git", &["config", "receive.denyNonFastForwards", "true"]);
        bed.git("origin.git", &["config", "receive.denyDeletes", "true"]);
        bed.git(".", &["clone", "--quiet", "origin.git", "people"]);
        bed.write("people/sources.toml", &SOURCES.replace("path = \"feeds\"", "path = \"feed.xml\""));
        bed.write("people/issues/README.md", INDEX);
        bed.write("people/issues/2026-10-27.md", "# Test News 46\n\n## News\n\n- [Old](https://example.org/old)\n");
        bed.feed(&["First"]);
        bed.commit_on("main");
        bed
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        std::fs::write(self.path(name), text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// git in a folder of the bed; what it says.
    fn git(&self, folder: &str, arguments: &[&str]) -> String {
        let said = said(self.scrubbed("git").current_dir(self.path(folder)).args(arguments));
        assert_eq!(said.code, 0, "git {arguments:?}: {}", said.err);
        said.out
    }

    /// A program without this machine's environment and git settings.
    fn scrubbed(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("HOME", self.folder.path()).env("GIT_CONFIG_NOSYSTEM", "1").env("TMPDIR", self.folder.path());
        for role in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{role}_NAME"), "A Person").env(format!("GIT_{role}_EMAIL"), "person@example.org");
        }
        command
    }

    /// What the feed has from now on, in the people's checkout; the newest last.
    fn feed(&self, titles: &[&str]) {
        let item = |(at, title): (usize, &&str)| {
            let title = title.replace('&', "&amp;").replace('<', "&lt;");
            format!(
                "<item><title>{title}</title><link>https://example.org/news/{at}</link>\
                 <pubDate>Thu, 1{at} Nov 2026 10:00:00 +0000</pubDate><description>About it.</description></item>"
            )
        };
        let items: String = titles.iter().enumerate().map(item).collect();
        let head = "<title>T</title><link>https://example.org/</link><description>D</description>";
        self.write("people/feed.xml", &format!("<rss version=\"2.0\"><channel>{head}{items}</channel></rss>\n"));
    }

    /// Commits everything in the people's checkout and pushes it to a branch.
    fn commit_on(&self, branch: &str) {
        self.git("people", &["add", "--all"]);
        self.git("people", &["commit", "--quiet", "--message", "By a person"]);
        self.git("people", &["push", "--quiet", "origin", &format!("HEAD:{branch}")]);
    }

    /// A person changes the drafted issue in its branch.
    fn edit(&self, change: impl Fn(String) -> String) {
        self.git("people", &["fetch", "--quiet"]);
        self.git("people", &["switch", "--quiet", "--detach", &format!("origin/{BRANCH}")]);
        let issue = format!("people/{ISSUE}");
        self.write(&issue, &change(self.read(&issue)));
        self.commit_on(BRANCH);
    }

    /// The people's checkout goes to `main` as it is at the remote.
    fn to_main(&self) {
        self.git("people", &["fetch", "--quiet"]);
        self.git("people", &["switch", "--quiet", "--detach", "origin/main"]);
    }

    /// A file in a branch of the bare repository.
    fn at(&self, branch: &str, file: &str) -> String {
        self.git("origin.git", &["show", &format!("{branch}:{file}")])
    }

    /// The commit of a branch; empty where there is none.
    fn tip(&self, branch: &str) -> String {
        self.git("origin.git", &["for-each-ref", "--format=%(objectname)", &format!("refs/heads/{branch}")])
    }

    /// Both scripts in a fresh clone, as the action runs them.
    fn scheduled(&self) -> Run {
        self.scheduled_with(&self.clone_for_runner(&[]), env!("CARGO_BIN_EXE_newsletter"))
    }

    fn clone_for_runner(&self, options: &[&str]) -> PathBuf {
        self.runs.set(self.runs.get() + 1);
        let name = format!("runner-{}", self.runs.get());
        let origin = format!("file://{}", self.path("origin.git").display());
        let arguments: Vec<&str> =
            ["clone", "--quiet"].iter().chain(options).copied().chain([origin.as_str(), &name]).collect();
        self.git(".", &arguments);
        self.path(&name)
    }

    fn scheduled_with(&self, checkout: &Path, program: &str) -> Run {
        for file in ["outputs", "summary"] {
            self.write(file, "");
        }
        let next = self.script("next.sh", checkout, program, &[]);
        let due = self.outputs().get("due").is_some_and(|due| due == "true");
        let said = if next.code == 0 && due {
            let branch = self.outputs().get("branch").cloned().unwrap_or_default();
            self.script("draft.sh", checkout, program, &[("BRANCH", &branch)])
        } else {
            next
        };
        Run { said, outputs: self.outputs(), summary: self.read("summary") }
    }

    fn script(&self, name: &str, checkout: &Path, program: &str, environment: &[(&str, &str)]) -> Said {
        let mut command = self.scrubbed(Path::new(env!("CARGO_MANIFEST_DIR")).join("action").join(name));
        command.current_dir(checkout).env("BASE", "main").env("NEWSLETTER_BIN", program);
        command.env("NEWSLETTER_TODAY", TODAY).env("GITHUB_ACTIONS", "true").env("CI", "true");
        command.env("GITHUB_OUTPUT", self.path("outputs")).env("GITHUB_STEP_SUMMARY", self.path("summary"));
        command.env("PULL_REQUEST_TEXT", self.path("pull-request.md")).envs(environment.iter().copied());
        said(&mut command)
    }

    /// What the steps wrote for those after them; the last value of a name counts.
    fn outputs(&self) -> BTreeMap<String, String> {
        let text = self.read("outputs");
        text.lines()
            .map(|line| line.split_once('=').expect(line))
            .map(|(name, value)| (name.into(), value.into()))
            .collect()
    }

    /// A stand-in for the program: runs the real one, and then, after a draft, shell code of a test.
    fn program_followed_by(&self, code: &str) -> String {
        let real = env!("CARGO_BIN_EXE_newsletter");
        let text = format!("#!/bin/sh\n{real} \"$@\" || exit $?\ncase \"$*\" in *--next*) ;; *) {code} ;; esac\n");
        self.write("program", &text);
        std::fs::set_permissions(self.path("program"), std::fs::Permissions::from_mode(0o755)).unwrap();
        self.path("program").display().to_string()
    }
}

const INDEX: &str = "# Issues\n\n<!-- newsletter:index:start -->\n| Issue | Date |\n|---|---|\n\
                     | [Test News 46](2026-10-27.md) | October 27, 2026 |\n<!-- newsletter:index:end -->\n";
