//! The place of an event in a text: a labelled line, or "held in CITY" with a city that is known.

use std::sync::LazyLock;

use regex::Regex;

use super::{Label, Line};
use crate::model::pattern::pattern;
use crate::model::place::{Location, Place};

static ONLINE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)\b(?:online|virtual(?:ly)?|zoom|webinar|google meet|jitsi|livestream)\b"));

static HELD_IN: LazyLock<Regex> = LazyLock::new(|| {
    let verb = r"(?:held|take[sn]? place|taking place|hosted|happen(?:s|ing)?|meet(?:s|ing)?|gather(?:s|ing)?|join us|organi[sz]ed)";
    let name = r"\p{Lu}[\p{L}.'’-]*(?:,?\s+\p{Lu}[\p{L}.'’-]*){0,3}";
    pattern(&format!(r"(?i:{verb})\b[^.\n]{{0,60}}?\b(?:in|at)\s+({name})"))
});

/// Place and whether the event is online, as far as the text says.
pub fn read(lines: &[Line<'_>]) -> (Option<Place>, Option<bool>) {
    let labelled = |label: Label| lines.iter().find(|line| line.label == Some(label) && !line.text.is_empty());
    let written = labelled(Label::Place).map(|line| line.text.trim_end_matches(['.', '*', '_']));
    let online = written.filter(|text| ONLINE.is_match(text)).map(|_| true);
    let place = written.filter(|_| online.is_none()).and_then(Place::from_text).or_else(|| sentence(lines));
    let venue = labelled(Label::Venue).map(|line| line.text.trim_end_matches(['.', '*', '_']).to_owned());
    let place = match (place, venue) {
        (Some(place), venue) => Some(Place { venue: place.venue.clone().or(venue), ..place }),
        (None, Some(venue)) => Some(Place { venue: Some(venue), ..Place::default() }),
        (None, None) => None,
    };
    (place, online)
}

/// "… will be held in Beijing": only cities and countries that are known beyond doubt.
fn sentence(lines: &[Line<'_>]) -> Option<Place> {
    lines.iter().filter(|line| line.label.is_none()).find_map(|line| {
        let name = HELD_IN.captures(line.text)?.get(1)?.as_str().trim_end_matches('.');
        Location::from_text(name).country?;
        let place = Place::from_text(name)?;
        (place.venue.is_none() && place.city.is_some()).then_some(place)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(text: &str) -> String {
        let (place, online) = read(&super::super::lines(text));
        let place = place.unwrap_or_default();
        let named = [place.venue, place.city, place.country].map(Option::unwrap_or_default).join("|");
        format!("{named} {}", online.map(|is| is.to_string()).unwrap_or_default()).trim().to_owned()
    }

    #[test]
    fn a_place_is_labelled_or_known() {
        for (text, expected) in [
            ("Location: Beijing, China", "|Beijing|China"),
            ("**Where:** Town Hall, Lyon, France.", "Town Hall|Lyon|France"),
            ("Location: Ghent, Belgium\nRoom: Blue Room", "Blue Room|Ghent|Belgium"),
            ("The summit will be held in Beijing on December 16.", "|Beijing|"),
            ("We gather this year in Malmö, Sweden.", "|Malmö|Sweden"),
            ("We will meet in Person and talk.", "||"),
            ("It is held in Cambridge this time.", "||"),
            ("Location: Online", "|| true"),
            ("Location:\nVienna, Austria", "|Vienna|Austria"),
            ("Berlin is nice.", "||"),
        ] {
            assert_eq!(place(text), expected, "{text}");
        }
    }
}
