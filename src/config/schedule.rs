//! When issues appear: "last tuesday", "first monday", "2nd and 4th thursday", "every friday".

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, de::Error};

/// The rule by which issue dates follow each other.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(with = "String")]
pub struct Schedule {
    weekday: Weekday,
    /// Which of the month: 1 to 5, -1 for the last; empty for every week.
    nth: Vec<i8>,
}

/// The ordinals that a schedule may use.
const ORDINALS: &[(&str, i8)] = &[
    ("first", 1),
    ("1st", 1),
    ("second", 2),
    ("2nd", 2),
    ("third", 3),
    ("3rd", 3),
    ("fourth", 4),
    ("4th", 4),
    ("fifth", 5),
    ("5th", 5),
    ("last", -1),
];

const WEEKDAYS: &[(&str, Weekday)] = &[
    ("monday", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("friday", Weekday::Friday),
    ("saturday", Weekday::Saturday),
    ("sunday", Weekday::Sunday),
];

impl Schedule {
    /// Reads a rule; None when it is none.
    pub fn parse(text: &str) -> Option<Schedule> {
        let lower = text.to_lowercase().replace(',', " ");
        let mut words: Vec<&str> =
            lower.split_whitespace().filter(|word| !matches!(*word, "and" | "the" | "of" | "month")).collect();
        let weekday = words.pop()?;
        let weekday = WEEKDAYS.iter().find(|(name, _)| *name == weekday)?.1;
        if words == ["every"] {
            return Some(Schedule { weekday, nth: Vec::new() });
        }
        let nth: Option<Vec<i8>> =
            words.iter().map(|word| ORDINALS.iter().find(|(name, _)| name == word).map(|(_, nth)| *nth)).collect();
        nth.filter(|nth| !nth.is_empty()).map(|nth| Schedule { weekday, nth })
    }

    /// The first issue date on or after `day`.
    pub fn next_on_or_after(&self, day: Date) -> Date {
        // Every rule but "fifth X" hits each month; a month with a fifth comes within a quarter.
        (0..140)
            .filter_map(|ahead| day.checked_add(ahead.days()).ok())
            .find(|candidate| self.hits(*candidate))
            .unwrap_or(day)
    }

    fn hits(&self, day: Date) -> bool {
        day.weekday() == self.weekday
            && (self.nth.is_empty()
                || self.nth.iter().any(|nth| day.nth_weekday_of_month(*nth, self.weekday).ok() == Some(day)))
    }
}

impl<'de> Deserialize<'de> for Schedule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Schedule::parse(&text).ok_or_else(|| {
            D::Error::custom(format!(
                "{text:?} is no schedule: write for example \"last tuesday\", \"first monday\", \"2nd and 4th thursday\" or \"every friday\""
            ))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn next(rule: &str, day: Date) -> Option<Date> {
        Some(Schedule::parse(rule)?.next_on_or_after(day))
    }

    #[test]
    fn the_last_tuesday_is_found_across_month_ends() {
        assert_eq!(next("last tuesday", date(2026, 11, 20)), Some(date(2026, 11, 24)));
        assert_eq!(next("last tuesday", date(2026, 11, 24)), Some(date(2026, 11, 24)));
        assert_eq!(next("last tuesday of the month", date(2026, 11, 25)), Some(date(2026, 12, 29)));
    }

    #[test]
    fn several_weeks_of_a_month_and_every_week() {
        assert_eq!(next("2nd and 4th thursday", date(2026, 11, 13)), Some(date(2026, 11, 26)));
        assert_eq!(next("every friday", date(2026, 11, 21)), Some(date(2026, 11, 27)));
        assert_eq!(next("fifth monday", date(2026, 12, 1)), Some(date(2027, 3, 29)));
    }

    #[test]
    fn other_words_are_no_schedule() {
        for wrong in ["", "tuesday", "last", "sometimes monday", "every month", "last tuesdays"] {
            assert_eq!(Schedule::parse(wrong), None, "{wrong}");
        }
    }
}
