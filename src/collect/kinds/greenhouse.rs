//! The `greenhouse` kind: a whole board of Greenhouse's public Job Board API in one answer.
//!
//! Shape: <https://developers.greenhouse.io/job-board.html> and captures; `first_published`,
//! `company_name`, `language` and `application_deadline` stand only in the latter. `updated_at` is no
//! publication date: bulk edits touch it. An unknown board is a 404.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use super::board::{self, Fields, Posting, Slug};
use super::settings::{HttpUrl, OneOrMany, one_or_many};
use crate::collect::{Collector, Context, Documented, Page, ParseError, html};
use crate::model::exchange::{Ask, Response};
use crate::model::item::Workplace;
use crate::model::link::Link;
use crate::model::place::Location;

const SITE: &str = "https://job-boards.greenhouse.io";
const EXPECTED: &str = "the job list of a Greenhouse board (JSON with `jobs`)";

/// Settings of a `greenhouse` source.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Greenhouse {
    /// The board's name: `acme` of `https://job-boards.greenhouse.io/acme`. Or the names of several.
    #[serde(deserialize_with = "one_or_many")]
    #[schemars(with = "OneOrMany<Slug>")]
    pub board: Vec<Slug>,
    /// The employer's name, where the one that the board gives is not wanted.
    pub organisation: Option<String>,
    /// Where the interface is. Default: `https://boards-api.greenhouse.io`.
    pub api: Option<HttpUrl>,
}

impl Documented for Greenhouse {
    const VERIFIED: &'static str = "Documentation and captures";
    const CANNOT: &'static str =
        "The publication day of boards that leave `first_published` out: the day of a change is none";
}

impl Collector for Greenhouse {
    fn start(&self, _context: &Context) -> Vec<Ask> {
        let jobs = |board: &Slug| {
            let path = ["v1", "boards", board.0.as_str(), "jobs"];
            board::address(self.api.as_ref(), "https://boards-api.greenhouse.io", &path, &[("content", "true")])
        };
        self.board.iter().flat_map(|board| board::start(jobs(board).map(board::get))).collect()
    }

    fn parse(&self, response: &Response, context: &Context) -> Result<Page, ParseError> {
        let answer = board::json(response, EXPECTED)?;
        let jobs = board::list(&answer, "/jobs", EXPECTED)?;
        let postings = jobs.iter().filter(|job| !is_prospect(job)).map(|job| self.posting(Fields(job)));
        Ok(board::page(postings, response, context))
    }

    fn address(&self) -> Option<Url> {
        match self.board.as_slice() {
            [board] => board::address(None, SITE, &[board.0.as_str()], &[]),
            _ => Url::parse(SITE).ok(),
        }
    }

    /// On the sites of employers the board does not stand in the address.
    fn is_own(&self, link: &Link) -> Option<bool> {
        let url = link.to_url()?;
        let is_here = url.host_str().is_some_and(|host| host.ends_with("boards.greenhouse.io"));
        let board = url.path_segments()?.next().filter(|_| is_here)?;
        Some(self.board.iter().any(|own| own.0.eq_ignore_ascii_case(board)))
    }
}

impl Greenhouse {
    fn posting(&self, job: Fields<'_>) -> Posting {
        let place = job.text("/location/name").unwrap_or_default();
        Posting {
            title: job.text("/title"),
            link: job.text("/absolute_url"),
            uid: job.text("/id").map(|id| format!("gh:{id}")),
            organisation: self.organisation.clone().or_else(|| job.text("/company_name")),
            locations: locations(job, &place),
            workplace: board::workplace_in(&place),
            published: job.text("/first_published"),
            updated: job.text("/updated_at"),
            closes: job.text("/application_deadline"),
            description: job.text("/content").map(|content| body(&content)),
            language: job.text("/language"),
            ..Posting::default()
        }
    }
}

/// A "prospect post" invites people in general: it has no job behind it.
fn is_prospect(job: &Value) -> bool {
    job.get("internal_job_id").is_some_and(Value::is_null)
}

/// The location's name, or the offices where it names only a way of working ("Hybrid").
fn locations(job: Fields<'_>, place: &str) -> Vec<Location> {
    let is_only_a_mode = board::workplace(place) != Workplace::Unknown;
    let offices: Vec<Location> = job
        .list("/offices")
        .filter(|_| is_only_a_mode)
        .filter_map(|office| office.text("/location").or_else(|| office.text("/name")))
        .filter(|office| board::workplace(office) == Workplace::Unknown)
        .map(|office| Location::from_text(&office))
        .collect();
    if offices.is_empty() { board::locations(place) } else { offices }
}

/// The text of a description: HTML that was escaped once more.
fn body(content: &str) -> String {
    if content.contains('<') { html::to_text(content) } else { html::to_text(&html::decode_entities(content)) }
}
