//! The series of issues: which number comes next, which day, and whether it is time to draft.
//!
//! [`Numbers`] counts from headings and the [`index`]; [`Series`] puts the days of the issues beside
//! the [`schedule`]. Everything is plain data in and out: reading folders is the caller's business.

pub mod index;
pub mod row;
pub mod schedule;
pub mod sibling;

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;

use index::Index;
use schedule::Schedule;

/// The numbers of issues, by day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Numbers(BTreeMap<Date, u32>);

impl Numbers {
    /// The numbers in the headings of issues; what the index says goes before them, and it alone tells
    /// of issues that are not there.
    pub fn of(headings: impl IntoIterator<Item = (Date, u32)>, index: Option<&Index>) -> Numbers {
        let mut known: BTreeMap<Date, u32> = headings.into_iter().collect();
        if let Some(index) = index {
            known.extend(index.rows.iter().filter_map(|row| Some((row.target, index.number(row.target)?))));
        }
        Numbers(known)
    }

    /// Without the issue of a day.
    pub fn without(mut self, date: Date) -> Numbers {
        self.0.remove(&date);
        self
    }

    /// The numbers before a day, the latest first.
    pub fn before(&self, date: Date) -> impl Iterator<Item = (Date, u32)> {
        self.0.range(..date).rev().map(|(day, number)| (*day, *number))
    }

    /// The first number on or after a day.
    pub fn after(&self, date: Date) -> Option<u32> {
        self.0.range(date..).next().map(|(_, number)| *number)
    }

    /// The number of the issue of a day: that which is known, else the one after the highest before
    /// it. A newsletter that began again at 1 counts from there. `first` where nothing is before.
    pub fn for_issue(&self, date: Date, first: u32) -> u32 {
        let highest = |highest: Option<u32>, number: u32| match number {
            1 => Some(1),
            number => Some(highest.map_or(number, |highest| highest.max(number))),
        };
        let before = self.0.range(..date).fold(None, |so_far, (_, number)| highest(so_far, *number));
        let follows = || before.map_or(first, |highest| highest.saturating_add(1));
        self.0.get(&date).copied().unwrap_or_else(follows)
    }
}

/// How an issue stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It may be drafted, or drafted again, until its day is over.
    Open,
    /// It is out.
    Published,
}

/// The issues that there are, beside the schedule.
#[derive(Clone, Debug, Default)]
pub struct Series<'s> {
    schedule: Option<&'s Schedule>,
    issues: BTreeMap<Date, Standing>,
}

/// Whether it is time to draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// It is: the issue of that day.
    Now {
        /// The issue's day.
        issue: Date,
    },
    /// Not yet.
    Later {
        /// The next issue's day.
        issue: Date,
        /// The first day on which it is drafted.
        from: Date,
    },
    /// Its day is over.
    Over {
        /// The issue's day.
        issue: Date,
    },
}

impl Due {
    /// Whether the issue of a day, drafted `from` another on, is to be drafted today.
    pub fn of(issue: Date, from: Date, today: Date) -> Due {
        if today > issue {
            Due::Over { issue }
        } else if today >= from {
            Due::Now { issue }
        } else {
            Due::Later { issue, from }
        }
    }
}

impl<'s> Series<'s> {
    /// The issues by their days.
    pub fn new(schedule: Option<&'s Schedule>, issues: impl IntoIterator<Item = (Date, Standing)>) -> Series<'s> {
        Series { schedule, issues: issues.into_iter().collect() }
    }

    /// The day of the next issue on or after `today`: the first that is there and open, or the first by
    /// the schedule whose period has no issue yet. None without either.
    pub fn next(&self, today: Date) -> Option<Date> {
        let open = self.issues.range(today..).find(|(_, standing)| **standing == Standing::Open).map(|(day, _)| *day);
        open.into_iter().chain(self.scheduled(today)).min()
    }

    /// Whether the next issue is to be drafted today; `opens` gives the first day on which an issue is
    /// drafted. None where no next issue is known.
    pub fn due(&self, today: Date, opens: impl Fn(Date) -> Date) -> Option<Due> {
        let issue = self.next(today)?;
        Some(Due::of(issue, opens(issue), today))
    }

    /// The first day of the schedule whose period has no issue yet.
    fn scheduled(&self, today: Date) -> Option<Date> {
        let schedule = self.schedule?;
        let mut hit = schedule.next_on_or_after(today, self.anchor());
        // Each issue takes one period: there are not more to pass than issues.
        for _ in 0..=self.issues.len() {
            if !self.is_taken(schedule, hit) {
                return Some(hit);
            }
            hit = schedule.next_on_or_after(hit.saturating_add(1.day()), self.anchor());
        }
        Some(hit)
    }

    /// The issue from which weeks are counted.
    fn anchor(&self) -> Option<Date> {
        self.issues.keys().next_back().copied()
    }

    /// Whether the issue of a scheduled day is there, perhaps on another day: any issue of its period
    /// that is not the one of the period before, come late.
    fn is_taken(&self, schedule: &Schedule, hit: Date) -> bool {
        let (start, end) = schedule.period(hit, self.anchor());
        let mut issues = self.issues.range(start..=end).map(|(day, _)| *day);
        let Some(first) = issues.next() else { return false };
        issues.next().is_some() || !self.is_late(schedule, first, hit)
    }

    /// Whether an issue is nearer to the scheduled day before `hit` than to `hit`, and that one has no
    /// other. The first issue of all is late for nothing.
    fn is_late(&self, schedule: &Schedule, day: Date, hit: Date) -> bool {
        let Some(before) = schedule.last_before(hit, self.anchor()) else { return false };
        let (start, _) = schedule.period(before, self.anchor());
        let is_nearer = (day - before).get_days() < (hit - day).get_days();
        let is_first = self.issues.range(..start).next().is_none();
        is_nearer && !is_first && !self.is_taken(schedule, before)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use jiff::civil::date;

    fn schedule(rule: &str) -> Schedule {
        Schedule::parse(rule).unwrap()
    }

    fn before(days: i64) -> impl Fn(Date) -> Date {
        move |issue| issue.saturating_sub(days.days())
    }

    fn next(rule: &str, issues: &[Date], today: Date) -> Date {
        let schedule = schedule(rule);
        Series::new(Some(&schedule), issues.iter().map(|day| (*day, Standing::Open))).next(today).unwrap()
    }

    #[test]
    fn a_moved_issue_is_that_of_its_month() {
        let october = date(2026, 10, 27);
        for (moved, today, expected) in [
            // Moved back: drafted again until its day is over, then December's is next.
            (date(2026, 11, 26), date(2026, 11, 20), date(2026, 11, 26)),
            (date(2026, 11, 26), date(2026, 11, 25), date(2026, 11, 26)),
            (date(2026, 11, 26), date(2026, 11, 27), date(2026, 12, 29)),
            // Moved forward.
            (date(2026, 11, 17), date(2026, 11, 16), date(2026, 11, 17)),
            (date(2026, 11, 17), date(2026, 11, 18), date(2026, 12, 29)),
            // As early as the month begins: October has its own.
            (date(2026, 11, 1), date(2026, 11, 2), date(2026, 12, 29)),
        ] {
            assert_eq!(next("last tuesday", &[october, moved], today), expected, "{moved} on {today}");
        }
    }

    #[test]
    fn an_issue_that_came_days_after_its_month_is_not_that_of_the_next() {
        // As the real newsletter did: September's came on 2 October, October's on the 31st.
        let issues = [date(2023, 7, 25), date(2023, 8, 29), date(2023, 10, 2)];
        assert_eq!(next("last tuesday", &issues, date(2023, 10, 3)), date(2023, 10, 31));
        // Where September had its own, it is October's, come early.
        let issues = [date(2023, 8, 29), date(2023, 9, 26), date(2023, 10, 2)];
        assert_eq!(next("last tuesday", &issues, date(2023, 10, 3)), date(2023, 11, 28));
        // The very first issue is late for nothing.
        assert_eq!(next("last tuesday", &[date(2023, 10, 2)], date(2023, 10, 3)), date(2023, 11, 28));
        // One that was late is made up for by the next.
        let issues = [date(2024, 4, 30), date(2024, 6, 7), date(2024, 6, 27)];
        assert_eq!(next("last tuesday", &issues, date(2024, 6, 28)), date(2024, 7, 30));
    }

    #[test]
    fn weeks_have_one_issue_each() {
        let issues = [date(2026, 11, 13), date(2026, 11, 19)];
        assert_eq!(next("every friday", &issues, date(2026, 11, 20)), date(2026, 11, 27));
        assert_eq!(next("every friday", &issues[..1], date(2026, 11, 20)), date(2026, 11, 20));
        assert_eq!(next("every second friday", &issues[1..], date(2026, 11, 20)), date(2026, 12, 4));
    }

    #[test]
    fn an_issue_is_due_from_its_window_to_its_day() {
        let schedule = schedule("last tuesday");
        let due = |issues: &[(Date, Standing)], today| {
            Series::new(Some(&schedule), issues.iter().copied()).due(today, before(14)).unwrap()
        };
        let november = date(2026, 11, 24);
        let later = |issue, from| Due::Later { issue, from };
        assert_eq!(due(&[], date(2026, 11, 9)), later(november, date(2026, 11, 10)));
        assert_eq!(due(&[], date(2026, 11, 10)), Due::Now { issue: november });
        assert_eq!(due(&[(november, Standing::Open)], november), Due::Now { issue: november });
        let december = later(date(2026, 12, 29), date(2026, 12, 15));
        assert_eq!(due(&[(november, Standing::Open)], date(2026, 11, 25)), december);
        assert_eq!(due(&[(november, Standing::Published)], date(2026, 11, 20)), december);
        assert_eq!(Due::of(november, date(2026, 11, 10), date(2026, 11, 25)), Due::Over { issue: november });
    }

    #[test]
    fn month_ends_year_ends_leap_days_and_the_shortest_gap() {
        let due = |rule: &str, issues: &[Date], today, ahead| {
            let schedule = schedule(rule);
            Series::new(Some(&schedule), issues.iter().map(|day| (*day, Standing::Open)))
                .due(today, before(ahead))
                .unwrap()
        };
        // Over the year's end.
        let issue = date(2027, 1, 1);
        assert_eq!(due("1", &[], date(2026, 12, 18), 14), Due::Now { issue });
        assert_eq!(due("1", &[], date(2026, 12, 17), 14), Due::Later { issue, from: date(2026, 12, 18) });
        assert_eq!(
            due("last tuesday", &[date(2026, 12, 29)], date(2026, 12, 30), 28),
            Due::Now { issue: date(2027, 1, 26) }
        );
        // The leap day.
        assert_eq!(due("last tuesday", &[], date(2028, 2, 29), 1), Due::Now { issue: date(2028, 2, 29) });
        assert_eq!(due("last day", &[], date(2028, 2, 28), 1), Due::Now { issue: date(2028, 2, 29) });
        assert_eq!(due("last day", &[], date(2027, 2, 27), 1), Due::Now { issue: date(2027, 2, 28) });
        // 28 days from one issue to the next and a window of 30: the one that is out goes first.
        let january = date(2027, 1, 26);
        assert_eq!(due("last tuesday", &[january], date(2027, 1, 26), 30), Due::Now { issue: january });
        assert_eq!(due("last tuesday", &[january], date(2027, 1, 27), 30), Due::Now { issue: date(2027, 2, 23) });
    }

    #[test]
    fn an_issue_prepared_long_before_waits_for_its_window() {
        let issues = [(date(2027, 3, 30), Standing::Open)];
        let series = Series::new(None, issues);
        assert_eq!(
            series.due(date(2026, 11, 20), before(14)),
            Some(Due::Later { issue: date(2027, 3, 30), from: date(2027, 3, 16) })
        );
        assert_eq!(Series::default().due(date(2026, 11, 20), before(14)), None);
    }

    #[test]
    fn numbers_follow_the_highest_before() {
        let numbers = Numbers::of([(date(2026, 9, 29), 6), (date(2026, 10, 27), 5)], None);
        assert_eq!(numbers.for_issue(date(2026, 11, 24), 1), 7, "a slip is not counted on");
        assert_eq!(numbers.for_issue(date(2026, 10, 1), 1), 7);
        assert_eq!(numbers.for_issue(date(2026, 9, 1), 30), 30);
        let restarted = Numbers::of([(date(2026, 9, 29), 60), (date(2026, 10, 27), 1)], None);
        assert_eq!(restarted.for_issue(date(2026, 11, 24), 1), 2);
    }

    #[test]
    fn where_issues_are_missing_the_index_alone_decides() {
        let text = "| Issue 6 | [2026-09-29](2026-09-29.md) |\n| Issue 7 | [2026-10-27](2026-10-27.md) |\n";
        let index = Index::read("README.md", text);
        let numbers = Numbers::of([(date(2026, 9, 29), 5)], index.as_ref());
        assert_eq!(numbers.for_issue(date(2026, 11, 24), 1), 8);
        assert_eq!(numbers.for_issue(date(2026, 9, 29), 1), 6);
        assert_eq!(numbers.without(date(2026, 10, 27)).for_issue(date(2026, 11, 24), 1), 7);
    }
}
