//! `newsletter collect`: fetch and read the sources, print their items.

use super::collecting::{self, Completing};
use super::{Session, as_json_line, memory, print, run_report};
use crate::cli::CollectArgs;
use crate::curate::{self, Occasion};
use crate::model::item::Item;
use crate::report::{Exit, Failure, plain};

pub(super) fn run(session: &Session, args: &CollectArgs) -> Result<Exit, Failure> {
    let config = session.config()?;
    let sources = collecting::select(&config, &args.names)?;
    let today = session.today(&config);
    let past = memory::load(session, &config, today);
    let nothing_published = curate::Memory::default();
    let occasion = Occasion { config: &config, issue: today, today, memory: &nothing_published };
    let wanted = |item: &Item| curate::could_be_chosen(item, &occasion);
    let completing = Completing { known: past.known.clone(), wanted: &wanted, since: memory::since(&config, today) };
    let mut gathered = collecting::gather(session, &config, &sources, today, completing)?;
    past.first_seen(gathered.outcomes.iter_mut().flat_map(|outcome| &mut outcome.items));
    memory::keep(session, &past.known, &gathered.completed);
    print(&shown(gathered.outcomes.iter().flat_map(|outcome| &outcome.items), args.json)?)?;
    run_report::show(session, &gathered);
    run_report::write(
        session,
        today,
        run_report::source_lines(&gathered.outcomes, &memory::kinds(&config)),
        &gathered.warnings,
        None,
        None,
    )?;
    if gathered.all_failed() {
        return Err(gathered.failure());
    }
    Ok(gathered.exit(args.strict))
}

fn shown<'a>(items: impl Iterator<Item = &'a Item>, json: bool) -> Result<String, Failure> {
    let line = |item: &Item| match json {
        true => as_json_line(item),
        false => Ok(in_words(item) + "\n"),
    };
    items.map(line).collect()
}

fn in_words(item: &Item) -> String {
    let day = item.event().map(|event| event.start.day()).or(item.published.map(|published| published.day()));
    let day = day.map_or("undated   ".to_owned(), |day| day.to_string());
    let link = item.url.as_ref().map_or("(no link)", |link| link.as_str());
    plain(&format!("{:8}{day}  {}  {link}", item.item_type().as_str(), item.title))
}
