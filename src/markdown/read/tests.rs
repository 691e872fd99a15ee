//! Whole issues, small: structure, ranges, damage. The shapes of entries are tested where they are read.

use std::time::Duration;

use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::model::issue::{Entry, EntryType};
use crate::testing::worked;

/// The first entry under `heading` of an issue of June 2, 2025 that lists `markdown`.
pub(super) fn entry(heading: &str, markdown: &str) -> Entry {
    let bullet = if markdown.starts_with(['*', '-']) { "" } else { "- " };
    let text = format!("# Example 1\n\n## {heading}\n\n{bullet}{markdown}\n");
    let issue = read(&text, "issues/2025-06-02.md");
    issue.entries().next().cloned().unwrap_or_else(|| panic!("no entry in {text:?}"))
}

/// Headings, types and the first words of the entries, one line each.
fn outline(text: &str) -> String {
    let issue = read(text, "2025-06-02.md");
    let mut lines = Vec::new();
    for section in &issue.sections {
        lines.push(format!(
            "{} {} {:?} @{}",
            "#".repeat(section.level.into()),
            section.heading,
            section.section_type,
            section.line
        ));
        for entry in &section.entries {
            let star = if entry.is_list_item { "*" } else { "=" };
            lines.push(format!("{star} {:?} {} @{}", entry.entry_type, entry.text, entry.line));
        }
    }
    lines.join("\n")
}

/// Ranges are within the text, on character boundaries, in order and apart; `markdown` is their text.
fn check_ranges(text: &str) -> Result<(), TestCaseError> {
    let issue = read(text, "2025-06-02.md");
    let mut end = 0;
    for entry in issue.entries() {
        prop_assert!(entry.range.start >= end, "{:?} begins before {}", entry, end);
        end = entry.range.end;
        let bytes = text.get(entry.range.clone());
        prop_assert!(bytes.is_some(), "{:?}", entry);
        prop_assert_eq!(bytes.unwrap_or_default().trim_end_matches(['\n', '\r']), &entry.markdown);
    }
    for section in &issue.sections {
        prop_assert!(
            text.get(section.heading_range.clone()).is_some() && text.get(section.body_range.clone()).is_some()
        );
    }
    for link in links(text) {
        prop_assert!(text.get(link.range).is_some());
    }
    Ok(())
}

#[test]
fn sections_and_entries_of_every_form_are_found() {
    let text = "\
Welcome, see https://example.org/.

# Example Newsletter 7

Hello [there](https://example.org/hello).

Jobs
----

* [A: Engineer](https://example.org/1)
  with more
  * child [link](https://example.org/2)

* [B: Engineer](https://example.org/3)

## Stories

- [One](https://example.org/4)
- [Two](https://example.org/5)

**Tool of the month**

1. [Three](https://example.org/6)

### [Deep](https://example.org/14)

> quoted [four](https://example.org/7)
> - item

| a | b |
|---|---|
| [five](https://example.org/8) | six |

<p><a href=\"https://example.org/9\">seven</a></p>

```
- [no](https://example.org/10)
```

<!-- - [no](https://example.org/11) -->

## Events

- June 3 [Day](https://example.org/12)

---

- ✨ footer [x](https://example.org/13)
";
    assert_eq!(
        outline(text),
        "\x20 Text @1
= Text Welcome, see https://example.org/. @1
= Text Hello there. @5
## Jobs Job @7
* Job A: Engineer with more child link @10
* Job B: Engineer @14
## Stories Article @16
* Article One @18
* Article Two @19
### Tool of the month Article @21
* Article Three @23
### Deep Text @25
= Text Deep @25
= Text quoted four item @27
= Text five @32
= Text seven @34
## Events Event @42
* Event June 3 Day @44
\x20 Text @46
* Text ✨ footer x @48"
    );
    check_ranges(text).expect("ranges");
}

#[test]
fn an_issue_without_headings_has_its_footer_once() {
    let text = "Before [a](https://e.example/1).\n\n---\n\n- after [b](https://e.example/2)\n";
    assert_eq!(outline(text), "\x20 Text @1\n= Text Before a. @1\n\x20 Text @3\n* Text after b @5");
    check_ranges(text).expect("ranges");
}

#[test]
fn entries_never_overlap_where_a_rule_ends_odd_blocks() {
    for text in [
        "- | a | b |\n|---|---|\n---\n, Berlin, Germany[r]: https://e.example\n",
        "[^1]: note\n---\n, Berlin, Germany[r]: https://e.example\n, Berlin, Germany# ",
        "- # ---\n---\n, Berlin, Germany[r]: https://e.example\n",
    ] {
        check_ranges(text).expect(text);
    }
}

#[test]
fn an_item_is_its_lines() {
    let text = "\u{FEFF}# T 1\r\n\r\n## Jobs\r\n\r\n  * [A](https://e.example/1)\r\n    - child\r\n\r\n  * [B](https://e.example/2)\r\n\ttab\r\n\r\n\r\n## Next\r\n";
    let issue = read(text, "2025-06-02.md");
    let bytes: Vec<&str> = issue.entries().map(|entry| &text[entry.range.clone()]).collect();
    assert_eq!(bytes, ["  * [A](https://e.example/1)\r\n    - child\r\n", "  * [B](https://e.example/2)\r\n\ttab\r\n"]);
    assert_eq!(issue.entries().map(|entry| entry.line).collect::<Vec<_>>(), [5, 8]);
    assert_eq!(issue.title.as_deref(), Some("T 1"));
}

#[test]
fn links_that_a_person_would_see_are_found() {
    for (markdown, expected) in [
        ("- [a](https://e.example/1) and <https://e.example/2>", "https://e.example/1 https://e.example/2"),
        (
            "- [a][r] [r] [r][]\n\n[r]: https://e.example/1",
            "https://e.example/1 https://e.example/1 https://e.example/1",
        ),
        ("- [a]https://e.example/1", "https://e.example/1"),
        ("- [a] (https://e.example/1) b", "https://e.example/1"),
        ("- [a](https://e.example/1 b", "https://e.example/1"),
        ("- [a(https://e.example/1)", "https://e.example/1"),
        ("- [a]( https://e.example/1 )", "https://e.example/1"),
        ("- [a\n  ](https://e.example/1\n  )", "https://e.example/1"),
        ("- ((https://e.example/1))", "https://e.example/1"),
        ("- https://e.example/a_b*c*d, www.e.example/x.", "https://e.example/a_b*c*d http://www.e.example/x"),
        ("- **[a](https://e.example/1)** `https://no.example` ![i](https://no.example/i.png)", "https://e.example/1"),
        ("- [![i](https://no.example/i.png)](https://e.example/1)", "https://e.example/1"),
        ("- <a href='https://e.example/1'>a</a> <img src=\"https://no.example\">", "https://e.example/1"),
        ("- [a]() [b](https://e.example/1)", "https://e.example/1"),
        ("- [a](/relative) [b](mailto:x@e.example)", "/relative mailto:x@e.example"),
        ("- https\\://no.example", ""),
    ] {
        let text = format!("# T\n\n{markdown}\n");
        let urls: Vec<String> = read(&text, "").entries().flat_map(|entry| entry.urls.clone()).collect();
        assert_eq!(urls.join(" "), expected, "{markdown}");
    }
}

#[test]
fn links_know_where_they_stand() {
    let text = "# T\n\nSee [a](https://e.example/1), [b]https://e.example/2 and https://e.example/3.\n\n- [c]()\n";
    let found: Vec<(String, &str, LinkKind)> =
        links(text).into_iter().map(|link| (link.text, &text[link.range], link.kind)).collect();
    assert_eq!(
        found,
        [
            ("a".to_owned(), "[a](https://e.example/1)", LinkKind::Markdown),
            ("b".to_owned(), "[b]https://e.example/2", LinkKind::Broken),
            ("https://e.example/3".to_owned(), "https://e.example/3", LinkKind::Bare),
            ("c".to_owned(), "[c]()", LinkKind::Markdown),
        ]
    );
}

#[test]
fn the_head_of_an_issue_is_read() {
    let issue = read("# 2022年5月31日\n# OSPO ニュースレター 11\n\n## 📚 OSPO 求人\n", "translations/ja-2022-05-31.md");
    assert_eq!(
        (issue.title.as_deref(), issue.number, issue.date, issue.language.as_deref()),
        (Some("OSPO ニュースレター 11"), Some(11), Some(date(2022, 5, 31)), Some("ja"))
    );
    assert_eq!(issue.sections.len(), 1);
    let issue = read("---\ntitle: News 4\ndate: 2025-01-02\n---\n## Jobs\n\n- [x](https://e.example)\n", "news.md");
    assert_eq!((issue.title.as_deref(), issue.number, issue.date), (Some("News 4"), Some(4), Some(date(2025, 1, 2))));
    assert_eq!(issue.entries().next().map(|entry| entry.line), Some(7));
}

#[test]
fn damage_is_warned_about_and_read_through() {
    let good = "# Jiménez 3\n\n## 📚 Jobs\n\n- [🇺🇸 Área | Engineer](https://e.example/1) – “x”\n";
    let damaged = encoding_rs::MACINTOSH.decode_without_bom_handling(good.as_bytes()).0;
    let issue = read(&damaged, "2025-06-02.md");
    let entry = issue.entries().next().expect("an entry");
    assert_eq!(issue.title.as_deref(), Some("Jiménez 3"));
    assert_eq!((entry.organisation.as_deref(), entry.country.as_deref(), entry.line), (Some("Área"), Some("US"), 5));
    assert!(entry.markdown.starts_with("- [\u{F8FF}üá∫") && damaged[entry.range.clone()].starts_with(&entry.markdown));
    assert_eq!(
        issue.warnings,
        ["the text was decoded with the wrong character set (macintosh instead of UTF-8): it is read as it was meant"]
    );
    let conflict = read("# T\n<<<<<<< HEAD\n- a\u{FFFD}\n", "2023-04-31.md");
    assert_eq!(
        conflict.warnings,
        [
            "line 3: characters were lost (U+FFFD)",
            "line 2: a git conflict was not resolved",
            "the file name has 2023-04-31, which is not a date",
        ]
    );
}

#[test]
fn a_footer_in_the_last_list_is_text() {
    let text = "# T 1\n\n## Events\n\n- June 3 [Day](https://e.example/1)\n\n- ✨ Find more within the guides and resources.\n\
                - 🧐 Do you have ideas? File an issue: https://e.example/issues.\n\n## Jobs\n\n- ADD JOBS\n- [A | B]\n";
    let issue = read(text, "2025-06-02.md");
    let types: Vec<EntryType> = issue.entries().map(|entry| entry.entry_type).collect();
    assert_eq!(types, [EntryType::Event, EntryType::Text, EntryType::Text, EntryType::Job, EntryType::Job]);
}

#[test]
fn hostile_texts_take_linear_time() {
    let before = worked();
    for (head, unit) in [
        ("https://e.example/", ")"),
        ("https://e.example/", ";"),
        ("", "https://e.example/ "),
        ("[", "x https://e.example/ "),
        ("", "# \n"),
        ("", "**a**\n\n"),
        ("", "- [a](https://e.example)\n"),
        ("- ", "June 3, 2025 "),
        ("", "<script>x</script><a href=\""),
        ("<p>", "<script>"),
        ("", "- - - - - - - - a\n"),
        ("- a | ", "b, (June 3) - "),
        ("", "é–"),
        ("", "> "),
    ] {
        let text = format!("{head}{}", unit.repeat(100_000 / unit.len()));
        read(&text, "2025-06-02.md");
    }
    // Half a second in all where the work is linear; minutes where it is not.
    let work = worked() - before;
    assert!(work < Duration::from_secs(60), "{work:?}");
}

fn markdown_like() -> impl Strategy<Value = String> {
    let tokens = vec![
        "# ",
        "## Jobs\n",
        "## Events\n",
        "## News\n",
        ", Berlin, Germany",
        "(Oct 30-Nov 2, Paris)",
        "9月 26 - 28 日",
        "CFP closes May 3",
        "；，",
        "\n",
        "\n\n",
        "- ",
        "* ",
        "1. ",
        "  ",
        "\t",
        "> ",
        "[a](",
        "https://e.example/x",
        ")",
        "](",
        "[",
        "]",
        "**",
        "`",
        "```\n",
        "<a href=\"",
        "\">",
        "</a>",
        "<!--",
        "-->",
        "| a | b |\n|---|---|\n",
        "---\n",
        "===\n",
        "\r\n",
        "\r",
        "\u{FEFF}",
        "é",
        "📚",
        "🇺🇸",
        "June 3–4, 2025",
        "(",
        "www.e.example",
        "&amp;",
        "\\",
        "x",
        " ",
        "CFP ends ",
        ":",
        " - ",
        " | ",
        "[r]: https://e.example\n",
        "[^1]",
        "[^1]: note\n",
        "√©",
        "‚Äì",
        "<table>\n",
    ];
    prop::collection::vec(prop::sample::select(tokens), 0..40).prop_map(|tokens| tokens.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_with_valid_ranges(text in "\\PC{0,200}") {
        check_ranges(&text)?;
    }

    #[test]
    fn any_markdown_is_read_with_valid_ranges(text in markdown_like()) {
        check_ranges(&text)?;
    }
}
