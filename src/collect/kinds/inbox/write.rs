//! A file of the inbox from a draft: what [`super::item`] reads back as the same item.
//!
//! What is missing is left out and named in `incomplete`, so that the inbox reports the file until a
//! person has filled it in. Nothing stands in for what is not known.

use toml_edit::{Array, Datetime, DocumentMut, InlineTable, Value, value};

use super::draft::Draft;
use crate::model::dates::When;
use crate::model::item::{Cfp, CfpStatus, DateOrigin, Details, Event, EventStatus, Item, ItemType, Job, Workplace};
use crate::model::place::Location;

impl Draft {
    /// The file, TOML.
    pub fn to_toml(&self) -> String {
        let mut file = File(DocumentMut::new());
        let missing = self.missing();
        file.text("type", self.item_type.map(ItemType::as_str));
        file.text("title", Some(self.item.title.as_str()).filter(|title| !title.is_empty()));
        file.text("url", self.item.url.as_ref().map(|url| url.as_str()));
        match &self.item.details {
            Details::Job(job) => file.job(job),
            Details::Event(event) => file.event(event),
            Details::Article {} => {}
        }
        file.common(&self.item);
        file.list("incomplete", &missing);
        format!("{}{}", file.0, to_fill_in(&missing, self.item_type))
    }
}

/// Commented fields for the person who completes the file.
fn to_fill_in(missing: &[&str], item_type: Option<ItemType>) -> String {
    if missing.is_empty() {
        return String::new();
    }
    let helpful: &[&str] = match item_type {
        Some(ItemType::Job) => &["city", "country", "closes"],
        Some(ItemType::Event) => &["end", "city", "country"],
        _ => &[],
    };
    let line = |field: &&str| format!("# {field} = {}\n", example(field));
    let needed: String = missing.iter().map(line).collect();
    let further: String = helpful.iter().map(line).collect();
    let further = if further.is_empty() { further } else { format!("# Good to have:\n{further}") };
    format!("\n# Needed; until it is here, the inbox leaves this item out:\n{needed}{further}")
}

/// How a field is written; nothing of it could be taken for a value.
fn example(field: &str) -> &'static str {
    match field {
        "type" => "\"\"  # job, event or article",
        "start" | "end" | "closes" => "      # YYYY-MM-DD",
        "country" => "\"\"  # its name or two-letter code",
        _ => "\"\"",
    }
}

/// The fields in the order in which people read them.
struct File(DocumentMut);

impl File {
    fn set(&mut self, field: &str, to: impl Into<Value>) {
        self.0.insert(field, value(to));
    }

    fn text(&mut self, field: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.set(field, text);
        }
    }

    fn list<T: AsRef<str>>(&mut self, field: &str, members: &[T]) {
        if !members.is_empty() {
            self.set(field, members.iter().map(AsRef::as_ref).collect::<Array>());
        }
    }

    fn day(&mut self, field: &str, day: Option<jiff::civil::Date>) {
        self.when(field, day.map(When::Day));
    }

    fn when(&mut self, field: &str, when: Option<When>) {
        let Some(written) = when.map(|when| when.to_string()) else { return };
        match written.parse::<Datetime>() {
            Ok(date) => self.set(field, date),
            Err(_) => self.set(field, written),
        }
    }

    fn job(&mut self, job: &Job) {
        self.text("organisation", job.organisation.as_deref());
        if !job.locations.is_empty() {
            self.set("locations", job.locations.iter().map(location).collect::<Array>());
        }
        self.text("workplace", Some(workplace(job.workplace)));
        self.day("closes", job.closes);
        self.day("expires", job.expires);
    }

    fn event(&mut self, event: &Event) {
        self.when("start", Some(event.start));
        self.when("end", event.end);
        self.text("timezone", event.timezone.as_deref());
        let place = event.place.clone().unwrap_or_default();
        self.text("venue", place.venue.as_deref());
        self.text("city", place.city.as_deref());
        self.text("country", place.country.as_deref());
        if let Some(online) = event.online {
            self.set("online", online);
        }
        match event.status {
            EventStatus::Scheduled => {}
            EventStatus::Cancelled => self.set("status", "cancelled"),
            EventStatus::Postponed => self.set("status", "postponed"),
        }
        if let Some(cfp) = &event.cfp {
            self.cfp(cfp);
        }
    }

    /// The status is written only where no date tells it: dates stay right, a status grows old.
    fn cfp(&mut self, cfp: &Cfp) {
        if cfp.opens.is_none() && cfp.closes.is_none() {
            self.text("cfp_status", Some(cfp_status(cfp.status)));
        }
        self.day("cfp_opens", cfp.opens);
        self.day("cfp_closes", cfp.closes);
        self.text("cfp_url", cfp.url.as_deref());
    }

    fn common(&mut self, item: &Item) {
        self.when("published", item.published);
        self.text("published_from", item.published.and(item.published_from).map(origin));
        self.when("updated", item.updated);
        self.text("summary", item.summary.as_deref());
        self.list("authors", &item.authors);
        self.list("tags", &item.tags);
        self.text("language", item.language.as_deref());
        self.text("image", item.image.as_deref());
        self.text("uid", item.uid.as_deref());
        self.text("by", item.by.as_deref());
        self.text("note", item.note.as_deref());
    }
}

fn location(location: &Location) -> Value {
    let fields = [
        ("text", Some(location.text.as_str()).filter(|text| !text.is_empty())),
        ("city", location.city.as_deref()),
        ("region", location.region.as_deref()),
        ("country", location.country.as_deref()),
    ];
    fields.into_iter().filter_map(|(name, written)| Some((name, written?))).collect::<InlineTable>().into()
}

fn workplace(workplace: Workplace) -> &'static str {
    match workplace {
        Workplace::Remote => "remote",
        Workplace::Hybrid => "hybrid",
        Workplace::Onsite => "onsite",
        Workplace::Unknown => "unknown",
    }
}

fn cfp_status(status: CfpStatus) -> &'static str {
    match status {
        CfpStatus::None => "none",
        CfpStatus::Upcoming => "upcoming",
        CfpStatus::Open => "open",
        CfpStatus::Closed => "closed",
        CfpStatus::Unknown => "unknown",
    }
}

fn origin(origin: DateOrigin) -> &'static str {
    match origin {
        DateOrigin::Feed => "feed",
        DateOrigin::Jsonld => "jsonld",
        DateOrigin::Meta => "meta",
        DateOrigin::Time => "time",
        DateOrigin::Sitemap => "sitemap",
        DateOrigin::Url => "url",
        DateOrigin::FrontMatter => "front_matter",
        DateOrigin::Text => "text",
        DateOrigin::FirstSeen => "first_seen",
    }
}
