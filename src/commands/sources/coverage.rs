//! `newsletter sources coverage`: which links of past issues the configured sources would have
//! supplied. What counts how stands in `crate::coverage`.

use std::collections::BTreeMap;
use std::path::Path;

use schemars::JsonSchema;
use serde::Serialize;

use crate::archive::Archive;
use crate::cli::CoverageArgs;
use crate::commands::table::{self, Side};
use crate::commands::{FORMAT, Session, as_json, memory, print};
use crate::coverage::{self, Coverage, Sums};
use crate::report::{Exit, Failure, plain};
use crate::workspace;

pub(in crate::commands) fn run(session: &Session, args: &CoverageArgs) -> Result<Exit, Failure> {
    let config = session.config()?;
    let own = session.workspace.root.join(&config.newsletter.issues);
    let folder = args.dir.as_deref().map_or(own, |dir| session.given(dir));
    let archive = read(session, &folder)?;
    let found = coverage::coverage(archive.issues(), &config.sources);
    print(&if args.json { as_json(&Figures::of(&found))? } else { in_words(&found) })?;
    Ok(Exit::Done)
}

fn read(session: &Session, folder: &Path) -> Result<Archive, Failure> {
    let files = memory::dated_files(session, folder, "md");
    if files.is_empty() {
        return Err(Failure::new(
            format!("{}: there are no issues (YYYY-MM-DD.md)", folder.display()),
            "name the folder: `newsletter sources coverage DIR`",
        ));
    }
    let texts = files.into_iter().map(|(_, path)| {
        let bytes = workspace::read_bytes(&path)?;
        Ok((path.display().to_string(), String::from_utf8_lossy(&bytes).into_owned()))
    });
    let texts: Vec<(String, String)> = texts.collect::<Result<_, workspace::FileError>>()?;
    Ok(Archive::read(texts))
}

/// The figures of an archive.
#[derive(Serialize, JsonSchema)]
pub(in crate::commands) struct Figures<'c> {
    format: u32,
    /// Issues that were looked at.
    issues: usize,
    total: Shares,
    /// By what the entries are: `job`, `event`, `article`.
    types: BTreeMap<&'c str, Shares>,
    /// By host without `www.`, those with most links first.
    hosts: Vec<Host<'c>>,
}

#[derive(Serialize, JsonSchema)]
struct Host<'c> {
    host: &'c str,
    #[serde(flatten)]
    shares: Shares,
}

/// Numbers of links; shares of all links from 0 to 1.
#[derive(Serialize, JsonSchema)]
struct Shares {
    links: usize,
    /// A configured source brings them.
    configured: usize,
    /// A kind of source could.
    kind_exists: usize,
    /// A person has to.
    by_hand: usize,
    configured_share: f64,
    /// By configured sources and by kinds that exist.
    possible_share: f64,
    by_hand_share: f64,
}

impl<'c> Figures<'c> {
    fn of(found: &'c Coverage) -> Figures<'c> {
        Figures {
            format: FORMAT,
            issues: found.issues,
            total: Shares::of(&found.total),
            types: found.types.iter().map(|(name, sums)| (*name, Shares::of(sums))).collect(),
            hosts: found.hosts.iter().map(|(host, sums)| Host { host, shares: Shares::of(sums) }).collect(),
        }
    }
}

impl Shares {
    fn of(sums: &Sums) -> Shares {
        let rounded = |share: f64| (share * 10_000.0).round() / 10_000.0;
        Shares {
            links: sums.links,
            configured: sums.configured,
            kind_exists: sums.kind_exists,
            by_hand: sums.by_hand,
            configured_share: rounded(sums.configured_share()),
            possible_share: rounded(sums.possible_share()),
            by_hand_share: rounded(sums.by_hand_share()),
        }
    }
}

fn in_words(found: &Coverage) -> String {
    let head = ["", "links", "configured", "", "kind exists", "", "by hand", ""].map(str::to_owned).to_vec();
    let mut rows = vec![head];
    rows.extend(found.hosts.iter().map(|(host, sums)| row(&plain(host), sums)));
    rows.push(Vec::new());
    rows.extend(found.types.iter().map(|(name, sums)| row(&format!("{name}s"), sums)));
    rows.push(row("all", &found.total));
    let sides = [Side::Left, Side::Right, Side::Right, Side::Right, Side::Right, Side::Right, Side::Right, Side::Right];
    let table: String = table::lines(&rows, &sides).into_iter().map(|line| line + "\n").collect();
    format!(
        "{table}\n{} issues, {} links: {:.1} % by configured sources, {:.1} % by these and kinds that exist, {:.1} % by hand\n",
        found.issues,
        found.total.links,
        100.0 * found.total.configured_share(),
        100.0 * found.total.possible_share(),
        100.0 * found.total.by_hand_share()
    )
}

fn row(name: &str, sums: &Sums) -> Vec<String> {
    let mut cells = vec![name.to_owned(), sums.links.to_string()];
    for part in [sums.configured, sums.kind_exists, sums.by_hand] {
        let percent = 100.0 * part as f64 / sums.links.max(1) as f64;
        cells.extend([part.to_string(), format!("{percent:.0} %")]);
    }
    cells
}
