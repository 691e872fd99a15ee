//! The `teamtailor` kind: the JSON Feed of a Teamtailor career site, `/jobs.json`.
//!
//! Shape: captures. JSON Feed 1.1 whose items have `_jobposting`, a schema.org `JobPosting`: that has
//! the places, and as the `name` of its `identifier` the employer. The RSS form (`/jobs.rss`) has the
//! kind `feed`, without places. Remote work is taken from schema.org's `jobLocationType`; what
//! Teamtailor writes there for hybrid work is unverified.

use schemars::JsonSchema;
use serde::Deserialize;
use url::Url;

use super::board::{self, Fields, Posting, Slug};
use super::settings::HttpUrl;
use crate::collect::{Collector, Context, Documented, Page, ParseError};
use crate::model::exchange::{Ask, Response};
use crate::model::item::Workplace;

const EXPECTED: &str = "the job feed of a Teamtailor career site (JSON Feed with `items`)";

/// Settings of a `teamtailor` source.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Teamtailor {
    /// The tenant: `acme` of `https://acme.teamtailor.com`.
    pub tenant: Option<Slug>,
    /// The career site instead, where it has its own domain: `https://career.example.org`.
    pub url: Option<HttpUrl>,
    /// The employer's name, where the one that the jobs give is not wanted.
    pub organisation: Option<String>,
}

impl Documented for Teamtailor {
    const VERIFIED: &'static str = "Captures of the JSON Feed";
    const CANNOT: &'static str = "Hybrid work: schema.org has no word for it";
}

impl Collector for Teamtailor {
    fn problems(&self) -> Vec<(&'static str, String)> {
        board::site_problems(self.tenant.as_ref(), self.url.as_ref(), "teamtailor.com")
    }

    fn start(&self, _context: &Context) -> Vec<Ask> {
        let site = board::site(self.tenant.as_ref(), self.url.as_ref(), "teamtailor.com", &["jobs.json"]);
        board::start(site.map(board::get))
    }

    fn parse(&self, response: &Response, context: &Context) -> Result<Page, ParseError> {
        let answer = board::json(response, EXPECTED)?;
        let items = board::list(&answer, "/items", EXPECTED)?;
        let language = Fields(&answer).text("/language");
        let read =
            |job: Fields<'_>| Posting { language: job.text("/language").or(language.clone()), ..self.posting(job) };
        Ok(board::page(items.iter().map(|job| read(Fields(job))), response, context))
    }

    fn address(&self) -> Option<Url> {
        board::site(self.tenant.as_ref(), self.url.as_ref(), "teamtailor.com", &["jobs"])
    }
}

impl Teamtailor {
    fn posting(&self, job: Fields<'_>) -> Posting {
        let said = |names: [&str; 2]| names.iter().find_map(|at| job.text(&format!("/_jobposting{at}")));
        let id = job.text("/_jobposting/identifier/value").or_else(|| job.text("/id"));
        let type_of_place = job.text("/_jobposting/jobLocationType");
        Posting {
            title: job.text("/title").or_else(|| job.text("/_jobposting/title")),
            link: job.text("/url"),
            uid: id.map(|id| format!("teamtailor:{id}")),
            organisation: self.organisation.clone().or_else(|| said(["/hiringOrganization/name", "/identifier/name"])),
            locations: job
                .0
                .get("_jobposting")
                .map(|posting| board::schema_places(Fields(posting)))
                .unwrap_or_default(),
            workplace: type_of_place.map_or(Workplace::Unknown, |word| board::workplace(&word)),
            published: job.text("/date_published").or_else(|| job.text("/_jobposting/datePosted")),
            updated: job.text("/date_modified"),
            expires: job.text("/_jobposting/validThrough"),
            description: job.text("/content_text").or_else(|| job.html("/content_html")),
            ..Posting::default()
        }
    }
}
