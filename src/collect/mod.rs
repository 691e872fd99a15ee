//! Collecting: sources as plain functions, and the run that carries their requests out.
//!
//! A kind of source is one file in `kinds/` (settings, `start`, `parse`, tests) and one row in
//! [`KINDS`]. Collectors do no I/O: they say what to ask for and turn bytes into items. Shared
//! readers ([`charset`], [`html`], [`schema_org`], [`front_matter`]) stand beside them.

pub mod charset;
pub mod closed;
pub mod complete;
pub mod document;
pub mod front_matter;
pub mod guide;
pub mod html;
pub mod json;
pub mod kinds;
pub mod markdown_text;
pub mod page_dates;
pub mod page_facts;
pub mod prose_facts;
pub(crate) mod reading;
pub mod recognise;
pub mod run;
pub mod schema_org;
mod secrecy;
pub mod sitemap;
pub mod stated_date;

use std::fmt;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::de::DeserializeOwned;
use url::Url;

use crate::model::exchange::{Ask, Response};
use crate::model::item::{Item, ItemType};
use crate::model::link::Link;

pub use kinds::KINDS;
pub use page_facts::{PageFacts, page_facts};

/// What a collector may know of the run it is part of.
#[derive(Clone, Debug)]
pub struct Context {
    /// The source's name in `sources.toml`: goes into every item.
    pub source: String,
    /// The day of the run.
    pub today: Date,
    /// The newsletter's time zone.
    pub timezone: TimeZone,
    /// The last day that the newsletter looks ahead to; recurrences expand to here by default.
    pub until: Date,
    /// The type of item that the source's section takes, where it is configured.
    pub takes: Option<ItemType>,
}

/// What one answer brought.
#[derive(Debug, Default)]
pub struct Page {
    /// The items, in the order of the source.
    pub items: Vec<Item>,
    /// What the person who looks after the source should know.
    pub warnings: Vec<Warning>,
    /// The requests that follow: next page, details.
    pub next: Vec<Ask>,
}

/// What a collector noticed without failing. The text is complete: place, what was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning(pub String);

impl fmt::Display for Warning {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// An answer that is not what the kind expects.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    /// A 200 answer of another sort: a sign-in page, a consent page, an error in HTML.
    #[error("expected {expected}, got {found}")]
    NotExpected {
        /// For example "a feed (RSS, Atom, RDF or JSON Feed)".
        expected: &'static str,
        /// For example "an HTML page titled “Sign in”".
        found: String,
    },
    /// The right sort, damaged beyond what can be read.
    #[error("{what} could not be read: {detail}")]
    Malformed {
        /// For example "the calendar".
        what: &'static str,
        /// What is wrong and where.
        detail: String,
    },
}

/// A kind of source. One struct is its settings (read from `sources.toml` by serde, described by
/// schemars) and its behaviour.
pub trait Collector: Send + Sync + fmt::Debug {
    /// What is wrong with the settings taken together: (key, what is wrong). Single values are
    /// judged by their types.
    fn problems(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
    /// The first requests.
    fn start(&self, context: &Context) -> Vec<Ask>;
    /// Items in this answer, warnings, and the requests that follow from it.
    fn parse(&self, response: &Response, context: &Context) -> Result<Page, ParseError>;
    /// The address that people know the source by (shown in reports); none for local sources.
    fn address(&self) -> Option<Url>;
    /// The words that it asks a search for: only what has them can be its own (`crate::coverage`).
    fn searches(&self) -> Option<&str> {
        None
    }
    /// Whether a link is one that it brings, where its settings make that certain; `None` leaves the
    /// question to its address (`crate::coverage`).
    fn is_own(&self, _link: &Link) -> Option<bool> {
        None
    }
}

/// What the documentation says of a kind: stands with the kind, so that no kind can do without.
pub trait Documented {
    /// How its format was verified, and on what evidence.
    const VERIFIED: &'static str;
    /// What it cannot do, and what to do instead.
    const CANNOT: &'static str;
}

/// How the settings of a kind are read from their place in the file.
pub type Read = fn(toml::de::ValueDeserializer<'_>) -> Result<Box<dyn Collector>, toml::de::Error>;

/// One row of [`KINDS`].
pub struct Kind {
    /// The word in `kind = "…"`.
    pub name: &'static str,
    /// One sentence for lists and documentation.
    pub about: &'static str,
    /// What it can bring.
    pub supplies: &'static [ItemType],
    /// How its format was verified.
    pub verified: &'static str,
    /// What it cannot do.
    pub cannot: &'static str,
    /// Reads the settings.
    pub read: Read,
    /// Describes the settings.
    pub schema: fn(&mut schemars::SchemaGenerator) -> schemars::Schema,
}

impl Kind {
    /// The row of the kind whose settings and behaviour are `C`.
    pub const fn of<C>(name: &'static str, about: &'static str, supplies: &'static [ItemType]) -> Kind
    where
        C: Collector + Documented + DeserializeOwned + schemars::JsonSchema + 'static,
    {
        let (verified, cannot) = (C::VERIFIED, C::CANNOT);
        Kind { name, about, supplies, verified, cannot, read: read::<C>, schema: schema::<C> }
    }

    /// The kind of this name.
    pub fn named(name: &str) -> Option<&'static Kind> {
        KINDS.iter().find(|kind| kind.name == name)
    }
}

impl fmt::Debug for Kind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Kind({})", self.name)
    }
}

fn read<C: Collector + DeserializeOwned + 'static>(
    value: toml::de::ValueDeserializer<'_>,
) -> Result<Box<dyn Collector>, toml::de::Error> {
    C::deserialize(value).map(|collector| Box::new(collector) as Box<dyn Collector>)
}

fn schema<C: schemars::JsonSchema>(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
    generator.subschema_for::<C>()
}
