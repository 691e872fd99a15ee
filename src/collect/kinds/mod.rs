//! The kinds of sources, one file each. To add one: a file here, its `mod` line, its row in
//! [`KINDS`], its example in `docs/sources.reference.toml`, its fixtures.

pub mod amazon;
pub mod ashby;
pub mod bevy;
pub mod board;
pub mod calendar;
pub mod callingallpapers;
pub mod command;
pub mod confs_tech;
pub mod content;
pub mod eightfold;
pub mod feed;
pub mod foss_events;
pub mod github;
pub mod gitjobs;
pub mod greenhouse;
pub mod inbox;
pub mod json;
pub mod lever;
pub mod lf_events;
pub mod ocgroups;
pub mod oracle;
pub mod page;
pub mod personio;
pub mod recruitee;
pub mod schedule;
pub mod sessionize;
pub mod settings;
pub mod sitemap;
pub mod smartrecruiters;
pub mod softgarden;
pub mod teamtailor;
pub mod wordpress;
pub mod workable;
pub mod workday;

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
    Kind::of::<schedule::ConferenceSchedule>(
        "schedule",
        "a conference by its programme in XML (FOSDEM, frab, pretalx), or chosen talks of it",
        &[Event],
    ),
    Kind::of::<greenhouse::Greenhouse>("greenhouse", "a job board of Greenhouse", &[Job]),
    Kind::of::<gitjobs::GitJobs>("gitjobs", "a search on GitJobs, the board behind the TODO Group's jobs page", &[Job]),
    Kind::of::<workday::Workday>("workday", "a search on a career site of Workday", &[Job]),
    Kind::of::<lever::Lever>("lever", "a job board of Lever", &[Job]),
    Kind::of::<ashby::Ashby>("ashby", "a job board of Ashby", &[Job]),
    Kind::of::<workable::Workable>("workable", "a job board of Workable", &[Job]),
    Kind::of::<smartrecruiters::SmartRecruiters>("smartrecruiters", "a job board of SmartRecruiters", &[Job]),
    Kind::of::<amazon::Amazon>("amazon", "a search on amazon.jobs", &[Job]),
    Kind::of::<personio::Personio>("personio", "a career page of Personio", &[Job]),
    Kind::of::<recruitee::Recruitee>("recruitee", "a career site of Recruitee", &[Job]),
    Kind::of::<teamtailor::Teamtailor>("teamtailor", "a career site of Teamtailor", &[Job]),
    Kind::of::<oracle::Oracle>("oracle", "a search on a career site of Oracle Recruiting Cloud", &[Job]),
    Kind::of::<softgarden::Softgarden>("softgarden", "a career page of softgarden", &[Job]),
    Kind::of::<eightfold::Eightfold>("eightfold", "a search on a career site of Eightfold", &[Job]),
    Kind::of::<json::Json>("json", "any JSON answer, each field by the path of its value", &[Article, Event, Job]),
    Kind::of::<command::Command>(
        "command",
        "a program of yours that prints items as JSON Lines",
        &[Article, Event, Job],
    ),
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
