//! Redirects: permanent and passing, chains, loops, and targets that nobody should follow.

use super::Expected::{Gap, Moved, Title};
use super::{Doors, Row, raw, titled};
use crate::fetch::server::{Reaction, Seen, answer, ok, redirect};

const AREA: &str = "redirect";

pub fn rows(doors: &Doors) -> Vec<Row> {
    [followed(), endless(), broken(), refused(doors)].into_iter().flatten().collect()
}

/// Redirects of these statuses one after the other, then a feed.
fn chain(statuses: &'static [u16]) -> impl Fn(&Seen) -> Reaction {
    move |seen| {
        let path = seen.path.split('?').next().unwrap_or_default();
        let step: usize = path.rsplit('/').next().and_then(|step| step.parse().ok()).unwrap_or(0);
        match statuses.get(step) {
            Some(&status) => redirect(status, &(step + 1).to_string()),
            None => ok(titled("Arrived")),
        }
    }
}

fn followed() -> Vec<Row> {
    let row = |statuses: &'static [u16], expected| Row::by(AREA, format!("{statuses:?}"), chain(statuses), expected);
    vec![
        row(&[301], Moved("Arrived")),
        row(&[308], Moved("Arrived")),
        row(&[302], Title("Arrived")),
        row(&[303], Title("Arrived")),
        row(&[307], Title("Arrived")),
        row(&[301, 308, 301], Moved("Arrived")),
        row(&[301, 302], Title("Arrived")),
        row(&[307, 301], Title("Arrived")),
        row(&[302; 10], Title("Arrived")),
        row(&[302; 11], Gap("more than 10 redirects")),
        Row::by(
            AREA,
            "Location in UTF-8",
            |seen| if seen.path.contains("%C3%A9") { ok(titled("Café")) } else { redirect(302, "é") },
            Title("Café"),
        ),
        Row::by(
            AREA,
            "Location with a fragment and spaces",
            |seen| if seen.path.contains("end") { ok(titled("Spaced")) } else { redirect(302, "  a b/end#x  ") },
            Title("Spaced"),
        ),
    ]
}

fn endless() -> Vec<Row> {
    let pair = |seen: &Seen| redirect(302, if seen.path.ends_with("/a") { "b" } else { "a" });
    vec![
        Row::by(AREA, "to itself", |seen| redirect(302, &seen.path), Gap("a redirect loop at http://")),
        Row::by(AREA, "to itself, for good", |seen| redirect(301, &seen.path), Gap("a redirect loop at http://")),
        Row::by(AREA, "to and fro", pair, Gap("a redirect loop at http://")),
        Row::by(AREA, "ever longer", |seen| redirect(302, &format!("{}x", seen.path)), Gap("more than 10 redirects")),
        Row::by(AREA, "ever deeper", |_| redirect(302, "x/y/"), Gap("more than 10 redirects")),
    ]
}

fn broken() -> Vec<Row> {
    let row = |fault: &str, reaction, words| Row::new(AREA, fault, reaction, Gap(words));
    vec![
        row("no Location", answer(302, &[], b"x"), "a redirect (302) without a target"),
        row("no Location, and a feed", answer(301, &[], titled("x").as_bytes()), "a redirect (301) without a target"),
        row("empty Location", redirect(302, ""), "a redirect (302) without a target"),
        row("Location of 50 kB", redirect(302, &"/x".repeat(25_000)), "target is longer than 8 kB"),
        row("Location of 1 MB", redirect(302, &"/x".repeat(500_000)), "head is too large"),
        row("bad port", redirect(302, "http://x.example:99999/"), "target is no address"),
        row("bad host", redirect(302, "http://[x"), "target is no address"),
        row("host with a space", redirect(302, "http://a b.example/"), "target is no address"),
        row(
            "body without end",
            raw("HTTP/1.1 302 Found\r\nlocation: gopher://x/\r\n\r\n").then_for_ever("x".repeat(1000)),
            "a redirect to a gopher: address",
        ),
    ]
}

fn refused(doors: &Doors) -> Vec<Row> {
    let mut rows: Vec<Row> = [
        ("file:///etc/passwd", "a redirect to a file: address"),
        ("data:text/xml,<rss/>", "a redirect to a data: address"),
        ("javascript:alert(1)", "a redirect to a javascript: address"),
        ("ftp://x.example/", "a redirect to a ftp: address"),
        ("gopher://x.example/", "a redirect to a gopher: address"),
        ("unix:///run/docker.sock", "a redirect to a unix: address"),
        ("view-source:http://x.example/", "a redirect to a view-source: address"),
    ]
    .map(|(location, words)| Row::new(AREA, format!("to {location}"), redirect(302, location), Gap(words)))
    .into();
    rows.push(
        Row::new(AREA, "from https to http", raw(""), Gap("a redirect from https to unprotected http"))
            .at(doors.secure("/down")),
    );
    rows
}
