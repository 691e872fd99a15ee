//! Rendering an issue, from the Markdown as people left it: one file per format.
//!
//! Start with [`render`]: it says which formats there are. [`content`] turns Markdown into HTML that is
//! safe to publish, for every format that needs HTML; [`templates`] holds the pages' frames, which a
//! newsletter may replace. Nothing here reads files, asks the clock or knows where an issue came from:
//! the item model never reaches this folder.

pub mod content;
pub mod html;
pub mod templates;
mod words;

use jiff::civil::Date;

pub use html::PageOptions;
pub use templates::Templates;

/// What an issue can be made into.
///
/// A further format is a file beside [`html`], a variant here and an arm in [`render`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub enum Format {
    /// A web page that stands on its own.
    Html,
}

/// An issue as people left it, with what its place and its heading tell about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IssueText {
    /// The file's text.
    pub markdown: String,
    /// The file's path, for messages.
    pub path: String,
    /// The issue's title in plain text. None: the first heading, else the newsletter's title and the
    /// number or date.
    pub title: Option<String>,
    /// The issue's number.
    pub number: Option<u32>,
    /// The day it is published.
    pub date: Option<Date>,
    /// BCP 47 tag of the text; English where there is none.
    pub language: Option<String>,
}

/// Why an issue could not be rendered.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RenderError {
    /// More text than an issue can have.
    #[error("{path}: the issue has {size} bytes; at most {cap} are rendered")]
    TooLarge {
        /// The issue's file.
        path: String,
        /// Bytes of Markdown.
        size: usize,
        /// Bytes that are taken.
        cap: usize,
    },
    /// Elements inside elements inside elements, beyond what a page needs.
    #[error("{path}: its HTML is nested more than {cap} levels deep")]
    TooDeep {
        /// The issue's file.
        path: String,
        /// Levels that are taken.
        cap: usize,
    },
    /// A template that cannot be read, or that asks for what there is not.
    #[error("{file}{}: {message}", line.map(|line| format!(":{line}")).unwrap_or_default())]
    Template {
        /// The template's file, as `templates/NAME`.
        file: String,
        /// Line in that file, from 1, where it is known.
        line: Option<usize>,
        /// What is wrong, with the name that is missing.
        message: String,
    },
}

/// The issue in one format.
///
/// # Errors
/// See [`RenderError`].
pub fn render(
    format: Format,
    issue: &IssueText,
    options: &PageOptions,
    templates: &Templates,
) -> Result<String, RenderError> {
    match format {
        Format::Html => html::page(issue, options, templates),
    }
}
