//! Whole runs on the internet of one day: seven real sites as they stood, through an HTTPS proxy.
//!
//! The material and its server stand beside the checkout (see `support::shared`); the server is
//! started by the test on loopback and stopped with it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};

use serde_json::Value;

use crate::support::{Newsletter, Said, said, shared};

/// The served sites of a day.
struct Bed {
    child: Child,
    port: u16,
    folder: tempfile::TempDir,
}

impl Bed {
    /// Serves the sites as they stood on `date`, or nothing where the material is not there.
    fn of(date: &str) -> Option<Bed> {
        let script = shared("bed/serve.py")?;
        let folder = tempfile::tempdir().unwrap();
        let port = free_ports();
        let mut child = Command::new("python3")
            .arg(&script)
            .args(["--date", date, "--port", &port.to_string(), "--cache"])
            .arg(folder.path().join("cache"))
            .arg("--log")
            .arg(folder.path().join("log.jsonl"))
            .stdout(Stdio::piped())
            .spawn()
            .expect("python3 serves the sites");
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert!(lines.map_while(Result::ok).any(|line| line == "ready"), "the sites are served");
        Some(Bed { child, port, folder })
    }

    /// Runs the binary through the proxy.
    fn run(&self, newsletter: &Newsletter, arguments: &[&str]) -> Said {
        let proxy = format!("http://127.0.0.1:{}", self.port);
        let mut command = newsletter.command(arguments);
        command.env("HTTPS_PROXY", &proxy).env("HTTP_PROXY", &proxy).env("SSL_CERT_FILE", self.cache().join("ca.pem"));
        said(&mut command)
    }

    fn cache(&self) -> PathBuf {
        self.folder.path().join("cache")
    }

    /// The files of a site as they are served.
    fn site(&self, host: &str) -> PathBuf {
        std::fs::read_dir(self.cache().join(host)).unwrap().next().unwrap().unwrap().path()
    }

    /// (host, path, status) of every request so far.
    fn requests(&self) -> Vec<(String, String, u64)> {
        let log = std::fs::read_to_string(self.folder.path().join("log.jsonl")).unwrap_or_default();
        let line = |line: &str| {
            let value: Value = serde_json::from_str(line).unwrap();
            let text = |key: &str| value[key].as_str().unwrap().to_owned();
            (text("host"), text("path"), value["status"].as_u64().unwrap())
        };
        log.lines().map(line).filter(|(_, path, _)| path != "CONNECT").collect()
    }
}

impl Drop for Bed {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The first of ten neighbouring ports that are free now.
fn free_ports() -> u16 {
    let free = |port: u16| std::net::TcpListener::bind(("127.0.0.1", port)).is_ok();
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let begin = 20_000 + (std::process::id() % 20_000) as u16 + NEXT.fetch_add(50, Ordering::Relaxed);
    (begin..60_000).step_by(10).find(|port| (0..10).all(|next| free(port + next))).unwrap()
}

const SECTIONS: &str = r#"
[newsletter]
title = "Bed"
timezone = "Europe/Madrid"

[[section]]
name = "news"
heading = "News"
takes = "article"
window = "120 days"

[[section]]
name = "events"
heading = "Events"
takes = "event"
ahead = "300 days"
"#;

/// The sources of the seven sites: name, kind, address, further keys.
const SITES: &[(&str, &str, &str, &str)] = &[
    ("todo", "feed", "https://todogroup.org/index.xml", ""),
    ("innersource", "feed", "https://innersourcecommons.org/index.xml", ""),
    ("comdev", "feed", "https://community.apache.org/index.xml", ""),
    ("publiccode", "feed", "https://blog.publiccode.net/feed.xml", ""),
    (
        "sustain",
        "page",
        "https://sustainoss.org/blog.html",
        "items = \"article, .post, li\"\nrequire = [\"link\"]\nmin_items = 0",
    ),
    ("confs", "confs_tech", "", "topics = [\"opensource\", \"general\"]"),
    ("finos", "calendar", "https://osr.finos.org/ics/finos-event-7.ics", ""),
];

fn newsletter(names: &[&str]) -> Newsletter {
    let sources =
        SITES.iter().filter(|(name, ..)| names.is_empty() || names.contains(name)).map(|(name, kind, url, more)| {
            let url = if url.is_empty() { String::new() } else { format!("url = \"{url}\"\n") };
            format!("[[source]]\nname = \"{name}\"\nkind = \"{kind}\"\n{url}{more}\n\n")
        });
    Newsletter::with(&format!("{SECTIONS}{}", sources.collect::<String>()))
}

fn items(out: &str) -> Vec<Value> {
    out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The links of the items of an RSS or Atom file, read without any feed reader.
fn links_in(path: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(path).unwrap();
    let item = regex::Regex::new(r"(?s)<(?:item|entry)[ >].*?</(?:item|entry)>").unwrap();
    let link = regex::Regex::new(r#"<link>([^<]+)</link>|<link[^>]*href="([^"]+)"[^>]*rel="alternate"|<link[^>]*rel="alternate"[^>]*href="([^"]+)"|<link href="([^"]+)""#).unwrap();
    let links = item.find_iter(&text).filter_map(|item| link.captures(item.as_str()));
    links.map(|found| (1..=4).find_map(|group| found.get(group)).unwrap().as_str().replace("&amp;", "&")).collect()
}

#[test]
fn the_internet_of_a_day_gives_every_item_with_its_link_and_nothing_else() {
    let Some(bed) = Bed::of("2024-02-29") else { return };
    let newsletter = newsletter(&[]);
    let first = bed.run(&newsletter, &["collect", "--json", "--today", "2024-02-29"]);
    assert_eq!(first.code, 0, "{}", first.err);
    let items = items(&first.out);
    for (name, host, feed) in [
        ("todo", "todogroup.org", "index.xml"),
        ("innersource", "innersourcecommons.org", "index.xml"),
        ("comdev", "community.apache.org", "index.xml"),
        ("publiccode", "blog.publiccode.net", "feed.xml"),
    ] {
        let ours: Vec<&str> = items
            .iter()
            .filter(|item| item["source"] == name)
            .map(|item| item["original_url"].as_str().unwrap())
            .collect();
        let theirs = links_in(&bed.site(host).join(feed));
        assert!(theirs.len() >= 10, "{name}: the oracle finds {}", theirs.len());
        assert_eq!(ours, theirs, "{name}");
    }
    for item in items.iter().filter(|item| item["type"] == "article") {
        assert_eq!(item["published"].is_null(), item["published_from"].is_null(), "{item}");
        assert!(
            item["published"].as_str().is_none_or(|day| ("1995".."2024-03").contains(&day)),
            "an invented date: {item}"
        );
    }
    let second = bed.run(&newsletter, &["collect", "--json", "--today", "2024-02-29"]);
    assert_eq!(second.out, first.out, "the same items from the cache");
}

#[test]
fn a_draft_of_that_day_dates_the_undated_and_its_second_run_answers_from_304s() {
    let Some(bed) = Bed::of("2024-02-29") else { return };
    let newsletter = newsletter(&[]);
    let draft = bed.run(&newsletter, &["draft", "--today", "2024-02-29"]);
    assert_eq!(draft.code, 0, "{}", draft.err);
    let issue = newsletter.read("issues/2024-02-29.md");
    assert!(issue.contains("https://todogroup.org/blog/") && issue.contains("## Events"), "{issue}");
    let record = newsletter.read("issues/.record/2024-02-29.jsonl");
    let from =
        |origin: &str| record.lines().filter(|line| line.contains(&format!("\"published_from\":\"{origin}\""))).count();
    assert!(
        from("meta") + from("jsonld") + from("time") + from("sitemap") >= 80,
        "undated items are dated from their pages or sitemap"
    );

    let before = bed.requests().len();
    let again = bed.run(&newsletter, &["draft", "--date", "2024-03-01", "--today", "2024-02-29"]);
    assert_eq!(again.code, 0, "{}", again.err);
    let second: Vec<_> = bed.requests().split_off(before);
    let feeds: Vec<_> = second
        .iter()
        .filter(|(_, path, _)| path.ends_with(".xml") && !path.ends_with("sitemap.xml") || path.ends_with(".ics"))
        .collect();
    assert_eq!(feeds.len(), 5, "{second:?}");
    assert!(feeds.iter().all(|(.., status)| *status == 304), "{feeds:?}");
}

#[test]
fn every_post_with_a_page_or_a_sitemap_entry_is_dated_once_and_for_all() {
    let Some(bed) = Bed::of("2026-03-11") else { return };
    let newsletter = newsletter(&["todo"]);
    let first = bed.run(&newsletter, &["collect", "--json", "--today", "2026-03-11"]);
    assert_eq!(first.code, 0, "{}", first.err);
    let site = bed.site("todogroup.org");
    let sitemap = std::fs::read_to_string(site.join("sitemap.xml")).unwrap_or_default();
    let findable = |item: &Value| {
        let path = item["original_url"].as_str().unwrap().trim_start_matches("https://todogroup.org/").to_owned();
        site.join(&path).join("index.html").exists()
            || sitemap.contains(&format!("<loc>https://todogroup.org/{path}</loc>"))
    };
    let items = items(&first.out);
    let (dated, undated): (Vec<_>, Vec<_>) =
        items.iter().filter(|item| findable(item)).partition(|item| item["published"].is_string());
    let mut origins: BTreeMap<&str, usize> = BTreeMap::new();
    dated.iter().for_each(|item| *origins.entry(item["published_from"].as_str().unwrap()).or_default() += 1);
    println!(
        "{} items, {} with a page or sitemap entry, dated from {origins:?}",
        items.len(),
        dated.len() + undated.len()
    );
    assert!(dated.len() >= 100 && undated.is_empty(), "undated: {undated:#?}");

    let asked: BTreeSet<String> =
        bed.requests().into_iter().map(|(_, path, _)| path).filter(|path| path.starts_with("/blog/")).collect();
    let before = bed.requests().len();
    let second = bed.run(&newsletter, &["collect", "--json", "--today", "2026-03-11"]);
    assert_eq!(second.out, first.out);
    let again: Vec<_> =
        bed.requests().split_off(before).into_iter().filter(|(_, path, _)| asked.contains(path)).collect();
    assert!(again.is_empty(), "asked again: {again:?}");
}
