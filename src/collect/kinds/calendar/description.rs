//! Descriptions, in plain text or in HTML, and the addresses in a text.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

use super::document::Component;
use super::values;
use crate::collect::html;
use crate::model::link::{LINK_CAP, Link};
use crate::model::pattern::pattern;
use crate::model::text;

/// Longest description that is read, in bytes.
const DESCRIPTION_CAP: usize = 100_000;
/// Most places in a text that are tried for an address.
const ADDRESSES_TRIED: usize = 20;

/// Tags that programs write into descriptions, and entities. Other text between angle brackets
/// (`<ann@example.org>`) does not make a text HTML.
static HTML: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)</?(a|b|blockquote|body|br|div|em|font|h[1-6]|hr|html|html-blob|i|img|li|ol|p|pre|span|strong|table|u|ul)[\s/>]|&(nbsp|amp|lt|gt|quot|#39);",
    )
});

/// What looks like an address, up to where it certainly ends.
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| pattern(r#"(?i)https?://[^\s<>"\\|`{}]+"#));

/// A description as it stands.
#[derive(Debug)]
pub struct Description<'a> {
    markup: Cow<'a, str>,
    is_html: bool,
}

impl<'a> Description<'a> {
    /// The description of an event, from DESCRIPTION or, where that is empty, X-ALT-DESC.
    pub fn of_event(event: &Component<'a>) -> Option<Description<'a>> {
        let property = ["DESCRIPTION", "X-ALT-DESC"]
            .into_iter()
            .filter_map(|name| event.first(name))
            .find(|property| !property.value.trim().is_empty())?;
        let markup = values::text(text::head(property.value, DESCRIPTION_CAP));
        Some(Description { is_html: property.is("X-ALT-DESC") || HTML.is_match(&markup), markup })
    }

    /// A text that may be HTML.
    pub fn of_text(text: &'a str) -> Description<'a> {
        let markup = text::head(text, DESCRIPTION_CAP);
        Description { is_html: HTML.is_match(markup), markup: Cow::Borrowed(markup) }
    }

    /// What readers see of it, of any length and with line breaks.
    pub fn text(&self) -> Cow<'_, str> {
        if self.is_html { Cow::Owned(html::to_text(&self.markup)) } else { Cow::Borrowed(&self.markup) }
    }

    /// The first http(s) address in it, in the text or in its markup.
    pub fn address(&self) -> Option<String> {
        first_address(&self.markup)
    }
}

/// The first http(s) address in a text or in HTML.
pub fn first_address(text: &str) -> Option<String> {
    let found = ADDRESS.find_iter(text).map(|found| found.as_str()).filter(|address| address.len() <= 2 * LINK_CAP);
    found.take(ADDRESSES_TRIED).map(without_punctuation).find(|address| Link::parse(address).is_some())
}

/// An address without the punctuation of the sentence around it. A closing bracket stays where it
/// was opened inside the address.
fn without_punctuation(address: &str) -> String {
    let address = address.split("&quot;").next().unwrap_or_default().replace("&amp;", "&");
    let unopened = |open, close| address.matches(close).count().saturating_sub(address.matches(open).count());
    let (mut round, mut square) = (unopened('(', ')'), unopened('[', ']'));
    let is_around = |last: char| match last {
        ')' => take_one(&mut round),
        ']' => take_one(&mut square),
        _ => matches!(last, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '_' | '”' | '’' | '»'),
    };
    address.trim_end_matches(is_around).to_owned()
}

fn take_one(left: &mut usize) -> bool {
    let any = *left > 0;
    *left = left.saturating_sub(1);
    any
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_end_where_the_sentence_goes_on() {
        for (text, expected) in [
            ("See https://example.org/a, or not", "https://example.org/a"),
            ("(HTTPS://example.org/a_(b)).", "HTTPS://example.org/a_(b)"),
            ("[x](https://example.org/a?b=[1])", "https://example.org/a?b=[1]"),
            ("<a href='https://example.org/a'>", "https://example.org/a"),
            ("&quot;https://example.org/?a=1&amp;b=2&quot;", "https://example.org/?a=1&b=2"),
            ("https:// then http://example.org", "http://example.org"),
            ("“https://example.org/ä”", "https://example.org/ä"),
        ] {
            assert_eq!(first_address(text).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(first_address("mailto:a@example.org ftp://example.org www.example.org"), None);
    }

    #[test]
    fn only_html_is_html() {
        for html in ["<p>x", "a<br/>b", "</div>", "<html-blob><u></u>", "R&amp;D", "<A HREF=x>"] {
            assert!(Description::of_text(html).is_html, "{html}");
        }
        for text in ["<ann@example.org>", "a < b > c", "R&D", "<https://example.org>", "<Price>"] {
            assert!(!Description::of_text(text).is_html, "{text}");
        }
    }
}
