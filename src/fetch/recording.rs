//! Recordings: every answer of a run kept in a folder, and a run answered from such a folder.
//!
//! A recording is one head file (`NAME.head.toml`) and one body file (`NAME.body`, decompressed) for
//! each request. People write them by hand too: what counts is what stands inside the head, the
//! file names are free, a missing body file is an empty body. Secrets are masked, in the files and
//! in the search alike; so two requests that differ only in a secret share one answer.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use serde::{Deserialize, Serialize};
use url::Url;

use crate::model::exchange::Method;

use super::error::{FetchError, quoted};
use super::redirect::Hop;
use super::reply::Reply;
use super::secrets::{masked, masked_body};
use super::store;

/// Largest head file, in bytes: a request body stands in it.
const HEAD_CAP: u64 = 1_000_000;

/// What a head file holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    /// Counted from 1 in order of first use; what was written by hand may leave it out.
    #[serde(default)]
    order: u32,
    #[serde(default = "get")]
    method: String,
    url: String,
    #[serde(default = "ok")]
    status: u16,
    /// The body of a POST.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    body: String,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    request: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    response: BTreeMap<String, String>,
}

fn get() -> String {
    Method::Get.as_str().to_owned()
}

fn ok() -> u16 {
    200
}

/// Method, address and body, without secrets: what a request is found by.
type Key = (String, String, String);
/// Heads and their names by request.
type Heads = BTreeMap<Key, (String, Head)>;

impl Head {
    fn key(&self) -> Key {
        let url = Url::parse(&self.url).map_or_else(|_| self.url.clone(), |url| masked(&url));
        (self.method.to_ascii_uppercase(), url, masked_body(&self.body))
    }

    fn of(order: u32, hop: &Hop, reply: &Reply) -> Head {
        let (method, url, body) = key(hop);
        let request = hop.headers.iter().filter(|(name, _)| Hop::is_harmless(name)).cloned().collect();
        let location = reply.location.as_ref().map(|location| masked_location(hop, location));
        let response = [
            ("content-type", reply.content_type.clone()),
            ("location", location),
            ("retry-after", reply.retry_after.clone()),
            // Only to read the line above by.
            ("date", reply.date.clone().filter(|_| reply.retry_after.is_some())),
        ];
        let response = response.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect();
        Head { order, method, url, status: reply.status, body, request, response }
    }

    fn reply(&self, body: Vec<u8>) -> Reply {
        let header = |wanted: &str| {
            self.response.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| value.clone())
        };
        Reply {
            status: self.status,
            content_type: header("content-type"),
            location: header("location"),
            retry_after: header("retry-after"),
            date: header("date"),
            body,
            ..Reply::default()
        }
    }
}

fn key(hop: &Hop) -> Key {
    let body = masked_body(hop.body.as_deref().unwrap_or_default());
    (hop.method.as_str().to_owned(), masked(&hop.url), body)
}

/// A target as it stands, unless there is a secret in it.
fn masked_location(hop: &Hop, location: &str) -> String {
    match hop.url.join(location) {
        Ok(target) if masked(&target) != target.as_str() => masked(&target),
        _ => location.to_owned(),
    }
}

/// Keeps the answers of a run.
#[derive(Debug)]
pub(super) struct Recorder {
    folder: PathBuf,
    /// What is in the folder; read at the first answer.
    known: Mutex<Option<Known>>,
    /// Held while a pair is written, so that head and body belong together.
    writing: Mutex<()>,
}

/// The requests of a recording.
#[derive(Debug, Default)]
struct Known {
    /// Name and number of each.
    requests: BTreeMap<Key, (String, u32)>,
    /// The highest number.
    last: u32,
}

impl Recorder {
    pub(super) fn new(folder: PathBuf) -> Recorder {
        Recorder { folder, known: Mutex::new(None), writing: Mutex::new(()) }
    }

    /// Gives a request its number, before it is known what comes of it. In memory, but for the first.
    pub(super) fn number(&self, hop: &Hop) {
        // What cannot be read now is reported when a reply is to be kept.
        let _ = self.place(hop);
    }

    /// Keeps a reply; a later one to the same request takes its place and its number.
    ///
    /// # Errors
    /// When the folder cannot be written, or holds heads that cannot be read.
    pub(super) fn keep(&self, hop: &Hop, reply: &Reply) -> Result<(), FetchError> {
        let (stem, order) = self.place(hop)?;
        let head = toml::to_string(&Head::of(order, hop, reply)).unwrap_or_default();
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        self.write(store::body_path(&self.folder, &stem), &reply.body)?;
        self.write(store::head_path(&self.folder, &stem), head.as_bytes())
    }

    fn place(&self, hop: &Hop) -> Result<(String, u32), FetchError> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let known = match &mut *known {
            Some(known) => known,
            empty => empty.insert(Known::read(&self.folder)?),
        };
        Ok(known.place(hop))
    }

    fn write(&self, path: PathBuf, bytes: &[u8]) -> Result<(), FetchError> {
        store::write(&path, bytes).map_err(|error| FetchError::RecordingUnwritable {
            path: path.display().to_string(),
            detail: quoted(error),
        })
    }
}

impl Known {
    fn read(folder: &Path) -> Result<Known, FetchError> {
        if !folder.exists() {
            return Ok(Known::default());
        }
        let heads = heads(folder)?;
        let last = heads.iter().map(|(_, head)| head.order).max().unwrap_or(0);
        Ok(Known { requests: heads.into_iter().map(|(stem, head)| (head.key(), (stem, head.order))).collect(), last })
    }

    /// Name and number of a request: its old ones, or the next.
    fn place(&mut self, hop: &Hop) -> (String, u32) {
        let key = key(hop);
        let stem = store::stem(hop.method, &hop.url, &key.1, &key.2);
        let next = self.last.saturating_add(1);
        let place = self.requests.entry(key).or_insert((stem, next)).clone();
        self.last = self.last.max(place.1);
        place
    }
}

/// Answers requests from a recording.
#[derive(Debug)]
pub(super) struct Replay {
    folder: PathBuf,
    /// Larger bodies are refused.
    max_size: u64,
    /// Every head, read at the first request.
    heads: OnceLock<Result<Heads, FetchError>>,
}

impl Replay {
    /// # Errors
    /// When there is no such folder.
    pub(super) fn new(folder: PathBuf, max_size: u64) -> Result<Replay, FetchError> {
        fs::read_dir(&folder).map_err(|error| unreadable(&folder, error))?;
        Ok(Replay { folder, max_size, heads: OnceLock::new() })
    }

    /// The size of the recorded body, in bytes; nothing where there is none.
    ///
    /// # Errors
    /// When the reply is not in the recording, or the recording is damaged.
    pub(super) fn length(&self, hop: &Hop) -> Result<u64, FetchError> {
        let (stem, _) = self.head(hop)?;
        Ok(store::regular_size(&store::body_path(&self.folder, stem)).unwrap_or_default())
    }

    /// The recorded reply.
    ///
    /// # Errors
    /// When it is not in the recording, or the recording is damaged.
    pub(super) fn answer(&self, hop: &Hop) -> Result<Reply, FetchError> {
        let (stem, head) = self.head(hop)?;
        let path = store::body_path(&self.folder, stem);
        match store::read(&path, self.max_size) {
            Ok(body) => Ok(head.reply(body)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(head.reply(Vec::new())),
            Err(error) if error.kind() == std::io::ErrorKind::FileTooLarge => {
                Err(FetchError::TooLarge { limit: self.max_size })
            }
            Err(error) => Err(unreadable(&path, error)),
        }
    }

    fn head(&self, hop: &Hop) -> Result<&(String, Head), FetchError> {
        let heads = self.heads.get_or_init(|| by_request(&self.folder)).as_ref().map_err(Clone::clone)?;
        heads.get(&key(hop)).ok_or_else(|| FetchError::NotInRecording { dir: self.folder.display().to_string() })
    }
}

/// Heads by their request; of two for the same request the one with the lower number counts.
fn by_request(folder: &Path) -> Result<Heads, FetchError> {
    let mut heads = heads(folder)?;
    heads.sort_by_key(|(_, head)| std::cmp::Reverse(head.order));
    Ok(heads.into_iter().map(|(stem, head)| (head.key(), (stem, head))).collect())
}

/// Every head of a folder with its name, sorted backwards by name.
fn heads(folder: &Path) -> Result<Vec<(String, Head)>, FetchError> {
    let mut stems = Vec::new();
    for file in fs::read_dir(folder).map_err(|error| unreadable(folder, error))? {
        let name = file.map_err(|error| unreadable(folder, error))?.file_name();
        if let Some(stem) = name.to_str().and_then(|name| name.strip_suffix(store::HEAD)) {
            stems.push(stem.to_owned());
        }
    }
    stems.sort_by(|one, other| other.cmp(one));
    stems.into_iter().map(|stem| head(folder, &stem).map(|head| (stem, head))).collect()
}

fn head(folder: &Path, stem: &str) -> Result<Head, FetchError> {
    let path = store::head_path(folder, stem);
    let bytes = store::read(&path, HEAD_CAP).map_err(|error| unreadable(&path, error))?;
    toml::from_slice(&bytes).map_err(|error| {
        // The message alone: the whole error spreads over several lines.
        let line = error.span().and_then(|span| bytes.get(..span.start)).map(lines).unwrap_or(1);
        unreadable(&path, format!("line {line}: {}", error.message()))
    })
}

/// The number of the line that follows these bytes.
fn lines(before: &[u8]) -> usize {
    before.iter().filter(|&&byte| byte == b'\n').count() + 1
}

fn unreadable(path: &Path, detail: impl std::fmt::Display) -> FetchError {
    FetchError::RecordingUnreadable { path: path.display().to_string(), detail: quoted(detail) }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::fetch::redirect::Trail;
    use crate::model::exchange::HttpRequest;

    fn hop(address: &str) -> Hop {
        Trail::start(&HttpRequest::get(Url::parse(address).unwrap())).hop().clone()
    }

    fn reply(body: &str) -> Reply {
        let content_type = Some("text/xml".to_owned());
        Reply { status: 200, content_type, body: body.as_bytes().to_vec(), ..Reply::default() }
    }

    fn replay(folder: &Path) -> Replay {
        Replay::new(folder.to_owned(), 1_000).unwrap()
    }

    #[test]
    fn a_recording_written_by_hand_is_found_by_what_its_heads_say() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        write("any name.head.toml", "url = \"HTTPS://Example.org:443/feed#top\"\n");
        write("any name.body", "a feed");
        write(
            "search.head.toml",
            "method = \"POST\"\nurl = \"https://example.org/jobs\"\nstatus = 200\nbody = \"{\\\"limit\\\":20}\"\n\
             [response]\nContent-Type = \"application/json\"\n",
        );
        write("notes.txt", "not a head");
        let replay = replay(folder.path());
        assert_eq!(replay.answer(&hop("https://example.org/feed")).unwrap().body, b"a feed");
        let mut search = hop("https://example.org/jobs");
        search.method = Method::Post;
        search.body = Some("{\"limit\":20}".to_owned());
        let found = replay.answer(&search).unwrap();
        assert_eq!((found.content_type.as_deref(), found.body.len()), (Some("application/json"), 0));
        search.body = Some("{\"limit\":21}".to_owned());
        let dir = folder.path().display().to_string();
        assert_eq!(replay.answer(&search), Err(FetchError::NotInRecording { dir }));
    }

    #[test]
    fn a_slip_in_a_head_names_file_and_line() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("x.head.toml"), "url = \"https://example.org/\"\nstaus = 404\n").unwrap();
        let error = replay(folder.path()).answer(&hop("https://example.org/")).unwrap_err();
        assert!(error.reason().contains("x.head.toml: line 2: unknown field `staus`"), "{error}");
        assert!(Replay::new(folder.path().join("none"), 1_000).is_err());
    }

    #[test]
    fn what_was_kept_comes_back_without_its_secrets() {
        let folder = tempfile::tempdir().unwrap();
        let recorder = Recorder::new(folder.path().join("new"));
        let mut secret = hop("https://example.org/feed?token=hush");
        secret.headers = vec![("authorization".to_owned(), "hush".to_owned()), ("accept".to_owned(), "a/b".to_owned())];
        recorder.keep(&secret, &reply("one")).unwrap();
        let sent_on = Reply { status: 302, location: Some("/x?sig=hush".to_owned()), ..Reply::default() };
        recorder.keep(&hop("https://example.org/2"), &sent_on).unwrap();
        let replay = replay(&folder.path().join("new"));
        assert_eq!(replay.answer(&secret).unwrap(), reply("one"));
        assert_eq!(
            replay.answer(&hop("https://example.org/2")).unwrap().location.as_deref(),
            Some("https://example.org/x?sig=***")
        );
        for file in fs::read_dir(folder.path().join("new")).unwrap() {
            assert!(!fs::read_to_string(file.unwrap().path()).unwrap().contains("hush"));
        }
    }

    #[test]
    fn recording_again_keeps_names_and_numbers() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("mine.head.toml"), "order = 7\nurl = \"https://example.org/1\"\n").unwrap();
        let recorder = Recorder::new(folder.path().to_owned());
        recorder.keep(&hop("https://example.org/2"), &reply("two")).unwrap();
        recorder.keep(&hop("https://example.org/1"), &reply("one")).unwrap();
        let orders: Vec<(u32, String)> =
            heads(folder.path()).unwrap().into_iter().map(|(_, head)| (head.order, head.url)).collect();
        assert_eq!(orders, [(7, "https://example.org/1".to_owned()), (8, "https://example.org/2".to_owned())]);
        assert_eq!(fs::read(folder.path().join("mine.body")).unwrap(), b"one");
    }

    #[test]
    fn of_two_answers_to_one_request_the_first_counts() {
        let folder = tempfile::tempdir().unwrap();
        for (name, order) in [("a", 2), ("b", 1), ("c", 2)] {
            let head = format!("order = {order}\nurl = \"https://example.org/\"\n");
            fs::write(folder.path().join(format!("{name}.head.toml")), head).unwrap();
            fs::write(folder.path().join(format!("{name}.body")), name).unwrap();
        }
        assert_eq!(replay(folder.path()).answer(&hop("https://example.org/")).unwrap().body, b"b");
    }
}
