//! Time zones as dates of programs name them: offsets and abbreviations.

use jiff::tz::Offset;

use crate::model::cursor::Cursor;

/// Largest offset from UTC, in minutes (Kiribati is at +14:00).
const LARGEST_OFFSET: i32 = 15 * 60;

/// The offset of `Z`, `+02:00`, `+0200`, `+02`, `GMT+2` or a zone's abbreviation.
pub(super) fn zone(text: &str) -> Option<Offset> {
    let mut cursor = Cursor::new(text);
    let (name, number) = (cursor.take_while(|next| !['+', '-'].contains(&next)), cursor.rest());
    if !name.bytes().all(|byte| byte.is_ascii_alphabetic() || [b'/', b'_', b'.'].contains(&byte)) || text.is_empty() {
        return None;
    }
    let minutes = if number.is_empty() { named_offset(name)? } else { numbered_offset(number)? };
    Offset::from_seconds(minutes * 60).ok()
}

/// `+0200`, `-05:30`, `+2`, in minutes. An offset that no place on Earth has counts as UTC.
fn numbered_offset(text: &str) -> Option<i32> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text.strip_prefix('+')?),
    };
    let digits: String = digits.chars().filter(|c| *c != ':').collect();
    if digits.is_empty() || digits.len() > 6 {
        return None;
    }
    let value: i32 = digits.parse().ok()?;
    let minutes = match digits.len() {
        1 | 2 => value * 60,
        3 | 4 => value / 100 * 60 + value % 100,
        _ => value / 10_000 * 60 + value / 100 % 100,
    };
    Some(if minutes > LARGEST_OFFSET { 0 } else { sign * minutes })
}

/// Abbreviations of zones in feeds, in minutes from UTC. Where several places share one, the one
/// of RFC 822 counts, then the one with the most feeds (IST is India, BST is Britain).
fn named_offset(name: &str) -> Option<i32> {
    Some(match name.to_ascii_uppercase().as_str() {
        "EST" | "CDT" => -5 * 60,
        "EDT" | "AST" => -4 * 60,
        "CST" | "MDT" => -6 * 60,
        "MST" | "PDT" => -7 * 60,
        "PST" | "AKDT" => -8 * 60,
        "AKST" => -9 * 60,
        "HST" => -10 * 60,
        "NST" => -(3 * 60 + 30),
        "NDT" => -(2 * 60 + 30),
        "ADT" | "BRT" | "ART" => -3 * 60,
        "BST" | "CET" | "MEZ" | "WEST" | "WAT" => 60,
        "CEST" | "MESZ" | "EET" | "SAST" | "CAT" => 2 * 60,
        "EEST" | "MSK" | "EAT" | "TRT" => 3 * 60,
        "IST" => 5 * 60 + 30,
        "ICT" | "WIB" => 7 * 60,
        "HKT" | "SGT" | "AWST" | "PHT" => 8 * 60,
        "JST" | "KST" => 9 * 60,
        "ACST" => 9 * 60 + 30,
        "AEST" => 10 * 60,
        "ACDT" => 10 * 60 + 30,
        "AEDT" => 11 * 60,
        "NZST" => 12 * 60,
        "NZDT" => 13 * 60,
        "Z" | "UT" | "UTC" | "GMT" | "WET" => 0,
        _ => return None,
    })
}
