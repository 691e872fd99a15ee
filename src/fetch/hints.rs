//! What a person can do about an error of fetching.

use super::error::{FetchError, TlsProblem};

impl FetchError {
    /// What to do next, where there is something to do.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            FetchError::ForbiddenAddress { host } => {
                return Some(format!("if it is meant, list it: allow_private = [\"{host}\"] under [fetch]"));
            }
            FetchError::RobotsUnreadable { cause, .. } => return cause.hint(),
            FetchError::UnsupportedScheme { .. } => "give an http(s) address; local files are given as path",
            FetchError::NoSuchHost { .. } => "check the spelling of the host",
            FetchError::LookupFailed { .. } | FetchError::Unreachable { .. } => "check the network connection",
            FetchError::Refused { .. } => "check host and port; the server may be down",
            FetchError::ConnectTimeout { .. } | FetchError::FirstByteTimeout { .. } => {
                "the server may be down: try later"
            }
            FetchError::Tls { problem } => return problem.hint().map(str::to_owned),
            FetchError::TooFewFiles => "allow more (`ulimit -n 1024`)",
            FetchError::Proxy { .. } => "check HTTPS_PROXY, HTTP_PROXY and NO_PROXY",
            FetchError::TooLarge { .. } => "raise max_size under [fetch] if it is meant to be that large",
            FetchError::NotSpooled { .. } => "make room on the disk, or let the cache folder be written",
            FetchError::Timeout { .. } => "raise timeout under [fetch] if the server is known to be slow",
            FetchError::Empty { .. } => "open the address in a browser: it may have moved",
            FetchError::Blocked { status: 401 | 407 } => "it needs credentials: check the token",
            FetchError::Blocked { status: 429 } | FetchError::RetryLater { .. } => "ask less often, or later",
            FetchError::Blocked { .. } => "the site does not serve programs: look for a feed, or enter items by hand",
            FetchError::NotFound { .. } => "check the address: it may have moved or been closed",
            FetchError::ServerError { .. } | FetchError::Dropped | FetchError::Cut => "try later",
            FetchError::RedirectDowngrade { .. } => {
                "ask the site to redirect to https, or give the http address itself"
            }
            FetchError::RedirectLoop { .. } | FetchError::TooManyRedirects { .. } => {
                "open the address in a browser: it may need a cookie or a sign-in"
            }
            FetchError::RobotsDisallowed { .. } => "look for a feed, or ask the site's owner",
            FetchError::NotInCache => "run once without --offline",
            FetchError::NotInRecording { .. } => "record again with --record",
            FetchError::RecordingUnreadable { .. } => "repair the file, or record again with --record",
            FetchError::RecordingUnwritable { .. } => "check that the folder of --record can be written",
            _ => return None,
        };
        Some(hint.to_owned())
    }
}

impl TlsProblem {
    fn hint(&self) -> Option<&'static str> {
        match self {
            TlsProblem::UnknownAuthority => {
                Some("if the authority is your own, name its certificate in the environment variable SSL_CERT_FILE")
            }
            TlsProblem::NoAuthorities => Some("install the system's ca-certificates, or set SSL_CERT_FILE"),
            TlsProblem::Expired | TlsProblem::NotYetValid => {
                Some("check this machine's clock; otherwise the site has to renew its certificate")
            }
            _ => None,
        }
    }
}
