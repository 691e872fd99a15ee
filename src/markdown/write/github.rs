//! Text for GitHub: bodies of pull requests and job summaries.
//!
//! GitHub reads more into rendered text than Markdown does: `@name` notifies a person, `#12`,
//! `GH-12` and `owner/repository#12` leave a mark in other people's issues, and "fixes #12" closes
//! one when the pull request is merged. A backslash does not help, because all this happens after
//! Markdown. A zero-width space (`&#8203;`) behind the sign does; Renovate and Dependabot write it too.
//!
//! What stands in code is left alone by GitHub: [`fenced`] is for text that people copy.
//! Sources: "Basic writing and formatting syntax" and "Linking a pull request to an issue" of GitHub
//! Docs. A commit's hash may become a link to that commit of the same repository; it notifies nobody.

use super::{escape_inline, escape_link_text};

/// Parts a sign from what would make a reference of it; shows nothing.
const GAP: &str = "&#8203;";

/// Text for a list item, a paragraph or a heading on GitHub.
pub fn escape_for_github(text: &str) -> String {
    apart(&escape_inline(text))
}

/// Text between the brackets of a link on GitHub.
pub fn escape_link_text_for_github(text: &str) -> String {
    apart(&escape_link_text(text))
}

/// One line of text in a code span, in which GitHub looks for no references. A backtick would end it
/// and becomes an apostrophe; nothing becomes nothing.
pub fn code_for_github(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("`{}`", text.replace('`', "'")) }
}

/// Text as a block of code for copying, whatever fences stand in it.
pub fn fenced(text: &str) -> String {
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}markdown\n{}\n{fence}\n", text.trim_end_matches('\n'))
}

fn apart(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    for (at, character) in markdown.char_indices() {
        out.push(character);
        let after = markdown.get(at + character.len_utf8()..).unwrap_or_default();
        if starts_reference(markdown.get(..at).unwrap_or_default(), character, after) {
            out.push_str(GAP);
        }
    }
    out
}

/// Whether `sign` and what follows it are the middle of a reference.
fn starts_reference(before: &str, sign: char, after: &str) -> bool {
    let digit = after.starts_with(|next: char| next.is_ascii_digit());
    match sign {
        '@' => after.starts_with(|next: char| next.is_ascii_alphanumeric() || matches!(next, '-' | '_' | '\\')),
        '#' => digit,
        '-' => {
            digit && before.get(before.len().saturating_sub(2)..).is_some_and(|tail| tail.eq_ignore_ascii_case("gh"))
        }
        ':' => after.starts_with("//"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use comrak::nodes::NodeValue;
    use proptest::prelude::*;
    use regex::Regex;

    use super::*;
    use crate::markdown::gfm;
    use crate::model::text;

    /// The text that GitHub looks for references in, and whether there is anything but text.
    fn rendered(markdown: &str) -> (String, bool) {
        let arena = comrak::Arena::new();
        let (mut text, mut structure) = (String::new(), false);
        for node in comrak::parse_document(&arena, markdown, &gfm()).descendants() {
            match &node.data().value {
                NodeValue::Text(part) => text.push_str(part),
                NodeValue::Document | NodeValue::List(_) | NodeValue::Item(_) | NodeValue::Paragraph => {}
                _ => structure = true,
            }
        }
        (text, structure)
    }

    fn check(title: &str) {
        let reference = Regex::new(r"(?i)@[a-z0-9_-]|#[0-9]|gh-[0-9]|://|https?://").unwrap();
        let (text, structure) = rendered(&format!("- {}\n", escape_for_github(title)));
        assert!(!reference.is_match(&text), "{title:?} reads as {text:?}");
        assert!(!structure, "{title:?} has structure");
        assert_eq!(text.replace('\u{200B}', ""), title.trim_end(), "{title:?}");
    }

    #[test]
    fn nothing_in_a_title_notifies_or_closes() {
        for title in [
            "@octocat talks",
            "by @octocat, @todogroup/ospo and (@a-b)",
            "Fixes #12 and closes todogroup/ospology#7",
            "resolves GH-3, gh-4",
            "closes https://github.com/todogroup/ospology/issues/7",
            "actions/checkout@v4",
            "mail editors@example.org",
            "C# 9, F#4, &#12; &#x41; #hash @ night",
            "<img src=x onerror=alert(1)> <!-- newsletter:end --> </details>",
            "www.example.org **bold** `code`",
            "#1 of 10",
        ] {
            check(title);
        }
    }

    #[test]
    fn harmless_titles_stay_readable() {
        for title in ["C++ and C# at 10:30", "Call for Papers: KubeCon (EU)", "A - B"] {
            assert!(!escape_for_github(title).contains(GAP), "{title}");
        }
    }

    #[test]
    fn a_fence_holds_any_text() {
        for text in ["- [a](b)", "- `code`", "- ```\n  ````\n", "~~~"] {
            let block = fenced(text);
            let arena = comrak::Arena::new();
            let document = comrak::parse_document(&arena, &block, &gfm());
            let blocks: Vec<String> = document
                .children()
                .map(|node| match &node.data().value {
                    NodeValue::CodeBlock(code) => code.literal.clone(),
                    other => format!("{other:?}"),
                })
                .collect();
            assert_eq!(blocks, [format!("{}\n", text.trim_end())]);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]
        #[test]
        fn no_title_becomes_a_reference(title in r"([@#:/<>&;!*_`~\[\]()\\ -]|gh|GH|fixes|[a-z]|[0-9]|http|www\.|\.org|é|日){0,24}") {
            check(&text::title(&title));
        }
    }
}
