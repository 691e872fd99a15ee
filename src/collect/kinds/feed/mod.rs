//! The `feed` kind: RSS in all versions, Atom, RDF, CDF and JSON Feed, well-formed or not.
//!
//! The way of an answer: [`sniff`] tells what it is, [`rss`] (over [`elements`]) or [`json`] reads it
//! into the one form of [`entry`], [`items`] makes items of that and says what it had to overlook.
//! One reader takes good and damaged XML alike, so that both come out the same; [`defects`] is the
//! strict look beside it.

mod content;
mod defects;
mod elements;
mod entry;
pub(super) mod excerpt;
mod items;
mod json;
mod names;
mod people;
mod rss;
mod sniff;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::Deserialize;
use url::Url;

use super::settings::{HttpUrl, Place};
use crate::collect::charset::{self, Decoded};
use crate::collect::{Collector, Context, Documented, Page as Answer, ParseError, Warning};
use crate::model::exchange::{Ask, HttpRequest, Response};

pub use sniff::{OfferedFeed, feeds_of_page};

/// Most items that are read from one feed; the first ones count, which is where feeds have the new.
pub const ITEMS_CAP: usize = 10_000;

/// Settings of a `feed` source.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Feed {
    /// The address.
    pub url: Option<HttpUrl>,
    /// A local file instead of `url`.
    pub path: Option<PathBuf>,
    /// What relative links are relative to, where `path` is used.
    pub base: Option<HttpUrl>,
}

impl Documented for Feed {
    const VERIFIED: &'static str = "The specifications; real feeds, captures and built ones";
    const CANNOT: &'static str = "What a feed leaves out: dates and summaries then come from sitemap and pages";
}

impl Collector for Feed {
    fn problems(&self) -> Vec<(&'static str, String)> {
        Place { url: self.url.as_ref(), path: self.path.as_ref() }.problems()
    }

    fn start(&self, _context: &Context) -> Vec<Ask> {
        Place { url: self.url.as_ref(), path: self.path.as_ref() }.ask(HttpRequest::get)
    }

    fn parse(&self, response: &Response, context: &Context) -> Result<Answer, ParseError> {
        let address = response.url.as_ref().or_else(|| self.own_address());
        let read = || read(&charset::decode(response), response.content_type.as_deref(), address, context);
        // A reader of hostile bytes must not end a run, whatever is wrong with it.
        catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| {
            Err(ParseError::Malformed { what: "the feed", detail: "its reader gave up, please report this".to_owned() })
        })
    }

    fn address(&self) -> Option<Url> {
        self.url.as_ref().map(|url| url.0.clone())
    }
}

impl Feed {
    /// What relative links are relative to, where the answer does not say where it came from.
    fn own_address(&self) -> Option<&Url> {
        self.url.as_ref().or(self.base.as_ref()).map(|url| &url.0)
    }
}

/// Reads a decoded answer that came from `address`.
fn read(
    decoded: &Decoded<'_>,
    content_type: Option<&str>,
    address: Option<&Url>,
    context: &Context,
) -> Result<Answer, ParseError> {
    let channel = match sniff::format(&decoded.text, content_type, address)? {
        sniff::Format::Xml => rss::read(&decoded.text, address),
        sniff::Format::Json => json::read(&decoded.text)?,
    };
    let mut answer = items::from(channel, address, context);
    answer.warnings.splice(0..0, charset_warnings(decoded));
    Ok(answer)
}

fn charset_warnings(decoded: &Decoded<'_>) -> Vec<Warning> {
    let mut warnings = Vec::new();
    if let Some(declared) = decoded.overruled {
        let text =
            format!("the feed says that it is written in {declared}, but it is {}: read as that", decoded.charset);
        warnings.push(Warning(text));
    }
    if decoded.guessed {
        let text = format!("the feed does not say how it is written: by its bytes it is {}", decoded.charset);
        warnings.push(Warning(text));
    }
    if decoded.lossy {
        warnings.push(Warning(format!("some bytes of the feed are no {}: they show as “\u{FFFD}”", decoded.charset)));
    }
    warnings
}
