//! Words: the nearest right one for a misspelt one, and finding words in titles and summaries.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

/// The choice most like `word`, where one is like enough to be meant.
pub fn nearest<'a>(word: &str, choices: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    choices
        .map(|choice| (strsim::jaro_winkler(&word, &choice.to_lowercase()), choice))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, choice)| choice)
}

/// Lower case, compatibility forms folded, for comparing words of any script.
pub fn fold(text: &str) -> String {
    text.nfkc().flat_map(char::to_lowercase).collect()
}

/// Whether `word` (or phrase) stands in `text`: it must begin where a word begins. Words of up to
/// three letters must end where a word ends too ("ai" does not find "aim"; "ospo" finds "OSPOs").
/// Scripts without spaces (Chinese, Japanese, Thai) match anywhere. `text` must be [`fold`]ed.
pub fn contains(text: &str, word: &str) -> bool {
    let word = fold(word.trim());
    let whole = word.chars().count() <= 3;
    stands(text, &word, whole)
}

/// Whether `word` (or phrase) stands in `text` as whole words: "member" does not find "membership",
/// "secur*" finds every word that begins so. Scripts without spaces match anywhere. `text` must be
/// [`fold`]ed.
pub fn contains_whole(text: &str, word: &str) -> bool {
    let word = fold(word.trim());
    match word.strip_suffix('*') {
        Some(beginning) => stands(text, beginning, false),
        None => stands(text, &word, true),
    }
}

/// The words of a text, folded, in its order: runs of letters and digits, and for scripts without
/// spaces each pair of neighbouring characters.
pub fn words(text: &str) -> Vec<String> {
    let folded = fold(text);
    let runs = folded.split(|character: char| !character.is_alphanumeric()).filter(|run| !run.is_empty());
    runs.flat_map(of_run).collect()
}

/// The words of a run without gaps, which changes its script where it likes.
fn of_run(run: &str) -> Vec<String> {
    let characters: Vec<char> = run.chars().collect();
    let mut words = Vec::new();
    for part in characters.chunk_by(|one, other| spaced(*one) == spaced(*other)) {
        if part.len() > 2 && part.first().is_some_and(|first| !spaced(*first)) {
            words.extend(part.windows(2).map(|pair| pair.iter().collect()));
        } else {
            words.push(part.iter().collect());
        }
    }
    words
}

/// The characters beside a part of a text: the last one before it and the first one after it.
pub fn neighbours(text: &str, part: Range<usize>) -> (Option<char>, Option<char>) {
    let before = text.get(..part.start).and_then(|before| before.chars().next_back());
    let after = text.get(part.end..).and_then(|after| after.chars().next());
    (before, after)
}

/// Whether a folded word stands in a folded text: it must begin where a word begins and, if `whole`,
/// end where one ends.
fn stands(text: &str, word: &str, whole: bool) -> bool {
    if word.is_empty() {
        return false;
    }
    text.match_indices(word).any(|(at, found)| {
        let (before, after) = neighbours(text, at..at + found.len());
        let starts = !joins(before) || !word.chars().next().is_some_and(spaced);
        let ends = !whole || !joins(after) || !word.chars().next_back().is_some_and(spaced);
        starts && ends
    })
}

/// Whether the character belongs to a word that goes on.
fn joins(character: Option<char>) -> bool {
    character.is_some_and(|character| character.is_alphanumeric() && spaced(character))
}

/// Whether the character's script puts spaces between words.
fn spaced(character: char) -> bool {
    !matches!(u32::from(character), 0x0E00..=0x0EFF | 0x2E80..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_one_that_could_be_meant() {
        let keys = ["include", "exclude", "section", "kind"];
        assert_eq!(nearest("incldue", keys.into_iter()), Some("include"));
        assert_eq!(nearest("Kind", keys.into_iter()), Some("kind"));
        assert_eq!(nearest("zzz", keys.into_iter()), None);
    }

    #[test]
    fn words_begin_where_words_begin() {
        let found = |text, word| contains(&fold(text), word);
        assert!(found("Two new OSPOs in Brazil", "ospo"));
        assert!(found("Open Source Program Offices", "open source program"));
        assert!(!found("Prospo Ltd", "ospo"));
        assert!(!found("Maintain your aim", "ai"));
        assert!(found("AI, and what it means", "ai"));
        assert!(found("日本のオープンソース政策", "オープンソース"));
        assert!(!found("anything", " "));
    }

    #[test]
    fn whole_words_end_where_words_end() {
        let found = |text, word| contains_whole(&fold(text), word);
        assert!(found("A new member, at last", "New Member"));
        assert!(!found("A new membership", "new member"));
        assert!(found("A new membership", "new member*"));
        assert!(found("合规：开源许可证", "开源"));
        assert!(found("ISO/IEC 5230:2020 conformance", "iso/iec 5230"));
        assert!(!found("anything", "*") && !found("anything", ""));
    }

    #[test]
    fn texts_of_any_script_have_words() {
        assert_eq!(words("OSPOs & AI: a How-To"), ["ospos", "ai", "a", "how", "to"]);
        assert_eq!(words("日本のOSPO 法"), ["日本", "本の", "ospo", "法"]);
        assert_eq!(words("— …"), [""; 0]);
    }
}
