//! The `eightfold` kind: the search of a career site run by Eightfold (Microsoft and others).
//!
//! Not seen in a real answer: endpoint and fields were read in several clients, which disagree
//! whether `postedTs` counts seconds or milliseconds (both are read). A page has ten positions
//! whatever is asked for; several tenants refuse programs or bursts of requests, and we do not
//! pretend to be a browser. The list has no text.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use super::board::{self, Fields, Posting};
use super::settings::HttpUrl;
use crate::collect::{Collector, Context, Documented, Page, ParseError};
use crate::model::exchange::{Ask, HttpRequest, Response};
use crate::model::place::Location;

const EXPECTED: &str = "the answer of an Eightfold search (JSON with `data` and its `positions`)";
/// Positions of a page, whatever is asked for.
const LIMIT: u32 = 10;
/// Most pages where the settings do not say.
const PAGES: u32 = 10;

/// Settings of an `eightfold` source.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Eightfold {
    /// The career site: `https://apply.careers.microsoft.com`.
    pub url: HttpUrl,
    /// The employer's domain, by which Eightfold knows it: `microsoft.com`.
    pub domain: String,
    /// Words to search for: `open source`.
    pub search: Option<String>,
    /// The employer's name: Eightfold does not give it.
    pub organisation: Option<String>,
    /// Most pages of 10 positions that are read. Default: 10.
    #[schemars(range(min = 1))]
    pub pages: Option<u32>,
}

impl Documented for Eightfold {
    const VERIFIED: &'static str = "Clients only";
    const CANNOT: &'static str = "Tenants that refuse programs; no text of the posting";
}

impl Collector for Eightfold {
    fn problems(&self) -> Vec<(&'static str, String)> {
        let is_domain = self.domain.contains('.') && !self.domain.contains(['/', ' ', '@']);
        let why = "the employer's domain without https://, for example \"microsoft.com\"";
        if is_domain { Vec::new() } else { vec![("domain", why.to_owned())] }
    }

    fn start(&self, _context: &Context) -> Vec<Ask> {
        board::start(self.request(0))
    }

    fn parse(&self, response: &Response, context: &Context) -> Result<Page, ParseError> {
        let answer = board::json(response, EXPECTED)?;
        let positions = board::list(&answer, "/data/positions", EXPECTED)?;
        let mut page = board::page(positions.iter().map(|position| self.posting(Fields(position))), response, context);
        let number = board::page_number(response) + 1;
        let total = answer.pointer("/data/count").and_then(Value::as_u64);
        if positions.len() >= LIMIT as usize && total.is_none_or(|total| total > u64::from(number) * u64::from(LIMIT)) {
            board::turn(&mut page, number, self.pages.unwrap_or(PAGES), self.request(number));
        }
        Ok(page)
    }

    fn searches(&self) -> Option<&str> {
        self.search.as_deref()
    }

    fn address(&self) -> Option<Url> {
        Some(self.url.0.clone())
    }
}

impl Eightfold {
    fn request(&self, page: u32) -> Option<HttpRequest> {
        let start = page.saturating_mul(LIMIT).to_string();
        let query = [
            ("domain", self.domain.as_str()),
            ("query", self.search.as_deref().unwrap_or_default()),
            ("start", &start),
            ("sort_by", "timestamp"),
        ];
        let site = HttpUrl(self.url.0.join("/").ok()?);
        board::address(Some(&site), "", &["api", "pcsx", "search"], &query).map(board::get)
    }

    fn posting(&self, position: Fields<'_>) -> Posting {
        let link = position.text("/positionUrl").and_then(|path| self.url.0.join(&path).ok());
        let word = position.text("/workLocationOption");
        Posting {
            title: position.text("/name"),
            link: link.map(String::from),
            uid: position.text("/id").map(|id| format!("eightfold:{}:{id}", self.domain.to_lowercase())),
            organisation: self.organisation.clone(),
            workplace: board::workplace(&word.unwrap_or_default()),
            locations: locations(position),
            published: position.text("/postedTs"),
            ..Posting::default()
        }
    }
}

/// The places in Eightfold's own spelling where it has them, else as the employer wrote them.
fn locations(position: Fields<'_>) -> Vec<Location> {
    let of = |list: &str| -> Vec<Location> {
        position.list(list).filter_map(|place| place.text("")).map(|place| Location::from_text(&place)).collect()
    };
    let standard = of("/standardizedLocations");
    if standard.is_empty() { of("/locations") } else { standard }
}
