//! State is as untrusted as the network: every file that a run reads back is damaged in every way.
//! What is lost is said; items never vanish silently, people's text stays, and the next run is calm.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;

use super::{BASE, DRAFT, INDEX, ISSUE, OCTOBER, OCTOBER_RECORD, RECORD, Small, remove};

/// A way of being damaged.
type Way = (&'static str, fn(&[u8]) -> Vec<u8>);

const WAYS: &[Way] = &[
    ("empty", |_| Vec::new()),
    ("half", |bytes| bytes[..bytes.len() / 2].to_vec()),
    ("garbage", |_| (0..4_000u32).map(|number| (number.wrapping_mul(2_654_435_761) >> 13) as u8).collect()),
    ("flipped", |bytes| {
        bytes.iter().enumerate().map(|(at, byte)| if at % 37 == 5 { byte ^ 8 } else { *byte }).collect()
    }),
    ("utf-16", |bytes| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
    }),
    ("huge", |bytes| [bytes, &vec![b' '; 21_000_000]].concat()),
    ("another version", |bytes| String::from_utf8_lossy(bytes).replace("\"format\":1", "\"format\":9").into_bytes()),
    ("deep", |_| format!("{{\"format\":{}\n", "[".repeat(200_000)).into_bytes()),
    ("null", |_| b"null\n[]\n{}\n\"text\"\n7\n".to_vec()),
];

/// Draws the November issue anew after damage; every run must end in order.
fn runs(small: &Small, when: &str) -> String {
    let said = small.run(DRAFT);
    assert_eq!(said.code, 0, "{when}: {}", said.err);
    assert!(!said.err.contains("panicked"), "{when}: {}", said.err);
    assert!(said.err.len() < 20_000, "{when}: a damaged file must not flood the log: {} bytes", said.err.len());
    said.err
}

/// Whether the record says that undated items wait, because their sources look new.
fn said_waiting(small: &Small) -> bool {
    small.read(RECORD).contains("first-run")
}

/// How often a link stands in the issue.
fn links(small: &Small, id: &str) -> usize {
    small.read(ISSUE).matches(&format!("/{id})")).count()
}

#[test]
fn a_damaged_record_of_an_earlier_issue_is_said_and_costs_no_item() {
    let small = Small::after_october();
    for (way, damage) in WAYS {
        let small = small.copy();
        let good = fs::read(small.path(OCTOBER_RECORD)).unwrap();
        let bad = damage(&good);
        fs::write(small.path(OCTOBER_RECORD), &bad).unwrap();
        let err = runs(&small, way);
        assert!(bad == good || err.contains("2026-10-27.jsonl"), "{way}: the file is named: {err}");
        for (id, times) in [("new-1", 2), ("new-2", 2), ("old-1", 0), ("old-2", 0)] {
            assert_eq!(links(&small, id), times, "{way}: {id}\n{}", small.read(ISSUE));
        }
        let waits = said_waiting(&small);
        assert!(links(&small, "undated") == 2 || waits, "{way}: what has no date waits, or is in");
    }
}

#[test]
fn a_damaged_past_issue_is_said_where_it_cannot_be_read() {
    let small = Small::after_october();
    for (way, damage) in WAYS {
        let small = small.copy();
        let bad = damage(&fs::read(small.path(OCTOBER)).unwrap());
        fs::write(small.path(OCTOBER), &bad).unwrap();
        let err = runs(&small, way);
        assert!(*way != "huge" || err.contains("2026-10-27.md is larger than 20 MB"), "{way}: {err}");
        assert_eq!((links(&small, "new-1"), links(&small, "new-2")), (2, 2), "{way}");
        assert!(fs::read(small.path(OCTOBER)).unwrap() == bad, "{way}: a past issue is never written");
    }
}

#[test]
fn a_damaged_record_of_the_open_issue_costs_no_word_and_no_item() {
    let small = Small::edited_and_more_to_come();
    let before = small.read(ISSUE);
    for file in [RECORD, BASE] {
        for (way, damage) in WAYS {
            let small = small.copy();
            let when = format!("{file} {way}");
            let good = fs::read(small.path(file)).unwrap();
            let bad = damage(&good);
            fs::write(small.path(file), &bad).unwrap();
            let err = runs(&small, &when);
            let name = file.rsplit('/').next().unwrap();
            assert!(bad == good || err.contains(name), "{when}: the file is named: {err}");
            let now = small.read(ISSUE);
            let mut lines = now.lines();
            for line in before.lines() {
                assert!(lines.any(|now| now == line), "{when}: {line:?} is gone or moved:\n{now}");
            }
            for id in ["new-1", "late-1", "late-2"] {
                assert_eq!(links(&small, id), 2, "{when}: {id}\n{now}");
            }
            assert!(links(&small, "new-2") <= 2, "{when}: nothing is twice\n{now}");
            let calm = runs(&small, &when);
            assert!(!calm.contains(name), "{when}: it is rebuilt: {calm}");
            assert_eq!(small.read(ISSUE), now, "{when}: drafting again changes nothing");
        }
    }
}

#[test]
fn conflict_marks_in_the_issue_or_its_record_stop_the_run_and_are_named() {
    for file in [ISSUE, RECORD, BASE] {
        let small = Small::edited_and_more_to_come();
        let text = small.read(file);
        let second = text.find('\n').unwrap() + 1;
        let marked =
            format!("{}<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> branch\n{}", &text[..second], &text[second..]);
        small.write(file, &marked);
        let before = small.tree();
        let said = small.run(DRAFT);
        assert_eq!(said.code, 1, "{file}: {}", said.err);
        let name = file.rsplit('/').next().unwrap();
        assert!(said.err.contains("conflict") && said.err.contains(&format!("{name}:2")), "{file}: {}", said.err);
        super::assert_same(&small.tree(), &before, file);
    }
}

#[test]
fn conflict_marks_in_the_record_of_an_earlier_issue_cost_only_themselves() {
    let small = Small::after_october();
    let text = small.read(OCTOBER_RECORD);
    let mut lines: Vec<&str> = text.lines().collect();
    let at = lines.len() - 1;
    lines.insert(at, "<<<<<<< HEAD");
    lines.insert(at + 2, "=======");
    lines.push(">>>>>>> branch");
    small.write(OCTOBER_RECORD, &(lines.join("\n") + "\n"));
    let err = runs(&small, "conflict");
    assert!(err.contains("2026-10-27.jsonl"), "{err}");
    // What had no date in October's first run is still no news.
    assert_eq!((links(&small, "new-1"), links(&small, "old-2"), links(&small, "undated")), (2, 0, 0));
    assert!(said_waiting(&small));
}

#[test]
fn what_a_record_claims_never_becomes_structure() {
    let small = Small::after_october();
    let evil = r##"x\n\n# Forged\n\n<!-- newsletter:index:end --><script>alert(1)</script> \u001b[31m\u202e [y](javascript:alert(1))"##;
    let record = small.read(OCTOBER_RECORD);
    let marked: Vec<String> = record
        .lines()
        .map(|line| {
            line.replace("What undated is about, in a sentence.", evil)
                .replace("old-1", "new-1")
                .replace("\"published_from\":\"feed\"", "\"published_from\":\"meta\"")
        })
        .collect();
    small.write(OCTOBER_RECORD, &(marked.join("\n") + "\n"));
    let found = format!(
        "{{\"link\":\"paper.example/new-2\",\"published\":null,\"published_from\":null,\"summary\":\"{evil}\"}}\n"
    );
    small.write(".newsletter/found.jsonl", &found);
    runs(&small, "evil");
    let issue = small.read(ISSUE);
    for forged in ["\n# Forged", "<!-- newsletter", "<script", "\u{1b}", "\u{202e}", "](javascript:"] {
        assert!(!issue.contains(forged), "{forged:?} in:\n{issue}");
    }
}

#[test]
fn a_damaged_memory_of_pages_is_said_and_found_again() {
    let small = Small::after_october();
    let good = "{\"link\":\"paper.example/new-1\",\"published\":null,\"published_from\":null,\"summary\":null}\n";
    for (way, damage) in WAYS.iter().filter(|(way, _)| !["empty", "another version"].contains(way)) {
        let small = small.copy();
        fs::write(small.path(".newsletter/found.jsonl"), damage(good.as_bytes())).unwrap();
        let err = runs(&small, way);
        assert!(err.contains("found.jsonl"), "{way}: {err}");
        assert_eq!(links(&small, "new-1"), 2, "{way}");
    }
}

#[test]
fn folders_and_pipes_in_the_place_of_state_are_said() {
    for file in [OCTOBER, OCTOBER_RECORD, ".newsletter/found.jsonl"] {
        let small = Small::after_october();
        remove(&small.path(file));
        fs::create_dir_all(small.path(file)).unwrap();
        let err = runs(&small, file);
        assert!(err.contains("it is a folder"), "{file}: {err}");
    }
    let small = Small::after_october();
    remove(&small.path("issues/.record"));
    small.write("issues/.record", "a file");
    let said = small.run(&[DRAFT, &["--stdout"]].concat());
    assert!(said.code == 0 && said.err.contains("issues/.record: not a folder"), "{}", said.err);
}

/// Serves one feed on loopback for as long as the tests run; gives its port.
fn feed_server(body: String) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let head: Vec<String> =
                BufReader::new(&stream).lines().map_while(Result::ok).take_while(|line| !line.is_empty()).collect();
            let is_known = head.iter().any(|line| line.to_lowercase().starts_with("if-none-match"));
            let answer = match head.first().map(String::as_str).unwrap_or_default() {
                line if line.contains("robots") => {
                    "HTTP/1.1 404 No\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".to_owned()
                }
                _ if is_known => "HTTP/1.1 304 Same\r\netag: \"1\"\r\nconnection: close\r\n\r\n".to_owned(),
                _ => format!(
                    "HTTP/1.1 200 OK\r\ncontent-type: application/rss+xml\r\netag: \"1\"\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
                    body.len()
                ),
            };
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    port
}

#[test]
fn a_damaged_cache_is_said_and_asked_for_anew() {
    let small = Small::after_october();
    let port = feed_server(small.read("recording/paper.body"));
    let source = format!(
        "[newsletter]\ntitle = \"T\"\n[fetch]\nallow_private = [\"127.0.0.1:{port}\"]\n[[source]]\nname = \"paper\"\nkind = \"feed\"\nurl = \"http://127.0.0.1:{port}/feed.xml\"\n"
    );
    small.write("sources.toml", &source);
    let collect = || small.run(&["collect", "--json", "--today", "2026-11-20"]);
    let first = collect();
    assert_eq!((first.code, first.out.lines().count()), (0, 4), "{}", first.err);
    let files: Vec<_> =
        fs::read_dir(small.path(".newsletter/http")).unwrap().map(|entry| entry.unwrap().path()).collect();
    let files: Vec<_> = files
        .into_iter()
        .filter(|path| {
            fs::read_to_string(path).unwrap().contains("feed.xml")
                || path.extension().is_some_and(|ending| ending == "body")
        })
        .collect();
    assert_eq!(files.len(), 2, "{files:?}");
    for file in files {
        for (way, damage) in WAYS {
            let good = fs::read(&file).unwrap();
            let bad = damage(&good);
            fs::write(&file, &bad).unwrap();
            let said = collect();
            assert_eq!((said.code, &said.out), (0, &first.out), "{way} {}: {}", file.display(), said.err);
            assert!(bad == good || said.err.contains("is damaged"), "{way} {}: {}", file.display(), said.err);
            let calm = collect();
            assert!(calm.out == first.out && !calm.err.contains("warning"), "{way}: it is rebuilt: {}", calm.err);
        }
    }
}

#[test]
fn a_damaged_index_is_left_to_people() {
    let small = Small::after_october();
    for (way, damage) in WAYS {
        let small = small.copy();
        let bad = damage(&fs::read(small.path(INDEX)).unwrap());
        fs::write(small.path(INDEX), &bad).unwrap();
        runs(&small, way);
        let now = fs::read(small.path(INDEX)).unwrap();
        let lines = |bytes: &[u8]| bytes.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect::<Vec<_>>();
        let mut kept = lines(&now).into_iter();
        assert!(lines(&bad).iter().all(|line| kept.any(|now| now == *line)), "{way}: a line is gone");
    }
}
