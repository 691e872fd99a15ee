//! The commands, run as people run them.

mod add;
mod check;
mod configuration;
mod coverage;
mod draft;
mod explain;
mod gaps;
mod opml;
mod recognise;
mod small;
mod tokens;
