//! The `wordpress` kind: posts of a WordPress site through its REST interface, with dates to the second
//! and more posts than its feed has.
//!
//! Format: `GET {site}/wp-json/wp/v2/posts` (developer.wordpress.org/rest-api/reference/posts): `date_gmt`
//! is UTC without saying so, titles and excerpts are HTML with numeric entities. Sites may switch the
//! interface off; their feed (`kind = "feed"`) remains. Unverified: whether a given site has it.
//! How many pages there are stands in a header that collectors do not see: a list that ends exactly
//! with a full page costs one request more, whose error is told.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use super::feed::excerpt;
use super::settings::{HttpUrl, http_address};
use crate::collect::stated_date::StatedDate;
use crate::collect::{Collector, Context, Documented, Page, ParseError, Warning, html, json, schema_org};
use crate::model::dates::{When, machine};
use crate::model::exchange::{About, Ask, HttpRequest, Request, Response};
use crate::model::item::{DateOrigin, Details, Item};
use crate::model::text;

const EXPECTED: &str = "a list of WordPress posts (JSON)";
/// The most that WordPress gives at once.
const PER_PAGE: usize = 100;
/// The fields of a post that are wanted; what is embedded needs `_links`.
const FIELDS: &str = "id,date,date_gmt,modified_gmt,link,title,excerpt,_links,_embedded";
const EMBED: &str = "author,wp:featuredmedia,wp:term";

/// Settings of a `wordpress` source.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WordPress {
    /// The site: the address of its front page.
    pub url: HttpUrl,
    /// The kind of posts in the interface. Default: `posts`; other kinds of a site's own work too.
    #[serde(default = "posts")]
    pub post_type: String,
    /// Only posts of these categories (their numbers).
    #[serde(default)]
    pub categories: Vec<u32>,
    /// Only posts with these words.
    pub search: Option<String>,
    /// Most pages of 100 posts, the newest first. Default: 1.
    #[serde(default = "one")]
    pub pages: u32,
    /// True for a site without readable addresses (`?p=123`).
    #[serde(default)]
    pub plain_permalinks: bool,
}

fn posts() -> String {
    "posts".to_owned()
}

fn one() -> u32 {
    1
}

impl Documented for WordPress {
    const VERIFIED: &'static str = "Documentation";
    const CANNOT: &'static str =
        "Sites that switch the interface off (401, 403, 404): use their feed; pages that are no posts";
}

impl Collector for WordPress {
    fn problems(&self) -> Vec<(&'static str, String)> {
        let mut problems = Vec::new();
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        if self.post_type.is_empty() || !self.post_type.chars().all(is_name) {
            problems.push(("post_type", format!("{:?} is no kind of posts, for example \"posts\"", self.post_type)));
        }
        if self.pages == 0 {
            problems.push(("pages", "`pages` is 0: nothing would be read; `enabled = false` switches off".to_owned()));
        }
        problems
    }

    fn start(&self, _context: &Context) -> Vec<Ask> {
        self.posts_url(0).map(|url| Ask::start(Request::Http(HttpRequest::get(url)))).into_iter().collect()
    }

    fn parse(&self, response: &Response, context: &Context) -> Result<Page, ParseError> {
        let posts = json::read_array(response, EXPECTED)?;
        let number = if let About::NextPage(number) = response.ask.about { number } else { 0 };
        let mut page = Page::default();
        for post in &posts {
            match item(post, context) {
                Ok(item) => page.items.push(item),
                Err(reason) => page.warnings.push(Warning(reason)),
            }
        }
        if posts.is_empty() && number == 0 {
            page.warnings.push(Warning("the site has no such posts".into()));
        }
        if posts.len() >= PER_PAGE && number + 1 < self.pages {
            let request = self.posts_url(number + 1).map(|url| Request::Http(HttpRequest::get(url)));
            page.next.extend(request.map(|request| Ask { request, about: About::NextPage(number + 1) }));
        }
        Ok(page)
    }

    fn address(&self) -> Option<Url> {
        Some(self.url.0.clone())
    }
}

impl WordPress {
    /// The address of a page of the list, counted from 0 (WordPress counts from 1).
    fn posts_url(&self, page: u32) -> Option<Url> {
        let mut url = Url::parse(&format!("{}/", self.url.0.as_str().trim_end_matches('/'))).ok()?;
        if self.plain_permalinks {
            url.query_pairs_mut().append_pair("rest_route", &format!("/wp/v2/{}", self.post_type));
        } else {
            url = url.join(&format!("wp-json/wp/v2/{}", self.post_type)).ok()?;
        }
        let mut query = url.query_pairs_mut();
        query.append_pair("per_page", &PER_PAGE.to_string()).append_pair("page", &(page + 1).to_string());
        if !self.categories.is_empty() {
            let numbers: Vec<String> = self.categories.iter().map(u32::to_string).collect();
            query.append_pair("categories", &numbers.join(","));
        }
        if let Some(search) = &self.search {
            query.append_pair("search", search);
        }
        query.append_pair("_fields", FIELDS).append_pair("_embed", EMBED);
        drop(query);
        Some(url)
    }
}

/// One post, or what it lacks.
fn item(post: &Value, context: &Context) -> Result<Item, String> {
    let title = rendered(post, "title").map(|title| text::title(&html::to_text(title))).unwrap_or_default();
    let link = json::text(post, "link").unwrap_or_default();
    if title.is_empty() {
        return Err(format!("a post without a title was left out ({})", text::line(link, 100)));
    }
    let mut item = Item::new(Details::Article {}, title, &context.source, context.today);
    item.linked(link);
    item.uid = post.get("id").and_then(Value::as_i64).map(|id| id.to_string());
    if let Some(published) = published(post) {
        item.dated(published, DateOrigin::Feed);
    }
    item.updated = json::text(post, "modified_gmt").and_then(machine::read);
    let is_protected = post.get("excerpt").and_then(|excerpt| excerpt.get("protected")) == Some(&Value::Bool(true));
    let excerpt = rendered(post, "excerpt").filter(|_| !is_protected);
    item.summary = excerpt.and_then(|excerpt| text::summary(&excerpt::body(&html::to_prose(excerpt))));
    item.authors = names(embedded(post, "author").into_iter());
    item.tags = names(embedded(post, "wp:term").into_iter().filter_map(Value::as_array).flatten());
    item.tags.retain(|tag| tag != "Uncategorized");
    item.image = embedded(post, "wp:featuredmedia")
        .first()
        .and_then(|media| json::text(media, "source_url"))
        .and_then(http_address);
    Ok(item)
}

/// `date_gmt` is UTC; `date` alone is local to the site, so that only its day is certain.
fn published(post: &Value) -> Option<When> {
    let local = || json::text(post, "date").and_then(StatedDate::read).map(StatedDate::certain);
    json::text(post, "date_gmt").and_then(machine::read).or_else(local)
}

fn rendered<'v>(post: &'v Value, name: &str) -> Option<&'v str> {
    json::text(post.get(name)?, "rendered")
}

fn embedded<'v>(post: &'v Value, name: &str) -> Vec<&'v Value> {
    let members = post.get("_embedded").and_then(|embedded| embedded.get(name)).and_then(Value::as_array);
    members.into_iter().flatten().collect()
}

fn names<'v>(members: impl Iterator<Item = &'v Value>) -> Vec<String> {
    let names: Vec<String> = members.filter_map(|member| json::text(member, "name")).map(html::to_text).collect();
    schema_org::distinct(names.iter().map(String::as_str))
}
