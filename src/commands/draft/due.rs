//! `draft --if-due`: whether it is time, before anything is fetched. Schedules of CI cannot say "last
//! Tuesday", so a daily run asks here.
//!
//! When it is time and which issue is next follow in `crate::series`; the clock is the session's, in the
//! newsletter's time zone.

use jiff::civil::Date;

use super::super::{Session, print, run_report};
use super::target::Spot;
use crate::cli::DraftArgs;
use crate::config::Config;
use crate::report::{Exit, Failure, count, plain};
use crate::series::Due;

/// Whether the run goes on to draft the issue of a day: always without `--if-due`. Where it is not yet
/// time, says so on both streams.
pub(super) fn goes_on(
    session: &Session,
    config: &Config,
    args: &DraftArgs,
    issue: Date,
    today: Date,
) -> Result<bool, Failure> {
    if !args.if_due {
        return Ok(true);
    }
    let due = due(session, config, args, issue, today)?;
    session.say(&plain(&in_words(due)));
    if let Due::Now { .. } = due {
        return Ok(true);
    }
    let (name, value) = output(due);
    print(&format!("{name}={value}\n"))?;
    run_report::write(session, today, Vec::new(), &[], None, None)?;
    Ok(false)
}

/// `draft --next`: one line each, as `GITHUB_OUTPUT` takes them, for scripts that prepare a place for the
/// issue (`action/next.sh`): where it is or will be, its day, and whether it is time to draft it.
pub(super) fn next(
    session: &Session,
    config: &Config,
    args: &DraftArgs,
    spot: &Spot,
    today: Date,
) -> Result<String, Failure> {
    let (name, value) = output(due(session, config, args, spot.date, today)?);
    let path = plain(&session.workspace.shown(&spot.path)).replace('\n', " ");
    Ok(format!("path={path}\ndate={}\n{name}={value}\n", spot.date))
}

fn due(session: &Session, config: &Config, args: &DraftArgs, issue: Date, today: Date) -> Result<Due, Failure> {
    if args.date.is_none() && super::super::series::series(session, config).next(today).is_none() {
        return Err(Failure::Other {
            problem: format!("{} has no `schedule`, so nothing says when an issue is due", session.config_name()),
            help: Some("add to [newsletter], for example: schedule = \"last tuesday\"".into()),
            exit: Exit::Configuration,
        });
    }
    Ok(Due::of(issue, config.newsletter.ahead_of_issue.before(issue), today))
}

/// The output of the run for those that go on with it: its name and its value.
pub(super) fn output(due: Due) -> (&'static str, bool) {
    ("due", matches!(due, Due::Now { .. }))
}

fn in_words(due: Due) -> String {
    match due {
        Due::Now { issue } => format!("due: the issue of {issue}"),
        Due::Later { issue, from } => {
            let ahead = count(usize::try_from((issue - from).get_days()).unwrap_or_default(), "day");
            format!("not due: the next issue is that of {issue}; drafting begins on {from}, {ahead} before")
        }
        Due::Over { issue } => format!("not due: the day of the issue of {issue} is over"),
    }
}
