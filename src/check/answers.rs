//! Whether links answer: what an answer tells of a link, and the rule about dead ones.
//!
//! Asking is not done here but in `commands::check`. A link is dead only where its server says so: many
//! sites turn programs away (999, 403, 429), and whoever calls their links dead gets switched off.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use url::Url;

use super::{Check, Example, Found, Level};
use crate::model::link::Link;

/// What is known of a link after asking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(tag = "state", content = "reason", rename_all = "kebab-case")]
pub enum State {
    /// It opens.
    Fine,
    /// Its server says that there is nothing: why.
    Dead(String),
    /// Its server, or the way to it, does not tell: why.
    CannotTell(String),
}

/// The states of links, by their addresses as written.
pub type States = BTreeMap<String, State>;

pub(super) const DEAD_LINK: Check = Check {
    id: "dead-link",
    level: Level::Error,
    about: "A link opens nothing any more (asked only with `--links`).",
    wrong: Example::beside(
        "# Notes 5\n\n## News\n\n- [What a review found](https://example.org/review)\n",
        &[("https://example.org/review", "not found (404)")],
    ),
    right: Example::beside(
        "# Notes 5\n\n## News\n\n- [What a review found](https://example.org/review/2026)\n",
        &[("https://example.org/review", "not found (404)")],
    ),
    find: |case| {
        let dead = case.links.iter().filter_map(|link| Some((link, case.newsletter.dead.get(&link.url)?)));
        dead.map(|(link, why)| {
            Found::at(link.range.clone(), format!("this link is dead: {why}"))
                .help("take it out, or find its new address")
        })
        .collect()
    },
};

/// What a redirect tells: a job's address that now opens the list of its board is that of a job that
/// is gone.
pub fn of_redirect(asked: &Link, opened: &Url) -> State {
    let Some(answered) = Link::parse(opened.as_str()) else { return State::Fine };
    let is_job = asked.thing().is_some();
    let is_same = *asked == answered || answered.thing().is_some() && answered.thing() == asked.thing();
    if !is_job || is_same || !opens_list(asked, opened) {
        return State::Fine;
    }
    State::Dead("the job board sends its visitors to the list of jobs".to_owned())
}

/// Whether an address is a part of the asked one's way, or says that there was no such job.
fn opens_list(asked: &Link, opened: &Url) -> bool {
    let Some(asked) = asked.to_url() else { return false };
    let segments = |url: &Url| -> Vec<String> {
        url.path().split('/').filter(|part| !part.is_empty()).map(str::to_lowercase).collect()
    };
    let (before, after) = (segments(&asked), segments(opened));
    let is_same_site = site(&asked) == site(opened);
    let is_shorter = after.len() < before.len() && after.iter().all(|part| before.contains(part) || is_list(part));
    let says_so = opened.query_pairs().any(|(name, value)| {
        matches!(&*name, "error" | "not_found" | "notfound") && matches!(&*value, "true" | "1" | "404" | "")
            || name == "trk" && value == "expired_jd_redirect"
    });
    is_same_site && (is_shorter || says_so)
}

/// Words with which boards name their lists.
fn is_list(part: &str) -> bool {
    const LISTS: &[&str] =
        &["jobs", "job", "careers", "career", "search", "search-results", "openings", "positions", "en", "en-us"];
    LISTS.contains(&part)
}

/// The last two labels of a host.
fn site(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    let labels: Vec<&str> = host.rsplit('.').take(2).collect();
    labels.join(".")
}

/// "n links: a fine, b dead, c cannot tell (hosts)".
pub fn summary(states: &States) -> String {
    let count = |wanted: fn(&State) -> bool| states.values().filter(|state| wanted(state)).count();
    let untold = states.iter().filter(|(_, state)| matches!(state, State::CannotTell(_)));
    let hosts: BTreeSet<String> = untold.filter_map(|(url, _)| Some(Link::parse(url)?.host())).collect();
    let hosts = Vec::from_iter(hosts).join(", ");
    format!(
        "{}: {} fine, {} dead, {} cannot tell{}",
        if states.len() == 1 { "1 link".to_owned() } else { format!("{} links", states.len()) },
        count(|state| *state == State::Fine),
        count(|state| matches!(state, State::Dead(_))),
        count(|state| matches!(state, State::CannotTell(_))),
        if hosts.is_empty() { String::new() } else { format!(" ({hosts})") },
    )
}

#[cfg(test)]
#[allow(clippy::expect_used)]
mod tests {
    use super::*;

    #[test]
    fn a_job_that_opens_its_board_s_list_is_gone() {
        for (asked, opened, is_dead) in [
            ("https://boards.greenhouse.io/acme/jobs/5372369", "https://boards.greenhouse.io/acme?error=true", true),
            (
                "https://boards.greenhouse.io/acme/jobs/5372369",
                "https://job-boards.greenhouse.io/acme/jobs/5372369",
                false,
            ),
            (
                "https://boards.greenhouse.io/acme/jobs/5372369",
                "https://acme.example/careers/lead?gh_jid=5372369",
                false,
            ),
            ("https://apply.workable.com/acme/j/B4AB10D57E/", "https://apply.workable.com/acme/?not_found=true", true),
            (
                "https://jobs.smartrecruiters.com/Acme/743999761238497-lead",
                "https://jobs.smartrecruiters.com/Acme",
                true,
            ),
            (
                "https://www.amazon.jobs/en/jobs/1378076/lead",
                "https://www.amazon.jobs/en/jobs/1378076/open-source-lead",
                false,
            ),
            ("https://www.amazon.jobs/en/jobs/1378076/lead", "https://www.amazon.jobs/en/search", true),
            ("https://example.org/2026/review", "https://example.org/", false),
        ] {
            let asked = Link::parse(asked).expect(asked);
            let state = of_redirect(&asked, &Url::parse(opened).expect(opened));
            assert_eq!(matches!(state, State::Dead(_)), is_dead, "{asked} -> {opened}");
        }
    }

    #[test]
    fn the_summary_names_the_hosts_that_do_not_tell() {
        let states = States::from([
            ("https://a.example/1".into(), State::Fine),
            ("https://b.example/2".into(), State::Dead("gone".into())),
            ("https://www.c.example/3".into(), State::CannotTell("blocked".into())),
            ("https://c.example/4".into(), State::CannotTell("blocked".into())),
        ]);
        assert_eq!(summary(&states), "4 links: 1 fine, 1 dead, 2 cannot tell (c.example)");
        assert_eq!(summary(&States::new()), "0 links: 0 fine, 0 dead, 0 cannot tell");
    }
}
