//! Secrets: where the values of `{ env = "NAME" }` come from. They are read when they are needed and go
//! nowhere but into the one request or program that named them.

/// Longest value of a variable, in bytes.
const VALUE_CAP: usize = 10_000;

/// The value of an environment variable, without the white space around it; none where it is not set,
/// empty, no UTF-8 or endless.
pub fn value(variable: &str) -> Option<String> {
    let value = std::env::var(variable).ok()?;
    let value = value.trim();
    (!value.is_empty() && value.len() <= VALUE_CAP).then(|| value.to_owned())
}
