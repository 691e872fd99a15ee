//! The `json` kind: any JSON answer as a source, by a mapping in the settings.
//!
//! For the long tail: job boards, calendars and catalogues that have no kind of their own. `items` is
//! the `path` of the list, each `field` the path of its value from the item (or a table with
//! pattern, `template`, constant …); `draft` makes the items, `next` turns the pages.

mod draft;
mod field;
mod next;
mod path;
mod template;

use std::collections::BTreeMap;
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use super::settings::{HttpUrl, Place, Variable};
use crate::collect::{Collector, Context, Documented, Page, ParseError, Warning, json};
use crate::model::exchange::{About, Ask, HttpRequest, Request, Response, SecretHeader};
use crate::model::item::ItemType;
use crate::model::text;
use draft::Drafter;

pub use field::Field;
pub use next::Next;
pub use path::Path;

const EXPECTED: &str = "JSON with a list where `items` says";
/// Most items that are taken from one answer.
pub(crate) const ITEM_CAP: usize = 10_000;
/// Most pages, where the settings do not say.
const PAGES: u32 = 10;

/// Settings of a `json` source.
///
/// A field is a path inside the item (`"title"`, `"company.name"`, `"places[*].city"`), or a table
/// with `path`, `pattern`, `format`, `template`, `ignore`, or just a constant `value`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Json {
    /// The address.
    pub url: Option<HttpUrl>,
    /// A local file instead of `url`.
    pub path: Option<PathBuf>,
    /// What relative links are relative to. Default: `url`.
    pub base: Option<HttpUrl>,
    /// Request headers: a text, or a secret from the environment, sent to this address's host only:
    /// `{ accept = "application/json", x-api-key = { env = "ACME_KEY" } }`.
    #[serde(default)]
    pub headers: BTreeMap<String, Header>,
    /// What the items are. Default: what the source's section takes, else articles.
    #[serde(rename = "type")]
    pub item_type: Option<ItemType>,

    /// The path of the list: `"data.jobs"`, `"[0].list"`, `"groups[*].events"`. Default: the answer
    /// itself is the list.
    pub items: Option<Path>,
    /// The title: needed.
    pub title: Option<Field>,
    /// Its address.
    pub link: Option<Field>,
    /// When it was published. Seconds and milliseconds since 1970 are understood.
    pub date: Option<Field>,
    /// When it was last changed.
    pub updated: Option<Field>,
    /// What it is about.
    pub summary: Option<Field>,
    /// Its authors; every value that is found is one.
    pub authors: Option<Field>,
    /// Its own tags; every value that is found is one. (`tags` are those of the source.)
    pub topics: Option<Field>,
    /// A picture.
    pub image: Option<Field>,
    /// The source's own id of the item.
    pub uid: Option<Field>,
    /// Jobs: the employer.
    pub organisation: Option<Field>,
    /// Jobs: where the work is done, every value that is found. Events: the venue, as written.
    pub location: Option<Field>,
    /// The city of a job or an event.
    pub city: Option<Field>,
    /// The country of a job or an event; name or code.
    pub country: Option<Field>,
    /// Jobs: remote, hybrid or onsite, where the text says one of these words.
    pub workplace: Option<Field>,
    /// Jobs: the application deadline.
    pub closes: Option<Field>,
    /// Events: the first day or moment.
    pub start: Option<Field>,
    /// Events: the last day (inclusive) or moment.
    pub end: Option<Field>,
    /// Events: the IANA name of their time zone, in which times without an offset are read.
    pub timezone: Option<Field>,
    /// Events: whether one can take part online (true or false).
    pub online: Option<Field>,
    /// Events: the first day of the call for papers.
    pub cfp_opens: Option<Field>,
    /// Events: the last day of the call for papers.
    pub cfp_closes: Option<Field>,
    /// Events: where proposals go.
    pub cfp_url: Option<Field>,

    /// The path of the next page's address, or an address with `{page}` (from 0, which `url` gives),
    /// `{page+1}` (from 1) or `{offset}` (the items so far).
    pub next: Option<Next>,
    /// Most pages that are read. Default: 10 with `next`, else 1.
    pub pages: Option<u32>,
}

/// The value of a request header.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Header {
    /// As it stands.
    Text(String),
    /// A secret from the environment.
    Secret {
        /// The name of the environment variable.
        env: Variable,
        /// What stands before its value: `"Bearer "`.
        prefix: Option<String>,
    },
}

impl Header {
    /// What is wrong with a header of this name.
    fn problem(&self, name: &str) -> Option<String> {
        let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
        let lower = name.to_lowercase();
        let is_secret = ["auth", "cookie", "key", "secret", "token"].iter().any(|part| lower.contains(part));
        match self {
            _ if !is_name => Some(format!("“{}” is no name of a header", text::line(name, 60))),
            Header::Text(_) if is_secret => {
                Some(format!("secrets do not stand in this file: write {lower} = {{ env = \"NAME\" }}"))
            }
            _ => None,
        }
    }
}

impl Documented for Json {
    const VERIFIED: &'static str = "Made for this program";
    const CANNOT: &'static str = "Answers that need a body, a session or a computed signature: use `command`";
}

impl Collector for Json {
    fn problems(&self) -> Vec<(&'static str, String)> {
        let mut problems = Place { url: self.url.as_ref(), path: self.path.as_ref() }.problems();
        let wrong = [
            ("title", self.title.is_none(), "`title` is missing: the path of an item's title"),
            ("start", self.item_type == Some(ItemType::Event) && self.start.is_none(), "events need a `start`"),
            ("end", self.end.is_some() && self.start.is_none(), "`end` needs `start`"),
            ("next", self.next.is_some() && self.url.is_none(), "`next` needs `url`: a file has no next page"),
            ("pages", self.pages.is_some() && self.next.is_none(), "`pages` needs `next`: where is the next page?"),
        ];
        let headers = self.headers.iter().filter_map(|(name, header)| header.problem(name));
        problems.extend(headers.map(|problem| ("headers", problem)));
        problems.extend(wrong.into_iter().filter(|(_, is, _)| *is).map(|(key, _, why)| (key, why.to_owned())));
        problems
    }

    fn start(&self, _context: &Context) -> Vec<Ask> {
        match &self.url {
            Some(url) => vec![Ask::start(Request::Http(self.request(url.0.clone())))],
            None => Place { url: None, path: self.path.as_ref() }.ask(HttpRequest::get),
        }
    }

    fn parse(&self, response: &Response, context: &Context) -> Result<Page, ParseError> {
        let answer = json::read(response, EXPECTED)?;
        let members = self.members(&answer)?;
        let number = if let About::NextPage(number) = response.ask.about { number } else { 0 };
        let mut page = Page::default();
        if members.is_empty() && number == 0 {
            page.warnings.push(Warning("the answer has no items".to_owned()));
        }
        if members.len() > ITEM_CAP {
            page.warnings.push(Warning(format!("{} items in one answer: only {ITEM_CAP} were read", members.len())));
        }
        let base = self.base.as_ref().map(|base| &base.0).or(response.url.as_ref());
        let mut drafter = Drafter::new(self, base, context);
        page.items = members.iter().take(ITEM_CAP).filter_map(|member| drafter.item(member)).collect();
        page.warnings.extend(drafter.warnings());
        self.turn(&answer, number, members.len(), response, &mut page);
        Ok(page)
    }

    fn address(&self) -> Option<Url> {
        self.url.as_ref().map(|url| url.0.clone())
    }
}

impl Json {
    /// A request with the headers of the settings. What an answer names as the next page may be
    /// anywhere: only the origin of `url` gets them.
    fn request(&self, url: Url) -> HttpRequest {
        let is_own = self.url.as_ref().is_some_and(|own| own.0.origin() == url.origin());
        let mut request = HttpRequest::get(url);
        for (name, header) in self.headers.iter().filter(|_| is_own) {
            match header {
                Header::Text(value) => request.headers.push((name.to_lowercase(), value.clone())),
                Header::Secret { env, prefix } => request.secrets.push(SecretHeader {
                    name: name.to_lowercase(),
                    prefix: prefix.clone().unwrap_or_default(),
                    variable: env.0.clone(),
                }),
            }
        }
        request
    }

    /// The items of an answer, as they are.
    fn members<'v>(&self, answer: &'v Value) -> Result<Vec<&'v Value>, ParseError> {
        let found = match &self.items {
            Some(path) => path.find(answer),
            None if answer.is_array() => vec![answer],
            None => Vec::new(),
        };
        if found.is_empty() && !self.items.as_ref().is_some_and(Path::is_wide) {
            return Err(ParseError::NotExpected { expected: EXPECTED, found: without_list(answer) });
        }
        let spread = found.into_iter().flat_map(|value| match value {
            Value::Array(members) => members.iter().collect(),
            other => vec![other],
        });
        Ok(spread.filter(|member| !member.is_null()).collect())
    }

    /// Asks for the page after this one, where there is one and the cap allows it.
    fn turn(&self, answer: &Value, number: u32, items: usize, response: &Response, page: &mut Page) {
        let next = self.next.as_ref().and_then(|next| next.after(answer, number, items, response));
        let Some(url) = next else { return };
        let pages = self.pages.unwrap_or(PAGES);
        if number + 1 < pages {
            let request = Request::Http(self.request(url));
            page.next.push(Ask { request, about: About::NextPage(number + 1) });
        } else if self.pages.is_none() {
            page.warnings.push(Warning(format!("stopped after {pages} pages; set `pages` to read more (or fewer)")));
        }
    }
}

/// What an answer without a list is.
fn without_list(answer: &Value) -> String {
    match answer {
        Value::Object(table) if answer.get("message").or_else(|| answer.get("error")).is_none() => {
            let keys: Vec<&str> = table.keys().take(12).map(String::as_str).collect();
            format!("a table with the keys {}", text::line(&keys.join(", "), 200))
        }
        Value::Array(members) => format!("a list of {}", members.len()),
        other => json::instead_of_array(other),
    }
}
