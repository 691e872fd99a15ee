//! One field of an item: the path of its value, and how that is read.

use std::fmt;

use schemars::JsonSchema;
use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::super::page::Pattern;
use super::super::settings::{OneOrMany, one_or_many};
use super::path::Path;
use super::template::Template;
use crate::collect::html;
use crate::model::text;

/// Most values of one field of one item.
const VALUE_CAP: usize = 50;

/// A field: `Reading`, written short (a path) or as a table.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(with = "Written")]
pub struct Field(pub Reading);

/// The two ways to write a field, for the schema.
#[derive(JsonSchema)]
#[serde(untagged)]
#[allow(dead_code)]
enum Written {
    /// A path: `"name"`, `"company.name"`, `"places[*].city"`
    Short(String),
    /// A table.
    Table(Reading),
}

/// Where a field stands and how it is read.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reading {
    /// The path of the value, from the item.
    pub path: Option<Path>,
    /// A regular expression with one group, which is what is taken; no match is no value.
    pub pattern: Option<Pattern>,
    /// How a date is written (`"%d %b %Y"`), or several ways. Most dates are understood without.
    #[serde(default, deserialize_with = "one_or_many")]
    #[schemars(with = "Option<OneOrMany<String>>")]
    pub format: Vec<String>,
    /// A text with `{path}` for values of the item and `{}` for what was found:
    /// `"https://example.org/jobs/{id}"`.
    #[serde(default, deserialize_with = "template")]
    #[schemars(with = "Option<String>")]
    pub template: Option<Template>,
    /// Texts that mean that there is no value: `["Not provided"]`.
    #[serde(default)]
    pub ignore: Vec<String>,
    /// A constant instead of anything in the answer.
    pub value: Option<String>,
}

impl Field {
    /// The values of the field in an item as they are written, without empty ones. A list gives one
    /// value for each of its members.
    pub fn raw(&self, item: &Value) -> Vec<String> {
        let reading = &self.0;
        if let Some(constant) = &reading.value {
            return vec![constant.clone()];
        }
        let at = |path: &Path| scalars(path, item).into_iter().next();
        match (&reading.path, &reading.template) {
            (None, Some(template)) => template.fill(None, at).into_iter().collect(),
            (Some(path), template) => {
                let taken = scalars(path, item).into_iter().filter_map(|value| reading.taken(&value));
                let filled = taken.filter_map(|value| match template {
                    Some(template) => template.fill(Some(&value), at),
                    None => Some(value),
                });
                filled.take(VALUE_CAP).collect()
            }
            (None, None) => Vec::new(),
        }
    }

    /// The values as plain text, one line each: HTML in them is read.
    pub fn texts(&self, item: &Value) -> Vec<String> {
        let lines = self.raw(item).into_iter().map(|raw| text::line(&html::to_text(&raw), usize::MAX));
        lines.filter(|line| !line.is_empty()).collect()
    }
}

impl Reading {
    /// What the pattern leaves of a value, unless that means nothing.
    fn taken(&self, raw: &str) -> Option<String> {
        let taken = match &self.pattern {
            Some(pattern) => pattern.captured(raw)?.trim(),
            None => raw,
        };
        let means_nothing = taken.is_empty() || self.ignore.iter().any(|ignored| ignored.eq_ignore_ascii_case(taken));
        (!means_nothing).then(|| taken.to_owned())
    }
}

/// Texts, numbers and switches at a path, those in a list one by one.
fn scalars(path: &Path, item: &Value) -> Vec<String> {
    let values = path.find(item).into_iter().flat_map(|value| match value {
        Value::Array(members) => members.iter().collect(),
        other => vec![other],
    });
    values.filter_map(scalar).take(VALUE_CAP).collect()
}

fn scalar(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Bool(is) => is.to_string(),
        Value::Null | Value::Array(_) | Value::Object(_) => return None,
    };
    Some(text).filter(|text| !text.is_empty())
}

fn template<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Template>, D::Error> {
    let text = String::deserialize(deserializer)?;
    Template::read(&text).map(Some).map_err(serde::de::Error::custom)
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FieldVisitor)
    }
}

/// A string is a path, a table says more.
struct FieldVisitor;

impl<'de> Visitor<'de> for FieldVisitor {
    type Value = Field;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a path (\"name\", \"company.name\", \"places[*].city\") or a table with `path`, `pattern` …")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Field, E> {
        let path = Path::read(text).map_err(E::custom)?;
        Ok(Field(Reading { path: Some(path), ..Reading::default() }))
    }

    fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<Field, M::Error> {
        let table = Reading::deserialize(MapAccessDeserializer::new(map))?;
        let problem = match (&table.path, &table.template, &table.value) {
            (None, None, None) => Some("where does it stand? Give `path`, `template` or `value`"),
            (None, Some(template), _) if template.wants_found() => {
                Some("`{}` in `template` is what `path` finds: give `path`, or name one in the braces")
            }
            (None, _, _) if table.pattern.is_some() => Some("`pattern` needs `path`: what should it look at?"),
            _ => None,
        };
        problem.map_or(Ok(Field(table)), |problem| Err(serde::de::Error::custom(problem)))
    }
}

#[cfg(test)]
#[allow(clippy::expect_used)]
mod tests {
    use serde_json::json;

    use super::*;

    #[derive(Debug, Deserialize)]
    struct Holder {
        field: Field,
    }

    fn read(field: &str) -> Result<Field, String> {
        toml::from_str::<Holder>(&format!("field = {field}"))
            .map(|holder| holder.field)
            .map_err(|error| error.to_string())
    }

    fn texts(field: &str, item: &Value) -> Vec<String> {
        read(field).expect("a field").texts(item)
    }

    #[test]
    fn paths_patterns_constants_and_templates_give_values() {
        let item = json!({ "id": 7, "name": "A <b>B</b> &amp; C", "tags": ["x", "", null, "y"], "at": "until 3 May" });
        assert_eq!(texts("'name'", &item), ["A B & C"]);
        assert_eq!(texts("'tags'", &item), ["x", "y"]);
        assert_eq!(texts("{ path = 'tags', ignore = ['X'] }", &item), ["y"]);
        assert_eq!(texts("{ path = 'at', pattern = 'until (.+)' }", &item), ["3 May"]);
        assert_eq!(texts("{ template = 'https://e.example/{id}' }", &item), ["https://e.example/7"]);
        assert_eq!(texts("{ path = 'tags', template = '#{}' }", &item), ["#x", "#y"]);
        assert_eq!(texts("{ value = 'Acme' }", &item), ["Acme"]);
        assert!(texts("'nothing.here'", &item).is_empty());
    }

    #[test]
    fn what_is_no_field_is_refused_with_a_reason() {
        for (field, reason) in [
            ("'a..b'", "is no path"),
            ("{ format = '%d' }", "where does it stand"),
            ("{ template = 'x{}' }", "what `path` finds"),
            ("{ value = 'x', pattern = '(a)' }", "needs `path`"),
            ("{ pth = 'x' }", "pth"),
            ("7", "a path"),
        ] {
            let told = read(field).expect_err(field);
            assert!(told.contains(reason), "{field}: {told}");
        }
    }
}
