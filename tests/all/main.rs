//! The integration tests, one binary; its files mirror `src`. `support` has what several need.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod confs_tech;
mod content;
mod hostile_text;
mod inbox;
mod lf_events;
mod offline;
mod place;
mod schedule;
mod support;
