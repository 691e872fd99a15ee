//! How many connections the system lets the program have at once: each is an open file, and so are
//! the cache, the lock and the runtime's own.

/// Open files that are not connections: standard streams, runtime, lock, what is read and written.
const OTHERS: u64 = 10;
/// Below this, connections are closed after each answer, so that none is missing for the next.
const PLENTY: usize = 32;

/// Connections at once. Each counts twice, for what comes with it: its lookup, its file in the cache.
pub(super) fn connections() -> usize {
    limit().map_or(usize::MAX, |limit| usize::try_from(limit.saturating_sub(OTHERS) / 2).unwrap_or(usize::MAX).max(1))
}

/// Whether connections may wait for a next request.
pub(super) fn are_plenty() -> bool {
    connections() >= PLENTY
}

#[cfg(unix)]
fn limit() -> Option<u64> {
    rustix::process::getrlimit(rustix::process::Resource::Nofile).current
}

#[cfg(not(unix))]
fn limit() -> Option<u64> {
    None
}
