//! Summaries without the boilerplate that publishing software hangs on them.

use std::cmp::Reverse;

use unicode_segmentation::UnicodeSegmentation;

use crate::model::text::head;

/// Links to the rest of an article, as they end up in its summary.
const READ_ON: &[&str] = &[
    "read more",
    "read on",
    "read full topic",
    "read the full article",
    "read the full story",
    "read the full post",
    "read the rest",
    "continue reading",
    "keep reading",
    "learn more",
    "full story",
    "weiterlesen",
    "lire la suite",
    "leer más",
    "ler mais",
    "continua a leggere",
    "lees verder",
    "続きを読む",
    "阅读全文",
];
/// Marks of a text that was cut off, as publishing software writes them.
const CUT: &[&str] = &["[…]", "[...]", "[&hellip;]", "(…)", "(...)"];
/// Length of a text whose end is not looked at, because no summary reaches that far, in bytes.
const LONG: usize = 4000;
/// Shortest text of whole sentences that stands for one with a sentence cut off, in characters.
const ENOUGH: usize = 20;

/// As much of a text as [`body`] looks at: a feed of whole articles need not be kept whole.
pub fn start(mut entry: String) -> String {
    if let Some(end) = (LONG + 1..entry.len()).find(|at| entry.is_char_boundary(*at)) {
        entry.truncate(end);
        entry.shrink_to_fit();
    }
    entry
}

/// The text of an entry (blocks on lines of their own) in one line: boilerplate at its end dropped,
/// and with it a sentence that was cut off, where whole ones stand before it.
pub fn body(entry: &str) -> String {
    if entry.len() > LONG {
        return head(entry, LONG).to_owned();
    }
    let mut lines: Vec<&str> = entry.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    while lines.len() > 1 && lines.last().is_some_and(|line| is_boilerplate(line)) {
        lines.pop();
    }
    let joined = lines.join(" ");
    let text = without_source_note(&joined);
    let text = without_read_on(text);
    match CUT.iter().find_map(|mark| text.strip_suffix(mark)) {
        Some(cut) => whole_sentences(cut.trim_end()).to_owned(),
        None => text.to_owned(),
    }
}

/// Whether a line of its own says nothing of the article.
fn is_boilerplate(line: &str) -> bool {
    let bare = bare(line).to_lowercase();
    READ_ON.iter().any(|phrase| bare == *phrase)
        || bare.starts_with("continue reading ")
        || without_source_note(line).is_empty()
}

/// A phrase without arrows, dots and brackets round it.
fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| !c.is_alphanumeric())
}

/// Without WordPress's "The post X appeared first on Y." at the end.
fn without_source_note(text: &str) -> &str {
    let parts = text.rfind("The post ").and_then(|at| text.split_at_checked(at));
    parts.filter(|(_, note)| note.contains(" appeared first on ")).map_or(text, |(before, _)| before.trim_end())
}

/// Without "… Continue reading X →" and "Read more »" at the end, where they follow a cut or the
/// end of a sentence.
fn without_read_on(text: &str) -> &str {
    let lower = text.to_lowercase();
    // Only where lower-casing keeps every byte in its place can a place in one be used in the other.
    if lower.len() != text.len() {
        return text;
    }
    let phrases = READ_ON.iter().filter_map(|phrase| lower.rsplit_once(phrase));
    let last = phrases.max_by_key(|(before, after)| (before.len(), Reverse(after.len())));
    let Some((before, after)) = last.and_then(|(before, after)| Some((text.get(..before.len())?, after))) else {
        return text;
    };
    let before = before.trim_end();
    let is_cut = CUT.iter().any(|mark| before.ends_with(mark)) || before.ends_with('…') || before.ends_with("...");
    let is_last = bare(after).is_empty() && before.ends_with(['.', '!', '?', ':', '。']);
    if is_cut || is_last { before } else { text }
}

/// The sentences before one that was cut off; the whole text where they would be hardly any.
fn whole_sentences(text: &str) -> &str {
    let last = text.split_sentence_bounds().last().unwrap_or_default();
    let kept = text.strip_suffix(last).unwrap_or_default().trim_end();
    let ends_whole = kept.ends_with(['.', '!', '?', '。', '！', '？', '”', '"', ')']);
    // "Dr." and "Inc." end no sentence.
    let last_word = kept.trim_end_matches('.').rsplit(' ').next().unwrap_or_default();
    let is_short =
        kept.ends_with('.') && last_word.chars().count() < 4 && !last_word.contains(|c: char| c.is_ascii_digit());
    if ends_whole && !is_short && kept.chars().count() >= ENOUGH { kept } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_of_a_long_text_says_the_same() {
        for character in ["a", "é", "日", "🚲"] {
            for offset in 0..5 {
                let long = "x".repeat(offset) + &character.repeat(LONG);
                assert!(start(long.clone()).len() <= LONG + 4);
                assert_eq!(body(&start(long.clone())), body(&long), "{character} {offset}");
            }
        }
    }

    #[test]
    fn boilerplate_goes_and_the_words_of_the_article_stay() {
        let table = [
            ("First […]", "First"),
            ("First [&hellip;]", "First"),
            ("A whole sentence stands here. The next one is cut in the […]", "A whole sentence stands here."),
            ("We met the famous Dr. Smith at the summit in […]", "We met the famous Dr. Smith at the summit in"),
            ("Short. Cut in the […]", "Short. Cut in the"),
            ("Text of it.\nThe post My News appeared first on My Site.", "Text of it."),
            ("Text of it. The post My News appeared first on My Site.", "Text of it."),
            ("The post office is closed.", "The post office is closed."),
            ("Text of it.\nRead more »", "Text of it."),
            ("Text of it. Read more…", "Text of it."),
            ("Text of… Continue reading My News →", "Text of…"),
            ("We should all read more", "We should all read more"),
            ("Read more", "Read more"),
            ("12 posts by us.\nRead full topic", "12 posts by us."),
        ];
        for (entry, expected) in table {
            assert_eq!(body(entry), expected, "{entry}");
        }
    }
}
