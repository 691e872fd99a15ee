//! One field of an item on a list page: where it stands and how it is read.

use std::borrow::Cow;
use std::fmt;

use schemars::JsonSchema;
use scraper::ElementRef;
use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::super::settings::{OneOrMany, one_or_many};
use super::selector::{CssSelector, Pattern};
use crate::collect::document::text_of;
use crate::model::text;

/// Most values of one field of one item.
const VALUE_CAP: usize = 50;

/// A field: a reading, written short or as a table.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(with = "Written")]
pub struct Field(pub Reading);

/// The two ways to write a field, for the schema.
#[derive(JsonSchema)]
#[serde(untagged)]
#[allow(dead_code)]
enum Written {
    /// `"h3 a"`, `"a@href"`, `"@data-job-id"`
    Short(String),
    /// A table.
    Table(Reading),
}

/// Where a field stands and how it is read.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reading {
    /// What to look for inside the item; the item itself where left out.
    pub select: Option<CssSelector>,
    /// The attribute to read instead of the text.
    pub attr: Option<String>,
    /// A regular expression with one group, which is what is taken; no match is no value.
    pub pattern: Option<Pattern>,
    /// How a date is written (`"%d %b %Y"`), or several ways. Most dates are understood without.
    #[serde(default, deserialize_with = "one_or_many")]
    #[schemars(with = "Option<OneOrMany<String>>")]
    pub format: Vec<String>,
    /// A text with `{}` for what was found: `"https://example.org/jobs/{}"`.
    pub template: Option<String>,
    /// Texts that mean that there is no value: `["Not provided"]`.
    #[serde(default)]
    pub ignore: Vec<String>,
    /// A constant instead of anything on the page.
    pub value: Option<String>,
}

impl Field {
    /// Reads the short form: `"h3 a"`, `"a@href"`, `"@data-job-id"`.
    pub fn short(text: &str) -> Result<Field, String> {
        let (select, attr) = match text.rsplit_once('@') {
            Some((select, attr)) if is_attribute_name(attr) => (select.trim(), Some(attr.to_owned())),
            _ => (text, None),
        };
        let select = match select {
            "" if attr.is_some() => None,
            select => Some(CssSelector::read(select)?),
        };
        Ok(Field(Reading { select, attr, ..Reading::default() }))
    }

    /// The values of the field in an item, one line each, without empty ones.
    pub fn values(&self, item: ElementRef<'_>) -> Vec<String> {
        match (&self.0.value, &self.0.select) {
            (Some(constant), _) => vec![constant.clone()],
            (None, Some(select)) => {
                item.select(&select.0).take(VALUE_CAP).filter_map(|element| self.0.value(element)).collect()
            }
            (None, None) => self.0.value(item).into_iter().collect(),
        }
    }

    /// The first value.
    pub fn first(&self, item: ElementRef<'_>) -> Option<String> {
        self.values(item).into_iter().next()
    }
}

impl Reading {
    fn value(&self, element: ElementRef<'_>) -> Option<String> {
        let raw = match &self.attr {
            Some(name) => element.attr(name)?.to_owned(),
            None => text_of(element),
        };
        let raw = text::line(&raw, usize::MAX);
        let taken = match &self.pattern {
            Some(pattern) => pattern.captured(&raw)?.trim(),
            None => raw.as_str(),
        };
        let means_nothing = taken.is_empty() || self.ignore.iter().any(|ignored| ignored.eq_ignore_ascii_case(taken));
        (!means_nothing).then(|| self.filled_in(taken))
    }

    fn filled_in(&self, value: &str) -> String {
        match &self.template {
            Some(template) => template.replace("{}", &encoded_for(template, value)),
            None => value.to_owned(),
        }
    }
}

/// A value for its place in a template: percent-encoded where that is an address.
fn encoded_for<'a>(template: &str, value: &'a str) -> Cow<'a, str> {
    match template.contains("://") || template.starts_with('/') {
        true => Cow::Owned(url::form_urlencoded::byte_serialize(value.as_bytes()).collect()),
        false => Cow::Borrowed(value),
    }
}

fn is_attribute_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':'))
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FieldVisitor)
    }
}

/// A string is the short form, a table the long one.
struct FieldVisitor;

impl<'de> Visitor<'de> for FieldVisitor {
    type Value = Field;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(
            "a CSS selector (\"h3 a\", \"a@href\", \"@data-id\") or a table with `select`, `attr`, `pattern` …",
        )
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Field, E> {
        Field::short(text).map_err(E::custom)
    }

    fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<Field, M::Error> {
        let table = Reading::deserialize(MapAccessDeserializer::new(map))?;
        let says_where = table.select.is_some() || table.attr.is_some() || table.pattern.is_some();
        match says_where || table.value.is_some() || table.template.is_some() {
            true => Ok(Field(table)),
            false => Err(serde::de::Error::custom("where does it stand? Give `select`, `attr`, `pattern` or `value`")),
        }
    }
}

#[cfg(test)]
#[allow(clippy::expect_used)]
mod tests {
    use scraper::Html;

    use super::*;

    fn values(field: &str, html: &str) -> Vec<String> {
        #[derive(Deserialize)]
        struct Holder {
            field: Field,
        }
        let field = toml::from_str::<Holder>(&format!("field = {field}")).expect("a field").field;
        field.values(Html::parse_fragment(html).root_element().child_elements().next().expect("an element"))
    }

    #[test]
    fn the_short_forms_name_texts_and_attributes() {
        let html = "<li data-id='7'><a href='/x'>One <b>two</b></a></li>";
        assert_eq!(values("'a'", html), ["One two"]);
        assert_eq!(values("'a@href'", html), ["/x"]);
        assert_eq!(values("'@data-id'", html), ["7"]);
        assert_eq!(values(r#"'a[href="x@y"]'"#, html), Vec::<String>::new());
    }

    #[test]
    fn a_pattern_takes_its_group_and_a_template_is_filled_in() {
        let html = "<li data-id='a b'>Berlin, Germany (hybrid)</li>";
        assert_eq!(values(r"{ pattern = '^(.*?)(?:\s*\(.*)?$' }", html), ["Berlin, Germany"]);
        assert_eq!(
            values("{ attr = 'data-id', template = 'https://x.example/?id={}' }", html),
            ["https://x.example/?id=a+b"]
        );
        assert_eq!(values("{ value = 'Acme' }", html), ["Acme"]);
        assert!(values("{ ignore = ['berlin, germany (hybrid)'], pattern = '(.*)' }", html).is_empty());
    }

    #[test]
    fn what_is_no_field_is_refused_with_a_reason() {
        #[derive(Debug, Deserialize)]
        #[allow(dead_code)]
        struct Holder {
            field: Field,
        }
        let refused =
            |field: &str| toml::from_str::<Holder>(&format!("field = {field}")).expect_err("refused").to_string();
        assert!(refused("'a['").contains("no CSS selector"), "{}", refused("'a['"));
        assert!(refused("{ pattern = 'x' }").contains("0 groups"));
        assert!(refused("{ selct = 'x' }").contains("selct"));
        assert!(refused("{ format = '%d' }").contains("where does it stand"));
    }
}
