//! Values: texts, dates, durations, periods and offsets as they are written (RFC 5545, 3.3), with
//! the slips that real files contain. What a time without offset means is in `zones`.

use std::borrow::Cow;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

/// Longest duration that is believed, in days: ten years.
const LONGEST: i64 = 3_660;

/// A date or date-time as written, before any zone is applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stamp {
    /// A day.
    Day(Date),
    /// A date-time in UTC.
    Utc(DateTime),
    /// A date-time in the zone of its property, or in none.
    Local(DateTime),
}

impl Stamp {
    /// Reads `20261005`, `20261005T090000` and `20261005T090000Z`, also in the extended form
    /// (`2026-10-05T09:00`) and with an offset (`+02:00`). `24:00` is the end of the day, a leap
    /// second the second before it.
    pub fn parse(text: &str) -> Option<Stamp> {
        let text = text.trim();
        let (day, time) = match text.find(['T', 't', ' ']) {
            Some(at) => (text.get(..at)?, Some(text.get(at + 1..)?)),
            None => (text, None),
        };
        let day = date(day)?;
        let Some(time) = time else { return Some(Stamp::Day(day)) };
        let at = time.find(['Z', 'z', '+', '-']).unwrap_or(time.len());
        let (clock, zone) = time.split_at_checked(at)?;
        let local = date_time(day, clock)?;
        match zone {
            "" => Some(Stamp::Local(local)),
            "Z" | "z" => Some(Stamp::Utc(local)),
            offset => {
                let timestamp = self::offset(&offset.replace(':', ""))?.to_timestamp(local).ok()?;
                Some(Stamp::Utc(Offset::UTC.to_datetime(timestamp)))
            }
        }
    }

    /// The day as written.
    pub fn date(self) -> Date {
        match self {
            Stamp::Day(day) => day,
            Stamp::Utc(time) | Stamp::Local(time) => time.date(),
        }
    }

    /// The date and time as written; midnight for a day.
    pub fn date_time(self) -> DateTime {
        match self {
            Stamp::Day(day) => day.to_datetime(Time::midnight()),
            Stamp::Utc(time) | Stamp::Local(time) => time,
        }
    }

    /// The instant, read as UTC whatever is written: for times that must be in UTC.
    pub fn as_utc(self) -> Option<Timestamp> {
        Offset::UTC.to_timestamp(self.date_time()).ok()
    }
}

fn date(text: &str) -> Option<Date> {
    let digits: Cow<str> = match text.contains('-') {
        true if text.len() == 10 => Cow::Owned(text.replace('-', "")),
        _ => Cow::Borrowed(text),
    };
    if digits.len() != 8 {
        return None;
    }
    let month = i8::try_from(number(&digits, 4, 6)?).ok()?;
    let day = i8::try_from(number(&digits, 6, 8)?).ok()?;
    Date::new(i16::try_from(number(&digits, 0, 4)?).ok()?, month, day).ok()
}

fn date_time(day: Date, clock: &str) -> Option<DateTime> {
    let digits = clock.split('.').next()?.replace(':', "");
    let seconds = match digits.len() {
        4 => 0,
        6 => number(&digits, 4, 6)?,
        _ => return None,
    };
    let (hour, minute) = (number(&digits, 0, 2)?, number(&digits, 2, 4)?);
    if (hour, minute, seconds) == (24, 0, 0) {
        return Some(day.tomorrow().ok()?.to_datetime(Time::midnight()));
    }
    let clock = |value: i64| i8::try_from(value).ok();
    let time = Time::new(clock(hour)?, clock(minute)?, clock(if seconds == 60 { 59 } else { seconds })?, 0).ok()?;
    Some(day.to_datetime(time))
}

/// The number between two places of a text, where only digits stand there.
fn number(text: &str, from: usize, to: usize) -> Option<i64> {
    text.get(from..to).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?.parse().ok()
}

/// A duration: days count on the calendar, seconds on the clock (RFC 5545, 3.3.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duration {
    /// Calendar days.
    pub days: i64,
    /// Seconds beyond them.
    pub seconds: i64,
}

impl Duration {
    /// Reads `P1W`, `P2DT3H`, `PT90M`, `-P1D`. None for anything else or more than ten years.
    pub fn parse(text: &str) -> Option<Duration> {
        let text = text.trim();
        let (sign, text) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text.strip_prefix('+').unwrap_or(text)),
        };
        let text = text.strip_prefix(['P', 'p'])?;
        let (mut days, mut seconds, mut digits) = (0_i64, 0_i64, String::new());
        for character in text.chars() {
            let unit = match character.to_ascii_uppercase() {
                '0'..='9' if digits.len() < 9 => {
                    digits.push(character);
                    continue;
                }
                'T' if digits.is_empty() => continue,
                unit => unit,
            };
            let value: i64 = std::mem::take(&mut digits).parse().ok()?;
            match unit {
                'W' => days += value * 7,
                'D' => days += value,
                'H' => seconds += value * 3_600,
                'M' => seconds += value * 60,
                'S' => seconds += value,
                _ => return None,
            }
            if days > LONGEST || seconds > LONGEST * 86_400 {
                return None;
            }
        }
        digits.is_empty().then_some(Duration { days: sign * days, seconds: sign * seconds })
    }

    /// The seconds beyond the days.
    pub fn clock(self) -> SignedDuration {
        SignedDuration::from_secs(self.seconds)
    }
}

/// How a PERIOD value gives its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeriodEnd {
    /// The end itself.
    At(Stamp),
    /// A length.
    After(Duration),
}

/// Reads a PERIOD (`start/end` or `start/duration`) or a plain date or date-time.
pub fn period(text: &str) -> Option<(Stamp, Option<PeriodEnd>)> {
    let Some((start, end)) = text.split_once('/') else { return Some((Stamp::parse(text)?, None)) };
    let end = Duration::parse(end).map(PeriodEnd::After).or_else(|| Stamp::parse(end).map(PeriodEnd::At));
    Some((Stamp::parse(start)?, end))
}

/// Reads a UTC offset: `+0100`, `-033000`.
pub fn offset(text: &str) -> Option<Offset> {
    let text = text.trim();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let seconds = match digits.len() {
        4 => 0,
        6 => number(digits, 4, 6)?,
        _ => return None,
    };
    let total = number(digits, 0, 2)? * 3_600 + number(digits, 2, 4)? * 60 + seconds;
    Offset::from_seconds(i32::try_from(sign * total).ok()?).ok()
}

/// A TEXT value without its escapes (RFC 5545, 3.3.11). `\"` and `\:`, which old programs write,
/// are read as meant; a backslash before anything else is a backslash.
pub fn text(value: &str) -> Cow<'_, str> {
    if !value.contains('\\') {
        return Cow::Borrowed(value);
    }
    let mut out = String::with_capacity(value.len());
    let mut characters = value.chars().peekable();
    while let Some(character) = characters.next() {
        match characters.peek() {
            Some('n' | 'N') if character == '\\' => out.push('\n'),
            Some(&escaped @ (',' | ';' | '\\' | '"' | ':')) if character == '\\' => out.push(escaped),
            _ => {
                out.push(character);
                continue;
            }
        }
        characters.next();
    }
    Cow::Owned(out)
}

/// The parts of a list of TEXT values, split at commas that are not escaped.
pub fn list(value: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let mut escaped = false;
    let parts = value.split(move |character| {
        let separates = character == ',' && !escaped;
        escaped = character == '\\' && !escaped;
        separates
    });
    parts.map(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        match Stamp::parse(text) {
            None => "none".into(),
            Some(Stamp::Day(day)) => day.to_string(),
            Some(Stamp::Utc(time)) => format!("{time}Z"),
            Some(Stamp::Local(time)) => time.to_string(),
        }
    }

    #[test]
    fn dates_and_times_are_read_as_written() {
        for (text, expected) in [
            ("20261005", "2026-10-05"),
            ("2026-10-05", "2026-10-05"),
            (" 20261005T090000 ", "2026-10-05T09:00:00"),
            ("20261005t0900z", "2026-10-05T09:00:00Z"),
            ("20261005T090060Z", "2026-10-05T09:00:59Z"),
            ("20261005T240000", "2026-10-06T00:00:00"),
            ("2026-10-05T09:00:00+02:00", "2026-10-05T07:00:00Z"),
            ("2026-10-05 09:00:00.000Z", "2026-10-05T09:00:00Z"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "T",
            "2026",
            "20260230",
            "20261301",
            "20261005T",
            "20261005T2500",
            "2026100T",
            "２０２６１００５",
            "+2261005",
        ] {
            assert_eq!(read(text), "none", "{text}");
        }
    }

    #[test]
    fn durations_keep_days_and_seconds_apart() {
        let read = |text| Duration::parse(text).map(|length| (length.days, length.seconds));
        assert_eq!(read("P2W"), Some((14, 0)));
        assert_eq!(read("P1DT2H30M10S"), Some((1, 9_010)));
        assert_eq!(read("-PT15M"), Some((0, -900)));
        assert_eq!(read("PT0S"), Some((0, 0)));
        for text in ["", "1D", "P1", "PD", "P1X", "P99999999D", "P9999999999D", "PT1T1"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn texts_lose_their_escapes_once() {
        assert_eq!(text(r"a\, b\; c\nd\\n \x \"), "a, b; c\nd\\n \\x \\");
        assert_eq!(list(r"a\,b,c\\,d").collect::<Vec<_>>(), ["a,b", "c\\", "d"]);
    }

    #[test]
    fn offsets_may_have_seconds() {
        assert_eq!(offset("-033016").map(Offset::seconds), Some(-12_616));
        assert_eq!(offset("+9900"), None);
    }
}
