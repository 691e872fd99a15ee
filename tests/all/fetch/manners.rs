//! Retries, pauses, turns and robots rules, as the server sees them.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant, SystemTime};

use newsletter::fetch::{FetchError, Fetcher, Options};
use newsletter::model::exchange::HttpRequest;

use super::server::{Reaction, Server, answer, ok, redirect, refusing};
use super::{fetch, fetch_with, fetcher, get, options};

fn page(address: &str) -> HttpRequest {
    HttpRequest::page(address.parse().unwrap())
}

#[tokio::test]
async fn passing_troubles_are_tried_again_and_others_are_not() {
    for (status, tries) in
        [(429, 3), (500, 3), (502, 3), (503, 3), (504, 3), (400, 1), (401, 1), (403, 1), (404, 1), (410, 1), (501, 1)]
    {
        let server = Server::serve(move |_| Reaction::status(status)).await;
        assert!(fetch(&server.url("/")).await.is_err());
        assert_eq!(server.seen().len(), tries, "{status}");
    }
}

#[tokio::test]
async fn a_dropped_and_a_cut_answer_are_tried_again() {
    let server = Server::script([
        ("GET /", Reaction::raw("")),
        ("GET /", Reaction::raw("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n<rss>")),
        ("GET /", ok("<rss/>")),
    ])
    .await;
    assert_eq!(fetch(&server.url("/")).await.unwrap().body, b"<rss/>");
}

#[tokio::test]
async fn retry_after_is_never_undercut() {
    let soon = || {
        let date = httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(1));
        answer(503, &[("retry-after", &date), ("date", &httpdate::fmt_http_date(SystemTime::now()))], b"")
    };
    for busy in [answer(429, &[("retry-after", "1")], b""), soon()] {
        let server = Server::script([("GET /", busy), ("GET /", ok("<rss/>"))]).await;
        let start = Instant::now();
        fetch(&server.url("/")).await.unwrap();
        assert!(start.elapsed() >= Duration::from_secs(1), "{:?}", start.elapsed());
        assert!(start.elapsed() < Duration::from_secs(8), "{:?}", start.elapsed());
    }
}

#[tokio::test]
async fn a_retry_after_that_means_nothing_is_ignored() {
    for value in ["0", "soon", "-1", "", "Sun, 06 Nov 1994 08:49:37 GMT"] {
        let server =
            Server::script([("GET /", answer(503, &[("retry-after", value)], b"")), ("GET /", ok("<rss/>"))]).await;
        let start = Instant::now();
        fetch(&server.url("/")).await.unwrap();
        assert!(start.elapsed() < Duration::from_secs(5), "{value}");
    }
}

#[tokio::test]
async fn trap_17_a_retry_after_beyond_the_cap_ends_it_at_once() {
    for (value, wait) in [("3600", 3600), ("99999999999999999999", u64::from(u32::MAX))] {
        let server = Server::script([("GET /", answer(429, &[("retry-after", value)], b""))]).await;
        let error = fetch(&server.url("/")).await.unwrap_err();
        assert_eq!(error, FetchError::RetryLater { status: 429, wait: Duration::from_secs(wait) });
    }
}

#[tokio::test]
async fn while_a_host_asks_for_patience_nobody_else_asks_it() {
    let times = Arc::new(std::sync::Mutex::new(Vec::new()));
    let log = times.clone();
    let server = Server::serve(move |seen| {
        let mut times = log.lock().unwrap();
        times.push(Instant::now());
        if seen.path == "/busy" && times.len() == 1 { answer(429, &[("retry-after", "1")], b"") } else { ok("x") }
    })
    .await;
    let fetcher = fetcher(Options { retries: 0, ..options() });
    assert!(fetcher.fetch(&get(&server.url("/busy"))).await.is_err());
    fetcher.fetch(&get(&server.url("/other"))).await.unwrap();
    let times = times.lock().unwrap();
    assert!(times[1] - times[0] >= Duration::from_secs(1));
}

#[tokio::test]
async fn a_long_wait_at_one_address_is_not_that_of_others() {
    let server = Server::script([("GET /a", answer(503, &[("retry-after", "3600")], b"")), ("GET /b", ok("x"))]).await;
    let fetcher = fetcher(options());
    assert!(fetcher.fetch(&get(&server.url("/a"))).await.is_err());
    assert!(fetcher.fetch(&get(&server.url("/b"))).await.is_ok());
}

/// Most requests that were answered at the same time.
async fn most_at_once(options: Options, requests: usize) -> usize {
    let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let highest = most.clone();
    let server = Server::serve(move |_| {
        highest.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        let now = now.clone();
        let leave = move || {
            now.fetch_sub(1, Ordering::SeqCst);
        };
        ok("<rss/>").calling(leave).late(Duration::from_millis(20))
    })
    .await;
    let fetcher = fetcher(options);
    let tasks: Vec<_> = (0..requests)
        .map(|number| {
            let (fetcher, request) = (fetcher.clone(), get(&server.url(&format!("/{number}"))));
            tokio::spawn(async move { fetcher.fetch(&request).await })
        })
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    most.load(Ordering::SeqCst)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_host_never_gets_more_requests_at_once_than_allowed() {
    assert_eq!(most_at_once(Options { per_host: 3, ..options() }, 60).await, 3);
    assert_eq!(most_at_once(Options { per_host: 50, in_flight: 5, ..options() }, 60).await, 5);
}

#[tokio::test]
async fn pages_obey_robots_and_data_does_not_ask() {
    let robots = ok("User-agent: newsletter\nDisallow: /private\n");
    let server = Server::script([
        ("GET /private/feed", ok("<rss/>")),
        ("GET /robots.txt", robots),
        ("GET /public", ok("<p>")),
        ("GET /other", ok("<p>")),
    ])
    .await;
    let fetcher = fetcher(options());
    fetcher.fetch(&get(&server.url("/private/feed"))).await.unwrap();
    let forbidden = fetcher.fetch(&page(&server.url("/private/page"))).await.unwrap_err();
    assert_eq!(forbidden.reason(), "127.0.0.1's robots.txt does not allow this page");
    fetcher.fetch(&page(&server.url("/public"))).await.unwrap();
    fetcher.fetch(&page(&server.url("/other"))).await.unwrap();
}

#[tokio::test]
async fn robots_files_are_read_once_however_many_pages_are_asked_at_once() {
    let server = Server::serve(|seen| match seen.path.as_str() {
        "/robots.txt" => ok("User-agent: *\nDisallow: /x\n").late(Duration::from_millis(50)),
        _ => ok("<p>"),
    })
    .await;
    let fetcher = fetcher(options());
    let tasks: Vec<_> = (0..20)
        .map(|number| {
            let (fetcher, request) = (fetcher.clone(), page(&server.url(&format!("/{number}"))));
            tokio::spawn(async move { fetcher.fetch(&request).await })
        })
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    assert_eq!(server.seen().iter().filter(|seen| seen.path == "/robots.txt").count(), 1);
}

async fn page_with_robots(robots: Reaction) -> Result<(), FetchError> {
    let server = Server::serve(move |seen| if seen.path == "/robots.txt" { robots.clone() } else { ok("<p>") }).await;
    fetch_page(&fetcher(Options { retries: 0, ..options() }), &server).await
}

async fn fetch_page(fetcher: &Fetcher, server: &Server) -> Result<(), FetchError> {
    fetcher.fetch(&page(&server.url("/page"))).await.map(|_| ())
}

#[tokio::test]
async fn no_robots_file_allows_all_and_an_unreadable_one_nothing() {
    for status in [204, 400, 401, 403, 404, 410, 429] {
        assert_eq!(page_with_robots(Reaction::status(status)).await, Ok(()), "{status}");
    }
    assert_eq!(page_with_robots(ok("")).await, Ok(()));
    assert_eq!(page_with_robots(redirect(302, "/robots.txt")).await, Ok(()));
    let error = page_with_robots(Reaction::status(503)).await.unwrap_err();
    assert_eq!(
        error.reason(),
        "127.0.0.1's robots.txt could not be read (server error (503)), so its pages are left alone"
    );
    let error = page_with_robots(Reaction::raw("garbage")).await.unwrap_err();
    assert!(matches!(error, FetchError::RobotsUnreadable { .. }), "{error:?}");
}

#[tokio::test]
async fn a_huge_robots_file_is_read_up_to_its_cap() {
    let rule = "User-agent: *\nDisallow: /page\n";
    let early = format!("{rule}{}", "# more\n".repeat(200_000));
    let late = format!("{}{rule}", "# more\n".repeat(200_000));
    assert!(matches!(page_with_robots(ok(early)).await, Err(FetchError::RobotsDisallowed { .. })));
    assert_eq!(page_with_robots(ok(late)).await, Ok(()));
    let endless = Reaction::raw("HTTP/1.1 200 OK\r\n\r\nUser-agent: *\nDisallow: /page\n")
        .then_for_ever("# more\n".repeat(1_000));
    assert!(matches!(page_with_robots(endless).await, Err(FetchError::RobotsDisallowed { .. })));
}

#[tokio::test]
async fn a_redirect_to_another_host_asks_that_hosts_robots() {
    let other = Server::script([("GET /robots.txt", ok("User-agent: *\nDisallow: /\n"))]).await;
    let target = other.url("/page");
    let server = Server::serve(move |seen| match seen.path.as_str() {
        "/robots.txt" => Reaction::status(404),
        _ => redirect(301, &target),
    })
    .await;
    let result = fetch_page(&fetcher(options()), &server).await;
    assert!(matches!(result, Err(FetchError::RobotsDisallowed { .. })), "{result:?}");
}

#[tokio::test]
async fn crawl_delay_spaces_requests() {
    let server = Server::serve(|seen| match seen.path.as_str() {
        "/robots.txt" => ok("User-agent: *\nCrawl-delay: 0.2\n"),
        _ => ok("<p>"),
    })
    .await;
    let fetcher = fetcher(options());
    let start = Instant::now();
    for _ in 0..3 {
        fetch_page(&fetcher, &server).await.unwrap();
    }
    assert!(start.elapsed() >= Duration::from_millis(600), "{:?}", start.elapsed());
}

#[tokio::test]
async fn a_host_that_cannot_be_reached_is_not_blamed_on_its_robots() {
    let (_socket, address) = refusing();
    let fetcher = fetcher(options());
    let result = fetcher.fetch(&page(&format!("http://{address}/"))).await;
    assert_eq!(result, Err(FetchError::Refused { host: address.to_string() }));
}

#[tokio::test]
async fn time_spent_in_tries_counts_as_one() {
    let server = Server::serve(|_| Reaction::status(503).late(Duration::from_millis(150))).await;
    let limited = Options { timeout: Duration::from_millis(400), retries: 10, ..options() };
    assert!(fetch_with(limited, &server.url("/")).await.is_err());
    assert!(server.seen().len() <= 3, "{}", server.seen().len());
}
