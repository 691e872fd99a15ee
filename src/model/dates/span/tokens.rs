//! A text as numbers, words and marks, with their byte offsets: what the grammar reads.

/// One token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'t> {
    /// A run of decimal digits (ASCII or full-width), with its length. Longer runs than six digits
    /// are no part of a date and keep the value 0.
    Number {
        /// The value.
        value: u32,
        /// How many digits.
        digits: usize,
    },
    /// A run of letters of an alphabet.
    Word(&'t str),
    /// Anything else that is not white space, and every East Asian character on its own.
    Mark(char),
}

/// A token and where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lexeme<'t> {
    /// What it is.
    pub token: Token<'t>,
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// No white space between the token before and this one.
    pub glued: bool,
}

/// Splits `text`.
pub(super) fn lex(text: &str) -> Vec<Lexeme<'_>> {
    let mut lexemes: Vec<Lexeme> = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let start = text.len() - rest.len();
        let length = token_length(rest, first);
        let Some((head, tail)) = rest.split_at_checked(length) else { break };
        rest = tail;
        if first.is_whitespace() {
            continue;
        }
        let glued = lexemes.last().is_some_and(|before| before.end == start);
        lexemes.push(Lexeme { token: token(head, first), start, end: start + length, glued });
    }
    lexemes
}

fn token_length(rest: &str, first: char) -> usize {
    let same: fn(char) -> bool = if digit(first).is_some() {
        |character| digit(character).is_some()
    } else if is_letter(first) {
        is_letter
    } else {
        return first.len_utf8();
    };
    rest.find(|character| !same(character)).unwrap_or(rest.len())
}

fn token(head: &str, first: char) -> Token<'_> {
    if digit(first).is_none() {
        return if is_letter(first) { Token::Word(head) } else { Token::Mark(first) };
    }
    let digits = head.chars().count();
    let value = if digits > 6 { 0 } else { head.chars().filter_map(digit).fold(0, |sum, next| sum * 10 + next) };
    Token::Number { value, digits }
}

fn digit(character: char) -> Option<u32> {
    match character {
        '０'..='９' => Some(u32::from(character) - u32::from('０')),
        _ => character.to_digit(10),
    }
}

/// Letters of alphabets; kana, Han and Hangul stand each on its own.
fn is_letter(character: char) -> bool {
    character.is_alphabetic()
        && !matches!(character, '\u{1100}'..='\u{11FF}' | '\u{2E80}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF66}'..='\u{FFDC}' | '\u{20000}'..='\u{3FFFF}')
}

/// Hyphens, dashes, waves and the minus sign.
pub(super) fn is_dash(character: char) -> bool {
    matches!(
        character,
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '~' | '〜' | '～' | 'ー' | '\u{FE58}' | '\u{FE63}' | '－'
    )
}
