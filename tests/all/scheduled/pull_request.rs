//! The text of the pull request, and the calls that open and update it.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use super::{BRANCH, Bed};
use crate::support::{Said, said};

const START: &str = "<!-- newsletter:summary:start -->";
const END: &str = "<!-- newsletter:summary:end -->";

#[test]
fn what_people_write_around_the_programs_part_stays() {
    let bed = Bed::new();
    bed.scheduled();
    let text = bed.read("pull-request.md");
    assert!(text.starts_with(START) && text.ends_with(&format!("{END}\n")), "{text}");
    bed.write("pull-request.md", &format!("Dear reviewers,\r\n{text}\nPlease look at the jobs. @someone\n"));
    bed.to_main();
    bed.feed(&["First", "Second"]);
    bed.commit_on("main");
    bed.scheduled();
    let now = bed.read("pull-request.md");
    assert!(now.starts_with("Dear reviewers,\r\n") && now.ends_with("Please look at the jobs. @someone\n"), "{now}");
    assert!(now.contains("[Second](https://example.org/news/1)"), "{now}");
    assert_eq!((now.matches(START).count(), now.matches(END).count()), (1, 1));
}

#[test]
fn a_text_without_markers_is_all_peoples() {
    let bed = Bed::new();
    bed.write("pull-request.md", "Mine alone.\n");
    let run = bed.scheduled();
    assert_eq!(bed.read("pull-request.md"), "Mine alone.\n");
    assert!(run.said.err.contains("left as people wrote it"), "{}", run.said.err);
}

#[test]
fn what_waits_stands_there_with_the_lines_to_paste() {
    let bed = Bed::new();
    let limited = bed.read("people/sources.toml").replace("window = \"60 days\"", "window = \"60 days\"\nlimit = 1");
    bed.write("people/sources.toml", &limited);
    bed.feed(&["First", "Second & third"]);
    bed.commit_on("main");
    bed.scheduled();
    let text = bed.read("pull-request.md");
    let waiting = text.split("### Waiting (1)").nth(1).expect(&text);
    assert!(
        waiting
            .contains("  ```markdown\n  - First: About it. [Read on example.org](https://example.org/news/0)\n  ```\n"),
        "{waiting}"
    );
}

/// `gh` that keeps its arguments and answers with the file named after what it is asked for.
fn with_gh(bed: &Bed, answers: &[(&str, &str)], command: &str, title: &str) -> (Said, String) {
    for (name, text) in answers {
        bed.write(&format!("gh/{name}"), text);
    }
    let script = "#!/bin/sh\n{ for argument; do printf '[%s]' \"$argument\"; done; echo; } >> \"$GH_LOG\"\n\
        dir=$(dirname \"$0\")\n\
        case \"$*\" in\n\
        *number) kind=number ;; *state) kind=state ;; *body*select*|*select*body*) kind=body ;; *) kind=other ;;\n esac\n\
        case \"$*\" in *POST*) kind=create ;; *PATCH*) kind=update ;; esac\n\
        [ -e \"$dir/$kind.fails\" ] && exit 1\n[ -e \"$dir/$kind\" ] && cat \"$dir/$kind\"\nexit 0\n";
    bed.write("gh/gh", script);
    std::fs::set_permissions(bed.path("gh/gh"), std::fs::Permissions::from_mode(0o755)).unwrap();
    let mut call = bed.scrubbed(Path::new(env!("CARGO_MANIFEST_DIR")).join("action/pull-request.sh"));
    let path = format!("{}:{}", bed.path("gh").display(), std::env::var("PATH").unwrap_or_default());
    call.arg(command).env("PATH", path).env("GH_LOG", bed.path("gh/log")).env("GITHUB_REPOSITORY", "todogroup/news");
    call.env("BASE", "main").env("BRANCH", BRANCH).env("TITLE", title).env("GITHUB_OUTPUT", bed.path("gh/outputs"));
    call.env("PULL_REQUEST_TEXT", bed.path("pull-request.md"));
    let said = said(&mut call);
    (said, std::fs::read_to_string(bed.path("gh/log")).unwrap_or_default())
}

#[test]
fn a_pull_request_is_opened_once_with_title_and_text_as_values() {
    let bed = Bed::new();
    bed.write("pull-request.md", "text");
    let (said, log) = with_gh(&bed, &[("create", "12\n")], "write", "$(touch pwned) \"News\" 47");
    assert_eq!(said.code, 0, "{}", said.err);
    let create = log.lines().find(|line| line.contains("[POST]")).expect(&log);
    assert!(create.contains("[title=$(touch pwned) \"News\" 47]") && create.contains("[draft=true]"), "{create}");
    assert!(create.contains(&format!("[body=@{}]", bed.path("pull-request.md").display())), "{create}");
    assert!(
        log.contains(&format!("[head=todogroup:{BRANCH}]")),
        "a fork's branch of the same name is not meant: {log}"
    );
    assert_eq!(bed.read("gh/outputs"), "pull-request=12\n");
    assert!(!bed.path("pwned").exists() && !Path::new("pwned").exists());
}

#[test]
fn an_open_pull_request_gets_its_text_and_nothing_else() {
    let bed = Bed::new();
    bed.write("pull-request.md", "text");
    let (said, log) = with_gh(&bed, &[("number", "7\n"), ("state", "open\n")], "write", "News 47");
    assert_eq!(said.code, 0, "{}", said.err);
    let update = log.lines().find(|line| line.contains("[PATCH]")).expect(&log);
    assert!(update.contains("[repos/todogroup/news/pulls/7]") && !update.contains("title"), "{update}");
    assert!(!log.contains("[POST]"), "{log}");
    assert_eq!(bed.read("gh/outputs"), "pull-request=7\n");
}

#[test]
fn a_pull_request_that_someone_closed_stays_closed() {
    let bed = Bed::new();
    let (said, log) = with_gh(&bed, &[("number", "7\n"), ("state", "closed\n")], "write", "News 47");
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.err.contains("not opened again"), "{}", said.err);
    assert!(!log.contains("[POST]") && !log.contains("[PATCH]"), "{log}");
}

#[test]
fn a_repository_without_drafts_gets_a_ready_one_and_a_refusal_names_the_setting() {
    let bed = Bed::new();
    bed.write("pull-request.md", "text");
    let (said, log) = with_gh(&bed, &[("create.fails", "")], "write", "News 47");
    assert_eq!(said.code, 1);
    assert!(log.contains("[draft=true]") && log.contains("[draft=false]"), "{log}");
    assert!(said.err.contains("Allow GitHub Actions to create and approve pull requests"), "{}", said.err);
}

#[test]
fn the_text_of_an_open_pull_request_is_read_before_the_draft() {
    let bed = Bed::new();
    let (said, _) = with_gh(&bed, &[("body", "As it is.\n")], "read", "");
    assert_eq!((said.code, bed.read("pull-request.md").as_str()), (0, "As it is.\n"), "{}", said.err);
}
