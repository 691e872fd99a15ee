//! Leave to ask for pages: whose `robots.txt` is read when, and what its absence means.

use std::future::Future;
use std::pin::Pin;
use std::sync::PoisonError;

use tokio::sync::OnceCell;
use url::Url;

use crate::fetch::Answer;
use crate::fetch::error::FetchError;
use crate::fetch::robots::{ROBOTS_CAP, Robots};
use crate::fetch::secrets::without_user;
use crate::model::exchange::HttpRequest;

use super::Run;
use super::errand::Want;

/// The robots rules of one origin, read once a run.
pub(super) type RobotsOnce = OnceCell<Result<Robots, FetchError>>;

impl Run {
    /// # Errors
    /// When a page may not be asked, or the rules cannot be known.
    pub(super) async fn obey_robots(&self, url: &Url) -> Result<(), FetchError> {
        let origin = url.origin().ascii_serialization();
        let place = self.robots.lock().unwrap_or_else(PoisonError::into_inner).entry(origin).or_default().clone();
        let robots = place.get_or_init(|| self.read_robots(url)).await.as_ref().map_err(Clone::clone)?;
        let path = url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
        if robots.allows(&path) { Ok(()) } else { Err(FetchError::RobotsDisallowed { host: host(url) }) }
    }

    /// The rules of a host. A file that is not there allows everything, one that cannot be read
    /// nothing (RFC 9309, section 2.3.1); in a replay a missing one was never asked for.
    async fn read_robots(&self, url: &Url) -> Result<Robots, FetchError> {
        let mut file = without_user(url);
        file.set_path("/robots.txt");
        file.set_query(None);
        match self.robots_file(&HttpRequest::get(file)).await {
            Ok(answer) => {
                if answer.body.len() as u64 >= ROBOTS_CAP {
                    self.cut_robots.lock().unwrap_or_else(PoisonError::into_inner).insert(host(url));
                }
                let agent = self.options.user_agent.split(['/', ' ']).next().unwrap_or_default();
                let robots = Robots::parse(&answer.body, agent);
                if let Some(delay) = robots.delay().filter(|_| self.replay.is_none()) {
                    self.polite.space(url, delay);
                }
                Ok(robots)
            }
            Err(
                FetchError::NotInRecording { .. }
                | FetchError::TooManyRedirects { .. }
                | FetchError::RedirectLoop { .. }
                | FetchError::BadRedirect { .. }
                | FetchError::LongRedirect { .. },
            ) => Ok(Robots::default()),
            Err(error) if error.status().is_some_and(|status| status < 500) => Ok(Robots::default()),
            Err(error) if error.is_unreachable_host() || error.is_of_recording() => Err(error),
            Err(error) => Err(FetchError::RobotsUnreadable { host: host(url), cause: Box::new(error) }),
        }
    }

    /// Whose `robots.txt` was not read to its end.
    pub(in crate::fetch) fn cut_robots(&self) -> Vec<String> {
        self.cut_robots.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    /// Boxed, because fetching a page leads here and this to fetching again (never to a third time:
    /// robots files are not asked for leave).
    fn robots_file<'a>(
        &'a self,
        request: &'a HttpRequest,
    ) -> Pin<Box<dyn Future<Output = Result<Answer, FetchError>> + Send + 'a>> {
        Box::pin(async { self.with_retries(request, Want::Robots).await.map(|(answer, _)| answer) })
    }
}

fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}
