//! JSON answers: read whole, with a word on what came instead where none came.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::{Captures, Regex};
use serde_json::Value;

use super::{ParseError, charset};
use crate::model::exchange::Response;
use crate::model::pattern::pattern;

/// Reads a JSON answer of any shape.
///
/// # Errors
/// Where it is a page or another text ([`ParseError::NotExpected`]), or JSON with an error in it
/// ([`ParseError::Malformed`]).
pub fn read(response: &Response, expected: &'static str) -> Result<Value, ParseError> {
    let text = charset::decode(response).text;
    parse(&text).map(|parsed| parsed.value).map_err(|detail| {
        let start = text.trim_start();
        if start.starts_with(['{', '[']) {
            ParseError::Malformed { what: expected, detail }
        } else if start.is_empty() {
            ParseError::NotExpected { expected, found: "an empty answer".into() }
        } else if start.starts_with('<') {
            ParseError::NotExpected { expected, found: "a page or XML (a sign-in or consent page?)".into() }
        } else {
            ParseError::NotExpected { expected, found: "a text that is no JSON".into() }
        }
    })
}

/// Most values of an answer: what they take in memory is many times what they take on the way.
pub(crate) const VALUE_CAP: usize = 400_000;

/// What JSON says.
pub(in crate::collect) struct Parsed {
    pub value: Value,
    /// Whether halves of characters had to be mended.
    pub is_mended: bool,
}

/// Parses JSON, a second time with half characters mended: JavaScript that cuts strings inside an
/// emoji leaves a lone surrogate (`\ud83d`), which no text can hold, and which must not cost the rest.
///
/// # Errors
/// Where there are more than [`VALUE_CAP`] values, and what is wrong with the JSON.
pub(in crate::collect) fn parse(text: &str) -> Result<Parsed, String> {
    if values(text) > VALUE_CAP {
        return Err(format!("more than {VALUE_CAP} values"));
    }
    let whole = serde_json::from_str(text).map(|value| Parsed { value, is_mended: false });
    whole.or_else(|error| {
        let mended = serde_json::from_str(&without_lone_surrogates(text));
        mended.map(|value| Parsed { value, is_mended: true }).map_err(|_| error.to_string())
    })
}

/// At most how many values a text of JSON has: one, and one behind each mark outside of its strings
/// that another can follow.
fn values(text: &str) -> usize {
    let mut bytes = text.bytes();
    let mut values = 1;
    while let Some(byte) = bytes.next() {
        match byte {
            b'[' | b'{' | b',' | b':' => values += 1,
            b'"' => skip_string(&mut bytes),
            _ => {}
        }
    }
    values
}

fn skip_string(bytes: &mut impl Iterator<Item = u8>) {
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => return,
            b'\\' => drop(bytes.next()),
            _ => {}
        }
    }
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

/// An escape of JSON: a pair of surrogates, half of one, or any other (of `\uXXXX` the beginning).
static ESCAPE: LazyLock<Regex> = LazyLock::new(|| {
    let (high, low) = ("u[dD][89abAB][[:xdigit:]]{2}", "u[dD][c-fC-F][[:xdigit:]]{2}");
    pattern(&format!(r"(?s)\\(?:{high}\\{low}|(?<half>{high}|{low})|.)"))
});

/// Replaces escapes that are half of a surrogate pair by U+FFFD.
fn without_lone_surrogates(text: &str) -> Cow<'_, str> {
    ESCAPE.replace_all(text, |escape: &Captures<'_>| match escape.name("half") {
        Some(_) => "\\ufffd".to_owned(),
        None => escape.get_match().as_str().to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_counted_without_what_stands_in_strings() {
        for (text, most) in [("1", 1), ("[[],[]]", 5), (r#"{"a": "[,:\",{", "b": [1, 2]}"#, 7), ("\"", 1), ("\"\\", 1)]
        {
            assert_eq!(values(text), most, "{text}");
        }
    }

    #[test]
    fn what_would_take_too_much_memory_is_not_parsed() {
        let many = |values: usize| format!("[{}0]", "0,".repeat(values));
        assert!(parse(&many(VALUE_CAP / 2)).is_ok());
        assert_eq!(parse(&many(VALUE_CAP)).err().as_deref(), Some("more than 400000 values"));
    }

    #[test]
    fn half_characters_are_mended_and_whole_ones_kept() {
        assert_eq!(
            without_lone_surrogates(r"a\ud83d b\ud83d\ude00 \\ud83d \u00e9 \"),
            r"a\ufffd b\ud83d\ude00 \\ud83d \u00e9 \"
        );
    }
}
