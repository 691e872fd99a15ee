//! What several tests need: the folder of real material, and temporary newsletters.

use std::path::PathBuf;

/// A file or folder of the real material that stands beside the checkout (`../shared`, or where
/// `NEWSLETTER_SHARED` says). None where there is no such folder: the test says in one line that it
/// was skipped. Under CI a missing file is a failure.
pub fn shared(path: &str) -> Option<PathBuf> {
    let root = std::env::var_os("NEWSLETTER_SHARED")
        .map(PathBuf::from)
        .unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"));
    let found = root.join(path);
    if found.exists() {
        return Some(found);
    }
    assert!(std::env::var_os("CI").is_none(), "CI must have {}", found.display());
    eprintln!("skipped: no {} here", found.display());
    None
}
