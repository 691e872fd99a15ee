//! What a run costs in memory, measured on the binary: bombs of 2 GiB in every compression, bodies
//! without end, and a thousand sources of which some are broken in every way.
//!
//! Both figures are the kernel's own, so these tests run on Linux only. An optimised build is held to
//! its peak (`VmHWM`). A debug build maps more than 40 MB of its own unoptimised code, so it is held to
//! what it allocates, with [`CODE`] left for the code of an optimised build.
#![cfg(target_os = "linux")]

mod large;

use std::fmt::Write as _;
use std::process::{Child, Stdio};
use std::time::Duration;

use async_compression::Level;
use async_compression::tokio::write::{BrotliEncoder, GzipEncoder, ZlibEncoder, ZstdEncoder};
use serde_json::Value;
use tokio::io::{AsyncWrite, AsyncWriteExt};

use crate::fetch::server::{Reaction, Seen, Server, answer, redirect};
use crate::support::Newsletter;

const MB: u64 = 1_000_000;
/// What the code of an optimised build takes of the memory: 25.5 MB were measured (`VmHWM` less `RssAnon`).
const CODE: u64 = 27 * MB;
const PIECE: usize = 1024 * 1024;
/// Pieces of a bomb: 2 GiB.
const PIECES: usize = 2048;

/// A compressed body in two parts: how it begins, and what stands for one piece of zeros more.
#[derive(Clone)]
struct Bomb {
    coding: &'static str,
    start: Vec<u8>,
    more: Vec<u8>,
}

impl Bomb {
    /// Whatever a flush leaves behind stands for itself, so that the bytes of the second piece can
    /// follow themselves.
    async fn new<W: AsyncWrite + Unpin>(
        coding: &'static str,
        mut encoder: W,
        written: impl Fn(&W) -> &Vec<u8>,
    ) -> Bomb {
        let zeros = vec![0; PIECE];
        encoder.write_all(&zeros).await.unwrap();
        encoder.flush().await.unwrap();
        let start = written(&encoder).clone();
        encoder.write_all(&zeros).await.unwrap();
        encoder.flush().await.unwrap();
        let more = written(&encoder)[start.len()..].to_vec();
        assert!(more.len() < PIECE / 100, "{coding}: {} bytes are no bomb", more.len());
        Bomb { coding, start, more }
    }

    async fn all() -> Vec<Bomb> {
        let fastest = Level::Fastest;
        vec![
            Bomb::new("gzip", GzipEncoder::new(Vec::new()), GzipEncoder::get_ref).await,
            Bomb::new("deflate", ZlibEncoder::new(Vec::new()), ZlibEncoder::get_ref).await,
            Bomb::new("br", BrotliEncoder::with_quality(Vec::new(), fastest), BrotliEncoder::get_ref).await,
            Bomb::new("zstd", ZstdEncoder::new(Vec::new()), ZstdEncoder::get_ref).await,
        ]
    }

    fn served(&self) -> Reaction {
        let head = format!("HTTP/1.1 200 OK\r\ncontent-encoding: {}\r\n\r\n", self.coding);
        let start = Reaction::raw(head).then_send(&self.start);
        start.then_times(PIECES - 1, &self.more)
    }
}

/// A feed of so many items, each with a summary of so many words.
fn feed(name: &str, items: usize, words: usize) -> String {
    let mut feed = String::from("<rss version=\"2.0\"><channel><title>A feed</title>");
    for number in 0..items {
        let summary = "open source program office ".repeat(words / 4);
        write!(
            feed,
            "<item><title>News {number} of {name}</title><link>https://{name}.example/{number}</link>\
             <pubDate>Mon, 16 Nov 2026 10:00:00 +0000</pubDate><description>{summary}</description></item>"
        )
        .unwrap();
    }
    feed.push_str("</channel></rss>");
    feed
}

/// A newsletter whose sources are these paths of a server.
fn newsletter(server: &Server, settings: &str, paths: &[String]) -> Newsletter {
    let mut sources = format!(
        "[newsletter]\ntitle = \"Memory\"\n[[section]]\nname = \"news\"\nheading = \"News\"\ntakes = \"article\"\n\
         [fetch]\nallow_private = [\"{}\"]\n{settings}\n",
        server.address
    );
    for path in paths {
        write!(
            sources,
            "[[source]]\nname = \"{path}\"\nkind = \"feed\"\nurl = \"{}\"\n",
            server.url(&format!("/{path}"))
        )
        .unwrap();
    }
    Newsletter::with(&sources)
}

/// What a run used, and its report.
struct Measured {
    /// Bytes, code included.
    peak: u64,
    /// Bytes of its own (`RssAnon`), as often as one can look.
    allocated: u64,
    report: Value,
}

impl Measured {
    fn stays_below(&self, limit: u64) {
        let shown = format!("peak {} MB, of which its own {} MB", self.peak / MB, self.allocated / MB);
        println!("{shown}, limit {} MB, {} ms", limit / MB, self.report["millis"]);
        let counted = if cfg!(debug_assertions) { self.allocated + CODE } else { self.peak };
        assert!(counted < limit, "{shown}");
    }
}

async fn measured(newsletter: Newsletter) -> Measured {
    let run = move || {
        let mut command =
            newsletter.command(&["collect", "--quiet", "--report", "report.json", "--today", "2026-11-20"]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let (peak, allocated) = peak(&mut child);
        let report = serde_json::from_str(&newsletter.read("report.json")).unwrap();
        Measured { peak, allocated, report }
    };
    tokio::task::spawn_blocking(run).await.unwrap()
}

/// The most memory that a process ever had, and that it had of its own, in bytes; asked again and again
/// until it ends.
fn peak(child: &mut Child) -> (u64, u64) {
    let status = format!("/proc/{}/status", child.id());
    let (mut peak, mut allocated) = (0, 0);
    while child.try_wait().unwrap().is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let bytes = |name: &str| {
            let kib = text.lines().find_map(|line| line.strip_prefix(name)?.trim().strip_suffix(" kB")?.parse().ok());
            kib.map_or(0, |kib: u64| kib * 1024)
        };
        (peak, allocated) = (peak.max(bytes("VmHWM:")), allocated.max(bytes("RssAnon:")));
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(peak > 0, "the peak was never seen");
    (peak, allocated)
}

fn reason(report: &Value, name: &str) -> String {
    let sources = report["sources"].as_array().unwrap();
    let source = sources.iter().find(|source| source["name"] == name).unwrap();
    source["reason"].as_str().unwrap_or("none").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn bombs_of_2_gib_in_every_compression_take_less_than_128_mb() {
    let bombs = Bomb::all().await;
    let names = ["gzip", "deflate", "br", "zstd", "plain"];
    let server = Server::serve(move |seen| match bombs.iter().find(|bomb| seen.path[1..].starts_with(bomb.coding)) {
        Some(bomb) => bomb.served(),
        None if seen.path.starts_with("/healthy") => answer(200, &[], feed("healthy", 3, 20).as_bytes()),
        None => Reaction::raw("HTTP/1.1 200 OK\r\n\r\n").then_times(PIECES / 8, vec![b' '; PIECE]),
    })
    .await;
    // Each three times, all at once: what one may cost must not add up.
    let mut paths: Vec<String> = (1..=3).flat_map(|turn| names.map(|name| format!("{name}-{turn}"))).collect();
    paths.push("healthy".to_owned());
    let measured = measured(newsletter(&server, "per_host = 100\nretries = 0", &paths)).await;
    for path in paths.iter().filter(|path| *path != "healthy") {
        assert_eq!(reason(&measured.report, path), "larger than 20 MB", "{path}");
    }
    assert_eq!(measured.report["items"]["collected"], 3);
    measured.stays_below(128 * MB);
}

/// The ways in which one source in twenty fails, by its number, and words of the reason.
const WAYS: [&str; 10] = [
    "not found",
    "server error",
    "blocked",
    "closed the connection",
    "not valid HTTP",
    "gzip body is damaged",
    "broke off",
    "empty answer",
    "redirect loop",
    "larger than 20 MB",
];

fn broken(way: usize, seen: &Seen) -> Reaction {
    match way {
        0 => Reaction::status(404),
        1 => Reaction::status(500),
        2 => Reaction::status(403),
        3 => Reaction::raw(""),
        4 => Reaction::raw("SSH-2.0-OpenSSH_9.6\r\n"),
        5 => answer(200, &[("content-encoding", "gzip")], b"no gzip"),
        6 => Reaction::raw("HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n<rss version=\"2.0\"><channel>"),
        7 => Reaction::status(200),
        8 => redirect(302, &seen.path),
        _ => Reaction::raw("HTTP/1.1 200 OK\r\n\r\n").then_times(30, vec![b' '; PIECE]),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_sources_of_which_fifty_are_broken_take_less_than_96_mb() {
    const SOURCES: usize = 1_000;
    const ITEMS: usize = 20;
    let is_broken = |number: usize| number % 20 == 7;
    let server = Server::serve(move |seen| {
        let number: usize = seen.path[1..].parse().unwrap();
        match is_broken(number) {
            true => broken(number / 20 % WAYS.len(), seen),
            false => answer(200, &[], feed(&format!("s{number}"), ITEMS, 300).as_bytes()),
        }
    })
    .await;
    let paths: Vec<String> = (0..SOURCES).map(|number| number.to_string()).collect();
    let measured = measured(newsletter(&server, "per_host = 100\nretries = 0", &paths)).await;
    let report = &measured.report;
    for number in (0..SOURCES).filter(|&number| is_broken(number)) {
        let (reason, words) = (reason(report, &number.to_string()), WAYS[number / 20 % WAYS.len()]);
        assert!(reason.contains(words), "{number}: {reason}, not {words}");
    }
    let sources = report["sources"].as_array().unwrap();
    let failed = sources.iter().filter(|source| source["ok"] == false).count();
    let whole = sources.iter().filter(|source| source["ok"] == true && source["items"] == ITEMS).count();
    assert_eq!((failed, whole, sources.len()), (SOURCES / 20, SOURCES / 20 * 19, SOURCES));
    assert_eq!(report["items"]["collected"], whole * ITEMS);
    measured.stays_below(96 * MB);
}
