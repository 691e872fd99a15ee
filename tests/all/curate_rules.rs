//! Every rule by an example kept and one dropped; and that taking its row out of the table switches it
//! off wholly.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, date};
use newsletter::config::Config;
use newsletter::curate::{Appearance, Decided, Memory, Occasion, RULES, Rule, TakenOut, run_by};
use newsletter::model::dates::When;
use newsletter::model::item::{DateOrigin, Details, Event, EventStatus, Item, Job, Outcome};

const ISSUE: Date = date(2026, 11, 24);
const TODAY: Date = date(2026, 11, 20);

/// What shows a rule: an item that it lets pass, and items of which it does not let the last one in.
struct Example {
    rule: &'static str,
    /// Lines of `[curate]`.
    lists: &'static str,
    /// Sections that the newsletter has.
    takes: &'static [&'static str],
    memory: Memory,
    kept: Item,
    dropped: Vec<Item>,
}

impl Example {
    fn of(rule: &'static str, kept: Item, dropped: Item) -> Example {
        let memory = Memory { known_sources: BTreeSet::from(["source".to_owned()]), ..Memory::default() };
        Example { rule, lists: "", takes: &["job", "article", "event"], memory, kept, dropped: vec![dropped] }
    }

    fn config(&self) -> Config {
        let mut text = format!("[newsletter]\ntitle = \"Test\"\n[curate]\n{}\n", self.lists);
        for takes in self.takes {
            text += &format!("[[section]]\nname = \"{takes}s\"\nheading = \"{takes}s\"\ntakes = \"{takes}\"\n");
        }
        text += "[[source]]\nname = \"source\"\nkind = \"feed\"\nurl = \"https://example.org/feed\"\n";
        text += "include = [\"ospo\"]\nexclude = [\"webinar\"]\n";
        Config::parse(&text, "sources.toml").unwrap()
    }

    /// What these rules decide for the last of these items.
    fn last(&self, rules: &[&'static dyn Rule], items: &[Item]) -> Decided {
        let config = self.config();
        let occasion = Occasion { config: &config, issue: ISSUE, today: TODAY, memory: &self.memory };
        let numbered = items.iter().enumerate().map(|(number, item)| {
            let uid = Some(number.to_string());
            Item { uid, ..item.clone() }
        });
        let last = Some((items.len() - 1).to_string());
        let curated = run_by(rules, numbered.collect(), &occasion);
        curated.decided.into_iter().find(|decided| decided.item.uid == last).unwrap()
    }
}

fn article(title: &str) -> Item {
    let mut item = item(Details::Article {}, title);
    item.dated(When::Day(date(2026, 11, 10)), DateOrigin::Feed);
    item
}

fn job(closes: Option<Date>) -> Item {
    item(Details::Job(Job { closes, ..Job::default() }), "OSPO lead")
}

fn event(start: Date, status: EventStatus) -> Item {
    item(Details::Event(Event { status, ..Event::starting(When::Day(start)) }), "OSPO day")
}

fn item(details: Details, title: &str) -> Item {
    let mut item = Item::new(details, title, "source", TODAY);
    item.linked(&format!("https://example.org/{}", title.replace(' ', "-").to_lowercase()));
    item
}

/// Knows where the item stood.
fn published(item: &Item) -> BTreeMap<String, Vec<Appearance>> {
    let stood = Appearance { issue: "issues/2026-10-27.md".into(), section: "articles".into(), start: None };
    item.url.iter().map(|link| (link.key().to_owned(), vec![stood.clone()])).collect()
}

fn examples() -> Vec<Example> {
    let news = || article("OSPO news");
    let soon = date(2026, 12, 10);
    let scheduled = |day| event(day, EventStatus::Scheduled);
    let taken_out = |item: &Item| {
        let past = TakenOut { issue: "2026-10-27.md".into(), item: Some(item.clone()), unsure: None };
        item.url.iter().map(|link| (link.key().to_owned(), vec![past.clone()])).collect()
    };
    let known = BTreeSet::from(["source".to_owned()]);
    let report = article("OSPO report");
    let mut old = report.clone();
    old.dated(When::Day(date(2026, 1, 1)), DateOrigin::Feed);
    let mut untitled = report.clone();
    (untitled.title, untitled.summary) = (String::new(), Some("What an OSPO did.".into()));
    let mut unlinked = report.clone();
    unlinked.url = None;
    let undated = Item { published: None, published_from: None, ..report.clone() };
    let mut again = report.clone();
    again.title = "The OSPO report".into();
    vec![
        Example { takes: &["article"], ..Example::of("no-section", news(), scheduled(soon)) },
        Example { lists: "block = ['sponsored']", ..Example::of("blocked", news(), article("OSPO, sponsored")) },
        Example::of("exclude", news(), article("OSPO webinar")),
        Example::of("include", news(), article("A quiet month")),
        Example::of("cancelled", scheduled(soon), event(soon, EventStatus::Cancelled)),
        Example::of("over", scheduled(ISSUE), scheduled(TODAY)),
        Example::of("closed", job(Some(ISSUE)), job(Some(TODAY))),
        Example {
            memory: Memory { published: published(&report), known_sources: known.clone(), ..Memory::default() },
            ..Example::of("published-before", news(), report.clone())
        },
        Example {
            memory: Memory { taken_out: taken_out(&report), known_sources: known, ..Memory::default() },
            ..Example::of("editor", news(), report.clone())
        },
        Example { lists: "hold = ['report']", ..Example::of("held", news(), report.clone()) },
        Example::of("too-old", news(), old),
        Example::of("too-far", scheduled(soon), scheduled(date(2027, 11, 1))),
        Example { dropped: vec![report.clone(), again], ..Example::of("duplicate", news(), report.clone()) },
        Example::of("no-title", news(), untitled),
        Example::of("no-link", news(), unlinked),
        Example { memory: Memory::default(), ..Example::of("first-run", news(), undated) },
    ]
}

#[test]
fn every_rule_keeps_its_one_example_and_drops_the_other() {
    let examples = examples();
    for rule in RULES {
        let example = examples.iter().find(|example| example.rule == rule.id());
        let example = example.unwrap_or_else(|| panic!("{} has no example here", rule.id()));
        let kept = example.last(RULES, std::slice::from_ref(&example.kept));
        assert_eq!((kept.outcome, kept.why), (Outcome::Chosen, None), "{}", rule.id());
        let dropped = example.last(RULES, &example.dropped);
        assert_ne!(dropped.outcome, Outcome::Chosen, "{}", rule.id());
        assert_eq!(dropped.why.map(|(rule, _)| rule), Some(rule.id()));
    }
    assert_eq!(examples.len(), RULES.len(), "an example without a rule");
}

#[test]
fn without_its_row_a_rule_says_nothing_and_its_example_is_kept() {
    for example in examples() {
        let others: Vec<&'static dyn Rule> = RULES.iter().copied().filter(|rule| rule.id() != example.rule).collect();
        let kept = example.last(&others, &example.dropped);
        // What no section takes can only wait: there is nowhere to put it.
        let expected = if example.rule == "no-section" { Outcome::Waiting } else { Outcome::Chosen };
        assert_eq!(kept.outcome, expected, "{}: {:?}", example.rule, kept.why);
        assert_ne!(kept.why.map(|(rule, _)| rule), Some(example.rule));
    }
}
