//! Which links of past issues the configured sources would have supplied, by host.
//!
//! Pure: issues and sources in, figures out. A link counts as configured only where that is certain
//! from its address: a post of a feed's own site, an event site, a board, the very page, in whatever
//! year (`{year}` in a source's address). Where a source asks a search, its words must stand in the
//! link's address or title. A catalogue or a calendar whose entries lead anywhere (confs.tech, Google
//! Calendar) is never counted, and neither are the inbox and videos (an address does not tell whose):
//! those can only add. `include`, `exclude` and `limit` are not looked at: those choose among what came.
//! That a kind exists says that a source of it could be written for the link, or its page be read; not
//! that the page still stands. By hand comes what must not be fetched, and documents.

use std::collections::BTreeMap;

use serde::Serialize;
use url::Url;

use crate::collect::kinds::settings::says;
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

    /// The share that needs a person, 0 to 1; 0 without links.
    pub fn by_hand_share(&self) -> f64 {
        share(self.by_hand, self.links)
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Counts the first link (the thing itself) of every entry in sections of jobs, events and articles.
/// Footers and people's own paragraphs are not counted.
pub fn coverage(issues: &[Issue], sources: &[Source]) -> Coverage {
    let suppliers: Vec<Supplier<'_>> = sources.iter().map(Supplier::of).collect();
    let mut coverage = Coverage { issues: issues.len(), ..Coverage::default() };
    let mut hosts: BTreeMap<String, Sums> = BTreeMap::new();
    let sections = issues.iter().flat_map(|issue| &issue.sections);
    for listed in sections.flat_map(|section| section.entries.iter().filter_map(|entry| Listed::of(section, entry))) {
        let supply = supply(&listed, &suppliers);
        coverage.total.add(supply);
        coverage.types.entry(listed.item_type.as_str()).or_default().add(supply);
        hosts.entry(listed.link.host()).or_default().add(supply);
    }
    coverage.hosts = hosts.into_iter().collect();
    coverage.hosts.sort_by_key(|(_, sums)| std::cmp::Reverse(sums.links));
    coverage
}

/// An entry that lists a thing.
struct Listed {
    link: Link,
    url: Url,
    item_type: ItemType,
    title: String,
}

impl Listed {
    fn of(section: &Section, entry: &Entry) -> Option<Listed> {
        let item_type = |of: EntryType| match of {
            EntryType::Job => Some(ItemType::Job),
            EntryType::Event => Some(ItemType::Event),
            EntryType::Article => Some(ItemType::Article),
            EntryType::Text => None,
        };
        item_type(section.section_type)?;
        let link = Link::parse(entry.url.as_deref()?)?;
        let url = link.to_url()?;
        let title = entry.title.clone().unwrap_or_default();
        Some(Listed { link, url, item_type: item_type(entry.entry_type)?, title })
    }
}

fn supply(listed: &Listed, suppliers: &[Supplier<'_>]) -> Supply {
    if suppliers.iter().any(|supplier| supplier.brings(listed)) {
        Supply::Configured
    } else if closed::platform(&listed.url).is_some() || is_document(&listed.url) {
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

/// A configured source some of whose links are certain.
struct Supplier<'a> {
    source: &'a Source,
    /// Where its links lie, as far as its own address tells.
    scope: Scope,
}

enum Scope {
    /// Posts of a host, below these parts of its paths.
    Posts { host: String, below: Vec<String> },
    /// Everything on a host.
    Host(String),
    /// The board with this address.
    Board { host: String, board: Link },
    /// Nowhere in particular.
    Anywhere,
}

impl Supplier<'_> {
    fn of(source: &Source) -> Supplier<'_> {
        let scope = match (source.kind.name, source.collector.address()) {
            ("calendar" | "confs_tech" | "content" | "inbox" | "callingallpapers" | "foss_events", _) | (_, None) => {
                Some(Scope::Anywhere)
            }
            ("feed", Some(url)) => host(&url).map(|host| Scope::Posts { host, below: feed_scope(&url) }),
            ("page" | "lf_events", Some(url)) => host(&url).map(Scope::Host),
            (_, Some(url)) => {
                host(&url).zip(Link::parse(url.as_str())).map(|(host, board)| Scope::Board { host, board })
            }
        };
        Supplier { source, scope: scope.unwrap_or(Scope::Anywhere) }
    }

    fn brings(&self, listed: &Listed) -> bool {
        let collector = &self.source.collector;
        let is_found = |search: &str| says(search, listed.url.path()) || says(search, &listed.title);
        if !collector.searches().is_none_or(is_found) {
            return false;
        }
        // What is surely its own comes from it, whatever people made of it in an issue.
        collector.is_own(&listed.link).unwrap_or_else(|| self.has(listed))
    }

    fn has(&self, listed: &Listed) -> bool {
        let is_supplied = self.source.kind.supplies.contains(&listed.item_type);
        let is_at = |own: &String| host(&listed.url).as_ref() == Some(own);
        match &self.scope {
            Scope::Posts { host, below } => {
                is_at(host)
                    && is_post(&listed.url, below)
                    && (is_supplied || !below.is_empty() || is_dated(&listed.url))
            }
            Scope::Host(host) => is_supplied && is_at(host),
            Scope::Board { host, board } => {
                is_supplied
                    && (is_at(host) && listed.link.key().starts_with(board.key())
                        || self.is_recognised(&listed.url, board))
            }
            Scope::Anywhere => false,
        }
    }

    /// Whether the link is one of this board by the table of platforms.
    fn is_recognised(&self, url: &Url, board: &Link) -> bool {
        let same_kind = |kind: &str| kind == self.source.kind.name;
        let candidates = recognise::by_address(url).into_iter().filter(|candidate| same_kind(candidate.kind));
        candidates.filter_map(|candidate| address_of(&candidate)).any(|address| address == *board)
    }
}

/// Whether an address below these parts of a path can be that of a post: it goes on, and where a feed is
/// the whole site's, it is neither a page of the menu (one plain word: `/calendar/`) nor an event's.
fn is_post(url: &Url, below: &[String]) -> bool {
    let parts = parts(url);
    let Some(rest) = parts.strip_prefix(below).filter(|rest| !rest.is_empty()) else { return false };
    let is_plain = |part: &String| !part.contains(|c: char| c == '-' || c == '_' || c.is_ascii_digit());
    let is_menu = rest.len() == 1 && rest.first().is_some_and(is_plain);
    let is_event = rest.first().is_some_and(|part| matches!(part.as_str(), "event" | "events" | "webinars"));
    !below.is_empty() || !is_menu && !is_event
}

/// Whether an address is that of a post by its date: `/blog/2026/11/03/a-post/`.
fn is_dated(url: &Url) -> bool {
    let parts = parts(url);
    let is_number =
        |part: &String, digits: usize| part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
    parts.windows(2).any(|pair| matches!(pair, [year, month] if is_number(year, 4) && is_number(month, 2)))
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
