//! Tables for people: columns aligned by what a terminal shows, not by bytes or characters.

use unicode_width::UnicodeWidthStr as _;

/// How a column stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// Lines of equal columns with two spaces between, without spaces at their ends.
pub(super) fn lines(rows: &[Vec<String>], sides: &[Side]) -> Vec<String> {
    let widths: Vec<usize> = (0..sides.len())
        .map(|column| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width()).max().unwrap_or(0))
        .collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).zip(sides).map(|((cell, width), side)| padded(cell, *width, *side));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect()
}

fn padded(cell: &str, width: usize, side: Side) -> String {
    let room = " ".repeat(width.saturating_sub(cell.width()));
    match side {
        Side::Left => format!("{cell}{room}"),
        Side::Right => format!("{room}{cell}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_they_look() {
        let rows = [["日本語", "1"], ["e\u{301}", "22"], ["🇩🇪 abc", "333"]];
        let rows: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(|cell| cell.to_string()).collect()).collect();
        let lines = lines(&rows, &[Side::Left, Side::Right]);
        assert_eq!(lines, ["日本語    1", "e\u{301}        22", "🇩🇪 abc  333"]);
    }
}
