//! What the two rules about a source's word lists (`exclude`, `include`) share.

use crate::curate::Case;
use crate::model::words::fold;

/// Whether a person asked for exactly this. A pin on a source or on words does not switch off the
/// words of the source.
pub(super) fn is_wanted_by_link(case: &Case<'_>) -> bool {
    case.pin().is_some_and(|choice| choice.is_one_link())
}

/// Title and summary, folded for comparison.
pub(super) fn searched(case: &Case<'_>) -> String {
    fold(&format!("{}\n{}", case.item.title, case.item.summary.as_deref().unwrap_or_default()))
}
