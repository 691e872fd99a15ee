//! `newsletter sources import` and `export`: lists of feeds from and for feed readers.

use std::collections::BTreeSet;

use url::Url;

use super::add;
use crate::cli::ImportArgs;
use crate::collect::kinds::settings::parse_http_url;
use crate::collect::recognise::Candidate;
use crate::collect::{charset, closed};
use crate::commands::{Session, print};
use crate::config::opml::{self, Feed};
use crate::config::{Config, Source};
use crate::model::link::Link;
use crate::model::text;
use crate::report::{Exit, Failure, HELP, WARNING, count, painted, plain};
use crate::workspace;

/// Adds the feeds of a list. Nothing is asked: `sources check` does that.
pub(in crate::commands) fn import(session: &Session, args: &ImportArgs) -> Result<Exit, Failure> {
    let config = session.config()?;
    let bytes = workspace::read_bytes(&session.given(&args.file))?;
    let shown = args.file.display().to_string();
    let feeds = opml::read(&charset::decode_bytes(&bytes, Some("text/xml")).text).map_err(|error| {
        Failure::new(format!("{shown}: {error}"), "export the list from the feed reader again, as OPML")
    })?;
    let mut import = Import::into(&config);
    let entries: Vec<String> = feeds.iter().filter_map(|feed| import.entry(feed)).collect();
    for skipped in &import.skipped {
        session.say(&format!("{}: {}", painted(WARNING, "skipped"), plain(skipped)));
    }
    if entries.is_empty() {
        session.say(&plain(&format!("nothing to add from {shown}: {}", count(feeds.len(), "feed"))));
        return Ok(Exit::Done);
    }
    let text = format!("# From {}\n{}", text::line(&shown, 200), entries.join("\n"));
    if args.dry_run {
        print(&text)?;
        return Ok(Exit::Done);
    }
    add::append(session, &text)?;
    let added = count(entries.len(), "source");
    session.say(&plain(&format!("added {added} to {}", session.config_name())));
    session.say(&format!("{}: `newsletter sources check` shows what they bring", painted(HELP, "help")));
    Ok(Exit::Done)
}

/// Feeds on their way into a configuration.
struct Import<'a> {
    config: &'a Config,
    names: BTreeSet<String>,
    /// Keys of links that are there.
    links: BTreeSet<String>,
    /// What was left out, and why.
    skipped: Vec<String>,
}

impl<'a> Import<'a> {
    fn into(config: &'a Config) -> Import<'a> {
        let addresses = config.sources.iter().filter_map(|source| source.collector.address());
        Import {
            config,
            names: config.sources.iter().map(|source| source.name.clone()).collect(),
            links: addresses.filter_map(|url| key(&url)).collect(),
            skipped: Vec::new(),
        }
    }

    /// The entry of a feed; none where it is left out.
    fn entry(&mut self, feed: &Feed) -> Option<String> {
        let url = match self.address(feed) {
            Ok(url) => url,
            Err(reason) => {
                let name = feed.name.as_deref().unwrap_or_default();
                let address = text::line(&feed.address, 120);
                self.skipped.push(format!("{name} {address}: {reason}").trim_start().to_owned());
                return None;
            }
        };
        let host = url.host_str().unwrap_or("feed").trim_start_matches("www.").to_owned();
        let name = self.free_name(feed.name.as_deref().unwrap_or(&host));
        Some(Candidate::at("feed", &url, "").to_toml(&name, self.section(feed)))
    }

    fn address(&mut self, feed: &Feed) -> Result<Url, String> {
        let https = feed.address.strip_prefix("feed://").map(|rest| format!("https://{rest}"));
        let bare = feed.address.strip_prefix("feed:").filter(|rest| rest.starts_with("http"));
        let url = parse_http_url(https.as_deref().or(bare).unwrap_or(&feed.address))?;
        if let Some(platform) = closed::platform(&url) {
            return Err(format!("{platform} does not want to be read by programs"));
        }
        let key = key(&url).ok_or("the address is too long")?;
        if self.links.insert(key) { Ok(url) } else { Err("this address is there already".to_owned()) }
    }

    /// The section that the innermost of the outlines around a feed names.
    fn section(&self, feed: &Feed) -> Option<&'a str> {
        let same = |one: &str, other: &str| !one.is_empty() && one.trim().to_lowercase() == other.trim().to_lowercase();
        let named = |outline: &String| {
            let found = |name: &str, heading: &str| same(outline, name) || same(outline, heading);
            self.config.sections.iter().find(|section| found(&section.name, &section.heading))
        };
        feed.within.iter().rev().find_map(named).map(|section| section.name.as_str())
    }

    fn free_name(&mut self, wanted: &str) -> String {
        let wanted = text::line(wanted, 90);
        let numbered = (2u32..).map(|number| format!("{wanted}-{number}"));
        let name = std::iter::once(wanted.clone()).chain(numbered).find(|name| !self.names.contains(name));
        let name = name.unwrap_or(wanted);
        self.names.insert(name.clone());
        name
    }
}

fn key(url: &Url) -> Option<String> {
    Link::parse(url.as_str()).map(|link| link.key().to_owned())
}

/// Prints the configured feeds as OPML, by section.
pub(in crate::commands) fn export(session: &Session) -> Result<Exit, Failure> {
    let config = session.config()?;
    let mut left_out = Vec::new();
    let mut of = |section: Option<&str>| -> Vec<Feed> {
        let sources = config.sources.iter().filter(|source| source.section.as_deref() == section);
        sources.filter_map(|source| exported(source).map_err(|reason| left_out.push(reason)).ok()).collect()
    };
    let mut groups = vec![(None, of(None))];
    for section in &config.sections {
        let heading = Some(section.heading.as_str()).filter(|heading| !heading.is_empty());
        groups.push((heading.or(Some(&section.name)), of(Some(&section.name))));
    }
    print(&opml::write(&config.newsletter.title, &groups))?;
    for reason in left_out {
        session.say(&format!("{}: {}", painted(WARNING, "left out"), plain(&reason)));
    }
    Ok(Exit::Done)
}

/// A source as feed readers know it. Lists are made to be passed on, so nothing secret goes in.
fn exported(source: &Source) -> Result<Feed, String> {
    let name = &source.name;
    let url = source.collector.address().filter(|_| source.kind.name == "feed");
    let url =
        url.ok_or_else(|| format!("{name}: OPML lists feeds with an address, this is of kind {}", source.kind.name))?;
    let mut whole = url.clone();
    whole.set_fragment(None);
    if crate::fetch::safe_address(&url) != whole.as_str() {
        return Err(format!("{name}: its address holds a credential"));
    }
    Ok(Feed { name: Some(name.clone()), address: url.to_string(), within: Vec::new() })
}
