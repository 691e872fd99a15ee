//! Series: events of one UID together, and the occurrences they have inside a window.
//!
//! Single instances of an event (or an instance and all later ones) are changed by further events
//! with the same UID and a RECURRENCE-ID. How an event repeats is in `repetition`.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Time;

use super::event::{Changes, Event, Key, Reader, Start};
use super::repetition::{self, Search};
use super::window::Window;
use super::work::Work;
use crate::model::dates::When;

/// One time that an event takes place.
#[derive(Debug)]
pub struct Occurrence<'e> {
    /// The event that describes it.
    pub event: &'e Event<'e>,
    /// For a changed instance, the event it changes.
    pub changed: Option<&'e Event<'e>>,
    /// When it starts.
    pub start: Start,
    /// Its last day (inclusive) or moment.
    pub end: Option<When>,
    /// Which instance it is of an event that has several.
    pub instance: Option<Key>,
}

/// The events of one UID.
#[derive(Debug, Default)]
pub struct Series<'a> {
    /// The event itself. Several where a file uses one UID for different events of one revision.
    masters: Vec<Event<'a>>,
    /// The changed instances.
    changes: BTreeMap<Key, Event<'a>>,
}

/// Puts the events of a file together by UID, in the order of the file. Of several versions of one
/// event or instance the newest stays.
pub fn assemble<'a>(events: Vec<Event<'a>>, reader: &Reader<'a>) -> Vec<Series<'a>> {
    let mut groups: Vec<Vec<Event<'a>>> = Vec::new();
    let mut by_uid = HashMap::new();
    for event in events {
        let place = event.uid().map_or(groups.len(), |uid| *by_uid.entry(uid).or_insert(groups.len()));
        match groups.get_mut(place) {
            Some(group) => group.push(event),
            None => groups.push(vec![event]),
        }
    }
    groups.into_iter().map(|group| Series::of(group, reader)).collect()
}

impl<'a> Series<'a> {
    fn of(group: Vec<Event<'a>>, reader: &Reader<'a>) -> Series<'a> {
        let (changes, masters): (Vec<_>, Vec<_>) = group.into_iter().partition(|event| event.changes.is_some());
        let mut series = Series { masters: newest(masters, reader), changes: BTreeMap::new() };
        for change in changes {
            let Some(key) = series.key_of(&change, reader) else { continue };
            match series.changes.get(&key) {
                Some(kept) if (kept.revision, kept.stamp) > (change.revision, change.stamp) => {}
                _ => drop(series.changes.insert(key, change)),
            }
        }
        series
    }

    /// The instance that an event changes, as its series counts them.
    fn key_of(&self, change: &Event<'a>, reader: &Reader<'a>) -> Option<Key> {
        let Changes { instance, zone, .. } = change.changes.as_ref()?;
        let start = self.masters.first().map_or(&change.start, |master| &master.start);
        reader.instance(start, *instance, zone.as_ref()).map(|start| start.key())
    }

    /// The occurrences inside the window: at most about `limit` of each event, the earliest.
    pub fn occurrences<'e>(
        &'e self,
        window: &Window,
        reader: &Reader<'_>,
        limit: usize,
        work: &mut Work,
    ) -> Vec<Occurrence<'e>> {
        let several = self.masters.len() > 1;
        let and_later = |change: &&Event<'_>| change.changes.as_ref().is_some_and(|changes| changes.and_later);
        let later: BTreeMap<Key, &Event<'_>> =
            self.changes.iter().map(|(&key, change)| (key, change)).filter(|(_, change)| and_later(change)).collect();
        let limit = limit.saturating_add(self.changes.len());
        let search = Search { window, limit, moves: !later.is_empty() };
        let mut found = Vec::new();
        for master in &self.masters {
            let instances = repetition::instances(master, &search, reader, work);
            let unchanged = instances.into_iter().filter(|(key, _)| !self.changes.contains_key(key));
            for (key, (start, length)) in unchanged {
                let instance = (several || repetition::repeats(master)).then_some(key);
                found.extend(match later.range(..key).next_back() {
                    Some((_, change)) => following(change, master, &start, instance, reader),
                    None => {
                        let end = length.end_of(&start);
                        Some(Occurrence { event: master, changed: None, start, end, instance })
                    }
                });
            }
        }
        found.extend(self.changes.iter().map(|(&key, change)| Occurrence {
            event: change,
            changed: self.masters.first(),
            start: change.start.clone(),
            end: change.length.end_of(&change.start),
            instance: Some(key),
        }));
        found.retain(|occurrence| window.has(occurrence.start.when, occurrence.end));
        found
    }
}

/// The occurrence of an instance that an earlier THISANDFUTURE change moves and describes.
fn following<'e>(
    change: &'e Event<'e>,
    master: &'e Event<'e>,
    instance: &Start,
    key: Option<Key>,
    reader: &Reader<'_>,
) -> Option<Occurrence<'e>> {
    let Changes { instance: stamp, zone, .. } = change.changes.as_ref()?;
    let first = reader.instance(&master.start, *stamp, zone.as_ref())?;
    let start = moved(instance, &first, &change.start)?;
    let end = change.length.end_of(&start);
    Some(Occurrence { event: change, changed: Some(master), start, end, instance: key })
}

/// Where an instance goes if `first` goes to `to`: as many days and as much time away, on the
/// clocks of the zone that it goes to.
fn moved(instance: &Start, first: &Start, to: &Start) -> Option<Start> {
    let on_clocks_of_target = |start: &Start| match (&to.zone, start.when.timestamp()) {
        (Some(zone), Some(timestamp)) => zone.clocks_at(timestamp),
        _ => start.local.date().to_datetime(Time::midnight()),
    };
    let ahead = on_clocks_of_target(instance).duration_since(on_clocks_of_target(first));
    to.at(to.local.checked_add(ahead).ok()?)
}

/// The newest version of an event; several where none is newer and they start at different times.
fn newest<'a>(events: Vec<Event<'a>>, reader: &Reader<'a>) -> Vec<Event<'a>> {
    let Some(newest) = events.iter().map(|event| event.revision).max() else { return events };
    let (kept, older): (Vec<_>, Vec<_>) = events.into_iter().partition(|event| event.revision == newest);
    let mut places = HashMap::new();
    let mut masters: Vec<Event<'a>> = Vec::new();
    for event in kept {
        let place = *places.entry(event.start.key()).or_insert(masters.len());
        match masters.get_mut(place) {
            Some(master) if master.stamp > event.stamp => {}
            Some(master) => *master = event,
            None => masters.push(event),
        }
    }
    for event in older.iter().filter(|event| !places.contains_key(&event.start.key())) {
        reader.notes.borrow_mut().replaced.add(&event.component.text("SUMMARY"));
    }
    masters
}
