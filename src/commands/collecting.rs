//! What `collect`, `draft` and `sources check` share: options of the fetcher from flags and
//! configuration, the run with its progress, and Ctrl-C.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::Session;
use super::progress::Progress;
use crate::collect::Context;
use crate::collect::complete::{Completed, DETAIL_LIMIT, Known, Step};
use crate::collect::run::{self, Job, Outcome};
use crate::config::tables::{AllowPrivateValue, FetchTable};
use crate::config::{Config, Source};
use crate::fetch::{AllowPrivate, Fetcher, Mode, Options};
use crate::model::exchange::{Ask, Body, HttpRequest, Request, Response};
use crate::model::item::{Item, ItemType};
use crate::report::{Exit, Failure, count, mask};
use crate::secret;

/// What a run of the sources gave.
#[derive(Debug)]
pub(super) struct Gathered {
    /// In the order of the configuration.
    pub(super) outcomes: Vec<Outcome>,
    /// What was found out about undated items, to be remembered.
    pub(super) completed: Completed,
    /// What the person should know who looks after the newsletter, of no source in particular.
    pub(super) warnings: Vec<String>,
}

impl Gathered {
    /// Whether every source failed.
    pub(super) fn all_failed(&self) -> bool {
        !self.outcomes.is_empty() && self.outcomes.iter().all(|outcome| outcome.gap.is_some())
    }

    /// Whether any source failed.
    pub(super) fn any_failed(&self) -> bool {
        self.outcomes.iter().any(|outcome| outcome.gap.is_some())
    }

    /// All items, in the order of the configuration.
    pub(super) fn items(&self) -> Vec<Item> {
        self.outcomes.iter().flat_map(|outcome| outcome.items.iter().cloned()).collect()
    }

    /// Why each failed source failed.
    pub(super) fn gaps(&self) -> BTreeMap<String, String> {
        self.outcomes
            .iter()
            .filter_map(|outcome| Some((outcome.source.clone(), outcome.gap.as_ref()?.reason.clone())))
            .collect()
    }

    /// The failure of a run in which every source failed.
    pub(super) fn failure(&self) -> Failure {
        let reason = self
            .outcomes
            .iter()
            .find_map(|outcome| outcome.gap.as_ref())
            .map(|gap| gap.reason.clone())
            .unwrap_or_default();
        Failure::new(
            format!("every source failed (the first: {reason}); nothing was written"),
            "check the network and the proxy; `newsletter sources check` shows each source",
        )
    }

    /// How the run ends: 5 with `--strict` when a source failed.
    pub(super) fn exit(&self, strict: bool) -> Exit {
        if strict && self.any_failed() { Exit::Partial } else { Exit::Done }
    }
}

/// What items are asked for besides what their source says.
pub(super) struct Completing<'a> {
    /// Found out in earlier runs.
    pub(super) known: Known,
    /// Which items are worth a request.
    pub(super) wanted: &'a (dyn Fn(&Item) -> bool + Sync),
    /// Articles of before this day need no better date than the sitemap's.
    pub(super) since: Date,
}

/// Runs these sources.
///
/// # Errors
/// When the fetcher cannot be set up, or on Ctrl-C.
pub(super) fn gather(
    session: &Session,
    config: &Config,
    sources: &[&Source],
    today: Date,
    completing: Completing<'_>,
) -> Result<Gathered, Failure> {
    let progress = Progress::new(session, sources.len());
    let fetcher = Fetcher::new(options(session, &config.fetch))
        .map_err(|error| Failure::new(error.to_string(), "check the folder given with --replay or --record"))?;
    let jobs: Vec<Job> = sources.iter().map(|source| job(config, source, today)).collect();
    jobs.iter().for_each(hide_secrets);
    let anywhere = context(config, String::new(), None, today);
    let limit = config.fetch.detail_limit.unwrap_or(DETAIL_LIMIT);
    block_on(async {
        let mut outcomes = run::run(jobs, &fetcher, &session.workspace.root, |outcome| progress.ended(outcome)).await;
        let completed = {
            let mut items: Vec<&mut Item> = outcomes.iter_mut().flat_map(|outcome| outcome.items.iter_mut()).collect();
            let asked =
                |pages: usize| progress.note(&format!("asking {} for dates and summaries", count(pages, "page")));
            let step = Step {
                fetcher: &fetcher,
                context: &anywhere,
                known: &completing.known,
                wanted: completing.wanted,
                since: completing.since,
                cap: limit,
            };
            step.run(&mut items, asked).await
        };
        outcomes.iter_mut().flat_map(|outcome| &mut outcome.items).for_each(|item| config.tags.tag(item));
        progress.finish();
        let warnings = warnings(&fetcher, &completed);
        Gathered { outcomes, completed, warnings }
    })
}

fn warnings(fetcher: &Fetcher, completed: &Completed) -> Vec<String> {
    let cut = |host: String| format!("the robots.txt of {host} is too large: the rest of it was not read");
    let robots = fetcher.cut_robots().into_iter().map(cut);
    completed.warnings().into_iter().chain(robots).chain(fetcher.cache_problem()).collect()
}

/// Asks the CI to hide the values that a source's requests take from the environment.
fn hide_secrets(job: &Job) {
    for ask in job.collector.start(&job.context) {
        ask.request
            .variables()
            .into_iter()
            .filter_map(|variable| secret::value(variable))
            .for_each(|value| mask(&value));
    }
}

/// The configured sources of these names, or all.
///
/// # Errors
/// When a name is none of the configuration's: exit 2.
pub(super) fn select<'a>(config: &'a Config, names: &[String]) -> Result<Vec<&'a Source>, Failure> {
    let known = || config.sources.iter().map(|source| source.name.as_str());
    if let Some(wrong) = names.iter().find(|name| !known().any(|source| source == *name)) {
        let near = crate::model::words::nearest(wrong, known()).map(|near| format!("did you mean `{near}`?"));
        let help = near.unwrap_or_else(|| format!("sources: {}", known().collect::<Vec<_>>().join(", ")));
        return Err(Failure::usage(format!("there is no source `{wrong}`"), help));
    }
    if config.sources.is_empty() {
        return Err(Failure::new("the configuration has no sources", "add one with `newsletter sources add URL`"));
    }
    Ok(config.sources.iter().filter(|source| names.is_empty() || names.contains(&source.name)).collect())
}

fn job(config: &Config, source: &Source, today: Date) -> Job {
    let context = context(config, source.name.clone(), config.takes(source), today);
    Job { collector: source.collector.clone(), context, tags: source.tags.clone() }
}

/// What the collector of a source may know.
pub(super) fn context(config: &Config, source: String, takes: Option<ItemType>, today: Date) -> Context {
    let timezone = config.newsletter.timezone.0.clone();
    Context { source, today, timezone, until: config.until(today), takes }
}

/// The fetcher's options: flags over configuration over defaults.
pub(super) fn options(session: &Session, table: &FetchTable) -> Options {
    let global = &session.global;
    let default = Options::default();
    Options {
        cache: Some(session.workspace.cache.join("http")),
        mode: match &global.replay {
            Some(folder) => Mode::Replay(session.given(folder)),
            None if global.offline => Mode::Offline,
            None => Mode::Online,
        },
        record: global.record.as_deref().map(|folder| session.given(folder)),
        allow_private: match &table.allow_private {
            Some(AllowPrivateValue::All(true)) => AllowPrivate::Everything,
            Some(AllowPrivateValue::Listed(hosts)) => AllowPrivate::Listed(hosts.clone()),
            Some(AllowPrivateValue::All(false)) | None => AllowPrivate::Nothing,
        },
        max_size: table.max_size.map_or(default.max_size, |size| size.0),
        timeout: table.timeout.map_or(default.timeout, |timeout| timeout.0),
        connect_timeout: table.connect_timeout.map_or(default.connect_timeout, |timeout| timeout.0),
        first_byte_timeout: default.first_byte_timeout.min(table.timeout.map_or(default.timeout, |timeout| timeout.0)),
        per_host: table.per_host.unwrap_or(default.per_host).max(1),
        in_flight: table.in_flight.unwrap_or(default.in_flight).max(1),
        retries: table.retries.unwrap_or(default.retries),
        user_agent: table.user_agent.clone().unwrap_or(default.user_agent),
        ..default
    }
}

/// Asks for one thing, outside of any source.
///
/// # Errors
/// When no good answer comes.
pub(super) fn fetch(session: &Session, config: &Config, request: HttpRequest) -> Result<Response, Failure> {
    let fetcher = Fetcher::new(options(session, &config.fetch))
        .map_err(|error| Failure::new(error.to_string(), "check the folder given with --replay or --record"))?;
    let answer = block_on(fetcher.fetch(&request))?.map_err(|error| {
        let address = crate::fetch::safe_address(&request.url);
        Failure::new(format!("{address}: {error}"), error.hint().unwrap_or_default())
    })?;
    Ok(Response {
        ask: Ask::start(Request::Http(request)),
        url: Some(answer.url),
        content_type: answer.content_type,
        body: Body::Bytes(answer.body),
    })
}

/// Reads what came from outside on a thread of its own: a reader's crash is a failure with advice.
pub(super) fn read_apart<T: Send + 'static>(read: impl FnOnce() -> T + Send + 'static) -> Result<T, Failure> {
    std::thread::spawn(read)
        .join()
        .map_err(|_| Failure::new("the reader crashed on this answer", "please report this with its address"))
}

/// Runs to the end or to Ctrl-C. Whatever still hangs then is left behind.
pub(super) fn block_on<T>(work: impl Future<Output = T>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| {
        Failure::new(format!("no threads can be started: {error}"), "check the limits of this account")
    })?;
    let ended = runtime.block_on(async {
        tokio::select! {
            result = work => Ok(result),
            _ = tokio::signal::ctrl_c() => Err(Failure::Interrupted),
        }
    });
    runtime.shutdown_background();
    ended
}
