//! What must hold for the action and every workflow that the project has or writes. The rest is for
//! zizmor and actionlint, which need to be installed (CONTRIBUTING.md).

use std::path::{Path, PathBuf};

use regex::Regex;

/// The action, the project's own workflows, and those that `init` writes.
fn files() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = vec![root.join("action.yml")];
    for folder in [".github/workflows", "docs/starter"] {
        let entries = std::fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap().path());
        files.extend(entries.filter(|path| path.extension().is_some_and(|ending| ending == "yml")));
    }
    assert!(files.len() >= 5, "{files:?}");
    files.into_iter().map(|path| (path.clone(), std::fs::read_to_string(path).unwrap())).collect()
}

#[test]
fn every_action_is_pinned_by_hash_with_its_version_beside() {
    let pinned = Regex::new(r"^\s*(- )?uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$").unwrap();
    for (path, text) in files() {
        for line in text.lines().filter(|line| line.trim_start().trim_start_matches("- ").starts_with("uses:")) {
            assert!(pinned.is_match(line), "{}: {line}", path.display());
        }
    }
}

#[test]
fn one_action_is_pinned_to_one_commit_everywhere() {
    let uses = Regex::new(r"uses: ([\w./-]+)@(\S+)").unwrap();
    let mut pins = std::collections::BTreeMap::new();
    for (path, text) in files() {
        for found in uses.captures_iter(&text) {
            let pin = pins.entry(found[1].to_owned()).or_insert_with(|| found[2].to_owned());
            assert_eq!(*pin, found[2], "{} in {}", &found[1], path.display());
        }
    }
}

#[test]
fn nobody_gets_more_than_they_need() {
    for (path, text) in files().into_iter().filter(|(path, _)| !path.ends_with("action.yml")) {
        assert!(text.contains("\npermissions: {}\n"), "{} grants something to every job", path.display());
        let jobs = text.split("\njobs:\n").nth(1).unwrap();
        assert!(jobs.contains("\n    permissions:\n"), "{}", path.display());
        for checkout in jobs.split("uses: actions/checkout@").skip(1) {
            let step = checkout.split("\n      - ").next().unwrap();
            assert!(step.contains("persist-credentials: false"), "{}: a token is left in the checkout", path.display());
        }
        assert!(text.contains("\nconcurrency:\n") && jobs.contains("timeout-minutes:"), "{}", path.display());
        assert!(!text.contains("pull_request_target") && !text.contains("workflow_run"), "{}", path.display());
    }
}

#[test]
fn no_expression_is_put_into_shell_code() {
    for (path, text) in files() {
        let mut depth = None;
        for line in text.lines() {
            let indent = line.len() - line.trim_start().len();
            if depth.is_some_and(|depth| indent <= depth && !line.trim().is_empty()) {
                depth = None;
            }
            let begins = line.trim_start().trim_start_matches("- ").starts_with("run:");
            if begins {
                depth = Some(indent);
            }
            assert!(!(depth.is_some() && line.contains("${{")), "{}: {line}", path.display());
        }
    }
}

#[test]
fn schedules_keep_away_from_the_full_hour_and_have_a_button() {
    let minute = Regex::new("cron: \"(\\d+) ").unwrap();
    for (path, text) in files() {
        for found in minute.captures_iter(&text) {
            assert!(!matches!(&found[1], "0" | "15" | "30" | "45"), "{}", path.display());
            assert!(text.contains("workflow_dispatch:") && text.contains("60 days"), "{}", path.display());
        }
    }
}

#[test]
fn every_fuzz_target_is_run_each_week() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let workflow = std::fs::read_to_string(root.join(".github/workflows/fuzz.yml")).unwrap();
    assert!(workflow.contains("schedule:") && workflow.contains(" fuzz/run.sh 60\n"), "{workflow}");
    // Without a list of targets, `fuzz/run.sh` runs those of the manifest.
    let manifest = std::fs::read_to_string(root.join("fuzz/Cargo.toml")).unwrap();
    let targets = std::fs::read_dir(root.join("fuzz/fuzz_targets")).unwrap().map(|entry| entry.unwrap().file_name());
    for target in targets {
        let target = target.to_string_lossy().into_owned();
        assert!(manifest.contains(&format!("path = \"fuzz_targets/{target}\"")), "{target} is in no manifest");
    }
}

#[test]
fn the_files_of_the_action_are_there_and_can_be_run() {
    use std::os::unix::fs::PermissionsExt as _;
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let action = std::fs::read_to_string(root.join("action.yml")).unwrap();
    let scripts = Regex::new("GITHUB_ACTION_PATH/(action/[a-z-]+\\.sh)").unwrap();
    let named: Vec<&str> = scripts.captures_iter(&action).map(|found| found.get(1).unwrap().as_str()).collect();
    assert!(named.len() >= 5, "{named:?}");
    for script in named {
        let mode = std::fs::metadata(root.join(script)).expect(script).permissions().mode();
        assert_eq!(mode & 0o111, 0o111, "{script} cannot be run");
    }
}
