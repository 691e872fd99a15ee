//! A near-duplicate as it is kept and shown: what an item is like, where that stood, and why.

use serde::{Deserialize, Serialize};

/// Something that an item is like.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Lookalike {
    /// Its title.
    pub title: String,
    /// Its address, where it has one.
    pub url: Option<String>,
    /// The issue in which it stood; none for another candidate of the same issue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issue: Option<String>,
    /// Why: "same organisation, titles 87 % alike".
    pub reason: String,
}

impl Lookalike {
    /// As `explain` and the closing summary write it.
    pub fn in_words(&self) -> String {
        let stood = self.issue.as_deref().map(|issue| format!(" in {issue}")).unwrap_or_default();
        format!("near-duplicate of “{}”{stood} ({}), look at both", self.title, self.reason)
    }
}
