//! What the job boards share: reading their JSON, and making items of their postings.
//!
//! A board's file says where its postings are and which of its fields is which ([`Posting`], as the
//! board wrote them); [`page`] cleans the texts, reads the dates, merges what is listed twice and
//! says what had to be skipped. [`turn`] and [`detail`] ask for what follows, under caps. Nothing
//! here knows a certain board.

use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use url::Url;

use super::settings::HttpUrl;
use crate::collect::{Context, Page, ParseError, Warning, charset, html};
use crate::model::dates::{When, machine};
use crate::model::exchange::{About, Ask, HttpRequest, Request, Response};
use crate::model::item::{DateOrigin, Details, Item, Job, Workplace};
use crate::model::place::{self, Location};
use crate::model::text;

/// Most postings that are read from one answer.
pub const POSTINGS_CAP: usize = 10_000;
/// Most locations that one job can have.
const LOCATIONS_CAP: usize = 100;

/// The name of a board or tenant, as it stands in addresses: letters, digits, `-`, `_`, `.` and
/// spaces (`%20`).
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(with = "String", extend("pattern" = "^([A-Za-z0-9_. -]|%20)+$"))]
pub struct Slug(pub String);

impl<'de> Deserialize<'de> for Slug {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?.trim().replace("%20", " ");
        let is_part = |c: char| c.is_ascii_alphanumeric() || "-_. ".contains(c);
        if text.contains('/') {
            let why = "write only the name that stands in the address, for example `acme`, not the address itself";
            return Err(serde::de::Error::custom(why));
        }
        if text.is_empty() || text.starts_with('.') || !text.chars().all(is_part) {
            let why = format!("not a name as it stands in addresses (letters, digits, `-`, `_`, `.`): {text:?}");
            return Err(serde::de::Error::custom(why));
        }
        Ok(Slug(text))
    }
}

/// An address below `base` (the interface's usual one, or that of the settings): path segments and
/// query parameters are escaped.
pub fn address(base: Option<&HttpUrl>, usual: &str, path: &[&str], query: &[(&str, &str)]) -> Option<Url> {
    let mut url = base.map_or_else(|| Url::parse(usual).ok(), |base| Some(base.0.clone()))?;
    url.set_query(None);
    url.set_fragment(None);
    url.path_segments_mut().ok()?.pop_if_empty().extend(path);
    if !query.is_empty() {
        url.query_pairs_mut().extend_pairs(query);
    }
    Some(url)
}

/// An address of a career site: at `TENANT.DOMAIN`, or on a domain of its own.
pub fn site(tenant: Option<&Slug>, own: Option<&HttpUrl>, domain: &str, path: &[&str]) -> Option<Url> {
    let usual = tenant.map(|tenant| format!("https://{}.{domain}", tenant.0)).unwrap_or_default();
    let own = own.and_then(|own| own.0.join("/").ok()).map(HttpUrl);
    address(own.as_ref(), &usual, path, &[])
}

/// What is wrong with the settings of such a site: both or none given, or a tenant that is no host.
pub fn site_problems(tenant: Option<&Slug>, own: Option<&HttpUrl>, domain: &str) -> Vec<(&'static str, String)> {
    match (tenant, own) {
        (None, None) => vec![("tenant", format!("`tenant` (of https://TENANT.{domain}) or `url` is missing"))],
        (Some(_), Some(_)) => vec![("url", "give `tenant` or `url`, not both".to_owned())],
        _ => host_problems("tenant", site(tenant, own, domain, &[])),
    }
}

/// What is wrong where a tenant gives no address.
pub fn host_problems(key: &'static str, address: Option<Url>) -> Vec<(&'static str, String)> {
    match address {
        Some(_) => Vec::new(),
        None => vec![(key, "is not the first part of a host: letters, digits and `-`".to_owned())],
    }
}

/// A GET that asks for JSON.
pub fn get(url: Url) -> HttpRequest {
    HttpRequest { headers: vec![("accept".into(), "application/json".into())], ..HttpRequest::get(url) }
}

/// The first requests of a source.
pub fn start(request: Option<HttpRequest>) -> Vec<Ask> {
    request.map(|request| Ask::start(Request::Http(request))).into_iter().collect()
}

/// The JSON of an answer.
///
/// # Errors
/// [`ParseError::NotExpected`] where it is something else (a sign-in page), [`ParseError::Malformed`]
/// where it breaks off or is damaged.
pub fn json(response: &Response, expected: &'static str) -> Result<Value, ParseError> {
    let text = charset::decode(response).text;
    if !text.trim_start().starts_with(['{', '[']) {
        return Err(ParseError::NotExpected { expected, found: described(&text) });
    }
    serde_json::from_str(&text)
        .map_err(|error| ParseError::Malformed { what: "the board's JSON", detail: error.to_string() })
}

/// Names a text that is not what was expected: a page by its title, anything else by its start.
pub fn described(text: &str) -> String {
    let start = text::line(&text.chars().take(200).collect::<String>(), 60);
    match html::page_title(text).map(|title| text::line(&title, 80)) {
        Some(title) => format!("an HTML page titled “{title}”"),
        None if start.is_empty() => "an empty answer".to_owned(),
        None if start.starts_with('<') => "a page or document without a title".to_owned(),
        None => format!("a text that starts “{start}”"),
    }
}

/// The list that stands at a JSON pointer (RFC 6901) of an answer.
///
/// # Errors
/// [`ParseError::NotExpected`] where there is none; what the answer itself says about it is quoted.
pub fn list<'a>(answer: &'a Value, pointer: &str, expected: &'static str) -> Result<&'a [Value], ParseError> {
    let list = answer.pointer(pointer).and_then(Value::as_array).map(Vec::as_slice);
    list.ok_or_else(|| ParseError::NotExpected { expected, found: shape(answer) })
}

/// The object that stands under a key of an answer.
///
/// # Errors
/// As for [`list`].
pub fn object(mut answer: Value, key: &str, expected: &'static str) -> Result<Value, ParseError> {
    let object = answer.get_mut(key).filter(|value| value.is_object()).map(Value::take);
    object.ok_or_else(|| ParseError::NotExpected { expected, found: shape(&answer) })
}

fn shape(answer: &Value) -> String {
    let Some(object) = answer.as_object() else { return "a JSON list".to_owned() };
    let said = ["message", "error", "errorMessage"].iter().find_map(|key| object.get(*key)?.as_str());
    match said {
        Some(said) => format!("JSON that says “{}”", text::line(said, 120)),
        None => {
            let keys: Vec<String> = object.keys().take(5).map(|key| text::line(key, 30)).collect();
            format!("a JSON object with {}", if keys.is_empty() { "nothing in it".to_owned() } else { keys.join(", ") })
        }
    }
}

/// The fields of a posting by JSON pointer (RFC 6901), values of the wrong type overlooked one by one.
#[derive(Clone, Copy, Debug)]
pub struct Fields<'a>(pub &'a Value);

impl<'a> Fields<'a> {
    /// A string or number, trimmed; none where it is empty or of another type.
    pub fn text(self, pointer: &str) -> Option<String> {
        match self.0.pointer(pointer)? {
            Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    /// The text that a reader would see of HTML.
    pub fn html(self, pointer: &str) -> Option<String> {
        self.text(pointer).map(|html| html::to_text(&html)).filter(|text| !text.is_empty())
    }

    /// Whether the field is `true`.
    pub fn is(self, pointer: &str) -> bool {
        self.0.pointer(pointer).and_then(Value::as_bool) == Some(true)
    }

    /// What a list consists of; nothing where there is none.
    pub fn list(self, pointer: &str) -> impl Iterator<Item = Fields<'a>> + use<'a> {
        let list = self.0.pointer(pointer).and_then(Value::as_array);
        list.map(Vec::as_slice).unwrap_or_default().iter().map(Fields)
    }
}

/// A posting in the board's own words.
#[derive(Clone, Debug, Default)]
pub struct Posting {
    /// May have HTML entities. A posting without one is skipped, as one without `link` or `uid` is.
    pub title: Option<String>,
    /// The address of the posting for people, absolute.
    pub link: Option<String>,
    /// The board's id with its prefix (`gh:1`): postings of the same one are the same job.
    pub uid: Option<String>,
    /// The employer's name.
    pub organisation: Option<String>,
    /// Where the work is done.
    pub locations: Vec<Location>,
    /// As the board says it.
    pub workplace: Workplace,
    /// A date in any of the formats that [`machine::read`] knows.
    pub published: Option<String>,
    /// A date; when the posting was changed.
    pub updated: Option<String>,
    /// A date; the deadline for applications.
    pub closes: Option<String>,
    /// A date; when the board takes the posting down.
    pub expires: Option<String>,
    /// Plain text.
    pub description: Option<String>,
    /// BCP 47 tag.
    pub language: Option<String>,
}

/// The items of an answer: cleaned, the same job merged into one with all its locations.
///
/// Warns about postings and dates that could not be read, and about a first answer without any.
pub fn page(postings: impl IntoIterator<Item = Posting>, response: &Response, context: &Context) -> Page {
    let mut reading = Reading::default();
    for posting in postings.into_iter().take(POSTINGS_CAP) {
        reading.postings += 1;
        match reading.item(posting, context) {
            Some(item) => reading.take(item),
            None => reading.skipped += 1,
        }
    }
    reading.finish(page_number(response) == 0)
}

/// An answer while it is read.
#[derive(Default)]
struct Reading {
    page: Page,
    /// Where the job of a uid stands among the items.
    known: BTreeMap<String, usize>,
    postings: usize,
    skipped: usize,
    /// Dates that could not be read.
    dates: Vec<String>,
}

impl Reading {
    fn item(&mut self, posting: Posting, context: &Context) -> Option<Item> {
        let (title, link, uid) = (clean(&posting.title?, text::title)?, posting.link?, posting.uid?);
        let (published, updated) = (self.date(posting.published), self.date(posting.updated));
        let job = Job {
            organisation: posting.organisation.and_then(|name| text::name(&html::decode_entities(&name))),
            locations: posting.locations.into_iter().take(LOCATIONS_CAP).collect(),
            workplace: posting.workplace,
            closes: self.date(posting.closes).map(When::day),
            expires: self.date(posting.expires).map(When::day),
        };
        let mut item = Item::new(Details::Job(job), title, context.source.as_str(), context.today);
        item.linked(&link);
        item.uid = text::name(&uid);
        item.updated = updated;
        item.summary = posting.description.as_deref().and_then(text::summary);
        item.language = posting.language.as_deref().and_then(text::name);
        if let Some(published) = published {
            item.dated(published, DateOrigin::Feed);
        }
        Some(item)
    }

    fn date(&mut self, written: Option<String>) -> Option<When> {
        let written = written?;
        let read = machine::read(&written);
        if read.is_none() {
            self.dates.push(text::line(&written, 40));
        }
        read
    }

    /// Adds an item, or its locations to the same job that is there already.
    fn take(&mut self, item: Item) {
        let known = item.uid.as_ref().and_then(|uid| self.known.get(uid)).and_then(|at| self.page.items.get_mut(*at));
        match (known, item) {
            (Some(known), item) => merge(known, item),
            (None, item) => {
                if let Some(uid) = &item.uid {
                    self.known.insert(uid.clone(), self.page.items.len());
                }
                self.page.items.push(item);
            }
        }
    }

    fn finish(mut self, is_first: bool) -> Page {
        let mut warn = |text: String| self.page.warnings.push(Warning(text));
        if is_first && self.postings == 0 {
            warn("the board answered without any posting: it may be empty, or renamed".to_owned());
        }
        if self.postings == POSTINGS_CAP {
            warn(format!("the answer has more than {POSTINGS_CAP} postings: the rest was not read"));
        }
        if self.skipped > 0 {
            warn(format!("{} of {} postings lack a title, a link or an id: skipped", self.skipped, self.postings));
        }
        if let Some(first) = self.dates.first() {
            warn(format!("dates of postings that could not be read: {} (the first is “{first}”)", self.dates.len()));
        }
        self.page
    }
}

fn clean(written: &str, cleaned: fn(&str) -> String) -> Option<String> {
    Some(cleaned(&html::to_text(written))).filter(|text| !text.is_empty())
}

/// Adds the locations of the same job.
fn merge(known: &mut Item, same: Item) {
    if let (Details::Job(known), Details::Job(same)) = (&mut known.details, same.details) {
        let new: Vec<Location> =
            same.locations.into_iter().filter(|location| !known.locations.contains(location)).collect();
        known.locations.extend(new);
        known.locations.truncate(LOCATIONS_CAP);
    }
}

/// Which page of the list an answer is, counted from 0.
pub fn page_number(response: &Response) -> u32 {
    match response.ask.about {
        About::NextPage(number) => number,
        About::Start | About::Detail(_) => 0,
    }
}

/// Asks for page `number` (counted from 0), or warns that `pages` of them are the most.
pub fn turn(page: &mut Page, number: u32, pages: u32, request: Option<HttpRequest>) {
    if number >= pages {
        page.warnings.push(Warning(format!("only {pages} pages were read, there are more: raise `pages` or narrow")));
    } else if let Some(request) = request {
        page.next.push(Ask { request: Request::Http(request), about: About::NextPage(number) });
    }
}

/// Takes items out of a page and asks for their own pages, up to `most`; those whose titles have
/// none of `words` (where there are any) stay as they are.
pub fn details(page: &mut Page, words: &[String], most: usize, request: impl Fn(&Item) -> Option<HttpRequest>) {
    let mut over = 0;
    for item in std::mem::take(&mut page.items) {
        let wanted = request(&item).filter(|_| is_about(&item.title, words));
        match wanted {
            Some(request) if page.next.len() < most => {
                page.next.push(Ask { request: Request::Http(request), about: About::Detail(Box::new(item)) });
            }
            wanted => {
                over += usize::from(wanted.is_some());
                page.items.push(item);
            }
        }
    }
    if over > 0 && most > 0 {
        let text = format!("{over} postings stay without their details: `max_details` is {most}, or narrow `titles`");
        page.warnings.push(Warning(text));
    }
}

/// Completes a posting of the list from its own answer; one that cannot be read leaves it as it was.
pub fn complete(item: &Item, answer: Result<Value, ParseError>, fill_in: fn(&mut Item, Fields<'_>)) -> Page {
    let mut page = Page::default();
    let mut item = item.clone();
    match answer {
        Ok(answer) => fill_in(&mut item, Fields(&answer)),
        Err(error) => page.warnings.push(Warning(format!("“{}” was not completed: {error}", item.title))),
    }
    page.items.push(item);
    page
}

/// Whether a title has one of these words or phrases, from the start of a word on, without regard to
/// case and punctuation; without words every title has.
pub fn is_about(title: &str, words: &[String]) -> bool {
    let folded = |text: &str| {
        let words: Vec<String> =
            text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect();
        format!(" {}", words.join(" "))
    };
    words.is_empty() || words.iter().any(|word| folded(title).contains(&folded(word)))
}

/// A location of its text and of fields that are more certain than the text; none where all is empty.
pub fn location(
    written: Option<String>,
    city: Option<String>,
    region: Option<String>,
    country: Option<String>,
) -> Option<Location> {
    let code = country.as_deref().and_then(place::country_code);
    let clean = |part: Option<String>| part.and_then(|part| text::name(&part));
    let read = match written {
        Some(written) => Location::from_text(&written),
        None => {
            // A code alone ("at") is no word for people.
            let name = country.filter(|name| name.len() > 3 || code.is_none());
            let name = name.or_else(|| code.and_then(place::country_name).map(str::to_owned));
            let mut parts: Vec<&str> = [&city, &region, &name].into_iter().flatten().map(String::as_str).collect();
            parts.dedup();
            let read = Location::from_text(&parts.join(", "));
            Location { text: read.text, country: read.country, ..Location::default() }
        }
    };
    let location = Location {
        country: code.map(str::to_owned).or(read.country),
        city: clean(city).or(read.city),
        // "Sweden" as the region of a place in Sweden tells nothing.
        region: clean(region).filter(|region| code.is_none() || place::country_code(region) != code).or(read.region),
        text: read.text,
    };
    Some(location).filter(|location| !location.text.is_empty())
}

/// The places of a schema.org `jobLocation`: one `Place` or a list of them.
pub fn schema_places(posting: Fields<'_>) -> Vec<Location> {
    let single = posting.0.get("jobLocation").filter(|place| place.is_object()).map(Fields);
    let places = single.into_iter().chain(posting.list("/jobLocation"));
    let address = |place: Fields<'_>, part: &str| place.text(&format!("/address/{part}"));
    let read = |place| {
        let country = address(place, "addressCountry").or_else(|| address(place, "addressCountry/name"));
        location(None, address(place, "addressLocality"), address(place, "addressRegion"), country)
    };
    places.filter_map(read).collect()
}

/// The locations that one text lists: "Berlin, Germany; Paris, France".
pub fn locations(written: &str) -> Vec<Location> {
    let parts = written.split([';', '|']).map(str::trim).filter(|part| !part.is_empty());
    parts.map(Location::from_text).take(LOCATIONS_CAP).collect()
}

/// Reads a board's word for where the work is done: "Remote", "OnSite", "ORA_HYBRID", "TELECOMMUTE".
pub fn workplace(word: &str) -> Workplace {
    let folded: String = word.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    match folded.strip_prefix("ora").unwrap_or(&folded) {
        "remote" | "fully" | "fullyremote" | "telecommute" => Workplace::Remote,
        "hybrid" => Workplace::Hybrid,
        "onsite" | "inoffice" | "inperson" => Workplace::Onsite,
        _ => Workplace::Unknown,
    }
}

/// What flags say; unknown where none or several are up.
pub fn workplace_of_flags(remote: bool, hybrid: bool, onsite: bool) -> Workplace {
    match (remote, hybrid, onsite) {
        (true, false, false) => Workplace::Remote,
        (false, true, false) => Workplace::Hybrid,
        (false, false, true) => Workplace::Onsite,
        _ => Workplace::Unknown,
    }
}

/// The board's word, or where it has none (or "unspecified") what all of the locations say.
pub fn workplace_said(word: Option<String>, locations: &[Location]) -> Workplace {
    match word.map_or(Workplace::Unknown, |word| workplace(&word)) {
        Workplace::Unknown => agreed(locations.iter().map(|location| workplace_in(&location.text))),
        said => said,
    }
}

/// What the text of a location says beside the place ("Remote - US", "Berlin (hybrid)"); unknown
/// where it says nothing of this, several things, or offers another place too ("Berlin or remote").
pub fn workplace_in(text: &str) -> Workplace {
    let text = text.to_lowercase().replace("on-site", "onsite").replace("on site", "onsite").replace(" or ", ";");
    agreed(text.split([';', '|', '/']).filter(|part| !part.trim().is_empty()).map(|part| {
        let words: Vec<&str> = part.split(|c: char| !c.is_alphanumeric()).collect();
        let says = |word: &str| words.contains(&word);
        if says("not") || says("no") || says("non") {
            return Workplace::Unknown;
        }
        workplace_of_flags(says("remote"), says("hybrid"), says("onsite"))
    }))
}

/// What all say; unknown where they differ.
fn agreed(mut said: impl Iterator<Item = Workplace>) -> Workplace {
    let first = said.next().unwrap_or_default();
    if said.all(|other| other == first) { first } else { Workplace::Unknown }
}

/// The day `days` before another.
pub fn days_before(day: Date, days: i64) -> Option<Date> {
    day.checked_sub(jiff::Span::new().try_days(days).ok()?).ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_workplace_is_taken_as_said_and_never_guessed() {
        for (word, expected) in [
            ("Remote", Workplace::Remote),
            ("OnSite", Workplace::Onsite),
            ("on-site", Workplace::Onsite),
            ("ORA_HYBRID", Workplace::Hybrid),
            ("unspecified", Workplace::Unknown),
            ("temporary", Workplace::Unknown),
            ("", Workplace::Unknown),
        ] {
            assert_eq!(workplace(word), expected, "{word}");
        }
        for (text, expected) in [
            ("Remote - US", Workplace::Remote),
            ("Berlin (hybrid)", Workplace::Hybrid),
            ("On-site, Oslo", Workplace::Onsite),
            ("Remote - US; Remote - Canada", Workplace::Remote),
            ("Remote or hybrid", Workplace::Unknown),
            ("Berlin or remote", Workplace::Unknown),
            ("No remote", Workplace::Unknown),
            ("Berlin", Workplace::Unknown),
        ] {
            assert_eq!(workplace_in(text), expected, "{text}");
        }
    }

    #[test]
    fn titles_are_searched_from_the_start_of_words() {
        let words = ["open source".to_owned(), "OSPO".to_owned()];
        assert!(is_about("Head of Open-Source Programs", &words));
        assert!(is_about("Lead, OSPO", &words));
        assert!(!is_about("Hospodář", &words));
        assert!(is_about("Anything", &[]));
    }

    #[test]
    fn fields_that_are_given_win_over_the_text() {
        let given = |text: &str| Some(text.to_owned());
        let read = location(given("Somewhere"), given("Bonn"), None, given("de")).unwrap();
        assert_eq!((read.text.as_str(), read.city.as_deref()), ("Somewhere", Some("Bonn")));
        assert_eq!(read.country.as_deref(), Some("DE"));
        assert_eq!(location(None, None, None, None), None);
        let graz = location(None, given("Graz"), None, given("at")).unwrap();
        assert_eq!((graz.text.as_str(), graz.region, graz.country.as_deref()), ("Graz, Austria", None, Some("AT")));
    }

    #[test]
    fn a_pasted_address_is_no_name() {
        let error =
            toml::from_str::<BTreeMap<String, Slug>>("board = 'https://boards.greenhouse.io/acme'").unwrap_err();
        assert!(error.to_string().contains("only the name"), "{error}");
        assert!(toml::from_str::<BTreeMap<String, Slug>>("board = '..'").is_err());
        assert!(toml::from_str::<BTreeMap<String, Slug>>("board = 'e-mobil-bw-gmbh'").is_ok());
    }
}
