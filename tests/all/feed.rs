//! The `feed` kind against hand-written fixtures, against what Python's feedparser and the crate
//! feed-rs read in real feeds, and against the TODO Group's own feed.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use feed_rs::model::FeedType;
use jiff::civil::date;
use jiff::tz::TimeZone;
use newsletter::collect::kinds::feed::Feed;
use newsletter::collect::{Collector, Context, Page, ParseError};
use newsletter::model::dates::When;
use newsletter::model::exchange::{Ask, Body, Request, Response};
use newsletter::model::item::{Item, ItemType};
use proptest::collection::vec;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;

use crate::support::shared;
use crate::testing::worked;

fn context(takes: Option<ItemType>) -> Context {
    Context {
        source: "source".to_owned(),
        today: date(2026, 11, 22),
        timezone: TimeZone::UTC,
        until: date(2027, 3, 22),
        takes,
    }
}

pub fn parse(bytes: Vec<u8>, address: Option<&str>, takes: Option<ItemType>) -> Result<Page, ParseError> {
    let feed: Feed = toml::from_str("path = 'feed.xml'").unwrap();
    let response = Response {
        ask: Ask::start(Request::File("feed.xml".into())),
        url: address.map(|address| Url::parse(address).unwrap()),
        content_type: None,
        body: Body::Bytes(bytes),
    };
    feed.parse(&response, &context(takes))
}

fn read(bytes: Vec<u8>) -> Page {
    parse(bytes, None, None).unwrap()
}

fn warnings(page: &Page) -> Vec<String> {
    page.warnings.iter().map(ToString::to_string).collect()
}

/// What a fixture `NAME.SUFFIX` must come out as; stands beside it as `NAME.SUFFIX.expected.json`.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    /// The feed's address, where the fixture has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    /// What the source's section takes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    takes: Option<ItemType>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    items: Vec<Value>,
}

impl Expected {
    /// What comes out of the fixture now, with the inputs of `self`.
    fn now(&self, bytes: Vec<u8>) -> Expected {
        let (address, takes) = (self.address.clone(), self.takes);
        match parse(bytes, address.as_deref(), takes) {
            Err(error) => Expected { address, takes, error: Some(error.to_string()), ..Expected::default() },
            Ok(page) => Expected {
                address,
                takes,
                error: None,
                warnings: warnings(&page),
                items: page.items.iter().map(|item| serde_json::to_value(item).unwrap()).collect(),
            },
        }
    }
}

/// Adding a fixture is adding two files. With `BLESS=1` the expected files are written anew, for a
/// person to read before they are committed.
#[test]
fn every_fixture_comes_out_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/feed");
    let mut inputs: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    inputs.retain(|path| !path.to_string_lossy().ends_with(".expected.json"));
    inputs.sort();
    assert!(inputs.len() > 30, "only {} fixtures", inputs.len());
    for input in inputs {
        let beside = PathBuf::from(format!("{}.expected.json", input.display()));
        let text = std::fs::read_to_string(&beside).unwrap_or_else(|_| "{}".to_owned());
        let expected: Expected = serde_json::from_str(&text).unwrap();
        let now = expected.now(std::fs::read(&input).unwrap());
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&beside, serde_json::to_string_pretty(&now).unwrap() + "\n").unwrap();
        } else {
            assert_eq!(now, expected, "{}", input.display());
        }
    }
}

/// What feedparser 6.0.14 reads in one file.
#[derive(Deserialize)]
struct Theirs {
    file: String,
    entries: Vec<TheirEntry>,
}

#[derive(Deserialize)]
struct TheirEntry {
    title: Option<String>,
    link: Option<String>,
    published: Option<When>,
}

/// Their readings with ours, file by file.
fn readings() -> Option<Vec<(Theirs, Result<Page, ParseError>)>> {
    let root = shared("data/feeds")?;
    let expected: Vec<Theirs> = serde_json::from_slice(&std::fs::read(root.join("expected.json")).unwrap()).unwrap();
    let ours = |theirs: &Theirs| parse(std::fs::read(root.join(&theirs.file)).unwrap(), None, None);
    Some(expected.into_iter().map(|theirs| (ours(&theirs), theirs)).map(|(ours, theirs)| (theirs, ours)).collect())
}

impl TheirEntry {
    fn is_linked(&self) -> bool {
        self.link.as_ref().is_some_and(|link| !link.is_empty())
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Field {
    Title,
    Link,
    Published,
}

/// One or more entries that we read otherwise than feedparser does, and why we are right.
struct Difference {
    file: &'static str,
    entries: &'static [usize],
    field: Field,
    /// What theirs and ours have to do with each other.
    holds: fn(&str, &str) -> bool,
    why: &'static str,
}

const ALL_25: &[usize] = &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24];
const ALL_40: &[usize] = &[
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30,
    31, 32, 33, 34, 35, 36, 37, 38, 39,
];
const SQUARE_FEET: &[usize] = &[0, 2, 3, 4, 6, 7, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 22, 23, 24];
const UNTITLED: &str = "a title is needed: there is no text either, so the address stands in, with a warning";
const ORIGINAL: &str = "the original address is preferred to FeedBurner's proxy, which has closed for many feeds";

/// The last part of an address without `.html`.
fn slug(address: &str) -> &str {
    address.rsplit('/').next().unwrap_or_default()
}

fn is_proxied(theirs: &str, ours: &str) -> bool {
    theirs.contains("/~r/") && !ours.contains("/~r/") && slug(theirs) == slug(ours)
}

fn is_address(theirs: &str, ours: &str) -> bool {
    theirs.is_empty() && (ours.starts_with("http://") || ours.starts_with("tag:"))
}

const fn untitled(file: &'static str) -> Difference {
    Difference { file, entries: &[0], field: Field::Title, holds: is_address, why: UNTITLED }
}

const fn proxied(file: &'static str, entries: &'static [usize]) -> Difference {
    Difference { file, entries, field: Field::Link, holds: is_proxied, why: ORIGINAL }
}

const DIFFERENCES: &[Difference] = &[
    Difference {
        file: "feedparser/wellformed/atom/entry_link_rel_enclosure_no_href.xml",
        entries: &[0],
        field: Field::Link,
        holds: |theirs, ours| theirs.ends_with("/enclosure") && ours.ends_with("/alternate"),
        why: "an enclosure without href is no link; the file says itself that the alternate one is expected",
    },
    Difference { entries: &[0, 1], ..untitled("feedparser/wellformed/atom/entry_link_rel_enclosure_no_href.xml") },
    Difference {
        file: "gofeed/testdata/translator/rss/feed_item_links_-_rss_channel_item_links.xml",
        entries: &[0],
        field: Field::Link,
        holds: |theirs, ours| theirs == "http://example3.org" && ours == "http://example.org",
        why: "of several links the first in RSS's own form counts, not the last",
    },
    Difference {
        file: "rss-parser/input/craigslist.rss",
        entries: SQUARE_FEET,
        field: Field::Title,
        holds: |theirs, ours| theirs.ends_with("ft 2") && theirs.replace("ft 2", "ft2") == ours,
        why: "the source has ft<sup>2</sup> without a space: a tag is not one",
    },
    proxied("rss-parser/input/encoding.rss", ALL_40),
    proxied("rss-parser/input/feedburner.atom", ALL_25),
    proxied("rss-parser/input/many-links.rss", ALL_25),
    untitled("feedparser/wellformed/atom/entry_link_type.xml"),
    untitled("feedparser/wellformed/atom10/entry_link_alternate_map_link.xml"),
    untitled("feedparser/wellformed/rss/item_guid_isPermaLink_conflict_link_not_guidislink.xml"),
    untitled("gofeed/testdata/translator/atom/feed_item_guid_-_atom03_feed_entry_id.xml"),
    untitled("gofeed/testdata/translator/atom/feed_item_guid_-_atom10_feed_entry_id.xml"),
    untitled("gofeed/testdata/translator/atom/feed_item_link_-_atom03_feed_entry_link.xml"),
    untitled("gofeed/testdata/translator/atom/feed_item_link_-_atom10_feed_entry_link.xml"),
    untitled("gofeed/testdata/translator/rss/feed_item_link_-_rdf_item_link.xml"),
    untitled("gofeed/testdata/translator/rss/feed_item_link_-_rss_channel_item_link.xml"),
    untitled("gofeed/testdata/translator/rss/feed_item_links_-_rss_channel_item_links.xml"),
    untitled("rss-parser/input/missing-fields.atom"),
];

/// What differs between an entry of theirs and an item of ours, as texts.
fn differing(theirs: &TheirEntry, ours: &Item) -> Vec<(Field, String, String)> {
    let moment = |when: When| when.timestamp().map_or_else(|| when.to_string(), |timestamp| timestamp.to_string());
    let mut fields = vec![
        (Field::Title, theirs.title.clone().unwrap_or_default(), ours.title.clone()),
        (Field::Link, theirs.link.clone().unwrap_or_default(), ours.original_url.clone()),
    ];
    if let (Some(theirs), Some(ours)) = (theirs.published, ours.published) {
        fields.push((Field::Published, moment(theirs), moment(ours)));
    }
    fields.retain(|(_, theirs, ours)| theirs != ours);
    fields
}

#[test]
fn real_feeds_are_read_as_feedparser_reads_them_but_for_the_listed_differences() {
    let Some(readings) = readings() else { return };
    let mut found = BTreeSet::new();
    let mut linked_files = 0;
    for (theirs, ours) in readings.iter().filter(|(theirs, _)| theirs.entries.iter().any(TheirEntry::is_linked)) {
        linked_files += 1;
        let items = &ours.as_ref().unwrap().items;
        assert_eq!(items.len(), theirs.entries.len(), "{}", theirs.file);
        for (at, (entry, item)) in theirs.entries.iter().zip(items).enumerate() {
            for (field, their_text, our_text) in differing(entry, item) {
                let listed = DIFFERENCES
                    .iter()
                    .find(|row| row.file == theirs.file && row.field == field && row.entries.contains(&at))
                    .unwrap_or_else(|| panic!("{} [{at}] {field:?}: {their_text:?} / {our_text:?}", theirs.file));
                assert!((listed.holds)(&their_text, &our_text), "{} [{at}]: not {}", theirs.file, listed.why);
                found.insert((theirs.file.as_str(), field, at));
            }
        }
    }
    assert_eq!(linked_files, 40);
    let listed = DIFFERENCES.iter().flat_map(|row| row.entries.iter().map(|at| (row.file, row.field, *at)));
    assert_eq!(found, listed.collect(), "a listed difference no longer occurs");
}

#[test]
fn links_of_real_feeds_that_are_no_web_addresses_are_resolved_or_wait_with_a_warning() {
    let Some(readings) = readings() else { return };
    let mut odd = Vec::new();
    for (theirs, ours) in &readings {
        let items = ours.as_ref().map(|page| page.items.as_slice()).unwrap_or_default();
        for (entry, item) in theirs.entries.iter().zip(items) {
            if entry.is_linked() && !entry.link.as_ref().unwrap().starts_with("http") {
                odd.push((theirs.file.as_str(), item.url.as_ref().map(ToString::to_string)));
            }
        }
    }
    assert_eq!(odd.len(), 11);
    let (relative, other): (Vec<_>, Vec<_>) = odd.into_iter().partition(|(_, url)| url.is_some());
    assert_eq!(relative.len(), 10);
    for (file, url) in relative {
        // The feed's own link is on the host that the relative links belong to.
        assert_eq!(file, "rss-parser/input/gulp-atom.atom");
        assert!(url.as_ref().unwrap().starts_with("https://github.com/gulpjs/gulp/releases/tag/v"), "{url:?}");
    }
    assert_eq!(other, [("rss-parser/input/missing-fields.atom", None)]);
}

/// Files that feedparser reads and we refuse, or the other way round.
const OTHER_KINDS: &[(&str, usize, &str)] = &[
    ("feedparser/illformed/always_strip_doctype.xml", 0, "an HTML page"),
    ("rss-parser/input/unrecognized.rss", 0, "an HTML page"),
    ("gofeed/testdata/translator/json/json10_full.json", 1, "feedparser reads no JSON Feed"),
    ("gofeed/testdata/translator/json/json10_simple.json", 1, "feedparser reads no JSON Feed"),
    ("gofeed/testdata/translator/json/json11_full.json", 1, "feedparser reads no JSON Feed"),
];

/// How many items a page says that it left out because there is nothing in them to show.
fn left_out(page: &Page) -> usize {
    let warnings = warnings(page);
    let told = warnings.iter().find(|warning| warning.contains("neither title nor text nor address"));
    told.map_or(0, |warning| warning.split(' ').next().unwrap().parse().unwrap())
}

#[test]
fn every_real_feed_gives_as_many_items_as_feedparser_finds_entries_with_something_to_show() {
    let Some(readings) = readings() else { return };
    assert_eq!(readings.len(), 323);
    for (theirs, ours) in &readings {
        let read = ours.as_ref().map_or(0, |page| page.items.len() + left_out(page));
        match OTHER_KINDS.iter().find(|(file, ..)| *file == theirs.file) {
            Some((file, items, why)) => assert_eq!((theirs.entries.len(), read), (0, *items), "{file}: not {why}"),
            None => assert_eq!(read, theirs.entries.len(), "{}", theirs.file),
        }
        if let Ok(page) = ours {
            assert!(!page.items.is_empty() || !page.warnings.is_empty(), "{}: silence", theirs.file);
        }
    }
}

#[test]
fn well_formed_feeds_have_the_ids_and_dates_that_feed_rs_reads() {
    let Some(readings) = readings() else { return };
    let root = shared("data/feeds").unwrap();
    let (mut ids, mut dates) = (0, 0);
    for (theirs, ours) in &readings {
        let reading = feed_rs::parser::parse(&std::fs::read(root.join(&theirs.file)).unwrap()[..]);
        let (Ok(ours), Ok(feed)) = (ours, reading) else { continue };
        let whole = ours.items.len() == feed.entries.len() && !feed.entries.is_empty();
        for (item, entry) in ours.items.iter().zip(&feed.entries).filter(|_| whole) {
            // feed-rs does not know `rdf:about`, and makes ids up where it sees none.
            if let Some(uid) = item.uid.as_ref().filter(|_| feed.feed_type != FeedType::RSS1) {
                assert_eq!(*uid, entry.id.trim(), "{}", theirs.file);
                ids += 1;
            }
            let ours = item.published.and_then(When::timestamp).map(jiff::Timestamp::as_second);
            if let (Some(ours), Some(their_date)) = (ours, entry.published.map(|when| when.timestamp())) {
                assert_eq!(ours, their_date, "{}", theirs.file);
                dates += 1;
            }
        }
    }
    assert!(ids > 400 && dates > 300, "only {ids} ids and {dates} dates compared");
}

#[test]
fn trap_3_the_todo_groups_own_feed_is_read_whole_and_undated() {
    let Some(path) = shared("data/feeds/todo-hugo-feed/index.hugo-0.111.xml") else { return };
    let page = read(std::fs::read(path).unwrap());
    assert_eq!(page.items.len(), 136);
    for item in &page.items {
        let url = item.url.as_ref().unwrap().as_str();
        assert!(url.starts_with("https://todogroup.org/blog/"), "{url}");
        assert_eq!((item.original_url.as_str(), item.uid.as_deref()), (url, Some(url)));
        assert_eq!((item.published, item.updated, item.published_from), (None, None, None), "{url}");
        assert!(
            !item.title.is_empty() && !["<", "&#", ";", "\n"].iter().any(|mark| item.title.contains(mark)),
            "{}",
            item.title
        );
        assert!(!item.summary.as_ref().is_some_and(|summary| summary.contains("&ndash;")), "{:?}", item.summary);
    }
    let links: BTreeSet<_> = page.items.iter().map(|item| item.original_url.as_str()).collect();
    assert_eq!(links.len(), 136, "every item has its own link");
    let warnings = warnings(&page);
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert!(warnings[0].contains("entities of HTML that XML does not have: &ndash;"), "{warnings:?}");
}

/// A feed of whole items, for cutting and damaging.
const WHOLE: &str = "<?xml version='1.0'?><rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/'><channel>\
    <title>Whole</title><link>https://example.org/</link>\
    <item><title>One &amp; only</title><link>https://example.org/1</link><description><![CDATA[<p>A <b>b</b>.</p>]]></description></item>\
    <item><title>Two</title><link>/2</link><dc:creator>Jane Doe</dc:creator><pubDate>Fri, 20 Nov 2026 10:00:00 GMT</pubDate></item>\
    <item><title>Three</title><link>https://example.org/3</link><guid isPermaLink='false'>3</guid></item></channel></rss>";

#[test]
fn a_feed_cut_anywhere_gives_its_whole_items_and_no_halves() {
    let all = read(WHOLE.into()).items;
    assert_eq!(all.len(), 3);
    for cut in 1..WHOLE.len() {
        let Ok(page) = parse(WHOLE.as_bytes()[..cut].to_vec(), None, None) else { continue };
        let whole = WHOLE[..cut].matches("</item>").count();
        assert_eq!(page.items, all[..whole], "cut at {cut}");
        assert!(cut + 1 >= WHOLE.len() || !page.warnings.is_empty(), "cut at {cut} in silence");
    }
}

proptest! {
    #[test]
    fn damaged_feeds_are_read_without_a_panic(
        damage in vec((0..WHOLE.len(), any::<u8>(), 0usize..8), 1..12)
    ) {
        let mut bytes = WHOLE.as_bytes().to_vec();
        for (at, byte, length) in damage {
            let at = at.min(bytes.len());
            let end = (at + length).min(bytes.len());
            bytes.splice(at..end, [byte]);
        }
        // Everything that comes out keeps the promises of an item's texts.
        for item in parse(bytes, None, None).map(|page| page.items).unwrap_or_default() {
            prop_assert!(!item.title.is_empty() && !item.title.contains(char::is_control));
            prop_assert!(item.summary.is_none_or(|summary| summary.chars().count() <= 500));
        }
    }
}

fn rss(items: &str) -> Vec<u8> {
    format!("<rss version='2.0'><channel><link>https://example.org/</link>{items}</channel></rss>").into_bytes()
}

#[test]
fn hostile_feeds_cost_little_and_give_little() {
    let item = "<item><title>T</title><link>https://example.org/1</link></item>";
    let laughs = "<!DOCTYPE rss [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'><!ENTITY x SYSTEM 'file:///etc/passwd'>]>";
    let bombs: Vec<(&str, Vec<u8>, usize)> = vec![
        ("entities are not expanded", [laughs.as_bytes(), &rss("<item><title>&b;&x;</title></item>")].concat(), 1),
        ("depth", rss(&format!("<item><title>T</title><description>{}</description></item>", "<b>".repeat(50_000))), 1),
        ("channels", rss(&format!("{}{item}", "<channel>".repeat(50_000))), 1),
        ("roots", rss(&format!("{}{item}", "<rss>".repeat(50_000))), 1),
        ("end tags", rss(&format!("<item><title>T</title>{}</item>", "<b></c>".repeat(30_000))), 1),
        ("attributes", rss(&format!("<item {}><title>T</title></item>", "a='' ".repeat(100_000))), 1),
        (
            "prefixes",
            rss(&format!("<item {}>{}</item>", "xmlns:x='y' ".repeat(50_000), "<title>T</title>".repeat(999))),
            1,
        ),
        ("fields", rss(&format!("<item>{}</item>", "<title>T</title>".repeat(50_000))), 1),
        ("a long title", rss(&format!("<item><title>{}</title></item>", "word ".repeat(200_000))), 1),
        ("a long text", rss(&format!("<item><description>{}</description></item>", "word. ".repeat(200_000))), 1),
        (
            "a long link",
            rss(&format!("<item><title>T</title><link>https://e.org/{}</link></item>", "a".repeat(2_000_000))),
            1,
        ),
        ("items", rss(&item.repeat(12_000)), 10_000),
    ];
    for (name, bytes, items) in bombs {
        let before = worked();
        let page = parse(bytes, None, None).unwrap();
        assert_eq!(page.items.len(), items, "{name}");
        let work = worked() - before;
        assert!(work < Duration::from_secs(10), "{name} took {work:?}");
        let size = serde_json::to_string(&page.items[0]).unwrap().len();
        assert!(size < 5000, "{name}: an item of {size} bytes");
    }
}

#[test]
fn entities_of_a_document_are_never_read_from_a_file_nor_expanded() {
    let page = read(
        b"<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'><!ENTITY y 'yes'>]><rss><channel><item>\
                      <title>a &x; b &y;</title></item></channel></rss>"
            .to_vec(),
    );
    assert_eq!(page.items[0].title, "a &x; b &y;");
}

#[test]
fn caps_say_so_when_they_bite() {
    let page = read(rss(&"<item><title>T</title></item>".repeat(10_001)));
    assert!(warnings(&page).contains(&"the feed has more than 10000 items: the first 10000 were read".to_owned()));
}

#[test]
fn settings_are_url_or_path_and_base() {
    let feed: Feed = toml::from_str("path = 'feed.xml'\nbase = 'https://example.org/blog/'").unwrap();
    let response = Response {
        ask: feed.start(&context(None)).remove(0),
        url: None,
        content_type: None,
        body: Body::Bytes(b"<rss><channel><item><title>T</title><link>post/</link></item></channel></rss>".to_vec()),
    };
    assert_eq!(response.ask.request, Request::File("feed.xml".into()));
    let items = feed.parse(&response, &context(None)).unwrap().items;
    assert_eq!(items[0].url.as_ref().unwrap().as_str(), "https://example.org/blog/post/");
    assert!(toml::from_str::<Feed>("url = 'https://example.org/feed'\nurll = 'x'").is_err());
    assert_eq!(toml::from_str::<Feed>("").unwrap().problems().len(), 1);
}
