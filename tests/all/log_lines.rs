//! What the program prints is obeyed by nobody: no terminal, no CI. Hostile names and titles in every
//! place from which something is printed, every command, both streams.

use crate::support::{Newsletter, Said};

/// Starts a command of GitHub's runner at the beginning of a line, and one anywhere in it; moves the
/// cursor (C0, C1), turns the direction of reading.
const EVIL: &str = "::error::x ##[add-mask]y \u{1b}[2J\u{9b}1m\u{202e}\u{2066}";

/// The same as a string of TOML, JSON or XML attribute cannot hold raw.
const EVIL_TOML: &str = "::error::x ##[add-mask]y \\u001b[2J\\u009b1m\\u202e\\u2066";

fn newsletter() -> Newsletter {
    let newsletter = Newsletter::with(&format!(
        "[newsletter]\ntitle = \"{EVIL_TOML}\"\n[fetch]\nretries = 0\n\
         [[section]]\nname = \"news\"\nheading = \"{EVIL_TOML}\"\ntakes = \"article\"\nlimit = 1\n\
         [[source]]\nname = \"{EVIL_TOML} good\"\nkind = \"feed\"\npath = \"feed.xml\"\n\
         [[source]]\nname = \"{EVIL_TOML} damaged\"\nkind = \"feed\"\npath = \"damaged.xml\"\n\
         [[source]]\nname = \"{EVIL_TOML} missing\"\nkind = \"feed\"\npath = \"::error::gone.xml\"\n\
         [[source]]\nname = \"inbox\"\nkind = \"inbox\"\npath = \"inbox\"\n"
    ));
    let item = |at: usize| {
        format!(
            "<item><title><![CDATA[{EVIL} {at}]]></title><link>https://example.org/{at}?::error::x##[add-mask]</link>\
             <pubDate>Thu, 19 Nov 2026 10:00:00 +0000</pubDate><description><![CDATA[{EVIL}]]></description></item>"
        )
    };
    newsletter.write(
        "feed.xml",
        &format!("<rss version=\"2.0\"><channel><title>T</title>{}{}</channel></rss>", item(1), item(2)),
    );
    newsletter.write("damaged.xml", &format!("<rss><channel><item><title>{EVIL}</title></item><{EVIL}\n::error::x\n"));
    newsletter.write("inbox/::error::x ##[add-mask].toml", &format!("type = \"event\"\n{EVIL}\n::error::x\n"));
    newsletter.write("issues/2026-10-27.md", &format!("# ::error::x ##[add-mask] 46\n\n## {EVIL}\n\n- [{EVIL}](https://example.org/old)\n- [{EVIL}](https://example.org/old)\n"));
    newsletter.write("issues/.record/2026-10-27.jsonl", "::error::x ##[add-mask]\n\u{1b}[2J\n");
    newsletter
}

fn is_obeyed(line: &str) -> bool {
    let hidden = |character: char| {
        character.is_control() || matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    line.trim_start().starts_with("::") || line.contains("##[") || line.contains(hidden)
}

fn check(what: &str, said: &Said, streams: &[&str]) {
    for (name, text) in [("out", &said.out), ("err", &said.err)] {
        if streams.contains(&name) {
            let obeyed: Vec<&str> = text.split('\n').filter(|line| is_obeyed(line)).collect();
            assert!(obeyed.is_empty(), "{what}, standard {name}: {obeyed:?}");
        }
    }
}

#[test]
fn nothing_that_is_printed_is_obeyed() {
    let newsletter = newsletter();
    let day = ["--today", "2026-11-20"];
    for run in [
        &["draft", "-vv"][..],
        &["draft", "-vv"],
        &["draft", "--stdout", "-q"],
        &["draft", "--strict"],
        &["draft", "--next"],
        &["draft", "--if-due"],
        &["collect"],
        &["collect", "::error::x"],
        &["sources", "check"],
        &["sources", "list"],
        &["sources", "coverage"],
        &["explain", "error"],
        &["explain", "::error::nothing ##[x]"],
        &["check"],
        &["inspect", "issues/2026-10-27.md"],
        &["inspect", "::error::none.md"],
        &["render", "issues/2026-10-27.md", "--to", "html", "-o", "::error::x.html"],
        &["-C", "::error::none", "draft"],
    ] {
        let said = newsletter.run(&[run, &day].concat());
        // An issue that is asked for on standard output comes as it is.
        let streams: &[&str] = if run.contains(&"--stdout") { &["err"] } else { &["out", "err"] };
        check(&format!("{run:?}"), &said, streams);
        assert!(!said.out.is_empty() || !said.err.is_empty() || run.contains(&"-q"), "{run:?} said nothing");
    }
}

#[test]
fn a_configuration_with_mistakes_is_shown_without_harm() {
    for wrong in [
        format!("[newsletter]\ntitle = \"T\" # {EVIL}\nx = 1 ##[add-mask]\n"),
        "[newsletter]\n\"::error::x ##[a]\" = 1\n".to_owned(),
        format!("[newsletter]\ntitle = {EVIL}\n"),
        "[newsletter]\ntitle = \"T\"\n[[source]]\nname = \"a\"\nkind = \"::error::x\"\nurl = \"##[add-mask]\"\n"
            .to_owned(),
    ] {
        let said = Newsletter::with(&wrong).run(&["draft"]);
        assert_eq!(said.code, 3, "{}", said.err);
        check(&wrong, &said, &["out", "err"]);
    }
}
