//! Every fault of a server that can be served on this machine, each a source of one run beside a
//! healthy one: the run ends in time, names each fault with its reason, and the healthy source is
//! whole. The rows are in `rows`, readers that crash in `panics`; run with `--nocapture` for the list of faults and outcomes.

mod panics;
mod rows;

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::net::TcpListener;

use self::rows::{Expected, Row};
use crate::fetch::server::{Reaction, Server, answer, ok};
use crate::support::{Newsletter, Said};

/// Longest time for one answer, by the settings of the test.
const TIMEOUT: &str = "3 s";
/// Longest time for the whole run; a debug build on a busy machine reads slowly.
const WHOLE_RUN: Duration = Duration::from_secs(60);

const HEALTHY: &str = "<rss version=\"2.0\"><channel><title>Healthy</title>\
    <item><title>First</title><link>https://healthy.example/1</link><pubDate>Mon, 16 Nov 2026 10:00:00 +0000</pubDate><description>One.</description></item>\
    <item><title>Second</title><link>https://healthy.example/2</link><pubDate>Mon, 16 Nov 2026 10:00:00 +0000</pubDate><description>Two.</description></item>\
    </channel></rss>";

/// A door that nobody may knock at: counts who does.
async fn forbidden() -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("0.0.0.0:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let knocks = Arc::new(AtomicUsize::new(0));
    let counted = knocks.clone();
    tokio::spawn(async move {
        while listener.accept().await.is_ok() {
            counted.fetch_add(1, Ordering::Relaxed);
        }
    });
    (address, knocks)
}

/// A port where nobody listens.
async fn closed() -> u16 {
    TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port()
}

fn newsletter(server: &Server, rows: &[Row]) -> Newsletter {
    let mut sources = format!(
        "[newsletter]\ntitle = \"Faults\"\n[[section]]\nname = \"news\"\nheading = \"News\"\ntakes = \"article\"\n\
         [fetch]\nallow_private = [\"{}\", \"127.0.0.1:9\"]\nper_host = 200\nin_flight = 200\nretries = 0\n\
         timeout = \"{TIMEOUT}\"\nconnect_timeout = \"2 s\"\ndetail_limit = 5\n\
         [[source]]\nname = \"healthy\"\nkind = \"feed\"\nurl = \"{}\"\n",
        server.address,
        server.url("/healthy")
    );
    for (number, row) in rows.iter().enumerate() {
        let url = row.address.clone().unwrap_or_else(|| server.url(&format!("/{number}/")));
        let url = url.replace("//TLS/", &format!("//{}/", server.address));
        let Row { kind, settings, .. } = row;
        write!(sources, "[[source]]\nname = \"f{number}\"\nkind = \"{kind}\"\nurl = '{url}'\n{settings}\n").unwrap();
    }
    Newsletter::with(&sources)
}

/// What came of one fault; an error where it is not what was expected.
fn outcome(row: &Row, number: usize, report: &Value, items: &[Value]) -> Result<String, String> {
    let name = format!("f{number}");
    let source = report["sources"].as_array().unwrap().iter().find(|source| source["name"] == *name).unwrap();
    let titles: Vec<&str> =
        items.iter().filter(|item| item["source"] == *name).map(|item| item["title"].as_str().unwrap()).collect();
    let shown = match source["reason"].as_str() {
        Some(reason) => format!("gap: {reason}"),
        None => {
            let short = |title: &&str| title.chars().take(40).collect::<String>();
            let titles = titles.iter().take(2).map(short).collect::<Vec<_>>().join("”, “");
            format!("{} items (“{titles}”); warnings {}", source["items"], source["warnings"])
        }
    };
    let is_right = match &row.expected {
        Expected::Gap(words) => source["reason"].as_str().is_some_and(|reason| reason.contains(words)),
        Expected::Title(title) => titles.iter().any(|found| found == title),
        Expected::Warning(words) => {
            source["ok"] == true
                && source["warnings"].as_array().unwrap().iter().any(|w| w.as_str().unwrap().contains(words))
        }
        Expected::Items(count) => source["ok"] == true && source["items"] == *count,
    };
    let is_clean = !shown.contains('\u{1b}') && shown.len() < 2_000;
    if is_right && is_clean { Ok(shown) } else { Err(format!("{shown}, not {:?}", row.expected)) }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_fault_ends_in_time_is_named_and_leaves_the_healthy_source_whole() {
    let (door, knocks) = forbidden().await;
    let rows = Arc::new(rows::all(door.port(), closed().await));
    let served = rows.clone();
    let server = Server::serve(move |seen| {
        let number = seen.path[1..].split('/').next().and_then(|number| number.parse::<usize>().ok());
        match number.and_then(|number| served.get(number)) {
            Some(row) => (row.reaction)(seen),
            None if seen.path == "/healthy" => ok(HEALTHY),
            None if seen.path == "/robots.txt" => Reaction::status(404),
            None => answer(404, &[], b"nothing here"),
        }
    })
    .await;
    let newsletter = newsletter(&server, &rows);
    let begun = Instant::now();
    let run = move || {
        let said = newsletter.run(&["collect", "--json", "--report", "report.json", "--today", "2026-11-20"]);
        let report = newsletter.path("report.json").exists().then(|| newsletter.read("report.json"));
        (said, report)
    };
    let (Said { code, out, err }, report) = tokio::task::spawn_blocking(run).await.unwrap();
    let took = begun.elapsed();
    let report: Value = serde_json::from_str(&report.unwrap_or_else(|| panic!("{code}: {err}"))).unwrap();
    let items: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut wrong = Vec::new();
    for (number, row) in rows.iter().enumerate() {
        let outcome = outcome(row, number, &report, &items);
        println!("{} | {} | {}", row.area, row.fault, outcome.as_ref().unwrap_or_else(|wrong| wrong));
        wrong.extend(outcome.err().map(|outcome| format!("{}: {outcome}", row.fault)));
    }
    println!("{} faults in {} ms", rows.len(), took.as_millis());
    let healthy: Vec<&Value> = items.iter().filter(|item| item["source"] == "healthy").collect();
    assert_eq!(healthy.iter().map(|item| &item["title"]).collect::<Vec<_>>(), ["First", "Second"]);
    assert_eq!(knocks.load(Ordering::Relaxed), 0, "somebody knocked at the forbidden door");
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(!out.contains('\u{1b}') && !err.contains('\u{1b}') && !err.contains("panicked"), "{err}");
    assert!(code == 0 && took < WHOLE_RUN, "{code} after {took:?}");
}
