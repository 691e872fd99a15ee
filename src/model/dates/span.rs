//! Day spans as newsletters write them: "June 3–4, 2025", "Oct 30-Nov 2". Read and written here only.
//!
//! [`find`] and [`all`] read, [`format`](fn@format) writes. How a style is recognised stands in `grammar`, the
//! words of the languages in `words`. Dates that programs write are in [`super::machine`]; dates in
//! running text without day spans in [`super::prose`].

mod grammar;
mod line;
mod tokens;
mod words;

use std::fmt;
use std::ops::Range;

use jiff::civil::{Date, Weekday};

/// Days from the first to the last, both inclusive. One day has `start == end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DaySpan {
    /// First day.
    pub start: Date,
    /// Last day, not before `start`.
    pub end: Date,
}

impl DaySpan {
    /// A span of one day.
    pub fn day(day: Date) -> Self {
        DaySpan { start: day, end: day }
    }

    /// From `start` to `end`; none where `end` comes first.
    pub fn new(start: Date, end: Date) -> Option<Self> {
        (start <= end).then_some(DaySpan { start, end })
    }
}

/// The span as an English newsletter writes it (see [`format`](fn@format)).
impl fmt::Display for DaySpan {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&format(*self, "en"))
    }
}

/// A day span as it stood in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The days.
    pub span: DaySpan,
    /// Bytes of the text, from the weekday (where one stands before it) to the year.
    pub range: Range<usize>,
    /// Whether the text gives a year; without one it was taken from `near`.
    pub has_year: bool,
    /// The weekday that the text gives for the first day, right or wrong.
    pub weekday: Option<Weekday>,
}

/// The first day span in `text`.
///
/// A year that the text leaves out becomes the one in which the span starts at or after `near`, or
/// at most 60 days before it: newsletters announce months ahead and leave things standing for
/// weeks. "June 2025" alone is no day span, nor is "June 31". Years from 1900 to 2199.
pub fn find(text: &str, near: Date) -> Option<Found> {
    grammar::spans(text, near).next()
}

/// Every day span in `text`, in order; see [`find`].
pub fn all(text: &str, near: Date) -> Vec<Found> {
    grammar::spans(text, near).collect()
}

/// The one style in which days are written, by language (BCP 47; English where it is not known):
/// `June 3–4, 2025`, `June 30 – July 2, 2025`, `December 30, 2025 – January 2, 2026`. Reading it
/// again gives the same span.
///
/// Japanese, Chinese and Korean follow the interval formats of Unicode CLDR; the others CLDR's long date
/// with the shared parts written once.
pub fn format(span: DaySpan, language: &str) -> String {
    match primary(language).as_str() {
        "ja" => east_asian(span, ["年", "月", "日"], "～"),
        "zh" => east_asian(span, ["年", "月", "日"], "至"),
        "ko" => east_asian(span, ["년 ", "월 ", "일"], "~"),
        "es" => day_first(span, &words::ES, |day| day.to_string(), " de "),
        "pt" => day_first(span, &words::PT, |day| day.to_string(), " de "),
        "it" => day_first(span, &words::IT, |day| day.to_string(), " "),
        "fr" => day_first(span, &words::FR, |day| if day == 1 { "1er".into() } else { day.to_string() }, " "),
        "de" => day_first(span, &words::DE, |day| format!("{day}."), " "),
        _ => english(span),
    }
}

/// The languages that [`format`](fn@format) has a style for.
pub const STYLES: [&str; 9] = ["en", "es", "pt", "it", "fr", "de", "ja", "zh", "ko"];

/// Whether [`format`](fn@format) knows how a language writes its dates.
pub fn has_style(language: &str) -> bool {
    STYLES.contains(&primary(language).as_str())
}

/// The primary subtag of a BCP 47 tag, in small letters.
fn primary(language: &str) -> String {
    language.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase()
}

fn english(DaySpan { start, end }: DaySpan) -> String {
    let month = |day: Date| words::name(&words::EN, day.month());
    let first = format!("{} {}", month(start), start.day());
    let last = format!("{} {}, {}", month(end), end.day(), end.year());
    match shared(start, end) {
        Shared::Day => last,
        Shared::Month => format!("{first}–{}, {}", end.day(), end.year()),
        Shared::Year => format!("{first} – {last}"),
        Shared::Nothing => format!("{first}, {} – {last}", start.year()),
    }
}

/// Spanish, Portuguese, Italian, French and German: `joint` stands between day, month and year.
fn day_first(DaySpan { start, end }: DaySpan, months: &[&str; 12], number: fn(i8) -> String, joint: &str) -> String {
    // German alone has its joint (a dot) in the number and none before the year.
    let first = format!("{}{joint}{}", number(start.day()), words::name(months, start.month()));
    let last = format!("{}{joint}{}{joint}{}", number(end.day()), words::name(months, end.month()), end.year());
    match shared(start, end) {
        Shared::Day => last,
        Shared::Month => format!("{}–{last}", number(start.day())),
        Shared::Year => format!("{first} – {last}"),
        Shared::Nothing => format!("{first}{joint}{} – {last}", start.year()),
    }
}

/// `units` stand after year, month and day.
fn east_asian(DaySpan { start, end }: DaySpan, [years, months, days]: [&str; 3], dash: &str) -> String {
    let day = |date: Date| format!("{}{days}", date.day());
    let in_month = |date: Date| format!("{}{months}{}", date.month(), day(date));
    let whole = |date: Date| format!("{}{years}{}", date.year(), in_month(date));
    let last = match shared(start, end) {
        Shared::Day => return whole(start),
        Shared::Month => day(end),
        Shared::Year => in_month(end),
        Shared::Nothing => whole(end),
    };
    format!("{}{dash}{last}", whole(start))
}

/// What both ends of a span have in common.
enum Shared {
    Day,
    Month,
    Year,
    Nothing,
}

fn shared(start: Date, end: Date) -> Shared {
    match (start.year() == end.year(), start.month() == end.month(), start.day() == end.day()) {
        (true, true, true) => Shared::Day,
        (true, true, false) => Shared::Month,
        (true, false, _) => Shared::Year,
        (false, ..) => Shared::Nothing,
    }
}

#[cfg(test)]
#[allow(clippy::expect_used)]
mod tests;
