//! One server's answer to one request, as far as it matters here: what the network brings, what
//! recordings keep and what replay gives back.

use super::redirect::Trail;

/// A status, the headers that matter and, for a 200, the whole body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) content_type: Option<String>,
    pub(super) location: Option<String>,
    pub(super) etag: Option<String>,
    pub(super) last_modified: Option<String>,
    pub(super) retry_after: Option<String>,
    /// The server's own clock, to read `retry_after` by.
    pub(super) date: Option<String>,
    /// Decompressed.
    pub(super) body: Vec<u8>,
}

/// What a reply means for the request.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// A good answer.
    Good,
    /// Ask elsewhere.
    Redirect,
    /// What we have is still right.
    NotModified,
    /// An error of this status.
    Bad,
}

impl Reply {
    pub(super) fn verdict(&self) -> Verdict {
        match self.status {
            200 => Verdict::Good,
            304 => Verdict::NotModified,
            status if Trail::is_redirect(status) => Verdict::Redirect,
            _ => Verdict::Bad,
        }
    }
}
