//! Adopting an existing folder of issues: what they look like becomes a configuration that drafts the
//! next one (`newsletter init --from`).
//!
//! [`study`] reads plain data; `title`, `rhythm`, `numbering`, `sections`, `shape` and `hosts` each see
//! one side of an archive, [`configuration`](fn@configuration) writes down what was seen. Nothing is asked of the network
//! and nothing is written here. What the newest issues do counts: newsletters change over the years.

mod configuration;
mod hosts;
mod numbering;
mod rhythm;
mod sections;
mod shape;
mod title;

use crate::model::issue::Issue;
use crate::series::index::Index;

pub use configuration::configuration;
pub use hosts::{Host, Proposal, Sources};
pub use numbering::Numbering;
pub use rhythm::Rhythm;
pub use sections::SectionForm;
pub use title::Title;

/// How many of the newest issues show what is usual.
const RECENT: usize = 6;

/// A past issue.
#[derive(Clone, Debug)]
pub struct Past {
    /// Its Markdown.
    pub text: String,
    /// The same as data.
    pub issue: Issue,
}

/// What an archive shows.
#[derive(Clone, Debug)]
pub struct Study {
    /// How issues are titled.
    pub title: Title,
    /// Their language (BCP 47).
    pub language: String,
    /// How they are numbered.
    pub numbering: Numbering,
    /// When they appear, where their days have a rhythm.
    pub rhythm: Option<Rhythm>,
    /// The sections that the newest issues have, in their order.
    pub sections: Vec<SectionForm>,
    /// The level of their headings, 1 to 6.
    pub level: u8,
    /// What stands under every issue.
    pub footer: Option<String>,
    /// Where their links come from.
    pub sources: Sources,
}

/// Studies an archive, oldest issue first; `index` is the index of issues, where there is one.
pub fn study(issues: &[Past], index: Option<&Index>) -> Study {
    let newest: Vec<&Past> = issues.iter().rev().take(RECENT).collect();
    let days: Vec<_> = issues.iter().filter_map(|past| past.issue.date).collect();
    let sections = sections::usual(&newest);
    Study {
        title: title::usual(&newest),
        language: language(issues),
        numbering: numbering::numbering(issues, index),
        rhythm: rhythm::guess(&days),
        level: sections::level(&newest),
        footer: sections::footer(&newest),
        sources: hosts::sources(issues, &sections),
        sections,
    }
}

/// The language of most issues; English where none tells.
fn language(issues: &[Past]) -> String {
    let told = issues.iter().filter_map(|past| past.issue.language.as_deref());
    most(told).unwrap_or("en").to_owned()
}

/// The value that is there most often; of several the one that comes first.
fn most<T: PartialEq>(values: impl IntoIterator<Item = T>) -> Option<T> {
    let mut counted: Vec<(T, usize)> = Vec::new();
    for value in values {
        match counted.iter_mut().find(|(known, _)| *known == value) {
            Some((_, count)) => *count += 1,
            None => counted.push((value, 1)),
        }
    }
    let highest = counted.iter().map(|(_, count)| *count).max()?;
    counted.into_iter().find(|(_, count)| *count == highest).map(|(value, _)| value)
}
