//! The `content` kind on small sites of each generator, and on the real documents the project started from.

use newsletter::model::item::{DateOrigin, ItemType};

use crate::offline::{collector, context, context_taking, files, fixtures, titled, warnings};
use crate::support::shared;

const HUGO: &str = r#"{ path = "hugo", base = "https://example.org/" }"#;

fn hugo(settings: &str) -> newsletter::collect::Page {
    files("content", settings, &fixtures("content"), &context("2026-03-01"))
}

#[test]
fn a_hugo_site_gives_its_public_posts() {
    let page = hugo(HUGO);
    let titles: Vec<&str> = page.items.iter().map(|item| item.title.as_str()).collect();
    assert_eq!(
        titles,
        [
            "A bundle",
            "Question: what is a colon?",
            "Why we opened an office",
            "A post in JSON",
            "A post in TOML",
            "A title in the text"
        ]
    );
}

#[test]
fn a_post_has_what_its_front_matter_says_and_its_first_words() {
    let page = hugo(HUGO);
    let post = titled(&page, "Why we opened an office");
    assert_eq!(post.url.as_ref().map(|url| url.as_str()), Some("https://example.org/blog/first-post/"));
    assert_eq!(post.published.map(|when| when.to_string()).as_deref(), Some("2026-02-10"));
    assert_eq!(post.updated.map(|when| when.to_string()).as_deref(), Some("2026-02-12T08:00:00Z"));
    assert_eq!(post.published_from, Some(DateOrigin::FrontMatter));
    assert_eq!(post.summary.as_deref(), Some("Our office opened its doors in February with a party."));
    assert_eq!(post.authors, ["ada"]);
    assert_eq!(post.tags, ["ospo", "policy"]);
    assert_eq!(post.image.as_deref(), Some("https://example.org/img/office.png"));
    assert_eq!(post.item_type(), ItemType::Article);
}

#[test]
fn toml_and_json_front_matter_override_summary_and_address() {
    let page = hugo(HUGO);
    let toml = titled(&page, "A post in TOML");
    assert_eq!(toml.summary.as_deref(), Some("What the field description says."));
    assert_eq!(toml.url.as_ref().map(|url| url.as_str()), Some("https://example.org/blog/in-toml/"));
    assert_eq!(toml.published.map(|when| when.to_string()).as_deref(), Some("2026-02-11T09:30:00+01:00"));
    assert_eq!(toml.authors, ["Ada", "Grace"]);
    assert_eq!(toml.image.as_deref(), Some("https://cdn.example.org/toml.png"));
    let json = titled(&page, "A post in JSON");
    assert_eq!(json.url.as_ref().map(|url| url.as_str()), Some("https://example.org/somewhere/else/"));
}

#[test]
fn what_is_left_out_or_damaged_is_told() {
    let told = warnings(&hugo(HUGO));
    for expected in ["hugo/blog/damaged.md: the YAML", "blog/notes.md", "blog/future.md", "another language"] {
        assert!(told.contains(expected), "{expected:?} in\n{told}");
    }
    assert!(!told.contains("archetypes"), "{told}");
}

#[test]
fn one_language_of_each_post_is_kept() {
    let page = hugo(r#"{ path = "hugo", base = "https://example.org/", language = "ja" }"#);
    assert_eq!(titled(&page, "束").language.as_deref(), Some("ja"));
    assert_eq!(titled(&page, "開設の理由").summary.as_deref(), Some("二月に開設しました。"));
    assert!(page.items.iter().all(|item| item.title != "A bundle" && item.title != "Why we opened an office"));
}

#[test]
fn a_jekyll_site_dates_its_posts_by_file_name() {
    let settings =
        r#"{ path = "jekyll", base = "https://example.org/site/", permalink = "/:year/:month/:day/:title.html" }"#;
    let page = files("content", settings, &fixtures("content"), &context("2026-03-01"));
    assert_eq!(page.items.len(), 3, "{:?}", page.items);
    let meeting = titled(&page, "Winter meeting");
    assert_eq!(meeting.published.map(|when| when.to_string()).as_deref(), Some("2026-01-31T10:00:00+01:00"));
    let url = meeting.url.as_ref().map(|url| url.as_str());
    assert_eq!(url, Some("https://example.org/site/2026/01/31/winter-meeting.html"));
    assert_eq!(meeting.summary.as_deref(), Some("Minutes of the winter meeting."));
    assert_eq!(meeting.authors, ["Grace"]);
    let undated = titled(&page, "No date inside");
    assert_eq!(undated.published.map(|when| when.to_string()).as_deref(), Some("2026-02-01"));
    assert_eq!(undated.summary.as_deref(), Some("A paragraph with code and a note."));
    let own = titled(&page, "Own permalink");
    assert_eq!(own.url.as_ref().map(|url| url.as_str()), Some("https://example.org/site/2026/special/own-permalink/"));
    assert_eq!(own.tags, ["a", "b"]);
}

#[test]
fn a_zola_site_keeps_its_taxonomies_and_extra() {
    let settings = r#"{ path = "zola", base = "https://example.org" }"#;
    let page = files("content", settings, &fixtures("content"), &context("2026-03-01"));
    assert_eq!(page.items.len(), 1);
    let release = titled(&page, "Release 2");
    assert_eq!(release.url.as_ref().map(|url| url.as_str()), Some("https://example.org/news/release-two/"));
    assert_eq!((&release.tags, &release.authors), (&vec!["release".to_owned()], &vec!["Lin".to_owned()]));
    assert_eq!(release.image.as_deref(), Some("https://example.org/r2.png"));
    assert_eq!(release.summary.as_deref(), Some("The second release is out."));
}

#[test]
fn front_matter_with_a_start_makes_an_event() {
    let settings = r#"{ path = "events", base = "https://example.org/", permalink = "/events/:filename/" }"#;
    let page = files("content", settings, &fixtures("content"), &context_taking("2026-03-01", ItemType::Event));
    let meetup = titled(&page, "Spring meetup").event().expect("an event");
    assert_eq!(meetup.start.to_string(), "2026-04-10T18:00:00+02:00");
    assert_eq!(meetup.end.map(|end| end.to_string()).as_deref(), Some("2026-04-10T20:30:00+02:00"));
    let place = meetup.place.clone().expect("a place");
    assert_eq!(place.venue.as_deref(), Some("Town Hall"));
    assert_eq!((place.city.as_deref(), place.country.as_deref()), (Some("Lyon"), Some("France")));
    let autumn = titled(&page, "Autumn days").event().expect("an event");
    assert_eq!((autumn.start.to_string(), autumn.online), ("2026-10-05".to_owned(), Some(true)));
    assert_eq!(titled(&page, "Report of the meetup").item_type(), ItemType::Article);
}

#[test]
fn a_site_without_base_gives_posts_that_wait() {
    let page = files("content", r#"{ path = "zola" }"#, &fixtures("content"), &context("2026-03-01"));
    assert_eq!(page.items[0].url, None);
    assert!(warnings(&page).contains("base"), "{}", warnings(&page));
}

#[test]
fn a_wrong_permalink_is_refused() {
    let error = collector("content", r#"{ path = "x", permalink = "/:nonsense/" }"#).err().unwrap_or_default();
    assert!(error.contains(":nonsense"), "{error}");
}

#[test]
fn the_real_documents_become_the_articles_they_are() {
    let Some(data) = shared("data") else { return };
    let settings = r#"{ path = "seeds", base = "https://example.org/" }"#;
    let page = files("content", settings, &data, &context("2026-03-01"));
    assert_eq!(page.items.len(), 2, "{:?}", page.warnings);

    let summit = titled(&page, "OSPO Summit 2022 Launched");
    assert_eq!(summit.published.map(|when| when.to_string()).as_deref(), Some("2022-11-14T10:47:07+08:00"));
    assert_eq!(summit.published_from, Some(DateOrigin::FrontMatter));
    assert_eq!(summit.item_type(), ItemType::Article);
    let url = summit.url.as_ref().map(|url| url.as_str());
    assert_eq!(url, Some("https://example.org/blog/000_01cb2fa6155bc070/"));

    let report = titled(&page, "Learnings from the first OSPO and Open Source for Organizations Conference");
    assert_eq!(report.published.map(|when| when.to_string()).as_deref(), Some("2021-10-14"));
    assert_eq!(report.authors, ["anajsana"]);
    let summary = report.summary.clone().unwrap_or_default();
    assert!(summary.starts_with("Leading figures from Open Source gathered at OSPOCon"), "{summary}");
    assert!(!summary.contains(['{', '&', '*', '\u{a0}', '!']), "{summary}");
    assert_eq!(page.warnings.len(), 1, "one line for the three without front matter: {:?}", page.warnings);
}
