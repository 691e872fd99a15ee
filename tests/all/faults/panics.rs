//! A reader that crashes is its source's gap, and the run goes on.

use std::path::PathBuf;
use std::sync::Arc;

use newsletter::collect::run::{Job, run};
use newsletter::collect::{Collector, Context, Page, ParseError};
use newsletter::fetch::{Fetcher, Options};
use newsletter::model::exchange::{Ask, Request, Response};
use url::Url;

/// Reads one local file; crashes on it, where it is told to.
#[derive(Debug)]
struct Reader {
    crashes: bool,
}

impl Collector for Reader {
    fn start(&self, _: &Context) -> Vec<Ask> {
        vec![Ask::start(Request::File(PathBuf::from("answer.txt")))]
    }

    fn parse(&self, _: &Response, _: &Context) -> Result<Page, ParseError> {
        assert!(!self.crashes, "a reader's crash, as this test wants it");
        Ok(Page::default())
    }

    fn address(&self) -> Option<Url> {
        None
    }
}

#[tokio::test]
async fn a_readers_crash_is_its_sources_gap_and_the_run_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("answer.txt"), "anything").unwrap();
    // More crashes than readers: a crash must give its reader's place back.
    let crashes = [true, true, false, true, true, true, false];
    let job = |(number, crashes): (usize, bool)| {
        let source = format!("source-{number}");
        let timezone = jiff::tz::TimeZone::UTC;
        let today = jiff::civil::date(2026, 11, 20);
        let context = Context { source, today, timezone, until: today, takes: None };
        Job { collector: Arc::new(Reader { crashes }), context, tags: Vec::new() }
    };
    let jobs = crashes.into_iter().enumerate().map(job).collect();
    let outcomes = run(jobs, &Fetcher::new(Options::default()).unwrap(), folder.path(), |_| ()).await;
    assert_eq!(outcomes.iter().map(|outcome| outcome.gap.is_some()).collect::<Vec<_>>(), crashes);
    let reasons = outcomes.iter().filter_map(|outcome| outcome.gap.as_ref()).map(|gap| gap.reason.as_str());
    assert!(reasons.into_iter().all(|reason| reason == "the reader of this kind crashed on the answer"));
}
