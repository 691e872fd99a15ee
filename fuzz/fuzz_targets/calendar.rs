//! Any bytes as an iCalendar file.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for source in newsletter_fuzz::sources(&["calendar"]) {
        newsletter_fuzz::read(source.collector.as_ref(), bytes);
    }
});
