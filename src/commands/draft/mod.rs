//! `newsletter draft`: collect, curate, compile; the main job. On an issue that exists it only adds: the
//! Markdown belongs to the people who edit it.
//!
//! `target` finds the issue, `standing` compares it with what was last written, `compile` makes the
//! text, `deliver` writes it and `keep` its record.

mod compile;
mod deliver;
mod due;
mod evidence;
mod github;
mod github_text;
mod journal;
mod keep;
mod language;
mod out;
mod standing;
pub(super) mod summary;
mod target;
mod told;

use jiff::civil::Date;

use self::compile::{Draft, Press};
use self::github::{Drafted, Ended};
use self::keep::Keeping;
use self::out::Calendar;
pub(super) use self::standing::ADOPTED;
use self::standing::Stands;
use self::summary::Summary;
pub(super) use self::target::sound_text;
use self::target::{Spot, Target};
use self::told::Telling;
use super::collecting::{self, Completing, Gathered};
use super::memory::{self, Past};
use super::run_report::{self, IssueLine};
use super::{Session, print, series};
use crate::cli::DraftArgs;
use crate::config::Config;
use crate::curate::{self, Occasion};
use crate::issue::assemble::{Heading, IssueTemplates};
use crate::markdown;
use crate::model::item::Item;
use crate::report::{Exit, Failure};

pub(super) fn run(session: &Session, args: &DraftArgs) -> Result<Exit, Failure> {
    let config = session.config()?;
    let templates = session.templates(&config)?;
    let today = session.today(&config);
    if let Some(language) = &args.language {
        return language::run(session, &config, args, language, today);
    }
    if (args.next || args.if_due) && !goes_on(session, &config, args, today)? {
        return Ok(Exit::Done);
    }
    let scene = Scene { session, args, config: &config, templates: &templates, today };
    let lock = if writes(args) { Some(session.workspace.lock()?) } else { None };
    if let Some(lock) = &lock {
        journal::heal(session, lock)?;
    }
    let target = Target::read(session, Spot::find(session, &config, args.date, today)?)?;
    if let Some(lock) = &lock {
        target.must_be_writable(session, lock)?;
    }
    let calendar = Calendar::of(session, &config, today);
    if args.date.is_some() {
        calendar.tell(session, &target);
    }
    let past = past(session, &config, &target);
    let mut stands = Stands::of(session, &config, &target);
    let mut remembered = past.for_curation();
    if let Some(stands) = &stands {
        stands.remember(&target, &mut remembered);
    }

    let occasion = Occasion { config: &config, issue: target.date, today, memory: &remembered };
    let mut gathered = collect(session, &occasion, &past)?;
    run_report::show(session, &gathered);
    if gathered.all_failed() {
        scene.tell_failure(&gathered)?;
        return Err(gathered.failure());
    }
    past.first_seen(gathered.outcomes.iter_mut().flat_map(|outcome| &mut outcome.items));

    let offered = gathered.items();
    if let Some(stands) = &mut stands {
        stands.occupy(&config, &offered, &mut remembered);
    }
    let occasion = Occasion { config: &config, issue: target.date, today, memory: &remembered };
    let curated = curate::run(offered, &occasion);
    let press = Press { config: &config, templates: &templates };
    let heading = heading(session, &config, &past, &target, args);
    let draft = press.compile(heading, curated, &target, stands.as_ref())?;
    let gaps = gathered.gaps();
    let state = calendar.state(target.date);
    let stood = stands.as_ref();
    let keeping = Keeping { config: &config, target: &target, draft: &draft, stands: stood, today, state, gaps };
    let delivered = deliver::deliver(session, lock.as_ref(), args, &draft, keeping)?;
    if let Some(lock) = &lock {
        Calendar::of(session, &config, today).close(session, lock, &config)?;
    }
    if let Some(stands) = &stands {
        let telling = Telling { session, config: &config, is_written: lock.is_some() };
        told::tell(&telling, &draft, stands, &gathered.outcomes);
    }
    let summary = Summary::of(&config, target.date, &past.records, &draft.curated);
    scene.tell(&gathered, &draft, &summary, deliver::line(session, &target, &draft, &delivered))?;
    Ok(gathered.exit(args.strict))
}

/// What a run has to say, wherever it says it: on the terminal, to GitHub, in the report.
struct Scene<'a> {
    session: &'a Session,
    args: &'a DraftArgs,
    config: &'a Config,
    templates: &'a IssueTemplates,
    today: Date,
}

impl Scene<'_> {
    /// Every source failed.
    fn tell_failure(&self, gathered: &Gathered) -> Result<(), Failure> {
        run_report::write(self.session, self.today, lines(self.config, gathered), &gathered.warnings, None, None)?;
        self.tell_github(gathered, None);
        Ok(())
    }

    fn tell(&self, gathered: &Gathered, draft: &Draft, summary: &Summary, line: IssueLine) -> Result<(), Failure> {
        run_report::show_sums(self.session, &draft.curated);
        summary.show(self.session);
        self.tell_github(gathered, Some(Drafted { draft, line: &line }));
        let curated = Some((&draft.curated, summary));
        run_report::write(
            self.session,
            self.today,
            lines(self.config, gathered),
            &gathered.warnings,
            curated,
            Some(line),
        )
    }

    fn tell_github(&self, gathered: &Gathered, issue: Option<Drafted<'_>>) {
        let (config, templates) = (self.config, self.templates);
        let ended = Ended { config, templates, outcomes: &gathered.outcomes, issue };
        github::tell(self.session, self.args.pull_request_text.as_deref(), &ended);
    }
}

/// Answers `--next` and `--if-due`, before anything is touched; whether there is an issue to draft.
fn goes_on(session: &Session, config: &Config, args: &DraftArgs, today: Date) -> Result<bool, Failure> {
    let spot = Spot::find(session, config, args.date, today)?;
    if args.next {
        print(&due::next(session, config, args, &spot, today)?)?;
        return Ok(false);
    }
    let goes_on = due::goes_on(session, config, args, spot.date, today)?;
    if !goes_on {
        github::tell_not_due(session);
    }
    Ok(goes_on)
}

/// Whether the run may write.
fn writes(args: &DraftArgs) -> bool {
    !args.stdout && !args.dry_run
}

fn lines(config: &Config, gathered: &Gathered) -> Vec<run_report::SourceLine> {
    run_report::source_lines(&gathered.outcomes, &memory::kinds(config))
}

/// What is known from before the issue, and from its own record.
fn past(session: &Session, config: &Config, target: &Target) -> Past {
    let own = target.kept.path.as_deref().zip(target.kept.record.clone());
    memory::load_beside(session, config, target.date, own)
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

/// The number stands in the file, once there is one; before that it follows from the issues before.
fn heading(session: &Session, config: &Config, past: &Past, target: &Target, args: &DraftArgs) -> Heading {
    let written =
        target.current.as_deref().and_then(|text| markdown::read(text, &target.path.to_string_lossy()).number);
    let recorded = || target.kept.record.as_ref().filter(|_| target.current.is_some()).map(|record| record.head.number);
    let next = || series::number(session, config, past, target.date);
    let number = written.or(args.number).or_else(recorded).unwrap_or_else(next);
    Heading { title: config.newsletter.title.clone(), number, date: target.date }
}
