//! From fields to an item: what each type has, and what a text beside it may fill in.

use jiff::tz::TimeZone;

use super::fields::{Problem, Reader};
use super::is_plain;
use super::submission::Submission;
use crate::collect::kinds::settings::http_address;
use crate::collect::prose_facts::{self, Facts};
use crate::collect::{Context, markdown_text};
use crate::model::dates::When;
use crate::model::item::{Cfp, CfpStatus, DateOrigin, Details, Event, EventStatus, Item, ItemType, Job, Workplace};
use crate::model::link::Link;
use crate::model::place::{Location, Place, country_code};
use crate::model::text;

/// Fields of every item.
const COMMON: &[&str] = &[
    "type",
    "title",
    "url",
    "uid",
    "original_url",
    "source",
    "published",
    "updated",
    "published_from",
    "first_seen",
    "summary",
    "authors",
    "tags",
    "language",
    "image",
    "by",
    "note",
    "text",
];
const JOB: &[&str] =
    &["organisation", "locations", "location", "city", "region", "country", "workplace", "remote", "closes", "expires"];
const EVENT: &[&str] = &[
    "start",
    "end",
    "timezone",
    "place",
    "location",
    "venue",
    "city",
    "country",
    "online",
    "status",
    "cfp_status",
    "cfp_opens",
    "cfp_closes",
    "cfp_url",
];

const TYPES: &[(&str, ItemType)] =
    &[("job", ItemType::Job), ("event", ItemType::Event), ("article", ItemType::Article)];
const WORKPLACES: &[(&str, Workplace)] = &[
    ("remote", Workplace::Remote),
    ("hybrid", Workplace::Hybrid),
    ("onsite", Workplace::Onsite),
    ("unknown", Workplace::Unknown),
];
const STATUSES: &[(&str, EventStatus)] = &[
    ("scheduled", EventStatus::Scheduled),
    ("cancelled", EventStatus::Cancelled),
    ("postponed", EventStatus::Postponed),
];
const CFP_STATUSES: &[(&str, CfpStatus)] = &[
    ("none", CfpStatus::None),
    ("upcoming", CfpStatus::Upcoming),
    ("open", CfpStatus::Open),
    ("closed", CfpStatus::Closed),
    ("unknown", CfpStatus::Unknown),
];
const ORIGINS: &[(&str, DateOrigin)] = &[
    ("feed", DateOrigin::Feed),
    ("jsonld", DateOrigin::Jsonld),
    ("meta", DateOrigin::Meta),
    ("time", DateOrigin::Time),
    ("sitemap", DateOrigin::Sitemap),
    ("url", DateOrigin::Url),
    ("front_matter", DateOrigin::FrontMatter),
    ("text", DateOrigin::Text),
    ("first_seen", DateOrigin::FirstSeen),
];

/// What came of a submission.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The item; none where something is wrong.
    pub item: Option<Item>,
    /// What is wrong.
    pub problems: Vec<Problem>,
    /// What the sender may want to know although the item stands.
    pub notes: Vec<String>,
}

/// Makes the item of a submission; `text` is the content of the file that it names.
pub fn make(submission: &Submission, text: Option<&str>, context: &Context) -> Outcome {
    let mut reader = Reader::new(submission);
    let mut notes = Vec::new();
    let (title, url) = required(&mut reader);
    let item_type = item_type(&mut reader);
    let facts = facts(&mut reader, text, [&title, &url], context, &mut notes);
    let details = match item_type {
        Some(ItemType::Job) => Some(Details::Job(job(&mut reader, &facts))),
        Some(ItemType::Event) => event(&mut reader, &facts, context).map(Details::Event),
        Some(ItemType::Article) => Some(Details::Article {}),
        None => None,
    };
    let Some(details) = details else { return Outcome { item: None, problems: reader.problems, notes } };
    let mut item = Item::new(details, title, &context.source, context.today);
    item.linked(&url);
    read_common(&mut reader, &mut item, submission.body.as_deref(), &facts);
    let is_right = reader.problems.is_empty();
    Outcome { item: is_right.then_some(item), problems: reader.problems, notes }
}

/// Title and address: needed, one line, http(s).
fn required(reader: &mut Reader<'_>) -> (String, String) {
    for field in ["type", "title", "url"] {
        if !reader.has(field) {
            reader.wrong(field, format!("`{field}` is missing"));
        }
    }
    let title = reader.text("title").map(|written| text::title(&written));
    if title.as_deref() == Some("") {
        reader.wrong("title", "`title` has nothing that can be read");
    }
    let url = reader.text("url").unwrap_or_default();
    if !url.is_empty() && Link::parse(&url).is_none() {
        let shown = text::line(&url, 80);
        reader.wrong("url", format!("`url` must be a whole http or https address, not “{shown}”"));
    }
    (title.unwrap_or_default(), url)
}

/// The type, and the fields that it may have.
fn item_type(reader: &mut Reader<'_>) -> Option<ItemType> {
    let item_type = reader.choice("type", TYPES);
    match item_type {
        Some(ItemType::Job) => reader.only(&[COMMON, JOB]),
        Some(ItemType::Event) => reader.only(&[COMMON, EVENT]),
        Some(ItemType::Article) => reader.only(&[COMMON]),
        None => reader.only(&[COMMON, JOB, EVENT]),
    }
    item_type
}

/// What the text beside the item states.
fn facts(
    reader: &mut Reader<'_>,
    text: Option<&str>,
    hints: [&str; 2],
    context: &Context,
    notes: &mut Vec<String>,
) -> Facts {
    let Some(name) = reader.text("text") else { return Facts::default() };
    let Some(text) = text else {
        let shown = text::line(&name, 80);
        reader.wrong(
            "text",
            if is_plain(&name) {
                format!("`text` names “{shown}”, and no such file stands beside this one")
            } else {
                format!("`text` must be the plain name of a file beside this one, not “{shown}”")
            },
        );
        return Facts::default();
    };
    let zone = reader.text("timezone").and_then(|name| TimeZone::get(&name).ok());
    let facts = prose_facts::read(text, &hints, zone.as_ref().unwrap_or(&context.timezone));
    if !reader.has("start") && reader.text("type").as_deref() == Some("event") {
        notes.extend(facts.doubts.iter().map(|doubt| format!("{}: {doubt}", text::line(&name, 80))));
    }
    facts
}

fn read_common(reader: &mut Reader<'_>, item: &mut Item, body: Option<&str>, facts: &Facts) {
    let origin = reader.choice("published_from", ORIGINS);
    if let Some(published) = reader.when("published", None) {
        item.dated(published, origin.unwrap_or(DateOrigin::FrontMatter));
    } else if let Some(published) = facts.published.or(facts.dateline.filter(|_| item.event().is_none())) {
        item.dated(published, DateOrigin::Text);
    }
    let is_from_text = !reader.has("start") && item.event().is_some() && facts.start.is_some();
    if is_from_text && item.published.is_none() {
        item.published_from = Some(DateOrigin::Text);
    }
    item.updated = reader.when("updated", None);
    item.first_seen = reader.day("first_seen").unwrap_or(item.first_seen);
    item.uid = reader.name("uid");
    let summary = reader.text("summary").and_then(|written| text::summary(&written));
    item.summary = summary.or_else(|| body.and_then(markdown_text::summary));
    item.authors = reader.list("authors", &[';', ',']);
    item.tags = reader.list("tags", &[';', ',']);
    item.language = reader.name("language");
    item.image = address(reader, "image");
    item.original_url = reader.text("original_url").unwrap_or_else(|| item.original_url.clone());
    item.by = reader.name("by");
    item.note = reader.text("note").map(|note| text::line(&note, text::SUMMARY_CAP));
}

/// An http(s) address in a field that may be missing.
fn address(reader: &mut Reader<'_>, field: &str) -> Option<String> {
    let written = reader.text(field)?;
    let address = http_address(&written);
    if address.is_none() {
        let shown = text::line(&written, 80);
        reader.wrong(field, format!("`{field}` must be a whole http or https address, not “{shown}”"));
    }
    address
}

fn job(reader: &mut Reader<'_>, facts: &Facts) -> Job {
    let locations = locations(reader);
    let workplace = workplace(reader, &locations);
    Job {
        organisation: reader.name("organisation"),
        locations,
        workplace,
        closes: reader.day("closes").or(facts.application_closes.filter(|_| !reader.has("closes"))),
        expires: reader.day("expires"),
    }
}

/// `workplace`, or `remote = true`, or a location that says so.
fn workplace(reader: &mut Reader<'_>, locations: &[Location]) -> Workplace {
    let stated = reader.choice("workplace", WORKPLACES);
    let remote = reader.boolean("remote");
    match (stated, remote) {
        (Some(Workplace::Hybrid | Workplace::Onsite), Some(true)) => {
            reader.wrong("remote", "`remote = true` contradicts `workplace`");
            Workplace::Unknown
        }
        (Some(stated), _) => stated,
        (None, Some(true)) => Workplace::Remote,
        (None, Some(false)) => Workplace::Unknown,
        (None, None) => {
            let says = |word: &str| locations.iter().any(|location| location.text.to_lowercase().contains(word));
            match (says("hybrid"), says("remote")) {
                (true, _) => Workplace::Hybrid,
                (_, true) => Workplace::Remote,
                _ => Workplace::Unknown,
            }
        }
    }
}

/// `locations` (texts or tables), else `location`, `city`, `region`, `country`.
fn locations(reader: &mut Reader<'_>) -> Vec<Location> {
    if reader.has("locations") {
        if reader.is_text("locations") {
            return reader.list("locations", &[';', '|']).iter().map(|text| Location::from_text(text)).collect();
        }
        return reader.members("locations").into_iter().filter_map(|member| location(reader, member)).collect();
    }
    let text = reader.name("location");
    let (city, region, country) = (reader.name("city"), reader.name("region"), reader.name("country"));
    location_of(reader, text, city, region, country, "country").into_iter().collect()
}

/// A member of `locations`.
fn location(reader: &mut Reader<'_>, member: &serde_json::Value) -> Option<Location> {
    if let Some(text) = member.as_str() {
        return Some(Location::from_text(text)).filter(|location| !location.text.is_empty());
    }
    let known = ["text", "city", "region", "country"];
    let Some(table) = member.as_object().filter(|table| table.keys().all(|key| known.contains(&key.as_str()))) else {
        reader.wrong(
            "locations",
            "a member of `locations` is a text or a table with `text`, `city`, `region`, `country`",
        );
        return None;
    };
    let field = |name: &str| table.get(name).and_then(serde_json::Value::as_str).and_then(text::name);
    location_of(reader, field("text"), field("city"), field("region"), field("country"), "locations")
}

fn location_of(
    reader: &mut Reader<'_>,
    text: Option<String>,
    city: Option<String>,
    region: Option<String>,
    country: Option<String>,
    field: &str,
) -> Option<Location> {
    if text.is_none() && city.is_none() && region.is_none() && country.is_none() {
        return None;
    }
    let written = [city.as_deref(), region.as_deref(), country.as_deref()].into_iter().flatten().collect::<Vec<_>>();
    let read = Location::from_text(text.as_deref().unwrap_or(&written.join(", ")));
    let code = country.as_deref().map(country_code);
    if let (Some(None), Some(country)) = (code, &country) {
        reader.wrong(field, format!("“{country}” is no country; write its name or its two-letter code"));
    }
    Some(Location {
        city: city.or(read.city),
        region: region.or(read.region),
        country: code.flatten().map(str::to_owned).or(read.country),
        text: read.text,
    })
}

fn event(reader: &mut Reader<'_>, facts: &Facts, context: &Context) -> Option<Event> {
    let timezone = timezone(reader);
    let zone = timezone.clone().unwrap_or_else(|| context.timezone.clone());
    let (start, end) = span(reader, facts, &zone)?;
    let mut event = Event::starting(start);
    event.end = end;
    event.timezone = reader.name("timezone");
    let (place, is_online) = place(reader);
    event.place = place.or_else(|| facts.place.clone().filter(|_| is_online.is_none()));
    event.online = reader.boolean("online").or(is_online).or(facts.online);
    event.status = reader.choice("status", STATUSES).unwrap_or_default();
    event.cfp = cfp(reader, facts, context);
    Some(event)
}

fn timezone(reader: &mut Reader<'_>) -> Option<TimeZone> {
    let name = reader.text("timezone")?;
    let zone = TimeZone::get(&name).ok();
    if zone.is_none() {
        reader.wrong(
            "timezone",
            format!("`timezone` must be a name such as Europe/Madrid, not “{}”", text::line(&name, 60)),
        );
    }
    zone
}

/// Start and end, from the fields or from the text. An end in the text belongs to the start there.
fn span(reader: &mut Reader<'_>, facts: &Facts, zone: &TimeZone) -> Option<(When, Option<When>)> {
    let (had_start, had_end) = (reader.has("start"), reader.has("end"));
    let (start, end) = (reader.when("start", Some(zone)), reader.when("end", Some(zone)));
    if !had_start && facts.start.is_none() {
        reader.wrong("start", "`start` is missing (the first day, for example 2026-10-05)");
    }
    let start = start.or(facts.start.filter(|_| !had_start))?;
    let same_day = facts.start.is_some_and(|stated| stated.day() == start.day());
    let end = end.or(facts.end.filter(|_| !had_end && same_day));
    if end.is_some_and(|end| end.day() < start.day()) {
        reader.wrong("end", format!("`end` ({}) is before `start` ({start})", end.unwrap_or(start)));
    }
    Some((start, end))
}

/// The place of an event from its fields, and whether they say that it is online.
fn place(reader: &mut Reader<'_>) -> (Option<Place>, Option<bool>) {
    let (venue, city, country) = (reader.name("venue"), reader.name("city"), reader.name("country"));
    if let Some(country) = country.as_deref().filter(|country| country_code(country).is_none()) {
        reader.wrong("country", format!("“{country}” is no country; write its name or its two-letter code"));
    }
    let written = reader.text("location").or_else(|| reader.text("place"));
    let read = written.as_deref().and_then(Place::from_text).unwrap_or_default();
    let place = Place { venue: venue.or(read.venue), city: city.or(read.city), country: country.or(read.country) };
    let is_online =
        written.map(|text| text.to_lowercase()).is_some_and(|text| text.contains("online") || text.contains("virtual"));
    (Some(place).filter(|place| *place != Place::default()), is_online.then_some(true))
}

fn cfp(reader: &mut Reader<'_>, facts: &Facts, context: &Context) -> Option<Cfp> {
    let status = reader.choice("cfp_status", CFP_STATUSES);
    let (opens, closes) = (reader.day("cfp_opens"), reader.day("cfp_closes"));
    let url = address(reader, "cfp_url");
    let closes = closes.or(facts.cfp_closes.filter(|_| !reader.has("cfp_closes") && status != Some(CfpStatus::None)));
    if opens.is_some() && closes.is_some() && opens > closes {
        reader.wrong("cfp_opens", "`cfp_opens` is after `cfp_closes`");
    }
    if status.is_none() && opens.is_none() && closes.is_none() && url.is_none() {
        return None;
    }
    let read = Cfp::on(context.today, opens, closes, url);
    Some(Cfp { status: status.unwrap_or(read.status), ..read })
}
