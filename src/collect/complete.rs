//! The shared step that asks a site for what a feed leaves out: dates and summaries.
//!
//! First the sitemap of a site with several undated items (one request), then the items' own pages,
//! at most so many in one run: never by time, so that two runs ask the same. What was found, and
//! that nothing was found, is handed back to be remembered: a page is asked once, not monthly.
//! Answers are held and read as those of sources are: few large ones in memory, few read at once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use futures_util::stream::{self, StreamExt as _};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use url::Url;

use super::page_facts::page_facts;
use super::reading::Readers;
use super::sitemap::{Entry, Sitemap};
use super::{Context, ParseError, sitemap};
use crate::fetch::{Answer, Fetcher, safe_address};
use crate::model::dates::When;
use crate::model::exchange::{Ask, Body, HttpRequest, Request, Response};
use crate::model::item::{DateOrigin, Item, ItemType};
use crate::model::link::Link;

/// Most pages asked in one run for what feeds leave out, where the configuration says nothing.
pub const DETAIL_LIMIT: usize = 300;
/// Sitemaps that are read of one site.
pub(crate) const SITEMAP_CAP: usize = 20;
/// Requests at once; the fetcher's limit for each host is asked besides.
const SIDE_BY_SIDE: usize = 32;

/// What a page said of an item, or that it said nothing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// When it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<When>,
    /// Where that came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published_from: Option<DateOrigin>,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// The address that it calls its own (`rel=canonical`), where that is another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub canonical: Option<String>,
}

/// What earlier runs found, by canonical link key.
pub type Known = BTreeMap<String, Found>;

/// What this run found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Completed {
    /// By canonical link key.
    pub found: Known,
    /// Pages that would have been asked for, had the cap not been reached.
    pub beyond_cap: usize,
    /// Pages that could not be had: address and reason.
    pub failed: Vec<(String, String)>,
    /// What was not read of sitemaps, and whose.
    pub unread: Vec<String>,
}

impl Completed {
    /// What the person who looks after the newsletter should know.
    pub fn warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        if self.beyond_cap > 0 {
            let next = "raise `detail_limit` in [fetch], or run again: what was found is remembered";
            warnings.push(format!(
                "{} more pages were not asked for dates and summaries, their items keep what their feeds say ({next})",
                self.beyond_cap
            ));
        }
        if let Some((page, reason)) = self.failed.first() {
            let (number, pages) = (self.failed.len(), if self.failed.len() == 1 { "page" } else { "pages" });
            warnings.push(format!(
                "{number} {pages} asked for a date or a summary could not be read (the first: {page}: {reason})"
            ));
        }
        warnings.extend(self.unread.iter().cloned());
        warnings
    }
}

/// How items are completed.
pub struct Step<'a> {
    /// Carries the requests out.
    pub fetcher: &'a Fetcher,
    /// That of the run, for no source in particular.
    pub context: &'a Context,
    /// What earlier runs found.
    pub known: &'a Known,
    /// Which items could still be chosen: only those are worth a request.
    pub wanted: &'a (dyn Fn(&Item) -> bool + Sync),
    /// The first day of their window: what a sitemap dates before it needs no better date.
    pub since: Date,
    /// Most pages that are asked.
    pub cap: usize,
}

impl Step<'_> {
    /// Completes `items` in place. `asking` is told how many pages will be asked.
    pub async fn run(&self, items: &mut [&mut Item], asking: impl Fn(usize)) -> Completed {
        recall(items, self.known);
        let undated: Vec<&Item> =
            items.iter().map(|item| &**item).filter(|item| lacks_date(item) && self.is_worth_asking(item)).collect();
        let means = Means { fetcher: self.fetcher, context: self.context, readers: Readers::new() };
        let (sitemap, unread) = if self.cap == 0 { Default::default() } else { sitemaps(&undated, &means).await };
        let silent = items.iter().filter(|item| self.is_worth_asking(item) && wants_page(item, &sitemap, self.since));
        let pages: BTreeSet<String> = silent.filter_map(|item| Some(item.url.as_ref()?.as_str().to_owned())).collect();
        let beyond_cap = pages.len().saturating_sub(self.cap);
        let asked: Vec<String> = pages.into_iter().take(self.cap).collect();
        if !asked.is_empty() {
            asking(asked.len());
        }
        let (mut found, failed) = ask(asked, &means).await;
        doubt_shared_canonicals(&mut found);
        for item in items.iter().filter(|item| lacks_date(item)) {
            add_sitemap_date(item, &sitemap, &mut found);
        }
        recall(items, &found);
        Completed { found, beyond_cap, failed, unread }
    }

    fn is_worth_asking(&self, item: &Item) -> bool {
        item.url.as_ref().is_some_and(|link| !self.known.contains_key(link.key())) && (self.wanted)(item)
    }
}

/// Events have their own dates; items without a link have no page.
fn lacks_date(item: &Item) -> bool {
    item.published.is_none() && item.url.is_some() && item.item_type() != ItemType::Event
}

/// An article without summary reads like a bare headline; jobs and events need none.
fn lacks_summary(item: &Item) -> bool {
    item.summary.is_none() && item.url.is_some() && item.item_type() == ItemType::Article
}

/// Whether the item's own page could still tell something that matters.
fn wants_page(item: &Item, sitemap: &BTreeMap<String, When>, since: Date) -> bool {
    let from_sitemap = item.url.as_ref().and_then(|link| sitemap.get(link.key()));
    let day = item.published.or(from_sitemap.copied()).map(|when| when.day());
    let is_recent = day.is_none_or(|day| day >= since);
    is_recent && (lacks_date(item) || lacks_summary(item))
}

/// Fills in what is known, where the item itself says nothing.
fn recall(items: &mut [&mut Item], known: &Known) {
    for item in items {
        let Some(found) = item.url.as_ref().and_then(|link| known.get(link.key())) else { continue };
        if let (true, Some(published), Some(from)) = (lacks_date(item), found.published, found.published_from) {
            item.dated(published, from);
        }
        if lacks_summary(item) {
            item.summary.clone_from(&found.summary);
        }
        if let Some(canonical) = found.canonical.as_deref().and_then(Link::parse) {
            item.url = Some(canonical);
        }
    }
}

/// Addresses that several pages call their own are no addresses of theirs: a site's mistake.
fn doubt_shared_canonicals(found: &mut Known) {
    let mut pages: BTreeMap<String, usize> = BTreeMap::new();
    for canonical in found.values().filter_map(|found| found.canonical.as_deref()) {
        *pages.entry(canonical.to_owned()).or_default() += 1;
    }
    for found in found.values_mut() {
        found.canonical.take_if(|canonical| pages.get(canonical).is_some_and(|pages| *pages > 1));
    }
}

fn add_sitemap_date(item: &Item, sitemap: &BTreeMap<String, When>, found: &mut Known) {
    let Some(link) = &item.url else { return };
    let Some(date) = sitemap.get(link.key()) else { return };
    let entry = found.entry(link.key().to_owned()).or_default();
    if entry.published.is_none() {
        entry.published = Some(*date);
        entry.published_from = Some(DateOrigin::Sitemap);
    }
}

/// What the requests of a step share.
struct Means<'a> {
    fetcher: &'a Fetcher,
    context: &'a Context,
    readers: Readers,
}

impl Means<'_> {
    /// What a reader makes of the answer at an address.
    async fn read<T: Send + 'static>(
        &self,
        url: Url,
        read: impl FnOnce(&Response) -> Result<T, ParseError> + Send + 'static,
    ) -> Result<T, String> {
        let request = HttpRequest::page(url);
        let (answer, held) = self.fetcher.fetch_held(&request).await.map_err(|error| error.to_string())?;
        let Answer { url, content_type, body, .. } = answer;
        let ask = Ask::start(Request::Http(request));
        let response = Response { ask, url: Some(url), content_type, body: Body::Bytes(body) };
        let read = self.readers.read(move || read(&response)).await;
        drop(held);
        read.map_err(|unread| unread.to_string())?.map_err(|error| error.to_string())
    }
}

/// The dates that sitemaps give to undated items, of every site that has more than one of them, and
/// what was not read.
async fn sitemaps(undated: &[&Item], means: &Means<'_>) -> (BTreeMap<String, When>, Vec<String>) {
    let mut sites: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for link in undated.iter().filter_map(|item| item.url.as_ref()) {
        let Some(url) = link.to_url() else { continue };
        sites.entry(url.origin().ascii_serialization()).or_default().insert(link.key().to_owned());
    }
    let sites = sites.into_iter().filter(|(_, items)| items.len() > 1);
    let read = stream::iter(sites).map(|(site, items)| async move { site_dates(&site, Arc::new(items), means).await });
    let (mut dates, mut unread) = (BTreeMap::new(), Vec::new());
    for (dated, untold) in read.buffered(SIDE_BY_SIDE).collect::<Vec<_>>().await {
        dates.extend(dated);
        unread.extend(untold);
    }
    (dates, unread)
}

/// The dates of one site's items by its sitemap, through its index where it has one, and what was not
/// read.
async fn site_dates(site: &str, items: Arc<BTreeSet<String>>, means: &Means<'_>) -> (Vec<(String, When)>, Vec<String>) {
    let (mut dates, mut unread, mut read) = (Vec::new(), Vec::new(), 0);
    let mut maps: Vec<Url> = Url::parse(&format!("{site}/sitemap.xml")).into_iter().collect();
    while let Some(map) = maps.pop_if(|_| read < SITEMAP_CAP) {
        read += 1;
        let (address, items) = (safe_address(&map), items.clone());
        let dated = move |response: &Response| sitemap::read(response).map(|parsed| dated(parsed, &items));
        let Ok(Dated { sitemaps, pages, is_capped }) = means.read(map, dated).await else { continue };
        maps.extend(sitemaps.into_iter().rev());
        dates.extend(pages);
        if is_capped {
            unread.push(format!("{address}: {}", sitemap::BEYOND));
        }
    }
    if !maps.is_empty() {
        unread.push(format!("{site} has more than {SITEMAP_CAP} sitemaps: the rest was not read"));
    }
    (dates, unread)
}

/// What a sitemap says that is of use.
struct Dated {
    sitemaps: Vec<Url>,
    pages: Vec<(String, When)>,
    is_capped: bool,
}

fn dated(parsed: Sitemap, items: &BTreeSet<String>) -> Dated {
    let dated = |page: Entry| Some((Link::parse(page.url.as_str())?.key().to_owned(), page.changed?));
    let pages = parsed.pages.into_iter().filter_map(dated).filter(|(key, _)| items.contains(key)).collect();
    let sitemaps = parsed.sitemaps.into_iter().map(|entry| entry.url).collect();
    Dated { sitemaps, pages, is_capped: parsed.is_capped }
}

/// Asks pages, each once. A page that cannot be had is asked again another time; one that answered
/// and said nothing is remembered as silent.
async fn ask(pages: Vec<String>, means: &Means<'_>) -> (Known, Vec<(String, String)>) {
    let asked = stream::iter(pages).map(|page| async move { (facts(&page, means).await, page) });
    let (mut found, mut failed) = (Known::new(), Vec::new());
    for (answer, page) in asked.buffered(SIDE_BY_SIDE).collect::<Vec<_>>().await {
        match answer {
            Ok((key, facts)) => drop(found.insert(key, facts)),
            Err(reason) => failed.push((page, reason)),
        }
    }
    (found, failed)
}

async fn facts(page: &str, means: &Means<'_>) -> Result<(String, Found), String> {
    let link = Link::parse(page).ok_or("not an http(s) address")?;
    let url = link.to_url().ok_or("not an address")?;
    let context = means.context.clone();
    let facts = means.read(url, move |response| page_facts(response, &context)).await?;
    let found = Found {
        published: facts.published.as_ref().map(|dated| dated.when),
        published_from: facts.published.as_ref().map(|dated| dated.origin),
        summary: facts.summary,
        canonical: facts.canonical.as_ref().and_then(|url| own_address(&link, url)),
    };
    Ok((link.key().to_owned(), found))
}

/// The address that a page calls its own, where it is another one of the same site that says no less:
/// a list above the page, as closed jobs lead to, stands for nothing in it.
fn own_address(asked: &Link, stated: &Url) -> Option<String> {
    let stated = Link::parse(stated.as_str())?;
    let (from, to) = (asked.to_url()?, stated.to_url()?);
    let is_one_site = asked.host().trim_start_matches("www.") == stated.host().trim_start_matches("www.");
    let is_above = from.path().starts_with(to.path().trim_end_matches('/')) && from.path().len() > to.path().len() + 1;
    (stated.key() != asked.key() && is_one_site && !is_above).then(|| stated.as_str().to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::model::item::Details;

    #[test]
    fn a_page_says_its_own_address_but_not_that_of_a_list_above_it() {
        let own = |asked: &str, stated: &str| {
            own_address(&Link::parse(asked).unwrap(), &stated.parse().unwrap()).map(|address| address.to_owned())
        };
        let post = "https://example.org/blog/2026/11/post";
        assert_eq!(own("https://example.org/?p=77", post).as_deref(), Some(post));
        assert_eq!(own("https://www.example.org/p/77", post).as_deref(), Some(post));
        assert_eq!(own(post, "https://example.org/blog/2026/11/post/"), None, "it is the same");
        assert_eq!(own(post, "https://example.org/blog"), None, "a list above it");
        assert_eq!(own(post, "https://elsewhere.example/post"), None, "another site");
    }

    #[test]
    fn an_item_gets_the_address_that_its_page_calls_its_own_unless_others_do_too() {
        let given = "https://example.org/?p=77";
        let mut item = Item::new(Details::Article {}, "A post", "feed", jiff::civil::date(2026, 11, 20));
        item.linked(given);
        let key = item.url.as_ref().unwrap().key().to_owned();
        let said = Found { canonical: Some("https://example.org/post".into()), ..Found::default() };
        let mut known = Known::from([(key, said.clone())]);
        let mut completed = item.clone();
        recall(&mut [&mut completed], &known);
        assert_eq!(completed.url.unwrap().as_str(), "https://example.org/post");
        assert_eq!(completed.original_url, given);
        known.insert("another page".into(), said);
        doubt_shared_canonicals(&mut known);
        assert!(known.values().all(|found| found.canonical.is_none()));
    }
}
