//! Values that the settings of several kinds share: addresses and where a document comes from.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};
use url::Url;

use crate::model::exchange::{Ask, HttpRequest, Request};
use crate::model::link::Link;

/// An absolute http(s) address in configuration. `webcal://` is read as `https://`.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(with = "String", extend("format" = "uri"))]
pub struct HttpUrl(pub Url);

impl<'de> Deserialize<'de> for HttpUrl {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        parse_http_url(&text).map(HttpUrl).map_err(serde::de::Error::custom)
    }
}

/// Reads an absolute http(s) (or webcal) address, or says what is wrong with it.
pub fn parse_http_url(text: &str) -> Result<Url, String> {
    let https = text.strip_prefix("webcal://").map(|rest| format!("https://{rest}"));
    let url = Url::parse(https.as_deref().unwrap_or(text)).map_err(|error| {
        format!("not an address: {error} (write it whole, for example https://example.org/feed.xml)")
    })?;
    match url.scheme() {
        "http" | "https" if url.host_str().is_some_and(|host| !host.is_empty()) => Ok(url),
        scheme => Err(format!("only http and https addresses can be fetched, this one is {scheme}:")),
    }
}

/// An http(s) address in a field of a source (a picture, a call for papers), as it stands; none for
/// any other text.
pub fn http_address(text: &str) -> Option<String> {
    Link::parse(text).map(|_| text.trim().to_owned())
}

/// Where a document comes from: `url`, or `path` (with `base` for relative links). Kinds that read
/// one document flatten these three keys into their settings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place<'a> {
    /// The address.
    pub url: Option<&'a HttpUrl>,
    /// A local file instead, relative to the newsletter's folder.
    pub path: Option<&'a PathBuf>,
}

impl Place<'_> {
    /// What is wrong when both or neither are given.
    pub fn problems(&self) -> Vec<(&'static str, String)> {
        match (self.url, self.path) {
            (None, None) => vec![("url", "`url` (or `path`, a local file) is missing".into())],
            (Some(_), Some(_)) => vec![("path", "give `url` or `path`, not both".into())],
            _ => Vec::new(),
        }
    }

    /// The one request of the place.
    pub fn ask(&self, http: fn(Url) -> HttpRequest) -> Vec<Ask> {
        match (self.url, self.path) {
            (Some(url), _) => vec![Ask::start(Request::Http(http(url.0.clone())))],
            (None, Some(path)) => vec![Ask::start(Request::File(path.clone()))],
            (None, None) => Vec::new(),
        }
    }
}
