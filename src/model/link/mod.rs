//! Links: kept as the source wrote them, compared by what they lead to.
//!
//! Two forms of an address live here. Readers get the original, only wrappers opened (`wrappers`) and
//! what tracks taken off (`tracking`). Equality lives in the key: a job's id on its board (`boards`),
//! else the address with everything that does not make another thing evened out (`form`, `sites`).
//! In doubt two addresses differ: a repeated entry is seen and struck, a swallowed one is not.

mod boards;
mod form;
#[cfg(test)]
mod pairs;
mod sites;
mod tracking;
mod wrappers;

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use url::Url;

use form::Form;
pub use tracking::is_tracking;

/// Where a link that the program writes may lead: to a page, or to a mail that is to be written.
pub const SCHEMES: [&str; 3] = ["http", "https", "mailto"];
/// Longest address that is kept, in bytes, as it came and as it is written: what an issue holds can be
/// read again.
pub const LINK_CAP: usize = 2000;

/// An http(s) address in the form that readers get: what tracks is gone, wrappers are opened. Two
/// links are equal when their keys are.
#[derive(Clone, schemars::JsonSchema)]
#[schemars(with = "String", extend("format" = "uri"))]
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
        let url = Url::parse(text).ok()?;
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
            return None;
        }
        let mut url = wrappers::open(url);
        let _ = url.set_username("");
        let _ = url.set_password(None);
        tracking::strip(&mut url);
        if written_length(url.as_str()) > LINK_CAP {
            return None;
        }
        let key = key_of(&url);
        Some(Link { url: url.into(), key })
    }

    /// The address for readers.
    pub fn as_str(&self) -> &str {
        &self.url
    }

    /// What makes two links the same; not an address. For a job of a known board its [`Self::thing`],
    /// so that past issues, records and duplicates find it under every address it has.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The board's own id of the job that the link leads to, such as `gh:8636903002` or
    /// `wd:tenant:JR123`; none for any other link.
    pub fn thing(&self) -> Option<String> {
        boards::thing(&Form::of(&self.to_url()?))
    }

    /// The address, parsed.
    pub fn to_url(&self) -> Option<Url> {
        Url::parse(&self.url).ok()
    }

    /// The host without `www.`, with a port that is not the default.
    pub fn host(&self) -> String {
        let (_, rest) = self.url.split_once("://").unwrap_or_default();
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        host.strip_prefix("www.").unwrap_or(host).to_owned()
    }
}

/// Whether an address begins with one of [`SCHEMES`], so that no reader can take it for another.
pub fn may_be_linked(address: &str) -> bool {
    let scheme = address.split_once(':').map(|(scheme, _)| scheme);
    scheme.is_some_and(|scheme| SCHEMES.iter().any(|allowed| scheme.eq_ignore_ascii_case(allowed)))
}

/// How long an address can be where writers have to encode what is syntax there.
fn written_length(address: &str) -> usize {
    address.len() + 2 * address.matches(['(', ')', '<', '>', '{', '}', '`', '\\']).count()
}

fn key_of(url: &Url) -> String {
    let mut form = Form::of(url);
    boards::thing(&form).unwrap_or_else(|| {
        sites::settle(&mut form);
        form.to_string()
    })
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
    fn readers_get_the_address_as_it_was_but_for_what_tracks() {
        assert_eq!(shown("https://example.org/a?utm_source=x&gh_jid=12&gclid=1"), "https://example.org/a?gh_jid=12");
        assert_eq!(shown("https://youtu.be/abc?si=zzz"), "https://youtu.be/abc");
        assert_eq!(shown("https://example.org/a?si=1"), "https://example.org/a?si=1");
        assert_eq!(shown("https://www.google.com/url?q=https%3A%2F%2Fexample.org%2Fb&sa=D"), "https://example.org/b");
        assert_eq!(
            shown("http://WWW.Example.org:80/A/index.html#agenda"),
            "http://www.example.org/A/index.html#agenda"
        );
        assert_eq!(shown("https://user:secret@example.org/%7Ea"), "https://example.org/%7Ea");
    }

    #[test]
    fn an_address_that_grows_beyond_the_cap_when_it_is_written_is_none() {
        let query = |text: &str, times: usize| Link::parse(&format!("https://example.org/?{}", text.repeat(times)));
        assert!(query("x", 1_900).is_some() && query("日", 200).is_some() && query("(", 600).is_some());
        assert!(query("x", 2_000).is_none() && query("日", 300).is_none() && query("(", 700).is_none());
    }

    #[test]
    fn the_host_is_that_of_the_address_and_not_of_the_key() {
        let host = |text| Link::parse(text).map(|link| link.host()).unwrap_or_default();
        assert_eq!(host("https://www.linkedin.com/jobs/view/4181091889/"), "linkedin.com");
        assert_eq!(host("https://youtu.be/abcdefghijk"), "youtu.be");
        assert_eq!(host("http://www.example.org:8080?x"), "example.org:8080");
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
