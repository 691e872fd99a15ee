//! Text → Markdown → text, through both parsers.

use comrak::nodes::NodeValue;
use proptest::prelude::*;
use pulldown_cmark::{Event, Parser, Tag};

use super::*;
use crate::markdown::{gfm, reading};
use crate::model::text;

/// What a reader sees of a block, and whether anything but text is in it: (text, links, other).
#[derive(Debug, PartialEq)]
struct Seen {
    text: String,
    links: Vec<String>,
    /// Names of inline and block structure beyond the expected.
    structure: Vec<String>,
}

fn seen_by_pulldown(markdown: &str) -> Seen {
    let mut seen = Seen { text: String::new(), links: Vec::new(), structure: Vec::new() };
    for event in Parser::new_ext(markdown, reading()) {
        match event {
            Event::Text(text) => seen.text.push_str(&text),
            Event::Start(Tag::Link { dest_url, .. }) => seen.links.push(dest_url.into_string()),
            Event::Start(Tag::List(None) | Tag::Item | Tag::Paragraph | Tag::Heading { .. }) | Event::End(_) => {}
            other => seen.structure.push(format!("{other:?}")),
        }
    }
    seen
}

fn seen_by_comrak(markdown: &str) -> Seen {
    let mut seen = Seen { text: String::new(), links: Vec::new(), structure: Vec::new() };
    let arena = comrak::Arena::new();
    for node in comrak::parse_document(&arena, markdown, &gfm()).descendants() {
        match &node.data().value {
            NodeValue::Text(text) => seen.text.push_str(text),
            NodeValue::Link(link) => seen.links.push(link.url.clone()),
            NodeValue::Document
            | NodeValue::List(_)
            | NodeValue::Item(_)
            | NodeValue::Paragraph
            | NodeValue::Heading(_) => {}
            other => seen.structure.push(format!("{other:?}")),
        }
    }
    seen
}

/// Both parsers see `text` and `links` in `markdown`, and nothing else.
fn check(markdown: &str, text: &str, links: &[&str]) -> Result<(), TestCaseError> {
    for (name, seen) in [("pulldown-cmark", seen_by_pulldown(markdown)), ("comrak", seen_by_comrak(markdown))] {
        let expected = Seen {
            text: text.trim_end().to_owned(),
            links: links.iter().map(|link| (*link).to_owned()).collect(),
            structure: Vec::new(),
        };
        prop_assert_eq!(seen, expected, "{} reads {:?}", name, markdown);
    }
    Ok(())
}

/// In every place where a line of text can stand.
fn check_everywhere(text: &str) -> Result<(), TestCaseError> {
    const URL: &str = "https://example.org/";
    let line = escape_inline(text);
    check(&format!("- {line}\n"), text, &[])?;
    check(&format!("* {line}\n* more\n"), &format!("{text}more"), &[])?;
    check(&format!("{line}\n"), text, &[])?;
    check(&format!("Above:\n\n{line}\n"), &format!("Above:{text}"), &[])?;
    check(&format!("## {line}\n"), text, &[])?;
    check(&format!("- 🇫🇷 {}\n", escape_inline_at(text, Position::MidLine)), &format!("🇫🇷 {text}"), &[])?;
    check(&format!("- [{}]({URL})\n", escape_link_text(text)), text, &[URL])?;
    check(&format!("- [🇫🇷 {line} | {line}]({URL})\n"), &format!("🇫🇷 {text} | {text}"), &[URL])?;
    let entry = format!("- {line}: {line} [here]({URL})\n");
    check(&entry, &format!("{text}: {text} here"), &[URL])?;
    check(&without_needless_escapes(&entry), &format!("{text}: {text} here"), &[URL])
}

#[test]
fn brackets_that_begin_a_line_are_no_task_whatever_follows() -> Result<(), TestCaseError> {
    for text in ["[ ]<U!1 `", "[x]*a*", "[ ]_b_", "[x]", "[ ] c", "[ ]&amp;"] {
        check(&format!("- {}\n", escape_inline(text)), text, &[])?;
    }
    Ok(())
}

#[test]
fn a_mail_address_in_angle_brackets_stays_text_whatever_its_name_starts_with() -> Result<(), TestCaseError> {
    for text in ["@ <&a%@mH> x", "<3@b.c>", "a <!x@y>", "<#a@b>"] {
        check(&format!("- {}\n", escape_inline(text)), text, &[])?;
        check(&format!("# {}\n", escape_inline(text)), text, &[])?;
    }
    Ok(())
}

#[test]
fn structure_in_a_title_stays_text() {
    for text in [
        "](http://evil.example)",
        "[x](http://evil.example)",
        "![x](http://evil.example/a.png)",
        "[x]: http://evil.example",
        "[^1]: note [^1]",
        "[ ] task",
        "[x] task",
        "# heading",
        "###### heading ######",
        "C #",
        "#",
        "- item",
        "+ item",
        "* item",
        "1. item",
        "2025) item",
        "> quote",
        "> [!NOTE]",
        "---",
        "***",
        "___",
        "===",
        "| a | b |",
        "|---|---|",
        ":-- | --:",
        "```rust",
        "~~~",
        "~~gone~~ ~gone~",
        "*em* **strong** _em_ __strong__ ***both***",
        "a*b*c a_b_c",
        "`code` ``code``",
        "<b>bold</b> <script>alert(1)</script>",
        "<!-- comment --> <!-- newsletter:begin -->",
        "<?php ?> <!DOCTYPE html> <![CDATA[x]]>",
        "<https://evil.example> <a@b.example>",
        "https://evil.example/x www.evil.example ftp://evil.example HTTPS://evil.example",
        "mail editors@example.org or mailto:a@b.example",
        "mailto:@b.example xmpp:@b.example/x",
        "&amp; &lt;b&gt; &#60; &#x3c; &copy; &nbsp;",
        "C:\\ \\* \\",
        "{{< youtube x >}} {{% note %}} {{ title }} {% raw %}",
        "::set-output name=x::y",
        "foo\\",
        "!",
        "!!",
        "[",
        "]",
        "[]",
        "[[wiki]]",
        "a ]( b",
    ] {
        check_everywhere(text).unwrap_or_else(|error| panic!("{text:?}: {error}"));
    }
}

#[test]
fn line_breaks_become_spaces() {
    assert_eq!(escape_inline("a\nb\r\n\n# c\td\u{0}\u{1b}"), "a b # cd".replace("cd", "c d"));
    assert_eq!(escape_inline("    code"), "code");
    assert_eq!(escape_inline_at(" x", Position::MidLine), " x");
}

#[test]
fn raw_marks_of_other_programs_never_come_to_stand() {
    for text in ["<!-- x -->", "{{< x >}}", "{{% x %}}", "<<!--", "{{{<!--"] {
        let line = format!("- {}", escape_inline(text));
        for mark in ["<!--", "{{<", "{{%"] {
            assert!(!line.contains(mark) && !without_needless_escapes(&line).contains(mark), "{line}");
        }
    }
}

/// Titles with special characters that do nothing where they stand.
const TITLES: &[&str] = &[
    "Redis & friends (2025)!",
    "a_b inside a word",
    "How to use snake_case_names in C++",
    "R&D at AT&T: what's next?",
    "#1 reason to start an OSPO",
    "The #OSPO story",
    "C# and F# on .NET 9",
    "Node.js 22 – what's new",
    "We're hiring! (Really!)",
    "Is open source dead?",
    "50% faster, 2x cheaper",
    "5 - 3 = 2 + 0",
    "Rust 1.95 released",
    "1.5 million users",
    "2025 in review",
    "3 lessons from 10 years",
    "[Video] Keynote: state of the union",
    "[Guide] How to publish",
    "Talk recording [40 min]",
    "Policy | Law | Practice",
    "Director, Associate General Counsel: Open Source",
    "“Quoted” and ‘quoted’ – with dashes — and … dots",
    "Plain \"quotes\" and 'quotes'",
    "E.ON, Baden-Württemberg & Co. KG",
    "開源 オープンソース 📚",
    "🇺🇸 OpenAI | Product Manager, Open Source",
    "Open@RIT: the birth of an academic OSPO",
    "@todogroup on Mastodon",
    "Follow us: @todogroup",
    "Price: $750K to $1M",
    "A^2 + B^2",
    "x > y, y < 3, 2 <= 3",
    "I <3 open source",
    "~100 new members",
    "Path /home/user/.config",
    "Windows path C:\\Users",
    "and/or",
    "Q&A; then lunch",
    "&foo; is no entity",
    "2 * 3 = 6",
    "{ json } and {{ braces }}",
    "Version ^1.0 = latest",
    "Key=value; other=1",
    "5 stars (out of 5)",
    "10 % of 20 %",
    "GPL-3.0-or-later OR MIT",
    "Hello, world!",
    "The “Cyber Resilience Act” (CRA)",
    "#OSPO #OpenSource",
    "OSPO++ summit",
    "+1 for this",
    "-1 is not a list",
    "1st place",
    "a) first, 2) second… 3) third",
    "http and https, www and ftp",
    "HTTP: the definitive guide",
    "see www. for more",
    "me @ home",
    "a.b@c",
    "!important",
    "no: yes",
    "(see [RFC 9111])",
    "half-open [0, 1)… and [1, 2]",
    "snake_case, kebab-case, camelCase",
    "…",
];

#[test]
fn titles_that_need_no_escape_get_none() {
    for title in TITLES.iter().filter(|title| !title.contains("[0, 1)")) {
        assert_eq!(&escape_inline(title), title);
        assert_eq!(&escape_link_text(title), title);
    }
}

#[test]
fn every_title_comes_back() {
    for title in TITLES {
        check_everywhere(title).unwrap_or_else(|error| panic!("{title:?}: {error}"));
    }
}

#[test]
fn needless_escapes_go_and_needed_ones_stay() {
    for (markdown, expected) in [
        ("- \\#1 reason", "- #1 reason"),
        ("- \\# one", "- \\# one"),
        ("- 5\\* hotels", "- 5* hotels"),
        ("- \\*a\\* b", "- *a\\* b"),
        ("- [\\[Video\\] A](https://example.org/)", "- [[Video] A](https://example.org/)"),
        ("- `a\\*b` \\!", "- `a\\*b` !"),
        ("- {{\\< x", "- {{\\< x"),
        ("- a\\_b www\\.example.org", "- a_b www\\.example.org"),
        ("- [https\\://example.org](https://example.org)", "- [https://example.org](https://example.org)"),
        ("- C:\\\\", "- C:\\"),
    ] {
        assert_eq!(without_needless_escapes(markdown), expected, "{markdown}");
    }
}

#[test]
fn targets_stay_inside_their_parentheses() {
    for (url, expected) in [
        ("https://example.org/a-(dfm)/1", "https://example.org/a-(dfm)/1"),
        ("https://example.org/a)b", "https://example.org/a%29b"),
        ("https://example.org/(a", "https://example.org/%28a"),
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("https://example.org/<b>`c`\\d", "https://example.org/%3Cb%3E%60c%60%5Cd"),
        ("https://example.org/\n\"x\"", "https://example.org/%0A\"x\""),
        ("https://example.org/?a=1&copy=2&lt;", "https://example.org/?a=1&copy=2\\&lt;"),
        ("https://example.org/?{{<x>}}#{{%x%}}", "https://example.org/?%7B%7B%3Cx%3E%7D%7D#%7B%7B%x%%7D%7D"),
        ("https://example.org/[…]/ü?x=*_*", "https://example.org/[…]/ü?x=*_*"),
    ] {
        assert_eq!(link_target(url), expected);
        let entry = format!("- [text]({})\n", link_target(url));
        for seen in [seen_by_pulldown(&entry), seen_by_comrak(&entry)] {
            assert_eq!((seen.text.as_str(), seen.links.len(), seen.structure.len()), ("text", 1, 0), "{entry}");
        }
    }
}

#[test]
fn a_table_cell_holds_its_text() {
    let table = format!("| a | b |\n|---|---|\n| {} | x |\n", escape_table_cell("A | B `c|d`"));
    let html = comrak::markdown_to_html(&table, &gfm());
    assert!(html.contains("<td>A | B `c|d`</td>\n<td>x</td>"), "{html}");
}

/// Text made of what Markdown reacts to.
fn markdown_like() -> impl Strategy<Value = String> {
    let tokens = vec![
        "*",
        "**",
        "_",
        "__",
        "`",
        "``",
        "[",
        "]",
        "(",
        ")",
        "](",
        "<",
        ">",
        "!",
        "#",
        "##",
        "-",
        "+",
        "1.",
        "=",
        "~",
        "~~",
        "|",
        "\\",
        "&amp;",
        "&",
        ";",
        "&#35;",
        "http://",
        "https://",
        "www.",
        "a.b",
        "@",
        "x@y.zz",
        "x",
        "é",
        "日本",
        " ",
        "  ",
        "\u{a0}",
        ":",
        "^",
        "[^1]",
        "[x] ",
        "{{",
        "<b",
        "</b>",
        "<!--",
        "-->",
        "%",
        "\"",
        "'",
        "/",
        "?",
        "mailto:",
        "0",
        ".",
        ",",
        "{",
        "}",
        "$",
        "📚",
        "(http://e.vil)",
        "[a]",
        "[a]:",
    ];
    prop::collection::vec(prop::sample::select(tokens), 1..14).prop_map(|tokens| tokens.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_comes_back(any in "\\PC{1,40}") {
        let title = text::line(&any, usize::MAX);
        prop_assume!(!title.is_empty());
        check_everywhere(&title)?;
    }

    #[test]
    fn text_like_markdown_comes_back(any in markdown_like()) {
        let title = text::line(&any, usize::MAX);
        prop_assume!(!title.is_empty());
        check_everywhere(&title)?;
    }

    #[test]
    fn two_pieces_never_make_structure_together(first in markdown_like(), second in markdown_like()) {
        let first = text::line(&first, usize::MAX);
        let second = text::line(&second, usize::MAX);
        prop_assume!(!first.is_empty() && !second.is_empty());
        let (one, two) = (escape_inline(&first), escape_inline(&second));
        let entry = format!("- {one}: {two} [here](https://example.org/)\n");
        check(&entry, &format!("{first}: {second} here"), &["https://example.org/"])?;
        let entry = format!("- [{one} | {two}](https://example.org/) – {one}\n");
        check(&entry, &format!("{first} | {second} – {first}"), &["https://example.org/"])?;
        let tidy = without_needless_escapes(&entry);
        check(&tidy, &format!("{first} | {second} – {first}"), &["https://example.org/"])?;
    }

    #[test]
    fn what_is_left_of_escapes_is_needed(first in markdown_like(), second in markdown_like()) {
        let entry = format!("- {} [{}](https://example.org/)\n", escape_inline(&first), escape_link_text(&second));
        let tidy = without_needless_escapes(&entry);
        prop_assert_eq!(without_needless_escapes(&tidy), tidy);
    }

    #[test]
    fn any_target_is_one_link(url in "https://example\\.org/\\PC{0,30}") {
        let entry = format!("- [text]({}) end\n", link_target(&url));
        for seen in [seen_by_pulldown(&entry), seen_by_comrak(&entry)] {
            prop_assert_eq!((seen.text.as_str(), seen.links.len(), seen.structure.len()), ("text end", 1, 0), "{}", entry);
        }
    }
}
