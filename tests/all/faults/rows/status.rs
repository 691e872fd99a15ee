//! Every status but 200, and what servers say with them.

use std::time::{Duration, SystemTime};

use super::Expected::{Gap, Title};
use super::{Row, in_turn, titled};
use crate::fetch::server::{Reaction, answer, ok};

const AREA: &str = "status";

/// What the server of [`patient`] rows asks for; no second request may come sooner.
pub const ASKED: Duration = Duration::from_secs(2);

pub fn rows() -> Vec<Row> {
    [with_a_feed(), empty(), later(), patient(), conditional()].into_iter().flatten().collect()
}

fn with_a_feed() -> Vec<Row> {
    let codes: [(u16, &str); 19] = [
        (201, "unexpected status 201"),
        (202, "unexpected status 202"),
        (203, "unexpected status 203"),
        (206, "unexpected status 206"),
        (300, "unexpected status 300"),
        (400, "unexpected status 400"),
        (401, "sign-in needed (401)"),
        (403, "blocked (403)"),
        (404, "not found (404)"),
        (405, "unexpected status 405"),
        (410, "gone (410)"),
        (418, "unexpected status 418"),
        (429, "too many requests (429)"),
        (451, "blocked for legal reasons (451)"),
        (500, "server error (500)"),
        (502, "server error (502)"),
        (503, "server error (503)"),
        (504, "server error (504)"),
        (999, "blocked (999)"),
    ];
    let with_feed = |(code, words)| {
        Row::new(AREA, format!("{code} with a feed"), answer(code, &[], titled("x").as_bytes()), Gap(words))
    };
    codes.into_iter().map(with_feed).collect()
}

fn empty() -> Vec<Row> {
    let empty = |fault: &str, reaction, words| Row::new(AREA, fault, reaction, Gap(words));
    vec![
        empty("204", Reaction::status(204), "empty answer (204)"),
        empty("205", Reaction::status(205), "empty answer (205)"),
        empty("200 with nothing", Reaction::status(200), "empty answer (200)"),
        empty("200 with nothing, without a length", Reaction::raw("HTTP/1.1 200 OK\r\n\r\n"), "empty answer (200)"),
    ]
}

/// Longer than anybody waits, or nothing that can be read.
fn later() -> Vec<Row> {
    const VALUES: [(&str, &str, &str); 7] = [
        ("99999", "asks to wait 27 h (429)", "asks to wait 27 h (503)"),
        ("99999999999999999999", "asks to wait more than a year (429)", "asks to wait more than a year (503)"),
        ("Fri, 31 Dec 9999 23:59:59 GMT", "asks to wait more than a year (429)", "asks to wait more than a year (503)"),
        ("Sun, 06 Nov 1994 08:49:37 GMT", "too many requests (429)", "server error (503)"),
        ("soon", "too many requests (429)", "server error (503)"),
        ("-1", "too many requests (429)", "server error (503)"),
        ("", "too many requests (429)", "server error (503)"),
    ];
    let row = |status: u16, value: &str, words| {
        let reaction = answer(status, &[("retry-after", value)], b"");
        Row::new(AREA, format!("{status}, Retry-After: {value}"), reaction, Gap(words)).on_its_own()
    };
    VALUES.into_iter().flat_map(|(value, busy, broken)| [row(429, value, busy), row(503, value, broken)]).collect()
}

/// A wait that is waited for.
fn patient() -> Vec<Row> {
    let now = SystemTime::now();
    let (clock, date) = (httpdate::fmt_http_date(now), httpdate::fmt_http_date(now + ASKED));
    let row = |status: u16, form: &str, headers: &[(&str, &str)]| {
        let turns = in_turn(vec![answer(status, headers, b""), ok(titled("After the wait"))]);
        Row::by(AREA, format!("{status}, patient: {form}"), turns, Title("After the wait")).on_its_own()
    };
    let asked = ASKED.as_secs().to_string();
    [429, 503]
        .into_iter()
        .flat_map(|status| {
            [
                row(status, "seconds", &[("retry-after", &asked)]),
                row(status, "a date", &[("date", &clock), ("retry-after", &date)]),
            ]
        })
        .collect()
}

fn conditional() -> Vec<Row> {
    let huge = format!("\"{}\"", "e".repeat(60_000));
    let warm = |seen: &crate::fetch::server::Seen| match seen.header("if-none-match") {
        Some("\"1\"") => Reaction::status(304),
        _ => answer(200, &[("etag", "\"1\"")], titled("Warm").as_bytes()),
    };
    let always = |seen: &crate::fetch::server::Seen| match seen.header("cache-control") {
        Some("no-cache") => ok(titled("Plainly")),
        _ => Reaction::status(304),
    };
    vec![
        Row::new(
            AREA,
            "304 to a first request, always",
            Reaction::status(304),
            Gap("“not modified” (304) to a first request"),
        ),
        Row::by(AREA, "304 until asked plainly", always, Title("Plainly")),
        Row::by(AREA, "304 in the second run", warm, Title("Warm")),
        Row::new(
            AREA,
            "an ETag of 60 kB",
            answer(200, &[("etag", &huge)], titled("Tagged").as_bytes()),
            Title("Tagged"),
        ),
    ]
}
