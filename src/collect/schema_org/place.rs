//! <https://schema.org/Place> and <https://schema.org/PostalAddress>, for events and for jobs.

use super::graph::{Graph, Thing, Value};
use crate::model::place::{Location, Place, country_code};
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
        let nested = place.all("address").first().map(|value| match value {
            Value::Thing(address) => Address::postal(graph, graph.follow(address)),
            Value::Text(text) => Address { free: text::name(text), ..Address::default() },
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

    fn is_empty(&self) -> bool {
        [&self.free, &self.city, &self.region, &self.country].into_iter().all(Option::is_none)
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

/// Where a job is done. What the address leaves out is read from its text, where that tells.
pub fn location(graph: &Graph, place: &Thing) -> Option<Location> {
    let address = Address::of(graph, place);
    let mut parts: Vec<&str> = Vec::new();
    for part in [&address.free, &address.city, &address.region, &address.country].into_iter().flatten() {
        if !parts.contains(&part.as_str()) {
            parts.push(part);
        }
    }
    let written = if parts.is_empty() { place.text("name")?.to_owned() } else { parts.join(", ") };
    let read = Location::from_text(&written);
    Some(Location {
        city: address.city.or(read.city),
        region: address.region.or(read.region),
        country: address.country.as_deref().and_then(country_code).map(str::to_owned).or(read.country),
        text: text::name(&written)?,
    })
}

/// Where an event happens; none where the place has neither name nor address.
pub fn place(graph: &Graph, thing: &Thing) -> Option<Place> {
    let address = Address::of(graph, thing);
    let named = thing.text("name").and_then(text::name);
    let named = named.filter(|name| [&address.city, &address.country].into_iter().flatten().all(|part| part != name));
    let read = address.free.as_deref().or(named.as_deref().filter(|_| address.is_empty())).and_then(Place::from_text);
    let read = read.unwrap_or_default();
    let place = Place {
        venue: named.filter(|name| read.city.as_ref() != Some(name) && !address.is_empty()).or(read.venue),
        city: address.city.or(read.city),
        country: address.country.or(read.country),
    };
    (place != Place::default()).then_some(place)
}
