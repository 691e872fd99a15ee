//! Where new entries go, and the edits that put them there.
//!
//! An entry stands where the order puts it among those that nobody touched, else at the end of its
//! section's list, else at the end of its section: never inside a paragraph or a list item. What was
//! meant is compared with what a Markdown reader makes of it; an entry that would not stand by itself is tried at its
//! section's end, and else waits.

use std::collections::{BTreeMap, BTreeSet};

use super::document::{Document, Listed};
use super::edits::{Edit, applied, taken_back};
use super::fit;
use super::survey::{Place, Standing, Survey};

/// An entry that is to come in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addition {
    /// The section it belongs to.
    pub section: String,
    /// One list item, as its template writes it.
    pub entry: String,
    /// Its place in the order of everything chosen.
    pub rank: usize,
}

/// An untouched entry that is to be written anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Update {
    /// The index of its known item.
    pub known: usize,
    /// One list item, as its template writes it.
    pub entry: String,
}

/// What is to be done.
pub struct Plan<'a> {
    /// What comes in.
    pub additions: Vec<Addition>,
    /// What is written anew.
    pub updates: Vec<Update>,
    /// The place of known items in the order of everything chosen, by their index.
    pub ranks: BTreeMap<usize, usize>,
    /// The sections by name, in the order of the configuration.
    pub sections: Vec<&'a str>,
    /// A section that did not stand there, with its heading and these entries.
    pub new_section: &'a dyn Fn(&str, Vec<String>) -> Option<String>,
}

/// Why an addition does not stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misplaced {
    /// Its section was taken out of the issue or cannot be found.
    NoSection,
    /// No place in its section keeps it and what people wrote apart.
    NoPlace,
}

/// The issue afterwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// Its text.
    pub text: String,
    /// How it was made of the text as it stands.
    pub edits: Vec<Edit>,
    /// Additions that do not stand, by their index.
    pub misplaced: BTreeMap<usize, Misplaced>,
    /// The entries that came in as they stand, by the index of their addition.
    pub entries: BTreeMap<usize, String>,
    /// The entries that were written anew as they stand, by the index of their known item.
    pub updated: BTreeMap<usize, String>,
}

/// Where additions go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Slot {
    Before(usize),
    After(usize),
    /// At the end of a section that has no list.
    End(usize),
    /// A new section, by its place in the configuration.
    New(usize),
}

impl Survey<'_> {
    /// Makes the edits. None where the check fails that they touch nothing of people's: then nothing may be written.
    pub fn merge(&self, plan: &Plan<'_>) -> Option<Merged> {
        let mut misplaced = BTreeMap::new();
        let mut slots: BTreeMap<Slot, Vec<usize>> = BTreeMap::new();
        for index in by_rank(&plan.additions) {
            match self.slot(plan, index) {
                Some(slot) => slots.entry(slot).or_default().push(index),
                None => drop(misplaced.insert(index, Misplaced::NoSection)),
            }
        }
        let updates = self.sound_updates(plan);
        let slots = self.sound_slots(plan, slots, &mut misplaced);
        let mut edits: Vec<Edit> =
            slots.iter().filter_map(|(slot, entries)| self.insertion(plan, *slot, entries)).collect();
        edits.extend(updates.iter().map(|(_, edit)| edit.clone()));
        let edits = in_order(edits);
        let text = applied(self.document.text, &edits)?;
        let is_safe = taken_back(&text, self.document.text, &edits).as_deref() == Some(self.document.text)
            && self.is_sound(&text, plan.additions.len() - misplaced.len(), updates.len());
        let written = |(slot, additions): (&Slot, &Vec<usize>)| {
            let entries = self.written(plan, *slot, additions).unwrap_or_default();
            additions.iter().copied().zip(entries).collect::<Vec<_>>()
        };
        let entries = slots.iter().flat_map(written).collect();
        let updated = updates.into_iter().map(|(known, edit)| (known, edit.text)).collect();
        is_safe.then_some(Merged { text, edits, misplaced, entries, updated })
    }

    /// The slot of an addition; none where its section cannot be found.
    fn slot(&self, plan: &Plan<'_>, index: usize) -> Option<Slot> {
        let addition = plan.additions.get(index)?;
        match self.places.get(&addition.section)? {
            Place::At(section) => {
                Some(self.by_order(plan, *section, addition.rank).unwrap_or_else(|| self.at_end(*section)))
            }
            Place::NotYet => plan.sections.iter().position(|name| *name == addition.section).map(Slot::New),
            Place::Nowhere => None,
        }
    }

    /// Behind the untouched entry that comes before it, else before the one that comes after it.
    fn by_order(&self, plan: &Plan<'_>, section: usize, rank: usize) -> Option<Slot> {
        let anchors = self.standing.iter().enumerate().filter_map(|(known, standing)| match standing {
            Standing::Untouched(entry) => Some((*plan.ranks.get(&known)?, *entry)),
            _ => None,
        });
        let here: Vec<(usize, usize)> =
            anchors.filter(|(_, entry)| self.entry(*entry).is_some_and(|entry| entry.section == section)).collect();
        let before = here.iter().filter(|(anchor, _)| *anchor < rank).max();
        let after = here.iter().filter(|(anchor, _)| *anchor > rank).min();
        before.map(|(_, entry)| Slot::After(*entry)).or(after.map(|(_, entry)| Slot::Before(*entry)))
    }

    /// Behind the list in which the last entry that a run once wrote stands, else behind the last bulleted
    /// list with a link, else at the end of the section. A list of people's own is never cut in two.
    fn at_end(&self, section: usize) -> Slot {
        let written: BTreeSet<usize> = self.standing.iter().filter_map(Standing::entry).collect();
        let last = |is_meant: &dyn Fn(usize, &Listed) -> bool| {
            self.document.items_of(section).rfind(|(index, entry)| is_meant(*index, entry)).map(|(index, _)| index)
        };
        let linked = |_: usize, entry: &Listed| !entry.keys.is_empty() && fit::is_bulleted(entry);
        let found = last(&|index, _| written.contains(&index)).or_else(|| last(&linked));
        found.map_or(Slot::End(section), |entry| Slot::After(self.end_of_list(entry)))
    }

    /// The last item of the list in which an item stands.
    fn end_of_list(&self, item: usize) -> usize {
        let goes_on = |(first, second): (usize, usize)| {
            let (Some(first), Some(second)) = (self.entry(first), self.entry(second)) else { return false };
            let between = self.document.text.get(first.range.end..second.range.start).unwrap_or("?");
            let is_list = second.is_item && first.section == second.section && between.trim().is_empty();
            is_list && fit::is_bulleted(first) == fit::is_bulleted(second)
        };
        (item..).take_while(|entry| goes_on((*entry, entry + 1))).last().map_or(item, |entry| entry + 1)
    }

    fn entry(&self, index: usize) -> Option<&Listed> {
        self.document.entries.get(index)
    }

    /// Slots in which entries stand by themselves; what stands nowhere goes to `misplaced`.
    fn sound_slots(
        &self,
        plan: &Plan<'_>,
        slots: BTreeMap<Slot, Vec<usize>>,
        misplaced: &mut BTreeMap<usize, Misplaced>,
    ) -> BTreeMap<Slot, Vec<usize>> {
        if self.are_sound(plan, &slots) {
            return slots;
        }
        let mut sound: BTreeMap<Slot, Vec<usize>> = BTreeMap::new();
        for (slot, entries) in slots {
            let elsewhere = self.section_of(slot).map(Slot::End);
            let fits = [Some(slot), elsewhere].into_iter().flatten().find(|slot| {
                let mut with = sound.clone();
                with.entry(*slot).or_default().extend(&entries);
                self.are_sound(plan, &with)
            });
            match fits {
                Some(slot) => sound.entry(slot).or_default().extend(entries),
                None => misplaced.extend(entries.into_iter().map(|index| (index, Misplaced::NoPlace))),
            }
        }
        sound
    }

    fn section_of(&self, slot: Slot) -> Option<usize> {
        match slot {
            Slot::Before(entry) | Slot::After(entry) => self.entry(entry).map(|entry| entry.section),
            Slot::End(section) => Some(section),
            Slot::New(_) => None,
        }
    }

    fn are_sound(&self, plan: &Plan<'_>, slots: &BTreeMap<Slot, Vec<usize>>) -> bool {
        let edits: Option<Vec<Edit>> =
            slots.iter().map(|(slot, entries)| self.insertion(plan, *slot, entries)).collect();
        let count = slots.values().map(Vec::len).sum();
        edits
            .and_then(|edits| applied(self.document.text, &in_order(edits)))
            .is_some_and(|text| self.is_sound(&text, count, 0))
    }

    /// Whether a text has the entries and headings of this one, unchanged and in order but for `updated`
    /// entries, and `more` list items.
    fn is_sound(&self, text: &str, more: usize, updated: usize) -> bool {
        let after = Document::read(text);
        let items = |document: &Document<'_>| document.entries.iter().filter(|entry| entry.is_item).count();
        let mut rest = after.entries.iter();
        let mut unchanged = 0;
        for entry in &self.document.entries {
            let mut ahead = rest.clone();
            if ahead.any(|other| other.markdown == entry.markdown && other.is_item == entry.is_item) {
                rest = ahead;
                unchanged += 1;
            }
        }
        let mut headings = after.sections.iter().filter(|part| !part.is_frame);
        let mut before = self.document.sections.iter().filter(|part| !part.is_frame);
        items(&after) == items(&self.document) + more
            && unchanged + updated >= self.document.entries.len()
            && before.all(|part| headings.any(|other| other.heading == part.heading))
    }

    /// The insertion of additions at a slot.
    fn insertion(&self, plan: &Plan<'_>, slot: Slot, additions: &[usize]) -> Option<Edit> {
        let written = self.written(plan, slot, additions)?;
        let text = self.document.text;
        match slot {
            Slot::After(index) => {
                let at = self.entry(index)?.range.end;
                let ending = fit::line_ending(text, at);
                let gap = fit::gap(&self.document, index, ending);
                let list = written.iter().map(|entry| format!("{gap}{entry}{ending}")).collect();
                Some(Edit { range: at..at, text: self.after_line(at, list, ending) })
            }
            Slot::Before(index) => {
                let range = &self.entry(index)?.range;
                let ending = fit::line_ending(text, range.end);
                let gap = fit::gap(&self.document, index, ending);
                let list = written.iter().map(|entry| format!("{entry}{ending}{gap}")).collect();
                Some(Edit { range: range.start..range.start, text: list })
            }
            Slot::End(section) => {
                let own = &self.document.sections.get(section)?.own;
                let ending = fit::line_ending(text, text.len());
                Some(self.block(own.start, own.end, &written.join(ending)))
            }
            Slot::New(section) => self.section(plan, section, written),
        }
    }

    /// The entries of a slot in the form of their neighbours, without the last line's ending.
    fn written(&self, plan: &Plan<'_>, slot: Slot, additions: &[usize]) -> Option<Vec<String>> {
        let entries =
            additions.iter().filter_map(|index| plan.additions.get(*index)).map(|addition| addition.entry.as_str());
        let text = self.document.text;
        Some(match slot {
            Slot::After(index) => {
                let neighbour = self.entry(index)?;
                let ending = fit::line_ending(text, neighbour.range.end);
                entries.enumerate().map(|(steps, entry)| fit::beside(entry, neighbour, steps + 1, ending)).collect()
            }
            Slot::Before(index) => {
                let neighbour = self.entry(index)?;
                let ending = fit::line_ending(text, neighbour.range.end);
                entries.map(|entry| fit::beside(entry, neighbour, 0, ending)).collect()
            }
            Slot::End(_) | Slot::New(_) => {
                let ending = fit::line_ending(text, text.len());
                entries.map(|entry| fit::alone(entry, &self.document, ending)).collect()
            }
        })
    }

    /// Text that follows a line: a last line without an ending, or with half of one, gets what is missing,
    /// and the new last line has none.
    fn after_line(&self, at: usize, text: String, ending: &str) -> String {
        let before = self.document.text.get(..at).unwrap_or_default();
        let is_last = at == self.document.text.len();
        let missing = match before.chars().next_back() {
            None | Some('\n') => return text,
            Some('\r') if !is_last => return text,
            Some('\r') => "\n",
            Some(_) => ending,
        };
        format!("{missing}{}", text.strip_suffix(ending).unwrap_or(&text))
    }

    /// A block of its own behind the last words between `start` and `end`, blank lines around it.
    fn block(&self, start: usize, end: usize, block: &str) -> Edit {
        let text = self.document.text;
        let ending = fit::line_ending(text, text.len());
        let inside = text.get(start..end).unwrap_or_default();
        let words = start + inside.trim_end().len();
        let line_end =
            text.get(words..).and_then(|rest| rest.find('\n')).map_or(text.len(), |newline| words + newline + 1);
        let at = line_end.min(end.max(words));
        let rest = text.get(at..).unwrap_or_default();
        let next_is_blank = rest.lines().next().is_none_or(|line| line.trim().is_empty());
        let closing = if next_is_blank { "" } else { ending };
        Edit { range: at..at, text: self.after_line(at, format!("{ending}{block}{ending}{closing}"), ending) }
    }

    /// A new section behind the one before it in the configuration, else before the one after it, else at
    /// the end of the text.
    fn section(&self, plan: &Plan<'_>, section: usize, entries: Vec<String>) -> Option<Edit> {
        let name = plan.sections.get(section)?;
        let place = |name: &&str| match self.places.get(*name) {
            Some(Place::At(index)) => self.document.sections.get(*index),
            _ => None,
        };
        let before = plan.sections.get(..section)?.iter().rev().find_map(place);
        let after = plan.sections.get(section + 1..)?.iter().find_map(place);
        let foot = self.document.sections.iter().rev().find(|part| part.is_frame && part.start < part.own.start);
        let end = before.map(|part| part.end).or(after.map(|part| part.start)).or(foot.map(|part| part.start));
        let end = end.unwrap_or(self.document.text.len());
        let ending = fit::line_ending(self.document.text, self.document.text.len());
        let text = (plan.new_section)(name, entries)?;
        let lines: Vec<&str> = text.trim().lines().collect();
        Some(self.block(0, end, &lines.join(ending)))
    }

    /// Updates after which the entry stands by itself, with the index of its known item.
    fn sound_updates(&self, plan: &Plan<'_>) -> Vec<(usize, Edit)> {
        let edit = |update: &Update| {
            let edit = self.update(update)?;
            let text = applied(self.document.text, std::slice::from_ref(&edit))?;
            self.is_sound(&text, 0, 1).then_some((update.known, edit))
        };
        plan.updates.iter().filter_map(edit).collect()
    }

    /// The new bytes of an untouched entry, in its own form.
    fn update(&self, update: &Update) -> Option<Edit> {
        let Some(Standing::Untouched(entry)) = self.standing.get(update.known) else { return None };
        let entry = self.entry(*entry)?;
        let range = entry.range.start..entry.range.start + entry.markdown.len();
        let text = fit::beside(&update.entry, entry, 0, fit::line_ending(self.document.text, entry.range.end));
        Some(Edit { range, text })
    }
}

/// The indices of additions in their order.
fn by_rank(additions: &[Addition]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..additions.len()).collect();
    order.sort_by_key(|index| additions.get(*index).map(|addition| addition.rank));
    order
}

/// Sorted by place; what goes to one place is one edit, in the order in which it was given.
fn in_order(mut edits: Vec<Edit>) -> Vec<Edit> {
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let mut merged: Vec<Edit> = Vec::new();
    for edit in edits {
        match merged.last_mut() {
            Some(last) if last.range == edit.range && last.range.is_empty() => last.text.push_str(&edit.text),
            _ => merged.push(edit),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::fingerprint;
    use super::super::survey::{Known, Written};
    use super::*;
    use crate::model::item::{Details, Item};
    use jiff::civil::date;

    const BASE: &str =
        "# N 1\n\n## Jobs\n\n- [B job](https://x.example/b)\n- [D job](https://x.example/d)\n\n## News\n\nWords.\n";

    fn item(name: &str) -> Item {
        let mut item = Item::new(Details::Article {}, name, "feed", date(2026, 11, 1));
        item.linked(&format!("https://x.example/{name}"));
        item
    }

    /// The text after an addition of this rank, where the entries b and d rank 1 and 3.
    fn after(current: &str, section: &str, rank: usize) -> Option<String> {
        let (items, prints) = (
            ["b", "d"].map(item),
            ["B", "D"].map(|name| fingerprint(&format!("- [{name} job](https://x.example/{})", name.to_lowercase()))),
        );
        let known: Vec<Known<'_>> =
            items.iter().zip(&prints).map(|(item, print)| Known { item, entry: Some(print), hand: None }).collect();
        let written = |name, heading, remembered| Written { name, heading, remembered };
        let sections = [
            written("jobs", "Jobs", Some(Some("Jobs"))),
            written("talks", "Talks", None),
            written("news", "News", Some(Some("News"))),
        ];
        let survey = Survey::of(Some(BASE), current, &known, &sections, true);
        let addition = Addition { section: section.into(), entry: "- [new](https://x.example/new)".into(), rank };
        let plan = Plan {
            additions: vec![addition],
            updates: Vec::new(),
            ranks: BTreeMap::from([(0, 1), (1, 3)]),
            sections: vec!["jobs", "talks", "news"],
            new_section: &|_, entries| Some(format!("## Talks\n\n{}\n\n", entries.join("\n"))),
        };
        survey.merge(&plan).filter(|merged| merged.misplaced.is_empty()).map(|merged| merged.text)
    }

    const NEW: &str = "- [new](https://x.example/new)\n";

    #[test]
    fn the_order_places_an_entry_among_those_that_nobody_touched() {
        let (b, d) = ("- [B job](https://x.example/b)\n", "- [D job](https://x.example/d)\n");
        for (rank, expected) in [(0, format!("{NEW}{b}{d}")), (2, format!("{b}{NEW}{d}")), (4, format!("{b}{d}{NEW}"))]
        {
            assert_eq!(after(BASE, "jobs", rank), Some(BASE.replace(&format!("{b}{d}"), &expected)), "rank {rank}");
        }
    }

    #[test]
    fn an_entry_that_people_edited_is_no_landmark() {
        let edited = BASE.replace("[B job]", "[B job, edited]");
        let expected = edited.replace("- [D", &format!("{NEW}- [D"));
        assert_eq!(after(&edited, "jobs", 2), Some(expected), "before the next one that nobody touched");
        let both = edited.replace("[D job]", "[D job, edited]");
        assert_eq!(after(&both, "jobs", 0), Some(both.replace("\n\n## News", &format!("\n{NEW}\n## News"))));
    }

    #[test]
    fn sections_without_a_list_new_ones_and_those_taken_out() {
        assert_eq!(after(BASE, "news", 0), Some(format!("{BASE}\n{NEW}")));
        assert_eq!(after(BASE, "talks", 0), Some(BASE.replace("## News", &format!("## Talks\n\n{NEW}\n## News"))));
        let (jobs, _) = BASE.split_once("## News").unwrap();
        assert_eq!(after(jobs, "news", 0), None, "its heading was taken out");
    }
}
