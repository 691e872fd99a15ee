//! <https://schema.org/Place> and <https://schema.org/PostalAddress>, for events and for jobs.

use super::graph::{Graph, Thing, Value};
use crate::model::place::{Location, Place};
use crate::model::text;

/// What an address says, as written.
#[derive(Default)]
struct Address {
    free: Option<String>,
    city: Option<String>,
    region: Option<String>,
    country: Option<String>,
}

impl Address {
    /// The address of a place, of a postal address itself, or of a city or country given as such.
    fn of(graph: &Graph, place: &Thing) -> Address {
        let nested = place.all("address").iter().find_map(|value| match value {
            Value::Thing(address) => Some(Address::postal(graph, graph.follow(address))),
            Value::Text(text) => Some(Address { free: text::name(text), ..Address::default() }),
        });
        let name = || place.text("name").and_then(text::name);
        match nested {
            Some(address) => address,
            None if place.is("Country") => Address { country: name(), ..Address::default() },
            None if place.is("City") => Address { city: name(), ..Address::default() },
            None if place.is("State") || place.is("AdministrativeArea") => {
                Address { region: name(), ..Address::default() }
            }
            None => Address::postal(graph, place),
        }
    }

    fn postal(graph: &Graph, address: &Thing) -> Address {
        let first = |property| graph.names(address, property).into_iter().find_map(text::name);
        Address {
            free: None,
            city: first("addressLocality"),
            region: first("addressRegion"),
            country: first("addressCountry"),
        }
    }
}

/// Where a job is done.
pub fn location(graph: &Graph, place: &Thing) -> Option<Location> {
    let address = Address::of(graph, place);
    let mut parts: Vec<&str> = Vec::new();
    for part in [&address.free, &address.city, &address.region, &address.country].into_iter().flatten() {
        if !parts.contains(&part.as_str()) {
            parts.push(part);
        }
    }
    let written = if parts.is_empty() { place.text("name")?.to_owned() } else { parts.join(", ") };
    let country = address.country.as_deref().and_then(country_code).map(str::to_owned);
    Some(Location { text: text::name(&written)?, city: address.city, region: address.region, country })
}

/// Where an event happens; none where the place has neither name nor address.
pub fn place(graph: &Graph, thing: &Thing) -> Option<Place> {
    let address = Address::of(graph, thing);
    let named = thing.text("name").and_then(text::name);
    let named = named.filter(|name| [&address.city, &address.country].into_iter().flatten().all(|part| part != name));
    let venue = match (named, address.free) {
        (Some(name), Some(free)) if !free.contains(&name) => text::name(&format!("{name}, {free}")),
        (name, free) => free.or(name),
    };
    let place = Place { venue, city: address.city, country: address.country };
    (place != Place::default()).then_some(place)
}

/// ISO 3166-1 alpha-2, where the text is a two-letter code already (`addressCountry` should be one).
fn country_code(text: &str) -> Option<&'static str> {
    const CODES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS \
        BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET \
        FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO \
        IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH \
        MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM \
        PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG \
        TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";
    let code = text.trim().to_ascii_uppercase();
    let code = if code == "UK" { "GB".to_owned() } else { code };
    CODES.split_whitespace().find(|known| *known == code)
}
