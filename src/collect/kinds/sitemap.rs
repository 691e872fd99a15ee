//! The `sitemap` kind: the pages that a site's sitemap lists, for sites without a feed.
//!
//! Format: <https://www.sitemaps.org/protocol.html>, read by [`crate::collect::sitemap`]. A sitemap says
//! only where pages are and when they changed: what they are about comes from the pages themselves,
//! read like a `page` source (robots.txt obeyed), the last changed first. The date of a page is its own;
//! `lastmod` stands in where it has none. On some sites that is the day of the last build.

use regex::Regex;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};
use url::Url;

use super::page;
use super::settings::HttpUrl;
use crate::collect::sitemap::{self, Entry};
use crate::collect::{Collector, Context, Documented, Page, ParseError, Warning};
use crate::model::dates::When;
use crate::model::exchange::{About, Ask, HttpRequest, Request, Response};
use crate::model::item::{DateOrigin, Details, Item, ItemType, Job};
use crate::model::text;

/// Most pages that are read, where the settings do not say.
pub(crate) const PAGES: usize = 50;
/// Most further sitemaps of an index.
pub(crate) const SITEMAP_CAP: usize = 20;
/// How deep an index may list indexes.
const DEPTH: u32 = 2;

/// Settings of a `sitemap` source.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sitemap {
    /// The address of the sitemap, or of an index of sitemaps; gzipped or not.
    pub url: HttpUrl,
    /// Only pages whose address this regular expression finds something in: `"/blog/\\d{4}/"`.
    #[serde(rename = "match")]
    pub matches: Option<Matching>,
    /// Of an index: only sitemaps whose address this regular expression finds something in.
    pub sitemaps: Option<Matching>,
    /// What the pages are. Default: what the source's section takes, else articles.
    #[serde(rename = "type")]
    pub item_type: Option<ItemType>,
    /// Most pages of one sitemap that are read, the last changed first. Default: 50.
    pub max_details: Option<usize>,
}

/// A regular expression that chooses addresses.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(with = "String")]
pub struct Matching(Regex);

impl<'de> Deserialize<'de> for Matching {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Regex::new(&text).map(Matching).map_err(serde::de::Error::custom)
    }
}

impl Documented for Sitemap {
    const VERIFIED: &'static str = "The protocol; a real site that was built";
    const CANNOT: &'static str =
        "Titles without asking each page; on sites that rebuild everything `lastmod` says nothing";
}

impl Collector for Sitemap {
    fn start(&self, _context: &Context) -> Vec<Ask> {
        vec![Ask::start(Request::Http(HttpRequest::get(self.url.0.clone())))]
    }

    fn parse(&self, response: &Response, context: &Context) -> Result<Page, ParseError> {
        match &response.ask.about {
            About::Detail(item) => self.detail(item, response, context),
            About::Start | About::Edition(_) => self.list(response, 0, context),
            About::NextPage(depth) => self.list(response, *depth, context),
        }
    }

    fn address(&self) -> Option<Url> {
        Some(self.url.0.clone())
    }
}

impl Sitemap {
    /// Asks for the pages of a sitemap, and for the sitemaps of an index.
    fn list(&self, response: &Response, depth: u32, context: &Context) -> Result<Page, ParseError> {
        let sitemap = sitemap::read(response)?;
        let mut answer = Page::default();
        let pages = chosen(sitemap.pages, self.matches.as_ref());
        let sitemaps = chosen(sitemap.sitemaps, self.sitemaps.as_ref());
        let cap = self.max_details.unwrap_or(PAGES);
        if pages.is_empty() && sitemaps.is_empty() {
            let address = text::line(response.url.as_ref().unwrap_or(&self.url.0).as_str(), 200);
            answer.warnings.push(Warning(format!("no page of {address} is chosen: does `match` fit?")));
        }
        if sitemap.is_capped {
            answer.warnings.push(Warning(sitemap::BEYOND.into()));
        }
        if pages.len() > cap {
            let what = if pages.iter().all(|page| page.changed.is_none()) { "first" } else { "last changed" };
            let text = format!("{} pages: the {cap} {what} were read (`max_details`)", pages.len());
            answer.warnings.push(Warning(text));
        }
        if sitemaps.len() > SITEMAP_CAP || (depth >= DEPTH && !sitemaps.is_empty()) {
            let text = format!("an index of {} sitemaps was not read to its end: set `sitemaps`", sitemaps.len());
            answer.warnings.push(Warning(text));
        }
        answer.next.extend(pages.into_iter().take(cap).map(|page| self.ask_for_page(page, context)));
        if depth < DEPTH {
            let asks = sitemaps.into_iter().take(SITEMAP_CAP).map(|sitemap| Ask {
                request: Request::Http(HttpRequest::get(sitemap.url)),
                about: About::NextPage(depth + 1),
            });
            answer.next.extend(asks);
        }
        Ok(answer)
    }

    fn item_type(&self, context: &Context) -> ItemType {
        self.item_type.or(context.takes).unwrap_or(ItemType::Article)
    }

    /// The request for a page. Its item has the address for a title, should the page not come.
    fn ask_for_page(&self, page: Entry, context: &Context) -> Ask {
        let details = match self.item_type(context) {
            ItemType::Job => Details::Job(Job::default()),
            // Whether it is an event only the page can tell.
            ItemType::Article | ItemType::Event => Details::Article {},
        };
        let mut item = Item::new(details, text::title(page.url.as_str()), &context.source, context.today);
        item.linked(page.url.as_str());
        if let Some(changed) = page.changed {
            item.dated(changed, DateOrigin::Sitemap);
        }
        Ask { request: Request::Http(HttpRequest::page(page.url)), about: About::Detail(Box::new(item)) }
    }

    /// Reads a page of the sitemap: its own words and dates go before those of the sitemap.
    fn detail(&self, item: &Item, response: &Response, context: &Context) -> Result<Page, ParseError> {
        let changed = item.published;
        let bare = Item { title: String::new(), published: None, published_from: None, ..item.clone() };
        let ask = Ask { request: response.ask.request.clone(), about: About::Detail(Box::new(bare)) };
        let settings = page::Page { item_type: Some(self.item_type(context)), ..page::Page::default() };
        let mut answer = settings.parse(&Response { ask, ..response.clone() }, context)?;
        for item in answer.items.iter_mut().filter(|item| item.published.is_none()) {
            if let Some(changed) = changed {
                item.dated(changed, DateOrigin::Sitemap);
            }
        }
        let address = item.url.as_ref().map(ToString::to_string).unwrap_or_default();
        answer.warnings =
            answer.warnings.into_iter().map(|warning| Warning(format!("{address}: {}", warning.0))).collect();
        Ok(answer)
    }
}

/// Entries whose address matches, the last changed first, those without a date at the end.
fn chosen(entries: Vec<Entry>, matching: Option<&Matching>) -> Vec<Entry> {
    let is_chosen = |entry: &Entry| matching.is_none_or(|matching| matching.0.is_match(entry.url.as_str()));
    let mut chosen: Vec<Entry> = entries.into_iter().filter(is_chosen).collect();
    let instant = |when: Option<When>| when.map(|when| (when.day(), when.timestamp()));
    chosen.sort_by_key(|entry| std::cmp::Reverse(instant(entry.changed)));
    chosen
}
