//! Sites that show one thing at several addresses. Each function rewrites the form that is compared,
//! never the address that readers get.

use super::form::Form;

/// Rewrites an address of its site.
type Settle = fn(&mut Form);

/// Site (and what is below it), and how its addresses become one.
const SITES: &[(&str, Settle)] = &[
    ("youtube.com", youtube),
    ("youtu.be", youtube),
    ("substack.com", substack),
    ("medium.com", medium),
    ("github.com", github),
    ("x.com", x),
    ("linkedin.com", linkedin),
    ("doi.org", doi),
    ("sched.com", sched),
    ("events.linuxfoundation.org", lf_events),
    ("blogspot.com", blogspot),
];

/// Writes the addresses of one thing one way.
pub(super) fn settle(form: &mut Form) {
    if let Some((_, settle)) = SITES.iter().find(|(site, _)| form.is_on(site)) {
        settle(form);
    }
}

/// `youtu.be/ID`, `/watch?v=ID`, `/shorts/ID`, `/live/ID` and `/embed/ID`. A video within a list may
/// stand for the list, so `list` stays.
fn youtube(form: &mut Form) {
    let id = match (form.host.as_str(), form.segment(0)) {
        ("youtu.be", id) => id,
        (_, Some("watch")) => form.parameter("v"),
        (_, Some("shorts" | "live" | "embed" | "v")) => form.segment(1),
        _ => None,
    };
    let Some(id) = id.filter(|id| is_video(id)).map(str::to_owned) else { return };
    let list: Vec<String> = form.query.iter().filter(|pair| pair.starts_with("list=")).cloned().collect();
    let query: Vec<String> = list.into_iter().chain([format!("v={id}")]).collect();
    form.become_address("youtube.com", &["watch"], &query);
}

/// `videoseries` has eleven letters too, and stands for a list.
fn is_video(id: &str) -> bool {
    let is_id = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    id.len() == 11 && is_id && id != "videoseries"
}

/// `open.substack.com/pub/NAME/p/POST` is `NAME.substack.com/p/POST`.
fn substack(form: &mut Form) {
    form.query.retain(|pair| !["publication_id=", "post_id="].iter().any(|name| pair.starts_with(name)));
    if form.host != "open.substack.com" {
        return;
    }
    if let [publication, name, kind, post] = form.path.as_slice()
        && publication == "pub"
        && kind == "p"
    {
        let (host, post) = (format!("{}.substack.com", name.to_lowercase()), post.clone());
        form.become_address(&host, &["p", &post], &[]);
    }
}

/// A story's id ends its address, under whichever name, publication or host.
fn medium(form: &mut Form) {
    let id = match form.path.as_slice() {
        [p, id] if p == "p" => Some(id.as_str()),
        [.., last] => last.rsplit_once('-').map(|(_, id)| id),
        [] => None,
    };
    let is_id = |id: &&str| {
        (10..=12).contains(&id.len())
            && id.bytes().all(|byte| byte.is_ascii_hexdigit())
            && id.bytes().any(|byte| byte.is_ascii_digit())
    };
    if let Some(id) = id.filter(is_id).map(str::to_owned) {
        form.become_address("medium.com", &["p", &id], &[]);
    }
}

/// Owners and repositories have no case; the tabs of a pull request are the pull request.
fn github(form: &mut Form) {
    if !matches!(form.host.as_str(), "github.com" | "gist.github.com") {
        return;
    }
    form.path.iter_mut().take(2).for_each(|segment| *segment = segment.to_lowercase());
    if let [_, repository, ..] = form.path.as_mut_slice()
        && let Some(bare) = repository.strip_suffix(".git").filter(|bare| !bare.is_empty())
    {
        *repository = bare.to_owned();
    }
    if let [_, _, kind, _, tab] = form.path.as_slice()
        && kind == "pull"
        && matches!(tab.as_str(), "files" | "commits" | "checks" | "changes")
    {
        form.path.pop();
    }
    form.query.retain(|pair| !(pair.starts_with("tab=") && pair.ends_with("-ov-file")));
    form.fragment = None;
}

/// A post's number is enough; the name before it has no case and can change.
fn x(form: &mut Form) {
    if form.host != "x.com" {
        return;
    }
    let id = form.after("status").or_else(|| form.after("statuses")).filter(|id| is_number(id)).map(str::to_owned);
    match (id, form.path.as_mut_slice()) {
        (Some(id), _) => form.become_address("x.com", &["i", "status", &id], &[]),
        (None, [name]) => *name = name.to_lowercase(),
        _ => {}
    }
}

/// `/posts/NAME_words-activity-ID-xxxx` is `/feed/update/urn:li:activity:ID`.
fn linkedin(form: &mut Form) {
    let id = match (form.segment(0), form.segment(1)) {
        (Some("posts"), Some(post)) => post.split_once("activity-").and_then(|(_, rest)| rest.split('-').next()),
        (Some("feed"), Some("update")) => form.segment(2).and_then(|urn| urn.strip_prefix("urn:li:activity:")),
        _ => None,
    };
    if let Some(id) = id.filter(|id| is_number(id)).map(str::to_owned) {
        let urn = format!("urn:li:activity:{id}");
        form.become_address("linkedin.com", &["feed", "update", &urn], &[]);
    }
}

/// DOIs have no case (DOI Handbook, section 2.4), and their slash may be escaped.
fn doi(form: &mut Form) {
    let name = form.path.join("/").replace("%2F", "/").to_lowercase();
    let name = name.strip_prefix("doi:").unwrap_or(&name);
    if name.starts_with("10.") {
        form.become_address("doi.org", &[name], &[]);
    }
}

/// `SITE.sched.com/event/ID/title` is `sched.co/ID`.
fn sched(form: &mut Form) {
    if let Some(id) = form.after("event").map(str::to_owned)
        && form.segment(0) == Some("event")
    {
        form.become_address("sched.co", &[&id], &[]);
    }
}

/// The page of an event moves to `/archive/YEAR/` when the next one takes its address. Which year is
/// meant is for the start date to say, which belongs to an event's identity.
fn lf_events(form: &mut Form) {
    if let [archive, year, _, ..] = form.path.as_slice()
        && archive == "archive"
        && year.len() == 4
        && is_number(year)
    {
        form.path.drain(..2);
    }
}

/// `?m=1` is the mobile page.
fn blogspot(form: &mut Form) {
    form.query.retain(|pair| !matches!(pair.as_str(), "m=0" | "m=1"));
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
