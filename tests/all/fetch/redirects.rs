//! Redirects: followed within bounds, hints for permanent ones, secrets kept, forbidden targets.

use newsletter::fetch::{AllowPrivate, FetchError, Options};
use newsletter::model::exchange::Method;

use super::server::{Server, ok, redirect};
use super::{fetch, fetch_with, fetcher, get, options};

#[tokio::test]
async fn permanent_redirects_give_a_hint_and_others_do_not() {
    let server = Server::serve(|seen| match seen.path.as_str() {
        "/301" => redirect(301, "/308"),
        "/308" => redirect(308, "/end"),
        "/302" => redirect(302, "/end"),
        "/303" => redirect(303, "/end"),
        "/307" => redirect(307, "/end"),
        "/mixed" => redirect(301, "/302"),
        _ => ok("<rss/>"),
    })
    .await;
    let end = server.url("/end");
    for (path, moved) in [
        ("/301", true),
        ("/308", true),
        ("/302", false),
        ("/303", false),
        ("/307", false),
        ("/mixed", false),
        ("/end", false),
    ] {
        let answer = fetch(&server.url(path)).await.unwrap();
        assert_eq!(answer.url.as_str(), end, "{path}");
        assert_eq!(answer.moved.map(String::from), moved.then(|| end.clone()), "{path}");
    }
}

#[tokio::test]
async fn loops_end_and_are_named() {
    let server = Server::script([("GET /a", redirect(302, "/b")), ("GET /b", redirect(302, "/a"))]).await;
    let error = fetch(&server.url("/a")).await.unwrap_err();
    assert_eq!(error.reason(), format!("a redirect loop at {}", server.url("/a")));
}

#[tokio::test]
async fn ever_longer_redirects_end_at_the_limit() {
    let server = Server::serve(|seen| redirect(302, &format!("{}x", seen.path))).await;
    assert_eq!(fetch(&server.url("/")).await, Err(FetchError::TooManyRedirects { limit: 10 }));
    assert_eq!(server.seen().len(), 11);
}

#[tokio::test]
async fn targets_that_are_no_web_addresses_are_refused() {
    let server = Server::serve(|seen| match seen.path.as_str() {
        "/none" => super::server::answer(302, &[], b"x"),
        "/empty" => redirect(302, ""),
        "/port" => redirect(302, "http://example.org:99999/"),
        path => redirect(302, &format!("{}:///etc/passwd", path.trim_start_matches('/'))),
    })
    .await;
    assert_eq!(fetch(&server.url("/none")).await, Err(FetchError::BadRedirect { status: 302, missing: true }));
    assert_eq!(fetch(&server.url("/empty")).await, Err(FetchError::BadRedirect { status: 302, missing: true }));
    assert_eq!(fetch(&server.url("/port")).await, Err(FetchError::BadRedirect { status: 302, missing: false }));
    for scheme in ["file", "ftp", "gopher", "data", "javascript"] {
        let refused = FetchError::RedirectScheme { scheme: scheme.to_owned() };
        assert_eq!(fetch(&server.url(&format!("/{scheme}"))).await, Err(refused));
    }
}

#[tokio::test]
async fn no_redirect_leads_to_a_private_address() {
    let inner = Server::script([]).await;
    let port = inner.address.port();
    let targets = [
        format!("http://127.0.0.1:{port}/"),
        format!("http://2130706433:{port}/"),
        format!("http://0x7f.1:{port}/"),
        format!("http://0177.0.0.01:{port}/"),
        format!("http://[::ffff:127.0.0.1]:{port}/"),
        format!("http://１２７.0.0.1:{port}/"),
        format!("http://localhost:{port}/"),
        format!("http://a.localhost:{port}/"),
        format!("http://0.0.0.0:{port}/"),
        "http://169.254.169.254/latest/meta-data/".to_owned(),
        "http://[64:ff9b::7f00:1]/".to_owned(),
    ];
    for target in targets {
        let sent_to = target.clone();
        let outer = Server::serve(move |_| redirect(302, &sent_to)).await;
        let allowed = AllowPrivate::Listed(vec![outer.address.to_string()]);
        let result = fetch_with(Options { allow_private: allowed, ..options() }, &outer.url("/")).await;
        assert!(matches!(result, Err(FetchError::ForbiddenAddress { .. })), "{target}: {result:?}");
    }
}

#[tokio::test]
async fn private_addresses_are_refused_from_the_start_unless_listed() {
    let server = Server::script([("GET /", ok("<rss/>"))]).await;
    let strict = Options { allow_private: AllowPrivate::Nothing, ..options() };
    let error = fetch_with(strict.clone(), &server.url("/")).await.unwrap_err();
    assert_eq!(error.reason(), "127.0.0.1 is a private or local address");
    assert!(error.hint().is_some_and(|hint| hint.contains("allow_private")));
    let other = AllowPrivate::Listed(vec!["127.0.0.1:1".to_owned()]);
    assert!(fetch_with(Options { allow_private: other, ..strict.clone() }, &server.url("/")).await.is_err());
    let listed = AllowPrivate::Listed(vec![server.address.to_string()]);
    assert!(fetch_with(Options { allow_private: listed, ..strict }, &server.url("/")).await.is_ok());
}

#[tokio::test]
async fn secrets_stay_with_the_first_origin() {
    let stranger = Server::script([("GET /x", ok("<rss/>"))]).await;
    let target = stranger.url("/x");
    let server = Server::serve(move |seen| match seen.path.as_str() {
        "/a" => redirect(302, "/b"),
        _ => redirect(302, &target),
    })
    .await;
    let mut request = get(&server.url("/a").replace("http://", "http://me:hush@"));
    for (name, value) in [("X-Api-Key", "hush"), ("cookie", "a=hush"), ("accept", "text/xml"), ("x-own", "hush")] {
        request.headers.push((name.to_owned(), value.to_owned()));
    }
    let answer = fetcher(options()).fetch(&request).await.unwrap();
    assert_eq!(answer.url.as_str(), stranger.url("/x"));
    for seen in server.seen() {
        assert_eq!((seen.header("x-api-key"), seen.header("cookie")), (Some("hush"), Some("a=hush")), "{}", seen.path);
        assert_eq!(seen.header("authorization"), Some("Basic bWU6aHVzaA=="), "{}", seen.path);
    }
    let leaked = &stranger.seen()[0];
    for name in ["authorization", "x-api-key", "cookie", "x-own", "referer"] {
        assert_eq!(leaked.header(name), None);
    }
    assert_eq!(leaked.header("accept"), Some("text/xml"));
}

#[tokio::test]
async fn the_address_of_an_answer_never_carries_its_user() {
    let server = Server::script([("GET /a", ok("<rss/>"))]).await;
    let answer = fetch(&server.url("/a").replace("http://", "http://me:hush@")).await.unwrap();
    assert_eq!(answer.url.as_str(), server.url("/a"));
}

#[tokio::test]
async fn a_post_becomes_a_get_where_the_status_says_so() {
    for (status, method, body) in
        [(301, "GET", ""), (302, "GET", ""), (303, "GET", ""), (307, "POST", "{}"), (308, "POST", "{}")]
    {
        let server = Server::serve(move |seen| if seen.path == "/a" { redirect(status, "/b") } else { ok("{}") }).await;
        let mut request = get(&server.url("/a"));
        (request.method, request.body) = (Method::Post, Some("{}".to_owned()));
        fetcher(options()).fetch(&request).await.unwrap();
        let seen = server.seen();
        assert_eq!((seen[1].method.as_str(), seen[1].body.as_str()), (method, body), "{status}");
    }
}
