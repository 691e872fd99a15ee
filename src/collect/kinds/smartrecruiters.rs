//! The `smartrecruiters` kind: all postings of a company through SmartRecruiters' public interface.
//!
//! Shape: captures and several clients. The list has no text: summaries stay none. Unverified: that
//! the company's name is taken in any case, and that an unknown company gets an empty list instead
//! of a 404; either way an empty list is a warning.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use super::board::{self, Fields, Posting, Slug};
use super::settings::HttpUrl;
use crate::collect::{Collector, Context, Documented, Page, ParseError};
use crate::model::exchange::{Ask, HttpRequest, Response};

const EXPECTED: &str = "the postings of a SmartRecruiters company (JSON with `content`)";
/// Postings of a page; the interface allows no more.
const LIMIT: u32 = 100;
/// Most pages where the settings do not say.
const PAGES: u32 = 10;

/// Settings of a `smartrecruiters` source.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SmartRecruiters {
    /// The company's name in addresses: `Acme` of `https://jobs.smartrecruiters.com/Acme`.
    pub company: Slug,
    /// The employer's name, where the one that the postings give is not wanted.
    pub organisation: Option<String>,
    /// Most pages of 100 postings that are read. Default: 10.
    #[schemars(range(min = 1))]
    pub pages: Option<u32>,
    /// Where the interface is. Default: `https://api.smartrecruiters.com`.
    pub api: Option<HttpUrl>,
}

impl Documented for SmartRecruiters {
    const VERIFIED: &'static str = "A capture and several clients";
    const CANNOT: &'static str = "Texts: the list has none; telling an unknown company from one without postings";
}

impl Collector for SmartRecruiters {
    fn start(&self, _context: &Context) -> Vec<Ask> {
        board::start(self.request(0))
    }

    fn parse(&self, response: &Response, context: &Context) -> Result<Page, ParseError> {
        let answer = board::json(response, EXPECTED)?;
        let jobs = board::list(&answer, "/content", EXPECTED)?;
        let postings = jobs.iter().filter(|job| is_public(job)).map(|job| self.posting(Fields(job)));
        let mut page = board::page(postings, response, context);
        let number = board::page_number(response) + 1;
        let total = answer.get("totalFound").and_then(Value::as_u64);
        if jobs.len() >= LIMIT as usize && total.is_none_or(|total| total > u64::from(number) * u64::from(LIMIT)) {
            board::turn(&mut page, number, self.pages.unwrap_or(PAGES), self.request(number));
        }
        Ok(page)
    }

    fn address(&self) -> Option<Url> {
        board::address(None, "https://jobs.smartrecruiters.com", &[self.company.0.as_str()], &[])
    }
}

impl SmartRecruiters {
    fn request(&self, page: u32) -> Option<HttpRequest> {
        let path = ["v1", "companies", self.company.0.as_str(), "postings"];
        let (limit, offset) = (LIMIT.to_string(), page.saturating_mul(LIMIT).to_string());
        let query = [("limit", limit.as_str()), ("offset", &offset)];
        board::address(self.api.as_ref(), "https://api.smartrecruiters.com", &path, &query).map(board::get)
    }

    fn posting(&self, job: Fields<'_>) -> Posting {
        let id = job.text("/id");
        let company = job.text("/company/identifier").unwrap_or_else(|| self.company.0.clone());
        let place = |part: &str| job.text(&format!("/location/{part}"));
        Posting {
            title: job.text("/name"),
            link: id.as_ref().and_then(|id| posting_address(&company, id)),
            uid: id.map(|id| format!("sr:{id}")),
            organisation: self.organisation.clone().or_else(|| job.text("/company/name")),
            locations: board::location(place("fullLocation"), place("city"), place("region"), place("country"))
                .into_iter()
                .collect(),
            workplace: board::workplace_of_flags(job.is("/location/remote"), job.is("/location/hybrid"), false),
            published: job.text("/releasedDate"),
            language: job.text("/language/code"),
            ..Posting::default()
        }
    }
}

fn is_public(job: &Value) -> bool {
    job.get("visibility").and_then(Value::as_str).is_none_or(|visibility| visibility == "PUBLIC")
}

/// The page for people; the words that usually follow the id in it are decoration.
fn posting_address(company: &str, id: &str) -> Option<String> {
    board::address(None, "https://jobs.smartrecruiters.com", &[company, id], &[]).map(String::from)
}
