//! `sources.toml` → [`Config`]: the newsletter, its sections, its sources.
//!
//! What people write stands in [`tables`] (and, for each kind of source, with the kind); how it is
//! read, every problem with its line, in [`read`]. [`Config`] is what the program uses: resolved and
//! valid. Reading touches no network and no other file.

pub mod choice;
pub mod index;
pub mod language;
pub mod opml;
pub mod problem;
pub mod read;
pub mod schema;
pub mod tables;
pub mod tags;
pub mod values;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use url::Url;

use crate::check::settings::CheckTable;
use crate::collect::{Collector, KINDS, Kind};
use crate::model::issue::EntryType;
use crate::model::item::{Item, ItemType};
use crate::model::words::nearest;
use language::LanguageTable;
use problem::{ConfigError, Problems, suggestion};
use tables::{CurateTable, FetchTable, NewsletterTable, Order, SectionTable, SourceTable, item_type};
use tags::TagRules;
use values::CalendarSpan;

/// A newsletter as configured.
#[derive(Clone, Debug)]
pub struct Config {
    /// What it is called and when it appears.
    pub newsletter: NewsletterTable,
    /// In the order of the file.
    pub sections: Vec<Section>,
    /// In the order of the file, those switched off left out.
    pub sources: Vec<Source>,
    /// How sources are asked.
    pub fetch: FetchTable,
    /// What people decide before the rules do.
    pub curate: CurateTable,
    /// Which words make which tag.
    pub tags: TagRules,
    /// How strict the linter is.
    pub check: CheckTable,
    /// What siblings of an issue say in other languages, by BCP 47 tag.
    pub languages: BTreeMap<String, LanguageTable>,
}

/// A section, its defaults filled in.
#[derive(Clone, Debug)]
pub struct Section {
    /// The name that sources refer to.
    pub name: String,
    /// The heading as it stands in the issue.
    pub heading: String,
    /// A sentence under the heading.
    pub intro: Option<String>,
    /// What it lists.
    pub takes: EntryType,
    /// Most entries that a draft puts in.
    pub limit: Option<usize>,
    /// How entries are ordered.
    pub order: Order,
    /// How old an article or a job may be on the day of the issue.
    pub window: CalendarSpan,
    /// How far ahead of the issue an event may start.
    pub ahead: CalendarSpan,
    /// Whether what stood in an earlier issue may come again.
    pub repeat: bool,
    /// The template of one entry.
    pub entry: String,
    /// Where the template stands in the file, where people wrote one.
    pub entry_at: Option<Range<usize>>,
    /// Markdown of a text section.
    pub text: Option<String>,
}

/// A source: what all kinds share, and the collector that its kind made of the rest.
#[derive(Clone, Debug)]
pub struct Source {
    /// The name under which it is reported.
    pub name: String,
    /// Its kind.
    pub kind: &'static Kind,
    /// Where its items go, where the configuration says.
    pub section: Option<String>,
    /// Only items with any of these words.
    pub include: Vec<String>,
    /// No items with any of these words.
    pub exclude: Vec<String>,
    /// Tags for every item.
    pub tags: Vec<String>,
    /// Most items in one issue.
    pub limit: Option<usize>,
    /// The kind's settings and behaviour.
    pub collector: Arc<dyn Collector>,
}

impl Config {
    /// Reads the text of `sources.toml`.
    ///
    /// # Errors
    /// Every problem of the file at once.
    pub fn parse(text: &str, file: &str) -> Result<Config, ConfigError> {
        let mut problems = Problems::default();
        let config = assemble(text, &mut problems);
        match config {
            Some(config) if problems.is_empty() => Ok(config),
            _ => Err(ConfigError { file: file.into(), text: text.into(), problems: problems.into_sorted() }),
        }
    }

    /// The section of an item: the one its source names, else the first that takes its type.
    pub fn section_for(&self, source: &str, item: ItemType) -> Option<&Section> {
        let named =
            self.sources.iter().find(|candidate| candidate.name == source).and_then(|source| source.section.as_deref());
        let takes = |section: &&Section| item_type(section.takes) == Some(item);
        match named {
            Some(name) => self.sections.iter().find(|section| section.name == name).filter(takes),
            None => self.sections.iter().find(takes),
        }
    }

    /// The label of an item: the first tag that its source is configured with, else the first of
    /// `[tags]` whose words it has. What a source itself tags is no label of the newsletter.
    pub fn label(&self, item: &Item) -> Option<&str> {
        let source = self.sources.iter().find(|source| source.name == item.source);
        let own = source.and_then(|source| source.tags.first()).map(String::as_str);
        own.or_else(|| self.tags.of(item).first().copied())
    }

    /// What the section of a source takes, where the configuration says.
    pub fn takes(&self, source: &Source) -> Option<ItemType> {
        let name = source.section.as_deref()?;
        self.sections.iter().find(|section| section.name == name).and_then(|section| item_type(section.takes))
    }

    /// The last day that the newsletter looks ahead to from `day`: the furthest of its event sections.
    pub fn until(&self, day: Date) -> Date {
        let events = self.sections.iter().filter(|section| section.takes == EntryType::Event);
        events.map(|section| section.ahead.after(day)).max().unwrap_or_else(|| CalendarSpan::days(120).after(day))
    }

    /// The same newsletter with every section in the order of its dates: articles and jobs the newest
    /// first, events by their first day.
    pub fn by_date(&self) -> Config {
        let mut config = self.clone();
        config.sections.iter_mut().for_each(|section| section.order = Order::of_dates(section.takes));
        config
    }

    /// The configured site.
    pub fn site(&self) -> Option<&Url> {
        self.newsletter.site.as_ref().map(|site| &site.0)
    }
}

/// The top-level tables.
const TABLES: &[&str] = &["newsletter", "section", "source", "fetch", "curate", "tags", "check", "language"];

fn assemble(text: &str, problems: &mut Problems) -> Option<Config> {
    let (root, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        problems.push_toml(error, 0..0);
    }
    if !errors.is_empty() {
        return None;
    }
    let mut root = root.into_inner();
    read::drop_unknown(
        &mut root,
        &TABLES.iter().map(|name| name.to_string()).collect::<Vec<_>>(),
        &[],
        "this file",
        problems,
    );
    let newsletter = match read::one(read::remove(&mut root, "newsletter"), "newsletter", problems) {
        Some(table) => read::table::<NewsletterTable>(table, "[newsletter]", problems),
        None => {
            problems.push(
                0..0,
                "the table `[newsletter]` is missing",
                Some("begin with [newsletter] and title = \"…\"".into()),
            );
            None
        }
    };
    let sections = sections(read::remove(&mut root, "section"), problems);
    let mut names = Names::new("source");
    let sources = sources(read::remove(&mut root, "source"), &mut names, &sections, problems);
    let fetch = match read::one(read::remove(&mut root, "fetch"), "fetch", problems) {
        Some(table) => read::table::<FetchTable>(table, "[fetch]", problems)?,
        None => FetchTable::default(),
    };
    let curate = match read::one(read::remove(&mut root, "curate"), "curate", problems) {
        Some(table) => {
            check_chosen_sources(&table.0, &names, problems);
            read::table::<CurateTable>(table, "[curate]", problems)?
        }
        None => CurateTable::default(),
    };
    let tags = tags::read(read::remove(&mut root, "tags"), problems);
    let check = match read::one(read::remove(&mut root, "check"), "check", problems) {
        Some(table) => read::table::<CheckTable>(table, "[check]", problems)?,
        None => CheckTable::default(),
    };
    let languages = language::tables(read::remove(&mut root, "language"), &sections, problems);
    Some(Config { newsletter: newsletter?, sections, sources, fetch, curate, tags, check, languages })
}

fn sections(value: Option<Spanned<DeValue<'_>>>, problems: &mut Problems) -> Vec<Section> {
    let mut names = Names::new("section");
    let mut sections = Vec::new();
    for table in read::array(value, "section", problems) {
        names.check(&table.0, problems);
        let entry_at = table.0.get("entry").map(|value| value.span());
        if let Some(read) = read::table::<SectionTable>(table, "[[section]]", problems) {
            sections.push(Section::from_table(read, entry_at));
        }
    }
    sections
}

impl Section {
    fn from_table(table: SectionTable, entry_at: Option<Range<usize>>) -> Section {
        let window = if table.takes == EntryType::Job { 60 } else { 45 };
        Section {
            name: table.name,
            heading: table.heading,
            intro: table.intro,
            takes: table.takes,
            limit: table.limit,
            order: table.order.unwrap_or(Order::of_dates(table.takes)),
            window: table.window.unwrap_or(CalendarSpan::days(window)),
            ahead: table.ahead.unwrap_or(CalendarSpan::days(120)),
            repeat: table.repeat.unwrap_or(table.takes == EntryType::Event),
            entry: table.entry.unwrap_or_else(|| built_in_entry(table.takes).to_owned()),
            entry_at,
            text: table.text,
        }
    }
}

/// The entry that a section has when its table gives none: that of the real newsletter.
pub fn built_in_entry(takes: EntryType) -> &'static str {
    match takes {
        EntryType::Job => "- [{{ flag }} {{ organisation }} | {{ title }}]({{ url }})",
        EntryType::Event => "- {{ dates }} [{{ title }}]({{ url }}){{ cfp_note }}",
        EntryType::Article | EntryType::Text => {
            "- {{ label }}{{ title }}{% if summary %}: {{ summary }}{% endif %} [{{ link_text }}]({{ url }})"
        }
    }
}

fn sources(
    value: Option<Spanned<DeValue<'_>>>,
    names: &mut Names,
    sections: &[Section],
    problems: &mut Problems,
) -> Vec<Source> {
    let tables = read::array(value, "source", problems);
    tables.into_iter().filter_map(|table| source(table, names, sections, problems)).collect()
}

/// `source:NAME` in the lists of `[curate]` must name a source, be it one that is switched off.
fn check_chosen_sources(table: &DeTable<'_>, names: &Names, problems: &mut Problems) {
    let lists = ["pin", "hold", "block"].into_iter().filter_map(|list| table.get(list)?.get_ref().as_array());
    for line in lists.flat_map(|list| list.iter()) {
        let named = line.get_ref().as_str().and_then(|text| text.trim().strip_prefix("source:")).map(str::trim);
        let Some(name) = named.filter(|name| !name.is_empty() && !names.seen.contains(*name)) else { continue };
        let help = suggestion(name, names.seen.iter().map(String::as_str));
        problems.push(line.span(), format!("there is no source `{name}`"), help);
    }
}

/// One `[[source]]`: the shared keys into their table, the rest into the settings of its kind.
fn source(
    (mut table, span): read::TableAt<'_>,
    names: &mut Names,
    sections: &[Section],
    problems: &mut Problems,
) -> Option<Source> {
    names.check(&table, problems);
    check_section(&table, sections, problems);
    let kind = kind_of(&table, &span, problems);
    let mut shared = DeTable::new();
    let shared_keys = read::keys_of::<SourceTable>();
    for name in &shared_keys {
        if let Some((key, value)) = table.remove_entry(name.as_str()) {
            shared.insert(key, value);
        }
    }
    let shared = read::table::<SourceTable>((shared, span.clone()), "[[source]]", problems);
    let kind = kind?;
    let place = format!("a source of kind `{}`", kind.name);
    let keys = table.iter().map(|(key, value)| (key.get_ref().to_string(), value.span())).collect::<Vec<_>>();
    let collector = read::settings((table, span.clone()), kind, &shared_keys, &place, problems)?;
    for (key, message) in collector.problems() {
        let at = keys.iter().find(|(name, _)| name == key).map_or(span.clone(), |(_, at)| at.clone());
        problems.push(at, message, None);
    }
    let shared = shared.filter(|shared| shared.enabled)?;
    let SourceTable { name, section, include, exclude, tags, limit, .. } = shared;
    Some(Source { name, kind, section, include, exclude, tags, limit, collector: collector.into() })
}

fn check_section(table: &DeTable<'_>, sections: &[Section], problems: &mut Problems) {
    let Some(value) = table.get("section") else { return };
    let Some(name) = value.get_ref().as_str() else { return };
    if !sections.iter().any(|section| section.name == name) {
        let help = suggestion(name, sections.iter().map(|section| section.name.as_str()));
        problems.push(value.span(), format!("there is no section `{name}`"), help);
    }
}

/// The kind a source names, or the one its address makes certain.
fn kind_of(table: &DeTable<'_>, span: &Range<usize>, problems: &mut Problems) -> Option<&'static Kind> {
    let text = |key: &str| table.get(key).and_then(|value| value.get_ref().as_str());
    if let Some(value) = table.get("kind") {
        let name = value.get_ref().as_str().unwrap_or_default();
        if let Some(kind) = Kind::named(name) {
            return Some(kind);
        }
        let names = KINDS.iter().map(|kind| kind.name);
        let help = nearest(name, names.clone()).map(|near| format!("did you mean `{near}`?"));
        let help = help.or_else(|| Some(format!("kinds: {}", names.collect::<Vec<_>>().join(", "))));
        problems.push(value.span(), format!("unknown kind `{name}`"), help);
        return None;
    }
    let told = text("url").or(text("path")).and_then(kind_from_address);
    if told.is_none() {
        let help = "the address alone does not tell; add kind = \"feed\" (or calendar, page, …)".to_owned();
        problems.push(
            table.get("url").map_or(span.clone(), |value| value.span()),
            "the kind of this source is missing",
            Some(help),
        );
    }
    told
}

/// The kind that an address makes certain: by the ending of its path.
pub fn kind_from_address(address: &str) -> Option<&'static Kind> {
    let path = address.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/').to_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|ending| path.ends_with(ending));
    if address.starts_with("webcal:") || ends(&[".ics", ".ical"]) {
        Kind::named("calendar")
    } else if ends(&[
        ".rss",
        ".atom",
        ".rdf",
        "/feed",
        "/rss",
        "/atom",
        "rss.xml",
        "feed.xml",
        "atom.xml",
        "index.xml",
        "feed.json",
    ]) {
        Kind::named("feed")
    } else {
        None
    }
}

/// Names that must be there once only.
struct Names {
    what: &'static str,
    seen: BTreeSet<String>,
}

impl Names {
    fn new(what: &'static str) -> Names {
        Names { what, seen: BTreeSet::new() }
    }

    fn check(&mut self, table: &DeTable<'_>, problems: &mut Problems) {
        let Some(value) = table.get("name") else { return };
        let name = value.get_ref().as_str().unwrap_or_default();
        if name.trim().is_empty() || name.len() > 100 || name.chars().any(char::is_control) {
            problems.push(value.span(), format!("a {}'s name is one line of 1 to 100 characters", self.what), None);
        } else if !self.seen.insert(name.to_owned()) {
            problems.push(
                value.span(),
                format!("there are two {}s named `{name}`", self.what),
                Some("rename one of them".into()),
            );
        }
    }
}
