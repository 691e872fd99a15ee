//! `newsletter sources …`: see, try, add and exchange sources.

mod add;
mod check;
mod coverage;
mod findings;
mod opml;

use schemars::JsonSchema;
use serde::Serialize;

use super::{Session, as_json_line, collecting, print};
use crate::cli::ListArgs;
use crate::collect::run;
use crate::config::{Config, Source};
use crate::report::{Exit, Failure, plain};

pub(super) use add::run as add;
pub(super) use check::run as check;
pub(super) use coverage::{Figures as CoverageFigures, run as coverage};
pub(super) use opml::{export, import};

/// The table of all kinds, as it stands in `docs/kinds.md`.
pub(super) fn kinds() -> Result<Exit, Failure> {
    print(&crate::collect::guide::page())?;
    Ok(Exit::Done)
}

/// Every source with its kind, section and address.
pub(super) fn list(session: &Session, args: &ListArgs) -> Result<Exit, Failure> {
    let config = session.config()?;
    let listed = config.sources.iter().map(|source| Listed::of(session, &config, source));
    let lines: Vec<String> = listed.map(|source| source.line(args.json)).collect::<Result<_, _>>()?;
    print(&lines.concat())?;
    Ok(Exit::Done)
}

/// A line of `sources list`.
#[derive(Serialize, JsonSchema)]
pub(super) struct Listed<'c> {
    name: &'c str,
    kind: &'c str,
    /// The section that takes its items; null where their type decides.
    section: Option<&'c str>,
    /// Without secrets.
    address: String,
}

impl<'c> Listed<'c> {
    fn of(session: &Session, config: &'c Config, source: &'c Source) -> Listed<'c> {
        let context = collecting::context(config, source.name.clone(), None, session.today(config));
        Listed {
            name: &source.name,
            kind: source.kind.name,
            section: source.section.as_deref(),
            address: run::shown(source.collector.as_ref(), &context),
        }
    }

    fn line(&self, json: bool) -> Result<String, Failure> {
        let Listed { name, kind, section, address } = self;
        match json {
            true => as_json_line(self),
            false => Ok(plain(&format!("{name:30} {kind:12} {:10} {address}", section.unwrap_or("-"))) + "\n"),
        }
    }
}
