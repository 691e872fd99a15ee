//! What a page says about itself.

use scraper::ElementRef;

use super::document::{Document, text_of};
use crate::model::text;

/// .
pub fn language(document: &Document) -> Option<String> {
    document.root().attr("lang").and_then(super::schema_org::language_tag)
}

/// .
pub fn headline(document: &Document) -> Option<String> {
    headline_element(document).map(|h1| text::title(&text_of(h1)))
}

/// The heading that is the page's title: the one that the title begins with or contains, else the first `<h1>`.
pub fn headline_element(document: &Document) -> Option<ElementRef<'_>> {
    let title =
        document.named("title").next().map(|title| text::title(&title.text().collect::<String>())).unwrap_or_default();
    let title = title.to_lowercase();
    let headings: Vec<(ElementRef<'_>, String)> = document
        .elements()
        .filter(|element| matches!(element.value().name(), "h1" | "h2" | "h3"))
        .map(|element| (element, text::title(&text_of(element)).to_lowercase()))
        .filter(|(_, text)| !text.is_empty())
        .collect();
    let in_title = |names: &[&str]| {
        let longest_first = headings.iter().rev().filter(|(element, text)| {
            names.contains(&element.value().name()) && text.chars().count() > 10 && title.contains(text.as_str())
        });
        longest_first.max_by_key(|(_, text)| text.len())
    };
    let first = || headings.iter().find(|(element, _)| element.value().name() == "h1");
    in_title(&["h1"]).or_else(|| in_title(&["h2", "h3"])).or_else(first).map(|(element, _)| *element)
}
