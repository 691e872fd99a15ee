//! What stands in a page's head: title, site, summary, canonical address, picture, language, feeds.

use scraper::ElementRef;
use url::Url;

use crate::collect::document::{Document, text_of};
use crate::collect::schema_org::language_tag;
use crate::model::text;

/// What stands between a title and the name of its site.
const SEPARATORS: &[&str] = &[" | ", " – ", " — ", " - ", " · ", " • ", " :: ", " » ", " « ", " // ", " / "];
/// Most feeds that are taken from one page.
const FEED_CAP: usize = 50;

/// A feed that a page points to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedLink {
    /// Its address.
    pub url: Url,
    /// Its title, where the page gives one.
    pub title: Option<String>,
    /// The media type, lower case: `application/rss+xml`, `application/atom+xml`, `application/feed+json`.
    pub media_type: String,
}

/// The content of the first non-empty `<meta>` of these names (`property`, `name` or `itemprop`).
pub fn meta(document: &Document, names: &[&str]) -> Option<String> {
    let metas: Vec<ElementRef<'_>> = document.named("meta").collect();
    names.iter().find_map(|name| {
        let named = metas.iter().filter(|meta| {
            let keys = [meta.attr("property"), meta.attr("name"), meta.attr("itemprop"), meta.attr("http-equiv")];
            keys.into_iter().flatten().any(|key| key.trim().eq_ignore_ascii_case(name))
        });
        let mut contents = named.filter_map(|meta| meta.attr("content"));
        contents.find(|content| !content.trim().is_empty()).map(str::to_owned)
    })
}

/// The name of the site.
pub fn site(document: &Document) -> Option<String> {
    meta(document, &["og:site_name", "application-name"]).and_then(|name| text::name(&name))
}

/// The `<title>` as it stands.
pub fn raw_title(document: &Document) -> Option<String> {
    let title = document.named("title").next()?;
    Some(text::title(&title.text().collect::<String>())).filter(|title| !title.is_empty())
}

/// The page's title without the name of its site: `og:title`, `<title>`, `<h1>`. A title that says
/// nothing but the site's name and motto gives way to the headline.
pub fn title(document: &Document, site: Option<&str>) -> Option<String> {
    let headline = headline(document);
    let stated = meta(document, &["og:title", "twitter:title"]).or_else(|| raw_title(document));
    let Some(stated) = stated.map(|title| text::title(&title)).filter(|title| !title.is_empty()) else {
        return headline;
    };
    let names_site = |part: &str| site.is_some_and(|site| same(site, part)) || names_host(part, document.url());
    let rest = without_site(&stated, headline.as_deref(), names_site);
    let (has_site, rest) = (rest != stated || names_site(&stated), rest.to_owned());
    let host = document.url().and_then(|url| url.host_str()).unwrap_or_default();
    let strange = headline.as_ref().filter(|headline| has_site && !share_a_word(headline, &rest, host));
    Some(strange.cloned().unwrap_or(rest))
}

/// A title without the site's name before or behind it. Where no name is known, what stands beside
/// the headline is the site's.
fn without_site<'t>(title: &'t str, headline: Option<&str>, names_site: impl Fn(&str) -> bool) -> &'t str {
    for separator in SEPARATORS {
        let halves = [title.rsplit_once(separator), title.split_once(separator).map(|(first, rest)| (rest, first))];
        let found = halves.into_iter().flatten().find(|(rest, name)| names_site(name) && !rest.trim().is_empty());
        if let Some((rest, _)) = found {
            return rest.trim();
        }
    }
    headline.and_then(|headline| beginning(title, headline)).unwrap_or(title)
}

/// The beginning of a title that is the headline, where a sign divides it from the rest.
fn beginning<'t>(title: &'t str, headline: &str) -> Option<&'t str> {
    let (start, rest) = title.split_at_checked(headline.len())?;
    let divided = rest.trim_start().starts_with(['|', '-', '–', '—', '·', '•', ':', '»', '«', '/', ',']);
    (start == headline && divided && headline.chars().count() > 10).then_some(start)
}

/// Whether a name is the one of the host: "TODO Group" of `todogroup.org`.
fn names_host(name: &str, url: Option<&Url>) -> bool {
    let letters: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let host = url.and_then(|url| url.host_str()).unwrap_or_default();
    letters.len() > 3 && host.split('.').any(|label| label.replace('-', "") == letters)
}

/// Whether two titles have a word in common that is not the site's own.
fn share_a_word(one: &str, other: &str, host: &str) -> bool {
    let words = |text: &str| {
        let text = text.to_lowercase();
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 2 && !host.contains(word));
        words.map(str::to_owned).collect::<Vec<_>>()
    };
    let others = words(other);
    words(one).iter().any(|word| others.contains(word))
}

fn same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

/// What the page says that it is about.
pub fn summary(document: &Document) -> Option<String> {
    let stated = meta(document, &["og:description", "description", "twitter:description", "dc.description"])?;
    let summary = text::summary(&crate::collect::schema_org::plain(&stated))?;
    Some(summary).filter(|summary| site(document).as_deref() != Some(summary))
}

/// The address that readers should get: `rel=canonical`, then `og:url`, where they lead to the same
/// site and not merely to its front page; else where the page came from.
pub fn canonical(document: &Document) -> Option<Url> {
    let links = document.named("link").filter(|link| has_rel(*link, "canonical"));
    let stated = links.filter_map(|link| link.attr("href").map(str::to_owned)).chain(meta(document, &["og:url"]));
    let resolved = stated.filter_map(|href| document.resolve(&href));
    let mut believed = resolved.filter(|url| document.url().is_none_or(|page| can_stand_for(url, page)));
    believed.next().or_else(|| document.url().cloned())
}

fn can_stand_for(stated: &Url, page: &Url) -> bool {
    let host = |url: &Url| url.host_str().map(|host| host.trim_start_matches("www.").to_owned());
    let is_front = |url: &Url| url.path() == "/" && url.query().is_none();
    host(stated) == host(page) && (!is_front(stated) || is_front(page))
}

fn has_rel(link: ElementRef<'_>, rel: &str) -> bool {
    link.attr("rel").is_some_and(|rels| rels.split_whitespace().any(|known| known.eq_ignore_ascii_case(rel)))
}

/// A picture of the page.
pub fn image(document: &Document) -> Option<String> {
    let href =
        meta(document, &["og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src"])?;
    document.resolve(&href).map(String::from)
}

/// The language of the page: `html[lang]`, then what its head says.
pub fn language(document: &Document) -> Option<String> {
    let root = document.root();
    let lang = root.attr("lang").or_else(|| root.attr("xml:lang")).and_then(language_tag);
    lang.or_else(|| {
        let stated = meta(document, &["content-language", "og:locale", "dc.language", "language", "inLanguage"])?;
        language_tag(stated.split(',').next().unwrap_or_default())
    })
}

/// People who wrote it, as the head says.
pub fn authors(document: &Document) -> Vec<String> {
    let stated = meta(document, &["author", "article:author", "dc.creator", "parsely-author", "citation_author"]);
    crate::collect::schema_org::distinct(stated.iter().map(String::as_str).filter(|name| !name.contains("://")))
}

/// The feeds that a page points to, comment feeds left out.
pub fn feeds(document: &Document) -> Vec<FeedLink> {
    let mut feeds: Vec<FeedLink> = Vec::new();
    let links = document.named("link").filter(|link| has_rel(*link, "alternate") || has_rel(*link, "feed"));
    for feed in links.filter_map(|link| feed(document, link)) {
        if feeds.len() < FEED_CAP && !feeds.iter().any(|known| known.url == feed.url) {
            feeds.push(feed);
        }
    }
    feeds
}

fn feed(document: &Document, link: ElementRef<'_>) -> Option<FeedLink> {
    const TYPES: &[&str] =
        &["application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"];
    let media_type = link.attr("type")?.split(';').next()?.trim().to_ascii_lowercase();
    let url = document.resolve(link.attr("href")?)?;
    let title = link.attr("title").and_then(text::name);
    let names_comments = |text: &str| {
        ["comment", "kommentar", "comentario", "commenti"].iter().any(|word| text.to_lowercase().contains(word))
    };
    let of_comments = names_comments(url.path()) || title.as_deref().is_some_and(names_comments);
    (TYPES.contains(&media_type.as_str()) && !of_comments).then_some(FeedLink { url, title, media_type })
}

/// The text of the headline.
pub fn headline(document: &Document) -> Option<String> {
    headline_element(document).map(|heading| text::title(&text_of(heading)))
}

/// The heading that is the page's headline: the longest that stands in the `<title>`, `<h1>` before
/// lower ones; else the first `<h1>`.
pub fn headline_element(document: &Document) -> Option<ElementRef<'_>> {
    let title = raw_title(document).unwrap_or_default().to_lowercase();
    let headings = document.elements().filter(|element| matches!(element.value().name(), "h1" | "h2" | "h3"));
    let headings = headings.map(|element| (element, text::title(&text_of(element)).to_lowercase()));
    let headings: Vec<(ElementRef<'_>, String)> = headings.filter(|(_, text)| !text.is_empty()).collect();
    let in_title = |names: &[&str]| {
        let named = headings.iter().rev().filter(|(element, text)| {
            names.contains(&element.value().name()) && text.chars().count() > 10 && title.contains(text.as_str())
        });
        named.max_by_key(|(_, text)| text.len())
    };
    let first = || headings.iter().find(|(element, _)| element.value().name() == "h1");
    in_title(&["h1"]).or_else(|| in_title(&["h2", "h3"])).or_else(first).map(|(element, _)| *element)
}
