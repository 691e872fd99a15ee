//! News: the title, in the shapes in which newsletters write it.
//!
//! `[Title](url)`, `Type: [Title](url)`, `[Type - Title](url)`, `[Title](url): blurb`,
//! `[Tag] Title — blurb. [here](url)`, `blurb [Link](url)`.

use unicode_segmentation::UnicodeSegmentation;

use super::entry::{Lead, tidy, without_flags, without_label};
use super::words::{is_label, words};
use crate::model::flag::REMOTE;

/// Longest text before a link that leaves the link the title, in words.
const SHORT_PREFIX: usize = 4;
/// A sentence of more words than this is a title and a blurb, if a dash parts them.
const LONG_TITLE: usize = 20;

/// Whether an entry is an article by its own shape: it starts with its link (a label before it
/// counts for nothing) or ends with one that says "here".
pub(super) fn looks_like(lead: &Lead) -> bool {
    let starts_with_link = lead.has_name && words(lead.before).count() <= SHORT_PREFIX;
    let is_announced = lead.before.trim_end().ends_with([':', '：']);
    let ends_with_link = words(lead.after).next().is_none() && (is_announced || !lead.has_name);
    starts_with_link || ends_with_link
}

/// The country of the flag before the title. A globe there is decoration.
pub(super) fn country(lead: &Lead) -> Option<String> {
    let of = |text: &str| without_flags(text).0.filter(|country| country != REMOTE);
    of(lead.before).or_else(|| of(lead.name))
}

/// The title of an article.
pub(super) fn title(lead: &Lead) -> Option<String> {
    let (_, before) = without_flags(lead.before);
    let before = without_label(before);
    let in_sentence = words(before).count() > SHORT_PREFIX && words(lead.name).count() <= 3;
    let title = if lead.has_name && !in_sentence {
        without_label(without_flags(lead.name).1).to_owned()
    } else if lead.has_name {
        first_sentence(&format!("{before}{}{}", lead.name, lead.after))
    } else {
        first_sentence(before)
    };
    Some(tidy(title.trim_end_matches('.'))).filter(|title| !title.is_empty() && !is_label(title))
}

/// Up to the first full stop or the dash before a blurb.
fn first_sentence(text: &str) -> String {
    let text = crate::model::text::line(text, usize::MAX);
    let sentence = text.unicode_sentences().next().unwrap_or_default();
    let head = sentence.split_once(" — ").map_or(sentence, |(head, _)| head);
    let dash = head.split_once(" - ").or_else(|| head.split_once(" – "));
    let head = dash
        .filter(|(title, _)| words(head).count() > LONG_TITLE && words(title).count() > SHORT_PREFIX)
        .map_or(head, |(title, _)| title);
    // "Pivoting. a framework": Unicode sees no sentence end before a small letter.
    head.split_once(". ").map_or(head, |(head, _)| head).trim_end_matches(['.', ' ', ':']).to_owned()
}

#[cfg(test)]
mod tests {
    use crate::markdown::read::tests::entry;

    #[test]
    fn every_shape_of_an_article_is_read() {
        for (markdown, title) in [
            ("[A title with words](https://e.example/1)", "A title with words"),
            ("Blog: [A title: with colon](https://e.example/1)", "A title: with colon"),
            ("[Article - A title](https://e.example/1)", "A title"),
            ("[News: A title](https://e.example/1)", "A title"),
            ("[A title](https://e.example/1): and a blurb. With sentences.", "A title"),
            ("[Blog] A title — and a blurb. [here](https://e.example/1)", "A title"),
            (
                "[Guide] The project released a guide: One.[here](https://e.example/1).",
                "The project released a guide: One",
            ),
            (
                "An office has built a framework to teach. [here](https://e.example/1)",
                "An office has built a framework to teach",
            ),
            (
                "The group recently shared course materials: https://e.example/1",
                "The group recently shared course materials",
            ),
            (
                "Some university office is organizing [Summer 2022](https://e.example/1) for students.",
                "Some university office is organizing Summer 2022 for students",
            ),
            ("Releases beta: [A very long title of tool](https://e.example/1)", "A very long title of tool"),
            ("A title: with a summary. [e.example](https://www.e.example/1)", "A title: with a summary"),
            (
                "[Blog] A checklist for those who look after it: Two months on, a group wrote it down. [Read on e.example](https://www.e.example/1)",
                "A checklist for those who look after it: Two months on, a group wrote it down",
            ),
            ("Article: [https://e.example/1](https://e.example/1)", "-"),
            ("`Topic`: [How offices deal with it?](https://e.example/1)", "How offices deal with it?"),
        ] {
            assert_eq!(entry("News", markdown).title.as_deref().unwrap_or("-"), title, "{markdown}");
        }
    }
}
