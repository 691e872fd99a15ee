//! Any text, written as Markdown, reads back as exactly that text and nothing more, with both readers.
#![no_main]

use comrak::nodes::NodeValue;
use libfuzzer_sys::fuzz_target;
use newsletter::markdown::write::{escape_inline, escape_link_text};
use newsletter::model::text;
use pulldown_cmark::{Event, Options, Parser, Tag};

const LINK: &str = "https://example.org/a";

fuzz_target!(|raw: &str| {
    let text = text::title(raw);
    if text.is_empty() {
        return;
    }
    check(&format!("- {}\n", escape_inline(&text)), &text, &[]);
    check(&format!("# {}\n", escape_inline(&text)), &text, &[]);
    check(&format!("- [{}]({LINK})\n", escape_link_text(&text)), &text, &[LINK]);
});

fn check(markdown: &str, text: &str, links: &[&str]) {
    for (reader, (seen, targets)) in [("pulldown-cmark", by_pulldown(markdown)), ("comrak", by_comrak(markdown))] {
        assert_eq!(seen, text, "{reader} reads {markdown:?}");
        assert_eq!(targets, links, "{reader} reads {markdown:?}");
    }
}

fn by_pulldown(markdown: &str) -> (String, Vec<String>) {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS;
    let (mut text, mut links) = (String::new(), Vec::new());
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Text(piece) => text.push_str(&piece),
            Event::Start(Tag::Link { dest_url, .. }) => links.push(dest_url.into_string()),
            Event::Start(Tag::List(None) | Tag::Item | Tag::Paragraph | Tag::Heading { .. }) | Event::End(_) => {}
            other => panic!("{other:?} in {markdown:?}"),
        }
    }
    (text, links)
}

fn by_comrak(markdown: &str) -> (String, Vec<String>) {
    let (mut text, mut links) = (String::new(), Vec::new());
    let arena = comrak::Arena::new();
    for node in comrak::parse_document(&arena, markdown, &newsletter::markdown::gfm()).descendants() {
        match &node.data().value {
            NodeValue::Text(piece) => text.push_str(piece),
            NodeValue::Link(link) => links.push(link.url.clone()),
            NodeValue::Document
            | NodeValue::List(_)
            | NodeValue::Item(_)
            | NodeValue::Paragraph
            | NodeValue::Heading(_) => {}
            other => panic!("{other:?} in {markdown:?}"),
        }
    }
    (text, links)
}
