//! The faults, by area: how a server misbehaves, and what is to come of it. The areas are those of the
//! list that the project was planned by: connection, status, redirect, address; content, charset;
//! XML, JSON, ICS, HTML.

mod addresses;
mod bodies;
mod calendars;
mod charsets;
mod connection;
mod json;
mod pages;
mod redirects;
mod status;
mod xml;

use std::sync::atomic::{AtomicUsize, Ordering};

pub use connection::Doors;
pub use status::ASKED;

use crate::fetch::server::{Reaction, Seen, answer};

/// What is to come of a fault.
#[derive(Debug)]
pub enum Expected {
    /// The source is a gap whose reason has these words.
    Gap(&'static str),
    /// The source is good, has an item of exactly this title, and did not move.
    Title(&'static str),
    /// The same, and it moved for good.
    Moved(&'static str),
    /// The source is good and warns with these words.
    Warning(&'static str),
    /// The source is good and has so many items.
    Items(usize),
}

/// Where a fault is served.
pub enum Place {
    /// At the test server, under a path of its own.
    Shared,
    /// At a server of its own, because what it says holds for its whole host.
    Own,
    /// Elsewhere.
    At(String),
}

type React = Box<dyn Fn(&Seen) -> Reaction + Send + Sync>;

/// A fault.
pub struct Row {
    pub area: &'static str,
    pub fault: String,
    pub kind: &'static str,
    /// Further settings of its source.
    pub settings: &'static str,
    pub place: Place,
    pub reaction: React,
    pub expected: Expected,
}

impl Row {
    fn new(area: &'static str, fault: impl Into<String>, reaction: Reaction, expected: Expected) -> Row {
        Row::by(area, fault, move |_| reaction.clone(), expected)
    }

    fn by(
        area: &'static str,
        fault: impl Into<String>,
        reaction: impl Fn(&Seen) -> Reaction + Send + Sync + 'static,
        expected: Expected,
    ) -> Row {
        let (fault, reaction) = (fault.into(), Box::new(reaction));
        Row { area, fault, kind: "feed", settings: "", place: Place::Shared, reaction, expected }
    }

    fn of_kind(mut self, kind: &'static str, settings: &'static str) -> Row {
        (self.kind, self.settings) = (kind, settings);
        self
    }

    fn at(mut self, address: impl Into<String>) -> Row {
        self.place = Place::At(address.into());
        self
    }

    fn on_its_own(mut self) -> Row {
        self.place = Place::Own;
        self
    }
}

/// Faults on the way: nothing of what is served is large.
pub fn of_the_network(doors: &Doors) -> Vec<Row> {
    let areas = [connection::rows(doors), status::rows(), redirects::rows(doors), addresses::rows(doors.forbidden)];
    areas.into_iter().flatten().collect()
}

/// A fault of the plainest kind.
pub fn missing() -> Row {
    Row::new("status", "404", Reaction::status(404), Expected::Gap("not found"))
}

/// Faults of what is served.
pub async fn of_the_content() -> Vec<Row> {
    let areas = [bodies::rows().await, charsets::rows(), xml::rows(), json::rows(), calendars::rows(), pages::rows()];
    areas.into_iter().flatten().collect()
}

/// A feed with one item of this title.
pub fn titled(title: &str) -> String {
    channel(&item(title, 1, "<description>Words.</description>"))
}

/// A feed of these items.
fn channel(items: &str) -> String {
    format!("<rss version=\"2.0\"><channel><title>F</title>{items}</channel></rss>")
}

/// A dated item.
fn item(title: &str, number: usize, more: &str) -> String {
    format!(
        "<item><title>{title}</title><link>https://faults.example/{number}</link>\
         <pubDate>Mon, 16 Nov 2026 10:00:00 +0000</pubDate>{more}</item>"
    )
}

fn raw(bytes: impl AsRef<[u8]>) -> Reaction {
    Reaction::raw(bytes)
}

/// A good answer of a type.
fn typed(kind: &str, body: impl AsRef<[u8]>) -> Reaction {
    answer(200, &[("content-type", kind)], body.as_ref())
}

/// The n-th request gets the n-th reaction, those after the last get the last.
fn in_turn(reactions: Vec<Reaction>) -> impl Fn(&Seen) -> Reaction {
    let calls = AtomicUsize::new(0);
    move |_| reactions[calls.fetch_add(1, Ordering::Relaxed).min(reactions.len() - 1)].clone()
}
