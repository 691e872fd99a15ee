//! The kinds of sources, one file each. To add one: a file here, its `mod` line, its row in
//! [`KINDS`], its example in `docs/sources.reference.toml`, its fixtures.

pub mod bevy;
pub mod calendar;
pub mod callingallpapers;
pub mod confs_tech;
pub mod content;
pub mod feed;
pub mod foss_events;
pub mod github;
pub mod inbox;
pub mod json;
pub mod lf_events;
pub mod ocgroups;
pub mod page;
pub mod schedule;
pub mod sessionize;
pub mod settings;
pub mod sitemap;
pub mod wordpress;

use super::Kind;
use crate::model::item::ItemType::{Article, Event, Job};

/// Every kind of source there is, in the order of the documentation.
pub const KINDS: &[Kind] = &[
    Kind::of::<feed::Feed>("feed", "RSS, Atom, RDF or JSON Feed, well-formed or not", &[Article, Job]),
    Kind::of::<calendar::Calendar>("calendar", "an iCalendar file with recurrences and time zones", &[Event]),
    Kind::of::<page::Page>(
        "page",
        "a web page with schema.org data or metadata, or a list page by CSS selectors",
        &[Article, Event, Job],
    ),
    Kind::of::<content::Content>(
        "content",
        "a folder of Markdown with front matter (Hugo, Jekyll, Zola)",
        &[Article, Event],
    ),
    Kind::of::<inbox::Inbox>("inbox", "hand-submitted items, one small file each", &[Job, Event, Article]),
    Kind::of::<lf_events::LfEvents>(
        "lf_events",
        "the events of the Linux Foundation with dates, places and calls for papers, in one request",
        &[Event],
    ),
    Kind::of::<confs_tech::ConfsTech>(
        "confs_tech",
        "the conferences of the confs.tech catalogue, by topic and year",
        &[Event],
    ),
    Kind::of::<json::Json>("json", "any JSON answer, each field by the path of its value", &[Article, Event, Job]),
    Kind::of::<ocgroups::OcGroups>("ocgroups", "the events of an Open Community Groups site (ocgroups.dev)", &[Event]),
    Kind::of::<wordpress::WordPress>(
        "wordpress",
        "the posts of a WordPress site, through its REST interface",
        &[Article],
    ),
    Kind::of::<github::GitHub>(
        "github",
        "releases, discussions and merged pull requests of a repository, or its issue forms as an inbox",
        &[Article, Job, Event],
    ),
    Kind::of::<schedule::ScheduleXml>(
        "schedule",
        "a conference by its published schedule (Pentabarf, frab, pretalx; FOSDEM), or its talks on some subjects",
        &[Event],
    ),
    Kind::of::<bevy::Bevy>("bevy", "the events of a community on Bevy (community.linuxfoundation.org)", &[Event]),
    Kind::of::<sitemap::Sitemap>(
        "sitemap",
        "the pages that a site's sitemap lists, for sites without a feed",
        &[Article, Event, Job],
    ),
    Kind::of::<sessionize::Sessionize>("sessionize", "calls for papers on Sessionize, by their addresses", &[Event]),
    Kind::of::<foss_events::FossEvents>("foss_events", "the catalogue of free-software events foss.events", &[Event]),
    Kind::of::<callingallpapers::CallingAllPapers>(
        "callingallpapers",
        "the open calls for papers that callingallpapers.com gathers",
        &[Event],
    ),
];
