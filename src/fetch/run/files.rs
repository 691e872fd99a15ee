//! Cache and recording are files: they are read and written aside.

use std::time::Duration;

use url::Url;

use crate::fetch::cache::Entry;
use crate::fetch::error::FetchError;
use crate::fetch::redirect::Hop;
use crate::fetch::reply::Reply;
use crate::model::exchange::HttpRequest;

use super::Run;

impl Run {
    pub(super) async fn entry(&self, request: &HttpRequest) -> Option<Entry> {
        let (cache, request) = (self.cache.clone()?, request.clone());
        self.aside.run(move || cache.entry(&request)).await.ok()?
    }

    pub(super) async fn cached_body(&self, request: &HttpRequest, entry: &Entry) -> Option<Vec<u8>> {
        let (cache, request, entry) = (self.cache.clone()?, request.clone(), entry.clone());
        self.aside.run(move || cache.body(&request, &entry)).await.ok()?
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
        self.aside.run(keep).await
    }

    pub(super) async fn remember_time(&self, request: &HttpRequest, took: Duration) {
        let Some(cache) = self.cache.clone().filter(|_| !took.is_zero()) else { return };
        let request = request.clone();
        // Only a note; when the runtime ends it may be lost.
        let _ = self.aside.run(move || cache.note(&request, took)).await;
    }

    pub(super) async fn record(&self, hop: &Hop, reply: Reply) -> Result<Reply, FetchError> {
        let Some(recorder) = self.recorder.clone() else { return Ok(reply) };
        let hop = hop.clone();
        self.aside.run(move || recorder.keep(&hop, &reply).map(|()| reply)).await?
    }
}
