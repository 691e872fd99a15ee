//! HTML to plain text, in linear time whatever the nesting: a tokenizer, no tree.
//!
//! Start with [`to_text`]. [`tokens`] has the tokenizer, which also reads damaged feeds; [`entities`]
//! decodes character references. What looks into the structure of whole pages is not here: that is
//! `scraper`'s work, under its own caps.

pub mod entities;
mod tag;
pub mod tokens;

use std::borrow::Cow;

pub use entities::decode as decode_entities;
pub use tag::Tag;
pub use tokens::{Token, Tokens};

use crate::model::text;

/// Most HTML that is turned into text, in bytes; what follows is left out.
pub const INPUT_CAP: usize = 4 * 1024 * 1024;

/// Elements after and before which text stands on a new line; sorted.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "br",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "optgroup",
    "option",
    "p",
    "pre",
    "search",
    "section",
    "select",
    "summary",
    "table",
    "tbody",
    "tfoot",
    "thead",
    "tr",
    "ul",
    "xmp",
];

/// Elements (sorted) whose text no reader sees: not shown at all, or shown only where the browser is too old.
const UNSEEN: &[&str] = &[
    "audio", "canvas", "datalist", "iframe", "noembed", "noframes", "script", "style", "svg", "template", "title",
    "video",
];

/// The text that a reader would see: no script, style, template, title or comment; blocks, list
/// items and `<br>` on lines of their own, cells apart; other white space as single spaces; character
/// references decoded. Not yet one line: `model::text` makes it so.
///
/// Text that is not HTML comes out as it is, white space apart: a `<` that opens no tag, and a tag
/// that HTML does not have (`Option<T>`, `<me@example.org>`), are text, and so is a `&` that starts
/// no character reference.
pub fn to_text(html: &str) -> String {
    text_without(html, |tag| tag::is_one_of(UNSEEN, tag.name))
}

/// [`to_text`] without headings, which summaries do not want between their sentences; with them,
/// where there is nothing else.
pub fn to_prose(html: &str) -> String {
    let is_heading = |tag: &Tag<'_>| tag.name.len() == 2 && tag.name.starts_with(['h', 'H']) && !tag.is("hr");
    let prose = text_without(html, |tag| is_heading(tag) || tag::is_one_of(UNSEEN, tag.name));
    if prose.is_empty() { to_text(html) } else { prose }
}

fn text_without(html: &str, is_left_out: impl Fn(&Tag<'_>) -> bool) -> String {
    let mut out = Lines::default();
    let mut tokens = Tokens::new(text::head(html, INPUT_CAP));
    while let Some(token) = tokens.next() {
        match token {
            Token::Text(text) => out.push(&decode_entities(text)),
            Token::Raw(text) => out.push(text),
            Token::Open(tag) | Token::Close(tag) if !tag.is_html() => out.push(&decode_entities(tag.source)),
            Token::Open(tag) if is_left_out(&tag) => {
                out.mark(&tag);
                tokens.skip_element(&tag);
            }
            Token::Open(tag) | Token::Close(tag) => out.mark(&tag),
            Token::Comment(_) => {}
        }
    }
    out.finish()
}

/// The text of a title: what stands in `<title>`, entities decoded, white space as it is. None
/// where the page has none, or an empty one.
pub fn page_title(html: &str) -> Option<String> {
    let mut tokens = Tokens::new(text::head(html, INPUT_CAP));
    tokens.find(|token| matches!(token, Token::Open(tag) if tag.is("title")))?;
    match tokens.next()? {
        Token::Text(text) => Some(decode_entities(text).into_owned()).filter(|title| !title.trim().is_empty()),
        _ => None,
    }
}

/// The value of an attribute with its character references decoded.
pub fn attribute<'a>(tag: &Tag<'a>, name: &str) -> Option<Cow<'a, str>> {
    tag.attribute(name).map(entities::decode)
}

/// Text growing line by line, white space collapsed.
#[derive(Default)]
struct Lines {
    text: String,
    /// White space that is owed before the next word.
    gap: Option<char>,
}

impl Lines {
    fn push(&mut self, text: &str) {
        for character in text.chars() {
            if matches!(character, ' ' | '\t' | '\n' | '\r' | '\u{C}') {
                self.gap.get_or_insert(' ');
            } else {
                if let Some(gap) = self.gap.take().filter(|_| !self.text.is_empty()) {
                    self.text.push(gap);
                }
                self.text.push(character);
            }
        }
    }

    /// Notes what a tag does to the text around it.
    fn mark(&mut self, tag: &Tag<'_>) {
        if tag::is_one_of(BLOCKS, tag.name) {
            self.gap = Some('\n');
        } else if tag.is("td") || tag.is("th") {
            self.gap.get_or_insert(' ');
        }
    }

    fn finish(self) -> String {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;

    use super::*;
    use crate::testing::worked;

    #[test]
    fn readers_text_is_kept_and_the_rest_is_not() {
        let cases = [
            ("<p>One</p><p>Two<br>Three</p>", "One\nTwo\nThree"),
            ("<ul><li>a<li>b</ul>after", "a\nb\nafter"),
            ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
            ("a<script>if (1 < 2) { alert('</b>') }</script>b", "ab"),
            ("<style>p { color: red }</style><p>x", "x"),
            ("<html><head><title>T &amp; U</title></head><body>x</body></html>", "x"),
            ("a<!-- hidden --><!-->b<!-- open", "ab"),
            ("a <b>bold</b>, <i>italic</i>.", "a bold, italic."),
            ("<p>  much \n\t space  </p>", "much space"),
            ("<video src=a>Your browser is old</video>x", "x"),
            ("<video src=a>never closed", "never closed"),
            ("<img alt=\"a > b\" src='c'>x", "x"),
            ("<o:p>office</o:p>", "office"),
            ("<p>a</p", "a"),
            ("<p>a <a href=\"https://exa", "a"),
            ("fish &amp; chips &ndash; caf&eacute; &#8217; &#x2019; &#146;", "fish & chips – café ’ ’ ’"),
        ];
        for (html, text) in cases {
            assert_eq!(to_text(html), text, "{html}");
        }
    }

    #[test]
    fn prose_has_no_headings_between_its_sentences() {
        assert_eq!(to_prose("<h2>About</h2><p>One.</p><H3>More</H3><p>Two.</p><hr>Three."), "One.\nTwo.\nThree.");
        assert_eq!(to_prose("<h1>Only this</h1>"), "Only this");
        assert_eq!(to_prose("<h2>Never closed <p>One."), "Never closed\nOne.");
    }

    #[test]
    fn plain_text_that_only_looks_like_html_is_kept() {
        for text in [
            "a < b && c > d",
            "I <3 OSPOs",
            "Option<T> and Vec<String> in Rust",
            "write to <me@example.org> or <https://example.org/a>",
            "x <y",
            "AT&T, R&D; a&b=c",
            "https://example.org/?a=1&region=2&copy=3",
            "</",
            "<",
            "&",
            "1 <!2",
        ] {
            assert_eq!(to_text(text), text);
        }
    }

    #[test]
    fn lists_of_names_are_sorted() {
        assert!(BLOCKS.is_sorted() && UNSEEN.is_sorted());
    }

    #[test]
    fn the_title_of_a_page_is_found() {
        assert_eq!(page_title("<html><title>Sign in &lt;here></title>").as_deref(), Some("Sign in <here>"));
        assert_eq!(page_title("<html><title> </title>"), None);
        assert_eq!(page_title("<title>"), None);
    }

    #[test]
    fn depth_attributes_and_unclosed_things_cost_linear_time() {
        let bombs = [
            "<div>".repeat(100_000),
            format!("<a {}>", "b ".repeat(250_000)),
            "<a b=\">\" ".repeat(50_000),
            "<a b='\"".repeat(62_000),
            "<video>".repeat(62_000),
            "<title>".repeat(62_000),
            "<!--".repeat(100_000),
            "<!-- -- >".repeat(50_000),
            "&".repeat(500_000),
            "&#".repeat(250_000),
            "&CounterClockwiseContourIntegra".repeat(15_000),
            "<![CDATA[".repeat(50_000),
            "</script".repeat(50_000),
            "<".repeat(500_000),
        ];
        for bomb in bombs {
            let before = worked();
            let _ = to_text(&bomb);
            let name: String = bomb.chars().take(12).collect();
            let work = worked() - before;
            assert!(work < Duration::from_secs(5), "{name}… took {work:?}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read(text: String) {
            let _ = to_text(&text);
        }

        #[test]
        fn markup_soup_is_read(soup in "(<|>|/|!|-|&|;|#|x|a|b|script|title|video|<!--|-->|<!\\[CDATA\\[|\\]\\]>|=|\"|'| |é){0,60}") {
            let _ = to_text(&soup);
            let _ = page_title(&soup);
        }

        #[test]
        fn words_are_their_own_text(text in "[a-zé0-9]{1,8}( [a-zé0-9]{1,8}){0,8}") {
            prop_assert_eq!(to_text(&text), text);
        }
    }
}
