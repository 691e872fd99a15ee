//! From text to tables: `sources.toml` is read in small steps so that every problem is found at once.
//!
//! serde stops at the first mistake. So each table is freed of the keys that its schema does not
//! know, then read; a value that does not fit is noted, taken out, and the table is read again.

use std::ops::Range;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use super::problem::{Problems, suggestion};
use crate::collect::{Collector, Kind};

/// A table and where it stands.
pub type TableAt<'i> = (DeTable<'i>, Range<usize>);

/// The keys of a type, from its schema.
pub fn keys_of<T: JsonSchema>() -> Vec<String> {
    let mut generator = SchemaGenerator::default();
    let schema = T::json_schema(&mut generator);
    properties(&schema)
}

/// The keys of a kind's settings.
pub fn keys_of_kind(kind: &Kind) -> Vec<String> {
    let mut generator = SchemaGenerator::default();
    let schema = (kind.schema)(&mut generator);
    let own = properties(&schema);
    if !own.is_empty() {
        return own;
    }
    let name = schema.get("$ref").and_then(|reference| reference.as_str()).and_then(|path| path.rsplit('/').next());
    let definition = name.and_then(|name| generator.definitions().get(name)).cloned();
    definition.and_then(|value| Schema::try_from(value).ok()).map(|schema| properties(&schema)).unwrap_or_default()
}

fn properties(schema: &Schema) -> Vec<String> {
    let properties = schema.get("properties").and_then(|value| value.as_object());
    properties.map(|map| map.keys().cloned().collect()).unwrap_or_default()
}

/// Takes out the keys that are not known, noting each with the nearest known one. `beside` are keys
/// that could have been meant too.
pub fn drop_unknown(
    table: &mut DeTable<'_>,
    known: &[String],
    beside: &[String],
    place: &str,
    problems: &mut Problems,
) {
    let is_unknown = |name: &str| !known.iter().any(|known| known == name);
    let unknown: Vec<(String, Range<usize>)> = table
        .keys()
        .filter(|key| is_unknown(key.get_ref()))
        .map(|key| (key.get_ref().to_string(), key.span()))
        .collect();
    for (name, span) in unknown {
        let help = suggestion(&name, known.iter().chain(beside).map(String::as_str));
        problems.push(span, format!("unknown key `{name}` in {place}"), help);
        remove(table, &name);
    }
}

/// Removes a key and gives its value.
pub fn remove<'i>(table: &mut DeTable<'i>, name: &str) -> Option<Spanned<DeValue<'i>>> {
    table.remove(name)
}

/// Reads a table into its type; None when it cannot be read, with the reasons noted.
pub fn table<T: DeserializeOwned + JsonSchema>(mut at: TableAt<'_>, place: &str, problems: &mut Problems) -> Option<T> {
    drop_unknown(&mut at.0, &keys_of::<T>(), &[], place, problems);
    settled(at, problems, |value| T::deserialize(value))
}

/// Reads the settings of a kind. `shared` are the keys that stand beside them and were taken out.
pub fn settings(
    mut at: TableAt<'_>,
    kind: &Kind,
    shared: &[String],
    place: &str,
    problems: &mut Problems,
) -> Option<Box<dyn Collector>> {
    drop_unknown(&mut at.0, &keys_of_kind(kind), shared, place, problems);
    settled(at, problems, kind.read)
}

/// Reads; on a value that does not fit notes it, takes it out and reads again, so that the mistakes
/// behind the first one are found too. A table with mistakes gives nothing.
fn settled<T>(
    (mut table, span): TableAt<'_>,
    problems: &mut Problems,
    read: impl for<'a> Fn(ValueDeserializer<'a>) -> Result<T, toml::de::Error>,
) -> Option<T> {
    let mut taken_out: Vec<String> = Vec::new();
    loop {
        let value = Spanned::new(span.clone(), DeValue::Table(table.clone()));
        let error = match read(ValueDeserializer::from(value)) {
            Ok(read) => return taken_out.is_empty().then_some(read),
            Err(error) => error,
        };
        let culprit = error.span().and_then(|at| key_around(&table, &at));
        let only_misses = |name: &String| error.message().contains(&format!("missing field `{name}`"));
        if !taken_out.iter().any(only_misses) {
            problems.push_toml(&error, span.clone());
        }
        let name = culprit?;
        remove(&mut table, &name);
        taken_out.push(name);
    }
}

/// The key whose name or value lies around a place.
fn key_around(table: &DeTable<'_>, at: &Range<usize>) -> Option<String> {
    let holds = |outer: Range<usize>| outer.start <= at.start && at.end <= outer.end;
    table.iter().find(|(key, value)| holds(key.span()) || holds(value.span())).map(|(key, _)| key.get_ref().to_string())
}

/// The tables of an array such as `[[source]]`; anything else is a problem.
pub fn array<'i>(value: Option<Spanned<DeValue<'i>>>, name: &str, problems: &mut Problems) -> Vec<TableAt<'i>> {
    let Some(value) = value else { return Vec::new() };
    let span = value.span();
    let DeValue::Array(values) = value.into_inner() else {
        problems.push(span, format!("`{name}` is a list of tables"), Some(format!("write `[[{name}]]` above each")));
        return Vec::new();
    };
    values.into_iter().filter_map(|value| one(Some(value), name, problems)).collect()
}

/// One table; anything else is a problem.
pub fn one<'i>(value: Option<Spanned<DeValue<'i>>>, name: &str, problems: &mut Problems) -> Option<TableAt<'i>> {
    let value = value?;
    let span = value.span();
    match value.into_inner() {
        DeValue::Table(table) => Some((table, span)),
        other => {
            problems.push(
                span,
                format!("`{name}` is a table, not {}", other.type_str()),
                Some(format!("write `[{name}]` on a line of its own")),
            );
            None
        }
    }
}
