//! Facts that a hand-submitted text states: when an event is and where, when its call or a job closes,
//! when an article appeared. Dates and places only; nothing that the text leaves open.
//!
//! Labelled lines ("Date: …", "Location: …") go before sentences. [`days`] finds dates, [`times`] the
//! hours beside them, [`places`] the places. A date without a year gets the one year that title,
//! address or text name ("OW2con'24"); where they name several or none, it stays unread.

pub mod days;
mod places;
mod times;

use std::sync::LazyLock;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use regex::Regex;

use super::front_matter;
use crate::model::dates::{When, machine};
use crate::model::pattern::pattern;
use crate::model::place::Place;
use crate::model::text;
use days::Days;

/// Most bytes of a text that are looked at.
const TEXT_CAP: usize = 200_000;

/// What a text states.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// First day or moment of an event.
    pub start: Option<When>,
    /// Last day or moment, where it is not the first.
    pub end: Option<When>,
    /// Where.
    pub place: Option<Place>,
    /// Whether the text says that it is (or is not) online.
    pub online: Option<bool>,
    /// Last day of the call for papers.
    pub cfp_closes: Option<Date>,
    /// Last day to apply.
    pub application_closes: Option<Date>,
    /// When the text appeared, in its front matter or in so many words.
    pub published: Option<When>,
    /// The day at its head, or on a line labelled "Date": that of an article, or of the event itself.
    pub dateline: Option<When>,
    /// What was left unread, and what was assumed, for the person who sent the text.
    pub doubts: Vec<String>,
}

/// Reads a text. `hints` (title, address) may name the year; `zone` is that of times without one.
pub fn read(text: &str, hints: &[&str], zone: &TimeZone) -> Facts {
    let text = text::head(text, TEXT_CAP);
    let matter = front_matter::split(text);
    let body = matter.as_ref().map_or(text, |matter| matter.body);
    let stated =
        matter.as_ref().and_then(|matter| when(&matter.fields.text(&["date", "published", "publishdate"])?, None));
    let lines: Vec<Line<'_>> = lines(body);
    let year = days::year(hints, body);
    let mut facts =
        Facts { published: stated.or_else(|| labelled_day(&lines, Label::Published, year)), ..Facts::default() };
    facts.dateline = byline(&lines, year).or_else(|| labelled_day(&lines, Label::When, year));
    read_event_days(&lines, year, zone, &mut facts);
    facts.cfp_closes = closing(&lines, &CFP, year);
    facts.application_closes = closing(&lines, &APPLICATION, year);
    (facts.place, facts.online) = places::read(&lines);
    facts
}

/// A date in a field that people fill in: what programs write, a local time (which needs `zone` to be
/// a moment and is a day without), or a day as in prose ("3 June 2026").
pub fn when(text: &str, zone: Option<&TimeZone>) -> Option<When> {
    let text = text.trim();
    if let Some(local) = times::local(text) {
        return Some(zone.and_then(|zone| times::moment(local, zone)).unwrap_or(When::Day(local.date())));
    }
    times::with_offset(text).or_else(|| machine::read(text)).or_else(|| days::whole(text).map(When::Day))
}

/// One line with what its label says.
struct Line<'t> {
    /// What the line is labelled as.
    label: Option<Label>,
    /// The line without its label.
    text: &'t str,
}

/// What people write before a colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Label {
    When,
    Place,
    Venue,
    Published,
}

static LABEL: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^[^\p{L}\p{N}]*(\p{L}[\p{L} ]{0,24}?)[\s*_]*[:：][\s*_]*(.*)$"));

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines: Vec<Line<'_>> = Vec::new();
    for text in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        // A label alone on its line stands for the next one.
        let pending = lines.last().filter(|line| line.text.is_empty()).and_then(|line| line.label);
        let (label, text) = labelled(text).map_or((pending, text), |(label, rest)| (Some(label), rest));
        lines.push(Line { label, text });
    }
    lines
}

fn labelled(line: &str) -> Option<(Label, &str)> {
    let found = LABEL.captures(line)?;
    let label = match found.get(1)?.as_str().trim().to_lowercase().as_str() {
        "date" | "dates" | "time" | "when" | "day" | "date and time" | "event date" | "datum" | "wann" | "fecha"
        | "cuándo" | "quand" | "data" | "日期" | "时间" | "時間" | "日時" | "活动时间" => Label::When,
        "location" | "where" | "place" | "city" | "ort" | "wo" | "lugar" | "lieu" | "luogo" | "地点" | "場所"
        | "会場" => Label::Place,
        "venue" | "room" | "hall" | "raum" | "salle" | "sala" => Label::Venue,
        "published" | "posted" | "published on" | "posted on" | "publication date" | "date published" => {
            Label::Published
        }
        _ => return None,
    };
    Some((label, found.get(2)?.as_str()))
}

static CFP: LazyLock<Regex> = LazyLock::new(|| {
    let call =
        r"call for (?:papers|proposals|speakers|participation|abstracts|sessions)|\bcfp\b|proposals?|submissions?";
    let closing = r"due|clos\w*|deadline|until|\bby\b|\bends?\b";
    pattern(&format!("(?i)(?:{call}).*?(?:{closing})|deadline.*?(?:{call})"))
});

static APPLICATION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)apply (?:by|before|until)|applications? (?:deadline|close|due|by|until)|closing date")
});

static ASIDE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)deadline|\bcfp\b|call for|submi(?:t|ssion)|published|posted|updated|early bird|regist\w+ (?:by|until|closes)|©|copyright",
    )
});

fn is_like(pattern: &LazyLock<Regex>, text: &str) -> bool {
    pattern.is_match(text)
}

/// The day after words about closing.
fn closing(lines: &[Line<'_>], pattern: &LazyLock<Regex>, year: Option<i16>) -> Option<Date> {
    lines.iter().find_map(|line| {
        let found = pattern.find(line.text)?;
        days::find(line.text.get(found.end()..)?).into_iter().find_map(|days| days.resolve(year)).map(|span| span.1)
    })
}

/// The single day on a line with this label.
fn labelled_day(lines: &[Line<'_>], label: Label, year: Option<i16>) -> Option<When> {
    lines.iter().filter(|line| line.label == Some(label)).find_map(|line| single_day(line.text, year))
}

/// The day of a short line near the head of the text that has no other.
fn byline(lines: &[Line<'_>], year: Option<i16>) -> Option<When> {
    let is_short = |line: &&Line<'_>| line.label.is_none() && line.text.chars().count() <= 60;
    lines.iter().take(8).filter(is_short).find_map(|line| single_day(line.text, year))
}

fn single_day(text: &str, year: Option<i16>) -> Option<When> {
    let found = days::find(text);
    let [days] = found.as_slice() else { return None };
    days.resolve(year).filter(|(first, last)| first == last).map(|(day, _)| When::Day(day))
}

/// The days of the event: those of labelled lines, else those of the first sentence that has any and
/// does not speak of deadlines.
fn read_event_days(lines: &[Line<'_>], year: Option<i16>, zone: &TimeZone, facts: &mut Facts) {
    let labelled = lines.iter().filter(|line| line.label == Some(Label::When));
    let others = lines.iter().filter(|line| line.label.is_none() && !is_like(&ASIDE, line.text));
    let mut yearless = None;
    let mut found: Option<(&str, Days, (Date, Date))> = None;
    for line in labelled.chain(others) {
        for days in days::find(line.text) {
            match (days.resolve(year), &found) {
                (Some(span), None) => found = Some((line.text, days, span)),
                (None, None) => yearless = yearless.or_else(|| line.text.get(days.range.clone())),
                _ => {}
            }
        }
    }
    match (found, yearless) {
        (Some((line, days, span)), _) => set_event_time(line, &days, span, zone, facts),
        (None, Some(text)) => {
            facts.doubts.push(format!("“{text}” names no year, nor does the title or the rest of the text"))
        }
        (None, None) => {}
    }
}

/// Start and end from days, and from the hours beside a single day.
fn set_event_time(line: &str, days: &Days, (first, last): (Date, Date), zone: &TimeZone, facts: &mut Facts) {
    facts.start = Some(When::Day(first));
    facts.end = (last != first).then_some(When::Day(last));
    if last != first {
        return;
    }
    let Some(hours) = times::beside(line, &days.range) else { return };
    match hours.zone {
        times::Zone::Unclear(name) => {
            facts.doubts.push(format!("the time zone “{name}” has more than one meaning, so only the day was taken"));
            return;
        }
        times::Zone::None => {
            let name = zone.iana_name().unwrap_or("the newsletter's time zone");
            facts.doubts.push(format!("the text names no time zone; its hours are taken as {name}"));
        }
        times::Zone::Offset(_) => {}
    }
    facts.start = hours.at(first, hours.from, zone).or(facts.start);
    facts.end = hours.until.and_then(|until| hours.at(first, until, zone)).filter(|end| Some(*end) > facts.start);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_in_madrid(text: &str, title: &str) -> Facts {
        read(text, &[title], &TimeZone::get("Europe/Madrid").unwrap_or(TimeZone::UTC))
    }

    fn dates(text: &str, title: &str) -> String {
        let facts = read_in_madrid(text, title);
        let shown = |when: Option<When>| when.map(|when| when.to_string()).unwrap_or_default();
        format!("{} {}", shown(facts.start), shown(facts.end)).trim().to_owned()
    }

    #[test]
    fn labelled_lines_go_before_sentences() {
        let text = "We opened in 2020 on 3 May 2020.\n\nDate: 12 June 2026\nLocation: Lyon, France\n";
        assert_eq!(dates(text, ""), "2026-06-12");
        let place = read_in_madrid(text, "").place;
        assert_eq!(place.and_then(|place| place.country).as_deref(), Some("France"));
    }

    #[test]
    fn the_year_comes_from_the_name_of_the_event() {
        assert_eq!(dates("On June 11 we meet at Conf'24.", ""), "2024-06-11");
        assert_eq!(dates("On June 11 we meet.", "Conf 2026"), "2026-06-11");
        assert_eq!(dates("On June 11 we meet.", ""), "");
        assert_eq!(dates("On June 11 we meet, as in 2024 and 2025.", ""), "");
    }

    #[test]
    fn a_date_without_year_is_told() {
        let facts = read_in_madrid("On June 11 we meet.", "");
        assert!(facts.doubts.iter().any(|doubt| doubt.contains("June 11")), "{:?}", facts.doubts);
    }

    #[test]
    fn hours_need_a_single_day_and_take_the_zone_beside_them() {
        assert_eq!(
            dates("Date: June 11, 2024, 16:40 to 17:40", ""),
            "2024-06-11T16:40:00+02:00 2024-06-11T17:40:00+02:00"
        );
        assert_eq!(dates("June 11, 2024 at 5pm GMT", ""), "2024-06-11T17:00:00Z");
        assert_eq!(dates("When: 11-12 June 2024, from 9:00", ""), "2024-06-11 2024-06-12");
        assert_eq!(dates("June 11, 2024, 10:00 IST", ""), "2024-06-11");
    }

    #[test]
    fn deadlines_are_not_the_event() {
        let text =
            "The call for papers closes on April 30, 2026. \n\nSee you on Sept 16-18, 2026!\nApply by 1 March 2026";
        let facts = read_in_madrid(text, "");
        assert_eq!(facts.cfp_closes.map(|day| day.to_string()).as_deref(), Some("2026-04-30"));
        assert_eq!(facts.application_closes.map(|day| day.to_string()).as_deref(), Some("2026-03-01"));
        assert_eq!(dates(text, ""), "2026-09-16 2026-09-18");
    }

    #[test]
    fn front_matter_and_bylines_date_the_text() {
        let published = |text| read_in_madrid(text, "").published.map(|when| when.to_string());
        assert_eq!(published("---\ndate: 2022-11-14\n---\nOn December 16, 2022").as_deref(), Some("2022-11-14"));
        assert_eq!(published("Published: 3 March 2026\n").as_deref(), Some("2026-03-03"));
        assert_eq!(published("By Ada, 3 March 2026\n"), None);
        let dateline = |text| read_in_madrid(text, "").dateline.map(|when| when.to_string());
        assert_eq!(dateline("A title\nBy Ada, 3 March 2026\n\nText of 5 May 2025.").as_deref(), Some("2026-03-03"));
        assert_eq!(dateline("3-4 March 2026\n"), None);
        assert_eq!(dateline("A long sentence that mentions the day of 3 March 2026 somewhere inside of it."), None);
    }

    #[test]
    fn fields_take_dates_as_people_write_them() {
        let shown = |text| when(text, None).map(|when| when.to_string());
        assert_eq!(shown("2024-01-31 10:00:00 +0100").as_deref(), Some("2024-01-31T10:00:00+01:00"));
        assert_eq!(shown("2024-01-31 10:00").as_deref(), Some("2024-01-31"));
        assert_eq!(shown("31 January 2024").as_deref(), Some("2024-01-31"));
        assert_eq!(shown("soon"), None);
    }
}
