//! `draft --next`: which issue is next, for scripts that prepare a place for it (`action/next.sh`).

use jiff::civil::Date;

use crate::report::plain;

/// One line each, as `GITHUB_OUTPUT` takes them: where the issue is or will be, its day, and whether it
/// is time to draft it.
pub(super) fn lines(path: &str, date: Date, due: bool) -> String {
    format!("path={}\ndate={date}\ndue={due}\n", plain(path).replace('\n', " "))
}
