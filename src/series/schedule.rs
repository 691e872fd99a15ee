//! When issues appear: "last tuesday", "2nd and 4th thursday", "every friday", "last day", "15".
//!
//! Here: reading a rule, the days that it hits, and which days are one issue's period. Which of these
//! days has an issue already is not here but in [`super::Series`].

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, de::Error};

use crate::model::words::nearest;

/// The rule by which issue dates follow each other.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(with = "String")]
pub struct Schedule(Rule);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Rule {
    /// A weekday, every so many weeks.
    Weeks { weekday: Weekday, every: i32 },
    /// A weekday, which of the month: 1 to 5, -1 for the last.
    Weekdays { weekday: Weekday, nth: Vec<i8> },
    /// Days of the month, -1 for the last. In a month that has no such day its last day counts.
    Days(Vec<i8>),
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

/// Words that may stand in a rule and change nothing.
const FILLERS: &[&str] = &["and", "the", "of", "month", "each", "on"];

/// Further than any rule jumps: a month with a fifth Monday comes within a quarter.
const HORIZON: i32 = 140;

impl Schedule {
    /// Reads a rule.
    ///
    /// # Errors
    /// What was probably meant, where the words are near a rule, and examples otherwise.
    pub fn parse(text: &str) -> Result<Schedule, String> {
        let lower = text.to_lowercase().replace([',', '&'], " ");
        let words: Vec<&str> = lower.split_whitespace().collect();
        rule(&words).map(Schedule).ok_or_else(|| {
            let meant = words.iter().map(|word| corrected(word)).collect::<Vec<_>>();
            let tip = if rule(&meant).is_some() { meant.join(" ") } else { String::new() };
            let tip = if tip.is_empty() { tip } else { format!("did you mean \"{tip}\"? ") };
            format!(
                "{text:?} is no schedule: {tip}Write for example \"last tuesday\", \"2nd and 4th thursday\", \"every friday\", \"every second friday\", \"last day\" or \"15\" (of the month)"
            )
        })
    }

    /// The first day on or after `day` that the rule hits. Of a rule that leaves weeks out, those count
    /// that lie evenly from the issue of `anchor`.
    pub fn next_on_or_after(&self, day: Date, anchor: Option<Date>) -> Date {
        self.find(anchor, (0..HORIZON).filter_map(|ahead| day.checked_add(ahead.days()).ok())).unwrap_or(day)
    }

    /// The last day before `day` that the rule hits.
    pub fn last_before(&self, day: Date, anchor: Option<Date>) -> Option<Date> {
        self.find(anchor, (1..HORIZON).filter_map(|back| day.checked_sub(back.days()).ok()))
    }

    /// The days that belong to the issue of a day that the rule hits, first and last: its month where
    /// there is one issue a month, its week (from Monday) where there is one a week, else the days
    /// nearer to it than to the issues before and after.
    pub fn period(&self, hit: Date, anchor: Option<Date>) -> (Date, Date) {
        match &self.0 {
            Rule::Weeks { every: 1, .. } => {
                let monday = hit.saturating_sub(i64::from(hit.weekday().to_monday_zero_offset()).days());
                (monday, monday.saturating_add(6.days()))
            }
            Rule::Weekdays { nth: of_month, .. } | Rule::Days(of_month) if of_month.len() == 1 => {
                (hit.first_of_month(), hit.last_of_month())
            }
            _ => {
                let next = self.next_on_or_after(hit.saturating_add(1.day()), anchor);
                let start = self.last_before(hit, anchor).map_or(hit, |before| middle(before, hit));
                (start, middle(hit, next).saturating_sub(1.day()))
            }
        }
    }

    fn find(&self, anchor: Option<Date>, mut days: impl Iterator<Item = Date>) -> Option<Date> {
        days.find(|day| self.hits(*day, anchor))
    }

    fn hits(&self, day: Date, anchor: Option<Date>) -> bool {
        match &self.0 {
            Rule::Weeks { weekday, every } => {
                let in_step = |anchor: Date| days_between(nearest_weekday(anchor, *weekday), day) % (7 * every) == 0;
                day.weekday() == *weekday && (*every == 1 || anchor.is_none_or(in_step))
            }
            Rule::Weekdays { weekday, nth } => {
                day.weekday() == *weekday
                    && nth.iter().any(|nth| day.nth_weekday_of_month(*nth, *weekday).ok() == Some(day))
            }
            Rule::Days(days) => {
                let last = day.days_in_month();
                days.iter().any(|wanted| day.day() == if *wanted < 0 { last } else { last.min(*wanted) })
            }
        }
    }
}

/// The day of the first half of the way that lies in the middle; an even way's middle belongs to what
/// comes after it.
fn middle(from: Date, to: Date) -> Date {
    from.saturating_add(((days_between(from, to) + 1) / 2).days())
}

/// Days from one day to another, negative where it comes first.
fn days_between(from: Date, to: Date) -> i32 {
    (to - from).get_days()
}

/// The weekday nearest to a day: an issue that was moved by a day or two still counts for its week.
fn nearest_weekday(day: Date, weekday: Weekday) -> Date {
    let ahead = i32::from(day.weekday().until(weekday));
    day.saturating_add((if ahead > 3 { ahead - 7 } else { ahead }).days())
}

/// Reads the words of a rule, in small letters.
fn rule(words: &[&str]) -> Option<Rule> {
    let of_month = words.contains(&"month") && words.last() != Some(&"every");
    let meant: Vec<&str> = words.iter().copied().filter(|word| !FILLERS.contains(word)).collect();
    let (last, before) = meant.split_last()?;
    if let Some((_, weekday)) = WEEKDAYS.iter().find(|(name, _)| name == last) {
        return weekdays(before, *weekday, of_month);
    }
    let days = if *last == "day" { before } else { &meant };
    let days = if days.first() == Some(&"every") { days.get(1..)? } else { days };
    let is_numeric = |word: &&str| word.starts_with(|first: char| first.is_ascii_digit());
    if *last != "day" && !days.iter().all(is_numeric) {
        return None;
    }
    let days: Option<Vec<i8>> = days.iter().map(|word| ordinal(word).or_else(|| day_number(word))).collect();
    days.filter(|days| !days.is_empty()).map(Rule::Days)
}

/// "every", "every second" (unless it is one of the month), "2nd", "1st 3rd".
fn weekdays(before: &[&str], weekday: Weekday, of_month: bool) -> Option<Rule> {
    match before {
        ["every"] if !of_month => return Some(Rule::Weeks { weekday, every: 1 }),
        ["every", "second" | "2nd" | "other"] if !of_month => return Some(Rule::Weeks { weekday, every: 2 }),
        // "every third friday" may mean either.
        ["every", "third" | "3rd" | "fourth" | "4th"] if !of_month => return None,
        _ => {}
    }
    let before = if before.first() == Some(&"every") { before.get(1..)? } else { before };
    let nth: Option<Vec<i8>> = before.iter().map(|word| ordinal(word)).collect();
    nth.filter(|nth| !nth.is_empty()).map(|nth| Rule::Weekdays { weekday, nth })
}

fn ordinal(word: &str) -> Option<i8> {
    ORDINALS.iter().find(|(name, _)| *name == word).map(|(_, nth)| *nth)
}

/// "15", "15th", "15.".
fn day_number(word: &str) -> Option<i8> {
    let digits = word.trim_end_matches(['.']);
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|ending| digits.strip_suffix(ending)).unwrap_or(digits);
    digits.parse().ok().filter(|day| (1..=31).contains(day))
}

/// The word of rules that is nearest; the word itself where it is one, a number, or none is near.
fn corrected(word: &str) -> &str {
    let known = || {
        let ordinals = ORDINALS.iter().map(|(name, _)| *name);
        ordinals.chain(WEEKDAYS.iter().map(|(name, _)| *name)).chain(["every", "other", "day"])
    };
    let is_known = known().any(|name| name == word) || FILLERS.contains(&word) || day_number(word).is_some();
    if is_known { word } else { nearest(word, known()).unwrap_or(word) }
}

impl<'de> Deserialize<'de> for Schedule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Schedule::parse(&String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use jiff::civil::date;

    fn next(rule: &str, day: Date) -> Date {
        Schedule::parse(rule).unwrap().next_on_or_after(day, None)
    }

    #[test]
    fn the_last_tuesday_is_found_across_month_ends() {
        assert_eq!(next("last tuesday", date(2026, 11, 20)), date(2026, 11, 24));
        assert_eq!(next("last tuesday", date(2026, 11, 24)), date(2026, 11, 24));
        assert_eq!(next("Last Tuesday of the month", date(2026, 11, 25)), date(2026, 12, 29));
        assert_eq!(next("last tuesday", date(2026, 12, 30)), date(2027, 1, 26));
    }

    #[test]
    fn several_weeks_of_a_month_and_every_week() {
        assert_eq!(next("2nd and 4th thursday", date(2026, 11, 13)), date(2026, 11, 26));
        assert_eq!(next("every friday", date(2026, 11, 21)), date(2026, 11, 27));
        assert_eq!(next("fifth monday", date(2026, 12, 1)), date(2027, 3, 29));
        assert_eq!(next("every first monday of the month", date(2026, 12, 8)), date(2027, 1, 4));
    }

    #[test]
    fn days_of_the_month_end_with_the_month() {
        for (rule, from, expected) in [
            ("last day", date(2028, 2, 1), date(2028, 2, 29)),
            ("last day of the month", date(2027, 2, 1), date(2027, 2, 28)),
            ("15", date(2026, 11, 16), date(2026, 12, 15)),
            ("1st and 15th", date(2026, 11, 16), date(2026, 12, 1)),
            ("the first day of each month", date(2026, 12, 2), date(2027, 1, 1)),
            ("31", date(2027, 2, 1), date(2027, 2, 28)),
            ("29th", date(2028, 2, 29), date(2028, 2, 29)),
        ] {
            assert_eq!(next(rule, from), expected, "{rule}");
        }
    }

    #[test]
    fn every_second_week_keeps_step_with_the_issue_before() {
        let rule = Schedule::parse("every second friday").unwrap();
        assert_eq!(rule, Schedule::parse("every other friday").unwrap());
        assert_ne!(rule, Schedule::parse("every second friday of the month").unwrap());
        // The issue of Thursday the 19th is that of Friday the 20th.
        let anchor = Some(date(2026, 11, 19));
        assert_eq!(rule.next_on_or_after(date(2026, 11, 21), anchor), date(2026, 12, 4));
        assert_eq!(rule.last_before(date(2026, 11, 20), anchor), Some(date(2026, 11, 6)));
        assert_eq!(rule.next_on_or_after(date(2026, 12, 30), anchor), date(2027, 1, 1));
        assert_eq!(rule.next_on_or_after(date(2026, 11, 21), None), date(2026, 11, 27));
    }

    #[test]
    fn a_period_is_a_month_a_week_or_what_lies_nearer() {
        let period = |rule: &str, hit| Schedule::parse(rule).unwrap().period(hit, None);
        assert_eq!(period("last tuesday", date(2028, 2, 29)), (date(2028, 2, 1), date(2028, 2, 29)));
        assert_eq!(period("every friday", date(2027, 1, 1)), (date(2026, 12, 28), date(2027, 1, 3)));
        assert_eq!(period("1 and 15", date(2026, 11, 15)), (date(2026, 11, 8), date(2026, 11, 22)));
        assert_eq!(period("1 and 15", date(2026, 12, 1)), (date(2026, 11, 23), date(2026, 12, 7)));
    }

    #[test]
    fn other_words_are_no_schedule_and_near_ones_are_named() {
        for wrong in ["", "tuesday", "last", "sometimes monday", "every month", "0", "32", "every third friday", "day"]
        {
            assert!(Schedule::parse(wrong).is_err(), "{wrong}");
        }
        for (wrong, meant) in [
            ("last tusday", "last tuesday"),
            ("last tuesdays", "last tuesday"),
            ("2nd and 4th thurs", "2nd and 4th thursday"),
            ("evry frday", "every friday"),
        ] {
            let problem = Schedule::parse(wrong).unwrap_err();
            assert!(problem.contains(&format!("did you mean \"{meant}\"?")), "{problem}");
        }
    }
}
