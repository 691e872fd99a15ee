//! `--links`: asks the links of an issue, through the fetcher that collects: its robots rules, turns
//! and limits for each host, its cache, its recordings.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::StreamExt as _;

use super::super::Session;
use super::super::collecting::{block_on, options};
use crate::check::answers::{State, States, of_redirect};
use crate::config::Config;
use crate::config::tables::FetchTable;
use crate::fetch::{FetchError, Fetcher, Options};
use crate::markdown;
use crate::model::exchange::HttpRequest;
use crate::model::link::Link;
use crate::report::{Failure, count};

/// Links that are under way at once; the fetcher holds back more to one host.
const AT_ONCE: usize = 32;

/// Asks the links of a text that were not asked yet, and keeps what became of them in `states`; gives
/// the dead ones among all of them, with the reason.
///
/// # Errors
/// When the fetcher cannot be set up, or on Ctrl-C.
pub(super) fn ask(
    session: &Session,
    config: Option<&Config>,
    text: &str,
    states: &mut States,
) -> Result<BTreeMap<String, String>, Failure> {
    let links: BTreeSet<String> = markdown::links(text).into_iter().map(|link| link.url).collect();
    let new = links.into_iter().filter(|url| !states.contains_key(url)).filter_map(|url| {
        let request = request(&url)?;
        Some((url, request))
    });
    let new: Vec<(String, HttpRequest)> = new.collect();
    if !new.is_empty() {
        session.say(&format!("asking {}", count(new.len(), "link")));
        let fetcher = &fetcher(session, config)?;
        let asking = |(url, request): (String, HttpRequest)| async move {
            let state = state(&url, fetcher.fetch(&request).await);
            (url, state)
        };
        let answers = futures_util::stream::iter(new).map(asking).buffer_unordered(AT_ONCE);
        states.extend(block_on(answers.collect::<Vec<_>>())?);
    }
    let dead = states.iter().filter_map(|(url, state)| match state {
        State::Dead(why) => Some((url.clone(), why.clone())),
        State::Fine | State::CannotTell(_) => None,
    });
    Ok(dead.collect())
}

/// A page is asked for as a reader would, fragment aside; none for what is no web address.
fn request(url: &str) -> Option<HttpRequest> {
    Link::parse(url)?;
    let mut address = url::Url::parse(url.trim()).ok()?;
    address.set_fragment(None);
    Some(HttpRequest::page(address))
}

fn fetcher(session: &Session, config: Option<&Config>) -> Result<Fetcher, Failure> {
    let table = config.map_or_else(FetchTable::default, |config| config.fetch.clone());
    let options = Options { retries: 1, ..options(session, &table) };
    Fetcher::new(options)
        .map_err(|error| Failure::new(error.to_string(), "check the folder given with --replay or --record"))
}

/// What an answer tells. Only the server itself can say that there is nothing; whatever else went
/// wrong may be between us and it.
fn state(url: &str, answer: Result<crate::fetch::Answer, FetchError>) -> State {
    match answer {
        Ok(answer) => Link::parse(url).map_or(State::Fine, |link| of_redirect(&link, &answer.url)),
        Err(error @ FetchError::NotFound { .. }) => State::Dead(error.reason()),
        // It opens, though there is nothing in it for a program, or too much.
        Err(FetchError::TooLarge { .. } | FetchError::Empty { .. }) => State::Fine,
        Err(error) => State::CannotTell(error.reason()),
    }
}
