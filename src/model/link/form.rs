//! The form in which addresses are compared: taken apart, and every way to write the same thing
//! written one way. Readers never see it. What only some sites do is in `sites`, job boards' own
//! ids in `boards`.

use std::fmt;

use url::Url;

use super::tracking::is_below;

/// An address taken apart.
#[derive(Debug)]
pub(super) struct Form {
    /// Without `www.`, mobile or AMP prefix; with a port that is not the default.
    pub(super) host: String,
    /// Segments of the path, none of them empty.
    pub(super) path: Vec<String>,
    /// `name=value`, in the order of the names.
    pub(super) query: Vec<String>,
    /// Only a fragment that chooses what a page shows.
    pub(super) fragment: Option<String>,
}

/// Characters that structure an address: an escaped one is another thing than the character itself.
const STRUCTURE: &[u8] = b"/?#%&=+; ";

/// File names that a server answers a folder with.
const FOLDER_FILES: &[&str] = &["index.html", "index.htm", "index.php"];

/// Hosts of source code, where `index.html` and `amp` are files like any other.
const CODE_HOSTS: &[&str] = &["github.com", "githubusercontent.com", "gitlab.com", "codeberg.org", "bitbucket.org"];

/// Hosts below which each name is somebody's: `m.substack.com` is a newsletter, not a mobile page.
const TENANTS: &[&str] = &[
    "substack.com",
    "medium.com",
    "github.io",
    "gitlab.io",
    "wordpress.com",
    "blogspot.com",
    "tumblr.com",
    "netlify.app",
    "vercel.app",
    "pages.dev",
    "web.app",
    "herokuapp.com",
    "readthedocs.io",
    "hashnode.dev",
    "ghost.io",
    "notion.site",
    "discourse.group",
    "zulipchat.com",
    "slack.com",
    "sched.com",
    "bandcamp.com",
    "teamtailor.com",
    "recruitee.com",
    "applytojob.com",
    "icims.com",
    "myworkdayjobs.com",
    "workable.com",
    "eightfold.ai",
    "softgarden.io",
    "breezy.hr",
    "bamboohr.com",
    "atlassian.net",
];

/// Hosts of the same site.
const ALIASES: &[(&str, &str)] = &[
    ("twitter.com", "x.com"),
    ("mobile.twitter.com", "x.com"),
    ("mobile.x.com", "x.com"),
    ("m.youtube.com", "youtube.com"),
    ("music.youtube.com", "youtube.com"),
    ("youtube-nocookie.com", "youtube.com"),
    ("m.facebook.com", "facebook.com"),
    ("old.reddit.com", "reddit.com"),
    ("new.reddit.com", "reddit.com"),
    ("lu.ma", "luma.com"),
    ("dx.doi.org", "doi.org"),
];

/// Names before `=` in a fragment that only say where in a page or a video to begin (RFC 8118 for
/// PDF, Media Fragments for `t`).
const PLACES: &[&str] = &["t", "page", "zoom", "view", "nameddest", "search", "toolbar", ":~:text"];

impl Form {
    pub(super) fn of(url: &Url) -> Form {
        let path: Vec<String> = url.path().split('/').filter(|segment| !segment.is_empty()).map(normal).collect();
        let mut query: Vec<String> = url
            .query()
            .unwrap_or_default()
            .split('&')
            .filter(|pair| !pair.is_empty())
            .map(|pair| normal(&pair.replace('+', "%20")))
            .collect();
        // Stable: the order of values under one name can mean something.
        query.sort_by(|one, other| name(one).cmp(name(other)));
        let fragment = url.fragment().filter(|fragment| chooses(fragment)).map(normal);
        let mut form = Form { host: host_of(url, path.is_empty()), path, query, fragment };
        form.drop_folder_file();
        form.drop_amp();
        form
    }

    /// The value of a parameter, its name in lower case; as it stands, escapes included.
    pub(super) fn parameter(&self, wanted: &str) -> Option<&str> {
        let pair = self.query.iter().find(|pair| name(pair).eq_ignore_ascii_case(wanted))?;
        pair.split_once('=').map(|(_, value)| value)
    }

    /// The segment after the first one that reads `wanted`.
    pub(super) fn after(&self, wanted: &str) -> Option<&str> {
        let at = self.path.iter().position(|segment| segment == wanted)?;
        self.path.get(at + 1).map(String::as_str)
    }

    /// A segment by its place.
    pub(super) fn segment(&self, at: usize) -> Option<&str> {
        self.path.get(at).map(String::as_str)
    }

    /// Whether the host is this one or below it.
    pub(super) fn is_on(&self, suffix: &str) -> bool {
        is_below(&self.host, suffix)
    }

    /// Becomes this address.
    pub(super) fn become_address(&mut self, host: &str, path: &[&str], query: &[String]) {
        self.host = host.to_owned();
        self.path = path.iter().map(|segment| (*segment).to_owned()).collect();
        self.query = query.to_vec();
        self.fragment = None;
    }

    fn drop_folder_file(&mut self) {
        let is_folder_file = self.path.last().is_some_and(|last| FOLDER_FILES.contains(&last.as_str()));
        if is_folder_file && !self.is_on_code_host() {
            self.path.pop();
        }
    }

    /// `/2026/11/a-long-story/amp`, `/amp/a-long-story`, `a-long-story.amp` and `?amp=1`. A page on AMP
    /// itself is another thing than the page above it, so what remains must look like a story's name.
    fn drop_amp(&mut self) {
        if self.is_on_code_host() {
            return;
        }
        self.query.retain(|pair| !matches!(pair.as_str(), "amp" | "amp=" | "amp=1" | "amp=true" | "outputType=amp"));
        match self.path.as_slice() {
            [.., story, last] if last == "amp" && is_story(story) => {
                self.path.pop();
            }
            [first, .., story] if first == "amp" && is_story(story) => {
                self.path.remove(0);
            }
            _ => {}
        }
        if let Some(story) = self.path.last_mut()
            && let Some(bare) = story.strip_suffix(".amp").filter(|bare| is_story(bare))
        {
            *story = bare.to_owned();
        }
    }

    fn is_on_code_host(&self) -> bool {
        CODE_HOSTS.iter().any(|host| self.is_on(host))
    }
}

impl fmt::Display for Form {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.host)?;
        self.path.iter().try_for_each(|segment| write!(out, "/{segment}"))?;
        if !self.query.is_empty() {
            write!(out, "?{}", self.query.join("&"))?;
        }
        self.fragment.iter().try_for_each(|fragment| write!(out, "#{fragment}"))
    }
}

fn name(pair: &str) -> &str {
    pair.split('=').next().unwrap_or_default()
}

/// At least three words or a number of four digits: the name of a story, not of a folder.
fn is_story(segment: &str) -> bool {
    let digits = segment.split(|character: char| !character.is_ascii_digit()).map(str::len).max().unwrap_or_default();
    segment.matches('-').count() >= 2 || digits >= 4
}

/// Whether a fragment chooses what is shown: the route of a page that is a program (`#/job/1`,
/// `#!topic`) or its state (`#item=x`). An anchor is a place on the same page.
fn chooses(fragment: &str) -> bool {
    let is_route = fragment.starts_with('/') && fragment.len() > 1 || fragment.starts_with('!');
    let is_state = fragment.contains('=') && !PLACES.contains(&name(fragment).to_ascii_lowercase().as_str());
    is_route || is_state
}

fn host_of(url: &Url, is_root: bool) -> String {
    let host = url.host_str().unwrap_or_default().trim_end_matches('.');
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    let host = host.strip_prefix("www.").filter(|rest| rest.contains('.')).unwrap_or(host);
    let host = ALIASES.iter().find(|(alias, _)| *alias == host).map_or(host, |(_, host)| *host);
    format!("{}{port}", without_device(host, is_root))
}

/// `m.example.org/story` and `amp.example.org/story` are the same story for other devices. A home
/// page may be another one, and a host that is nothing but `m.` and an ending is a name of its own.
fn without_device(host: &str, is_root: bool) -> String {
    if is_below(host, "linkedin.com") {
        let country = host.strip_suffix(".linkedin.com").is_some_and(|country| country.len() == 2);
        return if country { "linkedin.com".to_owned() } else { host.to_owned() };
    }
    if ["wikipedia.org", "wikimedia.org", "wiktionary.org"].iter().any(|family| is_below(host, family)) {
        return host.replacen(".m.", ".", 1);
    }
    let rest = ["m.", "mobile.", "amp."].iter().find_map(|prefix| host.strip_prefix(prefix));
    match rest {
        Some(rest) if !is_root && is_whole_site(rest) && !TENANTS.contains(&rest) => rest.to_owned(),
        _ => host.to_owned(),
    }
}

/// Not `co.uk`: a name and an ending, of which one is longer than an ending of a country.
fn is_whole_site(host: &str) -> bool {
    let labels: Vec<&str> = host.split('.').collect();
    match labels.as_slice() {
        [name, ending] => name.len() > 3 || ending.len() > 2,
        labels => labels.len() > 2,
    }
}

/// One spelling of escapes (RFC 3986, section 6.2.2): characters that structure nothing stand as
/// themselves, everything else as an escape in capitals.
pub(super) fn normal(text: &str) -> String {
    let mut normal = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, escape)) = rest.split_once('%') {
        normal.push_str(before);
        let hex = escape.get(..2).filter(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()));
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                match byte.is_ascii_graphic() && !STRUCTURE.contains(&byte) {
                    true => normal.push(char::from(byte)),
                    false => normal.push_str(&format!("%{byte:02X}")),
                }
                rest = escape.get(2..).unwrap_or_default();
            }
            None => {
                normal.push_str("%25");
                rest = escape;
            }
        }
    }
    normal.push_str(rest);
    normal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_have_one_spelling() {
        for (written, expected) in [
            ("%7Ea%7eb~", "~a~b~"),
            ("%41%2d", "A-"),
            ("a%2fb%2Fc", "a%2Fb%2Fc"),
            ("%c3%a9", "%C3%A9"),
            ("%28%29%60%5C", "()`\\"),
            ("100%", "100%25"),
            ("%zz%é", "%25zz%25é"),
            ("%2", "%252"),
            ("%26%3D%2B%3F%23%25%20", "%26%3D%2B%3F%23%25%20"),
        ] {
            assert_eq!(normal(written), expected, "{written}");
        }
    }

    #[test]
    fn normalising_twice_changes_nothing() {
        for text in ["%2541", "%25", "%", "%%41", "%e4%2e", "a+b%20c"] {
            let once = normal(text);
            assert_eq!(normal(&once), once, "{text}");
        }
    }
}
