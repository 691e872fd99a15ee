//! `newsletter sources …`: see, try, add and exchange sources.

mod add;
mod check;
mod coverage;
mod findings;
mod opml;

use serde_json::json;

use super::{Session, collecting, print};
use crate::cli::ListArgs;
use crate::collect::run;
use crate::report::{Exit, Failure, plain};

pub(super) use add::run as add;
pub(super) use check::run as check;
pub(super) use coverage::run as coverage;
pub(super) use opml::{export, import};

/// The table of all kinds, as it stands in `docs/kinds.md`.
pub(super) fn kinds() -> Result<Exit, Failure> {
    print(&crate::collect::guide::page())?;
    Ok(Exit::Done)
}

/// Every source with its kind, section and address.
pub(super) fn list(session: &Session, args: &ListArgs) -> Result<Exit, Failure> {
    let config = session.config()?;
    let today = session.today(&config);
    let lines = config.sources.iter().map(|source| {
        let context = collecting::context(&config, source.name.clone(), None, today);
        let address = run::shown(source.collector.as_ref(), &context);
        let section = source.section.as_deref().unwrap_or("-");
        match args.json {
            true => {
                json!({ "name": source.name, "kind": source.kind.name, "section": source.section, "address": address })
                    .to_string()
            }
            false => plain(&format!("{:30} {:12} {:10} {address}", source.name, source.kind.name, section)),
        }
    });
    print(&lines.map(|line| line + "\n").collect::<String>())?;
    Ok(Exit::Done)
}
