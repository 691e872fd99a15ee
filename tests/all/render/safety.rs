//! What must never stand on a page, whatever an issue says: attempts by hand, random Markdown, and
//! texts that cost too much.

use std::time::Duration;

use newsletter::render::{Format, PageOptions, RenderError, render};
use proptest::prelude::*;
use scraper::{Html, Node, Selector};

use super::{built_in, issue, page};
use crate::testing::worked;

/// Elements that no issue may bring into the body of a page.
const ACTIVE: &[&str] = &[
    "script",
    "style",
    "iframe",
    "frame",
    "object",
    "embed",
    "form",
    "input",
    "button",
    "select",
    "textarea",
    "base",
    "meta",
    "link",
    "svg",
    "math",
    "template",
    "noscript",
    "video",
    "audio",
    "source",
    "marquee",
    "title",
    "plaintext",
    "xmp",
];
const TARGETS: &[&str] = &["href", "src", "action", "cite", "poster", "background", "xlink:href", "data"];

/// Nothing in the body runs, loads, restyles or hides; the head has one script of data and no comment
/// stands anywhere.
pub fn assert_inert(page: &str, context: &str) {
    let (head, body) = page.split_once("<body>\n").unwrap();
    assert_eq!(head.matches("<script").count(), 1, "{context}");
    let data = head.split_once("<script type=\"application/ld+json\">").unwrap().1.split_once("</script>").unwrap().0;
    let _: serde_json::Value = serde_json::from_str(data).unwrap();
    let parsed = Html::parse_document(page);
    assert!(!parsed.tree.values().any(|node| matches!(node, Node::Comment(_))), "{context}: a comment");
    let body_at_root = parsed.root_element().children().filter(|node| node.value().is_element()).count();
    assert_eq!(body_at_root, 2, "{context}: more than a head and a body");
    assert!(body.contains("<main id=\"issue\">"), "{context}");
    for element in parsed.select(&Selector::parse("body, body *").unwrap()).map(|element| element.value()) {
        assert!(!ACTIVE.contains(&element.name()), "{context}: <{}>", element.name());
        for (name, value) in element.attrs() {
            assert!(
                !name.starts_with("on") && !["style", "srcdoc", "srcset", "formaction"].contains(&name),
                "{context}: {name}"
            );
            assert!(!TARGETS.contains(&name) || is_harmless(value), "{context}: {name}={value:?}");
        }
    }
}

/// Whether an address has no scheme that runs or reads anything, however a browser cleans it first.
fn is_harmless(address: &str) -> bool {
    let cleaned: String = address.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
    let scheme = cleaned
        .split(['/', '?', '#'])
        .next()
        .unwrap_or_default()
        .split_once(':')
        .map(|(scheme, _)| scheme.to_lowercase());
    scheme.is_none_or(|scheme| ["http", "https", "mailto", "tel"].contains(&scheme.as_str()))
}

#[test]
fn no_attempt_to_run_something_reaches_a_page() {
    let vectors = include_str!("../../fixtures/render/vectors.txt");
    let mut tried = 0;
    for line in vectors.lines().skip(3) {
        let markdown = line.replace("\\n", "\n").replace("\\u{1}", "\u{1}");
        for text in [markdown.clone(), format!("# T\n\n{markdown}\n\nafter\n"), format!("- {markdown}\n")] {
            assert_inert(&page(&text), line);
        }
        tried += 1;
    }
    assert!(tried > 60, "{tried}");
}

#[test]
fn template_code_in_an_issue_stays_text() {
    let page = page("# x\n\n{{ 7 * 191 }} {% raw %}\n");
    assert!(page.contains("{{ 7 * 191 }} {% raw %}"), "{page}");
}

#[test]
fn comments_and_notes_to_the_checker_reach_nothing() {
    let page = page("# x\n\na <!-- newsletter-check: ignore all --> b\n\n<!-- Add events.\nFormat: x\n-->\n- c\n");
    assert!(!page.contains("newsletter-check") && !page.contains("Format: x") && page.contains("<li>c</li>"), "{page}");
}

#[test]
fn an_issue_cannot_use_the_ids_and_classes_of_the_page() {
    let body = page("# x\n\n## Contents\n\n## Issue\n\n<p id=\"issue\" class=\"skip\">a</p>\n");
    assert_eq!(body.matches("id=\"issue\"").count(), 1, "{body}");
    assert!(body.contains("<h2 id=\"contents-2\">") && body.contains("<h2 id=\"issue-2\">"), "{body}");
    assert_eq!(body.matches("class=\"skip\"").count(), 1, "{body}");
}

/// Pieces of Markdown and HTML that mean something, to be joined at random.
fn pieces() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "<script>",
        "</script>",
        "<img src=x onerror=x()>",
        "<a href=\"javascript:x()\">",
        "</a>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<style>",
        "</style>",
        "<svg>",
        "<table>",
        "<tr><td>",
        "</table>",
        "<p ",
        "onclick=x()",
        "style=",
        ">",
        "\"",
        "'",
        "`",
        "```\n",
        "[x](",
        "[x]:",
        "![",
        "](",
        ")",
        "javascript:x()",
        "&#106;avascript:",
        "# ",
        "## ",
        "- ",
        "> ",
        "| a |\n|---|\n",
        "\n",
        "\n\n",
        "[^1]",
        "[^1]: ",
        "http://a.example/",
        "www.a.example",
        "<details>",
        "<center>",
        "<a id=\"issue\">",
        "here",
        "\u{0}",
        "\u{2028}",
        "</main>",
        "</title>",
        "<textarea>",
        "<noscript>",
        "<plaintext>",
        "<math>",
        "<li>",
        "<font>",
        "📚",
        "\u{202e}",
        "---\n",
        "a: b\n",
    ]);
    prop::collection::vec(prop_oneof![4 => known.prop_map(str::to_owned), 1 => any::<String>()], 0..24)
        .prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_markdown_makes_a_page_active(markdown in pieces()) {
        assert_inert(&page(&markdown), &markdown);
    }
}

fn refusal(markdown: &str) -> RenderError {
    let before = worked();
    let refusal = render(Format::Html, &issue(markdown), &PageOptions::default(), &built_in()).unwrap_err();
    let work = worked() - before;
    assert!(work < Duration::from_secs(20), "{work:?}");
    refusal
}

#[test]
fn what_would_cost_too_much_is_refused() {
    assert!(matches!(refusal(&"x ".repeat(600_000)), RenderError::TooLarge { size: 1_200_000, .. }));
    for nested in [
        "<div>".repeat(100_000),
        "<b>".repeat(100_000),
        "<ul><li>".repeat(50_000),
        "<div><table></div></table>".repeat(30_000),
        format!("{}x", "> ".repeat(5_000)),
        (0..20_000).map(|size| format!("<font size={size}>\n\nx\n\n")).collect(),
        format!("<p {}>x</p>", "a=b ".repeat(100_000)),
    ] {
        let refusal = refusal(&nested);
        assert_eq!(
            refusal.to_string(),
            "issues/2026-03-11.md: its HTML is nested more than 200 levels deep",
            "{}",
            &nested[..40]
        );
    }
}

#[test]
fn many_links_and_headings_of_the_same_words_stay_cheap() {
    let before = worked();
    let many = format!("# x\n\n{}\n\n{}", "## y\n\n".repeat(5_000), "- z [here](https://example.org)\n".repeat(10_000));
    let in_one = format!("# x\n\n{}", "z [here](https://example.org) ".repeat(10_000));
    assert!(page(&many).len() > 100_000 && page(&in_one).len() > 100_000);
    let work = worked() - before;
    assert!(work < Duration::from_secs(60), "{work:?}");
}
