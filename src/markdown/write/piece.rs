//! The rules of escaping: which characters of a piece of text could become structure where it lands.
//!
//! Each rule looks at the characters around one; what a rule allows is safe beside any neighbour. The
//! property tests of `write` hold the rules against both parsers.

use super::starts_entity;

/// Where text lands.
#[derive(Clone, Copy)]
pub(super) struct Place {
    /// At the start of a line: what could open a block is escaped.
    pub at_line_start: bool,
    /// In the text of a link: addresses are not linked there.
    pub in_link: bool,
    /// In the cell of a table: bars end it.
    pub in_cell: bool,
}

/// `text` with a backslash before everything that could become structure at `place`.
pub(super) fn escape(text: &str, place: Place) -> String {
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
            '<' => {
                (edge || self.is_shortcode(at) || self.is_tag(at) || self.is_address(at), self.get(at + 1) == Some('!'))
            }
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

    /// `<` before a mail address in angle brackets, whose name may start with any of many signs
    /// (CommonMark 0.31, autolinks).
    fn is_address(&self, at: usize) -> bool {
        let inner: String = self.rest(at + 1, 400).chars().take_while(|next| *next != '>').collect();
        inner.contains('@') && !inner.contains([' ', '<'])
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
        let has_scheme =
            || ["mailto", "xmpp"].contains(&self.before(at - 1, |next| next.is_ascii_alphabetic()).as_str());
        let is_local =
            |before: char| before.is_ascii_alphanumeric() || ".+-_".contains(before) || before == ':' && has_scheme();
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
/// that makes it a link, and at a line's start neither a task (`[x] `) nor a definition (`[x]:`).
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
                // comrak takes "[ ]" for a task before anything that it reads as a piece of its own.
                let is_task = opens_line && at == 2 && next.is_none_or(|next| !next.is_alphanumeric());
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
