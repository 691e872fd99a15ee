//! Markdown: reading with byte offsets (pulldown-cmark) and writing text safely into it.
//!
//! [`read`](fn@read) turns any newsletter issue into data with the byte range of every entry; it never fails.
//! [`write`](mod@write) turns plain text into Markdown that shows exactly that text. Nothing here rewrites a
//! file: people's bytes are spliced, never formatted. Markdown to HTML is not here but in `render`.

mod read;
pub mod write;

pub use read::{FoundLink, LinkKind, links, name_date, read, title_number};

/// How pulldown-cmark reads: the blocks of GitHub Flavored Markdown. What is left out changes text
/// (typographic quotes) or is not GitHub's (heading attributes, mathematics).
pub(crate) fn reading() -> pulldown_cmark::Options {
    use pulldown_cmark::Options;
    Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS
}

/// How comrak reads GitHub Flavored Markdown: tables, strikethrough, task lists, footnotes and bare
/// addresses as links. Rendering is left as it is by default: raw HTML is left out.
pub fn gfm() -> comrak::Options<'static> {
    let mut options = comrak::Options::default();
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.extension.autolink = true;
    options.extension.tasklist = true;
    options.extension.footnotes = true;
    options
}
