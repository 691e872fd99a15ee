//! Dates as programs write them: RFC 3339, RFC 822, and the ways in which both go wrong.

use super::When;

/// Reads a date in any of the machine formats of feeds, pages and job boards.
pub fn read(text: &str) -> Option<When> {
    text.trim().parse().ok()
}
