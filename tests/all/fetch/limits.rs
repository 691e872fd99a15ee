//! Time limits of each phase, and errors of the connection itself.

use std::time::{Duration, Instant};

use newsletter::fetch::{FetchError, Options};

use super::server::{Reaction, Server, ok, redirect, refusing};
use super::{fetch_with, options};

const SHORT: Duration = Duration::from_millis(150);
const LONG: Duration = Duration::from_secs(20);

fn hasty() -> Options {
    Options { retries: 0, timeout: LONG, ..options() }
}

#[tokio::test]
async fn a_server_that_never_answers_is_given_up() {
    let server = Server::serve(|_| ok("late").late(LONG)).await;
    let hasty = Options { connect_timeout: SHORT, first_byte_timeout: SHORT, ..hasty() };
    assert_eq!(fetch_with(hasty, &server.url("/")).await, Err(FetchError::FirstByteTimeout { after: SHORT }));
}

#[tokio::test]
async fn a_body_that_stalls_is_given_up() {
    let stall = Reaction::raw("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n<rss>").then_pause(LONG);
    let server = Server::script([("GET /", stall)]).await;
    let hasty = Options { idle_timeout: SHORT, ..hasty() };
    assert_eq!(fetch_with(hasty, &server.url("/")).await, Err(FetchError::IdleTimeout { after: SHORT }));
}

#[tokio::test]
async fn a_body_that_drips_is_given_up_at_the_whole_limit() {
    let server = Server::serve(|_| {
        let mut drip = Reaction::raw("HTTP/1.1 200 OK\r\n\r\n");
        for _ in 0..200 {
            drip = drip.then_send("x").then_pause(Duration::from_millis(20));
        }
        drip
    })
    .await;
    let start = Instant::now();
    let after = Duration::from_millis(400);
    let result = fetch_with(Options { timeout: after, ..hasty() }, &server.url("/")).await;
    assert_eq!(result, Err(FetchError::Timeout { after }));
    assert!(start.elapsed() < Duration::from_secs(2));
}

#[tokio::test]
async fn a_head_that_drips_and_a_flood_of_hints_are_given_up() {
    let head = "HTTP/1.1 200 OK\r\nx-slow: ";
    let dripping = Server::serve(move |_| {
        (0..200).fold(Reaction::raw(head), |drip, _| drip.then_send("y").then_pause(Duration::from_millis(20)))
    })
    .await;
    let flooding =
        Server::serve(|_| Reaction::raw("").then_for_ever("HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n")).await;
    let after = Duration::from_millis(300);
    for server in [dripping, flooding] {
        let result = fetch_with(Options { timeout: after, ..hasty() }, &server.url("/")).await;
        assert_eq!(result, Err(FetchError::Timeout { after }));
    }
}

#[tokio::test]
async fn one_limit_spans_all_redirects() {
    let server = Server::serve(|seen| redirect(302, &format!("{}x", seen.path)).late(Duration::from_millis(150))).await;
    let after = Duration::from_millis(400);
    let result = fetch_with(Options { timeout: after, ..hasty() }, &server.url("/")).await;
    assert_eq!(result, Err(FetchError::Timeout { after }));
    assert!((2..=4).contains(&server.seen().len()), "{}", server.seen().len());
}

#[tokio::test]
async fn waiting_for_a_turn_costs_nothing() {
    let server = Server::serve(|_| ok("<rss/>").late(Duration::from_millis(100))).await;
    let fetcher = super::fetcher(Options { timeout: Duration::from_millis(900), per_host: 1, ..hasty() });
    let url = server.url("/");
    let all = (0..12).map(|_| {
        let (fetcher, request) = (fetcher.clone(), super::get(&url));
        tokio::spawn(async move { fetcher.fetch(&request).await })
    });
    for task in all.collect::<Vec<_>>() {
        assert!(task.await.unwrap().is_ok());
    }
}

#[tokio::test]
async fn a_connection_that_is_not_made_in_time_is_given_up() {
    // A listener whose queue is full lets nobody in.
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let mut held = Vec::new();
    while let Ok(Ok(stream)) =
        tokio::time::timeout(Duration::from_millis(100), tokio::net::TcpStream::connect(address)).await
    {
        held.push(stream);
        assert!(held.len() < 50, "the queue never fills");
    }
    let result = fetch_with(Options { connect_timeout: SHORT, ..hasty() }, &format!("http://{address}/")).await;
    assert_eq!(result, Err(FetchError::ConnectTimeout { after: SHORT }));
}

#[tokio::test]
async fn a_closed_port_refuses() {
    let (_socket, address) = refusing();
    let result = fetch_with(hasty(), &format!("http://{address}/feed?token=hush")).await;
    assert_eq!(result, Err(FetchError::Refused { host: address.to_string() }));
}

#[tokio::test]
async fn a_host_that_does_not_exist_is_named() {
    let error = fetch_with(hasty(), "http://no-such-host.invalid/").await.unwrap_err();
    // Without a name service at all, the lookup itself fails.
    let host = "no-such-host.invalid".to_owned();
    let named = matches!(&error, FetchError::LookupFailed { host: named, .. } if *named == host);
    assert!(named || error == FetchError::NoSuchHost { host }, "{error:?}");
}
