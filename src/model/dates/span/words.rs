//! Month and weekday names in the languages of newsletters, in full and short, with and without
//! their accents.

use jiff::civil::Weekday;

pub(super) const EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
pub(super) const ES: [&str; 12] = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];
pub(super) const PT: [&str; 12] = [
    "janeiro",
    "fevereiro",
    "março",
    "abril",
    "maio",
    "junho",
    "julho",
    "agosto",
    "setembro",
    "outubro",
    "novembro",
    "dezembro",
];
pub(super) const IT: [&str; 12] = [
    "gennaio",
    "febbraio",
    "marzo",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
    "agosto",
    "settembre",
    "ottobre",
    "novembre",
    "dicembre",
];
pub(super) const FR: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];
pub(super) const DE: [&str; 12] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];

/// The name of `month` (1-12).
pub(super) fn name<'m>(months: &[&'m str; 12], month: i8) -> &'m str {
    usize::try_from(month - 1).ok().and_then(|index| months.get(index)).copied().unwrap_or_default()
}

/// A month word and how far to trust it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Month {
    /// 1-12.
    pub number: i8,
    /// The word means something else as well ("may", "out", "set"): only a month beside a year.
    pub weak: bool,
}

/// Reads a month name. A slip of one letter in a capitalised English name ("Septemebr") still counts.
pub(super) fn month(word: &str) -> Option<Month> {
    if !(3..=12).contains(&word.len()) {
        return None;
    }
    let lower = word.to_lowercase();
    let capitalised = word.starts_with(char::is_uppercase);
    match exact_month(&lower) {
        Some(number) => Some(Month { number, weak: is_weak(&lower, capitalised) }),
        None if capitalised => misspelt_month(&lower).map(|number| Month { number, weak: false }),
        None => None,
    }
}

fn exact_month(lower: &str) -> Option<i8> {
    Some(match lower {
        "january" | "jan" | "januar" | "jänner" | "enero" | "ene" | "gennaio" | "gen" | "janvier" | "janv"
        | "janeiro" => 1,
        "february" | "feb" | "februar" | "febrero" | "febbraio" | "février" | "fevrier" | "févr" | "fevr" | "fév"
        | "fevereiro" | "fev" => 2,
        "march" | "mar" | "märz" | "maerz" | "mär" | "mrz" | "marzo" | "mars" | "março" | "marco" => 3,
        "april" | "apr" | "abril" | "abr" | "aprile" | "avril" | "avr" => 4,
        "may" | "mai" | "mayo" | "maggio" | "mag" | "maio" => 5,
        "june" | "jun" | "juni" | "junio" | "giugno" | "giu" | "juin" | "junho" => 6,
        "july" | "jul" | "juli" | "julio" | "luglio" | "lug" | "juillet" | "juil" | "julho" => 7,
        "august" | "aug" | "agosto" | "ago" | "août" | "aout" => 8,
        "september" | "sept" | "sep" | "septiembre" | "setiembre" | "settembre" | "set" | "septembre" | "setembro" => 9,
        "october" | "oct" | "oktober" | "okt" | "octubre" | "ottobre" | "ott" | "octobre" | "outubro" | "out" => 10,
        "november" | "nov" | "noviembre" | "novembre" | "novembro" => 11,
        "december" | "dec" | "dezember" | "dez" | "diciembre" | "dicembre" | "dic" | "décembre" | "decembre"
        | "déc" | "dezembro" => 12,
        _ => return None,
    })
}

/// English words that are also month names or their abbreviations.
fn is_weak(lower: &str, capitalised: bool) -> bool {
    matches!(lower, "set" | "out" | "gen" | "mag" | "ago")
        || (!capitalised && matches!(lower, "may" | "march" | "mar" | "mars" | "marco"))
}

fn misspelt_month(lower: &str) -> Option<i8> {
    // People mistype letters inside a word; the first one saves comparing every word with every name.
    let close = |name: &str| {
        name.len() >= 6
            && name.len().abs_diff(lower.len()) <= 1
            && lower.starts_with(|first: char| name.starts_with(first.to_ascii_uppercase()))
            && strsim::osa_distance(&name.to_lowercase(), lower) == 1
    };
    let at = EN.iter().position(|name| close(name))?;
    i8::try_from(at + 1).ok()
}

/// Reads a weekday name.
pub(super) fn weekday(word: &str) -> Option<Weekday> {
    if !(3..=12).contains(&word.len()) {
        return None;
    }
    Some(match word.to_lowercase().as_str() {
        "monday" | "mon" | "lunes" | "lunedì" | "montag" | "lundi" | "segunda" => Weekday::Monday,
        "tuesday" | "tue" | "tues" | "martes" | "martedì" | "dienstag" | "mardi" | "terça" => Weekday::Tuesday,
        "wednesday" | "wed" | "miércoles" | "mercoledì" | "mittwoch" | "mercredi" | "quarta" => Weekday::Wednesday,
        "thursday" | "thu" | "thur" | "thurs" | "jueves" | "giovedì" | "donnerstag" | "jeudi" | "quinta" => {
            Weekday::Thursday
        }
        "friday" | "fri" | "viernes" | "venerdì" | "freitag" | "vendredi" | "sexta" => Weekday::Friday,
        "saturday" | "sat" | "sábado" | "sabato" | "samstag" | "samedi" => Weekday::Saturday,
        "sunday" | "sun" | "domingo" | "domenica" | "sonntag" | "dimanche" => Weekday::Sunday,
        _ => return None,
    })
}

/// The weekday characters of Japanese and Chinese.
pub(super) fn east_asian_weekday(character: char) -> Option<Weekday> {
    Some(match character {
        '月' | '一' => Weekday::Monday,
        '火' | '二' => Weekday::Tuesday,
        '水' | '三' => Weekday::Wednesday,
        '木' | '四' => Weekday::Thursday,
        '金' | '五' => Weekday::Friday,
        '土' | '六' => Weekday::Saturday,
        '日' | '天' => Weekday::Sunday,
        _ => return None,
    })
}

/// "13th", "1er", "3ª".
pub(super) fn is_ordinal(word: &str) -> bool {
    matches!(word.to_lowercase().as_str(), "st" | "nd" | "rd" | "th" | "er" | "º" | "ª")
}

/// Words between the two ends of a span. The second group is too common in English to count after
/// "June 3".
pub(super) fn is_until(word: &str, day_first: bool) -> bool {
    let word = word.to_lowercase();
    matches!(word.as_str(), "to" | "through" | "thru" | "until" | "till" | "bis" | "hasta" | "até")
        || (day_first && matches!(word.as_str(), "a" | "al" | "au" | "ao"))
}

/// "27 and 28".
pub(super) fn is_and(word: &str) -> bool {
    matches!(word.to_lowercase().as_str(), "and" | "und" | "y" | "e" | "et")
}

/// "3 de junio", "3rd of June".
pub(super) fn is_of(word: &str) -> bool {
    matches!(word.to_lowercase().as_str(), "de" | "del" | "of" | "do")
}
