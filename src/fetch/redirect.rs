//! The way of one request through its redirects: where to go next, what may still be sent there,
//! and when to stop. A plain state machine; network and replay both walk it.
//!
//! Rules: at most [`REDIRECT_LIMIT`] hops; http(s) only; never from https to http; methods after
//! RFC 9110, section 15.4; credentials only to the origin that was asked first.

use std::collections::BTreeSet;

use percent_encoding::percent_decode_str;
use url::Url;

use crate::model::exchange::{HttpRequest, Method, SecretHeader};
use crate::secret;

use super::error::FetchError;
use super::secrets::{masked, safe_address, without_user};

/// Most redirects that are followed.
pub(crate) const REDIRECT_LIMIT: usize = 10;
/// Longest target of a redirect, in bytes.
pub(crate) const LOCATION_CAP: usize = 8_000;
/// Request headers that any host may see. All others are taken for credentials.
const HARMLESS_HEADERS: &[&str] = &["accept", "accept-language", "content-type"];

/// One request to one server.
#[derive(Clone, Debug)]
pub(super) struct Hop {
    pub(super) method: Method,
    /// Without user and fragment.
    pub(super) url: Url,
    /// What may be sent to this server; names in lower case.
    pub(super) headers: Vec<(String, String)>,
    /// User and password of the address, for its own origin.
    pub(super) login: Option<(String, String)>,
    pub(super) body: Option<String>,
}

impl Hop {
    /// Whether a header may be sent to any host and kept in a file.
    pub(super) fn is_harmless(name: &str) -> bool {
        HARMLESS_HEADERS.contains(&name)
    }
}

/// The hops of one request.
#[derive(Debug)]
pub(super) struct Trail {
    hop: Hop,
    seen: BTreeSet<(&'static str, Url)>,
    all_permanent: bool,
}

impl Trail {
    /// Stands at the address that was asked.
    pub(super) fn start(request: &HttpRequest) -> Trail {
        let url = without_user(&request.url);
        let open = request.headers.iter().map(|(name, value)| (name.to_ascii_lowercase(), value.clone()));
        let hop = Hop {
            method: request.method,
            headers: open.chain(request.secrets.iter().filter_map(secret_header)).collect(),
            login: login(&request.url),
            body: request.body.clone(),
            url,
        };
        let seen = BTreeSet::from([(hop.method.as_str(), hop.url.clone())]);
        Trail { hop, seen, all_permanent: true }
    }

    /// What to ask now.
    pub(super) fn hop(&self) -> &Hop {
        &self.hop
    }

    /// The new address, where one was reached by permanent redirects only.
    pub(super) fn moved(&self) -> Option<Url> {
        (self.seen.len() > 1 && self.all_permanent).then(|| self.hop.url.clone())
    }

    /// Whether a status sends elsewhere.
    pub(super) fn is_redirect(status: u16) -> bool {
        matches!(status, 301 | 302 | 303 | 307 | 308)
    }

    /// Goes where a redirect points.
    ///
    /// # Errors
    /// When there is no target, or none that may be followed.
    pub(super) fn follow(&mut self, status: u16, location: Option<&str>) -> Result<(), FetchError> {
        if self.seen.len() > REDIRECT_LIMIT {
            return Err(FetchError::TooManyRedirects { limit: REDIRECT_LIMIT });
        }
        let target = self.target(status, location)?;
        if target.origin() != self.hop.url.origin() {
            self.hop.login = None;
            self.hop.headers.retain(|(name, _)| Hop::is_harmless(name));
        }
        if status == 303 || (matches!(status, 301 | 302) && self.hop.method == Method::Post) {
            self.hop.method = Method::Get;
            self.hop.body = None;
            self.hop.headers.retain(|(name, _)| name != "content-type");
        }
        self.hop.url = target;
        self.all_permanent &= matches!(status, 301 | 308);
        if !self.seen.insert((self.hop.method.as_str(), self.hop.url.clone())) {
            return Err(FetchError::RedirectLoop { at: safe_address(&self.hop.url) });
        }
        Ok(())
    }

    fn target(&self, status: u16, location: Option<&str>) -> Result<Url, FetchError> {
        let location = location.map(str::trim).filter(|location| !location.is_empty());
        let location = location.ok_or(FetchError::BadRedirect { status, missing: true })?;
        let bad = FetchError::BadRedirect { status, missing: false };
        if location.len() > LOCATION_CAP {
            return Err(FetchError::LongRedirect { status, limit: LOCATION_CAP });
        }
        let target = without_user(&self.hop.url.join(location).map_err(|_| bad)?);
        match (self.hop.url.scheme(), target.scheme()) {
            ("https", "http") => {
                Err(FetchError::RedirectDowngrade { host: target.host_str().unwrap_or_default().to_owned() })
            }
            (_, "http" | "https") => Ok(target),
            (_, scheme) => Err(FetchError::RedirectScheme { scheme: scheme.to_owned() }),
        }
    }

    /// Whether this hop asks the address of these masked letters.
    pub(super) fn is_at(&self, masked_url: &str) -> bool {
        masked(&self.hop.url) == masked_url
    }
}

/// A header that may be sent to the first origin only: see [`Trail::follow`].
fn secret_header(header: &SecretHeader) -> Option<(String, String)> {
    let value = secret::value(&header.variable)?;
    Some((header.name.to_ascii_lowercase(), format!("{}{value}", header.prefix)))
}

fn login(url: &Url) -> Option<(String, String)> {
    let decoded = |part: &str| percent_decode_str(part).decode_utf8_lossy().into_owned();
    let (user, password) = (url.username(), url.password());
    (!user.is_empty() || password.is_some()).then(|| (decoded(user), decoded(password.unwrap_or_default())))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    fn trail(address: &str) -> Trail {
        Trail::start(&HttpRequest::get(url(address)))
    }

    fn refused(from: &str, status: u16, location: Option<&str>) -> FetchError {
        trail(from).follow(status, location).unwrap_err()
    }

    #[test]
    fn only_permanent_redirects_say_where_it_moved() {
        let mut moved = trail("http://a.example/1");
        assert_eq!(moved.moved(), None);
        moved.follow(301, Some("/2")).unwrap();
        moved.follow(308, Some("https://b.example/3#x")).unwrap();
        assert_eq!(moved.moved(), Some(url("https://b.example/3")));
        moved.follow(302, Some("/4")).unwrap();
        moved.follow(301, Some("/5")).unwrap();
        assert_eq!(moved.moved(), None);
    }

    #[test]
    fn bad_targets_have_names() {
        let https = "https://a.example/";
        assert_eq!(refused(https, 302, None), FetchError::BadRedirect { status: 302, missing: true });
        assert_eq!(refused(https, 302, Some(" ")), FetchError::BadRedirect { status: 302, missing: true });
        assert_eq!(refused(https, 302, Some("http://[x")), FetchError::BadRedirect { status: 302, missing: false });
        assert_eq!(
            refused(https, 302, Some("https://a:99999/")),
            FetchError::BadRedirect { status: 302, missing: false }
        );
        let long = "/x".repeat(500_000);
        assert_eq!(refused(https, 302, Some(&long)), FetchError::LongRedirect { status: 302, limit: LOCATION_CAP });
        for scheme in ["file", "data", "javascript", "ftp", "gopher", "unix"] {
            let target = format!("{scheme}:///etc/passwd");
            assert_eq!(refused(https, 302, Some(&target)), FetchError::RedirectScheme { scheme: scheme.to_owned() });
        }
        let downgrade = FetchError::RedirectDowngrade { host: "a.example".to_owned() };
        assert_eq!(refused(https, 301, Some("http://a.example/")), downgrade);
    }

    #[test]
    fn loops_are_named_without_their_secrets() {
        let mut walk = trail("https://a.example/1?token=abc");
        walk.follow(302, Some("/2")).unwrap();
        let looped = walk.follow(302, Some("/1?token=abc")).unwrap_err();
        assert_eq!(looped, FetchError::RedirectLoop { at: "https://a.example/1".to_owned() });
    }

    #[test]
    fn ever_new_addresses_end_at_the_limit() {
        let mut walk = trail("https://a.example/0");
        for step in 1..=REDIRECT_LIMIT {
            walk.follow(302, Some(&format!("/{step}"))).unwrap();
        }
        assert_eq!(walk.follow(302, Some("/x")), Err(FetchError::TooManyRedirects { limit: REDIRECT_LIMIT }));
    }

    #[test]
    fn secrets_stay_with_the_first_origin_for_good() {
        let mut request = HttpRequest::get(url("https://me:p%40s=s+word@a.example/"));
        for (name, value) in [("authorization", "Bearer x"), ("x-own", "1"), ("accept", "text/xml"), ("cookie", "a=b")]
        {
            request.headers.push((name.to_owned(), value.to_owned()));
        }
        let mut walk = Trail::start(&request);
        walk.follow(302, Some("/same")).unwrap();
        assert_eq!(walk.hop().login, Some(("me".to_owned(), "p@s=s+word".to_owned())));
        assert_eq!(walk.hop().headers.len(), 4);
        walk.follow(302, Some("https://you:them@a.example:8443/other-port")).unwrap();
        assert_eq!(walk.hop().headers, [("accept".to_owned(), "text/xml".to_owned())]);
        assert_eq!(walk.hop().url.as_str(), "https://a.example:8443/other-port");
        walk.follow(302, Some("https://a.example/back")).unwrap();
        assert_eq!((walk.hop().login.clone(), walk.hop().headers.len()), (None, 1));
    }

    #[test]
    fn a_post_keeps_its_body_only_where_the_status_says_so() {
        let mut request = HttpRequest::get(url("https://a.example/"));
        request.method = Method::Post;
        request.body = Some("{}".to_owned());
        request.headers.push(("content-type".to_owned(), "application/json".to_owned()));
        for (status, method) in
            [(301, Method::Get), (302, Method::Get), (303, Method::Get), (307, Method::Post), (308, Method::Post)]
        {
            let mut walk = Trail::start(&request);
            walk.follow(status, Some("/next")).unwrap();
            assert_eq!(walk.hop().method, method, "{status}");
            assert_eq!(walk.hop().body.is_some(), method == Method::Post, "{status}");
            assert_eq!(walk.hop().headers.is_empty(), method == Method::Get, "{status}");
        }
    }
}
