//! An item: one job, event or article as a source gave it, and what it serialises to.
//!
//! The JSON form (contract section 4) is flat: what all kinds share beside what only that type has.
//! `Details` makes impossible things impossible: an event without a start or a job with a call for
//! papers cannot be written down. How items are chosen is not here but in `curate`.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::dates::When;
use super::link::{LINK_CAP, Link};
use super::place::{Location, Place};
use super::text;

/// The three types of items.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ItemType {
    /// A position to apply for.
    Job,
    /// Something that happens at a time.
    Event,
    /// Something to read, watch or hear.
    Article,
}

impl ItemType {
    /// The name in configuration and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            ItemType::Job => "job",
            ItemType::Event => "event",
            ItemType::Article => "article",
        }
    }
}

/// Where a publication date came from, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DateOrigin {
    /// The feed or interface itself.
    Feed,
    /// schema.org data (JSON-LD or microdata) on the item's page.
    Jsonld,
    /// A `<meta>` element of the item's page.
    Meta,
    /// A `<time>` element of the item's page.
    Time,
    /// The `lastmod` of the site's sitemap.
    Sitemap,
    /// The path of the address (`/2026/11/03/`).
    Url,
    /// The front matter of a local Markdown file.
    FrontMatter,
    /// Running text.
    Text,
    /// Nobody says: the day this newsletter first saw it.
    FirstSeen,
}

/// One thing a newsletter could list.
///
/// Every string is plain text: one line, entities decoded, no control characters
/// (see [`super::text`]). Writers escape it for the place where it lands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Item {
    /// What only this type of item has; `type` in JSON.
    #[serde(flatten)]
    pub details: Details,
    /// Plain text, one line.
    pub title: String,
    /// Canonical address: what readers get. None only where the source has none; such an item waits.
    pub url: Option<Link>,
    /// The source's own stable id.
    pub uid: Option<String>,
    /// The address as the source gave it (empty where it gave none).
    #[serde(default)]
    pub original_url: String,
    /// The name of the source in `sources.toml`.
    pub source: String,
    /// When it was published, with the precision the source had.
    pub published: Option<When>,
    /// When it was last changed.
    pub updated: Option<When>,
    /// Where `published` came from.
    pub published_from: Option<DateOrigin>,
    /// The day this newsletter first saw it.
    pub first_seen: Date,
    /// Plain text, at most 500 characters, whole sentences.
    pub summary: Option<String>,
    /// People who wrote it.
    #[serde(default)]
    pub authors: Vec<String>,
    /// The source's tags and those of the configuration.
    #[serde(default)]
    pub tags: Vec<String>,
    /// BCP 47 language tag.
    pub language: Option<String>,
    /// Absolute address of a picture.
    pub image: Option<String>,
    /// Who sent it in (inbox).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// What the sender noted for the editors; never rendered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What only one type of item has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum Details {
    /// A position.
    Job(Job),
    /// An event.
    Event(Event),
    /// An article has nothing of its own.
    Article {},
}

/// A position to apply for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Job {
    /// The employer.
    pub organisation: Option<String>,
    /// Where the work is done; a job can have many.
    #[serde(default)]
    pub locations: Vec<Location>,
    /// Remote, hybrid or on site, where the source says so. Never guessed.
    #[serde(default)]
    pub workplace: Workplace,
    /// Application deadline.
    pub closes: Option<Date>,
    /// When the board takes it down.
    pub expires: Option<Date>,
}

/// Where the work is done, as the source says. Never guessed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Workplace {
    /// From anywhere (or anywhere in a country).
    Remote,
    /// Partly at an office.
    Hybrid,
    /// At an office.
    Onsite,
    /// The source does not say.
    #[default]
    Unknown,
}

/// Something that happens at a time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Event {
    /// First day or moment.
    pub start: When,
    /// Last day (inclusive) or moment; none where the source gives none.
    pub end: Option<When>,
    /// IANA time-zone name.
    pub timezone: Option<String>,
    /// Where it happens.
    pub place: Option<Place>,
    /// Whether one can take part online; none where the source does not say.
    pub online: Option<bool>,
    /// Scheduled, cancelled or postponed.
    #[serde(default)]
    pub status: EventStatus,
    /// The call for papers, where the source speaks of one.
    pub cfp: Option<Cfp>,
}

impl Event {
    /// An event of which only the start is known.
    pub fn starting(start: When) -> Self {
        Event { start, end: None, timezone: None, place: None, online: None, status: EventStatus::Scheduled, cfp: None }
    }

    /// The last day of the event.
    pub fn last_day(&self) -> Date {
        self.end.unwrap_or(self.start).day()
    }
}

/// Whether an event takes place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum EventStatus {
    /// As announced.
    #[default]
    Scheduled,
    /// It will not take place.
    Cancelled,
    /// It will take place later.
    Postponed,
}

/// A call for papers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Cfp {
    /// Where the call stands.
    pub status: CfpStatus,
    /// First day.
    pub opens: Option<Date>,
    /// Last day on which a proposal can be sent in.
    pub closes: Option<Date>,
    /// Where proposals go.
    pub url: Option<String>,
}

/// Where a call for papers stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum CfpStatus {
    /// The event has none.
    None,
    /// It will open.
    Upcoming,
    /// It is open.
    Open,
    /// It has closed.
    Closed,
    /// There is one, its dates are not known.
    Unknown,
}

impl Cfp {
    /// A call with these dates, its status as of `today`. A call closing today is still open.
    pub fn on(today: Date, opens: Option<Date>, closes: Option<Date>, url: Option<String>) -> Self {
        let status = match (opens, closes) {
            (_, Some(closes)) if closes < today => CfpStatus::Closed,
            (Some(opens), _) if opens > today => CfpStatus::Upcoming,
            (_, Some(_)) | (Some(_), None) => CfpStatus::Open,
            (None, None) => CfpStatus::Unknown,
        };
        Cfp { status, opens, closes, url }
    }

    /// The same call on another day. Only dates change where it stands: that a source calls it closed
    /// (or open without a date) stays.
    pub fn as_of(self, day: Date) -> Self {
        let is_over = self.closes.is_some_and(|closes| closes < day);
        let has_opened = self.opens.is_some_and(|opens| opens <= day);
        let is_ahead = self.opens.is_some_and(|opens| opens > day);
        let status = match self.status {
            CfpStatus::Open | CfpStatus::Upcoming | CfpStatus::Unknown if is_over => CfpStatus::Closed,
            CfpStatus::Upcoming if has_opened => CfpStatus::Open,
            CfpStatus::Open if is_ahead => CfpStatus::Upcoming,
            status => status,
        };
        Cfp { status, ..self }
    }
}

/// What was decided for a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// It stands in the issue.
    Chosen,
    /// It could stand there, later or by hand.
    Waiting,
    /// A rule left it out.
    Dropped,
}

impl Outcome {
    /// As it stands in the record.
    pub fn as_str(self) -> &'static str {
        match self {
            Outcome::Chosen => "chosen",
            Outcome::Waiting => "waiting",
            Outcome::Dropped => "dropped",
        }
    }
}

impl Item {
    /// An item with a title and nothing else; collectors fill in what they know.
    pub fn new(details: Details, title: impl Into<String>, source: impl Into<String>, first_seen: Date) -> Self {
        Item {
            details,
            title: title.into(),
            url: None,
            uid: None,
            original_url: String::new(),
            source: source.into(),
            published: None,
            updated: None,
            published_from: None,
            first_seen,
            summary: None,
            authors: Vec::new(),
            tags: Vec::new(),
            language: None,
            image: None,
            by: None,
            note: None,
        }
    }

    /// Job, event or article.
    pub fn item_type(&self) -> ItemType {
        match self.details {
            Details::Job(_) => ItemType::Job,
            Details::Event(_) => ItemType::Event,
            Details::Article {} => ItemType::Article,
        }
    }

    /// What makes this the same thing as another item: for an event its link and first day (event
    /// addresses are used again every year), for everything else its link, which for a job of a known
    /// board is the board's own id (see [`Link::key`]). Without a link: the source's own id, or the
    /// title within the source. Titles never identify across sources.
    pub fn identity(&self) -> String {
        let what = match (&self.url, &self.uid) {
            (Some(link), _) => link.key().to_owned(),
            (None, Some(uid)) => format!("{}#{uid}", self.source),
            (None, None) => format!("{}#{}", self.source, self.title),
        };
        match &self.details {
            Details::Event(event) => format!("event {what} {}", event.start.day()),
            Details::Job(_) => format!("job {what}"),
            Details::Article {} => format!("article {what}"),
        }
    }

    /// Sets the publication date and where it came from, together.
    pub fn dated(&mut self, published: When, from: DateOrigin) {
        self.published = Some(published);
        self.published_from = Some(from);
    }

    /// Sets `url` and `original_url` from an address as the source gave it. An address that is not
    /// http(s), or is too long, is kept as `original_url` only (cut where it is too long), so that the
    /// item waits instead of linking nowhere.
    pub fn linked(&mut self, original: &str) {
        let original = original.trim();
        self.original_url =
            if original.len() > LINK_CAP { text::line(original, LINK_CAP) } else { original.to_owned() };
        self.url = Link::parse(original);
    }

    /// The event, where this is one.
    pub fn event(&self) -> Option<&Event> {
        match &self.details {
            Details::Event(event) => Some(event),
            _ => None,
        }
    }

    /// The job, where this is one.
    pub fn job(&self) -> Option<&Job> {
        match &self.details {
            Details::Job(job) => Some(job),
            _ => None,
        }
    }
}
