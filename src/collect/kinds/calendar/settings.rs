//! Dates in the settings of a calendar source.

use std::fmt;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::de::{Error, MapAccess, Visitor, value::MapAccessDeserializer};
use serde::{Deserialize, Deserializer};

/// A day in configuration: a TOML date (`2027-01-31`) or the same as a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(with = "String", extend("format" = "date"))]
pub struct Day(pub Date);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(DayVisitor)
    }
}

struct DayVisitor;

impl<'de> Visitor<'de> for DayVisitor {
    type Value = Day;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a date (YYYY-MM-DD)")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Day, E> {
        let day = text.trim().parse().map(Day);
        day.map_err(|_| E::custom(format!("not a date: {text:?} (write it as YYYY-MM-DD)")))
    }

    /// TOML dates arrive as a map with a key of their own.
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Day, A::Error> {
        let written = toml::value::Datetime::deserialize(MapAccessDeserializer::new(map))?;
        match (written.date, written.time) {
            (Some(_), None) => self.visit_str(&written.to_string()),
            _ => Err(A::Error::custom(format!("not a date: {written} (write it as YYYY-MM-DD)"))),
        }
    }
}
