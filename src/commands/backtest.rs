//! `newsletter backtest`: past issues redone from recorded sources, compared with what was published.
//! What is redone and counted how stands in `crate::backtest`. Nothing is fetched.

use std::ops::RangeInclusive;
use std::path::Path;

use jiff::civil::Date;
use serde_json::{Map, Value, json};

use super::collecting::{self, Completing};
use super::table::{self, Side};
use super::{Session, memory, print, run_report};
use crate::backtest::round::{Fate, Round};
use crate::backtest::sums::{Depths, Sums};
use crate::backtest::{self, Backtest, Material, Recorded, plot};
use crate::cli::{BacktestArgs, Global};
use crate::config::Config;
use crate::model::issue::Issue;
use crate::model::item::Item;
use crate::record::Record;
use crate::report::{Exit, Failure, count, plain};
use crate::workspace;

/// The version of the form of `--json`.
const FORMAT: u32 = 1;
/// Hosts that the table names; JSON has all.
const HOSTS_SHOWN: usize = 15;

pub(super) fn run(session: &Session, args: &BacktestArgs) -> Result<Exit, Failure> {
    let config = session.config()?;
    let past = memory::load(session, &config, Date::MAX);
    let range = range(past.archive.issues(), args)?;
    let records: Vec<Recorded> = past.records.iter().map(recorded).collect();
    let material = Material {
        config: &config,
        by_date: &config.by_date(),
        issues: past.archive.issues(),
        records: &records,
        items: items(session, &config, &past.known)?,
    };
    let found = backtest::run(&material, &range);
    if let Some(path) = &args.svg {
        workspace::write(&session.given(Path::new(path)), plot::svg(&found).as_bytes())?;
    }
    print(&if args.json { format!("{:#}\n", as_json(&found)) } else { in_words(&found) })?;
    Ok(Exit::Done)
}

/// What the sources have in a recording, in the cache and in local files. A source without any is a
/// gap: records may still know what it had.
fn items(session: &Session, config: &Config, known: &crate::collect::complete::Known) -> Result<Vec<Item>, Failure> {
    if config.sources.is_empty() {
        return Ok(Vec::new());
    }
    let offline = session.global.replay.is_none();
    let quiet = Session { global: Global { offline, ..session.global.clone() }, ..session.clone() };
    let sources = collecting::select(config, &[])?;
    // The pages of undated items may be in the recording; no other page is worth asking.
    let undated = |item: &Item| item.published.is_none();
    let completing = Completing { known: known.clone(), wanted: &undated, since: Date::MAX };
    let gathered = collecting::gather(&quiet, config, &sources, session.today(config), completing)?;
    run_report::show(session, &gathered.outcomes);
    Ok(gathered.items())
}

fn recorded(record: &Record) -> Recorded {
    let considered = record.candidates.iter().map(|candidate| (candidate.item.clone(), memory::offered(candidate)));
    Recorded { date: record.head.date, considered: considered.collect() }
}

/// The dates of the first and the last issue that are redone.
fn range(issues: &[Issue], args: &BacktestArgs) -> Result<RangeInclusive<Date>, Failure> {
    if !issues.iter().any(|issue| issue.date.is_some()) {
        let help = "issues stand in the folder `issues` of [newsletter], as YYYY-MM-DD.md";
        return Err(Failure::new("there are no past issues to redo", help));
    }
    let date = |given: &Option<String>, default| given.as_deref().map_or(Ok(default), |given| dated(issues, given));
    Ok(date(&args.from, Date::MIN)?..=date(&args.to, Date::MAX)?)
}

/// The date of an issue that a person names by date, file or number.
fn dated(issues: &[Issue], given: &str) -> Result<Date, Failure> {
    let name = given.rsplit('/').next().unwrap_or(given).trim_end_matches(".md");
    let is_meant = |issue: &&Issue| match name.parse::<u32>() {
        Ok(number) => issue.number == Some(number),
        Err(_) => name.parse::<Date>().is_ok_and(|date| issue.date == Some(date)),
    };
    let found = issues.iter().find(is_meant).and_then(|issue| issue.date);
    let last = || issues.iter().rev().filter_map(|issue| issue.date).map(|date| date.to_string());
    found.ok_or_else(|| {
        let help = format!("give a date or a number; the newest are {}", last().take(3).collect::<Vec<_>>().join(", "));
        Failure::usage(format!("there is no issue {}", plain(given)), help)
    })
}

fn as_json(found: &Backtest) -> Value {
    let types: Map<String, Value> =
        found.types.iter().map(|(name, sums)| ((*name).to_owned(), sums_json(sums))).collect();
    json!({
        "format": FORMAT,
        "issues": found.rounds.iter().map(round_json).collect::<Vec<_>>(),
        "total": sums_json(&found.total),
        "types": types,
        "hosts": found.hosts.iter().map(|(host, sums)| joined([json!({ "host": host }), sums_json(sums)])).collect::<Vec<_>>(),
        "elsewhere": found.elsewhere.iter().map(|(host, links)| json!({ "host": host, "links": links })).collect::<Vec<_>>(),
        "undated": found.undated,
    })
}

fn round_json(round: &Round) -> Value {
    let missed = round.published.iter().filter_map(|link| match &link.fate {
        Fate::Recorded { reason: Some(reason), .. } => Some(json!({ "url": link.url, "reason": reason })),
        _ => None,
    });
    let about = json!({
        "number": round.number,
        "date": round.date,
        "ranked": round.is_ranked,
        "missed": missed.collect::<Value>(),
        "editors_left_out": round.left_out,
    });
    joined([json!({ "issue": round.path }), sums_json(&Sums::of(round)), about])
}

fn sums_json(sums: &Sums) -> Value {
    let recall = |part: usize| sums.recall(part).map(|share| (share * 10_000.0).round() / 10_000.0);
    let depths = |depths: &Depths| {
        json!({
            "at_limit": depths.at_limit,
            "at_twice_limit": depths.at_twice,
            "recall_at_limit": recall(depths.at_limit),
            "recall_at_twice_limit": recall(depths.at_twice),
            "mean_place": sums.mean_place(depths).map(|place| (place * 100.0).round() / 100.0),
        })
    };
    json!({
        "published": sums.published,
        "recorded": sums.recorded,
        "repeated": sums.repeated,
        "candidates": sums.candidates,
        "recall": recall(sums.candidates),
        "as_configured": depths(&sums.listed),
        "newest_first": depths(&sums.by_date),
        "drafted": sums.drafted,
        "left_out": sums.left_out,
    })
}

/// One object with the fields of several, in their order.
fn joined(objects: impl IntoIterator<Item = Value>) -> Value {
    let fields = |object| if let Value::Object(fields) = object { fields } else { Map::new() };
    Value::Object(objects.into_iter().flat_map(fields).collect())
}

fn in_words(found: &Backtest) -> String {
    let head = [
        "",
        "could have",
        "candidates",
        "",
        "in draft",
        "",
        "in twice",
        "",
        "by date: draft",
        "",
        "twice",
        "",
        "drafted",
        "left out",
    ];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    rows.extend(found.hosts.iter().take(HOSTS_SHOWN).map(|(host, sums)| row(&plain(host), sums)));
    let further = found.hosts.len().saturating_sub(HOSTS_SHOWN);
    if further > 0 {
        rows.push(vec![format!("… and {}", count(further, "host"))]);
    }
    rows.push(Vec::new());
    let types = found.types.iter().filter(|(_, sums)| sums.recorded + sums.drafted > 0);
    rows.extend(types.map(|(name, sums)| row(&format!("{name}s"), sums)));
    rows.push(row("all", &found.total));
    let sides: Vec<Side> = std::iter::once(Side::Left).chain([Side::Right; 13]).collect();
    let table: String = table::lines(&rows, &sides).into_iter().map(|line| line + "\n").collect();
    format!("{table}\n{}", notes(found).into_iter().map(|note| note + "\n").collect::<String>())
}

fn row(name: &str, sums: &Sums) -> Vec<String> {
    let mut cells = vec![name.to_owned(), sums.recorded.to_string()];
    let parts =
        [sums.candidates, sums.listed.at_limit, sums.listed.at_twice, sums.by_date.at_limit, sums.by_date.at_twice];
    for part in parts {
        cells.push(part.to_string());
        cells.push(sums.recall(part).map(|share| format!("{:.0} %", share * 100.0)).unwrap_or_default());
    }
    cells.extend([sums.drafted, sums.left_out].map(|number| number.to_string()));
    cells
}

/// What the table does not say.
fn notes(found: &Backtest) -> Vec<String> {
    let total = &found.total;
    let mut notes = vec![format!(
        "{} redone with {} published: {} could have been had from recorded sources{}",
        count(found.rounds.len(), "issue"),
        count(total.published, "link"),
        total.recorded,
        if total.repeated > 0 { format!("; {} more stood in an earlier issue", total.repeated) } else { String::new() },
    )];
    if let (Some(ours), Some(by_date)) = (total.mean_place(&total.listed), total.mean_place(&total.by_date)) {
        notes.push(format!(
            "on average they stand at place {ours:.1} of their list as configured, {by_date:.1} by date"
        ));
    }
    let elsewhere: usize = found.elsewhere.iter().map(|(_, links)| links).sum();
    if elsewhere > 0 {
        let most: Vec<String> =
            found.elsewhere.iter().take(5).map(|(host, links)| format!("{} {links}", plain(host))).collect();
        let further = if found.elsewhere.len() > most.len() { ", …" } else { "" };
        notes.push(format!("{} not from a recorded source: {}{further}", count(elsewhere, "link"), most.join(", ")));
    }
    let unranked = found.rounds.iter().filter(|round| !round.is_ranked).count();
    if unranked > 0 {
        notes.push(format!("{} ordered by date: too little past to learn a rank from", count(unranked, "issue")));
    }
    if found.undated > 0 {
        notes.push(format!(
            "{} without a date and in no record: nobody can say since when",
            count(found.undated, "item")
        ));
    }
    notes
}
