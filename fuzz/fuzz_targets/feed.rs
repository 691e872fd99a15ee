//! Any bytes as a feed: RSS, Atom, RDF, JSON Feed, or something else altogether.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for source in newsletter_fuzz::sources(&["feed"]) {
        newsletter_fuzz::read(source.collector.as_ref(), bytes);
    }
});
