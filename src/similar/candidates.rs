//! Which pairs are worth looking at: things that share a key. Keys are pairs of a title's rarest words
//! and samples of a summary's shingles, so that what most titles have in common ("open source", a
//! series' name, a footer) brings nothing together.

use std::collections::HashMap;

use super::judge::{self, Features};
use super::title::mix;

/// A title's rarest words of which every two make a key.
const RAREST: usize = 6;
/// Shingles of a summary that are keys: the smallest hashes, which two alike summaries share.
const SAMPLE: usize = 16;
/// Most things with one key that are all compared with each other.
const CROWD: usize = 24;
/// In a larger crowd: how many that follow in order each is compared with.
const NEIGHBOURS: usize = 8;

/// Pairs of places in `features`, the earlier first, sorted; and how many things could not be compared
/// with all that share their keys. What stands before `first_new` is never compared with its like.
pub(super) fn pairs(features: &[Features<'_>], first_new: usize) -> (Vec<(usize, usize)>, usize) {
    let order = order(features);
    let (keys, number) = keys(features, &order);
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    let mut has_room = vec![false; features.len()];
    for crowd in keys.chunk_by(|one, other| one.0 == other.0) {
        let reach = if crowd.len() <= CROWD { CROWD } else { NEIGHBOURS };
        let places = crowd.iter().map(|(_, rank)| order.get(*rank as usize).copied().unwrap_or_default());
        let places: Vec<usize> = places.collect();
        for (position, place) in places.iter().enumerate() {
            if let Some(room) = has_room.get_mut(*place).filter(|_| crowd.len() <= CROWD) {
                *room = true;
            }
            let following = places.iter().skip(position + 1).take(reach);
            let ordered = following.map(|other| (*place.min(other), *place.max(other)));
            pairs.extend(ordered.filter(|(one, other)| {
                *other >= first_new
                    && features.get(*one).zip(features.get(*other)).is_some_and(|(one, other)| judge::may(one, other))
            }));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    let is_crowded = |place: &usize| {
        number.get(*place).is_some_and(|keys| *keys > 0) && !has_room.get(*place).is_some_and(|room| *room)
    };
    (pairs, (first_new..features.len()).filter(is_crowded).count())
}

/// Things by organisation, day and title: whoever is alike stands close together.
fn order(features: &[Features<'_>]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..features.len()).collect();
    order.sort_by_key(|place| features.get(*place).map(|thing| (&thing.organisation, thing.days, thing.title)));
    order
}

/// Every key with the rank (in `order`) of a thing that has it, sorted; and the number of keys by place.
fn keys(features: &[Features<'_>], order: &[usize]) -> (Vec<(u64, u32)>, Vec<usize>) {
    let frequency = frequency(features);
    let mut number = vec![0; features.len()];
    let mut keys: Vec<(u64, u32)> = Vec::with_capacity(features.len() * 16);
    for (rank, place) in order.iter().enumerate() {
        let (Some(thing), Ok(rank)) = (features.get(*place), u32::try_from(rank)) else { continue };
        let before = keys.len();
        keys.extend(title_keys(thing, &frequency).chain(summary_keys(thing)).map(|key| (key ^ thing.salt(), rank)));
        if let Some(slot) = number.get_mut(*place) {
            *slot = keys.len() - before;
        }
    }
    keys.sort_unstable();
    (keys, number)
}

/// In how many titles each word stands.
fn frequency(features: &[Features<'_>]) -> HashMap<u64, u32> {
    let mut frequency: HashMap<u64, u32> = HashMap::new();
    for word in features.iter().flat_map(|thing| &thing.words) {
        *frequency.entry(word.hash).or_default() += 1;
    }
    frequency
}

/// Every two of the rarest words, and the title as a whole.
fn title_keys(thing: &Features<'_>, frequency: &HashMap<u64, u32>) -> impl Iterator<Item = u64> {
    let mut rarest: Vec<(u32, u64)> =
        thing.words.iter().map(|word| (frequency.get(&word.hash).copied().unwrap_or_default(), word.hash)).collect();
    rarest.sort_unstable();
    let whole = thing.words.iter().fold(!0, |hash, word| mix(hash ^ word.hash));
    rarest.truncate(RAREST);
    let words: Vec<u64> = rarest.into_iter().map(|(_, hash)| hash).collect();
    let first = words.clone();
    let twos = first.into_iter().enumerate().flat_map(move |(at, one)| {
        words.clone().into_iter().skip(at + 1).map(move |other| mix(one.min(other).rotate_left(17) ^ one.max(other)))
    });
    (!thing.words.is_empty()).then_some(whole).into_iter().chain(twos)
}

fn summary_keys(thing: &Features<'_>) -> impl Iterator<Item = u64> {
    let sample = if thing.compares_summaries() { SAMPLE } else { 0 };
    thing.shingles.iter().take(sample).map(|shingle| mix(u64::from(*shingle) | 1 << 40)).collect::<Vec<_>>().into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::item::ItemType;
    use crate::similar::Thing;
    use crate::similar::title::Reading;

    /// Things of these titles with these summaries.
    fn features(texts: &[(String, String)]) -> Vec<Features<'_>> {
        let mut reading = Reading::default();
        texts.iter().map(|(title, summary)| Features::of(&thing(title, summary), &mut reading)).collect()
    }

    fn thing<'a>(title: &'a str, summary: &'a str) -> Thing<'a> {
        Thing {
            item_type: ItemType::Article,
            title,
            organisation: None,
            summary: Some(summary),
            link: None,
            cities: Vec::new(),
            countries: Vec::new(),
            days: None,
        }
    }

    #[test]
    fn whatever_many_things_share_the_pairs_grow_with_the_things() {
        let footer = "We build the platform that many teams rely on and we do it in the open with everyone.";
        let inputs: [&dyn Fn(usize) -> (String, String); 3] = [
            &|_| ("Release notes of the Example project".into(), String::new()),
            &|number| (format!("Thing{number} is here"), footer.into()),
            &|number| (format!("Notes{} of the Example{} project", number % 7, number % 11), footer.into()),
        ];
        for input in inputs {
            let number = |many: usize| {
                let texts: Vec<(String, String)> = (0..many).map(input).collect();
                pairs(&features(&texts), 0).0.len()
            };
            let (some, more) = (number(500), number(2000));
            assert!(more <= 2000 * 40 && more <= some * 5, "{some} pairs of 500, {more} of 2000");
        }
    }

    #[test]
    fn what_is_past_is_not_compared_with_its_like() {
        let texts: Vec<(String, String)> = (0..4).map(|_| ("One and the same title".into(), String::new())).collect();
        assert_eq!(pairs(&features(&texts), 4).0, []);
        assert_eq!(pairs(&features(&texts), 3).0, [(0, 3), (1, 3), (2, 3)]);
    }
}
