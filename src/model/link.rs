//! Links: kept as the source wrote them, compared in their canonical form.
//!
//! What is taken off (tracking parameters, fragments without meaning) and what identifies a thing
//! (job ids across a board's addresses) follows the table of real links in the documentation.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use url::Url;

/// Longest address that is kept, in bytes.
pub const LINK_CAP: usize = 2000;

/// Query parameters that only track: exact names, lower case.
const TRACKING: &[&str] = &[
    "gh_src",
    "mc_cid",
    "mc_eid",
    "__hstc",
    "__hssc",
    "__hsfp",
    "hss_channel",
    "_hsenc",
    "_hsmi",
    "trk",
    "trackingid",
    "refid",
    "lever-source",
    "lever-origin",
    "fbclid",
    "gclid",
    "dclid",
    "msclkid",
    "yclid",
    "igshid",
    "sscid",
    "ssaid",
    "mkt_tok",
    "vero_id",
    "oly_enc_id",
    "wickedid",
    "ref_src",
    "ref_url",
    "cmpid",
    "spm",
    // iCIMS and sched embeds
    "mobile",
    "needsredirect",
    "jan1offset",
    "jun1offset",
    "in_iframe",
    "iframe",
    "bga",
];

/// Query parameters that only track on some hosts: (host suffix, name).
const TRACKING_ON: &[(&str, &str)] = &[
    ("youtube.com", "si"),
    ("youtu.be", "si"),
    ("youtube.com", "feature"),
    ("open.spotify.com", "si"),
    ("twitter.com", "s"),
    ("twitter.com", "t"),
    ("x.com", "s"),
    ("x.com", "t"),
    ("medium.com", "source"),
    ("linkedin.com", "originalsubdomain"),
    ("linkedin.com", "position"),
    ("linkedin.com", "pagenum"),
    ("icims.com", "width"),
    ("icims.com", "height"),
    ("icims.com", "hub"),
    ("sched.com", "w"),
    ("sched.com", "sidebar"),
    ("sched.com", "bg"),
];

/// An http(s) address in the form that readers get: tracking parameters gone, wrappers opened.
/// Two links are equal when their canonical keys are: scheme, `www.`, a trailing slash and a
/// fragment do not make another thing.
#[derive(Clone)]
pub struct Link {
    url: String,
    key: String,
}

impl Link {
    /// Reads an absolute http(s) address. None for anything else, or one longer than [`LINK_CAP`].
    pub fn parse(text: &str) -> Option<Link> {
        let text = text.trim();
        if text.len() > LINK_CAP {
            return None;
        }
        let mut url = Url::parse(text).ok()?;
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
            return None;
        }
        url = unwrapped(url);
        let _ = url.set_username("");
        let _ = url.set_password(None);
        strip_tracking(&mut url);
        let key = key_of(&url);
        Some(Link { url: url.into(), key })
    }

    /// The address for readers.
    pub fn as_str(&self) -> &str {
        &self.url
    }

    /// What makes two links the same; not an address.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The address, parsed.
    pub fn to_url(&self) -> Option<Url> {
        Url::parse(&self.url).ok()
    }

    /// The host without `www.`.
    pub fn host(&self) -> String {
        self.key.split('/').next().unwrap_or_default().to_owned()
    }
}

/// Opens google.com/url and similar wrappers.
fn unwrapped(url: Url) -> Url {
    let host = url.host_str().unwrap_or_default();
    let wrapped = match (host.trim_start_matches("www."), url.path()) {
        ("google.com", "/url") => parameter(&url, "url").or_else(|| parameter(&url, "q")),
        ("l.facebook.com", "/l.php") => parameter(&url, "u"),
        ("linkedin.com", "/redir/redirect") => parameter(&url, "url"),
        _ => None,
    };
    wrapped
        .and_then(|inner| Url::parse(&inner).ok())
        .filter(|inner| matches!(inner.scheme(), "http" | "https") && inner.host_str().is_some())
        .unwrap_or(url)
}

fn parameter(url: &Url, name: &str) -> Option<String> {
    url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

/// Takes tracking parameters off, leaving the rest of the query byte for byte.
fn strip_tracking(url: &mut Url) {
    let Some(query) = url.query() else { return };
    let host = url.host_str().unwrap_or_default().to_owned();
    let kept: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty() && !is_tracking(&host, pair)).collect();
    let kept = kept.join("&");
    url.set_query(Some(kept.as_str()).filter(|kept| !kept.is_empty()));
}

/// Whether `name=value` only tracks.
pub fn is_tracking(host: &str, pair: &str) -> bool {
    let name = pair.split('=').next().unwrap_or_default().to_ascii_lowercase();
    name.starts_with("utm_")
        || TRACKING.contains(&name.as_str())
        || TRACKING_ON.iter().any(|(suffix, key)| {
            *key == name && (host == *suffix || host.strip_suffix(suffix).is_some_and(|rest| rest.ends_with('.')))
        })
}

/// Host (without `www.`), path without trailing slash, sorted query.
fn key_of(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    let host = host.strip_prefix("www.").unwrap_or(host);
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    let path = url.path().trim_end_matches('/');
    let mut pairs: Vec<&str> = url.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty()).collect();
    pairs.sort_unstable();
    let query = if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) };
    without_written_escapes(format!("{host}{port}{path}{query}"))
}

/// The characters that Markdown cannot hold in a link target (`markdown::write::link_target`) are the
/// same thing with and without their escape.
fn without_written_escapes(key: String) -> String {
    const ESCAPES: [(&str, &str); 4] = [("%28", "("), ("%29", ")"), ("%60", "`"), ("%5C", "\\")];
    if !key.contains('%') {
        return key;
    }
    ESCAPES.iter().fold(key, |key, (escape, character)| key.replace(escape, character))
}

impl PartialEq for Link {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for Link {}

impl std::hash::Hash for Link {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}

impl fmt::Display for Link {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.url)
    }
}

impl fmt::Debug for Link {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Link({})", self.url)
    }
}

impl Serialize for Link {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.url)
    }
}

impl<'de> Deserialize<'de> for Link {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Link::parse(&text).ok_or_else(|| serde::de::Error::custom(format!("not an http(s) address: {text:?}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        Link::parse(text).map(|link| link.to_string()).unwrap_or_default()
    }

    #[test]
    fn tracking_goes_and_identity_stays() {
        assert_eq!(shown("https://example.org/a?utm_source=x&gh_jid=12&gclid=1"), "https://example.org/a?gh_jid=12");
        assert_eq!(shown("https://youtu.be/abc?si=zzz"), "https://youtu.be/abc");
        assert_eq!(shown("https://example.org/a?si=1"), "https://example.org/a?si=1");
        assert_eq!(shown("https://www.google.com/url?q=https%3A%2F%2Fexample.org%2Fb&sa=D"), "https://example.org/b");
    }

    #[test]
    fn equal_things_have_equal_keys() {
        assert_eq!(Link::parse("http://www.example.org/a/"), Link::parse("https://example.org/a#top"));
        assert_ne!(Link::parse("https://example.org/a?id=1"), Link::parse("https://example.org/a?id=2"));
        assert_eq!(Link::parse("https://example.org/a)b?c=`"), Link::parse("https://example.org/a%29b?c=%60"));
    }

    #[test]
    fn only_http_is_a_link() {
        for text in
            ["javascript:alert(1)", "data:text/html,x", "ftp://example.org/", "mailto:a@b.c", "/relative", "https://"]
        {
            assert_eq!(Link::parse(text), None, "{text}");
        }
    }
}
