//! The rule about things that are alike: the same job or story under another address or title, in this
//! issue or in one of the last year. What makes two things alike is in `similar`.

use jiff::civil::Date;

use super::{Case, Check, Example, Found, Level};
use crate::markdown::FoundLink;
use crate::model::issue::{Entry, EntryType, Issue};
use crate::model::link::Link;
use crate::similar::{self, Other, Thing};

/// How far back issues are compared, in days: a post offered anew after a year is a new one.
const PAST_DAYS: i64 = 366;

pub(super) const NEAR_DUPLICATE: Check = Check {
    id: "near-duplicate",
    level: Level::Warning,
    about: "The same job, story or event seems to stand under another address or title too.",
    wrong: Example::of(
        "# Notes 5\n\n## Jobs\n\n- [🇮🇪 Example | Senior Product Manager, OSPO](https://example.org/jobs/1)\n- [🇮🇪 Example | OSPO Senior Product Manager](https://example.net/view/2)\n",
    ),
    right: Example::of(
        "# Notes 5\n\n## Jobs\n\n- [🇮🇪 Example | Senior Product Manager, OSPO](https://example.org/jobs/1)\n- [🇮🇪 Example | Product Manager, OSPO](https://example.net/view/2)\n",
    ),
    find: |case| {
        let here = here(case);
        let past = past(case);
        let things: Vec<Thing> = here.iter().filter_map(|(entry, _, key)| Thing::of_entry(entry, Some(key))).collect();
        let before: Vec<Thing> =
            past.iter().filter_map(|(_, entry, link)| Thing::of_entry(entry, link.as_ref())).collect();
        let mut found: Vec<Found> = similar::alike(&things, &before)
            .pairs
            .into_iter()
            .filter_map(|pair| {
                let (_, link, _) = here.get(pair.one)?;
                let (title, place) = match pair.other {
                    Other::Here(other) => here.get(other).map(|(entry, ..)| (&entry.title, place(None, entry)))?,
                    Other::Past(other) => {
                        past.get(other).map(|(issue, entry, _)| (&entry.title, place(Some(issue), entry)))?
                    }
                };
                let title = title.as_deref().unwrap_or_default();
                let message = format!("like “{title}” in {place}: {}", pair.reason);
                let help = "look at both; take one out if they are one, waive this line if they are two";
                Some(Found::at(link.range.clone(), message).help(help))
            })
            .collect();
        found.sort_by_key(|found| found.range.start);
        found
    },
};

fn place(issue: Option<&Issue>, entry: &Entry) -> String {
    issue.map_or(format!("line {}", entry.line), |issue| format!("{}, line {}", issue.path, entry.line))
}

/// What the issue lists: entries with a title, their first link and its key, evergreen ones aside.
fn here<'c>(case: &'c Case<'_>) -> Vec<(&'c Entry, &'c FoundLink, Link)> {
    let listed = [EntryType::Job, EntryType::Article, EntryType::Event];
    let mut entries: Vec<&Entry> =
        listed.into_iter().flat_map(|wanted| case.items(wanted)).map(|(_, entry)| entry).collect();
    entries.sort_by_key(|entry| entry.range.start);
    let thing = |entry: &'c Entry| {
        let link = case.first_link(entry)?;
        let parsed = Link::parse(&link.url).filter(|parsed| !case.newsletter.settings.allows(parsed))?;
        entry.title.as_ref().map(|_| (entry, link, parsed))
    };
    entries.into_iter().filter_map(thing).collect()
}

/// Jobs and stories of the issues of the year before: events come back until they are over.
fn past<'c>(case: &'c Case<'_>) -> Vec<(&'c Issue, &'c Entry, Option<Link>)> {
    let Some(date) = case.issue.date else { return Vec::new() };
    let first: Date = date.saturating_sub(jiff::Span::new().days(PAST_DAYS));
    let issues = case.newsletter.before(date).filter(|issue| issue.date.is_some_and(|day| day >= first));
    let sections = issues.flat_map(|issue| issue.sections.iter().map(move |section| (issue, section)));
    let listed = sections.filter(|(_, section)| {
        [EntryType::Job, EntryType::Article].into_iter().any(|wanted| case.lists(section, wanted))
    });
    let entries = listed.flat_map(|(issue, section)| section.entries.iter().map(move |entry| (issue, entry)));
    entries
        .filter(|(_, entry)| {
            entry.is_list_item
                && entry.title.is_some()
                && matches!(entry.entry_type, EntryType::Job | EntryType::Article)
        })
        .map(|(issue, entry)| (issue, entry, entry.url.as_deref().and_then(Link::parse)))
        .collect()
}
