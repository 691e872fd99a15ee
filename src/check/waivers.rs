//! Waivers: `<!-- newsletter-check: ignore RULE — reason -->` on the line above silences one rule
//! where it is wrong. A waiver that cannot work is a finding.

use std::ops::Range;

use super::{Case, Check, Example, Found, Level, named};
use crate::model::words::nearest;

/// What every waiver begins with.
pub(super) const MARK: &str = "newsletter-check:";

pub(super) const WAIVER: Check = Check {
    id: "waiver",
    level: Level::Warning,
    about: "A waiver names a rule and gives a reason; otherwise it silences nothing.",
    wrong: Example::of(
        "# Notes 5\n\n## News\n\n<!-- newsletter-check: ignore link-text -->\n- [What a review found](https://example.org/review)\n",
    ),
    right: Example::of(
        "# Notes 5\n\n## News\n\n<!-- newsletter-check: ignore link-text — a quotation -->\n- A review: [here](https://example.org/review)\n",
    ),
    find: |case| {
        let broken = Waivers::read(case).filter_map(|(range, read)| Some((range, read.err()?)));
        broken
            .map(|(range, why)| {
                Found::at(range, why).help("write `<!-- newsletter-check: ignore RULE — reason -->` on the line above")
            })
            .collect()
    },
};

/// The waivers of an issue that work.
pub(super) struct Waivers {
    /// Rule, first and last line that it covers.
    covered: Vec<(String, usize, usize)>,
}

impl Waivers {
    pub(super) fn of(case: &Case<'_>) -> Waivers {
        let own: Vec<usize> = Waivers::read(case).map(|(range, _)| case.lines.line(range.end)).collect();
        let covered = Waivers::read(case).filter_map(|(range, rule)| {
            let mut line = case.lines.line(range.end) + 1;
            while own.contains(&line) {
                line += 1;
            }
            // The whole of an entry that starts there, its children included.
            let last = |entry: &crate::model::issue::Entry| entry.line + entry.markdown.lines().count().max(1) - 1;
            let end = case.issue.entries().find(|entry| entry.line == line).map_or(line, last);
            Some((rule.ok()?, line, end))
        });
        Waivers { covered: covered.collect() }
    }

    /// Whether findings of a rule on a line are silenced.
    pub(super) fn cover(&self, rule: &str, line: usize) -> bool {
        self.covered.iter().any(|(waived, first, last)| waived == rule && (*first..=*last).contains(&line))
    }

    /// Every waiver: its place, and the rule or why it does not work.
    fn read<'c>(case: &'c Case<'_>) -> impl Iterator<Item = (Range<usize>, Result<String, String>)> + 'c {
        case.comments.iter().filter_map(|range| {
            let inside = case.bytes(range).trim_start_matches("<!--").trim_end_matches("-->").trim();
            Some((range.clone(), rule_of(inside.strip_prefix(MARK)?.trim())))
        })
    }
}

fn rule_of(waiver: &str) -> Result<String, String> {
    let Some(rest) = waiver.strip_prefix("ignore ") else {
        return Err("this waiver does not say what to ignore".to_owned());
    };
    let (rule, reason) = rest.trim().split_once(char::is_whitespace).unwrap_or((rest.trim(), ""));
    if named(rule).is_none() {
        let meant = nearest(rule, super::CHECKS.iter().map(|check| check.id));
        let meant = meant.map(|meant| format!(", did you mean `{meant}`?")).unwrap_or_default();
        return Err(format!("there is no rule `{rule}`{meant}"));
    }
    if !reason.chars().any(char::is_alphanumeric) {
        return Err(format!("the waiver of `{rule}` gives no reason: it silences nothing"));
    }
    Ok(rule.to_owned())
}
