//! The HTTP cache: for each request the last good answer, in a head and a body file that people can
//! read and may delete at any time.
//!
//! It is used for conditional requests and for working offline, never instead of asking. Failures
//! are not kept. What cannot be understood (damaged, half written, too large, somebody else's) is
//! treated as absent. A head also remembers how long the last fetch took.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use url::Url;

use crate::model::exchange::HttpRequest;

use super::error::quoted;
use super::reply::Reply;
use super::secrets::{masked, without_user};
use super::store;

/// Largest head file, in bytes.
const HEAD_CAP: u64 = 32_000;
/// Longest validator (`ETag`, `Last-Modified`) that is kept, in bytes.
const VALIDATOR_CAP: usize = 1_000;
/// The format of the head files; others are ignored.
const VERSION: u32 = 1;

/// The folder of the cache.
#[derive(Debug)]
pub(super) struct Cache {
    folder: PathBuf,
    /// Larger bodies are ignored.
    max_size: u64,
    /// The first thing that went wrong in reading or writing.
    problem: OnceLock<String>,
}

/// What is known of one request. Without `status` it is only a note of how long it took.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Entry {
    version: u32,
    method: String,
    /// Without secrets.
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    accept: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    /// Where the answer came from after redirects, without secrets.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    final_url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    etag: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_modified: Option<String>,
    #[serde(default, skip_serializing_if = "is_zero")]
    length: u64,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    sha256: String,
    /// How long the last fetch took, redirects and body included.
    #[serde(default)]
    millis: u64,
}

/// For serde, which wants a reference.
fn is_zero(number: &u64) -> bool {
    *number == 0
}

impl Entry {
    /// Where the answer came from after redirects, without secrets.
    pub(super) fn final_url(&self) -> &str {
        &self.final_url
    }

    /// The size of the body, in bytes.
    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// Headers that make a request conditional: (name, value).
    pub(super) fn validators(&self) -> Vec<(&'static str, &str)> {
        let etag = self.etag.as_deref().map(|etag| ("if-none-match", etag));
        let date = self.last_modified.as_deref().map(|date| ("if-modified-since", date));
        etag.into_iter().chain(date).collect()
    }

    /// The reply that this entry and its body stand for.
    pub(super) fn reply(&self, body: Vec<u8>) -> Reply {
        Reply { status: 200, content_type: self.content_type.clone(), body, ..Reply::default() }
    }

    fn is_answer(&self) -> bool {
        self.status == Some(200) && self.length > 0
    }
}

impl Cache {
    pub(super) fn new(folder: PathBuf, max_size: u64) -> Cache {
        Cache { folder, max_size, problem: OnceLock::new() }
    }

    /// The first thing that went wrong in reading or writing, if anything did, and what that means.
    pub(super) fn problem(&self) -> Option<&str> {
        self.problem.get().map(String::as_str)
    }

    /// The answer that is kept for a request, as far as its head and the size of its body tell.
    pub(super) fn entry(&self, request: &HttpRequest) -> Option<Entry> {
        let entry = self.known(request).filter(Entry::is_answer)?;
        if entry.accept != accept(request) {
            return None;
        }
        let body = store::body_path(&self.folder, &stem(request));
        match store::regular_size(&body) {
            Ok(size) if size == entry.length => (size <= self.max_size).then_some(entry),
            _ => self.damaged(&body),
        }
    }

    /// The body of an entry, if it is what the head says.
    pub(super) fn body(&self, request: &HttpRequest, entry: &Entry) -> Option<Vec<u8>> {
        let path = store::body_path(&self.folder, &stem(request));
        match store::read(&path, self.max_size) {
            Ok(body) if store::digest(&body) == entry.sha256 => Some(body),
            _ => self.damaged(&path),
        }
    }

    /// Keeps a good answer. What is already there is not written again.
    pub(super) fn keep(&self, request: &HttpRequest, from: &Url, reply: &Reply, took: Duration) {
        let mut entry = Entry {
            status: Some(200),
            final_url: masked(from),
            content_type: reply.content_type.clone(),
            etag: reply.etag.clone().filter(|etag| etag.len() <= VALIDATOR_CAP),
            last_modified: reply.last_modified.clone().filter(|date| date.len() <= VALIDATOR_CAP),
            length: reply.body.len() as u64,
            sha256: store::digest(&reply.body),
            ..note(request, took)
        };
        let stem = stem(request);
        let known = self.known(request);
        if let Some(known) = &known {
            entry.millis = steady(known.millis, entry.millis);
        }
        let body_is_there = known.as_ref().is_some_and(|known| known.sha256 == entry.sha256)
            && store::read(&store::body_path(&self.folder, &stem), self.max_size).is_ok_and(|kept| kept == reply.body);
        if !body_is_there && !self.write(store::body_path(&self.folder, &stem), &reply.body) {
            return;
        }
        if !body_is_there || known.as_ref() != Some(&entry) {
            self.write_head(&stem, &entry);
        }
    }

    /// Remembers how long a fetch took that brought no new answer.
    pub(super) fn note(&self, request: &HttpRequest, took: Duration) {
        let known = self.known(request);
        let mut entry = known.clone().unwrap_or_else(|| note(request, took));
        entry.millis = steady(entry.millis, millis(took));
        if known.as_ref() != Some(&entry) {
            self.write_head(&stem(request), &entry);
        }
    }

    /// How long the last fetch of an address took.
    pub(super) fn latency(&self, url: &Url) -> Option<Duration> {
        self.known(&HttpRequest::get(url.clone())).map(|entry| Duration::from_millis(entry.millis))
    }

    /// The head of a request, if it is one and is this request's.
    fn known(&self, request: &HttpRequest) -> Option<Entry> {
        let path = store::head_path(&self.folder, &stem(request));
        let bytes = match store::read(&path, HEAD_CAP) {
            Err(error) if is_absent(&error) => return None,
            read => read.unwrap_or_default(),
        };
        let expected = note(request, Duration::ZERO);
        let is_ours =
            |entry: &Entry| (entry.version, &entry.method, &entry.url) == (VERSION, &expected.method, &expected.url);
        toml::from_slice(&bytes).ok().filter(is_ours).or_else(|| self.damaged(&path))
    }

    /// What cannot be understood is as if it were not there, and that is said.
    fn damaged<T>(&self, path: &Path) -> Option<T> {
        self.problem.get_or_init(|| format!("{} is damaged: asked for anew", path.display()));
        None
    }

    fn write_head(&self, stem: &str, entry: &Entry) {
        // Strings and numbers always serialise; an empty head would be ignored.
        let text = toml::to_string(entry).unwrap_or_default();
        self.write(store::head_path(&self.folder, stem), text.as_bytes());
    }

    fn write(&self, path: PathBuf, bytes: &[u8]) -> bool {
        let written = store::write(&path, bytes);
        if let Err(error) = &written {
            self.problem.get_or_init(|| format!("{}: {}; the next run will be slower", path.display(), quoted(error)));
        }
        written.is_ok()
    }
}

/// Whether nothing stands at a path, or not even its folder.
fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// Two requests that differ in a secret are kept apart: the name is made from the whole address.
fn stem(request: &HttpRequest) -> String {
    let address = without_user(&request.url);
    let login = format!("{}:{}", request.url.username(), request.url.password().unwrap_or_default());
    let body = request.body.as_deref().unwrap_or_default();
    match login.as_str() {
        ":" => store::stem(request.method, &address, address.as_str(), body),
        _ => store::stem(request.method, &address, address.as_str(), &format!("{body}\n{login}")),
    }
}

/// An entry that only says what was asked and how long it took.
fn note(request: &HttpRequest, took: Duration) -> Entry {
    Entry {
        version: VERSION,
        method: request.method.as_str().to_owned(),
        url: masked(&request.url),
        accept: accept(request),
        millis: millis(took),
        ..Entry::default()
    }
}

/// One address can have several answers by what is asked for.
fn accept(request: &HttpRequest) -> Option<String> {
    request.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("accept")).map(|(_, value)| value.clone())
}

/// The old figure where the new one says about the same, so that files do not change for nothing.
fn steady(old: u64, new: u64) -> u64 {
    let similar = old.abs_diff(new) <= 100 || (new / 2 <= old && old / 2 <= new);
    if similar { old } else { new }
}

fn millis(took: Duration) -> u64 {
    u64::try_from(took.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn request(address: &str) -> HttpRequest {
        HttpRequest::get(Url::parse(address).unwrap())
    }

    fn reply(body: &str) -> Reply {
        Reply {
            status: 200,
            etag: Some("\"1\"".to_owned()),
            content_type: Some("text/xml".to_owned()),
            body: body.as_bytes().to_vec(),
            ..Reply::default()
        }
    }

    fn kept(folder: &std::path::Path, request: &HttpRequest) -> Cache {
        let cache = Cache::new(folder.join("http"), 1_000);
        cache.keep(request, &request.url, &reply("hello"), Duration::from_millis(250));
        cache
    }

    #[test]
    fn an_answer_comes_back_as_it_was_kept() {
        let folder = tempfile::tempdir().unwrap();
        let request = request("https://example.org/feed");
        let cache = kept(folder.path(), &request);
        let entry = cache.entry(&request).unwrap();
        assert_eq!(entry.validators(), [("if-none-match", "\"1\"")]);
        assert_eq!(cache.body(&request, &entry).unwrap(), b"hello");
        assert_eq!(cache.latency(&request.url), Some(Duration::from_millis(250)));
        assert_eq!(cache.problem(), None);
    }

    #[test]
    fn no_secret_is_written_and_yet_secrets_tell_answers_apart() {
        let folder = tempfile::tempdir().unwrap();
        let one = request("https://me:hush@example.org/feed?key=hush1");
        let cache = kept(folder.path(), &one);
        assert_eq!(cache.entry(&request("https://example.org/feed?key=hush2")), None);
        assert_eq!(cache.entry(&request("https://me:other@example.org/feed?key=hush1")), None);
        for file in std::fs::read_dir(folder.path().join("http")).unwrap() {
            let path = file.unwrap().path();
            assert!(!path.to_string_lossy().contains("hush"));
            assert!(!String::from_utf8_lossy(&std::fs::read(path).unwrap()).contains("hush"));
        }
    }

    #[test]
    fn a_note_of_time_is_no_answer_and_small_changes_are_not_written() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::new(folder.path().to_owned(), 1_000);
        let slow = request("https://example.org/slow");
        cache.note(&slow, Duration::from_secs(10));
        assert_eq!(cache.entry(&slow), None);
        cache.note(&slow, Duration::from_secs(7));
        assert_eq!(cache.latency(&slow.url), Some(Duration::from_secs(10)));
        cache.note(&slow, Duration::from_secs(2));
        assert_eq!(cache.latency(&slow.url), Some(Duration::from_secs(2)));
    }

    #[test]
    fn what_cannot_be_understood_is_absent() {
        let folder = tempfile::tempdir().unwrap();
        let request = request("https://example.org/feed");
        let cache = kept(folder.path(), &request);
        let head = store::head_path(&cache.folder, &stem(&request));
        let body = store::body_path(&cache.folder, &stem(&request));
        let good = std::fs::read_to_string(&head).unwrap();
        for bad in [
            String::new(),
            good[..good.len() / 2].to_owned(),
            "\u{0}\u{1}garbage".to_owned(),
            good.replace("version = 1", "version = 9"),
            good.replace("example.org/feed", "example.net/other"),
            good.replace("length = 5", "length = 6"),
            good.replace("status = 200", "status = 404"),
            format!("{good}\n# {}", "x".repeat(40_000)),
            "a = ".to_owned() + &"[".repeat(30_000),
        ] {
            std::fs::write(&head, &bad).unwrap();
            let cache = Cache::new(folder.path().join("http"), 1_000);
            assert_eq!(cache.entry(&request), None, "{bad:.80}");
            let is_another_status = bad.contains("status = 404");
            assert!(is_another_status || cache.problem().is_some_and(|said| said.contains("is damaged")), "{bad:.80}");
        }
        std::fs::write(&head, &good).unwrap();
        std::fs::write(&body, "hellO").unwrap();
        let entry = cache.entry(&request).unwrap();
        assert_eq!(cache.body(&request, &entry), None);
        std::fs::write(&body, "hell").unwrap();
        assert_eq!(cache.entry(&request), None);
        std::fs::remove_file(&body).unwrap();
        std::fs::create_dir(&body).unwrap();
        assert_eq!(cache.entry(&request), None);
    }

    #[test]
    fn a_cache_that_cannot_be_written_says_so_once() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("http"), "a file in the way").unwrap();
        let cache = kept(folder.path(), &request("https://example.org/feed"));
        assert!(cache.problem().is_some_and(|problem| problem.contains("http")));
    }
}
