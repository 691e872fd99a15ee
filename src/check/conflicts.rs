//! Whether the label of an entry and its address speak of the same thing: year, city, employer,
//! position. Only where both speak and nothing of what they say agrees.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use super::{Check, Example, Found, Level};
use crate::markdown::FoundLink;
use crate::model::issue::{Entry, EntryType};
use crate::model::link::Link;
use crate::model::pattern::pattern;
use crate::model::place::{self, Location};

/// Most words that are looked at in a label or an address.
const WORDS: usize = 40;

pub(super) const LABEL_TARGET_CONFLICT: Check = Check {
    id: "label-target-conflict",
    level: Level::Warning,
    about: "The label names one year, city, employer or position, its address another.",
    wrong: Example::of(
        "# Notes 5\n\n## Events\n\n- February 3–4, 2027 [Example Days 2027](https://example.org/days/2026/)\n",
    ),
    right: Example::of(
        "# Notes 5\n\n## Events\n\n- February 3–4, 2027 [Example Days 2027](https://example.org/days/2027/)\n",
    ),
    find: |case| {
        let events = case.items(EntryType::Event).map(|(_, entry)| entry);
        let of_events = events.filter_map(|entry| {
            let link = case.first_link(entry)?;
            other_year(entry, link).or_else(|| other_city(entry, link))
        });
        let jobs = case.items(EntryType::Job).map(|(_, entry)| entry);
        let of_jobs = jobs.filter_map(|entry| {
            let link = case.first_link(entry)?;
            other_employer(entry, link).or_else(|| other_position(entry, link))
        });
        of_events.chain(of_jobs).collect()
    },
};

fn conflict(link: &FoundLink, said: &str, address: &str, what: &str) -> Found {
    Found::at(link.range.clone(), format!("the entry says {said}, its address {address}"))
        .help(format!("check that the link opens the right {what}"))
}

fn other_year(entry: &Entry, link: &FoundLink) -> Option<Found> {
    let address = years(&link.url);
    let mut said = years(&link.text);
    said.extend(entry.start.map(|start| start.year()));
    let [year] = Vec::from_iter(&address)[..] else { return None };
    let newest = said.iter().max()?;
    let is_other = !said.contains(year) && (newest - year).abs() <= 3;
    is_other.then(|| conflict(link, &newest.to_string(), &year.to_string(), "year"))
}

/// Years that stand as a word of their own.
fn years(text: &str) -> BTreeSet<i16> {
    static YEAR: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:^|[^0-9A-Za-z%])(20[0-4]\d)(?:$|[^0-9A-Za-z])"));
    YEAR.captures_iter(text).filter_map(|found| found.get(1)?.as_str().parse().ok()).collect()
}

/// Cities in different countries: of two in one country, one may be the other's name in another
/// language.
fn other_city(entry: &Entry, link: &FoundLink) -> Option<Found> {
    // Most addresses name none.
    let address = Some(cities(&slug(&link.url)?)).filter(|cities| !cities.is_empty())?;
    let own = entry.place.iter().flat_map(|place| &place.city).map(String::as_str);
    let said: Vec<Location> = own.chain([link.text.as_str()]).flat_map(cities).collect();
    let agree = |one: &Location| address.iter().any(|other| other.country == one.country);
    let (one, other) = said.first().zip(address.first())?;
    (!said.iter().any(agree)).then(|| conflict(link, name(one), name(other), "city"))
}

fn name(location: &Location) -> &str {
    location.city.as_deref().unwrap_or(&location.text)
}

/// Cities that belong to one country beyond doubt, among the words of a text.
fn cities(text: &str) -> Vec<Location> {
    let words: Vec<&str> = words(text).take(WORDS).collect();
    let runs = (1..=3).flat_map(|length| words.windows(length));
    let is_city = |found: &Location| found.city.as_ref().is_some_and(|city| city.len() > 3) && found.country.is_some();
    runs.map(|run| Location::from_text(&titled(&run.join(" "))))
        .filter(is_city)
        .filter(|found| place::country_code(&found.text).is_none())
        .collect()
}

/// With a capital at each word, as names of cities are written.
fn titled(words: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default()
    };
    words.split(' ').map(capital).collect::<Vec<_>>().join(" ")
}

/// `linkedin.com/jobs/view/POSITION-at-EMPLOYER-ID`: the one address that names both in words.
fn linkedin(link: &Link) -> Option<(String, String)> {
    static VIEW: LazyLock<Regex> = LazyLock::new(|| pattern(r"/jobs/view/([^/?#]+)-at-([^/?#]+)-\d{6,}"));
    link.host().ends_with("linkedin.com").then_some(())?;
    let parts = VIEW.captures(link.as_str())?;
    Some((parts.get(1)?.as_str().to_owned(), parts.get(2)?.as_str().to_owned()))
}

fn other_employer(entry: &Entry, link: &FoundLink) -> Option<Found> {
    let (_, employer) = linkedin(&Link::parse(&link.url)?)?;
    let organisation = entry.organisation.as_deref()?;
    let (one, other) = (letters(organisation), letters(&employer));
    let is_other = !one.contains(&other) && !other.contains(&one) && !share_a_word(organisation, &employer);
    is_other.then(|| conflict(link, organisation, &employer.replace('-', " "), "job"))
}

/// A position of which the address has not one word. Employers' addresses are in their own language,
/// so words count as the same when one begins like the other.
fn other_position(entry: &Entry, link: &FoundLink) -> Option<Found> {
    let parsed = Link::parse(&link.url)?;
    parsed.thing()?;
    let said = entry.title.as_deref()?;
    let address = match linkedin(&parsed) {
        Some((position, _)) => position,
        None => position_words(&parsed)?,
    };
    let is_told = |text: &str| {
        let is_foreign = text.chars().any(|letter| letter.is_alphabetic() && letter > '\u{24F}');
        !is_foreign && words(text).filter(|word| is_telling(word)).count() >= 2
    };
    let is_other = is_told(said) && is_told(&address) && !share_a_word(said, &address);
    is_other.then(|| conflict(link, said, &address, "job"))
}

/// The words that a board puts beside its id: the longest segment of the path.
fn position_words(link: &Link) -> Option<String> {
    let url = link.to_url()?;
    let longest = url.path_segments()?.max_by_key(|segment| words(segment).filter(|word| is_telling(word)).count())?;
    Some(words(longest).filter(|word| is_telling(word)).collect::<Vec<_>>().join(" "))
}

/// Host and path in words.
fn slug(url: &str) -> Option<String> {
    let url = Link::parse(url)?.to_url()?;
    Some(format!("{} {}", url.host_str()?, url.path()))
}

fn share_a_word(one: &str, other: &str) -> bool {
    let (one, other) = (one.to_lowercase(), other.to_lowercase());
    let alike = |word: &str, other: &str| {
        let head = |word: &str| word.chars().take(4).collect::<String>();
        head(word) == head(other) || word.contains(other) || other.contains(word)
    };
    words(&one)
        .filter(|word| word.len() > 1)
        .any(|word| words(&other).filter(|word| word.len() > 1).any(|found| alike(word, found)))
}

/// Words of four Latin letters or more: addresses are in these, whatever the label is written in.
fn is_telling(word: &str) -> bool {
    word.chars().count() >= 4 && word.chars().all(|letter| letter.is_alphabetic() && letter <= '\u{24F}')
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty())
}

fn letters(text: &str) -> String {
    text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{Case, Newsletter};

    fn spoken(section: &str, entry: &str) -> Vec<String> {
        let text = format!("# Notes 5\n\n## {section}\n\n- {entry}\n");
        let newsletter = Newsletter::default();
        let case = Case::new(&newsletter, "2026-11-24.md", &text);
        (LABEL_TARGET_CONFLICT.find)(&case).into_iter().map(|found| found.message).collect()
    }

    #[test]
    fn a_city_of_another_country_is_a_conflict() {
        let wrong = "December 7, 2026 [Example Days, Berlin](https://example.org/days-london/)";
        assert_eq!(spoken("Events", wrong), ["the entry says Berlin, its address London"]);
        for right in [
            "December 7, 2026 [Example Days, Berlin](https://example.org/days-berlin/)",
            "December 7, 2026 [Example Days, Berlin](https://example.org/london/days-berlin/)",
            "December 7, 2026 [Example Days, Munich](https://example.org/muenchen/)",
            "December 7, 2026 [Example Days](https://example.org/days-london/)",
            "December 7, 2026 [Example Days, Berlin](https://example.org/days/)",
        ] {
            assert_eq!(spoken("Events", right), Vec::<String>::new(), "{right}");
        }
    }

    #[test]
    fn another_employer_or_position_is_a_conflict() {
        let job =
            |label: &str, view: &str| spoken("Jobs", &format!("[{label}](https://www.linkedin.com/jobs/view/{view}/)"));
        assert_eq!(
            job("🇮🇪 Acme | Open Source Lead", "open-source-lead-at-other-corp-4181091889"),
            ["the entry says Acme, its address other corp"]
        );
        assert_eq!(
            job("🇮🇪 Acme | Open Source Lead", "accountant-receivables-at-acme-4181091889"),
            ["the entry says Open Source Lead, its address accountant-receivables"]
        );
        for (label, view) in [
            ("🇮🇪 Acme | Open Source Lead", "open-source-lead-at-acme-inc-4181091889"),
            ("🇮🇪 Acme | Open Source Lead", "4181091889"),
            ("🇮🇪 Acme | Communications Manager", "kommunikations-manager-at-acme-4181091889"),
            ("🇮🇪 Acme | オープンソースエンジニア, Tokyo Office", "accountant-receivables-at-acme-4181091889"),
        ] {
            assert_eq!(job(label, view), Vec::<String>::new(), "{label} {view}");
        }
    }
}
