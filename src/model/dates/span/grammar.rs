//! The styles: month first, day first, year first, and the East Asian one.
//!
//! Every rule takes the index of a token and gives what it read with the index after it; the words
//! and numbers that the rules consist of are read in `line`. No rule looks further than a dozen
//! tokens, so reading is linear in the length of the text.

use jiff::ToSpan;
use jiff::civil::Date;

use super::line::{Line, Written};
use super::words::Month;
use super::{DaySpan, Found};

/// How long before the date a day without a year may lie.
const LOOK_BACK_DAYS: i32 = 60;
/// Longest span between two ends that both have a year, in days.
const LONGEST_DAYS: i32 = 366;

/// A span as written.
#[derive(Clone, Copy, Debug)]
struct Reading {
    start: Written,
    end: Option<Written>,
    /// The month word needs a year beside it.
    weak: bool,
    /// Index after the last token.
    next: usize,
}

/// Every span of `text`, in order, without overlap.
pub(super) fn spans(text: &str, near: Date) -> impl Iterator<Item = Found> {
    let line = Line::lexed(text);
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < line.len() {
            if let Some((found, next)) = line.span(at, near) {
                at = next;
                return Some(found);
            }
            at += 1;
        }
        None
    })
}

impl Line<'_> {
    /// A span that starts at token `at`, with the index after it.
    fn span(&self, at: usize, near: Date) -> Option<(Found, usize)> {
        let (weekday, first) = match self.weekday(at) {
            Some((weekday, next)) => (Some(weekday), next),
            None => (None, at),
        };
        let reading = self.reading(first)?;
        let has_year = reading.start.year.or(reading.end.and_then(|end| end.year)).is_some();
        if reading.weak && !has_year {
            return None;
        }
        let range = self.range(at, reading.next)?;
        match resolve(reading, near) {
            Some(span) => Some((Found { span, range, has_year, weekday }, reading.next)),
            // The second end makes no sense ("June 10-4"): the first stands alone.
            None => {
                let start = resolve(Reading { end: None, ..reading }, near)?;
                Some((Found { span: start, range, has_year, weekday }, reading.next))
            }
        }
    }

    fn reading(&self, at: usize) -> Option<Reading> {
        self.year_first(at)
            .or_else(|| self.dotted(at))
            .or_else(|| self.east_asian(at))
            .or_else(|| self.month_first(at))
            .or_else(|| self.day_first(at))
    }

    /// "June 3", "Oct 30-Nov 2, 2025", "June 27 & 28", "September 30th, 2021".
    fn month_first(&self, at: usize) -> Option<Reading> {
        let (month, next) = self.month(at)?;
        if let Some(reading) = self.year_between(month, next) {
            return Some(reading);
        }
        let (start, next) = self.day_and_year(month.number, next)?;
        let alone = Reading { start, end: None, weak: month.weak, next };
        Some(self.month_first_end(alone).unwrap_or(alone))
    }

    /// The end after "June 3" or "June 3, 2025".
    fn month_first_end(&self, from: Reading) -> Option<Reading> {
        let Written { month, day, year } = from.start;
        if let Some(next) = self.and(from.next) {
            let (end, next) = self.day_and_year(month, next)?;
            return (end.day == day + 1).then_some(Reading { end: Some(end), next, ..from });
        }
        let next = self.until(from.next, false)?;
        let next = self.weekday(next).map_or(next, |(_, next)| next);
        if let Some((month, next)) = self.month(next) {
            let (end, next) = self.day_and_year(month.number, next)?;
            return Some(Reading { end: Some(end), next, ..from });
        }
        let (_, after_day) = self.day(next)?;
        if self.month(self.of(after_day)).is_some() {
            let last = self.day_first(next)?;
            return Some(Reading { end: Some(last.start), next: last.next, ..from });
        }
        // "June 3, 2025 - 10 speakers": a day alone is no end after a year.
        let (end, next) = self.day_and_year(month, next).filter(|_| year.is_none())?;
        Some(Reading { end: Some(end), next, ..from })
    }

    /// "February 2024 3 - 4".
    fn year_between(&self, month: Month, at: usize) -> Option<Reading> {
        let (year, next) = self.four_digit_year(at)?;
        let (first, next) = self.day(next)?;
        let next = self.until(next, false)?;
        let (last, next) = self.day(next)?;
        let written = |day| Written { month: month.number, day, year: Some(year) };
        Some(Reading { start: written(first), end: Some(written(last)), weak: false, next })
    }

    /// "3 June", "8-10 November", "3.–4. Juni 2025", "30 de junio – 2 de julio de 2025".
    fn day_first(&self, at: usize) -> Option<Reading> {
        if self.is_tail(at) {
            return None;
        }
        let (day, next) = self.day(at)?;
        if let Some((month, next)) = self.month(self.of(next)) {
            return self.day_first_month(day, month, next);
        }
        let (last, next) = match self.and(next) {
            Some(next) => self.day(next).filter(|(last, _)| *last == day + 1)?,
            None => self.day(self.until(next, true)?)?,
        };
        let (month, next) = self.month(self.of(next))?;
        let (year, next) = self.year(next);
        let written = |day| Written { month: month.number, day, year };
        Some(Reading { start: written(day), end: Some(written(last)), weak: month.weak, next })
    }

    fn day_first_month(&self, day: i8, month: Month, next: usize) -> Option<Reading> {
        let (year, next) = self.year(next);
        // "Summit 2 May 16": the 2 belongs to the name.
        if year.is_none() && self.day(next).is_some() {
            return None;
        }
        let alone = Reading { start: Written { month: month.number, day, year }, end: None, weak: month.weak, next };
        Some(self.day_first_end(alone).unwrap_or(alone))
    }

    /// The end after "30 June" or "30 June 2025".
    fn day_first_end(&self, from: Reading) -> Option<Reading> {
        let next = self.until(from.next, true)?;
        let next = self.weekday(next).map_or(next, |(_, next)| next);
        let (end, next) = match self.month(next) {
            Some((month, next)) => self.day_and_year(month.number, next)?,
            None => {
                let (day, next) = self.day(next)?;
                let (month, next) = self.month(self.of(next))?;
                let (year, next) = self.year(next);
                (Written { month: month.number, day, year }, next)
            }
        };
        Some(Reading { end: Some(end), next, ..from })
    }

    /// ISO 8601 and its relatives: "2025-06-03", "2025/06/03", "2025-06-03 – 2025-06-05".
    fn year_first(&self, at: usize) -> Option<Reading> {
        if self.is_tail(at) {
            return None;
        }
        let (start, next) = self.year_month_day(at)?;
        let alone = Reading { start, end: None, weak: false, next };
        let end = self.until(next, true).or_else(|| self.mark(next, '/')).and_then(|next| self.year_month_day(next));
        Some(end.map_or(alone, |(end, next)| Reading { end: Some(end), next, ..alone }))
    }

    fn year_month_day(&self, at: usize) -> Option<(Written, usize)> {
        let (year, next) = self.four_digit_year(at)?;
        let joint = ['-', '/', '.'].into_iter().find(|joint| self.glued_mark(next, *joint).is_some())?;
        let (month, next) = self.glued_number(self.glued_mark(next, joint)?, 1..=12)?;
        let (day, next) = self.glued_number(self.glued_mark(next, joint)?, 1..=31)?;
        Some((Written { month, day, year: Some(year) }, next))
    }

    /// "03.06.2025": with dots the day comes first everywhere.
    fn dotted(&self, at: usize) -> Option<Reading> {
        if self.is_tail(at) {
            return None;
        }
        let (start, next) = self.day_month_year(at)?;
        let alone = Reading { start, end: None, weak: false, next };
        let end = self.until(next, true).and_then(|next| self.day_month_year(next));
        Some(end.map_or(alone, |(end, next)| Reading { end: Some(end), next, ..alone }))
    }

    fn day_month_year(&self, at: usize) -> Option<(Written, usize)> {
        let (day, next) = self.number(at, 1..=31)?;
        let (month, next) = self.glued_number(self.glued_mark(next, '.')?, 1..=12)?;
        let next = self.glued_mark(next, '.').filter(|next| self.is_glued(*next))?;
        let (year, next) = self.four_digit_year(next)?;
        Some((Written { month, day, year: Some(year) }, next))
    }

    /// "2023年7月25日", "9月 26 - 28 日", "2025年6月30日～7月2日", "7月29日(金)", "2025년 6월 3일~4일".
    fn east_asian(&self, at: usize) -> Option<Reading> {
        let (start, next, closed) = self.east_asian_day(at, None)?;
        let dash = self.mark(next, '至').or_else(|| self.mark(next, '到')).or_else(|| self.until(next, true));
        let end = dash.and_then(|next| self.east_asian_day(next, Some(start.month)));
        match end {
            Some((end, next, true)) => Some(Reading { start, end: Some(end), weak: false, next }),
            _ => closed.then_some(Reading { start, end: None, weak: false, next }),
        }
    }

    /// A day with its month (or in `month`), and whether 日, 号 or 일 stands after it.
    fn east_asian_day(&self, at: usize, month: Option<i8>) -> Option<(Written, usize, bool)> {
        let year = self.four_digit_year(at).and_then(|(year, next)| Some((year, self.any_mark(next, &['年', '년'])?)));
        let at = year.map_or(at, |(_, next)| next);
        let written_month =
            self.number(at, 1..=12).and_then(|(month, next)| Some((month, self.any_mark(next, &['月', '월'])?)));
        let (month, next) = written_month.or(month.map(|month| (month, at)))?;
        let (day, next) = self.number(next, 1..=31)?;
        let closing = self.any_mark(next, &['日', '号', '號', '일']);
        let next = closing.map_or(next, |next| self.east_asian_weekday(next).unwrap_or(next));
        Some((Written { month, day, year: year.map(|(year, _)| year) }, next, closing.is_some()))
    }
}

/// Fills in the years. None where there is no such day or the ends are in the wrong order.
fn resolve(reading: Reading, near: Date) -> Option<DaySpan> {
    let Reading { start, end, .. } = reading;
    let Some(end) = end else {
        return dated(start, near).map(DaySpan::day);
    };
    let wraps = (end.month, end.day) < (start.month, start.day);
    let (first, last) = match (start.year, end.year) {
        (None, None) => {
            let first = dated(start, near)?;
            (first, Date::new(first.year() + i16::from(wraps), end.month, end.day).ok()?)
        }
        (first, last) => {
            let first_year = first.or(last.map(|year| year - i16::from(wraps)))?;
            let last_year = last.unwrap_or(first_year + i16::from(wraps));
            (Date::new(first_year, start.month, start.day).ok()?, Date::new(last_year, end.month, end.day).ok()?)
        }
    };
    // "June 10-4" is a slip, not nearly a year.
    let is_slip = wraps && start.month == end.month && (start.year.is_none() || end.year.is_none());
    let days = first.until(last).ok()?.get_days();
    if is_slip || days > LONGEST_DAYS { None } else { DaySpan::new(first, last) }
}

/// The day in its own year, or in the first year that puts it at most [`LOOK_BACK_DAYS`] before `near`.
fn dated(written: Written, near: Date) -> Option<Date> {
    if let Some(year) = written.year {
        return Date::new(year, written.month, written.day).ok();
    }
    let earliest = near.saturating_sub(LOOK_BACK_DAYS.days());
    // Eight years: the longest gap between two 29ths of February.
    (-1..=8)
        .filter_map(|ahead| Date::new(near.year().checked_add(ahead)?, written.month, written.day).ok())
        .find(|day| *day >= earliest)
}
