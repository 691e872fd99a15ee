//! The `oracle` kind: the search of an Oracle Recruiting Cloud career site (Candidate Experience).
//!
//! Undocumented for this use; the shapes were read in captures, the requests in several clients.
//! Without `expand` the list is empty; `hasMore` is unreliable, so pages end with the total or the
//! first that is not full; some tenants refuse requests from data centres. Unverified: quotes around
//! the search words in the finder, and `ExternalPostedEndDate` in details.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use super::board::{self, Fields, Posting, Slug};
use super::settings::HttpUrl;
use crate::collect::{Collector, Context, Documented, Page, ParseError};
use crate::model::dates::machine;
use crate::model::exchange::{About, Ask, HttpRequest, Response};
use crate::model::item::{DateOrigin, Details, Item, Workplace};
use crate::model::place::{self, Location};
use crate::model::text;

const EXPECTED: &str = "the answer of an Oracle Recruiting search (JSON with `items`)";
const EXPECTED_DETAIL: &str = "an Oracle Recruiting posting (JSON with `Title`)";
/// Postings of a page, as the sites' own pages ask for.
const LIMIT: u32 = 25;
/// Most pages where the settings do not say.
const PAGES: u32 = 4;

/// Settings of an `oracle` source.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Oracle {
    /// The career site or any job on it:
    /// `https://acme.fa.us2.oraclecloud.com/hcmUI/CandidateExperience/en/sites/CX_1001`.
    pub url: HttpUrl,
    /// The site's number, where `url` does not have it: `CX_1001`.
    pub site: Option<Slug>,
    /// The employer's name: the interface does not give it.
    pub organisation: Option<String>,
    /// Words to search for: `open source`.
    pub search: Option<String>,
    /// Only postings whose titles have one of these words are completed. Default: the words of
    /// `search` together, else all.
    #[serde(default)]
    pub titles: Vec<String>,
    /// Most postings of a page of 25 that are completed (text, way of working). Default: 0, the list
    /// has title, date and places.
    pub max_details: Option<usize>,
    /// Most pages of 25 postings that are read. Default: 4.
    #[schemars(range(min = 1))]
    pub pages: Option<u32>,
}

impl Documented for Oracle {
    const VERIFIED: &'static str = "A capture of the shape and several clients";
    const CANNOT: &'static str = "Tenants that refuse data centres; the way of working without `max_details`";
}

impl Collector for Oracle {
    fn problems(&self) -> Vec<(&'static str, String)> {
        let why = "the address lacks the site: https://HOST/hcmUI/CandidateExperience/en/sites/SITE (or give `site`)";
        if self.site().is_some() { Vec::new() } else { vec![("url", why.to_owned())] }
    }

    fn start(&self, _context: &Context) -> Vec<Ask> {
        board::start(self.request(0))
    }

    fn parse(&self, response: &Response, context: &Context) -> Result<Page, ParseError> {
        if let About::Detail(item) = &response.ask.about {
            return Ok(board::complete(item, detail(response), fill_in));
        }
        let answer = board::json(response, EXPECTED)?;
        let first = board::list(&answer, "/items", EXPECTED)?.first().unwrap_or(&Value::Null);
        let jobs: Vec<Fields<'_>> = Fields(first).list("/requisitionList").collect();
        let mut page = board::page(jobs.iter().map(|job| self.posting(*job)), response, context);
        let words = board::words(&self.titles, self.search.as_deref());
        board::details(&mut page, &words, self.max_details.unwrap_or(0), |item| self.detail_of(item));
        let number = board::page_number(response) + 1;
        let total = first.get("TotalJobsCount").and_then(Value::as_u64).filter(|total| *total > 0);
        if jobs.len() >= LIMIT as usize && total.is_none_or(|total| total > u64::from(number) * u64::from(LIMIT)) {
            board::turn(&mut page, number, self.pages.unwrap_or(PAGES), self.request(number));
        }
        Ok(page)
    }

    fn searches(&self) -> Option<&str> {
        self.search.as_deref()
    }

    fn address(&self) -> Option<Url> {
        self.at(&["hcmUI", "CandidateExperience", "en", "sites", &self.site()?], &[])
    }
}

impl Oracle {
    /// The site's number: as set, else from the address.
    fn site(&self) -> Option<String> {
        let mut path = self.url.0.path_segments()?;
        let named = path.find(|part| *part == "sites").and_then(|_| path.next()).filter(|site| !site.is_empty());
        self.site.as_ref().map(|site| site.0.clone()).or(named.map(str::to_owned))
    }

    fn at(&self, path: &[&str], query: &[(&str, &str)]) -> Option<Url> {
        let host = HttpUrl(self.url.0.join("/").ok()?);
        board::address(Some(&host), "", path, query)
    }

    fn request(&self, page: u32) -> Option<HttpRequest> {
        let offset = page.saturating_mul(LIMIT);
        let words: String =
            self.search.iter().flat_map(|words| words.chars()).filter(|c| !"\";,".contains(*c)).collect();
        let keyword = if words.trim().is_empty() { String::new() } else { format!(",keyword=\"{}\"", words.trim()) };
        let site = self.site()?;
        let finder =
            format!("findReqs;siteNumber={site}{keyword},limit={LIMIT},offset={offset},sortBy=POSTING_DATES_DESC");
        let query = [
            ("onlyData", "true"),
            ("expand", "requisitionList.workLocation,requisitionList.secondaryLocations"),
            ("finder", finder.as_str()),
        ];
        self.at(&["hcmRestApi", "resources", "latest", "recruitingCEJobRequisitions"], &query).map(board::get)
    }

    fn detail_of(&self, item: &Item) -> Option<HttpRequest> {
        let id = item.uid.as_ref()?.rsplit(':').next()?;
        let finder = format!("ById;Id=\"{id}\",siteNumber={}", self.site()?);
        let query = [("expand", "all"), ("onlyData", "true"), ("finder", finder.as_str())];
        self.at(&["hcmRestApi", "resources", "latest", "recruitingCEJobRequisitionDetails"], &query).map(board::get)
    }

    fn posting(&self, job: Fields<'_>) -> Posting {
        let id = job.text("/Id");
        let host = self.url.0.host_str().unwrap_or_default();
        let link = |id: &String| {
            self.at(&["hcmUI", "CandidateExperience", "en", "sites", &self.site()?, "job", id], &[]).map(String::from)
        };
        Posting {
            title: job.text("/Title"),
            link: id.as_ref().and_then(link),
            uid: id.map(|id| format!("oracle:{host}:{id}")),
            organisation: self.organisation.clone(),
            locations: locations(job),
            workplace: workplace(job),
            published: job.text("/PostedDate"),
            description: job.html("/ShortDescriptionStr"),
            ..Posting::default()
        }
    }
}

/// The first location and the further ones.
fn locations(job: Fields<'_>) -> Vec<Location> {
    let first = board::location(job.text("/PrimaryLocation"), None, None, job.text("/PrimaryLocationCountry"));
    let further = job.list("/secondaryLocations").filter_map(|place| {
        let country = place.text("/CountryCode").filter(|code| place::country_code(code).is_some());
        board::location(Some(place.text("/Name")?), None, None, country)
    });
    first.into_iter().chain(further).collect()
}

fn workplace(job: Fields<'_>) -> Workplace {
    let word = job.text("/WorkplaceTypeCode").or_else(|| job.text("/WorkplaceType"));
    word.map_or(Workplace::Unknown, |word| board::workplace(&word))
}

/// The posting of a detail answer: alone, or the only one of a list.
fn detail(response: &Response) -> Result<Value, ParseError> {
    let mut answer = board::json(response, EXPECTED_DETAIL)?;
    match answer.pointer_mut("/items/0").map(Value::take) {
        Some(posting) => Ok(posting),
        None if answer.get("Title").is_some() => Ok(answer),
        None => Err(ParseError::NotExpected { expected: EXPECTED_DETAIL, found: "an answer without it".to_owned() }),
    }
}

fn fill_in(item: &mut Item, posting: Fields<'_>) {
    let texts = ["/ExternalDescriptionStr", "/ExternalResponsibilitiesStr", "/ExternalQualificationsStr"];
    let texts: Vec<String> = texts.iter().filter_map(|at| posting.html(at)).collect();
    item.summary = text::summary(&texts.join("\n")).or_else(|| item.summary.take());
    let date = |at: &str| posting.text(at).and_then(|date| machine::read(&date));
    if let (None, Some(posted)) = (item.published, date("/ExternalPostedStartDate")) {
        item.dated(posted, DateOrigin::Feed);
    }
    let Details::Job(job) = &mut item.details else { return };
    job.expires = date("/ExternalPostedEndDate").map(|end| end.day());
    job.workplace = Some(workplace(posting)).filter(|said| *said != Workplace::Unknown).unwrap_or(job.workplace);
    if job.locations.is_empty() {
        job.locations = locations(posting);
    }
}
