//! Dates as programs write them: RFC 3339, RFC 822, and the ways in which both go wrong.
//!
//! [`read`] knows the formats of feeds, pages and job boards. What people write in running text is
//! not here but in [`super::prose`]; spans of days are in [`super::span`]; [`zone`](mod@zone) has the time zones.

mod zone;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;

use super::When;
use zone::zone;

/// Years that are read: anything else is a default (`0001-01-01`), a mistake or no date at all.
const YEARS: std::ops::RangeInclusive<i16> = 1990..=2100;
/// Epoch numbers that are read, in seconds: the years 2000 to 2100.
const EPOCH_SECONDS: std::ops::Range<i64> = 946_684_800..4_133_980_800;
/// Longest text that is looked at, in bytes: the longest real date is half of it.
const LONGEST: usize = 100;

/// Reads a date in any of the machine formats: RFC 3339, RFC 822 and 2822, W3CDTF, asctime, RFC
/// 850, `YYYY/MM/DD`, `YYYYMMDD`, `DD.MM.YYYY`, `DD Mon YYYY`, `Month D, YYYY`, seconds or
/// milliseconds since 1970; with the deviations that real sources have.
///
/// A date without a time is a [`When::Day`]. A time without a zone, or with a zone that nobody
/// knows, is taken as UTC (as RFC 2822 section 4.3 rules for the latter); fractions of seconds are
/// dropped. A weekday is not checked, and neither is the order of `DD/MM/YYYY` guessed: such a
/// text, a year or month alone, and a year outside 1990–2100 are None.
pub fn read(text: &str) -> Option<When> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || ['"', '\''].contains(&c));
    if text.len() > LONGEST {
        return None;
    }
    let when = number(text).or_else(|| numeric(text)).or_else(|| worded(text))?;
    Some(when).filter(|when| YEARS.contains(&when.day().year()))
}

/// Digits only: `YYYYMMDD`, `YYYYMMDDhhmmss`, seconds or milliseconds since 1970.
fn number(text: &str) -> Option<When> {
    let whole = text.split_once('.').map_or(text, |(whole, _)| whole);
    if !whole.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let value: i64 = whole.parse().ok()?;
    match whole.len() {
        8 => compact_date(value).map(When::Day),
        10 => epoch(value),
        13 => epoch(value / 1000),
        14 => Some(Clock::compact(value % 1_000_000).on(compact_date(value / 1_000_000)?, Offset::UTC)),
        _ => None,
    }
}

fn epoch(seconds: i64) -> Option<When> {
    let timestamp = Timestamp::from_second(seconds).ok()?;
    EPOCH_SECONDS.contains(&seconds).then(|| When::utc(timestamp))
}

fn compact_date(value: i64) -> Option<Date> {
    date(value / 10_000, value / 100 % 100, value % 100)
}

fn date(year: i64, month: i64, day: i64) -> Option<Date> {
    Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok()
}

/// Year first (`2026-10-05`, `2026/10/5`, `20261005T…`) or day first with dots (`05.10.2026`), then
/// perhaps a time.
fn numeric(text: &str) -> Option<When> {
    let mut rest = Rest(text);
    let day = rest.date()?;
    rest.skip(|c| c.is_whitespace() || c == ',');
    rest.eat('T').or_else(|| rest.eat('t'));
    rest.skip(char::is_whitespace);
    if rest.0.is_empty() || !rest.0.starts_with(|c: char| c.is_ascii_digit()) {
        return zone(rest.0).or_else(|| rest.0.is_empty().then_some(Offset::UTC)).map(|_| When::Day(day));
    }
    let clock = rest.clock()?;
    Some(at(day, clock, rest.0))
}

/// A day, and a time with what stands after it: AM or PM, a zone.
fn at(day: Date, clock: Clock, after: &str) -> When {
    let mut clock = clock;
    let mut offset = None;
    for word in after.split(|c: char| c.is_whitespace() || ['(', ')', ','].contains(&c)).filter(|word| !word.is_empty())
    {
        if !clock.half(word) && offset.is_none() {
            offset = zone(word);
        }
    }
    clock.on(day, offset.unwrap_or(Offset::UTC))
}

/// Dates with the month in letters, in any order that leaves no doubt: RFC 822, RFC 850, asctime,
/// `Month D, YYYY`, the `date` command.
fn worded(text: &str) -> Option<When> {
    let mut found = Words::default();
    for word in text.split(|c: char| c.is_whitespace() || [',', '(', ')', '[', ']'].contains(&c)) {
        found.take(word)?;
    }
    found.when()
}

/// What the words of a date have told so far.
#[derive(Default)]
struct Words {
    month: Option<i64>,
    day: Option<i64>,
    year: Option<i64>,
    clock: Option<Clock>,
    offset: Option<Offset>,
    /// A whole date in digits, after a weekday (`Fri, 2026-11-20 10:00`).
    date: Option<Date>,
}

impl Words {
    /// Takes one word in. None where the text cannot be a date.
    fn take(&mut self, word: &str) -> Option<()> {
        let first = word.chars().next();
        match first {
            None => {}
            Some(c) if c.is_ascii_digit() && word.contains(':') => self.time(word)?,
            Some(c) if c.is_ascii_digit() => self.number_or_date(word)?,
            Some('+' | '-') => self.offset = self.offset.or_else(|| zone(word)),
            Some(_) => self.name(word),
        }
        Some(())
    }

    fn time(&mut self, word: &str) -> Option<()> {
        let mut rest = Rest(word);
        let mut clock = rest.clock()?;
        if !rest.0.is_empty() && !clock.half(rest.0) {
            self.offset = zone(rest.0);
        }
        self.clock = Some(clock);
        Some(())
    }

    /// `3`, `3rd`, `03-Nov-94`, `2026`, `2026-11-20`.
    fn number_or_date(&mut self, word: &str) -> Option<()> {
        if word.contains('-') && word.contains(|c: char| c.is_ascii_alphabetic()) {
            return word.split('-').try_for_each(|part| self.take(part));
        }
        if let Some(date) = Rest(word).date() {
            self.date = Some(date);
            return Some(());
        }
        let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '.');
        let value: i64 = digits.parse().ok()?;
        match (digits.len(), self.day) {
            (1 | 2, None) => self.day = Some(value),
            (2, Some(_)) if self.year.is_none() => self.year = Some(century(value)),
            (4, _) if self.year.is_none() => self.year = Some(value),
            _ => return None,
        }
        Some(())
    }

    /// A month, AM or PM, a zone, or something without meaning here: a weekday. What looks like a
    /// month may be one too ("mar." is Tuesday in French and Spanish): the last one counts.
    fn name(&mut self, word: &str) {
        let half = self.clock.as_mut().is_some_and(|clock| clock.half(word));
        if half {
            return;
        }
        match month(word) {
            Some(month) => self.month = Some(month),
            None => self.offset = self.offset.or_else(|| zone(word)),
        }
    }

    fn when(self) -> Option<When> {
        let day = match self.date {
            Some(day) => day,
            None => date(self.year?, self.month?, self.day?)?,
        };
        Some(match self.clock {
            Some(clock) => clock.on(day, self.offset.unwrap_or(Offset::UTC)),
            None => When::Day(day),
        })
    }
}

/// RFC 2822 section 4.3: two digits mean 2000 to 2049 and 1950 to 1999.
fn century(year: i64) -> i64 {
    if year < 50 { 2000 + year } else { 1900 + year }
}

/// How the names of months start: English ones, and those of the languages in which sites write
/// otherwise regular RFC 822 dates (Portuguese, Spanish, Italian, French, German, Dutch).
const MONTHS: [&[&str]; 12] = [
    &["jan", "ene", "gen"],
    &["feb", "fev", "fév"],
    &["mar", "mär", "mrz", "mrt", "maa"],
    &["apr", "abr", "avr"],
    &["may", "mai", "mag", "mei"],
    &["jun", "juin", "giu"],
    &["jul", "juil", "lug"],
    &["aug", "ago", "aoû", "aou"],
    &["sep", "set"],
    &["oct", "out", "ott", "okt"],
    &["nov"],
    &["dec", "dez", "dic", "déc"],
];

/// The month of a name, in full or short ("Sept", "Sept.").
fn month(word: &str) -> Option<i64> {
    let word = word.trim_end_matches('.').to_lowercase();
    let is_name = word.chars().all(char::is_alphabetic);
    let at = MONTHS.iter().position(|stems| is_name && stems.iter().any(|stem| word.starts_with(stem)))?;
    i64::try_from(at + 1).ok()
}

/// A time of day as written: the hour may be 24, the second 60.
#[derive(Clone, Copy)]
struct Clock {
    hour: i64,
    minute: i64,
    second: i64,
}

impl Clock {
    /// From `hhmmss` as a number.
    fn compact(value: i64) -> Clock {
        Clock { hour: value / 10_000, minute: value / 100 % 100, second: value % 100 }
    }

    /// Takes AM or PM in; false for any other word.
    fn half(&mut self, word: &str) -> bool {
        let word = word.replace('.', "").to_ascii_lowercase();
        match (word.as_str(), self.hour) {
            ("am", 12) => self.hour = 0,
            ("pm", hour) if hour < 12 => self.hour += 12,
            ("am" | "pm", _) => {}
            _ => return false,
        }
        true
    }

    /// This time on a day. 24:00 is midnight of the next day, a leap second the second before it;
    /// a time that no clock shows leaves the day.
    fn on(self, day: Date, offset: Offset) -> When {
        let next = (self.hour, self.minute, self.second) == (24, 0, 0);
        let day_and_time = if next {
            day.tomorrow().ok().map(|day| day.at(0, 0, 0, 0))
        } else {
            self.time().map(|time| DateTime::from_parts(day, time))
        };
        day_and_time.map_or(When::Day(day), |local| When::Moment { local, offset })
    }

    fn time(self) -> Option<Time> {
        let second = if self.second == 60 { 59 } else { self.second };
        Time::new(self.hour.try_into().ok()?, self.minute.try_into().ok()?, second.try_into().ok()?, 0).ok()
    }
}

/// The part of a text that is still to be read.
struct Rest<'a>(&'a str);

impl Rest<'_> {
    fn skip(&mut self, what: impl Fn(char) -> bool) {
        self.0 = self.0.trim_start_matches(what);
    }

    fn eat(&mut self, character: char) -> Option<()> {
        self.0 = self.0.strip_prefix(character)?;
        Some(())
    }

    /// A number of at least `least` and at most `most` digits.
    fn digits(&mut self, least: usize, most: usize) -> Option<i64> {
        let length = self.0.bytes().take(most).take_while(u8::is_ascii_digit).count();
        let (digits, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        digits.parse().ok().filter(|_| length >= least)
    }

    /// `2026-10-05`, `2026/10/5`, `2026.10.05`, `20261005` or `05.10.2026`, up to the end of a word.
    fn date(&mut self) -> Option<Date> {
        let first = self.digits(1, 4)?;
        let separator = self.0.chars().next()?;
        if first >= 1000 && separator.is_ascii_digit() {
            let (month, day) = (self.digits(2, 2)?, self.digits(2, 2)?);
            return date(first, month, day);
        }
        if !['-', '/', '.'].contains(&separator) {
            return None;
        }
        self.eat(separator)?;
        let month = self.digits(1, 2)?;
        self.eat(separator)?;
        match (first, separator) {
            (1000.., _) => date(first, month, self.digits(1, 2)?),
            (_, '.') => date(self.digits(4, 4)?, month, first),
            _ => None,
        }
    }

    /// `9:05`, `09:05:30.1234567`, `090530`; surplus fields (`18:30:00:00`) and fractions dropped.
    fn clock(&mut self) -> Option<Clock> {
        let hour = self.digits(1, 2)?;
        let colon = self.eat(':').is_some();
        let minute = self.digits(2, 2)?;
        let mut clock = Clock { hour, minute, second: 0 };
        if !colon {
            clock.second = self.digits(2, 2).unwrap_or(0);
        } else if self.eat(':').is_some() {
            clock.second = self.digits(1, 2)?;
        }
        while self.eat(':').is_some() {
            self.digits(1, 9)?;
        }
        let is_digit = |c: char| c.is_ascii_digit();
        if let Some(fraction) = self.0.strip_prefix(['.', ',']).filter(|rest| rest.starts_with(is_digit)) {
            self.0 = fraction.trim_start_matches(is_digit);
        }
        Some(clock)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str) -> Option<String> {
        read(text).map(|when| when.to_string())
    }

    #[test]
    fn every_format_is_read_with_its_precision() {
        let table = [
            // RFC 3339 and W3CDTF
            ("2026-11-20T10:00:00Z", "2026-11-20T10:00:00Z"),
            ("2026-11-20t10:00:00z", "2026-11-20T10:00:00Z"),
            ("2026-11-20T10:00:00+01:00", "2026-11-20T10:00:00+01:00"),
            ("2026-11-20T10:00:00.123-09:30", "2026-11-20T10:00:00-09:30"),
            ("2026-11-20T10:00Z", "2026-11-20T10:00:00Z"),
            ("2026-11-20", "2026-11-20"),
            ("  2026-11-20\n", "2026-11-20"),
            // its deviations
            ("2026-11-20T10:00:00+0100", "2026-11-20T10:00:00+01:00"),
            ("2026-11-20T10:00:00 +0100", "2026-11-20T10:00:00+01:00"),
            ("2026-11-20T10:00:00+01", "2026-11-20T10:00:00+01:00"),
            ("2026-11-20T10:00:00", "2026-11-20T10:00:00Z"),
            ("2026-11-20 10:00", "2026-11-20T10:00:00Z"),
            ("2026-08-05 09:41:37 UTC", "2026-08-05T09:41:37Z"),
            ("2027-01-29T22:59:00.0000000Z", "2027-01-29T22:59:00Z"),
            ("2023-10-18T18:30:00:00+01:00", "2023-10-18T18:30:00+01:00"),
            ("2026-11-20T24:00:00Z", "2026-11-21T00:00:00Z"),
            ("2026-12-31T23:59:60Z", "2026-12-31T23:59:59Z"),
            ("2026-11-20T25:61:00Z", "2026-11-20"),
            ("2026-11-20Z", "2026-11-20"),
            ("2026-11-20+02:00", "2026-11-20"),
            ("2026/10/05", "2026-10-05"),
            ("2026/10/5 9:05 PM", "2026-10-05T21:05:00Z"),
            ("20261005", "2026-10-05"),
            ("20261005T090530Z", "2026-10-05T09:05:30Z"),
            ("20261005090530", "2026-10-05T09:05:30Z"),
            ("05.10.2026", "2026-10-05"),
            ("5.10.2026 9:05", "2026-10-05T09:05:00Z"),
            // RFC 822 and 2822
            ("Fri, 20 Nov 2026 10:00:00 +0000", "2026-11-20T10:00:00Z"),
            ("Fri, 20 Nov 2026 10:00:00 GMT", "2026-11-20T10:00:00Z"),
            ("Fri, 20 Nov 2026 10:00:00 -0000", "2026-11-20T10:00:00Z"),
            ("20 Nov 26 10:00 UT", "2026-11-20T10:00:00Z"),
            ("20 Nov 1996 10:00:00 Z", "1996-11-20T10:00:00Z"),
            ("Mon, 20 Nov 2026 10:00:00 EST", "2026-11-20T10:00:00-05:00"),
            ("Fri, 20 Nov 2026 10:00:00 PDT", "2026-11-20T10:00:00-07:00"),
            ("Fri, 20 Nov 2026 10:00:00 CEST", "2026-11-20T10:00:00+02:00"),
            ("Fri, 20 Nov 2026 10:00:00 +0200 (CEST)", "2026-11-20T10:00:00+02:00"),
            ("Fri, 20 Nov 2026 10:00:00 GMT+0200", "2026-11-20T10:00:00+02:00"),
            ("Fri, 20 Nov 2026 10:00:00 GMT+2", "2026-11-20T10:00:00+02:00"),
            ("Fri, 20 Nov 2026 10:00:00 XYZ", "2026-11-20T10:00:00Z"),
            ("Fri,20 Nov 2026 10:00:00+0200", "2026-11-20T10:00:00+02:00"),
            ("Friday, 20 November 2026 10:00:00 GMT", "2026-11-20T10:00:00Z"),
            ("Fri, 20 Sept 2026 9:00:00 AM GMT", "2026-09-20T09:00:00Z"),
            ("Fri, 20 Nov 2026 24:00:00 GMT", "2026-11-21T00:00:00Z"),
            ("Fri, 20 Nov 2026 10:00", "2026-11-20T10:00:00Z"),
            ("Fri, 20 Nov 2026", "2026-11-20"),
            ("Fri, 2026-11-20 10:00:00 +0100", "2026-11-20T10:00:00+01:00"),
            // RFC 850, asctime, date(1)
            ("Friday, 20-Nov-26 08:49:37 GMT", "2026-11-20T08:49:37Z"),
            ("Fri Nov 20 08:49:37 2026", "2026-11-20T08:49:37Z"),
            ("Tue Nov  3 08:49:37 2026", "2026-11-03T08:49:37Z"),
            ("Tue Nov  3 08:49:37 PST 2026", "2026-11-03T08:49:37-08:00"),
            // written out
            ("14 Mar 2027", "2027-03-14"),
            ("July  3, 2026", "2026-07-03"),
            ("July 3rd, 2026", "2026-07-03"),
            ("Nov 3, 2026, 5:07 p.m.", "2026-11-03T17:07:00Z"),
            ("May 5, 2026 12:30 AM EDT", "2026-05-05T00:30:00-04:00"),
            ("3. June 2026", "2026-06-03"),
            // RFC 822 in other languages
            ("Seg, 24 Set 2018 19:42:40 -0300", "2018-09-24T19:42:40-03:00"),
            ("mar., 24 juil. 2018 19:42:40 +0200", "2018-07-24T19:42:40+02:00"),
            ("Mo, 24 Dez 2018 19:42:40 +0100", "2018-12-24T19:42:40+01:00"),
            // numbers
            ("1795000000", "2026-11-18T11:06:40Z"),
            ("1795000000000", "2026-11-18T11:06:40Z"),
            ("1795000000.25", "2026-11-18T11:06:40Z"),
        ];
        for (text, expected) in table {
            assert_eq!(shown(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_or_leaves_doubt_is_none() {
        for text in [
            "",
            " ",
            "2026",
            "2026-11",
            "November 2026",
            "20 Nov",
            "today",
            "03/06/2025",
            "11-20-2026",
            "26-11-20",
            "Mon, 01 Jan 0001 00:00:00 +0000",
            "0001-01-01T00:00:00Z",
            "1969-12-31",
            "2101-01-01",
            "9999-12-31",
            "2026-02-30",
            "2026-13-01",
            "99999999",
            "123",
            "915148800",
            "99999999999",
            "30 Feb 2026",
            "1 2 3",
            "Posted 30+ Days Ago",
            "P1D",
            "12:00",
            "-",
            "+0200",
            "Jan",
            "日本",
        ] {
            assert_eq!(shown(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(text: String) {
            let _ = read(&text);
        }

        #[test]
        fn anything_like_a_date_is_read_without_panic(
            text in "((Mon|Nov|Sept|T|Z|GMT|PM|am|[0-9]{1,5}|[-+:/., ()é]){1,14})"
        ) {
            if let Some(when) = read(&text) {
                prop_assert!(YEARS.contains(&when.day().year()));
            }
        }

        #[test]
        fn moments_survive_both_rfcs(seconds in 946_684_800i64..4_102_444_800, minutes in -56i32..56) {
            let offset = Offset::from_seconds(minutes * 15 * 60).unwrap_or(Offset::UTC);
            let local = offset.to_datetime(Timestamp::from_second(seconds).unwrap_or_default());
            let when = When::Moment { local, offset };
            prop_assert_eq!(read(&when.to_string()), Some(when));
            let zone = when.to_string().split_off(19).replace(':', "").replace('Z', "+0000");
            let rfc_822 = format!("{} {zone}", local.strftime("%a, %d %b %Y %H:%M:%S"));
            prop_assert_eq!(read(&rfc_822), Some(when));
        }
    }
}
