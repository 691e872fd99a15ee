//! The `ashby` kind: all postings of a board through Ashby's public job posting interface.
//!
//! Shape: captures and several clients. `workplaceType` wins over `isRemote`, which is also `true`
//! for hybrid work. Nothing names the employer. Board names are sensitive to case in places; answers
//! can take ten seconds; an unknown board is a 404.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use super::board::{self, Fields, Posting, Slug};
use super::settings::HttpUrl;
use crate::collect::{Collector, Context, Documented, Page, ParseError};
use crate::model::exchange::{Ask, Response};
use crate::model::item::Workplace;
use crate::model::place::Location;

const EXPECTED: &str = "the postings of an Ashby board (JSON with `jobs`)";

/// Settings of an `ashby` source.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ashby {
    /// The board's name with its capitals: `Acme` of `https://jobs.ashbyhq.com/Acme`.
    pub board: Slug,
    /// The employer's name: Ashby does not give it.
    pub organisation: Option<String>,
    /// Where the interface is. Default: `https://api.ashbyhq.com`.
    pub api: Option<HttpUrl>,
}

impl Documented for Ashby {
    const VERIFIED: &'static str = "A capture and several clients";
    const CANNOT: &'static str = "The employer’s name stands nowhere: give `organisation`";
}

impl Collector for Ashby {
    fn start(&self, _context: &Context) -> Vec<Ask> {
        let path = ["posting-api", "job-board", self.board.0.as_str()];
        board::start(board::address(self.api.as_ref(), "https://api.ashbyhq.com", &path, &[]).map(board::get))
    }

    fn parse(&self, response: &Response, context: &Context) -> Result<Page, ParseError> {
        let answer = board::json(response, EXPECTED)?;
        let jobs = board::list(&answer, "/jobs", EXPECTED)?;
        let postings = jobs.iter().filter(|job| is_listed(job)).map(|job| self.posting(Fields(job)));
        Ok(board::page(postings, response, context))
    }

    fn address(&self) -> Option<Url> {
        board::address(None, "https://jobs.ashbyhq.com", &[self.board.0.as_str()], &[])
    }
}

impl Ashby {
    fn posting(&self, job: Fields<'_>) -> Posting {
        let further = job.list("/secondaryLocations").filter_map(location);
        let locations: Vec<Location> = location(job).into_iter().chain(further).collect();
        Posting {
            title: job.text("/title"),
            link: job.text("/jobUrl"),
            uid: job.text("/id").map(|id| format!("ashby:{id}")),
            organisation: self.organisation.clone(),
            workplace: workplace(job, &locations),
            locations,
            published: job.text("/publishedAt"),
            description: job.text("/descriptionPlain").or_else(|| job.html("/descriptionHtml")),
            ..Posting::default()
        }
    }
}

/// A posting that is not listed is for those who were sent its address.
fn is_listed(job: &Value) -> bool {
    job.get("isListed").and_then(Value::as_bool) != Some(false)
}

/// The location of a posting, or one of its further locations: both have the same fields.
fn location(place: Fields<'_>) -> Option<Location> {
    let address = |part: &str| place.text(&format!("/address/postalAddress/{part}"));
    let (city, region) = (address("addressLocality"), address("addressRegion"));
    board::location(place.text("/location"), city, region, address("addressCountry"))
}

/// What the posting says, else its flag, else its locations.
fn workplace(job: Fields<'_>, locations: &[Location]) -> Workplace {
    let word = job.text("/workplaceType").or_else(|| job.is("/isRemote").then(|| "remote".to_owned()));
    board::workplace_said(word, locations)
}
