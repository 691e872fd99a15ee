//! `order = "rank"`: what past issues took teaches an order, and says by which words.

use jiff::civil::{Date, date};
use newsletter::config::Config;
use newsletter::curate::{self, Curated, Memory, Occasion};
use newsletter::markdown;
use newsletter::model::dates::When;
use newsletter::model::item::{DateOrigin, Details, Item, Outcome};

use crate::support::Newsletter;

const SOURCES: &str = r#"
    [newsletter]
    title = "Test"
    [[section]]
    name = "news"
    heading = "News"
    takes = "article"
    order = "rank"
    [[source]]
    name = "blog"
    kind = "feed"
    url = "https://blog.example/feed"
    exclude = ["sponsored"]
"#;

fn article(name: &str, title: &str, day: Date) -> Item {
    let mut item = Item::new(Details::Article {}, title, "blog", day);
    item.linked(&format!("https://blog.example/{name}"));
    item.dated(When::Day(day), DateOrigin::Feed);
    item
}

/// The day of the issue of a month, counted from January 2025.
fn issue_day(month: usize) -> Date {
    date(2025 + (month / 12) as i16, (month % 12 + 1) as i8, 20)
}

/// Two articles a month, of which every issue took the first.
fn past(months: usize, taken: &str, left: &str) -> (Memory, Vec<Item>) {
    let (mut memory, mut items) = (Memory::default(), Vec::new());
    for month in 0..months {
        let day = issue_day(month).saturating_sub(jiff::Span::new().days(10));
        items.push(article(&format!("taken{month}"), taken, day));
        items.push(article(&format!("left{month}"), left, day));
        let text =
            format!("# T {month}\n\n## News and Articles\n\n- A title [Read](https://blog.example/taken{month})\n");
        memory.add_issue(&markdown::read(&text, &format!("issues/{}.md", issue_day(month))));
    }
    (memory, items)
}

fn curated(memory: &Memory, items: Vec<Item>, months: usize) -> Curated {
    let config = Config::parse(SOURCES, "sources.toml").unwrap();
    let day = issue_day(months);
    curate::run(items, &Occasion { config: &config, issue: day, today: day, memory })
}

fn order(curated: &Curated) -> Vec<&str> {
    curated.chosen("news").map(|item| item.title.as_str()).collect()
}

/// A guide that is older than a webinar, both new in this month.
fn with_new(mut items: Vec<Item>, months: usize, guide: &str, webinar: &str) -> Vec<Item> {
    let before = |days| issue_day(months).saturating_sub(jiff::Span::new().days(days));
    items.push(article("new-guide", guide, before(9)));
    items.push(article("new-webinar", webinar, before(2)));
    items
}

#[test]
fn words_of_what_was_taken_move_up_and_of_what_was_left_out_down() {
    let (memory, items) = past(12, "A guide for program offices", "A webinar for program offices");
    let items = with_new(items, 12, "Another guide", "Another webinar");
    let curated = curated(&memory, items, 12);
    assert_eq!(order(&curated)[..2], ["Another guide", "Another webinar"]);
    let standing = |title: &str| {
        let decided = curated.decided.iter().find(|decided| decided.item.title == title).unwrap();
        decided.rank.clone().unwrap()
    };
    let (guide, webinar) = (standing("Another guide"), standing("Another webinar"));
    assert!(guide.score > 0.5 && webinar.score < 0.5, "{guide} and {webinar}");
    assert_eq!(guide.up.first().map(String::as_str), Some("guide"));
    assert_eq!(webinar.down.first().map(String::as_str), Some("webinar"));
    assert!(guide.to_string().contains(": +guide") && guide.to_string().contains("−9 days old"), "{guide}");
    assert!(curated.notes.is_empty());
}

#[test]
fn words_are_words_in_any_script() {
    let (memory, items) = past(12, "开源指南：入门", "开源研讨会：回放");
    let curated = curated(&memory, with_new(items, 12, "新的指南", "新的研讨会"), 12);
    assert_eq!(order(&curated)[..2], ["新的指南", "新的研讨会"]);
}

#[test]
fn the_order_of_the_answers_changes_nothing() {
    let (memory, items) = past(12, "A guide for program offices", "A webinar for program offices");
    let items = with_new(items, 12, "Another guide", "Another webinar");
    let standings = |items: Vec<Item>| -> Vec<_> {
        let decided = curated(&memory, items, 12).decided.into_iter();
        let chosen = decided.filter(|decided| decided.outcome == Outcome::Chosen);
        chosen.map(|decided| (decided.item.title, decided.rank)).collect()
    };
    assert_eq!(standings(items.clone()), standings(items.into_iter().rev().collect()));
}

#[test]
fn without_ten_issues_or_enough_left_out_the_newest_come_first_and_the_run_says_so() {
    let (memory, items) = past(9, "A guide", "A webinar");
    let few = curated(&memory, with_new(items, 9, "Another guide", "Another webinar"), 9);
    assert_eq!(order(&few)[..2], ["Another webinar", "Another guide"]);
    assert!(few.notes[0].contains("there are 9 of the 10"), "{:?}", few.notes);
    assert!(few.decided.iter().all(|decided| decided.rank.is_none()));

    let (memory, mut items) = past(12, "A guide", "A webinar");
    items.retain(|item| item.title == "A guide");
    let none = curated(&memory, with_new(items, 12, "Another guide", "Another webinar"), 12);
    assert_eq!(order(&none)[..2], ["Another webinar", "Another guide"]);
    assert!(none.notes[0].contains("12 taken and 0 left out"), "{:?}", none.notes);
}

#[test]
fn only_a_choice_is_an_example_not_what_words_or_rules_kept_away() {
    let (memory, mut items) = past(12, "A guide", "A sponsored webinar");
    let excluded = curated(&memory, items.clone(), 12);
    assert!(excluded.notes[0].contains("0 left out"), "an excluded word is nobody's choice: {:?}", excluded.notes);

    // The records of the months know that something was considered, and that none of it was on offer.
    let (mut memory, _) = past(12, "A guide", "A webinar");
    items = past(12, "A guide", "A webinar").1;
    for month in 0..12 {
        items.iter().for_each(|item| memory.add_considered(issue_day(month), item, false));
    }
    assert!(curated(&memory, items, 12).notes[0].contains("0 taken and 0 left out"));
}

#[test]
fn what_a_later_issue_took_was_only_put_off() {
    let (mut memory, items) = past(12, "A guide", "A webinar");
    let links: String = (0..12).map(|month| format!("- A title [Read](https://blog.example/left{month})\n")).collect();
    let late = issue_day(12);
    memory.add_issue(&markdown::read(&format!("# T 12\n\n## News\n\n{links}"), &format!("issues/{late}.md")));
    assert!(curated(&memory, items, 13).notes[0].contains("0 left out"));
}

#[test]
fn draft_keeps_the_words_in_the_record_and_explain_shows_them() {
    let newsletter = Newsletter::with(
        "[newsletter]\ntitle = \"T\"\n[[section]]\nname = \"news\"\nheading = \"News\"\ntakes = \"article\"\n\
         order = \"rank\"\n[[source]]\nname = \"blog\"\nkind = \"content\"\npath = \"posts\"\n\
         base = \"https://blog.example/\"\npermalink = \"/:filename/\"\n",
    );
    let post = |name: &str, title: &str, day: &str| {
        newsletter.write(&format!("posts/{name}.md"), &format!("---\ntitle: {title}\ndate: {day}\n---\n"));
    };
    for month in 1..=11 {
        post(&format!("guide{month}"), "A guide for offices", &format!("2025-{month:02}-05"));
        post(&format!("webinar{month}"), "A webinar for offices", &format!("2025-{month:02}-06"));
        let issue = format!("# T {month}\n\n## News\n\n- A title [Read](https://blog.example/guide{month}/)\n");
        newsletter.write(&format!("issues/2025-{month:02}-20.md"), &issue);
    }
    post("guide12", "The guide", "2025-12-05");
    post("webinar12", "The webinar", "2025-12-06");
    let draft = ["draft", "--date", "2025-12-20", "--today", "2025-12-19"];
    let said = newsletter.run(&draft);
    assert_eq!(said.code, 0, "{}", said.err);
    let issue = newsletter.read("issues/2025-12-20.md");
    assert!(issue.find("The guide") < issue.find("The webinar"), "{issue}");
    let explained = newsletter.run(&["explain", "https://blog.example/webinar12/"]);
    assert!(explained.out.contains("    rank 0.") && explained.out.contains("−webinar"), "{}", explained.out);
    let data: serde_json::Value =
        serde_json::from_str(&newsletter.run(&["explain", "https://blog.example/guide12/", "--json"]).out).unwrap();
    assert_eq!(data[0]["decisions"][0]["rank"]["up"][0], "guide");

    for month in 1..=3 {
        std::fs::remove_file(newsletter.path(&format!("issues/2025-{month:02}-20.md"))).unwrap();
    }
    let said = newsletter.run(&["draft", "--stdout", "--date", "2025-12-21", "--today", "2025-12-19"]);
    assert!(said.err.contains("hint: section `news` is ordered by date"), "{}", said.err);
}
