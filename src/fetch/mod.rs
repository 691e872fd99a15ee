//! The one room that opens sockets.
//!
//! [`Fetcher`] carries out one [`HttpRequest`] politely and safely: cache and conditional requests,
//! limits, redirects, robots, retries, recording and replay. What a request goes through stands in
//! `run`; each other file is one idea that knows nothing of the rest:
//!
//! | file | idea |
//! |---|---|
//! | `client`, `tls` | one request to one server; whom to trust |
//! | `error`, `hints`, `classify` | what went wrong, what to do about it, how we know |
//! | `guard`, `names` | which addresses may be reached; who says what a name stands for |
//! | `decode`, `ending` | a body, decompressed, whole and within its cap |
//! | `redirect` | where to go next and what may be sent there |
//! | `polite`, `robots` | turns, pauses, retries; `robots.txt` |
//! | `spool`, `room` | a body while it is received; how many large ones may be in memory at once |
//! | `descriptors` | how many connections the system allows |
//! | `cache`, `recording`, `store` | answers as readable files |
//! | `aside` | work with files off the reactor's threads |
//! | `output` | what programs print, recorded like answers |
//! | `secrets` | what must not be shown or kept |

mod aside;
mod cache;
mod classify;
mod client;
mod decode;
mod descriptors;
mod ending;
mod error;
mod guard;
mod hints;
mod names;
mod output;
mod polite;
mod recording;
mod redirect;
mod reply;
mod robots;
mod room;
mod run;
mod secrets;
mod spool;
mod store;
mod tls;

/// Caps that `docs/limits.md` lists.
pub(crate) mod limits {
    pub(crate) use super::redirect::{LOCATION_CAP, REDIRECT_LIMIT};
    pub(crate) use super::robots::ROBOTS_CAP;
    pub(crate) use super::room::STEPS;
}

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use url::Url;

use crate::model::exchange::{CommandRequest, HttpRequest};

pub use error::{FetchError, TlsProblem};
pub use names::{Lookup, Resolver, System};
pub use run::Held;
pub use secrets::{safe_address, secrets_of, without_secrets};

/// How requests are carried out. `Default` is what `[fetch]` leaves out.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder of the HTTP cache; none for no cache.
    pub cache: Option<PathBuf>,
    /// Network, cache only, or a recording.
    pub mode: Mode,
    /// Where to keep every answer of this run.
    pub record: Option<PathBuf>,
    /// Which private addresses may be reached.
    pub allow_private: AllowPrivate,
    /// Largest body after decompression, in bytes.
    pub max_size: u64,
    /// Connecting, TLS included.
    pub connect_timeout: Duration,
    /// From the connection to the first byte of the answer.
    pub first_byte_timeout: Duration,
    /// Between two pieces of a body.
    pub idle_timeout: Duration,
    /// One request with its redirects, its body and its retries, without waiting for a turn, for room
    /// or between retries.
    pub timeout: Duration,
    /// Requests at once to one host.
    pub per_host: usize,
    /// Requests at once over all.
    pub in_flight: usize,
    /// Tries after the first.
    pub retries: u32,
    /// First pause before a retry; doubles each time, with jitter.
    pub retry_pause: Duration,
    /// Longest `Retry-After` that is waited for.
    pub retry_after_cap: Duration,
    /// An honest name with the project's address.
    pub user_agent: String,
    /// Who looks names up.
    pub resolver: Arc<dyn Resolver>,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            cache: None,
            mode: Mode::Online,
            record: None,
            allow_private: AllowPrivate::Nothing,
            max_size: 20_000_000,
            connect_timeout: Duration::from_secs(10),
            first_byte_timeout: Duration::from_secs(30),
            idle_timeout: Duration::from_secs(20),
            timeout: Duration::from_secs(60),
            per_host: 4,
            in_flight: 100,
            retries: 2,
            retry_pause: Duration::from_millis(500),
            retry_after_cap: Duration::from_secs(30),
            user_agent: concat!("newsletter/", env!("CARGO_PKG_VERSION"), " (+", env!("CARGO_PKG_REPOSITORY"), ")")
                .to_owned(),
            resolver: Arc::new(System),
        }
    }
}

/// Where answers come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The network, with the cache's help.
    Online,
    /// The cache only, whatever its age.
    Offline,
    /// A recording only.
    Replay(PathBuf),
}

/// Which loopback, private and link-local addresses may be reached.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum AllowPrivate {
    /// None.
    #[default]
    Nothing,
    /// Those of these `host` or `host:port` names, as they stand in addresses.
    Listed(Vec<String>),
    /// All.
    Everything,
}

/// A complete, good answer (200, or the cached body behind a 304).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Where it came from after redirects.
    pub url: Url,
    /// As sent.
    pub content_type: Option<String>,
    /// Decompressed, not decoded.
    pub body: Vec<u8>,
    /// How it was had.
    pub from: Origin,
    /// The new address, where every redirect up to it was permanent (301, 308): a hint to edit the source.
    pub moved: Option<Url>,
}

/// How an answer was had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Sent by the server.
    Network,
    /// The server said 304: the cached body.
    NotModified,
    /// The cache, without asking (offline).
    Cache,
    /// A recording.
    Recording,
}

/// Carries out requests; cheap to clone, shared by all tasks of a run.
#[derive(Clone, Debug)]
pub struct Fetcher {
    run: Arc<run::Run>,
}

impl Fetcher {
    /// Prepares a fetcher. Touches neither network nor TLS roots before the first request.
    ///
    /// # Errors
    /// When there is no recording to replay from.
    pub fn new(options: Options) -> Result<Fetcher, FetchError> {
        Ok(Fetcher { run: Arc::new(run::Run::new(options)?) })
    }

    /// Carries out one request. Must be called inside a tokio runtime with time and I/O enabled.
    ///
    /// # Errors
    /// Everything that is not a complete good answer.
    pub async fn fetch(&self, request: &HttpRequest) -> Result<Answer, FetchError> {
        self.run.fetch(request).await.map(|(answer, _)| answer)
    }

    /// Like [`Fetcher::fetch`], for a run of many: the answer counts as in flight until [`Held`] is
    /// dropped, so that what waits in memory to be read follows what is in flight. Whoever holds it
    /// must not ask for anything else.
    ///
    /// # Errors
    /// Everything that is not a complete good answer.
    pub async fn fetch_held(&self, request: &HttpRequest) -> Result<(Answer, Held), FetchError> {
        self.run.fetch(request).await
    }

    /// Room for so many bytes that are about to be read from somewhere else: what is large from a disk
    /// adds up like what is large from the network.
    pub async fn hold(&self, bytes: u64) -> Held {
        self.run.hold(bytes).await
    }

    /// Whether nothing may be asked or run at all, only looked up.
    pub fn is_offline(&self) -> bool {
        self.run.is_offline()
    }

    /// Whether requests go out, so that secrets are of use.
    pub fn is_online(&self) -> bool {
        self.run.is_online()
    }

    /// What a program printed, where a recording is replayed; none where it has to be run. It stands in
    /// a recording as a POST to `command://local/PROGRAM` with its arguments as a JSON list.
    ///
    /// # Errors
    /// When a recording is replayed that does not have it.
    pub fn recorded_output(&self, command: &CommandRequest) -> Result<Option<Vec<u8>>, FetchError> {
        self.run.recorded_output(command)
    }

    /// Keeps what a program printed, where a recording is made.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn keep_output(&self, command: &CommandRequest, output: Vec<u8>) -> Result<Vec<u8>, FetchError> {
        self.run.keep_output(command, output).await
    }

    /// How long the last GET of an address took on the network, good or bad, as far as the cache
    /// remembers: sources that were slow are best started first. Reads one small file.
    pub fn remembered_latency(&self, url: &Url) -> Option<Duration> {
        self.run.cache()?.latency(url)
    }

    /// The hosts whose `robots.txt` was too large to be read to its end, in order.
    pub fn cut_robots(&self) -> Vec<String> {
        self.run.cut_robots()
    }

    /// What went wrong first in writing the cache, if anything did: "PATH: what". The run is none
    /// the worse for it, only the next one slower.
    pub fn cache_problem(&self) -> Option<String> {
        self.run.cache()?.problem().map(str::to_owned)
    }
}
