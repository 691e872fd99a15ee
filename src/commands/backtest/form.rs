//! `backtest --json`: the figures as data. What they mean is told in `backtest::sums` and
//! `backtest::round`.

use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::backtest::Backtest;
use crate::backtest::round::{Fate, LeftOut, Round};
use crate::backtest::sums::{self, Depths};
use crate::commands::FORMAT;

/// The figures of past issues that were redone.
#[derive(Serialize, JsonSchema)]
pub(in crate::commands) struct Figures<'b> {
    format: u32,
    /// The issues that were redone, oldest first.
    issues: Vec<Redone<'b>>,
    total: Sums,
    /// By `job`, `event`, `article`.
    types: BTreeMap<&'b str, Sums>,
    /// By host without `www.`, those with most links that could have been had first.
    hosts: Vec<Host<'b>>,
    /// Links by host that no recorded source has, most first.
    elsewhere: Vec<Elsewhere<'b>>,
    /// Items of the sources without a date and never recorded.
    undated: usize,
}

#[derive(Serialize, JsonSchema)]
struct Redone<'b> {
    /// The issue's path.
    issue: &'b str,
    #[serde(flatten)]
    sums: Sums,
    number: Option<u32>,
    date: Date,
    /// Whether every section that asks for it was ordered by rank.
    ranked: bool,
    /// What the editors published and the draft did not have, though a source had it.
    missed: Vec<Missed<'b>>,
    /// What the draft had and the editors left out, in the order of the draft.
    editors_left_out: &'b [LeftOut],
}

#[derive(Serialize, JsonSchema)]
struct Missed<'b> {
    url: &'b str,
    reason: &'b str,
}

#[derive(Serialize, JsonSchema)]
struct Host<'b> {
    host: &'b str,
    #[serde(flatten)]
    sums: Sums,
}

#[derive(Serialize, JsonSchema)]
struct Elsewhere<'b> {
    host: &'b str,
    links: usize,
}

/// Numbers of links; shares from 0 to 1, null where there is nothing to share.
#[derive(Serialize, JsonSchema)]
struct Sums {
    /// Links that the editors published.
    published: usize,
    /// Of these: that a recorded source has and no earlier issue had.
    recorded: usize,
    /// Of these: that a recorded source has and an earlier issue had, too.
    repeated: usize,
    /// Of the recorded: that were candidates, in the draft or waiting for room.
    candidates: usize,
    recall: Option<f64>,
    as_configured: Recall,
    newest_first: Recall,
    /// Items that the draft has.
    drafted: usize,
    /// Of these: that the editors left out.
    left_out: usize,
}

/// How far down the list.
#[derive(Serialize, JsonSchema)]
struct Recall {
    at_limit: usize,
    at_twice_limit: usize,
    recall_at_limit: Option<f64>,
    recall_at_twice_limit: Option<f64>,
    /// The mean place of all candidates, from 1.
    mean_place: Option<f64>,
}

impl<'b> Figures<'b> {
    pub(super) fn of(found: &'b Backtest) -> Figures<'b> {
        Figures {
            format: FORMAT,
            issues: found.rounds.iter().map(Redone::of).collect(),
            total: Sums::of(&found.total),
            types: found.types.iter().map(|(name, sums)| (*name, Sums::of(sums))).collect(),
            hosts: found.hosts.iter().map(|(host, sums)| Host { host, sums: Sums::of(sums) }).collect(),
            elsewhere: found.elsewhere.iter().map(|(host, links)| Elsewhere { host, links: *links }).collect(),
            undated: found.undated,
        }
    }
}

impl<'b> Redone<'b> {
    fn of(round: &'b Round) -> Redone<'b> {
        let missed = round.published.iter().filter_map(|link| match &link.fate {
            Fate::Recorded { reason: Some(reason), .. } => Some(Missed { url: &link.url, reason }),
            _ => None,
        });
        Redone {
            issue: &round.path,
            sums: Sums::of(&sums::Sums::of(round)),
            number: round.number,
            date: round.date,
            ranked: round.is_ranked,
            missed: missed.collect(),
            editors_left_out: &round.left_out,
        }
    }
}

impl Sums {
    fn of(sums: &sums::Sums) -> Sums {
        let recall = |part: usize| sums.recall(part).map(|share| rounded(share, 4));
        let depths = |depths: &Depths| Recall {
            at_limit: depths.at_limit,
            at_twice_limit: depths.at_twice,
            recall_at_limit: recall(depths.at_limit),
            recall_at_twice_limit: recall(depths.at_twice),
            mean_place: sums.mean_place(depths).map(|place| rounded(place, 2)),
        };
        Sums {
            published: sums.published,
            recorded: sums.recorded,
            repeated: sums.repeated,
            candidates: sums.candidates,
            recall: recall(sums.candidates),
            as_configured: depths(&sums.listed),
            newest_first: depths(&sums.by_date),
            drafted: sums.drafted,
            left_out: sums.left_out,
        }
    }
}

fn rounded(figure: f64, places: i32) -> f64 {
    let unit = 10_f64.powi(places);
    (figure * unit).round() / unit
}
