//! The words of an issue as HTML that is safe to publish: Markdown → HTML → sanitised → made good.
//!
//! [`Content::read`] is the way through. [`markdown`] writes the HTML, [`bounds`] refuses what would cost
//! too much to parse, [`sanitise`] keeps only what is on its list; from then on the tree is edited:
//! [`headings`] (levels, ids, the title), [`links`] (targets), [`link_names`], [`blocks`] (images, tables,
//! lists), and [`lead`] reads what the issue begins with. Nothing here knows about pages or templates.

mod blocks;
mod bounds;
mod dom;
mod headings;
mod lead;
mod link_names;
mod links;
mod markdown;
mod sanitise;

use serde::Serialize;
use url::Url;

use super::RenderError;
use dom::Dom;

/// An issue's text, ready for a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    /// What stands under the title: HTML for a `main` or `article`. Headings start at `h2`.
    pub html: String,
    /// The title, as it stood above the text.
    pub title: Option<Title>,
    /// The sections in order: `h2` headings outside quotations and tables.
    pub sections: Vec<SectionLink>,
    /// Whole sentences from the beginning of the issue, at most [`lead::CAP`] characters.
    pub lead: Option<String>,
    /// The first image that shows something.
    pub image: Option<Image>,
}

/// The heading that names the issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
    /// Without markup.
    pub text: String,
    /// With the markup that it had.
    pub html: String,
}

/// A section to jump to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SectionLink {
    /// The id of its heading.
    pub id: String,
    /// The heading without markup.
    pub title: String,
}

/// An image of the issue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Image {
    /// As written: absolute or relative.
    pub address: String,
    /// Its alternative text, possibly empty.
    pub alt: String,
}

/// What the reader of an issue is told about its surroundings.
#[derive(Clone, Copy, Debug, Default)]
pub struct Surroundings<'a> {
    /// The file, for messages.
    pub path: &'a str,
    /// The title that the page shows: a heading of these words is not repeated in the text.
    pub title: Option<&'a str>,
    /// Where the page will stand: links to this host are not external.
    pub site: Option<&'a Url>,
    /// Ids that the page itself uses.
    pub reserved_ids: &'a [&'a str],
    /// What a table is called in the language.
    pub table_label: &'a str,
}

impl Content {
    /// Reads an issue's Markdown.
    ///
    /// # Errors
    /// [`RenderError::TooLarge`], [`RenderError::TooDeep`].
    pub fn read(markdown: &str, around: Surroundings<'_>) -> Result<Content, RenderError> {
        bounds::check_size(markdown, around.path)?;
        let html = markdown::to_html(markdown);
        bounds::check_nesting(&html, around.path)?;
        let mut dom = Dom::parse(&sanitise::clean(&html));
        let title = headings::take_title(&mut dom, around.title);
        let targets = headings::number_and_name(&mut dom, around.reserved_ids);
        let sections = headings::sections(&dom);
        links::mend(&mut dom, around.site, &targets);
        link_names::name_links(&mut dom);
        blocks::mend_images(&mut dom);
        blocks::mend_tables(&mut dom, around.table_label);
        blocks::align_by_class(&mut dom);
        blocks::mark_entries(&mut dom);
        Ok(Content {
            lead: lead::sentences(&dom),
            image: blocks::first_image(&dom),
            html: dom.to_html().trim().to_owned(),
            title,
            sections,
        })
    }
}
