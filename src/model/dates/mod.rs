//! Dates as this field needs them: with the precision that the source had.
//!
//! [`When`] is a day or a moment with its offset; a day is never midnight of some zone. Reading
//! stands in three files: [`machine`] (formats that programs write), [`span`] (how newsletters
//! write "June 3–4, 2025", read and written) and [`prose`] (dates in running text of many languages).

pub mod machine;
pub mod months;
pub mod prose;
pub mod span;

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A day, or a moment with the offset of the place it was written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, schemars::JsonSchema)]
#[schemars(with = "String")]
pub enum When {
    /// A calendar day; no zone is implied.
    Day(Date),
    /// A local date and time with its offset from UTC.
    Moment {
        /// Date and time on the wall.
        local: DateTime,
        /// Offset from UTC.
        offset: Offset,
    },
}

impl When {
    /// The calendar day, local to where the date was written.
    pub fn day(self) -> Date {
        match self {
            When::Day(day) => day,
            When::Moment { local, .. } => local.date(),
        }
    }

    /// The instant; none for a day.
    pub fn timestamp(self) -> Option<Timestamp> {
        match self {
            When::Day(_) => None,
            When::Moment { local, offset } => offset.to_timestamp(local).ok(),
        }
    }

    /// A moment in UTC.
    pub fn utc(timestamp: Timestamp) -> When {
        When::Moment { local: Offset::UTC.to_datetime(timestamp), offset: Offset::UTC }
    }

    /// A moment as the clocks of `zone` show it.
    pub fn in_zone(timestamp: Timestamp, zone: &TimeZone) -> When {
        let offset = zone.to_offset(timestamp);
        When::Moment { local: offset.to_datetime(timestamp), offset }
    }
}

/// Orders by day, then by instant; a day comes before the moments of the same day.
impl Ord for When {
    fn cmp(&self, other: &Self) -> Ordering {
        self.day().cmp(&other.day()).then_with(|| self.timestamp().cmp(&other.timestamp()))
    }
}

impl PartialOrd for When {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// `2026-10-05` or RFC 3339 (`2026-10-05T09:00:00+02:00`, `…Z` for UTC).
impl fmt::Display for When {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            When::Day(day) => write!(out, "{day}"),
            When::Moment { local, offset } if *offset == Offset::UTC => write!(out, "{local}Z"),
            When::Moment { local, offset } => {
                let minutes = offset.seconds() / 60;
                let sign = if minutes < 0 { '-' } else { '+' };
                write!(out, "{local}{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
            }
        }
    }
}

/// A text that is neither a date nor an RFC 3339 date-time.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a date (YYYY-MM-DD) or an RFC 3339 date-time: {0:?}")]
pub struct NotADate(pub String);

impl FromStr for When {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Self, NotADate> {
        if text.len() <= 10 {
            return text.parse::<Date>().map(When::Day).map_err(|_| NotADate(text.to_owned()));
        }
        let pieces = jiff::fmt::temporal::DateTimeParser::new();
        let parsed = pieces.parse_pieces(text).map_err(|_| NotADate(text.to_owned()))?;
        let offset = parsed.to_numeric_offset().ok_or_else(|| NotADate(text.to_owned()))?;
        let time = parsed.time().ok_or_else(|| NotADate(text.to_owned()))?;
        Ok(When::Moment { local: parsed.date().to_datetime(time), offset })
    }
}

impl Serialize for When {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for When {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_moments_round_trip() {
        for text in ["2026-10-05", "2026-10-05T09:00:00+02:00", "2026-10-05T09:00:00Z", "2026-01-01T00:00:00-09:30"] {
            assert_eq!(text.parse::<When>().map(|when| when.to_string()), Ok(text.to_owned()));
        }
    }

    #[test]
    fn a_moment_without_offset_is_no_moment() {
        assert!("2026-10-05T09:00:00".parse::<When>().is_err());
    }
}
