//! The `calendar` kind against real calendars, the fixtures of the project, and hostile files.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use newsletter::collect::{Collector, Context, Kind, Page, ParseError};
use newsletter::model::dates::When;
use newsletter::model::exchange::{Ask, Body, Request, Response};
use newsletter::model::item::Item;
use proptest::prelude::*;

use crate::support;

/// A calendar source with these settings.
fn calendar(settings: &str) -> Box<dyn Collector> {
    let kind = Kind::named("calendar").unwrap();
    let table = inline(&format!("path = \"calendar.ics\"\n{settings}"));
    (kind.read)(toml::de::ValueDeserializer::parse(&table).unwrap()).unwrap()
}

/// Settings, one a line, as an inline table.
fn inline(settings: &str) -> String {
    let lines: Vec<&str> = settings.lines().filter(|line| !line.trim().is_empty()).collect();
    format!("{{ {} }}", lines.join(", "))
}

fn context(timezone: &str) -> Context {
    Context {
        source: "community".into(),
        today: date(2026, 11, 22),
        timezone: TimeZone::get(timezone).unwrap(),
        until: date(2027, 3, 22),
        takes: None,
    }
}

fn response(bytes: &[u8]) -> Response {
    let ask = Ask::start(Request::File("calendar.ics".into()));
    Response { ask, url: None, content_type: Some("text/calendar".into()), body: Body::Bytes(bytes.to_vec()) }
}

fn collect(settings: &str, timezone: &str, bytes: &[u8]) -> Result<Page, ParseError> {
    calendar(settings).parse(&response(bytes), &context(timezone))
}

mod real {
    use super::*;

    const WINDOW: &str = "from = 2018-01-01\nuntil = 2026-12-31\nmax_occurrences = 100000";

    /// Where the title of some events differs: replacing `theirs` by `ours` in the expected title
    /// gives ours.
    struct Difference {
        file: &'static str,
        theirs: &'static str,
        ours: &'static str,
        /// Why ours is right.
        why: &'static str,
        /// The events it is about, by UID.
        uids: &'static [&'static str],
    }

    const DIFFERENCES: &[Difference] = &[
        Difference {
            file: "ical4j/samples/valid/Misc.History.ics",
            theirs: "\\\"",
            ours: "\"",
            why: "the program that wrote it escaped quotation marks; readers are not meant to see the backslash",
            uids: &[
                "60BDCDAE-90AC-11D9-9672-00112474B410",
                "60BDE714-90AC-11D9-9672-00112474B410",
                "60BDF852-90AC-11D9-9672-00112474B410",
                "60BE18A4-90AC-11D9-9672-00112474B410",
                "60BE20F0-90AC-11D9-9672-00112474B410",
                "60BE5A2E-90AC-11D9-9672-00112474B410",
                "60BE7DBC-90AC-11D9-9672-00112474B410",
                "60BE9889-90AC-11D9-9672-00112474B410",
                "60BEABA1-90AC-11D9-9672-00112474B410",
                "60BEC4D0-90AC-11D9-9672-00112474B410",
                "60BED1DC-90AC-11D9-9672-00112474B410",
                "60BEE67B-90AC-11D9-9672-00112474B410",
                "60BF08BA-90AC-11D9-9672-00112474B410",
                "60BF1D58-90AC-11D9-9672-00112474B410",
                "60BF246A-90AC-11D9-9672-00112474B410",
                "60C1B1DB-90AC-11D9-9672-00112474B410",
                "60C1DAC8-90AC-11D9-9672-00112474B410",
                "60C1DE87-90AC-11D9-9672-00112474B410",
                "60C1FDB6-90AC-11D9-9672-00112474B410",
                "60C2135A-90AC-11D9-9672-00112474B410",
                "60C227FC-90AC-11D9-9672-00112474B410",
                "60C24838-90AC-11D9-9672-00112474B410",
                "60C27034-90AC-11D9-9672-00112474B410",
                "60C299CA-90AC-11D9-9672-00112474B410",
            ],
        },
        Difference {
            file: "ical4j/samples/valid/Misc.History.ics",
            theirs: "  ",
            ours: " ",
            why: "titles are one line with single spaces, whatever the source (model::text)",
            uids: &[
                "60BDF9A2-90AC-11D9-9672-00112474B410",
                "60BE2BA9-90AC-11D9-9672-00112474B410",
                "60BE4F2C-90AC-11D9-9672-00112474B410",
                "60C1B820-90AC-11D9-9672-00112474B410",
                "60C1FB36-90AC-11D9-9672-00112474B410",
            ],
        },
    ];

    type Row = [String; 3];

    /// Start, end (exclusive for days) and title, as the expectations write them.
    fn row(item: &Item) -> Row {
        let event = item.event().unwrap();
        let utc = |when: When| when.timestamp().map_or_else(|| when.to_string(), |time| time.to_string());
        let end = match event.end {
            Some(When::Day(day)) => day.tomorrow().unwrap().to_string(),
            Some(end) => utc(end),
            None => match event.start {
                When::Day(day) => day.tomorrow().unwrap().to_string(),
                start => utc(start),
            },
        };
        [utc(event.start), end, item.title.clone()]
    }

    fn counted(rows: impl Iterator<Item = Row>) -> BTreeMap<Row, usize> {
        let mut counts = BTreeMap::new();
        rows.for_each(|row| *counts.entry(row).or_default() += 1);
        counts
    }

    /// What one side has more of than the other.
    fn surplus(of: &BTreeMap<Row, usize>, over: &BTreeMap<Row, usize>) -> Vec<Row> {
        let more = |(row, count): (&Row, &usize)| (*count > over.get(row).copied().unwrap_or(0)).then(|| row.clone());
        of.iter().filter_map(more).collect()
    }

    /// The expected rows with the listed differences applied, and those that changed nothing.
    fn corrected(file: &str, rows: Vec<[String; 5]>) -> (Vec<Row>, Vec<String>) {
        let mut idle: Vec<String> = Vec::new();
        let mut corrected: Vec<(String, Row)> =
            rows.into_iter().map(|[uid, start, end, title, _]| (uid, [start, end, title])).collect();
        for difference in DIFFERENCES.iter().filter(|difference| difference.file == file) {
            for uid in difference.uids {
                let mut changed = false;
                for (_, [_, _, title]) in corrected.iter_mut().filter(|(other, _)| other == uid) {
                    changed |= title.contains(difference.theirs);
                    *title = title.replace(difference.theirs, difference.ours);
                }
                if !changed {
                    idle.push(format!("{file}: {uid} no longer differs ({})", difference.why));
                }
            }
        }
        (corrected.into_iter().map(|(_, row)| row).collect(), idle)
    }

    #[test]
    fn every_occurrence_is_where_two_independent_libraries_find_it() {
        let Some(root) = support::shared("data/calendars") else { return };
        let expected: BTreeMap<String, Vec<[String; 5]>> =
            serde_json::from_slice(&std::fs::read(root.join("expected.json")).unwrap()).unwrap();
        assert_eq!(expected.len(), 88);
        let mut wrong = Vec::new();
        for (file, rows) in expected {
            let items = match collect(WINDOW, "UTC", &std::fs::read(root.join(&file)).unwrap()) {
                Ok(page) => page.items,
                // Single components without a calendar around them: see `bare_components_are_no_calendar`.
                Err(ParseError::NotExpected { .. }) => Vec::new(),
                Err(error) => panic!("{file}: {error}"),
            };
            for (row, item) in items.iter().map(|item| (row(item), item)) {
                let uid = item.uid.as_deref().unwrap();
                let known =
                    rows.iter().any(|[expected, start, ..]| *start == row[0] && uid.starts_with(expected.trim()));
                wrong.extend((!known).then(|| format!("{file}: nothing of {uid} at {}", row[0])));
            }
            let (theirs, idle) = corrected(&file, rows);
            let (theirs, ours) = (counted(theirs.into_iter()), counted(items.iter().map(row)));
            wrong.extend(idle);
            wrong.extend(surplus(&theirs, &ours).into_iter().map(|row| format!("{file}: only theirs {row:?}")));
            wrong.extend(surplus(&ours, &theirs).into_iter().map(|row| format!("{file}: only ours {row:?}")));
        }
        assert!(wrong.is_empty(), "{} differences\n{}", wrong.len(), wrong.join("\n"));
    }
}
