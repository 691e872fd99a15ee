//! Whether two things are alike enough to be shown to a person. Each type has its own judge; what
//! tells apart (ranks, numbers, names, places, days) counts before anything that is in common.

use std::cmp::Ordering;
use std::collections::HashSet;
use std::sync::LazyLock;

use jiff::civil::Date;

use super::title::{Reading, Role, Word, hash};
use super::{Thing, lists, summary};
use crate::model::item::ItemType;

/// Words of organisations' names that do not count, and those that name none alone.
static LEGAL: LazyLock<HashSet<u64>> = LazyLock::new(|| lists::LEGAL.iter().map(|word| hash(word)).collect());
static GENERAL: LazyLock<HashSet<u64>> = LazyLock::new(|| lists::ORGANISATIONS.iter().map(|word| hash(word)).collect());

/// What is compared of a thing, made once.
#[derive(Debug)]
pub(super) struct Features<'a> {
    item_type: ItemType,
    pub(super) title: &'a str,
    /// What its type does without is left out.
    pub(super) words: Vec<Word>,
    /// Hashes of the employer's or publisher's words, sorted.
    pub(super) organisation: Vec<u64>,
    pub(super) shingles: Vec<u32>,
    key: Option<&'a str>,
    host: String,
    cities: Vec<u64>,
    countries: Vec<String>,
    pub(super) days: Option<(Date, Date)>,
}

impl<'a> Features<'a> {
    /// Reads a thing.
    pub(super) fn of(thing: &Thing<'a>, reading: &mut Reading) -> Features<'a> {
        let host = thing.link.map(|link| link.host()).unwrap_or_default();
        let mut words = reading.words(thing.title, &host);
        words.retain(|word| match thing.item_type {
            ItemType::Job => !word.flags.job_noise,
            ItemType::Event => !word.flags.event_noise && !matches!(word.role, Role::Year | Role::Time),
            ItemType::Article => true,
        });
        let mut organisation: Vec<u64> = match thing.organisation {
            Some(name) => {
                let words = reading.words(name, "").into_iter().map(|word| word.hash);
                words.filter(|word| !LEGAL.contains(word)).collect()
            }
            None => Vec::new(),
        };
        organisation.sort_unstable();
        Features {
            item_type: thing.item_type,
            title: thing.title,
            words,
            organisation,
            shingles: thing.summary.map(summary::shingles).unwrap_or_default(),
            key: thing.link.map(|link| link.key()),
            host,
            cities: thing.cities.iter().map(|city| hash(city)).collect(),
            countries: thing.countries.clone(),
            days: thing.days,
        }
    }

    /// Keeps the keys of one type apart from those of the others.
    pub(super) fn salt(&self) -> u64 {
        self.item_type as u64
    }

    /// Only stories are told again under another headline.
    pub(super) fn compares_summaries(&self) -> bool {
        self.item_type == ItemType::Article
    }

    fn names(&self, hash: u64) -> bool {
        self.organisation.binary_search(&hash).is_ok()
    }
}

/// Two things are alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Judgement {
    /// How sure it is, to order pairs.
    pub(super) strength: usize,
    /// How much the titles are alike, 0 to 100.
    pub(super) likeness: u8,
    summaries: Option<usize>,
    has_same_organisation: bool,
    has_same_days: bool,
}

impl Judgement {
    /// The reason as a person reads it.
    pub(super) fn in_words(&self) -> String {
        let mut parts = Vec::new();
        if self.has_same_organisation {
            parts.push("same organisation".to_owned());
        }
        if self.has_same_days {
            parts.push("same days".to_owned());
        }
        parts.push(match self.likeness {
            100 => "same words in the title".to_owned(),
            likeness => format!("titles {likeness} % alike"),
        });
        parts.extend(self.summaries.map(|share| format!("summaries {share} % alike")));
        parts.join(", ")
    }
}

/// Whether a look at two things could be worth it at all: cheap, asked very often.
pub(super) fn may(one: &Features<'_>, other: &Features<'_>) -> bool {
    one.item_type == other.item_type
        && (one.key.is_none() || one.key != other.key)
        && match one.item_type {
            ItemType::Job => !are_apart(&one.organisation, &other.organisation),
            ItemType::Event => are_near(one, other) && !is_elsewhere(one, other),
            ItemType::Article => true,
        }
}

/// Judges two things; none where they are not alike enough, or something tells them apart.
pub(super) fn judge(one: &Features<'_>, other: &Features<'_>) -> Option<Judgement> {
    if !may(one, other) {
        return None;
    }
    let titles = Titles::of(one, other);
    let summaries = summary::contained(&one.shingles, &other.shingles);
    let is_alike = match one.item_type {
        ItemType::Job => are_one_job(one, other, &titles, summaries),
        ItemType::Event => are_one_event(one, other, &titles),
        ItemType::Article => are_one_story(one, other, &titles, summaries),
    };
    let likeness = titles.likeness();
    is_alike.then(|| Judgement {
        strength: likeness + summaries.unwrap_or_default(),
        likeness: u8::try_from(likeness).unwrap_or(100),
        summaries: summaries.filter(|share| *share >= 25),
        has_same_organisation: one.item_type == ItemType::Job
            && !one.organisation.is_empty()
            && !other.organisation.is_empty(),
        has_same_days: one.item_type == ItemType::Event && one.days == other.days,
    })
}

/// Two titles, word by word.
struct Titles<'f> {
    common: Vec<&'f Word>,
    /// What only the one has, and what only the other has.
    only: [Vec<&'f Word>; 2],
}

impl<'f> Titles<'f> {
    fn of(one: &'f Features<'_>, other: &'f Features<'_>) -> Titles<'f> {
        let mut titles = Titles { common: Vec::new(), only: [Vec::new(), Vec::new()] };
        let (mut left, mut right) = (one.words.iter().peekable(), other.words.iter().peekable());
        loop {
            let order = match (left.peek(), right.peek()) {
                (None, None) => break,
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(one), Some(other)) => one.hash.cmp(&other.hash),
            };
            let [only_one, only_other] = &mut titles.only;
            match order {
                Ordering::Less => only_one.extend(left.next()),
                Ordering::Greater => only_other.extend(right.next()),
                Ordering::Equal => {
                    titles.common.extend(left.next());
                    right.next();
                }
            }
        }
        for only in &mut titles.only {
            only.retain(|word| !word.is_publisher && !one.names(word.hash) && !other.names(word.hash));
        }
        titles
    }

    /// Twice the common words to all words, in per cent.
    fn likeness(&self) -> usize {
        let common = 2 * self.common.len();
        100 * common / (common + self.only.iter().map(Vec::len).sum::<usize>()).max(1)
    }

    /// How much of the shorter title the other has, in per cent.
    fn contained(&self) -> usize {
        let shorter = self.common.len() + self.only.iter().map(Vec::len).min().unwrap_or_default();
        100 * self.common.len() / shorter.max(1)
    }

    /// How many words of these sorts either title has alone.
    fn apart(&self, is_meant: impl Fn(&Word) -> bool) -> [usize; 2] {
        self.only.each_ref().map(|only| only.iter().filter(|word| is_meant(word)).count())
    }

    /// Whether both titles have words of these sorts that the other lacks.
    fn differ(&self, is_meant: impl Fn(&Word) -> bool) -> bool {
        self.apart(is_meant).into_iter().all(|number| number > 0)
    }

    /// Whether either title has words of these sorts that the other lacks.
    fn lack(&self, is_meant: impl Fn(&Word) -> bool) -> bool {
        self.apart(is_meant).into_iter().any(|number| number > 0)
    }

    /// Common words that few other titles have.
    fn telling(&self) -> usize {
        self.common.iter().filter(|word| !word.flags.generic).count()
    }
}

/// The same employer, the same rank, number and place, and the same words. A word more is a different
/// job unless the texts say otherwise.
fn are_one_job(one: &Features<'_>, other: &Features<'_>, titles: &Titles<'_>, summaries: Option<usize>) -> bool {
    let tells_apart = |word: &Word| matches!(word.role, Role::Rank | Role::Number | Role::Year | Role::Time);
    let is_place = |word: &Word| word.role == Role::Place;
    if titles.common.is_empty() || titles.lack(tells_apart) || titles.differ(is_place) || is_elsewhere(one, other) {
        return false;
    }
    let [more, less] = {
        let mut apart = titles.apart(|word| !is_place(word));
        apart.sort_unstable_by(|one, other| other.cmp(one));
        apart
    };
    let texts = summaries.unwrap_or_default();
    let has_one_employer = is_one_employer(one, other) || is_one_employer(other, one);
    match (has_one_employer, more, less) {
        (true, 0, 0) => true,
        (true, 1..=2, 0) => texts >= 60,
        (false, 0, 0) => texts >= 50,
        _ => false,
    }
}

/// Whether the one's employer is the other's, by its field or by its title.
fn is_one_employer(one: &Features<'_>, other: &Features<'_>) -> bool {
    let stands_in_title = |name: &u64| other.words.binary_search_by_key(name, |word| word.hash).is_ok();
    !one.organisation.is_empty() && (!other.organisation.is_empty() || one.organisation.iter().all(stands_in_title))
}

/// The same days and place, and one title within the other.
fn are_one_event(one: &Features<'_>, other: &Features<'_>, titles: &Titles<'_>) -> bool {
    let is_place = |word: &Word| word.role == Role::Place;
    let is_number = |word: &Word| word.role == Role::Number;
    if titles.differ(is_place) || titles.differ(is_number) || titles.lack(|word| word.role == Role::Form) {
        return false;
    }
    let is_content = |word: &Word| !matches!(word.role, Role::Place | Role::Number);
    let [left, right] = titles.apart(is_content);
    let common = 2 * titles.common.len();
    let is_one_city = one.cities.iter().any(|city| other.cities.contains(city));
    let is_told = titles.telling() > 0 || is_one_city || (one.host == other.host && !one.host.is_empty());
    let is_contained = left == 0 || right == 0;
    is_told
        && is_contained
        && (left + right == 0 || titles.common.len() > 1)
        && 100 * common >= 75 * (common + left + right)
}

/// The same text; or, where there is none to compare, nearly the same headline at nearly the same time.
fn are_one_story(one: &Features<'_>, other: &Features<'_>, titles: &Titles<'_>, summaries: Option<usize>) -> bool {
    if is_series(one, other, titles, summaries) {
        return false;
    }
    let counts = |word: &Word| matches!(word.role, Role::Number | Role::Time | Role::Year);
    let is_counted = titles.lack(counts);
    match summaries {
        Some(share) if share >= 50 => titles.telling() > 0 || share >= 60,
        Some(share) if share >= 25 && titles.contained() >= 70 => !is_counted && titles.telling() > 0,
        summaries => {
            // Without a text to compare, or with another one, the headline must say it all.
            let has_names_more = titles.lack(|word| matches!(word.role, Role::Name | Role::Place) && !word.at_edge);
            let enough = if summaries.is_some() {
                95
            } else if has_names_more {
                88
            } else {
                80
            };
            let is_contained = titles.only.iter().any(Vec::is_empty);
            !is_counted
                && is_contained
                && titles.likeness() >= enough
                && titles.common.len() >= 3
                && titles.telling() >= 2
                && gap(one, other).is_none_or(|days| days <= 10)
        }
    }
}

/// Whether two stories are members of a series: alike but for a number, a name, a rank or their day.
fn is_series(one: &Features<'_>, other: &Features<'_>, titles: &Titles<'_>, summaries: Option<usize>) -> bool {
    let is_number = |word: &Word| matches!(word.role, Role::Number | Role::Year);
    if titles.differ(is_number) || titles.differ(|word| word.role == Role::Time) {
        return true;
    }
    let is_trade = |word: &Word| word.role == Role::Trade;
    let is_job = titles.common.iter().any(|word| is_trade(word)) || titles.differ(is_trade);
    if is_job && titles.lack(|word| word.role == Role::Rank) {
        return true;
    }
    let is_name = |word: &Word| matches!(word.role, Role::Name | Role::Place);
    let shorter = one.words.len().min(other.words.len());
    if titles.differ(is_name) && (titles.common.len() * 5 >= shorter || summaries.is_none_or(|share| share < 60)) {
        return true;
    }
    let is_one_site = !one.host.is_empty() && one.host == other.host;
    is_one_site && gap(one, other).is_some_and(|days| days >= 5) && summaries.is_none_or(|share| share < 90)
}

/// Days between two stories.
fn gap(one: &Features<'_>, other: &Features<'_>) -> Option<i32> {
    Some(between(one.days?.0, other.days?.0))
}

fn between(one: Date, other: Date) -> i32 {
    one.duration_until(other)
        .as_hours()
        .unsigned_abs()
        .checked_div(24)
        .and_then(|days| i32::try_from(days).ok())
        .unwrap_or(i32::MAX)
}

/// Whether two events overlap or begin within three days of each other.
fn are_near(one: &Features<'_>, other: &Features<'_>) -> bool {
    one.days
        .zip(other.days)
        .is_some_and(|(one, other)| between(one.0, other.0) <= 3 || (one.0 <= other.1 && other.0 <= one.1))
}

/// Whether two things are known to be in different places.
fn is_elsewhere(one: &Features<'_>, other: &Features<'_>) -> bool {
    let no_city = !one.cities.is_empty()
        && !other.cities.is_empty()
        && !one.cities.iter().any(|city| other.cities.contains(city));
    let countries = (&one.countries, &other.countries);
    let no_country = !countries.0.is_empty()
        && !countries.1.is_empty()
        && !countries.0.iter().any(|code| countries.1.contains(code));
    no_city || no_country
}

/// Whether two organisations are known and different. "Acme" and "Acme Europe GmbH" are not.
fn are_apart(one: &[u64], other: &[u64]) -> bool {
    if one.is_empty() || other.is_empty() {
        return false;
    }
    let (fewer, more) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let is_within = fewer.iter().all(|word| more.contains(word));
    !is_within || (fewer.len() < more.len() && fewer.iter().all(|word| GENERAL.contains(word)))
}
