//! The `calendar` kind against real calendars, the fixtures of the project, and hostile files.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::civil::date;
use jiff::tz::TimeZone;
use newsletter::collect::{Collector, Context, Kind, Page, ParseError};
use newsletter::model::dates::When;
use newsletter::model::exchange::{Ask, Body, Request, Response};
use newsletter::model::item::Item;
use proptest::prelude::*;
use serde_json::Value;

use crate::support;
use crate::testing::worked;

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

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/calendar")
}

/// A window of one year, for tests that need not say more.
const YEAR: &str = "from = 2027-01-01\nuntil = 2027-12-31";

/// Every fixture, sorted.
const FIXTURES: &[&str] = &[
    "all-day",
    "appendix-a5",
    "broken",
    "cap",
    "collapse",
    "collapse-over",
    "daylight-saving",
    "duplicates",
    "empty",
    "exceptions",
    "floating",
    "outside",
    "rules",
    "texts",
    "this-and-future",
    "time-zones",
    "two-calendars",
    "until",
];

/// An expected outcome: only the fields that it names are compared.
#[derive(serde::Deserialize)]
struct Expected {
    about: String,
    settings: String,
    timezone: String,
    items: Vec<serde_json::Map<String, Value>>,
    warnings: Vec<String>,
}

/// What is wrong with a fixture (`NAME.ics` beside `NAME.expected.json`).
fn faults(name: &str) -> Vec<String> {
    let expected = std::fs::read(fixtures().join(format!("{name}.expected.json"))).unwrap();
    let expected: Expected = serde_json::from_slice(&expected).unwrap();
    assert!(!expected.about.is_empty());
    let file = std::fs::read(fixtures().join(format!("{name}.ics"))).unwrap();
    let page = collect(&expected.settings, &expected.timezone, &file).unwrap();
    let mut faults = Vec::new();
    if page.items.len() != expected.items.len() {
        faults.push(format!("{name}: {} items, {} expected", page.items.len(), expected.items.len()));
    }
    for (item, expected) in page.items.iter().zip(&expected.items) {
        let item = serde_json::to_value(item).unwrap();
        let differs = |(key, value): &(&String, &Value)| item.get(key.as_str()) != Some(value);
        faults.extend(expected.iter().filter(differs).map(|(key, value)| {
            let found = item.get(key).map(Value::to_string);
            format!("{name}: {} at {}: {key} is {found:?}, not {value}", item["title"], item["start"])
        }));
    }
    let warnings: Vec<String> = page.warnings.into_iter().map(|warning| warning.0).collect();
    if warnings != expected.warnings {
        faults.push(format!("{name}: warnings are {warnings:#?}"));
    }
    faults
}

#[test]
fn every_fixture_is_read_as_expected() {
    let names = std::fs::read_dir(fixtures()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter_map(|name| name.strip_suffix(".ics").map(str::to_owned)).collect();
    names.sort();
    assert_eq!(names, FIXTURES, "the list of fixtures is not that of the folder");
    let faults: Vec<String> = names.iter().flat_map(|name| faults(name)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
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
            let known: BTreeSet<(&str, &str)> =
                rows.iter().map(|[uid, start, ..]| (start.as_str(), uid.trim())).collect();
            for (row, item) in items.iter().map(|item| (row(item), item)) {
                let uid = item.uid.as_deref().unwrap();
                let event = uid.rsplit_once('/').map_or(uid, |(event, _)| event);
                let found = known.contains(&(row[0].as_str(), uid)) || known.contains(&(row[0].as_str(), event));
                wrong.extend((!found).then(|| format!("{file}: nothing of {uid} at {}", row[0])));
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

mod traps {
    use super::*;

    /// A calendar with these events.
    fn with_events(events: &str) -> String {
        format!("BEGIN:VCALENDAR\r\n{events}END:VCALENDAR\r\n")
    }

    fn event(lines: &str) -> String {
        format!("BEGIN:VEVENT\r\n{lines}\r\nEND:VEVENT\r\n")
    }

    fn read(file: &str) -> Page {
        collect(YEAR, "Europe/Madrid", file.as_bytes()).unwrap()
    }

    fn warnings(page: &Page) -> String {
        page.warnings.iter().map(|warning| format!("{warning}\n")).collect()
    }

    #[test]
    fn a_sign_in_page_is_not_an_empty_calendar() {
        let page = "<!DOCTYPE html><html><head><title>Sign in</title></head><body>BEGIN:VEVENT</body></html>";
        let error = collect("", "UTC", page.as_bytes()).unwrap_err();
        let expected = "expected a calendar (iCalendar), got an HTML page titled “Sign in”";
        assert_eq!(error.to_string(), expected);
    }

    #[test]
    fn bare_components_are_no_calendar() {
        let error = collect("", "UTC", event("UID:1\r\nDTSTART:20270101").as_bytes()).unwrap_err();
        assert!(error.to_string().ends_with("parts of a calendar without BEGIN:VCALENDAR"), "{error}");
    }

    #[test]
    fn settings_may_be_dates_or_strings_and_are_checked_together() {
        assert!(calendar("from = 2027-01-01\nuntil = \"2027-01-01\"").problems().is_empty());
        let problems = calendar("from = 2027-01-02\nuntil = 2027-01-01").problems();
        assert_eq!(problems, [("until", "`until` (2027-01-01) is before `from` (2027-01-02)".to_owned())]);
        for wrong in
            ["from = 2027", "from = \"soon\"", "from = 2027-01-01T10:00:00", "max_occurrences = 0", "form = 2027-01-01"]
        {
            let table = inline(&format!("path = \"calendar.ics\"\n{wrong}"));
            let read = Kind::named("calendar").unwrap().read;
            assert!(read(toml::de::ValueDeserializer::parse(&table).unwrap()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_window_is_from_the_day_of_the_run_to_as_far_as_the_section_looks() {
        let days = ["20261121", "20261122", "20270322", "20270323"];
        let events: String =
            days.map(|day| event(&format!("UID:{day}\r\nDTSTART;VALUE=DATE:{day}\r\nSUMMARY:x"))).concat();
        let page = collect("", "UTC", with_events(&events).as_bytes()).unwrap();
        let uids: Vec<&str> = page.items.iter().filter_map(|item| item.uid.as_deref()).collect();
        assert_eq!(uids, ["20261122", "20270322"]);
    }

    #[test]
    fn the_edges_of_the_window_are_those_of_the_newsletters_zone() {
        // 23:30 in Madrid on the last day of the year, and half an hour into the next.
        let events = event("UID:in\r\nSUMMARY:in\r\nDTSTART:20271231T223000Z")
            + &event("UID:out\r\nSUMMARY:out\r\nDTSTART:20271231T233000Z");
        let titles: Vec<String> = read(&with_events(&events)).items.into_iter().map(|item| item.title).collect();
        assert_eq!(titles, ["in"]);
    }

    #[test]
    fn an_html_description_becomes_text() {
        let html = "<p>Hello &amp\\; welcome\\, <a href=\"https://example.org/a?b=1&amp\\;c=2\">here</a></p>";
        let page = read(&with_events(&event(&format!("UID:1\r\nSUMMARY:x\r\nDTSTART:20270101\r\nDESCRIPTION:{html}"))));
        let text = newsletter::collect::html::to_text(&html.replace("\\", ""));
        assert_eq!(page.items[0].summary, newsletter::model::text::summary(&text));
        assert_eq!(
            page.items[0].url.as_ref().map(|url| url.to_string()).as_deref(),
            Some("https://example.org/a?b=1&c=2")
        );
    }

    #[test]
    fn a_rule_that_never_fits_ends() {
        for rule in [
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31",
            "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30;COUNT=5",
            "FREQ=MONTHLY;BYMONTHDAY=31;BYSETPOS=2",
        ] {
            let page =
                read(&with_events(&event(&format!("UID:1\r\nSUMMARY:x\r\nDTSTART:19700131T000000Z\r\nRRULE:{rule}"))));
            assert_eq!((page.items.len(), page.warnings.len()), (0, 1), "{rule}: {}", warnings(&page));
        }
    }

    #[test]
    fn a_rule_without_end_is_capped_and_says_so() {
        let page = read(&with_events(&event("UID:1\r\nSUMMARY:x\r\nDTSTART:20250101T000000Z\r\nRRULE:FREQ=SECONDLY")));
        assert_eq!(page.items.len(), 1000);
        assert_eq!(page.items[0].event().unwrap().start.to_string(), "2026-12-31T23:00:00Z");
        assert!(warnings(&page).starts_with("more than 1000 occurrences"), "{}", warnings(&page));
    }

    #[test]
    fn a_rule_that_takes_too_much_work_is_given_up_and_says_so() {
        let page = read(&with_events(&event(
            "UID:1\r\nSUMMARY:bomb\r\nDTSTART:19700101T000000Z\r\nRRULE:FREQ=SECONDLY;COUNT=4000000000",
        )));
        assert!(
            warnings(&page).contains("1 recurrence was not followed to its end: it takes too much work (“bomb”)"),
            "{}",
            warnings(&page)
        );
    }
}

mod bombs {
    use super::*;

    /// Reads one file in bounded work: the bombs take minutes or do not end where there is no guard.
    fn ends(name: &str, file: &str) -> Page {
        let before = worked();
        let page = collect(YEAR, "UTC", file.as_bytes()).unwrap();
        let work = worked() - before;
        assert!(work < Duration::from_secs(10), "{name}: {work:?}");
        assert!(page.items.len() <= 1000, "{name}: {} items", page.items.len());
        page
    }

    fn of_rule(rule: &str) -> String {
        format!(
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:x\nDTSTART:20000101T000000Z\nRRULE:{rule}\nEND:VEVENT\nEND:VCALENDAR"
        )
    }

    #[test]
    fn recurrence_bombs_end() {
        let every = |last: i32| (0..=last).map(|number| number.to_string()).collect::<Vec<_>>().join(",");
        let all_times = format!("BYHOUR={};BYMINUTE={};BYSECOND={}", every(23), every(59), every(59));
        for rule in [
            "FREQ=SECONDLY".to_owned(),
            "FREQ=SECONDLY;INTERVAL=999999999".to_owned(),
            "FREQ=MINUTELY;BYSETPOS=-1".to_owned(),
            "FREQ=HOURLY;BYMONTHDAY=31;BYMONTH=2".to_owned(),
            "FREQ=SECONDLY;BYYEARDAY=366;BYHOUR=3;BYMINUTE=7;BYSECOND=9".to_owned(),
            "FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO;BYMONTH=6".to_owned(),
            "FREQ=YEARLY;INTERVAL=999999999;COUNT=99999999999".to_owned(),
            "FREQ=DAILY;UNTIL=99991231T235959Z".to_owned(),
            "FREQ=WEEKLY;COUNT=18446744073709551615".to_owned(),
            format!("FREQ=YEARLY;{all_times}"),
            format!("FREQ=YEARLY;{all_times};BYSETPOS=-1,366"),
            format!("FREQ=SECONDLY;{all_times};COUNT=100000000"),
            format!("FREQ=MONTHLY;BYDAY={}MO", "MO,".repeat(100_000)),
        ] {
            ends(rule.get(..60).unwrap_or(&rule), &of_rule(&rule));
        }
    }

    #[test]
    fn many_costly_rules_share_one_allowance() {
        let event =
            "BEGIN:VEVENT\nSUMMARY:x\nDTSTART:19700101T000000Z\nRRULE:FREQ=SECONDLY;COUNT=999999999\nEND:VEVENT\n";
        let page = ends("costly rules", &format!("BEGIN:VCALENDAR\n{}END:VCALENDAR", event.repeat(2_000)));
        assert!(page.warnings.iter().any(|warning| warning.0.starts_with("2000 recurrences were not followed")));
    }

    #[test]
    fn time_zones_without_end_end() {
        let part = "BEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nRRULE:FREQ=SECONDLY\nEND:STANDARD\n";
        let event = "BEGIN:VEVENT\nUID:1\nSUMMARY:x\nDTSTART;TZID=Z:20270601T100000\nEND:VEVENT\n";
        let file = format!(
            "BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:Z\n{}END:VTIMEZONE\n{event}END:VCALENDAR",
            part.repeat(500)
        );
        assert_eq!(ends("time zones", &file).items.len(), 1);
    }

    #[test]
    fn many_time_zones_of_one_name_end() {
        let zone = |number: usize| format!("BEGIN:VTIMEZONE\nTZID:Z{number}\nEND:VTIMEZONE\n");
        let event = |number: usize| {
            format!("BEGIN:VEVENT\nUID:{number}\nSUMMARY:x\nDTSTART;TZID=Z{number}:20270601T100000\nEND:VEVENT\n")
        };
        let file: String = (0..3_000).map(zone).chain((0..3_000).map(event)).collect();
        ends("many zones", &format!("BEGIN:VCALENDAR\n{file}END:VCALENDAR"));
    }

    #[test]
    fn nesting_folding_and_masses_end() {
        let event = "BEGIN:VEVENT\nUID:1\nSUMMARY:x\nDTSTART:20270601\nEND:VEVENT\n";
        let nested = format!("BEGIN:VCALENDAR\n{}{event}", "BEGIN:X\n".repeat(20_000));
        assert_eq!(ends("nested", &nested).items.len(), 1);
        let closed = format!("BEGIN:VCALENDAR\n{}{}{event}", "BEGIN:X\n".repeat(200_000), "END:Y\n".repeat(200_000));
        assert_eq!(ends("badly closed", &closed).items.len(), 1);
        let folded =
            format!("BEGIN:VCALENDAR\n{}", event.replace("SUMMARY:", &format!("SUMMARY:{}", "\n a".repeat(500_000))));
        assert!(ends("folded", &folded).items[0].title.chars().count() <= 300);
        let events: String = (0..50_000).map(|number| event.replace("UID:1", &format!("UID:{number}"))).collect();
        let page = ends("events", &format!("BEGIN:VCALENDAR\n{events}END:VCALENDAR"));
        assert_eq!(page.items.len(), 1000);
        assert!(page.warnings[0].0.starts_with("more than 1000 occurrences"));
        let dates = "20270601,".repeat(100_000);
        let lists = event.replace("DTSTART", &format!("RDATE:{dates}\nEXDATE:{dates}\nDTSTART"));
        ends("lists", &format!("BEGIN:VCALENDAR\n{lists}END:VCALENDAR"));
        let one_uid = "BEGIN:VEVENT\nUID:1\nRECURRENCE-ID:20270601\nDTSTART:20270601\nEND:VEVENT\n".repeat(20_000);
        assert_eq!(ends("one UID", &format!("BEGIN:VCALENDAR\n{one_uid}END:VCALENDAR")).items.len(), 1);
    }

    #[test]
    fn every_real_file_ends_whatever_the_settings() {
        let Some(root) = support::shared("data/calendars") else { return };
        let mut folders = vec![root];
        let mut files = 0;
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
                if entry.is_dir() {
                    folders.push(entry);
                } else if entry.extension().is_some_and(|extension| extension == "ics") {
                    files += 1;
                    let bytes = std::fs::read(&entry).unwrap();
                    for settings in
                        ["", "collapse = true", "from = 1900-01-01\nuntil = 9999-12-31\nmax_occurrences = 5"]
                    {
                        // Whether it is a calendar is not the question here.
                        let _ = collect(settings, "Asia/Tokyo", &bytes);
                    }
                }
            }
        }
        assert!(files >= 88, "{files}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = collect(YEAR, "Europe/Madrid", &bytes);
        let inside = [b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20270101T100000\n".as_slice(), &bytes].concat();
        let _ = collect(YEAR, "Europe/Madrid", &inside);
    }

    #[test]
    fn odd_values_never_panic(
        start in "[0-9TZ+:-]{0,20}|(0000|9999|2027)(0101|1231)(T235959Z?)?",
        rule in "(FREQ=(YEARLY|MONTHLY|WEEKLY|DAILY|HOURLY|SECONDLY);)?((BYDAY|BYMONTH|BYSETPOS|COUNT|INTERVAL|UNTIL|WKST|BYWEEKNO|BYYEARDAY)=[-+0-9A-ZϮ,]{0,12};?){0,4}",
        length in "[-+PTWDHMS0-9]{0,20}|P[0-9]{1,9}[WD]",
        zone in "\\PC{0,12}|/[a-z/.]{0,12}/Europe/Berlin",
    ) {
        let event = format!(
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART;TZID={zone}:{start}\nDURATION:{length}\nRRULE:{rule}\nRDATE:{start}/{length}\nEXDATE:{start}\nEND:VEVENT\n\
             BEGIN:VEVENT\nUID:1\nRECURRENCE-ID;RANGE=THISANDFUTURE:{start}\nDTSTART:20270101T100000\nDTEND:{start}\nEND:VEVENT\nEND:VCALENDAR"
        );
        let _ = collect("from = 0001-01-01\nuntil = 9999-12-31", "Europe/Madrid", event.as_bytes());
        let _ = collect("collapse = true", "Europe/Madrid", event.as_bytes());
    }

    #[test]
    fn mutated_calendars_never_panic(
        name in proptest::sample::select(FIXTURES),
        changes in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>(), 0_usize..3), 1..12),
    ) {
        let path = fixtures().join(format!("{name}.ics"));
        let mut bytes = std::fs::read(path).unwrap();
        for (place, byte, change) in changes {
            let at = place.index(bytes.len().max(1));
            match change {
                _ if bytes.is_empty() => {}
                0 => bytes[at] = byte,
                1 => drop(bytes.drain(at..(at + usize::from(byte)).min(bytes.len()))),
                _ => bytes.extend_from_within(at..(at + usize::from(byte)).min(bytes.len())),
            }
        }
        let _ = collect(YEAR, "Europe/Madrid", &bytes);
    }
}
