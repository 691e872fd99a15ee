//! Answers are read off the reactor's threads, a few at a time and not for ever; a reader that crashes
//! ends its own answer, not the run.

use std::time::Duration;

use tokio::sync::Semaphore;

/// Answers that are read at once. More threads would not read faster, only fill the memory.
pub(crate) const READERS: usize = 2;
/// Longest time for reading one answer.
pub(crate) const PARSE_TIME: Duration = Duration::from_secs(60);

/// The readers of a run.
#[derive(Debug)]
pub(super) struct Readers(Semaphore);

/// Why a reader brought nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Unread {
    /// It did not come to an end.
    #[error("reading the answer took longer than {} s", PARSE_TIME.as_secs())]
    Slow,
    /// It crashed.
    #[error("the reader of this kind crashed on the answer")]
    Crashed,
}

impl Readers {
    pub(super) fn new() -> Readers {
        Readers(Semaphore::new(READERS))
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
        let _reader = self.0.acquire().await.ok();
        match tokio::time::timeout(time, tokio::task::spawn_blocking(reading)).await {
            Ok(read) => read.map_err(|_| Unread::Crashed),
            Err(_) => Err(Unread::Slow),
        }
    }
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
}
