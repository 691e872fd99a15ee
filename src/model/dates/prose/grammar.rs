//! The ways to write a whole date, over the tokens of a text.

use jiff::civil::Date;

use super::tokens::{Kind, Token};
use super::{Order, Reading};
use crate::model::dates::months;

/// The ways to write a date. Each method gives what it read and how many tokens that took.
pub struct Grammar<'a> {
    tokens: &'a [Token],
    reading: Reading<'a>,
}

impl<'a> Grammar<'a> {
    /// Over these tokens.
    pub fn new(tokens: &'a [Token], reading: Reading<'a>) -> Grammar<'a> {
        Grammar { tokens, reading }
    }

    /// The whole date that starts at this token, and how many tokens it takes.
    pub fn date_at(&self, at: usize) -> Option<(Date, usize)> {
        if self.continues_a_number(at) {
            return None;
        }
        self.ideographic(at)
            .or_else(|| self.year_first(at))
            .or_else(|| self.numeric(at))
            .or_else(|| self.with_year_after(at, self.day_month(at)?))
            .or_else(|| self.with_year_after(at, self.month_day(at)?))
            .or_else(|| self.year_month_day(at))
    }

    /// Whether the token is the tail of something longer: "1.2.2020" inside "10.1.2.2020", "v2020-…".
    fn continues_a_number(&self, at: usize) -> bool {
        let (Some(token), Some(before)) = (self.tokens.get(at), at.checked_sub(1).and_then(|at| self.tokens.get(at)))
        else {
            return false;
        };
        let joins = matches!(before.kind, Kind::Sign('.' | '/' | '-' | '_' | ':' | '+' | '@' | '=' | '#'));
        let number_before = at.checked_sub(2).and_then(|at| self.tokens.get(at));
        let number_before = number_before.is_some_and(|token| matches!(token.kind, Kind::Number(..)) && !before.spaced);
        matches!(token.kind, Kind::Number(..)) && !token.spaced && joins && number_before
    }

    /// 2020年3月14日, 2020년 3월 14일
    fn ideographic(&self, at: usize) -> Option<(Date, usize)> {
        let numbers = [self.number(at)?, self.number(at + 2)?, self.number(at + 4)?];
        let marks = [self.word(at + 1)?, self.word(at + 3)?, self.word(at + 5)?];
        let known = matches!(marks, ["年", "月", "日"] | ["년", "월", "일"]);
        (known && numbers[0].1 == 4).then(|| date(numbers[0].0, numbers[1].0, numbers[2].0).map(|day| (day, 6)))?
    }

    /// 2020-03-14, 2020/3/14, 2020.03.14, "2020. 03. 14."
    fn year_first(&self, at: usize) -> Option<(Date, usize)> {
        let (year, digits) = self.number(at)?;
        let (month, day) = (self.number(at + 2)?, self.number(at + 4)?);
        let separator = self.sign(at + 1)?;
        let same = self.sign(at + 3)? == separator && matches!(separator, '-' | '/' | '.' | '‑' | '–');
        let tight = separator == '.' || !(2..=4).any(|n| self.tokens.get(at + n).is_some_and(|token| token.spaced));
        let whole = !self.runs_on(at + 5);
        (digits == 4 && month.1 <= 2 && day.1 <= 2 && same && tight && whole)
            .then(|| date(year, month.0, day.0).map(|day| (day, 5)))?
    }

    /// 14.3.2020, 14/3/2020, 3/14/2020, 14-03-2020, 14.03.20
    fn numeric(&self, at: usize) -> Option<(Date, usize)> {
        let (first, second, year) = (self.number(at)?, self.number(at + 2)?, self.number(at + 4)?);
        let separator = self.sign(at + 1)?;
        let same = self.sign(at + 3)? == separator && matches!(separator, '.' | '/' | '-' | '‑');
        let tight = separator == '.' || !(1..=4).any(|n| self.tokens.get(at + n).is_some_and(|token| token.spaced));
        let year = match year {
            (year, 4) => year,
            (year, 2) if separator != '-' && first.1 == 2 && second.1 == 2 && tight => 2000 + year,
            _ => return None,
        };
        if first.1 > 2 || second.1 > 2 || !same || !tight || self.runs_on(at + 5) {
            return None;
        }
        let (day, month) = self.ordered(first.0, second.0, separator)?;
        date(year, month, day).map(|day| (day, 5))
    }

    /// Whether the token at this place makes what stands before it part of something longer.
    fn runs_on(&self, at: usize) -> bool {
        let joins = self.sign(at).is_some_and(|sign| matches!(sign, '.' | '/' | '-')) && !self.spaced(at);
        joins && self.number(at + 1).is_some() && !self.spaced(at + 1)
    }

    fn ordered(&self, first: u32, second: u32, separator: char) -> Option<(u32, u32)> {
        match (first, second, self.reading.order) {
            (first, second, _) if first > 12 => Some((first, second)),
            (first, second, Some(Order::MonthFirst)) if separator != '.' => Some((second, first)),
            (first, second, _) if second > 12 && separator != '.' => Some((second, first)),
            (first, second, _) if first == second || separator == '.' => Some((first, second)),
            (first, second, Some(Order::DayFirst)) => Some((first, second)),
            _ => None,
        }
    }

    /// "14 March", "14. März", "14 de marzo", "14th of March", "2 tháng 11"; gives month, day, length.
    pub fn day_month(&self, at: usize) -> Option<(i8, i8, usize)> {
        let (day, digits) = self.number(at)?;
        let mut next = at + 1;
        next += usize::from(self.word(next).is_some_and(is_ordinal_ending) && !self.spaced(next));
        next +=
            usize::from(self.sign(next).is_some_and(|sign| matches!(sign, '.' | ',' | 'º' | '°' | '-' | '/' | '–')));
        next += usize::from(self.word(next).is_some_and(is_filler));
        next += usize::from(self.sign(next).is_some_and(|sign| matches!(sign, '\'' | '’')));
        let (month, length) = self.month(next)?;
        (digits <= 2).then_some(())?;
        Some((month, day_of_month(day)?, next + length - at))
    }

    /// "March 14", "Mar. 14th"; gives month, day, length.
    pub fn month_day(&self, at: usize) -> Option<(i8, i8, usize)> {
        let (month, length) = self.month(at)?;
        let mut next = at + length;
        next += usize::from(self.sign(next).is_some_and(|sign| matches!(sign, '.' | ',' | '-' | '/')));
        let (day, digits) = self.number(next).filter(|(_, digits)| *digits <= 2)?;
        next += 1;
        next += usize::from(self.word(next).is_some_and(is_ordinal_ending) && !self.spaced(next));
        (digits <= 2).then_some(())?;
        Some((month, day_of_month(day)?, next - at))
    }

    /// A day and month followed by its year: "…, 2020", "… de 2020", "… '20".
    fn with_year_after(&self, at: usize, (month, day, length): (i8, i8, usize)) -> Option<(Date, usize)> {
        let mut next = at + length;
        let mut signs = 0;
        while self.sign(next).is_some_and(|sign| matches!(sign, ',' | '.' | '-' | '/' | '،' | '–')) && signs < 2 {
            (next, signs) = (next + 1, signs + 1);
        }
        next += usize::from(self.word(next).is_some_and(is_filler));
        let apostrophe = self.sign(next).is_some_and(|sign| matches!(sign, '\'' | '’'));
        next += usize::from(apostrophe);
        let is_clock = self.sign(next + 1) == Some(':') && !self.spaced(next + 1);
        let year = match self.number(next)? {
            (year, 4) => year,
            (year, 2) if !is_clock && (apostrophe || (signs > 0 && !self.spaced(next))) => 2000 + year,
            _ => return None,
        };
        date(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?).map(|day| (day, next + 1 - at))
    }

    /// "2020. szeptember 4.", "2020 m. gegužės 5 d.", "2020-Mar-14"
    fn year_month_day(&self, at: usize) -> Option<(Date, usize)> {
        let (year, digits) = self.number(at)?;
        let mut next = at + 1;
        next += usize::from(self.word(next).is_some_and(|word| matches!(word, "m" | "gada" | "ko" | "eko")));
        next += usize::from(self.sign(next).is_some_and(|sign| matches!(sign, '.' | ',' | '-')));
        let (month, day, length) = self.month_day(next).or_else(|| self.day_month(next))?;
        (digits == 4).then_some(())?;
        let day = date(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)?;
        Some((day, next + length - at))
    }

    /// A month's name, or "tháng 11"; gives the number and how many tokens it took.
    fn month(&self, at: usize) -> Option<(i8, usize)> {
        let word = self.word(at)?;
        if matches!(word, "tháng" | "thg") {
            let (number, _) = self.number(at + 1)?;
            return i8::try_from(number).ok().filter(|number| (1..=12).contains(number)).map(|number| (number, 2));
        }
        months::month(word, self.reading.language).map(|number| (number, 1))
    }

    fn number(&self, at: usize) -> Option<(u32, usize)> {
        match self.tokens.get(at)?.kind {
            Kind::Number(value, digits) => Some((value, digits)),
            _ => None,
        }
    }

    fn word(&self, at: usize) -> Option<&str> {
        match &self.tokens.get(at)?.kind {
            Kind::Word(word) => Some(word),
            _ => None,
        }
    }

    fn sign(&self, at: usize) -> Option<char> {
        match self.tokens.get(at)?.kind {
            Kind::Sign(sign) => Some(sign),
            _ => None,
        }
    }

    fn spaced(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.spaced)
    }
}

fn is_ordinal_ending(word: &str) -> bool {
    matches!(
        word,
        "st" | "nd" | "rd" | "th" | "er" | "re" | "ste" | "de" | "e" | "o" | "a" | "º" | "ª" | "го" | "e." | "ème"
    )
}

fn is_filler(word: &str) -> bool {
    matches!(word, "de" | "del" | "di" | "of" | "d" | "do" | "da" | "năm" | "г" | "af" | "le" | "a")
}

fn day_of_month(number: u32) -> Option<i8> {
    i8::try_from(number).ok().filter(|day| (1..=31).contains(day))
}

/// A day between 1900 and 2100.
fn date(year: u32, month: u32, day: u32) -> Option<Date> {
    let year = i16::try_from(year).ok().filter(|year| (1900..2100).contains(year))?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}
