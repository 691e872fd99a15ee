//! Room for bodies: how many large ones may be in memory at once.
//!
//! Small bodies need no leave: there are no more of them than requests in flight. A body that grows
//! past a step needs a place of that step, waits for one where it must, and keeps it until it has been
//! read. Places are taken in the order of the steps and those of the last step wait for nobody, so
//! that nobody waits for ever. What one may cost does not add up then, however many are sent.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

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
}

/// The room of a body that is being received.
#[derive(Debug)]
pub(super) struct Space<'a> {
    pub(super) rooms: &'a Rooms,
    pub(super) room: &'a mut Room,
    pub(super) waited: &'a Waited,
}

impl Space<'_> {
    /// How many bytes a body may have before it needs another place; none when it has all places.
    pub(super) fn up_to(&self) -> Option<u64> {
        STEPS.get(self.room.taken.len()).map(|(bytes, _)| *bytes)
    }

    /// Takes the place of the next step; waits for it, where it must.
    pub(super) async fn grow(&mut self) {
        let Some(places) = self.rooms.places.get(self.room.taken.len()) else { return };
        self.waited.begin();
        // The semaphores are never closed, so acquiring cannot fail.
        self.room.taken.extend(places.clone().acquire_owned().await.ok());
        self.waited.end();
    }
}

/// How long one request has waited for room, which is not its server's fault.
#[derive(Debug, Default)]
pub(super) struct Waited(Mutex<Waits>);

#[derive(Debug, Default)]
struct Waits {
    over: Duration,
    since: Option<Instant>,
}

impl Waited {
    /// All waiting so far, with what is going on.
    pub(super) fn so_far(&self) -> Duration {
        let waits = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waits.over + waits.since.map_or(Duration::ZERO, |since| since.elapsed())
    }

    fn begin(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).since = Some(Instant::now());
    }

    fn end(&self) {
        let mut waits = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let just_now = waits.since.take().map_or(Duration::ZERO, |since| since.elapsed());
        waits.over += just_now;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_more_than_there_are_places_waits_until_one_is_given_back() {
        let (rooms, waited) = (Rooms::new(), Waited::default());
        let grown = async |room: &mut Room| Space { rooms: &rooms, room, waited: &waited }.grow().await;
        let mut taken: Vec<Room> = Vec::new();
        for _ in 0..STEPS[0].1 {
            let mut room = Room::default();
            grown(&mut room).await;
            taken.push(room);
        }
        let mut late = Room::default();
        assert!(tokio::time::timeout(Duration::from_millis(20), grown(&mut late)).await.is_err());
        assert!(waited.so_far() >= Duration::from_millis(20));
        taken.pop();
        grown(&mut late).await;
        assert_eq!(late.taken.len(), 1);
        let space = Space { rooms: &rooms, room: &mut late, waited: &waited };
        assert_eq!(space.up_to(), Some(STEPS[1].0));
    }
}
