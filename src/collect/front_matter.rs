//! Front matter of Markdown files: YAML (`---`), TOML (`+++`) or JSON (`{`) at the head of a text, as
//! Hugo, Jekyll, Zola and people write it.
//!
//! [`split`] takes a text apart; [`Fields`] are read without regard to the case of keys. Nothing in a
//! head loses the post: YAML that cannot be read is read again line by line ([`lenient`]), with a
//! warning. What the fields mean is not here but in the kinds that use them.

mod lenient;

use serde_json::{Map, Value};

/// Longest head that is looked at, in bytes.
const HEAD_CAP: usize = 256 * 1024;

/// A text taken apart.
#[derive(Clone, Debug, PartialEq)]
pub struct FrontMatter<'t> {
    /// What the head says.
    pub fields: Fields,
    /// The text after the closing fence.
    pub body: &'t str,
    /// What was wrong with a head that could only be read in part.
    pub warning: Option<String>,
}

/// The fields of a head, in their order. Keys are in lower case, with `_` for `-`; keys of tables
/// inside are as written. Dates are strings as written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fields(Map<String, Value>);

impl Fields {
    /// The fields of a table whose keys are in any case. Of keys that differ only in case the first wins.
    pub fn of(table: Map<String, Value>) -> Fields {
        let mut fields = Map::new();
        for (key, value) in table {
            fields.entry(key.to_lowercase().replace('-', "_")).or_insert(value);
        }
        Fields(fields)
    }

    /// The field of this name (lower case), unless it is null or an empty string.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name).filter(|value| !value.is_null() && value.as_str() != Some(""))
    }

    /// The first of these fields that says something.
    pub fn first(&self, names: &[&str]) -> Option<&Value> {
        names.iter().find_map(|name| self.get(name))
    }

    /// The first of these fields that is a text or a number, as text.
    pub fn text(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| scalar(self.get(name)?))
    }

    /// Whether a field is true: `true`, or "yes", "on", "true" in any case.
    pub fn is_true(&self, name: &str) -> bool {
        self.get(name).is_some_and(is_true)
    }

    /// The fields of a table inside, for example Zola's `[extra]`.
    pub fn table(&self, name: &str) -> Fields {
        self.get(name).and_then(Value::as_object).cloned().map(Fields::of).unwrap_or_default()
    }

    /// The texts of the first of these fields that says something: of a list its members, of a list
    /// of tables their names, of a text with commas its pieces where `separated`.
    pub fn list(&self, names: &[&str], separated: bool) -> Vec<String> {
        match self.first(names) {
            Some(Value::Array(members)) => members.iter().filter_map(named).collect(),
            Some(Value::String(text)) if separated => text.split(',').map(|piece| piece.trim().to_owned()).collect(),
            Some(other) => named(other).into_iter().collect(),
            None => Vec::new(),
        }
    }

    /// The table, for those who read every field.
    pub fn into_map(self) -> Map<String, Value> {
        self.0
    }
}

/// A text or number as text.
pub fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn is_true(value: &Value) -> bool {
    match value {
        Value::Bool(is) => *is,
        Value::String(text) => matches!(text.trim().to_lowercase().as_str(), "true" | "yes" | "on"),
        _ => false,
    }
}

/// A text, or the `name` (or `title`) of a table.
fn named(value: &Value) -> Option<String> {
    match value {
        Value::Object(table) => ["name", "title"].iter().find_map(|key| scalar(table.get(*key)?)),
        other => scalar(other),
    }
}

/// Takes a text apart. None where it has no front matter: no fence at its head (blank lines and a
/// byte-order mark aside), or no closing fence.
pub fn split(text: &str) -> Option<FrontMatter<'_>> {
    let text = text.trim_start_matches('\u{feff}');
    let head = text.trim_start_matches(['\n', '\r', ' ', '\t']);
    if head.starts_with('{') {
        return split_json(head);
    }
    let (first, rest) = head.split_once('\n')?;
    let read: fn(&str) -> (Fields, Option<String>) = match first.trim_end() {
        "---" => yaml,
        "+++" => toml,
        _ => return None,
    };
    let (inside, body) = at_fence(rest, first.trim_end())?;
    let (fields, warning) = read(inside);
    Some(FrontMatter { fields, body, warning })
}

/// Cuts at the line that is the closing fence (for YAML also `...`).
fn at_fence<'t>(text: &'t str, fence: &str) -> Option<(&'t str, &'t str)> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end();
        if bare == fence || (fence == "---" && bare == "...") {
            return Some((text.get(..start)?, text.get(start + line.len()..)?));
        }
        start += line.len();
        if start > HEAD_CAP {
            return None;
        }
    }
    None
}

fn split_json(head: &str) -> Option<FrontMatter<'_>> {
    let mut values = serde_json::Deserializer::from_str(head).into_iter::<Map<String, Value>>();
    let table = values.next()?.ok()?;
    let body = head.get(values.byte_offset()..)?;
    Some(FrontMatter { fields: Fields::of(table), body, warning: None })
}

fn yaml(text: &str) -> (Fields, Option<String>) {
    let options = serde_saphyr::options! {
        duplicate_keys: serde_saphyr::DuplicateKeyPolicy::LastWins,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        strict_booleans: true,
        non_finite_float_policy: serde_saphyr::NonFiniteFloatPolicy::AsString,
        alias_limits: serde_saphyr::alias_limits! { max_total_replayed_events: 10_000 },
        with_snippet: false,
    };
    match serde_saphyr::from_str_with_options::<Option<Map<String, Value>>>(text, options) {
        Ok(table) => (Fields::of(table.unwrap_or_default()), None),
        Err(error) => {
            let reason = first_line(&error.to_string());
            let warning = format!("the YAML front matter has an error and was read line by line: {reason}");
            (Fields::of(lenient::read(text)), Some(warning))
        }
    }
}

fn toml(text: &str) -> (Fields, Option<String>) {
    match text.parse::<toml::Table>() {
        Ok(table) => (Fields::of(table.into_iter().map(|(key, value)| (key, json(value))).collect()), None),
        Err(error) => {
            let reason = first_line(error.message());
            let warning = format!("the TOML front matter has an error and was read line by line: {reason}");
            (Fields::of(lenient::read(text)), Some(warning))
        }
    }
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned()
}

/// A TOML value as JSON; dates as they are written.
pub fn json(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => Value::from(number),
        toml::Value::Float(number) => Value::from(number),
        toml::Value::Boolean(is) => Value::Bool(is),
        toml::Value::Datetime(when) => Value::String(when.to_string()),
        toml::Value::Array(members) => Value::Array(members.into_iter().map(json).collect()),
        toml::Value::Table(table) => Value::Object(table.into_iter().map(|(key, value)| (key, json(value))).collect()),
    }
}

#[cfg(test)]
#[allow(clippy::panic)]
mod tests {
    use super::*;

    fn fields(text: &str) -> Fields {
        split(text).unwrap_or_else(|| panic!("no front matter in {text:?}")).fields
    }

    #[test]
    fn yaml_toml_and_json_say_the_same() {
        let yaml = split("---\ntitle: A post\ndate: 2024-03-05\ntags: [a, b]\n---\nBody\n");
        let toml = split("+++\ntitle = \"A post\"\ndate = 2024-03-05\ntags = [\"a\", \"b\"]\n+++\nBody\n");
        assert_eq!(yaml, toml);
        let json = split("{ \"title\": \"A post\", \"date\": \"2024-03-05\", \"tags\": [\"a\", \"b\"] }\nBody\n");
        assert_eq!(json.map(|matter| matter.fields), toml.map(|matter| matter.fields));
    }

    #[test]
    fn blank_lines_a_byte_order_mark_and_windows_line_ends_are_fine() {
        let matter = split("\u{feff}\r\n\r\n---\r\nTitle: Carriage\r\ndate: '2024-03-05'\r\n---\r\nBody\r\n");
        let matter = matter.unwrap_or_else(|| panic!("nothing read"));
        assert_eq!(matter.fields.text(&["title"]).as_deref(), Some("Carriage"));
        assert_eq!(matter.fields.text(&["date"]).as_deref(), Some("2024-03-05"));
        assert_eq!(matter.body, "Body\r\n");
        assert_eq!(matter.warning, None);
    }

    #[test]
    fn keys_have_no_case_and_dates_stay_as_written() {
        let fields = fields("---\nTITLE: x\nPublish-Date: 2022-11-14T10:47:07+08:00\n---\n");
        assert_eq!(fields.text(&["title"]).as_deref(), Some("x"));
        assert_eq!(fields.text(&["publish_date"]).as_deref(), Some("2022-11-14T10:47:07+08:00"));
    }

    #[test]
    fn an_error_in_yaml_loses_neither_post_nor_other_fields() {
        let matter = split("---\ntitle: Why: a question\ndate: 2024-03-05\ntags: [a, b]\nauthor: 'it's me'\n---\nBody");
        let matter = matter.unwrap_or_else(|| panic!("nothing read"));
        assert!(matter.warning.is_some());
        assert_eq!(matter.fields.text(&["title"]).as_deref(), Some("Why: a question"));
        assert_eq!(matter.fields.list(&["tags"], true), ["a", "b"]);
        assert_eq!(matter.body, "Body");
    }

    #[test]
    fn duplicate_keys_tabs_and_odd_numbers_are_read() {
        let fields = fields("---\ntitle:\tTabbed\nslug: 0123\nweight: .nan\ntitle: Second\ndraft: yes\n---\n");
        assert_eq!(fields.text(&["title"]).as_deref(), Some("Second"));
        assert_eq!(fields.text(&["slug"]).as_deref(), Some("0123"));
        assert!(fields.is_true("draft"));
    }

    #[test]
    fn text_without_closed_front_matter_has_none() {
        for text in
            ["", "# Title\n", "---\ntitle: x\n", "---", "text\n---\na: b\n---\n", "{ not json", "----\na: b\n----\n"]
        {
            assert_eq!(split(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_head_that_expands_is_refused_in_time() {
        let mut bomb = String::from("---\ntitle: Bomb\na0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for level in 1..12 {
            let previous = format!("*a{},", level - 1).repeat(10);
            bomb.push_str(&format!("a{level}: &a{level} [{}]\n", previous.trim_end_matches(',')));
        }
        bomb.push_str("---\nBody\n");
        let matter = split(&bomb).unwrap_or_else(|| panic!("nothing read"));
        assert_eq!(matter.fields.text(&["title"]).as_deref(), Some("Bomb"));
        assert!(matter.warning.is_some());
    }

    #[test]
    fn deep_nesting_does_no_harm() {
        for text in [format!("---\na: {}\n---\n", "[".repeat(100_000)), format!("{{\"a\":{}", "[".repeat(100_000))] {
            let _ = split(&text);
        }
    }
}
