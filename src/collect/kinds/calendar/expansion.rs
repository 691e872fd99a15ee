//! Recurrence rules as dates: what a rule generates, period by period, in local time
//! (RFC 5545, 3.3.10). Zones, exceptions and single changes are in `series`.
//!
//! Each period (year, month, week, day, hour, minute, second) has a set of candidates: days times
//! hours times minutes times seconds, indexed rather than written out, so that no rule can make a
//! large one. Without COUNT the expansion begins at the period that the window begins in. Every
//! step is paid for out of [`Work`].

use jiff::SignedDuration;
use jiff::civil::{Date, DateTime, Time};

use super::rule::{Day, Frequency, Rule};

/// Steps that one rule may take.
const RULE_STEPS: u64 = 300_000;
/// Steps that all rules of a file may take together.
const FILE_STEPS: u64 = 5_000_000;

/// What is left to spend on recurrences.
#[derive(Debug)]
pub struct Work {
    file: u64,
    rule: u64,
}

impl Work {
    /// The allowance of one file.
    pub fn of_a_file() -> Work {
        Work { file: FILE_STEPS, rule: RULE_STEPS }
    }

    /// A new rule begins.
    pub fn begin_rule(&mut self) {
        self.rule = RULE_STEPS.min(self.file);
    }

    /// Whether the allowance of the rule or of the file is used up.
    pub fn is_exhausted(&self) -> bool {
        self.rule == 0
    }

    fn spend(&mut self, steps: usize) -> bool {
        let steps = steps as u64;
        self.rule = self.rule.saturating_sub(steps);
        self.file = self.file.saturating_sub(steps);
        self.rule > 0
    }
}

/// What a rule generates from a start, in order.
#[derive(Debug)]
pub struct Expansion {
    rule: Rule,
    start: DateTime,
    /// Nothing before this is wanted.
    from: DateTime,
    /// The number of the next period, counted from the start in intervals.
    period: i64,
    set: Set,
}

impl Expansion {
    /// The expansion of `rule` from `start`, leaving out what is certain to be before `from` unless
    /// the rule counts.
    pub fn new(rule: &Rule, start: DateTime, from: DateTime) -> Expansion {
        let mut rule = rule.clone();
        complete(&mut rule, start.date());
        let from = if rule.count.is_some() { start } else { from.max(start) };
        let mut expansion = Expansion { rule, start, from, period: 0, set: Set::default() };
        expansion.period = expansion.period_of(from);
        expansion
    }

    /// The next date-time at or after the start and not after `last`. None when there is none, or
    /// when `work` is used up.
    pub fn next(&mut self, last: DateTime, work: &mut Work) -> Option<DateTime> {
        loop {
            while let Some(candidate) = self.set.next() {
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

    /// Fills the set from the next period; none when it begins after `last`.
    fn advance(&mut self, last: DateTime, work: &mut Work) -> Option<()> {
        let distance = self.period.checked_mul(self.rule.interval)?;
        self.period += 1;
        let mut dates = Vec::new();
        match self.rule.frequency {
            Frequency::Yearly => {
                let year = i16::try_from(i64::from(self.start.year()).checked_add(distance)?).ok()?;
                if year > last.year() {
                    return None;
                }
                (1..=12).for_each(|month| self.month_dates(year, month, &mut dates, work));
            }
            Frequency::Monthly => {
                let number = month_number(self.start.date()).checked_add(distance)?;
                if number > month_number(last.date()) {
                    return None;
                }
                let month = i8::try_from(number.rem_euclid(12) + 1).ok()?;
                self.month_dates(i16::try_from(number.div_euclid(12)).ok()?, month, &mut dates, work);
            }
            Frequency::Weekly => {
                let first = self.first_day_of_week(self.start.date()).checked_add(distance.checked_mul(7)?)?;
                if date_of(first)? > last.date() {
                    return None;
                }
                dates.extend((first..first + 7).map_while(date_of).filter(|&date| self.has(date)));
            }
            Frequency::Daily => {
                let date = date_of(day_number(self.start.date()).checked_add(distance)?)?;
                if date > last.date() {
                    return None;
                }
                dates.extend(Some(date).filter(|&date| self.has(date)));
            }
            _ => return self.advance_clock(distance, last, work),
        }
        self.fill(dates, self.start.time(), work)
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
        self.set = Set::default();
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
        self.set = Set {
            dates,
            hours: clock(&rule.hours, time.hour(), unit > Frequency::Hourly),
            minutes: clock(&rule.minutes, time.minute(), unit > Frequency::Minutely),
            seconds: clock(&rule.seconds, time.second(), unit > Frequency::Secondly),
            picked: None,
            at: 0,
        };
        if rule.positions.is_empty() {
            self.set.skip_to(self.from.date());
        } else {
            self.set.pick(&rule.positions);
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

/// The candidates of one period: every day at every time, as a product.
#[derive(Debug, Default)]
struct Set {
    dates: Vec<Date>,
    hours: Vec<i8>,
    minutes: Vec<i8>,
    seconds: Vec<i8>,
    /// Only these places of the product (BYSETPOS).
    picked: Option<Vec<usize>>,
    at: usize,
}

impl Set {
    fn next(&mut self) -> Option<DateTime> {
        let place = match &self.picked {
            Some(picked) => *picked.get(self.at)?,
            None => self.at,
        };
        self.at += 1;
        self.get(place)
    }

    fn get(&self, place: usize) -> Option<DateTime> {
        let (minute, second) = (place.checked_div(self.seconds.len())?, place % self.seconds.len());
        let (hour, minute) = (minute / self.minutes.len(), minute % self.minutes.len());
        let (day, hour) = (hour / self.hours.len(), hour % self.hours.len());
        let time = Time::new(*self.hours.get(hour)?, *self.minutes.get(minute)?, *self.seconds.get(second)?, 0);
        Some(self.dates.get(day)?.to_datetime(time.ok()?))
    }

    fn times(&self) -> usize {
        self.hours.len() * self.minutes.len() * self.seconds.len()
    }

    fn skip_to(&mut self, day: Date) {
        self.at = self.dates.partition_point(|&date| date < day) * self.times();
    }

    fn pick(&mut self, positions: &[i16]) {
        let length = self.dates.len() * self.times();
        let place = |&position: &i16| match usize::from(position.unsigned_abs()) {
            distance if distance > length => None,
            distance if position > 0 => Some(distance - 1),
            distance => Some(length - distance),
        };
        let mut picked: Vec<usize> = positions.iter().filter_map(place).collect();
        picked.sort_unstable();
        picked.dedup();
        self.picked = Some(picked);
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

const EPOCH: Date = Date::constant(1970, 1, 1);

/// Days since 1970-01-01.
fn day_number(date: Date) -> i64 {
    date.duration_since(EPOCH).as_hours() / 24
}

fn date_of(day_number: i64) -> Option<Date> {
    let hours = day_number.checked_mul(24).filter(|hours| hours.abs() < 100_000_000)?;
    EPOCH.checked_add(SignedDuration::from_hours(hours)).ok()
}

/// Months since the year 0.
fn month_number(date: Date) -> i64 {
    i64::from(date.year()) * 12 + i64::from(date.month()) - 1
}

/// Seconds since 1970-01-01T00:00:00, as if every day had 86,400.
fn second_number(time: DateTime) -> i64 {
    let clock = i64::from(time.hour()) * 3_600 + i64::from(time.minute()) * 60 + i64::from(time.second());
    day_number(time.date()) * 86_400 + clock
}

fn date_time_of(second_number: i64) -> Option<DateTime> {
    let midnight = date_of(second_number.div_euclid(86_400))?.to_datetime(Time::midnight());
    midnight.checked_add(SignedDuration::from_secs(second_number.rem_euclid(86_400))).ok()
}

/// The length of a period shorter than a day.
fn seconds_of(frequency: Frequency) -> i64 {
    match frequency {
        Frequency::Secondly => 1,
        Frequency::Minutely => 60,
        _ => 3_600,
    }
}
