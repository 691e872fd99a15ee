//! Single fields of a submission: read by type, with what is wrong gathered instead of thrown.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::Value;

use super::submission::Submission;
use crate::collect::kinds::settings::http_address;
use crate::collect::prose_facts;
use crate::model::dates::When;
use crate::model::text;

/// What is wrong with a submission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The line in its file, where it is known.
    pub line: Option<usize>,
    /// What is wrong, with the field's name and the right word.
    pub text: String,
}

/// What people write for a field that has another name here.
const MEANT: &[(&str, &str)] = &[
    ("company", "organisation"),
    ("employer", "organisation"),
    ("organization", "organisation"),
    ("org", "organisation"),
    ("link", "url"),
    ("address", "url"),
    ("href", "url"),
    ("kind", "type"),
    ("name", "title"),
    ("headline", "title"),
    ("description", "summary"),
    ("deadline", "closes"),
    ("closing", "closes"),
    ("cfp_deadline", "cfp_closes"),
    ("cfp_due", "cfp_closes"),
    ("cfp_end", "cfp_closes"),
    ("cfp_start", "cfp_opens"),
    ("cfp_link", "cfp_url"),
    ("begin", "start"),
    ("begins", "start"),
    ("start_date", "start"),
    ("from", "start"),
    ("until", "end"),
    ("end_date", "end"),
    ("date", "published"),
    ("author", "authors"),
    ("tag", "tags"),
    ("where", "location"),
    ("tz", "timezone"),
    ("lang", "language"),
    ("picture", "image"),
    ("comment", "note"),
    ("sender", "by"),
    ("submitted_by", "by"),
];

/// Reads the fields of one submission.
pub struct Reader<'s> {
    submission: &'s Submission,
    /// What was wrong so far.
    pub problems: Vec<Problem>,
}

impl<'s> Reader<'s> {
    /// Nothing read yet.
    pub fn new(submission: &'s Submission) -> Self {
        Reader { submission, problems: Vec::new() }
    }

    /// Notes what is wrong with a field.
    pub fn wrong(&mut self, field: &str, text: impl Into<String>) {
        self.problems.push(Problem { line: self.submission.line_of(field), text: text.into() });
    }

    /// Whether the field is there.
    pub fn has(&self, field: &str) -> bool {
        self.value(field).is_some()
    }

    fn value(&self, field: &str) -> Option<&'s Value> {
        self.submission.fields.get(field).filter(|value| !value.is_null() && value.as_str() != Some(""))
    }

    /// Every field is one of `known`; a problem for each that is not.
    pub fn only(&mut self, known: &[&[&str]]) {
        let names: Vec<&str> = known.iter().flat_map(|names| names.iter().copied()).collect();
        for field in self.submission.fields.keys().filter(|field| !names.contains(&field.as_str())) {
            let hint = nearest(field, &names).map(|name| format!("; did you mean `{name}`?")).unwrap_or_default();
            self.problems.push(Problem {
                line: self.submission.line_of(field),
                text: format!("`{}` is no field of such an item{hint}", text::line(field, 60)),
            });
        }
    }

    /// A text.
    pub fn text(&mut self, field: &str) -> Option<String> {
        match self.value(field)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) if self.submission.is_untyped => Some(number.to_string()),
            Value::Bool(is) if self.submission.is_untyped => Some(is.to_string()),
            other => {
                self.wrong(field, format!("`{field}` must be a text in quotes, not {}", described(other)));
                None
            }
        }
    }

    /// A name: one line.
    pub fn name(&mut self, field: &str) -> Option<String> {
        self.text(field).and_then(|written| text::name(&written))
    }

    /// A list of texts, or one text with commas or semicolons between.
    pub fn list(&mut self, field: &str, separators: &[char]) -> Vec<String> {
        let Some(value) = self.value(field) else { return Vec::new() };
        let members: Vec<&str> = match value {
            Value::Array(members) if members.iter().all(Value::is_string) => {
                members.iter().filter_map(Value::as_str).collect()
            }
            Value::String(text) => text.split(separators).collect(),
            other => {
                self.wrong(field, format!("`{field}` must be a list of texts, not {}", described(other)));
                Vec::new()
            }
        };
        members.into_iter().filter_map(text::name).collect()
    }

    /// Yes or no.
    pub fn boolean(&mut self, field: &str) -> Option<bool> {
        let value = self.value(field)?;
        let word = value.as_str().filter(|_| self.submission.is_untyped).map(|word| word.trim().to_lowercase());
        match (value, word.as_deref()) {
            (Value::Bool(is), _) => Some(*is),
            (_, Some("true" | "yes" | "y" | "x" | "1")) => Some(true),
            (_, Some("false" | "no" | "n" | "0" | "-")) => Some(false),
            (other, _) => {
                self.wrong(field, format!("`{field}` must be true or false, not {}", described(other)));
                None
            }
        }
    }

    /// A day or a moment; a local time is one of `zone`.
    pub fn when(&mut self, field: &str, zone: Option<&TimeZone>) -> Option<When> {
        let value = self.value(field)?;
        let number = value.as_i64().filter(|_| self.submission.is_untyped).map(|number| number.to_string());
        let read = value.as_str().or(number.as_deref()).and_then(|written| prose_facts::when(written, zone));
        if read.is_none() {
            let example = "write it as 2026-10-05 or 2026-10-05T18:30:00+02:00";
            self.wrong(field, format!("`{field}` is no date: {}; {example}", described(value)));
        }
        read
    }

    /// A day.
    pub fn day(&mut self, field: &str) -> Option<Date> {
        self.when(field, None).map(When::day)
    }

    /// An http(s) address in a field that may be missing.
    pub fn address(&mut self, field: &str) -> Option<String> {
        let written = self.text(field)?;
        let address = http_address(&written);
        if address.is_none() {
            let shown = text::line(&written, 80);
            self.wrong(field, format!("`{field}` must be a whole http or https address, not “{shown}”"));
        }
        address
    }

    /// One of a few words.
    pub fn choice<C: Copy>(&mut self, field: &str, choices: &[(&'static str, C)]) -> Option<C> {
        let written = self.text(field)?;
        let word = written.trim().to_lowercase();
        let found = choices.iter().find(|(name, _)| *name == word).map(|(_, choice)| *choice);
        if found.is_none() {
            let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
            let hint = nearest(&word, &names).map(|name| format!("; did you mean “{name}”?")).unwrap_or_default();
            let names = names.join(", ");
            self.wrong(field, format!("`{field}` must be one of {names}, not “{}”{hint}", text::line(&written, 60)));
        }
        found
    }

    /// The members of an array (texts or tables).
    pub fn members(&mut self, field: &str) -> Vec<&'s Value> {
        match self.value(field) {
            Some(Value::Array(members)) => members.iter().collect(),
            Some(one @ Value::Object(_)) => vec![one],
            _ => Vec::new(),
        }
    }

    /// Whether a field is a text (and not a list).
    pub fn is_text(&self, field: &str) -> bool {
        self.value(field).is_some_and(Value::is_string)
    }
}

/// A value for a message.
fn described(value: &Value) -> String {
    match value {
        Value::Null => "nothing".into(),
        Value::Bool(is) => is.to_string(),
        Value::Number(number) => format!("the number {number}"),
        Value::String(written) => format!("“{}”", text::line(written, 60)),
        Value::Array(_) => "a list".into(),
        Value::Object(_) => "a table".into(),
    }
}

/// The right word for a wrong one: what is often meant by it, else the most similar.
pub fn nearest<'n>(word: &str, names: &[&'n str]) -> Option<&'n str> {
    let word = word.to_lowercase().replace('-', "_");
    let meant = MEANT.iter().find(|(wrong, _)| *wrong == word).map(|(_, right)| *right);
    if let Some(name) = meant.and_then(|meant| names.iter().find(|name| **name == meant)) {
        return Some(name);
    }
    let scored = names.iter().map(|name| (strsim::normalized_damerau_levenshtein(&word, name), *name));
    scored.filter(|(score, _)| *score >= 0.6).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_right_word_is_what_was_meant_or_what_is_near() {
        let names = ["title", "url", "cfp_closes", "organisation", "start"];
        assert_eq!(nearest("tilte", &names), Some("title"));
        assert_eq!(nearest("company", &names), Some("organisation"));
        assert_eq!(nearest("cfp-close", &names), Some("cfp_closes"));
        assert_eq!(nearest("colour", &names), None);
    }
}
