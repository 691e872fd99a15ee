//! An issue as a web page that stands on its own: no script, nothing loaded but the issue's images.
//!
//! [`page`] reads the content, gathers what a template may show ([`Page`] and its fields are the
//! reference for those who write one), and fills `page.html.j2`.

use minijinja::Value;
use serde::Serialize;
use serde_json::{Map, json};
use url::Url;

use super::content::{Content, Image, SectionLink, Surroundings};
use super::templates::{PAGE, Templates};
use super::words::{Words, direction, open_graph_locale};
use super::{IssueText, RenderError};
use crate::escape;

/// Ids that the built-in page uses for itself.
const PAGE_IDS: &[&str] = &["issue", "contents"];
/// Longest description made of headings, in characters.
const DESCRIPTION_CAP: usize = 160;

/// What surrounds an issue on its page. Everything may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageOptions {
    /// The newsletter's title.
    pub newsletter: Option<String>,
    /// Where the archive is served.
    pub site: Option<Url>,
    /// The page's own address.
    pub canonical: Option<Url>,
    /// Address of the Atom feed.
    pub feed: Option<String>,
    /// The issue before this one.
    pub previous: Option<Neighbour>,
    /// The issue after this one.
    pub next: Option<Neighbour>,
    /// The same issue in other languages.
    pub translations: Vec<Translation>,
}

/// Another issue to read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Neighbour {
    /// Its title.
    pub title: String,
    /// Where it is, absolute or relative to this page.
    pub address: String,
}

/// The same issue in another language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Translation {
    /// BCP 47 tag.
    pub language: String,
    /// Absolute address.
    pub address: String,
}

/// What `page.html.j2` sees. What there is not is `none`; a name that is not here is an error.
#[derive(Serialize)]
struct Page<'a> {
    issue: Issue<'a>,
    newsletter: Newsletter<'a>,
    page: Place<'a>,
    /// [`Words`]: `skip`, `contents`, `neighbours`, `previous`, `next`, `archive`, `feed`, `table`.
    words: &'static Words,
}

#[derive(Serialize)]
struct Issue<'a> {
    /// Plain text.
    title: &'a str,
    /// HTML: the title with the markup of its heading.
    title_html: Value,
    number: Option<u32>,
    /// `2026-03-11`.
    date: Option<String>,
    /// "March 11, 2026", as the issue's language writes it.
    date_text: Option<String>,
    /// HTML: everything under the title.
    html: Value,
    /// `id` and `title` of each section.
    sections: &'a [SectionLink],
    /// Plain text, at most 160 characters.
    description: Option<&'a str>,
    /// `address` (absolute) and `alt` of the first image that shows something.
    image: Option<&'a Image>,
}

#[derive(Serialize)]
struct Newsletter<'a> {
    title: Option<&'a str>,
    /// Where the archive is served.
    site: Option<&'a str>,
    /// The Atom feed.
    feed: Option<&'a str>,
}

#[derive(Serialize)]
struct Place<'a> {
    language: &'a str,
    /// `ltr` or `rtl`.
    direction: &'static str,
    /// `en_US`, where the territory is known.
    locale: Option<String>,
    canonical: Option<&'a str>,
    previous: Option<&'a Neighbour>,
    next: Option<&'a Neighbour>,
    translations: &'a [Translation],
    /// JSON-LD, safe inside a `script` element.
    structured_data: Value,
}

/// The issue as a web page, from its Markdown as it stands; the same input gives the same bytes.
///
/// # Errors
/// [`RenderError`]: an issue beyond the caps, a template that asks for what there is not.
pub fn page(issue: &IssueText, options: &PageOptions, templates: &Templates) -> Result<String, RenderError> {
    let language = issue.language.as_deref().unwrap_or("en");
    let words = Words::of(language);
    let content = Content::read(&issue.markdown, surroundings(issue, options, words))?;
    let title = title_of(issue, options, &content);
    let description = content.lead.clone().or_else(|| description_of_sections(&content.sections));
    let image = content.image.as_ref().and_then(|image| absolute(image, options));
    let date = issue.date.map(|date| date.to_string());
    let title_html = match &content.title {
        Some(heading) => Value::from_safe_string(heading.html.clone()),
        None => Value::from(title.as_str()),
    };
    let facts = Facts { title: &title, language, description: description.as_deref(), image: image.as_ref() };
    let values = Page {
        issue: Issue {
            title: &title,
            title_html,
            number: issue.number,
            date,
            date_text: issue.date.map(|date| Words::date(language, date)),
            html: Value::from_safe_string(content.html),
            sections: &content.sections,
            description: facts.description,
            image: facts.image,
        },
        newsletter: Newsletter {
            title: options.newsletter.as_deref(),
            site: options.site.as_ref().map(Url::as_str),
            feed: options.feed.as_deref(),
        },
        page: Place {
            language,
            direction: direction(language),
            locale: open_graph_locale(language),
            canonical: options.canonical.as_ref().map(Url::as_str),
            previous: options.previous.as_ref(),
            next: options.next.as_ref(),
            translations: &options.translations,
            structured_data: Value::from_safe_string(structured_data(issue, options, &facts)),
        },
        words,
    };
    templates.render(PAGE, values)
}

fn surroundings<'a>(issue: &'a IssueText, options: &'a PageOptions, words: &'a Words) -> Surroundings<'a> {
    Surroundings {
        path: &issue.path,
        title: issue.title.as_deref(),
        site: options.site.as_ref().or(options.canonical.as_ref()),
        reserved_ids: PAGE_IDS,
        table_label: words.table,
    }
}

/// The title as given, else the first heading, else the newsletter's title with number or date, else
/// the file's name.
fn title_of(issue: &IssueText, options: &PageOptions, content: &Content) -> String {
    let given = issue.title.clone().filter(|title| !title.trim().is_empty());
    given.or_else(|| content.title.as_ref().map(|title| title.text.clone())).unwrap_or_else(|| {
        let which = issue.number.map(|number| number.to_string()).or_else(|| issue.date.map(|date| date.to_string()));
        match (&options.newsletter, which) {
            (Some(newsletter), Some(which)) => format!("{newsletter} {which}"),
            (Some(newsletter), None) => newsletter.clone(),
            (None, _) => file_stem(&issue.path).to_owned(),
        }
    })
}

fn file_stem(path: &str) -> &str {
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// "OSPO Jobs · Upcoming Conferences": what is in the issue, in its own words.
fn description_of_sections(sections: &[SectionLink]) -> Option<String> {
    let mut description = String::new();
    for section in sections {
        let title = section.title.trim_matches(|end: char| !end.is_alphanumeric() && !"()!?".contains(end));
        let separator = if description.is_empty() { "" } else { " · " };
        if title.is_empty() || description.chars().count() + title.chars().count() + 3 > DESCRIPTION_CAP {
            continue;
        }
        description.push_str(separator);
        description.push_str(title);
    }
    Some(description).filter(|description| !description.is_empty())
}

/// The image with the address that other sites can load it from.
fn absolute(image: &Image, options: &PageOptions) -> Option<Image> {
    let base = options.canonical.as_ref().or(options.site.as_ref());
    let address = match base {
        Some(base) => base.join(&image.address).ok()?,
        None => Url::parse(&image.address).ok()?,
    };
    matches!(address.scheme(), "http" | "https").then(|| Image { address: address.into(), alt: image.alt.clone() })
}

/// What OpenGraph and JSON-LD say alike.
struct Facts<'a> {
    title: &'a str,
    language: &'a str,
    description: Option<&'a str>,
    image: Option<&'a Image>,
}

/// The issue as schema.org's `Article`, part of a `PublicationIssue` of a `Periodical`
/// (<https://schema.org/PublicationIssue>); only what is known.
fn structured_data(issue: &IssueText, options: &PageOptions, facts: &Facts<'_>) -> String {
    let site = options.site.as_ref().map(Url::as_str);
    let periodical = options.newsletter.as_ref().map(|name| {
        object([
            ("@type", Some(json!("Periodical"))),
            ("name", Some(json!(name))),
            ("url", site.map(|site| json!(site))),
        ])
    });
    let publication = (issue.number.is_some() || periodical.is_some()).then(|| {
        object([
            ("@type", Some(json!("PublicationIssue"))),
            ("issueNumber", issue.number.map(|number| json!(number))),
            ("isPartOf", periodical),
        ])
    });
    let article = object([
        ("@context", Some(json!("https://schema.org"))),
        ("@type", Some(json!("Article"))),
        ("headline", Some(json!(facts.title))),
        ("description", facts.description.map(|description| json!(description))),
        ("datePublished", issue.date.map(|date| json!(date.to_string()))),
        ("inLanguage", Some(json!(facts.language))),
        ("url", options.canonical.as_ref().map(|address| json!(address.as_str()))),
        ("image", facts.image.map(|image| json!(image.address))),
        ("isPartOf", publication),
    ]);
    escape::html::in_script(&article.to_string())
}

fn object<const N: usize>(fields: [(&str, Option<serde_json::Value>); N]) -> serde_json::Value {
    let known = fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    serde_json::Value::Object(known.collect::<Map<_, _>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section(title: &str) -> SectionLink {
        SectionLink { id: String::new(), title: title.to_owned() }
    }

    #[test]
    fn sections_describe_an_issue_without_prose() {
        let sections = [section("📚 OSPO Jobs"), section("🎉"), section("Why? (2026)"), section(&"long ".repeat(40))];
        assert_eq!(description_of_sections(&sections).as_deref(), Some("OSPO Jobs · Why? (2026)"));
    }

    #[test]
    fn an_issue_without_words_is_named_by_its_file() {
        let issue = IssueText { path: "issues/2026-03-11.md".into(), ..IssueText::default() };
        assert_eq!(title_of(&issue, &PageOptions::default(), &Content::default()), "2026-03-11");
    }
}
