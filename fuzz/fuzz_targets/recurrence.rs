//! Any text as the recurrence of an event: the first line is the rule, the second the start, the
//! rest further lines of the event (exceptions, further dates).
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut lines = text.splitn(3, '\n');
    let rule = lines.next().unwrap_or_default();
    let start = lines.next().unwrap_or("20260105T090000");
    let rest = lines.next().unwrap_or_default();
    let calendar = format!(
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Office hours\r\nURL:https://example.org/\r\n\
         DTSTART;TZID=Europe/Dublin:{start}\r\nRRULE:{rule}\r\n{rest}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    );
    for source in newsletter_fuzz::sources(&["calendar"]) {
        newsletter_fuzz::read(source.collector.as_ref(), calendar.as_bytes());
    }
});
