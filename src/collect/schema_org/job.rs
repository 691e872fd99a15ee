//! <https://schema.org/JobPosting>

use jiff::civil::Date;

use super::graph::{Thing, Value};
use super::items::{Reader, date};
use super::place;
use crate::model::item::{Job, Workplace};
use crate::model::place::Location;
use crate::model::text;

/// Most locations of one job.
const LOCATION_CAP: usize = 50;

/// Everything of a posting that only jobs have.
pub fn read(reader: &Reader<'_>, thing: &Thing) -> Job {
    let employer = reader.graph.names(thing, "hiringOrganization").into_iter().find_map(text::name);
    let remote =
        reader.graph.names(thing, "jobLocationType").iter().any(|kind| kind.to_uppercase().contains("TELECOMMUTE"));
    Job {
        organisation: employer,
        locations: locations(reader, thing),
        workplace: if remote { Workplace::Remote } else { Workplace::Unknown },
        closes: day(thing, "applicationDeadline"),
        expires: day(thing, "validThrough"),
    }
}

fn day(thing: &Thing, property: &str) -> Option<Date> {
    date(thing, property).map(|when| when.day())
}

/// Where the work is done; where nothing is said of that, where applicants may live.
fn locations(reader: &Reader<'_>, thing: &Thing) -> Vec<Location> {
    let mut found = read_all(reader, thing, "jobLocation");
    if found.is_empty() {
        found = read_all(reader, thing, "applicantLocationRequirements");
    }
    found
}

fn read_all(reader: &Reader<'_>, thing: &Thing, property: &str) -> Vec<Location> {
    let mut found = Vec::new();
    for value in thing.all(property).iter().take(LOCATION_CAP) {
        let location = match value {
            Value::Text(text) => Some(Location::from_text(text)).filter(|location| !location.text.is_empty()),
            Value::Thing(nested) => place::location(reader.graph, reader.graph.follow(nested)),
        };
        found.extend(location.filter(|location| !found.contains(location)));
    }
    found
}
