//! Every style seen in forty-three issues, and the promise that what is written is read again.

use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::*;

const NEAR: Date = date(2025, 6, 2);

/// The span as "2025-06-03" or "2025-06-03/2025-06-04", with "?" where the year was not given.
fn read(text: &str) -> String {
    read_near(text, NEAR)
}

fn read_near(text: &str, near: Date) -> String {
    let Some(found) = find(text, near) else { return "none".to_owned() };
    let DaySpan { start, end } = found.span;
    let mark = if found.has_year { "" } else { "?" };
    if start == end { format!("{start}{mark}") } else { format!("{start}/{end}{mark}") }
}

#[test]
fn styles_of_english_newsletters_are_read() {
    for (text, expected) in [
        ("June 3–4, 2025 [OpenSearchCon", "2025-06-03/2025-06-04"),
        ("June 4, 2025", "2025-06-04"),
        ("Oct 30-Nov 2, All Things", "2025-10-30/2025-11-02?"),
        ("Sept 30-Oct 1, 2024", "2024-09-30/2024-10-01"),
        ("September 27-29, 2021 in Hyatt", "2021-09-27/2021-09-29"),
        ("September 30th, 2021 in Seattle", "2021-09-30"),
        ("November 17th - 18th virtually", "2025-11-17/2025-11-18?"),
        ("May 16 – 20, Valencia", "2025-05-16/2025-05-20?"),
        ("December 17,2021", "2021-12-17"),
        ("Feb 2nd | Measuring", "2026-02-02?"),
        ("Sept 13-16", "2025-09-13/2025-09-16?"),
        ("Septemebr 13-16, Dublin", "2025-09-13/2025-09-16?"),
        ("8-10 November", "2025-11-08/2025-11-10?"),
        ("CFP 5 Feb", "2026-02-05?"),
        ("June 27 & 28", "2025-06-27/2025-06-28?"),
        ("February 2024 3 - 4 ", "2024-02-03/2024-02-04"),
        ("February 6 -7", "2026-02-06/2026-02-07?"),
        ("July 18-19 2024", "2024-07-18/2024-07-19"),
        ("January 22, 2026 - January 28, 2026, virtual", "2026-01-22/2026-01-28"),
        ("Oct 19-20th", "2025-10-19/2025-10-20?"),
        ("(nOv 5-6, 2025)", "2025-11-05/2025-11-06"),
        ("Wednesday, March 26th to Thursday, March 27th, 2025", "2025-03-26/2025-03-27"),
        ("Thursday, February 13, 2025, at 12:00 PM GMT", "2025-02-13"),
        ("Tuesday, May 2 at 11:59 PM PDT", "2025-05-02?"),
        ("Mar 27, 2023, 8:00 PM (UTC)", "2023-03-27"),
        ("July 27 11:59PM PDT", "2025-07-27?"),
        ("Wed, Jun 1 15:00 UTC", "2025-06-01?"),
        ("Sep 19 - 21", "2025-09-19/2025-09-21?"),
        ("October 30 - November", "2025-10-30?"),
        ("June 30 – 2 July 2025", "2025-06-30/2025-07-02"),
        ("the 3rd of June 2025", "2025-06-03"),
        ("2025-06-03", "2025-06-03"),
        ("2025-06-03 to 2025-06-05", "2025-06-03/2025-06-05"),
        ("2025-06-03/2025-06-05", "2025-06-03/2025-06-05"),
        ("2025/06/03", "2025-06-03"),
        ("Open Source Summit 2 May 16–20", "2025-05-16/2025-05-20?"),
        ("Dec 30, 2025 – Jan 2, 2026", "2025-12-30/2026-01-02"),
        ("Dec 30 – Jan 2, 2026", "2025-12-30/2026-01-02"),
    ] {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn styles_of_other_languages_are_read() {
    for (text, expected) in [
        ("3 de junio de 2025", "2025-06-03"),
        ("del 3 al 4 de junio de 2025", "2025-06-03/2025-06-04"),
        ("3 e 4 giugno 2025", "2025-06-03/2025-06-04"),
        ("3-4 giugno", "2025-06-03/2025-06-04?"),
        ("3.–4. Juni 2025", "2025-06-03/2025-06-04"),
        ("vom 30. Juni bis 2. Juli 2025", "2025-06-30/2025-07-02"),
        ("03.06.2025", "2025-06-03"),
        ("03.06.2025 - 05.06.2025", "2025-06-03/2025-06-05"),
        ("1er juin 2025", "2025-06-01"),
        ("du 3 au 4 juin 2025", "2025-06-03/2025-06-04"),
        ("3 a 4 de junho de 2025", "2025-06-03/2025-06-04"),
        ("2023年7月25日", "2023-07-25"),
        ("2022年7月29日(金)15:00-16:00", "2022-07-29"),
        ("9月 26 - 28 日", "2025-09-26/2025-09-28?"),
        ("2025年6月30日～7月2日", "2025-06-30/2025-07-02"),
        ("2025年6月3日至4日", "2025-06-03/2025-06-04"),
        ("７月２８日", "2025-07-28?"),
    ] {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn what_is_no_day_stays_unread() {
    for text in [
        "June 2025",
        "June, GitHub Maintainer Month",
        "May 2023",
        "we may 2 times",
        "version 3.5 May",
        "set 3 goals, out 2, ago 5",
        "June 31, 2025",
        "16:30 PM",
        "03/06/2025",
        "2023-04-31",
        "1 2 3",
        "",
        "June 2024 10 talks",
        "9月 26",
    ] {
        assert_eq!(read(text), "none", "{text}");
    }
}

#[test]
fn a_missing_year_is_the_one_near_the_issue() {
    for (text, near, expected) in [
        ("Jan 30", date(2024, 12, 20), "2025-01-30?"),
        ("Dec 5", date(2024, 12, 20), "2024-12-05?"),
        ("Oct 30-Nov 2", date(2022, 3, 29), "2022-10-30/2022-11-02?"),
        ("Dec 30 – Jan 2", date(2024, 12, 20), "2024-12-30/2025-01-02?"),
        ("Dec 30 – Jan 2", date(2025, 1, 5), "2024-12-30/2025-01-02?"),
        ("March 14-18", date(2022, 3, 29), "2022-03-14/2022-03-18?"),
        ("Feb 29", date(2025, 6, 2), "2028-02-29?"),
        ("January 23-24", date(2022, 11, 29), "2023-01-23/2023-01-24?"),
    ] {
        assert_eq!(read_near(text, near), expected, "{text} near {near}");
    }
}

#[test]
fn ends_in_the_wrong_order_leave_the_start() {
    assert_eq!(read("June 10-4, 2025"), "2025-06-10");
    assert_eq!(read("June 28-31, 2025"), "2025-06-28");
}

#[test]
fn the_range_covers_what_was_read() {
    let text = "Meet us on Wed, Jun 4–5, 2025 in Lyon";
    let found = find(text, NEAR).expect("a span");
    assert_eq!(&text[found.range.clone()], "Wed, Jun 4–5, 2025");
    assert_eq!(found.weekday, Some(Weekday::Wednesday));
    assert_eq!(all("June 3, CFP due May 30; 2025-07-01", NEAR).len(), 3);
}

#[test]
fn every_language_has_one_style() {
    let day = DaySpan::day(date(2025, 6, 1));
    let days = DaySpan { start: date(2025, 6, 3), end: date(2025, 6, 4) };
    let months = DaySpan { start: date(2025, 6, 30), end: date(2025, 7, 2) };
    let years = DaySpan { start: date(2025, 12, 30), end: date(2026, 1, 2) };
    for (language, expected) in [
        ("en", ["June 1, 2025", "June 3–4, 2025", "June 30 – July 2, 2025", "December 30, 2025 – January 2, 2026"]),
        ("xx", ["June 1, 2025", "June 3–4, 2025", "June 30 – July 2, 2025", "December 30, 2025 – January 2, 2026"]),
        (
            "es-MX",
            [
                "1 de junio de 2025",
                "3–4 de junio de 2025",
                "30 de junio – 2 de julio de 2025",
                "30 de diciembre de 2025 – 2 de enero de 2026",
            ],
        ),
        ("it", ["1 giugno 2025", "3–4 giugno 2025", "30 giugno – 2 luglio 2025", "30 dicembre 2025 – 2 gennaio 2026"]),
        ("de", ["1. Juni 2025", "3.–4. Juni 2025", "30. Juni – 2. Juli 2025", "30. Dezember 2025 – 2. Januar 2026"]),
        ("fr", ["1er juin 2025", "3–4 juin 2025", "30 juin – 2 juillet 2025", "30 décembre 2025 – 2 janvier 2026"]),
        ("ja", ["2025年6月1日", "2025年6月3日～4日", "2025年6月30日～7月2日", "2025年12月30日～2026年1月2日"]),
        ("zh-CN", ["2025年6月1日", "2025年6月3日至4日", "2025年6月30日至7月2日", "2025年12月30日至2026年1月2日"]),
        (
            "ko-KR",
            ["2025년 6월 1일", "2025년 6월 3일~4일", "2025년 6월 30일~7월 2일", "2025년 12월 30일~2026년 1월 2일"],
        ),
    ] {
        assert_eq!([day, days, months, years].map(|span| format(span, language)), expected, "{language}");
    }
}

fn days() -> impl Strategy<Value = DaySpan> {
    let start = (1900_i16..2190, 1_i8..=12, 1_i8..=28);
    (start, 0_i32..366).prop_map(|((year, month, day), length)| {
        let start = date(year, month, day);
        DaySpan { start, end: start.saturating_add(jiff::Span::new().days(length)) }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_again(
        span in days(),
        language in prop::sample::select(vec!["en", "es", "it", "de", "fr", "pt", "ja", "zh", "ko"]),
    ) {
        let text = format!("({}, Lyon)", format(span, language));
        let found = find(&text, NEAR);
        prop_assert_eq!(found.as_ref().map(|found| found.span), Some(span), "{}", text);
        prop_assert!(found.is_some_and(|found| found.has_year));
    }

    #[test]
    fn any_text_is_read_without_a_panic(text in "\\PC{0,80}", year in -9999_i16..=9999) {
        for found in all(&text, date(year, 6, 2)) {
            prop_assert!(text.get(found.range.clone()).is_some());
            prop_assert!(found.span.start <= found.span.end);
        }
    }

    #[test]
    fn date_like_text_is_read_without_a_panic(
        text in "((June?|Sept?|Dec|1?[0-9]|20[0-9]{2}|年|月|日|de|to|th|Wed)[ ,.–-]{0,2}){0,12}",
    ) {
        for found in all(&text, NEAR) {
            prop_assert!(text.get(found.range.clone()).is_some());
        }
    }
}
