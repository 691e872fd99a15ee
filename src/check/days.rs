//! Rules about days and times that do not exist: a weekday that another day has, a time that no clock
//! shows. In the languages of `model::dates`.

use std::sync::LazyLock;

use jiff::civil::{Date, Weekday};
use regex::Regex;

use super::{Check, Example, Found, Level};
use crate::model::dates::months;
use crate::model::dates::span;
use crate::model::pattern::pattern;

pub(super) const WEEKDAY: Check = Check {
    id: "weekday",
    level: Level::Error,
    about: "The weekday does not fit the date.",
    wrong: Example::of("# Notes 5\n\nThe next call is on Monday, December 3, 2026.\n"),
    right: Example::of("# Notes 5\n\nThe next call is on Thursday, December 3, 2026.\n"),
    find: |case| {
        let near = case.issue.date.unwrap_or(Date::constant(2000, 1, 1));
        let mut found = Vec::new();
        for line in case.lines.ranges(case.text) {
            let prose = case.prose.get(line.clone()).unwrap_or_default();
            for date in span::all(prose, near).into_iter().filter(|date| date.has_year) {
                let right = date.span.start.weekday();
                if weekday(prose, &date).is_some_and(|weekday| weekday != right) {
                    let message = format!("{} is a {right:?}", date.span.start);
                    found.push(
                        Found::at(line.start + date.range.start..line.start + date.range.end, message)
                            .help("correct the day or the date"),
                    );
                }
            }
        }
        found
    },
};

/// The weekday that stands with a date: before it, or in brackets behind it.
fn weekday(prose: &str, date: &span::Found) -> Option<Weekday> {
    let before = prose.get(..date.range.start).unwrap_or_default();
    let after = prose.get(date.range.end..).unwrap_or_default();
    let in_words = || word_before(before).or_else(|| word_behind(after));
    let is_one_day = date.span.start == date.span.end;
    // "2025年7月29日(金)": the brackets belong to the date.
    let last = prose.get(date.range.clone()).unwrap_or_default();
    let in_characters = || east_asian(after).or_else(|| east_asian(last.rsplit('日').next()?));
    date.weekday.or_else(in_words).or_else(in_characters).filter(|_| is_one_day || date.weekday.is_some())
}

/// "segunda-feira, 3 de junho de 2025", "am Dienstag, dem 3. Juni 2025", "martes 3 de junio de 2025".
fn word_before(before: &str) -> Option<Weekday> {
    static WORD: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?i)(\p{Alphabetic}{4,})(?:-feira)?,?\s(?:den\s|dem\s|el\s|il\s|le\s|dia\s)?$"));
    named(WORD.captures(before)?.get(1)?.as_str())
}

/// "December 3, 2026 (Thursday)".
fn word_behind(after: &str) -> Option<Weekday> {
    static WORD: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*\((\p{Alphabetic}{3,})\.?\)"));
    named(WORD.captures(after)?.get(1)?.as_str())
}

fn named(word: &str) -> Option<Weekday> {
    Weekday::from_monday_one_offset(months::weekday(&word.to_lowercase())?).ok()
}

/// "(金)", "（星期五）", "金曜日", "周五" behind a date.
fn east_asian(after: &str) -> Option<Weekday> {
    static SIGN: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^\s*(?:[(（]\s*(?:星期|周|週|礼拜|禮拜)?([月火水木金土日一二三四五六天])(?:曜日?)?\s*[)）]|(?:星期|周|週|礼拜|禮拜)([一二三四五六日天])|([月火水木金土日])曜)",
        )
    });
    let found = SIGN.captures(after)?;
    let sign = (1..=3).find_map(|group| found.get(group))?.as_str();
    let day = ["月一", "火二", "水三", "木四", "金五", "土六", "日天"].iter().position(|signs| signs.contains(sign))?;
    Weekday::from_monday_zero_offset(i8::try_from(day).ok()?).ok()
}

pub(super) const CLOCK: Check = Check {
    id: "clock",
    level: Level::Error,
    about: "A time that no clock shows, such as \"16:30 PM\".",
    wrong: Example::of("# Notes 5\n\nThe next call begins at 16:30 PM.\n"),
    right: Example::of("# Notes 5\n\nThe next call begins at 4:30 PM.\n"),
    find: |case| {
        static ODD: LazyLock<Regex> = LazyLock::new(|| {
            pattern(
                r"(?xi)
                \b(?: (?:1[3-9]|2[0-9])[:.][0-5]\d\s?[ap]\.?\s?m\b
                    | 00?:[0-5]\d\s?p\.?\s?m\b
                    | \d{1,2}:[6-9]\d\s?[ap]\.?\s?m\b
                    | (?:2[4-9]|[3-9]\d)[:.][0-5]\d\s?(?:Uhr|horas|ore)\b )
                | (?:午前|午後|上午|下午)\s?(?:1[3-9]|2\d)(?:[:：][0-5]\d|\s?[時时点點])",
            )
        });
        ODD.find_iter(&case.prose)
            .map(|time| {
                Found::at(time.range(), "no clock shows this time")
                    .help("write the hours from 1 to 12 with AM and PM, or from 0 to 23 without")
            })
            .collect()
    },
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{Case, Newsletter};

    fn spoken(check: &Check, prose: &str) -> usize {
        let text = format!("# Notes 5\n\n{prose}\n");
        let newsletter = Newsletter::default();
        (check.find)(&Case::new(&newsletter, "2026-11-24.md", &text)).len()
    }

    #[test]
    fn a_weekday_is_compared_in_many_languages() {
        // 3 December 2026 is a Thursday.
        for (right, wrong) in [
            ("Thursday, December 3, 2026", "Monday, December 3, 2026"),
            ("December 3, 2026 (Thursday)", "December 3, 2026 (Fri)"),
            ("giovedì 3 dicembre 2026", "venerdì 3 dicembre 2026"),
            ("jueves, 3 de diciembre de 2026", "viernes 3 de diciembre de 2026"),
            ("quinta-feira, 3 de dezembro de 2026", "sexta-feira, 3 de dezembro de 2026"),
            ("am Donnerstag, dem 3. Dezember 2026", "am Freitag, den 3. Dezember 2026"),
            ("jeudi 3 décembre 2026", "vendredi 3 décembre 2026"),
            ("2026年12月3日(木)15:00", "2026年12月3日(金)15:00"),
            ("2026年12月3日（木曜日）", "2026年12月3日（金曜日）"),
            ("2026年12月3日 星期四", "2026年12月3日 星期五"),
            ("2026年12月3日（周四）", "2026年12月3日（周日）"),
        ] {
            assert_eq!((spoken(&WEEKDAY, right), spoken(&WEEKDAY, wrong)), (0, 1), "{right} / {wrong}");
        }
        for quiet in ["December 3, 2026", "On Monday morning: December 3, 2026 (online)", "3–4 December 2026 (Friday)"]
        {
            assert_eq!(spoken(&WEEKDAY, quiet), 0, "{quiet}");
        }
    }

    #[test]
    fn a_time_that_no_clock_shows_is_found() {
        for wrong in ["16:30 PM", "at 0:15 pm", "9:75 am", "16:30 p. m.", "26:00 Uhr", "午後15:00", "下午 16点"] {
            assert_eq!(spoken(&CLOCK, wrong), 1, "{wrong}");
        }
        for right in ["4:30 PM", "16:30", "12:00 AM", "11:59PM PDT", "16:30 Uhr", "午後3時", "下午 3:00", "上午10点"]
        {
            assert_eq!(spoken(&CLOCK, right), 0, "{right}");
        }
    }
}
