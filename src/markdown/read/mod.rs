//! Reading an issue.
use crate::model::issue::Issue;
/// Reads.
pub fn read(_text: &str, _path: &str) -> Issue {
    unimplemented!()
}
