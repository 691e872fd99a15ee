//! What was noticed while a calendar was read: counted by sort, said once each.

use std::collections::BTreeSet;

use super::document::EVENT_CAP;
use crate::collect::Warning;
use crate::model::text;

/// Longest piece of the file that a warning quotes, in characters.
const QUOTE_CAP: usize = 60;
/// Most unknown time zones that are named.
const ZONES_NAMED: usize = 5;

/// How often something was seen, and where first.
#[derive(Debug, Default)]
pub struct Tally {
    count: usize,
    first: String,
}

impl Tally {
    /// Counts one more; `example` is kept from the first.
    pub fn add(&mut self, example: &str) {
        if self.count == 0 {
            self.first = text::line(example, QUOTE_CAP);
        }
        self.count += 1;
    }

    fn say(&self, one: &str, many: &str) -> Option<Warning> {
        let quote = if self.first.is_empty() { String::new() } else { format!(" (“{}”)", self.first) };
        let first = if self.first.is_empty() { String::new() } else { format!(" (first: “{}”)", self.first) };
        match self.count {
            0 => None,
            1 => Some(Warning(format!("1 {one}{quote}"))),
            count => Some(Warning(format!("{count} {many}{first}"))),
        }
    }
}

/// The findings of one file.
#[derive(Debug, Default)]
pub struct Notes {
    /// Some bytes were in no known character set.
    pub lossy: bool,
    /// The component that was open when the file ended.
    pub unfinished: Option<String>,
    /// Events beyond [`EVENT_CAP`].
    pub events_left_out: usize,
    /// Events without a start that can be read.
    pub undated: Tally,
    /// Events whose end is before their start.
    pub ends_before_start: Tally,
    /// Recurrence rules that cannot be read.
    pub bad_rules: Tally,
    /// Recurrences given up because they cost too much.
    pub costly: Tally,
    /// Entries that another entry of the same UID replaced although it is on another day.
    pub replaced: Tally,
    /// The calendar has no name although one is needed.
    pub nameless: bool,
    /// Events without a title.
    pub untitled: Tally,
    /// Time-zone names that nothing explains.
    pub unknown_zones: BTreeSet<String>,
    /// Lines that are no properties.
    pub stray: Tally,
}

impl Notes {
    /// A line that is no property.
    pub fn stray_line(&mut self, number: u32, line: &str) {
        self.stray.add(&format!("{number}: {line}"));
    }

    /// Everything that was noticed, in a fixed order.
    pub fn into_warnings(self) -> Vec<Warning> {
        let cut = self.unfinished.map(|name| {
            Warning(format!("the file ends inside {}: it may have been cut off", text::line(&name, QUOTE_CAP)))
        });
        let lossy = self.lossy.then(|| Warning("some characters of the file could not be decoded".into()));
        let many = (self.events_left_out > 0).then(|| {
            Warning(format!("only the first {EVENT_CAP} events were read, {} were left out", self.events_left_out))
        });
        let zones = (!self.unknown_zones.is_empty()).then(|| {
            let names: Vec<&str> = self.unknown_zones.iter().map(String::as_str).take(ZONES_NAMED).collect();
            let more = if self.unknown_zones.len() > ZONES_NAMED { " and others" } else { "" };
            Warning(format!("time zone not known: {}{more}; its times were read as local times", names.join(", ")))
        });
        let nameless = self.nameless.then(|| Warning("the calendar has no name: the source's was taken".into()));
        let tallies = [
            self.stray.say("line is not iCalendar and was passed over", "lines are not iCalendar and were passed over"),
            self.undated.say(
                "event has no start that can be read and was left out",
                "events have no start that can be read and were left out",
            ),
            self.ends_before_start.say(
                "event ends before it starts: its end was left out",
                "events end before they start: their ends were left out",
            ),
            self.bad_rules.say(
                "recurrence rule could not be read: only its first date was taken",
                "recurrence rules could not be read: only their first dates were taken",
            ),
            self.costly.say(
                "recurrence was not followed to its end: it takes too much work",
                "recurrences were not followed to their ends: they take too much work",
            ),
            self.replaced.say(
                "event was left out because a newer one has the same UID",
                "events were left out because newer ones have the same UIDs",
            ),
            self.untitled.say("event has no title", "events have no title"),
        ];
        [cut, lossy, many, zones, nameless].into_iter().chain(tallies).flatten().collect()
    }
}
