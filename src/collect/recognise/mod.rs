//! What an address is, as far as it and its page tell: the sources behind it, and whether the thing
//! itself is a job, an event or an article. Pure: nothing is asked here.
//!
//! Start with [`by_address`] (the table of [`platforms`]) and [`by_content`] (what an answer is, offers
//! or embeds). A platform whose kind of source does not exist is passed over.

mod about;
mod content;
mod matching;
mod platforms;

use url::Url;

use super::Kind;
use crate::escape;

pub use about::item_type;
pub use content::by_content;
pub use matching::by_address;

/// Settings that are no texts.
const SWITCHES: &[&str] = &["collapse", "detail"];

/// A source that may stand behind an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The word in `kind = "…"`; a row of `KINDS`.
    pub kind: &'static str,
    /// The settings of the kind, in the order in which people read them.
    pub settings: Vec<(&'static str, String)>,
    /// What it is, for people: "GitHub releases", "a feed that the page offers".
    pub what: String,
    /// A name for the source, where the address has a good one.
    pub name: Option<String>,
}

impl Candidate {
    /// A source with nothing but an address.
    pub fn at(kind: &'static str, url: &Url, what: &str) -> Candidate {
        Candidate { kind, settings: vec![("url", url.to_string())], what: what.to_owned(), name: None }
    }

    /// Whether there is such a kind.
    fn is_possible(&self) -> bool {
        Kind::named(self.kind).is_some()
    }

    /// The table of the source as it stands in `sources.toml`.
    pub fn to_toml(&self, name: &str, section: Option<&str>) -> String {
        let mut keys = vec![("name", name), ("kind", self.kind)];
        keys.extend(self.settings.iter().map(|(key, value)| (*key, value.as_str())));
        keys.extend(section.map(|section| ("section", section)));
        let value = |key: &str, value: &str| match SWITCHES.contains(&key) {
            true => (value == "true").to_string(),
            false => escape::toml::string(value),
        };
        let line = |(key, text): &(&str, &str)| format!("{key} = {}\n", value(key, text));
        format!("[[source]]\n{}", keys.iter().map(line).collect::<String>())
    }
}
