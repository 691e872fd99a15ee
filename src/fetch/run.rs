//! One run: carries each request to its answer through robots rules, redirects, conditional
//! requests and retries, over the network or through a recording.
//!
//! The parts know nothing of each other (`client` sends, `cache` and `recording` keep, `polite`
//! waits, `redirect` and `robots` decide); here they meet. Start with [`Run::fetch`].

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::header::{self, HeaderMap, HeaderName};
use tokio::sync::OnceCell;
use tokio::time::Instant;
use url::Url;

use crate::model::exchange::{HttpRequest, Method, Purpose};

use super::cache::{Cache, Entry};
use super::client::Clients;
use super::decode::{self, Limits};
use super::error::FetchError;
use super::guard::Guard;
use super::polite::{Patience, Polite, retry_after};
use super::recording::{Recorder, Replay};
use super::redirect::{Hop, Trail};
use super::reply::{Reply, Verdict};
use super::robots::{ROBOTS_CAP, Robots};
use super::secrets::without_user;
use super::{Answer, Mode, Options, Origin};

/// Longest header value that is handed on, in bytes.
const HEADER_CAP: usize = 65_000;

/// What all requests of a run share.
#[derive(Debug)]
pub(super) struct Run {
    options: Arc<Options>,
    guard: Guard,
    clients: Clients,
    polite: Polite,
    cache: Option<Arc<Cache>>,
    recorder: Option<Arc<Recorder>>,
    replay: Option<Replay>,
    /// By origin.
    robots: Mutex<BTreeMap<String, Arc<RobotsOnce>>>,
}

/// The robots rules of one origin, read once a run.
type RobotsOnce = OnceCell<Result<Robots, FetchError>>;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Want {
    /// What a source asked for.
    Content,
    /// A `robots.txt`: may be empty, is read up to a cap.
    Robots,
}

/// One request on its way.
#[derive(Debug)]
struct Errand<'a> {
    request: &'a HttpRequest,
    want: Want,
    budget: Budget,
    /// Asked without conditions, because the server said 304 to something we do not have.
    unconditional: bool,
}

impl<'a> Errand<'a> {
    fn new(request: &'a HttpRequest, want: Want, time: Duration) -> Errand<'a> {
        Errand { request, want, budget: Budget::new(time), unconditional: false }
    }
}

/// An error, and how long the server asks to wait before the next try.
#[derive(Debug)]
struct Failure {
    error: FetchError,
    wait: Option<Duration>,
}

impl From<FetchError> for Failure {
    fn from(error: FetchError) -> Failure {
        Failure { error, wait: None }
    }
}

/// The time that one request may spend on the network, redirects and retries included; waiting
/// for a turn or between tries costs nothing.
#[derive(Debug)]
struct Budget {
    total: Duration,
    left: Duration,
}

impl Budget {
    fn new(total: Duration) -> Budget {
        Budget { total, left: total }
    }

    fn spent(&self) -> Duration {
        self.total.saturating_sub(self.left)
    }

    async fn run<T>(&mut self, work: impl Future<Output = Result<T, FetchError>>) -> Result<T, FetchError> {
        let start = Instant::now();
        let result = tokio::time::timeout(self.left, work).await;
        self.left = self.left.saturating_sub(start.elapsed());
        result.unwrap_or(Err(FetchError::Timeout { after: self.total }))
    }
}

impl Run {
    /// # Errors
    /// When there is no folder to replay from.
    pub(super) fn new(options: Options) -> Result<Run, FetchError> {
        let options = Arc::new(options);
        let replay = match &options.mode {
            Mode::Replay(folder) => Some(Replay::new(folder.clone(), options.max_size)?),
            Mode::Online | Mode::Offline => None,
        };
        Ok(Run {
            guard: Guard::new(options.allow_private.clone()),
            clients: Clients::new(options.clone()),
            polite: Polite::new(&options),
            cache: options.cache.clone().map(|folder| Arc::new(Cache::new(folder, options.max_size))),
            recorder: options.record.clone().map(|folder| Arc::new(Recorder::new(folder))),
            robots: Mutex::default(),
            replay,
            options,
        })
    }

    pub(super) fn cache(&self) -> Option<&Cache> {
        self.cache.as_deref()
    }

    /// Carries one request to its answer.
    pub(super) async fn fetch(&self, request: &HttpRequest) -> Result<Answer, FetchError> {
        match self.options.mode {
            Mode::Offline => self.offline(request).await,
            Mode::Online | Mode::Replay(_) => self.with_retries(request, Want::Content).await,
        }
    }

    /// The last good answer, whatever its age.
    async fn offline(&self, request: &HttpRequest) -> Result<Answer, FetchError> {
        let found = match self.entry(request).await {
            Some(entry) => self.cached_body(request, &entry).await.map(|body| (entry, body)),
            None => None,
        };
        let (entry, body) = found.ok_or(FetchError::NotInCache)?;
        let asked = Trail::start(request);
        let url = if asked.is_at(entry.final_url()) { None } else { Url::parse(entry.final_url()).ok() };
        let mut hop = asked.hop().clone();
        if let Some(url) = url {
            // The way there is not in the cache, only its end.
            let sent_on = Reply { status: 302, location: Some(url.clone().into()), ..Reply::default() };
            self.record(&hop, sent_on).await?;
            hop.url = url;
        }
        let reply = self.record(&hop, entry.reply(body)).await?;
        Ok(Answer {
            url: hop.url,
            content_type: reply.content_type,
            body: reply.body,
            from: Origin::Cache,
            moved: None,
        })
    }

    /// Tries until there is an answer or no hope. A recording has nothing better to say later.
    async fn with_retries(&self, request: &HttpRequest, want: Want) -> Result<Answer, FetchError> {
        let mut errand = Errand::new(request, want, self.options.timeout);
        let mut patience = Patience::new(&self.options);
        loop {
            let failure = match self.walk(&mut errand).await {
                Ok(answer) => return Ok(answer),
                Err(failure) => failure,
            };
            self.remember_time(request, errand.budget.spent()).await;
            if errand.budget.left.is_zero() || self.replay.is_some() {
                return Err(failure.error);
            }
            tokio::time::sleep(patience.pause(failure.error, failure.wait)?).await;
        }
    }

    /// Follows one request through its redirects to the end.
    async fn walk(&self, errand: &mut Errand<'_>) -> Result<Answer, Failure> {
        let mut trail = Trail::start(errand.request);
        loop {
            let entry = if errand.unconditional { None } else { self.entry(errand.request).await };
            let entry = entry.filter(|entry| trail.hop().method == Method::Get && trail.is_at(entry.final_url()));
            let reply = self.ask(&trail, errand, entry.as_ref()).await?;
            match reply.verdict() {
                Verdict::Good => return Ok(self.finish(errand, &trail, reply).await?),
                Verdict::Redirect => {
                    let reply = self.record(trail.hop(), reply).await?;
                    trail.follow(reply.status, reply.location.as_deref())?;
                }
                Verdict::NotModified => {
                    if let Some(answer) = self.not_modified(errand, &trail, entry).await? {
                        return Ok(answer);
                    }
                    if errand.unconditional {
                        return Err(FetchError::NotModifiedWithoutCache.into());
                    }
                    errand.unconditional = true;
                }
                Verdict::Bad => return Err(self.failure(&trail, reply).await?),
            }
        }
    }

    /// One request to one server, when it may be asked and it is its turn.
    async fn ask(&self, trail: &Trail, errand: &mut Errand<'_>, entry: Option<&Entry>) -> Result<Reply, FetchError> {
        let hop = trail.hop();
        if self.replay.is_none() {
            self.guard.check(&hop.url)?;
        }
        if errand.request.purpose == Purpose::Page {
            self.obey_robots(&hop.url).await?;
        }
        if let Some(replay) = &self.replay {
            return replay.answer(hop);
        }
        let mut conditions = entry.map(Entry::validators).unwrap_or_default();
        if errand.unconditional {
            conditions.push(("cache-control", "no-cache"));
        }
        let _turn = self.polite.turn(&hop.url).await;
        errand.budget.run(self.exchange(hop, errand.want, &conditions)).await
    }

    async fn exchange(&self, hop: &Hop, want: Want, conditions: &[(&'static str, &str)]) -> Result<Reply, FetchError> {
        let response = self.clients.send(hop, self.guard.allows(&hop.url), conditions).await?;
        let mut reply = head(response.status().as_u16(), response.headers());
        if reply.verdict() == Verdict::Good {
            let max_size = if want == Want::Robots { ROBOTS_CAP } else { self.options.max_size };
            let limits = Limits { max_size, cut_at_cap: want == Want::Robots, idle: self.options.idle_timeout };
            reply.body = decode::body(response, limits).await?;
        }
        Ok(reply)
    }

    /// A good reply becomes the answer, and is kept.
    async fn finish(&self, errand: &Errand<'_>, trail: &Trail, reply: Reply) -> Result<Answer, FetchError> {
        let reply = self.record(trail.hop(), reply).await?;
        if reply.body.is_empty() && errand.want == Want::Content {
            return Err(FetchError::Empty { status: reply.status });
        }
        if self.replay.is_some() {
            return Ok(answer(trail, reply, Origin::Recording));
        }
        let reply = self.keep(errand.request, &trail.hop().url, reply, errand.budget.spent()).await?;
        Ok(answer(trail, reply, Origin::Network))
    }

    /// The answer that is still right, if its body is still there.
    async fn not_modified(
        &self,
        errand: &Errand<'_>,
        trail: &Trail,
        entry: Option<Entry>,
    ) -> Result<Option<Answer>, FetchError> {
        let Some(entry) = entry else { return Ok(None) };
        let Some(body) = self.cached_body(errand.request, &entry).await else { return Ok(None) };
        self.remember_time(errand.request, errand.budget.spent()).await;
        let reply = self.record(trail.hop(), entry.reply(body)).await?;
        Ok(Some(answer(trail, reply, Origin::NotModified)))
    }

    /// A bad status. When the server asks for patience, everybody gives it to that host.
    async fn failure(&self, trail: &Trail, reply: Reply) -> Result<Failure, FetchError> {
        let reply = self.record(trail.hop(), reply).await?;
        let wait = retry_after(reply.retry_after.as_deref(), reply.date.as_deref());
        let error = FetchError::of_status(reply.status);
        // A longer wait is this request's end; it must not become that of others.
        if let Some(wait) = wait.filter(|&wait| wait <= self.options.retry_after_cap && error.is_transient()) {
            self.polite.hold(&trail.hop().url, wait);
        }
        Ok(Failure { error, wait })
    }
}

/// Robots rules.
impl Run {
    async fn obey_robots(&self, url: &Url) -> Result<(), FetchError> {
        let origin = url.origin().ascii_serialization();
        let place = self.robots.lock().unwrap_or_else(PoisonError::into_inner).entry(origin).or_default().clone();
        let robots = place.get_or_init(|| self.read_robots(url)).await.as_ref().map_err(Clone::clone)?;
        let path = url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
        if robots.allows(&path) { Ok(()) } else { Err(FetchError::RobotsDisallowed { host: host(url) }) }
    }

    /// The rules of a host. A file that is not there allows everything, one that cannot be read
    /// nothing (RFC 9309, section 2.3.1); in a replay a missing one was never asked for.
    async fn read_robots(&self, url: &Url) -> Result<Robots, FetchError> {
        let mut file = without_user(url);
        file.set_path("/robots.txt");
        file.set_query(None);
        match self.robots_file(&HttpRequest::get(file)).await {
            Ok(answer) => {
                let agent = self.options.user_agent.split(['/', ' ']).next().unwrap_or_default();
                let robots = Robots::parse(&answer.body, agent);
                if let Some(delay) = robots.delay().filter(|_| self.replay.is_none()) {
                    self.polite.space(url, delay);
                }
                Ok(robots)
            }
            Err(
                FetchError::NotInRecording { .. }
                | FetchError::TooManyRedirects { .. }
                | FetchError::RedirectLoop { .. }
                | FetchError::BadRedirect { .. },
            ) => Ok(Robots::default()),
            Err(error) if error.status().is_some_and(|status| status < 500) => Ok(Robots::default()),
            Err(error) if error.is_unreachable_host() => Err(error),
            Err(error) => Err(FetchError::RobotsUnreadable { host: host(url), cause: Box::new(error) }),
        }
    }

    /// Boxed, because fetching a page leads here and this to fetching again (never to a third time:
    /// robots files are not asked for leave).
    fn robots_file<'a>(
        &'a self,
        request: &'a HttpRequest,
    ) -> Pin<Box<dyn Future<Output = Result<Answer, FetchError>> + Send + 'a>> {
        Box::pin(self.with_retries(request, Want::Robots))
    }
}

/// Files, off the reactor's threads.
impl Run {
    async fn entry(&self, request: &HttpRequest) -> Option<Entry> {
        let (cache, request) = (self.cache.clone()?, request.clone());
        aside(move || cache.entry(&request)).await.ok()?
    }

    async fn cached_body(&self, request: &HttpRequest, entry: &Entry) -> Option<Vec<u8>> {
        let (cache, request, entry) = (self.cache.clone()?, request.clone(), entry.clone());
        aside(move || cache.body(&request, &entry)).await.ok()?
    }

    async fn keep(&self, request: &HttpRequest, from: &Url, reply: Reply, took: Duration) -> Result<Reply, FetchError> {
        let Some(cache) = self.cache.clone() else { return Ok(reply) };
        let (request, from) = (request.clone(), from.clone());
        aside(move || {
            cache.keep(&request, &from, &reply, took);
            reply
        })
        .await
    }

    async fn remember_time(&self, request: &HttpRequest, took: Duration) {
        let Some(cache) = self.cache.clone().filter(|_| !took.is_zero()) else { return };
        let request = request.clone();
        // Only a note; when the runtime ends it may be lost.
        let _ = aside(move || cache.note(&request, took)).await;
    }

    async fn record(&self, hop: &Hop, reply: Reply) -> Result<Reply, FetchError> {
        let Some(recorder) = self.recorder.clone() else { return Ok(reply) };
        let hop = hop.clone();
        aside(move || recorder.keep(&hop, &reply).map(|()| reply)).await?
    }
}

async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, FetchError> {
    let stopped = |_| FetchError::Client { detail: "the program is ending".to_owned() };
    tokio::task::spawn_blocking(work).await.map_err(stopped)
}

fn answer(trail: &Trail, reply: Reply, from: Origin) -> Answer {
    Answer {
        url: trail.hop().url.clone(),
        content_type: reply.content_type,
        body: reply.body,
        from,
        moved: trail.moved(),
    }
}

fn head(status: u16, headers: &HeaderMap) -> Reply {
    let value = |name: HeaderName| {
        let value = headers.get(name).filter(|value| value.len() <= HEADER_CAP)?;
        Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
    };
    Reply {
        status,
        content_type: value(header::CONTENT_TYPE),
        location: value(header::LOCATION),
        etag: value(header::ETAG),
        last_modified: value(header::LAST_MODIFIED),
        retry_after: value(header::RETRY_AFTER),
        date: value(header::DATE),
        body: Vec::new(),
    }
}

fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}
