//! `newsletter draft`: collect, curate, compile; the main job. On an issue that exists it only adds: the
//! Markdown belongs to the people who edit it.
//!
//! `target` finds the issue, `standing` compares it with what was last written, `compile` makes the
//! text, `deliver` writes it and `keep` its record.

mod compile;
mod deliver;
mod evidence;
mod journal;
mod keep;
mod standing;
mod target;
mod told;

use self::compile::Press;
use self::keep::Keeping;
pub(super) use self::standing::ADOPTED;
use self::standing::Stands;
use self::target::Target;
pub(super) use self::target::sound_text;
use super::Session;
use super::collecting::{self, Completing, Gathered};
use super::memory::{self, Past};
use super::run_report;
use crate::cli::DraftArgs;
use crate::config::Config;
use crate::curate::{self, Occasion};
use crate::issue::assemble::Heading;
use crate::markdown;
use crate::model::item::Item;
use crate::report::{Exit, Failure};

pub(super) fn run(session: &Session, args: &DraftArgs) -> Result<Exit, Failure> {
    let config = session.config()?;
    let templates = session.templates(&config)?;
    let today = session.today(&config);
    let lock = if writes(args) { Some(session.workspace.lock()?) } else { None };
    if let Some(lock) = &lock {
        journal::heal(session, lock)?;
    }
    let target = Target::find(session, &config, args.date, today)?;
    if let Some(lock) = &lock {
        target.must_be_writable(session, lock)?;
    }
    let past = past(session, &config, &target);
    let mut stands = Stands::of(session, &config, &target);
    let mut remembered = past.for_curation();
    if let Some(stands) = &stands {
        stands.remember(&target, &mut remembered);
    }

    let occasion = Occasion { config: &config, issue: target.date, today, memory: &remembered };
    let mut gathered = collect(session, &occasion, &past)?;
    run_report::show(session, &gathered.outcomes);
    if gathered.all_failed() {
        run_report::write(session, today, lines(&config, &gathered), None, None)?;
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
    let draft = press.compile(heading(&config, &past, &target, args), curated, &target, stands.as_ref())?;
    let gaps = gathered.gaps();
    let keeping = Keeping { config: &config, target: &target, draft: &draft, stands: stands.as_ref(), today, gaps };
    let delivered = deliver::deliver(session, lock.as_ref(), args, &draft, keeping)?;
    if let Some(stands) = &stands {
        told::tell(session, &config, &draft, stands, &gathered.outcomes);
    }
    run_report::show_sums(session, &draft.curated);
    run_report::write(
        session,
        today,
        lines(&config, &gathered),
        Some(&draft.curated),
        Some(deliver::line(session, &target, &draft, &delivered)),
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
fn heading(config: &Config, past: &Past, target: &Target, args: &DraftArgs) -> Heading {
    let written =
        target.current.as_deref().and_then(|text| markdown::read(text, &target.path.to_string_lossy()).number);
    let recorded = || target.kept.record.as_ref().filter(|_| target.current.is_some()).map(|record| record.head.number);
    let next = || past.archive.newest_number().map_or(config.newsletter.first_number, |newest| newest + 1);
    let number = written.or(args.number).or_else(recorded).unwrap_or_else(next);
    Heading { title: config.newsletter.title.clone(), number, date: target.date }
}
