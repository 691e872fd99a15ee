//! Where the work is done: locations, and whether remotely, as boards say it. Never guessed.

use super::{Fields, LOCATIONS_CAP};
use crate::model::item::Workplace;
use crate::model::place::{self, Location};
use crate::model::text;

/// A location of its text and of fields that are more certain than the text; none where all is empty.
pub fn location(
    written: Option<String>,
    city: Option<String>,
    region: Option<String>,
    country: Option<String>,
) -> Option<Location> {
    let code = country.as_deref().and_then(place::country_code);
    let clean = |part: Option<String>| part.and_then(|part| text::name(&part));
    let read = match written {
        Some(written) => Location::from_text(&written),
        None => {
            // A code alone ("at") is no word for people.
            let name = country.filter(|name| name.len() > 3 || code.is_none());
            let name = name.or_else(|| code.and_then(place::country_name).map(str::to_owned));
            let mut parts: Vec<&str> = [&city, &region, &name].into_iter().flatten().map(String::as_str).collect();
            parts.dedup();
            let read = Location::from_text(&parts.join(", "));
            Location { text: read.text, country: read.country, ..Location::default() }
        }
    };
    let location = Location {
        country: code.map(str::to_owned).or(read.country),
        city: clean(city).or(read.city),
        // "Sweden" as the region of a place in Sweden tells nothing.
        region: clean(region).filter(|region| code.is_none() || place::country_code(region) != code).or(read.region),
        text: read.text,
    };
    Some(location).filter(|location| !location.text.is_empty())
}

/// The places of a schema.org `jobLocation`: one `Place` or a list of them.
pub fn schema_places(posting: Fields<'_>) -> Vec<Location> {
    let single = posting.0.get("jobLocation").filter(|place| place.is_object()).map(Fields);
    let places = single.into_iter().chain(posting.list("/jobLocation"));
    // Boards fill what they do not know with a dash.
    let address = |place: Fields<'_>, part: &str| place.text(&format!("/address/{part}")).filter(|text| text != "-");
    let read = |place| {
        let country = address(place, "addressCountry").or_else(|| address(place, "addressCountry/name"));
        location(None, address(place, "addressLocality"), address(place, "addressRegion"), country)
    };
    places.filter_map(read).collect()
}

/// The locations that one text lists: "Berlin, Germany; Paris, France".
pub fn locations(written: &str) -> Vec<Location> {
    let parts = written.split([';', '|']).map(str::trim).filter(|part| !part.is_empty());
    parts.map(Location::from_text).take(LOCATIONS_CAP).collect()
}

/// Reads a board's word for where the work is done: "Remote", "OnSite", "ORA_HYBRID", "TELECOMMUTE".
pub fn workplace(word: &str) -> Workplace {
    let folded: String = word.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    match folded.strip_prefix("ora").unwrap_or(&folded) {
        "remote" | "fully" | "fullyremote" | "telecommute" => Workplace::Remote,
        "hybrid" => Workplace::Hybrid,
        "onsite" | "inoffice" | "inperson" => Workplace::Onsite,
        _ => Workplace::Unknown,
    }
}

/// What flags say; unknown where none or several are up.
pub fn workplace_of_flags(remote: bool, hybrid: bool, onsite: bool) -> Workplace {
    match (remote, hybrid, onsite) {
        (true, false, false) => Workplace::Remote,
        (false, true, false) => Workplace::Hybrid,
        (false, false, true) => Workplace::Onsite,
        _ => Workplace::Unknown,
    }
}

/// The board's word, or where it has none (or "unspecified") what all of the locations say.
pub fn workplace_said(word: Option<String>, locations: &[Location]) -> Workplace {
    match word.map_or(Workplace::Unknown, |word| workplace(&word)) {
        Workplace::Unknown => agreed(locations.iter().map(|location| workplace_in(&location.text))),
        said => said,
    }
}

/// What the text of a location says beside the place ("Remote - US", "Berlin (hybrid)"); unknown
/// where it says nothing of this, several things, or offers another place too ("Berlin or remote").
pub fn workplace_in(text: &str) -> Workplace {
    let text = text.to_lowercase().replace("on-site", "onsite").replace("on site", "onsite").replace(" or ", ";");
    agreed(text.split([';', '|', '/']).filter(|part| !part.trim().is_empty()).map(|part| {
        let words: Vec<&str> = part.split(|c: char| !c.is_alphanumeric()).collect();
        let says = |word: &str| words.contains(&word);
        if says("not") || says("no") || says("non") {
            return Workplace::Unknown;
        }
        workplace_of_flags(says("remote"), says("hybrid"), says("onsite"))
    }))
}

/// What all say; unknown where they differ.
fn agreed(mut said: impl Iterator<Item = Workplace>) -> Workplace {
    let first = said.next().unwrap_or_default();
    if said.all(|other| other == first) { first } else { Workplace::Unknown }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_workplace_is_taken_as_said_and_never_guessed() {
        for (word, expected) in [
            ("Remote", Workplace::Remote),
            ("OnSite", Workplace::Onsite),
            ("on-site", Workplace::Onsite),
            ("ORA_HYBRID", Workplace::Hybrid),
            ("unspecified", Workplace::Unknown),
            ("temporary", Workplace::Unknown),
            ("", Workplace::Unknown),
        ] {
            assert_eq!(workplace(word), expected, "{word}");
        }
        for (text, expected) in [
            ("Remote - US", Workplace::Remote),
            ("Berlin (hybrid)", Workplace::Hybrid),
            ("On-site, Oslo", Workplace::Onsite),
            ("Remote - US; Remote - Canada", Workplace::Remote),
            ("Remote or hybrid", Workplace::Unknown),
            ("Berlin or remote", Workplace::Unknown),
            ("No remote", Workplace::Unknown),
            ("Berlin", Workplace::Unknown),
        ] {
            assert_eq!(workplace_in(text), expected, "{text}");
        }
    }

    #[test]
    fn fields_that_are_given_win_over_the_text() {
        let given = |text: &str| Some(text.to_owned());
        let read = location(given("Somewhere"), given("Bonn"), None, given("de")).unwrap();
        assert_eq!((read.text.as_str(), read.city.as_deref()), ("Somewhere", Some("Bonn")));
        assert_eq!(read.country.as_deref(), Some("DE"));
        assert_eq!(location(None, None, None, None), None);
        let graz = location(None, given("Graz"), None, given("at")).unwrap();
        assert_eq!((graz.text.as_str(), graz.region, graz.country.as_deref()), ("Graz, Austria", None, Some("AT")));
    }
}
