//! Whether an address leads to a job, an event or an article, where the platform makes it certain.

use url::Url;

use crate::collect::closed;
use crate::model::item::ItemType::{self, Article, Event, Job};

/// Host (or what it ends in, after a dot), the path's beginning, what such addresses lead to.
const PLATFORMS: &[(&str, &str, ItemType)] = &[
    ("greenhouse.io", "/", Job),
    ("grnh.se", "/", Job),
    ("lever.co", "/", Job),
    ("ashbyhq.com", "/", Job),
    ("myworkdayjobs.com", "/", Job),
    ("myworkdaysite.com", "/", Job),
    ("workable.com", "/", Job),
    ("smartrecruiters.com", "/", Job),
    ("jobs.personio.de", "/", Job),
    ("jobs.personio.com", "/", Job),
    ("recruitee.com", "/", Job),
    ("teamtailor.com", "/", Job),
    ("amazon.jobs", "/", Job),
    ("icims.com", "/", Job),
    ("applytojob.com", "/", Job),
    ("softgarden.de", "/", Job),
    ("gitjobs.dev", "/", Job),
    ("events.linuxfoundation.org", "/", Event),
    ("lfasiallc.com", "/", Event),
    ("community.linuxfoundation.org", "/events", Event),
    ("community.cncf.io", "/events", Event),
    ("sched.com", "/event/", Event),
    ("sessionize.com", "/", Event),
    ("pretix.eu", "/", Event),
    ("lu.ma", "/", Event),
    ("luma.com", "/", Event),
    ("ti.to", "/", Event),
    ("fosdem.org", "/", Event),
    ("medium.com", "/", Article),
    ("substack.com", "/p/", Article),
    ("dev.to", "/", Article),
    ("youtube.com", "/watch", Article),
    ("youtu.be", "/", Article),
];

/// Parts of hosts and paths with them: Eventbrite has a host for every country, Meetup groups.
const BY_PART: &[(&str, &str, ItemType)] = &[("eventbrite.", "/e/", Event), ("meetup.com", "/events/", Event)];

/// Query parameters that job boards give to the pages of employers.
const JOB_PARAMETERS: &[&str] = &["gh_jid", "ashby_jid"];

/// What an address leads to; none where the platform does not make it certain.
pub fn item_type(url: &Url) -> Option<ItemType> {
    let host = url.host_str()?.trim_start_matches("www.");
    if closed::platform(url).is_some() {
        return closed::item_type(url);
    }
    if url.query_pairs().any(|(name, _)| JOB_PARAMETERS.contains(&name.as_ref())) {
        return Some(Job);
    }
    let by_host =
        PLATFORMS.iter().find(|(platform, path, _)| belongs_to(host, platform) && url.path().starts_with(path));
    let by_part = || BY_PART.iter().find(|(part, path, _)| host.starts_with(part) && url.path().contains(path));
    by_host.or_else(by_part).map(|(_, _, told)| *told)
}

/// Whether a host is the platform's or one below it.
pub(super) fn belongs_to(host: &str, platform: &str) -> bool {
    host.strip_suffix(platform).is_some_and(|before| before.is_empty() || before.ends_with('.'))
}

#[cfg(test)]
#[allow(clippy::panic)]
mod tests {
    use super::*;

    #[test]
    fn platforms_tell_what_their_addresses_lead_to() {
        for (address, told) in [
            ("https://boards.greenhouse.io/acme/jobs/123", Some(Job)),
            ("https://acme.example/careers?gh_jid=123", Some(Job)),
            ("https://acme.wd5.myworkdayjobs.com/en-US/Ext/job/Berlin/X_R1", Some(Job)),
            ("https://events.linuxfoundation.org/open-source-summit-europe/", Some(Event)),
            ("https://www.eventbrite.co.uk/e/ospo-day-123", Some(Event)),
            ("https://www.meetup.com/oss-berlin/events/1/", Some(Event)),
            ("https://www.youtube.com/watch?v=abc", Some(Article)),
            ("https://www.linkedin.com/jobs/view/1", Some(Job)),
            ("https://www.linkedin.com/in/somebody", None),
            ("https://notgreenhouse.io/jobs/1", None),
            ("https://example.org/events/1", None),
        ] {
            let url = Url::parse(address).unwrap_or_else(|_| panic!("{address}"));
            assert_eq!(item_type(&url), told, "{address}");
        }
    }
}
