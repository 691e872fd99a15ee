//! What is wrong with a configuration: every problem with its place and the nearest right word.

use std::ops::Range;

/// One problem in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Bytes of the offending text.
    pub span: Range<usize>,
    /// What is wrong, without the place.
    pub message: String,
    /// What to do, where that can be said.
    pub help: Option<String>,
}

/// Everything that is wrong with one file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} problem(s) in {file}", problems.len())]
pub struct ConfigError {
    /// The path as given.
    pub file: String,
    /// The text, for showing the places.
    pub text: String,
    /// In the order of their places.
    pub problems: Vec<Problem>,
}

/// Problems as they are found.
#[derive(Debug, Default)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// Notes a problem.
    pub fn push(&mut self, span: Range<usize>, message: impl Into<String>, help: Option<String>) {
        let problem = Problem { span, message: message.into(), help };
        if !self.0.contains(&problem) {
            self.0.push(problem);
        }
    }

    /// Notes an error of the TOML reader, with the nearest right word where it names the choices.
    pub fn push_toml(&mut self, error: &toml::de::Error, fallback: Range<usize>) {
        let message = in_words(error.message().trim());
        let span = error.span().filter(|span| span.start < span.end).unwrap_or(fallback);
        let help = wrong_word(&message).and_then(|(wrong, choices)| suggestion(wrong, choices.into_iter()));
        self.push(span, message, help);
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Everything, in the order of the places.
    pub fn into_sorted(mut self) -> Vec<Problem> {
        self.0.sort_by_key(|problem| (problem.span.start, problem.span.end));
        self.0
    }
}

/// The reader's names of types in a maintainer's words.
fn in_words(message: &str) -> String {
    const TYPES: &[(&str, &str)] = &[
        ("expected usize", "expected a whole number"),
        ("expected u32", "expected a whole number"),
        ("expected u64", "expected a whole number"),
        ("expected a sequence", "expected a list, as in [\"one\", \"two\"]"),
        ("expected a boolean", "expected true or false"),
        ("invalid type: ", "wrong type: "),
    ];
    TYPES.iter().fold(message.to_owned(), |text, (theirs, ours)| text.replace(theirs, ours))
}

/// "did you mean …?" for a misspelt word, else the choices where they are few.
pub fn suggestion<'a>(wrong: &str, choices: impl Iterator<Item = &'a str> + Clone) -> Option<String> {
    if let Some(near) = crate::model::words::nearest(wrong, choices.clone()) {
        return Some(format!("did you mean `{near}`?"));
    }
    let choices: Vec<&str> = choices.collect();
    (!choices.is_empty()).then(|| format!("known here: {}", choices.join(", ")))
}

/// The wrong word and the choices of serde's "unknown field `x`, expected one of `a`, `b`".
fn wrong_word(message: &str) -> Option<(&str, Vec<&str>)> {
    if !message.starts_with("unknown ") {
        return None;
    }
    let mut words = message.split('`').skip(1).step_by(2);
    Some((words.next()?, words.collect()))
}
