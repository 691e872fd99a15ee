//! A text as numbers, words and signs, whatever the script.

use std::ops::Range;

/// One piece of text.
#[derive(Clone, Debug)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// Where it stands, in bytes.
    pub range: Range<usize>,
    /// Whether white space stands before it.
    pub spaced: bool,
}

/// The sorts of tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Its value and how many digits it is written with.
    Number(u32, usize),
    /// Lower case.
    Word(String),
    /// Any other character.
    Sign(char),
}

/// Takes a text apart. White space and invisible characters only divide.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut spaced = true;
    let mut characters = text.char_indices().peekable();
    while let Some((start, first)) = characters.next() {
        if first.is_whitespace() || is_invisible(first) {
            spaced = true;
            continue;
        }
        let mut end = start + first.len_utf8();
        let belongs: fn(char) -> bool = match first {
            first if digit(first).is_some() => |c| digit(c).is_some(),
            first if is_ideograph(first) => |_| false,
            first if is_letter(first) => |c| is_letter(c) && !is_ideograph(c) && digit(c).is_none(),
            _ => |_| false,
        };
        while let Some((at, next)) = characters.next_if(|(_, next)| belongs(*next)) {
            end = at + next.len_utf8();
        }
        let piece = text.get(start..end).unwrap_or_default();
        tokens.push(Token { kind: kind(piece, first), range: start..end, spaced });
        spaced = false;
    }
    tokens
}

fn kind(piece: &str, first: char) -> Kind {
    if digit(first).is_some() {
        let value = piece.chars().take(9).filter_map(digit).fold(0, |value, digit| value * 10 + digit);
        return Kind::Number(value, piece.chars().count());
    }
    match is_letter(first) || is_ideograph(first) {
        true => Kind::Word(piece.to_lowercase()),
        false => Kind::Sign(first),
    }
}

/// The value of a digit of any of the scripts that dates are written in.
fn digit(character: char) -> Option<u32> {
    const ZEROES: &[u32] = &[0x30, 0x660, 0x6F0, 0x966, 0x9E6, 0xE50, 0xFF10];
    let code = u32::from(character);
    ZEROES.iter().find(|zero| (**zero..**zero + 10).contains(&code)).map(|zero| code - zero)
}

fn is_letter(character: char) -> bool {
    character.is_alphabetic()
        || matches!(character, '\u{300}'..='\u{36F}' | '\u{900}'..='\u{DFF}' | '\u{E30}'..='\u{E4F}')
}

/// Characters that are words of their own: Chinese, Japanese, Korean.
fn is_ideograph(character: char) -> bool {
    matches!(character, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}')
}

fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{AD}')
}
