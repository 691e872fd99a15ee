//! Any text as HTML: to plain text, and to the facts of a page.
#![no_main]

use libfuzzer_sys::fuzz_target;
use newsletter::collect::html;
use newsletter::model::text;

fuzz_target!(|page: &str| {
    for plain in [html::to_text(page), html::to_prose(page), html::page_title(page).unwrap_or_default()] {
        let line = text::title(&plain);
        assert!(!line.chars().any(char::is_control), "{line:?}");
    }
    for source in newsletter_fuzz::sources(&["page"]) {
        newsletter_fuzz::read(source.collector.as_ref(), page.as_bytes());
    }
});
