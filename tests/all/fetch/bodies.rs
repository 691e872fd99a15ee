//! Bodies: compressed in every way, cut, damaged, too large.

use std::time::Duration;

use async_compression::tokio::bufread::{BrotliEncoder, DeflateEncoder, GzipEncoder, ZlibEncoder, ZstdEncoder};
use newsletter::fetch::{FetchError, Options};
use tokio::io::{AsyncRead, AsyncReadExt};

use super::server::{Reaction, Server, answer};
use super::{fetch, fetch_with, fetcher, get, options};

const TEXT: &[u8] = b"<rss><channel><title>Open source program offices, week by week</title></channel></rss>";

async fn packed(mut encoder: impl AsyncRead + Unpin) -> Vec<u8> {
    let mut bytes = Vec::new();
    encoder.read_to_end(&mut bytes).await.unwrap();
    bytes
}

/// (name in `Content-Encoding`, name in errors, compressed bytes)
async fn all_codings(text: &[u8]) -> Vec<(&'static str, &'static str, Vec<u8>)> {
    vec![
        ("gzip", "gzip", packed(GzipEncoder::new(text)).await),
        ("br", "brotli", packed(BrotliEncoder::new(text)).await),
        ("zstd", "zstd", packed(ZstdEncoder::new(text)).await),
        ("deflate", "deflate", packed(ZlibEncoder::new(text)).await),
        ("deflate", "deflate", packed(DeflateEncoder::new(text)).await),
    ]
}

/// Fetches one prepared body.
async fn read(coding: &str, body: &[u8]) -> Result<Vec<u8>, FetchError> {
    let reaction = answer(200, &[("content-encoding", coding)], body);
    let server = Server::script([("GET /", reaction)]).await;
    fetch(&server.url("/")).await.map(|answer| answer.body)
}

/// Fetches a raw answer that ends with the connection.
async fn raw(bytes: impl AsRef<[u8]>) -> Result<Vec<u8>, FetchError> {
    let server = Server::script([("GET /", Reaction::raw(bytes))]).await;
    fetch_with(Options { retries: 0, ..options() }, &server.url("/")).await.map(|answer| answer.body)
}

#[tokio::test]
async fn every_coding_gives_the_same_bytes() {
    for (coding, _, body) in all_codings(TEXT).await {
        assert_eq!(read(coding, &body).await.unwrap(), TEXT, "{coding}");
    }
    assert_eq!(read("identity", TEXT).await.unwrap(), TEXT);
    assert_eq!(read("X-GZIP", &packed(GzipEncoder::new(TEXT)).await).await.unwrap(), TEXT);
}

#[tokio::test]
async fn all_members_of_a_gzip_body_and_all_frames_of_a_zstd_body_count() {
    let (one, two) = TEXT.split_at(30);
    let gzip = [packed(GzipEncoder::new(one)).await, packed(GzipEncoder::new(two)).await].concat();
    assert_eq!(read("gzip", &gzip).await.unwrap(), TEXT);
    let zstd = [packed(ZstdEncoder::new(one)).await, packed(ZstdEncoder::new(two)).await].concat();
    assert_eq!(read("zstd", &zstd).await.unwrap(), TEXT);
}

#[tokio::test]
async fn a_compressed_body_cut_anywhere_is_an_error() {
    for (coding, name, body) in all_codings(TEXT).await {
        for kept in [1, 5, body.len() / 2, body.len() - 1] {
            let error = read(coding, &body[..kept]).await.unwrap_err();
            assert_eq!(error, FetchError::BadCompression { coding: name }, "{coding} cut at {kept}");
        }
    }
}

#[tokio::test]
async fn a_damaged_compressed_body_is_an_error() {
    let mut gzip = packed(GzipEncoder::new(TEXT)).await;
    let checksum = gzip.len() - 8;
    gzip[checksum] ^= 1;
    assert_eq!(read("gzip", &gzip).await, Err(FetchError::BadCompression { coding: "gzip" }));
    for (coding, name, body) in all_codings(TEXT).await {
        let trailing = [&body, &b"<script>"[..]].concat();
        assert_eq!(read(coding, &trailing).await, Err(FetchError::BadCompression { coding: name }), "{coding}");
        assert_eq!(read(coding, TEXT).await, Err(FetchError::BadCompression { coding: name }), "{coding}: plain text");
    }
}

#[tokio::test]
async fn stacked_and_unknown_codings_are_refused() {
    let twice = packed(GzipEncoder::new(packed(GzipEncoder::new(TEXT)).await.as_slice())).await;
    assert_eq!(read("gzip, gzip", &twice).await, Err(FetchError::StackedCompression { layers: 2 }));
    let fifty = ["gzip"; 50].join(",");
    assert_eq!(read(&fifty, &twice).await, Err(FetchError::StackedCompression { layers: 50 }));
    let unknown = FetchError::UnknownCompression { coding: "compress".to_owned() };
    assert_eq!(read("compress", TEXT).await, Err(unknown));
}

#[tokio::test]
async fn a_body_shorter_than_announced_is_an_error() {
    assert_eq!(raw("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n<rss>").await, Err(FetchError::Cut));
    let chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    assert_eq!(raw(format!("{chunked}5\r\n<rss>")).await, Err(FetchError::Cut));
    assert_eq!(raw(format!("{chunked}5\r\n<rss>\r\n")).await, Err(FetchError::Cut));
    assert_eq!(raw(format!("{chunked}ff\r\n<rss>\r\n0\r\n\r\n")).await, Err(FetchError::Cut));
    assert_eq!(raw(format!("{chunked}5\r\n<rss>\r\n0\r\n\r\n")).await.unwrap(), b"<rss>");
}

#[tokio::test]
async fn what_is_not_http_is_an_error() {
    let chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    for bytes in [
        format!("{chunked}zz\r\n<rss>\r\n0\r\n\r\n"),
        format!("{chunked}-5\r\n<rss>\r\n0\r\n\r\n"),
        format!("{chunked}fffffffffffffffffff\r\n<rss>\r\n0\r\n\r\n"),
        format!("{chunked}5\r\n<rss>xx\r\n0\r\n\r\n"),
        "HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 7\r\n\r\n<rss>xx".to_owned(),
        "HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n<rss>".to_owned(),
        "SSH-2.0-OpenSSH_9.6\r\n".to_owned(),
        "<rss/>".to_owned(),
        "ICY 200 OK\r\n\r\n".to_owned(),
        format!("HTTP/1.1 200 OK\r\n{}\r\n", "x: y\r\n".repeat(200)),
        format!("HTTP/1.1 200 OK\r\nx: {}\r\n\r\n", "y".repeat(1_000_000)),
    ] {
        let error = raw(&bytes).await.unwrap_err();
        assert!(matches!(error, FetchError::NotHttp { .. }), "{error:?} for {bytes:.60}");
    }
}

#[tokio::test]
async fn nothing_and_a_reset_are_a_dropped_connection() {
    for bytes in ["", "HTTP/1.1 200 OK\r\ncontent-"] {
        assert_eq!(raw(bytes).await, Err(FetchError::Dropped), "{bytes}");
    }
}

#[tokio::test]
async fn an_escape_in_the_reason_phrase_reaches_nobody() {
    let error = raw("HTTP/1.1 404 \u{1b}[31mGone\r\ncontent-length: 0\r\n\r\n").await.unwrap_err();
    assert!(!error.reason().contains('\u{1b}'), "{error:?}");
}

#[tokio::test]
async fn an_announced_length_over_the_cap_is_refused_at_once() {
    let reaction =
        Reaction::raw("HTTP/1.1 200 OK\r\ncontent-length: 4294967296\r\n\r\n").then_pause(Duration::from_secs(9));
    let server = Server::script([("GET /", reaction)]).await;
    let error = fetch(&server.url("/")).await.unwrap_err();
    assert_eq!(error, FetchError::TooLarge { limit: 20_000_000 });
    assert_eq!(error.reason(), "larger than 20 MB");
}

#[tokio::test]
async fn the_cap_is_exact() {
    let server = Server::serve(|_| answer(200, &[], TEXT)).await;
    let length = TEXT.len() as u64;
    let fits = fetch_with(Options { max_size: length, ..options() }, &server.url("/")).await;
    assert_eq!(fits.unwrap().body, TEXT);
    let over = fetch_with(Options { max_size: length - 1, ..options() }, &server.url("/")).await;
    assert_eq!(over, Err(FetchError::TooLarge { limit: length - 1 }));
}

#[tokio::test]
async fn a_body_without_end_stops_at_the_cap() {
    let server = Server::serve(|_| Reaction::raw("HTTP/1.1 200 OK\r\n\r\n").then_for_ever(vec![b'x'; 65_536])).await;
    let limited = Options { max_size: 1_000_000, ..options() };
    assert_eq!(fetch_with(limited, &server.url("/")).await, Err(FetchError::TooLarge { limit: 1_000_000 }));
}

#[tokio::test]
async fn bombs_stop_at_the_cap() {
    const MIB: u64 = 1024 * 1024;
    let limit = 1_000_000;
    let fetcher = fetcher(Options { max_size: limit, ..options() });
    let zeros = |count| tokio::io::BufReader::new(tokio::io::repeat(0).take(count));
    let fastest = async_compression::Level::Fastest;
    // Of formats with members, one member again and again is a bomb without end.
    let bombs = [
        ("gzip", packed(GzipEncoder::new(zeros(MIB / 2))).await, true),
        ("zstd", packed(ZstdEncoder::new(zeros(MIB / 2))).await, true),
        ("br", packed(BrotliEncoder::with_quality(zeros(16 * MIB), fastest)).await, false),
        ("deflate", packed(ZlibEncoder::with_quality(zeros(16 * MIB), fastest)).await, false),
    ];
    for (coding, bomb, repeats) in bombs {
        let head = format!("HTTP/1.1 200 OK\r\ncontent-encoding: {coding}\r\n\r\n");
        let server = Server::serve(move |_| {
            let reaction = Reaction::raw(&head).then_send(&bomb);
            if repeats { reaction.then_for_ever(&bomb) } else { reaction }
        })
        .await;
        assert_eq!(fetcher.fetch(&get(&server.url("/"))).await, Err(FetchError::TooLarge { limit }), "{coding}");
    }
}

#[tokio::test]
async fn compressed_nothing_without_end_stops_too() {
    let empty = packed(GzipEncoder::new(&b""[..])).await;
    let head = "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\n";
    let server = Server::serve(move |_| Reaction::raw(head).then_for_ever(empty.repeat(2_000))).await;
    let limited = Options { max_size: 100_000, ..options() };
    assert_eq!(fetch_with(limited, &server.url("/")).await, Err(FetchError::TooLarge { limit: 100_000 }));
}

#[tokio::test]
async fn a_zstd_window_beyond_the_standard_is_refused() {
    use async_compression::zstd::CParameter;
    let data = vec![7; 1_000];
    let encoder = ZstdEncoder::with_quality_and_params(
        data.as_slice(),
        async_compression::Level::Default,
        &[CParameter::window_log(27)],
    );
    let body = packed(encoder).await;
    assert_eq!(read("zstd", &body).await, Err(FetchError::BadCompression { coding: "zstd" }));
}

#[tokio::test]
async fn a_large_body_has_the_place_of_large_ones_until_it_is_read_wherever_it_comes_from() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::serve(|seen| match seen.header("if-none-match") {
        Some(_) => Reaction::status(304),
        None => answer(200, &[("etag", "\"1\"")], &vec![b'x'; 3_000_000]),
    })
    .await;
    let cache = Some(folder.path().to_owned());
    let offline = Options { cache: cache.clone(), mode: newsletter::fetch::Mode::Offline, ..options() };
    let online = Options { cache, ..options() };
    let request = get(&server.url("/"));
    // From the network, from the cache behind a 304, and from the cache without asking.
    for options in [online.clone(), online, offline] {
        let fetcher = fetcher(options);
        let (first, held) = fetcher.fetch_held(&request).await.unwrap();
        let mut second = Box::pin(fetcher.fetch(&request));
        assert!(tokio::time::timeout(Duration::from_millis(300), &mut second).await.is_err(), "{:?}", first.from);
        drop(held);
        assert_eq!(second.await.unwrap().body, first.body);
    }
}
