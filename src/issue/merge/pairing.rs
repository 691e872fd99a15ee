//! Which section and which list item of the text as written is which of the text as people left it.
//!
//! List items are found by their exact bytes, line endings aside, then by section and first link, then by
//! any of their links, then, where a person gave one another link, by their place and similar words.

use std::collections::HashMap;

use super::document::{Document, Listed};

/// How alike the words of an entry and of a relinked one must be, 0 to 1.
const ALIKE: f64 = 0.5;
/// Most entries that one entry is compared with by its words.
const MOST_COMPARED: usize = 100;

/// What became of the sections and list items of the base.
#[derive(Debug)]
pub(super) struct Pairing {
    /// By section of the base.
    pub sections: Vec<Option<usize>>,
    /// By entry of the base; only list items are paired.
    pub entries: Vec<Option<Pair>>,
}

/// A list item of the base, found again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    /// The entry of the current text.
    pub current: usize,
    /// Whether not a byte of it changed but its line endings.
    pub is_exact: bool,
    /// Whether it stands in another section, or in another order among those around it.
    pub is_moved: bool,
}

impl Pairing {
    pub(super) fn of(base: &Document<'_>, current: &Document<'_>) -> Pairing {
        let sections = sections(base, current);
        let mut found = Found {
            base,
            current,
            sections: &sections,
            taken: vec![false; current.entries.len()],
            pairs: vec![None; base.entries.len()],
        };
        found.by(|entry| vec![entry.compared.as_str()], true, true);
        found.by(|entry| vec![entry.compared.as_str()], false, true);
        found.by(|entry| entry.first_key().into_iter().collect(), true, false);
        found.by(|entry| entry.keys.iter().map(String::as_str).collect(), false, false);
        found.by_place_and_words();
        let mut entries = found.pairs;
        mark_moved(base, current, &sections, &mut entries);
        Pairing { sections, entries }
    }
}

/// The search for entries, under way.
struct Found<'a> {
    base: &'a Document<'a>,
    current: &'a Document<'a>,
    sections: &'a [Option<usize>],
    taken: Vec<bool>,
    pairs: Vec<Option<Pair>>,
}

impl<'a> Found<'a> {
    /// Pairs what shares one of its `names`, in document order.
    fn by(&mut self, names: fn(&Listed) -> Vec<&str>, same_section: bool, is_exact: bool) {
        let mut places: HashMap<(&str, Option<usize>), Vec<usize>> = HashMap::new();
        for (index, entry) in self.current.entries.iter().enumerate().filter(|(_, entry)| entry.is_item).rev() {
            for name in names(entry) {
                places.entry((name, same_section.then_some(entry.section))).or_default().push(index);
            }
        }
        for (index, entry) in self.base.entries.iter().enumerate().filter(|(_, entry)| entry.is_item) {
            let section = self.sections.get(entry.section).copied().flatten();
            if self.pairs.get(index).is_none_or(Option::is_some) || same_section && section.is_none() {
                continue;
            }
            let place = section.filter(|_| same_section);
            let hit = names(entry).into_iter().find_map(|name| {
                let free = places.get_mut(&(name, place))?;
                while let Some(candidate) = free.pop() {
                    if self.taken.get(candidate) == Some(&false) {
                        return Some(candidate);
                    }
                }
                None
            });
            if let Some(current) = hit {
                self.pair(index, current, is_exact);
            }
        }
    }

    /// Pairs what stands between the same neighbours and says nearly the same, under another link.
    fn by_place_and_words(&mut self) {
        for section in 0..self.base.sections.len() {
            let Some(now) = self.sections.get(section).copied().flatten() else { continue };
            let items: Vec<usize> = self.base.items_of(section).map(|(index, _)| index).collect();
            for (place, index) in items.iter().enumerate() {
                if self.pairs.get(*index).is_some_and(Option::is_none)
                    && let Some(current) = self.alike(&items, place, now)
                {
                    self.pair(*index, current, false);
                }
            }
        }
    }

    /// The free entry most like the one at `place`, between its neighbours.
    fn alike(&self, items: &[usize], place: usize, section: usize) -> Option<usize> {
        let found = |index: &usize| self.pairs.get(*index).copied().flatten().map(|pair| pair.current);
        let before = items.get(..place)?.iter().rev().find_map(found);
        let after = items.get(place + 1..)?.iter().find_map(found);
        let entry = self.base.entries.get(*items.get(place)?)?;
        let is_free = |index: &usize| self.taken.get(*index) == Some(&false);
        let is_between =
            |index: &usize| before.is_none_or(|before| before < *index) && after.is_none_or(|after| *index < after);
        let free = self.current.items_of(section).filter(|(index, _)| is_free(index) && is_between(index));
        free.take(MOST_COMPARED)
            .map(|(index, other)| (strsim::sorensen_dice(&entry.words, &other.words), index))
            .filter(|(likeness, _)| *likeness >= ALIKE)
            .max_by(|one, other| one.0.total_cmp(&other.0).then(other.1.cmp(&one.1)))
            .map(|(_, index)| index)
    }

    fn pair(&mut self, base: usize, current: usize, is_exact: bool) {
        if let (Some(pair), Some(taken)) = (self.pairs.get_mut(base), self.taken.get_mut(current)) {
            *pair = Some(Pair { current, is_exact, is_moved: false });
            *taken = true;
        }
    }
}

/// Sections are found by their headings, and renamed ones by where most of their list items stand now.
fn sections(base: &Document<'_>, current: &Document<'_>) -> Vec<Option<usize>> {
    let mut taken = vec![false; current.sections.len()];
    let mut pairs = vec![None; base.sections.len()];
    for (index, section) in base.sections.iter().enumerate() {
        let same = |(place, other): &(usize, &super::document::Part)| {
            taken.get(*place) == Some(&false) && other.heading == section.heading && other.is_frame == section.is_frame
        };
        let found = current.sections.iter().enumerate().find(same).map(|(place, _)| place);
        if let (Some(place), Some(pair)) = (found, pairs.get_mut(index)) {
            *pair = Some(place);
            if let Some(taken) = taken.get_mut(place) {
                *taken = true;
            }
        }
    }
    let homes = homes(current);
    for index in 0..base.sections.len() {
        if pairs.get(index).is_some_and(Option::is_none)
            && let Some(place) = renamed(base, index, &homes).filter(|place| taken.get(*place) == Some(&false))
            && let (Some(pair), Some(taken)) = (pairs.get_mut(index), taken.get_mut(place))
        {
            *pair = Some(place);
            *taken = true;
        }
    }
    pairs
}

/// The sections in which each link is the first of a list item.
fn homes<'d>(document: &'d Document<'_>) -> HashMap<&'d str, usize> {
    let items = document.entries.iter().filter(|entry| entry.is_item);
    items.filter_map(|entry| Some((entry.first_key()?, entry.section))).collect()
}

/// The section in which more than half of the surviving entries of a section of the base stand.
fn renamed(base: &Document<'_>, section: usize, homes: &HashMap<&str, usize>) -> Option<usize> {
    let mut votes: Vec<usize> =
        base.items_of(section).filter_map(|(_, entry)| homes.get(entry.first_key()?).copied()).collect();
    votes.sort_unstable();
    let middle = *votes.get(votes.len() / 2)?;
    let count = votes.iter().filter(|vote| **vote == middle).count();
    (count * 2 > votes.len()).then_some(middle)
}

/// Marks what stands in another section, and what no longer stands in the order of the others.
fn mark_moved(base: &Document<'_>, current: &Document<'_>, sections: &[Option<usize>], pairs: &mut [Option<Pair>]) {
    for section in 0..base.sections.len() {
        let now = sections.get(section).copied().flatten();
        let stays = |pair: &Pair| current.entries.get(pair.current).map(|entry| entry.section) == now && now.is_some();
        let here: Vec<usize> = base.items_of(section).map(|(index, _)| index).collect();
        let in_place: Vec<(usize, usize)> = here
            .iter()
            .filter_map(|index| pairs.get(*index).copied().flatten().filter(stays).map(|pair| (*index, pair.current)))
            .collect();
        let kept = keep_their_order(&in_place.iter().map(|(_, current)| *current).collect::<Vec<_>>());
        let steady: Vec<usize> =
            in_place.iter().zip(kept).filter(|(_, kept)| *kept).map(|((index, _), _)| *index).collect();
        for index in here {
            if let Some(Some(pair)) = pairs.get_mut(index) {
                pair.is_moved = steady.binary_search(&index).is_err();
            }
        }
    }
}

/// Which members of a sequence belong to every longest increasing run through it: the others moved.
/// Where two changed places, nobody can tell which was moved, so both were.
fn keep_their_order(sequence: &[usize]) -> Vec<bool> {
    let forward = run_lengths(sequence.iter().copied());
    let mirrored: Vec<usize> = sequence.iter().rev().map(|value| usize::MAX - value).collect();
    let mut backward = run_lengths(mirrored.into_iter());
    backward.reverse();
    let longest = forward.iter().copied().max().unwrap_or_default();
    let on_longest: Vec<bool> =
        forward.iter().zip(&backward).map(|(before, after)| before + after == longest + 1).collect();
    let mut rivals: HashMap<usize, usize> = HashMap::new();
    for (length, _) in forward.iter().zip(&on_longest).filter(|(_, on)| **on) {
        *rivals.entry(*length).or_default() += 1;
    }
    forward.iter().zip(on_longest).map(|(length, on)| on && rivals.get(length) == Some(&1)).collect()
}

/// For each member the length of the longest increasing run that ends in it.
fn run_lengths(sequence: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut ends: Vec<usize> = Vec::new();
    sequence
        .map(|value| {
            let at = ends.partition_point(|end| *end < value);
            match ends.get_mut(at) {
                Some(end) => *end = value,
                None => ends.push(value),
            }
            at + 1
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leaves_its_order_has_moved() {
        for (sequence, kept) in [
            (vec![0, 1, 2, 3], vec![true, true, true, true]),
            (vec![1, 2, 3, 0], vec![true, true, true, false]),
            (vec![3, 0, 1, 2], vec![false, true, true, true]),
            (vec![0, 2, 1, 3], vec![true, false, false, true]),
            (vec![], vec![]),
        ] {
            assert_eq!(keep_their_order(&sequence), kept, "{sequence:?}");
        }
    }

    fn pairs(base: &str, current: &str) -> Vec<Option<(usize, bool, bool)>> {
        let (base, current) = (Document::read(base), Document::read(current));
        let pairing = Pairing::of(&base, &current);
        pairing.entries.iter().map(|pair| pair.map(|pair| (pair.current, pair.is_exact, pair.is_moved))).collect()
    }

    const BASE: &str = "# N 1\n\n## Jobs\n\n- [One job](https://a.example/1)\n- [Two jobs](https://a.example/2)\n- [Three jobs](https://a.example/3)\n";

    #[test]
    fn entries_are_found_by_bytes_by_link_and_by_words() {
        let edited = BASE.replace("One job", "One fine job").replace("a.example/2", "b.example/two");
        assert_eq!(pairs(BASE, &edited), [Some((0, false, false)), Some((1, false, false)), Some((2, true, false))]);
        let gone = BASE.replace("- [Two jobs](https://a.example/2)\n", "");
        assert_eq!(pairs(BASE, &gone), [Some((0, true, false)), None, Some((1, true, false))]);
    }

    #[test]
    fn a_renamed_section_is_found_by_its_entries() {
        let renamed = BASE.replace("## Jobs", "## 🧳 Positions");
        assert_eq!(pairs(BASE, &renamed), [Some((0, true, false)), Some((1, true, false)), Some((2, true, false))]);
        let moved = BASE.replace("- [Three", "\n## More\n\n- [Three");
        assert_eq!(pairs(BASE, &moved), [Some((0, true, false)), Some((1, true, false)), Some((2, true, true))]);
    }
}
