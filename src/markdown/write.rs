//! Plain text into Markdown: the reader sees exactly the text, and nothing in it becomes structure.
//!
//! Text arrives as one line without control characters (`model::text`). [`escape_inline`] is safe in
//! every place where a line of text can stand, link texts included; the others are for one place
//! only and escape less. The functions look at one piece of text: what a piece could become together
//! with its neighbours (`*` here, `*` there) is escaped as well. [`without_needless_escapes`] then
//! takes off the finished entry what changes nothing.
//!
//! Held against pulldown-cmark, comrak with GitHub's extensions, and the shortcodes of Hugo. One
//! thing cannot be escaped on github.com: it links an e-mail address whatever stands before the `@`.

mod needless;

pub use needless::without_needless_escapes;

/// Where a piece of text starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    /// At the start of a line, list item or heading: what could open a block is escaped.
    LineStart,
    /// After something else on the same line.
    MidLine,
}

/// Text for a list item, a paragraph or a heading, wherever in its line it stands.
pub fn escape_inline(text: &str) -> String {
    escape_inline_at(text, Position::LineStart)
}

/// Text for a list item, a paragraph or a heading, at a known place in its line.
pub fn escape_inline_at(text: &str, position: Position) -> String {
    escape(text, Place { at_line_start: position == Position::LineStart, in_link: false, in_cell: false })
}

/// Text between the brackets of a link. Addresses in it need no escape: links do not nest.
pub fn escape_link_text(text: &str) -> String {
    escape(text, Place { at_line_start: false, in_link: true, in_cell: false })
}

/// Text in the cell of a table.
pub fn escape_table_cell(text: &str) -> String {
    escape(text, Place { at_line_start: false, in_link: false, in_cell: true })
}

/// An address as the target of an inline link: `[text](TARGET)`.
///
/// What would end the target or the line is percent-encoded (RFC 3986): white space and control
/// characters, angle brackets, backslashes, backticks, and parentheses where they are not balanced.
/// An ampersand that would start an entity is escaped. Everything else stays byte for byte.
pub fn link_target(url: &str) -> String {
    let balanced = has_balanced_parentheses(url);
    let mut target = String::with_capacity(url.len());
    for (at, character) in url.char_indices() {
        match character {
            '(' | ')' if balanced => target.push(character),
            '(' | ')' | '<' | '>' | '\\' | '`' => percent_encode(character, &mut target),
            _ if character.is_whitespace() || character.is_control() => percent_encode(character, &mut target),
            '&' if starts_entity(url.get(at..).unwrap_or_default()) => target.push_str("\\&"),
            _ => target.push(character),
        }
    }
    target
}

fn percent_encode(character: char, target: &mut String) {
    let mut buffer = [0; 4];
    for byte in character.encode_utf8(&mut buffer).bytes() {
        target.push_str(&format!("%{byte:02X}"));
    }
}

/// CommonMark allows balanced parentheses in a target; 32 levels at most in pulldown-cmark.
fn has_balanced_parentheses(url: &str) -> bool {
    let mut depth = 0_usize;
    for character in url.chars() {
        match character {
            '(' if depth < 30 => depth += 1,
            '(' => return false,
            ')' => match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => return false,
            },
            _ => {}
        }
    }
    depth == 0
}

/// Where text lands.
#[derive(Clone, Copy)]
struct Place {
    at_line_start: bool,
    in_link: bool,
    in_cell: bool,
}

fn escape(text: &str, place: Place) -> String {
    let piece = Piece::new(text, place);
    let mut out = String::with_capacity(text.len() + 8);
    for (at, character) in piece.characters.iter().enumerate() {
        let (before, after) = piece.escapes(at);
        if before {
            out.push('\\');
        }
        out.push(*character);
        if after {
            out.push('\\');
        }
    }
    out
}

/// A piece of text on its way into Markdown.
struct Piece {
    characters: Vec<char>,
    place: Place,
    /// Characters that need an escape because of what the line starts or ends with, by index.
    edges: Vec<usize>,
    /// Brackets that stand in pairs and do nothing, by index.
    harmless_brackets: Vec<usize>,
}

impl Piece {
    fn new(text: &str, place: Place) -> Piece {
        let characters = one_line(text, place.at_line_start);
        let mut edges = Vec::new();
        if place.at_line_start {
            edges.extend(block_opener(&characters));
        }
        edges.extend(closing_hashes(&characters));
        let harmless_brackets = harmless_brackets(&characters, place.at_line_start);
        Piece { characters, place, edges, harmless_brackets }
    }

    /// Whether a backslash goes before and after the character at `at`.
    fn escapes(&self, at: usize) -> (bool, bool) {
        let Some(character) = self.get(at) else { return (false, false) };
        let edge = self.edges.contains(&at);
        match character {
            // `<\!--` rather than `\<!--`: nothing that looks for comments in the raw text finds one.
            '<' => (edge || self.is_shortcode(at) || self.is_tag(at), self.get(at + 1) == Some('!')),
            _ => (edge || self.is_special(at, character), false),
        }
    }

    fn is_special(&self, at: usize, character: char) -> bool {
        match character {
            '\\' => self.get(at + 1).is_none_or(|next| next.is_ascii_punctuation()),
            '`' => true,
            '*' => !self.is_spaced(at),
            '_' => !self.is_spaced(at) && !self.is_inside_word(at, '_'),
            '~' => self.closes_strikethrough(at),
            '[' | ']' => self.harmless_brackets.binary_search(&at).is_err(),
            '|' => self.place.in_cell,
            // A template may have opened a bracket before the piece: "[^" is a footnote.
            '^' => at == 0,
            '&' => starts_entity(&self.rest(at, 40)),
            '%' => self.is_shortcode(at),
            ':' | '.' | '@' if self.place.in_link => false,
            ':' => self.is_after_scheme(at),
            '.' => self.is_after_www(at),
            '@' => self.is_inside_email(at),
            _ => false,
        }
    }

    /// White space on both sides, inside the piece.
    fn is_spaced(&self, at: usize) -> bool {
        let space = |side: Option<char>| side.is_some_and(char::is_whitespace);
        space(at.checked_sub(1).and_then(|before| self.get(before))) && space(self.get(at + 1))
    }

    /// A run of `mark` with letters or digits on both sides, as in `snake_case`.
    fn is_inside_word(&self, at: usize, mark: char) -> bool {
        let other = |character: &&char| **character != mark;
        let before = self.characters.get(..at).unwrap_or_default().iter().rev().find(other);
        let after = self.characters.get(at..).unwrap_or_default().iter().find(other);
        [before, after].iter().all(|side| side.is_some_and(|side| side.is_alphanumeric()))
    }

    /// A tilde after something: strikethrough needs one that closes, so no other is escaped.
    fn closes_strikethrough(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).and_then(|before| self.get(before)) else { return false };
        let after = self.get(at + 1);
        let opens_only = before.is_ascii_punctuation() && before != '~' && after.is_some_and(char::is_alphanumeric);
        !before.is_whitespace() && !opens_only
    }

    /// `<` before what could be a tag, a comment or an address.
    fn is_tag(&self, at: usize) -> bool {
        self.get(at + 1).is_none_or(|next| next.is_ascii_alphabetic() || matches!(next, '/' | '?'))
    }

    /// The third character of `{{<` or `{{%`, which Hugo reads before Markdown.
    fn is_shortcode(&self, at: usize) -> bool {
        at >= 2 && self.get(at - 1) == Some('{') && self.get(at - 2) == Some('{')
    }

    /// The colon of `https://example.org`.
    fn is_after_scheme(&self, at: usize) -> bool {
        let scheme = self.before(at, |character| character.is_ascii_alphabetic());
        let known = ["http", "https", "ftp"].iter().any(|known| known.eq_ignore_ascii_case(&scheme));
        let slashes = self.get(at + 1) == Some('/') && self.get(at + 2).is_none_or(|next| next == '/');
        known && slashes && self.get(at + 3).is_none_or(|next| !next.is_whitespace() && !next.is_ascii_punctuation())
    }

    /// The first dot of `www.example.org`.
    fn is_after_www(&self, at: usize) -> bool {
        let Some(start) = at.checked_sub(3).filter(|_| self.before(at, |character| character == 'w') == "www") else {
            return false;
        };
        let delimited =
            start == 0 || self.get(start - 1).is_some_and(|before| before.is_whitespace() || "*_~([".contains(before));
        let host: String = self.rest(at + 1, 300).chars().take_while(|next| !next.is_whitespace()).collect();
        delimited && host.contains('.')
    }

    /// The `@` of `editors@example.org`.
    fn is_inside_email(&self, at: usize) -> bool {
        let local = at.checked_sub(1).and_then(|before| self.get(before));
        let is_local = |before: char| before.is_ascii_alphanumeric() || ".+-_".contains(before);
        let host: String = self
            .rest(at + 1, 300)
            .chars()
            .take_while(|next| next.is_ascii_alphanumeric() || ".-_".contains(*next))
            .collect();
        local.is_some_and(is_local) && host.trim_end_matches('.').contains('.')
    }

    fn get(&self, at: usize) -> Option<char> {
        self.characters.get(at).copied()
    }

    /// The run of characters before `at` that `belongs`, at most ten.
    fn before(&self, at: usize, belongs: fn(char) -> bool) -> String {
        let run: Vec<char> = self
            .characters
            .get(..at)
            .unwrap_or_default()
            .iter()
            .rev()
            .copied()
            .take(10)
            .take_while(|character| belongs(*character))
            .collect();
        run.into_iter().rev().collect()
    }

    fn rest(&self, at: usize, most: usize) -> String {
        self.characters.get(at..).unwrap_or_default().iter().take(most).collect()
    }
}

/// The characters of one line: line breaks and tabs become spaces, runs of spaces one, control
/// characters go. At a line's start no space stays.
fn one_line(text: &str, at_line_start: bool) -> Vec<char> {
    let mut line: Vec<char> = Vec::with_capacity(text.len());
    for character in text.chars() {
        let is_break = matches!(character, '\t' | '\n' | '\u{B}' | '\u{C}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
        if is_break || character == ' ' {
            if line.last().map_or(!at_line_start, |last| *last != ' ') {
                line.push(' ');
            }
        } else if !character.is_control() {
            line.push(character);
        }
    }
    line
}

/// The index of the character that would open a block at the start of a line.
fn block_opener(line: &[char]) -> Option<usize> {
    let first = line.first()?;
    let ends = |at: usize| line.get(at).is_none_or(|next| next.is_whitespace());
    let run = line.iter().take_while(|next| *next == first).count();
    match first {
        '>' => Some(0),
        '#' => (run <= 6 && ends(run)).then_some(0),
        '-' | '+' if ends(1) => Some(0),
        '~' if run >= 3 => Some(0),
        // A rule, the line under a heading, the second line of a table.
        '-' | '=' | ':' | '|' => line.iter().all(|next| "-=:| ".contains(*next)).then_some(0),
        '0'..='9' => {
            let digits = line.iter().take_while(|next| next.is_ascii_digit()).count();
            let is_marker = digits <= 9 && matches!(line.get(digits), Some('.' | ')')) && ends(digits + 1);
            is_marker.then_some(digits)
        }
        _ => None,
    }
}

/// The `#` of a run that ends a line after a space: in a heading it would vanish.
fn closing_hashes(line: &[char]) -> Option<usize> {
    let length = line.iter().rposition(|last| *last != ' ')? + 1;
    let start = length - line.get(..length)?.iter().rev().take_while(|last| **last == '#').count();
    let after_space = start.checked_sub(1).is_none_or(|before| line.get(before) == Some(&' '));
    (start < length && after_space).then_some(start)
}

/// Indices of the brackets that may stand as they are, sorted: in pairs, with nothing behind the pair
/// that makes it a link, and at a line's start neither a task ("[x] ") nor a definition ("[x]:").
fn harmless_brackets(line: &[char], at_line_start: bool) -> Vec<usize> {
    let mut open = Vec::new();
    let mut harmless = Vec::new();
    for (at, character) in line.iter().enumerate() {
        match character {
            '[' => open.push(at),
            ']' => {
                let Some(start) = open.pop() else { continue };
                let next = line.get(at + 1);
                let opens_line = start == 0 && at_line_start;
                let is_task = opens_line && at == 2 && next.is_none_or(|next| next.is_whitespace());
                let is_definition = opens_line && next.is_none_or(|next| *next == ':');
                let is_footnote = line.get(start + 1) == Some(&'^');
                if !matches!(next, Some('(' | '[')) && !is_task && !is_definition && !is_footnote {
                    harmless.extend([start, at]);
                }
            }
            _ => {}
        }
    }
    harmless.sort_unstable();
    harmless
}

/// Whether `text` starts with an entity or a numeric character reference that Markdown decodes.
fn starts_entity(text: &str) -> bool {
    let Some(end) = text.find(';').filter(|end| *end <= 33) else { return false };
    let Some(reference) = text.get(..=end) else { return false };
    let plain = |character: char| character.is_ascii_alphanumeric() || character == '#';
    let inner = reference.trim_start_matches('&').trim_end_matches(';');
    !inner.is_empty() && inner.chars().all(plain) && decodes(reference)
}

/// Asks the reader rather than keeping a second list of two thousand names.
fn decodes(reference: &str) -> bool {
    use pulldown_cmark::{Event, Parser};
    let text: String = Parser::new(reference)
        .filter_map(|event| match event {
            Event::Text(text) => Some(text.into_string()),
            _ => None,
        })
        .collect();
    text != reference
}

#[cfg(test)]
mod tests;
