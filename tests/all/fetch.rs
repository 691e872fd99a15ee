//! `fetch` against a server on this machine that can be told to misbehave in every way.

mod answers;
mod bodies;
mod hygiene;
mod limits;
mod manners;
mod records;
mod redirects;
pub mod server;
pub mod tls;

use std::time::Duration;

use newsletter::fetch::{AllowPrivate, Answer, FetchError, Fetcher, Options};
use newsletter::model::exchange::HttpRequest;
use url::Url;

/// Options for tests: quick, without a cache, allowed to reach test servers.
fn options() -> Options {
    Options {
        allow_private: AllowPrivate::Everything,
        connect_timeout: Duration::from_secs(5),
        first_byte_timeout: Duration::from_secs(5),
        retry_pause: Duration::from_millis(1),
        ..Options::default()
    }
}

fn fetcher(options: Options) -> Fetcher {
    Fetcher::new(options).unwrap()
}

fn get(address: &str) -> HttpRequest {
    HttpRequest::get(Url::parse(address).unwrap())
}

/// One GET with options of its own.
async fn fetch_with(options: Options, address: &str) -> Result<Answer, FetchError> {
    fetcher(options).fetch(&get(address)).await
}

/// One GET.
async fn fetch(address: &str) -> Result<Answer, FetchError> {
    fetch_with(options(), address).await
}
