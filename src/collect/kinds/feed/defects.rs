//! What is wrong with a feed as XML, in words for the person who looks after the source.
//!
//! The reader ([`super::elements`]) does not need to know: it reads damaged feeds as it reads good
//! ones. This is the strict look beside it, so that nothing is mended in silence.

use super::elements::OpenTags;
use super::rss::is_root;
use crate::collect::html::{Token, Tokens, entities};

/// The entities that XML has by itself.
const XML_ENTITIES: &[&str] = &["amp", "lt", "gt", "quot", "apos"];

/// The defects of a document, each in a few words with its first line. Empty for well-formed XML.
pub fn of(xml: &str) -> Vec<String> {
    let mut check = Check { xml, ..Check::default() };
    check.prolog();
    let mut tokens = Tokens::xml(xml);
    loop {
        check.at = tokens.position();
        match tokens.next() {
            Some(token) => check.token(&token),
            None => break,
        }
    }
    check.end();
    check.found.into_values().collect()
}

/// The sorts of defects, in the order in which they are told. Each is told once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Sort {
    Prolog,
    Entity,
    Ampersand,
    Less,
    Reference,
    Control,
    Tags,
    Cut,
}

#[derive(Default)]
struct Check<'a> {
    xml: &'a str,
    /// Where the token starts that is looked at.
    at: usize,
    open: OpenTags<'a>,
    root_seen: bool,
    /// The document has a DTD, which may define entities.
    has_dtd: bool,
    found: std::collections::BTreeMap<Sort, String>,
}

impl<'a> Check<'a> {
    /// Notes a defect in the token that is looked at.
    fn note(&mut self, sort: Sort, words: &str) {
        self.note_at(self.at, sort, words);
    }

    fn note_at(&mut self, at: usize, sort: Sort, words: &str) {
        if !self.found.contains_key(&sort) {
            let line = self.xml.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1;
            self.found.insert(sort, format!("{words} (line {line})"));
        }
    }

    /// Anything before the XML declaration, even white space.
    fn prolog(&mut self) {
        let before = self.xml.split_once("<?xml ").map_or("", |(before, _)| before);
        if !before.is_empty() && before.trim().is_empty() {
            self.note(Sort::Prolog, "blank lines before the XML declaration");
        }
    }

    fn token(&mut self, token: &Token<'a>) {
        match token {
            Token::Text("<") => self.note(Sort::Less, "a “<” that starts no tag"),
            Token::Text(text) => self.text(text),
            Token::Raw(text) => self.characters(text),
            Token::Open(tag) => {
                self.references(tag.source);
                self.root_seen |= is_root(&tag.name.to_ascii_lowercase());
                if !tag.is_self_closing() {
                    self.open.push(tag.name);
                }
            }
            Token::Close(tag) => self.close(tag.name),
            Token::Comment(comment) => self.has_dtd |= comment.starts_with("<!DOCTYPE"),
        }
    }

    fn text(&mut self, text: &str) {
        // A warning that a server wrote stands in tags of its own.
        if (self.open.is_empty() || !self.root_seen) && !text.trim().is_empty() {
            let words =
                if self.root_seen { "text after the end of the feed" } else { "text before the beginning of the feed" };
            self.note(Sort::Prolog, words);
        }
        self.characters(text);
        self.references(text);
    }

    fn close(&mut self, name: &str) {
        if self.open.last() != Some(name) {
            let words = match self.open.last() {
                Some(open) => format!("tags that do not match: <{}> met by </{}>", short(open), short(name)),
                None => format!("an end tag without its start: </{}>", short(name)),
            };
            self.note(Sort::Tags, &words);
        }
        self.open.close(name);
    }

    fn end(&mut self) {
        if let Some(open) = self.open.last() {
            let words = format!("the end is missing: <{}> is still open", short(open));
            self.note(Sort::Cut, &words);
        }
    }

    /// Characters that XML 1.0 does not allow (section 2.2).
    fn characters(&mut self, text: &str) {
        if text.contains(|c: char| !is_xml(c)) {
            self.note(Sort::Control, "control characters");
        }
    }

    fn references(&mut self, text: &str) {
        let is_name = |name: &&str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#');
        for ((at, _), after) in text.match_indices('&').zip(text.split('&').skip(1)) {
            let name = after.split_once(';').map(|(name, _)| name).filter(|name| !name.is_empty()).filter(is_name);
            if let Some((sort, words)) = self.reference(name) {
                self.note_at(self.at + at, sort, &words);
            }
        }
    }

    /// What is wrong with a reference; `name` is what stands between `&` and `;`, where it has both.
    fn reference(&self, name: Option<&str>) -> Option<(Sort, String)> {
        let Some(name) = name else { return Some((Sort::Ampersand, "a bare “&”".to_owned())) };
        if let Some(number) = name.strip_prefix('#') {
            let words = || format!("references to no character: &#{};", short(number));
            return (!is_character(number)).then(|| (Sort::Reference, words()));
        }
        if self.has_dtd || XML_ENTITIES.contains(&name) {
            return None;
        }
        let words = match entities::named(name) {
            Some(_) => format!("entities of HTML that XML does not have: &{name};"),
            None => format!("entities that nobody has: &{};", short(name)),
        };
        Some((Sort::Entity, words))
    }
}

/// Whether a number as in `&#8217;` or `&#x2019;` is that of a character.
fn is_character(number: &str) -> bool {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
        None => number.parse(),
    };
    code.ok().and_then(char::from_u32).is_some_and(is_xml)
}

/// Whether XML 1.0 allows the character.
fn is_xml(c: char) -> bool {
    !c.is_control() || ['\t', '\n', '\r'].contains(&c) || ('\u{7F}'..='\u{9F}').contains(&c)
}

/// The head of a name, for messages.
fn short(name: &str) -> String {
    name.chars().take(30).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_server_says_before_a_feed_is_named() {
        let found = of("<br/><b>Warning</b>: x\n<?xml version='1.0'?><rss></rss>");
        assert_eq!(found, ["text before the beginning of the feed (line 1)"]);
    }

    #[test]
    fn well_formed_feeds_have_none() {
        let xml = "<?xml version='1.0'?>\n<!-- & --><!DOCTYPE rss [<!ENTITY x 'y'>]>\n<rss a='1 &amp; 2'><b/><![CDATA[& <]]>\
                   &lt;&#8217;&x;</rss>\n";
        assert_eq!(of(xml), Vec::<String>::new());
    }

    #[test]
    fn each_defect_is_named_once_with_its_first_line() {
        let table = [
            ("\n\n<?xml version='1.0'?><rss/>", "blank lines before the XML declaration (line 1)"),
            ("Warning: x<?xml version='1.0'?><rss/>", "text before the beginning of the feed (line 1)"),
            ("<rss>\n&ndash; &nbsp;</rss>", "entities of HTML that XML does not have: &ndash; (line 2)"),
            ("<rss>&bogus;</rss>", "entities that nobody has: &bogus; (line 1)"),
            ("<rss>\n<b>AT&T, R & D</b></rss>", "a bare “&” (line 2)"),
            ("<rss href='?x=1&y=2'/>", "a bare “&” (line 1)"),
            ("<rss>1 < 2</rss>", "a “<” that starts no tag (line 1)"),
            ("<rss>&#0;&#xD800;</rss>", "references to no character: &#0; (line 1)"),
            ("<rss>\u{1b}[</rss>", "control characters (line 1)"),
            ("<rss><b></rss>", "tags that do not match: <b> met by </rss> (line 1)"),
            ("<rss></b></rss>", "tags that do not match: <rss> met by </b> (line 1)"),
            ("<rss><b>\n", "the end is missing: <b> is still open (line 2)"),
        ];
        for (xml, defect) in table {
            assert_eq!(of(xml), [defect], "{xml}");
        }
    }
}
