//! Calendars that nest, fold, repeat without end or have odd properties.

use super::Expected::{Gap, Items, Title, Warning};
use super::{Expected, Row, typed};

const AREA: &str = "ICS";
const HEAD: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n";

pub fn rows() -> Vec<Row> {
    [structure(), rules(), properties()].into_iter().flatten().collect()
}

fn row(fault: &str, body: impl AsRef<[u8]>, expected: Expected) -> Row {
    Row::new(AREA, fault, typed("text/calendar", body), expected).of_kind("calendar", "")
}

/// A calendar of these lines.
fn calendar(lines: &str) -> String {
    format!("{HEAD}{lines}END:VCALENDAR\r\n")
}

/// An event with these lines more.
fn event(more: &str) -> String {
    let more = if more.is_empty() { String::new() } else { format!("{more}\r\n") };
    format!("BEGIN:VEVENT\r\nUID:1\r\nDTSTART:20261201T100000Z\r\nSUMMARY:Meeting\r\n{more}END:VEVENT\r\n")
}

fn structure() -> Vec<Row> {
    let whole = calendar(&event(""));
    let folded = [
        calendar(&event("")).split("Meeting").next().unwrap().as_bytes(),
        b"Caf\xc3\r\n \xa9",
        b"\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    ]
    .concat();
    let many = |count: usize| -> String {
        (0..count)
            .map(|n| format!("BEGIN:VEVENT\r\nUID:{n}\r\nDTSTART:20261201\r\nSUMMARY:E\r\nEND:VEVENT\r\n"))
            .collect()
    };
    vec![
        row("events 20,000 deep", format!("{HEAD}{}", "BEGIN:VEVENT\r\n".repeat(20_000)), Warning("cut off")),
        row("components 100,000 deep", format!("{HEAD}{}", "BEGIN:X\r\n".repeat(100_000)), Warning("cut off")),
        row(
            "ends without beginnings",
            format!("{HEAD}{}{}", "END:VEVENT\r\n".repeat(1_000), event("")),
            Title("Meeting"),
        ),
        row("no END of the calendar", whole.replace("END:VCALENDAR\r\n", ""), Warning("cut off")),
        row("cut in an event", whole.split("SUMMARY").next().unwrap(), Warning("cut off")),
        row("a BOM", format!("\u{feff}{whole}"), Title("Meeting")),
        row("only line feeds", whole.replace("\r\n", "\n"), Title("Meeting")),
        row("folded in a character", folded, Title("Café")),
        row(
            "folded after every byte",
            whole.replace("Meeting", "M\r\n e\r\n e\r\n t\r\n i\r\n n\r\n g"),
            Title("Meeting"),
        ),
        row(
            "folded 100,000 times",
            whole.replace("Meeting", &format!("Meeting{}", "\r\n ".repeat(100_000))),
            Title("Meeting"),
        ),
        row("a line of 5 MB", whole.replace("Meeting", &"word ".repeat(1_000_000)), Items(1)),
        row("50,001 events", calendar(&many(50_001)), Warning("50000")),
        row("the same event twice", calendar(&event("").repeat(2)), Items(1)),
        row("no calendar but a page", "<!doctype html><title>Sign in</title>", Gap("expected a calendar")),
        row("a calendar of nothing", calendar(""), Items(0)),
        row("two calendars", format!("{whole}{}", calendar(&event("").replace("UID:1", "UID:2"))), Items(2)),
    ]
}

fn rules() -> Vec<Row> {
    let rule =
        |rule: &str, expected| row(&format!("RRULE:{rule}"), calendar(&event(&format!("RRULE:{rule}"))), expected);
    let unread = || Warning("1 recurrence rule could not be read");
    vec![
        rule("FREQ=SECONDLY", Warning("only the first 1000 were taken")),
        rule("FREQ=MINUTELY;BYSECOND=0,1,2,3,4,5,6,7,8,9", Warning("only the first 1000 were taken")),
        rule("FREQ=DAILY;COUNT=1000000000", Items(110)),
        rule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", Items(1)),
        rule("FREQ=YEARLY;BYDAY=MO;BYWEEKNO=53;BYMONTH=6", Items(1)),
        rule("FREQ=WEEKLY;BYDAY=ϮO", unread()),
        rule("FREQ=DAILY;INTERVAL=0", unread()),
        rule("FREQ=DAILY;INTERVAL=99999999999999999999", unread()),
        rule("FREQ=MONTHLY;BYSETPOS=-366;BYDAY=MO", Items(1)),
        rule("FREQ=DAILY;UNTIL=99991231T235959Z", Items(110)),
        rule("FREQ=NEVER", unread()),
        rule("", unread()),
        rule("FREQ=DAILY;FREQ=SECONDLY;FREQ=YEARLY", Items(110)),
        row("20,000 RRULEs", calendar(&event(&["RRULE:FREQ=DAILY"; 20_000].join("\r\n"))), Items(110)),
        row(
            "20,000 RDATEs",
            calendar(&event(
                &(0..20_000)
                    .map(|n| format!("RDATE:20261202T{:02}{:02}{:02}Z", n / 3600, n / 60 % 60, n % 60))
                    .collect::<Vec<_>>()
                    .join("\r\n"),
            )),
            Warning("only the first 1000 were taken"),
        ),
    ]
}

fn properties() -> Vec<Row> {
    let with = |fault: &str, more: &str, expected| row(fault, calendar(&event(more)), expected);
    let start = |start: &str, expected| {
        row(&format!("the start “{start}”"), calendar(&event("").replace("DTSTART:20261201T100000Z", start)), expected)
    };
    let no_start = || Warning("no start that can be read");
    vec![
        start("X-NO-START:1", no_start()),
        start("DTSTART:", no_start()),
        start("DTSTART:20269999T999999Z", no_start()),
        start("DTSTART:99999999999999", no_start()),
        start("DTSTART:00000000", no_start()),
        start("DTSTART;TZID=../../etc/passwd:20261201T100000", Title("Meeting")),
        start("DTSTART;TZID=Mars/Olympus:20261201T100000", Title("Meeting")),
        with("an end before the start", "DTEND:20251201T100000Z", Title("Meeting")),
        with("a duration without end", "DURATION:P99999999999999999999W", Title("Meeting")),
        with("a duration backwards", "DURATION:-P5D", Title("Meeting")),
        with("a line without a colon", "NOTHING", Title("Meeting")),
        with("a quote that never ends", "X-A;B=\"c:d", Title("Meeting")),
        with("1,000 parameters", &format!("X-A{}:1", ";P=1".repeat(1_000)), Title("Meeting")),
        with("a URL to javascript:", "URL:javascript:alert(1)", Title("Meeting")),
        with("a file attached", "ATTACH:file:///etc/passwd", Title("Meeting")),
        with(
            "an alarm that runs a program",
            "BEGIN:VALARM\r\nACTION:PROCEDURE\r\nATTACH:file:///bin/sh\r\nTRIGGER:-PT1S\r\nEND:VALARM",
            Title("Meeting"),
        ),
        with("a status nobody knows", "STATUS:\u{1b}[31mPERHAPS", Title("Meeting")),
        with("a place of 1 MB", &format!("LOCATION:{}", "x".repeat(1_000_000)), Title("Meeting")),
        with("two summaries", "SUMMARY:Another", Items(1)),
        row("no UID", calendar(&event("").replace("UID:1\r\n", "")), Title("Meeting")),
        row("no summary", calendar(&event("").replace("SUMMARY:Meeting\r\n", "")), Warning("1 event has no title")),
        row(
            "a summary with escapes",
            calendar(&event("").replace("Meeting", "A\u{1b}[31m\\n\\,B\0")),
            Title("A[31m ,B"),
        ),
        row(
            "a time zone that changes every second",
            format!(
                "{HEAD}BEGIN:VTIMEZONE\r\nTZID:T\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nRRULE:FREQ=SECONDLY\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+9999\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n{}END:VCALENDAR\r\n",
                event("").replace("DTSTART:20261201T100000Z", "DTSTART;TZID=T:20261201T100000")
            ),
            Title("Meeting"),
        ),
    ]
}
