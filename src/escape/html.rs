//! Text into HTML. What may stand in a page at all is not decided here but in `render::content`.

/// Text for an element or for an attribute in quotes of either kind.
///
/// A carriage return is written as a reference, for a reader of HTML takes a raw one for a line break;
/// other control characters, which HTML cannot hold, are left out
/// (<https://html.spec.whatwg.org/multipage/syntax.html#text-2>).
pub fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match reference(character) {
            Some(reference) => out.push_str(reference),
            None if character == '\r' => out.push_str("&#13;"),
            None if character.is_control() && !matches!(character, '\t' | '\n') => {}
            None => out.push(character),
        }
    }
    out
}

/// JSON in which nothing can end a `script` element or open a comment in it: the signs stand in
/// strings only, where JSON has escapes for them.
pub fn in_script(json: &str) -> String {
    json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

/// What stands for a character that is syntax in HTML and in XML.
pub(super) fn reference(character: char) -> Option<&'static str> {
    match character {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        '\'' => Some("&#39;"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn structured_data_cannot_leave_its_element() {
        assert_eq!(in_script("</script><!--&"), "\\u003c/script\\u003e\\u003c!--\\u0026");
    }

    #[test]
    fn addresses_stay_readable() {
        assert_eq!(text("https://example.org/a?b=1&c='2'"), "https://example.org/a?b=1&amp;c=&#39;2&#39;");
    }
}
