//! JSON answers: read whole, with a word on what came instead where none came.

use serde_json::Value;

use super::{ParseError, charset};
use crate::model::exchange::Response;

/// Reads a JSON answer of any shape.
///
/// # Errors
/// Where it is a page or another text ([`ParseError::NotExpected`]), or JSON with an error in it
/// ([`ParseError::Malformed`]).
pub fn read(response: &Response, expected: &'static str) -> Result<Value, ParseError> {
    let text = charset::decode(response).text;
    parse(&text).map_err(|error| {
        let start = text.trim_start();
        if start.starts_with(['{', '[']) {
            ParseError::Malformed { what: expected, detail: error.to_string() }
        } else if start.is_empty() {
            ParseError::NotExpected { expected, found: "an empty answer".into() }
        } else if start.starts_with('<') {
            ParseError::NotExpected { expected, found: "a page or XML (a sign-in or consent page?)".into() }
        } else {
            ParseError::NotExpected { expected, found: "a text that is no JSON".into() }
        }
    })
}

/// Parses JSON, a second time with half characters mended: JavaScript that cuts strings inside an
/// emoji leaves a lone surrogate (`\ud83d`), which no text can hold, and which must not cost the rest.
fn parse(text: &str) -> serde_json::Result<Value> {
    serde_json::from_str(text).or_else(|error| serde_json::from_str(&without_lone_surrogates(text)).map_err(|_| error))
}

/// Reads a JSON array.
///
/// # Errors
/// As [`read`], and where the JSON is no array.
pub fn read_array(response: &Response, expected: &'static str) -> Result<Vec<Value>, ParseError> {
    match read(response, expected)? {
        Value::Array(members) => Ok(members),
        other => Err(ParseError::NotExpected { expected, found: instead_of_array(&other) }),
    }
}

/// What came instead of an array, with the message of an error answer.
pub fn instead_of_array(value: &Value) -> String {
    match value.get("message").or_else(|| value.get("error")).and_then(Value::as_str) {
        Some(message) => format!("an error: {}", crate::model::text::line(message, 200)),
        None => "JSON that is no list".into(),
    }
}

/// The text of a member, unless it is empty.
pub fn text<'v>(value: &'v Value, name: &str) -> Option<&'v str> {
    value.get(name).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty())
}

/// Replaces escapes that are half of a surrogate pair by U+FFFD.
pub(in crate::collect) fn without_lone_surrogates(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        out.push_str(before);
        let (length, is_whole) = match (unit(escape), escape.get(6..).and_then(unit)) {
            (Some(0xD800..0xDC00), Some(0xDC00..0xE000)) => (12, true),
            (Some(0xD800..0xE000), _) => (6, false),
            _ => (escape.chars().take(2).map(char::len_utf8).sum(), true),
        };
        out.push_str(if is_whole { &escape[..length] } else { "\\ufffd" });
        rest = &escape[length..];
    }
    out + rest
}

/// The code unit of an escape `\uXXXX` at the head of a text.
fn unit(text: &str) -> Option<u32> {
    u32::from_str_radix(text.strip_prefix("\\u")?.get(..4)?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_characters_are_mended_and_whole_ones_kept() {
        assert_eq!(
            without_lone_surrogates(r"a\ud83d b\ud83d\ude00 \\ud83d \u00e9 \"),
            r"a\ufffd b\ud83d\ude00 \\ud83d \u00e9 \"
        );
    }
}
