//! From fields to an item: what every type has, and what a text beside it may fill in.

use jiff::tz::TimeZone;

use super::fields::{Problem, Reader};
use super::submission::Submission;
use super::{event, is_plain, job};
use crate::collect::prose_facts::{self, Facts};
use crate::collect::{Context, markdown_text};
use crate::model::item::{DateOrigin, Details, Item, ItemType};
use crate::model::link::Link;
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
    "incomplete",
];

const TYPES: &[(&str, ItemType)] =
    &[("job", ItemType::Job), ("event", ItemType::Event), ("article", ItemType::Article)];
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
        Some(ItemType::Job) => Some(Details::Job(job::read(&mut reader, &facts))),
        Some(ItemType::Event) => event::read(&mut reader, &facts, context).map(Details::Event),
        Some(ItemType::Article) => Some(Details::Article {}),
        None => None,
    };
    unfinished(&mut reader);
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

/// `incomplete` names the fields that `newsletter add` could not find out: until each is there, the
/// item is left out.
fn unfinished(reader: &mut Reader<'_>) {
    const REPORTED_ANYHOW: &[&str] = &["type", "title", "url", "start"];
    for field in reader.list("incomplete", &[',', ';']) {
        if !reader.has(&field) && !REPORTED_ANYHOW.contains(&field.as_str()) {
            let shown = text::line(&field, 60);
            reader.wrong("incomplete", format!("the item is incomplete: `{shown}` is still to be filled in"));
        }
    }
}

/// The type, and the fields that it may have.
fn item_type(reader: &mut Reader<'_>) -> Option<ItemType> {
    let item_type = reader.choice("type", TYPES);
    match item_type {
        Some(ItemType::Job) => reader.only(&[COMMON, job::FIELDS]),
        Some(ItemType::Event) => reader.only(&[COMMON, event::FIELDS]),
        Some(ItemType::Article) => reader.only(&[COMMON]),
        None => reader.only(&[COMMON, job::FIELDS, event::FIELDS]),
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
    item.image = reader.address("image");
    item.original_url = reader.text("original_url").unwrap_or_else(|| item.original_url.clone());
    item.by = reader.name("by");
    item.note = reader.text("note").map(|note| text::line(&note, text::SUMMARY_CAP));
}
