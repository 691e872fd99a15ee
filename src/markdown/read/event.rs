//! Events: name, days, place and call for papers, wherever in the row they stand.
//!
//! `June 3–4, 2025 [Name, City](url) - CFP closed`, `[Name](url) Oct 6 in London`,
//! `[🇧🇪 Name, City | Feb 3-4](url)`, `[Name (March 16–17, 2026, Berlin, Germany)](url) – **Dec 1, 2025**`.

use std::ops::Range;

use super::entry::{Lead, Part, tidy, without_flags};
use super::prose::{LinkKind, Prose};
use super::words::words;
use super::{article, call, place};
use crate::model::dates::span::{self, DaySpan, Found};
use crate::model::flag::REMOTE;
use crate::model::item::Cfp;
use crate::model::place::Place;
use jiff::civil::Date;

/// What an event entry says.
#[derive(Debug, Default)]
pub(super) struct Event {
    pub title: Option<String>,
    pub country: Option<String>,
    pub days: Option<DaySpan>,
    pub place: Option<Place>,
    pub cfp: Option<Cfp>,
}

/// Whether an entry is an event by its own shape: a day before, in or right after its link, or an
/// invitation with a day in it.
pub(super) fn looks_like(lead: &Lead) -> bool {
    let near_link = |(part, found): &(Part, Found)| match part {
        Part::Before => words(lead.before.get(..found.range.start).unwrap_or_default()).count() <= 2,
        Part::Name => true,
        Part::After => words(lead.after.get(..found.range.start).unwrap_or_default()).count() <= 3,
    };
    let invites = {
        let lower = lead.before.to_lowercase();
        ["sign up", "register", "rsvp", "join us"].iter().any(|word| lower.contains(word))
    };
    if lead.has_name { lead.dates.iter().any(near_link) } else { invites && !lead.dates.is_empty() }
}

/// Whether an entry of a list of events is one: it looks like one, starts with its link or is mostly
/// link, or is a short row with a day or a call for papers.
pub(super) fn belongs(lead: &Lead, prose: &Prose) -> bool {
    let is_bare = prose.links.iter().all(|link| link.kind == LinkKind::Bare);
    let length = lead.before.len() + lead.name.len() + lead.after.len();
    let is_named = !is_bare && lead.has_name && !lead.url.is_empty();
    let starts_with_link = is_named && words(lead.before).count() <= 2;
    let is_mostly_link = is_named && lead.name.len() * 5 >= length * 2;
    let whole = format!("{}{}{}", lead.before, lead.name, lead.after);
    let is_row = words(&whole).count() <= LONGEST_ROW;
    let has_day_or_call = !lead.dates.is_empty() || !lead.url.is_empty() && call::is_mentioned(&whole);
    starts_with_link || is_mostly_link || (is_row && has_day_or_call) || looks_like(lead)
}

/// Reads an event entry. `issue_date` decides whether a call is still open.
pub(super) fn read(lead: &Lead, prose: &Prose, issue_date: Option<Date>) -> Event {
    let (days, calls) = days_and_calls(lead);
    let event_day = days.first();
    let has_name = lead.has_name;
    let (country, name) = without_flags(if has_name { lead.name } else { lead.before });
    let (flag_before, _) = without_flags(lead.before);
    let country = country.or(flag_before);
    let (mut title, place_in_name) = split_name(name, country.is_some());
    // An invitation in prose ("… Sign up [here](url)"): its first sentence, like that of an article.
    if !has_name && words(name).count() > LONGEST_ROW {
        title = article::title(lead).unwrap_or(title);
    }
    let place = place_in_name
        .or_else(|| place_after(lead, event_day.is_some_and(|(part, _)| *part == Part::After)))
        .map_or_else(|| flag_place(country.as_deref()), |place| Some(with_flag(place, country.as_deref())));
    Event {
        title: Some(tidy(&title)).filter(|title| !title.is_empty()),
        country,
        days: event_day.map(|(_, found)| found.span),
        place,
        cfp: call::read(lead, prose, &calls, issue_date),
    }
}

/// The days of the event and those of its call for papers.
#[expect(clippy::type_complexity, reason = "two lists of the same")]
fn days_and_calls(lead: &Lead) -> (Vec<(Part, Found)>, Vec<(Part, Found)>) {
    let (mut calls, days): (Vec<_>, Vec<_>) = lead.dates.iter().cloned().partition(|dated| call::is_date(lead, dated));
    // "[Name (March 16, 2026)](url) – **December 1, 2025**": the bold date is the deadline.
    let is_bold = |(part, found): &&(Part, Found)| {
        *part == Part::After && lead.strong_after.iter().any(|strong| strong.contains(&found.range.start))
    };
    if days.first().is_some_and(|(part, _)| *part != Part::After) {
        calls.extend(days.iter().skip(1).filter(is_bold).cloned());
    }
    (days, calls)
}

/// Longest row of a list of events, in words; what is longer is prose.
const LONGEST_ROW: usize = 25;

/// The name of the event without date, call and place; and the place, where the name has one.
fn split_name(name: &str, has_flag: bool) -> (String, Option<Place>) {
    let (name, in_parentheses) = without_dated_parentheses(name);
    let mut title = without_asides(&name);
    let mut place = in_parentheses.as_deref().and_then(place::read);
    for dash in [" - ", " – ", " — "] {
        if let Some((head, tail)) = title.rsplit_once(dash) {
            let is_place = place.is_none() && (place::is_known(tail) || is_place_and_online(tail));
            if is_place {
                place = place::read(tail);
            }
            if is_place || is_aside(tail) || place::is_online(tail) {
                title = head.to_owned();
            }
        }
    }
    // In the middle of a sentence the date stays.
    let is_at_edge = |range: &Range<usize>| {
        let outside = [title.get(..range.start), title.get(range.end..)];
        outside.into_iter().flatten().any(|side| words(side).next().is_none())
    };
    if let Some(found) = a_date(&title).filter(|found| is_at_edge(&found.range)) {
        title.replace_range(found.range, " ");
    }
    match trailing_place(&title, has_flag).filter(|_| place.is_none()) {
        Some((head, place)) => (head, Some(place)),
        None => (title, place),
    }
}

/// The day in a piece of a name; its year does not matter here.
fn a_date(text: &str) -> Option<Found> {
    span::find(text, Date::constant(2000, 1, 1))
}

/// A part of a name that only says when the event or its call is.
fn is_aside(part: &str) -> bool {
    a_date(part).is_some() || call::is_mentioned(part) && words(part).count() <= 4
}

/// The parts between bars that are no asides; the first where all are.
fn without_asides(name: &str) -> String {
    let parts: Vec<&str> = name.split('|').map(str::trim).filter(|part| !part.is_empty()).collect();
    let kept: Vec<&str> = parts.iter().copied().filter(|part| parts.len() == 1 || !is_aside(part)).collect();
    if kept.is_empty() { parts.first().copied().unwrap_or_default().to_owned() } else { kept.join(" | ") }
}

/// Takes out the parenthesis that has a date; gives what stands in it after the date.
fn without_dated_parentheses(name: &str) -> (String, Option<String>) {
    for (open, _) in name.match_indices('(') {
        let Some(inside) = name.get(open + 1..).and_then(|rest| rest.split_once(')')).map(|(inside, _)| inside) else {
            break;
        };
        if let Some(last) = span::all(inside, Date::constant(2000, 1, 1)).last() {
            let place = inside.get(last.range.end..).map(str::to_owned);
            return (name.replacen(&format!("({inside})"), "", 1), place);
        }
    }
    (name.to_owned(), None)
}

fn is_place_and_online(text: &str) -> bool {
    [" & ", " + "].iter().any(|joint| text.split_once(joint).is_some_and(|(_, after)| place::is_online(after)))
}

/// "Name, Hotel, City, Country": known places at the end, or one name behind a flag.
fn trailing_place(title: &str, has_flag: bool) -> Option<(String, Place)> {
    let parts: Vec<&str> = title.split([',', '，']).map(str::trim).collect();
    let last = parts.last().filter(|_| parts.len() > 1)?;
    let is_plain = |part: &str| {
        words(part).count() <= 3 && part.starts_with(char::is_alphabetic) && !part.starts_with(char::is_lowercase)
    };
    let country_first = parts.len() > 2 && parts.get(parts.len() - 2).is_some_and(|part| place::is_country(part));
    let taken = if country_first && has_flag && is_plain(last) {
        2
    } else if place::is_country(last) || place::is_known(last) && parts.len() > 2 {
        parts.iter().skip(1).rev().take(3).take_while(|part| is_plain(part)).count()
    } else {
        usize::from(place::is_known(last) || has_flag && is_plain(last))
    };
    let (head, tail) = parts.split_at_checked(parts.len() - taken).filter(|_| taken > 0)?;
    Some((head.join(", "), place::read(&tail.join(", "))?))
}

/// The place in what stands after the link: beside the date, or between dashes where it is known.
fn place_after(lead: &Lead, date_is_there: bool) -> Option<Place> {
    let after = lead.after.split('|').next().unwrap_or_default();
    if after.trim_start().starts_with(':') && !date_is_there {
        return None;
    }
    let mut rest = after.to_owned();
    for (_, found) in lead.dates.iter().rev().filter(|(part, _)| *part == Part::After) {
        if rest.get(found.range.clone()).is_some() {
            rest.replace_range(found.range.clone(), " \n ");
        }
    }
    [" - ", " – ", " — ", "\n"]
        .iter()
        .fold(vec![rest.as_str()], |parts, joint| parts.into_iter().flat_map(|part| part.split(joint)).collect())
        .into_iter()
        .filter(|part| !call::is_mentioned(part) && words(part).count() <= 8)
        .find_map(|part| {
            let place = place::read(part.trim_matches([' ', ',', '.', ':']))?;
            let is_known = [&place.city, &place.country].into_iter().flatten().any(|name| place::is_known(name));
            (date_is_there || is_known).then_some(place)
        })
}

fn flag_place(country: Option<&str>) -> Option<Place> {
    let country = country.filter(|country| is_country_code(country))?;
    Some(Place { country: Some(country.to_owned()), ..Place::default() })
}

/// Flags that stand for no country: anywhere, the European Union, the United Nations.
fn is_country_code(country: &str) -> bool {
    ![REMOTE, "EU", "UN"].contains(&country)
}

fn with_flag(place: Place, country: Option<&str>) -> Place {
    let country =
        place.country.clone().or_else(|| country.filter(|country| is_country_code(country)).map(str::to_owned));
    Place { country, ..place }
}

#[cfg(test)]
mod tests {
    use crate::markdown::read::tests::entry;
    use crate::model::item::Cfp;
    use crate::model::place::Place;

    /// "start/end | title | venue/city/country | status closes", "-" for what is not there.
    fn shown(markdown: &str) -> String {
        let entry = entry("Events", markdown);
        let dash = |text: Option<String>| text.unwrap_or_else(|| "-".into());
        let day = |day: Option<jiff::civil::Date>| dash(day.map(|day| day.to_string()));
        let place = entry.place.map(|Place { venue, city, country }| [venue, city, country].map(dash).join("/"));
        let cfp = entry.cfp.map(|Cfp { status, closes, .. }| format!("{status:?} {}", day(closes)));
        format!("{}/{} | {} | {} | {}", day(entry.start), day(entry.end), dash(entry.title), dash(place), dash(cfp))
    }

    #[test]
    fn every_shape_of_an_event_is_read() {
        for (markdown, expected) in [
            (
                "June 3–4, 2025 [ExampleCon India](https://e.example/)",
                "2025-06-03/2025-06-04 | ExampleCon India | - | -",
            ),
            (
                "Oct 30-Nov 2, [Example Open](https://e.example/), CFP due TBD",
                "2025-10-30/2025-11-02 | Example Open | - | Unknown -",
            ),
            (
                "Sept 13-16, [Summit](https://e.example/), CFP due July 30",
                "2025-09-13/2025-09-16 | Summit | - | Open 2025-07-30",
            ),
            (
                "[Name 2026 (March 16–17, 2026, Berlin, Germany)](https://e.example/) – **October 27, 2025 (CFP closed)**",
                "2026-03-16/2026-03-17 | Name 2026 | -/Berlin/Germany | Closed 2025-10-27",
            ),
            (
                "[Summit (February 24–25, 2026, Napa, California, USA)](https://e.example/) – **December 15, 2025**",
                "2026-02-24/2026-02-25 | Summit | -/Napa/USA | Open 2025-12-15",
            ),
            (
                "[🇧🇪 FOSS Days, Brussels | Feb 3-4, 2026](https://e.example/)",
                "2026-02-03/2026-02-04 | FOSS Days | -/Brussels/BE | -",
            ),
            (
                "[🇯🇵 Summit Japan | CFP Closes: September 10](https://e.example/)",
                "-/- | Summit Japan | -/-/JP | Open 2025-09-10",
            ),
            (
                "[🇩🇪 Days, Berlin | March 6 - 7, CfP ends February 15 ](https://e.example/)",
                "2026-03-06/2026-03-07 | Days | -/Berlin/DE | Open 2026-02-15",
            ),
            (
                "[Summit + Con Europe - CFP ends July 30th](https://e.example/)",
                "-/- | Summit + Con Europe | - | Open 2025-07-30",
            ),
            (
                "[ExampleCon](https://e.example/) September 27-29, 2025 in Hyatt Regency Seattle + Virtual",
                "2025-09-27/2025-09-29 | ExampleCon | Hyatt Regency Seattle/-/- | -",
            ),
            (
                "[ExampleCon Europe](https://e.example/) October 6, 2025 in London, in-person event",
                "2025-10-06/2025-10-06 | ExampleCon Europe | -/London/- | -",
            ),
            (
                "[KubeExample Europe 2022](https://e.example/) May 16 – 20, Valencia, Spain | CFP ends December 17,2025",
                "2025-05-16/2025-05-20 | KubeExample Europe 2022 | -/Valencia/Spain | Open 2025-12-17",
            ),
            (
                "September 30, 2025: [Name](https://e.example/) - London, England - CFP closed",
                "2025-09-30/2025-09-30 | Name | -/London/England | Closed -",
            ),
            (
                "Jan 30, 2026 [Con EU, Hotel Bedford, Brussels, Belgium](https://e.example/) - No CFP",
                "2026-01-30/2026-01-30 | Con EU | Hotel Bedford/Brussels/Belgium | None -",
            ),
            (
                "[EU Summit 2026 - Brussels & Online | Feb 3](https://e.example/)",
                "2026-02-03/2026-02-03 | EU Summit 2026 | -/Brussels/- | -",
            ),
            (
                "[Summit](https://e.example/) November 17th - 18th virtually | CFP closes September 30",
                "2025-11-17/2025-11-18 | Summit | - | Open 2025-09-30",
            ),
            ("June, [Maintainer Month](https://e.example/)", "-/- | Maintainer Month | - | -"),
            (
                "Oct 1, 2025 [Forum](https://e.example/) - CFP not open yet",
                "2025-10-01/2025-10-01 | Forum | - | Upcoming -",
            ),
            (
                "* Wed, Jul 2 15:00 UTC[The Strategy](https://e.example/)",
                "2025-07-02/2025-07-02 | The Strategy | - | -",
            ),
            ("[Webinar](https://e.example/): 2025年7月29日(金)15:00-16:00", "2025-07-29/2025-07-29 | Webinar | - | -"),
        ] {
            assert_eq!(shown(markdown), expected, "{markdown}");
        }
    }
}
