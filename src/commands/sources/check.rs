//! `newsletter sources check`: fetch, read, and show what every source brings.

use crate::cli::CheckArgs;
use crate::collect::run::Outcome;
use crate::commands::collecting::{self, Completing};
use crate::commands::{Session, memory, print, run_report};
use crate::model::item::Item;
use crate::report::{Exit, Failure, plain};

/// Items shown of each source.
const SHOWN: usize = 3;

pub(in crate::commands) fn run(session: &Session, args: &CheckArgs) -> Result<Exit, Failure> {
    let config = session.config()?;
    let sources = collecting::select(&config, &args.names)?;
    let today = session.today(&config);
    let nothing = |_: &Item| false;
    let completing = Completing { known: Default::default(), wanted: &nothing, since: today };
    let gathered = collecting::gather(session, &config, &sources, today, completing)?;
    let lines = run_report::source_lines(&gathered.outcomes, &memory::kinds(&config));
    if args.json {
        let text = serde_json::to_string_pretty(&lines)
            .map_err(|error| Failure::new(error.to_string(), "please report this"))?;
        print(&(text + "\n"))?;
    } else {
        print(&gathered.outcomes.iter().map(in_words).collect::<String>())?;
    }
    run_report::write(session, today, lines, None, None)?;
    if gathered.all_failed() {
        return Err(gathered.failure());
    }
    Ok(Exit::Done)
}

/// A source: its answer, then its first items, then every warning.
fn in_words(outcome: &Outcome) -> String {
    let items = &outcome.items;
    let dated = items.iter().filter(|item| day(item).is_some()).count();
    let newest = items.iter().filter_map(day).max().map_or("-".to_owned(), |day| day.to_string());
    let answer = match &outcome.gap {
        Some(gap) => format!("FAILED  {}", gap.reason),
        None => format!("{:5} items, {dated:5} dated, newest {newest}", items.len()),
    };
    let mut lines = vec![format!("{:28} {answer}", outcome.source), format!("    {}", outcome.address)];
    lines.extend(items.iter().take(SHOWN).map(|item| {
        let day = day(item).map_or("undated   ".into(), |day| day.to_string());
        format!("    {day}  {}", crate::model::text::line(&item.title, 90))
    }));
    lines.extend(outcome.warnings.iter().map(|warning| format!("    warning: {warning}")));
    lines.extend(outcome.moved.iter().map(|url| format!("    moved for good to {}", crate::fetch::safe_address(url))));
    lines.extend(outcome.gap.iter().filter_map(|gap| gap.hint.as_ref()).map(|hint| format!("    help: {hint}")));
    plain(&lines.join("\n")) + "\n"
}

fn day(item: &Item) -> Option<jiff::civil::Date> {
    item.published.map(|published| published.day()).or(item.event().map(|event| event.start.day()))
}
