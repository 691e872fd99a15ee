//! The smallest texts on which drafting again once went wrong, found by random edits.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use jiff::civil::date;

use super::*;
use crate::model::item::{Details, Item};

const BASE: &str = "# N 1\n\nSome words.\n\n## Jobs\n\n- [One](https://a.example/1)\n  of two lines\n\n## Posts\n\n- [Two](https://a.example/2)\n";
const ONE: &str = "- [One](https://a.example/1)\n  of two lines";
const TWO: &str = "- [Two](https://a.example/2)";
const NEW: &str = "- [New](https://a.example/new)";

/// The standing of both entries in `current`, and what drafting [`NEW`] into "jobs" makes of it.
fn drafted_into(current: &str, updates: Vec<Update>) -> (Vec<Standing>, Merged) {
    let items = ["https://a.example/1", "https://a.example/2"].map(|url| {
        let mut item = Item::new(Details::Article {}, url, "source", date(2026, 11, 1));
        item.linked(url);
        item
    });
    let prints = [ONE, TWO].map(fingerprint);
    let known = items.iter().zip(&prints).map(|(item, print)| Known { item, entry: Some(print), hand: None });
    let section = |name, heading| Written { name, heading, remembered: Some(Some(heading)) };
    let sections = [section("jobs", "Jobs"), section("posts", "Posts")];
    let survey = Survey::of(Some(BASE), current, &known.collect::<Vec<_>>(), &sections, true);
    let plan = Plan {
        additions: vec![Addition { section: "jobs".into(), entry: NEW.into(), rank: 1 }],
        updates,
        ranks: BTreeMap::from([(0, 0), (1, 2)]),
        sections: vec!["jobs", "posts"],
        new_section: &|_, _| None,
    };
    let merged = survey.merge(&plan).unwrap();
    (survey.standing, merged)
}

#[test]
fn a_new_entry_never_stands_in_the_middle_of_a_numbered_list_of_peoples_own() {
    let list = "1. [first](https://people.example/1)\n2. second\n";
    for (jobs, expected) in [
        (
            format!("- [Our One](https://a.example/1)\n\n{list}"),
            format!("- [Our One](https://a.example/1)\n{NEW}\n\n{list}"),
        ),
        (list.to_owned(), format!("{list}\n{NEW}\n")),
    ] {
        let current = BASE.replace(&format!("{ONE}\n"), &jobs);
        assert_eq!(drafted_into(&current, Vec::new()).1.text, BASE.replace(&format!("{ONE}\n"), &expected));
    }
}

#[test]
fn without_its_heading_a_section_has_no_place_for_new_entries() {
    let all_headings_gone = BASE.replace("## Jobs\n\n", "").replace("## Posts\n\n", "");
    let beside_another_section = format!("{}\n{ONE}\n", BASE.replace(&format!("## Jobs\n\n{ONE}\n\n"), ""));
    for current in [all_headings_gone, beside_another_section] {
        let (_, merged) = drafted_into(&current, Vec::new());
        assert_eq!(merged.text, current);
        assert_eq!(merged.misplaced, BTreeMap::from([(0, Misplaced::NoSection)]));
    }
}

#[test]
fn other_line_endings_and_a_byte_order_mark_make_nobody_the_owner_of_anything() {
    let current = format!("\u{feff}{}", BASE.replace('\n', "\r\n"));
    let update = Update { known: 0, entry: "- [Uno](https://a.example/1)\n  of two".into() };
    let (standing, merged) = drafted_into(&current, vec![update]);
    assert_eq!(standing, [Standing::Untouched(0), Standing::Untouched(1)]);
    let expected = current.replace("[One]", "[Uno]").replace("of two lines\r\n", &format!("of two\r\n{NEW}\r\n"));
    assert_eq!(merged.text, expected);
}

#[test]
fn a_line_ending_cut_in_half_is_completed_and_taken_for_no_other() {
    let jobs = BASE.split_once("\n\n## Posts").unwrap().0;
    for current in [format!("{}\r", jobs.replace('\n', "\r\n")), format!("{jobs}\r")] {
        assert_eq!(drafted_into(&current, Vec::new()).1.text, format!("{current}\n{NEW}"));
    }
}

#[test]
fn a_fingerprint_is_that_of_the_entry_with_line_feeds() {
    assert_eq!(fingerprint(&ONE.replace('\n', "\r\n")), fingerprint(ONE));
    assert_eq!(fingerprint("a\nb"), "7e18f737311b2dc3");
}
