//! What only a job has: employer, locations, how one works, until when.

use super::fields::Reader;
use crate::collect::prose_facts::Facts;
use crate::model::item::{Job, Workplace};
use crate::model::place::{Location, country_code};
use crate::model::text;

/// Fields of a job besides those of every item.
pub const FIELDS: &[&str] =
    &["organisation", "locations", "location", "city", "region", "country", "workplace", "remote", "closes", "expires"];

const WORKPLACES: &[(&str, Workplace)] = &[
    ("remote", Workplace::Remote),
    ("hybrid", Workplace::Hybrid),
    ("onsite", Workplace::Onsite),
    ("unknown", Workplace::Unknown),
];

/// The position as the fields give it.
pub fn read(reader: &mut Reader<'_>, facts: &Facts) -> Job {
    let locations = locations(reader);
    let workplace = workplace(reader, &locations);
    Job {
        organisation: reader.name("organisation"),
        locations,
        workplace,
        closes: reader.day("closes").or(facts.application_closes.filter(|_| !reader.has("closes"))),
        expires: reader.day("expires"),
    }
}

/// `workplace`, or `remote = true`, or a location that says so.
fn workplace(reader: &mut Reader<'_>, locations: &[Location]) -> Workplace {
    let stated = reader.choice("workplace", WORKPLACES);
    let remote = reader.boolean("remote");
    match (stated, remote) {
        (Some(Workplace::Hybrid | Workplace::Onsite), Some(true)) => {
            reader.wrong("remote", "`remote = true` contradicts `workplace`");
            Workplace::Unknown
        }
        (Some(stated), _) => stated,
        (None, Some(true)) => Workplace::Remote,
        (None, Some(false)) => Workplace::Unknown,
        (None, None) => {
            let says = |word: &str| locations.iter().any(|location| location.text.to_lowercase().contains(word));
            match (says("hybrid"), says("remote")) {
                (true, _) => Workplace::Hybrid,
                (_, true) => Workplace::Remote,
                _ => Workplace::Unknown,
            }
        }
    }
}

/// `locations` (texts or tables), else `location`, `city`, `region`, `country`.
fn locations(reader: &mut Reader<'_>) -> Vec<Location> {
    if reader.has("locations") {
        if reader.is_text("locations") {
            return reader.list("locations", &[';', '|']).iter().map(|text| Location::from_text(text)).collect();
        }
        return reader.members("locations").into_iter().filter_map(|member| location(reader, member)).collect();
    }
    let text = reader.name("location");
    let (city, region, country) = (reader.name("city"), reader.name("region"), reader.name("country"));
    location_of(reader, text, city, region, country, "country").into_iter().collect()
}

/// A member of `locations`.
fn location(reader: &mut Reader<'_>, member: &serde_json::Value) -> Option<Location> {
    if let Some(text) = member.as_str() {
        return Some(Location::from_text(text)).filter(|location| !location.text.is_empty());
    }
    let known = ["text", "city", "region", "country"];
    let Some(table) = member.as_object().filter(|table| table.keys().all(|key| known.contains(&key.as_str()))) else {
        reader.wrong(
            "locations",
            "a member of `locations` is a text or a table with `text`, `city`, `region`, `country`",
        );
        return None;
    };
    let field = |name: &str| table.get(name).and_then(serde_json::Value::as_str).and_then(text::name);
    location_of(reader, field("text"), field("city"), field("region"), field("country"), "locations")
}

fn location_of(
    reader: &mut Reader<'_>,
    text: Option<String>,
    city: Option<String>,
    region: Option<String>,
    country: Option<String>,
    field: &str,
) -> Option<Location> {
    if text.is_none() && city.is_none() && region.is_none() && country.is_none() {
        return None;
    }
    let written = [city.as_deref(), region.as_deref(), country.as_deref()].into_iter().flatten().collect::<Vec<_>>();
    let read = Location::from_text(text.as_deref().unwrap_or(&written.join(", ")));
    let code = country.as_deref().map(country_code);
    if let (Some(None), Some(country)) = (code, &country) {
        reader.wrong(field, format!("“{country}” is no country; write its name or its two-letter code"));
    }
    Some(Location {
        city: city.or(read.city),
        region: region.or(read.region),
        country: code.flatten().map(str::to_owned).or(read.country),
        text: read.text,
    })
}
