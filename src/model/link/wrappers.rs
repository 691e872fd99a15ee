//! Wrappers: addresses that carry the real one inside, put around it by search engines, networks and
//! mail filters. Opened without asking anybody; short addresses (`lnkd.in`, `bit.ly`) need a request
//! and are not opened here.

use percent_encoding::percent_decode_str;
use url::Url;

use super::tracking::is_below;

/// How many wrappers around wrappers are opened.
const DEPTH: usize = 5;

/// Host (without `www.`), path, and the parameters that may carry the address.
const CARRIERS: &[(&str, &str, &[&str])] = &[
    ("l.facebook.com", "/l.php", &["u"]),
    ("lm.facebook.com", "/l.php", &["u"]),
    ("l.instagram.com", "/", &["u"]),
    ("l.messenger.com", "/l.php", &["u"]),
    ("l.threads.com", "/", &["u"]),
    ("l.threads.net", "/", &["u"]),
    ("linkedin.com", "/redir/redirect", &["url"]),
    ("linkedin.com", "/safety/go", &["url"]),
    ("linkedin.com", "/authwall", &["sessionRedirect"]),
    ("linkedin.com", "/login", &["session_redirect"]),
    ("linkedin.com", "/uas/login", &["session_redirect"]),
    ("youtube.com", "/redirect", &["q"]),
    ("consent.youtube.com", "/m", &["continue"]),
    ("out.reddit.com", "/", &["url"]),
    ("slack-redir.net", "/link", &["url"]),
    ("duckduckgo.com", "/l", &["uddg"]),
    ("vk.com", "/away.php", &["to"]),
    ("t.umblr.com", "/redirect", &["z"]),
    ("medium.com", "/r", &["url"]),
    ("medium.com", "/m/global-identity", &["redirectUrl"]),
    ("medium.com", "/m/global-identity-2", &["redirectUrl"]),
    ("exit.sc", "/", &["url"]),
];

/// The address inside, however deep; the address itself where there is none.
pub(super) fn open(url: Url) -> Url {
    let mut url = url;
    for _ in 0..DEPTH {
        match inner(&url) {
            Some(inner) => url = inner,
            None => break,
        }
    }
    url
}

/// The address one wrapper carries.
fn inner(url: &Url) -> Option<Url> {
    let host = url.host_str()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    let text = carried(url, host)
        .or_else(|| of_google(url, host))
        .or_else(|| of_amp_cache(url, host))
        .or_else(|| of_mail_filter(url, host))?;
    Url::parse(&text).ok().filter(|inner| {
        matches!(inner.scheme(), "http" | "https") && inner.host_str().is_some_and(|host| !host.is_empty())
    })
}

fn carried(url: &Url, host: &str) -> Option<String> {
    let path = match url.path().trim_end_matches('/') {
        "" => "/",
        path => path,
    };
    let (_, _, names) = CARRIERS.iter().find(|(on, at, _)| *on == host && *at == path)?;
    names.iter().find_map(|name| parameter(url, name))
}

/// `google.com/url?q=…` (of any country) and `google.com/amp/s/…`.
fn of_google(url: &Url, host: &str) -> Option<String> {
    let country = host.strip_prefix("google.")?;
    if country.len() > 6 || country.matches('.').count() > 1 {
        return None;
    }
    match url.path() {
        "/url" => parameter(url, "url").or_else(|| parameter(url, "q")),
        path => path.strip_prefix("/amp/").map(|rest| from_amp_path(rest, url.query())),
    }
}

/// `www-example-org.cdn.ampproject.org/c/s/www.example.org/a`
/// (<https://developers.google.com/amp/cache/overview>).
fn of_amp_cache(url: &Url, host: &str) -> Option<String> {
    if !is_below(host, "cdn.ampproject.org") {
        return None;
    }
    let rest = url.path().strip_prefix("/c/").or_else(|| url.path().strip_prefix("/v/"))?;
    Some(from_amp_path(rest, url.query()))
}

/// What comes after `s/` was https.
fn from_amp_path(path: &str, query: Option<&str>) -> String {
    let (scheme, rest) = path.strip_prefix("s/").map_or(("http", path), |rest| ("https", rest));
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    format!("{scheme}://{rest}{query}")
}

/// Outlook's Safe Links and Proofpoint's URL Defense, versions 2 and 3.
fn of_mail_filter(url: &Url, host: &str) -> Option<String> {
    if is_below(host, "safelinks.protection.outlook.com") {
        return parameter(url, "url");
    }
    match (host, url.path()) {
        ("urldefense.proofpoint.com", "/v2/url") => {
            let coded = parameter(url, "u")?.replace('-', "%").replace('_', "/");
            Some(percent_decode_str(&coded).decode_utf8().ok()?.into_owned())
        }
        ("urldefense.com", path) if path.starts_with("/v3/__") => {
            let (_, rest) = url.as_str().split_once("/v3/__")?;
            let (address, _) = rest.split_once("__;")?;
            // An asterisk stands for a character that only the token behind tells.
            (!address.contains('*')).then(|| address.to_owned())
        }
        _ => None,
    }
}

fn parameter(url: &Url, name: &str) -> Option<String> {
    url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn opened(text: &str) -> String {
        open(Url::parse(text).unwrap()).into()
    }

    #[test]
    fn wrappers_open() {
        for (wrapped, inner) in [
            ("https://www.google.com/url?q=https%3A%2F%2Fexample.org%2Fb&sa=D", "https://example.org/b"),
            ("https://www.google.com/url?sa=t&rct=j&url=https://example.org/b&usg=1&opi=2", "https://example.org/b"),
            ("https://www.google.co.uk/url?q=http://example.org/b", "http://example.org/b"),
            ("https://www.google.com/amp/s/example.org/b/amp?x=1", "https://example.org/b/amp?x=1"),
            ("https://example-org.cdn.ampproject.org/c/s/example.org/b", "https://example.org/b"),
            ("https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.org%2Fb&h=1", "https://example.org/b"),
            ("https://www.linkedin.com/safety/go?url=https%3A%2F%2Fexample.org%2Fb&trk=1", "https://example.org/b"),
            ("https://www.youtube.com/redirect?event=d&q=https%3A%2F%2Fexample.org%2Fb", "https://example.org/b"),
            ("https://slack-redir.net/link?url=https%3A%2F%2Fexample.org%2Fb", "https://example.org/b"),
            (
                "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org%2Fb&data=05",
                "https://example.org/b",
            ),
            ("https://urldefense.com/v3/__https://example.org/b?x=1__;!!a!b$", "https://example.org/b?x=1"),
            ("https://urldefense.proofpoint.com/v2/url?u=https-3A__example.org_b-2Dc&d=1", "https://example.org/b-c"),
            (
                "https://l.facebook.com/l.php?u=https%3A%2F%2Fwww.google.com%2Furl%3Fq%3Dhttps%253A%252F%252Fexample.org%252Fb",
                "https://example.org/b",
            ),
        ] {
            assert_eq!(opened(wrapped), inner, "{wrapped}");
        }
    }

    #[test]
    fn what_is_no_wrapper_stays() {
        for address in [
            "https://www.google.com/search?q=https://example.org/b",
            "https://www.google.com/url?q=javascript:alert(1)",
            "https://www.google.com/url?q=/relative",
            "https://google.evil.example/url?q=https://example.org/b",
            "https://example.org/redirect?q=https://example.net/",
            "https://web.archive.org/web/2020/https://example.org/b",
            "https://urldefense.com/v3/__https://example.org/*b__;!!a!b$",
            "https://www.youtube.com/redirect",
        ] {
            assert_eq!(opened(address), address);
        }
    }
}
