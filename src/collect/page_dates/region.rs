//! What part of a page an element belongs to: the thing itself, or what surrounds it.

use std::collections::HashSet;

use ego_tree::NodeId;
use scraper::ElementRef;
use scraper::node::Element;

use crate::collect::document::Document;
use crate::collect::page_facts::metadata::headline_element;

/// Elements that are surroundings.
const ASIDE_ELEMENTS: &str = "nav footer aside select blockquote";
/// Words of classes and ids that name surroundings.
const ASIDE_WORDS: &str = "comment comments commentlist kommentar kommentare commentaires reply replies respond related \
    sidebar footer nav navigation menu recommended recommendation recommendations popular recent latest \
    trending archive archives calendar cookie newsletter promo ticker breaking copyright disqus aside similar upcoming";

/// The page's headline and what contains it.
pub struct Regions<'a> {
    /// The element of the headline, where there is one.
    pub headline: Option<ElementRef<'a>>,
    around_headline: HashSet<NodeId>,
}

impl<'a> Regions<'a> {
    /// Finds the headline of a page.
    pub fn of(document: &'a Document) -> Regions<'a> {
        let headline = headline_element(document);
        let around = headline.into_iter().flat_map(|headline| headline.ancestors().map(|node| node.id()));
        Regions { headline, around_headline: around.collect() }
    }

    /// Whether an element stands in the page's surroundings: navigation, footer, comments, teasers
    /// of other articles. What contains the headline is never surroundings, whatever its name.
    pub fn is_aside(&self, element: ElementRef<'_>) -> bool {
        let ancestors = element.ancestors().filter_map(ElementRef::wrap);
        let inner =
            std::iter::once(element).chain(ancestors).take_while(|one| !self.around_headline.contains(&one.id()));
        inner.into_iter().any(|one| surrounds(one.value()) && !belongs_to_article(one))
    }
}

fn surrounds(element: &Element) -> bool {
    let is_one_of = |list: &str, word: &str| list.split_whitespace().any(|known| known == word);
    is_one_of(ASIDE_ELEMENTS, element.name()) || words(element).any(|word| is_one_of(ASIDE_WORDS, &word))
}

/// The footer of an article is part of it: "Posted on … by …".
fn belongs_to_article(element: ElementRef<'_>) -> bool {
    let is_footer = element.value().name() == "footer" || words(element.value()).any(|word| word == "footer");
    let named = || words(element.value()).any(|word| matches!(word.as_str(), "post" | "entry" | "article" | "item"));
    is_footer
        && (named() || element.ancestors().filter_map(ElementRef::wrap).any(|one| one.value().name() == "article"))
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
