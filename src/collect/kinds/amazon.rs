//! The `amazon` kind: a search on amazon.jobs.
//!
//! Undocumented; read in two clients that ask the live site, not in a capture. More than 100 results
//! a page give an empty list; offsets stop at 10,000; days are padded ("July  3, 2026"); the time of
//! an update is relative and useless. Where the work is done is not said.

use schemars::JsonSchema;
use serde::Deserialize;
use url::Url;

use super::board::{self, Fields, Posting};
use super::settings::HttpUrl;
use crate::collect::{Collector, Context, Documented, Page, ParseError};
use crate::model::exchange::{Ask, HttpRequest, Response};
use crate::model::link::Link;

const EXPECTED: &str = "the answer of a search on amazon.jobs (JSON with `jobs`)";
const SITE: &str = "https://www.amazon.jobs";
/// Results of a page; more give none.
const LIMIT: u32 = 100;
/// Offsets end at 10,000.
const PAGES_CAP: u32 = 100;
/// Most pages where the settings do not say.
const PAGES: u32 = 3;

/// Settings of an `amazon` source.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Amazon {
    /// The words to search for, a phrase in quotes: `"open source program office"`.
    pub search: String,
    /// Only jobs in these countries, as three letters: `["DEU", "ESP"]`. Default: everywhere.
    #[serde(default)]
    pub countries: Vec<String>,
    /// The employer's name, where the one that the jobs give is not wanted.
    pub organisation: Option<String>,
    /// Most pages of 100 jobs that are read, up to 100. Default: 3.
    #[schemars(range(min = 1, max = 100))]
    pub pages: Option<u32>,
    /// Where the site is. Default: `https://www.amazon.jobs`.
    pub url: Option<HttpUrl>,
}

impl Documented for Amazon {
    const VERIFIED: &'static str = "Two clients that ask the live site; no capture";
    const CANNOT: &'static str =
        "Nothing beyond 10,000 results of a search; no workplace, no deadline: the answer does not say";
}

impl Collector for Amazon {
    fn problems(&self) -> Vec<(&'static str, String)> {
        let is_code = |code: &String| code.len() == 3 && code.chars().all(|c| c.is_ascii_uppercase());
        let mut problems = Vec::new();
        if self.search.trim().is_empty() {
            problems
                .push(("search", "write the words to search for: the board has too many jobs to read all".to_owned()));
        }
        if let Some(code) = self.countries.iter().find(|code| !is_code(code)) {
            problems.push(("countries", format!("{code:?} is no country in three letters, like \"DEU\" or \"ESP\"")));
        }
        problems
    }

    fn start(&self, _context: &Context) -> Vec<Ask> {
        board::start(self.request(0))
    }

    fn parse(&self, response: &Response, context: &Context) -> Result<Page, ParseError> {
        let answer = board::json(response, EXPECTED)?;
        let jobs = board::list(&answer, "/jobs", EXPECTED)?;
        let mut page = board::page(jobs.iter().map(|job| self.posting(Fields(job))), response, context);
        let number = board::page_number(response) + 1;
        if jobs.len() >= LIMIT as usize {
            board::turn(&mut page, number, self.pages.unwrap_or(PAGES).min(PAGES_CAP), self.request(number));
        }
        Ok(page)
    }

    fn searches(&self) -> Option<&str> {
        Some(&self.search)
    }

    fn is_own(&self, link: &Link) -> Option<bool> {
        Some(link.key().starts_with("amazon:"))
    }

    fn address(&self) -> Option<Url> {
        board::address(None, SITE, &["en", "search"], &[("base_query", &self.search)])
    }
}

impl Amazon {
    fn request(&self, page: u32) -> Option<HttpRequest> {
        let (limit, offset) = (LIMIT.to_string(), page.saturating_mul(LIMIT).to_string());
        let mut query = vec![("base_query", self.search.as_str()), ("result_limit", &limit), ("offset", &offset)];
        query.push(("sort", "recent"));
        // Without the brackets the filter has no effect.
        query.extend(self.countries.iter().map(|country| ("normalized_country_code[]", country.as_str())));
        board::address(self.url.as_ref(), SITE, &["en", "search.json"], &query).map(board::get)
    }

    fn posting(&self, job: Fields<'_>) -> Posting {
        let path = job.text("/job_path").filter(|path| path.starts_with('/') && !path.starts_with("//"));
        let in_path = path.as_deref().and_then(|path| path.split('/').find(|part| is_number(part))).map(str::to_owned);
        let id = in_path.or_else(|| job.text("/id_icims")).or_else(|| job.text("/id"));
        let place = job.text("/normalized_location").or_else(|| job.text("/location"));
        Posting {
            title: job.text("/title"),
            link: path.map(|path| format!("{SITE}{path}")),
            uid: id.map(|id| format!("amazon:{id}")),
            organisation: self.organisation.clone().or_else(|| job.text("/company_name")),
            locations: board::location(place, job.text("/city"), None, None).into_iter().collect(),
            published: job.text("/posted_date"),
            description: job.html("/description_short"),
            ..Posting::default()
        }
    }
}

/// The number by which addresses know a job, whatever their language and title.
fn is_number(part: &str) -> bool {
    part.len() >= 4 && part.chars().all(|c| c.is_ascii_digit())
}
