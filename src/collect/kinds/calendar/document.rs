//! Components: from lines to calendars, events and time-zone definitions (RFC 5545, 3.4 and 3.6).
//!
//! No recursion and no tree: one pass over the lines with a short stack. A missing `END`, stray
//! lines and nesting without end cost what they touch and nothing else.

use std::borrow::Cow;

use super::lines::{Property, Text};
use super::notes::Notes;
use super::values;

/// Deepest nesting that is told apart; calendars need four levels.
const DEPTH_CAP: usize = 32;
/// Most events that are read from one file.
pub const EVENT_CAP: usize = 50_000;
/// Most properties that are kept of one component.
const PROPERTY_CAP: usize = 20_000;

/// The properties of each component that something here reads; others are passed over.
const CALENDAR: &[&str] = &[
    "X-WR-CALNAME",
    "NAME",
    "X-WR-TIMEZONE",
    "X-WR-CALDESC",
    "DESCRIPTION",
    "URL",
    "X-ORIGINAL-URL",
    "X-WR-RELCALID",
    "UID",
    "METHOD",
];
const EVENT: &[&str] = &[
    "UID",
    "SUMMARY",
    "DESCRIPTION",
    "X-ALT-DESC",
    "URL",
    "LOCATION",
    "ORGANIZER",
    "CATEGORIES",
    "STATUS",
    "DTSTART",
    "DTEND",
    "DURATION",
    "RRULE",
    "RDATE",
    "EXDATE",
    "EXRULE",
    "RECURRENCE-ID",
    "SEQUENCE",
    "LAST-MODIFIED",
    "DTSTAMP",
    "IMAGE",
    "ATTACH",
    "CONFERENCE",
    "X-GOOGLE-CONFERENCE",
];
const TIMEZONE: &[&str] = &["TZID", "X-LIC-LOCATION"];
const OBSERVANCE: &[&str] = &["DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "RRULE", "RDATE"];

/// What a file holds.
#[derive(Debug, Default)]
pub struct Document<'a> {
    /// Every VCALENDAR, in order: its own properties.
    pub calendars: Vec<Component<'a>>,
    /// Every VEVENT, in order.
    pub events: Vec<Component<'a>>,
    /// Every VTIMEZONE, in order.
    pub timezones: Vec<TimezoneComponent<'a>>,
}

/// The properties of one component that the collector can use.
#[derive(Debug, Default)]
pub struct Component<'a> {
    /// Which of the calendars it stands in.
    pub calendar: usize,
    properties: Vec<Property<'a>>,
}

/// A VTIMEZONE.
#[derive(Debug, Default)]
pub struct TimezoneComponent<'a> {
    /// Its own properties.
    pub head: Component<'a>,
    /// STANDARD and DAYLIGHT, which only differ by their labels.
    pub observances: Vec<Component<'a>>,
}

impl<'a> Component<'a> {
    /// The first property of this name.
    pub fn first(&self, name: &str) -> Option<&Property<'a>> {
        self.properties.iter().find(|property| property.is(name))
    }

    /// Every property of this name.
    pub fn all<'s>(&'s self, name: &'static str) -> impl Iterator<Item = &'s Property<'a>> {
        self.properties.iter().filter(move |property| property.is(name))
    }

    /// The first property of this name as text, without escapes; empty where there is none.
    pub fn text(&self, name: &str) -> Cow<'a, str> {
        self.first(name).map(|property| values::text(property.value)).unwrap_or_default()
    }

    fn keep(&mut self, property: Property<'a>, wanted: &[&str]) {
        if self.properties.len() < PROPERTY_CAP && wanted.iter().any(|name| property.is(name)) {
            self.properties.push(property);
        }
    }
}

impl<'a> Document<'a> {
    /// Reads the lines of a file.
    pub fn read(text: &'a Text, notes: &mut Notes) -> Document<'a> {
        let mut reader = Reader::default();
        for (number, line) in text.lines() {
            match Property::parse(line) {
                Some(property) if property.is("BEGIN") => reader.begin(property.value.trim()),
                Some(property) if property.is("END") => reader.end(property.value.trim()),
                Some(property) => reader.property(property),
                None if line.trim().is_empty() => {}
                None => notes.stray_line(number, line),
            }
        }
        reader.finish(notes)
    }
}

/// A component that has begun and not yet ended.
struct Open<'a> {
    name: &'a str,
    part: Part<'a>,
}

enum Part<'a> {
    Calendar,
    Event(Component<'a>),
    Timezone(TimezoneComponent<'a>),
    Observance(Component<'a>),
    Other,
}

#[derive(Default)]
struct Reader<'a> {
    document: Document<'a>,
    stack: Vec<Open<'a>>,
    /// Components begun below [`DEPTH_CAP`].
    too_deep: usize,
    events_left_out: usize,
}

impl<'a> Reader<'a> {
    fn begin(&mut self, name: &'a str) {
        let is = |other: &str| name.eq_ignore_ascii_case(other);
        if is("VCALENDAR") {
            self.close_down_to(0);
            self.document.calendars.push(Component::default());
            self.stack.push(Open { name, part: Part::Calendar });
        } else if ["VEVENT", "VTODO", "VJOURNAL", "VTIMEZONE", "VFREEBUSY"].into_iter().any(is) {
            // None of these stands inside another: the one before lacks its END.
            let outer = self.stack.iter().take_while(|open| matches!(open.part, Part::Calendar)).count();
            self.close_down_to(outer);
            let part = self.top_level(name);
            self.stack.push(Open { name, part });
        } else if self.stack.len() >= DEPTH_CAP {
            self.too_deep += 1;
        } else {
            let inside_timezone = matches!(self.stack.last(), Some(Open { part: Part::Timezone(_), .. }));
            let part = match inside_timezone && (is("STANDARD") || is("DAYLIGHT")) {
                true => Part::Observance(Component::default()),
                false => Part::Other,
            };
            self.stack.push(Open { name, part });
        }
    }

    fn top_level(&mut self, name: &str) -> Part<'a> {
        if self.document.calendars.is_empty() {
            self.document.calendars.push(Component::default());
        }
        let component = Component { calendar: self.document.calendars.len() - 1, properties: Vec::new() };
        match name.to_ascii_uppercase().as_str() {
            "VEVENT" => Part::Event(component),
            "VTIMEZONE" => Part::Timezone(TimezoneComponent { head: component, observances: Vec::new() }),
            _ => Part::Other,
        }
    }

    fn end(&mut self, name: &str) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
        } else if let Some(at) = self.stack.iter().rposition(|open| open.name.eq_ignore_ascii_case(name)) {
            self.close_down_to(at);
        }
    }

    fn property(&mut self, property: Property<'a>) {
        if self.too_deep > 0 {
            return;
        }
        match self.stack.last_mut().map(|open| &mut open.part) {
            Some(Part::Calendar) => {
                if let Some(calendar) = self.document.calendars.last_mut() {
                    calendar.keep(property, CALENDAR);
                }
            }
            Some(Part::Event(event)) => event.keep(property, EVENT),
            Some(Part::Timezone(timezone)) => timezone.head.keep(property, TIMEZONE),
            Some(Part::Observance(observance)) => observance.keep(property, OBSERVANCE),
            Some(Part::Other) | None => {}
        }
    }

    /// Ends every open component but the outermost `depth`.
    fn close_down_to(&mut self, depth: usize) {
        self.too_deep = 0;
        while self.stack.len() > depth {
            match self.stack.pop().map(|open| open.part) {
                Some(Part::Event(_)) if self.document.events.len() >= EVENT_CAP => self.events_left_out += 1,
                Some(Part::Event(event)) => self.document.events.push(event),
                Some(Part::Timezone(timezone)) => self.document.timezones.push(timezone),
                Some(Part::Observance(observance)) => {
                    if let Some(Open { part: Part::Timezone(timezone), .. }) = self.stack.last_mut() {
                        timezone.observances.push(observance);
                    }
                }
                Some(Part::Calendar | Part::Other) | None => {}
            }
        }
    }

    fn finish(mut self, notes: &mut Notes) -> Document<'a> {
        notes.unfinished = self.stack.last().map(|open| open.name.to_owned());
        self.close_down_to(0);
        notes.events_left_out = self.events_left_out;
        self.document
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn events_of(file: &str) -> (Vec<String>, Notes) {
        let text = Text::read(file.as_bytes(), None);
        let mut notes = Notes::default();
        let document = Document::read(&text, &mut notes);
        let title = |event: &Component| event.first("SUMMARY").map(|title| title.value.to_owned()).unwrap_or_default();
        (document.events.iter().map(title).collect(), notes)
    }

    #[test]
    fn properties_of_nested_components_are_not_the_events() {
        let file = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nBEGIN:VALARM\nSUMMARY:alarm\nEND:VALARM\nSUMMARY:event\nEND:VEVENT";
        assert_eq!(events_of(file).0, ["event"]);
    }

    #[test]
    fn an_event_without_end_ends_where_the_next_begins() {
        let file = "begin:vcalendar\nbegin:vevent\nsummary:a\nBEGIN:VALARM\nX:y\nbegin:vevent\nsummary:b";
        let (titles, notes) = events_of(file);
        assert_eq!(titles, ["a", "b"]);
        assert_eq!(notes.unfinished.as_deref(), Some("vevent"));
    }

    #[test]
    fn nesting_without_end_does_no_harm() {
        let deep = "BEGIN:X\n".repeat(20_000);
        let file = format!("BEGIN:VCALENDAR\n{deep}SUMMARY:x\nBEGIN:VEVENT\nSUMMARY:a\nEND:VEVENT\n");
        assert_eq!(events_of(&file).0, ["a"]);
        let closed = format!("BEGIN:VCALENDAR\n{deep}{}BEGIN:VEVENT\nSUMMARY:a\n{deep}", "END:X\n".repeat(20_000));
        assert_eq!(events_of(&closed).0, ["a"]);
    }

    #[test]
    fn to_dos_and_journals_are_no_events() {
        let file = "BEGIN:VCALENDAR\nBEGIN:VTODO\nSUMMARY:t\nEND:VTODO\nBEGIN:VJOURNAL\nSUMMARY:j\nEND:VJOURNAL\nEND:VCALENDAR";
        assert_eq!(events_of(file).0, Vec::<String>::new());
    }
}
