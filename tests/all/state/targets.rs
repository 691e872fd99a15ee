//! Where a file should be stands something else: a link, a folder, a pipe, a read-only file, nothing
//! that could be written. One sentence, exit 1, and nothing is touched.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::process::Command;

use super::{BASE, DRAFT, INDEX, ISSUE, RECORD, Small, remove};
use crate::support::{Newsletter, said};

/// Drafts; the run must refuse with this sentence and leave every file as it is.
fn refuses(small: &Small, sentence: &str) {
    let before = small.tree();
    let said = small.run(DRAFT);
    assert_eq!(said.code, 1, "{sentence}: {}{}", said.out, said.err);
    assert!(said.err.contains(sentence), "{sentence:?} is missing in: {}", said.err);
    assert!(!said.err.contains("panicked") && said.err.contains("help:"), "{}", said.err);
    super::assert_same(&small.tree(), &before, sentence);
}

#[test]
fn an_issue_that_is_a_link_is_refused_and_its_target_kept() {
    let small = Small::after_october();
    let outside = tempfile::tempdir().unwrap();
    let kept = outside.path().join("kept.md");
    fs::write(&kept, "kept").unwrap();
    for file in [ISSUE, RECORD, BASE] {
        let small = small.copy();
        symlink(&kept, small.path(file)).unwrap();
        let said = small.run(DRAFT);
        assert!(said.code == 1 && said.err.contains("is a link"), "{file}: {}", said.err);
        assert_eq!(fs::read_to_string(&kept).unwrap(), "kept", "{file}");
    }
}

#[test]
fn a_record_that_names_another_file_does_not_make_it_an_issue() {
    for name in ["../sources.toml", "../README.md", "README.md", "/etc/passwd", "../../x.md", ".hidden.md", ""] {
        let small = Small::after_october();
        assert_eq!(small.run(DRAFT).code, 0);
        small.write("README.md", "# A person's\n\n## News\n\n- [x](https://x.example/)\n");
        fs::remove_file(small.path(ISSUE)).unwrap();
        small.write(
            RECORD,
            &small.read(RECORD).replacen("\"issue\":\"2026-11-24.md\"", &format!("\"issue\":{name:?}"), 1),
        );
        let before = small.tree();
        let said = small.run(DRAFT);
        assert_eq!(said.code, 0, "{name}: {}", said.err);
        let now = small.tree();
        let mine = |path: &str| [ISSUE, RECORD, BASE].contains(&path);
        for (path, bytes) in before.iter().filter(|(path, _)| !mine(path)) {
            assert!(now.get(path) == Some(bytes), "{name}: {path} was written");
        }
        assert!(now.contains_key(ISSUE), "{name}: the issue is drafted under its own name");
    }
}

#[test]
fn a_folder_that_is_a_link_to_outside_is_refused() {
    for folder in ["issues", "issues/.record", ".newsletter"] {
        let small = Small::after_october();
        let outside = tempfile::tempdir().unwrap();
        if folder == ".newsletter" {
            remove(&small.path(folder));
        } else {
            crate::support::copy(&small.path(folder), outside.path());
            remove(&small.path(folder));
        }
        symlink(outside.path(), small.path(folder)).unwrap();
        let before = listing(outside.path());
        let said = small.run(DRAFT);
        assert!(said.code == 1 && said.err.contains("outside the newsletter's folder"), "{folder}: {}", said.err);
        assert_eq!(listing(outside.path()), before, "{folder}: nothing is written outside");
    }
}

#[test]
fn a_folder_that_is_a_link_within_the_newsletter_works() {
    let small = Small::after_october();
    fs::rename(small.path("issues"), small.path("content")).unwrap();
    symlink("content", small.path("issues")).unwrap();
    let said = small.run(DRAFT);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(small.path("content/2026-11-24.md").is_file());
}

#[test]
fn a_folder_in_the_place_of_a_file_is_refused() {
    for file in [ISSUE, RECORD, BASE, ".newsletter/lock"] {
        let small = Small::after_october();
        remove(&small.path(file));
        fs::create_dir_all(small.path(file)).unwrap();
        let said = small.run(DRAFT);
        assert!(said.code == 1 && said.err.contains("a folder"), "{file}: {} {}", said.code, said.err);
        assert!(!said.err.contains("panicked"), "{file}: {}", said.err);
        assert!(small.path(file).is_dir());
    }
}

#[test]
fn a_pipe_in_the_place_of_a_file_blocks_nobody() {
    for file in [ISSUE, RECORD, BASE, INDEX, ".newsletter/lock"] {
        let small = Small::after_october();
        remove(&small.path(file));
        assert!(Command::new("mkfifo").arg(small.path(file)).status().unwrap().success());
        let said = said(
            Command::new("timeout")
                .arg("20")
                .arg(env!("CARGO_BIN_EXE_newsletter"))
                .args(DRAFT)
                .current_dir(small.path("")),
        );
        assert!(matches!(said.code, 0 | 1), "{file}: it must not hang: {} {}", said.code, said.err);
        assert!(file == INDEX || said.err.contains("a pipe or a device"), "{file}: {}", said.err);
    }
}

#[test]
fn a_file_in_the_place_of_a_folder_is_refused() {
    let small = Small::after_october();
    remove(&small.path("issues/.record"));
    small.write("issues/.record", "a file");
    refuses(&small, "cannot be written");
    let small = Small::after_october();
    remove(&small.path(".newsletter"));
    small.write(".newsletter", "a file");
    refuses(&small, "cannot be written");
}

#[test]
fn a_read_only_file_is_refused_and_modes_are_kept() {
    let small = Small::edited_and_more_to_come();
    let mode = |file: &str, mode: u32| {
        fs::set_permissions(small.path(file), fs::Permissions::from_mode(mode)).unwrap();
    };
    mode(ISSUE, 0o444);
    refuses(&small, "is read-only");
    mode(ISSUE, 0o664);
    mode(RECORD, 0o600);
    assert_eq!(small.run(DRAFT).code, 0);
    let now = |file: &str| fs::metadata(small.path(file)).unwrap().permissions().mode() & 0o7777;
    assert_eq!((now(ISSUE), now(RECORD)), (0o664, 0o600));
}

#[test]
fn new_files_have_the_mode_that_the_umask_gives() {
    let small = Small::after_october();
    let draft = format!("umask 027; exec \"$0\" {}", DRAFT.join(" "));
    let said = said(small.command(&[]).arg("--help"));
    assert_eq!(said.code, 0);
    let status = Command::new("sh")
        .args(["-c", &draft, env!("CARGO_BIN_EXE_newsletter")])
        .current_dir(small.path(""))
        .output()
        .unwrap();
    assert!(status.status.success(), "{}", String::from_utf8_lossy(&status.stderr));
    assert_eq!(fs::metadata(small.path(ISSUE)).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn a_disk_that_takes_no_more_tears_nothing() {
    let small = Small::edited_and_more_to_come();
    let before = small.tree();
    // A limit on the size of files stands for the full disk: 512 bytes go in, the rest does not.
    let draft = format!("trap '' XFSZ; ulimit -f 1; exec \"$0\" {}", DRAFT.join(" "));
    let output = Command::new("sh")
        .args(["-c", &draft, env!("CARGO_BIN_EXE_newsletter")])
        .current_dir(small.path(""))
        .output()
        .unwrap();
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() == Some(1) && err.contains("cannot be written: File too large"), "{err}");
    let now = small.tree();
    assert!(now[ISSUE] == before[ISSUE] || now[ISSUE].len() > 512, "the issue is old or whole");
    super::assert_same(
        &now.into_iter().filter(|(path, _)| path != ISSUE).collect(),
        &before.into_iter().filter(|(path, _)| path != ISSUE).collect(),
        "full disk",
    );
    assert_eq!(small.run(DRAFT).code, 0, "the next run heals");
}

#[test]
fn a_folder_that_leads_outside_is_a_mistake_in_the_configuration() {
    for folder in ["../..", "/tmp/issues", "a/../../b", ""] {
        let newsletter = Newsletter::with(&format!("[newsletter]\ntitle = \"T\"\nissues = \"{folder}\"\n"));
        let said = newsletter.run(&["draft", "--today", "2026-11-20"]);
        assert_eq!(said.code, 3, "{folder}: {}", said.err);
        assert!(said.err.contains("sources.toml:3:10") && said.err.contains("outside the newsletter"), "{}", said.err);
        assert_eq!(fs::read_dir(newsletter.path("")).unwrap().count(), 1, "nothing is written");
    }
}

#[test]
fn a_date_or_number_is_never_a_path() {
    let small = Small::after_october();
    for (option, value) in [("--date", "../../x"), ("--date", "2026-11-24/../../x"), ("--number", "../1")] {
        let said = small.run(&["draft", "--replay", "recording", "--today", "2026-11-20", option, value]);
        assert_eq!(said.code, 2, "{option} {value}: {}", said.err);
    }
}

#[test]
fn who_holds_the_lock_is_said_and_the_lock_dies_with_its_holder() {
    use std::io::{BufRead as _, BufReader};
    let small = Small::after_october();
    // `flock` takes the lock of the system that the program takes.
    let script = "exec 9<>.newsletter/lock; flock 9; echo held; exec sleep 60";
    let mut holder = Command::new("sh")
        .args(["-c", script])
        .current_dir(small.path(""))
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(holder.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert_eq!(line, "held\n");
    small.write(".newsletter/lock", "process 4711\n\u{1b}[31m::error::x\n");
    let before = small.tree();
    let said = small.run(DRAFT);
    assert_eq!(said.code, 1, "{}", said.err);
    assert!(said.err.contains("another run is writing to this newsletter (process 4711)"), "{}", said.err);
    assert!(!said.err.contains("::error") && small.tree() == before);
    holder.kill().unwrap();
    holder.wait().unwrap();
    assert_eq!(small.run(DRAFT).code, 0, "the lock died with its holder");
}

fn listing(folder: &std::path::Path) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let mut found: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.clone(), fs::read(&path).unwrap_or_default()))
        .collect();
    found.sort();
    found
}
