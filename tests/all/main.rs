//! The integration tests, one binary; its files mirror `src`. `support` has what several need.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::unreachable,
    clippy::panic_in_result_fn,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    missing_docs
)]

mod again;
mod archive;
mod backtest;
mod bed;
mod boards;
mod calendar;
mod check;
mod commands;
mod confs_tech;
mod content;
mod curate;
mod curate_memory;
mod curate_rules;
mod escape;
mod faults;
mod feed;
mod fetch;
mod hostile_text;
mod inbox;
mod inspect;
mod lf_events;
mod limits;
mod log_lines;
mod markdown;
mod memory;
mod more_kinds;
mod offline;
mod page;
mod place;
mod rank;
mod reference;
mod render;
mod schedule;
mod scheduled;
mod schemas;
mod secrets;
mod security;
mod seeds;
mod similar;
mod similar_shown;
mod state;
mod support;
mod traps;

#[path = "../../src/testing.rs"]
mod testing;
