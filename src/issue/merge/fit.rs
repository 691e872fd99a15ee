//! An entry in the form of its neighbours: their bullet and indentation, line ending and spacing.

use super::document::{Document, Listed};

/// The line ending of the text before an offset: that of the line before it, else the first of the text,
/// else a line feed.
pub(super) fn line_ending(text: &str, at: usize) -> &'static str {
    let before = text.get(..at).unwrap_or_default();
    let of = |text: &str, newline: Option<usize>| {
        newline.map(|newline| {
            let carriage = text.get(..newline).is_some_and(|before| before.ends_with('\r'));
            if carriage { "\r\n" } else { "\n" }
        })
    };
    of(before, before.rfind('\n')).or_else(|| of(text, text.find('\n'))).unwrap_or("\n")
}

/// An entry that stands beside `neighbour`: a bullet like its, indented like it. `steps` counts on from
/// the neighbour's number where its list is a numbered one.
pub(super) fn beside(entry: &str, neighbour: &Listed, steps: usize, ending: &str) -> String {
    match Marker::of(&neighbour.markdown) {
        Some(marker) => with_marker(entry, marker.indent, &marker.counted(steps), ending),
        None => with_marker(entry, "", "- ", ending),
    }
}

/// Whether an item's list is one without numbers.
pub(super) fn is_bulleted(item: &Listed) -> bool {
    item.markdown.trim_start().starts_with(['-', '*', '+'])
}

/// An entry in a list of its own, with the bullet that most lists of the text have.
pub(super) fn alone(entry: &str, document: &Document<'_>, ending: &str) -> String {
    let stars = |entry: &&Listed| entry.markdown.trim_start().starts_with("* ");
    let items = || document.entries.iter().filter(|entry| entry.is_item);
    let has_stars = items().filter(stars).count() * 2 > items().count();
    with_marker(entry, "", if has_stars { "* " } else { "- " }, ending)
}

/// The blank lines between two items of a list, as `ending`s: none in a tight list. Asks the neighbours
/// of the entry at `index`.
pub(super) fn gap(document: &Document<'_>, index: usize, ending: &str) -> String {
    let item = |index: usize| document.entries.get(index).filter(|entry| entry.is_item);
    let between = |first: Option<&Listed>, second: Option<&Listed>| {
        let (first, second) = (first?, second?);
        let blank = document.text.get(first.range.end..second.range.start)?;
        let is_list = first.section == second.section && blank.trim().is_empty();
        (is_list && is_bulleted(first) == is_bulleted(second)).then(|| blank.matches('\n').count())
    };
    let before = || between(index.checked_sub(1).and_then(item), item(index));
    let lines = between(item(index), item(index + 1)).or_else(before).unwrap_or_default();
    ending.repeat(lines)
}

/// What opens a list item.
struct Marker<'e> {
    indent: &'e str,
    bullet: &'e str,
    /// The white space behind the bullet.
    space: &'e str,
}

impl<'e> Marker<'e> {
    fn of(entry: &'e str) -> Option<Marker<'e>> {
        let line = entry.lines().next()?;
        let rest = line.trim_start_matches([' ', '\t']);
        let indent = line.get(..line.len() - rest.len())?;
        let digits = rest.len() - rest.trim_start_matches(|next: char| next.is_ascii_digit()).len();
        let length = digits + 1;
        let bullet = rest
            .get(..length)
            .filter(|bullet| bullet.ends_with(if digits > 0 { ['.', ')', '.'] } else { ['-', '*', '+'] }))?;
        let after = rest.get(length..)?;
        let space = after.get(..after.len() - after.trim_start_matches([' ', '\t']).len())?;
        Some(Marker { indent, bullet, space })
    }

    /// The marker of the item `steps` further on.
    fn counted(&self, steps: usize) -> String {
        let space = if self.space.is_empty() { " " } else { self.space };
        match self.bullet.split_at_checked(self.bullet.len() - 1) {
            Some((number, closing)) if !number.is_empty() => {
                let number =
                    number.parse::<usize>().map_or_else(|_| number.to_owned(), |number| (number + steps).to_string());
                format!("{number}{closing}{space}")
            }
            _ => format!("{}{space}", self.bullet),
        }
    }
}

/// The entry under another marker: what belongs to it keeps standing below its text.
fn with_marker(entry: &str, indent: &str, marker: &str, ending: &str) -> String {
    let own = Marker::of(entry).map_or(0, |own| own.bullet.len() + own.space.len());
    let mut lines = entry.lines();
    let first = lines.next().unwrap_or_default();
    let mut result = format!("{indent}{marker}{}", first.get(own..).unwrap_or(first));
    let inner = " ".repeat(marker.chars().count());
    for line in lines {
        result.push_str(ending);
        let depth = line.len() - line.trim_start_matches(' ').len();
        match line.get(own..).filter(|_| depth >= own) {
            Some(rest) => result.push_str(&format!("{indent}{inner}{rest}")),
            None => result.push_str(line),
        }
    }
    result
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn neighbour(markdown: &str) -> Listed {
        Document::read(&format!("{markdown}\n")).entries.into_iter().next().unwrap()
    }

    #[test]
    fn an_entry_takes_over_bullet_indentation_and_line_ending() {
        let entry = "- [A](https://a.example)\n  - more";
        for (beside_this, expected) in [
            ("- x", "- [A](https://a.example)\r\n  - more"),
            ("* x", "* [A](https://a.example)\r\n  - more"),
            ("*   x", "*   [A](https://a.example)\r\n    - more"),
            ("  - x", "  - [A](https://a.example)\r\n    - more"),
            ("3. x", "4. [A](https://a.example)\r\n   - more"),
        ] {
            assert_eq!(beside(entry, &neighbour(beside_this), 1, "\r\n"), expected, "{beside_this:?}");
        }
    }

    #[test]
    fn loose_lists_stay_loose_and_tight_ones_tight() {
        let loose = Document::read("- a\n\n- b\n");
        assert_eq!((gap(&loose, 0, "\n"), gap(&loose, 1, "\n")), ("\n".to_owned(), "\n".to_owned()));
        let tight = Document::read("- a\n- b\n");
        assert_eq!(gap(&tight, 1, "\n"), "");
        assert_eq!(gap(&Document::read("- a\n"), 0, "\n"), "");
        assert_eq!(gap(&Document::read("- a\n\n1. b\n"), 0, "\n"), "", "another list");
    }

    #[test]
    fn the_line_ending_is_that_of_the_line_before() {
        assert_eq!(line_ending("a\r\nb", 4), "\r\n");
        assert_eq!(line_ending("a\r\nb\nc", 5), "\n");
        assert_eq!(line_ending("a", 1), "\n");
        assert_eq!(line_ending("a\r\n", 0), "\r\n");
    }
}
