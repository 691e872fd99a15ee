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
    serde_json::from_str(&text).map_err(|error| {
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
