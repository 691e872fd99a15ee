//! Progress: a bar on a terminal, one plain line a source otherwise. To standard error.

use std::io::IsTerminal as _;

use indicatif::{ProgressBar, ProgressStyle};

use super::Session;
use crate::collect::run::Outcome;
use crate::report::{self, painted, plain};

/// Shows how far collecting has come.
#[derive(Debug)]
pub(super) struct Progress {
    bar: Option<ProgressBar>,
    quiet: bool,
    verbose: bool,
}

impl Progress {
    /// Says at once what is about to happen.
    pub(super) fn new(session: &Session, sources: usize) -> Progress {
        let global = &session.global;
        let terminal = std::io::stderr().is_terminal() && std::env::var_os("CI").is_none();
        let bar = (terminal && !global.quiet && !global.no_progress).then(|| bar(sources));
        if bar.is_none() {
            session.say(&format!("collecting from {}", report::count(sources, "source")));
        }
        Progress { bar, quiet: global.quiet, verbose: global.verbose > 0 }
    }

    /// A source has ended.
    pub(super) fn ended(&self, outcome: &Outcome) {
        let line = line(outcome);
        match &self.bar {
            Some(bar) => {
                if self.verbose || outcome.gap.is_some() {
                    bar.suspend(|| report::say(&line));
                }
                bar.set_message(plain(&outcome.source));
                bar.inc(1);
            }
            None if !self.quiet => report::say(&line),
            None => {}
        }
    }

    /// Something else takes time.
    pub(super) fn note(&self, text: &str) {
        match &self.bar {
            Some(bar) => bar.set_message(text.to_owned()),
            None if !self.quiet => report::say(text),
            None => {}
        }
    }

    /// Everything has ended.
    pub(super) fn finish(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}

fn bar(sources: usize) -> ProgressBar {
    let bar = ProgressBar::new(sources as u64);
    if let Ok(style) = ProgressStyle::with_template("{spinner} collecting {bar:30} {pos}/{len} {wide_msg}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(std::time::Duration::from_millis(100));
    bar
}

fn line(outcome: &Outcome) -> String {
    let name = plain(&outcome.source);
    match &outcome.gap {
        Some(gap) => format!("  {} {name}: {}", painted(report::WARNING, "gap"), plain(&gap.reason)),
        None => format!("  {} {name}: {}", painted(report::GOOD, "ok "), report::count(outcome.items.len(), "item")),
    }
}
