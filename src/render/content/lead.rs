//! What an issue begins with, for those who see only its link: the first real sentences.

use unicode_segmentation::UnicodeSegmentation;

use super::dom::{Dom, name_of, squeeze};
use crate::model::text;

/// Longest description, in characters: what search engines and messengers show.
pub const CAP: usize = 160;
/// Shorter paragraphs are labels ("New entries from the blog"), in characters.
const SHORTEST: usize = 40;
/// From this length on a paragraph is prose even where its full stop was forgotten, in characters.
const LONG: usize = 80;

/// Whole sentences from the first paragraph of prose, before or in the first section. What stands
/// under later sections introduces these, month after month in the same words.
pub fn sentences(dom: &Dom) -> Option<String> {
    let mut sections = 0;
    for node in dom.root()?.children() {
        match name_of(node) {
            "h2" => sections += 1,
            "p" => {
                if let Some(sentences) = from_paragraph(&squeeze(&dom.text(node.id()))) {
                    return Some(sentences);
                }
            }
            _ => {}
        }
        if sections > 1 {
            break;
        }
    }
    None
}

fn from_paragraph(paragraph: &str) -> Option<String> {
    let length = paragraph.chars().count();
    let announces = paragraph.ends_with([':', '：']);
    let ends = paragraph.ends_with(['.', '!', '?', '…', '。', '！', '？']);
    if length < SHORTEST || announces || !(ends || length >= LONG) {
        return None;
    }
    let mut kept = String::new();
    for sentence in paragraph.unicode_sentences() {
        if kept.chars().count() + sentence.trim_end().chars().count() > CAP {
            break;
        }
        kept.push_str(sentence);
    }
    let kept = if kept.is_empty() { paragraph } else { kept.trim_end() };
    Some(text::line(kept, CAP))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lead(html: &str) -> Option<String> {
        sentences(&Dom::parse(html))
    }

    #[test]
    fn the_first_prose_counts_and_labels_do_not() {
        let html = "<h2>A</h2><p>New entries</p><p>Two people met in Lyon to talk about licences. They agreed.</p>";
        assert_eq!(lead(html).as_deref(), Some("Two people met in Lyon to talk about licences. They agreed."));
    }

    #[test]
    fn later_sections_do_not_describe_the_issue() {
        assert_eq!(
            lead("<h2>A</h2><ul><li>x</li></ul><h2>B</h2><p>A list of jobs that were published this month.</p>"),
            None
        );
    }

    #[test]
    fn only_whole_sentences_fit_and_a_long_one_is_cut_at_a_word() {
        let long =
            format!("<p>Short sentences stand here first. {}</p>", "And then one that has no end ".repeat(9) + ".");
        assert_eq!(lead(&long).as_deref(), Some("Short sentences stand here first."));
        let endless = format!("<p>{}.</p>", "one that has no end ".repeat(20));
        assert!(lead(&endless).is_some_and(|lead| lead.chars().count() <= CAP && lead.ends_with('…')));
    }
}
