//! What a page says about itself.

use super::document::{Document, text_of};
use crate::model::text;

/// .
pub fn language(document: &Document) -> Option<String> {
    document.root().attr("lang").and_then(super::schema_org::language_tag)
}

/// .
pub fn headline(document: &Document) -> Option<String> {
    document.named("h1").map(|h1| text::title(&text_of(h1))).find(|title| !title.is_empty())
}
