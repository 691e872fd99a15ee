//! Kinds of sources for the long tail, one module each.

mod bevy;
mod catalogues;
mod command;
mod github;
mod json;
mod ocgroups;
mod sessionize;
mod sitemap;
mod wordpress;

use newsletter::collect::{Page, ParseError};
use newsletter::model::exchange::{Body, HttpRequest, Request, Response};

use crate::offline::{collector, context, fixtures, run};

/// The bytes of a fixture.
fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(fixtures(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The address of a request.
fn address(request: &Request) -> String {
    if let Request::Http(request) = request { request.url.to_string() } else { String::new() }
}

/// A run in which every request is answered with these bytes.
fn answered(kind: &str, settings: &str, today: &str, body: &[u8]) -> Page {
    run(kind, settings, &context(today), &mut |_| Some(Body::Bytes(body.to_vec())))
}

/// What a kind says of its first answer when that is `body`.
fn refused(kind: &str, settings: &str, body: &str) -> ParseError {
    let collector = collector(kind, settings).unwrap();
    let context = context("2026-11-22");
    let ask = collector.start(&context).into_iter().next().unwrap();
    let url = if let Request::Http(HttpRequest { url, .. }) = &ask.request { Some(url.clone()) } else { None };
    let response = Response { ask, url, content_type: None, body: Body::Bytes(body.into()) };
    collector.parse(&response, &context).err().unwrap()
}

/// Asserts that a page instead of data, and an empty answer, are no answers for a kind.
fn refuses_other_answers(kind: &str, settings: &str) {
    for body in ["<!doctype html><title>Sign in</title><form>", "", "Service unavailable"] {
        let error = refused(kind, settings, body);
        assert!(matches!(error, ParseError::NotExpected { .. }), "{kind} for {body:?}: {error}");
    }
}
