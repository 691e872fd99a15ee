//! `newsletter`: collects jobs, events and articles from configured sources, curates them and writes
//! Markdown issues that from then on belong to people.
//!
//! The flow: `config` → `collect` (through `fetch`) → `curate` → `issue` → `render`. ARCHITECTURE.md
//! has the map; `model` is what everything shares; `commands` ties the stages together.

// clippy.toml lets tests fail loudly; for these lints it has no switch.
#![cfg_attr(test, allow(clippy::string_slice, clippy::disallowed_methods))]

pub mod adopt;
pub mod archive;
pub mod backtest;
pub mod check;
pub mod cli;
pub mod collect;
pub mod commands;
pub mod config;
pub mod coverage;
pub mod curate;
pub mod escape;
pub mod fetch;
pub mod issue;
pub mod limits;
pub mod markdown;
pub mod model;
pub mod process;
pub mod record;
pub mod render;
pub mod report;
pub mod secret;
pub mod series;
pub mod similar;
#[cfg(test)]
mod testing;
pub mod workspace;
