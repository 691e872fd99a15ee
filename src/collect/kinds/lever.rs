//! The `lever` kind: all postings of a site through Lever's public postings interface.
//!
//! Shape: <https://github.com/lever/postings-api> and captures; `createdAt` (milliseconds) stands
//! only in the latter and can be years old for postings that are always open: old is not closed.
//! Nothing names the employer. An unknown site is a 404.

use schemars::JsonSchema;
use serde::Deserialize;
use url::Url;

use super::board::{self, Fields, Posting, Slug};
use super::settings::HttpUrl;
use crate::collect::{Collector, Context, Documented, Page, ParseError};
use crate::model::exchange::{Ask, Response};
use crate::model::place::Location;

const EXPECTED: &str = "the postings of a Lever site (a JSON list)";

/// Settings of a `lever` source.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lever {
    /// The site's name: `acme` of `https://jobs.lever.co/acme`.
    pub site: Slug,
    /// The employer's name: Lever does not give it.
    pub organisation: Option<String>,
    /// Where the interface is: `https://api.eu.lever.co` for sites on `jobs.eu.lever.co`. Default:
    /// `https://api.lever.co`.
    pub api: Option<HttpUrl>,
}

impl Documented for Lever {
    const VERIFIED: &'static str = "Documentation and captures";
    const CANNOT: &'static str =
        "The employer’s name stands nowhere: give `organisation`; whether an old posting is still meant";
}

impl Collector for Lever {
    fn start(&self, _context: &Context) -> Vec<Ask> {
        let path = ["v0", "postings", self.site.0.as_str()];
        let url = board::address(self.api.as_ref(), "https://api.lever.co", &path, &[("mode", "json")]);
        board::start(url.map(board::get))
    }

    fn parse(&self, response: &Response, context: &Context) -> Result<Page, ParseError> {
        let answer = board::json(response, EXPECTED)?;
        let jobs = board::list(&answer, "", EXPECTED)?;
        Ok(board::page(jobs.iter().map(|job| self.posting(Fields(job))), response, context))
    }

    fn address(&self) -> Option<Url> {
        let is_eu = self.api.as_ref().and_then(|api| api.0.host_str()) == Some("api.eu.lever.co");
        let site = if is_eu { "https://jobs.eu.lever.co" } else { "https://jobs.lever.co" };
        board::address(None, site, &[self.site.0.as_str()], &[])
    }
}

impl Lever {
    fn posting(&self, job: Fields<'_>) -> Posting {
        let locations = locations(job);
        Posting {
            title: job.text("/text"),
            link: job.text("/hostedUrl"),
            uid: job.text("/id").map(|id| format!("lever:{id}")),
            organisation: self.organisation.clone(),
            workplace: board::workplace_said(job.text("/workplaceType"), &locations),
            locations,
            published: job.text("/createdAt"),
            description: job.text("/descriptionPlain").or_else(|| job.html("/description")),
            ..Posting::default()
        }
    }
}

/// All locations; the country that the posting gives belongs to the first one.
fn locations(job: Fields<'_>) -> Vec<Location> {
    let main = job.text("/categories/location");
    let others = job.list("/categories/allLocations").filter_map(|place| place.text(""));
    let others: Vec<Location> =
        others.filter(|place| Some(place) != main.as_ref()).map(|place| Location::from_text(&place)).collect();
    board::location(main, None, None, job.text("/country")).into_iter().chain(others).collect()
}
