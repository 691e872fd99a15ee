//! Places: where jobs and events are, and the flags of countries.
//!
//! A country is written down only when the text names it, or a city or state that belongs to one
//! country beyond doubt: never guessed ("Cambridge", "Georgia" and "CA" alone tell nothing).
//! How a line is taken apart stands in [`parts`], what it means in [`reading`], the names in [`countries`], [`regions`] and
//! [`cities`], looked up through [`lookup`].

mod cities;
mod countries;
mod lookup;
mod parts;
mod reading;
mod regions;

use serde::{Deserialize, Serialize};

use super::text;
use reading::Reading;

/// Where a job is done.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Location {
    /// As the source wrote it.
    pub text: String,
    /// City, where the source or the text tells.
    pub city: Option<String>,
    /// State, province or region.
    pub region: Option<String>,
    /// ISO 3166-1 alpha-2, upper case.
    pub country: Option<String>,
}

/// Where an event happens.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Place {
    /// The building.
    pub venue: Option<String>,
    /// The city.
    pub city: Option<String>,
    /// As the source wrote it, or ISO 3166-1 alpha-2 where that is all it gives.
    pub country: Option<String>,
}

impl Location {
    /// Reads one location as job boards write it: "Berlin, Germany", "San Francisco, CA",
    /// "US-CA-Santa-Clara", "Remote - US", "Munich / Berlin". What the text does not tell stays none.
    pub fn from_text(written: &str) -> Location {
        let text = text::line(written, text::NAME_CAP);
        let Reading { city, region, country, .. } = reading::read(&text);
        Location { text, city, region, country: country.map(str::to_owned) }
    }
}

impl Place {
    /// Reads "Beijing, China" or "Hotel Bedford, Brussels, Belgium": what stands before the city is
    /// the venue. A line of which neither city nor country can be told is a venue as a whole. None
    /// where nothing is left ("Online", "TBA", "").
    pub fn from_text(written: &str) -> Option<Place> {
        let reading = reading::read(&text::line(written, text::NAME_CAP));
        let place = Place { venue: reading.venue, city: reading.city, country: reading.country_text };
        Some(place).filter(|place| *place != Place::default())
    }
}

/// The alpha-2 code of a country given by its code (alpha-2 or alpha-3, in any case), its name in
/// English or its own languages, or a usual alias ("UK", "Holland", "U.S.A."). None for what is no
/// country or more than one.
pub fn country_code(name: &str) -> Option<&'static str> {
    lookup::country(name)
}

/// The usual English name of the country with this alpha-2 code, in any case.
pub fn country_name(code: &str) -> Option<&'static str> {
    lookup::row(code).map(|row| row.2)
}

/// The flag of a country by its alpha-2 code, and those of the European Union (`EU`) and the United
/// Nations (`UN`); empty for anything else.
pub fn flag(code: &str) -> String {
    let code = code.trim().to_ascii_uppercase();
    if lookup::row(&code).is_none() && !matches!(code.as_str(), "EU" | "UN") {
        return String::new();
    }
    code.chars().filter_map(regional_indicator).collect()
}

/// "A" to "Z" as the symbols of which two make a flag (Unicode TR 51, annex B).
fn regional_indicator(letter: char) -> Option<char> {
    let index = (letter as u32).checked_sub('A' as u32).filter(|index| *index < 26)?;
    char::from_u32(0x1F1E6 + index)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_is_two_symbols_and_only_for_countries() {
        assert_eq!(flag("DE"), "🇩🇪");
        assert_eq!(flag("us"), "🇺🇸");
        assert_eq!(flag("EU"), "🇪🇺");
        for code in ["", "ZZ", "remote", "D", "<>", "é"] {
            assert_eq!(flag(code), "", "{code}");
        }
    }

    #[test]
    fn names_come_back_from_codes() {
        assert_eq!(country_name("de"), Some("Germany"));
        assert_eq!(country_name("UK"), None);
        assert_eq!(country_name("GB"), Some("United Kingdom"));
    }
}
