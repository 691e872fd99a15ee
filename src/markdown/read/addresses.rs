//! Bare addresses in text, by the rules of GitHub Flavored Markdown's autolink extension
//! (section 6.9), except where these disagree with what a person sees: an address also ends before
//! full-width punctuation, a quotation mark and a Markdown link.

use std::ops::Range;

/// The first bare address that starts in `source[from..until]`. It may end after `until` but not
/// after `limit`.
pub(super) fn find(source: &str, from: usize, until: usize, limit: usize) -> Option<Range<usize>> {
    let window = source.get(from..until)?;
    window.char_indices().filter(|(_, character)| matches!(character, 'h' | 'H' | 'w')).find_map(|(at, _)| {
        let start = from + at;
        let prefix = prefix(source.get(start..limit)?)?;
        let before = source.get(..start)?.chars().next_back();
        let is_start = match before {
            None => true,
            Some(before) if prefix == "www." => !before.is_alphanumeric() && !matches!(before, '/' | '.' | '@' | '-'),
            Some(before) => !before.is_ascii_alphabetic(),
        };
        let end = start + length(source.get(start..limit)?, prefix);
        (is_start && end > start + prefix.len()).then_some(start..end)
    })
}

/// The address that a bare one stands for.
pub(super) fn address(written: &str) -> String {
    let written = written.replace("&amp;", "&").replace("\\_", "_");
    if written.starts_with("www.") { format!("http://{written}") } else { written }
}

fn prefix(text: &str) -> Option<&'static str> {
    ["https://", "http://", "www."].into_iter().find(|prefix| {
        text.get(..prefix.len()).is_some_and(|start| match *prefix {
            "www." => start == *prefix,
            _ => start.eq_ignore_ascii_case(prefix),
        })
    })
}

/// How many bytes of `text` belong to the address.
fn length(text: &str, prefix: &str) -> usize {
    let rest = text.get(prefix.len()..).unwrap_or_default();
    if !rest.starts_with(|first: char| first.is_alphanumeric() || first == '[') {
        return prefix.len();
    }
    let end = text.find(ends_address).unwrap_or(text.len());
    let run = before_link(text.get(..end).unwrap_or_default());
    let trimmed = without_trailing_punctuation(run);
    if prefix == "www." && !trimmed.get(prefix.len()..).is_some_and(|host| host.contains('.')) {
        return prefix.len();
    }
    trimmed.len()
}

fn ends_address(character: char) -> bool {
    character.is_whitespace()
        || character.is_control()
        || matches!(character, '<' | '>' | '"' | '`' | '|' | '“' | '”' | '«' | '»')
        || matches!(character, '\u{3000}'..='\u{303F}' | '\u{FF00}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF20}')
}

/// Cut where a Markdown link begins or ends: "https://a.example[here](…)", "https://a.example](…)".
fn before_link(run: &str) -> &str {
    let Some(middle) = run.find("](") else { return run };
    let head = run.get(..middle).unwrap_or_default();
    head.rfind('[').and_then(|open| head.get(..open)).unwrap_or(head)
}

/// GFM: no `?!.,:*_~'"` at the end, no closing parenthesis without its opening one, no entity.
/// A closing bracket likewise ends no address.
fn without_trailing_punctuation(run: &str) -> &str {
    let mut parentheses = surplus(run, '(', ')');
    let mut brackets = surplus(run, '[', ']');
    let mut run = run;
    while let Some(last) = run.chars().next_back() {
        match last {
            '?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' | '\u{2019}' | '\u{2018}' | '\u{2026}' => {}
            ')' if parentheses > 0 => parentheses -= 1,
            ']' if brackets > 0 => brackets -= 1,
            ';' => {
                run = without_entity(run);
                continue;
            }
            _ => break,
        }
        run = run.get(..run.len() - last.len_utf8()).unwrap_or_default();
    }
    run
}

/// How many more closing marks than opening ones a run has.
fn surplus(run: &str, opening: char, closing: char) -> usize {
    run.matches(closing).count().saturating_sub(run.matches(opening).count())
}

/// Without the entity (`&amp;`) or else the semicolon at the end.
fn without_entity(run: &str) -> &str {
    let name = run.get(..run.len() - 1).unwrap_or_default();
    let start = name.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    start.strip_suffix('&').filter(|_| start.len() < name.len()).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        let mut from = 0;
        while let Some(range) = find(text, from, text.len(), text.len()) {
            found.push(&text[range.clone()]);
            from = range.end;
        }
        found
    }

    #[test]
    fn addresses_end_where_a_person_sees_them_end() {
        for (text, expected) in [
            ("see https://a.example/x.", vec!["https://a.example/x"]),
            ("(https://a.example/x_(y))", vec!["https://a.example/x_(y)"]),
            ("https://a.example/x?y=1&amp;z=2&lt;", vec!["https://a.example/x?y=1&amp;z=2"]),
            ("**https://a.example/**", vec!["https://a.example/"]),
            ("在 https://a.example/，旨在", vec!["https://a.example/"]),
            ("请：https://a.example/issues.", vec!["https://a.example/issues"]),
            ("https://a.example[here](https://b.example)", vec!["https://a.example", "https://b.example"]),
            ("x](https://a.example/b](c", vec!["https://a.example/b"]),
            ("www.a.example and www.x and http:// and https://", vec!["www.a.example"]),
            ("HTTPS://A.example 'http://b.example'", vec!["HTTPS://A.example", "http://b.example"]),
            ("xhttp://no.example but 1http://yes.example", vec!["http://yes.example"]),
            ("https://ja.example/日本", vec!["https://ja.example/日本"]),
            ("https://a.example/[…]b", vec!["https://a.example/[…]b"]),
        ] {
            assert_eq!(all(text), expected, "{text}");
        }
    }
}
