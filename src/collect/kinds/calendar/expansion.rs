//! Recurrence rules as dates: what a rule generates, period by period, in local time
//! (RFC 5545, 3.3.10). Zones and exceptions are in `repetition`.
//!
//! Each period (year, month, week, day, hour, minute, second) has a set of candidates: days times
//! hours times minutes times seconds, indexed rather than written out, so that no rule can make a
//! large one. Without COUNT the expansion begins at the period that the window begins in. Every
//! step is paid for out of [`Work`].

use jiff::civil::{Date, DateTime, Time};

use super::candidates::Candidates;
use super::numbers::{date_of, date_time_of, day_number, month_number, second_number};
use super::rule::{Day, Frequency, Rule};
use super::work::Work;

/// What a rule generates from a start, in order.
#[derive(Debug)]
pub struct Expansion {
    rule: Rule,
    start: DateTime,
    /// Nothing before this is wanted.
    from: DateTime,
    /// The number of the next period, counted from the start in intervals.
    period: i64,
    candidates: Candidates,
}

impl Expansion {
    /// The expansion of `rule` from `start`, leaving out what is certain to be before `from` unless
    /// the rule counts.
    pub fn new(rule: &Rule, start: DateTime, from: DateTime) -> Expansion {
        let mut rule = rule.clone();
        complete(&mut rule, start.date());
        let from = if rule.count.is_some() { start } else { from.max(start) };
        let mut expansion = Expansion { rule, start, from, period: 0, candidates: Candidates::default() };
        expansion.period = expansion.period_of(from);
        expansion
    }

    /// The next date-time at or after the start and not after `last`. None when there is none, or
    /// when `work` is used up.
    pub fn next(&mut self, last: DateTime, work: &mut Work) -> Option<DateTime> {
        loop {
            while let Some(candidate) = self.candidates.next() {
                if !work.spend(1) || candidate > last {
                    return None;
                }
                if candidate >= self.start {
                    return Some(candidate);
                }
            }
            self.advance(last, work)?;
        }
    }

    /// The number of the period that holds `time`.
    fn period_of(&self, time: DateTime) -> i64 {
        let start = self.start;
        let distance = match self.rule.frequency {
            Frequency::Yearly => i64::from(time.year()) - i64::from(start.year()),
            Frequency::Monthly => month_number(time.date()) - month_number(start.date()),
            Frequency::Weekly => (day_number(time.date()) - self.first_day_of_week(start.date())).div_euclid(7),
            Frequency::Daily => day_number(time.date()) - day_number(start.date()),
            frequency => (second_number(time) - second_number(start)).div_euclid(seconds_of(frequency)),
        };
        distance.div_euclid(self.rule.interval).max(0)
    }

    /// Fills the candidates from the next period; none when it begins after `last`.
    fn advance(&mut self, last: DateTime, work: &mut Work) -> Option<()> {
        let distance = self.period.checked_mul(self.rule.interval)?;
        self.period += 1;
        if self.rule.frequency < Frequency::Daily {
            return self.advance_clock(distance, last, work);
        }
        let dates = self.dates(distance, last.date(), work)?;
        self.fill(dates, self.start.time(), work)
    }

    /// The days of the period at a distance from that of the start; none when it begins after `last`.
    fn dates(&self, distance: i64, last: Date, work: &mut Work) -> Option<Vec<Date>> {
        let start = self.start.date();
        let mut dates = Vec::new();
        match self.rule.frequency {
            Frequency::Yearly => {
                let year = i16::try_from(i64::from(start.year()).checked_add(distance)?).ok()?;
                if year > last.year() {
                    return None;
                }
                (1..=12).for_each(|month| self.month_dates(year, month, &mut dates, work));
            }
            Frequency::Monthly => {
                let number =
                    month_number(start).checked_add(distance).filter(|&number| number <= month_number(last))?;
                let month = i8::try_from(number.rem_euclid(12) + 1).ok()?;
                self.month_dates(i16::try_from(number.div_euclid(12)).ok()?, month, &mut dates, work);
            }
            Frequency::Weekly => {
                let first = self.first_day_of_week(start).checked_add(distance.checked_mul(7)?)?;
                date_of(first).filter(|&first| first <= last)?;
                dates.extend((first..first + 7).map_while(date_of).filter(|&date| self.has(date)));
            }
            _ => {
                let date = date_of(day_number(start).checked_add(distance)?).filter(|&date| date <= last)?;
                dates.extend(Some(date).filter(|&date| self.has(date)));
            }
        }
        Some(dates)
    }

    /// Like [`Expansion::advance`], for periods shorter than a day. Where the day, the hour or the
    /// minute does not fit, all of it is skipped at once.
    fn advance_clock(&mut self, distance: i64, last: DateTime, work: &mut Work) -> Option<()> {
        let unit = seconds_of(self.rule.frequency);
        let second = second_number(self.start).checked_add(distance.checked_mul(unit)?)?;
        let time = date_time_of(second)?;
        if date_time_of(second.div_euclid(unit) * unit)? > last {
            return None;
        }
        let lacks = |list: &[i16], value: i8| !list.is_empty() && !list.contains(&i16::from(value));
        let unfit = if !self.has(time.date()) {
            Some(86_400)
        } else if lacks(&self.rule.hours, time.hour()) {
            Some(3_600)
        } else if unit < 3_600 && lacks(&self.rule.minutes, time.minute()) {
            Some(60)
        } else if unit < 60 && lacks(&self.rule.seconds, time.second()) {
            Some(1)
        } else {
            None
        };
        let Some(length) = unfit else { return self.fill(vec![time.date()], time.time(), work) };
        let next = date_time_of((second.div_euclid(length) + 1).checked_mul(length)?)?;
        // Rounded up: a period that begins before `next` is still unfit.
        let step = unit.checked_mul(self.rule.interval)?;
        let ahead = second_number(next) - second_number(self.start);
        self.period = self.period.max(ahead.saturating_add(step - 1).div_euclid(step));
        self.candidates = Candidates::default();
        work.spend(1).then_some(())
    }

    /// The days of a month that fit.
    fn month_dates(&self, year: i16, month: i8, dates: &mut Vec<Date>, work: &mut Work) {
        let wanted = self.rule.months.is_empty() || self.rule.months.contains(&i16::from(month));
        let Some(first) = Date::new(year, month, 1).ok().filter(|_| wanted) else { return };
        let length = first.days_in_month();
        let mut days: Vec<i8> = match self.rule.month_days.as_slice() {
            [] => (1..=length).collect(),
            days => days.iter().filter_map(|&day| from_either_end(day, length)).collect(),
        };
        days.sort_unstable();
        days.dedup();
        work.spend(days.len());
        dates.extend(days.into_iter().filter_map(|day| Date::new(year, month, day).ok()).filter(|&day| self.has(day)));
    }

    /// Makes the set of a period: its days, with the times that the rule or the start gives.
    fn fill(&mut self, dates: Vec<Date>, time: Time, work: &mut Work) -> Option<()> {
        let (rule, unit) = (&self.rule, self.rule.frequency);
        // A part that is no shorter than the period is fixed by it; a shorter one is expanded.
        let clock = |list: &[i16], value: i8, expanded: bool| match expanded && !list.is_empty() {
            true => list.iter().filter_map(|&value| i8::try_from(value).ok()).collect(),
            false => vec![value],
        };
        let hours = clock(&rule.hours, time.hour(), unit > Frequency::Hourly);
        let minutes = clock(&rule.minutes, time.minute(), unit > Frequency::Minutely);
        let seconds = clock(&rule.seconds, time.second(), unit > Frequency::Secondly);
        self.candidates = Candidates::new(dates, hours, minutes, seconds);
        if rule.positions.is_empty() {
            self.candidates.skip_to(self.from.date());
        } else {
            self.candidates.pick(&rule.positions);
        }
        work.spend(1).then_some(())
    }

    /// Whether a day fits every part of the rule that is about days.
    fn has(&self, date: Date) -> bool {
        let rule = &self.rule;
        (rule.months.is_empty() || rule.months.contains(&i16::from(date.month())))
            && has_position(&rule.month_days, i16::from(date.day()), i16::from(date.days_in_month()))
            && has_position(&rule.year_days, date.day_of_year(), date.days_in_year())
            && (rule.days.is_empty() || rule.days.iter().any(|&day| self.is_day(day, date)))
            && (rule.weeks.is_empty() || self.is_in_week(date))
    }

    /// Whether a date is the (n-th) weekday. An ordinal counts within the month if the rule is
    /// monthly or names months, within the year if it is yearly, and means nothing otherwise.
    fn is_day(&self, day: Day, date: Date) -> bool {
        if date.weekday() != day.weekday {
            return false;
        }
        let in_month = self.rule.frequency == Frequency::Monthly || !self.rule.months.is_empty();
        let (number, length) = match (day.ordinal, self.rule.frequency) {
            (Some(_), Frequency::Monthly | Frequency::Yearly) if in_month => {
                (i16::from(date.day()), i16::from(date.days_in_month()))
            }
            (Some(_), Frequency::Yearly) => (date.day_of_year(), date.days_in_year()),
            _ => return true,
        };
        let ordinal = day.ordinal.unwrap_or_default();
        ordinal == (number - 1) / 7 + 1 || ordinal == -((length - number) / 7 + 1)
    }

    /// Whether a date is in one of the weeks of BYWEEKNO. Week 1 is the first with four days of the
    /// year; the first and last days of a year may belong to a week of another.
    fn is_in_week(&self, date: Date) -> bool {
        let first_week = |year: i16| Some(self.first_day_of_week(Date::new(year, 1, 4).ok()?));
        let week = self.first_day_of_week(date);
        let Some(year) = date_of(week + 3).map(Date::year) else { return false };
        let (Some(first), Some(next)) = (first_week(year), first_week(year.saturating_add(1))) else { return false };
        let number = i16::try_from((week - first) / 7 + 1).unwrap_or(0);
        has_position(&self.rule.weeks, number, i16::try_from((next - first) / 7).unwrap_or(0))
    }

    /// The number of the day that the week of `date` begins on.
    fn first_day_of_week(&self, date: Date) -> i64 {
        day_number(date) - i64::from(date.weekday().since(self.rule.week_start))
    }
}

/// Fills in what the rule leaves to its start (RFC 5545, 3.3.10: "Information, not contained in the
/// rule … are derived from the Start Time").
fn complete(rule: &mut Rule, start: Date) {
    let weekday = Day { ordinal: None, weekday: start.weekday() };
    let no_day = rule.days.is_empty() && rule.month_days.is_empty() && rule.year_days.is_empty();
    match rule.frequency {
        Frequency::Yearly if no_day && !rule.weeks.is_empty() => rule.days.push(weekday),
        Frequency::Yearly if no_day => {
            rule.month_days.push(i16::from(start.day()));
            if rule.months.is_empty() {
                rule.months.push(i16::from(start.month()));
            }
        }
        Frequency::Monthly if no_day => rule.month_days.push(i16::from(start.day())),
        Frequency::Weekly if no_day => rule.days.push(weekday),
        _ => {}
    }
}

/// Whether a list of places, negative from the end, is empty or has the `number`-th of `length`.
fn has_position(list: &[i16], number: i16, length: i16) -> bool {
    list.is_empty() || list.iter().any(|&place| place == number || place == number - length - 1)
}

/// The day of a month that a place, negative from the end, stands for.
fn from_either_end(place: i16, length: i8) -> Option<i8> {
    let place = i8::try_from(place).ok()?;
    Some(if place < 0 { length + 1 + place } else { place }).filter(|day| (1..=length).contains(day))
}

/// The length of a period shorter than a day.
fn seconds_of(frequency: Frequency) -> i64 {
    match frequency {
        Frequency::Secondly => 1,
        Frequency::Minutely => 60,
        _ => 3_600,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use jiff::civil::date;

    /// The first dates of a rule from 2 September 1997, 9:00 (the start of RFC 5545's examples).
    fn first(rule: &str, from: Date, count: usize) -> Vec<String> {
        let start = date(1997, 9, 2).at(9, 0, 0, 0);
        let mut work = Work::of_a_file();
        let from = from.to_datetime(Time::midnight());
        let mut expansion = Expansion::new(&Rule::parse(rule).unwrap(), start, from);
        let last = date(2030, 1, 1).at(0, 0, 0, 0);
        let dates = std::iter::from_fn(|| expansion.next(last, &mut work)).filter(|&date| date >= from);
        dates.take(count).map(|date| date.strftime("%Y-%m-%d %H:%M").to_string()).collect()
    }

    #[test]
    fn the_examples_of_rfc_5545_come_out() {
        for (rule, expected) in [
            ("FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=MO,WE,FR", ["1997-09-03", "1997-09-05", "1997-09-15", "1997-09-17"]),
            ("FREQ=MONTHLY;INTERVAL=2;BYDAY=1SU,-1SU", ["1997-09-07", "1997-09-28", "1997-11-02", "1997-11-30"]),
            ("FREQ=MONTHLY;BYDAY=-2MO", ["1997-09-22", "1997-10-20", "1997-11-17", "1997-12-22"]),
            ("FREQ=MONTHLY;BYMONTHDAY=1,-1", ["1997-09-30", "1997-10-01", "1997-10-31", "1997-11-01"]),
            ("FREQ=YEARLY;INTERVAL=3;BYYEARDAY=1,100,200", ["2000-01-01", "2000-04-09", "2000-07-18", "2003-01-01"]),
            ("FREQ=YEARLY;BYDAY=20MO", ["1998-05-18", "1999-05-17", "2000-05-15", "2001-05-14"]),
            ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", ["1998-05-11", "1999-05-17", "2000-05-15", "2001-05-14"]),
            ("FREQ=YEARLY;BYWEEKNO=20", ["1998-05-12", "1999-05-18", "2000-05-16", "2001-05-15"]),
            ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", ["1998-02-13", "1998-03-13", "1998-11-13", "1999-08-13"]),
            ("FREQ=MONTHLY;BYDAY=TU,WE,TH;BYSETPOS=3", ["1997-09-04", "1997-10-07", "1997-11-06", "1997-12-04"]),
            ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2", ["1997-09-29", "1997-10-30", "1997-11-27", "1997-12-30"]),
            (
                "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
                ["1997-11-04", "2001-11-06", "2005-11-08", "2009-11-03"],
            ),
            ("FREQ=MONTHLY;BYMONTHDAY=31", ["1997-10-31", "1997-12-31", "1998-01-31", "1998-03-31"]),
        ] {
            let found = first(rule, date(1997, 9, 3), 4);
            assert_eq!(found, expected.map(|day| format!("{day} 09:00")), "{rule}");
        }
    }

    #[test]
    fn the_week_start_matters_where_weeks_are_skipped() {
        let with =
            |week_start| first(&format!("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST={week_start}"), date(1997, 9, 1), 3);
        assert_eq!(with("MO"), ["1997-09-02 09:00", "1997-09-07 09:00", "1997-09-16 09:00"]);
        assert_eq!(with("SU"), ["1997-09-02 09:00", "1997-09-14 09:00", "1997-09-16 09:00"]);
    }

    #[test]
    fn periods_shorter_than_a_day_keep_their_phase_over_what_is_skipped() {
        assert_eq!(
            first("FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,16", date(1997, 9, 2), 5),
            ["1997-09-02 09:00", "1997-09-02 09:20", "1997-09-02 09:40", "1997-09-02 16:00", "1997-09-02 16:20"]
        );
        assert_eq!(
            first("FREQ=HOURLY;INTERVAL=7;BYMONTH=11;BYMINUTE=30,15", date(1997, 9, 2), 3),
            ["1997-11-01 04:15", "1997-11-01 04:30", "1997-11-01 11:15"]
        );
    }

    #[test]
    fn an_expansion_that_begins_late_is_the_end_of_the_whole() {
        for rule in [
            "FREQ=YEARLY;INTERVAL=3;BYDAY=MO;BYSETPOS=5,-1",
            "FREQ=MONTHLY;INTERVAL=5;BYDAY=2WE,-1FR",
            "FREQ=WEEKLY;INTERVAL=3;BYDAY=SU,MO;WKST=TH",
            "FREQ=DAILY;INTERVAL=17",
            "FREQ=HOURLY;INTERVAL=1001",
            "FREQ=MINUTELY;INTERVAL=100003",
            "FREQ=SECONDLY;INTERVAL=1000003",
        ] {
            let from = date(2004, 2, 29);
            let whole = first(rule, date(1997, 9, 1), usize::MAX);
            let tail: Vec<String> = whole.into_iter().filter(|date| date.as_str() >= "2004-02-29").take(20).collect();
            assert_eq!(first(rule, from, 20), tail, "{rule}");
        }
    }

    #[test]
    fn a_large_set_is_never_written_out() {
        let all = |last: i8| (0..=last).map(|number| number.to_string()).collect::<Vec<_>>().join(",");
        let rule = format!(
            "FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYHOUR={};BYMINUTE={};BYSECOND={};BYSETPOS=-1",
            all(23),
            all(59),
            all(59)
        );
        assert_eq!(first(&rule, date(1997, 9, 2), 2), ["1997-12-31 23:59", "1998-12-31 23:59"]);
    }
}
