//! `newsletter sources add`: find out what an address offers, try it, write a commented entry.
//!
//! What may stand behind an address is `collect::recognise`'s business. Here each candidate is tried,
//! the first that brings items is taken, and its entry goes to the end of the file, whose every byte
//! stays as it is.

use jiff::civil::Date;
use url::Url;

use crate::cli::AddArgs;
use crate::collect::kinds::settings::parse_http_url;
use crate::collect::recognise::{self, Candidate};
use crate::collect::run::Outcome;
use crate::collect::{charset, closed};
use crate::commands::collecting::{self, Completing};
use crate::commands::{Session, print};
use crate::config::{Config, kind_from_address, tables};
use crate::escape;
use crate::model::exchange::HttpRequest;
use crate::model::item::{Item, ItemType};
use crate::model::link::Link;
use crate::model::text;
use crate::report::{Exit, Failure, HELP, WARNING, count, painted, plain};
use crate::workspace;

/// Most candidates that are asked.
const TRIES: usize = 8;
/// Items shown of what a source would bring.
const SHOWN: usize = 5;

pub(in crate::commands) fn run(session: &Session, args: &AddArgs) -> Result<Exit, Failure> {
    let config = session.config()?;
    let url = parse_http_url(&args.url)
        .map_err(|problem| Failure::usage(format!("{}: {problem}", args.url), "give the whole address"))?;
    check_names(&config, args)?;
    refuse_closed(&url)?;
    let today = session.today(&config);
    let mut trial = Trial { session, config: &config, section: args.section.as_deref(), today, tried: Vec::new() };
    let (candidate, outcome) = trial.first_good(&url)?;
    let name = args.name.clone().unwrap_or_else(|| free_name(&config, &candidate, &url));
    trial.show(&candidate, &outcome);
    let entry = format!("{}{}", comment(&outcome, today), candidate.to_toml(&name, args.section.as_deref()));
    if args.dry_run {
        print(&entry)?;
        return Ok(Exit::Done);
    }
    append(session, &entry)?;
    session.say(&format!("added source `{}` to {}", plain(&name), session.config_name()));
    Ok(Exit::Done)
}

/// A name that is taken and a section that does not exist are found before anything is asked.
fn check_names(config: &Config, args: &AddArgs) -> Result<(), Failure> {
    if let Some(name) = args.name.as_deref().filter(|name| config.sources.iter().any(|source| source.name == *name)) {
        return Err(Failure::usage(format!("there is a source `{name}` already"), "give another --name"));
    }
    let names = || config.sections.iter().map(|section| section.name.as_str());
    match args.section.as_deref().filter(|section| !names().any(|name| name == *section)) {
        Some(section) => {
            let help = format!("sections: {}", names().collect::<Vec<_>>().join(", "));
            Err(Failure::usage(format!("there is no section `{section}`"), help))
        }
        None => Ok(()),
    }
}

fn refuse_closed(url: &Url) -> Result<(), Failure> {
    match closed::platform(url) {
        Some(platform) => Err(Failure::new(
            format!("{platform} does not want to be read by programs: it cannot be a source"),
            "put single items into the inbox: `newsletter add URL`",
        )),
        None => Ok(()),
    }
}

/// Trying candidates.
struct Trial<'a> {
    session: &'a Session,
    config: &'a Config,
    section: Option<&'a str>,
    today: Date,
    /// What was tried and what came of it.
    tried: Vec<(Candidate, Outcome)>,
}

impl Trial<'_> {
    /// The first candidate that brings items; else the first that answers at all. What the address
    /// tells is tried before its page is asked.
    fn first_good(&mut self, url: &Url) -> Result<(Candidate, Outcome), Failure> {
        let told = by_address(url);
        let mut refusal = None;
        if !self.try_all(told)? {
            match self.of_page(url) {
                Ok(candidates) => drop(self.try_all(candidates)?),
                Err(failure @ Failure::Interrupted) => return Err(failure),
                Err(failure) => refusal = Some(failure),
            }
        }
        let brings = self.tried.iter().position(|(_, outcome)| !outcome.items.is_empty());
        let answers = || self.tried.iter().position(|(_, outcome)| outcome.gap.is_none());
        match brings.or_else(answers) {
            Some(at) => Ok(self.tried.swap_remove(at)),
            None => Err(refusal.unwrap_or_else(|| self.failure(url))),
        }
    }

    /// Tries until one brings items.
    fn try_all(&mut self, candidates: Vec<Candidate>) -> Result<bool, Failure> {
        for candidate in candidates {
            self.refuse_known(&candidate)?;
            if self.tried.len() >= TRIES || self.tried.iter().any(|(known, _)| known.settings == candidate.settings) {
                continue;
            }
            let outcome = self.outcome(&candidate)?;
            let is_good = !outcome.items.is_empty();
            self.tried.push((candidate, outcome));
            if is_good {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// What the page behind the address offers.
    fn of_page(&self, url: &Url) -> Result<Vec<Candidate>, Failure> {
        let response = collecting::fetch(self.session, self.config, HttpRequest::page(url.clone()))?;
        let (given, found_at) = (url.clone(), response.url.clone().unwrap_or_else(|| url.clone()));
        refuse_closed(&found_at)?;
        collecting::read_apart(move || {
            let text = charset::decode(&response).text;
            recognise::by_content(&text, &found_at, &given)
        })
    }

    /// A candidate's source that is configured already.
    fn refuse_known(&self, candidate: &Candidate) -> Result<(), Failure> {
        let alone = self.alone(candidate)?;
        let address = |config: &Config| config.sources.first().and_then(|source| source.collector.address());
        let Some(link) = address(&alone).and_then(|url| Link::parse(url.as_str())) else { return Ok(()) };
        let same = self.config.sources.iter().find(|source| {
            let other = source.collector.address().and_then(|url| Link::parse(url.as_str()));
            source.kind.name == candidate.kind && other.as_ref() == Some(&link)
        });
        match same {
            Some(source) => Err(Failure::new(
                format!("source `{}` has this address already: {}", source.name, shown(&link)),
                format!("`newsletter sources check {}` shows what it brings", source.name),
            )),
            None => Ok(()),
        }
    }

    /// A configuration with nothing but this source and its section.
    fn alone(&self, candidate: &Candidate) -> Result<Config, Failure> {
        let section = self.section.and_then(|name| self.config.sections.iter().find(|section| section.name == name));
        let table = section.map(|section| {
            let takes = tables::item_type(section.takes).map_or("text", ItemType::as_str);
            format!(
                "[[section]]\nname = {}\nheading = \"x\"\ntakes = \"{takes}\"\n",
                escape::toml::string(&section.name)
            )
        });
        let text = format!(
            "[newsletter]\ntitle = \"x\"\n{}{}",
            table.unwrap_or_default(),
            candidate.to_toml("new", section.map(|section| section.name.as_str()))
        );
        Ok(Config { fetch: self.config.fetch.clone(), ..Config::parse(&text, "the new entry")? })
    }

    /// Asks a candidate's source.
    fn outcome(&self, candidate: &Candidate) -> Result<Outcome, Failure> {
        let alone = self.alone(candidate)?;
        let sources = collecting::select(&alone, &[])?;
        let nothing = |_: &Item| false;
        let completing = Completing { known: Default::default(), wanted: &nothing, since: self.today };
        let mut gathered = collecting::gather(self.session, &alone, &sources, self.today, completing)?;
        gathered.outcomes.pop().ok_or_else(|| Failure::new("nothing was tried", "please report this"))
    }

    /// Nothing that was tried answers.
    fn failure(&self, url: &Url) -> Failure {
        let reasons = self.tried.iter().filter_map(|(candidate, outcome)| {
            Some(format!("{} ({}): {}", candidate.what, outcome.address, outcome.gap.as_ref()?.reason))
        });
        let reasons = reasons.collect::<Vec<_>>().join("; ");
        let shown = crate::fetch::safe_address(url);
        Failure::new(
            format!("{shown}: no source was found; tried: {reasons}"),
            "give the address of the feed or calendar itself, or write the source into the file by hand",
        )
    }

    /// What was found, what it would bring, and what else was there.
    fn show(&self, candidate: &Candidate, outcome: &Outcome) {
        self.session.say(&plain(&format!("{}: {} ({})", candidate.what, outcome.address, candidate.kind)));
        for item in outcome.items.iter().take(SHOWN) {
            let day = day(item).map_or("undated   ".to_owned(), |day| day.to_string());
            self.session.say(&plain(&format!("  {day}  {}", text::line(&item.title, 90))));
        }
        if outcome.items.is_empty() {
            self.session.say(&format!("{}: it answers, but brings nothing now", painted(WARNING, "warning")));
        }
        for warning in &outcome.warnings {
            self.session.say(&format!("{}: {}", painted(WARNING, "warning"), plain(&warning.0)));
        }
        if let Some(url) = &outcome.moved {
            let new = plain(&crate::fetch::safe_address(url));
            self.session.say(&format!("{}: it moved for good to {new}: better add that", painted(HELP, "hint")));
        }
        for (other, outcome) in self.tried.iter().filter(|(_, outcome)| outcome.gap.is_none()) {
            let found = count(outcome.items.len(), "item");
            self.session.say(&plain(&format!("  also there: {} ({}), {found}", other.what, outcome.address)));
        }
    }
}

/// What an address makes certain: its ending, else the platforms that it fits.
fn by_address(url: &Url) -> Vec<Candidate> {
    let ending = kind_from_address(url.as_str());
    let certain = ending.map(|kind| Candidate::at(kind.name, url, "by its address"));
    certain.map_or_else(|| recognise::by_address(url), |candidate| vec![candidate])
}

/// A name that no source has yet: the candidate's own, else made of the host.
fn free_name(config: &Config, candidate: &Candidate, url: &Url) -> String {
    let of_host = || url.host_str().unwrap_or("source").trim_start_matches("www.").to_owned();
    let name = candidate.name.clone().unwrap_or_else(of_host);
    let name: String = name
        .chars()
        .map(|character| if character.is_ascii_alphanumeric() { character.to_ascii_lowercase() } else { '-' })
        .take(60)
        .collect();
    let taken = |name: &str| config.sources.iter().any(|source| source.name == name);
    let numbered = (2..).map(|number| format!("{name}-{number}"));
    std::iter::once(name.clone()).chain(numbered).find(|name| !taken(name)).unwrap_or(name)
}

/// What the source brought on the day it was added.
fn comment(outcome: &Outcome, today: Date) -> String {
    let dated = outcome.items.iter().filter(|item| day(item).is_some()).count();
    let newest = outcome.items.iter().filter_map(day).max().map(|day| format!(", the newest of {day}"));
    format!(
        "# Added on {today}: {}, {dated} dated{}.\n",
        count(outcome.items.len(), "item"),
        newest.unwrap_or_default()
    )
}

fn shown(link: &Link) -> String {
    link.to_url().map(|url| crate::fetch::safe_address(&url)).unwrap_or_default()
}

fn day(item: &Item) -> Option<Date> {
    item.published.map(|published| published.day()).or(item.event().map(|event| event.start.day()))
}

/// Puts entries at the end of the configuration; what stands there stays byte for byte, and the whole
/// is read before it is written.
pub(super) fn append(session: &Session, entries: &str) -> Result<(), Failure> {
    let _lock = session.workspace.lock()?;
    let before = workspace::read_text(&session.workspace.config)?;
    let entries = if before.contains("\r\n") { entries.replace('\n', "\r\n") } else { entries.to_owned() };
    let line = if before.contains("\r\n") { "\r\n" } else { "\n" };
    let gap = if before.ends_with('\n') { line.to_owned() } else { line.repeat(2) };
    let after = format!("{before}{gap}{entries}");
    Config::parse(after.strip_prefix('\u{feff}').unwrap_or(&after), &session.config_name())?;
    workspace::write(&session.workspace.config, after.as_bytes())?;
    Ok(())
}
