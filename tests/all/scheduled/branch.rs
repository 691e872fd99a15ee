//! Drafting into a branch that people work on: nothing of theirs is lost, nothing is forced.

use super::{BRANCH, Bed, ISSUE};

#[test]
fn two_runs_keep_what_a_person_wrote_in_between_and_a_third_has_nothing_to_commit() {
    let bed = Bed::new();
    let first = bed.scheduled();
    assert_eq!(first.said.code, 0, "{}", first.said.err);
    assert_eq!((first.outputs["pushed"].as_str(), first.outputs["branch"].as_str()), ("true", BRANCH));
    assert!(bed.at(BRANCH, ISSUE).contains("# Test News 47\n"), "{}", bed.at(BRANCH, ISSUE));

    bed.edit(|issue| issue.replace("- First:", "- First, and why it matters:") + "\nWith thanks to everybody.\n");
    let by_hand = bed.at(BRANCH, ISSUE);
    bed.to_main();
    bed.feed(&["First", "Second"]);
    bed.commit_on("main");

    let second = bed.scheduled();
    assert_eq!((second.said.code, second.outputs["pushed"].as_str()), (0, "true"), "{}", second.said.err);
    assert_eq!(second.outputs["new-items"], "1");
    let now = bed.at(BRANCH, ISSUE);
    assert!(now.contains("- Second: About it. [Read on example.org](https://example.org/news/1)"), "{now}");
    let mut lines = now.lines();
    for line in by_hand.lines() {
        assert!(lines.any(|there| there == line), "{line:?} of a person is gone or elsewhere:\n{now}");
    }

    let tip = bed.tip(BRANCH);
    let third = bed.scheduled();
    assert_eq!((third.said.code, third.outputs["pushed"].as_str()), (0, "false"), "{}", third.said.err);
    assert_eq!(bed.tip(BRANCH), tip);
    let subjects = bed.git("origin.git", &["log", "--first-parent", "--format=%s", BRANCH, "^main~1"]);
    let expected =
        "Add 1 new to Test News 47\nMerge main into newsletter/2026-11-24\nBy a person\nDraft Test News 47\n";
    assert!(subjects.starts_with(expected), "{subjects}");
}

#[test]
fn a_push_that_someone_else_was_faster_than_is_drafted_again_on_top_of_theirs() {
    let bed = Bed::new();
    bed.scheduled();
    bed.edit(|issue| issue + "\nBefore.\n");
    bed.to_main();
    bed.feed(&["First", "Second"]);
    bed.commit_on("main");
    bed.git("people", &["switch", "--quiet", "--detach", &format!("origin/{BRANCH}")]);
    let meanwhile = format!(
        "test -e {done} || {{ touch {done}; cd {people} && echo 'Meanwhile.' >> {ISSUE} && \
         git commit -qam Meanwhile && git push -q origin HEAD:{BRANCH}; }}",
        done = bed.path("done").display(),
        people = bed.path("people").display()
    );
    let run = bed.scheduled_with(&bed.clone_for_runner(&[]), &bed.program_followed_by(&meanwhile));
    assert_eq!((run.said.code, run.outputs["pushed"].as_str()), (0, "true"), "{}", run.said.err);
    assert!(run.said.err.contains("drafting again on top of that"), "{}", run.said.err);
    let issue = bed.at(BRANCH, ISSUE);
    for part in ["Before.\n", "Meanwhile.\n", "- Second:"] {
        assert_eq!(issue.matches(part).count(), 1, "{part} in:\n{issue}");
    }
    assert_eq!(run.summary.matches("1 new item").count(), 1, "told once:\n{}", run.summary);
}

#[test]
fn a_branch_that_moves_every_time_is_given_up_and_left_to_the_people() {
    let bed = Bed::new();
    bed.scheduled();
    bed.to_main();
    bed.feed(&["First", "Second"]);
    bed.commit_on("main");
    bed.git("people", &["switch", "--quiet", "--detach", &format!("origin/{BRANCH}")]);
    let always = format!(
        "cd {} && echo 'Again.' >> {ISSUE} && git commit -qam Again && git push -q origin HEAD:{BRANCH}",
        bed.path("people").display()
    );
    let run = bed.scheduled_with(&bed.clone_for_runner(&[]), &bed.program_followed_by(&always));
    assert_eq!(run.said.code, 1);
    assert!(run.said.err.contains("gave up after 3 more tries"), "{}", run.said.err);
    let issue = bed.at(BRANCH, ISSUE);
    assert!(issue.matches("Again.").count() == 4 && !issue.contains("- Second:"), "{issue}");
}

#[test]
fn a_push_that_is_not_allowed_says_which_permission_is_missing() {
    let bed = Bed::new();
    let hook = bed.path("origin.git/hooks/pre-receive");
    bed.write("origin.git/hooks/pre-receive", "#!/bin/sh\nexit 1\n");
    std::fs::set_permissions(hook, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let run = bed.scheduled();
    assert_eq!(run.said.code, 1);
    assert!(run.said.err.contains("contents: write") && !run.said.err.contains("drafting again"), "{}", run.said.err);
    assert_eq!(bed.tip(BRANCH), "");
}

#[test]
fn what_main_got_meanwhile_comes_into_the_branch() {
    let bed = Bed::new();
    bed.scheduled();
    bed.to_main();
    bed.write("people/CONTRIBUTING.md", "How to.\n");
    bed.feed(&["First", "Second"]);
    bed.commit_on("main");
    assert_eq!(bed.scheduled().outputs["pushed"], "true");
    assert_eq!(bed.at(BRANCH, "CONTRIBUTING.md"), "How to.\n");
}

#[test]
fn main_alone_moving_on_makes_no_commit() {
    let bed = Bed::new();
    bed.scheduled();
    let tip = bed.tip(BRANCH);
    bed.to_main();
    bed.write("people/CONTRIBUTING.md", "How to.\n");
    bed.commit_on("main");
    assert_eq!(bed.scheduled().outputs["pushed"], "false");
    assert_eq!(bed.tip(BRANCH), tip);
}

#[test]
fn a_conflict_with_main_is_said_and_the_branch_goes_on_without() {
    let bed = Bed::new();
    bed.scheduled();
    bed.edit(|issue| issue + "\nMine.\n");
    bed.to_main();
    let index = bed.read("people/issues/README.md");
    let row = "| [Test News 46](2026-10-27.md)";
    bed.write("people/issues/README.md", &index.replace(row, &format!("| Special | November 1, 2026 |\n{row}")));
    bed.commit_on("main");
    bed.git("people", &["switch", "--quiet", "--detach", &format!("origin/{BRANCH}")]);
    bed.feed(&["First", "Second"]);
    bed.commit_on(BRANCH);
    let before = bed.tip(BRANCH);
    let run = bed.scheduled();
    assert_eq!((run.said.code, run.outputs["pushed"].as_str()), (0, "true"), "{}", run.said.err);
    let warning = run.said.out.lines().find(|line| line.starts_with("::warning")).expect(&run.said.out);
    for part in ["main could not be merged into newsletter/2026-11-24", "issues/README.md", "git merge main"] {
        assert!(warning.contains(part), "{part} is missing in {warning}");
    }
    let issue = bed.at(BRANCH, ISSUE);
    assert!(issue.contains("Mine.\n") && issue.contains("- Second:"), "{issue}");
    assert_eq!(bed.git("origin.git", &["rev-parse", &format!("{BRANCH}~1")]), before);
}

#[test]
fn a_merged_issue_is_not_drafted_again() {
    let bed = Bed::new();
    bed.scheduled();
    bed.git("people", &["fetch", "--quiet"]);
    bed.git("people", &["merge", "--quiet", &format!("origin/{BRANCH}")]);
    bed.feed(&["First", "Second"]);
    bed.commit_on("main");
    let (main, branch) = (bed.tip("main"), bed.tip(BRANCH));
    let run = bed.scheduled();
    assert_eq!((run.said.code, run.outputs["due"].as_str()), (0, "false"), "{}", run.said.err);
    assert!(run.said.err.contains("its draft has been merged"), "{}", run.said.err);
    assert_eq!((bed.tip("main"), bed.tip(BRANCH)), (main, branch));
}

#[test]
fn a_shallow_clone_fetches_what_it_lacks_and_says_how_to_do_without() {
    let bed = Bed::new();
    bed.scheduled();
    bed.edit(|issue| issue + "\nMine.\n");
    bed.to_main();
    bed.feed(&["First", "Second"]);
    bed.commit_on("main");
    let run = bed.scheduled_with(&bed.clone_for_runner(&["--depth", "1"]), env!("CARGO_BIN_EXE_newsletter"));
    assert_eq!((run.said.code, run.outputs["pushed"].as_str()), (0, "true"), "{}", run.said.err);
    assert!(bed.at(BRANCH, ISSUE).contains("Mine.\n"));
}

#[test]
fn work_that_is_not_committed_is_not_touched() {
    let bed = Bed::new();
    let checkout = bed.clone_for_runner(&[]);
    std::fs::write(checkout.join("sources.toml"), "half done").unwrap();
    let run = bed.scheduled_with(&checkout, env!("CARGO_BIN_EXE_newsletter"));
    assert_eq!(run.said.code, 1);
    assert!(run.said.err.contains("not committed: sources.toml"), "{}", run.said.err);
    assert_eq!(std::fs::read_to_string(checkout.join("sources.toml")).unwrap(), "half done");
}

#[test]
fn sources_that_all_fail_push_nothing_and_tell_why() {
    let bed = Bed::new();
    std::fs::remove_file(bed.path("people/feed.xml")).unwrap();
    bed.commit_on("main");
    let run = bed.scheduled();
    assert_eq!(run.said.code, 1, "{}", run.said.err);
    assert!(run.summary.contains("every source failed") && run.summary.contains("**feed**"), "{}", run.summary);
    assert_eq!(bed.tip(BRANCH), "");
}
