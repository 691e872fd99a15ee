//! Paths into JSON, as settings: `data.jobs`, `[0].list`, `places[*].city`, `["a.b"].c`, `.` for the
//! value itself. Read, and judged, when the settings are.
//!
//! A small grammar of our own, so that a mistake is told with the sentence that helps: keys with dots
//! between them, `[n]` for a member of a list (from 0), `[*]` for every member of a list or a table.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::model::cursor::Cursor;

/// Most values that one path finds.
const VALUE_CAP: usize = 20_000;

/// A path.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(with = "String")]
pub struct Path(Vec<Step>);

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Key(String),
    Index(usize),
    Every,
}

impl Path {
    /// Reads a path, or says what is wrong with it.
    ///
    /// # Errors
    /// A sentence with the path and what does not belong there.
    pub fn read(text: &str) -> Result<Path, String> {
        let text = text.trim();
        let mut steps = Vec::new();
        let mut rest = if text == "." { "" } else { text };
        if text.is_empty() {
            return Err("a path is empty; `.` is the value itself".to_owned());
        }
        while !rest.is_empty() {
            let (step, after) = step(rest).map_err(|why| format!("`{text}` is no path: {why}"))?;
            steps.push(step);
            rest = after_separator(after).map_err(|why| format!("`{text}` is no path: {why}"))?;
        }
        Ok(Path(steps))
    }

    /// Whether it leads to every member of something, of which there may be none.
    pub fn is_wide(&self) -> bool {
        self.0.contains(&Step::Every)
    }

    /// The values that the path finds, in the order of the document; `null` is none.
    pub fn find<'v>(&self, value: &'v Value) -> Vec<&'v Value> {
        let found = self.0.iter().fold(vec![value], |values, step| {
            values.into_iter().flat_map(|value| step.of(value)).take(VALUE_CAP).collect()
        });
        found.into_iter().filter(|value| !value.is_null()).collect()
    }
}

impl Step {
    fn of<'v>(&self, value: &'v Value) -> Vec<&'v Value> {
        match (self, value) {
            (Step::Key(key), _) => value.get(key).into_iter().collect(),
            (Step::Index(index), _) => value.get(index).into_iter().collect(),
            (Step::Every, Value::Array(members)) => members.iter().collect(),
            (Step::Every, Value::Object(table)) => table.values().collect(),
            (Step::Every, _) => Vec::new(),
        }
    }
}

/// The first step of a text, and what stands behind it.
fn step(text: &str) -> Result<(Step, &str), String> {
    if let Some(quoted) = text.strip_prefix("[\"") {
        let (key, after) = quoted.split_once("\"]").ok_or("`[\"` is not closed by `\"]`")?;
        return Ok((Step::Key(key.to_owned()), after));
    }
    if let Some(inside) = text.strip_prefix('[') {
        let (index, after) = inside.split_once(']').ok_or("`[` is not closed")?;
        return match index.trim() {
            "*" => Ok((Step::Every, after)),
            number => number.parse().map(|number| (Step::Index(number), after)).map_err(|_| {
                format!("in [ ] stands a number (from 0), `*` for all, or a key in quotes, not `{number}`")
            }),
        };
    }
    let mut cursor = Cursor::new(text);
    let (key, after) = (cursor.take_while(|next| !['.', '['].contains(&next)), cursor.rest());
    match key.trim() {
        "" => Err("a key is missing before or after a dot".to_owned()),
        key if key.starts_with(['$', '/']) => {
            Err(format!("`{key}` looks like another grammar of paths; write `data.items[0].name`"))
        }
        key if key.contains(['{', '}', '"', ']']) => Err(format!("`{key}` is no key; put it in quotes: `[\"…\"]`")),
        key => Ok((Step::Key(key.to_owned()), after)),
    }
}

/// What follows a step: nothing, a bracket, or a dot and a key.
fn after_separator(text: &str) -> Result<&str, String> {
    match text.strip_prefix('.') {
        Some("") => Err("it ends with a dot".to_owned()),
        Some(rest) => Ok(rest),
        None if text.is_empty() || text.starts_with('[') => Ok(text),
        None => Err(format!("a dot is missing before `{text}`")),
    }
}

impl<'de> Deserialize<'de> for Path {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Path::read(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
#[allow(clippy::expect_used)]
mod tests {
    use serde_json::json;

    use super::*;

    fn found(path: &str, value: &Value) -> String {
        let path = Path::read(path).expect("a path");
        Value::from(path.find(value).into_iter().cloned().collect::<Vec<_>>()).to_string()
    }

    #[test]
    fn paths_go_through_keys_lists_and_every_member() {
        let value = json!({ "data": { "jobs": [{ "id": 1 }, { "id": null }, { "id": 3 }], "a.b": "x" } });
        for (path, expected) in [
            ("data.jobs[0].id", "[1]"),
            ("data.jobs[*].id", "[1,3]"),
            ("data[\"a.b\"]", "[\"x\"]"),
            ("data[*][2].id", "[3]"),
            ("data.jobs[7]", "[]"),
            ("data.jobs.id", "[]"),
        ] {
            assert_eq!(found(path, &value), expected, "{path}");
        }
        assert_eq!(found(".", &json!(7)), "[7]");
        assert_eq!(found("[0][1]", &json!([[1, 2]])), "[2]");
    }

    #[test]
    fn what_is_no_path_is_told_with_its_reason() {
        for (path, reason) in [
            ("", "is empty"),
            ("a..b", "a key is missing"),
            ("a.", "ends with a dot"),
            ("a[x]", "a number (from 0)"),
            ("a[0", "not closed"),
            ("a[0]b", "a dot is missing before `b`"),
            ("$.a", "another grammar"),
            ("{a}", "no key"),
        ] {
            let told = Path::read(path).expect_err(path);
            assert!(told.contains(reason), "{path}: {told}");
        }
    }
}
