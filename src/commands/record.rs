//! `newsletter record`: adopts an issue that this tool did not write, so that drafting again knows what
//! stood there. Writes a record and a base beside the issue; the issue itself is not touched.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::civil::Date;

use super::draft::{ADOPTED, sound_text};
use super::{Session, memory, print};
use crate::cli::RecordArgs;
use crate::config::{Config, Section as Configured};
use crate::issue::merge::fingerprint;
use crate::markdown;
use crate::model::dates::When;
use crate::model::issue::{Entry, EntryType, Issue, Section};
use crate::model::item::{Details, Event, Item, Job, Outcome};
use crate::model::words::fold;
use crate::record::{self, Candidate, Head, Record, Run, State};
use crate::report::{Exit, Failure, count, plain};

pub(super) fn run(session: &Session, args: &RecordArgs) -> Result<Exit, Failure> {
    let config = session.config()?;
    let lock = session.workspace.lock()?;
    let path = session.given(&args.file);
    let issue = sound_text(session, &path)?;
    let base = match &args.base {
        Some(base) => sound_text(session, &session.given(base))?,
        None => issue.clone(),
    };
    let date = markdown::name_date(&path.to_string_lossy()).ok_or_else(|| {
        let help = format!("issues are called YYYY-MM-DD.md and stand in {}/", config.newsletter.issues.display());
        Failure::usage(format!("{} is not named by a date", args.file.display()), help)
    })?;
    let file = path.parent().unwrap_or(&session.workspace.root).join(".record").join(format!("{date}.jsonl"));
    if !args.force {
        must_be_new(session, &file, (&path, date))?;
    }
    let adopted = Adopted::of(&config, &base, &path, date, session.today(&config));
    let text = adopted.record.to_jsonl().map_err(|error| Failure::new(error.to_string(), "please report this"))?;
    lock.write_all(&[(&file.with_extension("base.md"), base.as_bytes()), (&file, text.as_bytes())])?;
    adopted.tell(session, &config);
    print(&format!("{}\n", plain(&session.workspace.shown(&file))))?;
    Ok(Exit::Done)
}

/// A record is written over only by somebody who knows what it remembers.
fn must_be_new(session: &Session, file: &Path, (issue, date): (&Path, Date)) -> Result<(), Failure> {
    if !file.exists() {
        return Ok(());
    }
    let shown = session.workspace.shown(file);
    let remembers = match memory::read_record(session, file) {
        Some(record) => remembers(&record),
        None => "nothing that can be read".to_owned(),
    };
    Err(Failure::usage(
        format!("{shown} exists and remembers {remembers}; nothing was written"),
        format!(
            "`newsletter draft --date {date}` goes on with it; `newsletter record {} --force` begins anew, and all of \
             that is lost",
            plain(&session.workspace.shown(issue))
        ),
    ))
}

fn remembers(record: &Record) -> String {
    let by_editors = |candidate: &&Candidate| candidate.hand.is_some() || candidate.rule.as_deref() == Some("editor");
    let decisions = count(record.candidates.len(), "decision");
    match record.candidates.iter().filter(by_editors).count() {
        0 => decisions,
        theirs => format!("{decisions}, {theirs} of them by editors"),
    }
}

/// A record made of an issue's text.
struct Adopted {
    record: Record,
}

impl Adopted {
    fn of(config: &Config, base: &str, path: &Path, date: Date, today: Date) -> Adopted {
        let read = markdown::read(base, &path.to_string_lossy());
        let sections = sections(config, &read);
        let name = |heading: &str| {
            sections.iter().find(|(_, known)| known.as_deref() == Some(heading)).map(|(name, _)| name.clone())
        };
        let mut seen = BTreeSet::new();
        let mut candidates = Vec::new();
        for section in read.sections.iter().filter(|section| section.level > 0) {
            for entry in section.entries.iter().filter(|entry| entry.is_list_item) {
                let Some(item) = item(entry, today).filter(|item| seen.insert((item.identity(), entry.range.start)))
                else {
                    continue;
                };
                candidates.push(candidate(item, entry, name(&section.heading)));
            }
        }
        let head = Head {
            format: record::FORMAT,
            state: State::Open,
            issue: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            date,
            number: read.number.unwrap_or(config.newsletter.first_number),
            hash: record::hash(base.as_bytes()),
            sections,
            lost: BTreeSet::new(),
            run: Run { today, gaps: BTreeMap::new() },
        };
        Adopted { record: Record::new(head, candidates) }
    }

    fn tell(&self, session: &Session, config: &Config) {
        let number = self.record.candidates.len();
        session.say(&format!("{number} {} recorded", if number == 1 { "entry" } else { "entries" }));
        for section in listed(config) {
            let said = match self.record.head.sections.get(&section.name).and_then(Option::as_ref) {
                Some(heading) => format!("section `{}` stands under “{heading}”", section.name),
                None => {
                    format!("section `{}` is not in the issue; it is made when it gets its first entry", section.name)
                }
            };
            session.say(&plain(&said));
        }
    }
}

fn listed(config: &Config) -> impl Iterator<Item = &Configured> {
    config.sections.iter().filter(|section| section.takes != EntryType::Text)
}

/// The heading of each configured section: the same words, else the only heading whose entries are of
/// its type.
fn sections(config: &Config, issue: &Issue) -> BTreeMap<String, Option<String>> {
    let mut found: BTreeMap<String, Option<String>> = BTreeMap::new();
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    let words = |text: &str| fold(text).chars().filter(|character| character.is_alphanumeric()).collect::<String>();
    for configured in listed(config) {
        let same = |(index, section): &(usize, &Section)| {
            section.level > 0 && !taken.contains(index) && words(&section.heading) == words(&configured.heading)
        };
        if let Some((index, section)) = issue.sections.iter().enumerate().find(same) {
            taken.insert(index);
            found.insert(configured.name.clone(), Some(section.heading.clone()));
        }
    }
    for configured in listed(config) {
        let is_alone = listed(config).filter(|other| other.takes == configured.takes).count() == 1;
        if found.contains_key(&configured.name) || !is_alone {
            continue;
        }
        let of_type = |(index, section): &(usize, &Section)| {
            section.level > 0
                && !taken.contains(index)
                && section.section_type == configured.takes
                && !section.heading.is_empty()
        };
        let listing = |(_, section): &(usize, &Section)| section.entries.iter().any(|entry| entry.is_list_item);
        let similar: Vec<(usize, &Section)> =
            issue.sections.iter().enumerate().filter(of_type).filter(listing).collect();
        if let [(index, section)] = similar.as_slice() {
            taken.insert(*index);
            found.insert(configured.name.clone(), Some(section.heading.clone()));
        }
    }
    found
}

/// What an entry tells of its item; none where it has no link of the web.
fn item(entry: &Entry, today: Date) -> Option<Item> {
    let details = match (entry.entry_type, entry.start) {
        (EntryType::Event, Some(start)) => Details::Event(Event {
            end: entry.end.filter(|end| *end != start).map(When::Day),
            place: entry.place.clone(),
            cfp: entry.cfp.clone(),
            ..Event::starting(When::Day(start))
        }),
        (EntryType::Job, _) => Details::Job(Job { organisation: entry.organisation.clone(), ..Job::default() }),
        _ => Details::Article {},
    };
    let title = entry.title.clone().filter(|title| !title.is_empty()).unwrap_or_else(|| entry.text.clone());
    let mut item = Item::new(details, title, ADOPTED, today);
    item.linked(entry.url.as_deref()?);
    item.url.is_some().then_some(item)
}

fn candidate(item: Item, entry: &Entry, section: Option<String>) -> Candidate {
    Candidate {
        identity: item.identity(),
        decision: Outcome::Chosen,
        rule: None,
        reason: None,
        section,
        also_from: Vec::new(),
        alike: Vec::new(),
        pinned: false,
        entry: Some(fingerprint(&entry.markdown)),
        hand: None,
        fresh: false,
        taken_out_of: None,
        changed: None,
        rank: None,
        item,
    }
}
