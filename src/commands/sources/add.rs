//! `newsletter sources add`: find out what an address offers, try it, write a commented entry.

use url::Url;

use crate::cli::AddArgs;
use crate::collect::charset;
use crate::collect::kinds::feed::feeds_of_page;
use crate::collect::kinds::settings::parse_http_url;
use crate::commands::collecting::{self, Completing};
use crate::commands::{Session, print};
use crate::config::{Config, kind_from_address};
use crate::fetch::Fetcher;
use crate::model::exchange::HttpRequest;
use crate::model::item::Item;
use crate::report::{Exit, Failure, count, plain};
use crate::workspace;

pub(in crate::commands) fn run(session: &Session, args: &AddArgs) -> Result<Exit, Failure> {
    let config = session.config()?;
    let url = parse_http_url(&args.url)
        .map_err(|problem| Failure::usage(format!("{}: {problem}", args.url), "give the whole address"))?;
    let (kind, url) = recognise(session, &config, &url)?;
    let name = args.name.clone().unwrap_or_else(|| free_name(&config, &url));
    let entry = entry(session, &config, &name, kind, &url, args.section.as_deref())?;
    if args.dry_run {
        print(&entry)?;
        return Ok(Exit::Done);
    }
    let _lock = session.workspace.lock()?;
    let before = workspace::read_text(&session.workspace.config)?;
    let gap = if before.ends_with('\n') { "\n" } else { "\n\n" };
    let after = format!("{before}{gap}{entry}");
    Config::parse(after.strip_prefix('\u{feff}').unwrap_or(&after), &session.config_name())?;
    workspace::write(&session.workspace.config, after.as_bytes())?;
    session.say(&format!("added source `{}` to {}", plain(&name), session.config_name()));
    Ok(Exit::Done)
}

/// The kind and address behind what a person gave: by the address, else by what its page links to.
fn recognise(session: &Session, config: &Config, url: &Url) -> Result<(&'static str, Url), Failure> {
    if let Some(kind) = kind_from_address(url.as_str()) {
        return Ok((kind.name, url.clone()));
    }
    let fetcher = Fetcher::new(collecting::options(session, &config.fetch))
        .map_err(|error| Failure::new(error.to_string(), "check --replay"))?;
    let answer = collecting::block_on(fetcher.fetch(&HttpRequest::get(url.clone())))?;
    let answer = answer.map_err(|error| {
        Failure::new(format!("{}: {error}", crate::fetch::safe_address(url)), error.hint().unwrap_or_default())
    })?;
    let text = charset::decode_bytes(&answer.body, answer.content_type.as_deref()).text;
    Ok(by_content(&text, &answer.url, url))
}

/// The kind of an answer: a calendar, a feed, a page that offers a feed, or a page. What a page
/// offers is taken from where it was found, the rest by the address that was given.
fn by_content(text: &str, found_at: &Url, given: &Url) -> (&'static str, Url) {
    let head = text.trim_start();
    let begins = |with: &[&str]| with.iter().any(|begin| head.starts_with(begin));
    if begins(&["BEGIN:VCALENDAR"]) {
        return ("calendar", given.clone());
    }
    let is_xml_feed = begins(&["<?xml", "<rss", "<feed", "<rdf"]) && !head.to_lowercase().contains("<html");
    if is_xml_feed || head.contains("jsonfeed.org/version") {
        return ("feed", given.clone());
    }
    match feeds_of_page(text, Some(found_at)).into_iter().next() {
        Some(feed) => ("feed", feed.url),
        None => ("page", given.clone()),
    }
}

/// A name made of the host that no source has yet.
fn free_name(config: &Config, url: &Url) -> String {
    let host = url.host_str().unwrap_or("source").trim_start_matches("www.");
    let name: String =
        host.chars().map(|character| if character.is_ascii_alphanumeric() { character } else { '-' }).collect();
    let taken = |name: &str| config.sources.iter().any(|source| source.name == name);
    let numbered = (2..).map(|number| format!("{name}-{number}"));
    std::iter::once(name.clone()).chain(numbered).find(|name| !taken(name)).unwrap_or(name)
}

/// The entry as it will stand in the file, with what the source brings now as its comment.
fn entry(
    session: &Session,
    config: &Config,
    name: &str,
    kind: &str,
    url: &Url,
    section: Option<&str>,
) -> Result<String, Failure> {
    let quoted = |text: &str| toml_edit::Value::from(text).to_string().trim().to_owned();
    let mut entry =
        format!("[[source]]\nname = {}\nkind = {}\nurl = {}\n", quoted(name), quoted(kind), quoted(url.as_str()));
    if let Some(section) = section {
        entry.push_str(&format!("section = {}\n", quoted(section)));
    }
    let alone = format!(
        "[newsletter]\ntitle = \"x\"\n{}{entry}",
        section
            .map(|name| format!(
                "[[section]]\nname = {}\nheading = \"x\"\ntakes = \"{}\"\n",
                quoted(name),
                takes(config, name)
            ))
            .unwrap_or_default()
    );
    let tried = Config::parse(&alone, "the new entry")?;
    let sources = collecting::select(&tried, &[])?;
    let today = session.today(config);
    let nothing = |_: &Item| false;
    let gathered = collecting::gather(
        session,
        &tried,
        &sources,
        today,
        Completing { known: Default::default(), wanted: &nothing, since: today },
    )?;
    if gathered.all_failed() {
        return Err(gathered.failure());
    }
    let items = gathered.items();
    for item in items.iter().take(5) {
        session.say(&plain(&format!("  {}", item.title)));
    }
    let comment =
        format!("# {} on {today}; `newsletter sources check {name}` shows them.\n", count(items.len(), "item"));
    Ok(comment + &entry)
}

fn takes(config: &Config, section: &str) -> &'static str {
    let takes = config
        .sections
        .iter()
        .find(|candidate| candidate.name == section)
        .and_then(|section| crate::config::tables::item_type(section.takes));
    takes.map_or("article", |takes| takes.as_str())
}
