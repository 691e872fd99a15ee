//! OPML 2.0 (<http://opml.org/spec2.opml>): lists of feeds as feed readers exchange them.
//!
//! [`read`] takes what readers really write: the names of attributes in any case, missing types, raw
//! `&`, feeds within feeds. Declarations are passed over, so no entity of the file's own is ever expanded.
//! [`write`](fn@write) gives what every reader takes.

use crate::collect::html::{self, Tag, Token, Tokens};
use crate::escape::xml;
use crate::model::text;

/// Largest file that is read, in bytes.
pub const SIZE_CAP: usize = 5_000_000;
/// Deepest outline.
pub const DEPTH_CAP: usize = 32;
/// Most feeds of one file.
pub const FEED_CAP: usize = 5_000;
/// Longest name of a feed or an outline, in characters.
const NAME_CAP: usize = 100;

/// A feed of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    /// What the list calls it; plain text, one line.
    pub name: Option<String>,
    /// The address as it stands there.
    pub address: String,
    /// The outlines around it, outermost first.
    pub within: Vec<String>,
}

/// Why a file is no list of feeds.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpmlError {
    /// No `<opml>` element.
    #[error("it is no OPML: there is no <opml> element")]
    NotOpml,
    /// Over [`SIZE_CAP`].
    #[error("it is larger than {} MB", SIZE_CAP / 1_000_000)]
    TooLarge,
    /// Over [`DEPTH_CAP`].
    #[error("line {line}: outlines stand more than {DEPTH_CAP} deep (an <outline> that is never closed?)")]
    TooDeep {
        /// The line of the outline that is too deep.
        line: usize,
    },
    /// Over [`FEED_CAP`].
    #[error("it lists more than {FEED_CAP} feeds")]
    TooMany,
}

/// Reads a list of feeds.
///
/// # Errors
/// When it is no OPML, or breaks a cap.
pub fn read(text: &str) -> Result<Vec<Feed>, OpmlError> {
    if text.len() > SIZE_CAP {
        return Err(OpmlError::TooLarge);
    }
    let mut tokens = Tokens::xml(text);
    if !tokens.by_ref().any(|token| matches!(token, Token::Open(tag) if tag.is("opml"))) {
        return Err(OpmlError::NotOpml);
    }
    let (mut feeds, mut around) = (Vec::new(), Vec::new());
    for token in tokens {
        match token {
            Token::Open(tag) if tag.is("outline") => {
                feeds.extend(feed(&tag, &around));
                if !tag.is_self_closing() {
                    around.push(name(&tag));
                }
                if around.len() > DEPTH_CAP {
                    let before = text.get(..tag.start).unwrap_or_default();
                    return Err(OpmlError::TooDeep { line: before.matches('\n').count() + 1 });
                }
            }
            Token::Close(tag) if tag.is("outline") => drop(around.pop()),
            _ => {}
        }
        if feeds.len() > FEED_CAP {
            return Err(OpmlError::TooMany);
        }
    }
    Ok(feeds)
}

fn feed(tag: &Tag<'_>, around: &[Option<String>]) -> Option<Feed> {
    let address = html::attribute(tag, "xmlUrl")?.trim().to_owned();
    let within = around.iter().flatten().cloned().collect();
    (!address.is_empty()).then(|| Feed { name: name(tag), address, within })
}

/// `title`, else `text` (which OPML 2.0 requires).
fn name(tag: &Tag<'_>) -> Option<String> {
    let named = |attribute: &str| {
        let written = html::attribute(tag, attribute)?;
        Some(text::line(&written, NAME_CAP)).filter(|name| !name.is_empty())
    };
    named("title").or_else(|| named("text"))
}

/// Writes a list of feeds: groups in this order, each under its name, or at the top where it has none.
pub fn write(title: &str, groups: &[(Option<&str>, Vec<Feed>)]) -> String {
    let mut body = String::new();
    for (group, feeds) in groups.iter().filter(|(_, feeds)| !feeds.is_empty()) {
        let indent = if group.is_some() { "      " } else { "    " };
        if let Some(name) = group {
            body.push_str(&format!("    <outline text=\"{0}\" title=\"{0}\">\n", xml::text(name)));
        }
        for feed in feeds {
            let name = xml::text(feed.name.as_deref().unwrap_or(&feed.address));
            let address = xml::text(&feed.address);
            body.push_str(&format!(
                "{indent}<outline type=\"rss\" text=\"{name}\" title=\"{name}\" xmlUrl=\"{address}\"/>\n"
            ));
        }
        if group.is_some() {
            body.push_str("    </outline>\n");
        }
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n  <head>\n    <title>{}</title>\n  </head>\n  <body>\n{body}  </body>\n</opml>\n",
        xml::text(title)
    )
}
