//! The shared step that asks a site for what a feed leaves out: dates and summaries.
//!
//! First the sitemap of a site with several undated items (one request), then the items' own pages,
//! at most so many in one run: never by time, so that two runs ask the same. What was found, and
//! that nothing was found, is handed back to be remembered: a page is asked once, not monthly.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::stream::{self, StreamExt as _};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use url::Url;

use super::page_facts::page_facts;
use super::{Context, sitemap};
use crate::fetch::{Answer, Fetcher};
use crate::model::dates::When;
use crate::model::exchange::{Ask, Body, HttpRequest, Request, Response};
use crate::model::item::{DateOrigin, Item, ItemType};
use crate::model::link::Link;

/// Sitemaps that one site may name in its index and that are read.
const SITEMAP_CAP: usize = 20;
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
}

/// What earlier runs found, by canonical link key.
pub type Known = BTreeMap<String, Found>;

/// What this run found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Completed {
    /// By canonical link key.
    pub found: Known,
    /// Items that would have been asked for, had the cap not been reached.
    pub beyond_cap: usize,
}

/// Completes `items` in place.
///
/// `context` is that of the run, for no source in particular. `wanted` says which items could still be chosen; `since` is the first day of their window: an
/// item that the sitemap dates before it needs no better date. `asking` is told how many pages will
/// be asked.
pub async fn run(
    items: &mut [&mut Item],
    fetcher: &Fetcher,
    context: &Context,
    known: &Known,
    wanted: &(dyn Fn(&Item) -> bool + Sync),
    since: Date,
    cap: usize,
    asking: impl Fn(usize),
) -> Completed {
    recall(items, known);
    let undated: Vec<&Item> =
        items.iter().map(|item| &**item).filter(|item| lacks_date(item) && is_unknown(item, known)).collect();
    let undated: Vec<&Item> = undated.into_iter().filter(|item| wanted(item)).collect();
    let sitemap = if cap == 0 { BTreeMap::new() } else { sitemaps(&undated, fetcher).await };
    let needs_page = |item: &Item| is_unknown(item, known) && wanted(item) && wants_page(item, &sitemap, since);
    let pages: BTreeSet<String> = items
        .iter()
        .filter(|item| needs_page(item))
        .filter_map(|item| item.url.as_ref())
        .map(|link| link.as_str().to_owned())
        .collect();
    let (asked, beyond_cap) = (pages.iter().take(cap).cloned().collect::<Vec<_>>(), pages.len().saturating_sub(cap));
    if !asked.is_empty() {
        asking(asked.len());
    }
    let mut found = ask(asked, fetcher, context).await;
    for item in items.iter().filter(|item| lacks_date(item)) {
        add_sitemap_date(item, &sitemap, &mut found);
    }
    recall(items, &found);
    Completed { found, beyond_cap }
}

/// Events have their own dates; items without a link have no page.
fn lacks_date(item: &Item) -> bool {
    item.published.is_none() && item.url.is_some() && item.item_type() != ItemType::Event
}

/// An article without summary reads like a bare headline; jobs and events need none.
fn lacks_summary(item: &Item) -> bool {
    item.summary.is_none() && item.url.is_some() && item.item_type() == ItemType::Article
}

fn is_unknown(item: &Item, known: &Known) -> bool {
    item.url.as_ref().is_some_and(|link| !known.contains_key(link.key()))
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

/// The dates of the sitemaps of every site that has more than one undated item.
async fn sitemaps(undated: &[&Item], fetcher: &Fetcher) -> BTreeMap<String, When> {
    let mut sites: BTreeMap<String, usize> = BTreeMap::new();
    for url in undated.iter().filter_map(|item| item.url.as_ref()?.to_url()) {
        *sites.entry(url.origin().ascii_serialization()).or_default() += 1;
    }
    let sites = sites.into_iter().filter(|(_, items)| *items > 1).map(|(site, _)| site);
    let read = stream::iter(sites).map(|site| async move { site_dates(&site, fetcher).await }).buffered(SIDE_BY_SIDE);
    read.concat().await.into_iter().collect()
}

/// The dates of one site's sitemap, through its index where it has one.
async fn site_dates(site: &str, fetcher: &Fetcher) -> Vec<(String, When)> {
    let mut dates = Vec::new();
    let mut maps: Vec<Url> = Url::parse(&format!("{site}/sitemap.xml")).into_iter().collect();
    let mut read = 0;
    while let Some(map) = maps.pop().filter(|_| read < SITEMAP_CAP) {
        read += 1;
        let Some(response) = response(map, fetcher).await else { continue };
        let reading = tokio::task::spawn_blocking(move || sitemap::read(&response));
        let Ok(Ok(parsed)) = reading.await else { continue };
        maps.extend(parsed.sitemaps.into_iter().rev().map(|entry| entry.url));
        let dated = parsed.pages.into_iter().filter_map(|page| Some((Link::parse(page.url.as_str())?, page.changed?)));
        dates.extend(dated.map(|(link, changed)| (link.key().to_owned(), changed)));
    }
    dates
}

/// Asks pages, each once. A page that cannot be had is asked again another time; one that answered
/// and said nothing is remembered as silent.
async fn ask(pages: Vec<String>, fetcher: &Fetcher, context: &Context) -> Known {
    let asked =
        stream::iter(pages).map(|page| async move { facts(&page, fetcher, context).await }).buffered(SIDE_BY_SIDE);
    asked.filter_map(|found| async move { found }).collect().await
}

async fn facts(page: &str, fetcher: &Fetcher, context: &Context) -> Option<(String, Found)> {
    let link = Link::parse(page)?;
    let response = response(link.to_url()?, fetcher).await?;
    let context = context.clone();
    let facts = tokio::task::spawn_blocking(move || page_facts(&response, &context)).await.ok()?.ok()?;
    let found = Found {
        published: facts.published.as_ref().map(|dated| dated.when),
        published_from: facts.published.as_ref().map(|dated| dated.origin),
        summary: facts.summary,
    };
    Some((link.key().to_owned(), found))
}

async fn response(url: Url, fetcher: &Fetcher) -> Option<Response> {
    let request = HttpRequest::page(url);
    let Answer { url, content_type, body, .. } = fetcher.fetch(&request).await.ok()?;
    Some(Response { ask: Ask::start(Request::Http(request)), url: Some(url), content_type, body: Body::Bytes(body) })
}
