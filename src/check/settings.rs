//! `[check]` of `sources.toml`: levels, evergreen links, words of its own. The settings stand with the stage that
//! they belong to.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{CHECKS, Check, named};
use crate::model::link::Link;
use crate::model::words::nearest;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// An issue must not appear like this: `check` ends with 4.
    Error,
    /// Very likely a mistake.
    Warning,
    /// Worth knowing.
    Note,
}

impl Level {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Note => "note",
        }
    }
}

/// `[check]`: how strict the linter is. Everything is optional.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CheckTable {
    /// Another level for a rule, by its name: "error", "warning", "note" or "off".
    pub levels: BTreeMap<RuleName, LevelSetting>,
    /// Evergreen links: they may stand twice, in every issue, and open a home page.
    pub allow: Vec<String>,
    /// Words of this newsletter that `spelling` takes for slips, in any case of letters.
    pub words: Vec<String>,
}

/// The name of a rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(try_from = "String")]
pub struct RuleName(pub String);

impl TryFrom<String> for RuleName {
    type Error = String;

    fn try_from(name: String) -> Result<RuleName, String> {
        if named(&name).is_some() {
            return Ok(RuleName(name));
        }
        let meant = nearest(&name, CHECKS.iter().map(|check| check.id));
        let meant = meant.map(|meant| format!(", did you mean `{meant}`?")).unwrap_or_default();
        Err(format!("`check` has no rule `{name}`{meant}"))
    }
}

/// A level as people set it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum LevelSetting {
    /// `check` ends with 4.
    Error,
    /// Very likely a mistake.
    Warning,
    /// Worth knowing.
    Note,
    /// The rule is not asked.
    Off,
}

impl CheckTable {
    /// The level of a rule in this newsletter; none where it is off.
    pub fn level(&self, check: &Check) -> Option<Level> {
        match self.levels.get(&RuleName(check.id.to_owned())) {
            None => Some(check.level),
            Some(LevelSetting::Error) => Some(Level::Error),
            Some(LevelSetting::Warning) => Some(Level::Warning),
            Some(LevelSetting::Note) => Some(Level::Note),
            Some(LevelSetting::Off) => None,
        }
    }

    /// Whether a link is evergreen.
    pub fn allows(&self, link: &Link) -> bool {
        self.allow.iter().filter_map(|allowed| Link::parse(allowed)).any(|allowed| allowed == *link)
    }
}
