//! The command: exit codes, settings, formats, repairs of files, `--since`.

use std::path::Path;

use newsletter::workspace::Workspace;

use crate::support::Newsletter;

const SOURCES: &str = "[newsletter]\ntitle = \"Notes\"\n";

const BAD: &str = "# Notes 5\n\n## News\n\n- [What a review found]()\n- [Two](https://example.org/two?utm_source=x)\n";

#[test]
fn errors_end_with_4_and_warnings_with_0() {
    let newsletter = Newsletter::with(SOURCES);
    newsletter.write("issues/2026-11-24.md", BAD);
    let said = newsletter.run(&["check"]);
    assert_eq!(said.code, 4, "{}", said.err);
    for part in [
        "error[empty-link]",
        "issues/2026-11-24.md:5:3",
        "warning[tracking-param]",
        "1 error, 1 warning",
        "`--fix` repairs 1",
    ] {
        assert!(said.out.contains(part), "{part} is missing in:\n{}", said.out);
    }
    newsletter.write(
        "sources.toml",
        &format!("{SOURCES}[check]\nlevels = {{ empty-link = \"note\", tracking-param = \"off\" }}\n"),
    );
    let said = newsletter.run(&["check", "issues/2026-11-24.md"]);
    assert!(said.code == 0 && said.out.contains("note[empty-link]") && !said.out.contains("tracking"), "{}", said.out);
}

#[test]
fn it_works_without_a_configuration() {
    let newsletter = Newsletter::with("");
    std::fs::remove_file(newsletter.path("sources.toml")).unwrap();
    newsletter.write("2026-11-24.md", BAD);
    assert_eq!(newsletter.run(&["check", "2026-11-24.md"]).code, 4);
    assert_eq!(newsletter.run(&["check"]).code, 2, "no folder of issues");
}

#[test]
fn a_misspelt_rule_in_the_settings_is_shown_with_the_right_one() {
    let newsletter = Newsletter::with(&format!("{SOURCES}[check.levels]\nempty-lnk = \"off\"\n"));
    newsletter.write("issues/2026-11-24.md", BAD);
    let said = newsletter.run(&["check"]);
    assert!(said.code == 3 && said.err.contains("did you mean `empty-link`?"), "{}", said.err);
}

#[test]
fn allowed_links_are_evergreen() {
    let newsletter = Newsletter::with(&format!("{SOURCES}[check]\nallow = [\"https://example.org/careers/\"]\n"));
    let job = "# Notes 4\n\n## Jobs\n\n- [🇮🇪 Example | Many Roles](https://www.example.org/careers)\n";
    newsletter.write("issues/2026-10-27.md", job);
    newsletter.write("issues/2026-11-24.md", &job.replace('4', "5"));
    let said = newsletter.run(&["check"]);
    assert!(said.code == 0 && said.out.contains("0 errors, 0 warnings"), "{}", said.out);
}

#[test]
fn fix_repairs_issue_and_index_and_a_second_time_nothing() {
    let newsletter = Newsletter::with(SOURCES);
    newsletter.write("issues/2026-10-27.md", "# Notes 4\n");
    newsletter.write(
        "issues/2026-11-24.md",
        "# Notes 4\r\n\r\n## News\r\n\r\n- A review.[Two](https://example.org/two?utm_source=x)\r\n",
    );
    let index = "# Issues\n\n| Issue | Date |\n| --- | --- |\n| [Notes 4](2026-10-27.md) | October 27, 2026 |\n\nOlder ones are lost.\n";
    newsletter.write("issues/README.md", index);
    let said = newsletter.run(&["check", "--fix"]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    let mended = "# Notes 5\r\n\r\n## News\r\n\r\n- A review. [Two](https://example.org/two)\r\n";
    assert_eq!(newsletter.read("issues/2026-11-24.md"), mended);
    let listed = index.replace("| [Notes 4]", "| [Notes 5](2026-11-24.md) | November 24, 2026 |\n| [Notes 4]");
    assert_eq!(newsletter.read("issues/README.md"), listed);
    let again = newsletter.run(&["check", "--fix"]);
    assert!(again.code == 0 && !again.out.contains("repaired"), "{}", again.out);
    assert_eq!(newsletter.read("issues/README.md"), listed);
}

#[test]
fn nothing_is_repaired_while_another_run_writes() {
    let newsletter = Newsletter::with(SOURCES);
    newsletter.write("issues/2026-11-24.md", BAD);
    let workspace = Workspace::new(newsletter.path(""), Path::new("sources.toml"), None);
    let draft_under_way = workspace.lock().unwrap();
    let said = newsletter.run(&["check", "--fix"]);
    assert!(said.code == 1 && said.err.contains("another run is writing"), "{}{}", said.out, said.err);
    assert_eq!(newsletter.read("issues/2026-11-24.md"), BAD);
    assert_eq!(newsletter.run(&["check"]).code, 4, "looking needs no lock");
    drop(draft_under_way);
    assert!(newsletter.run(&["check", "--fix"]).out.contains("repaired issues/2026-11-24.md"));
}

#[test]
fn a_file_that_is_not_utf8_is_checked_and_left_as_it_is() {
    let newsletter = Newsletter::with(SOURCES);
    let bytes = b"# Notes 5\n\n## News\n\n- Caf\xe9.[Two](https://example.org/two)\n";
    newsletter.write("issues/2026-11-24.md", "");
    std::fs::write(newsletter.path("issues/2026-11-24.md"), bytes).unwrap();
    let said = newsletter.run(&["check", "--fix"]);
    assert!(said.out.contains("glued-link") && said.err.contains("not UTF-8"), "{}{}", said.out, said.err);
    assert_eq!(std::fs::read(newsletter.path("issues/2026-11-24.md")).unwrap(), bytes);
}

#[test]
fn json_and_sarif_name_rule_place_and_repair() {
    let newsletter = Newsletter::with(SOURCES);
    newsletter.write("issues/2026-11-24.md", BAD);
    let data: serde_json::Value = serde_json::from_str(&newsletter.run(&["check", "--format", "json"]).out).unwrap();
    assert_eq!(data["version"], 1);
    let finding = &data["findings"][1];
    assert_eq!(
        (&finding["rule"], &finding["level"], &finding["line"]),
        (&"tracking-param".into(), &"warning".into(), &6.into())
    );
    assert_eq!(finding["fix"]["text"], "https://example.org/two");
    let log: serde_json::Value = serde_json::from_str(&newsletter.run(&["check", "--format", "sarif"]).out).unwrap();
    let result = &log["runs"][0]["results"][0];
    assert_eq!(result["ruleId"], "empty-link");
    let rule = result["ruleIndex"].as_u64().unwrap() as usize;
    assert_eq!(log["runs"][0]["tool"]["driver"]["rules"][rule]["id"], "empty-link");
    assert_eq!(result["locations"][0]["physicalLocation"]["region"]["startLine"], 5);
}

#[test]
fn hostile_text_never_reaches_a_terminal_or_a_ci_log_raw() {
    let newsletter = Newsletter::with(SOURCES);
    let text = "# Notes 5\n\n## News\n\n- \u{1b}[2J\u{9b}31m\u{202e}\u{7}[x\u{1b}]0;t\u{7}]()\n- [y](https://example.org/a%0A::error::b?utm_%1b=1)\n\n<!-- newsletter-check: ignore \u{1b}[31m::set-output,a:b -->\n";
    newsletter.write("issues/2026-11-24.md", text);
    newsletter.write("issues/2026-11-2, a%:b.md", "# Notes 6\n\n## News\n\n- [x]()\n");
    for format in ["human", "github"] {
        let said = newsletter.run(&["--color", "never", "check", "--format", format]);
        let is_odd = |character: char| {
            character.is_control() && character != '\n' || matches!(character, '\u{202A}'..='\u{202E}')
        };
        assert!(!said.out.contains(is_odd), "{format}: {:?}", said.out);
        assert_eq!(said.code, 4);
        if format == "human" {
            assert!(!said.out.lines().any(|line| line.trim_start().starts_with("::")), "{}", said.out);
        } else {
            let commands: Vec<&str> = said.out.lines().filter(|line| line.starts_with("::")).collect();
            assert!(commands.iter().all(|line| {
                ["::error file=", "::warning file=", "::notice file="].iter().any(|start| line.starts_with(start))
            }));
            assert!(said.out.contains("file=issues/2026-11-2%2C a%25%3Ab.md,line="), "{}", said.out);
        }
    }
}

#[test]
fn since_blames_only_what_the_change_brought_in() {
    let newsletter = Newsletter::with(SOURCES);
    newsletter.write("issues/2026-10-27.md", "# Notes 4\n\n## News\n\n- [Old sin]()\n");
    let git = |arguments: &[&str]| {
        let mut command = std::process::Command::new("git");
        command.current_dir(newsletter.path("")).args([
            "-c",
            "user.name=n",
            "-c",
            "user.email=n@example.org",
            "-c",
            "commit.gpgsign=false",
        ]);
        let output = command.args(arguments).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    git(&["init", "--quiet", "--initial-branch", "main"]);
    git(&["add", "."]);
    git(&["commit", "--quiet", "-m", "first"]);
    newsletter.write("issues/2026-10-27.md", "# Notes 4\n\n## News\n\n- [Old sin]()\n- [New sin]()\n");
    newsletter.write("issues/2026-11-24.md", "# Notes 5\n\n## News\n\n- [Newest sin]()\n");
    let said = newsletter.run(&["check", "--since", "HEAD", "--format", "github"]);
    let places: Vec<&str> =
        said.out.lines().filter_map(|line| line.strip_prefix("::error file=issues/")?.split(",col").next()).collect();
    assert_eq!((said.code, places), (4, vec!["2026-10-27.md,line=6", "2026-11-24.md,line=5"]), "{}", said.out);
    git(&["add", "."]);
    git(&["commit", "--quiet", "-m", "second"]);
    assert_eq!(newsletter.run(&["check", "--since", "HEAD"]).code, 0);
    let unknown = newsletter.run(&["check", "--since", "gone"]);
    assert!(unknown.code == 2 && unknown.err.contains("fetch-depth: 0"), "{}", unknown.err);
    let option = newsletter.run(&["check", "--since=--output=x"]);
    assert!(option.code == 2 && !newsletter.path("x").exists(), "{}", option.err);
    // A shallow clone knows neither the commit before its last nor where a branch began.
    git(&["clone", "--quiet", "--depth", "1", &format!("file://{}", newsletter.path("").display()), "shallow"]);
    for revision in ["HEAD~1", "gone"] {
        let shallow = newsletter.run(&["-C", "shallow", "check", "--since", revision]);
        assert_eq!(shallow.code, 2, "{}", shallow.err);
        for part in ["shallow clone", "git fetch --unshallow", "fetch-depth: 0"] {
            assert!(shallow.err.contains(part), "{part}: {}", shallow.err);
        }
        assert!(shallow.out.is_empty(), "{}", shallow.out);
    }
    git(&["clone", "--quiet", &format!("file://{}", newsletter.path("").display()), "deep"]);
    assert_eq!(newsletter.run(&["-C", "deep", "check", "--since", "HEAD~1"]).code, 4);
}

#[test]
fn since_outside_of_git_says_so() {
    let newsletter = Newsletter::with(SOURCES);
    newsletter.write("issues/2026-11-24.md", BAD);
    let said = newsletter.run(&["check", "--since", "main"]);
    assert!(said.code == 2 && said.err.contains("not in a git repository"), "{}", said.err);
}

#[test]
fn a_hostile_heading_stays_within_its_annotation() {
    let sources = format!(
        "{SOURCES}[[section]]\nname = \"news\"\nheading = \"Newsworthy 100%0A::error file=a,line=1::b, c: d\"\ntakes = \"article\"\n"
    );
    let newsletter = Newsletter::with(&sources);
    newsletter.write(
        "issues/2026-11-24.md",
        "# Notes 5\n\n## Newsworhty 100%0A::error file=a,line=1::b, c: d\n\n- [A](https://example.org/1)\n",
    );
    let said = newsletter.run(&["check", "--format", "github"]);
    let lines: Vec<&str> = said.out.lines().collect();
    assert_eq!(lines.len(), 2, "{}", said.out);
    let meant = "this heading is usually written `Newsworthy 100%250A::error file=a,line=1::b, c: d`";
    let expected = format!("::warning file=issues/2026-11-24.md,line=3,col=1,title=heading-name::{meant}");
    assert_eq!(lines.first().copied(), Some(expected.as_str()), "{}", said.out);
}

#[test]
fn an_event_that_its_source_dates_otherwise_is_found_through_the_record() {
    let newsletter = Newsletter::with(SOURCES);
    let issue = "# Notes 5\n\n## Events\n\n- December 3–4, 2026 [Example Days](https://example.org/days/)\n";
    newsletter.write("issues/2026-11-24.md", issue);
    let head = r#"{"format":1,"state":"open","issue":"2026-11-24.md","date":"2026-11-24","number":5,"hash":"","run":{"today":"2026-11-20","gaps":{}}}"#;
    let event = |start: &str| {
        format!(
            r#"{{"identity":"event x","decision":"chosen","rule":null,"reason":null,"section":"events","also_from":[],"item":{{"type":"event","title":"Example Days","url":"https://example.org/days","uid":null,"original_url":"https://example.org/days","source":"calendar","published":null,"updated":null,"published_from":null,"first_seen":"2026-11-20","summary":null,"authors":[],"tags":[],"language":null,"image":null,"start":"{start}","end":null,"timezone":null,"place":null,"online":null,"status":"scheduled","cfp":null}}}}"#
        )
    };
    newsletter.write("issues/.record/2026-11-24.jsonl", &format!("{head}\n{}\n", event("2026-12-10")));
    let said = newsletter.run(&["check"]);
    assert!(said.out.contains("2026-12-03 to 2026-12-04 here, 2026-12-10 at the source `calendar`"), "{}", said.out);
    newsletter.write("issues/.record/2026-11-24.jsonl", &format!("{head}\n{}\n", event("2027-12-10")));
    assert!(newsletter.run(&["check"]).out.contains("0 warnings"), "next year's is another event");
    newsletter.write("issues/.record/2026-11-24.jsonl", "no record\n");
    assert!(newsletter.run(&["check"]).out.contains("0 warnings"));
}

#[test]
fn words_and_windows_of_the_newsletter_are_its_own() {
    let section = "[[section]]\nname = \"news\"\nheading = \"News\"\ntakes = \"article\"\nwindow = \"300 days\"\n";
    let issue = "# Notes 5\n\n## News\n\n- [Recieve this](https://example.org/2026/05/04/review)\n";
    let newsletter = Newsletter::with(SOURCES);
    newsletter.write("issues/2026-11-24.md", issue);
    let said = newsletter.run(&["check"]).out;
    assert!(said.contains("spelling") && said.contains("`Receive`") && said.contains("stale-item"), "{said}");
    newsletter.write("sources.toml", &format!("{SOURCES}{section}[check]\nwords = [\"recieve\"]\n"));
    let said = newsletter.run(&["check"]).out;
    assert!(said.contains("0 errors, 0 warnings"), "{said}");
    newsletter.write("sources.toml", "[newsletter]\ntitle = \"Notes\"\nlanguage = \"it\"\n");
    assert!(!newsletter.run(&["check"]).out.contains("spelling"), "the list is of English words");
}

#[test]
fn the_issues_of_this_repository_have_no_error() {
    let newsletter = Newsletter::of_this_repository();
    let said = newsletter.run(&["check"]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
}
