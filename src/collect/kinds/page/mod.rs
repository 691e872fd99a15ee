//! The `page` kind: a web page as a source.
//!
//! With nothing but an address: what the page is about, or the events and jobs that its schema.org
//! data lists (`single`). With `items`, a CSS selector: a list page, each field by its own selector
//! (`field`, `list`), with following pages (`next`) and, with `detail`, each item's own page.

pub(super) mod dates;
pub(super) mod draft;
pub(super) mod field;
mod list;
mod required;
mod selector;
mod single;

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::Deserialize;
use url::Url;

use super::settings::{HttpUrl, OneOrMany, Place, YearlyUrl, one_or_many, url_or_path};
use crate::collect::{Collector, Context, Documented, Page as Answer, ParseError};
use crate::model::exchange::{About, Ask, HttpRequest, Response};
use crate::model::item::ItemType;
use crate::model::link::Link;

pub use field::Field;
pub use selector::{CssSelector, Pattern};

/// Settings of a `page` source.
///
/// A field is a CSS selector inside the item (`"h3 a"`), an attribute of what it finds (`"a@href"`),
/// an attribute of the item itself (`"@data-job-id"`), or a table with `select`, `attr`, `pattern`,
/// `format`, `template`, `ignore`, or just a constant `value`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// The address, or several of pages alike. `{year}` (2027) or `{yy}` (27) in it: this year's and the
    /// next one's are asked, and one that is not there yet is passed over.
    #[serde(default, deserialize_with = "one_or_many")]
    #[schemars(with = "Option<OneOrMany<YearlyUrl>>")]
    pub url: Vec<YearlyUrl>,
    /// A local file instead of `url`.
    pub path: Option<PathBuf>,
    /// What relative links are relative to, where `path` is used.
    pub base: Option<HttpUrl>,
    /// What the items are. Default: what the page's data says, else what the source's section takes,
    /// else articles.
    #[serde(rename = "type")]
    pub item_type: Option<ItemType>,

    /// Selects the elements of a list page that are items. Without it the page itself is the item.
    pub items: Option<CssSelector>,
    /// Default: the first heading of the item, else the text of its link.
    pub title: Option<Field>,
    /// Default: the first link of the item, or the item itself where it is one.
    pub link: Option<Field>,
    /// When it was published. Without a year: the latest year that is not in the future.
    pub date: Option<Field>,
    /// What it is about.
    pub summary: Option<Field>,
    /// Its authors; every element that is found is one.
    pub authors: Option<Field>,
    /// Its own tags; every element that is found is one. (`tags` are those of the source.)
    pub topics: Option<Field>,
    /// A picture: `"img@src"`.
    pub image: Option<Field>,
    /// The source's own id of the item.
    pub uid: Option<Field>,
    /// Jobs: the employer.
    pub organisation: Option<Field>,
    /// Jobs: where the work is done, every element that is found. Events: the venue, as written.
    pub location: Option<Field>,
    /// The city of a job or an event.
    pub city: Option<Field>,
    /// The country of a job or an event; two letters for jobs.
    pub country: Option<Field>,
    /// Jobs: remote, hybrid or onsite, where the text says one of these words.
    pub workplace: Option<Field>,
    /// Jobs: the application deadline.
    pub closes: Option<Field>,
    /// Events: the first day. Without a year: the next such day, up to 60 days past.
    pub start: Option<Field>,
    /// Events: the last day.
    pub end: Option<Field>,
    /// Events: the first day of the call for papers.
    pub cfp_opens: Option<Field>,
    /// Events: the last day of the call for papers.
    pub cfp_closes: Option<Field>,
    /// Events: where proposals go.
    pub cfp_url: Option<Field>,

    /// The link to the next page of the list: `"a.next@href"`, or a template with `{page}`, counted
    /// from 0 (the first page, which `url` gives).
    pub next: Option<Field>,
    /// Most pages of the list that are read. Default: 10 with `next`, else 1.
    pub pages: Option<u32>,
    /// Fields without which an item is left out.
    #[serde(default)]
    pub require: Vec<String>,
    /// Fewer items on the first page are a warning: the page was probably redesigned. Default: 1.
    pub min_items: Option<usize>,
    /// Follow each item's link and complete the item from its own page.
    #[serde(default)]
    pub detail: bool,
    /// Most items of a page that are completed from their own pages. Default: 50.
    pub max_details: Option<usize>,
}

impl Documented for Page {
    const VERIFIED: &'static str = "schema.org’s own examples; 1,000 real pages with known dates";
    const CANNOT: &'static str = "Pages that a script builds in the browser; pages that refuse programs";
}

impl Collector for Page {
    fn problems(&self) -> Vec<(&'static str, String)> {
        let mut problems = url_or_path(!self.url.is_empty(), self.path.is_some());
        problems.extend(self.list_problems());
        problems.extend(self.field_problems());
        problems
    }

    fn start(&self, context: &Context) -> Vec<Ask> {
        let local = Place { url: None, path: self.path.as_ref() }.ask(HttpRequest::page);
        let pages = self.url.iter().flat_map(|url| url.asks(context.today, HttpRequest::page));
        local.into_iter().chain(pages).collect()
    }

    fn parse(&self, response: &Response, context: &Context) -> Result<Answer, ParseError> {
        match (&response.ask.about, &self.items) {
            (About::Detail(item), _) => single::complete(self, item, response, context),
            (_, Some(items)) => list::parse(self, items, response, context),
            (_, None) => single::parse(self, response, context),
        }
    }

    fn address(&self) -> Option<Url> {
        match self.url.as_slice() {
            [url] => url.fixed(),
            _ => None,
        }
    }

    /// A page that is the item itself brings its own address and no other.
    fn is_own(&self, link: &Link) -> Option<bool> {
        self.items.is_none().then(|| self.url.iter().any(|url| url.leads_to(link)))
    }
}

impl Page {
    /// The fields of an item by the names of their settings.
    fn fields(&self) -> [(&'static str, Option<&Field>); 19] {
        [
            ("title", self.title.as_ref()),
            ("link", self.link.as_ref()),
            ("date", self.date.as_ref()),
            ("summary", self.summary.as_ref()),
            ("authors", self.authors.as_ref()),
            ("topics", self.topics.as_ref()),
            ("image", self.image.as_ref()),
            ("uid", self.uid.as_ref()),
            ("organisation", self.organisation.as_ref()),
            ("location", self.location.as_ref()),
            ("city", self.city.as_ref()),
            ("country", self.country.as_ref()),
            ("workplace", self.workplace.as_ref()),
            ("closes", self.closes.as_ref()),
            ("start", self.start.as_ref()),
            ("end", self.end.as_ref()),
            ("cfp_opens", self.cfp_opens.as_ref()),
            ("cfp_closes", self.cfp_closes.as_ref()),
            ("cfp_url", self.cfp_url.as_ref()),
        ]
    }

    /// Keys that only a list page can use.
    fn list_problems(&self) -> Vec<(&'static str, String)> {
        if self.items.is_some() {
            return Vec::new();
        }
        let used = [
            ("next", self.next.is_some()),
            ("pages", self.pages.is_some()),
            ("require", !self.require.is_empty()),
            ("min_items", self.min_items.is_some()),
            ("detail", self.detail),
            ("max_details", self.max_details.is_some()),
        ];
        let alone = used.into_iter().filter(|(_, used)| *used).map(|(key, _)| key);
        alone.map(|key| (key, format!("`{key}` is for list pages: it needs `items`, a CSS selector"))).collect()
    }

    fn field_problems(&self) -> Vec<(&'static str, String)> {
        let mut problems = Vec::new();
        let names: Vec<&str> = self.fields().iter().map(|(name, _)| *name).collect();
        for name in self.require.iter().filter(|name| !names.contains(&name.as_str())) {
            problems.push(("require", format!("`{name}` is no field of an item (those are {})", names.join(", "))));
        }
        let is_dated_event = self.start.is_some() || self.detail || self.items.is_none();
        if self.item_type == Some(ItemType::Event) && !is_dated_event {
            problems.push(("start", "events need a start: give `start`, or `detail = true`".to_owned()));
        }
        if self.end.is_some() && self.start.is_none() {
            problems.push(("end", "`end` needs `start`".to_owned()));
        }
        problems
    }
}
