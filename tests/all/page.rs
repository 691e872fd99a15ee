//! Pages: schema.org data, dates, list pages. Real material from the shared folder, and fixtures.

mod dated;
mod dates;
mod fixtures;
mod robust;
mod schema_org;
mod traps;

use jiff::civil::date;
use jiff::tz::TimeZone;
use newsletter::collect::Context;
use newsletter::model::exchange::{Ask, Body, HttpRequest, Request, Response};
use url::Url;

/// The run that every test here is part of.
fn context() -> Context {
    Context {
        source: "test".to_owned(),
        today: date(2026, 11, 22),
        timezone: TimeZone::get("Europe/Madrid").unwrap(),
        until: date(2027, 3, 22),
        takes: None,
    }
}

/// A page as it came from this address.
fn answer(url: &str, html: &str) -> Response {
    let url = Url::parse(url).unwrap();
    Response {
        ask: Ask::start(Request::Http(HttpRequest::page(url.clone()))),
        url: Some(url),
        content_type: Some("text/html; charset=utf-8".to_owned()),
        body: Body::Bytes(html.as_bytes().to_vec()),
    }
}
