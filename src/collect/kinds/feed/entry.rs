//! What every format of feed comes down to: channels and entries, as the source wrote them.
//!
//! [`super::rss`] and [`super::json`] fill these in, [`super::items`] makes items of them. Text is
//! plain already; dates and addresses are still strings, so that what cannot be read can be shown.

use url::Url;

/// A feed.
#[derive(Clone, Debug, Default)]
pub struct Channel {
    /// The site the feed belongs to.
    pub link: Option<Address>,
    /// Authors of entries that name none (Atom and JSON Feed only).
    pub authors: Vec<String>,
    /// Language of entries that name none.
    pub language: Option<String>,
    /// The entries, in the order of the feed.
    pub entries: Vec<Entry>,
    /// How many entries could not be read.
    pub lost: usize,
    /// What had to be overlooked, in a person's words.
    pub defects: Vec<String>,
    /// There were more entries than are read.
    pub is_capped: bool,
}

/// One entry of a feed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    /// Plain text.
    pub title: Option<String>,
    /// Plain text: the summary, else the content.
    pub text: Option<String>,
    /// Where it leads.
    pub address: Option<Address>,
    /// The feed's own id for it.
    pub uid: Option<String>,
    /// When it was published.
    pub published: Option<String>,
    /// When it was changed.
    pub updated: Option<String>,
    /// Names of people, as written.
    pub authors: Vec<String>,
    /// Categories.
    pub tags: Vec<String>,
    /// BCP 47, as written.
    pub language: Option<String>,
    /// Pictures, the best first.
    pub images: Vec<Address>,
}

/// An address as it was written, with what it is relative to where that is told (`xml:base`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// As written.
    pub text: String,
    /// What it is relative to.
    pub base: Option<Url>,
}

impl Address {
    /// An address that stands alone.
    pub fn new(text: impl Into<String>) -> Self {
        Address { text: text.into(), base: None }
    }

    /// The whole address: as written where it is absolute, else relative to its own base or the
    /// first of `bases`. None where there is nothing to be relative to, or where it is no address.
    pub fn resolved(&self, bases: &[Option<&Url>]) -> Option<Url> {
        match Url::parse(&self.text) {
            Ok(url) => Some(url),
            Err(url::ParseError::RelativeUrlWithoutBase) => {
                let base = self.base.as_ref().or_else(|| bases.iter().copied().flatten().next())?;
                base.join(&self.text).ok()
            }
            Err(_) => None,
        }
    }
}

/// Whether a text is an absolute http(s) address.
pub fn is_http(text: &str) -> bool {
    let scheme = |name: &str| text.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
    scheme("http://") || scheme("https://")
}
