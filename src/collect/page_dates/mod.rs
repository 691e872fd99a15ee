//! When a page was published, and when it was last changed.
//!
//! A chain, the most trustworthy first: schema.org data, `<meta>`, `itemprop`, `<time>`, the address,
//! and at last text that readers see beside the headline. A wrong date is worse than none, so every
//! step passes over what is doubtful: dates in the future, dates of other articles, of comments, of
//! copyright lines.
//!
//! `stated` reads markup, `address` the path, `visible` the text; `region` tells what part of
//! the page an element belongs to.

mod address;
mod region;
mod stated;
mod visible;

use jiff::civil::Date;

use super::document::Document;
use super::schema_org::Graph;
use super::stated_date::StatedDate;
use crate::model::dates::When;
use crate::model::dates::prose::{self, Order, Reading};
use crate::model::item::DateOrigin;
use crate::model::text;
use region::Regions;

/// The web is not older than this; what claims to be is a placeholder (1970-01-01) or history.
const OLDEST: i16 = 1995;
/// How much of a value is looked at, in bytes.
const VALUE_CAP: usize = 200;

/// A date of a page, and where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated {
    /// The date, with the precision that the page has.
    pub when: When,
    /// Which step found it.
    pub origin: DateOrigin,
    /// The text that it was read from.
    pub raw: String,
}

/// When a page was published. None where the page does not say or cannot be believed.
pub fn published(document: &Document, graph: &Graph, today: Date) -> Option<Dated> {
    let dates = Dates::of(document, today);
    let address = address::date(&dates);
    let stated = stated::in_schema(&dates, graph)
        .or_else(|| stated::in_meta(&dates))
        .or_else(|| stated::in_itemprop(&dates))
        .or_else(|| stated::in_time(&dates))
        .or_else(|| stated::in_attributes(&dates))
        .map(|stated| stated::localised(&dates, stated));
    let certain = match (stated, address) {
        (Some(stated), Some(address)) if address_wins(&stated, &address) => Some(address),
        (stated, address) => stated.or(address),
    };
    certain.or_else(|| {
        let (weak, seen) = (stated::in_weak_meta(&dates), visible::date(&dates));
        let agree = weak.as_ref().zip(seen.as_ref()).is_some_and(|(weak, seen)| weak.when.day() == seen.when.day());
        if agree { weak } else { seen.or(weak) }
    })
}

/// An address is given once, when a page is published: a later date is that of a change, and the day
/// before an instant in UTC is the same moment where the publisher is.
fn address_wins(stated: &Dated, address: &Dated) -> bool {
    let earlier = (stated.when.day() - address.when.day()).get_days();
    match stated.origin {
        DateOrigin::Time => earlier != 0,
        _ => earlier > 7 || (stated::is_in_utc(stated.when) && earlier.abs() == 1),
    }
}

/// When a page was last changed, where its data says.
pub fn updated(document: &Document, graph: &Graph, today: Date) -> Option<When> {
    stated::modified(&Dates::of(document, today), graph)
}

/// What every step needs.
struct Dates<'a> {
    document: &'a Document,
    today: Date,
    language: Option<String>,
    order: Option<Order>,
    regions: Regions<'a>,
}

impl<'a> Dates<'a> {
    fn of(document: &'a Document, today: Date) -> Dates<'a> {
        let language = super::page_facts::metadata::language(document);
        let order = order(document, language.as_deref());
        Dates { document, today, language, order, regions: Regions::of(document) }
    }

    fn reading(&self) -> Reading<'_> {
        Reading { language: self.language.as_deref(), order: self.order }
    }

    /// A date that can be a page's: neither before the web nor after tomorrow (time zones).
    fn plausible(&self, day: Date) -> bool {
        day.year() >= OLDEST && day <= self.today.tomorrow().unwrap_or(self.today)
    }

    /// Reads the value of an attribute or a property.
    fn read(&self, raw: &str, origin: DateOrigin) -> Option<Dated> {
        let raw = raw.trim();
        let when = machine_date(raw).or_else(|| {
            let mention = prose::find(text::head(raw, VALUE_CAP), self.reading()).into_iter().next()?;
            Some(When::Day(mention.day))
        })?;
        self.plausible(when.day()).then(|| Dated { when, origin, raw: raw.to_owned() })
    }
}

/// A date in one of the formats of programs. Numbers with slashes or dots are left to [`prose`],
/// which knows what the page's language makes of them.
fn machine_date(raw: &str) -> Option<When> {
    let by_people = raw
        .get(..6)
        .is_some_and(|head| head.contains(['/', '.']) && !head.starts_with("20") && !head.starts_with("19"));
    if by_people { None } else { StatedDate::read(raw).map(StatedDate::certain) }
}

/// What 3/4/2021 means on this page, where language, region or the country of the address tells.
/// Languages that write dates with dots (German) have no rule for slashes: software wrote those.
fn order(document: &Document, language: Option<&str>) -> Option<Order> {
    const WITH_SLASHES: &[&str] =
        &["fr", "es", "it", "pt", "ca", "gl", "el", "vi", "id", "ms", "ar", "hi", "th", "ro", "nl", "cy", "ga", "sw"];
    const COUNTRIES: &[&str] = &["uk", "ie", "au", "nz", "in", "za", "eu", "sg", "my", "ng", "ke", "gh"];
    let tag = language.map(|tag| tag.to_ascii_lowercase().replace('_', "-")).unwrap_or_default();
    let primary = tag.split('-').next().unwrap_or_default();
    let host = document.url().and_then(|url| url.host_str()).unwrap_or_default();
    let by_country = COUNTRIES.contains(&host.rsplit('.').next().unwrap_or_default());
    match primary {
        "en" if tag == "en-us" => Some(Order::MonthFirst),
        "en" if tag.len() > 2 => Some(Order::DayFirst),
        "en" | "" if by_country => Some(Order::DayFirst),
        primary if WITH_SLASHES.contains(&primary) => Some(Order::DayFirst),
        _ => None,
    }
}
