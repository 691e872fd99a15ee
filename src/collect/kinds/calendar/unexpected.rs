//! What came instead of a calendar, in words for the person who looks after the source.

use crate::collect::html;
use crate::model::text;

/// How much of an answer is looked at.
const LOOK_AT: usize = 20_000;
/// Longest quotation, in characters.
const QUOTE_CAP: usize = 80;

/// Describes an answer that has no `BEGIN:VCALENDAR`.
pub fn describe(bytes: &[u8]) -> String {
    let head = String::from_utf8_lossy(bytes.get(..LOOK_AT).unwrap_or(bytes));
    let head = head.trim_start_matches('\u{feff}').trim();
    let lower = head.to_ascii_lowercase();
    if head.is_empty() {
        return "an empty answer".into();
    }
    if lower.starts_with("<!doctype html") || lower.contains("<html") || lower.contains("<head") {
        return match page_title(head, &lower) {
            Some(title) => format!("an HTML page titled “{title}”"),
            None => "an HTML page without a title".into(),
        };
    }
    let begins = |start: &str| lower.starts_with(start);
    if begins("begin:vcard") {
        "contacts (vCard)".into()
    } else if begins("begin:v") {
        "parts of a calendar without BEGIN:VCALENDAR".into()
    } else if begins("{") || begins("[") {
        "JSON".into()
    } else if begins("<") {
        "XML".into()
    } else if bytes.get(..LOOK_AT).unwrap_or(bytes).contains(&0) {
        "binary data".into()
    } else {
        format!("text that begins “{}”", text::line(head.lines().next().unwrap_or_default(), QUOTE_CAP))
    }
}

fn page_title(head: &str, lower: &str) -> Option<String> {
    let tag = lower.find("<title")?;
    let start = tag + lower.get(tag..)?.find('>')? + 1;
    let end = start + lower.get(start..)?.find("</title")?;
    Some(text::line(&html::to_text(head.get(start..end)?), QUOTE_CAP)).filter(|title| !title.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_wrong_answer_has_its_name() {
        for (answer, expected) in [
            ("", "an empty answer"),
            ("\u{feff} <!DOCTYPE html><html><head><title>\n Sign in </title>", "an HTML page titled “Sign in”"),
            ("<html><body>x", "an HTML page without a title"),
            ("BEGIN:VCARD\nEND:VCARD", "contacts (vCard)"),
            ("BEGIN:VEVENT\nEND:VEVENT", "parts of a calendar without BEGIN:VCALENDAR"),
            ("{\"error\":1}", "JSON"),
            ("<?xml version='1.0'?><rss/>", "XML"),
            ("PK\u{3}\u{4}\0\0", "binary data"),
            ("Not found\nsorry", "text that begins “Not found”"),
        ] {
            assert_eq!(describe(answer.as_bytes()), expected);
        }
    }
}
