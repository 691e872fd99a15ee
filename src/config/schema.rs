//! The JSON Schema of `sources.toml`, made from the tables and the kinds, for editors that complete.

use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value, json};

use super::language::LanguageTable;
use super::tables::{CurateTable, FetchTable, NewsletterTable, SectionTable, SourceTable};
use super::tags::TagRules;
use crate::check::settings::CheckTable;
use crate::collect::KINDS;

/// The schema (JSON Schema 2020-12) of the whole file.
pub fn whole() -> Value {
    let mut generator = SchemaGenerator::default();
    let newsletter = reference::<NewsletterTable>(&mut generator);
    let section = reference::<SectionTable>(&mut generator);
    let fetch = reference::<FetchTable>(&mut generator);
    let curate = reference::<CurateTable>(&mut generator);
    let tags = reference::<TagRules>(&mut generator);
    let check = reference::<CheckTable>(&mut generator);
    let language = reference::<LanguageTable>(&mut generator);
    let sources: Vec<Value> = KINDS.iter().map(|kind| source(kind, &mut generator)).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "sources.toml of a newsletter",
        "type": "object",
        "additionalProperties": false,
        "required": ["newsletter"],
        "properties": {
            "newsletter": newsletter,
            "section": { "type": "array", "items": section },
            "source": { "type": "array", "items": { "anyOf": sources } },
            "fetch": fetch,
            "curate": curate,
            "tags": tags,
            "check": check,
            "language": { "type": "object", "additionalProperties": language },
        },
        "$defs": generator.take_definitions(true),
    })
}

fn reference<T: JsonSchema>(generator: &mut SchemaGenerator) -> Value {
    generator.subschema_for::<T>().to_value()
}

/// One kind of source: the shared keys and its own in one flat object.
fn source(kind: &crate::collect::Kind, generator: &mut SchemaGenerator) -> Value {
    let shared = inlined(SourceTable::json_schema(generator).to_value(), generator);
    let own = (kind.schema)(generator).to_value();
    let own = inlined(own, generator);
    let of_both = |key: &'static str| [&shared, &own].into_iter().filter_map(move |part| part.get(key));
    let properties = of_both("properties").filter_map(Value::as_object).flatten();
    let mut properties: Map<String, Value> = properties.map(|(key, schema)| (key.clone(), schema.clone())).collect();
    properties.insert("kind".into(), json!({ "const": kind.name, "description": kind.about }));
    let required: Vec<&Value> = of_both("required").filter_map(Value::as_array).flatten().collect();
    json!({ "title": kind.name, "type": "object", "additionalProperties": false, "properties": properties, "required": required })
}

/// A schema that is only a reference, replaced by what it refers to.
fn inlined(schema: Value, generator: &SchemaGenerator) -> Value {
    let name = schema.get("$ref").and_then(Value::as_str).and_then(|path| path.rsplit('/').next()).map(str::to_owned);
    name.and_then(|name| generator.definitions().get(&name).cloned()).unwrap_or(schema)
}
