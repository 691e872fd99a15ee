//! The `personio` kind: the XML file of a Personio career page.
//!
//! Shape: <https://developer.personio.de/docs/retrieving-open-job-positions> and captures. The file
//! has no addresses: they are built from the tenant and the id. Positions can stand in it twice.
//! Without `language` a tenant answers in its default one and leaves out what it has not translated.
//! Tenants that switched the file off answer 404; their page lists `a.job-box` (kind `page`).

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use url::Url;

use super::board::{self, Posting, Slug};
use super::settings::HttpUrl;
use crate::collect::html::{self, Token, Tokens};
use crate::collect::{Collector, Context, Documented, Page, ParseError, Warning, charset};
use crate::model::exchange::{Ask, HttpRequest, Response};
use crate::model::place::Location;

const EXPECTED: &str = "the positions of a Personio career page (XML with <workzag-jobs>)";
/// Deepest nesting that is followed; real files have four levels.
const DEPTH: usize = 16;

/// Settings of a `personio` source.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Personio {
    /// The tenant: `acme` of `https://acme.jobs.personio.de`.
    pub tenant: Slug,
    /// The language of titles and texts. Default: `en`.
    pub language: Option<String>,
    /// The employer's name, where the one that positions give is not wanted or missing.
    pub organisation: Option<String>,
    /// The career page, where it is elsewhere. Default: `https://TENANT.jobs.personio.de`.
    pub url: Option<HttpUrl>,
}

impl Documented for Personio {
    const VERIFIED: &'static str = "Documentation and captures";
    const CANNOT: &'static str =
        "Pages whose owner switched the XML off (404): use `page`; no deadline, no workplace field";
}

impl Collector for Personio {
    fn problems(&self) -> Vec<(&'static str, String)> {
        board::host_problems("tenant", self.at(&[], &[]))
    }

    fn start(&self, _context: &Context) -> Vec<Ask> {
        let language = self.language.as_deref().unwrap_or("en");
        board::start(self.at(&["xml"], &[("language", language)]).map(HttpRequest::get))
    }

    fn parse(&self, response: &Response, context: &Context) -> Result<Page, ParseError> {
        let text = charset::decode(response).text;
        if !Tokens::xml(&text).take(20).any(|token| matches!(token, Token::Open(tag) if tag.is("workzag-jobs"))) {
            return Err(ParseError::NotExpected { expected: EXPECTED, found: board::described(&text) });
        }
        let (positions, is_whole) = positions(&text);
        let mut page = board::page(positions.iter().map(|position| self.posting(position)), response, context);
        if !is_whole {
            page.warnings.push(Warning("the XML breaks off: postings after it are missing".to_owned()));
        }
        Ok(page)
    }

    fn address(&self) -> Option<Url> {
        self.at(&[], &[])
    }
}

impl Personio {
    fn at(&self, path: &[&str], query: &[(&str, &str)]) -> Option<Url> {
        board::address(self.url.as_ref(), &format!("https://{}.jobs.personio.de", self.tenant.0), path, query)
    }

    fn posting(&self, position: &Position) -> Posting {
        let offices = position.all("office").chain(position.all("additionalOffices/office"));
        let locations: Vec<Location> = offices.filter(|office| !office.is_empty()).map(Location::from_text).collect();
        let id = position.first("id");
        let descriptions: Vec<String> =
            position.all("jobDescriptions/jobDescription/value").map(html::to_text).collect();
        Posting {
            title: position.first("name"),
            link: id.as_ref().and_then(|id| self.at(&["job", id], &[])).map(String::from),
            uid: id.map(|id| format!("personio:{}:{id}", self.tenant.0.to_lowercase())),
            organisation: self.organisation.clone().or_else(|| position.first("subcompany")),
            workplace: board::workplace_said(None, &locations),
            locations,
            published: position.first("createdAt"),
            description: Some(descriptions.join("\n")),
            ..Posting::default()
        }
    }
}

/// The texts of a position by the path of their element: `name`, `additionalOffices/office`. A
/// `name` also stands deeper, in `jobDescriptions`: there it is a heading.
#[derive(Debug, Default)]
struct Position(BTreeMap<String, Vec<String>>);

impl Position {
    fn all(&self, path: &str) -> impl Iterator<Item = &str> {
        self.0.get(path).map(Vec::as_slice).unwrap_or_default().iter().map(|text| text.trim())
    }

    fn first(&self, path: &str) -> Option<String> {
        self.all(path).find(|text| !text.is_empty()).map(str::to_owned)
    }
}

/// The positions, and whether the last one is whole.
fn positions(xml: &str) -> (Vec<Position>, bool) {
    let mut positions = Vec::new();
    let mut open: Option<(Position, Vec<&str>)> = None;
    for token in Tokens::xml(xml) {
        match (token, &mut open) {
            (Token::Open(tag), _) if tag.is("position") => {
                positions.extend(open.replace((Position::default(), Vec::new())).map(|(position, _)| position));
            }
            (Token::Close(tag), _) if tag.is("position") => positions.extend(open.take().map(|(position, _)| position)),
            (Token::Open(tag), Some((position, path))) if !tag.is_self_closing() && path.len() < DEPTH => {
                path.push(tag.name);
                position.0.entry(path.join("/")).or_default().push(String::new());
            }
            (Token::Close(tag), Some((_, path))) => {
                let depth = path.iter().rposition(|name| *name == tag.name).unwrap_or(path.len());
                path.truncate(depth);
            }
            (Token::Text(text), Some((position, path))) => position.add(path, &html::decode_entities(text)),
            (Token::Raw(text), Some((position, path))) => position.add(path, text),
            _ => {}
        }
    }
    let is_whole = open.is_none();
    positions.extend(open.map(|(position, _)| position));
    (positions, is_whole)
}

impl Position {
    /// Adds to the text of the element that is open.
    fn add(&mut self, path: &[&str], text: &str) {
        if let Some(last) = self.0.get_mut(&path.join("/")).and_then(|texts| texts.last_mut()) {
            last.push_str(text);
        }
    }
}
