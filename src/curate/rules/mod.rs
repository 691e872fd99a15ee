//! The rules, one file each, in the order in which they are asked: the first that speaks decides.

mod already_published;
mod blocked;
mod cancelled;
mod closed;
mod duplicate;
mod editor;
mod first_run;
mod held;
mod no_link;
mod no_section;
mod no_title;
mod over;
mod too_far;
mod too_old;
mod words;

use super::Rule;

/// Every rule there is.
pub const RULES: &[&dyn Rule] = &[
    &no_section::NoSection,
    &editor::Editor,
    &blocked::Blocked,
    &words::Exclude,
    &words::Include,
    &cancelled::Cancelled,
    &over::Over,
    &closed::Closed,
    &already_published::AlreadyPublished,
    &held::Held,
    &too_old::TooOld,
    &too_far::TooFar,
    &duplicate::Duplicate,
    &no_title::NoTitle,
    &no_link::NoLink,
    &first_run::FirstRun,
];

#[cfg(test)]
pub(crate) mod testing {
    //! Cases for the tests of the rules: a small newsletter and its items.
    #![allow(clippy::unwrap_used)]

    use std::collections::BTreeMap;

    use jiff::civil::{Date, date};

    use crate::config::Config;
    use crate::config::choice::Choice;
    use crate::config::tables::CurateTable;
    use crate::curate::{Case, Memory, Passed, Rule, Verdict};
    use crate::model::item::{Details, Event, Item, Job};

    pub(crate) const ISSUE: Date = date(2026, 11, 24);

    pub(crate) fn config() -> Config {
        let text = r#"
            [newsletter]
            title = "Test"
            [[section]]
            name = "jobs"
            heading = "Jobs"
            takes = "job"
            [[section]]
            name = "news"
            heading = "News"
            takes = "article"
            [[section]]
            name = "events"
            heading = "Events"
            takes = "event"
            [[source]]
            name = "source"
            kind = "feed"
            url = "https://example.org/feed"
            include = ["ospo", "open source"]
            exclude = ["webinar"]
        "#;
        Config::parse(text, "sources.toml").unwrap()
    }

    pub(crate) fn article(title: &str) -> Item {
        item(Details::Article {}, title)
    }

    pub(crate) fn job(title: &str) -> Item {
        item(Details::Job(Job::default()), title)
    }

    pub(crate) fn event(title: &str, start: Date) -> Item {
        item(Details::Event(Event::starting(crate::model::dates::When::Day(start))), title)
    }

    fn item(details: Details, title: &str) -> Item {
        let mut item = Item::new(details, title, "source", date(2026, 11, 20));
        item.linked(&format!("https://example.org/{}", title.replace(' ', "-").to_lowercase()));
        item
    }

    pub(crate) fn judge(rule: &dyn Rule, item: &Item) -> Verdict {
        judge_with(rule, item, &Memory::default(), &BTreeMap::new())
    }

    pub(crate) fn judge_with(
        rule: &dyn Rule,
        item: &Item,
        memory: &Memory,
        passed: &BTreeMap<String, Passed>,
    ) -> Verdict {
        judge_all(rule, item, memory, passed, &CurateTable::default())
    }

    pub(crate) fn judge_by(rule: &dyn Rule, item: &Item, lists: &CurateTable) -> Verdict {
        judge_all(rule, item, &Memory::default(), &BTreeMap::new(), lists)
    }

    fn judge_all(
        rule: &dyn Rule,
        item: &Item,
        memory: &Memory,
        passed: &BTreeMap<String, Passed>,
        lists: &CurateTable,
    ) -> Verdict {
        let config = config();
        let source = config.sources.first().unwrap();
        let section = config.section_for(&source.name, item.item_type());
        rule.judge(&Case { item, source, section, issue: ISSUE, today: date(2026, 11, 20), memory, lists, passed })
    }

    /// Lists of one line each; an empty text is no line.
    pub(crate) fn lists(pin: &str, hold: &str, block: &str) -> CurateTable {
        let list = |text: &str| -> Vec<Choice> {
            Some(text).filter(|text| !text.is_empty()).map(|text| Choice::parse(text).unwrap()).into_iter().collect()
        };
        CurateTable { pin: list(pin), hold: list(hold), block: list(block) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_rule_has_a_name_of_its_own_and_a_sentence() {
        let names: BTreeSet<&str> = RULES.iter().map(|rule| rule.id()).collect();
        assert_eq!(names.len(), RULES.len());
        assert!(RULES.iter().all(|rule| rule.sentence().ends_with('.')));
    }
}
