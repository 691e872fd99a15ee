//! Statuses, conditional requests and the cache.

use std::path::Path;
use std::time::Duration;

use newsletter::fetch::{FetchError, Mode, Options, Origin};
use newsletter::model::exchange::{HttpRequest, Method};

use super::server::{Reaction, Server, answer, ok, redirect};
use super::{fetch, fetch_with, fetcher, get, options};

fn cached(folder: &Path) -> Options {
    Options { cache: Some(folder.join("http")), retries: 0, ..options() }
}

fn offline(folder: &Path) -> Options {
    Options { mode: Mode::Offline, ..cached(folder) }
}

#[tokio::test]
async fn a_good_answer_is_whole_and_says_where_it_came_from() {
    let server = Server::script([("GET /feed?page=1", ok("<rss/>"))]).await;
    let answer = fetch(&server.url("/feed?page=1")).await.unwrap();
    assert_eq!(answer.body, b"<rss/>");
    assert_eq!(answer.content_type.as_deref(), Some("text/xml"));
    assert_eq!((answer.url.as_str(), answer.from), (server.url("/feed?page=1").as_str(), Origin::Network));
    assert_eq!(answer.moved, None);
    let seen = &server.seen()[0];
    assert!(seen.header("user-agent").is_some_and(|agent| agent.starts_with("newsletter/") && agent.contains("+http")));
    assert_eq!(seen.header("accept-encoding"), Some("gzip, br, zstd, deflate"));
}

#[tokio::test]
async fn a_post_sends_its_body_and_headers() {
    let server = Server::script([("POST /jobs", ok("{}"))]).await;
    let mut request = get(&server.url("/jobs"));
    request.method = Method::Post;
    request.body = Some("{\"limit\":20}".to_owned());
    request.headers.push(("content-type".to_owned(), "application/json".to_owned()));
    fetcher(options()).fetch(&request).await.unwrap();
    let seen = &server.seen()[0];
    assert_eq!((seen.body.as_str(), seen.header("content-type")), ("{\"limit\":20}", Some("application/json")));
}

#[tokio::test]
async fn every_other_status_is_an_error_even_with_a_valid_feed_in_it() {
    let cases = [
        (201, "unexpected status 201"),
        (203, "unexpected status 203"),
        (204, "empty answer (204)"),
        (206, "unexpected status 206"),
        (300, "unexpected status 300"),
        (305, "unexpected status 305"),
        (400, "unexpected status 400"),
        (401, "blocked: sign-in needed (401)"),
        (403, "blocked (403)"),
        (404, "not found (404)"),
        (406, "blocked (406)"),
        (410, "gone (410)"),
        (429, "blocked: too many requests (429)"),
        (500, "server error (500)"),
        (503, "server error (503)"),
        (599, "server error (599)"),
        (999, "blocked (999)"),
    ];
    let server = Server::serve(|seen| {
        let status = seen.path.trim_start_matches('/').parse().unwrap();
        answer(status, &[("content-type", "application/rss+xml")], b"<rss><channel/></rss>")
    })
    .await;
    let fetcher = fetcher(Options { retries: 0, ..options() });
    for (status, reason) in cases {
        let error = fetcher.fetch(&get(&server.url(&format!("/{status}")))).await.unwrap_err();
        assert_eq!(error.reason(), reason);
    }
    assert_eq!(server.seen().len(), cases.len());
}

#[tokio::test]
async fn an_empty_body_is_an_error() {
    let server = Server::script([
        ("GET /plain", ok("")),
        ("GET /gzip", answer(200, &[("content-encoding", "gzip")], b"")),
        ("GET /closed", Reaction::raw("HTTP/1.1 200 OK\r\n\r\n")),
    ])
    .await;
    for path in ["/plain", "/gzip", "/closed"] {
        assert_eq!(fetch(&server.url(path)).await, Err(FetchError::Empty { status: 200 }), "{path}");
    }
}

#[tokio::test]
async fn the_second_request_is_conditional_and_304_brings_the_cached_body() {
    let folder = tempfile::tempdir().unwrap();
    let headers =
        [("etag", "W/\"v1\""), ("last-modified", "Mon, 02 Jun 2025 08:00:00 GMT"), ("content-type", "text/xml")];
    let server = Server::script([
        ("GET /feed", answer(200, &headers, b"<rss/>")),
        ("GET /feed", Reaction::status(304)),
        ("GET /feed", answer(200, &[("etag", "\"v2\"")], b"<new/>")),
        ("GET /feed", Reaction::status(304)),
    ])
    .await;
    let url = server.url("/feed");
    let mut answers = Vec::new();
    for _ in 0..4 {
        // A new fetcher each time: only the files remember.
        answers.push(fetch_with(cached(folder.path()), &url).await.unwrap());
    }
    let seen: Vec<_> = answers.iter().map(|answer| (answer.from, answer.body.as_slice())).collect();
    assert_eq!(
        seen,
        [
            (Origin::Network, &b"<rss/>"[..]),
            (Origin::NotModified, b"<rss/>"),
            (Origin::Network, b"<new/>"),
            (Origin::NotModified, b"<new/>")
        ]
    );
    assert_eq!(answers[1].content_type.as_deref(), Some("text/xml"));
    let asked = server.seen();
    assert_eq!((asked[0].header("if-none-match"), asked[0].header("if-modified-since")), (None, None));
    assert_eq!(asked[1].header("if-none-match"), Some("W/\"v1\""));
    assert_eq!(asked[1].header("if-modified-since"), Some("Mon, 02 Jun 2025 08:00:00 GMT"));
    assert_eq!((asked[3].header("if-none-match"), asked[3].header("if-modified-since")), (Some("\"v2\""), None));
}

#[tokio::test]
async fn validators_go_only_to_the_address_that_gave_them() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::script([
        ("GET /old", redirect(301, "/new")),
        ("GET /new", answer(200, &[("etag", "\"1\"")], b"<rss/>")),
        ("GET /old", redirect(301, "/new")),
        ("GET /new", Reaction::status(304)),
    ])
    .await;
    for origin in [Origin::Network, Origin::NotModified] {
        let answer = fetch_with(cached(folder.path()), &server.url("/old")).await.unwrap();
        assert_eq!((answer.from, answer.body.as_slice()), (origin, &b"<rss/>"[..]));
        assert_eq!(answer.url.as_str(), server.url("/new"));
        assert_eq!(answer.moved.map(String::from), Some(server.url("/new")));
    }
    let validators: Vec<bool> = server.seen().iter().map(|seen| seen.header("if-none-match").is_some()).collect();
    assert_eq!(validators, [false, false, false, true]);
}

#[tokio::test]
async fn a_304_to_a_first_request_is_asked_again_plainly_once() {
    let server = Server::script([
        ("GET /healed", Reaction::status(304)),
        ("GET /healed", ok("<rss/>")),
        ("GET /stubborn", Reaction::status(304)),
        ("GET /stubborn", Reaction::status(304)),
    ])
    .await;
    assert_eq!(fetch(&server.url("/healed")).await.unwrap().from, Origin::Network);
    assert_eq!(fetch(&server.url("/stubborn")).await, Err(FetchError::NotModifiedWithoutCache));
    assert_eq!(server.seen()[1].header("cache-control"), Some("no-cache"));
}

#[tokio::test]
async fn a_damaged_cache_is_as_good_as_none() {
    let folder = tempfile::tempdir().unwrap();
    let damages: [fn(&Path, &Path); 6] = [
        |head, _| std::fs::write(head, "half a he").unwrap(),
        |head, _| std::fs::remove_file(head).unwrap(),
        |_, body| std::fs::remove_file(body).unwrap(),
        |_, body| std::fs::write(body, "<rs").unwrap(),
        |_, body| std::fs::write(body, vec![b'x'; 30_000_000]).unwrap(),
        |head, _| {
            std::fs::remove_file(head).unwrap();
            std::fs::create_dir(head).unwrap();
        },
    ];
    let server = Server::serve(|_| answer(200, &[("etag", "\"1\"")], b"<rss/>")).await;
    for (number, damage) in damages.into_iter().enumerate() {
        let url = server.url(&format!("/{number}"));
        fetch_with(cached(folder.path()), &url).await.unwrap();
        let mut files: Vec<_> =
            std::fs::read_dir(folder.path().join("http")).unwrap().map(|file| file.unwrap().path()).collect();
        files.sort();
        let [body, head] = files.as_slice() else { panic!("{files:?}") };
        assert!(body.to_string_lossy().ends_with(".body") && head.to_string_lossy().ends_with(".head.toml"));
        damage(head, body);
        let answer = fetch_with(cached(folder.path()), &url).await.unwrap();
        assert_eq!((answer.from, answer.body.as_slice()), (Origin::Network, &b"<rss/>"[..]));
        std::fs::remove_dir_all(folder.path().join("http")).unwrap();
    }
    assert!(server.seen().iter().all(|seen| seen.header("if-none-match").is_none()));
}

#[tokio::test]
async fn a_body_that_was_changed_on_disk_is_fetched_anew_after_the_304() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::script([
        ("GET /feed", answer(200, &[("etag", "\"1\"")], b"<rss/>")),
        ("GET /feed", Reaction::status(304)),
        ("GET /feed", ok("<rss/>")),
    ])
    .await;
    let url = server.url("/feed");
    fetch_with(cached(folder.path()), &url).await.unwrap();
    for file in std::fs::read_dir(folder.path().join("http")).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "body") {
            std::fs::write(path, "<evil>").unwrap();
        }
    }
    let answer = fetch_with(cached(folder.path()), &url).await.unwrap();
    assert_eq!((answer.from, answer.body.as_slice()), (Origin::Network, &b"<rss/>"[..]));
    assert_eq!(server.seen()[2].header("if-none-match"), None);
}

#[tokio::test]
async fn offline_answers_from_the_cache_and_asks_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let server =
        Server::script([("GET /old", redirect(302, "/new")), ("GET /new", ok("<rss/>")), ("POST /jobs", ok("{}"))])
            .await;
    let online = fetcher(cached(folder.path()));
    let mut search = get(&server.url("/jobs"));
    (search.method, search.body) = (Method::Post, Some("{\"limit\":1}".to_owned()));
    online.fetch(&get(&server.url("/old"))).await.unwrap();
    online.fetch(&search).await.unwrap();

    let offline = fetcher(offline(folder.path()));
    let answer = offline.fetch(&get(&server.url("/old"))).await.unwrap();
    assert_eq!((answer.from, answer.url.as_str()), (Origin::Cache, server.url("/new").as_str()));
    assert_eq!(offline.fetch(&search).await.unwrap().body, b"{}");
    search.body = Some("{\"limit\":2}".to_owned());
    assert_eq!(offline.fetch(&search).await, Err(FetchError::NotInCache));
    let page = HttpRequest::page(server.url("/new").parse().unwrap());
    assert_eq!(offline.fetch(&page).await, Err(FetchError::NotInCache));
}

#[tokio::test]
async fn failures_are_never_kept_but_their_time_is() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::script([
        ("GET /feed", Reaction::status(500).late(Duration::from_millis(150))),
        ("GET /feed", ok("<rss/>")),
        ("GET /feed", Reaction::status(500)),
    ])
    .await;
    let (url, fetcher) = (server.url("/feed"), fetcher(cached(folder.path())));
    let parsed = url.parse().unwrap();
    assert_eq!(fetcher.remembered_latency(&parsed), None);
    assert_eq!(fetcher.fetch(&get(&url)).await, Err(FetchError::ServerError { status: 500 }));
    assert!(fetcher.remembered_latency(&parsed).is_some_and(|time| time >= Duration::from_millis(150)));
    assert_eq!(fetch_with(offline(folder.path()), &url).await, Err(FetchError::NotInCache));
    fetcher.fetch(&get(&url)).await.unwrap();
    assert_eq!(fetcher.fetch(&get(&url)).await, Err(FetchError::ServerError { status: 500 }));
    assert_eq!(fetch_with(offline(folder.path()), &url).await.unwrap().body, b"<rss/>");
}

#[tokio::test]
async fn a_warm_run_changes_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::serve(|seen| match seen.header("if-none-match") {
        Some(_) => Reaction::status(304),
        None => answer(200, &[("etag", "\"1\"")], b"<rss/>"),
    })
    .await;
    let files = || -> Vec<_> {
        let mut files: Vec<_> = std::fs::read_dir(folder.path().join("http"))
            .unwrap()
            .map(|file| file.unwrap())
            .map(|file| {
                (file.file_name(), file.metadata().unwrap().modified().unwrap(), std::fs::read(file.path()).unwrap())
            })
            .collect();
        files.sort();
        files
    };
    fetch_with(cached(folder.path()), &server.url("/feed")).await.unwrap();
    let cold = files();
    tokio::time::sleep(Duration::from_millis(20)).await;
    assert_eq!(fetch_with(cached(folder.path()), &server.url("/feed")).await.unwrap().from, Origin::NotModified);
    assert_eq!(files(), cold);
}

#[tokio::test]
async fn a_cache_that_cannot_be_written_spoils_nothing() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("http"), "a file in the way").unwrap();
    let server = Server::script([("GET /feed", ok("<rss/>"))]).await;
    let fetcher = fetcher(cached(folder.path()));
    assert_eq!(fetcher.fetch(&get(&server.url("/feed"))).await.unwrap().body, b"<rss/>");
    assert!(fetcher.cache_problem().is_some());
}

#[tokio::test]
async fn an_enormous_etag_does_no_harm() {
    let folder = tempfile::tempdir().unwrap();
    let etag = format!("\"{}\"", "e".repeat(60_000));
    let server = Server::serve(move |_| answer(200, &[("etag", &etag)], b"<rss/>")).await;
    for _ in 0..2 {
        fetch_with(cached(folder.path()), &server.url("/feed")).await.unwrap();
    }
    assert_eq!(server.seen()[1].header("if-none-match"), None);
}
