//! What one request carries along on its way: what is wanted, the time that is left, and how it
//! fails.

use std::future::Future;
use std::time::Duration;

use tokio::time::Instant;

use crate::model::exchange::HttpRequest;

use crate::fetch::error::FetchError;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Want {
    /// What a source asked for.
    Content,
    /// A `robots.txt`: may be empty, is read up to a cap.
    Robots,
}

/// One request on its way.
#[derive(Debug)]
pub(super) struct Errand<'a> {
    pub(super) request: &'a HttpRequest,
    pub(super) want: Want,
    pub(super) budget: Budget,
    /// Asked without conditions, because the server said 304 to something we do not have.
    pub(super) unconditional: bool,
}

impl<'a> Errand<'a> {
    pub(super) fn new(request: &'a HttpRequest, want: Want, time: Duration) -> Errand<'a> {
        Errand { request, want, budget: Budget::new(time), unconditional: false }
    }
}

/// An error, and how long the server asks to wait before the next try.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) error: FetchError,
    pub(super) wait: Option<Duration>,
}

impl From<FetchError> for Failure {
    fn from(error: FetchError) -> Failure {
        Failure { error, wait: None }
    }
}

/// The time that one request may spend on the network, redirects and retries included; waiting
/// for a turn, for room or between tries costs nothing.
#[derive(Debug)]
pub(super) struct Budget {
    total: Duration,
    left: Duration,
}

impl Budget {
    fn new(total: Duration) -> Budget {
        Budget { total, left: total }
    }

    pub(super) fn spent(&self) -> Duration {
        self.total.saturating_sub(self.left)
    }

    pub(super) fn is_spent(&self) -> bool {
        self.left.is_zero()
    }

    /// Works within the time that is left.
    pub(super) async fn run<T>(&mut self, work: impl Future<Output = Result<T, FetchError>>) -> Result<T, FetchError> {
        let start = Instant::now();
        let result = tokio::time::timeout(self.left, work).await;
        self.left = self.left.saturating_sub(start.elapsed());
        result.unwrap_or(Err(FetchError::Timeout { after: self.total }))
    }
}
