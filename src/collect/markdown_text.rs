//! Plain text out of Markdown: what a post is about in its own first words.
//!
//! Shortcodes, Liquid, raw HTML, images, footnote marks, headings, quotes and lists are not words of
//! the summary. Links and emphasis become their text.

use std::sync::LazyLock;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use regex::Regex;

use super::html;
use crate::model::pattern::pattern;
use crate::model::text;

/// Most bytes of a body that are looked at.
const BODY_CAP: usize = 100_000;
/// From how many characters on a paragraph says enough to stand alone, whatever it ends with.
const ENOUGH: usize = 60;

/// What templates put into Markdown: Hugo shortcodes, Liquid and Jinja tags and values, Kramdown
/// attributes, footnote marks, MDX imports.
static TEMPLATES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?s)\{\{.*?\}\}|\{%.*?%\}|\{:[^}\n]*\}|\[\^[^\]\n]{1,60}\]|(?m:^(?:import|export)\s[^\n]*$)")
});

/// The summary of a post that gives none: what stands before `<!--more-->`, else the first paragraph
/// that is more than a caption or a byline.
pub fn summary(body: &str) -> Option<String> {
    let body = text::head(body, BODY_CAP);
    let body = TEMPLATES.replace_all(body, "");
    let (intro, has_more) = match body.split_once("<!--more-->").or_else(|| body.split_once("<!-- more -->")) {
        Some((intro, _)) => (intro, true),
        None => (&*body, false),
    };
    let paragraphs = paragraphs(intro);
    if has_more && !paragraphs.is_empty() {
        return text::summary(&paragraphs.join(" "));
    }
    let says_enough = |paragraph: &&String| {
        paragraph.chars().count() >= ENOUGH || paragraph.ends_with(['.', '!', '?', '…', '。', '！', '？', '”', '"'])
    };
    let chosen = paragraphs.iter().find(says_enough).or_else(|| paragraphs.first());
    chosen.and_then(|paragraph| text::summary(paragraph)).or_else(|| of_html(intro))
}

/// A line of Markdown without its marks.
pub fn plain(line: &str) -> String {
    let mut reader = Reader::default();
    for event in Parser::new_ext(text::head(line, BODY_CAP), options()) {
        reader.inline(&event);
    }
    reader.text
}

/// The first heading of the first level.
pub fn heading(body: &str) -> Option<String> {
    let mut events = Parser::new_ext(text::head(body, BODY_CAP), options());
    events.find(|event| matches!(event, Event::Start(Tag::Heading { level: HeadingLevel::H1, .. })))?;
    let mut reader = Reader::default();
    for event in events.take_while(|event| !matches!(event, Event::End(TagEnd::Heading(_)))) {
        reader.inline(&event);
    }
    Some(text::title(&reader.text)).filter(|title| !title.is_empty())
}

fn options() -> Options {
    Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES
}

/// The paragraphs that stand in no quote, list, table or note, as one line each.
fn paragraphs(body: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut reader = Reader::default();
    let mut depth = 0usize;
    for event in Parser::new_ext(body, options()) {
        match &event {
            Event::Start(Tag::Paragraph) if depth == 0 => reader = Reader { inside: true, ..Reader::default() },
            Event::End(TagEnd::Paragraph) if depth == 0 => {
                let line = text::line(&reader.text, usize::MAX);
                reader.inside = false;
                found.extend(Some(line).filter(|line| line.chars().any(char::is_alphanumeric)));
            }
            Event::Start(tag) if is_block(tag) => depth += 1,
            Event::End(tag) if is_block_end(*tag) => depth = depth.saturating_sub(1),
            _ if depth == 0 && reader.inside => reader.inline(&event),
            _ => {}
        }
    }
    found
}

fn is_block(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::BlockQuote(_)
            | Tag::List(_)
            | Tag::Table(_)
            | Tag::FootnoteDefinition(_)
            | Tag::CodeBlock(_)
            | Tag::HtmlBlock
    )
}

fn is_block_end(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::BlockQuote(_)
            | TagEnd::List(_)
            | TagEnd::Table
            | TagEnd::FootnoteDefinition
            | TagEnd::CodeBlock
            | TagEnd::HtmlBlock
    )
}

/// Collects the words of inline Markdown.
#[derive(Default)]
struct Reader {
    text: String,
    inside: bool,
    images: usize,
    /// Inside of `<script>` or `<style>`.
    is_code: bool,
}

impl Reader {
    fn inline(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(Tag::Image { .. }) => self.images += 1,
            Event::End(TagEnd::Image) => self.images = self.images.saturating_sub(1),
            Event::InlineHtml(tag) => self.html(tag),
            Event::Text(text) | Event::Code(text) if self.images == 0 && !self.is_code => self.text.push_str(text),
            Event::SoftBreak | Event::HardBreak => self.text.push(' '),
            _ => {}
        }
    }

    fn html(&mut self, tag: &str) {
        let tag = tag.to_ascii_lowercase();
        if tag.starts_with("<script") || tag.starts_with("<style") {
            self.is_code = true;
        } else if tag.starts_with("</script") || tag.starts_with("</style") {
            self.is_code = false;
        } else if tag.starts_with("<br") {
            self.text.push(' ');
        }
    }
}

/// The words of a post that is HTML throughout.
fn of_html(body: &str) -> Option<String> {
    let is_html = Parser::new_ext(body, options()).any(|event| matches!(event, Event::Html(_)));
    if is_html { text::summary(&html::to_text(body)) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summarised(body: &str) -> String {
        summary(body).unwrap_or_default()
    }

    #[test]
    fn templates_pictures_and_marks_are_no_words() {
        let body = "{{< youtube id=\"x\" >}}\n\n&nbsp;\n\n![Alt](/a.png)\n\n# Heading\n\n> An epigraph.\n\nA *first* paragraph[^1] with a [link](/x), {% include a.html %}`code` and {{ site.name }}<br>an end.\n\n[^1]: Note.\n";
        assert_eq!(summarised(body), "A first paragraph with a link, code and an end.");
    }

    #[test]
    fn a_byline_is_passed_over_where_a_paragraph_follows() {
        assert_eq!(summarised("Photo by Ada\n\nThe text itself.\n"), "The text itself.");
        assert_eq!(summarised("Only a few words\n"), "Only a few words");
    }

    #[test]
    fn what_stands_before_more_is_the_summary() {
        assert_eq!(summarised("One.\n\nTwo.\n\n<!--more-->\n\nThree.\n"), "One. Two.");
    }

    #[test]
    fn scripts_and_raw_html_leave_nothing() {
        assert_eq!(summarised("<div>\nx\n</div>\n\nText <script>alert(1)</script>goes on.\n"), "Text goes on.");
    }

    #[test]
    fn lists_tables_and_code_are_no_summary() {
        assert_eq!(summarised("- a list item.\n\n```\ncode.\n```\n\n| a | b |\n|---|---|\n| c | d |\n"), "");
    }

    #[test]
    fn the_first_heading_of_the_first_level_is_the_title() {
        assert_eq!(heading("## Two\n\n# The *one*\n\ntext").as_deref(), Some("The one"));
        assert_eq!(heading("text"), None);
    }
}
