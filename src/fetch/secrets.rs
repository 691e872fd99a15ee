//! Keeping secrets out of everything that is shown or kept: addresses and request bodies with what
//! looks like a credential taken out.
//!
//! Two forms: [`safe_address`] for people's eyes, [`masked`] for files, where two requests must stay
//! distinguishable by everything but their secrets.

use serde_json::Value;
use url::{Url, form_urlencoded};

use crate::model::exchange::HttpRequest;

/// Stands where a secret stood.
const MASK: &str = "***";

/// Parts of parameter names that mean a credential. Compared in lower case without punctuation.
const SECRET_PARTS: &[&str] = &["token", "secret", "password", "passwd", "apikey", "signature", "credential"];

/// Whole parameter names that mean a credential, in the same form. Not "session", "id" and the
/// like: conferences number their sessions so.
const SECRET_NAMES: &[&str] = &["key", "pwd", "sig", "auth", "authorization", "jwt"];

/// Names with such a part that only say where in a list we are.
const PAGING: &[&str] = &["pagetoken", "nexttoken", "continuationtoken", "synctoken"];

/// An address for showing: no user part, no fragment, and no query at all where a part of it looks
/// like a credential. Control characters are percent-encoded by the parser.
pub fn safe_address(url: &Url) -> String {
    let mut url = without_user(url);
    if url.query().is_some_and(|query| mask_pairs(query) != query) {
        url.set_query(None);
    }
    mask_path(&mut url);
    url.into()
}

/// An address for a file: no user part, no fragment, the values of credentials masked. The same
/// address always gives the same text, and masking twice changes nothing.
pub(super) fn masked(url: &Url) -> String {
    let mut url = without_user(url);
    if let Some(query) = url.query() {
        let query = mask_pairs(query);
        url.set_query(Some(&query));
    }
    mask_path(&mut url);
    url.into()
}

/// A request body for a file: in a JSON object or a form the values of credentials are masked;
/// bodies without any stay byte for byte.
pub(super) fn masked_body(body: &str) -> String {
    match serde_json::from_str::<Value>(body) {
        Ok(mut value) => {
            if mask_json(&mut value) {
                value.to_string()
            } else {
                body.to_owned()
            }
        }
        Err(_) if body.contains('=') && !body.contains(char::is_whitespace) => mask_pairs(body),
        Err(_) => body.to_owned(),
    }
}

/// An address for readers: no user part, no fragment, no parameters with credentials.
pub fn without_secrets(url: &Url) -> Url {
    let mut url = without_user(url);
    if let Some(query) = url.query().map(str::to_owned) {
        let pairs = query.split(['&', ';']).filter(|pair| mask_pair(pair) == **pair);
        let kept = pairs.collect::<Vec<_>>().join("&");
        url.set_query(Some(kept.as_str()).filter(|kept| !kept.is_empty()));
    }
    url
}

/// Shortest value that counts as a secret in running text, in bytes: "1" is no token.
const SHORTEST: usize = 6;

/// The values of a request that nobody else may see, as they are sent and as they are meant: of its
/// user part, of parameters and headers that mean a credential, of a calendar's secret address.
pub fn secrets_of(request: &HttpRequest) -> Vec<String> {
    let url = &request.url;
    let user = if url.password().is_some() { url.password() } else { Some(url.username()) };
    let pairs = url.query().unwrap_or_default().split(['&', ';']).filter(|pair| mask_pair(pair) != **pair);
    let headers = request.headers.iter().filter(|(name, _)| is_secret(name));
    let found = user
        .into_iter()
        .chain(pairs.filter_map(|pair| pair.split_once('=')).map(|(_, value)| value))
        .chain(headers.flat_map(|(_, value)| value.split_whitespace().last()))
        .chain(url.path().split('/').filter(|segment| segment.starts_with("private-") && segment.len() >= 24));
    let mut secrets: Vec<String> = found.flat_map(|value| [value.to_owned(), decoded(value)]).collect();
    secrets.retain(|secret| secret.len() >= SHORTEST);
    // The longest first: one may be part of another.
    secrets.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
    secrets.dedup();
    secrets
}

fn decoded(value: &str) -> String {
    percent_encoding::percent_decode_str(value).decode_utf8_lossy().into_owned()
}

/// Without user, password and fragment.
pub(super) fn without_user(url: &Url) -> Url {
    let mut url = url.clone();
    // Both fail only for addresses that cannot have a user.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.set_fragment(None);
    url
}

/// Whether a parameter of this name holds a credential.
fn is_secret(name: &str) -> bool {
    let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    if PAGING.iter().any(|paging| name.ends_with(paging)) {
        return false;
    }
    SECRET_NAMES.contains(&name.as_str()) || SECRET_PARTS.iter().any(|part| name.contains(part))
}

/// `name=value` pairs with the values of credentials masked, all else byte for byte.
fn mask_pairs(pairs: &str) -> String {
    pairs.split_inclusive(['&', ';']).map(mask_pair).collect()
}

fn mask_pair(pair: &str) -> String {
    let separator = pair.ends_with(['&', ';']);
    let (pair, end) = pair.split_at_checked(pair.len() - usize::from(separator)).unwrap_or((pair, ""));
    let Some((name, _)) = pair.split_once('=') else { return format!("{pair}{end}") };
    let decoded = form_urlencoded::parse(name.as_bytes()).next().map(|(name, _)| name.into_owned());
    if is_secret(&decoded.unwrap_or_default()) { format!("{name}={MASK}{end}") } else { format!("{pair}{end}") }
}

/// Masks the “secret address” of a calendar, a path segment `private-` and a long random word
/// (Google Calendar, "Secret address in iCal format").
fn mask_path(url: &mut Url) {
    let is_private = |segment: &str| segment.starts_with("private-") && segment.len() >= 24;
    if !url.path().split('/').any(is_private) {
        return;
    }
    let path: Vec<String> = url
        .path()
        .split('/')
        .map(|segment| if is_private(segment) { format!("private-{MASK}") } else { segment.to_owned() })
        .collect();
    url.set_path(&path.join("/"));
}

/// Masks in place; whether there was anything to mask. Depth is bounded by the parser.
fn mask_json(value: &mut Value) -> bool {
    let mut found = false;
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                if is_secret(name) && (value.is_string() || value.is_number()) {
                    *value = Value::from(MASK);
                    found = true;
                } else {
                    found |= mask_json(value);
                }
            }
        }
        Value::Array(values) => {
            for value in values {
                found |= mask_json(value);
            }
        }
        _ => {}
    }
    found
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn shown_addresses_carry_no_secrets() {
        for (address, shown) in [
            ("https://example.org/a?page=2", "https://example.org/a?page=2"),
            ("https://me:pw@example.org/a#access_token=1", "https://example.org/a"),
            ("https://example.org/a?page=2&api_key=abc", "https://example.org/a"),
            ("https://example.org/a?X-Amz-Signature=abc", "https://example.org/a"),
            ("https://example.org/a?%74oken=abc", "https://example.org/a"),
            ("https://example.org/a?monkey=1&pageToken=x", "https://example.org/a?monkey=1&pageToken=x"),
            (
                "https://calendar.google.com/ical/x/private-0123456789abcdef0123456789abcdef/basic.ics",
                "https://calendar.google.com/ical/x/private-***/basic.ics",
            ),
            ("https://example.org/a\u{1b}[31m\u{202e}", "https://example.org/a%1B[31m%E2%80%AE"),
        ] {
            assert_eq!(safe_address(&url(address)), shown);
        }
    }

    #[test]
    fn kept_addresses_keep_all_but_the_values() {
        let kept = masked(&url("https://me:pw@example.org/a?x=1&Token=abc&y=%20;key=1#f"));
        assert_eq!(kept, "https://example.org/a?x=1&Token=***&y=%20;key=***");
        assert_eq!(masked(&url(&kept)), kept);
    }

    #[test]
    fn bodies_without_secrets_stay_byte_for_byte() {
        let body = "{ \"limit\": 20,\n \"offset\":0 }";
        assert_eq!(masked_body(body), body);
        assert_eq!(masked_body("q=open source"), "q=open source");
        assert_eq!(masked_body("q=x&token=abc"), "q=x&token=***");
        assert_eq!(masked_body("{\"a\":[{\"apiKey\":\"abc\"}],\"b\":1}"), "{\"a\":[{\"apiKey\":\"***\"}],\"b\":1}");
    }

    proptest::proptest! {
        #[test]
        fn masking_twice_changes_nothing(path in "[/a-z%2-]{0,20}", query: String, user in "[a-z:@%]{0,8}") {
            if let Ok(url) = Url::parse(&format!("https://{user}example.org/{path}?{query}")) {
                let once = masked(&url);
                proptest::prop_assert_eq!(&masked(&Url::parse(&once).unwrap()), &once);
            }
        }

        #[test]
        fn no_token_survives(before in "[a-z=&;%0-9]{0,20}", secret in "[A-Z]{12}", after: String) {
            let url = Url::parse(&format!("https://example.org/?{before}&access_token={secret}&{after}")).unwrap();
            proptest::prop_assert!(!masked(&url).contains(&secret) && !safe_address(&url).contains(&secret));
        }
    }
}
