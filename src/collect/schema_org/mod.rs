//! schema.org data in pages (JSON-LD and microdata): events, job postings, articles.
//!
//! Both syntaxes are read into one [`graph`]; [`items`](mod@items) then makes items of what a newsletter can
//! list. Start with [`read`] and [`items`](mod@items). Nothing is invented: what the data leaves out stays out.
//!
//! Decisions, with schema.org's definitions in mind:
//! - `validThrough` of a job is the day after which the posting is not valid: our `expires`.
//!   `closes`, the application deadline, comes from `applicationDeadline` only.
//! - A date-time without an offset is a moment only where the event names its zone
//!   (`scheduleTimezone`) or its other date has an offset; else only its day is kept, because the
//!   newsletter's zone is not the event's.
//! - `applicantLocationRequirements` is where a remote job may be done: locations, when
//!   `jobLocation` gives none.

mod article;
mod event;
pub mod graph;
mod items;
mod job;
mod json_ld;
mod microdata;
mod place;
mod repair;

pub use graph::{Graph, Syntax, Thing, Value};
pub use items::{Items, article_of, distinct, items, language_tag};
pub use json_ld::plain;
pub use microdata::value_of;

use crate::collect::Warning;
use crate::collect::document::Document;

/// Reads all schema.org data of a page. The warnings name the blocks that could not be read.
pub fn read(document: &Document) -> (Graph, Vec<Warning>) {
    let mut graph = Graph::default();
    let warnings = json_ld::read(document, &mut graph);
    microdata::read(document, &mut graph);
    (graph, warnings)
}
