//! Dates of list pages: in a given format, in one that programs write, or as people write them;
//! with or without their year.

use jiff::civil::Date;
use jiff::fmt::strtime::BrokenDownTime;

use crate::model::dates::prose::{self, Reading};
use crate::model::dates::{When, machine};

/// How far back a day without a year may lie to be taken as an event that is just over, in days.
const JUST_OVER: i32 = 60;

/// Which year a date without one has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Year {
    /// The latest that does not put it into the future: dates of publication.
    Past,
    /// The first that does not put it far into the past: events, deadlines.
    Coming,
}

/// Reads the text of a date field: in one of its formats where it has any.
pub fn read(formats: &[String], text: &str, year: Year, today: Date, reading: Reading<'_>) -> Option<When> {
    if !formats.is_empty() {
        return formats.iter().find_map(|format| in_format(format, text, year, today)).map(When::Day);
    }
    machine_date(text).or_else(|| prose::find(text, reading).first().map(|mention| When::Day(mention.day))).or_else(
        || {
            let (month, day) = prose::without_year(text, reading)?;
            with_year(month, day, year, today).map(When::Day)
        },
    )
}

/// Numbers with slashes are left to [`prose`], which knows what the page's language makes of them.
fn machine_date(text: &str) -> Option<When> {
    let by_people = text.get(..6).is_some_and(|head| head.contains('/'));
    if by_people { None } else { machine::read(text) }
}

/// A date in a format of `strptime`, at the start of the text.
fn in_format(format: &str, text: &str, year: Year, today: Date) -> Option<Date> {
    let (parsed, _) = BrokenDownTime::parse_prefix(format, text).ok()?;
    match parsed.year() {
        Some(_) => parsed.to_date().ok(),
        None => with_year(parsed.month()?, parsed.day()?, year, today),
    }
}

/// The day of this month in the year that fits.
fn with_year(month: i8, day: i8, year: Year, today: Date) -> Option<Date> {
    let this = today.year();
    let fits = |date: &Date| match year {
        Year::Past => *date <= today,
        Year::Coming => (today - *date).get_days() <= JUST_OVER,
    };
    // Eight years on either side, for the 29th of February.
    let years: Vec<i16> = match year {
        Year::Past => (this - 8..=this).rev().collect(),
        Year::Coming => (this - 1..=this + 8).collect(),
    };
    years.into_iter().filter_map(|year| Date::new(year, month, day).ok()).find(fits)
}

#[cfg(test)]
#[allow(clippy::expect_used)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn day(format: Option<&str>, text: &str, year: Year) -> Option<String> {
        let formats: Vec<String> = format.map(str::to_owned).into_iter().collect();
        read(&formats, text, year, date(2026, 11, 22), Reading::default()).map(|when| when.to_string())
    }

    #[test]
    fn a_past_date_without_a_year_gets_the_latest_that_is_not_in_the_future() {
        assert_eq!(day(None, "Nov  3", Year::Past).as_deref(), Some("2026-11-03"));
        assert_eq!(day(Some("%b %e"), "Nov  3", Year::Past).as_deref(), Some("2026-11-03"));
        assert_eq!(day(None, "Dec 3", Year::Past).as_deref(), Some("2025-12-03"));
        assert_eq!(day(None, "29. Februar", Year::Past).as_deref(), Some("2024-02-29"));
    }

    #[test]
    fn a_coming_date_without_a_year_gets_the_next() {
        assert_eq!(day(None, "March 14", Year::Coming).as_deref(), Some("2027-03-14"));
        assert_eq!(day(None, "Nov 3", Year::Coming).as_deref(), Some("2026-11-03"));
    }

    #[test]
    fn formats_decide_where_they_are_given() {
        assert_eq!(day(Some("%m/%d/%Y"), "5/6/2026 10:23 AM", Year::Past).as_deref(), Some("2026-05-06"));
        assert_eq!(day(Some("%d/%m/%Y"), "5/6/2026", Year::Past).as_deref(), Some("2026-06-05"));
        assert_eq!(day(None, "5/6/2026", Year::Past), None);
        assert_eq!(day(Some("%d %b %Y"), "next week", Year::Past), None);
    }
}
