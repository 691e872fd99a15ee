//! Jobs: employer and position, in the nine shapes in which newsletters write them.
//!
//! `[🇺🇸 Company | Title](url)`, `🇺🇸 Company | [Title](url)`, `[Company: Title](url)`,
//! `[Company - Title](url)`, `[Title - Company](url)`, `[Title](url) - Company`,
//! `Company: [Title](url)`, `[Title at Company](url)`, `[Company Title](url)`.

use url::Url;

use super::entry::{Lead, tidy, without_flags};
use super::words::{is_job_condition, is_label, is_position, words};

/// What a job entry says.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Job {
    pub title: Option<String>,
    pub organisation: Option<String>,
    pub country: Option<String>,
}

/// Hosts that list nothing but jobs.
const BOARDS: &[&str] = &[
    "greenhouse.io",
    "lever.co",
    "ashbyhq.com",
    "workable.com",
    "smartrecruiters.com",
    "myworkdayjobs.com",
    "icims.com",
    "personio.de",
    "personio.com",
    "recruitee.com",
    "teamtailor.com",
    "applytojob.com",
    "amazon.jobs",
    "softgarden.io",
    "brassring.com",
    "bamboohr.com",
    "jobvite.com",
];

/// Whether an entry is a job by its own shape.
pub(super) fn looks_like(lead: &Lead) -> bool {
    let Some(url) = Url::parse(lead.url).ok() else { return false };
    let host = url.host_str().unwrap_or_default();
    let on_board = BOARDS.iter().any(|board| host == *board || host.ends_with(&format!(".{board}")));
    let in_careers = host.starts_with("jobs.")
        || host.starts_with("careers.")
        || url.path_segments().into_iter().flatten().any(|part| matches!(part, "jobs" | "careers" | "job"));
    on_board || (in_careers && is_position(&format!("{} {}", lead.before, lead.name)))
}

/// Reads a job entry.
pub(super) fn read(lead: &Lead) -> Job {
    let head = if lead.has_name { format!("{}{}", lead.before, lead.name) } else { lead.before.to_owned() };
    let (country, head) = without_flags(&head);
    let (organisation, title) = split(lead, head);
    Job { title: Some(tidy(&title)).filter(|title| !title.is_empty()), organisation, country }
}

/// Employer and position.
fn split(lead: &Lead, head: &str) -> (Option<String>, String) {
    if let Some((organisation, title)) =
        head.split_once('|').filter(|(organisation, _)| !organisation.trim().is_empty())
    {
        return (name(organisation), title.to_owned());
    }
    let (_, before) = without_flags(lead.before);
    let prefix = before.trim_end().strip_suffix([':', '-', '–', '—']).filter(|_| lead.has_name);
    if let Some(organisation) = prefix.and_then(name).filter(|name| !is_label(name)) {
        return (Some(organisation), lead.name.to_owned());
    }
    by_colon(head).or_else(|| by_dash(head, lead.url)).or_else(|| by_at(head)).unwrap_or_else(|| {
        let (organisation, title) = by_address(head, lead.url);
        (organisation.or_else(|| after_link(lead.after)), title)
    })
}

/// "Company: Title".
fn by_colon(head: &str) -> Option<(Option<String>, String)> {
    let (organisation, title) = head.split_once(": ").or_else(|| head.split_once('：'))?;
    let is_short = words(organisation).count() <= 7 && !title.trim().is_empty();
    if is_label(organisation) {
        return by_colon(title);
    }
    is_short.then(|| (name(organisation), title.to_owned()))
}

/// "Title - Company" or "Company - Title": the side that reads like a position is the position;
/// where both do or neither, the address decides.
fn by_dash(head: &str, url: &str) -> Option<(Option<String>, String)> {
    let dash = [" - ", " – ", " — "].into_iter().find(|dash| head.contains(dash))?;
    let (first, rest) = head.split_once(dash)?;
    let (start, last) = head.rsplit_once(dash)?;
    let ends_with_employer = match (is_position(first), is_position(last)) {
        (true, false) => !is_job_condition(last),
        (false, true) => return Some((name(first), rest.to_owned())),
        _ if names_host(last, url) => true,
        _ if names_host(first, url) => return Some((name(first), rest.to_owned())),
        _ => false,
    };
    ends_with_employer.then(|| (name(last), start.to_owned()))
}

/// "Title at Company".
fn by_at(head: &str) -> Option<(Option<String>, String)> {
    let (title, organisation) = head.rsplit_once(" at ").or_else(|| head.rsplit_once(" @ "))?;
    (is_position(title) && organisation.starts_with(char::is_uppercase)).then(|| (name(organisation), title.to_owned()))
}

/// "Company Title", where the address names the company.
fn by_address(head: &str, url: &str) -> (Option<String>, String) {
    let mut end = 0;
    for word in head.split_inclusive(' ').take(4) {
        end += word.len();
        let Some((company, title)) = head.split_at_checked(end) else { break };
        if names_host(company, url) && is_position(title) {
            return (name(company), title.to_owned());
        }
    }
    (None, head.to_owned())
}

/// "[Title](url) - Company".
fn after_link(after: &str) -> Option<String> {
    let organisation = [" - ", " – ", " — ", " at ", " @ ", ", "]
        .into_iter()
        .find_map(|joint| after.strip_prefix(joint))
        .filter(|organisation| words(organisation).count() <= 5 && organisation.starts_with(char::is_uppercase))?;
    name(organisation).filter(|name| !is_job_condition(name))
}

/// Whether a part of the address (a label of the host, a segment of the path) is this name.
fn names_host(text: &str, url: &str) -> bool {
    let plain = |text: &str| {
        text.chars().filter(|next| next.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    let wanted = plain(text);
    let Some(url) = Url::parse(url).ok().filter(|_| wanted.len() >= 2) else { return false };
    let host = url.host_str().unwrap_or_default().split('.');
    host.chain(url.path_segments().into_iter().flatten()).any(|part| plain(part) == wanted)
}

fn name(text: &str) -> Option<String> {
    let (_, text) = without_flags(text);
    Some(tidy(text)).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use crate::markdown::read::tests::entry;

    #[test]
    fn every_shape_of_a_job_is_read() {
        for (markdown, organisation, title, country) in [
            (
                "[🇺🇸 Example Inc | Product Manager, Open Source](https://e.example/1)",
                "Example Inc",
                "Product Manager, Open Source",
                "US",
            ),
            ("[ 🇩🇪 Example | OSPO Working Student](https://e.example/1)", "Example", "OSPO Working Student", "DE"),
            (
                "[🇺🇸 Example |Principal Program Manager - Technical](https://e.example/1)",
                "Example",
                "Principal Program Manager - Technical",
                "US",
            ),
            ("🇧🇪 Example Europe | [Policy Advisor](https://e.example/1)", "Example Europe", "Policy Advisor", "BE"),
            ("🇩🇪 🇮🇪 🇨🇦 Example | [Principal Manager](https://e.example/1)", "Example", "Principal Manager", "DE"),
            ("🇮🇳 Example | [Multiple OSPO positions]https://e.example/1", "Example", "Multiple OSPO positions", "IN"),
            (
                "[Example: Technology Manager - Open Source](https://e.example/1)",
                "Example",
                "Technology Manager - Open Source",
                "-",
            ),
            (
                "[Example & Co: Director, Open Source](https://e.example/1)",
                "Example & Co",
                "Director, Open Source",
                "-",
            ),
            (
                "[🌐 Staff Open Source Programme Manager - Example](https://e.example/1)",
                "Example",
                "Staff Open Source Programme Manager",
                "remote",
            ),
            ("[Example - Chief Open Source Officer](https://e.example/1)", "Example", "Chief Open Source Officer", "-"),
            (
                "[Open Source Engineer](https://e.example/1) - Example Foundation",
                "Example Foundation",
                "Open Source Engineer",
                "-",
            ),
            ("Example: [Open Source Engineer](https://e.example/1)", "Example", "Open Source Engineer", "-"),
            ("[Open Source Engineer at Example](https://e.example/1)", "Example", "Open Source Engineer", "-"),
            (
                "[Example OSPO Senior Product Manager](https://boards.e.example/example/1)",
                "Example",
                "OSPO Senior Product Manager",
                "-",
            ),
            ("[Product Manager - Remote or Hybrid](https://e.test/1)", "-", "Product Manager - Remote or Hybrid", "-"),
            ("Example | Engineer [apply here](https://e.example/1)", "Example", "Engineer", "-"),
        ] {
            let read = entry("Jobs", markdown);
            let shown = |field: &Option<String>| field.clone().unwrap_or_else(|| "-".into());
            assert_eq!(
                (shown(&read.organisation), shown(&read.title), shown(&read.country)),
                (organisation.into(), title.into(), country.into()),
                "{markdown}"
            );
        }
    }
}
