//! Dates that a page's markup states: schema.org data, `<meta>`, `itemprop`, `<time>`.

use scraper::ElementRef;

use super::region::words;
use super::{Dated, Dates, machine_date};
use crate::collect::document::text_of;
use crate::collect::page_facts::metadata::headline;
use crate::collect::schema_org::{Graph, Thing, Value, article_of, value_of};
use crate::model::dates::When;
use crate::model::item::DateOrigin;

/// Names of `<meta>` elements that state when the page was published, the best first. Which date
/// `date` and its like are is not said: see [`WEAK`].
const PUBLISHED: &str = "article:published_time article:published article:publicationdate og:article:published_time \
    og:published_time datepublished date_published date-published publish_date publish-date publishdate \
    published_date published-date published publication_date publication-date publicationdate pubdate \
    pub_date pub-date published_time publish_time publishtime parsely-pub-date sailthru.date \
    cxenseparse:recs:publishtime dc.date.issued dcterms.issued dc.issued dcterms.date.issued \
    dc.date.published dc.date.publication citation_publication_date citation_online_date citation_date \
    prism.publicationdate eprints.datestamp article_date_original originalpublicationdate article.published \
    article:post_date mediator_published_time shareaholic:article_published_time vr:published_time \
    bt:pubdate rbpubdate iso-8601-publish-date article.created article:created article:create_at \
    date.published date_publish gtm_publishdate first_published displaydate release_date release-date \
    og:pubdate video:release_date og:video:release_date dcterms.created dc.created dc.date.created \
    dateposted datecreated date.created date_created creation_date originaldate pdate ptime article:date";

/// Names of `<meta>` elements with a date that may be the one of publication or of the last change.
const WEAK: &str = "date dc.date dcterms.date dc:date og:date created";

/// Names of `<meta>` elements that state when the page was changed.
const MODIFIED: &str = "article:modified_time article:modified og:updated_time og:modified_time datemodified date_modified \
    dcterms.modified dc.date.modified dc.modified lastmod last_modified last-modified lastmodified modified \
    modified_time updated_time updated article:updated_time article:updated";

/// schema.org data of the article that the page is about, or of the page.
pub fn in_schema(dates: &Dates<'_>, graph: &Graph) -> Option<Dated> {
    let things = about(dates, graph);
    let properties = ["datePublished", "uploadDate", "datePosted", "dateCreated"];
    properties.iter().find_map(|property| things.iter().find_map(|thing| schema_date(dates, thing, property)))
}

/// The article first, then whatever else stands on its own, but for what every page of a site has.
fn about<'a>(dates: &Dates<'_>, graph: &'a Graph) -> Vec<&'a Thing> {
    const NOT: &str = "WebSite Organization Corporation NewsMediaOrganization LocalBusiness Person BreadcrumbList \
        ItemList ImageObject Comment Review Rating Product Offer";
    let title = headline(dates.document);
    let article = article_of(graph, dates.document, title.as_deref());
    let others = graph.roots().map(|(_, thing)| thing);
    article.into_iter().chain(others.filter(|thing| !NOT.split_whitespace().any(|name| thing.is(name)))).collect()
}

fn schema_date(dates: &Dates<'_>, thing: &Thing, property: &str) -> Option<Dated> {
    thing.all(property).iter().find_map(|value| match value {
        Value::Text(raw) => dates.read(raw, DateOrigin::Jsonld),
        Value::Thing(_) => None,
    })
}

/// `<meta name|property|http-equiv=… content=…>` that states when the page was published.
pub fn in_meta(dates: &Dates<'_>) -> Option<Dated> {
    first_meta(dates, PUBLISHED)
}

/// `<meta name="date">` and its like: the date of publication on some sites, of change on others.
pub fn in_weak_meta(dates: &Dates<'_>) -> Option<Dated> {
    first_meta(dates, WEAK)
}

fn first_meta(dates: &Dates<'_>, names: &str) -> Option<Dated> {
    let metas = metas(dates);
    names.split_whitespace().find_map(|name| {
        let mut named = metas.iter().filter(|(known, _)| known == name);
        named.find_map(|(_, content)| dates.read(content, DateOrigin::Meta))
    })
}

fn metas<'a>(dates: &Dates<'a>) -> Vec<(String, &'a str)> {
    let metas = dates.document.elements().filter(|element| element.value().name() == "meta");
    let named = metas.filter_map(|meta| {
        let names = [meta.attr("property"), meta.attr("name"), meta.attr("http-equiv"), meta.attr("itemprop")];
        let content = meta.attr("content")?;
        Some(names.into_iter().flatten().map(move |name| (name.trim().to_ascii_lowercase(), content)))
    });
    named.flatten().collect()
}

/// `itemprop="datePublished"`, wherever it stands.
pub fn in_itemprop(dates: &Dates<'_>) -> Option<Dated> {
    ["datePublished", "datecreated", "dateposted", "uploaddate"].iter().find_map(|name| {
        let named = dates
            .document
            .elements()
            .filter(|element| has_itemprop(*element, name) && !dates.regions.is_aside(*element));
        named.map(value_of).find_map(|raw| dates.read(&raw, DateOrigin::Jsonld))
    })
}

fn has_itemprop(element: ElementRef<'_>, name: &str) -> bool {
    element.attr("itemprop").is_some_and(|names| names.split_whitespace().any(|known| known.eq_ignore_ascii_case(name)))
}

/// The `<time>` that is most likely the article's: marked as such, else the first of the page
/// outside its surroundings.
pub fn in_time(dates: &Dates<'_>) -> Option<Dated> {
    let mut best: Option<(u8, Dated)> = None;
    for time in dates.document.elements().filter(|element| element.value().name() == "time") {
        let Some(rank) = rank_of(time, dates) else { continue };
        let Some(dated) = time_date(dates, time) else { continue };
        if best.as_ref().is_none_or(|(known, _)| rank > *known) {
            best = Some((rank, dated));
        }
    }
    best.map(|(_, dated)| dated)
}

/// None for times that are not the article's publication; else the higher the better.
fn rank_of(time: ElementRef<'_>, dates: &Dates<'_>) -> Option<u8> {
    const PUBLISHED: &[&str] = &["published", "pubdate", "publish", "posted", "created", "publication"];
    const MODIFIED: &[&str] = &["updated", "modified", "update", "changed"];
    let parent = time.parent().and_then(ElementRef::wrap);
    let words: Vec<String> = std::iter::once(time).chain(parent).flat_map(|element| words(element.value())).collect();
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    if dates.regions.is_aside(time) || (has(MODIFIED) && !has(PUBLISHED)) || has_itemprop(time, "dateModified") {
        return None;
    }
    let marked = has(PUBLISHED) || time.attr("pubdate").is_some() || has_itemprop(time, "datePublished");
    Some(u8::from(marked))
}

/// The date of a `<time>`. Where what readers see is another day, they are believed.
fn time_date(dates: &Dates<'_>, time: ElementRef<'_>) -> Option<Dated> {
    let stated = time.attr("datetime").and_then(|raw| dates.read(raw, DateOrigin::Time));
    let seen = || dates.read(&text_of(time), DateOrigin::Time);
    match (stated, seen()) {
        (Some(stated), Some(seen)) if stated.when.day() != seen.when.day() => Some(seen),
        (stated, seen) => stated.or(seen),
    }
}

/// The same instant as the clocks of the publisher show it, where the page gives it in UTC and once
/// more with an offset.
pub fn localised(dates: &Dates<'_>, dated: Dated) -> Dated {
    let Some(instant) = dated.when.timestamp().filter(|_| is_in_utc(dated.when)) else { return dated };
    let times = dates.document.named("time").filter_map(|time| time.attr("datetime").map(str::to_owned));
    let metas = metas(dates).into_iter().map(|(_, content)| content.to_owned());
    let local = times.chain(metas).filter_map(|raw| machine_date(raw.trim())).find(|when| {
        !is_in_utc(*when) && when.timestamp().is_some_and(|other| other.as_second() == instant.as_second())
    });
    Dated { when: local.unwrap_or(dated.when), ..dated }
}

/// Whether a date is an instant in UTC, which says nothing of the publisher's day.
pub fn is_in_utc(when: When) -> bool {
    matches!(when, When::Moment { offset, .. } if offset.is_zero())
}

/// A date for programs in an attribute of an element that is marked as the date: hAtom's
/// `<abbr class="published" title="2016-12-23T05:11:00-05:00">`, `<span class="date" data-time="…">`.
pub fn in_attributes(dates: &Dates<'_>) -> Option<Dated> {
    const MARKS: &[&str] = &["published", "pubdate", "publish", "posted", "date", "datestamp", "timestamp", "datetime"];
    let marked = dates.document.elements().filter(|element| {
        element.value().name() != "time" && words(element.value()).any(|word| MARKS.contains(&word.as_str()))
    });
    let mut stated = marked.filter(|element| !dates.regions.is_aside(*element)).filter_map(|element| {
        let attributes = element.value().attrs().filter(|(name, _)| {
            matches!(*name, "title" | "datetime" | "content")
                || (name.starts_with("data-") && (name.contains("date") || name.contains("time")))
        });
        let value = attributes.map(|(_, value)| value).find(|value| looks_like_iso(value))?;
        dates.read(value, DateOrigin::Time)
    });
    stated.next()
}

fn looks_like_iso(value: &str) -> bool {
    let digits = |range: std::ops::Range<usize>| {
        value.get(range).is_some_and(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let value_is_long = value.len() >= 10 && value.is_char_boundary(10);
    value_is_long && digits(0..4) && digits(5..7) && digits(8..10)
}

/// What the page's data says of its last change.
pub fn modified(dates: &Dates<'_>, graph: &Graph) -> Option<When> {
    let in_schema = about(dates, graph).iter().find_map(|thing| schema_date(dates, thing, "dateModified"));
    let in_meta = || first_meta(dates, MODIFIED);
    let in_itemprop = || {
        let mut named = dates.document.elements().filter(|element| has_itemprop(*element, "dateModified"));
        named.find_map(|element| dates.read(&value_of(element), DateOrigin::Jsonld))
    };
    in_schema.or_else(in_meta).or_else(in_itemprop).map(|dated| dated.when)
}
