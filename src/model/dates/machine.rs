//! Dates as programs write them: RFC 3339, RFC 822, and the ways in which both go wrong.

use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;

use super::When;

/// Reads a date in any of the machine formats of feeds, pages and job boards.
pub fn read(text: &str) -> Option<When> {
    let text = text.trim();
    if let Ok(when) = text.parse() {
        return Some(when);
    }
    if let Ok(zoned) = jiff::fmt::rfc2822::parse(text) {
        return Some(When::Moment { local: zoned.datetime(), offset: zoned.offset() });
    }
    let mut parts = text.splitn(2, ['T', ' ', 't']);
    let day: Date = parts.next()?.replace('/', "-").parse().ok()?;
    let Some(rest) = parts.next() else { return Some(When::Day(day)) };
    let rest = rest.trim();
    let zone_at = rest.find(['Z', '+', '-']).unwrap_or(rest.len());
    let (clock, zone) = rest.split_at(zone_at);
    let clock: Vec<&str> = clock.trim().split(':').take(3).collect();
    let local: DateTime = format!("{day}T{}", clock.join(":")).parse().ok()?;
    let digits: String = zone.chars().filter(char::is_ascii_digit).collect();
    let offset = match zone.trim() {
        "" | "UTC" => return Some(When::Day(day)),
        "Z" => Offset::UTC,
        zone if digits.len() == 4 => {
            let (hours, minutes): (i32, i32) = (digits[..2].parse().ok()?, digits[2..].parse().ok()?);
            let seconds = hours * 3600 + minutes * 60;
            Offset::from_seconds(if zone.starts_with('-') { -seconds } else { seconds }).ok()?
        }
        _ => return Some(When::Day(day)),
    };
    Some(When::Moment { local, offset })
}
