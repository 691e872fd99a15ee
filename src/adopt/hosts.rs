//! Where the links of past issues come from: sources that their addresses make certain, sites worth a
//! look, and platforms whose items have to come in by hand.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;
use url::Url;

use super::{Past, SectionForm};
use crate::collect::{closed, recognise};
use crate::config::Config;
use crate::escape;
use crate::model::issue::{Entry, EntryType, Section};
use crate::model::words::fold;

/// Sources that are switched on, at most.
const SWITCHED_ON: usize = 12;
/// Further sources that are named, at most.
const SWITCHED_OFF: usize = 15;
/// Sites that are named, at most.
const SITES: usize = 20;
/// How far back from the newest issue a link still counts as recent, in months.
const RECENT: i64 = 18;
/// Hosts of everybody: that one is linked often says nothing of what it has.
const SHARED: &[&str] = &[
    "github.com",
    "gitlab.com",
    "youtube.com",
    "youtu.be",
    "vimeo.com",
    "eventbrite.com",
    "docs.google.com",
    "drive.google.com",
    "forms.gle",
    "google.com",
    "bit.ly",
    "zoom.us",
    "research.net",
    "surveymonkey.com",
    "reg.rainfocus.com",
    "sessionize.com",
    "archive.org",
    "medium.com",
    "amazon.jobs",
];
/// Links that make a source or a site worth naming.
const WORTH: usize = 2;
/// Most words that a board is asked for.
const INCLUDE: usize = 4;

/// What the links of an archive propose.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sources {
    /// Certain by their addresses and linked more than once of late.
    pub on: Vec<Proposal>,
    /// Certain by their addresses, but linked once or long ago.
    pub off: Vec<Proposal>,
    /// Sites of which the address does not tell what they offer.
    pub sites: Vec<Host>,
    /// Platforms that are not read by programs.
    pub closed: Vec<Host>,
    /// Words that the titles of past jobs have in common.
    pub include: Vec<String>,
}

/// A source.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// Its table in the configuration.
    pub toml: String,
    /// What it is, for people.
    pub what: String,
    /// How often it was linked.
    pub links: usize,
    /// The last issue that did.
    pub last: Date,
}

/// A site.
#[derive(Clone, Debug, PartialEq)]
pub struct Host {
    /// Host and, where all links share one, the first part of their paths; or a platform's name.
    pub name: String,
    /// How often it was linked.
    pub links: usize,
    /// The last issue that did.
    pub last: Date,
}

/// A link of an issue, with what it lists.
struct Listed {
    url: Url,
    takes: EntryType,
    day: Date,
}

/// Counts the first link of every entry in sections of jobs, events and articles.
pub(super) fn sources(issues: &[Past], sections: &[SectionForm]) -> Sources {
    let listed: Vec<Listed> = issues.iter().flat_map(listed).collect();
    let newest = listed.iter().map(|listed| listed.day).max();
    let recent = newest.map(|newest| newest.saturating_sub(RECENT.months()));
    let include = include(issues);
    let mut proposals = proposals(&listed, sections, &include);
    let is_recent = |last: Date| recent.is_some_and(|recent| last >= recent);
    proposals.sort_by(|one, other| (other.links, other.last, &one.toml).cmp(&(one.links, one.last, &other.toml)));
    proposals.sort_by_key(|proposal| !is_recent(proposal.last));
    let is_on = |proposal: &Proposal| proposal.links >= WORTH && is_recent(proposal.last);
    let (mut on, mut off): (Vec<_>, Vec<_>) = proposals.into_iter().partition(is_on);
    off.splice(0..0, on.split_off(on.len().min(SWITCHED_ON)));
    off.truncate(SWITCHED_OFF);
    let mut sites = counted(listed.iter().filter(|listed| is_site(&listed.url)), site);
    sites.sort_by_key(|site| !is_recent(site.last));
    sites.truncate(SITES);
    let platform = |url: &Url| closed::platform(url).map(str::to_owned);
    let closed = counted(listed.iter().filter(|listed| closed::platform(&listed.url).is_some()), platform);
    Sources { on, off, sites, closed, include }
}

fn listed(past: &Past) -> impl Iterator<Item = Listed> {
    let of = |section: &Section, entry: &Entry, day: Date| {
        let url =
            Url::parse(entry.url.as_deref()?.trim()).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
        let is_thing = entry.entry_type != EntryType::Text && section.section_type != EntryType::Text;
        is_thing.then_some(Listed { url, takes: entry.entry_type, day })
    };
    let day = past.issue.date;
    let entries =
        past.issue.sections.iter().flat_map(|section| section.entries.iter().map(move |entry| (section, entry)));
    entries.filter_map(move |(section, entry)| of(section, entry, day?))
}

/// The certain sources, each once.
fn proposals(listed: &[Listed], sections: &[SectionForm], include: &[String]) -> Vec<Proposal> {
    let mut found: BTreeMap<String, (recognise::Candidate, EntryType, usize, Date)> = BTreeMap::new();
    for link in listed {
        if let Some(candidate) = certain(&link.url) {
            let key = candidate.to_toml("source", None);
            let (.., links, last) = found.entry(key).or_insert((candidate, link.takes, 0, link.day));
            *links += 1;
            *last = link.day.max(*last);
        }
    }
    let mut names = BTreeSet::from(["inbox".to_owned()]);
    let proposal = |(candidate, takes, links, last): (recognise::Candidate, EntryType, usize, Date)| {
        let section = sections.iter().find(|section| section.takes == takes).map(|section| section.name.as_str());
        let what = candidate.what.clone();
        let mut toml = candidate.to_toml(&name(&candidate, &mut names), section);
        if takes == EntryType::Job && !include.is_empty() && candidate.kind != "gitjobs" {
            let words: toml_edit::Array = include.iter().map(String::as_str).collect();
            toml.push_str(&format!("include = {words}\n"));
        }
        Some(Proposal { toml, what, links, last }).filter(|proposal| is_valid(&proposal.toml, sections))
    };
    found.into_values().filter_map(proposal).collect()
}

/// What an address makes certain. That a repository or a person is linked does not make their releases
/// and posts wanted: there the link itself must lead to such a thing.
fn certain(url: &Url) -> Option<recognise::Candidate> {
    let is_wanted = |candidate: &recognise::Candidate| {
        let part = |name: &str| url.path_segments().is_some_and(|mut parts| parts.any(|part| part == name));
        match candidate.what.as_str() {
            "GitHub releases" | "Codeberg releases" => part("releases"),
            "GitHub discussions" => part("discussions"),
            "GitHub tags" | "GitHub commits" | "GitHub wiki" => false,
            _ => true,
        }
    };
    recognise::by_address(url).into_iter().find(is_wanted)
}

fn name(candidate: &recognise::Candidate, names: &mut BTreeSet<String>) -> String {
    let given = candidate.name.clone().unwrap_or_else(|| candidate.kind.to_owned()).to_lowercase();
    let name: String = given.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).take(60).collect();
    let numbered = (2..).map(|number| format!("{name}-{number}"));
    let free = std::iter::once(name.clone()).chain(numbered).find(|name| !names.contains(name)).unwrap_or(name);
    names.insert(free.clone());
    free
}

/// Whether the program takes the table of a source.
fn is_valid(table: &str, sections: &[SectionForm]) -> bool {
    let sections = sections.iter().map(|section| {
        let takes = super::configuration::takes(section.takes);
        format!("[[section]]\nname = {}\nheading = \"x\"\ntakes = \"{takes}\"\n", escape::toml::string(&section.name))
    });
    let text = format!("[newsletter]\ntitle = \"x\"\n{}{table}", sections.collect::<String>());
    Config::parse(&text, "a proposal").is_ok()
}

fn is_site(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_start_matches("www.");
    closed::platform(url).is_none() && certain(url).is_none() && !SHARED.contains(&host)
}

/// Host and first part of the path, where there are more.
fn site(url: &Url) -> Option<String> {
    let host = url.host_str()?.trim_start_matches("www.").to_owned();
    let mut parts = url.path_segments()?.filter(|part| !part.is_empty());
    let first = parts.next().filter(|part| parts.next().is_some() && part.len() <= 40);
    let is_blog = |part: &&str| matches!(*part, "blog" | "news" | "posts" | "articles" | "stories" | "insights");
    Some(first.filter(is_blog).map_or_else(|| format!("{host}/"), |first| format!("{host}/{first}/")))
}

/// How often each is linked, those linked most first.
fn counted<'l>(listed: impl Iterator<Item = &'l Listed>, name: impl Fn(&Url) -> Option<String>) -> Vec<Host> {
    let mut found: BTreeMap<String, (usize, Date)> = BTreeMap::new();
    for link in listed {
        let Some(name) = name(&link.url) else { continue };
        let (links, last) = found.entry(name).or_insert((0, link.day));
        *links += 1;
        *last = link.day.max(*last);
    }
    let hosts = found.into_iter().filter(|(_, (links, _))| *links >= WORTH);
    let mut hosts: Vec<Host> = hosts.map(|(name, (links, last))| Host { name, links, last }).collect();
    hosts.sort_by(|one, other| (other.links, other.last, &one.name).cmp(&(one.links, one.last, &other.name)));
    hosts
}

/// Pairs of words (and abbreviations in capitals) that most titles of jobs have, each standing in a
/// tenth of the titles that those before it leave: a board read whole would bring every position.
fn include(issues: &[Past]) -> Vec<String> {
    let jobs = issues.iter().flat_map(|past| past.issue.entries()).filter(|entry| entry.entry_type == EntryType::Job);
    let mut titles: Vec<BTreeSet<String>> = jobs.filter_map(|job| job.title.as_deref()).map(phrases).collect();
    let needed = (titles.len() / 10).max(3);
    let mut include = Vec::new();
    while include.len() < INCLUDE {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for phrase in titles.iter().flatten() {
            *counts.entry(phrase).or_default() += 1;
        }
        let best = counts.into_iter().max_by(|one, other| (one.1, other.0).cmp(&(other.1, one.0)));
        let Some((phrase, _)) = best.filter(|(_, count)| *count >= needed) else { break };
        let phrase = phrase.to_owned();
        titles.retain(|title| !title.contains(&phrase));
        include.push(phrase);
    }
    include
}

fn phrases(title: &str) -> BTreeSet<String> {
    let words: Vec<&str> = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let is_capitals = |word: &&&str| word.len() >= 3 && word.chars().all(|c| c.is_ascii_uppercase());
    let pairs = words.windows(2).map(|pair| fold(&pair.join(" ")));
    let singles = words.iter().filter(is_capitals).map(|word| fold(word));
    pairs.chain(singles).filter(|phrase| !is_common(phrase)).collect()
}

/// Ranks and duties that every board has.
fn is_common(phrase: &str) -> bool {
    const COMMON: &[&str] = &[
        "manager",
        "engineer",
        "engineering",
        "senior",
        "staff",
        "lead",
        "director",
        "head",
        "principal",
        "junior",
        "developer",
        "software",
        "program",
        "project",
        "product",
        "of",
        "and",
        "the",
        "for",
        "in",
        "remote",
        "usa",
    ];
    let mut words = phrase.split(' ');
    words.all(|word| COMMON.contains(&word) || word.len() < 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn archive(entries: &str) -> Vec<Past> {
        let issue = |day: &str| {
            let text = format!("# Notes 1\n\n## Jobs\n\n{entries}\n");
            Past { issue: crate::markdown::read(&text, &format!("{day}.md")), text }
        };
        vec![issue("2026-09-29"), issue("2026-10-27")]
    }

    #[test]
    fn boards_are_certain_and_linkedin_is_by_hand() {
        let archive = archive(
            "- [🇩🇪 Acme | Open Source Lead](https://job-boards.greenhouse.io/acme/jobs/1)\n- [🇩🇪 Bolt | Open Source Engineer](https://www.linkedin.com/jobs/view/1)\n- [🇩🇪 Cord | Open Source Counsel](https://careers.example.org/jobs/1)\n",
        );
        let sources = sources(&archive, &[]);
        assert_eq!(sources.on.len(), 1, "{sources:?}");
        assert!(sources.on[0].toml.contains("kind = \"greenhouse\"\nboard = \"acme\"\n"), "{sources:?}");
        assert!(sources.on[0].toml.contains("include = [\"open source\"]"), "{sources:?}");
        assert_eq!(sources.closed.iter().map(|host| (&*host.name, host.links)).collect::<Vec<_>>(), [("LinkedIn", 2)]);
        assert_eq!(sources.sites.iter().map(|host| &*host.name).collect::<Vec<_>>(), ["careers.example.org/"]);
    }
}
