//! Days, months and seconds as numbers, to count periods with. Local times: every day has 86,400
//! seconds.

use jiff::SignedDuration;
use jiff::civil::{Date, DateTime, Time};

const EPOCH: Date = Date::constant(1970, 1, 1);

/// Days since 1970-01-01.
pub fn day_number(date: Date) -> i64 {
    date.duration_since(EPOCH).as_hours() / 24
}

/// The day of a number; none beyond what can be represented.
pub fn date_of(day_number: i64) -> Option<Date> {
    let hours = day_number.checked_mul(24).filter(|hours| hours.abs() < 100_000_000)?;
    EPOCH.checked_add(SignedDuration::try_from_hours(hours)?).ok()
}

/// Months since the year 0.
pub fn month_number(date: Date) -> i64 {
    i64::from(date.year()) * 12 + i64::from(date.month()) - 1
}

/// Seconds since 1970-01-01T00:00:00.
pub fn second_number(time: DateTime) -> i64 {
    let clock = i64::from(time.hour()) * 3_600 + i64::from(time.minute()) * 60 + i64::from(time.second());
    day_number(time.date()) * 86_400 + clock
}

/// The date and time of a number of seconds; none beyond what can be represented.
pub fn date_time_of(second_number: i64) -> Option<DateTime> {
    let midnight = date_of(second_number.div_euclid(86_400))?.to_datetime(Time::midnight());
    midnight.checked_add(SignedDuration::from_secs(second_number.rem_euclid(86_400))).ok()
}
