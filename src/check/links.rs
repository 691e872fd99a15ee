//! Rules about single links: how they are written and where they lead.
//!
//! Whether an address stands twice is not here but in `repeats`, whether it answers in `answers`,
//! whether it fits its label in `conflicts`.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use url::Url;

use super::{Case, Check, Example, Found, Level};
use crate::markdown::{FoundLink, LinkKind};
use crate::model::cursor::Cursor;
use crate::model::issue::EntryType;
use crate::model::link::{Link, is_tracking};
use crate::model::pattern::pattern;

pub(super) const EMPTY_LINK: Check = Check {
    id: "empty-link",
    level: Level::Error,
    about: "A link without a target opens nothing.",
    wrong: Example::of("# Notes 5\n\n## News\n\n- [What a review found]()\n"),
    right: Example::of("# Notes 5\n\n## News\n\n- [What a review found](https://example.org/review)\n"),
    find: |case| {
        let is_empty = |link: &&FoundLink| matches!(link.url.trim(), "" | "#");
        let empty = case.links.iter().filter(is_empty);
        empty
            .map(|link| {
                Found::at(link.range.clone(), "this link has no target")
                    .help("put the address in, or take the link out")
            })
            .collect()
    },
};

pub(super) const BROKEN_LINK_SYNTAX: Check = Check {
    id: "broken-link-syntax",
    level: Level::Error,
    about: "A slip in the brackets keeps an address from being a link, or spoils it.",
    wrong: Example::of("# Notes 5\n\n## News\n\n- [What a review found]https://example.org/review\n"),
    right: Example::of("# Notes 5\n\n## News\n\n- [What a review found](https://example.org/review)\n"),
    find: |case| case.links.iter().filter_map(|link| slip(case, link)).collect(),
};

/// What is wrong with how a link is written.
fn slip(case: &Case<'_>, link: &FoundLink) -> Option<Found> {
    let range = || link.range.clone();
    let written = case.bytes(&link.range);
    let before = case.text.get(..link.range.start).unwrap_or_default();
    if link.kind == LinkKind::Broken {
        let found = Found::at(range(), "these brackets and this address are not a link");
        return Some(found.help("write `[text](address)`").fix_if(mended(written).map(|text| (range(), text))));
    }
    if link.kind == LinkKind::Bare && before.ends_with("](") {
        let rest = case.text.get(link.range.end..).unwrap_or_default();
        let ends_line = rest.is_empty() || rest.starts_with(['\n', '\r']);
        let close = ends_line.then(|| (link.range.end..link.range.end, ")".to_owned()));
        return Some(Found::at(range(), "the bracket around this address is not closed").fix_if(close));
    }
    if link.url.starts_with('(') || before.ends_with("((") && link.kind == LinkKind::Bare {
        let text = written.replacen("((", "(", 1);
        let text = if text.ends_with("))") { text.strip_suffix(')').unwrap_or(&text).to_owned() } else { text };
        let is_mended = link.kind == LinkKind::Markdown
            && text != written
            && text.matches('(').count() == text.matches(')').count();
        return Some(
            Found::at(range(), "two brackets stand before this address").fix_if(is_mended.then(|| (range(), text))),
        );
    }
    if link.kind == LinkKind::Markdown
        && link.url.ends_with(['.', ','])
        && written.ends_with(')')
        && !ABBREVIATION.is_match(&link.url)
    {
        return Some(full_stop_inside(case, link, written));
    }
    if SHORTENED.is_match(&link.url) {
        let found = Found::at(range(), "this address was shortened where it was copied, and opens nothing");
        return Some(found.help("copy the whole address"));
    }
    let is_typo = SCHEME_SLIP.is_match(&link.url);
    is_typo.then(|| Found::at(range(), "this address does not begin like one").help("addresses begin with `https://`"))
}

/// `[text]https://…`, `[text] (https://…)`, `[text(https://…)` as they were meant.
fn mended(written: &str) -> Option<String> {
    static SLIP: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^\[([^\[\]()\n]+)(?:\] ?\(? ?|\()(https?://[^\s()\[\]<>]+?)\)?$"));
    let parts = SLIP.captures(written)?;
    Some(format!("[{}]({})", parts.get(1)?.as_str().trim(), parts.get(2)?.as_str()))
}

/// The sentence's full stop goes behind the link.
fn full_stop_inside(case: &Case<'_>, link: &FoundLink, written: &str) -> Found {
    let found = Found::at(link.range.clone(), "the address ends with the sentence's punctuation");
    let mark = if link.url.ends_with('.') { '.' } else { ',' };
    let Some(text) = written.strip_suffix(')').and_then(|text| text.strip_suffix(mark)) else { return found };
    let follows = case.text.get(link.range.end..).is_some_and(|rest| rest.starts_with(['.', ',', ';', '!', '?']));
    let mark = if follows { String::new() } else { mark.to_string() };
    found.fix(link.range.clone(), format!("{text}){mark}"))
}

/// Addresses that end with a full stop of their own, such as Wikipedia's of companies.
static ABBREVIATION: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)(?:[_/\-.](?:inc|ltd|corp|co|jr|sr|bros|etc|vs|st|no)|\.\w)\.$"));

/// Chats show long addresses with their middle left out.
static SHORTENED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)\[(?:…|\.\.\.)\]|%5B(?:%E2%80%A6|\.\.\.)%5D|[^./]…[^…]"));

static SCHEME_SLIP: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)^(?:https?:/[^/]|https?//|https?;|h?ttps?://https?:|ttps?://|hhttps?:|www\.)"));

pub(super) const SECRET_IN_URL: Check = Check {
    id: "secret-in-url",
    level: Level::Error,
    about: "A password or token in an address is published with the issue.",
    wrong: Example::of("# Notes 5\n\n## News\n\n- [Our monthly call](https://meet.example.org/j/991?pwd=c2VjcmV0)\n"),
    right: Example::of("# Notes 5\n\n## News\n\n- [Our monthly call](https://meet.example.org/j/991)\n"),
    find: |case| {
        let secret = |link: &FoundLink| {
            let name = secret_in(&Url::parse(link.url.trim()).ok()?)?;
            let message = format!("`{name}` in this address gives a secret away");
            Some(
                Found::at(link.range.clone(), message)
                    .help("link a page that people can register on, and change the secret"),
            )
        };
        case.links.iter().filter_map(secret).collect()
    },
};

/// Parameters that carry a secret whatever their value.
const SECRETS: &[&str] = &[
    "pwd",
    "password",
    "passwd",
    "passcode",
    "token",
    "access_token",
    "auth_token",
    "api_key",
    "apikey",
    "client_secret",
    "secret",
];

/// Parameters that carry a secret where their value looks like one.
const MAYBE_SECRETS: &[&str] = &["key", "auth", "sig", "signature", "code", "tk"];

/// The name of what is secret in an address.
fn secret_in(url: &Url) -> Option<String> {
    if url.password().is_some() {
        return Some("user:password".to_owned());
    }
    let fragment = url.fragment().filter(|fragment| fragment.contains('=')).unwrap_or_default();
    let pairs = url.query_pairs().chain(url::form_urlencoded::parse(fragment.as_bytes()));
    let is_secret = |name: &str, value: &str| {
        let name = name.to_ascii_lowercase();
        !value.is_empty()
            && (SECRETS.contains(&name.as_str()) || MAYBE_SECRETS.contains(&name.as_str()) && looks_random(value))
    };
    pairs.into_iter().find(|(name, value)| is_secret(name, value)).map(|(name, _)| name.into_owned())
}

/// Long, with letters and digits, and no words joined by hyphens.
fn looks_random(value: &str) -> bool {
    let has = |test: fn(&char) -> bool| value.chars().any(|character| test(&character));
    value.len() >= 16 && has(char::is_ascii_digit) && has(char::is_ascii_alphabetic) && !value.contains("--")
}

pub(super) const TRACKING_PARAM: Check = Check {
    id: "tracking-param",
    level: Level::Warning,
    about: "An address carries parameters or a wrapper that only track readers.",
    wrong: Example::of(
        "# Notes 5\n\n## News\n\n- [What a review found](https://example.org/review?utm_source=mail&id=7)\n",
    ),
    right: Example::of("# Notes 5\n\n## News\n\n- [What a review found](https://example.org/review?id=7)\n"),
    find: |case| {
        let tracked = |link: &FoundLink| {
            let (clean, names) = without_tracking(&link.url)?;
            let place = target(case, link);
            let found = Found::at(
                place.clone().unwrap_or_else(|| link.range.clone()),
                format!("this address tracks readers ({names})"),
            );
            Some(found.fix_if(place.map(|place| (place, clean))))
        };
        case.links.iter().filter_map(tracked).collect()
    },
};

/// An address without what tracks, the rest byte for byte, and what it was.
fn without_tracking(written: &str) -> Option<(String, String)> {
    let link = Link::parse(written)?;
    let url = Url::parse(written.trim()).ok()?;
    let host = url.host_str().unwrap_or_default();
    if link.to_url()?.host_str() != url.host_str() {
        return Some((link.as_str().to_owned(), format!("wrapped by {host}")));
    }
    let mut cursor = Cursor::new(written);
    let (before, fragment) = (cursor.take_while(|next| next != '#'), cursor.rest());
    let (base, query) = before.split_once('?')?;
    let (tracking, kept): (Vec<&str>, Vec<&str>) = query.split('&').partition(|pair| is_tracking(host, pair));
    let names: Vec<&str> = tracking.iter().filter_map(|pair| pair.split('=').next()).collect();
    let query = if kept.iter().all(|pair| pair.is_empty()) { String::new() } else { format!("?{}", kept.join("&")) };
    let clean = format!("{base}{query}{fragment}");
    let is_same = Link::parse(&clean).is_some_and(|clean| clean == link);
    (!names.is_empty() && is_same).then(|| (clean, names.join(", ")))
}

/// Where the address of a link stands in the text; none where it is written with escapes.
pub(super) fn target(case: &Case<'_>, link: &FoundLink) -> Option<Range<usize>> {
    let written = case.bytes(&link.range);
    let start = link.range.start + written.rfind(&link.url)?;
    (written.matches(&link.url).count() == 1 || link.kind == LinkKind::Markdown).then(|| start..start + link.url.len())
}

pub(super) const GENERIC_TARGET: Check = Check {
    id: "generic-target",
    level: Level::Warning,
    about: "A job or an article links a home page, a profile or a list instead of the thing itself.",
    wrong: Example::of("# Notes 5\n\n## Jobs\n\n- [🇮🇪 Example | Open Source Lead](https://example.org/careers/)\n"),
    right: Example::of(
        "# Notes 5\n\n## Jobs\n\n- [🇮🇪 Example | Open Source Lead](https://example.org/careers/open-source-lead)\n",
    ),
    find: |case| {
        let entries = [EntryType::Job, EntryType::Article].into_iter().flat_map(|wanted| case.items(wanted));
        let generic = |link: &&FoundLink| {
            Link::parse(&link.url)
                .is_some_and(|parsed| is_generic(&parsed) && !case.newsletter.settings.allows(&parsed))
        };
        let links = entries.filter_map(|(_, entry)| case.first_link(entry)).filter(generic);
        links
            .map(|link| {
                Found::at(link.range.clone(), "this opens a general page, not what the entry is about")
                    .help("link the posting or the article, or list the address under `allow` in [check]")
            })
            .collect()
    },
};

/// A home page, a company's profile, a list of jobs or posts.
fn is_generic(link: &Link) -> bool {
    const LISTS: &[&str] = &[
        "",
        "careers",
        "career",
        "jobs",
        "job",
        "about",
        "about/careers",
        "about-us",
        "company/careers",
        "en/careers",
        "join-us",
        "open-positions",
        "blog",
        "blogs",
        "news",
        "en",
        "posts",
        "articles",
        "newsroom",
        "press",
    ];
    let Some(url) = link.to_url() else { return false };
    let path = url.path().trim_matches('/').to_ascii_lowercase();
    let is_profile = link.host().ends_with("linkedin.com")
        && ["company/", "in/", "school/"].iter().any(|kind| path.starts_with(kind))
        && !path.contains("/posts");
    let is_list = LISTS.contains(&path.as_str()) && url.query().is_none() && url.fragment().is_none();
    // Where jobs have hosts of their own, the host's root is a list, and a subdomain may be the thing.
    is_profile || is_list && !(path.is_empty() && is_deep_host(&link.host()))
}

/// Whether a host has a name below the organisation's: its root can be one thing.
fn is_deep_host(host: &str) -> bool {
    const LISTS: &[&str] = &["blog", "blogs", "news", "jobs", "careers", "career"];
    host.split('.').count() > 2 && !host.split('.').next().is_some_and(|first| LISTS.contains(&first))
}

pub(super) const LINK_TEXT: Check = Check {
    id: "link-text",
    level: Level::Warning,
    about: "The text of a link says nothing, or is a bare address: a list of links read aloud is useless.",
    wrong: Example::of("# Notes 5\n\n## News\n\n- What a review found: [here](https://example.org/review)\n"),
    right: Example::of(
        "# Notes 5\n\n## News\n\n- What a review found: [read the review](https://example.org/review)\n",
    ),
    find: |case| {
        let empty_handed = case.links.iter().filter(|link| !link.url.is_empty() && says_nothing(link));
        empty_handed
            .map(|link| {
                Found::at(link.range.clone(), "the text of this link does not say what it opens")
                    .help("name the thing in the link's text")
            })
            .collect()
    },
};

fn says_nothing(link: &FoundLink) -> bool {
    const WORDS: &[&str] = &[
        "here",
        "link",
        "this link",
        "click here",
        "this",
        "read more",
        "more",
        "learn more",
        "aquí",
        "aqui",
        "enlace",
        "qui",
        "ici",
        "hier",
        "こちら",
        "这里",
        "链接",
    ];
    let text = link.text.trim().trim_matches(['.', ':', '!', '*', '_']).to_lowercase();
    match link.kind {
        LinkKind::Bare => true,
        LinkKind::Broken => false,
        LinkKind::Markdown | LinkKind::Html => {
            WORDS.contains(&text.as_str()) || text.starts_with("https://") || text.starts_with("http://")
        }
    }
}

pub(super) const GLUED_LINK: Check = Check {
    id: "glued-link",
    level: Level::Warning,
    about: "A space is missing before a link.",
    wrong: Example::of(
        "# Notes 5\n\n## News\n\n- A review of ten offices.[Read the review](https://example.org/review)\n",
    ),
    right: Example::of(
        "# Notes 5\n\n## News\n\n- A review of ten offices. [Read the review](https://example.org/review)\n",
    ),
    find: |case| {
        let glued = case.links.iter().filter(|link| {
            let before = case.text.get(..link.range.start).and_then(|before| before.chars().next_back());
            link.kind == LinkKind::Markdown && case.bytes(&link.range).starts_with('[') && before.is_some_and(joins)
        });
        glued
            .map(|link| {
                let start = link.range.start;
                Found::at(link.range.clone(), "there is no space before this link").fix(start..start, " ")
            })
            .collect()
    },
};

/// Letters of scripts with spaces, and the marks after which a space stands.
fn joins(character: char) -> bool {
    matches!(character, '.' | ',' | ';' | ':' | '!' | '?')
        || character.is_alphanumeric()
            && !matches!(u32::from(character), 0x0E00..=0x0EFF | 0x2E80..=0x9FFF | 0xAC00..=0xD7AF | 0xF900.. )
}
