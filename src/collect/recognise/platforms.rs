//! The table of platforms: addresses that people copy, and the source behind each.
//!
//! A pattern is a host and a path. `{name}` takes one label of a host or one part of a path (within a
//! part, text may stand before it); `{host}` alone takes any host; `/...` is any rest; `?key={name}`
//! needs that parameter. Names say what fits: see `matching::fits`. Of the rows with the same platform
//! the first that fits counts. Addresses of feeds are those of the platforms' documentation.

/// A row: platform (and what of it), pattern, kind, its settings, the source's name.
pub struct Row {
    pub platform: &'static str,
    pub pattern: &'static str,
    pub kind: &'static str,
    pub settings: &'static [(&'static str, &'static str)],
    pub name: &'static str,
}

const fn feed(
    platform: &'static str,
    pattern: &'static str,
    url: &'static [(&'static str, &'static str)],
    name: &'static str,
) -> Row {
    Row { platform, pattern, kind: "feed", settings: url, name }
}

const fn calendar(
    platform: &'static str,
    pattern: &'static str,
    url: &'static [(&'static str, &'static str)],
    name: &'static str,
) -> Row {
    Row { platform, pattern, kind: "calendar", settings: url, name }
}

const fn page(
    platform: &'static str,
    pattern: &'static str,
    settings: &'static [(&'static str, &'static str)],
    name: &'static str,
) -> Row {
    Row { platform, pattern, kind: "page", settings, name }
}

const fn board(
    kind: &'static str,
    pattern: &'static str,
    settings: &'static [(&'static str, &'static str)],
    name: &'static str,
) -> Row {
    Row { platform: kind, pattern, kind, settings, name }
}

/// All rows. The more exact of two patterns of a platform stands first.
#[rustfmt::skip]
pub const PLATFORMS: &[Row] = &[
    feed("YouTube", "youtube.com/channel/{id}/...", &[("url", "https://www.youtube.com/feeds/videos.xml?channel_id={id}")], "youtube"),
    feed("YouTube", "youtube.com/playlist?list={id}", &[("url", "https://www.youtube.com/feeds/videos.xml?playlist_id={id}")], "youtube-playlist"),

    feed("GitHub releases", "github.com/{owner}/{repo}", &[("url", "https://github.com/{owner}/{repo}/releases.atom")], "{repo}-releases"),
    feed("GitHub releases", "github.com/{owner}/{repo}/releases/...", &[("url", "https://github.com/{owner}/{repo}/releases.atom")], "{repo}-releases"),
    feed("GitHub tags", "github.com/{owner}/{repo}/tags/...", &[("url", "https://github.com/{owner}/{repo}/tags.atom")], "{repo}-tags"),
    feed("GitHub commits", "github.com/{owner}/{repo}/commits/{branch}/...", &[("url", "https://github.com/{owner}/{repo}/commits/{branch}.atom")], "{repo}-commits"),
    feed("GitHub wiki", "github.com/{owner}/{repo}/wiki/...", &[("url", "https://github.com/{owner}/{repo}/wiki.atom")], "{repo}-wiki"),
    feed("GitHub discussions", "github.com/{owner}/{repo}/discussions/categories/{category}/...", &[("url", "https://github.com/{owner}/{repo}/discussions/categories/{category}.atom")], "{repo}-{category}"),
    feed("GitHub discussions", "github.com/{owner}/{repo}/discussions/...", &[("url", "https://github.com/{owner}/{repo}/discussions.atom")], "{repo}-discussions"),
    feed("GitHub discussions", "github.com/{owner}/{repo}", &[("url", "https://github.com/{owner}/{repo}/discussions.atom")], "{repo}-discussions"),
    feed("Codeberg releases", "codeberg.org/{owner}/{repo}/...", &[("url", "https://codeberg.org/{owner}/{repo}/releases.rss")], "{repo}-releases"),

    feed("Medium", "medium.com/@{user}/...", &[("url", "https://medium.com/feed/@{user}")], "medium-{user}"),
    feed("Medium", "medium.com/tag/{tag}/...", &[("url", "https://medium.com/feed/tag/{tag}")], "medium-{tag}"),
    feed("Medium", "medium.com/{publication}/tagged/{tag}/...", &[("url", "https://medium.com/feed/{publication}/tagged/{tag}")], "medium-{publication}-{tag}"),
    feed("Medium", "medium.com/{publication}/...", &[("url", "https://medium.com/feed/{publication}")], "medium-{publication}"),
    feed("Medium", "{user}.medium.com/...", &[("url", "https://{user}.medium.com/feed")], "medium-{user}"),
    feed("DEV", "dev.to/t/{tag}/...", &[("url", "https://dev.to/feed/tag/{tag}")], "dev-{tag}"),
    feed("DEV", "dev.to/{user}/...", &[("url", "https://dev.to/feed/{user}")], "dev-{user}"),
    feed("Substack", "open.substack.com/pub/{user}/...", &[("url", "https://{user}.substack.com/feed")], "{user}"),
    feed("Substack", "{user}.substack.com/...", &[("url", "https://{user}.substack.com/feed")], "{user}"),
    feed("Discourse", "{forum}/c/{slug}/{number}/...", &[("url", "https://{forum}/c/{slug}/{number}.rss")], "{slug}"),
    feed("Discourse", "{forum}/c/{parent}/{slug}/{number}/...", &[("url", "https://{forum}/c/{parent}/{slug}/{number}.rss")], "{slug}"),
    feed("Discourse", "{forum}/tag/{tag}/...", &[("url", "https://{forum}/tag/{tag}.rss")], "{tag}"),
    feed("Discourse", "{forum}/latest", &[("url", "https://{forum}/latest.rss")], "{forum}"),
    feed("Mastodon", "{instance}/@{user}", &[("url", "https://{instance}/@{user}.rss")], "{user}"),

    calendar("Teamup", "teamup.com/{teamup}/...", &[("url", "https://ics.teamup.com/feed/{teamup}/0.ics")], "teamup"),
    calendar("Tockify", "tockify.com/{calendar}/...", &[("url", "https://tockify.com/api/feeds/ics/{calendar}")], "{calendar}"),
    calendar("Meetup", "meetup.com/{locale}/{group}/...", &[("url", "https://www.meetup.com/{group}/events/ical/")], "{group}"),
    calendar("Meetup", "meetup.com/{group}/...", &[("url", "https://www.meetup.com/{group}/events/ical/")], "{group}"),
    calendar("Luma", "lu.ma/calendar/cal-{id}", &[("url", "https://api2.luma.com/ics/get?entity=calendar&id=cal-{id}")], "luma"),
    calendar("Luma", "luma.com/calendar/cal-{id}", &[("url", "https://api2.luma.com/ics/get?entity=calendar&id=cal-{id}")], "luma"),

    // One entry a session: the whole is the event.
    calendar("Sched", "{event}.sched.com/...", &[("url", "https://{event}.sched.com/all.ics"), ("collapse", "true"), ("base", "https://{event}.sched.com/")], "{event}"),
    page("pretix", "pretix.eu/{organiser}/{event}/...", &[("url", "https://pretix.eu/{organiser}/{event}/")], "{event}"),
    calendar("pretix", "pretix.eu/{organiser}", &[("url", "https://pretix.eu/{organiser}/events/ical/")], "{organiser}"),
    page("Eventbrite", "eventbrite.{country}/o/{organiser}/...", &[("url", "https://www.eventbrite.{country}/o/{organiser}"), ("type", "event")], "{organiser}"),
    page("Eventbrite", "eventbrite.co.uk/o/{organiser}/...", &[("url", "https://www.eventbrite.co.uk/o/{organiser}"), ("type", "event")], "{organiser}"),
    page("Eventbrite", "eventbrite.{country}/e/{event}/...", &[("url", "https://www.eventbrite.{country}/e/{event}"), ("type", "event")], "{event}"),
    page("Eventbrite", "eventbrite.co.uk/e/{event}/...", &[("url", "https://www.eventbrite.co.uk/e/{event}"), ("type", "event")], "{event}"),
    page("iCIMS", "{portal}.icims.com/...", &[("url", "https://{portal}.icims.com/jobs/search?ss=1&pr=0&in_iframe=1"), ("type", "job"), ("items", "li.iCIMS_JobCardItem"), ("title", "h3"), ("link", "a.iCIMS_Anchor@href"), ("location", ".header span:not(.field-label)"), ("detail", "true")], "{portal}"),
    page("JazzHR", "{tenant}.applytojob.com/...", &[("url", "https://{tenant}.applytojob.com/apply/jobs"), ("type", "job"), ("items", "#jobs_table tr[id^='row_job_']"), ("title", "a.job_title_link"), ("link", "a.job_title_link@href"), ("location", "td + td"), ("detail", "true")], "{tenant}"),

    board("lf_events", "events.linuxfoundation.org/...", &[("url", "https://events.linuxfoundation.org/")], "linux-foundation-events"),
    board("lf_events", "lfasiallc.com/...", &[("url", "https://www.lfasiallc.com/")], "linux-foundation-asia-events"),

    board("greenhouse", "boards.greenhouse.io/embed/job_board/...?for={board}", &[("board", "{board}")], "{board}"),
    board("greenhouse", "boards.greenhouse.io/embed/job_app/...?for={board}", &[("board", "{board}")], "{board}"),
    board("greenhouse", "boards-api.greenhouse.io/v1/boards/{board}/...", &[("board", "{board}")], "{board}"),
    board("greenhouse", "boards.greenhouse.io/{board}/...", &[("board", "{board}")], "{board}"),
    board("greenhouse", "job-boards.greenhouse.io/{board}/...", &[("board", "{board}")], "{board}"),
    board("lever", "jobs.eu.lever.co/{board}/...", &[("site", "{board}"), ("api", "https://api.eu.lever.co")], "{board}"),
    board("lever", "jobs.lever.co/{board}/...", &[("site", "{board}")], "{board}"),
    board("ashby", "jobs.ashbyhq.com/{board}/...", &[("board", "{board}")], "{board}"),
    board("workday", "{tenant}.{pod}.myworkdayjobs.com/{locale}/{site}/...", &[("url", "https://{tenant}.{pod}.myworkdayjobs.com/{site}")], "{tenant}"),
    board("workday", "{tenant}.{pod}.myworkdayjobs.com/{site}/...", &[("url", "https://{tenant}.{pod}.myworkdayjobs.com/{site}")], "{tenant}"),
    board("workable", "apply.workable.com/{board}/...", &[("account", "{board}")], "{board}"),
    board("smartrecruiters", "jobs.smartrecruiters.com/{board}/...", &[("company", "{board}")], "{board}"),
    board("smartrecruiters", "smartrecruiters.com/{board}/...", &[("company", "{board}")], "{board}"),
    board("smartrecruiters", "careers.smartrecruiters.com/{board}/...", &[("company", "{board}")], "{board}"),
    board("personio", "{tenant}.jobs.personio.de/...", &[("tenant", "{tenant}")], "{tenant}"),
    board("personio", "{tenant}.jobs.personio.com/...", &[("tenant", "{tenant}")], "{tenant}"),
    board("recruitee", "{tenant}.recruitee.com/...", &[("tenant", "{tenant}")], "{tenant}"),
    board("teamtailor", "{tenant}.teamtailor.com/...", &[("tenant", "{tenant}")], "{tenant}"),
    board("softgarden", "{tenant}.career.softgarden.de/...", &[("tenant", "{tenant}")], "{tenant}"),
    board("oracle", "{tenant}.fa.{region}.oraclecloud.com/hcmUI/CandidateExperience/{language}/sites/{site}/...", &[("url", "https://{tenant}.fa.{region}.oraclecloud.com/hcmUI/CandidateExperience/{language}/sites/{site}")], "{tenant}"),
    board("oracle", "{tenant}.fa.oraclecloud.com/hcmUI/CandidateExperience/{language}/sites/{site}/...", &[("url", "https://{tenant}.fa.oraclecloud.com/hcmUI/CandidateExperience/{language}/sites/{site}")], "{tenant}"),
    board("gitjobs", "gitjobs.dev/...?ts_query={words}", &[("query", "{words}")], "gitjobs"),
    board("amazon", "amazon.jobs/...?base_query={words}", &[("search", "{words}")], "amazon"),
];

/// How the `<meta name="generator">` of a page begins, and where on the host such software has its feed.
pub const GENERATORS: &[(&str, &str)] = &[
    ("WordPress", "/feed/"),
    ("Ghost", "/rss/"),
    ("Discourse", "/latest.rss"),
    ("Hugo", "/index.xml"),
    ("Jekyll", "/feed.xml"),
];

/// First parts of paths that are pages of the platform itself, not of somebody on it.
pub const RESERVED: &[&str] = &[
    "about",
    "api",
    "app",
    "apps",
    "blog",
    "calendar",
    "cities",
    "collections",
    "contact",
    "discover",
    "embed",
    "events",
    "explore",
    "features",
    "feed",
    "find",
    "help",
    "home",
    "jobs",
    "login",
    "m",
    "marketplace",
    "new",
    "notifications",
    "open",
    "orgs",
    "p",
    "pricing",
    "privacy",
    "search",
    "settings",
    "signin",
    "signup",
    "sponsors",
    "tag",
    "tags",
    "terms",
    "topics",
    "trending",
    "v1",
    "v3",
];

/// Hosts with `/@name` that are no Mastodon.
pub const NO_MASTODON: &[&str] =
    &["medium.com", "youtube.com", "tiktok.com", "threads.net", "threads.com", "dev.to", "npmjs.com"];
