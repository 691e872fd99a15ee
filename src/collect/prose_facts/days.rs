//! Days in running text: "December 16, 2022", "30th & 31st of October 2025", "3.–5. Juni", ISO dates
//! and 2022年12月16日, alone or as spans. All-numeric days with slashes are left alone: "3/4/2026" is
//! two dates.

use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::{Captures, Regex};

use crate::model::pattern::pattern;

/// English names and abbreviations, then full names in German, French, Spanish, Italian, Portuguese, Dutch.
const MONTHS: [&[&str]; 12] = [
    &["january", "jan", "januar", "jänner", "janvier", "enero", "gennaio", "janeiro", "januari"],
    &["february", "feb", "februar", "février", "febrero", "febbraio", "fevereiro", "februari"],
    &["march", "mar", "märz", "mars", "marzo", "março", "maart"],
    &["april", "apr", "avril", "abril", "aprile"],
    &["may", "mai", "mayo", "maggio", "maio", "mei"],
    &["june", "jun", "juni", "juin", "junio", "giugno", "junho"],
    &["july", "jul", "juli", "juillet", "julio", "luglio", "julho"],
    &["august", "aug", "août", "agosto", "augustus"],
    &["september", "sept", "sep", "septembre", "septiembre", "settembre", "setembro"],
    &["october", "oct", "oktober", "octobre", "octubre", "ottobre", "outubro"],
    &["november", "nov", "novembre", "noviembre", "novembro"],
    &["december", "dec", "dezember", "décembre", "diciembre", "dicembre", "dezembro"],
];

/// Most days of one shape that are read in one line.
const DAYS_CAP: usize = 100;

/// A day that may lack its year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Day {
    year: Option<i16>,
    month: i8,
    day: i8,
}

/// A day or span as it stands in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Days {
    /// Its bytes in the text.
    pub range: Range<usize>,
    first: Day,
    last: Option<Day>,
}

impl Days {
    /// First and last day, with `year` where the text names none. None where no year is known, or
    /// the day does not exist, or the last is before the first.
    pub fn resolve(&self, year: Option<i16>) -> Option<(Date, Date)> {
        let last = self.last.unwrap_or(self.first);
        let last_year = last.year.or(self.first.year).or(year)?;
        let over_new_year = last.year.is_some() && last.month < self.first.month;
        let first_year = self.first.year.unwrap_or(if over_new_year { last_year - 1 } else { last_year });
        let first = Date::new(first_year, self.first.month, self.first.day).ok()?;
        let last = Date::new(last_year, last.month, last.day).ok()?;
        let last = if last < first && last.month() < first.month() {
            Date::new(last_year + 1, last.month(), last.day()).ok()?
        } else {
            last
        };
        (first <= last).then_some((first, last))
    }
}

const SEPARATOR: &str =
    r"(?:\s*[-–—~〜&/]\s*|\s+(?:to|and|until|till|through|thru|bis|und|au|et|al|y|e|tot)\s+(?:the\s+)?)";
const WEEKDAY: &str = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?";
const NUMBER: &str = r"([0-3]?\d)(?:st|nd|rd|th|er|º)?";
const YEAR: &str = r"(?:,?\s+(?:(?:of|de|del)\s+)?((?:19|20)\d\d|['’]\d\d)\b)?";

static PATTERNS: LazyLock<Vec<(Shape, Regex)>> = LazyLock::new(|| {
    let mut names: Vec<&str> = MONTHS.iter().flat_map(|names| names.iter().copied()).collect();
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    let month = format!(r"\b({})\b\.?", names.join("|"));
    let (sep, wd, d, y) = (SEPARATOR, WEEKDAY, NUMBER, YEAR);
    let of = r"\.?\s+(?:(?:of|de)\s+)?";
    let sources = [
        (Shape::DayMonthTwice, format!(r"(?i)\b{d}{of}{month}{y}{sep}{wd}{d}{of}{month}{y}")),
        (Shape::MonthDayTwice, format!(r"(?i){month}\s+{d}\b{y}{sep}{wd}{month}\s+{d}\b{y}")),
        (Shape::DayMonth, format!(r"(?i)\b{d}\.?(?:{sep}{wd}{d})?{of}{month}{y}")),
        (Shape::MonthDay, format!(r"(?i){month}\s+(?:the\s+)?{d}\b(?:{sep}{wd}{d}\b)?{y}")),
        (Shape::Iso, format!(r"\b(\d{{4}})[-.](\d\d?)[-.](\d\d?)\b(?:{sep}(\d{{4}})[-.](\d\d?)[-.](\d\d?)\b)?")),
        (Shape::Dotted, r"\b(\d\d?)\.\s?(\d\d?)\.\s?((?:19|20)\d\d)\b".to_owned()),
        (
            Shape::Cjk,
            r"(?:(\d{4})\s*年\s*)?(\d\d?)\s*月\s*(\d\d?)\s*日(?:\s*[-–—~〜～至到]\s*(?:(\d\d?)\s*月\s*)?(\d\d?)\s*日)?"
                .to_owned(),
        ),
    ];
    sources.map(|(shape, source)| (shape, pattern(&source))).into()
});

/// How a pattern's groups are to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    DayMonthTwice,
    MonthDayTwice,
    DayMonth,
    MonthDay,
    Iso,
    Dotted,
    Cjk,
}

/// Every day and span of a text, in its order; where patterns overlap, the one that says more.
pub fn find(text: &str) -> Vec<Days> {
    let mut found: Vec<Days> = Vec::new();
    for (shape, pattern) in PATTERNS.iter() {
        for groups in pattern.captures_iter(text).take(DAYS_CAP) {
            let Some(days) = read(*shape, &groups, text) else { continue };
            if found.iter().all(|other| days.range.end <= other.range.start || days.range.start >= other.range.end) {
                found.push(days);
            }
        }
    }
    found.sort_by_key(|days| days.range.start);
    found
}

/// The day that a text is, and nothing else.
pub fn whole(text: &str) -> Option<Date> {
    let found = find(text);
    let [days] = found.as_slice() else { return None };
    let rest = format!("{}{}", text.get(..days.range.start)?, text.get(days.range.end..)?);
    let is_weekday = rest.chars().all(|c| c.is_alphabetic() || matches!(c, ',' | ' ' | '.')) && rest.len() < 12;
    let (first, last) = days.resolve(None)?;
    (is_weekday && first == last).then_some(first)
}

/// The one year that the hints name, else the one that the text names: as part of a name ("Conf'24"),
/// or at all. None where there are several.
pub fn year(hints: &[&str], text: &str) -> Option<i16> {
    let from_hints = hints.iter().find_map(|hint| only(years(hint)));
    from_hints.or_else(|| only(years(text))).or_else(|| only(short_years(text)))
}

fn only(mut years: Vec<i16>) -> Option<i16> {
    years.sort_unstable();
    years.dedup();
    match years.as_slice() {
        [year] => Some(*year),
        _ => None,
    }
}

static YEARS: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(20\d\d)\b"));
static SHORT_YEARS: LazyLock<Regex> = LazyLock::new(|| pattern(r"\p{L}\s?['’](\d\d)\b"));

fn years(text: &str) -> Vec<i16> {
    let whole = YEARS.captures_iter(text).filter_map(|groups| number(&groups, 1));
    whole.chain(short_years(text)).collect()
}

fn short_years(text: &str) -> Vec<i16> {
    let found = SHORT_YEARS.captures_iter(text);
    found.filter_map(|groups| number::<i16>(&groups, 1)).map(|year| 2000 + year).collect()
}

fn number<N: std::str::FromStr>(groups: &Captures<'_>, index: usize) -> Option<N> {
    groups.get(index)?.as_str().parse().ok()
}

fn year_in(groups: &Captures<'_>, index: usize) -> Option<i16> {
    let text = groups.get(index)?.as_str();
    match text.strip_prefix(['\'', '’']) {
        Some(short) => short.parse::<i16>().ok().map(|year| 2000 + year),
        None => text.parse().ok(),
    }
}

fn month_in(groups: &Captures<'_>, index: usize) -> Option<i8> {
    let name = groups.get(index)?.as_str().to_lowercase();
    let at = MONTHS.iter().position(|names| names.contains(&name.as_str()))?;
    i8::try_from(at + 1).ok()
}

fn read(shape: Shape, groups: &Captures<'_>, text: &str) -> Option<Days> {
    let range = groups.get(0)?.range();
    if matches!(shape, Shape::Iso | Shape::Dotted) && !stands_alone(text, &range) {
        return None;
    }
    let day = |year, month, day| Some(Day { year, month: month?, day: day? });
    let (first, last) = match shape {
        Shape::DayMonthTwice => (
            day(year_in(groups, 3), month_in(groups, 2), number(groups, 1))?,
            day(year_in(groups, 6), month_in(groups, 5), number(groups, 4)),
        ),
        Shape::MonthDayTwice => (
            day(year_in(groups, 3), month_in(groups, 1), number(groups, 2))?,
            day(year_in(groups, 6), month_in(groups, 4), number(groups, 5)),
        ),
        Shape::DayMonth => {
            let month = month_in(groups, 3);
            let last = day(year_in(groups, 4), month, number(groups, 2));
            (day(year_in(groups, 4), month, number(groups, 1))?, last)
        }
        Shape::MonthDay => return month_day(groups, text),
        Shape::Iso => (
            day(number(groups, 1), number(groups, 2), number(groups, 3))?,
            day(number(groups, 4), number(groups, 5), number(groups, 6)),
        ),
        Shape::Dotted => (day(number(groups, 3), number(groups, 2), number(groups, 1))?, None),
        Shape::Cjk => {
            let (year, month) = (number(groups, 1), number(groups, 2));
            let last = day(year, number(groups, 4).or(month), number(groups, 5));
            (day(year, month, number(groups, 3))?, last)
        }
    };
    Some(Days { range, first, last })
}

/// Whether digits are no piece of a longer number, a version or an address.
fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let before = text.get(..range.start).and_then(|head| head.chars().next_back());
    let mut after = text.get(range.end..).unwrap_or_default().chars();
    let goes_on = matches!(after.next(), Some('.' | '-' | '/')) && after.next().is_some_and(|c| c.is_ascii_digit());
    !goes_on && !before.is_some_and(|c| matches!(c, '.' | '-' | '/' | '_' | '='))
}

/// "June 11-12, 2024", where the second number is an hour in "June 11 - 16:40" and a count in
/// "June 11 and 5 more".
fn month_day(groups: &Captures<'_>, text: &str) -> Option<Days> {
    let whole = groups.get(0)?.range();
    let (month, first): (i8, i8) = (month_in(groups, 1)?, number(groups, 2)?);
    let year = year_in(groups, 4);
    let single = Day { year, month, day: first };
    let Some(second) = groups.get(3) else { return Some(Days { range: whole, first: single, last: None }) };
    let last: i8 = second.as_str().parse().ok()?;
    let rest = text.get(second.end()..).unwrap_or_default().trim_start().to_lowercase();
    let is_hour = [":", "h", "am", "pm", "a.m", "p.m"].iter().any(|mark| rest.starts_with(mark));
    if is_hour || last <= first {
        let end = groups.get(2)?.end();
        let first = Day { year: None, ..single };
        return Some(Days { range: whole.start..end, first, last: None });
    }
    Some(Days { range: whole, first: single, last: Some(Day { year, month, day: last }) })
}

#[cfg(test)]
mod tests {
    use super::*;

    const DATES: &[(&str, &str)] = &[
        ("December 16, 2022", "2022-12-16/2022-12-16"),
        ("Dec. 16, 2022", "2022-12-16/2022-12-16"),
        ("Friday, December 16th, 2022", "2022-12-16/2022-12-16"),
        ("16 December 2022", "2022-12-16/2022-12-16"),
        ("30th & 31st of October 2025", "2025-10-30/2025-10-31"),
        ("June 3-4, 2025", "2025-06-03/2025-06-04"),
        ("June 3–4 2025", "2025-06-03/2025-06-04"),
        ("Sept 30-Oct 1, 2024", "2024-09-30/2024-10-01"),
        ("30 October – 1 November 2025", "2025-10-30/2025-11-01"),
        ("Dec 30, 2024 - Jan 2, 2025", "2024-12-30/2025-01-02"),
        ("Dec 30 - Jan 2, 2025", "2024-12-30/2025-01-02"),
        ("Wednesday, March 26th to Thursday, March 27th, 2025", "2025-03-26/2025-03-27"),
        ("26th to 27th March 2025", "2025-03-26/2025-03-27"),
        ("2025-03-26", "2025-03-26/2025-03-26"),
        ("2025-03-26 to 2025-03-28", "2025-03-26/2025-03-28"),
        ("14. März 2024", "2024-03-14/2024-03-14"),
        ("3.–5. Juni 2024", "2024-06-03/2024-06-05"),
        ("14.03.2024", "2024-03-14/2024-03-14"),
        ("le 3 février 2026", "2026-02-03/2026-02-03"),
        ("3 de mayo de 2026", "2026-05-03/2026-05-03"),
        ("2022年12月16日", "2022-12-16/2022-12-16"),
        ("2025年10月30日至31日", "2025-10-30/2025-10-31"),
        ("June 11 '24", "2024-06-11/2024-06-11"),
        ("May 2024", ""),
        ("3/4/2026", ""),
        ("February 30, 2024", ""),
        ("2017–2019", ""),
        ("version 1.2.2024.1", ""),
        ("you may 3", ""),
        ("", ""),
    ];

    #[test]
    fn days_are_read_as_people_write_them() {
        for (text, expected) in DATES {
            let read: Vec<String> =
                find(text).iter().filter_map(|days| days.resolve(None)).map(|(a, b)| format!("{a}/{b}")).collect();
            assert_eq!(read.join(" "), *expected, "{text:?}");
        }
    }

    #[test]
    fn an_hour_or_a_count_is_no_second_day() {
        for text in ["June 11 - 16:40", "June 11 and 5 more", "June 11 to 4 pm"] {
            let read: Vec<_> = find(text).iter().filter_map(|days| days.resolve(Some(2024))).collect();
            assert_eq!(
                read.iter().map(|(a, b)| format!("{a}/{b}")).collect::<Vec<_>>(),
                ["2024-06-11/2024-06-11"],
                "{text}"
            );
        }
    }

    #[test]
    fn a_year_is_taken_only_where_there_is_one() {
        assert_eq!(year(&["Conf 2025"], "in 2020 and 2021"), Some(2025));
        assert_eq!(year(&[], "Conf'24 is near"), Some(2024));
        assert_eq!(year(&[], "founded in 2019, now Conf'24"), Some(2024));
        assert_eq!(year(&[], "2020, 2021"), None);
        assert_eq!(year(&["x"], "nothing"), None);
    }

    #[test]
    fn a_field_is_a_day_only_as_a_whole() {
        assert_eq!(whole("Tuesday, 3 March 2026").map(|day| day.to_string()).as_deref(), Some("2026-03-03"));
        assert_eq!(whole("on 3 March 2026 we will meet again"), None);
        assert_eq!(whole("3-4 March 2026"), None);
    }
}
