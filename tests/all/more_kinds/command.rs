//! The `command` kind: what a program prints, how long it may run, what it gets to see.

use std::time::{Duration, Instant};

use newsletter::collect::Page;

use super::answered;
use crate::offline::{collector, titled, warnings};
use crate::support::{Newsletter, said};

const COMMAND: &str = r#"{ command = ["scripts/jobs"] }"#;

fn printed(output: &str) -> Page {
    answered("command", COMMAND, "2026-11-22", output.as_bytes())
}

#[test]
fn each_line_is_an_item_as_collect_prints_it() {
    let page = printed(
        r#"{"type":"job","title":" Head of\u200b  OSPO","url":"https://acme.example/jobs/1?utm_source=x","uid":"a:1","source":"forged","first_seen":"2001-01-01","published":"2026-11-20","organisation":"Acme","locations":[{"text":"Berlin, Germany","city":"Berlin","region":null,"country":"DE"}],"workplace":"hybrid","closes":null}

{"type":"event","title":"Day","url":"https://acme.example/day","start":"2027-02-01","place":{"venue":"Hall","city":"Lyon","country":"France"},"cfp":{"status":"open","closes":"2026-12-24"}}
"#,
    );
    assert_eq!((page.items.len(), warnings(&page).as_str()), (2, ""));
    let job = titled(&page, "Head of OSPO");
    assert_eq!(job.source, "test");
    assert_eq!(job.url.as_ref().unwrap().as_str(), "https://acme.example/jobs/1");
    assert_eq!(
        (job.first_seen.to_string().as_str(), job.published.unwrap().to_string().as_str()),
        ("2026-11-22", "2026-11-20")
    );
    assert_eq!(job.published_from.unwrap(), newsletter::model::item::DateOrigin::Feed);
    assert_eq!(job.job().unwrap().locations[0].country.as_deref(), Some("DE"));
    let event = titled(&page, "Day").event().unwrap();
    assert_eq!(event.place.as_ref().unwrap().city.as_deref(), Some("Lyon"));
    assert_eq!(event.cfp.as_ref().unwrap().closes.unwrap().to_string(), "2026-12-24");
}

#[test]
fn a_line_with_a_mistake_is_left_out_and_told_with_its_number() {
    let page = printed(
        "{\"type\":\"article\",\"title\":\"A\",\"url\":\"https://a.example/\"}\nnot json\n{\"type\":\"article\",\"title\":\"B\",\"url\":\"javascript:alert(1)\"}\n[1]\n",
    );
    assert_eq!(page.items.len(), 1);
    let told = warnings(&page);
    for part in ["line 2 of its output: no JSON object", "line 3 of its output: `url` must be", "line 4 of its output"]
    {
        assert!(told.contains(part), "{told}");
    }
    let many = printed(&"x\n".repeat(50));
    assert!(
        warnings(&many).contains("30 more lines were left out") && many.warnings.len() == 21,
        "{}",
        warnings(&many)
    );
    assert!(warnings(&printed("\n")).contains("printed no items"));
}

#[test]
fn settings_that_make_no_sense_are_refused() {
    for (settings, key) in [
        ("{ command = [] }", "command"),
        ("{ command = [' '] }", "command"),
        ("{ command = ['a\\u0000b'] }", "command"),
        ("{ command = ['a'], timeout = 0 }", "timeout"),
        ("{ command = ['a'], timeout = 601 }", "timeout"),
    ] {
        let problems = collector("command", &settings.replace('\'', "\"")).unwrap().problems();
        assert_eq!(problems.iter().map(|(key, _)| *key).collect::<Vec<_>>(), [key], "{settings}");
    }
    let sources = "[newsletter]\ntitle = \"T\"\n[[source]]\nname = \"p\"\nkind = \"command\"\ncommand = [\"a\"]\nenv = [\"A=B\"]\n";
    assert!(Newsletter::with(sources).run(&["sources", "list"]).err.contains("letters, digits and _"));
}

/// A newsletter with one source, the shell script `body`.
#[cfg(unix)]
fn with_script(body: &str, more: &str) -> Newsletter {
    use std::os::unix::fs::PermissionsExt;
    let sources = format!(
        "[newsletter]\ntitle = \"T\"\n[[section]]\nname = \"news\"\nheading = \"News\"\ntakes = \"article\"\n[[source]]\nname = \"mine\"\nkind = \"command\"\ncommand = [\"scripts/mine\", \"$HOME; rm -rf *\", \"two words\"]\n{more}"
    );
    let newsletter = Newsletter::with(&sources);
    newsletter.write("scripts/mine", &format!("#!/bin/sh\n{body}\n"));
    std::fs::set_permissions(newsletter.path("scripts/mine"), std::fs::Permissions::from_mode(0o755)).unwrap();
    newsletter
}

#[cfg(unix)]
const ONE: &str = r#"echo '{"type":"article","title":"One","url":"https://a.example/1"}'"#;

#[test]
#[cfg(unix)]
fn a_program_gets_its_arguments_as_they_are_its_folder_and_few_variables() {
    let newsletter = with_script(
        r#"printf '{"type":"article","title":"%s|%s|%s|%s|%s","url":"https://a.example/1"}\n' "$1" "$2" "$(basename "$PWD")" "$HIDDEN" "$SHOWN""#,
        "env = [\"SHOWN\"]\n",
    );
    let mut command = newsletter.command(&["collect", "--json"]);
    let said = said(command.env("HIDDEN", "hush").env("SHOWN", "open"));
    let folder = newsletter.path("x").parent().unwrap().file_name().unwrap().to_string_lossy().into_owned();
    assert!(said.out.contains(&format!("\"title\":\"$HOME; rm -rf *|two words|{folder}||open\"")), "{said:?}");
    assert!(newsletter.path("scripts/mine").exists());
    let without = newsletter.run(&["collect", "--json"]);
    assert!(without.err.contains("SHOWN is not set"), "{}", without.err);
}

#[test]
#[cfg(unix)]
fn a_program_that_fails_is_a_gap_with_its_last_words() {
    let newsletter = with_script("echo first >&2\necho 'no such \x1b[31mboard' >&2\nexit 3", "");
    let said = newsletter.run(&["collect"]);
    assert_eq!(said.code, 1);
    assert!(
        said.err.contains("exit status: 3") && said.err.contains("board") && !said.err.contains('\x1b'),
        "{}",
        said.err
    );
    let missing = Newsletter::with(
        "[newsletter]\ntitle = \"T\"\n[[source]]\nname = \"p\"\nkind = \"command\"\ncommand = [\"scripts/none\"]\n",
    );
    assert!(missing.run(&["collect"]).err.contains("there is no program scripts/none"));
}

#[test]
#[cfg(unix)]
fn a_program_that_is_too_slow_is_stopped_with_all_that_it_started() {
    let newsletter = with_script("(sleep 5; touch late) &\necho waiting >&2\nsleep 30", "timeout = 1\n");
    let start = Instant::now();
    let said = newsletter.run(&["collect"]);
    assert!(start.elapsed() < Duration::from_secs(15), "{:?}", start.elapsed());
    assert!(said.err.contains("stopped after 1 s: waiting"), "{}", said.err);
    std::thread::sleep(Duration::from_secs(6));
    assert!(!newsletter.path("late").exists(), "its child lived on");
}

#[test]
#[cfg(unix)]
fn nothing_that_a_program_leaves_behind_is_waited_for() {
    let newsletter = with_script(&format!("{ONE}\nsleep 30 &"), "timeout = 20\n");
    let start = Instant::now();
    let said = newsletter.run(&["collect", "--json"]);
    assert!(said.out.contains("One") && start.elapsed() < Duration::from_secs(15), "{said:?}");
}

#[test]
#[cfg(unix)]
fn a_program_that_prints_without_end_is_stopped() {
    let said =
        with_script("yes aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "timeout = 50\n").run(&["collect"]);
    assert!(said.err.contains("printed more than 20 MB"), "{}", said.err);
}

#[test]
#[cfg(unix)]
fn ctrl_c_stops_the_program_too() {
    let newsletter = with_script("touch begun\nsleep 4\ntouch late", "");
    let mut running = newsletter.command(&["collect"]).stderr(std::process::Stdio::null()).spawn().unwrap();
    let start = Instant::now();
    while !newsletter.path("begun").exists() && start.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(50));
    }
    std::process::Command::new("kill").args(["-INT", &running.id().to_string()]).status().unwrap();
    assert_eq!(running.wait().unwrap().code(), Some(130));
    std::thread::sleep(Duration::from_secs(5));
    assert!(newsletter.path("begun").exists() && !newsletter.path("late").exists());
}

#[test]
#[cfg(unix)]
fn what_was_printed_is_recorded_and_replayed_and_offline_nothing_is_run() {
    let newsletter = with_script(&format!("echo x >> runs\n{ONE}"), "");
    let first = newsletter.run(&["--record", "rec", "collect", "--json", "--today", "2026-11-22"]);
    let again = newsletter.run(&["--replay", "rec", "collect", "--json", "--today", "2026-11-22"]);
    assert!(first.out.contains("One"), "{first:?}");
    assert_eq!(first.out, again.out);
    assert_eq!(newsletter.read("runs"), "x\n", "replayed without running it");
    let mut files = std::fs::read_dir(newsletter.path("rec")).unwrap().map(|file| file.unwrap().path());
    let head = files.find(|path| path.to_string_lossy().ends_with(".head.toml")).unwrap();
    assert!(std::fs::read_to_string(head).unwrap().contains("command://local/scripts/mine"));
    let offline = newsletter.run(&["--offline", "collect"]);
    assert!(offline.err.contains("programs are not run offline"), "{}", offline.err);
    assert_eq!(newsletter.read("runs"), "x\n");
}
