//! Dates as pages state them: a day, a moment, or a local time of which nobody says where.
//!
//! [`machine::read`] takes a time without an offset as UTC, which is right for feeds. A page's time
//! is its publisher's or its event's: only the day of it is certain.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use crate::model::dates::{When, machine};

/// A date as stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatedDate {
    /// A day, or a moment with its offset.
    Known(When),
    /// A local date and time without an offset.
    Floating(DateTime),
}

impl StatedDate {
    /// Reads a date in any of the formats of [`machine::read`].
    pub fn read(text: &str) -> Option<StatedDate> {
        match machine::read(text)? {
            When::Moment { local, offset } if offset.is_zero() && !names_zone(text) => {
                Some(StatedDate::Floating(local))
            }
            when => Some(StatedDate::Known(when)),
        }
    }

    /// What is certain of it: of a floating time the day.
    pub fn certain(self) -> When {
        match self {
            StatedDate::Known(when) => when,
            StatedDate::Floating(local) => When::Day(local.date()),
        }
    }

    /// The same where it is known in which zone it happens: moments as the clocks there show them, a
    /// floating time as theirs. Without a zone only what is [`certain`](StatedDate::certain).
    pub fn in_zone(self, zone: Option<&TimeZone>) -> When {
        let Some(zone) = zone else { return self.certain() };
        let instant = match self {
            StatedDate::Known(when) => when.timestamp(),
            StatedDate::Floating(local) => zone.to_timestamp(local).ok(),
        };
        instant.map_or(self.certain(), |instant| When::in_zone(instant, zone))
    }

    /// Whether it says more than a day.
    pub fn has_hours(self) -> bool {
        match self {
            StatedDate::Known(when) => when.timestamp().is_some(),
            StatedDate::Floating(_) => true,
        }
    }
}

/// The end of what begins at `start`: none where it is before that. A day and a moment of that day are
/// not before each other.
pub fn end_after(start: When, end: Option<When>) -> Option<When> {
    let both_moments = |end: &When| start.timestamp().is_some() && end.timestamp().is_some();
    end.filter(|end| end.day() >= start.day() && (!both_moments(end) || end.timestamp() >= start.timestamp()))
}

/// Whether something that can be a zone or an offset stands behind the time. Numbers alone are
/// seconds since 1970, which are UTC.
fn names_zone(text: &str) -> bool {
    let Some((_, behind)) = text.split_once(':') else { return true };
    let behind = behind.to_ascii_lowercase();
    let half_of_day = ["am", "pm", "a.m.", "p.m."];
    let words = behind.split(|c: char| c.is_whitespace() || c.is_ascii_digit() || matches!(c, ':' | ','));
    let mut words = words.filter(|word| !word.is_empty() && *word != "." && !half_of_day.contains(word));
    words.any(|word| word.contains(['+', '-']) || word.chars().any(char::is_alphabetic))
}

#[cfg(test)]
#[allow(clippy::expect_used)]
mod tests {
    use super::*;

    fn certain(text: &str) -> Option<String> {
        StatedDate::read(text).map(|stated| stated.certain().to_string())
    }

    #[test]
    fn an_end_is_not_before_its_start() {
        let end = |start: &str, end: &str| {
            let read = |text: &str| text.parse::<When>().expect("a date");
            end_after(read(start), Some(read(end))).is_some()
        };
        assert!(end("2026-10-05T09:00:00Z", "2026-10-05") && end("2026-10-05", "2026-10-05T09:00:00Z"));
        assert!(end("2026-10-05T09:00:00Z", "2026-10-05T09:00:00Z"));
        assert!(!end("2026-10-05T09:00:00Z", "2026-10-05T08:00:00Z") && !end("2026-10-05", "2026-10-04"));
    }

    #[test]
    fn a_time_without_an_offset_is_only_certain_in_its_day() {
        for text in ["2026-10-05T09:00", "2026-10-05 09:00:00", "2026-10-05T09:00:00.000", "5 Oct 2026 9:00 AM"] {
            assert_eq!(certain(text).as_deref(), Some("2026-10-05"), "{text}");
        }
    }

    #[test]
    fn a_known_zone_makes_a_moment_of_every_time_and_of_no_day() {
        let zone = TimeZone::get("Asia/Tokyo").expect("a zone");
        for (text, expected) in [
            ("2026-10-05T09:00", "2026-10-05T09:00:00+09:00"),
            ("2026-10-05T20:00:00Z", "2026-10-06T05:00:00+09:00"),
            ("2026-10-05", "2026-10-05"),
        ] {
            let when = StatedDate::read(text).expect("a date").in_zone(Some(&zone));
            assert_eq!(when.to_string(), expected, "{text}");
        }
    }

    #[test]
    fn a_time_with_an_offset_is_a_moment() {
        for (text, moment) in [
            ("2026-10-05T09:00:00Z", "2026-10-05T09:00:00Z"),
            ("2026-10-05T09:00:00+0100", "2026-10-05T09:00:00+01:00"),
            ("2026-10-05 09:00:00 UTC", "2026-10-05T09:00:00Z"),
            ("Mon, 05 Oct 2026 09:00:00 GMT", "2026-10-05T09:00:00Z"),
            ("2023-10-18T18:30:00:00+01:00", "2023-10-18T18:30:00+01:00"),
            ("1791190800", "2026-10-05T09:00:00Z"),
        ] {
            assert_eq!(certain(text).as_deref(), Some(moment), "{text}");
        }
    }
}
