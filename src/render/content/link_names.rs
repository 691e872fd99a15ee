//! Names of links that say where they lead.
//!
//! Issues are full of `blurb. [here](address)` and of bare addresses. Read out one by one, as screen
//! readers do, such links say nothing; so they get a name made of the words around them (WCAG 2.4.4, with
//! the visible text inside the name, not in brackets, as 2.5.3 asks).

use std::collections::HashMap;

use ego_tree::{NodeId, NodeRef};
use scraper::Node;
use unicode_segmentation::UnicodeSegmentation;

use super::blocks::label_length;
use super::dom::{Dom, is_one_of, name_of, squeeze, text_of};
use crate::model::text;

/// Longest part of a link's name that is taken from the words around it, in characters.
const NAME_CAP: usize = 120;
/// How far before a link its own sentence is looked for, in bytes.
const LOOK_BACK: usize = 600;
/// Fewest words before a link that make a sentence of their own: "See PRs" is too little.
const ENOUGH_WORDS: usize = 4;
const HEADINGS: &[&str] = &["h1", "h2", "h3", "h4", "h5", "h6"];
/// What a link's words stand in.
const BLOCKS: &[&str] = &["li", "p", "td", "th", "dd", "dt", "blockquote", "figcaption", "summary", "div", "section"];
/// Text inside a block that is not part of its own words.
const OTHER_BLOCKS: &[&str] = &["ul", "ol", "table", "blockquote", "pre"];

/// Link texts that say nothing about the target, in the languages that newsletters are translated to.
#[rustfmt::skip]
const GENERIC: &[&str] = &[
    "here", "click here", "right here", "see here", "read here", "link", "this link", "the link", "links", "this",
    "more", "read more", "see more", "learn more", "find out more", "more info", "more information", "more details",
    "details", "info", "read", "read on", "go", "start", "click", "source", "website", "page", "url", "continue reading",
    "aquí", "aqui", "haz clic aquí", "enlace", "más", "leer más", "más información", "clique aqui", "saiba mais",
    "leia mais", "mais", "ici", "cliquez ici", "lien", "en savoir plus", "lire la suite", "plus", "hier", "link hier",
    "mehr", "weiterlesen", "mehr erfahren", "qui", "clicca qui", "leggi di più", "scopri di più", "collegamento",
    "こちら", "ここ", "リンク", "詳細", "詳細はこちら", "详情", "这里", "此处", "链接", "點此", "點擊這裡", "連結", "点击这里", "阅读更多", "여기", "링크",
    "자세히 보기", "자세히",
];

/// Gives links whose text does not say where they lead a name that does.
pub fn name_links(dom: &mut Dom) {
    let mut blocks: HashMap<NodeId, Block> = HashMap::new();
    for (link, heading) in links_under_headings(dom) {
        let visible = visible_words(dom, link);
        let generic = is_generic(&visible);
        if is_address(&visible) {
            dom.add_class(link, "address");
        } else if !generic && !visible.is_empty() {
            continue;
        }
        if dom.attribute(link, "aria-label").is_none() {
            let around = block_of(dom, link)
                .and_then(|id| blocks.entry(id).or_insert_with(|| Block::read(dom, id)).name_for(link))
                .or_else(|| heading.map(|heading| readable(&dom.text(heading))))
                .filter(|name| !name.is_empty());
            set_name(dom, link, around, &visible);
        }
        if generic {
            dom.append_element(link, "span", &[("class", "arrow"), ("aria-hidden", "true")], "\u{a0}↗");
        }
    }
}

/// The words of a link, alternative texts of images included. A link with nothing inside shows its
/// address.
fn visible_words(dom: &mut Dom, link: NodeId) -> String {
    let visible = squeeze(&dom.node(link).map(words).unwrap_or_default());
    if visible.is_empty() && dom.elements_in(link, &["img"]).is_empty() {
        let address = dom.attribute(link, "href").unwrap_or_default().to_owned();
        dom.append_text(link, &address);
        return address;
    }
    visible
}

fn set_name(dom: &mut Dom, link: NodeId, around: Option<String>, visible: &str) {
    let address = dom.attribute(link, "href").map(str::to_owned);
    let name = match (around, visible) {
        (Some(around), "") => Some(around),
        (Some(around), visible) => Some(format!("{around} – {visible}")),
        (None, "") => address,
        (None, _) => None,
    };
    if let Some(name) = name {
        dom.set_attribute(link, "aria-label", &name);
    }
}

/// Every link that leads somewhere with the nearest heading before it.
fn links_under_headings(dom: &Dom) -> Vec<(NodeId, Option<NodeId>)> {
    let mut heading = None;
    let mut links = Vec::new();
    for node in dom.nodes() {
        if is_one_of(&node, HEADINGS) {
            heading = Some(node.id());
        } else if name_of(node) == "a" && dom.attribute(node.id(), "href").is_some() {
            links.push((node.id(), heading));
        }
    }
    links
}

/// The list item, paragraph or cell around a link; a paragraph in a list item is part of the item.
fn block_of(dom: &Dom, link: NodeId) -> Option<NodeId> {
    let block = dom.enclosing(link, BLOCKS)?;
    let parent = dom.node(block)?.parent()?;
    Some(if name_of(parent) == "li" && dom.name(block) == "p" { parent.id() } else { block })
}

/// The words of a block, and where in them its links stand.
#[derive(Debug, Default)]
struct Block {
    text: String,
    links: HashMap<NodeId, (usize, usize)>,
}

impl Block {
    fn read(dom: &Dom, id: NodeId) -> Block {
        let mut block = Block::default();
        for child in dom.node(id).into_iter().flat_map(|node| node.children()) {
            block.add(child);
        }
        block
    }

    fn add(&mut self, node: NodeRef<'_, Node>) {
        if is_one_of(&node, OTHER_BLOCKS) {
            return;
        }
        let start = self.text.len();
        self.text.push_str(own_words(node));
        for child in node.children() {
            self.add(child);
        }
        match name_of(node) {
            "a" => {
                self.links.insert(node.id(), (start, self.text.len()));
            }
            "br" | "p" => self.text.push(' '),
            _ => {}
        }
    }

    /// What the link is about: the sentence it ends, where that says enough, else the entry's first
    /// sentence.
    fn name_for(&self, link: NodeId) -> Option<String> {
        let (start, end) = *self.links.get(&link)?;
        let (before, after) = (self.text.get(..start)?, self.text.get(end..)?);
        let own = readable(last_sentence(before));
        if own.unicode_words().count() >= ENOUGH_WORDS {
            return Some(own);
        }
        let first = |text: &str| readable(without_label(text).unicode_sentences().next().unwrap_or_default());
        [first(before), first(after)].into_iter().find(|name| !name.is_empty())
    }
}

/// The sentence that `text` breaks off in; empty where it ends with a full stop.
fn last_sentence(text: &str) -> &str {
    let text = text::tail(text, LOOK_BACK);
    if text.trim_end().ends_with(['.', '!', '?', '…', '。', '！', '？']) {
        return "";
    }
    without_label(text.unicode_sentences().last().unwrap_or_default())
}

/// The text without a tag such as `[Blog]` at its start.
fn without_label(text: &str) -> &str {
    label_length(text).and_then(|length| text.get(length..)).unwrap_or(text)
}

/// A phrase to be read out: no bullets or emoji before it, no punctuation that waits for more after it.
fn readable(phrase: &str) -> String {
    let phrase = without_label(phrase).trim_start_matches(|first: char| !first.is_alphanumeric());
    let phrase = phrase.trim_end_matches(|last: char| last.is_whitespace() || ".:,;-–—|([*。：、".contains(last));
    text::line(phrase, NAME_CAP)
}

/// Text and alternative texts inside an element.
fn words(node: NodeRef<'_, Node>) -> String {
    node.descendants().map(own_words).collect()
}

fn own_words(node: NodeRef<'_, Node>) -> &str {
    text_of(node).or_else(|| node.value().as_element()?.attr("alt")).unwrap_or_default()
}

fn is_generic(text: &str) -> bool {
    let text = text.trim_matches(|end: char| !end.is_alphanumeric()).to_lowercase();
    GENERIC.contains(&text.as_str())
}

fn is_address(text: &str) -> bool {
    !text.contains(char::is_whitespace) && ["http://", "https://", "www."].iter().any(|start| text.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names of the links, in order; "-" where the visible text is left to speak.
    fn names(html: &str) -> Vec<String> {
        let mut dom = Dom::parse(html);
        name_links(&mut dom);
        let links = dom.elements(&["a"]);
        links.into_iter().map(|link| dom.attribute(link, "aria-label").unwrap_or("-").to_owned()).collect()
    }

    #[test]
    fn here_is_named_by_the_entry_it_ends() {
        assert_eq!(
            names(r#"<li>[Blog] Why do forks stay? <a href="https://example.org/">here</a>.</li>"#),
            ["Why do forks stay? – here"]
        );
        assert_eq!(
            names(r#"<li>🧐 A long talk. With a second sentence. See <a href="https://example.org/">Link</a></li>"#),
            ["A long talk – Link"]
        );
    }

    #[test]
    fn a_sentence_of_its_own_comes_before_the_entry() {
        assert_eq!(
            names(r#"<li>We met. Read the notes of the meeting <a href="/notes">here</a>.</li>"#),
            ["Read the notes of the meeting – here"]
        );
    }

    #[test]
    fn a_bare_address_is_named_by_what_stands_before_or_above_it() {
        assert_eq!(
            names(r#"<p>File an issue with us: <a href="https://example.org/i">https://example.org/i</a></p>"#),
            ["File an issue with us – https://example.org/i"]
        );
        assert_eq!(
            names(
                r#"<h2>📩 New entries</h2><ul><li><a href="https://example.org/1">https://example.org/1</a></li></ul>"#
            ),
            ["New entries – https://example.org/1"]
        );
    }

    #[test]
    fn a_link_that_speaks_keeps_its_own_name() {
        assert_eq!(names(r#"<p>Read <a href="/a">the survey of 2026</a> now</p>"#), ["-"]);
    }

    #[test]
    fn a_link_around_a_silent_image_gets_a_name() {
        assert_eq!(
            names(r#"<p><a href="https://example.org/"><img alt="" src="a.png"></a></p>"#),
            ["https://example.org/"]
        );
        assert_eq!(
            names(r#"<p>The survey of this year: <a href="https://example.org/"></a></p>"#),
            ["The survey of this year – https://example.org/"]
        );
    }
}
