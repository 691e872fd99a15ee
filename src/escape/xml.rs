//! Text into XML 1.0.

use super::html::reference;

/// Text for an element or a quoted attribute. Line breaks and tabs become spaces, as a reader would
/// make them in an attribute (3.3.3); what XML cannot hold at all (2.2) is left out, and so are C1
/// control characters.
pub fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match (reference(character), character) {
            (Some(reference), _) => out.push_str(reference),
            (None, '\n' | '\r' | '\t') => out.push(' '),
            (None, '\u{FFFE}' | '\u{FFFF}') => {}
            (None, control) if control.is_control() => {}
            (None, other) => out.push(other),
        }
    }
    out
}
