//! A line about a place in pieces: alternatives, then parts, without words on how one works, postal
//! codes and names for many countries.

use super::lookup;

/// Words that say how one works or takes part, not where.
const MODES: &[&str] = &[
    "remote",
    "remotely",
    "hybrid",
    "onsite",
    "anywhere",
    "worldwide",
    "global",
    "globally",
    "virtual",
    "virtually",
    "online",
    "home",
    "fully",
    "100",
    "distributed",
    "telecommute",
    "telework",
    "wfh",
    "tba",
    "tbd",
    "tbc",
    "unknown",
    "multiple",
    "various",
    "several",
    "flexible",
];

/// Words that may stand between a mode and a place ("remote within the US").
const LINKS: &[&str] = &[
    "in",
    "within",
    "across",
    "from",
    "the",
    "only",
    "first",
    "friendly",
    "based",
    "office",
    "work",
    "working",
    "of",
    "on",
    "site",
    "location",
    "locations",
    "eligible",
    "provided",
    "position",
    "role",
    "event",
    "conference",
    "a",
];

/// Words after a place that do not belong to its name.
const TAILS: &[&str] = &[
    "remote",
    "hybrid",
    "onsite",
    "only",
    "based",
    "office",
    "offices",
    "hq",
    "headquarters",
    "metropolitan",
    "metro",
    "area",
    "region",
    "locations",
    "location",
];

/// "Munich / Berlin", "Lyon or Paris", "Oslo; Bergen".
pub fn alternatives(text: &str) -> Vec<&str> {
    if is_known_name(text) {
        return vec![text];
    }
    let mut pieces: Vec<&str> = text.split([';', '|', '•', '/']).collect();
    for conjunction in [" or ", " and ", " & ", " oder ", " und "] {
        pieces = pieces.into_iter().flat_map(|piece| split_unless_name(piece, conjunction)).collect();
    }
    pieces
}

/// Splits at a conjunction that is not inside of a name ("Bosnia and Herzegovina").
fn split_unless_name<'t>(piece: &'t str, conjunction: &str) -> Vec<&'t str> {
    let in_a_name = piece.split(',').any(|part| part.contains(conjunction) && is_known_name(part));
    if in_a_name { vec![piece] } else { piece.split(conjunction).collect() }
}

fn is_known_name(text: &str) -> bool {
    !lookup::cities(text).is_empty() || lookup::country_named(text).is_some() || lookup::region_named(text).is_some()
}

/// The parts of one alternative, without words about modes, postal codes and words for many countries.
pub fn parts(text: &str) -> Vec<&str> {
    text.split([',', '(', ')', '[', ']', ':'])
        .flat_map(|part| part.split(" - "))
        .flat_map(|part| part.split(" – "))
        .flat_map(|part| part.split(" — "))
        .flat_map(split_codes)
        .map(bare)
        .filter(|part| part.chars().any(char::is_alphabetic) && !lookup::is_supranational(part))
        .collect()
}

/// "US-CA-Santa-Clara" and "Remote-India": hyphens that separate, after a code or a mode.
fn split_codes(part: &str) -> Vec<&str> {
    let part = part.trim();
    let Some((first, rest)) = part.split_once('-') else { return vec![part] };
    if is_mode(first) || lookup::country_coded(first).is_some() {
        return match rest.split_once('-') {
            Some((state, city)) if lookup::region_coded(state).is_some() => vec![first, state, city],
            _ => vec![first, rest],
        };
    }
    match part.rsplit_once('-') {
        Some((rest, last)) if is_mode(last) || lookup::country_coded(last).is_some() => vec![rest, last],
        _ => vec![part],
    }
}

fn is_mode(word: &str) -> bool {
    MODES.contains(&lookup::fold(word).as_str())
}

/// A part without words about modes and without postal codes.
fn bare(part: &str) -> &str {
    let mut part = part.trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | '*' | '"') && !is_initial(part));
    if is_known_name(part) {
        return part;
    }
    part = without_postal_code(part);
    let mut after_mode = false;
    while let Some((first, rest)) = first_word(part) {
        let folded = lookup::fold(first);
        after_mode |= MODES.contains(&folded.as_str());
        let goes = after_mode && (MODES.contains(&folded.as_str()) || LINKS.contains(&first.to_lowercase().as_str()));
        if !goes || is_known_name(part) {
            break;
        }
        part = rest;
    }
    while let Some((rest, last)) = part.rsplit_once(' ') {
        if !TAILS.contains(&lookup::fold(last).as_str()) || is_known_name(part) {
            break;
        }
        part = rest.trim_end();
    }
    match part.split_once(' ') {
        Some((first, rest)) if first.eq_ignore_ascii_case("greater") && is_known_name(rest) => rest,
        _ => part,
    }
}

/// Whether the full stops of a part belong to it ("D.C.", "U.S.A.").
fn is_initial(part: &str) -> bool {
    part.trim().len() <= 6 && part.matches('.').count() > 1
}

fn first_word(part: &str) -> Option<(&str, &str)> {
    let part = part.trim_start();
    if part.is_empty() {
        return None;
    }
    Some(part.split_once([' ', '-']).map_or((part, ""), |(first, rest)| (first, rest.trim_start())))
}

/// "10115 Berlin", "CA 94107": without the number.
fn without_postal_code(part: &str) -> &str {
    let is_code = |word: &str| word.len() >= 4 && word.chars().all(|c| c.is_ascii_digit() || c == '-');
    match (part.split_once(' '), part.rsplit_once(' ')) {
        (Some((first, rest)), _) if is_code(first) => rest.trim_start(),
        (_, Some((rest, last))) if is_code(last) => rest.trim_end(),
        _ => part,
    }
}
