//! The `workday` kind: the search of a Workday career site, as its own pages use it.
//!
//! Undocumented; the shapes were read in captures and in the code of several clients. What is odd:
//! `total` is right on the first page only (0 later) and capped at 2,000, where offsets wrap around,
//! so pages end with the first that is not full; dates in the list are relative ("Posted 3 Days
//! Ago") and have no lower bound after 30 days, so postings whose titles matter are completed from
//! their own answers; `locationsText` may be "3 Locations". Texts are asked for in English.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;

use super::board::{self, Fields, Posting, Slug};
use super::settings::HttpUrl;
use crate::collect::{Collector, Context, Documented, Page, ParseError};
use crate::model::dates::machine;
use crate::model::exchange::{About, Ask, HttpRequest, Method, Response};
use crate::model::item::{DateOrigin, Details, Item, Workplace};
use crate::model::place::Location;
use crate::model::text;

const EXPECTED: &str = "the answer of a Workday search (JSON with `jobPostings`)";
const EXPECTED_DETAIL: &str = "a Workday posting (JSON with `jobPostingInfo`)";
/// Postings of a page; more are refused with 400.
const LIMIT: u32 = 20;
/// Offsets from 2,000 on start again from 0.
const PAGES_CAP: u32 = 100;
/// Most pages where the settings do not say.
const PAGES: u32 = 5;
/// Most details where the settings do not say.
const DETAILS: usize = 20;

/// Settings of a `workday` source.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Workday {
    /// The career site or any job on it: `https://acme.wd5.myworkdayjobs.com/en-US/External`.
    pub url: HttpUrl,
    /// The tenant, where it is not the first part of the host.
    pub tenant: Option<Slug>,
    /// The site, where `url` does not have it.
    pub site: Option<Slug>,
    /// The employer's name: Workday does not give it.
    pub organisation: Option<String>,
    /// Words to search for: `open source`. A site can have thousands of postings.
    pub search: Option<String>,
    /// Only postings whose titles have one of these words are completed (exact date, all locations,
    /// text). Default: the words of `search` together, else all.
    #[serde(default)]
    pub titles: Vec<String>,
    /// Most postings of a page of 20 that are completed. Default: 20.
    pub max_details: Option<usize>,
    /// Most pages of 20 postings that are read, up to 100. Default: 5.
    #[schemars(range(min = 1, max = 100))]
    pub pages: Option<u32>,
}

impl Documented for Workday {
    const VERIFIED: &'static str = "Captures and several clients";
    const CANNOT: &'static str =
        "Dates before 30 days ago without the posting’s own answer; offsets from 2,000 on; the employer’s name";
}

impl Collector for Workday {
    fn problems(&self) -> Vec<(&'static str, String)> {
        match self.names() {
            Some(_) => Vec::new(),
            None => vec![(
                "url",
                "the address lacks the site: https://TENANT.wd5.myworkdayjobs.com/SITE (or give `tenant` and `site`)"
                    .to_owned(),
            )],
        }
    }

    fn start(&self, _context: &Context) -> Vec<Ask> {
        board::start(self.search(0))
    }

    fn parse(&self, response: &Response, context: &Context) -> Result<Page, ParseError> {
        match &response.ask.about {
            About::Detail(item) => {
                let info = board::json(response, EXPECTED_DETAIL)
                    .and_then(|answer| board::object(answer, "jobPostingInfo", EXPECTED_DETAIL));
                Ok(board::complete(item, info, fill_in))
            }
            _ => self.parse_list(response, context),
        }
    }

    fn searches(&self) -> Option<&str> {
        self.search.as_deref()
    }

    fn address(&self) -> Option<Url> {
        self.names().and_then(|(_, site)| self.at(&[&site]))
    }
}

impl Workday {
    /// Tenant and site: as set, else from the address.
    fn names(&self) -> Option<(String, String)> {
        let url = &self.url.0;
        let mut path = url.path_segments().into_iter().flatten().filter(|part| !part.is_empty() && !is_locale(part));
        let given = |slug: &Option<Slug>| slug.as_ref().map(|slug| slug.0.clone());
        let first = path.next();
        let (tenant, site) = match first {
            Some("wday") => (path.nth(1), path.next()),
            _ => (url.host_str().and_then(|host| host.split('.').next()), first),
        };
        let tenant = given(&self.tenant).or(tenant.map(str::to_owned))?;
        Some((tenant, given(&self.site).or(site.map(str::to_owned))?))
    }

    /// An address of the career site.
    fn at(&self, path: &[&str]) -> Option<Url> {
        let mut url = self.url.0.clone();
        url.set_query(None);
        url.set_fragment(None);
        url.path_segments_mut().ok()?.clear().extend(path);
        Some(url)
    }

    fn search(&self, page: u32) -> Option<HttpRequest> {
        let (tenant, site) = self.names()?;
        let mut request = request(self.at(&["wday", "cxs", &tenant, &site, "jobs"])?);
        request.method = Method::Post;
        request.headers.push(("content-type".into(), "application/json".into()));
        let words = self.search.as_deref().unwrap_or_default();
        let body = json!({"appliedFacets": {}, "limit": LIMIT, "offset": page * LIMIT, "searchText": words});
        request.body = Some(body.to_string());
        Some(request)
    }

    fn parse_list(&self, response: &Response, context: &Context) -> Result<Page, ParseError> {
        let answer = board::json(response, EXPECTED)?;
        let jobs = board::list(&answer, "/jobPostings", EXPECTED)?;
        let Some((tenant, site)) = self.names() else { return Ok(Page::default()) };
        let read = |job: &Value| self.posting(Fields(job), &tenant, &site, context.today);
        let mut page = board::page(jobs.iter().map(read), response, context);
        let words = board::words(&self.titles, self.search.as_deref());
        let most = self.max_details.unwrap_or(DETAILS);
        board::details(&mut page, &words, most, |item| self.detail(item, &tenant));
        let number = board::page_number(response);
        if has_more(&answer, jobs.len(), number) {
            let pages = self.pages.unwrap_or(PAGES).min(PAGES_CAP);
            board::turn(&mut page, number + 1, pages, self.search(number + 1));
        }
        Ok(page)
    }

    fn posting(&self, job: Fields<'_>, tenant: &str, site: &str, today: Date) -> Posting {
        let path = job.text("/externalPath").filter(|path| path.starts_with('/'));
        let place = job.text("/locationsText").filter(|text| !is_count(text));
        let requisition = path.as_deref().map(|path| requisition(path, job));
        let posted = job.text("/postedOn");
        Posting {
            title: job.text("/title"),
            link: path.as_ref().and_then(|path| self.at(&[site]).map(|url| format!("{url}{path}"))),
            uid: requisition.map(|requisition| format!("wd:{}:{requisition}", tenant.to_lowercase())),
            organisation: self.organisation.clone(),
            workplace: self.workplace(job, place.as_deref()),
            locations: match place {
                Some(place) => board::locations(&place),
                None => path.as_deref().and_then(location_in_path).into_iter().collect(),
            },
            published: posted.filter(|posted| !posted.contains("30+")).map(|posted| match days_ago(&posted) {
                Some(days) => days_before(today, days).map_or(posted, |day| day.to_string()),
                None => posted,
            }),
            ..Posting::default()
        }
    }

    fn workplace(&self, job: Fields<'_>, place: Option<&str>) -> Workplace {
        match job.text("/remoteType") {
            Some(word) => board::workplace(&word),
            None => board::workplace_in(place.unwrap_or_default()),
        }
    }

    /// The request for a posting's own answer: its path below the interface instead of the site.
    fn detail(&self, item: &Item, tenant: &str) -> Option<HttpRequest> {
        let (_, site) = self.names()?;
        let path = Url::parse(&item.original_url).ok()?.path().strip_prefix(&format!("/{site}"))?.to_owned();
        let mut url = self.at(&["wday", "cxs", tenant, &site])?;
        url.set_path(&format!("{}{path}", url.path()));
        Some(request(url))
    }
}

/// A GET in the language that dates are read in.
fn request(url: Url) -> HttpRequest {
    let mut request = board::get(url);
    request.headers.push(("accept-language".into(), "en-US".into()));
    request
}

/// `en-US`, `de`.
fn is_locale(part: &str) -> bool {
    let (language, country) = part.split_once('-').unwrap_or((part, "US"));
    let lower = |text: &str| text.len() == 2 && text.chars().all(|c| c.is_ascii_lowercase());
    lower(language) && country.len() == 2 && country.chars().all(|c| c.is_ascii_uppercase())
}

/// The total counts only on the first page; afterwards a full page has another behind it.
fn has_more(answer: &Value, postings: usize, number: u32) -> bool {
    let is_full = postings >= LIMIT as usize;
    match answer.get("total").and_then(Value::as_u64) {
        Some(total) if number == 0 && total > 0 => is_full && total > u64::from(LIMIT),
        _ => is_full,
    }
}

/// "3 Locations".
fn is_count(text: &str) -> bool {
    text.split_once(' ').is_some_and(|(count, _)| count.chars().all(|c| c.is_ascii_digit()) && text.ends_with('s'))
}

/// "Posted Today", "Posted Yesterday", "Posted 3 Days Ago".
fn days_ago(posted: &str) -> Option<i64> {
    let said = posted.trim().to_lowercase();
    match said.strip_prefix("posted ").unwrap_or(&said) {
        "today" => Some(0),
        "yesterday" => Some(1),
        said => said.strip_suffix(" days ago").or_else(|| said.strip_suffix(" day ago"))?.parse().ok(),
    }
}

/// The day `days` before another.
fn days_before(day: Date, days: i64) -> Option<Date> {
    day.checked_sub(jiff::Span::new().try_days(days).ok()?).ok()
}

/// The requisition: the bullet field that the path ends with, else the path's own without the
/// number of a repost (`…_JR9-1`).
fn requisition(path: &str, job: Fields<'_>) -> String {
    let last = path.rsplit_once('_').map_or(path, |(_, last)| last);
    let bullets = job.list("/bulletFields").filter_map(|field| field.text(""));
    let known =
        bullets.filter(|bullet| !bullet.is_empty() && last.starts_with(bullet.as_str())).max_by_key(String::len);
    let without_repost = last.rsplit_once('-').filter(|(rest, repost)| {
        repost.len() <= 2 && repost.chars().all(|c| c.is_ascii_digit()) && rest.contains(|c: char| c.is_ascii_digit())
    });
    known.unwrap_or_else(|| without_repost.map_or(last, |(rest, _)| rest).to_owned())
}

/// The place in `/job/US-CA-Santa-Clara/Title_JR1`.
fn location_in_path(path: &str) -> Option<Location> {
    let mut parts = path.trim_start_matches("/job").trim_start_matches('/').split('/');
    let (place, _title) = (parts.next()?, parts.next()?);
    let spaced = place.replace("---", " - ");
    let mut location = Location::from_text(&spaced);
    location.city = location.city.map(|city| city.replace('-', " "));
    location.text =
        text::line(&spaced.replace(" - ", "\u{1}").replace('-', " ").replace('\u{1}', " - "), text::NAME_CAP);
    Some(location).filter(|location| !location.text.is_empty())
}

fn fill_in(item: &mut Item, info: Fields<'_>) {
    if let Some(posted) = info.text("/startDate").and_then(|date| machine::read(&date)) {
        item.dated(posted, DateOrigin::Feed);
    }
    item.summary = info.html("/jobDescription").and_then(|text| text::summary(&text));
    let Details::Job(job) = &mut item.details else { return };
    job.expires = info.text("/endDate").and_then(|date| machine::read(&date)).map(|when| when.day());
    let said = info.text("/remoteType").map(|word| board::workplace(&word));
    job.workplace = said.filter(|said| *said != Workplace::Unknown).unwrap_or(job.workplace);
    let first = board::location(info.text("/location"), None, None, info.text("/country/descriptor"));
    let others = info.list("/additionalLocations").filter_map(|place| place.text(""));
    let locations: Vec<Location> = first.into_iter().chain(others.map(|place| Location::from_text(&place))).collect();
    if !locations.is_empty() {
        job.locations = locations;
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn workday_dates_are_relative_and_open_ended_after_30_days() {
        assert_eq!(days_ago("Posted Today"), Some(0));
        assert_eq!(days_ago("Posted Yesterday"), Some(1));
        assert_eq!(days_ago("Posted 3 Days Ago"), Some(3));
        assert_eq!(days_ago("Posted 30+ Days Ago"), None);
        assert_eq!(days_ago("Heute ausgeschrieben"), None);
    }

    #[test]
    fn workday_requisitions_lose_the_number_of_a_repost() {
        let of = |path: &str, bullets: Value| requisition(path, Fields(&json!({ "bulletFields": bullets })));
        assert_eq!(of("/job/Berlin/Head-of-OSPO_JR9-1", json!(["JR9"])), "JR9");
        assert_eq!(of("/job/Berlin/Head-of-OSPO_JR9-1", json!(["Berlin"])), "JR9");
        assert_eq!(of("/job/Berlin/Head-of-OSPO_R-12345", json!([])), "R-12345");
        assert_eq!(of("/job/Berlin/Head-of-OSPO_R0012-34", json!(["R0012-34"])), "R0012-34");
    }

    #[test]
    fn workday_places_stand_in_the_path_where_the_text_only_counts() {
        assert!(is_count("3 Locations") && !is_count("Paris") && !is_count("2nd Streets"));
        let place = |path: &str| location_in_path(path).map(|place| (place.text, place.city, place.country));
        let santa_clara = place("/job/US-CA-Santa-Clara/Title_JR123").unwrap();
        assert_eq!(santa_clara, ("US CA Santa Clara".into(), Some("Santa Clara".into()), Some("US".into())));
        assert_eq!(place("/job/Illinois---Chicago/T_1").unwrap().0, "Illinois - Chicago");
        assert_eq!(place("/job/Title_JR123"), None);
    }

    #[test]
    fn workday_tenant_and_site_come_from_any_address_of_the_site() {
        let names = |settings: &str| toml::from_str::<Workday>(settings).unwrap().names();
        let expected = Some(("acme".to_owned(), "External_Careers".to_owned()));
        for url in [
            "https://acme.wd5.myworkdayjobs.com/External_Careers",
            "https://acme.wd5.myworkdayjobs.com/en-US/External_Careers/job/Berlin/T_JR1?x=1",
            "https://acme.wd5.myworkdayjobs.com/wday/cxs/acme/External_Careers/jobs",
        ] {
            assert_eq!(names(&format!("url = '{url}'")), expected, "{url}");
        }
        assert_eq!(names("url = 'https://jobs.example.org'\ntenant = 'acme'\nsite = 'External_Careers'"), expected);
        let lacking: Workday = toml::from_str("url = 'https://acme.wd5.myworkdayjobs.com/en-US'").unwrap();
        assert_eq!(lacking.problems().len(), 1);
    }
}
