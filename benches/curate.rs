//! How curation grows: 10,000 and 100,000 items of the usual mixture, with a past archive and
//! near-duplicates. 100,000 should take at most twelve times as long as 10,000.
//!
//!     cargo bench --bench curate
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

use divan::Bencher;
use jiff::civil::{Date, date};
use newsletter::config::Config;
use newsletter::curate::{self, Appearance, Memory, Occasion, PastEntry};
use newsletter::markdown;
use newsletter::model::dates::When;
use newsletter::model::item::{DateOrigin, Details, Event, Item, Job};
use newsletter::model::link::Link;
use newsletter::similar::{self, Thing};

const ISSUE: Date = date(2026, 11, 24);
const TODAY: Date = date(2026, 11, 20);
const SOURCES: usize = 50;

fn main() {
    divan::main();
}

/// Curation as a whole: rules, order, limits, near-duplicates.
#[divan::bench(args = [10_000, 100_000], sample_count = 5, sample_size = 1)]
fn curate_items(bencher: Bencher<'_, '_>, number: usize) {
    let (config, memory, items) = (config(), memory(number / 20), items(number));
    let occasion = Occasion { config: &config, issue: ISSUE, today: TODAY, memory: &memory };
    bencher.with_inputs(|| items.clone()).bench_values(|items| curate::run(items, &occasion));
}

/// Near-duplicates alone: every item compared, also those that the rules would have dropped.
#[divan::bench(args = [10_000, 100_000], sample_count = 5, sample_size = 1)]
fn find_near_duplicates(bencher: Bencher<'_, '_>, number: usize) {
    let items = items(number);
    bencher.bench_local(|| similar::alike(&items.iter().map(Thing::of).collect::<Vec<_>>(), &[]));
}

/// The worst case: one title for all.
#[divan::bench(args = [10_000, 100_000], sample_count = 5, sample_size = 1)]
fn find_near_duplicates_of_one_title(bencher: Bencher<'_, '_>, number: usize) {
    let mut items = items(number);
    items.iter_mut().for_each(|item| item.title = "The community meeting of the Example project".into());
    bencher.bench_local(|| similar::alike(&items.iter().map(Thing::of).collect::<Vec<_>>(), &[]));
}

fn config() -> Config {
    let mut text = String::from("[newsletter]\ntitle = \"Bench\"\n");
    for (name, takes) in [("jobs", "job"), ("news", "article"), ("events", "event")] {
        text += &format!("[[section]]\nname = \"{name}\"\nheading = \"{name}\"\ntakes = \"{takes}\"\nlimit = 100\n");
    }
    for source in 0..SOURCES {
        let include = if source % 3 == 0 { "include = [\"word1\", \"word2\", \"word3\"]\n" } else { "" };
        text += &format!(
            "[[source]]\nname = \"s{source}\"\nkind = \"feed\"\nurl = \"https://s{source}.example/feed\"\n{include}"
        );
    }
    Config::parse(&text, "sources.toml").unwrap()
}

/// Past issues with so many entries, some of which are offered again.
fn memory(number: usize) -> Memory {
    let old = items(number);
    let mut memory = Memory { last_issue: Some(date(2026, 10, 27)), ..Memory::default() };
    memory.known_sources = (0..SOURCES).map(|source| format!("s{source}")).collect();
    let mut text = String::from("# Bench 1\n\n## News and articles\n\n");
    for (at, item) in old.iter().enumerate() {
        let stood = Appearance { issue: "issues/2026-10-27.md".into(), section: "News".into(), start: None };
        if at % 10 == 0 {
            memory.published.insert(item.url.as_ref().unwrap().key().to_owned(), vec![stood]);
        }
        text += &format!("- [{}]({}/old)\n", item.title, item.url.as_ref().unwrap());
    }
    let issue = markdown::read(&text, "issues/2026-10-27.md");
    let entries = issue.entries().map(|entry| PastEntry {
        issue: issue.path.clone(),
        date: date(2026, 10, 27),
        entry: entry.clone(),
        link: entry.url.as_deref().and_then(Link::parse),
    });
    memory.entries = entries.collect();
    memory
}

/// Six stories, three jobs and one event in ten; one in eight is told again at another address.
fn items(number: usize) -> Vec<Item> {
    let mut random = fastrand::Rng::with_seed(7);
    let mut items: Vec<Item> = Vec::with_capacity(number);
    while items.len() < number {
        let at = items.len();
        let item = match random.usize(0..80) {
            0..10 if at > 0 => told_again(&items[random.usize(0..at)], at, &mut random),
            choice => fresh(at, choice, &mut random),
        };
        items.push(item);
    }
    items
}

fn fresh(at: usize, choice: usize, random: &mut fastrand::Rng) -> Item {
    let title = format!("{} {}", name(random), words(random.usize(4..9), random));
    let (details, title) = match choice % 10 {
        0..6 => (Details::Article {}, title),
        6..9 => {
            let job = Job { organisation: Some(name(random)), ..Job::default() };
            (Details::Job(job), format!("{} Engineer, {}", ["Senior", "Staff", ""][at % 3], words(2, random)))
        }
        _ => (Details::Event(Event::starting(When::Day(day(ISSUE, random.i64(0..200))))), title),
    };
    let mut item = Item::new(details, title, format!("s{}", at % SOURCES), TODAY);
    item.linked(&format!("https://host{}.example/{at}", at % 2000));
    item.summary = Some(words(random.usize(25..60), random));
    item.dated(When::Day(day(TODAY, -random.i64(0..70))), DateOrigin::Feed);
    item
}

/// The same thing at another address, its title a word longer, its summary cut.
fn told_again(item: &Item, at: usize, random: &mut fastrand::Rng) -> Item {
    let mut again = item.clone();
    again.linked(&format!("https://other{}.example/{at}", at % 2000));
    again.source = format!("s{}", random.usize(0..SOURCES));
    again.title = format!("{} | {}", item.title, name(random));
    again.summary = item.summary.as_ref().map(|summary| summary.chars().take(150).collect());
    again
}

fn day(from: Date, days: i64) -> Date {
    from.saturating_add(jiff::Span::new().days(days))
}

/// Few words are frequent, most are rare, as in any language.
fn words(number: usize, random: &mut fastrand::Rng) -> String {
    let word = |random: &mut fastrand::Rng| format!("word{}", (5000.0 * random.f64().powi(4)) as usize);
    (0..number).map(|_| word(random)).collect::<Vec<_>>().join(" ")
}

fn name(random: &mut fastrand::Rng) -> String {
    format!("Name{}", random.usize(0..1500))
}
