//! Which links of past issues the configured sources would have supplied, by host.
//!
//! Pure: issues and sources in, figures out. A link counts as configured only where that is certain
//! from addresses alone: a feed's own site, an event site, a board, the very page. A catalogue or a
//! calendar whose entries lead anywhere (confs.tech, Google Calendar) is never counted, and neither is
//! the inbox: those can only add. `include`, `exclude` and `limit` are not looked at: those can only
//! take away. That a kind exists says that a source of it could be written for the link, or its page be
//! read; not that the page still stands.

use std::collections::BTreeMap;

use serde::Serialize;
use url::Url;

use crate::collect::{Kind, closed, recognise};
use crate::config::{Config, Source};
use crate::model::issue::{Entry, EntryType, Issue, Section};
use crate::model::item::ItemType;
use crate::model::link::Link;

/// How a link could have come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Supply {
    /// A configured source brings it.
    Configured,
    /// A kind of source could.
    KindExists,
    /// A person has to.
    ByHand,
}

/// How many links could have come in which way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Sums {
    /// All links.
    pub links: usize,
    /// A configured source brings them.
    pub configured: usize,
    /// A kind of source could.
    pub kind_exists: usize,
    /// A person has to.
    pub by_hand: usize,
}

/// The figures of an archive.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// Issues that were looked at.
    pub issues: usize,
    /// Over all.
    pub total: Sums,
    /// By what the entries are: `job`, `event`, `article`.
    pub types: BTreeMap<&'static str, Sums>,
    /// By host without `www.`, those with most links first.
    pub hosts: Vec<(String, Sums)>,
}

impl Sums {
    fn add(&mut self, supply: Supply) {
        self.links += 1;
        match supply {
            Supply::Configured => self.configured += 1,
            Supply::KindExists => self.kind_exists += 1,
            Supply::ByHand => self.by_hand += 1,
        }
    }

    /// The share that configured sources bring, 0 to 1; 0 without links.
    pub fn configured_share(&self) -> f64 {
        share(self.configured, self.links)
    }

    /// The share that configured sources bring or kinds that exist could, 0 to 1; 0 without links.
    pub fn possible_share(&self) -> f64 {
        share(self.configured + self.kind_exists, self.links)
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Counts the first link (the thing itself) of every entry in sections of jobs, events and articles.
/// Footers and people's own paragraphs are not counted.
pub fn coverage(issues: &[Issue], sources: &[Source]) -> Coverage {
    let suppliers: Vec<Supplier<'_>> = sources.iter().filter_map(Supplier::of).collect();
    let mut coverage = Coverage { issues: issues.len(), ..Coverage::default() };
    let mut hosts: BTreeMap<String, Sums> = BTreeMap::new();
    let sections = issues.iter().flat_map(|issue| &issue.sections);
    for (link, item_type) in
        sections.flat_map(|section| section.entries.iter().filter_map(|entry| listed(section, entry)))
    {
        let supply = supply(&link, item_type, &suppliers);
        coverage.total.add(supply);
        coverage.types.entry(item_type.as_str()).or_default().add(supply);
        hosts.entry(link.host()).or_default().add(supply);
    }
    coverage.hosts = hosts.into_iter().collect();
    coverage.hosts.sort_by_key(|(_, sums)| std::cmp::Reverse(sums.links));
    coverage
}

/// The link and type of an entry that lists a thing.
fn listed(section: &Section, entry: &Entry) -> Option<(Link, ItemType)> {
    let item_type = |of: EntryType| match of {
        EntryType::Job => Some(ItemType::Job),
        EntryType::Event => Some(ItemType::Event),
        EntryType::Article => Some(ItemType::Article),
        EntryType::Text => None,
    };
    item_type(section.section_type)?;
    Some((Link::parse(entry.url.as_deref()?)?, item_type(entry.entry_type)?))
}

fn supply(link: &Link, item_type: ItemType, suppliers: &[Supplier<'_>]) -> Supply {
    let Some(url) = link.to_url() else { return Supply::ByHand };
    if suppliers.iter().any(|supplier| supplier.brings(&url, link, item_type)) {
        Supply::Configured
    } else if closed::platform(&url).is_some() || is_document(&url) {
        Supply::ByHand
    } else {
        Supply::KindExists
    }
}

/// Files that the page kind cannot read.
fn is_document(url: &Url) -> bool {
    const ENDINGS: &[&str] = &[".pdf", ".ppt", ".pptx", ".doc", ".docx", ".zip", ".mp4", ".mp3", ".png", ".jpg"];
    let path = url.path().to_ascii_lowercase();
    ENDINGS.iter().any(|ending| path.ends_with(ending))
}

/// A configured source whose links are certain from its address.
struct Supplier<'a> {
    source: &'a Source,
    host: String,
    /// Where its links lie; for a board its address.
    scope: Scope,
}

enum Scope {
    /// Below these parts of a path on the host.
    Below(Vec<String>),
    /// The board with this address.
    Board(Link),
}

impl Supplier<'_> {
    fn of(source: &Source) -> Option<Supplier<'_>> {
        let url = source.collector.address()?;
        let host = host(&url)?;
        let scope = match source.kind.name {
            "feed" => Scope::Below(feed_scope(&url)),
            "page" if source.collector.is_one_page() => Scope::Below(parts(&url)),
            "page" | "lf_events" => Scope::Below(Vec::new()),
            "calendar" | "confs_tech" | "content" | "inbox" => return None,
            _ => Scope::Board(Link::parse(url.as_str())?),
        };
        Some(Supplier { source, host, scope })
    }

    fn brings(&self, url: &Url, link: &Link, item_type: ItemType) -> bool {
        if !self.source.kind.supplies.contains(&item_type) {
            return false;
        }
        let is_here = host(url).as_ref() == Some(&self.host);
        match &self.scope {
            Scope::Below(scope) => is_here && parts(url).starts_with(scope),
            Scope::Board(board) => (is_here && link.key().starts_with(board.key())) || self.is_recognised(url, board),
        }
    }

    /// Whether the link is one of this board by the table of platforms.
    fn is_recognised(&self, url: &Url, board: &Link) -> bool {
        let same_kind = |kind: &str| kind == self.source.kind.name;
        let candidates = recognise::by_address(url).into_iter().filter(|candidate| same_kind(candidate.kind));
        candidates.filter_map(|candidate| address_of(&candidate)).any(|address| address == *board)
    }
}

/// The address of the source that a candidate would be.
fn address_of(candidate: &recognise::Candidate) -> Option<Link> {
    Kind::named(candidate.kind)?;
    let text = format!("[newsletter]\ntitle = \"x\"\n{}", candidate.to_toml("x", None));
    let config = Config::parse(&text, "a candidate").ok()?;
    Link::parse(config.sources.first()?.collector.address()?.as_str())
}

fn host(url: &Url) -> Option<String> {
    url.host_str().map(|host| host.trim_start_matches("www.").to_owned())
}

fn parts(url: &Url) -> Vec<String> {
    url.path().split('/').filter(|part| !part.is_empty()).map(str::to_lowercase).collect()
}

/// Where the entries of a feed lie: beside it (`/blog/rss.xml`: below `/blog/`), below its own name
/// (`/o/r/discussions.atom`: below `/o/r/discussions/`), or where it says after `feed` (`/feed/@ada`).
fn feed_scope(url: &Url) -> Vec<String> {
    const GENERIC: &[&str] = &["feed", "feeds", "rss", "atom", "index", "rdf"];
    let without_ending = |part: String| {
        let bare = [".xml", ".atom", ".rss", ".rdf", ".json"].iter().find_map(|ending| part.strip_suffix(ending));
        bare.map(str::to_owned).unwrap_or(part)
    };
    parts(url).into_iter().map(without_ending).filter(|part| !GENERIC.contains(&part.as_str())).collect()
}
