//! Curation as a whole: twins, lists set by hand, and what holds for any input.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, date};
use newsletter::config::Config;
use newsletter::curate::limits::SOURCE_CAP;
use newsletter::curate::{self, Appearance, Curated, Decided, Memory, Occasion};
use newsletter::model::dates::When;
use newsletter::model::item::{DateOrigin, Details, Event, Item, Job, Outcome};
use newsletter::model::link::Link;
use proptest::prelude::*;

const TODAY: Date = date(2026, 11, 20);
const ISSUE: Date = date(2026, 11, 24);

const SOURCES: &str = r#"
    [newsletter]
    title = "Test"
    [[section]]
    name = "jobs"
    heading = "Jobs"
    takes = "job"
    limit = 2
    [[section]]
    name = "news"
    heading = "News"
    takes = "article"
    limit = 3
    [[section]]
    name = "events"
    heading = "Events"
    takes = "event"
    [[source]]
    name = "one"
    kind = "feed"
    url = "https://one.example/feed"
    exclude = ["webinar"]
    [[source]]
    name = "two"
    kind = "feed"
    url = "https://two.example/feed"
    limit = 2
"#;

fn config(lists: &str) -> Config {
    Config::parse(&format!("{SOURCES}\n[curate]\n{lists}"), "sources.toml").unwrap()
}

fn item(details: Details, source: &str, title: &str, link: &str) -> Item {
    let mut item = Item::new(details, title, source, TODAY);
    item.linked(link);
    item.dated(When::Day(date(2026, 11, 10)), DateOrigin::Feed);
    item
}

fn job(source: &str, title: &str, link: &str) -> Item {
    item(Details::Job(Job::default()), source, title, link)
}

fn article(source: &str, title: &str, link: &str) -> Item {
    item(Details::Article {}, source, title, link)
}

fn curated(config: &Config, memory: &Memory, items: Vec<Item>) -> Curated {
    curate::run(items, &Occasion { config, issue: ISSUE, today: TODAY, memory })
}

fn decided<'a>(curated: &'a Curated, title: &str) -> &'a Decided {
    curated.decided.iter().find(|decided| decided.item.title == title).unwrap()
}

fn rule(curated: &Curated, title: &str) -> Option<&'static str> {
    decided(curated, title).why.as_ref().map(|(rule, _)| *rule)
}

const BOARD: &str = "https://job-boards.greenhouse.io/acme/jobs/8636903002";
const OWN_PAGE: &str = "https://acme.example/careers/lead?gh_jid=8636903002&utm_source=x";

#[test]
fn trap_13_one_job_at_two_addresses_comes_once_and_knows_what_both_sources_knew() {
    let mut twin = job("two", "Lead, OSPO (all genders)", OWN_PAGE);
    twin.summary = Some("Leads the programme.".into());
    if let Details::Job(job) = &mut twin.details {
        job.organisation = Some("Acme".into());
    }
    let curated = curated(&config(""), &Memory::default(), vec![job("one", "OSPO lead", BOARD), twin.clone(), twin]);
    let kept = decided(&curated, "OSPO lead");
    assert_eq!(kept.outcome, Outcome::Chosen);
    assert_eq!(kept.also_from, ["two"]);
    assert_eq!(kept.item.job().unwrap().organisation.as_deref(), Some("Acme"));
    assert_eq!(kept.item.summary.as_deref(), Some("Leads the programme."));
    assert_eq!(kept.item.url.as_ref().unwrap().as_str(), BOARD);
    let dropped = decided(&curated, "Lead, OSPO (all genders)");
    assert_eq!(dropped.why, Some(("duplicate", "the same as “OSPO lead” from `one`".into())));
    assert_eq!(curated.dropped_by_rule(), BTreeMap::from([("duplicate", 2)]));
}

#[test]
fn what_would_speak_against_the_kept_item_is_not_taken_over() {
    let mut twin = article("two", "Twin", "https://example.org/a?utm_source=two");
    twin.summary = Some("A webinar, in short.".into());
    let curated = curated(&config(""), &Memory::default(), vec![article("one", "Kept", "https://example.org/a"), twin]);
    let kept = decided(&curated, "Kept");
    assert_eq!((kept.outcome, kept.item.summary.as_deref()), (Outcome::Chosen, None), "`one` excludes webinars");
    assert_eq!(kept.also_from, ["two"]);
}

/// Past issues in which this address stood.
fn published(address: &str) -> Memory {
    let appearance = Appearance { issue: "issues/2026-10-27.md".into(), section: "Jobs".into(), start: None };
    let key = Link::parse(address).unwrap().key().to_owned();
    Memory { published: BTreeMap::from([(key, vec![appearance])]), ..Memory::default() }
}

#[test]
fn a_job_published_at_its_own_page_is_known_at_its_board() {
    let curated = curated(&config(""), &published(OWN_PAGE), vec![job("one", "OSPO lead", BOARD)]);
    assert_eq!(rule(&curated, "OSPO lead"), Some("published-before"));
}

#[test]
fn a_pinned_item_comes_first_whatever_window_and_limits_say() {
    let config = config("pin = ['https://example.org/old', 'https://example.org/webinar']");
    let link = |name: &str| format!("https://example.org/{name}");
    let mut old = article("two", "Old", &link("old"));
    old.dated(When::Day(date(2020, 1, 1)), DateOrigin::Feed);
    let mut items: Vec<Item> = ["a", "b", "c", "d"].map(|name| article("one", name, &link(name))).into();
    items.extend([article("one", "Webinar", &link("webinar")), old]);
    let curated = curated(&config, &Memory::default(), items);
    let chosen: Vec<&str> = curated.chosen("news").map(|item| item.title.as_str()).collect();
    assert_eq!(chosen, ["Webinar", "Old", "a"], "pinned ones count towards the limit of three");
    assert_eq!(rule(&curated, "d"), Some("section-full"));
    assert!(decided(&curated, "Old").pinned && !decided(&curated, "a").pinned);
}

#[test]
fn pins_beyond_the_limit_all_come_in() {
    let config = config("pin = ['source:one']");
    let items = (0..5).map(|n| article("one", &format!("n{n}"), &format!("https://example.org/{n}"))).collect();
    assert_eq!(curated(&config, &Memory::default(), items).count(Outcome::Chosen), 5);
}

#[test]
fn a_source_without_a_limit_has_three_hundred_entries_and_the_rest_waits() {
    let meetup = |number: usize| {
        let event = Details::Event(Event::starting(When::Day(date(2026, 12, 1))));
        item(event, "one", &format!("Meetup {number}"), &format!("https://one.example/{number}"))
    };
    let curated = curated(&config(""), &Memory::default(), (0..301).map(meetup).collect());
    let with = |outcome| curated.decided.iter().filter(move |decided| decided.outcome == outcome);
    assert_eq!(with(Outcome::Chosen).count(), SOURCE_CAP);
    let waiting: Vec<_> = with(Outcome::Waiting).map(|decided| decided.why.as_ref().unwrap().0).collect();
    assert_eq!(waiting, ["source-limit"]);
}

#[test]
fn a_pin_does_not_bring_back_what_was_published_or_is_over() {
    let config = config("pin = ['lead', 'summit', 'closed']");
    let over = Event::starting(When::Day(date(2026, 11, 1)));
    let mut closed = job("one", "Closed job", "https://example.org/closed");
    if let Details::Job(job) = &mut closed.details {
        job.closes = Some(date(2026, 11, 1));
    }
    let items = vec![
        job("one", "OSPO lead", BOARD),
        item(Details::Event(over), "one", "Summit", "https://example.org/summit"),
        closed,
    ];
    let curated = curated(&config, &published(OWN_PAGE), items);
    assert_eq!(rule(&curated, "OSPO lead"), Some("published-before"));
    assert_eq!(rule(&curated, "Summit"), Some("over"));
    assert_eq!(rule(&curated, "Closed job"), Some("closed"));
}

#[test]
fn a_pin_on_the_twin_pins_the_kept_one() {
    let config = config("pin = ['source:two']");
    let items = vec![
        article("one", "A", "https://example.org/a"),
        article("one", "B", "https://example.org/b"),
        article("two", "B again", "https://www.example.org/b/"),
    ];
    let curated = curated(&config, &Memory::default(), items);
    assert_eq!(curated.chosen("news").map(|item| item.title.as_str()).collect::<Vec<_>>(), ["B", "A"]);
}

#[test]
fn blocked_is_stronger_than_held_and_held_than_pinned() {
    let config = config("pin = ['a', 'b', 'c']\nhold = ['a', 'b']\nblock = ['a']");
    let items = ["a", "b", "c"].map(|name| article("one", name, &format!("https://example.org/{name}"))).into();
    let curated = curated(&config, &Memory::default(), items);
    assert_eq!(["a", "b", "c"].map(|name| rule(&curated, name)), [Some("blocked"), Some("held"), None]);
    assert_eq!(decided(&curated, "b").outcome, Outcome::Waiting);
}

#[test]
fn a_list_that_cannot_be_meant_is_a_problem_with_its_place() {
    let text = format!(
        "{SOURCES}\n[curate]\npin = ['source:onee']\nhold = ['example.org/a']\nblok = []\nblock = ['source:two']"
    );
    let error = Config::parse(&text, "sources.toml").unwrap_err();
    let told = newsletter::report::config_error(&error);
    for expected in ["there is no source `onee`", "`one`", "looks like an address", "unknown key `blok`", "`block`"] {
        assert!(told.contains(expected), "{expected}: {told}");
    }
    assert_eq!(error.problems.len(), 3);
}

/// Few links and titles, so that twins, pins and limits happen.
fn any_item() -> impl Strategy<Value = Item> {
    let links = prop_oneof![
        Just(BOARD),
        Just(OWN_PAGE),
        Just("https://example.org/a"),
        Just("http://www.example.org/a/?utm_source=x"),
        Just("https://example.org/b"),
        Just("mailto:a@example.org"),
        Just(""),
    ];
    let titles = prop_oneof![Just("OSPO lead"), Just("A webinar"), Just("Summit"), Just("News"), Just("")];
    let sources = prop_oneof![Just("one"), Just("two"), Just("gone")];
    (links, titles, sources, 0..3, 0i64..400, any::<bool>()).prop_map(|(link, title, source, sort, age, dated)| {
        let day = ISSUE.saturating_sub(jiff::Span::new().days(age - 100));
        let details = match sort {
            0 => Details::Job(Job { organisation: dated.then(|| "Acme".into()), ..Job::default() }),
            1 => Details::Event(Event::starting(When::Day(day))),
            _ => Details::Article {},
        };
        let mut item = Item::new(details, title, source, TODAY);
        item.linked(link);
        if dated {
            item.dated(When::Day(day), DateOrigin::Feed);
        }
        item.summary = (age % 3 == 0).then(|| "A summary with a webinar.".into());
        item
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_same_input_is_curated_the_same_and_every_item_is_accounted_for_once(
        items in prop::collection::vec(any_item(), 0..40),
        lists in prop_oneof![
            Just(""),
            Just("pin = ['ospo']"),
            Just("pin = ['https://example.org/b', 'source:two']\nhold = ['summit']\nblock = ['organisation:acme']"),
        ],
        known in any::<bool>(),
    ) {
        let numbered: Vec<Item> = items.into_iter().enumerate().map(|(number, mut item)| {
            item.uid = Some(number.to_string());
            item
        }).collect();
        let (config, memory) = (config(lists), Memory {
            known_sources: if known { BTreeSet::from(["one".to_owned()]) } else { BTreeSet::new() },
            ..Memory::default()
        });
        let once = curated(&config, &memory, numbered.clone());
        prop_assert_eq!(&once, &curated(&config, &memory, numbered.clone()));

        let accounted: BTreeSet<_> = once.decided.iter().map(|decided| decided.item.uid.clone()).collect();
        prop_assert_eq!(once.decided.len(), numbered.len());
        prop_assert_eq!(accounted.len(), numbered.len());
        let dropped: usize = once.dropped_by_rule().values().sum();
        prop_assert_eq!(once.count(Outcome::Chosen) + once.count(Outcome::Waiting) + dropped, numbered.len());
        for decided in &once.decided {
            prop_assert_eq!(decided.why.is_none(), decided.outcome == Outcome::Chosen);
            prop_assert!(!decided.also_from.contains(&decided.item.source));
        }

        let chosen: Vec<&Decided> =
            once.decided.iter().filter(|decided| decided.outcome == Outcome::Chosen).collect();
        let identities: BTreeSet<String> = chosen.iter().map(|decided| decided.item.identity()).collect();
        prop_assert_eq!(identities.len(), chosen.len(), "nothing is chosen twice");
        for section in ["jobs", "news", "events"] {
            let pinned: Vec<bool> = chosen.iter()
                .filter(|decided| decided.section.as_deref() == Some(section))
                .map(|decided| decided.pinned).collect();
            prop_assert!(pinned.is_sorted_by(|one, other| one >= other), "pinned ones stand first");
        }
    }
}
