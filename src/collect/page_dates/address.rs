//! The date in a page's address: `/2026/11/03/title`, `/2026-11-03-title`, `/20261103/`.

use jiff::civil::Date;

use super::{Dated, Dates};
use crate::model::cursor::Cursor;
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
    let in_parts = numbers.windows(3).find_map(|window| {
        let [first, second, third] = window else { return None };
        let day = match (first.digits.len(), second.digits.len(), third.digits.len()) {
            (4, 1..=2, 1..=2) => day(first.digits, second.digits, third.digits)?,
            (1..=2, 1..=2, 4) => day(third.digits, second.digits, first.digits)?,
            _ => return None,
        };
        let alike = first.separator_after.is_some() && first.separator_after == second.separator_after;
        Some((day, third.end.since(first.start)?.to_owned())).filter(|_| alike && first.starts_part)
    });
    in_parts.or_else(|| numbers.iter().filter(|number| number.starts_part).find_map(in_one))
}

/// `20261103`.
fn in_one(number: &Number<'_>) -> Option<(Date, String)> {
    let (year, rest) = number.digits.split_at_checked(4).filter(|(_, rest)| rest.len() == 4)?;
    let (month, of_month) = rest.split_at_checked(2)?;
    Some((day(year, month, of_month)?, number.digits.to_owned()))
}

/// A run of digits in a path.
struct Number<'a> {
    digits: &'a str,
    /// At its first digit.
    start: Cursor<'a>,
    /// Behind its last digit.
    end: Cursor<'a>,
    /// The one character between this and the next number, where there is only one.
    separator_after: Option<u8>,
    /// Whether it begins a word of the path.
    starts_part: bool,
}

fn numbers(path: &str) -> Vec<Number<'_>> {
    let mut cursor = Cursor::new(path);
    let mut numbers = Vec::new();
    loop {
        let before = cursor.take_while(|next| !next.is_ascii_digit());
        let start = cursor;
        let digits = cursor.take_while(|next| next.is_ascii_digit());
        if digits.is_empty() {
            return numbers;
        }
        let separator_after = match cursor.rest().as_bytes() {
            [separator @ (b'/' | b'-' | b'_' | b'.'), b'0'..=b'9', ..] => Some(*separator),
            _ => None,
        };
        let starts_part = before.is_empty() || before.ends_with(['/', '-', '_', '.', '~']);
        numbers.push(Number { digits, start, end: cursor, separator_after, starts_part });
    }
}

fn day(year: &str, month: &str, day: &str) -> Option<Date> {
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
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
        for path in [
            "/2026/11/title",
            "/a/123456789",
            "/t/2026-11",
            "/2026/13/40/",
            "/v1.2.2026x",
            "/12345678",
            "/2026/top-5-of-10/",
        ] {
            assert_eq!(read(path), None, "{path}");
        }
    }
}
