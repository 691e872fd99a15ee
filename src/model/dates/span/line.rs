//! The parts of a date: a day, a month, a year, and what stands between them.
//!
//! Every function takes the index of a token and gives what it read with the index after it.

use std::ops::{Range, RangeInclusive};

use jiff::civil::Weekday;

use super::tokens::{Lexeme, Token, is_dash, lex};
use super::words::{self, Month};

/// A day as written: maybe without its year.
#[derive(Clone, Copy, Debug)]
pub(super) struct Written {
    pub month: i8,
    pub day: i8,
    pub year: Option<i16>,
}

/// A text as tokens.
pub(super) struct Line<'t> {
    lexemes: Vec<Lexeme<'t>>,
}

impl<'t> Line<'t> {
    pub(super) fn lexed(text: &'t str) -> Line<'t> {
        Line { lexemes: lex(text) }
    }

    /// How many tokens there are.
    pub(super) fn len(&self) -> usize {
        self.lexemes.len()
    }

    /// "3", "3, 2025", "3 2025" in `month`.
    pub(super) fn day_and_year(&self, month: i8, at: usize) -> Option<(Written, usize)> {
        let (day, next) = self.day(at)?;
        let (year, next) = self.year(next);
        Some((Written { month, day, year }, next))
    }

    /// A day of the month with its ordinal ending; no clock time, no amount.
    pub(super) fn day(&self, at: usize) -> Option<(i8, usize)> {
        let (day, next) = self.number(at, 1..=31)?;
        let next = match self.token(next) {
            Some(Token::Word(word)) if words::is_ordinal(word) => next + 1,
            Some(Token::Word(_)) if self.is_glued(next) => return None,
            // "3. Juni", "3.–4. Juni", but neither "3.5" nor the end of a sentence.
            Some(Token::Mark('.')) if self.is_glued(next) => match self.token(next + 1) {
                Some(Token::Number { .. }) if self.is_glued(next + 1) => return None,
                Some(Token::Mark(mark)) if is_dash(mark) => next + 1,
                Some(Token::Word(word)) if words::month(word).is_some() => next + 1,
                _ => next,
            },
            Some(Token::Mark(':' | '%' | '°')) if self.is_glued(next) => {
                // "CFP 3: …" is a day before a colon, "16:30" is a time.
                if matches!(self.token(next + 1), Some(Token::Number { .. })) || !self.is_mark(next, ':') {
                    return None;
                }
                next
            }
            _ => next,
        };
        let is_clock = matches!(self.token(next), Some(Token::Word(word))
            if ["am", "pm", "h", "uhr"].contains(&word.to_lowercase().as_str()));
        (!is_clock).then_some((day, next))
    }

    /// A month name, with the dot of its abbreviation.
    pub(super) fn month(&self, at: usize) -> Option<(Month, usize)> {
        let Some(Token::Word(word)) = self.token(at) else { return None };
        let month = words::month(word)?;
        let next = at + 1;
        let dotted = word.chars().count() <= 5 && self.is_mark(next, '.') && self.is_glued(next);
        Some((month, if dotted { next + 1 } else { next }))
    }

    /// A weekday before a date, with its dot and comma.
    pub(super) fn weekday(&self, at: usize) -> Option<(Weekday, usize)> {
        let Some(Token::Word(word)) = self.token(at) else { return None };
        let weekday = words::weekday(word)?;
        let next = self.glued_mark(at + 1, '.').unwrap_or(at + 1);
        Some((weekday, self.mark(next, ',').unwrap_or(next)))
    }

    /// "(金)" after a day.
    pub(super) fn east_asian_weekday(&self, at: usize) -> Option<usize> {
        let next = self.mark(at, '(').or_else(|| self.mark(at, '（'))?;
        match self.token(next)? {
            Token::Mark(character) => words::east_asian_weekday(character)?,
            _ => return None,
        };
        self.mark(next + 1, ')').or_else(|| self.mark(next + 1, '）'))
    }

    /// A year after a day: ", 2025", " 2025", " de 2025". Without one, the index stays.
    pub(super) fn year(&self, at: usize) -> (Option<i16>, usize) {
        let next = self.mark(at, ',').unwrap_or_else(|| self.of(at));
        match self.four_digit_year(next) {
            Some((year, next)) => (Some(year), next),
            None => (None, at),
        }
    }

    pub(super) fn four_digit_year(&self, at: usize) -> Option<(i16, usize)> {
        match self.token(at)? {
            Token::Number { value: value @ 1900..=2199, digits: 4 } => {
                let is_clock = self.is_mark(at + 1, ':') && self.is_glued(at + 1);
                Some((i16::try_from(value).ok().filter(|_| !is_clock)?, at + 1))
            }
            _ => None,
        }
    }

    /// A number of one or two digits within `bounds`.
    pub(super) fn number(&self, at: usize, bounds: RangeInclusive<i8>) -> Option<(i8, usize)> {
        match self.token(at)? {
            Token::Number { value, digits: 1 | 2 } => {
                let value = i8::try_from(value).ok().filter(|value| bounds.contains(value))?;
                Some((value, at + 1))
            }
            _ => None,
        }
    }

    pub(super) fn glued_number(&self, at: usize, bounds: RangeInclusive<i8>) -> Option<(i8, usize)> {
        self.number(at, bounds).filter(|_| self.is_glued(at))
    }

    /// What stands between the ends of a span: a dash (or two) or a word.
    pub(super) fn until(&self, at: usize, day_first: bool) -> Option<usize> {
        match self.token(at)? {
            Token::Mark(mark) if is_dash(mark) => match self.token(at + 1) {
                Some(Token::Mark(mark)) if is_dash(mark) => Some(at + 2),
                _ => Some(at + 1),
            },
            Token::Word(word) if words::is_until(word, day_first) => Some(at + 1),
            _ => None,
        }
    }

    pub(super) fn and(&self, at: usize) -> Option<usize> {
        match self.token(at)? {
            Token::Mark('&') => Some(at + 1),
            Token::Word(word) if words::is_and(word) => Some(at + 1),
            _ => None,
        }
    }

    /// Skips "de", "of".
    pub(super) fn of(&self, at: usize) -> usize {
        match self.token(at) {
            Some(Token::Word(word)) if words::is_of(word) => at + 1,
            _ => at,
        }
    }

    /// Whether the number at `at` is the end of something longer: a version, a price, a path.
    pub(super) fn is_tail(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).and_then(|before| self.token(before)) else { return false };
        self.is_glued(at)
            && match before {
                Token::Word(_) | Token::Number { .. } => true,
                Token::Mark(mark) => matches!(mark, '.' | ':' | '/' | '$' | '€' | '£' | '#' | '_' | '=' | '%'),
            }
    }

    pub(super) fn mark(&self, at: usize, mark: char) -> Option<usize> {
        self.is_mark(at, mark).then_some(at + 1)
    }

    pub(super) fn any_mark(&self, at: usize, marks: &[char]) -> Option<usize> {
        marks.iter().find_map(|mark| self.mark(at, *mark))
    }

    pub(super) fn glued_mark(&self, at: usize, mark: char) -> Option<usize> {
        (self.is_mark(at, mark) && self.is_glued(at)).then_some(at + 1)
    }

    pub(super) fn is_mark(&self, at: usize, mark: char) -> bool {
        self.token(at) == Some(Token::Mark(mark))
    }

    pub(super) fn is_glued(&self, at: usize) -> bool {
        self.lexemes.get(at).is_some_and(|lexeme| lexeme.glued)
    }

    pub(super) fn token(&self, at: usize) -> Option<Token<'t>> {
        self.lexemes.get(at).map(|lexeme| lexeme.token)
    }

    /// Bytes of the tokens from `at` to before `next`.
    pub(super) fn range(&self, at: usize, next: usize) -> Option<Range<usize>> {
        Some(self.lexemes.get(at)?.start..self.lexemes.get(next.checked_sub(1)?)?.end)
    }
}
