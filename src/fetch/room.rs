//! Room for bodies: how many large ones may be in memory at once.
//!
//! Small bodies need no leave: there are no more of them than requests in flight. One that is larger
//! than a step needs a place of that step, waits for one where it must, and keeps it until it has been
//! read. No server has a say in how long: a body takes places only when it has been received
//! (`spool`). Places are taken in the order of the steps and those of the last step wait for nobody,
//! so that nobody waits for ever. What one may cost does not add up then, however many are sent.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// From how many bytes on a body needs a place, and how many places there are.
pub(crate) const STEPS: [(u64, usize); 2] = [(256_000, 6), (2_000_000, 1)];

/// The places of a run.
#[derive(Debug)]
pub(super) struct Rooms {
    places: [Arc<Semaphore>; STEPS.len()],
}

/// What one body has taken; given back when dropped.
#[derive(Debug, Default)]
pub(super) struct Room {
    taken: Vec<OwnedSemaphorePermit>,
}

impl Rooms {
    pub(super) fn new() -> Rooms {
        Rooms { places: STEPS.map(|(_, places)| Arc::new(Semaphore::new(places))) }
    }

    /// Room for a body of so many bytes; waits for it, where it must.
    pub(super) async fn of(&self, bytes: u64) -> Room {
        let mut room = Room::default();
        while room.up_to().is_some_and(|most| bytes > most) {
            room.grow(self).await;
        }
        room
    }
}

impl Room {
    /// How many bytes a body may have before it needs another place; none when it has all places.
    pub(super) fn up_to(&self) -> Option<u64> {
        STEPS.get(self.taken.len()).map(|(bytes, _)| *bytes)
    }

    /// Takes the place of the next step; waits for it, where it must.
    pub(super) async fn grow(&mut self, rooms: &Rooms) {
        let Some(places) = rooms.places.get(self.taken.len()) else { return };
        // The semaphores are never closed, so acquiring cannot fail.
        self.taken.extend(places.clone().acquire_owned().await.ok());
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test]
    async fn one_more_than_there_are_places_waits_until_one_is_given_back() {
        let [(step, places), (next, _)] = STEPS;
        let rooms = Rooms::new();
        assert_eq!(rooms.of(step).await.taken.len(), 0);
        let mut taken: Vec<Room> = Vec::new();
        for _ in 0..places {
            taken.push(rooms.of(step + 1).await);
        }
        assert!(tokio::time::timeout(Duration::from_millis(20), rooms.of(step + 1)).await.is_err());
        taken.pop();
        let late = rooms.of(step + 1).await;
        assert_eq!((late.taken.len(), late.up_to()), (1, Some(next)));
    }

    #[tokio::test]
    async fn the_largest_takes_a_place_of_every_step() {
        let rooms = Rooms::new();
        let largest = rooms.of(u64::MAX).await;
        assert_eq!((largest.taken.len(), largest.up_to()), (STEPS.len(), None));
    }
}
