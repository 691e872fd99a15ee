//! Bodies that are something else than said: of the wrong type, badly compressed, too large.

use async_compression::Level;
use async_compression::tokio::bufread::{BrotliEncoder, DeflateEncoder, GzipEncoder, ZlibEncoder, ZstdEncoder};
use tokio::io::{AsyncRead, AsyncReadExt as _};

use super::Expected::{Gap, Title};
use super::{Row, raw, titled, typed};
use crate::fetch::server::{Reaction, answer};

const AREA: &str = "content";
const MB: usize = 1_000_000;

pub async fn rows() -> Vec<Row> {
    let mut rows = types();
    rows.extend(codings().await);
    rows.extend(lies());
    rows.extend(bombs().await);
    rows
}

fn types() -> Vec<Row> {
    let feed = |kind: &str, title: &'static str| {
        Row::new(AREA, format!("a feed as {kind}"), typed(kind, titled(title)), Title(title))
    };
    let other = |fault: &str, kind: &str, body: &[u8], words| Row::new(AREA, fault, typed(kind, body), Gap(words));
    let sign_in = b"<!doctype html><html><head><title>Sign in</title></head><body><form>Password</form></body></html>";
    vec![
        feed("text/html", "As HTML"),
        feed("text/plain", "As text"),
        feed("application/json", "As JSON"),
        feed("application/octet-stream", "As bytes"),
        feed("image/png", "As image"),
        feed("no type; at = all", "As nonsense"),
        other("a sign-in page", "text/html", sign_in, "got an HTML page titled “Sign in”"),
        other("a sign-in page as a feed", "application/rss+xml", sign_in, "got an HTML page titled “Sign in”"),
        other("a page without a title", "text/html", b"<p>Hello", "got an HTML page"),
        other(
            "a PNG",
            "image/png",
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01",
            "got a binary file of the type image/png",
        ),
        other("a PNG as a feed", "text/xml", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01", "got a binary file"),
        other("a PDF", "application/pdf", "%PDF-1.7\n%âãÏÓ\n1 0 obj".as_bytes(), "got a text that starts “%PDF"),
        other(
            "a gzip file",
            "application/gzip",
            b"\x1f\x8b\x08\0\0\0\0\0\0\x03\x03\0\0\0\0\0\0\0\0\0",
            "got a binary file",
        ),
        other("a text with escapes", "text/plain", b"\x1b]0;owned\x07\x1b[2J::error::x", "got a"),
        other("only spaces", "text/xml", b" \n \n", "got an empty answer"),
        other("JSON that is no feed", "application/json", b"{\"error\": \"no\"}", "got JSON that is no feed"),
        other("a calendar", "text/calendar", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "got a"),
        other("XML that is no feed", "text/xml", b"<catalog><book/></catalog>", "got"),
    ]
}

async fn packed(mut encoder: impl AsyncRead + Unpin) -> Vec<u8> {
    let mut bytes = Vec::new();
    encoder.read_to_end(&mut bytes).await.unwrap();
    bytes
}

fn encoded(coding: &str, body: &[u8]) -> Reaction {
    answer(200, &[("content-type", "text/xml"), ("content-encoding", coding)], body)
}

async fn codings() -> Vec<Row> {
    let text = titled("Packed");
    let text = text.as_bytes();
    let (one, two) = text.split_at(100);
    let all = [
        ("gzip", packed(GzipEncoder::new(text)).await, "the gzip body is damaged or incomplete"),
        ("br", packed(BrotliEncoder::new(text)).await, "the brotli body is damaged or incomplete"),
        ("zstd", packed(ZstdEncoder::new(text)).await, "the zstd body is damaged or incomplete"),
        ("deflate", packed(ZlibEncoder::new(text)).await, "the deflate body is damaged or incomplete"),
        ("deflate", packed(DeflateEncoder::new(text)).await, "the deflate body is damaged or incomplete"),
    ];
    let mut rows = Vec::new();
    for (number, (coding, body, words)) in all.iter().enumerate() {
        let name = if number == 4 { "deflate (raw)" } else { coding };
        let row = |fault: &str, body: &[u8], expected| {
            Row::new(AREA, format!("{name}, {fault}"), encoded(coding, body), expected)
        };
        rows.push(row("good", body, Title("Packed")));
        rows.push(row("cut", &body[..body.len() - 5], Gap(words)));
        rows.push(row("something behind it", &[body, &b"<rss/>"[..]].concat(), Gap(words)));
        if number < 4 {
            rows.push(row("a lie: it is plain", text, Gap(words)));
        }
    }
    let members = [packed(GzipEncoder::new(one)).await, packed(GzipEncoder::new(two)).await].concat();
    let frames = [packed(ZstdEncoder::new(one)).await, packed(ZstdEncoder::new(two)).await].concat();
    let mut bad_sum = all[0].1.clone();
    let at = bad_sum.len() - 6;
    bad_sum[at] ^= 0xff;
    rows.extend([
        Row::new(AREA, "gzip, two members", encoded("gzip", &members), Title("Packed")),
        Row::new(AREA, "zstd, two frames", encoded("zstd", &frames), Title("Packed")),
        Row::new(AREA, "gzip, a bad checksum", encoded("gzip", &bad_sum), Gap("the gzip body is damaged")),
        Row::new(
            AREA,
            "gzip, the second member cut",
            encoded("gzip", &members[..members.len() - 9]),
            Gap("the gzip body is damaged"),
        ),
    ]);
    rows
}

fn lies() -> Vec<Row> {
    vec![
        Row::new(
            AREA,
            "a lie: the other coding",
            encoded("br", b"\x1f\x8b\x08\0\0\0\0\0\0\x03"),
            Gap("the brotli body is damaged"),
        ),
        Row::new(AREA, "50 layers", encoded(&["gzip"; 50].join(", "), b"x"), Gap("compressed 50 times over")),
        Row::new(AREA, "two layers", encoded("gzip, br", b"x"), Gap("compressed 2 times over")),
        Row::new(AREA, "an unknown coding", encoded("compress", b"x"), Gap("unknown compression “compress”")),
        Row::new(AREA, "a coding with escapes", encoded("\x1b[31mred", b"x"), Gap("not valid HTTP")),
        Row::new(AREA, "identity", encoded("identity", titled("Plain").as_bytes()), Title("Plain")),
    ]
}

/// What grows beyond 20 MB. Of formats with members, one member again and again is a bomb without end;
/// bombs of 2 GiB and what they cost in memory are tested in `memory`.
async fn bombs() -> Vec<Row> {
    let zeros = |count: usize| tokio::io::BufReader::new(tokio::io::repeat(0).take(count as u64));
    let members = [
        ("gzip", packed(GzipEncoder::with_quality(zeros(MB), Level::Fastest)).await),
        ("zstd", packed(ZstdEncoder::with_quality(zeros(MB), Level::Fastest)).await),
    ];
    let wholes = [
        ("br", packed(BrotliEncoder::with_quality(zeros(21 * MB), Level::Fastest)).await),
        ("deflate", packed(ZlibEncoder::with_quality(zeros(21 * MB), Level::Fastest)).await),
    ];
    let head = |coding| raw(format!("HTTP/1.1 200 OK\r\ncontent-encoding: {coding}\r\n\r\n"));
    let row = |coding: &str, reaction| Row::new(AREA, format!("{coding} bomb"), reaction, Gap("larger than 20 MB"));
    let mut rows: Vec<Row> =
        members.iter().map(|(coding, bomb)| row(coding, head(coding).then_for_ever(bomb))).collect();
    rows.extend(wholes.iter().map(|(coding, bomb)| row(coding, encoded(coding, bomb))));
    rows.push(Row::new(
        AREA,
        "256 MB plain",
        raw("HTTP/1.1 200 OK\r\n\r\n").then_times(256, vec![b' '; MB]),
        Gap("larger than 20 MB"),
    ));
    rows.push(Row::new(
        AREA,
        "256 MB announced",
        raw("HTTP/1.1 200 OK\r\ncontent-length: 256000000\r\n\r\n"),
        Gap("larger than 20 MB"),
    ));
    rows
}
