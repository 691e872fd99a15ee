//! Drafting again: what people made of an issue, and the edits that add to it without touching a word
//! of theirs.
//!
//! Two steps, both text to text. [`Survey`] compares the text as it was last written (the base) with the
//! text as it stands: which entries are untouched, which became people's, which are gone. Curation
//! then decides what is new, and [`Survey::merge`] says where it goes: edits by byte range
//! ([`edits`]) that take over the form of their neighbours ([`fit`]), never a rewritten file. Whether an entry that
//! is gone was taken out by a person is the caller's judgement: it depends on files and history.

mod document;
mod edits;
mod fit;
mod pairing;
mod placing;
#[cfg(test)]
mod regressions;
mod survey;

pub use edits::Edit;
pub use placing::{Addition, Merged, Misplaced, Plan, Update};
pub use survey::{Known, Place, Standing, Survey, Written, section_with};

use std::borrow::Cow;

use sha2::{Digest as _, Sha256};

/// What an entry's bytes are recognised by in a record: 16 hexadecimal digits of their SHA-256, its lines
/// ended by line feeds.
pub fn fingerprint(entry: &str) -> String {
    let digest = Sha256::digest(line_feeds(entry).as_bytes());
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// An entry as it is compared: a file saved with other line endings is edited by nobody.
fn line_feeds(entry: &str) -> Cow<'_, str> {
    if entry.contains("\r\n") { Cow::Owned(entry.replace("\r\n", "\n")) } else { Cow::Borrowed(entry) }
}
