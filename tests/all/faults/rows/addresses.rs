//! Addresses that nobody may reach: in every spelling, asked for and sent to, and in all that answers
//! name besides. That names for them are refused is tested in `names`.

use super::Expected::{Gap, Title, Warning};
use super::{Row, raw, titled, typed};
use crate::fetch::server::{answer, ok, redirect};

const AREA: &str = "address";

const HOSTS: &[&str] = &[
    "127.0.0.1",
    "127.0.0.66",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "0177.0.0.1",
    "127.0.0.1.",
    "１２７.0.0.1",
    "0",
    "0.0.0.0",
    "[::1]",
    "[::]",
    "[::127.0.0.1]",
    "[::ffff:127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "[2001:0:7f00:1::]",
    "[fc00::1]",
    "[fe80::1]",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.0.1",
    "100.64.0.1",
    "169.254.169.254",
    "[::ffff:169.254.169.254]",
    "224.0.0.1",
    "255.255.255.255",
    "localhost",
    "LOCALHOST.",
    "x.localhost",
    "localhost.localdomain",
    "faults.example@127.0.0.1",
];

pub fn rows(port: u16) -> Vec<Row> {
    let mut rows = Vec::new();
    for host in HOSTS {
        let url = format!("http://{host}:{port}/");
        let refused = || Gap("is a private or local address");
        rows.push(Row::new(AREA, format!("asked for {host}"), raw(""), refused()).at(url.clone()));
        rows.push(Row::new(AREA, format!("sent to {host}"), redirect(302, &url), refused()));
    }
    let scheme_relative = redirect(308, &format!("//127.0.0.1:{port}/"));
    rows.push(Row::new(AREA, "sent to //127.0.0.1", scheme_relative, Gap("is a private or local address")));
    rows.extend(named(&format!("http://127.0.0.1:{port}/")));
    rows
}

/// Answers that name the forbidden door where a reader might follow.
fn named(door: &str) -> Vec<Row> {
    let within = |place: &str| titled("Named").replace("<item>", &format!("{place}<item>"));
    let beside = |place: &str| titled("Named").replace("<description>", &format!("{place}<description>"));
    let feed = |fault: &str, body: String| Row::new(AREA, fault, ok(body), Title("Named"));
    let page = |fault: &str, head: &str| {
        let html =
            format!("<!doctype html><html><head>{head}<title>Named</title></head><body><h1>Named</h1></body></html>");
        Row::new(AREA, fault, typed("text/html", html), Title("Named")).of_kind("page", "")
    };
    vec![
        feed("an enclosure there", beside(&format!("<enclosure url=\"{door}\" type=\"audio/mpeg\" length=\"1\"/>"))),
        feed("an image there", within(&format!("<image><url>{door}</url></image>"))),
        feed("a style sheet there", format!("<?xml-stylesheet href=\"{door}\"?>{}", titled("Named"))),
        feed("an id and comments there", beside(&format!("<guid>{door}</guid><comments>{door}</comments>"))),
        feed(
            "a next page, a hub and itself there",
            within(&["next", "hub", "self"].map(|rel| {
                format!("<link xmlns=\"http://www.w3.org/2005/Atom\" rel=\"{rel}\" href=\"{door}\"/>")
            }).concat()),
        ),
        feed(
            "an item's link there, undated",
            format!("<rss version=\"2.0\"><channel><item><title>Named</title><link>{door}</link></item></channel></rss>"),
        ),
        Row::new(
            AREA,
            "a Link header there",
            answer(
                200,
                &[("link", &format!("<{door}>; rel=preload, <{door}>; rel=next")), ("refresh", &format!("0;url={door}"))],
                titled("Named").as_bytes(),
            ),
            Title("Named"),
        ),
        Row::new(
            AREA,
            "a JSON Feed's next page and hubs there",
            typed(
                "application/feed+json",
                format!(
                    "{{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"F\",\"next_url\":\"{door}\",\"feed_url\":\"{door}\",\
                     \"hubs\":[{{\"type\":\"WebSub\",\"url\":\"{door}\"}}],\"items\":[{{\"id\":\"1\",\"title\":\"Named\",\
                     \"url\":\"https://faults.example/n\",\"date_published\":\"2026-11-16T10:00:00Z\",\"content_text\":\"Words.\",\"image\":\"{door}\"}}]}}"
                ),
            ),
            Title("Named"),
        ),
        page("meta refresh there", &format!("<meta http-equiv=refresh content=\"0;url={door}\">")),
        page("a base there", &format!("<base href=\"{door}\">")),
        page("a canonical address and a feed there", &format!("<link rel=canonical href=\"{door}\"><link rel=alternate type=\"application/rss+xml\" href=\"{door}\">")),
        page("images and frames there", &format!("<meta property=\"og:image\" content=\"{door}\"><script src=\"{door}\"></script><link rel=stylesheet href=\"{door}\">")),
        Row::new(
            AREA,
            "a calendar's attachments there",
            typed(
                "text/calendar",
                format!(
                    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nSOURCE;VALUE=URI:{door}\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20261201T100000Z\r\n\
                     SUMMARY:Named\r\nATTACH:{door}\r\nURL:{door}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
                ),
            ),
            Title("Named"),
        )
        .of_kind("calendar", ""),
        Row::new(
            AREA,
            "a sitemap of sitemaps there",
            ok(format!("<sitemapindex><sitemap><loc>{door}</loc></sitemap></sitemapindex>")),
            Warning("is a private or local address"),
        )
        .of_kind("sitemap", ""),
    ]
}
