//! Plain text at the door: everything from outside becomes one clean line under a cap.
//!
//! Nothing here knows Markdown or HTML: what turns text into syntax are the writers
//! (`markdown::write`, `render`), what turns HTML into text is `collect::html`.

use unicode_segmentation::UnicodeSegmentation;

/// Longest title, in characters.
pub const TITLE_CAP: usize = 300;
/// Longest summary, in characters (contract section 4).
pub const SUMMARY_CAP: usize = 500;
/// Longest name (author, organisation, place, tag), in characters.
pub const NAME_CAP: usize = 200;

/// One line of plain text: control, bidirectional and invisible formatting characters out, all
/// white space to single spaces, at most `cap` characters, cut at a word with an ellipsis.
pub fn line(text: &str, cap: usize) -> String {
    cut_at_word(collapse(text), cap)
}

/// A title: [`line`](fn@line) under [`TITLE_CAP`].
pub fn title(text: &str) -> String {
    line(text, TITLE_CAP)
}

/// Whether a title was cut: it ends with an ellipsis and is longer than anybody's own would be.
pub fn is_cut_title(title: &str) -> bool {
    title.ends_with('…') && title.chars().count() > TITLE_CAP * 2 / 3
}

/// A name, or none where nothing readable is left.
pub fn name(text: &str) -> Option<String> {
    Some(line(text, NAME_CAP)).filter(|name| !name.is_empty())
}

/// A summary: whole sentences as far as they fit into [`SUMMARY_CAP`]; a first sentence that is
/// longer is cut at a word. None where nothing readable is left.
pub fn summary(text: &str) -> Option<String> {
    let text = collapse(text);
    if text.is_empty() {
        return None;
    }
    if text.chars().count() <= SUMMARY_CAP {
        return Some(fitting(text));
    }
    let mut kept = String::new();
    for sentence in text.unicode_sentences() {
        if kept.chars().count() + sentence.trim_end().chars().count() > SUMMARY_CAP {
            break;
        }
        kept.push_str(sentence);
    }
    let kept = kept.trim_end();
    Some(if kept.is_empty() { cut_at_word(text, SUMMARY_CAP) } else { kept.to_owned() })
}

/// The first bytes of a text: at most `most`, whole characters.
pub fn head(text: &str, most: usize) -> &str {
    (0..=most.min(text.len())).rev().find_map(|end| text.get(..end)).unwrap_or_default()
}

/// The last bytes of a text: at most `most`, whole characters.
pub fn tail(text: &str, most: usize) -> &str {
    (text.len().saturating_sub(most)..=text.len()).find_map(|start| text.get(start..)).unwrap_or_default()
}

/// White space to single spaces, characters that hide or reorder text out.
fn collapse(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut space = false;
    for character in text.chars() {
        if character.is_whitespace() || character == '\u{85}' {
            space = true;
        } else if !is_hidden(character) {
            if space && !out.is_empty() {
                out.push(' ');
            }
            space = false;
            out.push(character);
        }
    }
    out
}

/// Control characters, bidirectional controls, noncharacters and characters that show nothing. Joiners
/// (U+200D) and variation selectors stay: emoji and several scripts need them.
fn is_hidden(character: char) -> bool {
    character.is_control()
        || is_noncharacter(character)
        || matches!(character,
            '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E001F}')
}

/// The 66 code points that are never text (Unicode 23.7): programs keep them for themselves, as
/// `issue::resolve` does.
pub fn is_noncharacter(character: char) -> bool {
    matches!(character, '\u{FDD0}'..='\u{FDEF}') || matches!(u32::from(character) & 0xFFFF, 0xFFFE | 0xFFFF)
}

/// At most `cap` characters, cut before a word, with "…" for what is missing.
fn cut_at_word(mut text: String, cap: usize) -> String {
    if text.chars().count() > cap {
        let head: String = text.chars().take(cap.saturating_sub(1)).collect();
        let words = head.rsplit_once(' ').map(|(words, _)| words).filter(|words| words.len() > head.len() / 2);
        let words = words.unwrap_or(&head).trim_end_matches([' ', ',', ';', ':']);
        text = [words, "…"].concat();
    }
    fitting(text)
}

/// The text without spare room: a run keeps tens of thousands of these.
fn fitting(mut text: String) -> String {
    text.shrink_to_fit();
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_one_line_without_hidden_characters() {
        assert_eq!(title(" Dev\u{202E} \n\t Ops\u{0} \u{1b}[31m"), "Dev Ops [31m");
        assert_eq!(title("\u{FDD0}a\u{FDD1}b\u{FFFE}c\u{10FFFF}\u{FFFD}"), "abc\u{FFFD}");
    }

    #[test]
    fn flags_survive() {
        assert_eq!(
            title("🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F} 🇪🇺 👩\u{200D}💻"),
            "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F} 🇪🇺 👩\u{200D}💻"
        );
    }

    #[test]
    fn a_long_summary_ends_with_a_sentence() {
        let long = "One sentence of some length stands here. ".repeat(20);
        let summary = summary(&long).unwrap_or_default();
        assert!(summary.chars().count() <= SUMMARY_CAP && summary.ends_with("here."), "{summary}");
    }

    #[test]
    fn a_long_title_is_cut_at_a_word() {
        assert_eq!(line("alpha beta gamma delta", 12), "alpha beta…");
        assert!(is_cut_title(&title(&"words of a title ".repeat(30))));
        assert!(!is_cut_title("A title that trails off…") && !is_cut_title(&"x".repeat(TITLE_CAP)));
    }
}
