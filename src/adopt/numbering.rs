//! How issues are numbered, and where the numbers are broken.

use jiff::civil::Date;

use super::Past;
use crate::series::Numbers;
use crate::series::index::Index;

/// The numbers of an archive.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Numbering {
    /// Each issue's day and the number in its heading, oldest first.
    pub numbers: Vec<(Date, Option<u32>)>,
    /// What is wrong with them, a sentence each.
    pub broken: Vec<String>,
    /// The number of the issue after the newest.
    pub next: u32,
}

/// Reads the numbers; the index goes before headings.
pub(super) fn numbering(issues: &[Past], index: Option<&Index>) -> Numbering {
    let numbers: Vec<(Date, Option<u32>)> =
        issues.iter().filter_map(|past| Some((past.issue.date?, past.issue.number))).collect();
    let known = Numbers::of(numbers.iter().filter_map(|(day, number)| Some((*day, (*number)?))), index);
    let first = u32::try_from(issues.len()).unwrap_or_default().saturating_add(1);
    Numbering { broken: broken(&numbers, index), next: known.for_issue(Date::MAX, first), numbers }
}

fn broken(numbers: &[(Date, Option<u32>)], index: Option<&Index>) -> Vec<String> {
    let mut broken = Vec::new();
    let mut highest: Option<(Date, u32)> = None;
    let has_any = numbers.iter().any(|(_, number)| number.is_some());
    for (day, number) in numbers {
        let listed = index.and_then(|index| index.number(*day));
        match (number, listed, highest) {
            (None, ..) if has_any => broken.push(format!("{day} has no number")),
            (None, ..) => {}
            (Some(number), Some(listed), _) if *number != listed => {
                broken.push(format!("{day} is {number} in its heading and {listed} in the index"));
            }
            (Some(number), None, Some((before, last))) if *number <= last && *number != 1 => {
                broken.push(format!("{day} is {number}, and {before} is {last}"));
            }
            _ => {}
        }
        let right = listed.or(*number).map(|number| (*day, number));
        highest =
            right.filter(|(_, number)| *number == 1 || highest.is_none_or(|(_, last)| *number > last)).or(highest);
    }
    broken
}
