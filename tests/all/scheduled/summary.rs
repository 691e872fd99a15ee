//! What a run tells the runner and the pull request, with titles that mean harm.

use super::{BRANCH, Bed, ISSUE};

const HOSTILE: &[&str] = &[
    "Fixes #1 for @octocat in todogroup/ospology#7",
    "$(touch pwned) `touch pwned` ; touch pwned",
    "::error::x ##[add-mask]y ::set-output name=due::z",
    "<!-- newsletter:summary:end --> </details><img src=x>",
    "a](https://evil.example) [b",
];

#[test]
fn titles_reach_neither_shell_nor_runner_and_mention_nobody() {
    let bed = Bed::new();
    bed.feed(HOSTILE);
    bed.commit_on("main");
    let run = bed.scheduled();
    assert_eq!((run.said.code, run.outputs["pushed"].as_str()), (0, "true"), "{}", run.said.err);
    let names: Vec<&str> = run.outputs.keys().map(String::as_str).collect();
    assert_eq!(names, ["branch", "changed", "date", "due", "new-items", "number", "path", "pushed", "title"]);
    assert_eq!(run.outputs["new-items"], HOSTILE.len().to_string());
    for place in ["", "runner-1", "people", "origin.git"] {
        assert!(!bed.path(place).join("pwned").exists(), "a title was run as code");
    }
    for line in run.said.out.lines().chain(run.said.err.lines()) {
        assert!(!line.trim_start().starts_with("::") && !line.contains("##["), "the runner would obey {line:?}");
    }
    for text in [run.summary, bed.read("pull-request.md")] {
        for part in ["@octocat", "#1 ", "ospology#7", "<img", "(https://evil"] {
            assert!(!text.contains(part), "{part} in:\n{text}");
        }
        assert!(text.contains("@&#8203;octocat"), "{text}");
    }
    assert!(bed.at(BRANCH, ISSUE).contains("@octocat"), "the issue itself says what the source says");
}

#[test]
fn outside_of_a_runner_nothing_of_this_is_written() {
    let bed = Bed::new();
    let said =
        crate::support::said(bed.scrubbed(env!("CARGO_BIN_EXE_newsletter")).current_dir(bed.path("people")).args([
            "draft",
            "--today",
            super::TODAY,
        ]));
    assert_eq!(said.code, 0, "{}", said.err);
    let left = bed.git("people", &["status", "--short", "--untracked-files=all"]);
    assert!(left.lines().all(|line| line.contains("issues/")), "{left}");
}
