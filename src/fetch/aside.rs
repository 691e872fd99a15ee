//! Work with files off the reactor's threads, a few at a time.

use tokio::sync::Semaphore;

use super::error::FetchError;

/// Files that are worked on at once. More threads would not make a disk faster, only fill the
/// memory.
const AT_ONCE: usize = 4;

/// Does the work.
#[derive(Debug)]
pub(super) struct Aside(Semaphore);

impl Aside {
    pub(super) fn new() -> Aside {
        Aside(Semaphore::new(AT_ONCE))
    }

    /// Does some work when it is its turn.
    ///
    /// # Errors
    /// When the program is ending.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, FetchError> {
        let _permit = self.0.acquire().await;
        let stopped = |_| FetchError::Client { detail: "the program is ending".to_owned() };
        tokio::task::spawn_blocking(work).await.map_err(stopped)
    }
}
