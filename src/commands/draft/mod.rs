//! `newsletter draft`: collect, curate, compile; the main job.

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::civil::Date;
use similar::TextDiff;

use super::collecting::{self, Completing, Gathered};
use super::memory::Past;
use super::run_report::{self, IssueLine};
use super::{Session, memory, print};
use crate::check::index::Index;
use crate::cli::DraftArgs;
use crate::config::Config;
use crate::curate::{self, Curated, Occasion};
use crate::issue::assemble::{Heading, IssueTemplates};
use crate::model::item::{Item, Outcome};
use crate::record::{self, Candidate, Head, Record, Run, State};
use crate::report::{Exit, Failure, WARNING, painted, plain};
use crate::workspace;

pub(super) fn run(session: &Session, args: &DraftArgs) -> Result<Exit, Failure> {
    let config = session.config()?;
    let templates = session.templates(&config)?;
    let today = session.today(&config);
    let target = Target::choose(session, &config, args, today);
    target.must_be_new(session, args)?;
    let _lock = if writes(args) { Some(session.workspace.lock()?) } else { None };
    let past = memory::load(session, &config, target.date);
    let heading = target.heading(&config, &past, args);

    let remembered = past.for_curation();
    let occasion = Occasion { config: &config, issue: target.date, today, memory: &remembered };
    let mut gathered = collect(session, &occasion, &past)?;
    run_report::show(session, &gathered.outcomes);
    if gathered.all_failed() {
        run_report::write(session, today, lines(&config, &gathered), None, None)?;
        return Err(gathered.failure());
    }
    past.first_seen(gathered.outcomes.iter_mut().flat_map(|outcome| &mut outcome.items));

    let curated = curate::run(gathered.items(), &occasion);
    let draft = Draft::compile(&config, &templates, heading, curated)?;
    let written = draft.deliver(session, &target, args, today, &gathered)?;
    run_report::show_sums(session, &draft.curated);
    run_report::write(
        session,
        today,
        lines(&config, &gathered),
        Some(&draft.curated),
        Some(draft.line(session, &target, written)),
    )?;
    Ok(gathered.exit(args.strict))
}

/// Whether the run may write.
fn writes(args: &DraftArgs) -> bool {
    !args.stdout && !args.dry_run
}

fn lines(config: &Config, gathered: &Gathered) -> Vec<run_report::SourceLine> {
    run_report::source_lines(&gathered.outcomes, &memory::kinds(config))
}

fn collect(session: &Session, occasion: &Occasion<'_>, past: &Past) -> Result<Gathered, Failure> {
    let sources = collecting::select(occasion.config, &[])?;
    let wanted = |item: &Item| curate::could_be_chosen(item, occasion);
    let completing = Completing {
        known: past.known.clone(),
        wanted: &wanted,
        since: memory::since(occasion.config, occasion.issue),
    };
    let gathered = collecting::gather(session, occasion.config, &sources, occasion.today, completing)?;
    memory::keep(session, &past.known, &gathered.completed);
    Ok(gathered)
}

/// The issue that is to be written: its date and its file.
struct Target {
    date: Date,
    path: PathBuf,
}

impl Target {
    /// The date asked for, else the next one by the schedule, else today.
    fn choose(session: &Session, config: &Config, args: &DraftArgs, today: Date) -> Target {
        let scheduled = || config.newsletter.schedule.as_ref().map(|schedule| schedule.next_on_or_after(today));
        let date = args.date.or_else(scheduled).unwrap_or(today);
        Target { date, path: session.workspace.issue(&config.newsletter.issues, date) }
    }

    /// From the moment it exists an issue belongs to the people who edit it.
    fn must_be_new(&self, session: &Session, args: &DraftArgs) -> Result<(), Failure> {
        if !writes(args) || !self.path.exists() {
            return Ok(());
        }
        Err(Failure::new(
            format!(
                "{} exists: it belongs to the people who edit it, and this version cannot yet draft into it again",
                session.workspace.shown(&self.path)
            ),
            "--date YYYY-MM-DD drafts another issue, --stdout prints what a new draft would be; delete the file to begin it anew",
        ))
    }

    /// The number follows from the issues before.
    fn heading(&self, config: &Config, past: &Past, args: &DraftArgs) -> Heading {
        let next = past.archive.newest_number().map_or(config.newsletter.first_number, |newest| newest + 1);
        Heading { title: config.newsletter.title.clone(), number: args.number.unwrap_or(next), date: self.date }
    }
}

/// An issue as generated, and the decisions that led to it.
struct Draft {
    heading: Heading,
    markdown: String,
    curated: Curated,
}

impl Draft {
    /// Compiles. An item that its template cannot write waits, with the reason, and the rest goes on.
    fn compile(
        config: &Config,
        templates: &IssueTemplates,
        heading: Heading,
        mut curated: Curated,
    ) -> Result<Draft, Failure> {
        let mut entries: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for decided in curated.decided.iter_mut().filter(|decided| decided.outcome == Outcome::Chosen) {
            let section = decided.section.clone().unwrap_or_default();
            match templates.entry(&section, &decided.item, config.label(&decided.item)) {
                Ok(entry) => entries.entry(section).or_default().push(entry),
                Err(error) => {
                    decided.outcome = Outcome::Waiting;
                    decided.why = Some(("template", error.to_string()));
                }
            }
        }
        let markdown = templates.issue(config, &heading, &entries).map_err(|error| Failure::Templates(vec![error]))?;
        Ok(Draft { heading, markdown, curated })
    }

    /// Prints, shows or writes; says whether files were written. The issue first, the record second:
    /// what a crash leaves between the two is healed by drafting again.
    fn deliver(
        &self,
        session: &Session,
        target: &Target,
        args: &DraftArgs,
        today: Date,
        gathered: &Gathered,
    ) -> Result<bool, Failure> {
        let shown = session.workspace.shown(&target.path);
        if args.stdout {
            print(&self.markdown)?;
            return Ok(false);
        }
        if args.dry_run {
            print(&self.difference(&target.path, &shown))?;
            return Ok(false);
        }
        let record = self
            .record(target, today, gathered.gaps())
            .to_jsonl()
            .map_err(|error| Failure::new(error.to_string(), "please report this"))?;
        let folder = target.path.parent().unwrap_or(&session.workspace.root).join(".record");
        workspace::write(&target.path, self.markdown.as_bytes())?;
        workspace::write(&folder.join(format!("{}.base.md", target.date)), self.markdown.as_bytes())?;
        workspace::write(&folder.join(format!("{}.jsonl", target.date)), record.as_bytes())?;
        self.list(session, target)?;
        if self.curated.count(Outcome::Chosen) == 0 {
            session.say(&format!("{}: nothing was chosen: the issue has its frame only", painted(WARNING, "warning")));
        }
        print(&format!("{}\n", plain(&shown)))?;
        Ok(true)
    }

    /// Adds the issue to the index beside it, where that has its two markers.
    fn list(&self, session: &Session, target: &Target) -> Result<(), Failure> {
        let path = target.path.with_file_name("README.md");
        let Ok(text) = workspace::read_text(&path) else { return Ok(()) };
        let index = Index::read(&session.workspace.shown(&path), &text);
        match index.and_then(|index| index.listing(target.date, self.heading.number)) {
            Some(listing) => Ok(workspace::write(&path, listing.as_bytes())?),
            None => Ok(()),
        }
    }

    fn difference(&self, path: &std::path::Path, shown: &str) -> String {
        let before = workspace::read_text(path).unwrap_or_default();
        let from = if path.exists() { shown } else { "/dev/null" };
        TextDiff::from_lines(&before, &self.markdown).unified_diff().header(from, shown).to_string()
    }

    fn record(&self, target: &Target, today: Date, gaps: BTreeMap<String, String>) -> Record {
        let head = Head {
            format: record::FORMAT,
            state: State::Open,
            issue: format!("{}.md", target.date),
            date: target.date,
            number: self.heading.number,
            hash: record::hash(self.markdown.as_bytes()),
            run: Run { today, gaps },
        };
        let candidates = self.curated.decided.iter().map(|decided| Candidate {
            identity: decided.item.identity(),
            decision: decided.outcome,
            rule: decided.why.as_ref().map(|(rule, _)| (*rule).to_owned()),
            reason: decided.why.as_ref().map(|(_, reason)| reason.clone()),
            section: decided.section.clone(),
            also_from: decided.also_from.clone(),
            pinned: decided.pinned,
            rank: decided.rank.clone(),
            item: decided.item.clone(),
        });
        Record::new(head, candidates.collect())
    }

    fn line(&self, session: &Session, target: &Target, changed: bool) -> IssueLine {
        IssueLine {
            path: session.workspace.shown(&target.path),
            number: self.heading.number,
            date: target.date,
            new: self.curated.count(Outcome::Chosen),
            changed,
        }
    }
}
