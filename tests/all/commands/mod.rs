//! The commands, run as people run them.

mod add;
mod again;
mod check;
mod configuration;
mod coverage;
mod draft;
mod explain;
mod gaps;
mod opml;
mod pairs;
mod recognise;
mod small;
