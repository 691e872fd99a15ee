//! The `recruitee` kind: all offers of a career site of Recruitee (Tellent).
//!
//! Shape: captures; the provider documents that the interface exists, not its fields. Times are
//! written `2026-08-05 10:10:39 UTC`. `careers_url` is often on the employer's own domain. Answers
//! have an e-mail address in every offer: only the fields named here are read.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use super::board::{self, Fields, Posting, Slug};
use super::settings::HttpUrl;
use crate::collect::{Collector, Context, Documented, Page, ParseError};
use crate::model::exchange::{Ask, Response};
use crate::model::place::{self, Location};

const EXPECTED: &str = "the offers of a Recruitee career site (JSON with `offers`)";

/// Settings of a `recruitee` source.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Recruitee {
    /// The tenant: `acme` of `https://acme.recruitee.com`.
    pub tenant: Option<Slug>,
    /// The career site instead, where it has its own domain: `https://jobs.example.org`.
    pub url: Option<HttpUrl>,
    /// The employer's name, where the one that the offers give is not wanted.
    pub organisation: Option<String>,
}

impl Documented for Recruitee {
    const VERIFIED: &'static str = "A capture; documentation of the introduction only";
    const CANNOT: &'static str = "A deadline where `close_at` is empty";
}

impl Collector for Recruitee {
    fn problems(&self) -> Vec<(&'static str, String)> {
        board::site_problems(self.tenant.as_ref(), self.url.as_ref(), "recruitee.com")
    }

    fn start(&self, _context: &Context) -> Vec<Ask> {
        let site = board::site(self.tenant.as_ref(), self.url.as_ref(), "recruitee.com", &["api", "offers", ""]);
        board::start(site.map(board::get))
    }

    fn parse(&self, response: &Response, context: &Context) -> Result<Page, ParseError> {
        let answer = board::json(response, EXPECTED)?;
        let offers = board::list(&answer, "/offers", EXPECTED)?;
        let postings = offers.iter().filter(|offer| is_published(offer)).map(|offer| self.posting(Fields(offer)));
        Ok(board::page(postings, response, context))
    }

    fn address(&self) -> Option<Url> {
        board::site(self.tenant.as_ref(), self.url.as_ref(), "recruitee.com", &[])
    }
}

impl Recruitee {
    fn posting(&self, offer: Fields<'_>) -> Posting {
        let texts: Vec<String> = ["/description", "/requirements"].iter().filter_map(|at| offer.html(at)).collect();
        Posting {
            title: offer.text("/title"),
            link: offer.text("/careers_url"),
            uid: offer.text("/id").map(|id| format!("recruitee:{id}")),
            organisation: self.organisation.clone().or_else(|| offer.text("/company_name")),
            locations: locations(offer),
            workplace: board::workplace_of_flags(offer.is("/remote"), offer.is("/hybrid"), offer.is("/on_site")),
            published: offer.text("/published_at"),
            updated: offer.text("/updated_at"),
            closes: offer.text("/close_at"),
            description: Some(texts.join("\n")),
            ..Posting::default()
        }
    }
}

fn is_published(offer: &Value) -> bool {
    offer.get("status").and_then(Value::as_str).is_none_or(|status| status == "published")
}

/// The list of locations, else the offer's own fields.
fn locations(offer: Fields<'_>) -> Vec<Location> {
    let listed: Vec<Location> = offer.list("/locations").filter_map(|place| location(place, "/state", None)).collect();
    if listed.is_empty() {
        return location(offer, "/state_name", offer.text("/location")).into_iter().collect();
    }
    listed
}

fn location(place: Fields<'_>, region: &str, written: Option<String>) -> Option<Location> {
    let mut location = board::location(written, place.text("/city"), place.text(region), place.text("/country"))?;
    let code = place.text("/country_code").and_then(|code| place::country_code(&code));
    location.country = code.map(str::to_owned).or(location.country);
    Some(location)
}
