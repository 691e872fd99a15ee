//! Texts that are damaged or meant to harm: every reader of this part comes to an end, in time, without a panic.

use std::time::{Duration, Instant};

use jiff::tz::TimeZone;
use newsletter::collect::{front_matter, markdown_text, prose_facts};
use newsletter::model::exchange::{Ask, Body, LocalFile, Request, Response};
use newsletter::model::place::{Location, Place};
use proptest::prelude::*;

use crate::offline::{collector, context};

fn read_everything(text: &str) {
    let _ = Location::from_text(text);
    let _ = Place::from_text(text);
    let _ = prose_facts::read(text, &[text, "Conf 2026"], &TimeZone::UTC);
    let _ = prose_facts::when(text, Some(&TimeZone::UTC));
    if let Some(matter) = front_matter::split(text) {
        let _ = markdown_text::summary(matter.body);
    }
    if let Some(summary) = markdown_text::summary(text) {
        assert!(summary.chars().count() <= 500, "{}", summary.len());
    }
    for (kind, settings) in [("inbox", "{}"), ("content", r#"{ path = "x", base = "https://example.org/" }"#)] {
        let paths = ["a.toml", "b.md", "c.csv", "2026-01-01-d.md", "e.txt", "index.ja.md", "ja/index.md"];
        let files =
            paths.iter().map(|path| LocalFile { path: (*path).into(), bytes: text.as_bytes().to_vec() }).collect();
        let ask = Ask::start(Request::Folder { path: "x".into(), endings: &[] });
        let response = Response { ask, url: None, content_type: None, body: Body::Files(files) };
        let page = collector(kind, settings).unwrap().parse(&response, &context("2026-03-01")).unwrap();
        assert!(page.items.iter().all(|item| !item.title.is_empty() && !item.title.contains('\n')));
    }
}

/// Pieces that the readers look for, put together at random.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("---\n"),
        Just("+++\n"),
        Just("{"),
        Just("title: x\n"),
        Just("date = 2026-01-01\n"),
        Just("type = \"event\"\n"),
        Just("url = \"https://example.org/\"\n"),
        Just("title = \"日\"\n"),
        Just("start = 2026-02-30\n"),
        Just("[cfp]\n"),
        Just("type,title,url\n"),
        Just("\""),
        Just(","),
        Just(";"),
        Just("June 11"),
        Just(" - "),
        Just("31 February 2026"),
        Just("2026年13月40日"),
        Just("25:61 PM"),
        Just("UTC+99:99"),
        Just("'24"),
        Just("Location: "),
        Just("held in Berlin"),
        Just("US-CA-"),
        Just("Remote ("),
        Just(")"),
        Just("/"),
        Just(" or "),
        Just("GA"),
        Just("{{<"),
        Just(">}}"),
        Just("{%"),
        Just("![x]("),
        Just("[^1]"),
        Just("<!--more-->"),
        Just("<script>"),
        Just("\u{202e}"),
        Just("\u{0}"),
        Just("ß\u{301}"),
        Just("\r\n"),
        Just("    "),
        Just("> "),
        Just("- "),
        Just("&nbsp;"),
        Just("’"),
        Just("9999999999999999"),
    ];
    proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_survived(text in ".{0,300}") {
        read_everything(&text);
    }

    #[test]
    fn any_mixture_of_marks_is_survived(text in pieces()) {
        read_everything(&text);
    }
}

#[test]
fn long_repetitions_are_read_in_time() {
    for piece in [
        "> ",
        "[",
        "*a",
        "May 1 ",
        "1-2 May ",
        "{{",
        "{% ",
        "<",
        "- ",
        "Berlin, ",
        "US-",
        "CA/",
        "(",
        "remote ",
        "a: &a [*a]\n",
        "\"",
        "\\",
        "`",
        "Date: ",
        "held in ",
        "call for papers ",
        "deadline ",
        "2026-01-01 ",
        "16:40 to ",
        "\n",
        "|a",
        "'24 ",
        "日",
    ] {
        for head in ["", "---\ntitle: x\n---\n"] {
            let text = format!("{head}{}", piece.repeat(30_000 / piece.len()));
            let begun = Instant::now();
            read_everything(&text);
            let took = begun.elapsed();
            assert!(took < Duration::from_secs(10), "{piece:?} after {head:?} took {took:?}");
        }
    }
}
