//! Text into addresses.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What stays as it is: the unreserved characters of RFC 3986 and the slash.
const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A path of files as a relative reference (RFC 3986).
pub fn path(path: &str) -> String {
    utf8_percent_encode(path, KEPT).to_string()
}
