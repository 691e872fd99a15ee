//! Values that the settings of several kinds share: addresses and where a document comes from.

use std::path::PathBuf;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};
use url::Url;

use crate::model::exchange::{About, Ask, HttpRequest, Request};
use crate::model::link::Link;

/// An absolute http(s) address in configuration. `webcal://` is read as `https://`.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(with = "String", extend("format" = "uri"))]
pub struct HttpUrl(pub Url);

impl<'de> Deserialize<'de> for HttpUrl {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        parse_http_url(&text).map(HttpUrl).map_err(serde::de::Error::custom)
    }
}

/// Reads an absolute http(s) (or webcal) address, or says what is wrong with it.
pub fn parse_http_url(text: &str) -> Result<Url, String> {
    let https = text.strip_prefix("webcal://").map(|rest| format!("https://{rest}"));
    let url = Url::parse(https.as_deref().unwrap_or(text)).map_err(|error| {
        format!("not an address: {error} (write it whole, for example https://example.org/feed.xml)")
    })?;
    match url.scheme() {
        "http" | "https" if url.host_str().is_some_and(|host| !host.is_empty()) => Ok(url),
        scheme => Err(format!("only http and https addresses can be fetched, this one is {scheme}:")),
    }
}

/// What stands for the year in a [`YearlyUrl`], and how many digits of it are written.
const YEARS: &[(&str, u8)] = &[("{year}", 4), ("{yy}", 2)];

/// An absolute http(s) address that may have `{year}` (2027) or `{yy}` (27) in it: many conferences
/// have a new address every year. This year's and the next one's are asked then.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(with = "String")]
pub struct YearlyUrl(String);

impl<'de> Deserialize<'de> for YearlyUrl {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let yearly = YearlyUrl(String::deserialize(deserializer)?);
        parse_http_url(&yearly.filled(2027)).map(|_| yearly).map_err(serde::de::Error::custom)
    }
}

impl YearlyUrl {
    /// Whether it is another address every year.
    pub fn is_yearly(&self) -> bool {
        YEARS.iter().any(|(name, _)| self.0.contains(name))
    }

    /// The address of a year; the same every year where it has none in it.
    pub fn of(&self, year: i16) -> Option<Url> {
        parse_http_url(&self.filled(year)).ok()
    }

    /// The address, where it is the same every year.
    pub fn fixed(&self) -> Option<Url> {
        if self.is_yearly() { None } else { self.of(0) }
    }

    /// Whether a link leads to it, in whatever year of this century.
    pub fn leads_to(&self, link: &Link) -> bool {
        let is_it = |year: i16| self.of(year).and_then(|url| Link::parse(url.as_str())).is_some_and(|it| it == *link);
        if self.is_yearly() { (2000..2100).any(is_it) } else { is_it(0) }
    }

    /// The requests: one, or this year's edition and the next one's.
    pub fn asks(&self, today: Date, http: fn(Url) -> HttpRequest) -> Vec<Ask> {
        let this = today.year();
        let years = if self.is_yearly() { vec![this, this.saturating_add(1)] } else { vec![this] };
        let ask = |year: i16| {
            let about = if self.is_yearly() { About::Edition(year) } else { About::Start };
            Some(Ask { request: Request::Http(http(self.of(year)?)), about })
        };
        years.into_iter().filter_map(ask).collect()
    }

    fn filled(&self, year: i16) -> String {
        let written = |digits: u8| if digits == 2 { format!("{:02}", year % 100) } else { format!("{year:04}") };
        YEARS.iter().fold(self.0.clone(), |text, (name, digits)| text.replace(name, &written(*digits)))
    }
}

/// Whether all words of a search stand in a text, in any order, those in quotes one behind the other.
/// Case and punctuation do not matter; words are compared whole.
pub fn says(search: &str, text: &str) -> bool {
    let text = folded(text);
    let stands = |words: String| text.contains(&words);
    search.split('"').enumerate().all(|(index, part)| match index % 2 {
        1 => stands(folded(part)),
        _ => part.split_whitespace().all(|word| stands(folded(word))),
    })
}

/// Words in lower case with a space before and behind each.
fn folded(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.fold(" ".to_owned(), |line, word| line + &word.to_lowercase() + " ")
}

/// One value, or a list of them: how [`one_or_many`] is written.
#[derive(Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum OneOrMany<T> {
    /// A list.
    Many(Vec<T>),
    /// One.
    One(T),
}

/// Reads one value, or a list of them.
pub fn one_or_many<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    Ok(match OneOrMany::deserialize(deserializer)? {
        OneOrMany::One(one) => vec![one],
        OneOrMany::Many(many) => many,
    })
}

/// A value that stands in an environment variable, never in the file: `{ env = "GITHUB_TOKEN" }`.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(with = "EnvTable")]
pub struct Secret {
    /// The name of the variable.
    pub variable: String,
}

/// How a [`Secret`] is written.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct EnvTable {
    /// The name of the environment variable.
    env: Variable,
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Table(EnvTable),
            Other(serde::de::IgnoredAny),
        }
        match Written::deserialize(deserializer)? {
            Written::Table(table) => Ok(Secret { variable: table.env.0 }),
            Written::Other(_) => Err(serde::de::Error::custom(
                "secrets do not stand in this file: write { env = \"NAME\" }, the name of an environment variable \
                 (letters, digits and _)",
            )),
        }
    }
}

/// The name of an environment variable: letters, digits and `_`.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(with = "String", extend("pattern" = "^[A-Za-z_][A-Za-z0-9_]*$"))]
pub struct Variable(pub String);

impl<'de> Deserialize<'de> for Variable {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        let why = "the name of an environment variable has letters, digits and _ only, like GITHUB_TOKEN";
        is_name.then_some(Variable(name)).ok_or_else(|| serde::de::Error::custom(why))
    }
}

/// An http(s) address in a field of a source (a picture, a call for papers), as it stands; none for
/// any other text.
pub fn http_address(text: &str) -> Option<String> {
    Link::parse(text).map(|_| text.trim().to_owned())
}

/// Where a document comes from: `url`, or `path` (with `base` for relative links). Kinds that read
/// one document flatten these three keys into their settings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place<'a> {
    /// The address.
    pub url: Option<&'a HttpUrl>,
    /// A local file instead, relative to the newsletter's folder.
    pub path: Option<&'a PathBuf>,
}

impl Place<'_> {
    /// What is wrong when both or neither are given.
    pub fn problems(&self) -> Vec<(&'static str, String)> {
        url_or_path(self.url.is_some(), self.path.is_some())
    }

    /// The one request of the place.
    pub fn ask(&self, http: fn(Url) -> HttpRequest) -> Vec<Ask> {
        match (self.url, self.path) {
            (Some(url), _) => vec![Ask::start(Request::Http(http(url.0.clone())))],
            (None, Some(path)) => vec![Ask::start(Request::File(path.clone()))],
            (None, None) => Vec::new(),
        }
    }
}

/// What is wrong when both or neither of an address and a local file are given.
pub fn url_or_path(has_url: bool, has_path: bool) -> Vec<(&'static str, String)> {
    match (has_url, has_path) {
        (false, false) => vec![("url", "`url` (or `path`, a local file) is missing".into())],
        (true, true) => vec![("path", "give `url` or `path`, not both".into())],
        _ => Vec::new(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn yearly(text: &str) -> YearlyUrl {
        YearlyUrl::deserialize(serde::de::value::StrDeserializer::<serde::de::value::Error>::new(text)).unwrap()
    }

    #[test]
    fn a_yearly_address_is_asked_for_this_year_and_the_next() {
        let address = yearly("https://{yy}.example.org/{year}/");
        let asks = address.asks(jiff::civil::date(2026, 11, 20), HttpRequest::page);
        let asked: Vec<String> = asks
            .iter()
            .map(|ask| match &ask.request {
                Request::Http(request) => request.url.to_string(),
                _ => String::new(),
            })
            .collect();
        assert_eq!(asked, ["https://26.example.org/2026/", "https://27.example.org/2027/"]);
        assert_eq!(asks.last().map(|ask| ask.about.clone()), Some(About::Edition(2027)));
        assert_eq!((address.fixed(), address.is_yearly()), (None, true));
        let leads = |link: &str| address.leads_to(&Link::parse(link).unwrap());
        assert!(leads("https://24.example.org/2024") && !leads("https://24.example.org/2024/news/"));
    }

    #[test]
    fn an_address_without_a_year_is_one_request() {
        let address = yearly("https://example.org/a");
        assert_eq!(address.asks(jiff::civil::date(2026, 1, 1), HttpRequest::get).len(), 1);
        assert_eq!(address.fixed().unwrap().as_str(), "https://example.org/a");
    }

    #[test]
    fn a_search_finds_its_words_whole_and_a_phrase_in_its_order() {
        assert!(says("open source", "/jobs/Head--Open-Source"));
        assert!(says("\"open source\" ospo", "OSPO: Open Source"));
        assert!(!says("\"source open\"", "open source"));
        assert!(!says("open source", "openly sourced"));
    }
}
