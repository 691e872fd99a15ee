//! One line about a place, taken apart: alternatives ("Munich / Berlin"), parts ("London, England, UK"),
//! what each part can mean, and what they mean together. Where two readings remain, none is taken.

use super::lookup::{self, CityIn};
use super::parts::{alternatives, parts};
use super::regions::RIVAL_CODES;

/// What a line tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// What stands before the city.
    pub venue: Option<String>,
    /// The city as written.
    pub city: Option<String>,
    /// The state or region as written.
    pub region: Option<String>,
    /// Alpha-2.
    pub country: Option<&'static str>,
    /// The country as written; its code where only a state was written.
    pub country_text: Option<String>,
}

/// Reads one line.
pub fn read(text: &str) -> Reading {
    let alternatives: Vec<Vec<&str>> =
        alternatives(text).into_iter().map(parts).filter(|parts| !parts.is_empty()).collect();
    match alternatives.as_slice() {
        [] => Reading::default(),
        [parts] => read_parts(parts),
        several => agreed(several.iter().map(|parts| read_parts(parts)).collect(), text),
    }
}

/// What several alternatives have in common: at most the country.
fn agreed(readings: Vec<Reading>, text: &str) -> Reading {
    let venue = Some(text.to_owned());
    match readings.first().and_then(|first| first.country.map(|country| (country, first))) {
        Some((country, first)) if readings.iter().all(|reading| reading.country == Some(country)) => {
            Reading { country: Some(country), country_text: first.country_text.clone(), ..Reading::default() }
        }
        _ => Reading { venue, ..Reading::default() },
    }
}

/// What a part can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A country beyond doubt.
    Country(&'static str),
    /// A region of this country.
    Region(&'static str),
    /// A region of the first, or the second: "CA", "Georgia".
    Either(&'static str, &'static str),
    /// A city that we know, in one country or several.
    City(&'static [CityIn]),
    /// A street, a hall: something with a number.
    Street,
    /// A name we do not know.
    Unknown,
}

fn kind_of(part: &str) -> Kind {
    let letters = part.replace('.', "");
    let is_code = letters.len() <= 3 && !letters.is_empty() && letters.chars().all(|c| c.is_ascii_uppercase());
    let (country, region) = if is_code {
        (lookup::country_coded(part), lookup::region_coded(part))
    } else {
        (lookup::country_named(part), lookup::region_named(part))
    };
    match (country, region) {
        (Some(country), Some(region)) if country != region => Kind::Either(region, country),
        (_, Some(region)) if lookup::cities(part).is_empty() => Kind::Region(region),
        (Some(country), None) => Kind::Country(country),
        _ => match lookup::cities(part) {
            [] if part.chars().any(|c| c.is_ascii_digit()) => Kind::Street,
            [] => Kind::Unknown,
            cities => Kind::City(cities),
        },
    }
}

/// What the parts of one alternative mean together.
fn read_parts(parts: &[&str]) -> Reading {
    let mut kinds: Vec<Kind> = parts.iter().map(|part| kind_of(part)).collect();
    by_position(parts, &mut kinds);
    if let ([part], [kind]) = (parts, kinds.as_slice()) {
        return read_alone(part, *kind);
    }
    let explicit: Vec<(usize, &'static str)> = kinds
        .iter()
        .enumerate()
        .filter_map(|(at, kind)| if let Kind::Country(code) = kind { Some((at, *code)) } else { None })
        .collect();
    match explicit.last() {
        Some((_, last)) if explicit.iter().any(|(_, code)| code != last) => {
            Reading { venue: Some(parts.join(", ")), ..Reading::default() }
        }
        Some(&(at, country)) => {
            let country_text = parts.get(at).map(|part| (*part).to_owned());
            Reading { country: Some(country), country_text, ..read_city(parts, &kinds, Some(at), Some(country)) }
        }
        None => {
            let (country, country_at) = implied_country(parts, &kinds);
            let city = read_city(parts, &kinds, country_at, country);
            let country_text = match country_at {
                Some(at) => parts.get(at).map(|part| (*part).to_owned()),
                None => country.filter(|_| city.region.is_some()).map(str::to_owned),
            };
            Reading { country, country_text, ..city }
        }
    }
}

/// "Armonk, New York" ends with a state, "Victoria, BC" begins with a city, although the names could
/// be the other thing.
fn by_position(parts: &[&str], kinds: &mut [Kind]) {
    let has_region = kinds.iter().skip(1).any(|kind| matches!(kind, Kind::Region(_)));
    match kinds {
        [first @ (Kind::Region(_) | Kind::Either(..)), ..] if has_region => *first = Kind::Unknown,
        [Kind::City(_) | Kind::Unknown, second @ Kind::City(_), ..] if !has_region => {
            if let Some(country) = parts.get(1).and_then(|part| lookup::region_named(part)) {
                *second = Kind::Region(country);
            }
        }
        _ => {}
    }
}

/// A part that stands alone: codes and names with two readings tell nothing.
fn read_alone(part: &str, kind: Kind) -> Reading {
    let written = Some(part.to_owned());
    match kind {
        Kind::Country(code) => Reading { country: Some(code), country_text: written, ..Reading::default() },
        Kind::Region(country) if part.len() > 2 && !lookup::is_ambiguous_region(part) => Reading {
            country: Some(country),
            country_text: lookup::country_named(part).map_or(Some(country.to_owned()), |_| written.clone()),
            region: written,
            ..Reading::default()
        },
        Kind::City(cities) => Reading { city: written, country: common_country(cities), ..Reading::default() },
        Kind::Region(_) | Kind::Either(..) => Reading::default(),
        Kind::Street | Kind::Unknown => Reading { venue: written, ..Reading::default() },
    }
}

fn common_country(cities: &[CityIn]) -> Option<&'static str> {
    let first = cities.first()?;
    cities.iter().all(|city| city.country == first.country).then_some(first.country)
}

/// The country where no part is one beyond doubt, and the part that turned out to be it.
fn implied_country(parts: &[&str], kinds: &[Kind]) -> (Option<&'static str>, Option<usize>) {
    let region = kinds
        .iter()
        .enumerate()
        .find_map(|(at, kind)| if let Kind::Region(country) = kind { Some((at, *country)) } else { None });
    let either = kinds.iter().enumerate().find_map(|(at, kind)| {
        if let Kind::Either(region, country) = kind { Some((at, *region, *country)) } else { None }
    });
    match (region, either) {
        // "Ontario, CA": the province in Canada or the city in California.
        (Some((0, _)), Some(_)) => (None, None),
        (Some((_, of_region)), Some((at, _, country))) if of_region == country => (Some(country), Some(at)),
        (Some((_, of_region)), _) => (Some(of_region), None),
        (None, Some((at, region, country))) => {
            match decide(parts.get(at).copied().unwrap_or_default(), kinds, region, country) {
                Some(code) if code == country => (Some(code), Some(at)),
                other => (other, None),
            }
        }
        (None, None) => (country_of_cities(kinds), None),
    }
}

/// The country that every known city of the line can be in.
fn country_of_cities(kinds: &[Kind]) -> Option<&'static str> {
    let mut countries =
        kinds.iter().filter_map(|kind| if let Kind::City(cities) = kind { Some(common_country(cities)) } else { None });
    let first = countries.next()??;
    countries.all(|country| country == Some(first)).then_some(first)
}

/// "Berlin, DE" and "Wilmington, DE": the city decides; where it is unknown, American state codes
/// are taken as such unless a country is often written so.
fn decide(part: &str, kinds: &[Kind], region: &'static str, country: &'static str) -> Option<&'static str> {
    let code = lookup::region_code(part);
    let mut cities =
        kinds.iter().filter_map(|kind| if let Kind::City(cities) = kind { Some(*cities) } else { None }).flatten();
    let (mut in_country, mut in_region) = (false, false);
    for city in &mut cities {
        in_country |= city.country == country;
        in_region |= city.country == region && (city.region == code || city.region.is_empty());
    }
    match (in_country, in_region) {
        (true, false) => Some(country),
        (false, true) => Some(region),
        (true, true) => None,
        (false, false) if part.len() > 2 || RIVAL_CODES.contains(&code.as_str()) => None,
        (false, false) => Some(region),
    }
}

/// City, region and venue among the parts that are not the country.
fn read_city(parts: &[&str], kinds: &[Kind], country_at: Option<usize>, country: Option<&'static str>) -> Reading {
    let is_region = |kind: &Kind| matches!(kind, Kind::Region(_) | Kind::Either(..));
    let of_country = |kind: &Kind| match kind {
        Kind::Region(of) | Kind::Either(of, _) => Some(*of) == country,
        _ => false,
    };
    let rest: Vec<(&str, &Kind)> = parts
        .iter()
        .zip(kinds)
        .enumerate()
        .filter(|(at, _)| Some(*at) != country_at)
        .map(|(_, (part, kind))| (*part, kind))
        .collect();
    let region = rest.iter().rev().find(|(_, kind)| of_country(kind)).map(|(part, _)| *part);
    let named: Vec<&(&str, &Kind)> = rest.iter().filter(|(_, kind)| !is_region(kind)).collect();
    let known: Vec<usize> = positions(&named, |kind| matches!(kind, Kind::City(_)));
    let open = |kind: &Kind| matches!(kind, Kind::Unknown | Kind::City(_) | Kind::Country(_));
    let at = match known.as_slice() {
        [] if country.is_some() => {
            positions(&named, open).into_iter().find(|at| named.get(*at).is_some_and(|(part, _)| !is_acronym(part)))
        }
        [] => None,
        [at] => Some(*at),
        [first, others @ ..] => others
            .iter()
            .all(|other| named.get(*other).map(|n| lookup::fold(n.0)) == named.get(*first).map(|n| lookup::fold(n.0)))
            .then_some(*first),
    };
    let text_at = |at: usize| named.get(at).map(|(part, _)| (*part).to_owned());
    let before: Vec<&str> = named.iter().take(at.unwrap_or(named.len())).map(|(part, _)| *part).collect();
    let between = at.and_then(|at| named.get(at + 1)).filter(|(_, kind)| !matches!(kind, Kind::Street));
    Reading {
        venue: Some(before.join(", ")).filter(|venue| !venue.is_empty()),
        city: at.and_then(text_at),
        region: region
            .map(str::to_owned)
            .or_else(|| between.filter(|_| country.is_some()).map(|(part, _)| (*part).to_owned())),
        ..Reading::default()
    }
}

/// "PEO", "HQ": no name of a city.
fn is_acronym(part: &str) -> bool {
    part.len() <= 4 && part.chars().all(|c| c.is_ascii_uppercase())
}

fn positions(named: &[&(&str, &Kind)], wanted: impl Fn(&Kind) -> bool) -> Vec<usize> {
    named.iter().enumerate().filter(|(_, (_, kind))| wanted(kind)).map(|(at, _)| at).collect()
}
