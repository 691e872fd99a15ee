//! What a person points at in `[curate]`: one link, a source, an organisation, or words of a title.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, de::Error};

use crate::model::item::Item;
use crate::model::link::Link;
use crate::model::words::{contains, fold};

/// One line of a list: a link, "source:NAME", "organisation:NAME", or words of a title.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(with = "String")]
pub struct Choice {
    written: String,
    meant: Meant,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Meant {
    /// Every address of the same thing.
    Link(Link),
    Source(String),
    /// Folded.
    Organisation(String),
    /// Found as the words of `include` are.
    Words(String),
}

impl Choice {
    /// Whether an item is meant.
    pub fn covers(&self, item: &Item) -> bool {
        match &self.meant {
            Meant::Link(link) => item.url.as_ref() == Some(link),
            Meant::Source(name) => item.source == *name,
            Meant::Organisation(name) => {
                let organisation = item.job().and_then(|job| job.organisation.as_deref());
                organisation.is_some_and(|organisation| fold(organisation.trim()) == *name)
            }
            Meant::Words(words) => contains(&fold(&item.title), words),
        }
    }

    /// Whether it points at one thing and no other.
    pub fn is_one_link(&self) -> bool {
        matches!(self.meant, Meant::Link(_))
    }

    /// Reads a line, or says what is wrong with it.
    ///
    /// # Errors
    /// What would have been accepted.
    pub fn parse(text: &str) -> Result<Choice, String> {
        let written = text.trim();
        let meant = match written.split_once(':').map(|(before, rest)| (before.trim(), rest.trim())) {
            Some(("http" | "https", _)) => {
                Meant::Link(Link::parse(written).ok_or_else(|| format!("{text:?} is no address"))?)
            }
            Some(("source" | "organisation", "")) => return Err(format!("{text:?} lacks the name")),
            Some(("source", name)) => Meant::Source(name.to_owned()),
            Some(("organisation", name)) => Meant::Organisation(fold(name)),
            _ if looks_like_address(written) => {
                return Err(format!("{text:?} looks like an address: write it whole, with https://"));
            }
            _ if !written.chars().any(char::is_alphanumeric) => {
                return Err(format!(
                    "{text:?} means nothing: write a link, \"source:NAME\", \"organisation:NAME\" or words of a title"
                ));
            }
            _ => Meant::Words(written.to_owned()),
        };
        Ok(Choice { written: written.to_owned(), meant })
    }
}

/// `example.org/a`, which as words would never be found.
fn looks_like_address(text: &str) -> bool {
    let host = text.split('/').next().unwrap_or_default();
    !text.contains(char::is_whitespace) && text.contains('/') && host.trim_matches('.').contains('.')
}

impl fmt::Display for Choice {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.written)
    }
}

impl<'de> Deserialize<'de> for Choice {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Choice::parse(&String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::model::item::{Details, Job};
    use jiff::civil::date;

    fn job() -> Item {
        let job = Job { organisation: Some("Acme Ltd".into()), ..Job::default() };
        let mut item = Item::new(Details::Job(job), "Head of OSPO", "board", date(2026, 11, 20));
        item.linked("https://de.linkedin.com/jobs/view/head-of-ospo-at-acme-4181091889");
        item
    }

    #[test]
    fn a_choice_is_a_link_a_source_an_organisation_or_words() {
        for (choice, covers) in [
            ("https://www.linkedin.com/jobs/view/4181091889/", true),
            ("https://www.linkedin.com/jobs/view/4181091880/", false),
            ("source:board", true),
            ("source: board", true),
            ("source:other", false),
            ("organisation:ACME ltd", true),
            ("organisation:Acme", false),
            ("head of OSPO", true),
            ("ospo", true),
            ("spo", false),
            ("Acme", false),
        ] {
            assert_eq!(Choice::parse(choice).unwrap().covers(&job()), covers, "{choice}");
        }
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        for text in ["", "  ", "-", "source:", "organisation: ", "example.org/a", "www.example.org/", "https://"] {
            assert!(Choice::parse(text).is_err(), "{text:?}");
        }
        assert!(Choice::parse("Q&A: TCP/IP").is_ok());
    }
}
