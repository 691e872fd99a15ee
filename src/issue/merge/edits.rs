//! Edits by byte range, applied and taken back.

use std::ops::Range;

/// Some bytes of the text replaced; an empty range inserts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Bytes of the text as it stands.
    pub range: Range<usize>,
    /// What stands there afterwards.
    pub text: String,
}

/// The text with edits applied; they are sorted and apart. None where they are not, or cut a character.
pub(super) fn applied(text: &str, edits: &[Edit]) -> Option<String> {
    let mut result = String::with_capacity(text.len());
    let mut from = 0;
    for edit in edits {
        result.push_str(text.get(from..edit.range.start)?);
        result.push_str(&edit.text);
        text.get(edit.range.clone())?;
        from = edit.range.end;
    }
    result.push_str(text.get(from..)?);
    Some(result)
}

/// The text before these edits, made from the text after them: what was inserted is cut out again, what
/// was replaced is put back.
pub(super) fn taken_back(after: &str, before: &str, edits: &[Edit]) -> Option<String> {
    let mut result = String::with_capacity(before.len());
    let mut rest = after;
    let mut from = 0;
    for edit in edits {
        let (kept, next) = rest.split_at_checked(edit.range.start.checked_sub(from)?)?;
        result.push_str(kept);
        result.push_str(before.get(edit.range.clone())?);
        rest = next.strip_prefix(edit.text.as_str())?;
        from = edit.range.end;
    }
    Some(result + rest)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn edits_are_applied_and_taken_back() {
        let edits = [Edit { range: 1..1, text: "X".into() }, Edit { range: 3..5, text: "YYY".into() }];
        let after = applied("abcdéf", &edits);
        assert_eq!(after, None, "an edit never cuts a character");
        let edits = [Edit { range: 1..1, text: "X".into() }, Edit { range: 3..6, text: "Y".into() }];
        let after = applied("abcdéf", &edits).unwrap();
        assert_eq!(after, "aXbcYf");
        assert_eq!(taken_back(&after, "abcdéf", &edits).as_deref(), Some("abcdéf"));
        assert_ne!(taken_back("aXb!Yf", "abcdéf", &edits).as_deref(), Some("abcdéf"));
    }

    #[test]
    fn edits_that_overlap_are_refused() {
        let edits = [Edit { range: 2..4, text: String::new() }, Edit { range: 3..5, text: String::new() }];
        assert_eq!(applied("abcdef", &edits), None);
    }
}
