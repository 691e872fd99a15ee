//! The index of issues (`issues/README.md` or `README.md`): which number it gives to which day.
//!
//! Newsletters keep it in many shapes: `| Issue 1 | [2021-07-26](….md) |`, several issues in one row,
//! `| 2025-06-02 | [39](2025-06-02.md) |`, `- [Newsletter 39](2025-06-02.md)`. What counts as a row is
//! a link to a Markdown file that is named by a day, with the words around it on its line.

use std::ops::Range;

use jiff::civil::Date;

use super::lines::Lines;
use crate::markdown;
use crate::model::dates::span;

/// Between these comments the index is the program's; the rest of the file belongs to people.
pub const MARKERS: (&str, &str) = ("<!-- newsletter:index:start -->", "<!-- newsletter:index:end -->");

/// The index and its rows.
#[derive(Clone, Debug)]
pub struct Index {
    /// The file as shown to people.
    pub path: String,
    /// Its content.
    pub text: String,
    /// In the order of the file.
    pub rows: Vec<Row>,
}

/// One issue in the index.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The number that the row gives.
    pub number: Option<u32>,
    /// The day of the file that the row opens.
    pub target: Date,
    /// The day that the row names, where it names one.
    pub says: Option<Date>,
    /// Bytes of the link.
    pub range: Range<usize>,
}

impl Index {
    /// Reads an index; none where no row gives a number to an issue.
    pub fn read(path: &str, text: &str) -> Option<Index> {
        let lines = Lines::of(text);
        let links = markdown::links(text);
        let dated: Vec<_> = links.iter().filter_map(|link| Some((link, file_day(&link.url)?))).collect();
        let mut rows: Vec<Row> = Vec::new();
        for (position, (link, target)) in dated.iter().enumerate() {
            let line = lines.range(text, lines.line(link.range.start));
            let previous =
                position.checked_sub(1).and_then(|before| dated.get(before)).map_or(0, |(link, _)| link.range.end);
            let next = dated.get(position + 1).map_or(text.len(), |(link, _)| link.range.start);
            let before = text.get(previous.max(line.start)..link.range.start).unwrap_or_default();
            let after = text.get(link.range.end..next.min(line.end)).unwrap_or_default();
            let parts = [link.text.as_str(), before, after];
            rows.push(Row {
                number: parts.iter().find_map(|part| number(part)),
                target: *target,
                says: parts.iter().find_map(|part| day(part, *target)),
                range: link.range.clone(),
            });
        }
        let is_index = rows.iter().any(|row| row.number.is_some());
        is_index.then(|| Index { path: path.to_owned(), text: text.to_owned(), rows })
    }

    /// The text with a row for one more issue. None where it stands there already, where its place
    /// lies outside [`MARKERS`], or where no row can be turned into this one with certainty.
    pub fn listing(&self, date: Date, number: u32) -> Option<String> {
        if self.rows.iter().any(|row| row.target == date || row.says == Some(date)) {
            return None;
        }
        let (at, row) = super::numbers::new_row(self, date, number)?;
        let bounds = self.text.find(MARKERS.0)?..self.text.find(MARKERS.1)?;
        let (before, after) = bounds.contains(&at).then(|| self.text.split_at_checked(at))??;
        Some(format!("{before}{row}{after}"))
    }

    /// The number of the issue of a day; none where the index gives none or several.
    pub fn number(&self, date: Date) -> Option<u32> {
        let is_sound = |row: &&Row| row.target == date && row.says.is_none_or(|says| says == date);
        let mut numbers: Vec<u32> = self.rows.iter().filter(is_sound).filter_map(|row| row.number).collect();
        numbers.dedup();
        if let [only] = numbers.as_slice() { Some(*only) } else { None }
    }

    /// The row of the only issue on its line that opens the issue of a day.
    pub fn line_of(&self, date: Date) -> Option<(Range<usize>, &Row)> {
        let lines = Lines::of(&self.text);
        let row = self.rows.iter().find(|row| row.target == date)?;
        let line = lines.range(&self.text, lines.line(row.range.start));
        let is_alone = self.rows.iter().filter(|other| line.contains(&other.range.start)).count() == 1;
        is_alone.then_some((line, row))
    }
}

/// The day in the name of a Markdown file that an address opens.
pub(super) fn file_day(url: &str) -> Option<Date> {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let name = path.rsplit('/').next()?.strip_suffix(".md")?;
    name.parse().ok()
}

/// The number of an issue in words of the index, dates aside.
fn number(words: &str) -> Option<u32> {
    let mut rest = words.to_owned();
    for found in span::all(words, Date::constant(2020, 1, 1)).into_iter().rev() {
        rest.replace_range(found.range, " ");
    }
    markdown::title_number(&rest)
}

fn day(words: &str, near: Date) -> Option<Date> {
    span::all(words, near).into_iter().find(|found| found.has_year).map(|found| found.span.start)
}

#[cfg(test)]
#[allow(clippy::expect_used)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn rows_are_read_in_many_shapes() {
        for text in [
            "| Issue 39 | [2025-06-02](https://example.org/blob/main/newsletter/2025-06-02.md) |",
            "| 2025-06-02 | [39](2025-06-02.md) |",
            "| [Example Newsletter 39](2025-06-02.md) | June 2, 2025 |",
            "| [June 2, 2025](issues/2025-06-02.md) | 39 |",
            "- [Issue 39: June 2, 2025](./2025-06-02.md)",
        ] {
            let index = Index::read("README.md", text).expect(text);
            assert_eq!(index.number(date(2025, 6, 2)), Some(39), "{text}");
            assert_eq!(index.rows.first().and_then(|row| row.says).unwrap_or(date(2025, 6, 2)), date(2025, 6, 2));
        }
    }

    #[test]
    fn several_issues_may_share_a_row() {
        let text = "| Issue 1 | [2021-07-26](a/2021-07-26.md) | Issue 14 | [2022-08-30](a/2022-08-30.md) |";
        let index = Index::read("README.md", text).expect("an index");
        assert_eq!((index.number(date(2021, 7, 26)), index.number(date(2022, 8, 30))), (Some(1), Some(14)));
        assert!(index.line_of(date(2022, 8, 30)).is_none());
    }

    #[test]
    fn prose_with_a_link_to_an_issue_is_no_index() {
        assert!(Index::read("README.md", "See [the last issue](issues/2025-06-02.md).").is_none());
    }
}
