//! Recurrence rules as they are written (RFC 5545, 3.3.10). What they generate is in `expansion`.

use jiff::civil::Weekday;

use super::values::Stamp;

/// How often a rule repeats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Frequency {
    /// Every second.
    Secondly,
    /// Every minute.
    Minutely,
    /// Every hour.
    Hourly,
    /// Every day.
    Daily,
    /// Every week.
    Weekly,
    /// Every month.
    Monthly,
    /// Every year.
    Yearly,
}

/// A weekday of `BYDAY`: every one, or the n-th (from the end if negative) of month or year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// None for every one.
    pub ordinal: Option<i16>,
    /// The weekday.
    pub weekday: Weekday,
}

/// A rule. Lists are empty where the rule has no such part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// FREQ.
    pub frequency: Frequency,
    /// INTERVAL, at least 1.
    pub interval: i64,
    /// COUNT, the start included.
    pub count: Option<u64>,
    /// UNTIL, inclusive.
    pub until: Option<Stamp>,
    /// BYSECOND, 0 to 59.
    pub seconds: Vec<i16>,
    /// BYMINUTE.
    pub minutes: Vec<i16>,
    /// BYHOUR.
    pub hours: Vec<i16>,
    /// BYDAY.
    pub days: Vec<Day>,
    /// BYMONTHDAY, negative from the end of the month.
    pub month_days: Vec<i16>,
    /// BYYEARDAY, negative from the end of the year.
    pub year_days: Vec<i16>,
    /// BYWEEKNO, negative from the end of the year.
    pub weeks: Vec<i16>,
    /// BYMONTH.
    pub months: Vec<i16>,
    /// BYSETPOS.
    pub positions: Vec<i16>,
    /// WKST.
    pub week_start: Weekday,
}

impl Rule {
    /// A rule with nothing but its frequency.
    fn every(frequency: Frequency) -> Rule {
        Rule {
            frequency,
            interval: 1,
            count: None,
            until: None,
            seconds: Vec::new(),
            minutes: Vec::new(),
            hours: Vec::new(),
            days: Vec::new(),
            month_days: Vec::new(),
            year_days: Vec::new(),
            weeks: Vec::new(),
            months: Vec::new(),
            positions: Vec::new(),
            week_start: Weekday::Monday,
        }
    }

    /// Reads the value of an RRULE or EXRULE. None where any part of it is not understood: a rule
    /// that is half understood generates dates that nobody meant. Vendors' `X-` parts say nothing
    /// about dates and are passed over.
    pub fn parse(value: &str) -> Option<Rule> {
        let value = value.to_ascii_uppercase().replace('\\', "");
        let parts: Vec<(&str, &str)> = value
            .split(';')
            .filter(|part| !part.trim().is_empty())
            .map(|part| part.split_once('=').map(|(key, value)| (key.trim(), value.trim())))
            .collect::<Option<_>>()?;
        let frequency = parts.iter().find(|(key, _)| *key == "FREQ").and_then(|(_, value)| frequency(value))?;
        let mut rule = Rule::every(frequency);
        for (key, value) in parts {
            rule.set(key, value)?;
        }
        Some(rule)
    }

    /// The rule for starts that are days: its parts about hours, minutes and seconds must be ignored
    /// (RFC 5545, 3.3.10).
    pub fn without_clock(&mut self) {
        self.hours.clear();
        self.minutes.clear();
        self.seconds.clear();
    }

    fn set(&mut self, key: &str, value: &str) -> Option<()> {
        match key {
            "FREQ" => {}
            "INTERVAL" => {
                self.interval = value.parse().ok().filter(|&interval| (1..1_000_000_000).contains(&interval))?
            }
            "COUNT" => self.count = Some(value.parse().ok().filter(|&count| count > 0)?),
            "UNTIL" => self.until = Some(Stamp::parse(value)?),
            // A leap second is the second before it, as in every clock that this runs on.
            "BYSECOND" => self.seconds = numbers(value, 0, 60)?.into_iter().map(|second| second.min(59)).collect(),
            "BYMINUTE" => self.minutes = numbers(value, 0, 59)?,
            "BYHOUR" => self.hours = numbers(value, 0, 23)?,
            "BYDAY" => self.days = days(value)?,
            "BYMONTHDAY" => self.month_days = signed(value, 31)?,
            "BYYEARDAY" => self.year_days = signed(value, 366)?,
            "BYWEEKNO" => self.weeks = signed(value, 53)?,
            "BYMONTH" => self.months = numbers(value, 1, 12)?,
            "BYSETPOS" => self.positions = signed(value, 366)?,
            "WKST" => self.week_start = weekday(value)?,
            // RFC 7529: the Gregorian calendar and leaving out invalid dates are what we do anyway.
            "RSCALE" if value == "GREGORIAN" => {}
            "SKIP" if value == "OMIT" => {}
            _ if key.starts_with("X-") => {}
            _ => return None,
        }
        Some(())
    }
}

fn frequency(value: &str) -> Option<Frequency> {
    Some(match value {
        "SECONDLY" => Frequency::Secondly,
        "MINUTELY" => Frequency::Minutely,
        "HOURLY" => Frequency::Hourly,
        "DAILY" => Frequency::Daily,
        "WEEKLY" => Frequency::Weekly,
        "MONTHLY" => Frequency::Monthly,
        "YEARLY" => Frequency::Yearly,
        _ => return None,
    })
}

fn weekday(value: &str) -> Option<Weekday> {
    Some(match value {
        "MO" => Weekday::Monday,
        "TU" => Weekday::Tuesday,
        "WE" => Weekday::Wednesday,
        "TH" => Weekday::Thursday,
        "FR" => Weekday::Friday,
        "SA" => Weekday::Saturday,
        "SU" => Weekday::Sunday,
        _ => return None,
    })
}

/// A list of weekdays, each once.
fn days(value: &str) -> Option<Vec<Day>> {
    let mut days = value.split(',').map(day).collect::<Option<Vec<Day>>>()?;
    days.sort_unstable_by_key(|day| (day.ordinal, day.weekday.to_monday_zero_offset()));
    days.dedup();
    Some(days)
}

/// `MO`, `2TU`, `-1SU`.
fn day(value: &str) -> Option<Day> {
    let value = value.trim();
    let (ordinal, name) = value.split_at_checked(value.len().checked_sub(2)?)?;
    let ordinal = match ordinal.trim() {
        "" => None,
        ordinal => Some(ordinal.parse().ok().filter(|&ordinal: &i16| ordinal != 0 && ordinal.abs() <= 53)?),
    };
    Some(Day { ordinal, weekday: weekday(name)? })
}

/// A list of numbers in a range, sorted, each once.
fn numbers(value: &str, least: i16, most: i16) -> Option<Vec<i16>> {
    let number = |text: &str| text.trim().parse().ok().filter(|number| (least..=most).contains(number));
    let mut numbers = value.split(',').map(number).collect::<Option<Vec<i16>>>()?;
    numbers.sort_unstable();
    numbers.dedup();
    Some(numbers)
}

/// A list of numbers from 1 to `most` or negative from the end.
fn signed(value: &str, most: i16) -> Option<Vec<i16>> {
    numbers(value, -most, most).filter(|numbers| !numbers.contains(&0))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_read_whatever_its_case_and_spaces() {
        let rule = Rule::parse(" freq=Monthly; BYDAY=-1su, 2Mo ;bysetpos=1;x-foo=1;;WKST=SU").unwrap();
        assert_eq!((rule.frequency, rule.interval, rule.positions), (Frequency::Monthly, 1, vec![1]));
        let days = [(Some(-1), Weekday::Sunday), (Some(2), Weekday::Monday)];
        assert_eq!(rule.days, days.map(|(ordinal, weekday)| Day { ordinal, weekday }));
        assert_eq!(rule.week_start, Weekday::Sunday);
    }

    #[test]
    fn a_rule_that_is_not_understood_whole_is_none() {
        for rule in [
            "",
            "COUNT=3",
            "FREQ=FORTNIGHTLY",
            "FREQ=DAILY;INTERVAL=0",
            "FREQ=DAILY;INTERVAL=99999999999",
            "FREQ=DAILY;COUNT=-1",
            "FREQ=DAILY;UNTIL=soon",
            "FREQ=YEARLY;BYDAY=ϮO",
            "FREQ=YEARLY;BYDAY=0MO",
            "FREQ=YEARLY;BYMONTH=13",
            "FREQ=YEARLY;BYEASTER=0",
            "FREQ=YEARLY;RSCALE=CHINESE",
            "FREQ",
        ] {
            assert_eq!(Rule::parse(rule), None, "{rule}");
        }
    }
}
