//! When issues appear: the rule that most of their days meet.

use jiff::civil::Date;

use crate::series::schedule::Schedule;

/// A guessed schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rhythm {
    /// As `schedule` takes it.
    pub rule: String,
    /// How many days meet it.
    pub met: usize,
    /// Of how many.
    pub of: usize,
}

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// The rule that most days meet, oldest first; none where fewer than three days are known or fewer than
/// a third meet any.
pub(super) fn guess(days: &[Date]) -> Option<Rhythm> {
    if days.len() < 3 {
        return None;
    }
    let met = |rule: &String| {
        let schedule = Schedule::parse(rule).ok();
        let hits = |day: &&Date| schedule.as_ref().is_some_and(|rule| rule.next_on_or_after(**day, None) == **day);
        days.iter().filter(hits).count()
    };
    let counted = rules(median_gap(days)).into_iter().map(|rule| (met(&rule), rule));
    // Of rules met as often, the first counts: they are in the order of how usual they are.
    let (met, rule) = counted.reduce(|best, next| if next.0 > best.0 { next } else { best })?;
    (met * 3 >= days.len()).then_some(Rhythm { rule, met, of: days.len() })
}

/// The rules that fit so many days between issues.
fn rules(gap: i32) -> Vec<String> {
    let each = |before: &str| WEEKDAYS.map(|weekday| format!("{before} {weekday}")).to_vec();
    match gap {
        ..=10 => each("every"),
        11..=20 => [each("1st and 3rd"), each("2nd and 4th"), each("every second")].concat(),
        _ => {
            let weekdays = ["last", "first", "second", "third", "fourth"].into_iter().flat_map(each);
            let days = std::iter::once("last day".to_owned()).chain((1..=28).map(|day| day.to_string()));
            weekdays.chain(days).collect()
        }
    }
}

fn median_gap(days: &[Date]) -> i32 {
    let mut gaps: Vec<i32> = days.windows(2).map(|pair| pair.last().zip(pair.first()).map_or(0, gap)).collect();
    gaps.sort_unstable();
    gaps.get(gaps.len() / 2).copied().unwrap_or_default()
}

fn gap((later, earlier): (&Date, &Date)) -> i32 {
    (*later - *earlier).get_days()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use jiff::ToSpan;
    use jiff::civil::date;

    fn guessed(days: &[Date]) -> Option<(String, usize)> {
        guess(days).map(|rhythm| (rhythm.rule, rhythm.met))
    }

    #[test]
    fn the_rule_that_most_days_meet_is_proposed() {
        let monthly = [date(2026, 7, 28), date(2026, 8, 25), date(2026, 9, 29), date(2026, 10, 28)];
        assert_eq!(guessed(&monthly), Some(("last tuesday".into(), 3)));
        let weekly: Vec<Date> = (0..300).map(|week| date(2020, 1, 3).saturating_add((7 * week).days())).collect();
        assert_eq!(guessed(&weekly), Some(("every friday".into(), 300)));
        let fortnightly: Vec<Date> = (0..9).map(|week| date(2026, 1, 2).saturating_add((14 * week).days())).collect();
        assert_eq!(guessed(&fortnightly), Some(("every second friday".into(), 9)));
        let middle = [date(2026, 1, 15), date(2026, 2, 15), date(2026, 3, 15), date(2026, 4, 15)];
        assert_eq!(guessed(&middle), Some(("15".into(), 4)));
    }

    #[test]
    fn days_without_a_rhythm_have_no_rule() {
        assert_eq!(guessed(&[date(2026, 1, 15), date(2026, 2, 15)]), None);
        let days = [date(2026, 1, 3), date(2026, 2, 11), date(2026, 5, 21), date(2026, 7, 9), date(2026, 9, 26)];
        assert_eq!(guessed(&days), None);
    }
}
