//! From the errors of the HTTP client to ours: walks the chain of causes and names the first one
//! that a person can act on. Texts of the client are quoted only where nothing better is known.

use std::error::Error;
use std::io;

use rustls::CertificateError;
use url::Url;

use super::Options;
use super::client::Route;
use super::error::{FetchError, TlsProblem, quoted};
use super::names::Unresolved;
use super::tls::NoAuthorities;

/// Longest chain of causes that is walked.
const DEPTH: usize = 32;
/// `ENFILE` and `EMFILE`, the same on every Unix; the standard library has no kind for them.
const TOO_MANY_FILES: [i32; 2] = [23, 24];

/// An error before the head of the answer was there.
pub(super) fn sending(error: &reqwest::Error, url: &Url, route: Route, options: &Options) -> FetchError {
    let causes = causes(error);
    if error.is_timeout() && error.is_connect() {
        return FetchError::ConnectTimeout { after: options.connect_timeout };
    }
    if let Some(problem) = first::<rustls::Error>(&causes).map(tls_problem) {
        return FetchError::Tls { problem };
    }
    if route == Route::Proxied && error.is_connect() {
        return FetchError::Proxy { detail: proxy_problem(&causes) };
    }
    if let Some(unresolved) = first::<Unresolved>(&causes) {
        return lookup(unresolved, url);
    }
    // Wrappers are of kind "other"; the first cause that says more counts.
    let mut systems = causes.iter().filter_map(|cause| cause.downcast_ref::<io::Error>());
    if let Some(error) = systems.find_map(|cause| connection(cause, url)) {
        return error;
    }
    match first::<hyper::Error>(&causes) {
        Some(error) if error.is_parse() => FetchError::NotHttp { detail: quoted(error) },
        // Closed, reset, cancelled: HTTP/1 and HTTP/2 have many words for it.
        Some(error) if !error.is_user() => FetchError::Dropped,
        _ => FetchError::Client { detail: quoted(innermost(error)) },
    }
}

/// An error in the middle of the body.
pub(super) fn receiving(error: &reqwest::Error) -> FetchError {
    let causes = causes(error);
    let is_malformed =
        |cause: &io::Error| matches!(cause.kind(), io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput);
    if causes.iter().filter_map(|cause| cause.downcast_ref::<io::Error>()).any(is_malformed) {
        return FetchError::NotHttp { detail: quoted(innermost(error)) };
    }
    FetchError::Cut
}

/// The cause at the end of the chain, which says the most.
pub(super) fn innermost<'a>(error: &'a (dyn Error + 'static)) -> &'a (dyn Error + 'static) {
    causes(error).last().copied().unwrap_or(error)
}

/// The error and its causes. An `io::Error` hides the error it carries, so that is looked into too.
fn causes<'a>(error: &'a (dyn Error + 'static)) -> Vec<&'a (dyn Error + 'static)> {
    let mut causes = Vec::new();
    let mut next = Some(error);
    while let Some(cause) = next.filter(|_| causes.len() < DEPTH) {
        causes.push(cause);
        let carried = cause.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        next = carried.map(|carried| carried as &(dyn Error + 'static)).or_else(|| cause.source());
    }
    causes
}

fn first<'a, T: Error + 'static>(causes: &[&'a (dyn Error + 'static)]) -> Option<&'a T> {
    causes.iter().find_map(|cause| cause.downcast_ref::<T>())
}

/// A problem of the connection itself, by what the system says.
fn connection(cause: &io::Error, url: &Url) -> Option<FetchError> {
    if cfg!(unix) && cause.raw_os_error().is_some_and(|code| TOO_MANY_FILES.contains(&code)) {
        return Some(FetchError::TooFewFiles);
    }
    match cause.kind() {
        io::ErrorKind::ConnectionRefused => Some(FetchError::Refused { host: host_and_port(url) }),
        io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::BrokenPipe
        | io::ErrorKind::UnexpectedEof => Some(FetchError::Dropped),
        io::ErrorKind::NetworkUnreachable
        | io::ErrorKind::HostUnreachable
        | io::ErrorKind::AddrNotAvailable
        | io::ErrorKind::TimedOut => {
            Some(FetchError::Unreachable { host: host_and_port(url), detail: cause.kind().to_string() })
        }
        _ => None,
    }
}

fn lookup(unresolved: &Unresolved, url: &Url) -> FetchError {
    let host = url.host_str().unwrap_or_default().to_owned();
    match unresolved {
        Unresolved::Forbidden => FetchError::ForbiddenAddress { host },
        Unresolved::Nothing => FetchError::NoSuchHost { host },
        Unresolved::Failed(error) if connection(error, url) == Some(FetchError::TooFewFiles) => FetchError::TooFewFiles,
        // The standard library does not carry the resolver's code, only its words: EAI_AGAIN is
        // "Temporary failure in name resolution" (glibc) or "Try again" (musl).
        Unresolved::Failed(error) => match error.to_string() {
            words if words.contains("Temporary failure") || words.contains("Try again") => {
                FetchError::LookupFailed { host, detail: "the name server does not answer".to_owned() }
            }
            words if words.contains("failed to lookup address") => FetchError::NoSuchHost { host },
            words => FetchError::LookupFailed { host, detail: quoted(words) },
        },
    }
}

/// The client's tunnel errors have no public type, only words.
fn proxy_problem(causes: &[&(dyn Error + 'static)]) -> String {
    match causes.last().map(quoted).unwrap_or_default().as_str() {
        "tunnel error: proxy authorization required" => "it wants a sign-in (407)".to_owned(),
        "tunnel error: unsuccessful" => "it does not connect to this host".to_owned(),
        words => words.trim_start_matches("tunnel error: ").to_owned(),
    }
}

fn tls_problem(error: &rustls::Error) -> TlsProblem {
    match error {
        rustls::Error::InvalidCertificate(error) => certificate_problem(error),
        rustls::Error::Other(other) if other.0.is::<NoAuthorities>() => TlsProblem::NoAuthorities,
        rustls::Error::InvalidMessage(_) => TlsProblem::Handshake("it does not speak TLS on this port".to_owned()),
        other => TlsProblem::Handshake(quoted(other)),
    }
}

fn certificate_problem(error: &CertificateError) -> TlsProblem {
    match error {
        CertificateError::UnknownIssuer => TlsProblem::UnknownAuthority,
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => TlsProblem::Expired,
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => TlsProblem::NotYetValid,
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => TlsProblem::WrongName,
        CertificateError::Revoked => TlsProblem::Revoked,
        // A certificate that signs itself and is not marked as an end's: the usual home-made one.
        CertificateError::Other(other) if other.0.to_string().contains("CaUsedAsEndEntity") => {
            TlsProblem::UnknownAuthority
        }
        other => TlsProblem::BadCertificate(quoted(other)),
    }
}

fn host_and_port(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}
