//! Manners: how many requests at once, how far apart, and when to try again.
//!
//! A request first waits for its host's turn and only then for a place among all, so that a slow
//! host never keeps others waiting. Nothing here knows what is asked or answered.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;
use url::Url;

use super::Options;
use super::descriptors;
use super::error::FetchError;

/// Most that `Crawl-delay` may put between two requests: a run with a hundred pages of one host must
/// end within minutes.
const SPACING_CAP: Duration = Duration::from_secs(2);

/// Longest pause of our own before a retry.
const PAUSE_CAP: Duration = Duration::from_secs(30);

/// Hands out turns.
#[derive(Debug)]
pub(super) struct Polite {
    per_host: usize,
    all: Arc<Semaphore>,
    hosts: Mutex<BTreeMap<String, Arc<Host>>>,
}

#[derive(Debug)]
struct Host {
    turns: Arc<Semaphore>,
    pace: Mutex<Pace>,
}

#[derive(Debug, Default)]
struct Pace {
    /// No request before this.
    next: Option<Instant>,
    /// Between the starts of two requests.
    spacing: Duration,
}

/// The right to send one request; given back when dropped.
#[derive(Debug)]
pub(super) struct Turn {
    _host: Option<OwnedSemaphorePermit>,
    _all: Option<OwnedSemaphorePermit>,
}

impl Polite {
    pub(super) fn new(options: &Options) -> Polite {
        let in_flight = options.in_flight.min(descriptors::connections());
        Polite {
            per_host: options.per_host.clamp(1, Semaphore::MAX_PERMITS),
            all: Arc::new(Semaphore::new(in_flight.clamp(1, Semaphore::MAX_PERMITS))),
            hosts: Mutex::default(),
        }
    }

    /// Waits for the turn of a request to this address.
    pub(super) async fn turn(&self, url: &Url) -> Turn {
        let host = self.host(url);
        // The semaphores are never closed, so acquiring cannot fail.
        let of_host = host.turns.clone().acquire_owned().await.ok();
        if let Some(start) = host.reserve() {
            tokio::time::sleep_until(start).await;
        }
        let of_all = self.all.clone().acquire_owned().await.ok();
        Turn { _host: of_host, _all: of_all }
    }

    /// Nobody asks this host anything for a while.
    pub(super) fn hold(&self, url: &Url, pause: Duration) {
        let until = Instant::now() + pause;
        let host = self.host(url);
        let mut pace = host.pace();
        pace.next = Some(pace.next.map_or(until, |next| next.max(until)));
    }

    /// From now on the requests to this host start at least this far apart, within reason.
    pub(super) fn space(&self, url: &Url, spacing: Duration) {
        let host = self.host(url);
        let mut pace = host.pace();
        pace.spacing = spacing.min(SPACING_CAP);
        let next = Instant::now() + pace.spacing;
        pace.next = Some(pace.next.map_or(next, |earlier| earlier.max(next)));
    }

    fn host(&self, url: &Url) -> Arc<Host> {
        let name =
            format!("{}:{}", url.host_str().unwrap_or_default(), url.port_or_known_default().unwrap_or_default());
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        let new = || Arc::new(Host { turns: Arc::new(Semaphore::new(self.per_host)), pace: Mutex::default() });
        hosts.entry(name).or_insert_with(new).clone()
    }
}

impl Host {
    fn pace(&self) -> std::sync::MutexGuard<'_, Pace> {
        self.pace.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// When the next request may start, if not at once.
    fn reserve(&self) -> Option<Instant> {
        let mut pace = self.pace();
        let start = pace.next?;
        let now = Instant::now();
        if pace.spacing.is_zero() && start <= now {
            pace.next = None;
            return None;
        }
        if !pace.spacing.is_zero() {
            pace.next = Some(start.max(now) + pace.spacing);
        }
        (start > now).then_some(start)
    }
}

/// The tries and pauses that are left to one request.
#[derive(Debug)]
pub(super) struct Patience {
    tries: u32,
    next_pause: Duration,
    /// Longest wait that a server may ask for.
    cap: Duration,
    /// All that servers may ask for together.
    left: Duration,
}

impl Patience {
    /// Patience for so many tries after the first.
    pub(super) fn new(options: &Options, tries: u32) -> Patience {
        let cap = options.retry_after_cap;
        Patience { tries, next_pause: options.retry_pause, cap, left: cap.saturating_mul(2) }
    }

    /// How long to wait before the next try: exponential, with jitter, never less than the server
    /// asks for.
    ///
    /// # Errors
    /// The final error, when there is no further try.
    pub(super) fn pause(&mut self, error: FetchError, asked: Option<Duration>) -> Result<Duration, FetchError> {
        if !error.is_transient() {
            return Err(error);
        }
        let wait = asked.unwrap_or_default();
        if wait > self.cap || (self.tries > 0 && wait > self.left) {
            return Err(match error {
                FetchError::Blocked { status } | FetchError::ServerError { status } => {
                    FetchError::RetryLater { status, wait }
                }
                other => other,
            });
        }
        self.tries = self.tries.checked_sub(1).ok_or(error)?;
        let pause = wait.max(self.next_pause.min(PAUSE_CAP)).mul_f64(1.0 + fastrand::f64() / 4.0);
        self.next_pause = self.next_pause.saturating_mul(2);
        self.left = self.left.saturating_sub(wait);
        Ok(pause)
    }
}

/// What `Retry-After` asks for (RFC 9110, section 10.2.3): seconds, or a date, which is read by the
/// server's own clock where it gives one. None for what cannot be read; nothing for the past.
pub(super) fn retry_after(value: Option<&str>, server_clock: Option<&str>) -> Option<Duration> {
    let value = value?.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        // More digits than fit mean longer than anybody waits.
        return Some(Duration::from_secs(value.parse().unwrap_or(u64::from(u32::MAX))));
    }
    let date = httpdate::parse_http_date(value).ok()?;
    // Not the newsletter's day but real time: this is about waiting.
    let now = server_clock.and_then(|clock| httpdate::parse_http_date(clock).ok()).unwrap_or_else(SystemTime::now);
    Some(date.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const CLOCK: Option<&str> = Some("Sun, 06 Nov 1994 08:49:37 GMT");

    #[test]
    fn retry_after_is_read_in_both_forms() {
        let seconds = |count| Some(Duration::from_secs(count));
        for (value, wait) in [
            ("0", seconds(0)),
            (" 120 ", seconds(120)),
            ("99999999999999999999999", seconds(u64::from(u32::MAX))),
            ("Sun, 06 Nov 1994 08:50:07 GMT", seconds(30)),
            ("Sun, 06 Nov 1994 08:00:00 GMT", seconds(0)),
            ("Sunday, 06-Nov-94 08:50:07 GMT", seconds(30)),
            ("-5", None),
            ("1.5", None),
            ("soon", None),
            ("", None),
        ] {
            assert_eq!(retry_after(Some(value), CLOCK), wait, "{value}");
        }
        assert_eq!(retry_after(None, CLOCK), None);
        let far = retry_after(Some("Fri, 31 Dec 9999 23:59:59 GMT"), None).unwrap();
        assert!(far > Duration::from_secs(1_000_000));
    }

    fn patience() -> Patience {
        Patience::new(&Options { retry_after_cap: Duration::from_secs(10), ..Options::default() }, 3)
    }

    #[test]
    fn pauses_grow_and_end() {
        let mut patience = patience();
        let mut least = Duration::from_millis(500);
        for _ in 0..3 {
            let pause = patience.pause(FetchError::Dropped, None).unwrap();
            assert!(pause >= least && pause <= least.mul_f64(1.25), "{pause:?}");
            least *= 2;
        }
        assert_eq!(patience.pause(FetchError::Dropped, None), Err(FetchError::Dropped));
    }

    #[test]
    fn never_sooner_than_asked_and_never_longer_than_allowed() {
        let busy = || FetchError::ServerError { status: 503 };
        let mut patience = patience();
        let asked = Duration::from_secs(10);
        assert!(patience.pause(busy(), Some(asked)).unwrap() >= asked);
        assert!(patience.pause(busy(), Some(asked)).unwrap() >= asked);
        let later = FetchError::RetryLater { status: 503, wait: asked };
        assert_eq!(patience.pause(busy(), Some(asked)), Err(later));
        let wait = Duration::from_secs(11);
        let later = FetchError::RetryLater { status: 503, wait };
        assert_eq!(self::patience().pause(busy(), Some(wait)), Err(later));
        let missing = FetchError::NotFound { status: 404 };
        assert_eq!(self::patience().pause(missing.clone(), None), Err(missing));
    }

    #[tokio::test]
    async fn a_host_at_its_limit_keeps_no_other_host_waiting() {
        let polite = Polite::new(&Options { per_host: 1, in_flight: 2, ..Options::default() });
        let [busy, free] = ["http://a.example/", "http://b.example/"].map(|address| Url::parse(address).unwrap());
        let first = polite.turn(&busy).await;
        let waiting = [polite.turn(&busy), polite.turn(&busy), polite.turn(&busy)].map(Box::pin);
        let [mut second, ..] = waiting;
        assert!(tokio::time::timeout(Duration::from_millis(20), &mut second).await.is_err());
        assert!(tokio::time::timeout(Duration::from_millis(20), polite.turn(&free)).await.is_ok());
        drop(first);
        assert!(tokio::time::timeout(Duration::from_secs(1), second).await.is_ok());
    }

    #[tokio::test]
    async fn spacing_and_holding_put_requests_apart() {
        let polite = Polite::new(&Options::default());
        let url = Url::parse("http://a.example/").unwrap();
        let start = Instant::now();
        polite.space(&url, Duration::from_millis(40));
        for turn in 1..=3 {
            polite.turn(&url).await;
            assert!(start.elapsed() >= Duration::from_millis(40 * turn), "{turn}");
        }
        polite.hold(&url, Duration::from_millis(100));
        polite.turn(&url).await;
        assert!(start.elapsed() >= Duration::from_millis(220));
        polite.space(&url, Duration::from_secs(3600));
        assert_eq!(polite.host(&url).pace().spacing, SPACING_CAP);
    }
}
