//! For tests, of the library and of the program alike: how long this thread has worked. Bounds on work
//! are held to this, so that a machine that is busy with something else fails none of them.

use std::time::Duration;

/// The processor's time that this thread has used.
#[cfg(unix)]
pub fn worked() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::try_from(time).unwrap_or_default()
}

/// The time that has passed, where the system does not tell how a thread has used it.
#[cfg(not(unix))]
pub fn worked() -> Duration {
    static BEGUN: std::sync::LazyLock<std::time::Instant> = std::sync::LazyLock::new(std::time::Instant::now);
    BEGUN.elapsed()
}
