//! `--fix`: edits by byte range, applied from the back. What no edit touches keeps its bytes.

use super::{Edit, Finding, Newsletter, run};

/// Most rounds of repairs: one repair may make room for another.
const ROUNDS: usize = 8;

/// A text with edits applied. Of edits that overlap, the first given wins.
pub fn applied<'e>(text: &str, edits: impl IntoIterator<Item = &'e Edit>) -> String {
    let mut accepted: Vec<&Edit> = Vec::new();
    for edit in edits {
        let fits = text.get(edit.range.clone()).is_some();
        if fits && accepted.iter().all(|other| apart(edit, other)) {
            accepted.push(edit);
        }
    }
    accepted.sort_by_key(|edit| std::cmp::Reverse(edit.range.start));
    accepted.into_iter().fold(text.to_owned(), |mut text, edit| {
        text.replace_range(edit.range.clone(), &edit.text);
        text
    })
}

/// An issue with everything repaired that can be; its findings are looked for anew after each round.
/// Edits of other files are left to the caller.
pub fn repaired(newsletter: &Newsletter, path: &str, text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..ROUNDS {
        let findings = in_rule_order(run(newsletter, path, &text));
        let edits = findings.iter().filter_map(|finding| finding.fix.as_ref()).filter(|edit| edit.path == path);
        let next = applied(&text, edits);
        if next == text {
            break;
        }
        text = next;
    }
    text
}

fn in_rule_order(mut findings: Vec<Finding>) -> Vec<Finding> {
    let rank = |rule: &str| super::CHECKS.iter().position(|check| check.id == rule);
    findings.sort_by_key(|finding| rank(finding.rule));
    findings
}

/// Two insertions at one place count as overlapping.
fn apart(one: &Edit, other: &Edit) -> bool {
    let (one, other) = (&one.range, &other.range);
    one.end <= other.start && one.start != other.start || other.end <= one.start && one.start != other.start
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(range: std::ops::Range<usize>, text: &str) -> Edit {
        Edit { path: String::new(), range, text: text.into() }
    }

    #[test]
    fn edits_are_applied_from_the_back_and_never_overlap() {
        let edits = [edit(0..1, "AA"), edit(2..4, ""), edit(3..4, "lost"), edit(5..5, "+"), edit(90..91, "lost")];
        assert_eq!(applied("abcdef", &edits), "AAbe+f");
    }
}
