//! The date in a page's address: `/2026/11/03/title`, `/2026-11-03-title`, `/20261103/`.

use jiff::civil::Date;

use super::{Dated, Dates};
use crate::model::dates::When;
use crate::model::item::DateOrigin;

/// The date in the address of the page.
pub fn date(dates: &Dates<'_>) -> Option<Dated> {
    let url = dates.document.url()?;
    let (day, raw) = in_path(url.path())?;
    dates.plausible(day).then_some(Dated { when: When::Day(day), origin: DateOrigin::Url, raw })
}

/// The first whole date of a path, and the text it was read from.
fn in_path(path: &str) -> Option<(Date, String)> {
    let numbers = numbers(path);
    for (at, window) in numbers.windows(3).enumerate() {
        let [first, second, third] = window else { continue };
        let alike = first.separator_after == second.separator_after;
        let found = match (first.digits, second.digits, third.digits) {
            (4, 1..=2, 1..=2) => day(first.value, second.value, third.value),
            (1..=2, 1..=2, 4) if second.value <= 12 => day(third.value, second.value, first.value),
            _ => None,
        };
        if let Some(day) = found.filter(|_| alike && first.starts_part) {
            let whole = &path[numbers[at].start..third.start + third.digits];
            return Some((day, whole.to_owned()));
        }
    }
    numbers.iter().filter(|number| number.digits == 8 && number.starts_part).find_map(|number| {
        let day = day(number.value / 10_000, number.value / 100 % 100, number.value % 100)?;
        Some((day, number.value.to_string()))
    })
}

/// A run of digits in a path.
struct Number {
    value: u32,
    digits: usize,
    start: usize,
    /// The one character between this and the next number, where there is only one.
    separator_after: Option<u8>,
    /// Whether it begins a word of the path.
    starts_part: bool,
}

fn numbers(path: &str) -> Vec<Number> {
    let bytes = path.as_bytes();
    let mut numbers = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let digits = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        if digits == 0 {
            at += 1;
            continue;
        }
        let before = at.checked_sub(1).map(|before| bytes[before]);
        let (after, next) = (bytes.get(at + digits), bytes.get(at + digits + 1));
        let joined = next.is_some_and(u8::is_ascii_digit);
        numbers.push(Number {
            value: path[at..at + digits.min(9)].parse().unwrap_or_default(),
            digits,
            start: at,
            separator_after: after.copied().filter(|byte| joined && matches!(byte, b'/' | b'-' | b'_' | b'.')),
            starts_part: before.is_none_or(|byte| matches!(byte, b'/' | b'-' | b'_' | b'.' | b'~')),
        });
        at += digits;
    }
    numbers
}

fn day(year: u32, month: u32, day: u32) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(path: &str) -> Option<String> {
        in_path(path).map(|(day, _)| day.to_string())
    }

    #[test]
    fn whole_dates_in_paths_are_read() {
        for path in
            ["/2026/11/03/title", "/blog/2026/11/3/", "/2026-11-03-title.html", "/a/20261103/x", "/x-03-11-2026.php"]
        {
            assert_eq!(read(path).as_deref(), Some("2026-11-03"), "{path}");
        }
    }

    #[test]
    fn other_numbers_are_no_dates() {
        for path in ["/2026/11/title", "/a/123456789", "/t/2026-11", "/2026/13/40/", "/v1.2.2026x", "/12345678"] {
            assert_eq!(read(path), None, "{path}");
        }
    }
}
