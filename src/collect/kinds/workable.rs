//! The `workable` kind: all jobs of an account through the interface of Workable's website widget.
//!
//! Shape: captures and several clients. A job of several locations is listed once for each, with
//! the same `shortcode`. One host serves all accounts and refuses for hours when asked too often.
//! `telecommuting: false` does not say that the work is on site. An unknown account is a 404.

use schemars::JsonSchema;
use serde::Deserialize;
use url::Url;

use super::board::{self, Fields, Posting, Slug};
use super::settings::HttpUrl;
use crate::collect::{Collector, Context, Documented, Page, ParseError};
use crate::model::exchange::{Ask, Response};
use crate::model::place::{self, Location};

const EXPECTED: &str = "the jobs of a Workable account (JSON with `jobs`)";

/// Settings of a `workable` source.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Workable {
    /// The account's name: `acme` of `https://apply.workable.com/acme/`.
    pub account: Slug,
    /// The employer's name, where the one that the account gives is not wanted.
    pub organisation: Option<String>,
    /// Where the interface is. Default: `https://apply.workable.com`.
    pub api: Option<HttpUrl>,
}

impl Documented for Workable {
    const VERIFIED: &'static str = "A capture and several clients";
    const CANNOT: &'static str = "More than an answer now and then: the host refuses for hours";
}

impl Collector for Workable {
    fn start(&self, _context: &Context) -> Vec<Ask> {
        let path = ["api", "v1", "widget", "accounts", self.account.0.as_str()];
        let url = board::address(self.api.as_ref(), "https://apply.workable.com", &path, &[("details", "true")]);
        board::start(url.map(board::get))
    }

    fn parse(&self, response: &Response, context: &Context) -> Result<Page, ParseError> {
        let answer = board::json(response, EXPECTED)?;
        let jobs = board::list(&answer, "/jobs", EXPECTED)?;
        let organisation = self.organisation.clone().or_else(|| Fields(&answer).text("/name"));
        let postings = jobs.iter().map(|job| posting(Fields(job), organisation.clone()));
        Ok(board::page(postings, response, context))
    }

    fn address(&self) -> Option<Url> {
        board::address(None, "https://apply.workable.com", &[self.account.0.as_str()], &[])
    }
}

fn posting(job: Fields<'_>, organisation: Option<String>) -> Posting {
    Posting {
        title: job.text("/title"),
        link: job.text("/url"),
        uid: job.text("/shortcode").map(|code| format!("workable:{code}")),
        organisation,
        locations: locations(job),
        workplace: board::workplace_of_flags(job.is("/telecommuting"), false, false),
        published: job.text("/published_on"),
        description: job.html("/description"),
        ..Posting::default()
    }
}

/// The list of locations, else the job's own fields. What the employer hides stays hidden.
fn locations(job: Fields<'_>) -> Vec<Location> {
    let listed: Vec<Location> = job
        .list("/locations")
        .filter(|place| !place.is("/hidden"))
        .filter_map(|place| location(place, "/region"))
        .collect();
    let has_list = job.list("/locations").next().is_some();
    if has_list { listed } else { location(job, "/state").into_iter().collect() }
}

fn location(place: Fields<'_>, region: &str) -> Option<Location> {
    let mut location = board::location(None, place.text("/city"), place.text(region), place.text("/country"))?;
    let code = place.text("/countryCode").and_then(|code| place::country_code(&code));
    location.country = code.map(str::to_owned).or(location.country);
    Some(location)
}
