//! The index of issues (`issues/README.md` or another): which number it gives to which day, and where a
//! new issue's row goes.
//!
//! Newsletters keep it in many shapes: `| Issue 1 | [2021-07-26](….md) |`, several issues in one row,
//! `| 2025-06-02 | [39](2025-06-02.md) |`, `- [Newsletter 39](2025-06-02.md)`. What counts as a row is
//! a link to a Markdown file that is named by a day, with the words around it on its line. A new row is
//! made of the row beside it, or as `[newsletter]` says ([`Form`]).

use std::ops::Range;

use jiff::civil::Date;

use super::row::Form;
use crate::markdown;
use crate::model::dates::span::{self, DaySpan};
use crate::model::words::neighbours;

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
    /// How a row is written that no other one shows how to write.
    form: Form,
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
    /// Reads an index; none where no row gives a number to an issue and no [`MARKERS`] say where rows go.
    pub fn read(path: &str, text: &str) -> Option<Index> {
        let links = markdown::links(text);
        let dated: Vec<_> = links.iter().filter_map(|link| Some((link, file_day(&link.url)?))).collect();
        let mut rows: Vec<Row> = Vec::new();
        for (position, (link, target)) in dated.iter().enumerate() {
            let line = line_around(text, link.range.start);
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
        let index = Index { path: path.to_owned(), text: text.to_owned(), rows, form: Form::default() };
        let is_index = index.rows.iter().any(|row| row.number.is_some()) || index.between_markers().is_some();
        is_index.then_some(index)
    }

    /// With the form of its rows as the newsletter has it.
    pub fn with_form(self, form: Form) -> Index {
        Index { form, ..self }
    }

    /// The same index with another content, written by the same form.
    pub fn with_text(&self, text: &str) -> Option<Index> {
        Index::read(&self.path, text).map(|index| index.with_form(self.form.clone()))
    }

    /// Whether [`MARKERS`] say where rows go.
    pub fn has_markers(&self) -> bool {
        self.between_markers().is_some()
    }

    /// Whether an issue is listed.
    pub fn lists(&self, date: Date) -> bool {
        self.rows.iter().any(|row| row.target == date || row.says == Some(date))
    }

    /// The text with a row for one more issue. None where it stands there already, where its place
    /// lies outside [`MARKERS`], or where no row can be written with certainty.
    pub fn listing(&self, date: Date, number: u32) -> Option<String> {
        if self.lists(date) {
            return None;
        }
        let (at, row) = self.new_row(date, number)?;
        let (before, after) = self.between_markers()?.contains(&at).then(|| self.text.split_at_checked(at))??;
        Some(format!("{before}{row}{after}"))
    }

    /// The text after an issue moved to another day: its row follows it, or goes where another has its place
    /// already. None where the issue has no row of its own between [`MARKERS`].
    pub fn moved(&self, was: Date, date: Date, number: u32) -> Option<String> {
        let (line, row) = self.line_of(was)?;
        self.between_markers().filter(|inside| inside.contains(&line.start))?;
        let (before, after) = (self.text.get(..line.start)?, self.text.get(line.end..)?);
        if self.lists(date) {
            let after = after.strip_prefix('\r').unwrap_or(after);
            return Some(format!("{before}{}", after.strip_prefix('\n').unwrap_or(after)));
        }
        Some(format!("{before}{}{after}", self.rewritten(row, date, number)?))
    }

    /// A row for an issue, with its line ending, and where it belongs: beside its neighbour in time, in
    /// the order of the others. None where rows hold several issues, or where neither the neighbour's
    /// can be turned into this one's with certainty nor a form is configured.
    pub fn new_row(&self, date: Date, number: u32) -> Option<(usize, String)> {
        let ending = if self.text.contains("\r\n") { "\r\n" } else { "\n" };
        let before = self.rows.iter().filter(|row| row.target < date).max_by_key(|row| row.target);
        let after = || self.rows.iter().filter(|row| row.target > date).min_by_key(|row| row.target);
        let Some(neighbour) = before.or_else(after) else {
            let inside = self.between_markers()?;
            let rows = self.text.get(inside.clone())?;
            let text = self.form.first(rows, date, number)?;
            let at = inside.start + rows.trim_end().len();
            return Some((at, format!("{ending}{text}")));
        };
        let (line, _) = self.line_of(neighbour.target)?;
        let text = match self.form.configured(date, number) {
            Some(text) => text,
            None => self.like(neighbour, date, number)?,
        };
        let newest_first = self.rows.first().map(|row| row.target) >= self.rows.last().map(|row| row.target);
        let goes_above = newest_first == (neighbour.target < date);
        Some(if goes_above { (line.start, format!("{text}{ending}")) } else { (line.end, format!("{ending}{text}")) })
    }

    /// The row of another issue, made into this one's. What it says beside day and number must stand in
    /// a second row too: "the summer special" is not copied.
    fn like(&self, row: &Row, date: Date, number: u32) -> Option<String> {
        let mould = |row: &Row| self.rewritten(row, date, number);
        let text = mould(row)?;
        let others: Vec<&Row> = self.rows.iter().filter(|other| other.target != row.target).collect();
        let is_usual = others.is_empty() || others.iter().any(|other| mould(other).as_ref() == Some(&text));
        let read = Index::read(&self.path, &text)?;
        let [Row { number: Some(read_number), target, says, .. }] = read.rows.as_slice() else { return None };
        let is_right = *read_number == number && *target == date && says.is_none_or(|says| says == date);
        (is_usual && is_right).then_some(text)
    }

    /// A row's line with another day and number.
    fn rewritten(&self, row: &Row, date: Date, number: u32) -> Option<String> {
        let (line, _) = self.line_of(row.target)?;
        let mut text = self.text.get(line)?.trim_end().to_owned();
        text = text.replace(&row.target.to_string(), &date.to_string());
        for language in span::STYLES {
            let day = |day| span::format(DaySpan::day(day), language);
            text = text.replace(&day(row.target), &day(date));
        }
        renumbered(&text, row.number?, number)
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
        let row = self.rows.iter().find(|row| row.target == date)?;
        let line = line_around(&self.text, row.range.start);
        let is_alone = self.rows.iter().filter(|other| line.contains(&other.range.start)).count() == 1;
        is_alone.then_some((line, row))
    }

    /// The bytes between the markers.
    fn between_markers(&self) -> Option<Range<usize>> {
        let start = self.text.find(MARKERS.0)? + MARKERS.0.len();
        let end = start + self.text.get(start..)?.find(MARKERS.1)?;
        Some(start..end)
    }
}

/// The line around an offset, without its end.
fn line_around(text: &str, at: usize) -> Range<usize> {
    let is_end = |character: char| matches!(character, '\n' | '\r');
    let start = text.get(..at).and_then(|before| before.rfind(is_end)).map_or(0, |end| end + 1);
    let end = text.get(at..).and_then(|after| after.find(is_end)).map_or(text.len(), |end| at + end);
    start..end
}

/// A line with its last occurrence of a number as a word of its own replaced.
pub fn renumbered(line: &str, from: u32, to: u32) -> Option<String> {
    let from = from.to_string();
    let is_digit = |side: Option<char>| side.is_some_and(|side| side.is_ascii_digit());
    let (at, _) = line.rmatch_indices(&from).find(|(at, found)| {
        let (before, after) = neighbours(line, *at..at + found.len());
        !is_digit(before) && !is_digit(after)
    })?;
    Some(format!("{}{to}{}", line.get(..at)?, line.get(at + from.len()..)?))
}

/// The day in the name of a Markdown file that an address opens.
pub fn file_day(url: &str) -> Option<Date> {
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
    fn the_row_of_an_issue_that_moved_follows_it() {
        let (old, new) = (date(2026, 11, 24), date(2026, 12, 1));
        let head = format!("{}\n", MARKERS.0);
        let row = "| [News 47](2026-11-24.md) | November 24, 2026 |\n";
        let moved = "| [News 47](2026-12-01.md) | December 1, 2026 |\n";
        let tail = format!("| [News 46](2026-10-27.md) | October 27, 2026 |\n{}\n", MARKERS.1);
        let of = |rows: &str| Index::read("README.md", &format!("{head}{rows}{tail}")).expect("an index");
        let expected = Some(format!("{head}{moved}{tail}"));
        assert_eq!(of(row).moved(old, new, 47), expected);
        assert_eq!(of(&format!("{moved}{row}")).moved(old, new, 47), expected, "listed already");
        assert_eq!(of(moved).moved(old, new, 47), None);
    }

    #[test]
    fn prose_with_a_link_to_an_issue_is_no_index() {
        assert!(Index::read("README.md", "See [the last issue](issues/2025-06-02.md).").is_none());
    }
}
