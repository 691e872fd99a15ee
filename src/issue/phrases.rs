//! The few words that a draft writes of its own: dates, notes on calls for papers, link texts.

use jiff::civil::Date;

use crate::model::dates::span::{self, DaySpan};
use crate::model::item::{Cfp, CfpStatus, EventStatus};
use crate::model::link::Link;

/// "June 3–4, 2025" in the newsletter's language.
pub fn dates(start: Date, end: Date, language: &str) -> String {
    span::format(DaySpan { start, end }, language)
}

/// " - CFP closes January 12, 2027", " - CFP closed", or nothing.
pub fn cfp_note(cfp: &Cfp, language: &str) -> String {
    let day = |day: Date| dates(day, day, language);
    match (cfp.status, cfp.opens, cfp.closes) {
        (CfpStatus::Open, _, Some(closes)) => format!(" - CFP closes {}", day(closes)),
        (CfpStatus::Open, _, None) => " - CFP open".into(),
        (CfpStatus::Upcoming, Some(opens), _) => format!(" - CFP opens {}", day(opens)),
        (CfpStatus::Closed, ..) => " - CFP closed".into(),
        (CfpStatus::Upcoming | CfpStatus::None | CfpStatus::Unknown, ..) => String::new(),
    }
}

/// As it stands in the item's JSON.
pub fn cfp_status(status: CfpStatus) -> &'static str {
    match status {
        CfpStatus::None => "none",
        CfpStatus::Upcoming => "upcoming",
        CfpStatus::Open => "open",
        CfpStatus::Closed => "closed",
        CfpStatus::Unknown => "unknown",
    }
}

/// As it stands in the item's JSON.
pub fn status(status: EventStatus) -> &'static str {
    match status {
        EventStatus::Scheduled => "scheduled",
        EventStatus::Cancelled => "cancelled",
        EventStatus::Postponed => "postponed",
    }
}

/// `[Security]` is made of the tag "security": its first letters in capitals, words kept apart.
pub fn label(tag: &str) -> String {
    tag.split_whitespace().map(capitalised).collect::<Vec<_>>().join(" ")
}

fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

/// A link text that says where the link leads: "here" means nothing to those who hear a page or
/// read its links alone.
pub fn link_text(link: &Link) -> String {
    let host = link.host();
    let address = link.as_str();
    match host.as_str() {
        "youtube.com" | "youtu.be" | "vimeo.com" => "Watch the video".into(),
        "github.com" if address.contains("/releases/") => "Read the release notes".into(),
        "github.com" if address.contains("/discussions/") => "Join the discussion".into(),
        _ if address.to_lowercase().ends_with(".pdf") => format!("Read the PDF on {host}"),
        _ => format!("Read on {host}"),
    }
}
