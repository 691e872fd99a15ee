//! No secret and no control character in anything that is shown or kept.

use std::path::Path;

use newsletter::fetch::{FetchError, Options, safe_address};
use url::Url;

use super::server::{Reaction, Server, answer, ok, redirect};
use super::{fetcher, get, options};

/// Every file below a folder, as text.
fn everything(folder: &Path) -> String {
    let mut text = String::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        text.push_str(&path.to_string_lossy());
        text.push_str(&String::from_utf8_lossy(&std::fs::read(path).unwrap()));
    }
    text
}

fn shown(error: &FetchError) -> String {
    format!("{}\n{:?}\n{}", error.reason(), error.hint(), error.hint().unwrap_or_default())
}

#[tokio::test]
async fn a_secret_shows_nowhere_whatever_happens() {
    let server = Server::serve(|seen| match seen.path.split('?').next().unwrap_or_default() {
        "/ok" => answer(200, &[("etag", "\"1\"")], b"<rss/>"),
        "/moved" => redirect(302, &seen.path.replace("/moved", "/ok")),
        "/loop" => redirect(302, &seen.path),
        "/bad" => redirect(302, "file:///x?token=s3cr3t"),
        "/out" => redirect(302, "http://user:s3cr3t@10.0.0.1/?token=s3cr3t"),
        "/cut" => Reaction::raw("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nx"),
        "/junk" => Reaction::raw("s3cr3t"),
        "/coding" => answer(200, &[("content-encoding", "\u{1b}[31m")], b"x"),
        "/500" => Reaction::status(500),
        _ => Reaction::status(404),
    })
    .await;
    let folder = tempfile::tempdir().unwrap();
    let (cache, record) = (folder.path().join("http"), folder.path().join("recording"));
    let listed = newsletter::fetch::AllowPrivate::Listed(vec!["127.0.0.1".to_owned()]);
    let options = Options {
        cache: Some(cache.clone()),
        record: Some(record.clone()),
        retries: 0,
        allow_private: listed,
        ..options()
    };
    let fetcher = fetcher(options);
    for path in ["ok", "moved", "loop", "bad", "out", "cut", "junk", "coding", "500", "404"] {
        let address =
            server.url(&format!("/{path}?access_token=s3cr3t&page=2")).replace("http://", "http://me:s3cr3t@");
        let mut request = get(&address);
        request.headers.push(("authorization".to_owned(), "Bearer s3cr3t".to_owned()));
        match fetcher.fetch(&request).await {
            Ok(answer) => assert!(!safe_address(&answer.url).contains("s3cr3t"), "{path}"),
            Err(error) => {
                let shown = shown(&error);
                assert!(!shown.contains("s3cr3t") && !shown.contains('\u{1b}'), "{path}: {shown}");
            }
        }
    }
    for folder in [cache, record] {
        assert!(!everything(&folder).contains("s3cr3t"), "{}", folder.display());
    }
}

#[tokio::test]
async fn a_header_that_cannot_be_sent_is_an_error_and_nothing_is_sent() {
    let server = Server::script([]).await;
    for (name, value) in [("x y", "1"), ("x-token", "a\r\nhost: evil")] {
        let mut request = get(&server.url("/"));
        request.headers.push((name.to_owned(), value.to_owned()));
        let error = fetcher(options()).fetch(&request).await.unwrap_err();
        assert_eq!(error, FetchError::BadRequestHeader { name: name.to_owned() });
    }
}

#[tokio::test]
async fn only_web_addresses_are_asked() {
    for address in ["ftp://example.org/x", "file:///etc/passwd", "data:text/plain,x", "javascript:1"] {
        let error = fetcher(options()).fetch(&get(address)).await.unwrap_err();
        assert!(matches!(error, FetchError::UnsupportedScheme { .. }), "{address}");
    }
}

#[tokio::test]
async fn hundreds_of_requests_share_one_fetcher() {
    let server = Server::serve(|seen| ok(format!("<{}/>", seen.path))).await;
    let fetcher = fetcher(options());
    let tasks: Vec<_> = (0..300)
        .map(|number| {
            let (fetcher, request) = (fetcher.clone(), get(&server.url(&format!("/{number}"))));
            tokio::spawn(async move { fetcher.fetch(&request).await })
        })
        .collect();
    for (number, task) in tasks.into_iter().enumerate() {
        assert_eq!(task.await.unwrap().unwrap().body, format!("</{number}/>").into_bytes());
    }
}

#[test]
fn safe_addresses_are_for_the_public() {
    let url = Url::parse("https://me:s3cr3t@example.org/feed?page=2&sig=s3cr3t#s3cr3t").unwrap();
    assert_eq!(safe_address(&url), "https://example.org/feed");
}
