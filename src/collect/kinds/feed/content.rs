//! The text of an element, whatever way its format writes text down: plain, as escaped HTML, as
//! XHTML, in CDATA, or as HTML that nobody escaped.

use std::borrow::Cow;

use super::elements::Element;
use crate::collect::html::{self, Token, Tokens, entities};

/// A title or a name as plain text. RSS leaves open whether titles are HTML: those that look like
/// it are read as HTML. Atom says so in `type`, and is believed.
pub fn title(element: &Element<'_>) -> Option<String> {
    let text = match kind(element) {
        Kind::Html => html::to_text(&as_html(element)?),
        Kind::Plain => element.text()?,
        Kind::Unknown => {
            let text = element.text()?;
            if looks_like_html(&text) { html::to_text(&text) } else { text }
        }
        Kind::Other => return None,
    };
    Some(text).filter(|text| !text.trim().is_empty())
}

/// A summary or content as plain text. Without a type it is HTML: that is what RSS feeds hold.
pub fn text(element: &Element<'_>) -> Option<String> {
    let text = match kind(element) {
        Kind::Plain => element.text()?,
        Kind::Html | Kind::Unknown => html::to_text(&as_html(element)?),
        Kind::Other => return None,
    };
    Some(text).filter(|text| !text.trim().is_empty())
}

/// The content of an element as HTML; none where it is plain text, of another sort, or empty.
pub fn as_html(element: &Element<'_>) -> Option<Cow<'static, str>> {
    match kind(element) {
        Kind::Plain | Kind::Other => None,
        _ if element.has_children => Some(Cow::Owned(element.markup())),
        _ => element.text().map(Cow::Owned),
    }
}

/// What an element holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Text without markup.
    Plain,
    /// HTML or XHTML, escaped or not.
    Html,
    /// Nobody says.
    Unknown,
    /// Something that is no text: base64, a picture, a document elsewhere.
    Other,
}

/// By Atom's `type` and `mode` (RFC 4287 section 3.1 and 4.1.3; Atom 0.3 draft section 3.1), and by
/// whether there are elements inside, which no plain text has.
fn kind(element: &Element<'_>) -> Kind {
    let declared = element.attribute("type").unwrap_or_default().to_ascii_lowercase();
    if element.attribute("mode").is_some_and(|mode| mode == "base64") {
        return Kind::Other;
    }
    match declared.as_str() {
        _ if element.has_children => Kind::Html,
        "text" | "text/plain" => Kind::Plain,
        "html" | "xhtml" | "text/html" | "application/xhtml+xml" => Kind::Html,
        "" => Kind::Unknown,
        other if other.starts_with("text/") || other.ends_with("xml") || !other.contains('/') => Kind::Unknown,
        _ => Kind::Other,
    }
}

/// Whether plain text is HTML by the look of it: it has an end tag, a tag with an attribute or a
/// line break of HTML, or a character reference; and nothing in it that HTML does not have.
fn looks_like_html(text: &str) -> bool {
    let mut is_html = has_reference(text);
    for token in Tokens::new(text) {
        match token {
            Token::Open(tag) | Token::Close(tag) if !tag.is_html() => return false,
            Token::Close(_) => is_html = true,
            Token::Open(tag) => is_html |= tag.attributes().next().is_some() || tag.is("br"),
            _ => {}
        }
    }
    is_html
}

/// Whether there is a character reference with its semicolon.
fn has_reference(text: &str) -> bool {
    text.split('&').skip(1).any(|after| {
        let Some((name, _)) = after.split_once(';') else { return false };
        match name.strip_prefix('#') {
            Some(number) => number.trim_start_matches(['x', 'X']).bytes().all(|byte| byte.is_ascii_hexdigit()),
            None => name.len() < 32 && entities::named(name).is_some(),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_is_told_from_text_that_speaks_of_it() {
        for html in ["Fish &amp; chips", "A <b>bold</b> move", "One<br>two", "See <a href='x'>this", "it&#8217;s"] {
            assert!(looks_like_html(html), "{html}");
        }
        for text in ["The <b> element", "Option<T>", "R&D; more", "a < b", "plain", "</T> ends &amp; more <T>"] {
            assert!(!looks_like_html(text), "{text}");
        }
    }
}
