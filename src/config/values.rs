//! Values with a meaning: spans of days, durations, sizes, time zones, addresses. Each reads itself
//! from a string and says what it would have accepted.

use std::path::{Component, Path, PathBuf};
use std::time::Duration;

use jiff::Span;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, de::Error};

/// A span of calendar time: "45 days", "6 weeks", "3 months". Between one day and ten years.
#[derive(Clone, Copy, Debug, JsonSchema)]
#[schemars(with = "String")]
pub struct CalendarSpan(Span);

impl CalendarSpan {
    /// So many days.
    pub fn days(days: i16) -> CalendarSpan {
        CalendarSpan(Span::new().days(days))
    }

    /// The day that lies this span before `date`.
    pub fn before(self, date: Date) -> Date {
        date.saturating_sub(self.0)
    }

    /// The day that lies this span after `date`.
    pub fn after(self, date: Date) -> Date {
        date.saturating_add(self.0)
    }

    fn parse(text: &str) -> Option<CalendarSpan> {
        let span: Span = text.parse().ok()?;
        let epoch = jiff::civil::date(2024, 1, 1);
        let days = epoch.checked_add(span).ok()?.since(epoch).ok()?.get_days();
        (1..=3660).contains(&days).then_some(CalendarSpan(span))
    }
}

impl<'de> Deserialize<'de> for CalendarSpan {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        CalendarSpan::parse(&text).ok_or_else(|| {
            D::Error::custom(format!(
                "{text:?} is no span of days: write for example \"45 days\", \"6 weeks\" or \"3 months\""
            ))
        })
    }
}

/// Whether a path of the configuration stays inside the folder it is relative to.
pub fn stays_inside(path: &Path) -> bool {
    path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
}

/// Reads the path of a folder that lies within the newsletter's folder.
///
/// # Errors
/// When it is absolute or has `..` in it.
pub fn inner_folder<'de, D: Deserializer<'de>>(deserializer: D) -> Result<PathBuf, D::Error> {
    let path = PathBuf::deserialize(deserializer)?;
    let refused =
        || D::Error::custom(format!("{path:?} leads outside the newsletter's folder: write for example \"issues\""));
    if stays_inside(&path) && !path.as_os_str().is_empty() { Ok(path) } else { Err(refused()) }
}

/// A duration of seconds to minutes: "60 s", "2 min".
#[derive(Clone, Copy, Debug, JsonSchema)]
#[schemars(with = "String")]
pub struct Seconds(pub Duration);

impl<'de> Deserialize<'de> for Seconds {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let duration = text.parse::<jiff::SignedDuration>().ok().and_then(|parsed| Duration::try_from(parsed).ok());
        match duration {
            Some(duration) if (1..=3600).contains(&duration.as_secs()) => Ok(Seconds(duration)),
            _ => Err(D::Error::custom(format!(
                "{text:?} is no duration between a second and an hour: write for example \"60 s\" or \"2 min\""
            ))),
        }
    }
}

/// A size in bytes: "20 MB", "500 kB", "8 MiB".
#[derive(Clone, Copy, Debug, JsonSchema)]
#[schemars(with = "String")]
pub struct ByteSize(pub u64);

impl ByteSize {
    fn parse(text: &str) -> Option<ByteSize> {
        let text = text.trim();
        let digits = text.find(|character: char| !character.is_ascii_digit()).unwrap_or(text.len());
        let number: u64 = text.get(..digits)?.parse().ok()?;
        let unit = match text.get(digits..)?.trim() {
            "B" | "" => 1,
            "kB" | "KB" => 1_000,
            "MB" => 1_000_000,
            "KiB" => 1 << 10,
            "MiB" => 1 << 20,
            _ => return None,
        };
        number.checked_mul(unit).filter(|size| (1_000..=1_000_000_000).contains(size)).map(ByteSize)
    }
}

impl<'de> Deserialize<'de> for ByteSize {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        ByteSize::parse(&text).ok_or_else(|| {
            D::Error::custom(format!(
                "{text:?} is no size between 1 kB and 1000 MB: write for example \"20 MB\" or \"8 MiB\""
            ))
        })
    }
}

/// An IANA time zone ("Europe/Madrid").
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(with = "String")]
pub struct Zone(pub TimeZone);

impl<'de> Deserialize<'de> for Zone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        TimeZone::get(&text).map(Zone).map_err(|_| {
            let known = jiff::tz::db().available().map(|name| name.to_string()).collect::<Vec<_>>();
            let near = crate::model::words::nearest(&text, known.iter().map(String::as_str));
            let tip = near.map(|word| format!(", did you mean \"{word}\"?")).unwrap_or_default();
            D::Error::custom(format!("{text:?} is no IANA time zone{tip}"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn spans_of_days_count_calendar_days() {
        let read = |text| CalendarSpan::parse(text).map(|span| span.before(date(2026, 11, 24)));
        assert_eq!(read("45 days"), Some(date(2026, 10, 10)));
        assert_eq!(read("6 weeks"), Some(date(2026, 10, 13)));
        assert_eq!(read("3 months"), Some(date(2026, 8, 24)));
        for wrong in ["soon", "0 days", "-3 days", "45", "5 hours", "1000 years"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn sizes_are_decimal_or_binary() {
        let read = |text| ByteSize::parse(text).map(|size| size.0);
        assert_eq!(read("20 MB"), Some(20_000_000));
        assert_eq!(read("8MiB"), Some(8 << 20));
        assert_eq!(read("20 mb"), None);
        assert_eq!(read("99999999999 MB"), None);
    }
}
