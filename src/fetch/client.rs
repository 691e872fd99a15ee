//! The HTTP client: one request to one server, without redirects, decompression or retries.
//!
//! Clients are made at the first request that needs them. There is one for each [`Route`], because
//! what a name may stand for differs: names of public hosts are resolved through the guard (`names`).

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use hyper::Uri;
use hyper_util::client::proxy::matcher::Matcher;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use url::Url;

use super::Options;
use super::classify;
use super::descriptors;
use super::error::{FetchError, quoted};
use super::names::Names;
use super::redirect::Hop;
use super::tls;

/// Idle connections stay this long, for the next page of a list. They are the larger part of the
/// memory of a big run, so not for longer.
const KEEP_ALIVE: Duration = Duration::from_secs(1);
/// The codings that `decode` reads.
const ACCEPT_ENCODING: HeaderValue = HeaderValue::from_static("gzip, br, zstd, deflate");

/// How a server is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Route {
    /// Directly, public addresses only.
    Public,
    /// Directly, whatever its addresses: the newsletter allows it.
    Allowed,
    /// Through the proxy that the environment names.
    Proxied,
}

/// Makes and keeps the HTTP clients.
#[derive(Debug)]
pub(super) struct Clients {
    options: Arc<Options>,
    proxies: OnceLock<Matcher>,
    tls: OnceLock<Result<rustls::ClientConfig, FetchError>>,
    public: OnceLock<Result<reqwest::Client, FetchError>>,
    allowed: OnceLock<Result<reqwest::Client, FetchError>>,
    proxied: OnceLock<Result<reqwest::Client, FetchError>>,
}

impl Clients {
    pub(super) fn new(options: Arc<Options>) -> Clients {
        Clients {
            options,
            proxies: OnceLock::new(),
            tls: OnceLock::new(),
            public: OnceLock::new(),
            allowed: OnceLock::new(),
            proxied: OnceLock::new(),
        }
    }

    /// Sends one request and waits for the head of the answer.
    ///
    /// # Errors
    /// Everything that happens before the head is there.
    pub(super) async fn send(
        &self,
        hop: &Hop,
        is_allowed: bool,
        conditions: &[(&'static str, &str)],
    ) -> Result<reqwest::Response, FetchError> {
        let route = self.route(&hop.url, is_allowed);
        let method = match hop.method {
            crate::model::exchange::Method::Get => reqwest::Method::GET,
            crate::model::exchange::Method::Post => reqwest::Method::POST,
        };
        let mut request = self.client(route)?.request(method, hop.url.clone()).headers(headers(hop, conditions)?);
        if let Some((user, password)) = &hop.login {
            request = request.basic_auth(user, Some(password));
        }
        if let Some(body) = &hop.body {
            request = request.body(body.clone());
        }
        // The client times connecting by itself and says so; what is left is waiting for the answer.
        let patience = self.options.connect_timeout.saturating_add(self.options.first_byte_timeout);
        match tokio::time::timeout(patience, request.send()).await {
            Ok(Ok(response)) => Ok(response),
            Ok(Err(error)) => Err(classify::sending(&error, &hop.url, route, &self.options)),
            Err(_) => Err(FetchError::FirstByteTimeout { after: self.options.first_byte_timeout }),
        }
    }

    fn route(&self, url: &Url, is_allowed: bool) -> Route {
        let proxies = self.proxies.get_or_init(Matcher::from_system);
        let goes_through_proxy = url.as_str().parse::<Uri>().is_ok_and(|address| proxies.intercept(&address).is_some());
        match (goes_through_proxy, is_allowed) {
            (true, _) => Route::Proxied,
            (false, true) => Route::Allowed,
            (false, false) => Route::Public,
        }
    }

    fn client(&self, route: Route) -> Result<&reqwest::Client, FetchError> {
        let place = match route {
            Route::Public => &self.public,
            Route::Allowed => &self.allowed,
            Route::Proxied => &self.proxied,
        };
        place.get_or_init(|| self.build(route)).as_ref().map_err(Clone::clone)
    }

    fn build(&self, route: Route) -> Result<reqwest::Client, FetchError> {
        let tls = self.tls.get_or_init(|| tls::config().map_err(setup)).clone()?;
        let names = Names {
            resolver: self.options.resolver.clone(),
            guarded: route != Route::Allowed,
            unguarded: if route == Route::Proxied { self.proxy_hosts() } else { BTreeSet::new() },
        };
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .dns_resolver(names)
            .user_agent(&self.options.user_agent)
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .connect_timeout(self.options.connect_timeout)
            .pool_idle_timeout(KEEP_ALIVE)
            .pool_max_idle_per_host(if descriptors::are_plenty() { self.options.per_host } else { 0 })
            .http2_max_header_list_size(256 * 1024);
        let client = if route == Route::Proxied { client } else { client.no_proxy() };
        client.build().map_err(setup)
    }

    /// The hosts of the proxies themselves, which stand on private networks more often than not.
    fn proxy_hosts(&self) -> BTreeSet<String> {
        let proxies = self.proxies.get_or_init(Matcher::from_system);
        ["http://proxied.invalid/", "https://proxied.invalid/"]
            .into_iter()
            .filter_map(|address| proxies.intercept(&Uri::from_static(address)))
            .filter_map(|proxy| proxy.uri().host().map(str::to_owned))
            .collect()
    }
}

fn setup(error: impl std::error::Error + 'static) -> FetchError {
    FetchError::Client { detail: quoted(classify::innermost(&error)) }
}

fn headers(hop: &Hop, conditions: &[(&'static str, &str)]) -> Result<HeaderMap, FetchError> {
    let mut headers = HeaderMap::new();
    headers.insert(reqwest::header::ACCEPT_ENCODING, ACCEPT_ENCODING);
    for (name, value) in &hop.headers {
        let bad = || FetchError::BadRequestHeader { name: quoted(name) };
        let mut sent = HeaderValue::from_str(value).map_err(|_| bad())?;
        sent.set_sensitive(!Hop::is_harmless(name));
        headers.append(HeaderName::from_bytes(name.as_bytes()).map_err(|_| bad())?, sent);
    }
    for (name, value) in conditions {
        // A validator that cannot be sent back is as good as none.
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(*name, value);
        }
    }
    Ok(headers)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::fetch::redirect::Trail;
    use crate::model::exchange::HttpRequest;

    /// "localhost" is in every machine's own table and means a private address.
    #[tokio::test]
    async fn a_name_for_a_private_address_is_refused_after_the_lookup() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://localhost:{}/", listener.local_addr().unwrap().port());
        let trail = Trail::start(&HttpRequest::get(Url::parse(&url).unwrap()));
        let clients = Clients::new(Arc::new(Options::default()));
        // The guard, which knows this name, is not asked here: the resolver alone must refuse.
        let refused = clients.send(trail.hop(), false, &[]).await.map(|_| ());
        assert_eq!(refused, Err(FetchError::ForbiddenAddress { host: "localhost".to_owned() }));
        let nobody = tokio::time::timeout(Duration::from_millis(50), listener.accept()).await;
        assert!(nobody.is_err(), "a connection was made");
    }
}
