//! The window that occurrences are wanted for.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use crate::model::dates::When;

/// The days that occurrences are wanted for, both inclusive, in the newsletter's zone.
#[derive(Clone, Debug)]
pub struct Window {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
    /// The first moment.
    pub start: Timestamp,
    /// The moment after the last.
    pub end: Timestamp,
}

impl Window {
    /// The window from a day to a day.
    pub fn new(from: Date, until: Date, zone: &TimeZone) -> Window {
        let instant = |date: Date| zone.to_timestamp(date.to_datetime(Time::midnight()));
        let end = until.tomorrow().ok().and_then(|day| instant(day).ok());
        Window { from, until, start: instant(from).unwrap_or(Timestamp::MIN), end: end.unwrap_or(Timestamp::MAX) }
    }

    /// The same window without a first day.
    pub fn without_first_day(&self) -> Window {
        Window { from: Date::constant(1900, 1, 1), start: Timestamp::MIN, ..self.clone() }
    }

    /// Whether something takes place in the window, wholly or in part.
    pub fn has(&self, start: When, end: Option<When>) -> bool {
        let Some(first) = start.timestamp() else {
            return start.day() <= self.until && end.unwrap_or(start).day() >= self.from;
        };
        let last = end.and_then(When::timestamp).unwrap_or(first);
        first < self.end && (last > self.start || first >= self.start)
    }
}
