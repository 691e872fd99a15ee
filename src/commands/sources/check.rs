//! `newsletter sources check`: fetch, read, and show what every source brings.

use jiff::civil::Date;

use super::findings::{day, findings};
use crate::cli::CheckArgs;
use crate::collect::Warning;
use crate::collect::run::Outcome;
use crate::commands::collecting::{self, Completing};
use crate::commands::table::{self, Side};
use crate::commands::{Session, as_json, memory, print, run_report};
use crate::model::item::Item;
use crate::model::text;
use crate::report::{Exit, Failure, WARNING, painted, plain};

/// Items shown of each source.
const SHOWN: usize = 3;

pub(in crate::commands) fn run(session: &Session, args: &CheckArgs) -> Result<Exit, Failure> {
    let config = session.config()?;
    let sources = collecting::select(&config, &args.names)?;
    let today = session.today(&config);
    let nothing = |_: &Item| false;
    let completing = Completing { known: Default::default(), wanted: &nothing, since: today };
    let mut gathered = collecting::gather(session, &config, &sources, today, completing)?;
    for (outcome, source) in gathered.outcomes.iter_mut().zip(&sources) {
        let found = findings(outcome, source.kind.name, today);
        outcome.warnings.extend(found.into_iter().map(Warning));
    }
    let kinds = memory::kinds(&config);
    let lines = run_report::source_lines(&gathered.outcomes, &kinds);
    if args.json {
        print(&as_json(&lines)?)?;
    } else {
        let kind = |outcome: &Outcome| kinds.get(&outcome.source).copied().unwrap_or_default();
        print(&in_words(&gathered.outcomes, kind))?;
    }
    run_report::show_warnings(session, &gathered.warnings);
    run_report::write(session, today, lines, &gathered.warnings, None, None)?;
    if gathered.all_failed() {
        return Err(gathered.failure());
    }
    Ok(Exit::Done)
}

/// A table, and under each of its lines the source's address, its first items, and every warning.
fn in_words(outcomes: &[Outcome], kind: impl Fn(&Outcome) -> &'static str) -> String {
    let head = ["source", "kind", "items", "dated", "newest"].map(str::to_owned).to_vec();
    let rows: Vec<Vec<String>> =
        std::iter::once(head).chain(outcomes.iter().map(|outcome| row(outcome, kind(outcome)))).collect();
    let sides = [Side::Left, Side::Left, Side::Right, Side::Right, Side::Left];
    let mut lines = table::lines(&rows, &sides).into_iter();
    let mut text = lines.next().map(|head| head + "\n").unwrap_or_default();
    for (line, outcome) in lines.zip(outcomes) {
        text.push_str(&format!("{line}\n{}", details(outcome)));
    }
    text
}

fn row(outcome: &Outcome, kind: &str) -> Vec<String> {
    let dated = outcome.items.iter().filter(|item| day(item).is_some()).count();
    let newest = outcome.items.iter().filter_map(day).max();
    let figures = match outcome.gap {
        Some(_) => ["-".to_owned(), "-".to_owned(), "FAILED".to_owned()],
        None => [outcome.items.len().to_string(), dated.to_string(), shown(newest)],
    };
    [plain(&outcome.source), kind.to_owned()].into_iter().chain(figures).collect()
}

fn shown(day: Option<Date>) -> String {
    day.map_or("-".to_owned(), |day| day.to_string())
}

fn details(outcome: &Outcome) -> String {
    let mut lines = vec![outcome.address.clone()];
    lines.extend(outcome.items.iter().take(SHOWN).map(|item| {
        let day = item.event().map(|event| event.start.day()).or(day(item));
        format!("{:10}  {}", day.map_or("undated".to_owned(), |day| day.to_string()), text::line(&item.title, 90))
    }));
    let mut text: String = lines.iter().map(|line| format!("    {}\n", plain(line))).collect();
    if let Some(gap) = &outcome.gap {
        text.push_str(&format!("    {}\n", plain(&gap.reason)));
        text.extend(gap.hint.iter().map(|hint| format!("    help: {}\n", plain(hint))));
    }
    for warning in &outcome.warnings {
        text.push_str(&format!("    {}: {}\n", painted(WARNING, "warning"), plain(&warning.0)));
    }
    text
}
