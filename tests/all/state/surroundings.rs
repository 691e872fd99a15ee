//! What a run finds around it: standard streams that take nothing, no environment, few descriptors, odd
//! names, a disk that is read-only, targets that are no files. Work is done, or one sentence says why not.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::process::Command;

use super::{DRAFT, ISSUE, RECORD, Small, assert_same};
use crate::fetch::server::{Server, ok};
use crate::support::{Newsletter, Said, copy, said};

const BINARY: &str = env!("CARGO_BIN_EXE_newsletter");
/// Commands that print data.
const PRINTING: &[&str] = &[
    "draft --stdout --replay recording --today 2026-11-20 --date 2026-11-24",
    "draft --dry-run --replay recording --today 2026-11-20 --date 2026-11-24",
    "collect --json --replay recording --today 2026-11-20",
    "sources list",
    "sources check --replay recording --today 2026-11-20",
    "inspect issues/2026-10-27.md --json",
    "render issues/2026-10-27.md --to html",
    "explain paper --today 2026-11-20",
    "schema sources",
    "completions bash",
    "man",
];

/// A line of the shell in a newsletter's folder; `$N` is the program.
fn shell(small: &Small, line: &str) -> Said {
    said(
        Command::new("sh")
            .args(["-c", line])
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("N", BINARY)
            .current_dir(small.path("")),
    )
}

fn assert_calm(said: &Said, when: &str) {
    assert!(!said.err.contains("panicked") && !said.err.contains("internal error"), "{when}: {}", said.err);
}

#[test]
fn a_standard_output_that_takes_nothing_is_said_in_one_sentence() {
    let small = Small::after_october();
    for command in PRINTING {
        let full = shell(&small, &format!("\"$N\" {command} >/dev/full"));
        assert!(full.code == 1 && full.err.contains("standard output cannot be written"), "{command}: {full:?}");
        assert_calm(&full, command);
        let closed = shell(&small, &format!("\"$N\" {command} >&-"));
        assert!(closed.code == 0, "{command}: {closed:?}");
        // A reader that has seen enough is no failure.
        let piped = shell(&small, &format!("{{ \"$N\" {command}; echo \"ended with $?\" >&2; }} | head -c 1"));
        assert!(piped.err.contains("ended with 0"), "{command}: {piped:?}");
        assert_calm(&piped, command);
    }
}

#[test]
fn a_standard_error_that_takes_nothing_keeps_nobody_from_working() {
    let small = Small::after_october();
    let wanted = small.copy();
    assert_eq!(wanted.run(DRAFT).code, 0);
    for streams in ["2>/dev/full", "2>&-", "<&- >&- 2>&-", ">/dev/null 2>/dev/full"] {
        let small = small.copy();
        let said = shell(&small, &format!("\"$N\" {} {streams}", DRAFT.join(" ")));
        assert_eq!(said.code, 0, "{streams}: {said:?}");
        assert_same(&small.tree(), &wanted.tree(), streams);
    }
    let mistake = shell(&small, "\"$N\" draft --config missing.toml 2>/dev/full");
    assert_eq!(mistake.code, 3, "what went wrong cannot be said, but the exit code says it");
}

#[test]
fn neither_home_nor_locale_nor_time_zone_change_a_byte() {
    let small = Small::after_october();
    let wanted = small.copy();
    assert_eq!(wanted.run(DRAFT).code, 0);
    for variables in [
        "LC_ALL=C",
        "LC_ALL=POSIX LANG=xx",
        "HOME=/nonexistent TMPDIR=/nonexistent",
        "HOME= TZ=Nowhere/Land",
        "TZ=Pacific/Kiritimati LC_ALL=tr_TR.UTF-8",
    ] {
        let small = small.copy();
        let said = shell(&small, &format!("{variables} exec \"$N\" {}", DRAFT.join(" ")));
        assert_eq!(said.code, 0, "{variables}: {said:?}");
        assert_same(&small.tree(), &wanted.tree(), variables);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn twelve_descriptors_are_enough_for_forty_sources() {
    let server = Server::serve(|seen| {
        let name = seen.path.trim_start_matches('/');
        ok(format!(
            "<rss version=\"2.0\"><channel><title>{name}</title><item><title>Of {name}</title><link>https://{name}.example/</link>\
             <pubDate>Mon, 16 Nov 2026 10:00:00 +0000</pubDate><description>What it is.</description></item></channel></rss>"
        ))
    })
    .await;
    let mut sources = String::from(
        "[newsletter]\ntitle = \"T\"\n[fetch]\nallow_private = [\"127.0.0.1\"]\nper_host = 40\n\
         [[section]]\nname = \"news\"\nheading = \"News\"\ntakes = \"article\"\n",
    );
    for number in 0..40 {
        let url = server.url(&format!("/s{number}"));
        sources += &format!("[[source]]\nname = \"s{number}\"\nkind = \"feed\"\nurl = \"{url}\"\n");
    }
    let newsletter = Newsletter::with(&sources);
    let line = "ulimit -n 12; exec \"$0\" draft --today 2026-11-20 --date 2026-11-24";
    let mut command = Command::new("sh");
    command.args(["-c", line, BINARY]).current_dir(newsletter.path(""));
    let said = tokio::task::spawn_blocking(move || said(&mut command)).await.unwrap();
    assert!(said.code == 0 && !said.err.contains("gap:"), "{said:?}");
    let issue = newsletter.read(ISSUE);
    assert!((0..40).all(|number| issue.contains(&format!("Of s{number}:"))), "{issue}");
}

#[test]
fn a_newsletter_may_stand_in_a_folder_of_any_name() {
    let small = Small::after_october();
    let wanted = small.copy();
    assert_eq!(wanted.run(DRAFT).code, 0);
    let place = tempfile::tempdir().unwrap();
    for name in ["two words", "$(id)", "-dash", "new\nline", "日本", "::error::x", "e\u{1b}[31m", "a'b\"c", "%41"] {
        drafts_in(&place.path().join(name), &small, &wanted);
    }
    drafts_in(&place.path().join(OsStr::from_bytes(b"no \xff UTF-8")), &small, &wanted);
}

fn drafts_in(folder: &std::path::Path, small: &Small, wanted: &Small) {
    copy(&small.path(""), folder);
    let said = said(Command::new(BINARY).args(DRAFT).current_dir(folder));
    assert_eq!(said.code, 0, "{folder:?}: {said:?}");
    for file in [ISSUE, RECORD] {
        assert_eq!(fs::read_to_string(folder.join(file)).unwrap(), wanted.read(file), "{folder:?}");
    }
    assert!(!said.out.contains('\u{1b}') && !said.err.contains('\u{1b}'), "{said:?}");
}

#[test]
fn a_folder_that_is_read_only_is_said_and_left_alone() {
    let small = Small::after_october();
    let before = small.tree();
    let folder = small.path("");
    for below in [".newsletter", "issues/.record", "issues", "."] {
        fs::set_permissions(folder.join(below), fs::Permissions::from_mode(0o555)).unwrap();
    }
    let draft = format!("exec \"$N\" {}", DRAFT.join(" "));
    let is_root = fs::write(folder.join("written"), "").is_ok();
    // Modes do not hold the superuser: a mount does.
    let said = if is_root {
        fs::remove_file(folder.join("written")).unwrap();
        let mounted = format!("mount -o bind,ro . . && cd \"$PWD\" && {draft}");
        shell(&small, &format!("exec unshare -m sh -c '{mounted}'"))
    } else {
        shell(&small, &draft)
    };
    for below in [".", "issues", "issues/.record", ".newsletter"] {
        fs::set_permissions(folder.join(below), fs::Permissions::from_mode(0o755)).unwrap();
    }
    if said.err.contains("unshare") || said.err.contains("mount:") {
        println!("skipped: the superuser may make no namespace here: {}", said.err);
        return;
    }
    assert!(said.code == 1 && said.err.contains("cannot be written: "), "{said:?}");
    assert!(said.err.contains("help:"), "{said:?}");
    assert_calm(&said, "read-only");
    assert_same(&small.tree(), &before, "read-only");
}

#[test]
fn a_report_that_cannot_be_written_is_said_before_anything_is_done() {
    let small = Small::after_october();
    let outside = tempfile::tempdir().unwrap();
    let kept = outside.path().join("kept");
    fs::write(&kept, "kept").unwrap();
    symlink(&kept, small.path("link")).unwrap();
    fs::create_dir(small.path("folder")).unwrap();
    small.write("file", "a person's");
    fs::set_permissions(small.path("file"), fs::Permissions::from_mode(0o444)).unwrap();
    assert!(Command::new("mkfifo").arg(small.path("pipe")).status().unwrap().success());
    for (target, what) in [
        ("link", "is a link"),
        ("folder", "is a folder"),
        ("pipe", "is a pipe or a device"),
        ("/dev/full", "is a pipe or a device"),
        ("file", "is read-only"),
        ("file/below", "cannot be written: Not a directory"),
    ] {
        for command in ["draft --date 2026-11-24", "collect", "sources check"] {
            let said = shell(
                &small,
                &format!("exec timeout 20 \"$N\" {command} --replay recording --today 2026-11-20 --report {target}"),
            );
            assert!(said.code == 1 && said.err.contains(what), "{command}, {target}: {said:?}");
            assert!(said.out.is_empty() && !small.path(ISSUE).exists(), "{command}, {target}: {said:?}");
        }
        let said = shell(&small, &format!("exec timeout 20 \"$N\" render issues/2026-10-27.md --to html -o {target}"));
        assert!(target == "folder" || (said.code == 1 && said.err.contains(what)), "render, {target}: {said:?}");
    }
    assert_eq!(fs::read_to_string(&kept).unwrap(), "kept");
    assert_eq!(small.read("file"), "a person's");
}
