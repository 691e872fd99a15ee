//! Past issues redone: what a draft of that day would have had of what editors then published.
//!
//! Pure: issues, records and the items of the sources in, figures out. Each issue is curated as of
//! its date from what was out by then, with the memory of the issues and records before it and
//! nothing later. [`round`] redoes one issue, [`sums`] counts, [`plot`] draws. An item without a date
//! that no record saw in time is left out: nobody can say since when it could be had.
//!
//! What editors took is what they linked above the issue's frame. A link counts as one that could
//! have been had when a recorded source ever has it; one that is dated after the issue is then a miss
//! like any other. What an earlier issue had already is counted
//! apart: to leave that out is what curation is for.

pub mod plot;
pub mod round;
pub mod sums;

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use jiff::civil::Date;

use crate::config::Config;
use crate::curate::Memory;
use crate::model::issue::Issue;
use crate::model::item::Item;
use round::{Round, Sources};
use sums::Sums;

/// What a record says was considered for the issue of a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded {
    /// The date of the issue.
    pub date: Date,
    /// Each item as it was then, and whether it was on offer (see `Memory::add_considered`).
    pub considered: Vec<(Item, bool)>,
}

/// Everything that is redone.
#[derive(Debug)]
pub struct Material<'a> {
    /// The newsletter as configured.
    pub config: &'a Config,
    /// The same with every section in the order of its dates.
    pub by_date: &'a Config,
    /// Every issue, oldest first.
    pub issues: &'a [Issue],
    /// Every record, oldest first.
    pub records: &'a [Recorded],
    /// What the recorded sources have, in the order of the configuration.
    pub items: Vec<Item>,
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Backtest {
    /// The issues that were redone, oldest first.
    pub rounds: Vec<Round>,
    /// Over all.
    pub total: Sums,
    /// By `job`, `event`, `article`.
    pub types: BTreeMap<&'static str, Sums>,
    /// By host without `www.`, those with most links that could have been had first.
    pub hosts: Vec<(String, Sums)>,
    /// Links by host that no recorded source has, most first.
    pub elsewhere: Vec<(String, usize)>,
    /// Items of the sources without a date and never recorded.
    pub undated: usize,
}

/// Redoes the issues whose date lies in the range.
pub fn run(material: &Material<'_>, range: &RangeInclusive<Date>) -> Backtest {
    let mut memory = Memory::default();
    let mut sources = Sources::new(&material.items);
    let mut records = material.records.iter().peekable();
    let mut rounds = Vec::new();
    for issue in material.issues {
        let Some(date) = issue.date else {
            memory.add_issue(issue);
            continue;
        };
        while let Some(record) = records.next_if(|record| record.date < date) {
            sources.add(record);
            remember(&mut memory, record);
        }
        // Its own record says what was out on the day, but nothing yet of taste.
        let own = records.next_if(|record| record.date == date);
        own.into_iter().for_each(|record| sources.add(record));
        if range.contains(&date) {
            rounds.push(Round::redo(material, issue, date, &memory, &sources));
        }
        memory.add_issue(issue);
        own.into_iter().for_each(|record| remember(&mut memory, record));
    }
    Backtest { undated: sources.undated(), ..sums::of(rounds) }
}

fn remember(memory: &mut Memory, record: &Recorded) {
    record.considered.iter().for_each(|(item, was_offered)| memory.add_considered(record.date, item, *was_offered));
}
