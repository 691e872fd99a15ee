//! The run: carries the requests of every source out, side by side, and gathers what comes back.
//!
//! A failing source is a [`Gap`], never a failed run. Whatever answer comes first, results stand in
//! the order of the configuration. Parsing runs off the reactor's threads; a parser that panics or
//! does not come to an end is that source's gap.

use std::collections::{BTreeSet, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::stream::{self, StreamExt as _};
use url::Url;

use super::reading::{Readers, Unread};
use super::{Collector, Context, Page, ParseError, Warning, secrecy};
use crate::fetch::{FetchError, Fetcher, Held, safe_address};
use crate::model::exchange::{About, Ask, Body, CommandRequest, LocalFile, Request, Response};
use crate::model::item::{Item, ItemType};
use crate::model::link::LINK_CAP;
use crate::model::text::{self, TITLE_CAP};
use crate::process::{self, ProcessError};
use crate::secret;
use crate::workspace::{self, FileError};

/// Most requests that one source may make in one run.
pub(crate) const REQUEST_CAP: usize = 1_000;
/// Most items that one source may bring in one run.
pub(crate) const ITEM_CAP: usize = 20_000;
/// Requests of one source at once; the fetcher's limit for each host is asked besides.
const SIDE_BY_SIDE: usize = 8;
/// Sources at once where nothing is asked of the network, so that there is no turn to wait for.
const LOCAL_SIDE_BY_SIDE: usize = 16;
/// Longest title that a warning quotes, in characters.
const QUOTED: usize = 60;
/// Most files of one folder.
pub(crate) const FILE_CAP: usize = 20_000;

/// A source, ready to run.
#[derive(Clone, Debug)]
pub struct Job {
    /// Its behaviour.
    pub collector: Arc<dyn Collector>,
    /// What it may know.
    pub context: Context,
    /// Tags for every item, before the source's own.
    pub tags: Vec<String>,
}

/// What a source brought.
#[derive(Debug)]
pub struct Outcome {
    /// The source's name.
    pub source: String,
    /// Its address without secrets, or its path; empty where it has neither.
    pub address: String,
    /// Its items, in its own order.
    pub items: Vec<Item>,
    /// What the person who looks after it should know.
    pub warnings: Vec<Warning>,
    /// A new address to write into the configuration, where the old one moved for good.
    pub moved: Option<Url>,
    /// Why it brought nothing, where it failed.
    pub gap: Option<Gap>,
    /// Time from its first request to its last answer.
    pub took: Duration,
}

/// Why a source failed, in a person's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// What happened.
    pub reason: String,
    /// What to do next.
    pub hint: Option<String>,
}

/// What goes wrong with one request.
#[derive(Debug, thiserror::Error)]
enum Trouble {
    #[error("{0}")]
    Fetch(#[from] FetchError),
    #[error("{0}")]
    File(#[from] FileError),
    #[error("{0}")]
    Process(#[from] ProcessError),
    #[error("programs are not run offline")]
    NotRun,
    #[error("{0}")]
    Parse(#[from] ParseError),
    #[error("{0}")]
    Unread(#[from] Unread),
}

/// What all sources of a run share.
#[derive(Debug)]
struct Means<'a> {
    fetcher: &'a Fetcher,
    /// The newsletter's folder.
    root: &'a Path,
    readers: Readers,
}

/// What an answer brought, and the new address where the old one moved for good.
type Read = Result<(Page, Option<Url>), Trouble>;

impl Trouble {
    /// Whether there is nothing at the address (yet).
    fn is_absence(&self) -> bool {
        matches!(self, Trouble::Fetch(FetchError::NotFound { .. } | FetchError::NoSuchHost { .. }))
    }

    fn hint(&self) -> Option<String> {
        match self {
            Trouble::Fetch(error) => error.hint(),
            Trouble::File(_) => Some("check the `path` of the source".into()),
            Trouble::Process(_) => Some("run it by hand in the newsletter's folder to see what it says".into()),
            Trouble::NotRun => Some("run again without --offline".into()),
            Trouble::Parse(_) => Some("open the address in a browser: it may have moved, or ask for a sign-in".into()),
            Trouble::Unread(_) => Some("please report this with the address of the source".into()),
        }
    }
}

/// Runs all sources. `done` is called as each ends, in the order in which they end.
pub async fn run(jobs: Vec<Job>, fetcher: &Fetcher, root: &Path, done: impl Fn(&Outcome)) -> Vec<Outcome> {
    let mut jobs: Vec<(usize, Job)> = jobs.into_iter().enumerate().collect();
    // The slowest first, as far as earlier runs tell: the run takes as long as its slowest source.
    jobs.sort_by_key(|(_, job)| {
        std::cmp::Reverse(job.collector.address().and_then(|url| fetcher.remembered_latency(&url)))
    });
    let means = &Means { fetcher, root, readers: Readers::new() };
    let side_by_side = if fetcher.is_online() { jobs.len().max(1) } else { LOCAL_SIDE_BY_SIDE };
    let mut ended: Vec<(usize, Outcome)> = Vec::with_capacity(jobs.len());
    let sources = jobs.into_iter().map(|(index, job)| async move { (index, source(job, means).await) });
    let mut running = stream::iter(sources).buffer_unordered(side_by_side);
    while let Some((index, outcome)) = running.next().await {
        done(&outcome);
        ended.push((index, outcome));
    }
    ended.sort_by_key(|(index, _)| *index);
    ended.into_iter().map(|(_, outcome)| outcome).collect()
}

/// One source: its requests wave by wave, each wave side by side, answers in the order of the asks.
async fn source(job: Job, means: &Means<'_>) -> Outcome {
    let begun = Instant::now();
    let mut outcome = Outcome::new(&job);
    let mut wave: VecDeque<Ask> = job.collector.start(&job.context).into();
    let secrets = secrecy::of(wave.make_contiguous());
    let (mut asked, mut answered) = (0, 0);
    let mut first_trouble = None;
    while !wave.is_empty() && outcome.items.len() < ITEM_CAP {
        let room = REQUEST_CAP - asked;
        if wave.len() > room {
            outcome.warnings.push(Warning(format!("stopped after {REQUEST_CAP} requests; the list may be incomplete")));
            wave.truncate(room);
        }
        asked += wave.len();
        wave.iter().for_each(|ask| outcome.miss_secrets(&ask.request, means.fetcher));
        let answers =
            stream::iter(std::mem::take(&mut wave)).map(|ask| answer(&job, ask, means)).buffered(SIDE_BY_SIDE);
        let answers: Vec<(Ask, Read)> = answers.collect().await;
        for (ask, answer) in answers {
            match answer {
                Ok((page, moved)) => {
                    answered += 1;
                    outcome.moved = outcome.moved.or(moved.filter(|_| ask.about == About::Start));
                    outcome.take(page, &mut wave);
                }
                Err(trouble) => {
                    outcome.lost(ask, &trouble, job.context.takes);
                    first_trouble.get_or_insert(trouble);
                }
            }
        }
    }
    if let (Some(trouble), 0) = (&first_trouble, answered) {
        outcome.warnings.clear();
        outcome.gap = Some(Gap { reason: trouble.to_string(), hint: trouble.hint() });
    }
    if outcome.items.len() > ITEM_CAP {
        outcome.items.truncate(ITEM_CAP);
        outcome.warnings.push(Warning(format!("more than {ITEM_CAP} items; the rest was left out")));
    }
    drop_repeats(&mut outcome.items);
    outcome.warnings.extend(cut(&outcome.items));
    outcome.items.iter_mut().for_each(|item| tag(item, &job.tags));
    secrecy::keep(&mut outcome, &secrets);
    outcome.took = begun.elapsed();
    outcome
}

/// The same thing from two answers of one source (two pages of a list, two files of a catalogue):
/// same id, same link, same day. Within one answer collectors see to it themselves.
fn drop_repeats(items: &mut Vec<Item>) {
    let mut seen = BTreeSet::new();
    items.retain(|item| item.uid.as_ref().is_none_or(|uid| seen.insert((uid.clone(), item.identity()))));
}

/// What items lost to the caps on titles and links. Summaries are made to their length, whatever stands
/// behind them, so nothing is said of those.
fn cut(items: &[Item]) -> Vec<Warning> {
    let told = |is_cut: fn(&Item) -> bool, one: &str, many: &str| {
        let mut cut = items.iter().filter(|item| is_cut(item));
        let first = text::line(&cut.next()?.title, QUOTED);
        Some(Warning(match 1 + cut.count() {
            1 => format!("1 {one} (“{first}”)"),
            number => format!("{number} {many} (the first: “{first}”)"),
        }))
    };
    let is_title_cut = |item: &Item| text::is_cut_title(&item.title);
    let is_link_lost = |item: &Item| item.url.is_none() && item.original_url.len() > LINK_CAP;
    let titles = ["title is very long and comes cut", "titles are very long and come cut"]
        .map(|what| format!("{what}: {TITLE_CAP} characters at most"));
    let links = [("item has", "comes"), ("items have", "come")]
        .map(|(have, come)| format!("{have} a link of more than {LINK_CAP} bytes and {come} without it"));
    [told(is_title_cut, &titles[0], &titles[1]), told(is_link_lost, &links[0], &links[1])]
        .into_iter()
        .flatten()
        .collect()
}

/// The configured tags first, then the source's own, none twice.
fn tag(item: &mut Item, configured: &[String]) {
    let own = std::mem::take(&mut item.tags);
    for tag in configured.iter().cloned().chain(own) {
        if !item.tags.contains(&tag) {
            item.tags.push(tag);
        }
    }
}

impl Outcome {
    fn new(job: &Job) -> Outcome {
        Outcome {
            source: job.context.source.clone(),
            address: shown(job.collector.as_ref(), &job.context),
            items: Vec::new(),
            warnings: Vec::new(),
            moved: None,
            gap: None,
            took: Duration::ZERO,
        }
    }

    fn take(&mut self, page: Page, wave: &mut VecDeque<Ask>) {
        self.items.extend(page.items);
        for warning in page.warnings {
            if !self.warnings.contains(&warning) {
                self.warnings.push(warning);
            }
        }
        wave.extend(page.next);
    }

    /// Says which secrets a request does without.
    fn miss_secrets(&mut self, request: &Request, fetcher: &Fetcher) {
        let missing = |variable: &&String| fetcher.is_online() && secret::value(variable).is_none();
        for variable in request.variables().into_iter().filter(missing) {
            let warning = Warning(format!("the environment variable {variable} is not set: asked without it"));
            if !self.warnings.contains(&warning) {
                self.warnings.push(warning);
            }
        }
    }

    /// A request that failed costs what it was about: a detail leaves the item as the list had it.
    fn lost(&mut self, ask: Ask, trouble: &Trouble, takes: Option<ItemType>) {
        let warning = match ask.about {
            About::Edition(_) if trouble.is_absence() => return,
            About::Start | About::Edition(_) => format!("{}: {trouble}", what(&ask.request)),
            About::NextPage(page) => format!("page {} of the list is missing: {trouble}", page + 1),
            About::Detail(item) => {
                let warning = format!("“{}” has no detail: {trouble}", item.title);
                // What only its detail would have made an event stands in as something else.
                if takes.is_none_or(|takes| takes == item.item_type()) {
                    self.items.push(*item);
                }
                warning
            }
        };
        self.warnings.push(Warning(warning));
    }
}

/// The address without secrets, path or program that people know a source by.
pub fn shown(collector: &dyn Collector, context: &Context) -> String {
    let first = || collector.start(context).into_iter().next().map(|ask| what(&ask.request));
    collector.address().map(|url| safe_address(&url)).or_else(first).unwrap_or_default()
}

fn what(request: &Request) -> String {
    match request {
        Request::Http(request) => safe_address(&request.url),
        Request::Command(command) => text::line(&command.program, 200),
        Request::File(path) | Request::Folder { path, .. } => path.display().to_string(),
    }
}

async fn answer(job: &Job, ask: Ask, means: &Means<'_>) -> (Ask, Read) {
    match response(&ask, means).await {
        Ok(Had { response, moved, held }) => {
            let read = parse(job, response, means).await;
            drop(held);
            (ask, read.map(|page| (page, moved)))
        }
        Err(trouble) => (ask, Err(trouble)),
    }
}

/// An answer that waits to be read.
struct Had {
    response: Response,
    /// The new address where the old one moved for good.
    moved: Option<Url>,
    held: Held,
}

async fn response(ask: &Ask, means: &Means<'_>) -> Result<Had, Trouble> {
    let Means { fetcher, root, .. } = means;
    let local = |body, held| {
        let response = Response { ask: ask.clone(), url: None, content_type: None, body };
        Had { response, moved: None, held }
    };
    match &ask.request {
        Request::Http(request) => {
            let (answer, held) = fetcher.fetch_held(request).await?;
            let response = Response {
                ask: ask.clone(),
                url: Some(answer.url),
                content_type: answer.content_type,
                body: Body::Bytes(answer.body),
            };
            Ok(Had { response, moved: answer.moved, held })
        }
        Request::Command(command) => Ok(local(Body::Bytes(printed(command, fetcher, root).await?), Held::default())),
        Request::File(path) => {
            let path = root.join(path);
            let held = fetcher.hold(workspace::size(&path)).await;
            Ok(local(Body::Bytes(workspace::read_bytes(&path)?), held))
        }
        Request::Folder { path, endings } => Ok(local(Body::Files(files(&root.join(path), endings)?), Held::default())),
    }
}

/// What a program prints; from a recording, where one is replayed.
async fn printed(command: &CommandRequest, fetcher: &Fetcher, root: &Path) -> Result<Vec<u8>, Trouble> {
    if fetcher.is_offline() {
        return Err(Trouble::NotRun);
    }
    let output = match fetcher.recorded_output(command)? {
        Some(output) => output,
        None => process::run(command, root).await?,
    };
    Ok(fetcher.keep_output(command, output).await?)
}

fn files(folder: &Path, endings: &[&str]) -> Result<Vec<LocalFile>, FileError> {
    let relative = |path: &PathBuf| path.strip_prefix(folder).unwrap_or(path).to_string_lossy().replace('\\', "/");
    let paths = workspace::files_below(folder, endings, FILE_CAP)?;
    paths.iter().map(|path| Ok(LocalFile { path: relative(path), bytes: workspace::read_bytes(path)? })).collect()
}

async fn parse(job: &Job, response: Response, means: &Means<'_>) -> Result<Page, Trouble> {
    let job = job.clone();
    Ok(means.readers.read(move || job.collector.parse(&response, &job.context)).await??)
}
