//! CSS selectors and regular expressions as settings: read, and judged, when the settings are.

use regex::Regex;
use schemars::JsonSchema;
use scraper::Selector;
use scraper::error::SelectorErrorKind;
use serde::{Deserialize, Deserializer};

/// A CSS selector.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(with = "String")]
pub struct CssSelector(pub Selector);

impl CssSelector {
    /// Reads a selector, or says what is wrong with it.
    pub fn read(text: &str) -> Result<CssSelector, String> {
        Selector::parse(text).map(CssSelector).map_err(|error| format!("`{text}` is no CSS selector: {}", why(&error)))
    }
}

/// The library's message without its internals.
fn why(error: &SelectorErrorKind) -> String {
    match error {
        SelectorErrorKind::EndOfLine => "something is missing at its end".to_owned(),
        SelectorErrorKind::UnexpectedSelectorParseError(_) | SelectorErrorKind::UnexpectedToken => {
            "it has something that does not belong there (`:contains()` and other extensions are not CSS)".to_owned()
        }
        other => other.to_string(),
    }
}

impl<'de> Deserialize<'de> for CssSelector {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        CssSelector::read(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// A regular expression with one group: the group is what is taken.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(with = "String")]
pub struct Pattern(Regex);

impl Pattern {
    /// What the group caught.
    pub fn captured<'t>(&self, text: &'t str) -> Option<&'t str> {
        self.0.captures(text)?.get(1).map(|caught| caught.as_str())
    }
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let regex = Regex::new(&text).map_err(serde::de::Error::custom)?;
        if regex.captures_len() != 2 {
            let groups = regex.captures_len() - 1;
            return Err(serde::de::Error::custom(format!(
                "`{text}` has {groups} groups: put what is wanted, and only that, into ( ), others into (?: )"
            )));
        }
        Ok(Pattern(regex))
    }
}
