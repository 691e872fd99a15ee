//! What part of a page an element belongs to: the thing itself, or what surrounds it.

use scraper::ElementRef;
use scraper::node::Element;

/// Whether an element stands in the page's surroundings: navigation, footer, comments, teasers of
/// other articles.
pub fn is_aside(element: ElementRef<'_>) -> bool {
    let ancestors = element.ancestors().filter_map(ElementRef::wrap).map(|ancestor| ancestor.value());
    std::iter::once(element.value()).chain(ancestors).any(surrounds)
}

fn surrounds(element: &Element) -> bool {
    const NAMES: &[&str] = &["nav", "footer", "aside", "form", "select", "blockquote"];
    const WORDS: &[&str] = &[
        "comment", "comments", "kommentar", "kommentare", "reply", "replies", "respond", "related", "sidebar", "widget",
        "teaser", "teasers", "footer", "nav", "navigation", "menu", "recommended", "recommendation", "recommendations",
        "popular", "recent", "latest", "trending", "archive", "archives", "calendar", "cookie", "newsletter", "promo",
        "ticker", "breaking", "copyright", "disqus", "aside", "similar", "upcoming",
    ];
    NAMES.contains(&element.name())
        || (!matches!(element.name(), "html" | "body" | "main" | "article") && words(element).any(|word| WORDS.contains(&word.as_str())))
}

/// The words that an element's class and id are made of: "postDate entry-meta" is post, date,
/// entry, meta. Lower case.
pub fn words(element: &Element) -> impl Iterator<Item = String> {
    let named = [element.attr("class"), element.attr("id")].into_iter().flatten();
    let mut words: Vec<String> = Vec::new();
    for name in named {
        let mut word = String::new();
        let mut lower_before = false;
        for character in name.chars().take(500) {
            let splits = !character.is_alphanumeric() || (character.is_uppercase() && lower_before);
            if splits && !word.is_empty() {
                words.push(std::mem::take(&mut word));
            }
            if character.is_alphanumeric() {
                word.extend(character.to_lowercase());
            }
            lower_before = character.is_lowercase();
        }
        words.extend(Some(word).filter(|word| !word.is_empty()));
    }
    words.into_iter()
}
