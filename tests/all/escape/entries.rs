//! Whole items through the entry templates, and whole issues: what both readers of Markdown see is what
//! they see of harmless words, with the words exchanged.

use comrak::nodes::NodeValue;
use jiff::civil::date;
use newsletter::config::{Config, built_in_entry};
use newsletter::issue::assemble::{Heading, IssueTemplates};
use newsletter::issue::entry::EntryTemplate;
use newsletter::issue::phrases;
use newsletter::markdown::write::link_target;
use newsletter::markdown::{self, gfm};
use newsletter::model::dates::When;
use newsletter::model::issue::EntryType;
use newsletter::model::item::{self, Cfp, CfpStatus, DateOrigin, Details, Item, Job};
use newsletter::model::link::Link;
use newsletter::model::place::{Location, Place};
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TextMergeStream};

use super::{holds, same, texts, with_texts};

/// What a source says of a thing; some of it may be missing.
#[derive(Clone, Debug)]
pub struct Said {
    pub title: String,
    pub organisation: Option<String>,
    pub place: Option<[String; 3]>,
    pub summary: Option<String>,
    pub people: Vec<String>,
    pub label: Option<String>,
    pub address: Link,
}

impl Said {
    /// Harmless words in the place of each text, and what each of them stands for.
    pub fn harmless(&self) -> (Said, Vec<(String, String)>) {
        let mut stands = Vec::new();
        let mut word = |text: &String| {
            let word = format!("Wqv{}vqw", stands.len());
            stands.push((word.clone(), text.clone()));
            word
        };
        let harmless = Said {
            title: word(&self.title),
            organisation: self.organisation.as_ref().map(&mut word),
            place: self.place.as_ref().map(|parts| parts.each_ref().map(&mut word)),
            summary: self.summary.as_ref().map(&mut word),
            people: self.people.iter().map(&mut word).collect(),
            label: self.label.as_ref().map(word),
            address: self.address.clone(),
        };
        (harmless, stands)
    }

    fn item(&self, details: Details) -> Item {
        let mut item = Item::new(details, &self.title, "feed", date(2026, 11, 20));
        item.linked(self.address.as_str());
        item.summary.clone_from(&self.summary);
        item.authors.clone_from(&self.people);
        item.tags.extend(self.label.clone());
        item.by = self.people.first().cloned();
        item.dated(When::Day(date(2026, 11, 19)), DateOrigin::Feed);
        item
    }

    pub fn job(&self) -> Item {
        let location = |[text, city, region]: &[String; 3]| Location {
            text: text.clone(),
            city: Some(city.clone()),
            region: Some(region.clone()),
            country: Some("DE".into()),
        };
        self.item(Details::Job(Job {
            organisation: self.organisation.clone(),
            locations: self.place.iter().map(location).collect(),
            ..Job::default()
        }))
    }

    pub fn event(&self) -> Item {
        let mut event = item::Event::starting(When::Day(date(2027, 3, 4)));
        event.end = Some(When::Day(date(2027, 3, 5)));
        event.place = self.place.clone().map(|[venue, city, country]| Place {
            venue: Some(venue),
            city: Some(city),
            country: Some(country),
        });
        event.cfp = Some(Cfp {
            status: CfpStatus::Open,
            opens: None,
            closes: Some(date(2027, 1, 2)),
            url: Some(self.address.to_string()),
        });
        self.item(Details::Event(event))
    }

    pub fn article(&self) -> Item {
        self.item(Details::Article {})
    }
}

pub fn said() -> impl Strategy<Value = Said> {
    let maybe = |text| prop::option::weighted(0.8, text);
    let link = texts::address().prop_filter_map("no link", |address| Link::parse(&address));
    (
        texts::title(),
        maybe(texts::name().boxed()),
        prop::option::weighted(0.8, [texts::name(), texts::name(), texts::name()]),
        maybe(texts::summary().boxed()),
        prop::collection::vec(texts::name(), 0..3),
        maybe(texts::name().prop_map(|tag| phrases::label(&tag)).boxed()),
        link,
    )
        .prop_map(|(title, organisation, place, summary, people, label, address)| Said {
            title,
            organisation,
            place,
            summary,
            people,
            label,
            address,
        })
}

/// Everything that a template can print of a job, an event or an article, in one entry.
const EVERYTHING: [(EntryType, &str); 3] = [
    (
        EntryType::Job,
        "- {{ title }} at {{ organisation }}: {{ location }} ({{ locations[0].city if locations else '' }})\n  \
         - **{{ organisation }}** *{{ title }}* [{{ organisation }}{{ title }}]({{ url }}) {{ authors | join(' / ') }}\n  \
         - {{ by }} {{ tags | join(', ') }} [here]({{ original_url }})",
    ),
    (
        EntryType::Event,
        "- {{ title }}, {{ location }}, {{ place.venue }} [{{ place.city }}]({{ cfp.url }})\n  {{ dates }}: {{ summary }}",
    ),
    (
        EntryType::Article,
        "- {{ summary }} {{ title }}! [{{ title }}, {{ summary }}]({{ url }}) **{{ title }}** {{ title }}\n\n  {{ title }}",
    ),
];

/// What a reader makes of Markdown, one line for each thing; texts beside each other are one.
pub fn by_pulldown(markdown: &str) -> Vec<String> {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let shown = |event| match event {
        Event::Text(text) => format!("Text({text})"),
        Event::Start(Tag::Link { dest_url, title, .. }) => format!("Link({dest_url}, {title})"),
        Event::Start(Tag::Image { dest_url, title, .. }) => format!("Image({dest_url}, {title})"),
        other => format!("{other:?}"),
    };
    TextMergeStream::new(Parser::new_ext(markdown, options)).map(shown).collect()
}

pub fn by_comrak(markdown: &str) -> Vec<String> {
    fn walk<'a>(node: &'a comrak::nodes::AstNode<'a>, seen: &mut Vec<String>, text: &mut String) {
        let value = node.data().value.clone();
        if let NodeValue::Text(part) = &value {
            text.push_str(part);
            return;
        }
        if !text.is_empty() {
            seen.push(format!("Text({})", std::mem::take(text)));
        }
        seen.push(format!("{value:?}"));
        node.children().for_each(|child| walk(child, seen, text));
        if !text.is_empty() {
            seen.push(format!("Text({})", std::mem::take(text)));
        }
        seen.push("end".into());
    }
    let arena = comrak::Arena::new();
    let (mut seen, mut text) = (Vec::new(), String::new());
    walk(comrak::parse_document(&arena, markdown, &gfm()), &mut seen, &mut text);
    seen
}

/// Both readers see of `markdown` what they see of `harmless` once the words are what they stand for.
pub fn reads_alike(markdown: &str, harmless: &str, stands: &[(String, String)]) -> Result<(), TestCaseError> {
    for (reader, read) in [("pulldown-cmark", by_pulldown as fn(&str) -> Vec<String>), ("comrak", by_comrak)] {
        same(&read(markdown), &with_texts(read(harmless), stands), &format!("{reader}'s reading of\n{markdown}"))?;
    }
    for mark in ["<!--", "{{<", "{{%"] {
        prop_assert!(!markdown.contains(mark), "{} in {}", mark, markdown);
    }
    Ok(())
}

fn templates() -> Vec<(EntryType, EntryTemplate)> {
    let types = [EntryType::Job, EntryType::Event, EntryType::Article];
    let sources = types.map(|takes| (takes, built_in_entry(takes))).into_iter().chain(EVERYTHING);
    sources.map(|(takes, source)| (takes, EntryTemplate::new("test", takes, source, "en").unwrap())).collect()
}

fn of_type(said: &Said, takes: EntryType) -> Item {
    match takes {
        EntryType::Job => said.job(),
        EntryType::Event => said.event(),
        EntryType::Article | EntryType::Text => said.article(),
    }
}

#[test]
fn an_entry_reads_as_the_same_entry_over_harmless_words() {
    let templates = templates();
    holds(24, said(), |said| {
        let (harmless, stands) = said.harmless();
        for (takes, template) in &templates {
            let render = |said: &Said| {
                let entry = template.render(&of_type(said, *takes), said.label.as_deref());
                entry.map_err(|error| TestCaseError::fail(format!("{error}")))
            };
            reads_alike(&render(&said)?, &render(&harmless)?, &stands)?;
        }
        Ok(())
    });
}

/// The Markdown of an issue with one thing of each type.
pub fn issue(said: &[Said; 3]) -> Result<String, TestCaseError> {
    let config = Config::parse(
        "[newsletter]\ntitle = \"News\"\n\
         [[section]]\nname = \"jobs\"\nheading = \"Jobs\"\ntakes = \"job\"\n\
         [[section]]\nname = \"events\"\nheading = \"Events\"\nintro = \"Meet people.\"\ntakes = \"event\"\n\
         [[section]]\nname = \"news\"\nheading = \"\"\ntakes = \"article\"\n",
        "sources.toml",
    )
    .unwrap();
    let templates = IssueTemplates::new(&config, None).unwrap();
    let entry = |section: &str, item: Item, said: &Said| {
        let entry = templates.entry(section, &item, said.label.as_deref());
        entry.map_err(|error| TestCaseError::fail(format!("{error}")))
    };
    let [job, event, article] = said;
    let entries = [
        ("jobs".to_owned(), vec![entry("jobs", job.job(), job)?, entry("jobs", event.job(), event)?]),
        ("events".to_owned(), vec![entry("events", event.event(), event)?, entry("events", job.event(), job)?]),
        ("news".to_owned(), vec![entry("news", article.article(), article)?, entry("news", job.article(), job)?]),
    ];
    let heading = Heading { title: "News".into(), number: 47, date: date(2026, 11, 24) };
    Ok(templates.issue(&config, &heading, &entries.into_iter().collect()).unwrap())
}

/// Three things, the same over harmless words, and what the words stand for.
pub fn three(said: &[Said; 3]) -> ([Said; 3], Vec<(String, String)>) {
    let mut all = Vec::new();
    let mut at = 0;
    let harmless = said.each_ref().map(|one| {
        let (mut harmless, stands) = one.harmless();
        at += 1;
        let own = |word: &str| word.replacen("Wqv", &format!("Wqv{at}z"), 1);
        harmless.title = own(&harmless.title);
        harmless.organisation = harmless.organisation.as_deref().map(own);
        harmless.place = harmless.place.map(|parts| parts.map(|part| own(&part)));
        harmless.summary = harmless.summary.as_deref().map(own);
        harmless.people.iter_mut().for_each(|name| *name = own(name));
        harmless.label = harmless.label.as_deref().map(own);
        all.extend(stands.into_iter().map(|(word, text)| (own(&word), text)));
        harmless
    });
    (harmless, all)
}

#[test]
fn an_issue_reads_as_the_same_issue_over_harmless_words() {
    holds(12, [said(), said(), said()], |said| {
        let (harmless, stands) = three(&said);
        reads_alike(&issue(&said)?, &issue(&harmless)?, &stands)
    });
}

#[test]
fn a_link_of_an_entry_leads_where_a_link_may_lead() {
    let template = EntryTemplate::new(
        "test",
        EntryType::Event,
        "- {{ title }} [a]({{ url }}) [b]({{ original_url }}) [c]({{ cfp.url }}) ![d]({{ image }})",
        "en",
    )
    .unwrap();
    let schemes = prop::sample::select(vec![
        "javascript:",
        "JaVaScRiPt:",
        "java\tscript:",
        "\u{1}javascript:",
        "data:text/html,",
        "vbscript:",
        "file:///",
        "ftp://",
        "tel:+1",
        "//evil.example/",
        "/",
        "",
        "https:",
        "mailto:",
        "http://example.org/",
    ]);
    holds(300, (schemes, texts::raw()), |(scheme, rest)| {
        let address = format!("{scheme}{rest}");
        let mut event = item::Event::starting(When::Day(date(2027, 3, 4)));
        event.cfp = Some(Cfp { status: CfpStatus::Open, opens: None, closes: None, url: Some(address.clone()) });
        let mut item = Item::new(Details::Event(event), "A", "feed", date(2026, 11, 20));
        item.linked(&address);
        item.image = Some(address);
        let entry = template.render(&item, None).map_err(|error| TestCaseError::fail(error.to_string()))?;
        let arena = comrak::Arena::new();
        for node in comrak::parse_document(&arena, &entry, &gfm()).descendants() {
            if let NodeValue::Link(link) | NodeValue::Image(link) = &node.data().value {
                let scheme = link.url.split(':').next().unwrap_or_default().to_ascii_lowercase();
                prop_assert!(["", "http", "https", "mailto"].contains(&&*scheme), "{:?} in {}", link.url, entry);
            }
        }
        Ok(())
    });
}

#[test]
fn the_target_of_a_link_is_the_same_link_to_who_reads_the_issue_again() {
    holds(800, texts::address(), |address| {
        let Some(link) = Link::parse(&address) else { return Ok(()) };
        let entry = format!("- [a]({})\n", link_target(link.as_str()));
        let found: Vec<String> = markdown::links(&entry).into_iter().map(|found| found.url).collect();
        prop_assert_eq!(found.len(), 1, "{}", entry);
        let read = Link::parse(&found[0]);
        prop_assert_eq!(read.as_ref().map(Link::key), Some(link.key()), "{}", entry);
        Ok(())
    });
}
