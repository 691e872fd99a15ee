//! What the head of an issue and its path tell: number, date, language, front matter.

use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::words::words;
use crate::model::dates::span;
use crate::model::pattern::pattern;
use crate::model::words::neighbours;

/// The number in a title: "OSPO Newsletter 39", "Issue #41 – June 2025", "第 24 期". A number after a
/// word that announces one counts before the last number; a year is none.
pub(super) fn number(title: &str) -> Option<u32> {
    static ANNOUNCED: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?xi)
            (?: \b(?:issue|newsletter|edition|number|no|nr|num|vol(?:ume)?|ausgabe|n[úu]mero|edizione|edici[óo]n|boletín|bulletin|n)\b
              | \# | № | n[º°] | ニュースレター | 通讯 | 通訊 | 第 )
            [\s.:\#\-–—º°第]* (\d{1,5}) (?: \b | 号 | 號 | 期 | 回 )",
        )
    });
    let undated = without_dates(title);
    let announced =
        ANNOUNCED.captures(&undated).and_then(|found| found.get(1)).and_then(|digits| digits.as_str().parse().ok());
    let is_year = |number: &u32| (1900..2200).contains(number);
    announced
        .filter(|number| !is_year(number))
        .or_else(|| words(&undated).filter_map(|word| word.parse().ok()).filter(|number| !is_year(number)).last())
}

/// Whether a heading is nothing but a date.
pub(super) fn is_date(heading: &str) -> bool {
    !heading.trim().is_empty() && without_dates(heading).trim().is_empty()
}

fn without_dates(text: &str) -> String {
    let mut text = text.to_owned();
    for found in span::all(&text, Date::constant(2000, 1, 1)).into_iter().rev() {
        text.replace_range(found.range, " ");
    }
    text
}

/// The date in a file name: `YYYY-MM-DD` anywhere in it. An error holds what looks like a date and
/// is none.
pub(super) fn file_date(path: &str) -> Result<Option<Date>, String> {
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    let is_shape = |text: &str| {
        text.char_indices().all(|(at, next)| if matches!(at, 4 | 7) { next == '-' } else { next.is_ascii_digit() })
    };
    let bounded = |start: usize| {
        let digit = |side: Option<char>| side.is_some_and(|side| side.is_ascii_digit());
        let (before, after) = neighbours(name, start..start + 10);
        !digit(before) && !digit(after)
    };
    let found = name
        .char_indices()
        .find_map(|(start, _)| name.get(start..start + 10).filter(|text| is_shape(text) && bounded(start)));
    found.map(|text| text.parse().map_err(|_| text.to_owned())).transpose()
}

/// The language that the path names: a folder ("日本語版", "it", "Spanish Version") or a part of the
/// file name beside its date ("ja-2022-05-31.md", "2022-05-31.es.md").
pub(super) fn path_language(path: &str) -> Option<&'static str> {
    let mut parts = path.rsplit(['/', '\\']);
    let name = parts.next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let in_name = stem.split(['-', '_', '.']).filter(|part| part.len() == 2).find_map(language_code);
    in_name.or_else(|| parts.find_map(|folder| language_code(folder).or_else(|| language_name(folder))))
}

/// The languages that are told apart.
const LANGUAGES: [&str; 10] = ["en", "es", "it", "de", "fr", "pt", "ja", "zh", "ko", "nl"];

fn language_code(part: &str) -> Option<&'static str> {
    let primary = part.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    LANGUAGES.into_iter().find(|code| *code == primary)
}

fn language_name(folder: &str) -> Option<&'static str> {
    const NAMES: &[(&str, &str)] = &[
        ("日本語", "ja"),
        ("japanese", "ja"),
        ("中文", "zh"),
        ("chinese", "zh"),
        ("한국어", "ko"),
        ("korean", "ko"),
        ("italian", "it"),
        ("spanish", "es"),
        ("español", "es"),
        ("espanol", "es"),
        ("deutsch", "de"),
        ("german", "de"),
        ("français", "fr"),
        ("french", "fr"),
        ("português", "pt"),
        ("portuguese", "pt"),
        ("english", "en"),
    ];
    let lower = folder.to_lowercase();
    NAMES.iter().find(|(name, _)| lower.contains(name)).map(|(_, code)| *code)
}

/// The language of a text, where it is beyond doubt: its script, or many of its small words.
pub(super) fn text_language(text: &str) -> Option<&'static str> {
    let count = |in_script: fn(char) -> bool| text.chars().filter(|character| in_script(*character)).count();
    let kana = count(|character| matches!(character, '\u{3041}'..='\u{30FF}'));
    let han = count(|character| matches!(character, '\u{4E00}'..='\u{9FFF}'));
    let hangul = count(|character| matches!(character, '\u{AC00}'..='\u{D7A3}'));
    let letters = text.chars().filter(|character| character.is_alphabetic()).count();
    if (kana + han + hangul) * 10 > letters && kana + han + hangul > 20 {
        return Some(if hangul > kana + han {
            "ko"
        } else if kana * 5 > han {
            "ja"
        } else {
            "zh"
        });
    }
    small_words(text)
}

/// Small words that no other of these languages has.
const SMALL_WORDS: [(&str, &[&str]); 6] = [
    ("en", &["the", "and", "of", "to", "with", "for", "this", "that", "are", "from", "you"]),
    ("es", &["el", "los", "las", "y", "una", "del", "con", "para", "por", "más", "este", "esta"]),
    ("it", &["il", "della", "di", "che", "gli", "per", "con", "delle", "nel", "sono", "questo", "è"]),
    ("de", &["der", "die", "und", "das", "mit", "für", "ist", "von", "den", "nicht", "ein", "eine"]),
    ("fr", &["le", "les", "et", "des", "une", "pour", "dans", "est", "avec", "sur", "du", "vous"]),
    ("pt", &["o", "os", "um", "uma", "do", "da", "com", "para", "não", "mais", "são", "em"]),
];

/// How many words are looked at.
const SAMPLE: usize = 400;

fn small_words(text: &str) -> Option<&'static str> {
    let sample: Vec<String> = words(text).filter(|word| word.len() <= 7).take(SAMPLE).map(str::to_lowercase).collect();
    let mut counts: Vec<(usize, &'static str)> = SMALL_WORDS
        .iter()
        .map(|(language, small)| (sample.iter().filter(|word| small.contains(&word.as_str())).count(), *language))
        .collect();
    counts.sort_unstable_by(|one, other| other.cmp(one));
    match counts.as_slice() {
        [(first, language), (second, _), ..] if *first >= 8 && *first > second * 2 => Some(language),
        _ => None,
    }
}

/// Front matter at the head of a text.
#[derive(Debug, Default, PartialEq)]
pub(super) struct FrontMatter {
    /// Bytes, delimiters included; empty where there is none.
    pub range: Range<usize>,
    pub title: Option<String>,
    pub date: Option<Date>,
}

/// Recognises YAML (`---`) and TOML (`+++`) front matter; reads a plain `title` and `date` from it.
pub(super) fn front_matter(text: &str) -> FrontMatter {
    read_front_matter(text).unwrap_or_default()
}

fn read_front_matter(text: &str) -> Option<FrontMatter> {
    let fence = ["---", "+++"].into_iter().find(|fence| text.starts_with(fence))?;
    let mut end = 0;
    let mut found = FrontMatter::default();
    for (index, line) in text.split_inclusive('\n').enumerate() {
        end += line.len();
        let line = line.trim_end();
        match (index, line.split_once([':', '='])) {
            (0, _) if line != fence => return None,
            (0, _) => {}
            // A thematic break at the head of a text is followed by anything but a key.
            (1, None) if !line.starts_with('#') && line != fence => return None,
            (1, Some((key, _))) if key.trim().contains(' ') => return None,
            (500.., _) => return None,
            _ if line == fence || (fence == "---" && line == "...") => {
                return Some(FrontMatter { range: 0..end, ..found });
            }
            (_, Some((key, value))) => {
                let value = value.trim().trim_matches(['"', '\'']);
                match key.trim() {
                    "title" => found.title = Some(value.to_owned()).filter(|title| !title.is_empty()),
                    "date" => found.date = value.get(..10).and_then(|day| day.parse().ok()),
                    _ => {}
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn numbers_are_read_from_titles() {
        for (title, expected) in [
            ("OSPO Newsletter 39", Some(39)),
            ("Issue 41", Some(41)),
            ("OSPO 通讯 第 24 期", Some(24)),
            ("第24号", Some(24)),
            ("OSPO ニュースレター 11", Some(11)),
            ("This Week in Example 550", Some(550)),
            ("Newsletter #12: three talks of 2025", Some(12)),
            ("Issue #41 – June 3, 2025", Some(41)),
            ("Boletín nº 7", Some(7)),
            ("OSPO Newsletter [XYZ]", None),
            ("Newsletter June 2025", None),
            ("2022年5月31日", None),
        ] {
            assert_eq!(number(title), expected, "{title}");
        }
    }

    #[test]
    fn dates_are_read_from_file_names() {
        assert_eq!(file_date("issues/2025-06-02.md"), Ok(Some(date(2025, 6, 2))));
        assert_eq!(file_date("translations/ja-2022-05-31.md"), Ok(Some(date(2022, 5, 31))));
        assert_eq!(file_date("2023-04-31.md"), Err("2023-04-31".to_owned()));
        assert_eq!(file_date("2025-06-02/README.md"), Ok(None));
        assert_eq!(file_date("12025-06-021.md"), Ok(None));
        assert_eq!(file_date("日本語.md"), Ok(None));
    }

    #[test]
    fn languages_are_read_from_paths() {
        for (path, expected) in [
            ("日本語版/2022-05-31.md", Some("ja")),
            ("中文版/2023-07-25.md", Some("zh")),
            ("Italian Version/2022-05-31.md", Some("it")),
            ("translations/ja-2022-05-31.md", Some("ja")),
            ("2025-06-02.es.md", Some("es")),
            ("issues/pt-BR/2025-06-02.md", Some("pt")),
            ("issues/2025-06-02.md", None),
            ("newsletter/de-facto.md", Some("de")),
        ] {
            assert_eq!(path_language(path), expected, "{path}");
        }
    }

    #[test]
    fn front_matter_is_told_from_a_thematic_break() {
        let text = "---\ntitle: \"Issue 3\"\ndate: 2025-06-02T10:00:00Z\n---\n# x\n";
        let found = front_matter(text);
        assert_eq!(
            (&text[found.range.end..], found.title.as_deref(), found.date),
            ("# x\n", Some("Issue 3"), Some(date(2025, 6, 2)))
        );
        assert_eq!(front_matter("+++\ntitle = 'A'\n+++\nx").title.as_deref(), Some("A"));
        for text in ["---\n\nSome text: here\n---\n", "---\nno key\n---\n", "---\nkey: 1\n", "--- x\na: 1\n---\n", ""] {
            assert_eq!(front_matter(text), FrontMatter::default(), "{text:?}");
        }
    }
}
