//! Hours beside a day: "from 16:40 to 17:40", "9am–5pm CET", and date-times in fields.

use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};
use regex::{Captures, Regex};

use crate::model::dates::When;
use crate::model::pattern::pattern;
use crate::model::text;

/// How far from the day, in bytes, hours still belong to it.
const REACH: usize = 80;

/// The zone that stands behind the hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Zone {
    /// None is named.
    None,
    /// One whose offset is beyond doubt, in minutes.
    Offset(i32),
    /// An abbreviation with more than one meaning.
    Unclear(String),
}

/// Hours on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hours {
    /// Beginning.
    pub from: Time,
    /// End.
    pub until: Option<Time>,
    /// Where they are meant.
    pub zone: Zone,
}

impl Hours {
    /// The moment of `time` on `day`; in `zone` where the text names none.
    pub fn at(&self, day: Date, time: Time, zone: &TimeZone) -> Option<When> {
        let local = day.to_datetime(time);
        match &self.zone {
            Zone::None => moment(local, zone),
            Zone::Offset(minutes) => {
                Some(When::Moment { local, offset: Offset::from_seconds(minutes.checked_mul(60)?).ok()? })
            }
            Zone::Unclear(_) => None,
        }
    }
}

/// A local date and time as a moment in a zone.
pub fn moment(local: DateTime, zone: &TimeZone) -> Option<When> {
    let zoned = local.to_zoned(zone.clone()).ok()?;
    Some(When::Moment { local, offset: zoned.offset() })
}

static LOCAL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^(\d{4})-(\d\d?)-(\d\d?)[Tt ]\s*(\d\d?):(\d\d)(?::(\d\d)(?:\.\d+)?)?(?:\s*(Z|UTC|GMT|[+-]\d\d:?\d\d))?$")
});

/// A date and time without a zone, as a whole field: `2026-03-10 09:00`, `2026-03-10T09:00:00`.
pub fn local(text: &str) -> Option<DateTime> {
    let groups = LOCAL.captures(text)?;
    if groups.get(7).is_some() { None } else { date_time(&groups) }
}

/// A date and time with an offset, in more forms than RFC 3339 allows: `2024-01-31 10:00:00 +0100`.
pub fn with_offset(text: &str) -> Option<When> {
    let groups = LOCAL.captures(text)?;
    let offset = match groups.get(7)?.as_str() {
        "Z" | "UTC" | "GMT" => Offset::UTC,
        numeric => Offset::from_seconds(minutes(numeric)?.checked_mul(60)?).ok()?,
    };
    Some(When::Moment { local: date_time(&groups)?, offset })
}

fn date_time(groups: &Captures<'_>) -> Option<DateTime> {
    let part = |index: usize| groups.get(index).and_then(|group| group.as_str().parse::<i16>().ok());
    let small = |index: usize| part(index).and_then(|part| i8::try_from(part).ok());
    DateTime::new(part(1)?, small(2)?, small(3)?, small(4)?, small(5)?, small(6).unwrap_or(0), 0).ok()
}

/// "+0530" or "+05:30" in minutes.
fn minutes(offset: &str) -> Option<i32> {
    let sign = if offset.starts_with('-') { -1 } else { 1 };
    let digits: String = offset.chars().filter(char::is_ascii_digit).collect();
    let (hours, rest) = digits.split_at_checked(2)?;
    Some(sign * (hours.parse::<i32>().ok()? * 60 + rest.parse::<i32>().ok()?))
}

static HOURS: LazyLock<Regex> = LazyLock::new(|| {
    let time = r"(\d{1,2})(?:[:.h](\d\d))?\s*([ap]\.?m\b\.?)?";
    let zone = r"(?:\s*\(?(UTC|GMT|[A-Z]{2,4}T)\b([+-]\d{1,2}(?::?\d\d)?)?)?";
    pattern(&format!(r"(?i:\b{time}(?:\s*(?:-|–|—|to|until|till|bis|à)\s*{time})?){zone}"))
});

/// The hours that stand beside the day at `range` of a line: behind it, else before it.
pub fn beside(line: &str, range: &Range<usize>) -> Option<Hours> {
    let behind = line.get(range.end..).map(|rest| cut(rest, REACH));
    let before = line.get(..range.start).map(|head| text::tail(head, REACH));
    behind.and_then(find).or_else(|| before.and_then(find))
}

fn cut(text: &str, reach: usize) -> &str {
    (reach.min(text.len())..=text.len()).find_map(|end| text.get(..end)).unwrap_or(text)
}

fn find(text: &str) -> Option<Hours> {
    HOURS.captures_iter(text).find_map(|groups| hours(&groups))
}

fn hours(groups: &Captures<'_>) -> Option<Hours> {
    let text = |index: usize| groups.get(index).map(|group| group.as_str());
    let marked = |minute: usize, half: usize| text(minute).is_some() || text(half).is_some();
    // "2-3pm" is two hours, "11-12" is none.
    let borrows_half = text(4).is_some() && text(6).is_some();
    if !marked(2, 3) && !borrows_half {
        return None;
    }
    let from = time(text(1)?, text(2), text(3).or(text(6).filter(|_| text(2).is_none())))?;
    let until = text(4).filter(|_| marked(5, 6)).and_then(|hour| time(hour, text(5), text(6)));
    Some(Hours { from, until, zone: zone(text(7), text(8)) })
}

/// A time of day; "17:40 PM" is what it says on a 24-hour clock.
fn time(hour: &str, minute: Option<&str>, half: Option<&str>) -> Option<Time> {
    let hour: i8 = hour.parse().ok()?;
    let minute: i8 = minute.map_or(Some(0), |minute| minute.parse().ok())?;
    let is_afternoon = half.is_some_and(|half| half.starts_with(['p', 'P']));
    let hour = match (hour, half.is_some(), is_afternoon) {
        (12, true, false) => 0,
        (1..=11, true, true) => hour + 12,
        _ => hour,
    };
    Time::new(hour, minute, 0, 0).ok()
}

fn zone(name: Option<&str>, offset: Option<&str>) -> Zone {
    let Some(name) = name else { return Zone::None };
    let minutes = match name.to_ascii_uppercase().as_str() {
        "UTC" | "GMT" | "WET" => 0,
        "WEST" | "CET" => 60,
        "CEST" | "EET" => 120,
        "EEST" | "MSK" => 180,
        "SGT" | "HKT" => 480,
        "JST" | "KST" => 540,
        "AEST" => 600,
        "AEDT" => 660,
        "EDT" => -240,
        "EST" | "CDT" => -300,
        "MDT" => -360,
        "MST" | "PDT" => -420,
        "PST" => -480,
        _ => return Zone::Unclear(name.to_owned()),
    };
    match offset.map(|offset| (offset.contains(':') || offset.len() > 3, offset)) {
        None => Zone::Offset(minutes),
        Some((true, offset)) => {
            self::minutes(offset).map_or(Zone::Unclear(name.to_owned()), |more| Zone::Offset(minutes + more))
        }
        Some((false, hours)) => {
            hours.parse::<i32>().map_or(Zone::Unclear(name.to_owned()), |more| Zone::Offset(minutes + more * 60))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_as_people_write_them() {
        for (text, expected) in [
            ("from 16:40 to 17:40PM.", "16:40:00-17:40:00"),
            ("9am–5pm CET", "09:00:00-17:00:00"),
            ("2-3pm", "14:00:00-15:00:00"),
            ("at 12:00 PM GMT", "12:00:00-"),
            ("18h30", "18:30:00-"),
            ("12 am", "00:00:00-"),
            ("11-12 people", ""),
            ("room 5", ""),
            ("25:00", ""),
        ] {
            let read = find(text).map(|hours| {
                format!("{}-{}", hours.from, hours.until.map(|until| until.to_string()).unwrap_or_default())
            });
            assert_eq!(read.unwrap_or_default(), expected, "{text:?}");
        }
    }

    #[test]
    fn only_zones_with_one_meaning_are_taken() {
        assert_eq!(find("10:00 CEST").map(|hours| hours.zone), Some(Zone::Offset(120)));
        assert_eq!(find("10:00 UTC+2").map(|hours| hours.zone), Some(Zone::Offset(120)));
        assert_eq!(find("10:00 GMT-0330").map(|hours| hours.zone), Some(Zone::Offset(-210)));
        assert_eq!(find("10:00 IST").map(|hours| hours.zone), Some(Zone::Unclear("IST".to_owned())));
        assert_eq!(find("10:00 in the hall").map(|hours| hours.zone), Some(Zone::None));
    }
}
