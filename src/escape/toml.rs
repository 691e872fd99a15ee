//! Text into TOML. Whole tables are built with `toml_edit`; here is what stands in text that is put
//! together by hand, comments and all.

use crate::model::text;

/// Longest text in a comment, in characters.
const COMMENT_CAP: usize = 120;

/// A string as a value, quotes included.
pub fn string(text: &str) -> String {
    toml_edit::Value::from(text).to_string()
}

/// Text behind a `#`: one line without anything that ends it, shortened.
pub fn comment(text: &str) -> String {
    text::line(text, COMMENT_CAP)
}
