//! The `softgarden` kind: the job feed of a softgarden career page, `/jobs.feed.json`.
//!
//! Not seen in a real answer: the shape (schema.org `DataFeed` whose `dataFeedElement` have a
//! `JobPosting` as `item` and a `dateModified`) was read in several clients, which also say that
//! unknown parts of addresses are "-". Older career pages have no such feed (404); their widget,
//! whose dates are written `04.07.26` or `7/4/26` by language, is not read.

use schemars::JsonSchema;
use serde::Deserialize;
use url::Url;

use super::board::{self, Fields, Posting, Slug};
use super::settings::HttpUrl;
use crate::collect::{Collector, Context, Documented, Page, ParseError};
use crate::model::exchange::{Ask, Response};
use crate::model::item::Workplace;

const EXPECTED: &str = "the job feed of a softgarden career page (JSON with `dataFeedElement`)";
const DOMAIN: &str = "career.softgarden.de";

/// Settings of a `softgarden` source.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Softgarden {
    /// The tenant: `acme` of `https://acme.career.softgarden.de`.
    pub tenant: Option<Slug>,
    /// The career page instead, where it has its own domain: `https://career.example.org`.
    pub url: Option<HttpUrl>,
    /// The employer's name, where the one that the jobs give is not wanted.
    pub organisation: Option<String>,
}

impl Documented for Softgarden {
    const VERIFIED: &'static str = "Clients only";
    const CANNOT: &'static str = "Older career pages without the feed (404): use `page`";
}

impl Collector for Softgarden {
    fn problems(&self) -> Vec<(&'static str, String)> {
        board::site_problems(self.tenant.as_ref(), self.url.as_ref(), DOMAIN)
    }

    fn start(&self, _context: &Context) -> Vec<Ask> {
        let feed = board::site(self.tenant.as_ref(), self.url.as_ref(), DOMAIN, &["jobs.feed.json"]);
        board::start(feed.map(board::get))
    }

    fn parse(&self, response: &Response, context: &Context) -> Result<Page, ParseError> {
        let answer = board::json(response, EXPECTED)?;
        let elements = board::list(&answer, "/dataFeedElement", EXPECTED)?;
        Ok(board::page(elements.iter().map(|element| self.posting(Fields(element))), response, context))
    }

    fn address(&self) -> Option<Url> {
        board::site(self.tenant.as_ref(), self.url.as_ref(), DOMAIN, &[])
    }
}

impl Softgarden {
    fn posting(&self, element: Fields<'_>) -> Posting {
        let job = |name: &str| element.text(&format!("/item/{name}"));
        let link = job("url").or_else(|| job("@id"));
        let id = job("identifier/value").or_else(|| job("identifier")).or_else(|| link.clone());
        Posting {
            title: job("title").or_else(|| job("name")),
            link,
            uid: id.map(|id| format!("softgarden:{id}")),
            organisation: self.organisation.clone().or_else(|| job("hiringOrganization/name")),
            locations: element.0.get("item").map(|item| board::schema_places(Fields(item))).unwrap_or_default(),
            workplace: job("jobLocationType").map_or(Workplace::Unknown, |word| board::workplace(&word)),
            published: job("datePosted"),
            updated: element.text("/dateModified"),
            expires: job("validThrough"),
            description: element.html("/item/description"),
            language: job("inLanguage"),
            ..Posting::default()
        }
    }
}
