//! Titles as words: cut by script, evened out by the lists, each with what it does. Chinese and
//! Japanese, which put no spaces between words, are cut where the script changes, and runs of
//! characters into overlapping twos.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;

use super::lists::{self, Known, PHRASES};
use crate::model::place;

/// Most words of a title that are compared; nobody reads further.
const WORD_CAP: usize = 40;
/// Most characters of a title that are read.
const CHARACTER_CAP: usize = 400;

/// What a word does in a title.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    /// Nothing in particular.
    Plain,
    /// It is written as a name: a product, an organisation, a person.
    Name,
    /// A city, a country, a region.
    Place,
    /// A number, a version.
    Number,
    /// A year.
    Year,
    /// A month, a day of the week.
    Time,
    /// How senior.
    Rank,
    /// A trade ("engineer").
    Trade,
    /// A form of event that makes it another one ("workshop").
    Form,
}

/// One word of a title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// Stands for its text.
    pub(super) hash: u64,
    /// What it does.
    pub(super) role: Role,
    /// What the lists say of it.
    pub(super) flags: Flags,
    /// Whether it stands in the first or last part of a title of several ("… | Example News").
    pub(super) at_edge: bool,
    /// Whether such a part says no more than the address: the publisher's name.
    pub(super) is_publisher: bool,
}

/// What the lists say of a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Flags {
    /// Jobs do without it.
    pub(super) job_noise: bool,
    /// Events do without it.
    pub(super) event_noise: bool,
    /// Many headlines have it.
    pub(super) generic: bool,
    /// A rank that a headline may use as a plain word.
    pub(super) loose: bool,
}

/// Reads titles, and remembers which words are names of places.
#[derive(Debug, Default)]
pub(super) struct Reading {
    places: HashMap<String, bool>,
}

/// A word as it was cut out.
#[derive(Clone, Debug, Default)]
struct Raw {
    text: String,
    is_capitalised: bool,
    has_inner_capitals: bool,
    is_katakana: bool,
    part: usize,
}

impl Reading {
    /// The words of a title, sorted, each once. `host` is where it is published.
    pub(super) fn words(&mut self, title: &str, host: &str) -> Vec<Word> {
        let raws = phrases(cut(title));
        let last = raws.iter().map(|raw| raw.part).max().unwrap_or_default();
        let publishers = publishers(&raws, host);
        let mut words: Vec<Word> = Vec::with_capacity(raws.len());
        for (position, raw) in raws.iter().enumerate().take(WORD_CAP) {
            let Some((text, role, known)) = self.meaning(raw, position == 0) else { continue };
            let flags = known.map_or_else(Flags::default, |known| Flags {
                job_noise: known.job_noise,
                event_noise: known.event_noise,
                generic: known.generic,
                loose: known.loose,
            });
            let at_edge = last > 0 && (raw.part == 0 || raw.part == last);
            let is_publisher = at_edge && publishers.contains(&raw.part);
            words.push(Word { hash: hash(&text), role, flags, at_edge, is_publisher });
        }
        words.sort_by_key(|word| (word.hash, word.role));
        words.dedup_by_key(|word| word.hash);
        words
    }

    /// The text by which a word is compared, and what it does; none for words without meaning.
    fn meaning(&mut self, raw: &Raw, is_first: bool) -> Option<(String, Role, Option<Known>)> {
        if let Some((number, role)) = number(&raw.text) {
            return Some((number, role, None));
        }
        let known = lists::known(&raw.text);
        let canonical = known.map_or(raw.text.as_str(), |known| known.canonical);
        let role = match known.and_then(|known| known.role) {
            Some(Role::Time)
                if !raw.is_capitalised && matches!(raw.text.as_str(), "may" | "march" | "mar" | "spring") =>
            {
                None
            }
            role => role,
        };
        if known.is_some_and(|known| known.stop) && role.is_none() {
            return None;
        }
        let role = role.unwrap_or_else(|| self.plain_role(raw, is_first, known.is_some()));
        let text = match role {
            Role::Number => format!("#{canonical}"),
            Role::Time => format!("time {canonical}"),
            _ => canonical.to_owned(),
        };
        Some((text, role, known))
    }

    /// A place, a name, or nothing in particular.
    fn plain_role(&mut self, raw: &Raw, is_first: bool, is_listed: bool) -> Role {
        if raw.is_katakana || raw.has_inner_capitals {
            return Role::Name;
        }
        if !raw.is_capitalised || is_listed {
            return Role::Plain;
        }
        if self.is_place(&raw.text) {
            return Role::Place;
        }
        // The first word of a sentence is capitalised whatever it is; a long one is hardly a name.
        if is_first && raw.text.ends_with("ing") { Role::Plain } else { Role::Name }
    }

    fn is_place(&mut self, word: &str) -> bool {
        if word.len() < 4 {
            return false;
        }
        if let Some(is_place) = self.places.get(word) {
            return *is_place;
        }
        let read = || place::Location::from_text(&capitalised(word));
        let is_place = place::country_code(word).is_some() || read().city.is_some();
        self.places.insert(word.to_owned(), is_place);
        is_place
    }
}

/// The parts of a title that say no more than the address: "… | Example Blog" at blog.example.org.
fn publishers(raws: &[Raw], host: &str) -> Vec<usize> {
    let says_more = |raw: &&Raw| {
        let is_in_host = raw.text.len() > 2 && host.contains(&raw.text);
        !is_in_host && !matches!(raw.text.as_str(), "blog" | "news" | "magazine" | "the" | "online" | "magazin")
    };
    let parts = raws.chunk_by(|one, other| one.part == other.part);
    let silent = parts.filter(|part| part.iter().find(says_more).is_none());
    silent.filter_map(|part| part.first().map(|raw| raw.part)).collect()
}

fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

/// Stands for a text: FNV-1a, then mixed. Equal texts are equal on every machine.
pub(super) fn hash(text: &str) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325_u64;
    mix(text.bytes().fold(start, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)))
}

/// Spreads a number over all bits (the finaliser of SplitMix64).
pub(super) fn mix(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

/// A number, a version or a year, written one way: "v1.02", "1st" and "#1" are "1".
fn number(word: &str) -> Option<(String, Role)> {
    if !word.contains(|character: char| character.is_ascii_digit()) {
        return None;
    }
    let ordinal = ["st", "nd", "rd", "th", "ª", "º"];
    let bare = word.strip_prefix('v').unwrap_or(word);
    let bare = ordinal.iter().find_map(|ending| bare.strip_suffix(ending)).unwrap_or(bare);
    if !bare.chars().all(|character| character.is_ascii_digit() || character == '.') {
        // Quarters and halves count; "log4j" and "k8s" are names.
        let is_span = bare.len() == 2 && bare.starts_with(['q', 'h']);
        return is_span.then(|| (format!("#{bare}"), Role::Number));
    }
    let year = bare.parse::<u16>().ok().filter(|year| bare.len() == 4 && (1990..2100).contains(year));
    let trimmed = bare.trim_start_matches('0');
    Some((format!("#{trimmed}"), if year.is_some() { Role::Year } else { Role::Number }))
}

/// Where a character belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Script {
    /// Letters and digits of scripts that put spaces between words.
    Spaced,
    Katakana,
    Hiragana,
    /// Chinese characters, Thai and other scripts without spaces.
    Unspaced,
    /// No letter.
    None,
}

fn script(character: char) -> Script {
    match u32::from(character) {
        0x3040..=0x309F => Script::Hiragana,
        0x30A0..=0x30FA | 0x30FC..=0x30FF => Script::Katakana,
        0x0E00..=0x0EFF | 0x2E80..=0x2FDF | 0x3005..=0x3007 | 0x3400..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF => {
            Script::Unspaced
        }
        _ if character.is_alphanumeric() => Script::Spaced,
        _ => Script::None,
    }
}

/// Cuts a title into words.
fn cut(title: &str) -> Vec<Raw> {
    let characters: Vec<char> =
        title.nfkd().filter(|character| !is_accent(*character)).nfc().take(CHARACTER_CAP).collect();
    let mut words = Vec::new();
    let (mut at, mut part) = (0, 0);
    while let Some(first) = characters.get(at) {
        let kind = script(*first);
        let end = if kind == Script::None { at + 1 } else { end_of_run(&characters, at, kind) };
        let run = characters.get(at..end).unwrap_or_default();
        match kind {
            Script::None => part += usize::from(is_separator(&characters, at)),
            Script::Spaced if !is_gender_ending(&characters, at, run) => words.push(spaced(run, part)),
            Script::Spaced => {}
            Script::Katakana => {
                words.push(Raw { text: run.iter().collect(), is_katakana: true, part, ..Raw::default() })
            }
            // Hiragana is mostly endings and particles.
            Script::Hiragana => {}
            Script::Unspaced => unspaced(run, part, &mut words),
        }
        at = end;
    }
    words
}

/// Accents of Latin, Greek and Cyrillic; the marks of kana mean another letter.
fn is_accent(character: char) -> bool {
    ('\u{0300}'..='\u{036F}').contains(&character)
}

fn end_of_run(characters: &[char], start: usize, kind: Script) -> usize {
    let mut end = start;
    while let Some(character) = characters.get(end) {
        let is_inside = *character == '.'
            && end > start
            && [end - 1, end + 1].iter().all(|at| characters.get(*at).is_some_and(char::is_ascii_digit));
        let is_sign = kind == Script::Spaced && end == start + 1 && matches!(character, '+' | '#');
        if script(*character) != kind && !is_inside && !is_sign {
            break;
        }
        end += 1;
    }
    end
}

/// Whether a new part of the title begins: "Acme: …", "… | Acme News", "`[Acme]` …".
fn is_separator(characters: &[char], at: usize) -> bool {
    let is_space = |at: Option<usize>| at.and_then(|at| characters.get(at)).is_some_and(|next| next.is_whitespace());
    match characters.get(at) {
        Some('|' | '·' | '—' | '[' | ']' | '【' | '】' | '「' | '」' | '(' | ')') => true,
        Some('–' | '-') => is_space(at.checked_sub(1)) && is_space(Some(at + 1)),
        Some(':') => is_space(Some(at + 1)),
        _ => false,
    }
}

/// The ending of "Entwickler:in", "Ingeniero/a", "Referent*innen": the same word.
fn is_gender_ending(characters: &[char], at: usize, run: &[char]) -> bool {
    let before = |back: usize| at.checked_sub(back).and_then(|at| characters.get(at));
    let joined = before(1).is_some_and(|sign| matches!(sign, ':' | '*' | '_' | '/' | '(' | '-'))
        && before(2).is_some_and(|letter| letter.is_alphabetic() || *letter == '/');
    let text: String = run.iter().collect();
    joined && matches!(text.as_str(), "in" | "innen" | "a" | "o" | "as" | "os" | "r" | "e" | "ra")
}

fn spaced(run: &[char], part: usize) -> Raw {
    let capitals = run.iter().filter(|character| character.is_uppercase()).count();
    let is_capitalised = run.first().is_some_and(|first| first.is_uppercase());
    let lower: String = run.iter().flat_map(|character| character.to_lowercase()).collect();
    Raw {
        text: stem(lower),
        is_capitalised,
        has_inner_capitals: capitals > usize::from(is_capitalised),
        is_katakana: false,
        part,
    }
}

/// The singular, as English and Spanish make it, and one spelling of "-isation".
fn stem(mut word: String) -> String {
    if word.len() < 4 || word == "news" || !word.is_ascii() || word.starts_with(|first: char| first.is_ascii_digit()) {
        return word;
    }
    if ["ches", "shes", "xes", "sses", "zes"].iter().any(|ending| word.ends_with(ending)) {
        word.truncate(word.len() - 2);
    } else if word.len() > 4 && word.ends_with("ies") {
        word.truncate(word.len() - 3);
        word.push('y');
    } else if word.ends_with('s')
        && (word == "ospos" || !["ss", "us", "is", "os"].iter().any(|ending| word.ends_with(ending)))
    {
        word.truncate(word.len() - 1);
    }
    word.replace("isation", "ization")
}

/// A run without spaces: known words where they stand, overlapping twos of the rest.
fn unspaced(run: &[char], part: usize, words: &mut Vec<Raw>) {
    let mut rest = 0;
    let mut at = 0;
    while at < run.len() {
        match known_at(run, at) {
            Some((length, text)) => {
                twos(run.get(rest..at).unwrap_or_default(), part, words);
                words.push(Raw { text, part, ..Raw::default() });
                at += length;
                rest = at;
            }
            None => at += 1,
        }
    }
    twos(run.get(rest..).unwrap_or_default(), part, words);
}

/// The longest word of the lists that begins here. Numbers count only in counted things ("第二回").
fn known_at(run: &[char], at: usize) -> Option<(usize, String)> {
    (1..=5).rev().find_map(|length| {
        let text: String = run.get(at..at + length)?.iter().collect();
        let known = lists::known(&text)?;
        let is_counted = at.checked_sub(1).and_then(|before| run.get(before)) == Some(&'第');
        (length > 1 || (is_counted && known.role == Some(Role::Number))).then_some((length, text))
    })
}

fn twos(run: &[char], part: usize, words: &mut Vec<Raw>) {
    let mut push = |text: &[char]| words.push(Raw { text: text.iter().collect(), part, ..Raw::default() });
    match run.len() {
        0 => {}
        1 => push(run),
        _ => run.windows(2).for_each(push),
    }
}

/// Puts names of several words ("Open Source Program Office") in place of their words.
fn phrases(mut words: Vec<Raw>) -> Vec<Raw> {
    let mut at = 0;
    while at < words.len() {
        let found = PHRASES.iter().find(|(phrase, _)| {
            let texts = words.iter().skip(at).take(phrase.len()).map(|raw| canonical(&raw.text));
            texts.eq(phrase.iter().copied())
        });
        let Some((phrase, name)) = found else {
            at += 1;
            continue;
        };
        let part = words.get(at).map(|raw| raw.part).unwrap_or_default();
        let named = name.split(' ').map(|text| Raw { text: text.to_owned(), part, ..Raw::default() });
        let number = name.split(' ').count();
        words.splice(at..at + phrase.len(), named.collect::<Vec<_>>());
        // "Open source" followed by "program office" was found as the longer phrase already.
        at += number;
    }
    words
}

fn canonical(word: &str) -> &str {
    lists::known(word).map_or(word, |known| known.canonical)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(one: &str, other: &str) -> bool {
        let mut reading = Reading::default();
        let hashes = |words: Vec<Word>| words.into_iter().map(|word| word.hash).collect::<Vec<_>>();
        hashes(reading.words(one, "")) == hashes(reading.words(other, ""))
    }

    #[test]
    fn one_thing_in_two_spellings_has_the_same_words() {
        assert!(same("Director, Open Source Program Office", "OSPO Director"));
        assert!(same("Open-Source Programme Managers", "The open source program manager"));
        assert!(same("Softwareentwickler:in", "Softwareentwickler*in"));
        assert!(same("Sr. Engineer II", "Senior Engineer 2"));
        assert!(same("Organización 2026", "ORGANIZACION 2026"));
        assert!(same("第二回 オープンソース勉強会", "第2回 オープンソース勉強会"));
    }

    #[test]
    fn words_know_what_they_do() {
        let role = |title: &str, word: &str| {
            let found = Reading::default().words(title, "").into_iter().find(|found| found.hash == hash(word));
            found.map(|word| word.role)
        };
        assert_eq!(role("Release of Log4j 2.17.1", "#2.17.1"), Some(Role::Number));
        assert_eq!(role("Report 2026", "#2026"), Some(Role::Year));
        assert_eq!(role("A talk in Berlin", "berlin"), Some(Role::Place));
        assert_eq!(role("March update", "time 03"), Some(Role::Time));
        assert_eq!(role("They march on", "time 03"), None);
        assert_eq!(role("高级工程师", "senior"), Some(Role::Rank));
        assert_eq!(role("Senior MySQL developer", "mysql"), Some(Role::Name));
    }

    #[test]
    fn any_text_is_read() {
        for text in ["", " ", "…", "第", "a", "ー", "1.", "((((", "\u{0301}", "🇩🇪", "ไทย"] {
            let _ = Reading::default().words(text, "");
        }
        assert!(Reading::default().words(&"word1 ".repeat(10_000), "").len() <= WORD_CAP);
    }
}
