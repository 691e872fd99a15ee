//! What of the HTML in an issue reaches a page: a list of what is allowed, everything else is gone.
//!
//! The list holds what real issues use (images with a width, tables, alignment, line breaks, details)
//! and what Markdown itself makes. No script, no style sheet, no form, no frame, no event, no address
//! other than of a page or a mail. The one style that is let through, a link's background,
//! says that it is meant as a button; [`super::links`] turns it into a class.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::Builder;

use crate::model::link::SCHEMES;

const TAGS: &[&str] = &[
    "a",
    "abbr",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "u",
    "ul",
    "var",
    "wbr",
];

/// Attributes of any element. `align` is made a class by [`super::blocks`].
const ATTRIBUTES: &[&str] = &["align", "dir", "id", "lang", "title"];

const TAG_ATTRIBUTES: &[(&str, &[&str])] = &[
    ("a", &["aria-label", "href", "hreflang", "rel", "style"]),
    ("details", &["open"]),
    ("img", &["alt", "height", "src", "width"]),
    ("ol", &["start", "reversed"]),
    ("li", &["value"]),
    ("td", &["colspan", "rowspan"]),
    ("th", &["colspan", "rowspan", "scope"]),
];

/// Classes that comrak gives to footnotes and alerts.
const CLASSES: &[(&str, &[&str])] = &[
    ("a", &["footnote-backref"]),
    (
        "div",
        &[
            "markdown-alert",
            "markdown-alert-note",
            "markdown-alert-tip",
            "markdown-alert-important",
            "markdown-alert-warning",
            "markdown-alert-caution",
        ],
    ),
    ("p", &["markdown-alert-title"]),
    ("section", &["footnotes"]),
    ("sup", &["footnote-ref"]),
];

/// Elements that go with everything inside: their content is no text for readers.
const GONE_WITH_CONTENT: &[&str] = &[
    "script",
    "style",
    "template",
    "iframe",
    "object",
    "embed",
    "noscript",
    "noembed",
    "noframes",
    "textarea",
    "select",
    "title",
    "svg",
    "math",
    "xmp",
    "plaintext",
];

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = Builder::empty();
    cleaner
        .tags(set(TAGS))
        .clean_content_tags(set(GONE_WITH_CONTENT))
        .generic_attributes(set(ATTRIBUTES))
        .tag_attributes(map(TAG_ATTRIBUTES))
        .allowed_classes(map(CLASSES))
        .url_schemes(set(&SCHEMES))
        .url_relative(ammonia::UrlRelative::PassThrough)
        .filter_style_properties(set(&["background", "background-color"]))
        .link_rel(None)
        .strip_comments(true);
    cleaner
});

/// The HTML without what is not on the list.
pub fn clean(html: &str) -> String {
    CLEANER.clean(html).to_string()
}

fn set(names: &[&'static str]) -> HashSet<&'static str> {
    names.iter().copied().collect()
}

fn map(rows: &[(&'static str, &[&'static str])]) -> HashMap<&'static str, HashSet<&'static str>> {
    rows.iter().map(|(tag, names)| (*tag, set(names))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_issues_use_is_kept() {
        for kept in [
            r#"<img width="300" src="https://example.org/a.png" alt="a">"#,
            r#"<table><tbody><tr><td align="left">x</td></tr></tbody></table>"#,
            "<details><summary>More</summary>text</details>",
            r#"<a href="mailto:a@example.org">write</a>"#,
            r##"<sup class="footnote-ref"><a href="#fn-1" id="fnref-1">1</a></sup>"##,
        ] {
            assert_eq!(sorted(&clean(kept)), sorted(kept));
        }
    }

    #[test]
    fn what_runs_frames_or_restyles_is_gone() {
        for (hostile, left) in [
            ("<script>x()</script>a", "a"),
            (r#"<p onclick="x()">a</p>"#, "<p>a</p>"),
            (r#"<p style="position:fixed">a</p>"#, "<p>a</p>"),
            ("<iframe src=\"https://example.org\">x</iframe>a", "a"),
            ("<form><input><button>a</button></form>", "a"),
            ("<!-- newsletter-check: ignore all -->a", "a"),
            (r#"<a href="javascript:x()">a</a>"#, "<a>a</a>"),
            (r#"<img src="data:image/png;base64,AA">"#, "<img>"),
            (r#"<a style="background:red;position:fixed">a</a>"#, r#"<a style="background:red">a</a>"#),
            (r#"<p class="masthead">a</p>"#, r#"<p class="">a</p>"#),
        ] {
            assert_eq!(clean(hostile), left, "{hostile}");
        }
    }

    /// The characters in order: the sanitiser may write attributes in another one.
    fn sorted(html: &str) -> Vec<char> {
        let mut characters: Vec<char> = html.chars().collect();
        characters.sort_unstable();
        characters
    }
}
