//! Counting: rounds to figures by type and host.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::Backtest;
use super::round::{Fate, Place, Round};
use crate::model::item::ItemType;

/// How many links, and what became of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// Links that the editors published.
    pub published: usize,
    /// Of these: that a recorded source has and no earlier issue had.
    pub recorded: usize,
    /// Of these: that a recorded source has and an earlier issue had, too.
    pub repeated: usize,
    /// Of the recorded: that were candidates, in the draft or waiting for room.
    pub candidates: usize,
    /// … as configured.
    pub listed: Depths,
    /// … in the order of the dates.
    pub by_date: Depths,
    /// Items that the draft has.
    pub drafted: usize,
    /// Of these: that the editors left out.
    pub left_out: usize,
}

/// How far down the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Depths {
    /// In the draft, that is within the limits.
    pub at_limit: usize,
    /// Among the first of twice the section's limit.
    pub at_twice: usize,
    /// The sum of the places of all candidates, each from 1.
    pub places: usize,
}

impl Sums {
    /// The share of what could have been had, 0 to 1; none where nothing could.
    pub fn recall(&self, part: usize) -> Option<f64> {
        (self.recorded > 0).then(|| part as f64 / self.recorded as f64)
    }

    /// The mean place of the candidates in an order, from 1; none without candidates.
    pub fn mean_place(&self, depths: &Depths) -> Option<f64> {
        (self.candidates > 0).then(|| depths.places as f64 / self.candidates as f64)
    }

    /// The sums of one round.
    pub fn of(round: &Round) -> Sums {
        let mut sums = Sums { drafted: round.drafted.len(), left_out: round.left_out.len(), ..Sums::default() };
        round.published.iter().for_each(|link| sums.add(&link.fate));
        sums
    }

    fn add(&mut self, fate: &Fate) {
        self.published += 1;
        match fate {
            Fate::Elsewhere => {}
            Fate::Repeated => self.repeated += 1,
            Fate::Recorded { place, by_date, .. } => {
                self.recorded += 1;
                self.candidates += usize::from(place.is_some());
                self.listed.add(*place);
                self.by_date.add(*by_date);
            }
        }
    }

    fn plus(&mut self, other: &Sums) {
        self.published += other.published;
        self.recorded += other.recorded;
        self.repeated += other.repeated;
        self.candidates += other.candidates;
        self.listed.plus(other.listed);
        self.by_date.plus(other.by_date);
        self.drafted += other.drafted;
        self.left_out += other.left_out;
    }
}

impl Depths {
    fn add(&mut self, place: Option<Place>) {
        self.at_limit += usize::from(place.is_some_and(|place| place.is_drafted));
        self.at_twice += usize::from(place.is_some_and(|place| place.is_in_twice));
        self.places += place.map_or(0, |place| place.number);
    }

    fn plus(&mut self, other: Depths) {
        self.at_limit += other.at_limit;
        self.at_twice += other.at_twice;
        self.places += other.places;
    }
}

/// The figures of these rounds.
pub(super) fn of(rounds: Vec<Round>) -> Backtest {
    let mut backtest = Backtest::default();
    let mut hosts: BTreeMap<String, Sums> = BTreeMap::new();
    let mut elsewhere: BTreeMap<String, usize> = BTreeMap::new();
    for round in &rounds {
        backtest.total.plus(&Sums::of(round));
        for link in &round.published {
            backtest.types.entry(link.item_type.as_str()).or_default().add(&link.fate);
            match link.fate {
                Fate::Elsewhere => *elsewhere.entry(link.host.clone()).or_default() += 1,
                _ => hosts.entry(link.host.clone()).or_default().add(&link.fate),
            }
        }
        let mut count = |host: &String, item_type: ItemType, sums: Sums| {
            hosts.entry(host.clone()).or_default().plus(&sums);
            backtest.types.entry(item_type.as_str()).or_default().plus(&sums);
        };
        round.drafted.iter().for_each(|(host, of)| count(host, *of, Sums { drafted: 1, ..Sums::default() }));
        round.left_out.iter().for_each(|item| {
            count(&item.host, item.item_type, Sums { left_out: 1, ..Sums::default() });
        });
    }
    backtest.hosts = hosts.into_iter().collect();
    backtest.hosts.sort_by_key(|(_, sums)| Reverse((sums.recorded, sums.drafted)));
    backtest.elsewhere = elsewhere.into_iter().collect();
    backtest.elsewhere.sort_by_key(|(_, links)| Reverse(*links));
    backtest.rounds = rounds;
    backtest
}
