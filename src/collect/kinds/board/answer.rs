//! The JSON of boards: told from sign-in pages, and read with values of the wrong type overlooked.

use serde_json::Value;

use crate::collect::json::parse;
use crate::collect::{ParseError, charset, html};
use crate::model::exchange::Response;
use crate::model::text;

/// The JSON of an answer.
///
/// # Errors
/// [`ParseError::NotExpected`] where it is something else (a sign-in page), [`ParseError::Malformed`]
/// where it breaks off or is damaged.
pub fn json(response: &Response, expected: &'static str) -> Result<Value, ParseError> {
    let text = charset::decode(response).text;
    if !text.trim_start().starts_with(['{', '[']) {
        return Err(ParseError::NotExpected { expected, found: described(&text) });
    }
    let parsed = parse(&text).map_err(|detail| ParseError::Malformed { what: "the board's JSON", detail })?;
    Ok(parsed.value)
}

/// Names a text that is not what was expected: a page by its title, anything else by its start.
pub fn described(text: &str) -> String {
    let start = text::line(&text.chars().take(200).collect::<String>(), 60);
    match html::page_title(text).map(|title| text::line(&title, 80)) {
        Some(title) => format!("an HTML page titled “{title}”"),
        None if start.is_empty() => "an empty answer".to_owned(),
        None if start.starts_with('<') => "a page or document without a title".to_owned(),
        None => format!("a text that starts “{start}”"),
    }
}

/// The list that stands at a JSON pointer (RFC 6901) of an answer.
///
/// # Errors
/// [`ParseError::NotExpected`] where there is none; what the answer itself says about it is quoted.
pub fn list<'a>(answer: &'a Value, pointer: &str, expected: &'static str) -> Result<&'a [Value], ParseError> {
    let list = answer.pointer(pointer).and_then(Value::as_array).map(Vec::as_slice);
    list.ok_or_else(|| ParseError::NotExpected { expected, found: shape(answer) })
}

/// The object that stands under a key of an answer.
///
/// # Errors
/// As for [`list`].
pub fn object(mut answer: Value, key: &str, expected: &'static str) -> Result<Value, ParseError> {
    let object = answer.get_mut(key).filter(|value| value.is_object()).map(Value::take);
    object.ok_or_else(|| ParseError::NotExpected { expected, found: shape(&answer) })
}

fn shape(answer: &Value) -> String {
    let Some(object) = answer.as_object() else { return "a JSON list".to_owned() };
    let said = ["message", "error", "errorMessage"].iter().find_map(|key| object.get(*key)?.as_str());
    match said {
        Some(said) => format!("JSON that says “{}”", text::line(said, 120)),
        None => {
            let keys: Vec<String> = object.keys().take(5).map(|key| text::line(key, 30)).collect();
            format!("a JSON object with {}", if keys.is_empty() { "nothing in it".to_owned() } else { keys.join(", ") })
        }
    }
}

/// The fields of a posting by JSON pointer (RFC 6901), values of the wrong type overlooked one by one.
#[derive(Clone, Copy, Debug)]
pub struct Fields<'a>(pub &'a Value);

impl<'a> Fields<'a> {
    /// A string or number, trimmed; none where it is empty or of another type.
    pub fn text(self, pointer: &str) -> Option<String> {
        match self.0.pointer(pointer)? {
            Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    /// The text that a reader would see of HTML.
    pub fn html(self, pointer: &str) -> Option<String> {
        self.text(pointer).map(|html| html::to_text(&html)).filter(|text| !text.is_empty())
    }

    /// Whether the field is `true`.
    pub fn is(self, pointer: &str) -> bool {
        self.0.pointer(pointer).and_then(Value::as_bool) == Some(true)
    }

    /// What a list consists of; nothing where there is none.
    pub fn list(self, pointer: &str) -> impl Iterator<Item = Fields<'a>> + use<'a> {
        let list = self.0.pointer(pointer).and_then(Value::as_array);
        list.map(Vec::as_slice).unwrap_or_default().iter().map(Fields)
    }
}
