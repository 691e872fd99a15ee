//! Whether the flag of an entry is that of the place that it names. What else label and address
//! may disagree on is in `conflicts`.

use std::collections::BTreeSet;

use super::{Case, Check, Example, Found, Level};
use crate::model::flag;
use crate::model::issue::{Entry, EntryType};
use crate::model::place;

pub(super) const FLAG_LOCATION: Check = Check {
    id: "flag-location",
    level: Level::Warning,
    about: "The flag is of one country, the place that the entry or its address names of another.",
    wrong: Example::of(
        "# Notes 5\n\n## Jobs\n\n- [🇺🇸 Example | Open Source Lead, Germany](https://example.org/lead)\n",
    ),
    right: Example::of(
        "# Notes 5\n\n## Jobs\n\n- [🇩🇪 Example | Open Source Lead, Germany](https://example.org/lead)\n",
    ),
    find: |case| {
        let entries = [EntryType::Job, EntryType::Event].into_iter().flat_map(|wanted| case.items(wanted));
        entries.filter_map(|(_, entry)| foreign_flag(case, entry)).collect()
    },
};

fn foreign_flag(case: &Case<'_>, entry: &Entry) -> Option<Found> {
    let country = entry.country.as_deref().filter(|country| *country != flag::REMOTE && *country != "EU")?;
    let shown = flags(&entry.text);
    let link = case.first_link(entry)?;
    let named: BTreeSet<&str> = countries(&link.text).chain(workday_country(&link.url)).collect();
    let [other] = Vec::from_iter(named)[..] else { return None };
    let is_foreign = other != country && !shown.iter().any(|code| code == other);
    let name = place::country_name(other).unwrap_or(other);
    is_foreign.then(|| {
        Found::at(
            link.range.clone(),
            format!("the flag is of {}, the entry names {name}", place::country_name(country).unwrap_or(country)),
        )
        .help("correct the flag")
    })
}

/// Every flag of a text.
fn flags(text: &str) -> Vec<String> {
    let mut rest = text;
    let mut flags = Vec::new();
    while let Some((range, country)) = flag::find(rest) {
        flags.push(country);
        rest = rest.get(range.end..).unwrap_or_default();
    }
    flags
}

/// Countries named as the last part of a text ("…, Berlin, Germany"): elsewhere a name may be an
/// organisation's.
fn countries(text: &str) -> impl Iterator<Item = &'static str> {
    let last = text.rsplit([',', '/']).next().unwrap_or_default();
    let trimmed = last.trim_matches(|edge: char| !edge.is_alphanumeric());
    let is_name = trimmed.chars().count() > 3 && text.contains([',', '/']);
    is_name.then(|| place::country_code(trimmed)).flatten().into_iter()
}

/// The country of the place in a Workday address (`…/job/PLACE/TITLE_ID`), where it is beyond doubt.
fn workday_country(url: &str) -> Option<&'static str> {
    let path = url.split(['?', '#']).next().filter(|path| path.contains(".myworkdayjobs.com/"))?;
    let written = path.split_once("/job/")?.1.split_once('/')?.0.replace('-', " ");
    let office = written.strip_suffix(" Office").unwrap_or(&written);
    place::country_code(&place::Location::from_text(office).country?)
}
