//! The integration tests, one binary; its files mirror `src`. `support` has what several need.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod calendar;
mod commands;
mod feed;
mod fetch;
mod page;
mod place;
mod render;
mod support;
