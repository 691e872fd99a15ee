//! Regular expressions that are written in this program.

use regex::Regex;

/// Compiles a pattern that stands in the source. Only for constants: patterns that people configure
/// are read, and refused, with their settings.
#[expect(clippy::expect_used, reason = "a constant: a wrong one fails every test that touches it")]
pub fn pattern(source: &str) -> Regex {
    Regex::new(source).expect("the pattern is a constant and valid")
}
