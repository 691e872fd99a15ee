//! Recording a run and replaying it.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use newsletter::fetch::{Answer, FetchError, Mode, Options, Origin};
use newsletter::model::exchange::{HttpRequest, Method};

use super::server::{Reaction, Server, answer, ok, redirect};
use super::{fetch_with, fetcher, get, options};

fn recording(folder: &Path) -> Options {
    Options { record: Some(folder.join("recording")), retries: 1, ..options() }
}

fn replaying(folder: &Path) -> Options {
    Options { mode: Mode::Replay(folder.join("recording")), retry_pause: Duration::from_secs(60), ..options() }
}

/// Names and contents of a folder.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap());
    files.map(|file| (file.file_name().into_string().unwrap(), std::fs::read(file.path()).unwrap())).collect()
}

/// A site with everything that a recording must keep.
async fn site() -> Server {
    Server::serve(|seen| match (seen.method.as_str(), seen.path.as_str()) {
        (_, "/robots.txt") => ok("User-agent: *\nDisallow: /forbidden\n"),
        (_, "/old") => redirect(301, "/feed"),
        (_, "/feed") => ok("<rss/>"),
        (_, "/calendar?token=hush") => ok("BEGIN:VCALENDAR"),
        ("POST", "/jobs") => answer(200, &[("content-type", "application/json")], seen.body.as_bytes()),
        (_, "/page") => ok("<p>\u{0}\u{ff}"),
        (_, "/busy") => answer(503, &[("retry-after", "900")], b"busy"),
        (_, "/empty") => ok(""),
        _ => Reaction::status(404),
    })
    .await
}

fn requests(server: &Server) -> Vec<HttpRequest> {
    let mut jobs = get(&server.url("/jobs"));
    (jobs.method, jobs.body) = (Method::Post, Some("{\"limit\":20,\"api_key\":\"hush\"}".to_owned()));
    jobs.headers.push(("authorization".to_owned(), "hush".to_owned()));
    jobs.headers.push(("content-type".to_owned(), "application/json".to_owned()));
    let page = |path: &str| HttpRequest::page(server.url(path).parse().unwrap());
    vec![
        get(&server.url("/old")),
        get(&server.url("/calendar?token=hush")),
        jobs,
        page("/page"),
        page("/forbidden"),
        get(&server.url("/missing")),
        get(&server.url("/busy")),
        get(&server.url("/empty")),
    ]
}

async fn all(options: Options, requests: &[HttpRequest]) -> Vec<Result<Answer, FetchError>> {
    let fetcher = fetcher(options);
    let mut answers = Vec::new();
    for request in requests {
        answers.push(fetcher.fetch(request).await);
    }
    answers
}

#[tokio::test]
async fn a_replay_gives_the_same_answers_and_errors() {
    let folder = tempfile::tempdir().unwrap();
    let server = site().await;
    let requests = requests(&server);
    let live = all(recording(folder.path()), &requests).await;
    assert_eq!(live.iter().filter(|answer| answer.is_ok()).count(), 4);
    drop(server);
    let start = Instant::now();
    let replayed = all(replaying(folder.path()), &requests).await;
    assert!(start.elapsed() < Duration::from_secs(1), "a replay never waits");
    for (live, replayed) in live.into_iter().zip(replayed) {
        let live = live.map(|answer| Answer { from: Origin::Recording, ..answer });
        assert_eq!(live, replayed);
    }
}

#[tokio::test]
async fn a_recording_is_readable_and_carries_no_secrets() {
    let folder = tempfile::tempdir().unwrap();
    let server = site().await;
    all(recording(folder.path()), &requests(&server)).await;
    let files = files(&folder.path().join("recording"));
    let text = |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).into_owned();
    assert!(
        files
            .iter()
            .all(|(name, bytes)| !name.contains("hush") && (name.ends_with(".body") || !text(bytes).contains("hush")))
    );
    assert!(files.keys().all(|name| name.starts_with("127.0.0.1-")));
    let heads: Vec<String> =
        files.iter().filter(|(name, _)| name.ends_with(".head.toml")).map(|(_, head)| text(head)).collect();
    let jobs = heads.iter().find(|head| head.contains("POST")).unwrap();
    let expected = format!(
        "order = 4\nmethod = \"POST\"\nurl = \"{}\"\nstatus = 200\nbody = '{{\"limit\":20,\"api_key\":\"***\"}}'\n\n\
         [request]\ncontent-type = \"application/json\"\n\n[response]\ncontent-type = \"application/json\"\n",
        server.url("/jobs")
    );
    assert_eq!(jobs, &expected);
    let mut orders: Vec<String> = heads.iter().map(|head| head.lines().next().unwrap().to_owned()).collect();
    orders.sort();
    let numbers: Vec<String> = (1..=9).map(|number| format!("order = {number}")).collect();
    assert_eq!(orders, numbers);
}

#[tokio::test]
async fn recording_twice_gives_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let server = site().await;
    let requests = requests(&server);
    all(recording(folder.path()), &requests).await;
    let once = files(&folder.path().join("recording"));
    all(recording(folder.path()), &requests).await;
    assert_eq!(files(&folder.path().join("recording")), once);
}

#[tokio::test]
async fn a_retry_that_succeeds_is_what_is_recorded() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::script([("GET /feed", Reaction::status(503)), ("GET /feed", ok("<rss/>"))]).await;
    fetch_with(recording(folder.path()), &server.url("/feed")).await.unwrap();
    let replayed = fetch_with(replaying(folder.path()), &server.url("/feed")).await.unwrap();
    assert_eq!(replayed.body, b"<rss/>");
}

#[tokio::test]
async fn a_cached_body_is_recorded_as_if_it_had_been_sent() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::script([
        ("GET /feed", answer(200, &[("etag", "\"1\""), ("content-type", "text/xml")], b"<rss/>")),
        ("GET /feed", Reaction::status(304)),
    ])
    .await;
    let cache = Some(folder.path().join("http"));
    fetch_with(Options { cache: cache.clone(), ..options() }, &server.url("/feed")).await.unwrap();
    let warm = Options { cache: cache.clone(), ..recording(folder.path()) };
    assert_eq!(fetch_with(warm, &server.url("/feed")).await.unwrap().from, Origin::NotModified);
    let replayed = fetch_with(replaying(folder.path()), &server.url("/feed")).await.unwrap();
    assert_eq!((replayed.body.as_slice(), replayed.content_type.as_deref()), (&b"<rss/>"[..], Some("text/xml")));

    std::fs::remove_dir_all(folder.path().join("recording")).unwrap();
    let offline = Options { cache, mode: Mode::Offline, ..recording(folder.path()) };
    assert_eq!(fetch_with(offline, &server.url("/feed")).await.unwrap().from, Origin::Cache);
    assert_eq!(fetch_with(replaying(folder.path()), &server.url("/feed")).await.unwrap().body, b"<rss/>");
}

#[tokio::test]
async fn what_is_not_in_the_recording_says_so_and_nobody_is_asked() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::script([]).await;
    let recording = folder.path().join("recording");
    std::fs::create_dir(&recording).unwrap();
    let error = fetch_with(replaying(folder.path()), &server.url("/feed")).await.unwrap_err();
    assert_eq!(error.reason(), format!("not in the recording {}", recording.display()));
    let page = HttpRequest::page(server.url("/page").parse().unwrap());
    let error = fetcher(replaying(folder.path())).fetch(&page).await.unwrap_err();
    assert!(matches!(error, FetchError::NotInRecording { .. }), "{error:?}");
}

#[tokio::test]
async fn a_recording_written_by_hand_needs_only_an_address() {
    let folder = tempfile::tempdir().unwrap();
    let recording = folder.path().join("recording");
    std::fs::create_dir(&recording).unwrap();
    std::fs::write(recording.join("feed.head.toml"), "url = \"https://openssf.org/feed/\"\n").unwrap();
    std::fs::write(recording.join("feed.body"), "<rss/>").unwrap();
    let moved = "url = \"https://openssf.org/rss\"\nstatus = 301\n[response]\nlocation = \"/feed/\"\n";
    std::fs::write(recording.join("moved.head.toml"), moved).unwrap();
    let answer = fetch_with(replaying(folder.path()), "https://openssf.org/rss").await.unwrap();
    assert_eq!(answer.body, b"<rss/>");
    assert_eq!(answer.moved.map(String::from).as_deref(), Some("https://openssf.org/feed/"));
    let page = HttpRequest::page("https://openssf.org/feed/".parse().unwrap());
    assert_eq!(fetcher(replaying(folder.path())).fetch(&page).await.unwrap().from, Origin::Recording);
}

#[tokio::test]
async fn a_recording_that_cannot_be_written_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("recording"), "a file in the way").unwrap();
    let server = Server::script([("GET /feed", ok("<rss/>"))]).await;
    let error = fetch_with(recording(folder.path()), &server.url("/feed")).await.unwrap_err();
    assert!(
        matches!(error, FetchError::RecordingUnreadable { .. } | FetchError::RecordingUnwritable { .. }),
        "{error:?}"
    );
}

#[test]
fn a_replay_needs_its_folder() {
    let folder = tempfile::tempdir().unwrap();
    let missing = newsletter::fetch::Fetcher::new(replaying(folder.path()));
    assert!(matches!(missing, Err(FetchError::RecordingUnreadable { .. })));
}
