//! Any text as `sources.toml`: problems with their places, or a configuration; never a panic, and a
//! message that a person can read.
#![no_main]

use libfuzzer_sys::fuzz_target;
use newsletter::config::Config;
use newsletter::report::Failure;

fuzz_target!(|text: &str| {
    if let Err(error) = Config::parse(text, "sources.toml") {
        assert!(!error.problems.is_empty(), "refused without a reason: {text:?}");
        let _ = Failure::from(error).to_string();
    }
});
