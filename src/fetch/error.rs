//! Why there is no answer: one variant for each problem that a person can name and act on.
//!
//! [`FetchError`] carries facts and [`FetchError::reason`] says them in one line; what to do next
//! stands in `hints`. Addresses never stand in these texts with their query
//! or their user part; what a server sent is cleaned before it is quoted. How errors of the HTTP
//! client become these is in `classify`.

use std::fmt;
use std::time::Duration;

use crate::model::text;

/// Longest quotation of somebody else's words in an error, in characters.
const DETAIL_CAP: usize = 160;

/// Why there is no answer. Addresses in it carry no secrets.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// The address is not http or https.
    #[error("{scheme}: addresses cannot be fetched, only http and https")]
    UnsupportedScheme {
        /// The scheme, for example "ftp".
        scheme: String,
    },
    /// A request header that cannot be sent.
    #[error("the request header “{name}” cannot be sent: forbidden characters")]
    BadRequestHeader {
        /// Its name, cleaned.
        name: String,
    },
    /// A loopback, private, link-local or otherwise special address that was not allowed.
    #[error("{host} is a private or local address")]
    ForbiddenAddress {
        /// As it stands in the address: a name or a literal.
        host: String,
    },
    /// The name system knows no such host.
    #[error("there is no host named {host}")]
    NoSuchHost {
        /// The name.
        host: String,
    },
    /// The name system did not answer properly.
    #[error("the address of {host} could not be looked up: {detail}")]
    LookupFailed {
        /// The name.
        host: String,
        /// What the system says.
        detail: String,
    },
    /// Nobody listens there.
    #[error("{host} refused the connection")]
    Refused {
        /// Host and, where unusual, port.
        host: String,
    },
    /// No way to the host.
    #[error("{host} cannot be reached: {detail}")]
    Unreachable {
        /// Host and, where unusual, port.
        host: String,
        /// What the system says.
        detail: String,
    },
    /// This program may not open another file or connection.
    #[error("this machine allows this program too few open files")]
    TooFewFiles,
    /// No connection (TLS included) in time.
    #[error("no connection within {}", seconds(*.after))]
    ConnectTimeout {
        /// The limit.
        after: Duration,
    },
    /// No secure connection.
    #[error("no secure connection: {problem}")]
    Tls {
        /// What is wrong.
        problem: TlsProblem,
    },
    /// The proxy of the environment cannot be used.
    #[error("the proxy cannot be used: {detail}")]
    Proxy {
        /// What is wrong.
        detail: String,
    },
    /// The server closed the connection without an answer.
    #[error("the server closed the connection without an answer")]
    Dropped,
    /// What came is not HTTP.
    #[error("the answer is not valid HTTP: {detail}")]
    NotHttp {
        /// What is wrong.
        detail: String,
    },
    /// Connected, but no answer began in time.
    #[error("no answer within {}", seconds(*.after))]
    FirstByteTimeout {
        /// The limit.
        after: Duration,
    },
    /// The answer stopped flowing.
    #[error("the answer stalled for {}", seconds(*.after))]
    IdleTimeout {
        /// The limit.
        after: Duration,
    },
    /// The whole took too long.
    #[error("not finished within {}", seconds(*.after))]
    Timeout {
        /// The limit.
        after: Duration,
    },
    /// The body broke off.
    #[error("the answer broke off before its end")]
    Cut,
    /// The body is larger than allowed, after decompression.
    #[error("larger than {}", bytes(*.limit))]
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// Too large to wait in memory, and there is no room on the disk either.
    #[error("it is large and could not be kept on the disk while it was received: {detail}")]
    NotSpooled {
        /// What the system says.
        detail: String,
    },
    /// The compressed body is damaged.
    #[error("the {coding} body is damaged or incomplete")]
    BadCompression {
        /// For example "gzip".
        coding: &'static str,
    },
    /// Compressed in a way that was not asked for.
    #[error("unknown compression “{coding}”")]
    UnknownCompression {
        /// As the server names it, cleaned.
        coding: String,
    },
    /// Compressed more than once.
    #[error("compressed {layers} times over")]
    StackedCompression {
        /// How many codings the answer names.
        layers: usize,
    },
    /// Nothing in it.
    #[error("empty answer ({status})")]
    Empty {
        /// 200, 204 or 205.
        status: u16,
    },
    /// The server does not let us in.
    #[error("{} ({status})", blocked(*.status))]
    Blocked {
        /// 401, 403, 406, 407, 429, 451 or 999.
        status: u16,
    },
    /// Nothing at this address.
    #[error("{} ({status})", if *.status == 410 { "gone" } else { "not found" })]
    NotFound {
        /// 404 or 410.
        status: u16,
    },
    /// The server has a problem of its own.
    #[error("server error ({status})")]
    ServerError {
        /// 500 to 599.
        status: u16,
    },
    /// The server asks to come back later than we wait.
    #[error("the server asks to wait {} ({status})", seconds(*.wait))]
    RetryLater {
        /// 429 or 503, mostly.
        status: u16,
        /// What it asks for.
        wait: Duration,
    },
    /// A status that has no place here.
    #[error("unexpected status {status}")]
    UnexpectedStatus {
        /// The status.
        status: u16,
    },
    /// "Not modified", though nothing was there to be compared with.
    #[error("the server says “not modified” (304) to a first request")]
    NotModifiedWithoutCache,
    /// Sent from address to address without end.
    #[error("more than {limit} redirects")]
    TooManyRedirects {
        /// The limit.
        limit: usize,
    },
    /// Sent back to where it was.
    #[error("a redirect loop at {at}")]
    RedirectLoop {
        /// The address that came twice, without secrets.
        at: String,
    },
    /// A redirect without a target, or with one that is no address.
    #[error("a redirect ({status}) {}", if *.missing { "without a target" } else { "whose target is no address" })]
    BadRedirect {
        /// 301, 302, 303, 307 or 308.
        status: u16,
        /// No `Location`, or an empty one.
        missing: bool,
    },
    /// A redirect to an address that is longer than allowed.
    #[error("a redirect ({status}) whose target is longer than {}", bytes(*.limit as u64))]
    LongRedirect {
        /// 301, 302, 303, 307 or 308.
        status: u16,
        /// The limit in bytes.
        limit: usize,
    },
    /// A redirect to something that is not http(s).
    #[error("a redirect to a {scheme}: address")]
    RedirectScheme {
        /// The scheme, for example "file".
        scheme: String,
    },
    /// A redirect from https to http.
    #[error("a redirect from https to unprotected http at {host}")]
    RedirectDowngrade {
        /// Where to.
        host: String,
    },
    /// `robots.txt` says no.
    #[error("{host}'s robots.txt does not allow this page")]
    RobotsDisallowed {
        /// Whose.
        host: String,
    },
    /// `robots.txt` could not be read, which means no (RFC 9309, section 2.3.1.4).
    #[error("{host}'s robots.txt could not be read ({cause}), so its pages are left alone")]
    RobotsUnreadable {
        /// Whose.
        host: String,
        /// Why.
        cause: Box<FetchError>,
    },
    /// Offline, and not in the cache.
    #[error("offline, and not in the cache")]
    NotInCache,
    /// Replaying, and not in the recording.
    #[error("not in the recording {dir}")]
    NotInRecording {
        /// The folder.
        dir: String,
    },
    /// The recording to replay is damaged or missing.
    #[error("the recording cannot be read: {path}: {detail}")]
    RecordingUnreadable {
        /// The file or folder.
        path: String,
        /// What is wrong.
        detail: String,
    },
    /// The answer could not be recorded.
    #[error("the answer cannot be recorded: {path}: {detail}")]
    RecordingUnwritable {
        /// The file or folder.
        path: String,
        /// What is wrong.
        detail: String,
    },
    /// The HTTP client could not be set up, or failed in a way that has no name of its own.
    #[error("the request failed: {detail}")]
    Client {
        /// What it says, cleaned.
        detail: String,
    },
}

/// What is wrong with a secure connection.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TlsProblem {
    /// Signed by nobody that this machine trusts.
    #[error("the certificate is signed by an unknown authority")]
    UnknownAuthority,
    /// This machine has no list of authorities.
    #[error("this machine has no certificate authorities")]
    NoAuthorities,
    /// Over.
    #[error("the certificate has expired")]
    Expired,
    /// Its time has not come, or this machine's clock is wrong.
    #[error("the certificate is not valid yet")]
    NotYetValid,
    /// Made out for another host.
    #[error("the certificate is for another host")]
    WrongName,
    /// Taken back by its authority.
    #[error("the certificate has been revoked")]
    Revoked,
    /// Another fault of the certificate.
    #[error("the certificate is not acceptable ({0})")]
    BadCertificate(String),
    /// The server does not speak TLS, or none that we speak.
    #[error("no agreement with the server ({0})")]
    Handshake(String),
}

impl FetchError {
    /// What went wrong, in one short line without the address.
    pub fn reason(&self) -> String {
        self.to_string()
    }

    /// Whether a second try a little later may well succeed.
    pub(super) fn is_transient(&self) -> bool {
        match self {
            FetchError::Blocked { status } | FetchError::ServerError { status } => {
                matches!(status, 429 | 500 | 502 | 503 | 504)
            }
            FetchError::ConnectTimeout { .. } | FetchError::TooFewFiles | FetchError::Dropped | FetchError::Cut => true,
            _ => false,
        }
    }

    /// Whether the host itself could not be had, whatever was asked of it.
    pub(super) fn is_unreachable_host(&self) -> bool {
        matches!(
            self,
            FetchError::ForbiddenAddress { .. }
                | FetchError::NoSuchHost { .. }
                | FetchError::LookupFailed { .. }
                | FetchError::Refused { .. }
                | FetchError::Unreachable { .. }
                | FetchError::ConnectTimeout { .. }
                | FetchError::Tls { .. }
                | FetchError::Proxy { .. }
        )
    }

    /// Whether a recording cannot be read or written, which has nothing to do with the host.
    pub(super) fn is_of_recording(&self) -> bool {
        matches!(self, FetchError::RecordingUnreadable { .. } | FetchError::RecordingUnwritable { .. })
    }

    /// The status behind this error, where it is one.
    pub(super) fn status(&self) -> Option<u16> {
        match self {
            FetchError::Empty { status }
            | FetchError::Blocked { status }
            | FetchError::NotFound { status }
            | FetchError::ServerError { status }
            | FetchError::RetryLater { status, .. }
            | FetchError::UnexpectedStatus { status } => Some(*status),
            _ => None,
        }
    }

    /// The error that a status stands for; 200, 304 and redirects have none of their own.
    pub(super) fn of_status(status: u16) -> FetchError {
        match status {
            204 | 205 => FetchError::Empty { status },
            401 | 403 | 406 | 407 | 429 | 451 | 999 => FetchError::Blocked { status },
            404 | 410 => FetchError::NotFound { status },
            500..=599 => FetchError::ServerError { status },
            _ => FetchError::UnexpectedStatus { status },
        }
    }
}

/// Somebody else's words, fit to be quoted: one short line without control characters.
pub(super) fn quoted(words: impl fmt::Display) -> String {
    text::line(&words.to_string(), DETAIL_CAP)
}

fn blocked(status: u16) -> &'static str {
    match status {
        401 => "blocked: sign-in needed",
        407 => "blocked: the proxy wants a sign-in",
        429 => "blocked: too many requests",
        451 => "blocked for legal reasons",
        _ => "blocked",
    }
}

/// "10 s", "0.25 s", "2 min", "3 h", "4 days".
fn seconds(duration: Duration) -> String {
    match duration.as_secs() {
        32_000_000.. => "more than a year".to_owned(),
        whole @ 172_800.. => format!("{} days", whole / 86_400),
        whole @ 7200.. => format!("{} h", whole / 3600),
        whole @ 120.. => format!("{} min", whole / 60),
        _ => format!("{} s", (duration.as_secs_f64() * 100.0).round() / 100.0),
    }
}

/// "20 MB", "500 kB", "12 bytes".
fn bytes(count: u64) -> String {
    match count {
        1_000_000.. => format!("{} MB", rounded(count, 1_000_000)),
        1_000.. => format!("{} kB", rounded(count, 1_000)),
        _ => format!("{count} bytes"),
    }
}

/// With one decimal, where it is not zero.
fn rounded(count: u64, unit: u64) -> String {
    match (count % unit) * 10 / unit {
        0 => (count / unit).to_string(),
        tenths => format!("{}.{tenths}", count / unit),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_short_lines_that_a_person_understands() {
        let timeout = FetchError::ConnectTimeout { after: Duration::from_millis(250) };
        assert_eq!(timeout.reason(), "no connection within 0.25 s");
        assert_eq!(FetchError::TooLarge { limit: 20_000_000 }.reason(), "larger than 20 MB");
        assert_eq!(FetchError::TooLarge { limit: 512_000 }.reason(), "larger than 512 kB");
        assert_eq!(FetchError::of_status(403).reason(), "blocked (403)");
        assert_eq!(FetchError::of_status(410).reason(), "gone (410)");
        let later = FetchError::RetryLater { status: 429, wait: Duration::from_secs(10_800) };
        assert_eq!(later.reason(), "the server asks to wait 3 h (429)");
        assert_eq!(seconds(Duration::from_secs(260_000)), "3 days");
        assert_eq!(seconds(Duration::from_secs(u64::from(u32::MAX))), "more than a year");
        let downgrade = FetchError::Tls { problem: TlsProblem::Expired };
        assert_eq!(downgrade.reason(), "no secure connection: the certificate has expired");
    }

    #[test]
    fn quotations_cannot_carry_escapes_or_lines() {
        assert_eq!(quoted("a\u{1b}[31m\r\n::error::b\u{202e}"), "a[31m ::error::b");
        assert!(quoted("x".repeat(10_000)).chars().count() <= DETAIL_CAP);
    }

    #[test]
    fn every_status_that_is_not_good_has_its_class() {
        for (status, error) in [
            (204, FetchError::Empty { status: 204 }),
            (206, FetchError::UnexpectedStatus { status: 206 }),
            (300, FetchError::UnexpectedStatus { status: 300 }),
            (400, FetchError::UnexpectedStatus { status: 400 }),
            (404, FetchError::NotFound { status: 404 }),
            (429, FetchError::Blocked { status: 429 }),
            (501, FetchError::ServerError { status: 501 }),
            (999, FetchError::Blocked { status: 999 }),
        ] {
            assert_eq!(FetchError::of_status(status), error);
        }
    }

    #[test]
    fn only_passing_troubles_are_tried_again() {
        let tried: Vec<u16> = (400..600).filter(|&status| FetchError::of_status(status).is_transient()).collect();
        assert_eq!(tried, [429, 500, 502, 503, 504]);
        assert!(FetchError::Dropped.is_transient());
        assert!(!FetchError::Refused { host: "example.org".to_owned() }.is_transient());
    }
}
