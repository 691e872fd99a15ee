//! What elements are called: namespaces resolved to the prefixes that everybody uses, whatever
//! prefix a feed has chosen, and forgiven where a feed got them wrong.

use std::rc::Rc;

use url::Url;

use crate::collect::html::Tag;
use crate::model::link::LINK_CAP;

/// Namespaces and the prefix they go by here: "" is the feed's own vocabulary (RSS in all versions,
/// Atom 0.3 and 1.0). Compared without scheme, case and trailing `/` or `#`.
const NAMESPACES: &[(&str, &str)] = &[
    ("www.w3.org/2005/atom", ""),
    ("purl.org/atom/ns", ""),
    ("purl.org/rss/1.0", ""),
    ("purl.org/net/rss1.1", ""),
    ("my.netscape.com/rdf/simple/0.9", ""),
    ("channel.netscape.com/rdf/simple/0.9", ""),
    ("my.netscape.com/publish/formats/rss-0.91.dtd", ""),
    ("backend.userland.com/rss", ""),
    ("backend.userland.com/rss2", ""),
    ("blogs.law.harvard.edu/tech/rss", ""),
    ("cyber.law.harvard.edu/rss", ""),
    ("www.w3.org/1999/02/22-rdf-syntax-ns", "rdf"),
    ("purl.org/dc/elements/1.0", "dc"),
    ("purl.org/dc/elements/1.1", "dc"),
    ("purl.org/dc/terms", "dcterms"),
    ("purl.org/rss/1.0/modules/content", "content"),
    ("search.yahoo.com/mrss", "media"),
    ("video.search.yahoo.com/mrss", "media"),
    ("www.itunes.com/dtds/podcast-1.0.dtd", "itunes"),
    ("rssnamespace.org/feedburner/ext/1.0", "feedburner"),
    ("www.w3.org/1999/xhtml", "xhtml"),
    ("www.w3.org/2000/svg", "svg"),
    ("www.w3.org/1998/math/mathml", "math"),
];

/// Prefixes that are understood even where a feed forgot to declare them.
const KNOWN_PREFIXES: &[&str] = &["dc", "dcterms", "content", "media", "itunes", "feedburner", "rdf"];

/// Most prefixes that are remembered; feeds declare a dozen.
const PREFIXES_CAP: usize = 100;

/// What an element inherits from those around it.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// The namespace of names without prefix, where it is not the feed's own.
    default: &'static str,
    /// Declared prefixes, the innermost last; the second is that of [`NAMESPACES`].
    prefixes: Vec<(String, &'static str)>,
    /// What relative addresses are relative to: `xml:base`.
    pub base: Option<Url>,
    /// `xml:lang`.
    pub language: Option<String>,
    /// A default namespace was declared that no feed format has.
    pub foreign_default: Option<String>,
}

impl Scope {
    /// The scope inside a tag. `document` is the address of the feed itself, to which an `xml:base`
    /// is relative that stands alone.
    pub fn inside(self: &Rc<Self>, tag: &Tag<'_>, document: Option<&Url>) -> Rc<Scope> {
        if !tag.source.contains("xml") {
            return Rc::clone(self);
        }
        let mut scope = Scope::clone(self);
        for (name, value) in tag.attributes() {
            scope.declare(name, value.trim(), document);
        }
        Rc::new(scope)
    }

    fn declare(&mut self, name: &str, value: &str, document: Option<&Url>) {
        match (name, name.strip_prefix("xmlns:")) {
            (_, Some(_)) if self.prefixes.len() >= PREFIXES_CAP => {}
            (_, Some(prefix)) => self.prefixes.push((prefix.to_owned(), namespace(value).unwrap_or("other"))),
            ("xmlns", _) => {
                self.default = namespace(value).unwrap_or("");
                self.foreign_default = Some(value.to_owned()).filter(|_| namespace(value).is_none());
            }
            ("xml:base", _) if value.len() <= LINK_CAP => {
                let base = self.base.as_ref().or(document);
                let resolved = base.map_or_else(|| Url::parse(value), |base| base.join(value));
                self.base = resolved.ok().or_else(|| self.base.take());
            }
            ("xml:lang", _) => self.language = Some(value.to_owned()),
            _ => {}
        }
    }

    /// The name of a tag as the rest of the reader knows it: lower case, with the usual prefix
    /// (`dc:creator`) or none (`title`). Elements of other vocabularies have the prefix `other`.
    pub fn name(&self, tag: &Tag<'_>) -> String {
        let (prefix, local) = tag.name.split_once(':').unwrap_or(("", tag.name));
        let prefix = match prefix {
            "" => self.default,
            prefix => self.prefix(prefix),
        };
        let local = local.to_ascii_lowercase();
        if prefix.is_empty() { local } else { format!("{prefix}:{local}") }
    }

    fn prefix(&self, written: &str) -> &'static str {
        let declared = self.prefixes.iter().rev().find(|(prefix, _)| prefix == written).map(|(_, usual)| *usual);
        let known = || KNOWN_PREFIXES.iter().find(|known| known.eq_ignore_ascii_case(written)).copied();
        let own = || ["atom", "rss", "a"].contains(&written).then_some("");
        match declared {
            Some("other") | None => known().or_else(own).unwrap_or("other"),
            Some(usual) => usual,
        }
    }
}

/// The usual prefix of a namespace; none where no feed format has it.
fn namespace(address: &str) -> Option<&'static str> {
    let address = address.trim_end_matches(['/', '#']).to_ascii_lowercase();
    let bare = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://")).unwrap_or(&address);
    NAMESPACES.iter().find(|(known, _)| *known == bare).map(|(_, prefix)| *prefix)
}
