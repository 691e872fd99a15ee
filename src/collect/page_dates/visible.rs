//! Dates that readers see.

use super::{Dated, Dates};

/// .
pub fn date(_dates: &Dates<'_>) -> Option<Dated> {
    None
}
