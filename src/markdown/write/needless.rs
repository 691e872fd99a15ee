//! Escapes that change nothing, taken off a finished piece of Markdown.
//!
//! Whether an escape is needed depends on everything around it; the two parsers know. So each is
//! tried: where both read the same without it, it goes.

use comrak::markdown_to_html;
use pulldown_cmark::{Event, Parser, TextMergeStream};

use crate::markdown::{gfm, reading};

/// Most escapes that are tried in one piece. Text with more of them is unreadable either way, and
/// each costs two parses.
const MOST_TRIED: usize = 200;
/// Longest piece that is tried, in bytes.
const LONGEST: usize = 20_000;
/// What must not come to stand in the raw text, whatever Markdown makes of it: Hugo's shortcodes and
/// the marks of comments.
const FORBIDDEN: [&str; 3] = ["{{<", "{{%", "<!--"];

/// Takes off every backslash without which `markdown` (an entry, a heading, a paragraph: whole
/// blocks) reads the same.
pub fn without_needless_escapes(markdown: &str) -> String {
    let mut text = markdown.to_owned();
    if text.len() > LONGEST || !text.contains('\\') {
        return text;
    }
    let meaning = Meaning::of(&text);
    let mut from = 0;
    let mut changed = false;
    for _ in 0..MOST_TRIED {
        let Some(at) = next_escape(&text, from) else {
            if !changed {
                break;
            }
            // One that went may have been what another was needed for.
            (from, changed) = (0, false);
            continue;
        };
        let shorter = candidates(&text, at)
            .into_iter()
            .find(|shorter| forbidden(shorter) <= forbidden(&text) && Meaning::of(shorter) == meaning);
        match shorter {
            Some(shorter) => (text, from, changed) = (shorter, at, true),
            None => from = at + 2,
        }
    }
    text
}

/// The text without the escape at `at`; for a bracket also without the one of its partner: alone,
/// neither can go.
fn candidates(text: &str, at: usize) -> Vec<String> {
    let mut alone = text.to_owned();
    alone.remove(at);
    let partner = alone.get(at..).filter(|rest| rest.starts_with('[')).and_then(|rest| rest.find("\\]"));
    let together = partner.map(|partner| {
        let mut together = alone.clone();
        together.remove(at + partner);
        together
    });
    std::iter::once(alone).chain(together).collect()
}

/// The next backslash before ASCII punctuation.
fn next_escape(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    (from..bytes.len().saturating_sub(1))
        .find(|at| bytes.get(*at) == Some(&b'\\') && bytes.get(at + 1).is_some_and(u8::is_ascii_punctuation))
}

fn forbidden(text: &str) -> usize {
    FORBIDDEN.iter().map(|mark| text.matches(mark).count()).sum()
}

/// What the two parsers make of a text.
#[derive(PartialEq)]
struct Meaning {
    events: Vec<Event<'static>>,
    html: String,
}

impl Meaning {
    fn of(markdown: &str) -> Meaning {
        let mut options = gfm();
        options.render.r#unsafe = true;
        let events = TextMergeStream::new(Parser::new_ext(markdown, reading()));
        Meaning { events: events.map(Event::into_static).collect(), html: markdown_to_html(markdown, &options) }
    }
}
