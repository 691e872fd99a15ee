//! The tables of `sources.toml` as people write them: every key with its meaning and default.
//!
//! These types are the reference: the JSON Schema and the check of the annotated example come from
//! them. What the program uses afterwards is [`super::Config`].

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::Deserialize;

use super::choice::Choice;
use super::index::IndexSetting;
use super::values::{ByteSize, CalendarSpan, Seconds, Zone, inner_folder};
use crate::collect::kinds::settings::HttpUrl;
use crate::model::issue::EntryType;
use crate::model::item::ItemType;
use crate::series::schedule::Schedule;

/// `[newsletter]`: what it is called and when it appears.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewsletterTable {
    /// The issue's heading is "TITLE NUMBER".
    pub title: String,
    /// BCP 47 tag of the newsletter's language; "en" by default.
    #[serde(default = "english")]
    pub language: String,
    /// IANA time zone in which days are counted; "UTC" by default.
    #[serde(default = "utc")]
    pub timezone: Zone,
    /// When issues appear: "last tuesday", "first monday", "2nd and 4th thursday", "every friday", "every
    /// second friday", "last day", "15" or "1 and 15" (of the month).
    #[serde(default)]
    pub schedule: Option<Schedule>,
    /// How long before its day an issue is drafted (`draft --if-due`); "14 days" by default.
    #[serde(default = "a_fortnight")]
    pub ahead_of_issue: CalendarSpan,
    /// Where the rendered issues are served; used for canonical addresses and in feeds.
    #[serde(default)]
    pub site: Option<HttpUrl>,
    /// The folder of the issues, within the newsletter's; "issues" by default.
    #[serde(default = "issues", deserialize_with = "inner_folder")]
    pub issues: PathBuf,
    /// The index of issues: a path, or a table of `path` and `row`; `false` for none. The `README.md`
    /// in the folder of the issues by default.
    #[serde(default)]
    pub index: IndexSetting,
    /// The number of the very first issue; 1 by default. Later numbers follow from the issues before.
    #[serde(default = "one")]
    pub first_number: u32,
}

fn english() -> String {
    "en".into()
}

fn utc() -> Zone {
    Zone(jiff::tz::TimeZone::UTC)
}

fn a_fortnight() -> CalendarSpan {
    CalendarSpan::days(14)
}

fn issues() -> PathBuf {
    "issues".into()
}

fn one() -> u32 {
    1
}

/// How a section is ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Order {
    /// The newest first.
    Newest,
    /// By date, the earliest first (events: by their first day).
    Date,
    /// By title.
    Title,
    /// As `newest`, until ranking from past issues is switched on.
    Rank,
}

/// `[[section]]`: one part of the issue, in the order of the file.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SectionTable {
    /// The name that sources refer to.
    pub name: String,
    /// The heading as it stands in the issue.
    pub heading: String,
    /// A sentence under the heading.
    #[serde(default)]
    pub intro: Option<String>,
    /// What it lists: job, event or article; "text" for a section that people write.
    pub takes: EntryType,
    /// Most entries that a draft puts in; no limit by default.
    #[serde(default)]
    pub limit: Option<usize>,
    /// newest, date, title or rank; "date" for events, "newest" otherwise.
    #[serde(default)]
    pub order: Option<Order>,
    /// How old an article or a job may be on the day of the issue; "45 days" by default, "60 days" for jobs.
    #[serde(default)]
    pub window: Option<CalendarSpan>,
    /// How far ahead of the issue an event may start; "120 days" by default.
    #[serde(default)]
    pub ahead: Option<CalendarSpan>,
    /// The template of one entry: one list item. A built-in one for each type by default.
    #[serde(default)]
    pub entry: Option<String>,
    /// The text of a section with `takes = "text"`, as Markdown.
    #[serde(default)]
    pub text: Option<String>,
}

/// The keys that every `[[source]]` has, whatever its kind.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceTable {
    /// The name under which the source is reported.
    pub name: String,
    /// The kind of source; may be left out where the address alone tells.
    #[serde(default)]
    pub kind: Option<String>,
    /// The section its items go to; by default the first that takes their type.
    #[serde(default)]
    pub section: Option<String>,
    /// Only items with any of these words in title or summary. A word matches at the start of a
    /// word ("ospo" finds "OSPOs"); words of up to three letters match whole.
    #[serde(default)]
    pub include: Vec<String>,
    /// No items with any of these words.
    #[serde(default)]
    pub exclude: Vec<String>,
    /// Tags for every item of the source; the first one is the label in the issue.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Most items of this source in one issue.
    #[serde(default)]
    pub limit: Option<usize>,
    /// `false` switches the source off without deleting it.
    #[serde(default = "yes")]
    pub enabled: bool,
}

fn yes() -> bool {
    true
}

/// `[fetch]`: how sources are asked. Everything is optional.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FetchTable {
    /// Loopback, private and link-local addresses that may be reached: a list of `host` or
    /// `host:port`, or `true` for all; none by default.
    pub allow_private: Option<AllowPrivateValue>,
    /// Largest answer after decompression; "20 MB" by default.
    pub max_size: Option<ByteSize>,
    /// Longest time for one answer, redirects included; "60 s" by default.
    pub timeout: Option<Seconds>,
    /// Longest time to connect; "10 s" by default.
    pub connect_timeout: Option<Seconds>,
    /// Requests at once to one host; 4 by default.
    pub per_host: Option<usize>,
    /// Requests at once over all; 100 by default.
    pub in_flight: Option<usize>,
    /// Tries after the first one fails; 2 by default.
    pub retries: Option<u32>,
    /// How the tool introduces itself; its name and the project's address by default.
    pub user_agent: Option<String>,
    /// Most pages asked for dates and summaries that a feed leaves out, in one run; 300 by default, 0 for none.
    pub detail_limit: Option<usize>,
}

/// `[curate]`: what people decide before the rules do. Each line is a link (any address of the
/// thing), "source:NAME", "organisation:NAME", or words of a title.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CurateTable {
    /// First in their section, whatever window and limits say (a link: whatever the source's words
    /// say, too); never again once published, and not when over or closed.
    pub pin: Vec<Choice>,
    /// Wait until the line is taken out; stronger than `pin`.
    pub hold: Vec<Choice>,
    /// Never come in; stronger than `hold` and `pin`.
    pub block: Vec<Choice>,
}

/// `allow_private`: `true`, `false` or a list.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum AllowPrivateValue {
    /// All or none.
    All(bool),
    /// These only.
    Listed(Vec<String>),
}

/// The type of items that a section takes; none for text.
pub fn item_type(takes: EntryType) -> Option<ItemType> {
    match takes {
        EntryType::Job => Some(ItemType::Job),
        EntryType::Event => Some(ItemType::Event),
        EntryType::Article => Some(ItemType::Article),
        EntryType::Text => None,
    }
}
