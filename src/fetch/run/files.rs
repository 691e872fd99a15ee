//! Cache and recording are files: they are read and written off the reactor's threads, a few at a
//! time.

use std::time::Duration;

use url::Url;

use crate::fetch::cache::Entry;
use crate::fetch::error::FetchError;
use crate::fetch::redirect::Hop;
use crate::fetch::reply::Reply;
use crate::model::exchange::HttpRequest;

use super::Run;

/// Files that are worked on at once. More threads would not make a disk faster, only fill the
/// memory.
pub(super) const AT_ONCE: usize = 4;

impl Run {
    pub(super) async fn entry(&self, request: &HttpRequest) -> Option<Entry> {
        let (cache, request) = (self.cache.clone()?, request.clone());
        self.aside(move || cache.entry(&request)).await.ok()?
    }

    pub(super) async fn cached_body(&self, request: &HttpRequest, entry: &Entry) -> Option<Vec<u8>> {
        let (cache, request, entry) = (self.cache.clone()?, request.clone(), entry.clone());
        self.aside(move || cache.body(&request, &entry)).await.ok()?
    }

    pub(super) async fn keep(
        &self,
        request: &HttpRequest,
        from: &Url,
        reply: Reply,
        took: Duration,
    ) -> Result<Reply, FetchError> {
        let Some(cache) = self.cache.clone() else { return Ok(reply) };
        let (request, from) = (request.clone(), from.clone());
        let keep = move || {
            cache.keep(&request, &from, &reply, took);
            reply
        };
        self.aside(keep).await
    }

    pub(super) async fn remember_time(&self, request: &HttpRequest, took: Duration) {
        let Some(cache) = self.cache.clone().filter(|_| !took.is_zero()) else { return };
        let request = request.clone();
        // Only a note; when the runtime ends it may be lost.
        let _ = self.aside(move || cache.note(&request, took)).await;
    }

    pub(super) async fn record(&self, hop: &Hop, reply: Reply) -> Result<Reply, FetchError> {
        let Some(recorder) = self.recorder.clone() else { return Ok(reply) };
        let hop = hop.clone();
        self.aside(move || recorder.keep(&hop, &reply).map(|()| reply)).await?
    }

    async fn aside<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, FetchError> {
        let _permit = self.files.acquire().await;
        let stopped = |_| FetchError::Client { detail: "the program is ending".to_owned() };
        tokio::task::spawn_blocking(work).await.map_err(stopped)
    }
}
