//! Text that was decoded with the wrong character set ("Jim√©nez"), recognised and repaired.
//!
//! A text in UTF-8 that was read as `macintosh`, `windows-1252` or `iso-8859-1` shows two to four
//! characters of that set for each of its own. Each such sequence encodes back to the bytes it came
//! from. The set is chosen for the text as a whole, by how much of what is not ASCII it explains: a
//! text that only contains the example above is not damaged. Single characters and spaces that were
//! lost on the way stay lost.

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252};

/// A repaired text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repaired {
    /// The text as it was written.
    pub text: String,
    /// The character set with which it had been decoded (its WHATWG name; `iso-8859-1` where only
    /// that set has the characters).
    pub charset: &'static str,
    /// Where each repaired character stands: (its first byte in `text`, the first byte of what stood
    /// for it, the bytes of what stood for it).
    pieces: Vec<(usize, usize, usize)>,
}

impl Repaired {
    /// The offset in the damaged text of `offset` in [`Repaired::text`]; both in bytes.
    pub fn original(&self, offset: usize) -> usize {
        let before = self.pieces.partition_point(|(start, ..)| *start < offset);
        match before.checked_sub(1).and_then(|last| self.pieces.get(last)) {
            None => offset,
            Some((start, original, length)) => {
                let width = self.text.get(*start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
                original + length + offset.saturating_sub(start + width)
            }
        }
    }
}

/// How much of what is not ASCII may stay unexplained: people go on editing a damaged file.
const UNEXPLAINED_PERCENT: usize = 10;

/// Repairs a text that as a whole was decoded with the wrong character set; none where it was not.
pub fn repair(text: &str) -> Option<Repaired> {
    let damaged: usize = text.chars().filter(|character| !character.is_ascii()).count();
    if damaged < 2 {
        return None;
    }
    let (attempt, charset) = Charset::all()
        .into_iter()
        .map(|charset| (attempt(text, &charset), charset.name))
        .max_by_key(|(attempt, _)| attempt.explained)?;
    let unexplained = damaged - attempt.explained;
    let convincing = attempt.certain > 0
        && attempt.implausible * 20 <= attempt.pieces.len()
        && unexplained * 100 <= damaged * UNEXPLAINED_PERCENT;
    convincing.then_some(Repaired { text: attempt.text, charset, pieces: attempt.pieces })
}

/// A character set with which UTF-8 is mistaken.
struct Charset {
    name: &'static str,
    /// What it shows for the bytes from 0x80, sorted.
    high: Vec<(char, u8)>,
}

impl Charset {
    /// `max_by_key` takes the last of equals: the likeliest stands last.
    fn all() -> [Charset; 3] {
        let latin1 = Charset { name: "iso-8859-1", high: (0x80..=0xFF).map(|byte| (char::from(byte), byte)).collect() };
        [latin1, Charset::of(MACINTOSH), Charset::of(WINDOWS_1252)]
    }

    fn of(encoding: &'static Encoding) -> Charset {
        let bytes: Vec<u8> = (0x80..=0xFF).collect();
        let mut high: Vec<(char, u8)> =
            encoding.decode_without_bom_handling(&bytes).0.chars().zip(bytes.clone()).collect();
        high.sort_unstable();
        Charset { name: encoding.name(), high }
    }

    /// The byte that this set shows as `character`.
    fn byte(&self, character: char) -> Option<u8> {
        if character.is_ascii() {
            return u8::try_from(character).ok();
        }
        let index = self.high.binary_search_by_key(&character, |(high, _)| *high).ok()?;
        self.high.get(index).map(|(_, byte)| *byte)
    }
}

/// One reading of the text.
struct Attempt {
    text: String,
    pieces: Vec<(usize, usize, usize)>,
    /// Characters that became part of a sequence.
    explained: usize,
    /// Sequences that no language writes.
    certain: usize,
    /// Repaired characters that a newsletter hardly has.
    implausible: usize,
}

fn attempt(text: &str, charset: &Charset) -> Attempt {
    let mut done = Attempt {
        text: String::with_capacity(text.len()),
        pieces: Vec::new(),
        explained: 0,
        certain: 0,
        implausible: 0,
    };
    let mut before = None;
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        match sequence(rest, charset).filter(|_| !first.is_ascii()) {
            Some(Sequence { meant, characters, length }) => {
                let after = rest.get(length..).and_then(|rest| rest.chars().next());
                done.explained += characters;
                done.certain += usize::from(is_certain(characters, before, after));
                done.implausible += usize::from(is_implausible(meant));
                done.pieces.push((done.text.len(), text.len() - rest.len(), length));
                done.text.push(meant);
                before = Some(meant);
                rest = rest.get(length..).unwrap_or_default();
            }
            None => {
                done.text.push(first);
                before = Some(first);
                rest = rest.get(first.len_utf8()..).unwrap_or_default();
            }
        }
    }
    done
}

/// Characters that together are the bytes of one character in UTF-8.
struct Sequence {
    meant: char,
    characters: usize,
    length: usize,
}

fn sequence(rest: &str, charset: &Charset) -> Option<Sequence> {
    let mut bytes = [0; 4];
    let mut length = 0;
    for (characters, character) in (1..).zip(rest.chars().take(4)) {
        *bytes.get_mut(characters - 1)? = charset.byte(character)?;
        length += character.len_utf8();
        let width = match bytes.first()? {
            0xC2..=0xDF => 2,
            0xE0..=0xEF => 3,
            0xF0..=0xF4 => 4,
            _ => return None,
        };
        if characters == width {
            let meant = std::str::from_utf8(bytes.get(..width)?).ok()?.chars().next()?;
            return Some(Sequence { meant, characters, length });
        }
    }
    None
}

/// Three or four characters, or two inside a lower-case word ("Jim√©nez", but not "MANHÃ…" or "√π"):
/// nobody writes these.
fn is_certain(characters: usize, before: Option<char>, after: Option<char>) -> bool {
    let lower = |side: Option<char>| side.is_some_and(|side| side.is_ascii_lowercase());
    characters > 2 || lower(before) || lower(after)
}

/// Control characters, private use, and letters of scripts and blocks that result when ordinary
/// typography before an accented letter ("«École", "—été") is read as one character.
fn is_implausible(character: char) -> bool {
    matches!(character, '\u{80}'..='\u{9F}' | '\u{180}'..='\u{2AF}' | '\u{300}'..='\u{36F}' | '\u{460}'..='\u{58F}'
        | '\u{700}'..='\u{8FF}' | '\u{E000}'..='\u{F8FF}' | '\u{FFF0}'..='\u{FFFF}')
}

#[cfg(test)]
#[allow(clippy::expect_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const GOOD: &str = "Jiménez – “OSPO” 📚 🇺🇸 Réseau d’Électricité… 開源 ✨";

    /// What a program shows that reads `text` with the wrong character set.
    fn damage(text: &str, encoding: &'static Encoding) -> String {
        encoding.decode_without_bom_handling(text.as_bytes()).0.into_owned()
    }

    #[test]
    fn every_character_set_is_recognised() {
        for encoding in [MACINTOSH, WINDOWS_1252] {
            let repaired = repair(&damage(GOOD, encoding)).expect("damaged");
            assert_eq!((repaired.text.as_str(), repaired.charset), (GOOD, encoding.name()));
        }
        let latin1: String = GOOD.bytes().map(char::from).collect();
        let repaired = repair(&latin1).expect("damaged");
        assert_eq!((repaired.text.as_str(), repaired.charset), (GOOD, "iso-8859-1"));
    }

    #[test]
    fn one_name_is_enough() {
        assert_eq!(repair("Ana Jim√©nez").map(|repaired| repaired.text).as_deref(), Some("Ana Jiménez"));
        assert_eq!(repair("Ana JimÃ©nez").map(|repaired| repaired.text).as_deref(), Some("Ana Jiménez"));
        assert_eq!(repair("Hereâ€™s").map(|repaired| repaired.text).as_deref(), Some("Here’s"));
        assert_eq!(repair("June 3‚Äì4").map(|repaired| repaired.text).as_deref(), Some("June 3–4"));
    }

    #[test]
    fn good_text_is_left_alone() {
        for text in [
            GOOD,
            "",
            "plain",
            "«École» “été” l’été —était là",
            "A MANHÃ… e NÃO",
            "√π and √2",
            "The file says “Jim√©nez” – that is wrong, “Jiménez” is right 📚",
            "Привет мир",
            "‚Ärger‘ und ‚Öl‘",
        ] {
            assert_eq!(repair(text), None, "{text}");
        }
    }

    #[test]
    fn what_people_added_later_stays() {
        let text = damage(&GOOD.repeat(3), MACINTOSH) + " – später";
        assert_eq!(repair(&text).map(|repaired| repaired.text), Some(GOOD.repeat(3) + " – später"));
    }

    #[test]
    fn offsets_lead_back_to_the_damaged_text() {
        let damaged = damage("a é – b\n📚 c", MACINTOSH);
        let repaired = repair(&damaged).expect("damaged");
        for (offset, character) in repaired.text.char_indices().filter(|(_, character)| character.is_ascii()) {
            assert!(damaged[repaired.original(offset)..].starts_with(character), "{offset} {character:?}");
        }
        assert_eq!(repaired.original(repaired.text.len()), damaged.len());
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_is_survived(text in "\\PC{0,60}") {
            if let Some(repaired) = repair(&text) {
                for (offset, _) in repaired.text.char_indices() {
                    prop_assert!(text.is_char_boundary(repaired.original(offset)));
                }
            }
        }
    }
}
