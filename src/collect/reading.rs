//! Answers are read off the reactor's threads, a few at a time and not for ever; a reader that crashes
//! ends its own answer, not the run.
//!
//! Readers are threads of their own, always the same: the system's allocator keeps what a thread has
//! freed for that thread, so whatever reads should be few. In the pool of the reactor, which takes any
//! thread for any work, ten pages of 9 MB cost 165 MB instead of 60.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError, mpsc};
use std::time::Duration;

use tokio::sync::{Semaphore, oneshot};

/// Answers that are read at once. More threads would not read faster, only fill the memory.
pub(crate) const READERS: usize = 2;
/// Longest time for reading one answer.
pub(crate) const PARSE_TIME: Duration = Duration::from_secs(60);

/// The readers of a run. Each is started when it is needed and ends with the run.
#[derive(Debug)]
pub(super) struct Readers {
    places: Semaphore,
    idle: Mutex<Vec<Reader>>,
}

/// A thread that does what it is sent.
type Reader = mpsc::Sender<Work>;
type Work = Box<dyn FnOnce() + Send>;

/// Why a reader brought nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Unread {
    /// It did not come to an end.
    #[error("reading the answer took longer than {} s", PARSE_TIME.as_secs())]
    Slow,
    /// It crashed.
    #[error("the reader of this kind crashed on the answer")]
    Crashed,
    /// The system gives no thread.
    #[error("no thread can be started to read the answer")]
    NoThread,
}

impl Readers {
    pub(super) fn new() -> Readers {
        Readers { places: Semaphore::new(READERS), idle: Mutex::default() }
    }

    /// Reads an answer, when there is a reader free. One that does not come to an end gives its place
    /// back all the same: it cannot be stopped, and must not keep others waiting.
    ///
    /// # Errors
    /// When the reader crashes or does not come to an end.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        reading: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Unread> {
        self.within(PARSE_TIME, reading).await
    }

    async fn within<T: Send + 'static>(
        &self,
        time: Duration,
        reading: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Unread> {
        // The semaphore is never closed, so acquiring cannot fail.
        let _place = self.places.acquire().await.ok();
        let reader = self.idle().pop().map_or_else(start, Ok)?;
        let (done, read) = oneshot::channel();
        let work = move || drop(done.send(catch_unwind(AssertUnwindSafe(reading))));
        reader.send(Box::new(work)).map_err(|_| Unread::Crashed)?;
        let read: Result<T, Box<dyn Any + Send>> =
            tokio::time::timeout(time, read).await.map_err(|_| Unread::Slow)?.map_err(|_| Unread::Crashed)?;
        self.idle().push(reader);
        read.map_err(|_| Unread::Crashed)
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Reader>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A reader that works until nobody can send it anything any more.
fn start() -> Result<Reader, Unread> {
    let (reader, works) = mpsc::channel::<Work>();
    let read = move || works.into_iter().for_each(|work| work());
    std::thread::Builder::new().name("reader".to_owned()).spawn(read).map_err(|_| Unread::NoThread)?;
    Ok(reader)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_reader_without_end_is_left_behind_and_its_place_is_free_again() {
        let readers = Readers::new();
        let endless = || std::thread::sleep(Duration::from_secs(2));
        for _ in 0..=READERS {
            assert_eq!(readers.within(Duration::from_millis(10), endless).await, Err(Unread::Slow));
        }
        assert_eq!(readers.read(|| 7).await, Ok(7));
    }

    #[tokio::test]
    #[allow(clippy::panic)]
    async fn a_crash_is_told_and_the_reader_goes_on() {
        let readers = Readers::new();
        let thread = readers.read(|| std::thread::current().id()).await;
        assert_eq!(
            readers.read(|| panic!("a reader's crash, as this test wants it")).await,
            Err::<(), _>(Unread::Crashed)
        );
        assert_eq!(readers.read(|| std::thread::current().id()).await, thread);
    }
}
