//! The integration tests, one binary; its files mirror `src`. `support` has what several need.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod boards;
mod feed;
mod place;
mod support;
