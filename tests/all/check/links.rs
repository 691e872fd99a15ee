//! `check --links`: three states, from a recording; nothing is ever asked over the network here.

use crate::support::Newsletter;

const SOURCES: &str = "[newsletter]\ntitle = \"Notes\"\n";

/// A newsletter with one issue of these links and one older issue, and a recording of their answers:
/// address, status, where it redirects to.
fn newsletter(answers: &[(&str, u16, &str)]) -> Newsletter {
    let newsletter = Newsletter::with(SOURCES);
    let entries: String = answers
        .iter()
        .filter(|(url, ..)| url.contains("/a/"))
        .map(|(url, ..)| format!("- [A thing at {}]({url})\n", url.len()))
        .collect();
    newsletter.write("issues/2026-11-24.md", &format!("# Notes 5\n\n## Links\n\n{entries}"));
    newsletter.write("issues/2026-10-27.md", "# Notes 4\n\n## Links\n\n- [Old](https://old.example/gone)\n");
    for (order, (url, status, location)) in answers.iter().enumerate() {
        let location = if location.is_empty() { String::new() } else { format!("location = \"{location}\"\n") };
        let head = format!(
            "order = {order}\nmethod = \"GET\"\nurl = \"{url}\"\nstatus = {status}\n[response]\ncontent-type = \"text/html\"\n{location}"
        );
        newsletter.write(&format!("answers/{order}.head.toml"), &head);
        newsletter.write(&format!("answers/{order}.body"), "<p>A page.</p>");
    }
    newsletter
}

const CHECK: &[&str] = &["--replay", "answers", "check", "issues/2026-11-24.md", "--links"];

#[test]
fn only_what_its_server_calls_gone_is_dead() {
    let newsletter = newsletter(&[
        ("https://fine.example/a/1", 200, ""),
        ("https://gone.example/a/2", 404, ""),
        ("https://gone.example/a/3", 410, ""),
        ("https://blocked.example/a/4", 403, ""),
        ("https://linkedin.example/a/5", 999, ""),
        ("https://broken.example/a/6", 500, ""),
        ("https://moved.example/a/7", 301, "https://moved.example/b/7"),
        ("https://moved.example/b/7", 200, ""),
        ("https://boards.greenhouse.io/a/jobs/5372369", 302, "https://boards.greenhouse.io/a?error=true"),
        ("https://boards.greenhouse.io/a?error=true", 200, ""),
    ]);
    // Not recorded: nothing is known of it, so it is no finding.
    let text = newsletter.read("issues/2026-11-24.md")
        + "- [Unasked](https://unasked.example/x#part)\n- [Mail](mailto:a@b.example)\n";
    newsletter.write("issues/2026-11-24.md", &text);
    let said = newsletter.run(CHECK);
    assert_eq!(said.code, 4, "{}{}", said.out, said.err);
    let summary =
        "9 links: 2 fine, 3 dead, 4 cannot tell (blocked.example, broken.example, linkedin.example, unasked.example)";
    assert!(said.out.contains(summary), "{}", said.out);
    assert_eq!(said.out.matches("error[dead-link]").count(), 3, "{}", said.out);
    for part in ["not found (404)", "gone (410)", "sends its visitors to the list of jobs"] {
        assert!(said.out.contains(part), "{part}: {}", said.out);
    }
    assert!(!said.out.contains("old.example"), "only this issue's links are asked: {}", said.out);
    assert!(said.err.contains("asking 9 links"), "{}", said.err);
    let json: serde_json::Value =
        serde_json::from_str(&newsletter.run(&[CHECK, &["--format", "json"]].concat()).out).unwrap();
    assert_eq!(json["links"]["https://fine.example/a/1"]["state"], "fine");
    assert_eq!(json["links"]["https://blocked.example/a/4"]["state"], "cannot-tell");
    let github = newsletter.run(&[CHECK, &["--format", "github"]].concat()).out;
    assert!(github.contains("::error file=issues/2026-11-24.md,line=6,col=3,title=dead-link::"), "{github}");
    assert!(github.contains("9 links: 2 fine"), "{github}");
}

#[test]
fn without_the_option_nothing_is_asked_and_offline_nothing_is_dead() {
    let newsletter = newsletter(&[("https://gone.example/a/2", 404, "")]);
    let said = newsletter.run(&["--replay", "answers", "check"]);
    assert!(said.code == 0 && !said.out.contains("links:"), "{}", said.out);
    let said = newsletter.run(&["--offline", "check", "--links"]);
    assert!(said.code == 0, "{}{}", said.out, said.err);
    assert!(said.out.contains("2 links: 0 fine, 0 dead, 2 cannot tell (gone.example, old.example)"), "{}", said.out);
}

#[test]
fn a_page_that_robots_may_not_see_is_not_asked() {
    let newsletter = newsletter(&[("https://shy.example/robots.txt", 200, ""), ("https://shy.example/a/1", 404, "")]);
    newsletter.write("answers/0.body", "User-agent: *\nDisallow: /a/\n");
    let said = newsletter.run(CHECK);
    assert!(said.code == 0 && said.out.contains("1 link: 0 fine, 0 dead, 1 cannot tell (shy.example)"), "{}", said.out);
}

#[test]
fn a_waiver_silences_a_dead_link_and_a_level_makes_it_a_warning() {
    let newsletter = newsletter(&[("https://gone.example/a/2", 404, "")]);
    let text = newsletter.read("issues/2026-11-24.md");
    let waived = text.replace("- [A", "<!-- newsletter-check: ignore dead-link — kept for the record -->\n- [A");
    newsletter.write("issues/2026-11-24.md", &waived);
    assert_eq!(newsletter.run(CHECK).code, 0);
    newsletter.write("issues/2026-11-24.md", &text);
    newsletter.write("sources.toml", &format!("{SOURCES}[check.levels]\ndead-link = \"warning\"\n"));
    let said = newsletter.run(CHECK);
    assert!(said.code == 0 && said.out.contains("warning[dead-link]"), "{}", said.out);
}
