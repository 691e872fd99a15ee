//! Places in the rows of event lists: "Hotel Bedford, Brussels, Belgium", "in London", "Napa, California, USA".
//!
//! A name alone counts as a place only where the row says that it is one: beside the date, behind a
//! flag, or with a country or a state after it.

use crate::model::place::{self, Location, Place};

/// States and provinces that stand between a city and its country, with the country they belong to
/// beyond doubt. Georgia is left out: it is a country as well.
const REGIONS: &[(&str, &str)] = &[
    ("california", "US"),
    ("ca", "US"),
    ("colorado", "US"),
    ("dc", "US"),
    ("d.c.", "US"),
    ("florida", "US"),
    ("illinois", "US"),
    ("massachusetts", "US"),
    ("ma", "US"),
    ("michigan", "US"),
    ("minnesota", "US"),
    ("nevada", "US"),
    ("new jersey", "US"),
    ("new york", "US"),
    ("ny", "US"),
    ("north carolina", "US"),
    ("nc", "US"),
    ("ohio", "US"),
    ("oregon", "US"),
    ("pennsylvania", "US"),
    ("tennessee", "US"),
    ("texas", "US"),
    ("tx", "US"),
    ("utah", "US"),
    ("virginia", "US"),
    ("washington", "US"),
    ("wa", "US"),
    ("ontario", "CA"),
    ("quebec", "CA"),
    ("british columbia", "CA"),
    ("bc", "CA"),
    ("bavaria", "DE"),
    ("catalonia", "ES"),
    ("andalusia", "ES"),
    ("victoria", "AU"),
    ("new south wales", "AU"),
];

/// Whether `text` names a country. Codes are words of English too ("IN", "IT"): only those that
/// people write for the country count.
pub(super) fn is_country(text: &str) -> bool {
    const WRITTEN_CODES: &[&str] = &["UK", "USA", "UAE"];
    let name = text.trim();
    let is_code = name.is_ascii() && name.replace('.', "").len() <= 3;
    let is_written = name.contains('.') || WRITTEN_CODES.contains(&name.to_ascii_uppercase().as_str());
    (!is_code || is_written) && place::country_code(name).is_some()
}

/// Whether `text` names a country, a state or a city that needs no further sign.
pub(super) fn is_known(text: &str) -> bool {
    is_country(text) || region_country(text).is_some() || is_city(text)
}

/// A city that is in one country beyond doubt.
fn is_city(text: &str) -> bool {
    let found = Location::from_text(text);
    found.city.is_some() && found.region.is_none() && found.country.is_some() && !text.contains(',')
}

fn region_country(text: &str) -> Option<&'static str> {
    let lower = text.trim().to_lowercase();
    REGIONS.iter().find(|(name, _)| *name == lower).map(|(_, country)| *country)
}

/// Reads a place from text that is one: "in Hyatt Regency Seattle + Virtual", "London, England".
pub(super) fn read(text: &str) -> Option<Place> {
    let parts: Vec<String> = text.split([',', '，']).flat_map(|part| part.split(". ")).filter_map(place_name).collect();
    let mut rest: Vec<&str> = parts.iter().map(String::as_str).collect();
    if rest.is_empty() || rest.len() > 4 {
        return None;
    }
    let mut place = Place::default();
    if let Some(country) = rest.last().filter(|last| is_country(last)) {
        place.country = Some((*country).to_owned());
        rest.pop();
    }
    // Chinese and Japanese name the country first.
    if let Some(country) = rest.first().filter(|first| place.country.is_none() && is_country(first)) {
        place.country = Some((*country).to_owned());
        rest.remove(0);
    }
    if let Some(country) = rest.last().filter(|_| rest.len() > 1).and_then(|last| region_country(last)) {
        place.country.get_or_insert_with(|| country.to_owned());
        rest.pop();
    }
    let city = rest.pop().map(str::to_owned);
    match city.as_deref().is_some_and(is_venue) && rest.is_empty() {
        true => place.venue = city,
        false => place.city = city,
    }
    if !rest.is_empty() {
        place.venue = Some(rest.join(", "));
    }
    (place != Place::default()).then_some(place)
}

/// A name without "in", "+ Virtual", "& Online" and full stop; none for what is no name.
fn place_name(part: &str) -> Option<String> {
    let mut name = part.trim();
    for joint in [" + ", " & ", " and ", " / "] {
        name = match name.split_once(joint) {
            Some((before, after)) if is_online(after) => before,
            Some((before, after)) if is_online(before) => after,
            _ => name,
        };
    }
    let name =
        name.trim_matches(|edge: char| edge.is_whitespace() || matches!(edge, ':' | ';' | '(' | ')' | '*' | '–' | '-'));
    let name = ["In person in ", "in person in ", "in ", "In ", "at ", "@ "]
        .into_iter()
        .find_map(|preposition| name.strip_prefix(preposition))
        .unwrap_or(name)
        .trim();
    let name = name.strip_suffix('.').filter(|short| !short.contains('.')).unwrap_or(name);
    let is_name =
        name.starts_with(|first: char| first.is_uppercase() || (first.is_alphabetic() && !first.is_lowercase()));
    (is_name && !is_online(name) && name.split_whitespace().count() <= 5).then(|| name.to_owned())
}

/// "Virtual", "online", "in-person event".
pub(super) fn is_online(text: &str) -> bool {
    const ONLINE: &[&str] =
        &["virtual", "virtually", "online", "hybrid", "remote", "in-person", "in", "person", "event", "only"];
    let lower = text.to_lowercase();
    let mut words = lower.split_whitespace().peekable();
    words.peek().is_some() && words.all(|word| ONLINE.contains(&word.trim_matches(['(', ')', '.', ','])))
}

fn is_venue(text: &str) -> bool {
    const VENUES: &[&str] = &[
        "hotel",
        "hyatt",
        "hilton",
        "marriott",
        "sheraton",
        "university",
        "universität",
        "universidad",
        "center",
        "centre",
        "hall",
        "campus",
        "museum",
        "library",
        "office",
        "offices",
        "arena",
        "palace",
        "college",
        "institute",
    ];
    text.to_lowercase().split_whitespace().any(|word| VENUES.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        read(text).map_or("none".into(), |Place { venue, city, country }| {
            [venue, city, country].map(|part| part.unwrap_or_else(|| "-".into())).join("/")
        })
    }

    #[test]
    fn places_of_event_rows_are_read() {
        for (text, expected) in [
            ("Hotel Bedford, Brussels, Belgium", "Hotel Bedford/Brussels/Belgium"),
            ("in Hyatt Regency Seattle + Virtual", "Hyatt Regency Seattle/-/-"),
            ("in London, in-person event", "-/London/-"),
            ("London, England", "-/London/England"),
            ("Napa, California, USA", "-/Napa/USA"),
            ("Washington, D.C., USA", "-/Washington/USA"),
            ("Raleigh, NC", "-/Raleigh/US"),
            ("In person in Washington, DC. United States.", "-/Washington/United States"),
            ("Berlin + Virtual", "-/Berlin/-"),
            ("Brussels & Online", "-/Brussels/-"),
            ("Singapore", "-/-/Singapore"),
            ("西班牙，毕尔巴鄂", "-/毕尔巴鄂/西班牙"),
            ("Virtual", "none"),
            ("virtually", "none"),
            ("with OSPO at Google", "none"),
            ("", "none"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }
}
