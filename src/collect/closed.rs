//! Platforms that do not want to be read by programs: their pages are never asked for. What stands
//! there comes into a newsletter by hand, through the inbox.
//!
//! Their terms forbid automated collection (LinkedIn: User Agreement 8.2; Indeed, Glassdoor, Monster,
//! X, Facebook and Instagram alike).

use url::Url;

use crate::model::item::ItemType;

/// Sites by the name before their ending (`de.indeed.com`, `glassdoor.co.uk`), and what people call them.
const NAMES: &[(&str, &str)] = &[
    ("linkedin", "LinkedIn"),
    ("indeed", "Indeed"),
    ("glassdoor", "Glassdoor"),
    ("monster", "Monster"),
    ("twitter", "X"),
    ("facebook", "Facebook"),
    ("instagram", "Instagram"),
];

/// Whole hosts: those whose name is too short to tell, and the platforms' own short links.
const HOSTS: &[(&str, &str)] = &[("x.com", "X"), ("t.co", "X"), ("lnkd.in", "LinkedIn"), ("fb.me", "Facebook")];

/// What an address of such a platform tells by its path: its first part.
const PATHS: &[(&str, &str, ItemType)] = &[
    ("LinkedIn", "jobs", ItemType::Job),
    ("LinkedIn", "events", ItemType::Event),
    ("LinkedIn", "pulse", ItemType::Article),
    ("LinkedIn", "posts", ItemType::Article),
    ("LinkedIn", "feed", ItemType::Article),
    ("Facebook", "events", ItemType::Event),
];

/// The platforms that have nothing but jobs.
const JOB_BOARDS: &[&str] = &["Indeed", "Glassdoor", "Monster"];

/// The name of the closed platform that an address belongs to.
pub fn platform(url: &Url) -> Option<&'static str> {
    let host = url.host_str()?.trim_start_matches("www.");
    let by_host = HOSTS.iter().find(|(closed, _)| *closed == host);
    by_host.or_else(|| NAMES.iter().find(|(closed, _)| *closed == site_name(host))).map(|(_, name)| *name)
}

/// What such an address is about, as far as it tells.
pub fn item_type(url: &Url) -> Option<ItemType> {
    let platform = platform(url)?;
    if JOB_BOARDS.contains(&platform) {
        return Some(ItemType::Job);
    }
    let first = url.path_segments()?.next()?;
    PATHS.iter().find(|(name, path, _)| *name == platform && *path == first).map(|(_, _, told)| *told)
}

/// The label before the ending of a host: `indeed` of `de.indeed.com`, `glassdoor` of `glassdoor.co.uk`.
fn site_name(host: &str) -> &str {
    let labels: Vec<&str> = host.rsplit('.').collect();
    let second_level = labels.get(1).is_some_and(|label| matches!(*label, "co" | "com"));
    let ending = if second_level && labels.first().is_some_and(|label| label.len() == 2) { 2 } else { 1 };
    labels.get(ending).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(address: &str) -> Option<&'static str> {
        Url::parse(address).ok().as_ref().and_then(platform)
    }

    #[test]
    fn closed_platforms_are_known_on_all_their_hosts() {
        for (address, name) in [
            ("https://www.linkedin.com/jobs/view/1", "LinkedIn"),
            ("https://de.linkedin.com/jobs/view/1", "LinkedIn"),
            ("https://lnkd.in/abc", "LinkedIn"),
            ("https://uk.indeed.com/viewjob?jk=1", "Indeed"),
            ("https://www.indeed.co.uk/viewjob?jk=1", "Indeed"),
            ("https://www.glassdoor.co.uk/job/1", "Glassdoor"),
            ("https://x.com/todogroup/status/1", "X"),
        ] {
            assert_eq!(of(address), Some(name), "{address}");
        }
    }

    #[test]
    fn others_are_not() {
        for address in [
            "https://linkedin.example.org/",
            "https://mylinkedin.com/",
            "https://indeed.jobs.example.org/",
            "https://box.com/",
            "https://x.com.example.org/",
            "http://127.0.0.1/linkedin.com",
        ] {
            assert_eq!(of(address), None, "{address}");
        }
    }

    #[test]
    fn the_path_tells_what_it_is() {
        let told = |address: &str| Url::parse(address).ok().as_ref().and_then(item_type);
        assert_eq!(told("https://www.linkedin.com/jobs/view/1"), Some(ItemType::Job));
        assert_eq!(told("https://www.linkedin.com/events/1"), Some(ItemType::Event));
        assert_eq!(told("https://www.linkedin.com/in/somebody"), None);
        assert_eq!(told("https://de.indeed.com/viewjob?jk=1"), Some(ItemType::Job));
    }
}
