//! One run: carries each request to its answer through robots rules, redirects, conditional
//! requests and retries, over the network or through a recording.
//!
//! The parts know nothing of each other (`client` sends, `cache` and `recording` keep, `polite`
//! waits, `redirect` and `robots` decide); here they meet. Start with [`Run::fetch`]. Beside this
//! file: what one request carries along (`errand`), leave to ask for pages (`leave`), and work with
//! files off the reactor's threads (`files`).

mod errand;
mod files;
mod leave;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use reqwest::header::{self, HeaderMap, HeaderName};
use url::Url;

use crate::model::exchange::{CommandRequest, HttpRequest, Method, Purpose};

use self::errand::{Errand, Failure, Want};
use self::leave::RobotsOnce;
use super::aside::Aside;
use super::cache::{Cache, Entry};
use super::client::Clients;
use super::decode::{self, Limits, Packed};
use super::error::FetchError;
use super::guard::Guard;
use super::output;
use super::polite::{Patience, Polite, Turn, retry_after};
use super::recording::{Recorder, Replay};
use super::redirect::{Hop, Trail};
use super::reply::{Reply, Verdict};
use super::robots::ROBOTS_CAP;
use super::room::{Room, Rooms};
use super::spool::Spool;
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
    aside: Arc<Aside>,
    rooms: Rooms,
    /// Whose `robots.txt` was not read to its end.
    cut_robots: Mutex<BTreeSet<String>>,
    /// By origin.
    robots: Mutex<BTreeMap<String, Arc<RobotsOnce>>>,
}

/// What came of asking one server.
#[derive(Debug)]
struct Asked {
    reply: Reply,
    /// What the reply may say has not changed.
    entry: Option<Entry>,
    held: Held,
}

/// The turn and the room of an answer; given back when dropped.
#[derive(Debug, Default)]
#[must_use = "dropped at once, the next answer comes before this one is read"]
pub struct Held {
    _turn: Option<Turn>,
    _room: Room,
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
            aside: Arc::new(Aside::new()),
            rooms: Rooms::new(),
            cut_robots: Mutex::default(),
            robots: Mutex::default(),
            replay,
            options,
        })
    }

    pub(super) fn is_offline(&self) -> bool {
        self.options.mode == Mode::Offline
    }

    pub(super) fn is_online(&self) -> bool {
        self.options.mode == Mode::Online
    }

    pub(super) fn recorded_output(&self, command: &CommandRequest) -> Result<Option<Vec<u8>>, FetchError> {
        let Some(replay) = &self.replay else { return Ok(None) };
        Ok(Some(replay.answer(&output::hop(command)?)?.body))
    }

    pub(super) async fn keep_output(&self, command: &CommandRequest, output: Vec<u8>) -> Result<Vec<u8>, FetchError> {
        Ok(self.record(&output::hop(command)?, output::reply(output)).await?.body)
    }

    pub(super) fn cache(&self) -> Option<&Cache> {
        self.cache.as_deref()
    }

    /// Carries one request to its answer.
    pub(super) async fn fetch(&self, request: &HttpRequest) -> Result<(Answer, Held), FetchError> {
        match self.options.mode {
            Mode::Offline => self.offline(request).await,
            Mode::Online | Mode::Replay(_) => self.with_retries(request, Want::Content).await,
        }
    }

    /// Room for something of so many bytes that does not come over the network.
    pub(super) async fn hold(&self, bytes: u64) -> Held {
        Held { _turn: None, _room: self.rooms.of(bytes).await }
    }

    /// The last good answer, whatever its age.
    async fn offline(&self, request: &HttpRequest) -> Result<(Answer, Held), FetchError> {
        let entry = self.entry(request).await.ok_or(FetchError::NotInCache)?;
        let held = self.hold(entry.length()).await;
        let body = self.cached_body(request, &entry).await.ok_or(FetchError::NotInCache)?;
        let asked = Trail::start(request);
        let url = if asked.is_at(entry.final_url()) { None } else { Url::parse(entry.final_url()).ok() };
        let mut hop = asked.hop().clone();
        if let Some(url) = url {
            // The way there is not in the cache, only its end.
            let sent_on = Reply { status: 302, location: Some(url.clone().into()), ..Reply::default() };
            self.record(&hop, sent_on).await?;
            hop.url = url;
        }
        let Reply { content_type, body, .. } = self.record(&hop, entry.reply(body)).await?;
        Ok((Answer { url: hop.url, content_type, body, from: Origin::Cache, moved: None }, held))
    }

    /// Tries until there is an answer or no hope. A recording has nothing better to say later.
    async fn with_retries(&self, request: &HttpRequest, want: Want) -> Result<(Answer, Held), FetchError> {
        let mut errand = Errand::new(request, want, self.options.timeout);
        let tries = if self.replay.is_some() { 0 } else { self.options.retries };
        let mut patience = Patience::new(&self.options, tries);
        loop {
            let failure = match self.walk(&mut errand).await {
                Ok(answer) => return Ok(answer),
                Err(failure) => failure,
            };
            self.remember_time(request, errand.budget.spent()).await;
            if errand.budget.is_spent() {
                return Err(failure.error);
            }
            tokio::time::sleep(patience.pause(failure.error, failure.wait)?).await;
        }
    }

    /// Follows one request through its redirects to the end.
    async fn walk(&self, errand: &mut Errand<'_>) -> Result<(Answer, Held), Failure> {
        let mut trail = Trail::start(errand.request);
        loop {
            // The turn lasts until the answer is kept and read: what is in memory follows what is in flight.
            let Asked { reply, entry, held } = self.ask(&trail, errand).await?;
            match reply.verdict() {
                Verdict::Good => return Ok((self.finish(errand, &trail, reply).await?, held)),
                Verdict::Redirect => {
                    let reply = self.record(trail.hop(), reply).await?;
                    trail.follow(reply.status, reply.location.as_deref())?;
                }
                Verdict::NotModified => {
                    if let Some((answer, room)) = self.not_modified(errand, &trail, entry).await? {
                        return Ok((answer, Held { _room: room, ..held }));
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
    async fn ask(&self, trail: &Trail, errand: &mut Errand<'_>) -> Result<Asked, FetchError> {
        let hop = trail.hop();
        if self.replay.is_none() {
            self.guard.check(&hop.url)?;
        }
        if errand.request.purpose == Purpose::Page {
            self.obey_robots(&hop.url).await?;
        }
        if let Some(recorder) = &self.recorder {
            recorder.number(hop);
        }
        if let Some(replay) = &self.replay {
            let held = self.hold(replay.length(hop)?).await;
            return Ok(Asked { reply: replay.answer(hop)?, entry: None, held });
        }
        let turn = self.polite.turn(&hop.url).await;
        let entry = self.comparable(trail, errand).await;
        let mut conditions = entry.as_ref().map(Entry::validators).unwrap_or_default();
        if errand.unconditional {
            conditions.push(("cache-control", "no-cache"));
        }
        // Boxed, so that the many requests that wait for their turn are small.
        let exchange = Box::pin(self.exchange(hop, errand.want, &conditions));
        let (mut reply, packed) = errand.budget.run(exchange).await?;
        let mut room = Room::default();
        if let Some(packed) = packed {
            reply.body = decode::unpack(packed, self.limits(errand.want), &self.rooms, &mut room).await?;
        }
        Ok(Asked { reply, entry, held: Held { _turn: Some(turn), _room: room } })
    }

    /// What is in the cache from the very address that is asked now.
    async fn comparable(&self, trail: &Trail, errand: &Errand<'_>) -> Option<Entry> {
        if errand.unconditional || trail.hop().method != Method::Get {
            return None;
        }
        self.entry(errand.request).await.filter(|entry| trail.is_at(entry.final_url()))
    }

    /// The head of an answer, and the body of a good one.
    async fn exchange(
        &self,
        hop: &Hop,
        want: Want,
        conditions: &[(&'static str, &str)],
    ) -> Result<(Reply, Option<Packed>), FetchError> {
        let response = self.clients.send(hop, self.guard.allows(&hop.url), conditions).await?;
        let reply = head(response.status().as_u16(), response.headers());
        if reply.verdict() != Verdict::Good {
            return Ok((reply, None));
        }
        let spool = Spool::new(self.aside.clone(), self.options.cache.clone());
        Ok((reply, Some(decode::receive(response, self.limits(want), spool).await?)))
    }

    fn limits(&self, want: Want) -> Limits {
        let max_size = if want == Want::Robots { ROBOTS_CAP } else { self.options.max_size };
        Limits { max_size, cut_at_cap: want == Want::Robots, idle: self.options.idle_timeout }
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
    ) -> Result<Option<(Answer, Room)>, FetchError> {
        let Some(entry) = entry else { return Ok(None) };
        let room = self.rooms.of(entry.length()).await;
        let Some(body) = self.cached_body(errand.request, &entry).await else { return Ok(None) };
        self.remember_time(errand.request, errand.budget.spent()).await;
        let reply = self.record(trail.hop(), entry.reply(body)).await?;
        Ok(Some((answer(trail, reply, Origin::NotModified), room)))
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
