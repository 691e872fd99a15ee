//! The reading of last resort: `key: value` (or `key = value`) lines at the margin, with simple lists.

use serde_json::{Map, Value};

/// Every key at the margin with its value: text without its quotes, `true`, `false`, `[a, b]` and the
/// `- member` lines that follow. Nested tables and blocks are left out. The last of equal keys wins.
pub fn read(text: &str) -> Map<String, Value> {
    let mut fields = Map::new();
    let mut current: Option<String> = None;
    for line in text.lines() {
        if let Some(member) = line.trim_start().strip_prefix("- ") {
            if let Some(Value::Array(members)) = current.as_ref().and_then(|key| fields.get_mut(key)) {
                members.push(scalar(member));
            }
        } else if let Some((key, value)) = key_and_value(line) {
            let value = if value.is_empty() { Value::Array(Vec::new()) } else { value_of(value) };
            fields.insert(key.to_owned(), value);
            current = Some(key.to_owned());
        }
    }
    fields.retain(|_, value| value.as_array().is_none_or(|members| !members.is_empty()));
    fields
}

fn key_and_value(line: &str) -> Option<(&str, &str)> {
    let at = line.find([':', '='])?;
    let (key, value) = (line.get(..at)?.trim_end(), line.get(at + 1..)?);
    let is_key = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    let is_separated = value.is_empty() || value.starts_with([' ', '\t']);
    (is_key && is_separated).then_some((key, value.trim()))
}

fn value_of(text: &str) -> Value {
    match text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(inside) => {
            let members = inside.split(',').map(str::trim).filter(|member| !member.is_empty());
            Value::Array(members.map(scalar).collect())
        }
        None => scalar(text),
    }
}

fn scalar(text: &str) -> Value {
    let text = text.trim();
    match text {
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        _ => Value::String(unquoted(text).to_owned()),
    }
}

fn unquoted(text: &str) -> &str {
    ['"', '\'']
        .iter()
        .find_map(|quote| text.strip_prefix(*quote)?.strip_suffix(*quote))
        .unwrap_or_else(|| text.split(" #").next().unwrap_or(text).trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_at_the_margin_are_read_with_lists() {
        let read = read(
            "title: \"A: b\"\n  nested: no\ntags:\n  - one\n  - 'two'\ndraft: false\nurl: https://example.org/a # c\n",
        );
        let expected = serde_json::json!({
            "title": "A: b", "tags": ["one", "two"], "draft": false, "url": "https://example.org/a"
        });
        assert_eq!(Value::Object(read), expected);
    }
}
