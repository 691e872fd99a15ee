//! The commands, run as people run them.

mod add;
mod adopt;
mod again;
mod check;
mod configuration;
mod coverage;
mod draft;
mod due;
mod explain;
mod gaps;
mod index;
mod language;
mod opml;
mod pairs;
mod recognise;
mod record;
mod small;
mod tokens;
