//! Names to codes: the tables, indexed once by folded name (no case, no accents, no punctuation).

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::cities::CITIES;
use super::countries::{COUNTRIES, Country};
use super::regions::{AMBIGUOUS_REGIONS, REGIONS, SUPRANATIONAL};

/// A city and where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CityIn {
    /// Alpha-2.
    pub country: &'static str,
    /// Code of the state, or "".
    pub region: &'static str,
}

static ROWS: LazyLock<HashMap<&'static str, &'static Country>> =
    LazyLock::new(|| COUNTRIES.iter().map(|row| (row.0, row)).collect());

static NAMES: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let names = |&(code, _, name, aliases): &'static Country| {
        std::iter::once(name).chain(aliases.iter().copied()).map(move |name| (fold(name), code))
    };
    COUNTRIES.iter().flat_map(names).collect()
});

static CODES: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let codes = COUNTRIES.iter().flat_map(|&(alpha2, alpha3, ..)| [(alpha2, alpha2), (alpha3, alpha2)]);
    codes.chain([("UK", "GB"), ("EL", "GR"), ("UAE", "AE")]).collect()
});

static REGION_NAMES: LazyLock<HashMap<String, &'static str>> =
    LazyLock::new(|| REGIONS.iter().map(|&(name, _, country)| (fold(name), country)).collect());

static REGION_CODES: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    REGIONS.iter().filter(|(_, code, _)| !code.is_empty()).map(|&(_, code, country)| (code, country)).collect()
});

static CITY_NAMES: LazyLock<HashMap<String, Vec<CityIn>>> = LazyLock::new(|| {
    let mut index: HashMap<String, Vec<CityIn>> = HashMap::new();
    for &(country, region, names) in CITIES {
        for name in names {
            index.entry(fold(name)).or_default().push(CityIn { country, region });
        }
    }
    index
});

/// The row of an alpha-2 code in any case.
pub fn row(code: &str) -> Option<&'static Country> {
    ROWS.get(code.trim().to_ascii_uppercase().as_str()).copied()
}

/// Alpha-2 of a country by code or name, in any case.
pub fn country(name: &str) -> Option<&'static str> {
    let compact: String = name.chars().filter(|c| !c.is_whitespace() && *c != '.').collect();
    CODES.get(compact.to_ascii_uppercase().as_str()).copied().or_else(|| country_named(name))
}

/// Alpha-2 of a country by one of its names.
pub fn country_named(name: &str) -> Option<&'static str> {
    NAMES.get(fold(name).as_str()).copied()
}

/// Alpha-2 of a country by a code in capitals, as codes stand in addresses ("DEU", "U.S.").
pub fn country_coded(code: &str) -> Option<&'static str> {
    CODES.get(code.replace('.', "").as_str()).copied()
}

/// The country of a region by its full name.
pub fn region_named(name: &str) -> Option<&'static str> {
    REGION_NAMES.get(fold(name).as_str()).copied()
}

/// The country of a region by its code in capitals ("NY", "D.C.").
pub fn region_coded(code: &str) -> Option<&'static str> {
    REGION_CODES.get(code.replace('.', "").as_str()).copied()
}

/// The code of a region by its name; the code itself otherwise.
pub fn region_code(written: &str) -> String {
    let folded = fold(written);
    REGIONS
        .iter()
        .find(|(name, code, _)| !code.is_empty() && fold(name) == folded)
        .map_or_else(|| written.replace('.', ""), |(_, code, _)| (*code).to_owned())
}

/// Whether a region's name is the name of something else in another country too.
pub fn is_ambiguous_region(name: &str) -> bool {
    AMBIGUOUS_REGIONS.contains(&fold(name).as_str())
}

/// Whether a name stands for several countries ("EMEA").
pub fn is_supranational(name: &str) -> bool {
    SUPRANATIONAL.contains(&fold(name).as_str())
}

/// Where the cities of this name are that we know of.
pub fn cities(name: &str) -> &'static [CityIn] {
    CITY_NAMES.get(fold(name).as_str()).map_or(&[], Vec::as_slice)
}

/// A name for comparison: lower case, without accents and punctuation, "and" for "&", no leading "the".
pub fn fold(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for character in name.nfkd().filter(|character| !is_combining_mark(*character)) {
        match character {
            '.' | '\'' | '’' | '‘' | '`' | '´' => {}
            '&' => out.push_str(" and "),
            'ß' => out.push_str("ss"),
            'ø' | 'Ø' => out.push('o'),
            'ł' | 'Ł' => out.push('l'),
            'đ' | 'Đ' => out.push('d'),
            'ı' => out.push('i'),
            _ if character.is_alphanumeric() => out.extend(character.to_lowercase()),
            _ => out.push(' '),
        }
    }
    let words = out.split_whitespace().collect::<Vec<_>>().join(" ");
    words.strip_prefix("the ").map(str::to_owned).unwrap_or(words)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn no_name_belongs_to_two_countries() {
        let mut seen: BTreeMap<String, &str> = BTreeMap::new();
        for &(code, _, name, aliases) in COUNTRIES {
            for name in std::iter::once(&name).chain(aliases) {
                let other = seen.insert(fold(name), code);
                assert!(other.is_none_or(|other| other == code), "{name}: {code} and {other:?}");
            }
        }
    }

    #[test]
    fn rows_are_complete_and_sorted() {
        assert_eq!(COUNTRIES.len(), 250, "249 of ISO 3166-1 and Kosovo");
        assert!(COUNTRIES.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert!(COUNTRIES.iter().all(|row| row.0.len() == 2 && row.1.len() == 3));
        assert!(CITIES.iter().all(|(country, ..)| row(country).is_some()));
        assert!(REGIONS.iter().all(|(_, _, country)| row(country).is_some()));
    }

    #[test]
    fn every_state_in_the_cities_is_a_known_state() {
        for (country, region, _) in CITIES.iter().filter(|row| !row.1.is_empty()) {
            assert_eq!(region_coded(region), Some(*country), "{region}");
        }
    }

    #[test]
    fn folding_forgets_case_accents_and_punctuation() {
        assert_eq!(fold("  The  Côte d’IVOIRE "), "cote divoire");
        assert_eq!(fold("Antigua & Barbuda"), "antigua and barbuda");
    }
}
