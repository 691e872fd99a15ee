//! From the elements of a page to an item: what the settings' fields say, and nothing more.

use jiff::civil::Date;
use scraper::ElementRef;

use super::Page;
use super::dates::{self, Year};
use super::field::Field;
use crate::collect::Context;
use crate::collect::document::{Document, text_of};
use crate::collect::page_facts::metadata;
use crate::model::dates::When;
use crate::model::dates::prose::Reading;
use crate::model::item::{Cfp, DateOrigin, Details, Event, Item, ItemType, Job, Workplace};
use crate::model::place::{Location, Place, country_code};
use crate::model::text;

/// Reads items out of the elements of one page.
pub struct Drafter<'a> {
    pub settings: &'a Page,
    pub document: &'a Document,
    pub context: &'a Context,
    language: Option<String>,
}

impl<'a> Drafter<'a> {
    /// Prepares for a page.
    pub fn new(settings: &'a Page, document: &'a Document, context: &'a Context) -> Drafter<'a> {
        Drafter { settings, document, context, language: metadata::language(document) }
    }

    /// What the fields say of an element. An event of which no start can be read comes as an article:
    /// its own page may tell. The title is empty where there is none.
    pub fn item(&self, element: ElementRef<'_>, kind: ItemType) -> Item {
        let details = match kind {
            ItemType::Article => Details::Article {},
            ItemType::Job => Details::Job(self.job(element)),
            ItemType::Event => self.event(element).map_or(Details::Article {}, Details::Event),
        };
        let title = self.text(&self.settings.title, element).unwrap_or_default();
        let mut item = Item::new(details, text::title(&title), self.context.source.clone(), self.context.today);
        if let Some(href) = self.text(&self.settings.link, element) {
            self.link(&mut item, &href);
        }
        if let Some(when) = self.date(&self.settings.date, element, Year::Past) {
            item.dated(when, self.origin());
        }
        item.summary = self.text(&self.settings.summary, element).and_then(|summary| text::summary(&summary));
        item.authors = self.names(&self.settings.authors, element);
        item.tags = self.names(&self.settings.topics, element);
        item.image = self.text(&self.settings.image, element).and_then(|href| self.absolute(&href));
        item.uid = self.name(&self.settings.uid, element);
        item
    }

    /// Like [`Drafter::item`], for an element of a list: title and link come from its heading and its
    /// first link where the settings leave them out.
    pub fn listed(&self, element: ElementRef<'_>, kind: ItemType) -> Item {
        let mut item = self.item(element, kind);
        let link = first_link(element);
        if self.settings.link.is_none()
            && let Some(href) = link.and_then(|link| link.attr("href"))
        {
            self.link(&mut item, href);
        }
        if self.settings.title.is_none()
            && let Some(named) = heading(element).or(link)
        {
            item.title = text::title(&text_of(named));
        }
        item.language = self.language.clone();
        item
    }

    /// Sets an item's link from an address as it stands in the page. What is no http(s) address is
    /// kept as the original only.
    fn link(&self, item: &mut Item, href: &str) {
        item.linked(&self.absolute(href).unwrap_or_else(|| href.trim().to_owned()));
    }

    fn absolute(&self, href: &str) -> Option<String> {
        self.document.resolve(href).map(String::from)
    }

    fn job(&self, element: ElementRef<'_>) -> Job {
        let settings = self.settings;
        Job {
            organisation: self.name(&settings.organisation, element),
            locations: self.locations(element),
            workplace: workplace(&self.workplace_text(element)),
            closes: self.day(&settings.closes, element),
            expires: None,
        }
    }

    /// The locations of a job. What the settings do not single out is read from the text.
    fn locations(&self, element: ElementRef<'_>) -> Vec<Location> {
        let settings = self.settings;
        let (city, country) = (self.name(&settings.city, element), self.name(&settings.country, element));
        let mut written = self.names(&settings.location, element);
        if written.is_empty() {
            written
                .extend(text::name(&[city.as_deref(), country.as_deref()].map(Option::unwrap_or_default).join(", ")));
        }
        let code = country.as_deref().and_then(country_code).map(str::to_owned);
        let texts = written.iter().map(|text| text.trim_matches([' ', ','])).filter(|text| !text.is_empty());
        texts.map(|text| located(text, city.as_ref(), code.as_ref())).collect()
    }

    /// What says where the work is done: its own field, else the locations ("Berlin (hybrid)").
    fn workplace_text(&self, element: ElementRef<'_>) -> String {
        let settings = self.settings;
        self.text(&settings.workplace, element).unwrap_or_else(|| self.names(&settings.location, element).join("\n"))
    }

    fn event(&self, element: ElementRef<'_>) -> Option<Event> {
        let settings = self.settings;
        let start = self.date(&settings.start, element, Year::Coming)?;
        let end = self.date(&settings.end, element, Year::Coming);
        let read = self.text(&settings.location, element).and_then(|text| Place::from_text(&text)).unwrap_or_default();
        let place = Place {
            venue: read.venue,
            city: self.name(&settings.city, element).or(read.city),
            country: self.name(&settings.country, element).or(read.country),
        };
        Some(Event {
            end: end.filter(|end| end.day() >= start.day()),
            place: (place != Place::default()).then_some(place),
            cfp: self.cfp(element),
            ..Event::starting(start)
        })
    }

    fn cfp(&self, element: ElementRef<'_>) -> Option<Cfp> {
        let settings = self.settings;
        let (opens, closes) = (self.day(&settings.cfp_opens, element), self.day(&settings.cfp_closes, element));
        let url = self.text(&settings.cfp_url, element).and_then(|href| self.absolute(&href));
        let known = opens.is_some() || closes.is_some() || url.is_some();
        known.then(|| Cfp::on(self.context.today, opens, closes, url))
    }

    fn day(&self, field: &Option<Field>, element: ElementRef<'_>) -> Option<Date> {
        self.date(field, element, Year::Coming).map(When::day)
    }

    /// The first value of a date field that can be read.
    fn date(&self, field: &Option<Field>, element: ElementRef<'_>, year: Year) -> Option<When> {
        let field = field.as_ref()?;
        let reading = Reading { language: self.language.as_deref(), order: None };
        let today = self.context.today;
        field.values(element).into_iter().find_map(|text| dates::read(&field.0.format, &text, year, today, reading))
    }

    /// Where the publication date comes from: a `<time>`, or what readers see.
    fn origin(&self) -> DateOrigin {
        let attribute = self.settings.date.as_ref().and_then(|field| field.0.attr.as_deref());
        if attribute == Some("datetime") { DateOrigin::Time } else { DateOrigin::Text }
    }

    fn text(&self, field: &Option<Field>, element: ElementRef<'_>) -> Option<String> {
        field.as_ref().and_then(|field| field.first(element))
    }

    fn name(&self, field: &Option<Field>, element: ElementRef<'_>) -> Option<String> {
        self.text(field, element).and_then(|value| text::name(&value))
    }

    fn names(&self, field: &Option<Field>, element: ElementRef<'_>) -> Vec<String> {
        let values = field.as_ref().map(|field| field.values(element)).unwrap_or_default();
        crate::collect::schema_org::distinct(values.iter().map(String::as_str))
    }
}

/// The item itself where it is a link, else the first link in it.
fn first_link(element: ElementRef<'_>) -> Option<ElementRef<'_>> {
    let is_link = |element: &ElementRef<'_>| element.value().name() == "a" && element.attr("href").is_some();
    std::iter::once(element).chain(element.descendent_elements()).find(is_link)
}

fn heading(element: ElementRef<'_>) -> Option<ElementRef<'_>> {
    let mut inside = element.descendent_elements();
    inside.find(|element| matches!(element.value().name(), "h1" | "h2" | "h3" | "h4" | "h5" | "h6"))
}

/// A location as its text tells; city and country of their own fields are better known.
pub fn located(text: &str, city: Option<&String>, country: Option<&String>) -> Location {
    let read = Location::from_text(text);
    Location { city: city.cloned().or(read.city), country: country.cloned().or(read.country), ..read }
}

/// The word for the workplace that a text has; unknown where it has none or several.
pub fn workplace(text: &str) -> Workplace {
    let text = text.to_lowercase();
    let remote = text.contains("remote");
    let hybrid = text.contains("hybrid");
    let onsite = ["onsite", "on-site", "on site", "in office", "in-office"].iter().any(|word| text.contains(word));
    match (remote, hybrid, onsite) {
        (true, false, false) => Workplace::Remote,
        (false, true, false) => Workplace::Hybrid,
        (false, false, true) => Workplace::Onsite,
        _ => Workplace::Unknown,
    }
}
