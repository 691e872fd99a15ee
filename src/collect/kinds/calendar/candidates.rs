//! The candidates of one period of a recurrence rule: every day at every time, as a product that is
//! indexed and never written out, so that no rule can make a large one.

use jiff::civil::{Date, DateTime, Time};

/// Days, hours, minutes and seconds, each sorted; what they have in common is a candidate.
#[derive(Debug, Default)]
pub struct Candidates {
    dates: Vec<Date>,
    hours: Vec<i8>,
    minutes: Vec<i8>,
    seconds: Vec<i8>,
    /// Only these places of the product (BYSETPOS).
    picked: Option<Vec<usize>>,
    at: usize,
}

impl Candidates {
    /// Every one of the days at every time.
    pub fn new(dates: Vec<Date>, hours: Vec<i8>, minutes: Vec<i8>, seconds: Vec<i8>) -> Candidates {
        Candidates { dates, hours, minutes, seconds, picked: None, at: 0 }
    }

    /// The next, in order of time.
    pub fn next(&mut self) -> Option<DateTime> {
        let place = match &self.picked {
            Some(picked) => *picked.get(self.at)?,
            None => self.at,
        };
        self.at += 1;
        self.get(place)
    }

    /// The candidate at a place, counted from 0: seconds go round first, then minutes, hours, days.
    fn get(&self, place: usize) -> Option<DateTime> {
        let (place, second) = split(place, &self.seconds)?;
        let (place, minute) = split(place, &self.minutes)?;
        let (day, hour) = split(place, &self.hours)?;
        Some(self.dates.get(day)?.to_datetime(Time::new(hour, minute, second, 0).ok()?))
    }

    fn times(&self) -> usize {
        self.hours.len() * self.minutes.len() * self.seconds.len()
    }

    /// Leaves out all before a day.
    pub fn skip_to(&mut self, day: Date) {
        self.at = self.dates.partition_point(|&date| date < day) * self.times();
    }

    /// Keeps only some places, counted from 1 or negative from the end (BYSETPOS).
    pub fn pick(&mut self, positions: &[i16]) {
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

/// The rounds through a list and the value that a place stands for after them.
fn split(place: usize, list: &[i8]) -> Option<(usize, i8)> {
    let rounds = place.checked_div(list.len())?;
    Some((rounds, *list.get(place % list.len())?))
}
