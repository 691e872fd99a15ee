//! The `inbox` kind.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::Deserialize;
use url::Url;

use super::settings::{HttpUrl, Place};
use crate::collect::{Collector, Context, Page as Answer, ParseError};
use crate::model::exchange::{Ask, HttpRequest, Response};

/// Settings of a `inbox` source.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Inbox {
    /// The address.
    pub url: Option<HttpUrl>,
    /// A local file instead of `url`.
    pub path: Option<PathBuf>,
    /// What relative links are relative to, where `path` is used.
    pub base: Option<HttpUrl>,
}

impl Collector for Inbox {
    fn problems(&self) -> Vec<(&'static str, String)> {
        Place { url: self.url.as_ref(), path: self.path.as_ref() }.problems()
    }

    fn start(&self, _context: &Context) -> Vec<Ask> {
        Place { url: self.url.as_ref(), path: self.path.as_ref() }.ask(HttpRequest::get)
    }

    fn parse(&self, _response: &Response, _context: &Context) -> Result<Answer, ParseError> {
        Ok(Answer::default())
    }

    fn address(&self) -> Option<Url> {
        self.url.as_ref().map(|url| url.0.clone())
    }
}
