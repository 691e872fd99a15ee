//! The `calendar` kind: iCalendar files (RFC 5545) as they really are.
//!
//! The way of a file: [`lines`] unfolds and decodes, [`document`] finds the components, [`event`]
//! reads their times ([`values`], [`zones`], [`vtimezone`]), [`repetition`] repeats them ([`rule`],
//! [`expansion`]), [`series`] puts in what single instances change, [`items`] makes items of what is
//! inside the window. What is odd on the way is counted in [`notes`].
//!
//! calcard and rrule were measured against the same files first: calcard expands without a window
//! (44 s and missing dates for a file of yearly days) and gives events without an end the rest of
//! their day; rrule steps through every second since the start.

mod candidates;
mod description;
mod document;
mod event;
mod expansion;
mod items;
mod lines;
mod notes;
mod numbers;
mod repetition;
mod rule;
mod series;
mod settings;
mod unexpected;
mod values;
mod vtimezone;
mod window;
pub(super) mod windows;
mod work;
mod zones;

use std::num::NonZeroUsize;
use std::path::PathBuf;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;
use url::Url;

use super::settings::{HttpUrl, Place};
use crate::collect::{Collector, Context, Documented, Page as Answer, ParseError, Warning};
use crate::model::exchange::{Ask, HttpRequest, Response};
use crate::model::item::Item;
use document::Document;
pub(crate) use document::EVENT_CAP;
use event::Reader;
use items::Frame;
use lines::Text;
use notes::Notes;
use series::{Occurrence, Series};
pub use settings::Day;
use window::Window;
use work::Work;
use zones::Zones;

/// Occurrences that a source brings at most, unless it says otherwise.
pub(crate) const OCCURRENCES: usize = 1_000;
/// Entries that a collapsed calendar is made of at most.
const COLLAPSED: usize = 50_000;

/// Settings of a `calendar` source.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// The address.
    pub url: Option<HttpUrl>,
    /// A local file instead of `url`.
    pub path: Option<PathBuf>,
    /// What relative links are relative to, where `path` is used. With `collapse`, also the address
    /// of the one item if the calendar names none.
    pub base: Option<HttpUrl>,
    /// The first day that events are wanted for; the day of the run by default. Events that are
    /// under way on that day count.
    pub from: Option<Day>,
    /// The last day that events are wanted for; as far as the section looks ahead by default.
    pub until: Option<Day>,
    /// Make one item of the whole calendar, from the earliest start to the latest end: for calendars
    /// whose entries are the sessions of one conference.
    #[serde(default)]
    pub collapse: bool,
    /// Most occurrences that are taken, the earliest first; 1000 by default.
    pub max_occurrences: Option<NonZeroUsize>,
}

impl Documented for Calendar {
    const VERIFIED: &'static str = "RFC 5545; 88 real calendars";
    const CANNOT: &'static str =
        "Calls for papers; calendars behind a sign-in; more than 1,000 occurrences unless told";
}

impl Collector for Calendar {
    fn problems(&self) -> Vec<(&'static str, String)> {
        let mut problems = Place { url: self.url.as_ref(), path: self.path.as_ref() }.problems();
        if let (Some(from), Some(until)) = (self.from, self.until)
            && until.0 < from.0
        {
            problems.push(("until", format!("`until` ({}) is before `from` ({})", until.0, from.0)));
        }
        problems
    }

    fn start(&self, _context: &Context) -> Vec<Ask> {
        Place { url: self.url.as_ref(), path: self.path.as_ref() }.ask(HttpRequest::get)
    }

    fn parse(&self, response: &Response, context: &Context) -> Result<Answer, ParseError> {
        let text = Text::read(response.bytes(), response.content_type.as_deref());
        if !text.lines().any(|(_, line)| is_calendar(line)) {
            let found = unexpected::describe(response.bytes());
            return Err(ParseError::NotExpected { expected: "a calendar (iCalendar)", found });
        }
        let mut notes = Notes { lossy: text.lossy, ..Notes::default() };
        let document = Document::read(&text, &mut notes);
        let home = self.base.as_ref().map(|base| &base.0);
        let base = home.or(response.url.as_ref());
        let frame = Frame { source: &context.source, today: context.today, base, home, document: &document };
        Ok(self.collect(&frame, context, notes))
    }

    fn address(&self) -> Option<Url> {
        self.url.as_ref().map(|url| url.0.clone())
    }
}

impl Calendar {
    fn collect(&self, frame: &Frame<'_>, context: &Context, notes: Notes) -> Answer {
        let document = frame.document;
        let window = self.window(context);
        let zones = Zones::of(&document.calendars, &document.timezones, &context.timezone, window.until);
        let reader = Reader { zones: &zones, notes: notes.into() };
        let events = document.events.iter().enumerate().filter_map(|(index, event)| reader.event(index, event));
        let series = series::assemble(events.collect(), &reader);
        let (items, mut warnings) = if self.collapse {
            self.collapsed(&series, frame, &window, &reader)
        } else {
            self.separate(&series, frame, &window, &reader)
        };
        if items.is_empty() {
            warnings.push(nothing(document.events.len(), &window));
        }
        warnings.extend(reader.notes.into_inner().into_warnings());
        Answer { items, warnings, next: Vec::new() }
    }

    fn window(&self, context: &Context) -> Window {
        let from = self.from.map_or(context.today, |day| day.0);
        let until = self.until.map_or(context.until, |day| day.0);
        Window::new(from, until, &context.timezone)
    }

    /// One item for each occurrence inside the window, by start.
    fn separate(
        &self,
        series: &[Series<'_>],
        frame: &Frame<'_>,
        window: &Window,
        reader: &Reader<'_>,
    ) -> (Vec<Item>, Vec<Warning>) {
        let cap = self.max_occurrences.map_or(OCCURRENCES, NonZeroUsize::get);
        let (occurrences, left_out) = earliest(series, window, reader, cap);
        let items: Vec<Item> =
            occurrences.iter().map(|occurrence| frame.item(occurrence, &mut reader.notes.borrow_mut())).collect();
        let last = occurrences.last().map(|occurrence| occurrence.start.when.day());
        let warning = last.filter(|_| left_out).map(|last| {
            let Window { from, until, .. } = window;
            Warning(format!(
                "more than {cap} occurrences from {from} to {until}: only the first {cap} were taken, up to {last} \
                 (`max_occurrences` raises this)"
            ))
        });
        (items, warning.into_iter().collect())
    }

    /// One item for the whole calendar, if any of it is inside the window.
    fn collapsed(
        &self,
        series: &[Series<'_>],
        frame: &Frame<'_>,
        window: &Window,
        reader: &Reader<'_>,
    ) -> (Vec<Item>, Vec<Warning>) {
        // A conference that is under way began before the window.
        let whole = window.without_first_day();
        let (occurrences, left_out) = earliest(series, &whole, reader, COLLAPSED);
        let item = frame.collapsed(&occurrences, &mut reader.notes.borrow_mut());
        let inside = |item: &Item| item.event().is_some_and(|event| window.has(event.start, event.end));
        let text = format!("more than {COLLAPSED} entries: the end of the whole may be later");
        (item.into_iter().filter(inside).collect(), left_out.then_some(Warning(text)).into_iter().collect())
    }
}

/// The earliest occurrences inside the window, at most `cap`, and whether there were more. Never
/// many more in memory.
fn earliest<'e>(
    series: &'e [Series<'_>],
    window: &Window,
    reader: &Reader<'_>,
    cap: usize,
) -> (Vec<Occurrence<'e>>, bool) {
    let mut work = Work::of_a_file();
    let (mut found, mut left_out) = (Vec::new(), false);
    let mut cut = |found: &mut Vec<Occurrence<'_>>| {
        // The order of the file decides between equal starts.
        found.sort_by_key(|occurrence| (occurrence.start.when, occurrence.event.index));
        left_out |= found.len() > cap;
        found.truncate(cap);
    };
    for series in series {
        found.extend(series.occurrences(window, reader, cap.saturating_add(1), &mut work));
        if found.len() > cap.saturating_mul(4).max(1_000) {
            cut(&mut found);
        }
    }
    cut(&mut found);
    (found, left_out)
}

fn is_calendar(line: &str) -> bool {
    let is = |text: &str, expected: &str| text.trim().eq_ignore_ascii_case(expected);
    line.split_once(':').is_some_and(|(name, value)| is(name, "BEGIN") && is(value, "VCALENDAR"))
}

/// Why there is no item.
fn nothing(events: usize, window: &Window) -> Warning {
    let (from, until): (Date, Date) = (window.from, window.until);
    Warning(match events {
        0 => "the calendar has no events".into(),
        1 => format!("the calendar's only event is outside the window from {from} to {until}"),
        events => format!("none of the calendar's {events} events is inside the window from {from} to {until}"),
    })
}
