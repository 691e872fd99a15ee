//! The integration tests, one binary; its files mirror `src`. `support` has what several need.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod again;
mod archive;
mod bed;
mod boards;
mod calendar;
mod check;
mod commands;
mod confs_tech;
mod content;
mod curate;
mod feed;
mod fetch;
mod hostile_text;
mod inbox;
mod lf_events;
mod markdown;
mod more_kinds;
mod offline;
mod page;
mod place;
mod reference;
mod render;
mod schedule;
mod seeds;
mod state;
mod support;
