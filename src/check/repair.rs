//! `--fix`: edits by byte range that never overlap. What no edit touches keeps its bytes.

use std::collections::BTreeMap;

use super::{Edit, Finding, Newsletter, run};

/// Most rounds of repairs: one repair may make room for another.
const ROUNDS: usize = 8;

/// A text with edits applied. Of edits that overlap, the first given wins.
pub fn applied<'e>(text: &str, edits: impl IntoIterator<Item = &'e Edit>) -> String {
    let mut accepted: BTreeMap<usize, &Edit> = BTreeMap::new();
    for edit in edits {
        if text.get(edit.range.clone()).is_some() && is_apart(&accepted, edit) {
            accepted.insert(edit.range.start, edit);
        }
    }
    let mut result = String::with_capacity(text.len());
    let mut from = 0;
    for edit in accepted.values() {
        result.push_str(text.get(from..edit.range.start).unwrap_or_default());
        result.push_str(&edit.text);
        from = edit.range.end;
    }
    result + text.get(from..).unwrap_or_default()
}

/// Whether an edit touches none of those accepted. Two insertions at one place touch.
fn is_apart(accepted: &BTreeMap<usize, &Edit>, edit: &Edit) -> bool {
    let before = accepted.range(..edit.range.start).next_back();
    let after = accepted.range(edit.range.start..).next();
    before.is_none_or(|(_, before)| before.range.end <= edit.range.start)
        && after.is_none_or(|(start, _)| edit.range.end <= *start && edit.range.start != *start)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(range: std::ops::Range<usize>, text: &str) -> Edit {
        Edit { path: String::new(), range, text: text.into() }
    }

    #[test]
    fn edits_are_applied_by_range_and_never_overlap() {
        let edits = [edit(0..1, "AA"), edit(2..4, ""), edit(3..4, "lost"), edit(5..5, "+"), edit(90..91, "lost")];
        assert_eq!(applied("abcdef", &edits), "AAbe+f");
    }
}
