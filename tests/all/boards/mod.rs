//! The job boards: against hand-written fixtures, against real answers recounted independently
//! (`recount`), and trap by trap (a file for each kind, `common` for all).

mod amazon;
mod ashby;
mod common;
mod eightfold;
mod gitjobs;
mod greenhouse;
mod lever;
mod oracle;
mod personio;
mod recount;
mod recruitee;
mod smartrecruiters;
mod workable;
mod workday;

use std::path::{Path, PathBuf};

use jiff::civil::date;
use jiff::tz::TimeZone;
use newsletter::collect::{Collector, Context, Kind, Page, ParseError};
use newsletter::model::exchange::{About, Ask, Body, Method, Request, Response};
use newsletter::model::item::{Item, ItemType, Job};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The kinds that are tested here.
const BOARDS: &[&str] = &[
    "greenhouse",
    "gitjobs",
    "workday",
    "lever",
    "ashby",
    "workable",
    "smartrecruiters",
    "amazon",
    "personio",
    "recruitee",
    "teamtailor",
    "oracle",
    "softgarden",
    "eightfold",
];

fn context() -> Context {
    Context {
        source: "source".to_owned(),
        today: date(2026, 11, 22),
        timezone: TimeZone::UTC,
        until: date(2027, 3, 22),
        takes: Some(ItemType::Job),
    }
}

/// A kind with settings written as an inline table: `{ board = "acme" }`.
fn board(kind: &str, settings: &str) -> Box<dyn Collector> {
    let value = toml::de::ValueDeserializer::parse(settings).unwrap();
    let board = (Kind::named(kind).unwrap().read)(value).unwrap();
    assert_eq!(board.problems(), Vec::new());
    board
}

/// An answer to the first request.
fn first(bytes: impl Into<Vec<u8>>) -> Response {
    Response {
        ask: Ask::start(Request::File("answer".into())),
        url: None,
        content_type: None,
        body: Body::Bytes(bytes.into()),
    }
}

/// An answer to a request about something.
fn about(about: About, bytes: impl Into<Vec<u8>>) -> Response {
    let mut response = first(bytes);
    response.ask.about = about;
    response
}

fn read(board: &dyn Collector, bytes: impl Into<Vec<u8>>) -> Page {
    board.parse(&first(bytes), &context()).unwrap()
}

fn warnings(page: &Page) -> Vec<String> {
    page.warnings.iter().map(ToString::to_string).collect()
}

fn job(item: &Item) -> &Job {
    item.job().unwrap()
}

/// A request as one line: `POST https://… {"a":1}`.
fn line(ask: &Ask) -> String {
    let Request::Http(http) = &ask.request else { panic!("{ask:?}") };
    let method = if http.method == Method::Post { "POST" } else { "GET" };
    format!("{method} {} {}", http.url, http.body.as_deref().unwrap_or_default()).trim_end().to_owned()
}

/// What a fixture `KIND/NAME.SUFFIX` must come out as; stands beside it as `NAME.SUFFIX.expected.json`.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    /// The settings as an inline table.
    settings: String,
    /// Which page of the list the answer is, counted from 0.
    #[serde(default, skip_serializing_if = "is_zero")]
    page: u32,
    /// The requests of the start.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    start: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    items: Vec<Value>,
    /// The requests that follow.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    next: Vec<String>,
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}

impl Expected {
    /// What comes out of the fixture now, with the inputs of `self`.
    fn now(&self, kind: &str, bytes: Vec<u8>) -> Expected {
        let board = board(kind, &self.settings);
        let asked = if self.page == 0 { About::Start } else { About::NextPage(self.page) };
        let start = board.start(&context()).iter().map(line).collect();
        let now = Expected { settings: self.settings.clone(), page: self.page, start, ..Expected::default() };
        match board.parse(&about(asked, bytes), &context()) {
            Err(error) => Expected { error: Some(error.to_string()), ..now },
            Ok(page) => Expected {
                warnings: warnings(&page),
                items: page.items.iter().map(|item| serde_json::to_value(item).unwrap()).collect(),
                next: page.next.iter().map(line).collect(),
                ..now
            },
        }
    }
}

fn fixtures(kind: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(kind);
    let mut inputs: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    inputs.retain(|path| !path.to_string_lossy().ends_with(".expected.json"));
    inputs.sort();
    inputs
}

/// The kind with the settings of a fixture.
fn fixture_board(kind: &str, input: &Path) -> Box<dyn Collector> {
    let text = std::fs::read_to_string(format!("{}.expected.json", input.display())).unwrap();
    board(kind, &serde_json::from_str::<Expected>(&text).unwrap().settings)
}

/// Adding a fixture is adding two files. With `BLESS=1` the expected files are written anew (from
/// their `settings` and `page`), for a person to read before they are committed.
#[test]
fn every_fixture_comes_out_as_expected() {
    for kind in BOARDS {
        let inputs = fixtures(kind);
        assert!(!inputs.is_empty(), "{kind} has no fixture");
        for input in inputs {
            let beside = PathBuf::from(format!("{}.expected.json", input.display()));
            let expected: Expected = serde_json::from_str(&std::fs::read_to_string(&beside).unwrap()).unwrap();
            let now = expected.now(kind, std::fs::read(&input).unwrap());
            if std::env::var_os("BLESS").is_some() {
                std::fs::write(&beside, serde_json::to_string_pretty(&now).unwrap() + "\n").unwrap();
            } else {
                assert_eq!(now, expected, "{}", input.display());
            }
        }
    }
}

/// Every board against answers that are nothing like its own.
#[test]
fn trap_1_a_sign_in_page_or_other_json_is_named_and_not_read() {
    for kind in BOARDS {
        let board = fixture_board(kind, &fixtures(kind)[0]);
        let page = "<!DOCTYPE html><html><head><title>Sign in</title></head><body><form></form></body></html>";
        let error = board.parse(&first(page), &context()).unwrap_err();
        assert!(matches!(error, ParseError::NotExpected { .. }), "{kind}: {error}");
        assert!(error.to_string().ends_with("got an HTML page titled “Sign in”"), "{kind}: {error}");
        for other in ["", "{}", "{\"error\": \"no such board\"}", "[[[", "\"x\"", "nothing here", "{\"jobs\": 3}"] {
            assert!(board.parse(&first(other), &context()).is_err(), "{kind} took {other:?}");
        }
        assert!(board.parse(&first(vec![0xFF, 0xFE, 0, 1, 2]), &context()).is_err(), "{kind} took binary");
    }
}
