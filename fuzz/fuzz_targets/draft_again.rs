//! Any text as an issue: reading it, checking it and repairing it come to an end, and every range
//! that they name is one of the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use newsletter::markdown;

fuzz_target!(|text: &str| {
    let issue = markdown::read(text, "2026-11-24.md");
    for entry in issue.sections.iter().flat_map(|section| &section.entries) {
        assert!(text.get(entry.range.clone()).is_some(), "{:?} in {text:?}", entry.range);
    }
    for link in markdown::links(text) {
        assert!(text.get(link.range.clone()).is_some(), "{:?} in {text:?}", link.range);
    }
});
