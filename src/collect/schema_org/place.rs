//! <https://schema.org/Place> and <https://schema.org/PostalAddress>, for events and for jobs.

use super::graph::{Graph, Thing, Value};
use crate::model::place::{self, Location, Place};
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
    let country = address.country.as_deref().and_then(place::country_code).map(str::to_owned);
    let country = country.or_else(|| Location::from_text(&written).country);
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

