//! `newsletter check`: every rule's examples, the real issues, repairs, and the command.

mod command;
mod links;
mod real;

use std::collections::BTreeSet;

use newsletter::check::{CHECKS, Example, guide, repaired, run};

/// The rules that speak of an example.
fn rules(example: &Example) -> BTreeSet<&'static str> {
    let newsletter = guide::newsletter(example);
    run(&newsletter, example.path, example.text).iter().map(|finding| finding.rule).collect()
}

#[test]
fn each_rule_speaks_of_its_wrong_example_alone_and_of_its_right_one_not() {
    for check in CHECKS {
        let spoken: Vec<_> = rules(&check.wrong).into_iter().collect();
        // A waiver that does not work silences nothing: only itself speaks in its example.
        assert_eq!(spoken, [check.id], "wrong example of {}", check.id);
        assert_eq!(rules(&check.right), BTreeSet::new(), "right example of {}", check.id);
    }
}

#[test]
fn each_rule_has_a_name_of_its_own_and_a_sentence() {
    let names: BTreeSet<&str> = CHECKS.iter().map(|check| check.id).collect();
    assert_eq!(names.len(), CHECKS.len());
    assert!(CHECKS.iter().all(|check| check.about.ends_with('.')));
}

#[test]
fn a_repaired_example_is_the_right_one() {
    for check in CHECKS.iter().filter(|check| guide::can_fix(check) && !check.id.starts_with("index")) {
        let newsletter = guide::newsletter(&check.wrong);
        let mended = repaired(&newsletter, check.wrong.path, check.wrong.text);
        assert_eq!(mended, check.right.text, "{}", check.id);
    }
}

#[test]
fn the_page_of_the_rules_is_the_committed_one() {
    let committed = include_str!("../../../docs/checks.md").replace("\r\n", "\n");
    assert_eq!(guide::page(), committed, "write it anew: newsletter check --list > docs/checks.md");
}

#[test]
fn a_waiver_with_a_reason_silences_one_rule_on_the_entry_below() {
    let issue = |waiver: &str| {
        format!(
            "# Notes 5\n\n## News\n\n- [One](https://example.org/one)\n{waiver}\n- [Two](https://example.org/two?utm_source=x)\n  and [here](https://example.org/three)\n"
        )
    };
    let spoken = |waiver: &str| {
        let newsletter = newsletter::check::Newsletter::default();
        let findings = run(&newsletter, "2026-11-24.md", &issue(waiver));
        findings.iter().map(|finding| finding.rule).collect::<Vec<_>>()
    };
    assert_eq!(spoken(""), ["tracking-param", "link-text"]);
    assert_eq!(spoken("<!-- newsletter-check: ignore tracking-param — the shop needs it -->"), ["link-text"]);
    assert_eq!(spoken("<!-- newsletter-check: ignore link-text - a quotation -->"), ["tracking-param"]);
    let both = "<!-- newsletter-check: ignore link-text — a quotation -->\n<!-- newsletter-check: ignore tracking-param — needed -->";
    assert_eq!(spoken(both), Vec::<&str>::new());
    assert_eq!(spoken("<!-- newsletter-check: ignore link-text -->"), ["waiver", "tracking-param", "link-text"]);
    assert_eq!(spoken("<!-- newsletter-check: ignore lnk-text — why -->"), ["waiver", "tracking-param", "link-text"]);
}

#[test]
fn a_sentence_s_full_stop_leaves_the_address_and_an_abbreviation_s_stays() {
    let spoken = |text: &str| {
        let newsletter = newsletter::check::Newsletter::default();
        repaired(&newsletter, "2026-11-24.md", text)
    };
    assert_eq!(
        spoken("See [the review](https://example.org/review.)\n"),
        "See [the review](https://example.org/review).\n"
    );
    assert_eq!(spoken("See [it](https://example.org/review.). Bye\n"), "See [it](https://example.org/review). Bye\n");
    assert_eq!(
        spoken("See [it](https://example.org/wiki/Acme_Inc.)\n"),
        "See [it](https://example.org/wiki/Acme_Inc.)\n"
    );
    assert_eq!(spoken("- [x](https://example.org/a\n"), "- [x](https://example.org/a)\n");
    assert_eq!(spoken("- [x]((https://example.org/a))\n"), "- [x](https://example.org/a)\n");
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(200))]

    #[test]
    fn no_text_makes_a_rule_fail_and_repairs_come_to_rest(
        pieces in proptest::collection::vec(proptest::sample::select(PIECES.to_vec()), 0..24)
    ) {
        let text = pieces.concat();
        let newsletter = newsletter::check::Newsletter::default();
        for finding in run(&newsletter, "2026-11-24.md", &text) {
            proptest::prop_assert!(text.get(finding.range.clone()).is_some(), "{finding:?}");
        }
        let mended = repaired(&newsletter, "2026-11-24.md", &text);
        proptest::prop_assert_eq!(repaired(&newsletter, "2026-11-24.md", &mended), mended);
    }
}

/// What issues are made of, whole and broken.
const PIECES: &[&str] = &[
    "# Notes 5\n",
    "## News\n",
    "## Upcoming events\r\n",
    "## Jobs\n",
    "\n",
    "\r\n",
    " ",
    "- ",
    "* ",
    "+ ",
    "  - ",
    "> ",
    "\u{FEFF}",
    "```\n",
    "`",
    "<!-- ",
    "newsletter-check: ignore clock ",
    "— why",
    " -->",
    "[",
    "]",
    "(",
    ")",
    "((",
    "](",
    "[x](https://example.org/a)",
    "[here]()",
    "https://example.org/b?utm_source=x&y=%zz.",
    "[y](https://example.org/c.)",
    "[z]https://example.org/d",
    "<a href=\"https://example.org/e?gclid=1\">e</a>",
    "<img src=x>",
    "![](x)",
    "June 3-4, 2027 ",
    "Jan 5 ",
    "Dec 1st – 2nd ",
    "Monday, December 3, 2026",
    "16:30 PM",
    "CFP closes November 20, 2026",
    "TBD",
    "ADD JOBS",
    "√©",
    "é",
    "🇮🇪 ",
    "日本",
    "| a | b |\n|---|---|\n",
    "---\n",
    "word",
];
