//! Logistic regression, small enough to be explained: one weight a word, one for each source and
//! host, one for the distance in time.
//!
//! An item's words count by how rare they are (tf-idf) and together as one vector of length 1, so
//! that a long summary says no more than a short one. Every weight is pulled towards what is
//! believed before anything is known (an L2 penalty): nothing for words and sources, and for the
//! distance that the odds halve with every month, which is the order by date. Coordinate descent on
//! an upper bound of the loss (the curvature of the logistic function is at most 1/4) needs no step
//! size and only ever improves; the number of rounds is fixed and sums are taken in the order of the
//! examples, so the same past gives the same order.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::examples::Example;
use super::features::{distance_in_words, months_off, origins_of, words_of};
use crate::model::item::Item;
use crate::model::standing::Standing;

/// Most words that have a weight: those of most examples.
const VOCABULARY: usize = 5_000;
/// A word of one example only teaches that example.
const FEWEST_OF_A_WORD: usize = 2;
/// Rounds over all weights.
const ROUNDS: usize = 60;
/// How strongly words, sources and hosts are pulled to nothing. A newsletter has taken dozens of items,
/// not thousands: between 1.5 and 3 the order of a real archive is the same.
const PULL: f64 = 2.0;
/// How strongly the distance is pulled to what is believed before.
const PULL_OF_DISTANCE: f64 = 20.0;
/// Words shown for each direction.
const SHOWN: usize = 3;
/// A smaller part in the log-odds is not worth a word.
const WORTH_SHOWING: f64 = 0.02;

/// What was learned.
#[derive(Debug)]
pub(super) struct Model {
    /// By word: how rare it is, and its weight.
    words: BTreeMap<String, Weighed>,
    /// By source and host.
    origins: BTreeMap<String, f64>,
    /// For each month.
    distance: f64,
    bias: f64,
}

#[derive(Clone, Copy, Debug)]
struct Weighed {
    rarity: f64,
    weight: f64,
}

/// A column of the examples: one feature, its weight, and where it is not zero.
struct Column {
    weight: f64,
    believed: f64,
    pull: f64,
    cells: Vec<(usize, f64)>,
}

impl Model {
    /// Learns from examples of both kinds.
    pub(super) fn learn(examples: &[Example<'_>]) -> Model {
        let mut model = Model {
            words: vocabulary(examples),
            origins: BTreeMap::new(),
            distance: -std::f64::consts::LN_2,
            bias: 0.0,
        };
        let mut columns = model.columns(examples);
        let taken: Vec<f64> = examples.iter().map(|example| f64::from(u8::from(example.taken))).collect();
        model.bias = fit(&mut columns, &taken);
        model.take_over(&columns);
        model
    }

    /// Where an item stands on the day of an issue.
    pub(super) fn standing(&self, item: &Item, issue: Date) -> Standing {
        let mut parts: Vec<(String, f64)> = Vec::new();
        for (word, value) in self.vector(&words_of(item)) {
            let weight = self.words.get(&word).map_or(0.0, |known| known.weight);
            parts.push((word, weight * value));
        }
        parts.extend(origins_of(item).into_iter().map(|origin| {
            let weight = self.origins.get(&origin).copied().unwrap_or_default();
            (origin, weight)
        }));
        parts.push((distance_in_words(item, issue), self.distance * months_off(item, issue)));
        let odds = self.bias + parts.iter().map(|(_, part)| part).sum::<f64>();
        Standing {
            score: (logistic(odds) * 100.0).round() / 100.0,
            up: strongest(&parts, 1.0),
            down: strongest(&parts, -1.0),
            odds: (odds * 1e6).round() as i64,
        }
    }

    /// The words that have a weight, with their values: together of length 1.
    fn vector(&self, words: &BTreeSet<String>) -> Vec<(String, f64)> {
        let known: Vec<(&String, f64)> =
            words.iter().filter_map(|word| Some((word, self.words.get(word)?.rarity))).collect();
        let length = known.iter().map(|(_, rarity)| rarity * rarity).sum::<f64>().sqrt();
        known.into_iter().map(|(word, rarity)| (word.clone(), rarity / length)).collect()
    }

    /// The examples by feature. The distance is the one without a name.
    fn columns(&self, examples: &[Example<'_>]) -> BTreeMap<String, Column> {
        let mut columns = BTreeMap::from([(String::new(), Column::believing(self.distance, PULL_OF_DISTANCE))]);
        let mut add = |name: String, row: usize, value: f64| {
            columns.entry(name).or_insert_with(|| Column::believing(0.0, PULL)).cells.push((row, value));
        };
        for (row, example) in examples.iter().enumerate() {
            self.vector(&words_of(example.item)).into_iter().for_each(|(word, value)| add(word, row, value));
            origins_of(example.item).into_iter().for_each(|origin| add(origin, row, 1.0));
            add(String::new(), row, months_off(example.item, example.issue));
        }
        columns
    }

    fn take_over(&mut self, columns: &BTreeMap<String, Column>) {
        for (name, column) in columns {
            if name.is_empty() {
                self.distance = column.weight;
            } else if let Some(word) = self.words.get_mut(name) {
                word.weight = column.weight;
            } else {
                self.origins.insert(name.clone(), column.weight);
            }
        }
    }
}

impl Column {
    fn believing(believed: f64, pull: f64) -> Column {
        Column { weight: believed, believed, pull, cells: Vec::new() }
    }

    /// The step that lowers the bound most. `margins` are the examples' log-odds.
    fn improve(&mut self, margins: &mut [f64], taken: &[f64]) {
        let mut slope = self.pull * (self.weight - self.believed);
        let mut curve = self.pull;
        for (row, value) in &self.cells {
            if let (Some(margin), Some(taken)) = (margins.get(*row), taken.get(*row)) {
                slope += (logistic(*margin) - taken) * value;
                curve += value * value / 4.0;
            }
        }
        let step = slope / curve;
        self.weight -= step;
        for (row, value) in &self.cells {
            if let Some(margin) = margins.get_mut(*row) {
                *margin -= step * value;
            }
        }
    }
}

/// Fits the weights and gives the bias.
fn fit(columns: &mut BTreeMap<String, Column>, taken: &[f64]) -> f64 {
    let mut margins = vec![0.0; taken.len()];
    for column in columns.values() {
        for (row, value) in &column.cells {
            if let Some(margin) = margins.get_mut(*row) {
                *margin += column.weight * value;
            }
        }
    }
    let mut bias = 0.0;
    for _ in 0..ROUNDS {
        let slope: f64 = margins.iter().zip(taken).map(|(margin, taken)| logistic(*margin) - taken).sum();
        let step = slope / (taken.len() as f64 / 4.0);
        bias -= step;
        margins.iter_mut().for_each(|margin| *margin -= step);
        columns.values_mut().for_each(|column| column.improve(&mut margins, taken));
    }
    bias
}

/// The words of at least two examples, without those of all.
fn vocabulary(examples: &[Example<'_>]) -> BTreeMap<String, Weighed> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for word in examples.iter().flat_map(|example| words_of(example.item)) {
        *counts.entry(word).or_default() += 1;
    }
    let tells = |count: usize| (FEWEST_OF_A_WORD..examples.len()).contains(&count);
    let mut counts: Vec<(String, usize)> = counts.into_iter().filter(|(_, count)| tells(*count)).collect();
    counts.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    counts.truncate(VOCABULARY);
    let rarity = |count: usize| (examples.len() as f64 / count as f64).ln();
    counts.into_iter().map(|(word, count)| (word, Weighed { rarity: rarity(count), weight: 0.0 })).collect()
}

fn logistic(odds: f64) -> f64 {
    1.0 / (1.0 + (-odds).exp())
}

/// What moved most in one direction.
fn strongest(parts: &[(String, f64)], sign: f64) -> Vec<String> {
    let mut moved: Vec<&(String, f64)> = parts.iter().filter(|(_, part)| part * sign >= WORTH_SHOWING).collect();
    moved.sort_by(|one, other| (other.1 * sign).total_cmp(&(one.1 * sign)).then_with(|| one.0.cmp(&other.0)));
    moved.into_iter().take(SHOWN).map(|(what, _)| what.clone()).collect()
}
