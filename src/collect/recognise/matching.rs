//! Matching addresses against the table of platforms.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use url::Url;

use super::Candidate;
use super::platforms::{NO_MASTODON, PLATFORMS, RESERVED, Row};

/// Most calendars of one Google embed.
const CALENDAR_CAP: usize = 20;
/// Longest part of an address that is taken for a name, in bytes.
const PART_CAP: usize = 200;

/// The sources behind an address that is a platform's, the likeliest first.
pub fn by_address(url: &Url) -> Vec<Candidate> {
    let mut candidates: Vec<Candidate> = google_calendars(url);
    let mut platforms: Vec<&str> = Vec::new();
    for row in PLATFORMS {
        if platforms.contains(&row.platform) {
            continue;
        }
        if let Some(taken) = matched(row.pattern, url) {
            platforms.push(row.platform);
            candidates.push(candidate(row, &taken));
        }
    }
    candidates.retain(Candidate::is_possible);
    candidates
}

/// What the names of a pattern took.
type Taken = Vec<(&'static str, String)>;

fn candidate(row: &Row, taken: &Taken) -> Candidate {
    let filled = |template: &str, as_name: bool| {
        taken.iter().fold(template.to_owned(), |text, (name, value)| {
            let value = if as_name || template.contains("://") { value.clone() } else { decoded(value) };
            text.replace(&format!("{{{name}}}"), &value)
        })
    };
    let settings = row.settings.iter().map(|(key, template)| (*key, filled(template, false))).collect();
    Candidate { kind: row.kind, settings, what: row.platform.to_owned(), name: Some(filled(row.name, true)) }
}

fn decoded(part: &str) -> String {
    percent_decode_str(part).decode_utf8_lossy().into_owned()
}

/// Compares an address with a pattern.
fn matched(pattern: &'static str, url: &Url) -> Option<Taken> {
    let (place, query) = pattern.split_once('?').unwrap_or((pattern, ""));
    let (host, path) = place.split_once('/').unwrap_or((place, ""));
    let mut taken = Taken::new();
    host_matches(host, url.host_str()?.trim_start_matches("www."), &mut taken)?;
    path_matches(path, url, &mut taken)?;
    if let Some((key, name)) = query.split_once('=') {
        let value = url.query_pairs().find(|(found, _)| found == key)?.1.into_owned();
        take(name, &value, &mut taken)?;
    }
    Some(taken)
}

fn host_matches(pattern: &'static str, host: &str, taken: &mut Taken) -> Option<()> {
    if !pattern.contains('.') {
        return take(pattern, host, taken);
    }
    let labels: Vec<&str> = host.split('.').collect();
    let expected: Vec<&'static str> = pattern.split('.').collect();
    (labels.len() == expected.len()).then_some(())?;
    expected.into_iter().zip(labels).try_for_each(|(expected, label)| take(expected, label, taken))
}

fn path_matches(pattern: &'static str, url: &Url, taken: &mut Taken) -> Option<()> {
    let mut parts = url.path_segments()?.filter(|part| !part.is_empty());
    for expected in pattern.split('/').filter(|part| !part.is_empty()) {
        if expected == "..." {
            return Some(());
        }
        take(expected, parts.next()?, taken)?;
    }
    parts.next().is_none().then_some(())
}

/// Compares one part: literal, or text before a name.
fn take(expected: &'static str, found: &str, taken: &mut Taken) -> Option<()> {
    let Some((before, name)) = expected.split_once('{') else {
        return (expected == found).then_some(());
    };
    let (name, value) = (name.strip_suffix('}')?, found.strip_prefix(before)?);
    fits(name, value).then(|| taken.push((name, value.to_owned())))
}

/// Whether a part of an address can be what its name in the pattern says.
fn fits(name: &str, value: &str) -> bool {
    let is_word = |extra: &str| value.chars().all(|c| c.is_ascii_alphanumeric() || extra.contains(c));
    if value.is_empty() || value.len() > PART_CAP {
        return false;
    }
    match name {
        "number" => value.bytes().all(|byte| byte.is_ascii_digit()),
        "locale" => is_locale(value),
        "teamup" => value.starts_with("ks") && is_word(""),
        "forum" => {
            ["discuss.", "discourse.", "forum.", "forums.", "community."].iter().any(|start| value.starts_with(start))
        }
        "instance" => value.contains('.') && !NO_MASTODON.contains(&value),
        "words" => !value.chars().any(char::is_control),
        "tag" | "category" | "branch" | "id" => is_word("-_.%"),
        _ => is_word("-_.%") && !RESERVED.contains(&value) && !is_locale(value),
    }
}

/// `en-US`, `de-DE`.
fn is_locale(value: &str) -> bool {
    let letters = |text: &str, upper: bool| {
        text.len() == 2 && text.chars().all(|c| if upper { c.is_ascii_uppercase() } else { c.is_ascii_lowercase() })
    };
    value.split_once('-').is_some_and(|(language, country)| letters(language, false) && letters(country, true))
}

/// The calendars of a Google embed (`src=`) or sharing link (`cid=`): an id as it stands, or in base64.
fn google_calendars(url: &Url) -> Vec<Candidate> {
    let host = url.host_str().unwrap_or_default().trim_start_matches("www.");
    let is_google = host == "calendar.google.com" || host == "google.com" && url.path().starts_with("/calendar");
    if !is_google || url.path().ends_with(".ics") {
        return Vec::new();
    }
    let named = url.query_pairs().filter(|(key, _)| key == "src" || key == "cid").map(|(_, value)| value.into_owned());
    let ids = named.filter_map(|value| calendar_id(&value)).take(CALENDAR_CAP);
    let candidate = |id: String| {
        let id = utf8_percent_encode(&id, NON_ALPHANUMERIC).to_string();
        let id = id.replace("%2E", ".").replace("%5F", "_").replace("%2D", "-");
        let url = format!("https://calendar.google.com/calendar/ical/{id}/public/basic.ics");
        Candidate {
            kind: "calendar",
            settings: vec![("url", url)],
            what: "Google Calendar".to_owned(),
            name: Some("google-calendar".to_owned()),
        }
    };
    ids.map(candidate).collect()
}

/// A calendar's id: an e-mail address, or one in base64 (standard or for addresses, padded or not).
fn calendar_id(value: &str) -> Option<String> {
    let is_id = |text: &str| {
        let plain = |c: char| c.is_ascii_alphanumeric() || "@._-#+".contains(c);
        text.contains('@') && text.len() <= PART_CAP && text.chars().all(plain)
    };
    if is_id(value) {
        return Some(value.to_owned());
    }
    let config = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let standard = value.trim().replace('-', "+").replace('_', "/").replace(' ', "+");
    let bytes =
        GeneralPurpose::new(&alphabet::STANDARD, config.with_decode_allow_trailing_bits(true)).decode(standard).ok()?;
    String::from_utf8(bytes).ok().filter(|id| is_id(id))
}
