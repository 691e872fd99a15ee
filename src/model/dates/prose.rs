//! Dates in running text ("14. März 2024", "3 de mayo de 2021", "2020年3月14日"), for pages and
//! hand-submitted texts that have no machine-readable date.
//!
//! Only whole dates count: day, month and year must all be written. [`find`] gives them with their
//! places; [`without_year`] reads what list pages write ("Nov  3"). Spans of days are in
//! [`super::span`], what programs write in [`super::machine`].

use std::ops::Range;

use jiff::civil::Date;

use super::months;

/// What the text's surroundings tell about how it writes dates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reading<'a> {
    /// BCP 47 tag of the text.
    pub language: Option<&'a str>,
    /// What 3/4/2021 means. Where none is known, such a date is not read.
    pub order: Option<Order>,
}

/// The order of numbers in 3/4/2021.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// 3 April.
    DayFirst,
    /// March 4.
    MonthFirst,
}

/// A date that a text mentions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The day.
    pub day: Date,
    /// Where it stands, in bytes.
    pub range: Range<usize>,
    /// Whether the weekday written before it is the right one; none where none is written.
    pub weekday_fits: Option<bool>,
}

impl Mention {
    /// Whether its own weekday speaks against it. Besides a wrong weekday that is a day with the
    /// number of its month: templates that print "Monday, April 4, 2023" for the 10th of April are
    /// known, and one in seven of their dates has the right weekday by chance.
    pub fn is_doubtful(&self) -> bool {
        self.weekday_fits.is_some_and(|fits| !fits || self.day.day() == self.day.month())
    }
}

/// Every whole date that a text mentions, in order.
pub fn find(text: &str, reading: Reading<'_>) -> Vec<Mention> {
    let tokens = tokens(text);
    let grammar = Grammar { tokens: &tokens, reading };
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match grammar.date_at(at) {
            Some((day, length)) => {
                let last = &tokens[at + length - 1];
                let range = tokens[at].range.start..last.range.end;
                found.push(Mention { day, range, weekday_fits: weekday_before(&tokens[..at], day) });
                at += length;
            }
            None => at += 1,
        }
    }
    found
}

/// The month and day of a date that is written without its year: "Nov  3", "3. November".
pub fn without_year(text: &str, reading: Reading<'_>) -> Option<(i8, i8)> {
    let tokens = tokens(text);
    let grammar = Grammar { tokens: &tokens, reading };
    (0..tokens.len()).find_map(|at| {
        let (month, day, _) = grammar.day_month(at).or_else(|| grammar.month_day(at))?;
        Some((month, day))
    })
}

/// One piece of text.
#[derive(Clone, Debug)]
struct Token {
    kind: Kind,
    range: Range<usize>,
    /// Whether white space stands before it.
    spaced: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    /// Its value and how many digits it is written with.
    Number(u32, usize),
    /// Lower case.
    Word(String),
    Sign(char),
}

fn tokens(text: &str) -> Vec<Token> {
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

fn weekday_before(before: &[Token], day: Date) -> Option<bool> {
    let named = before.iter().rev().take(3).find_map(|token| match &token.kind {
        Kind::Word(word) => Some(months::weekday(word)),
        _ => None,
    })??;
    Some(named == day.weekday().to_monday_one_offset())
}

/// The ways to write a date. Each method gives what it read and how many tokens that took.
struct Grammar<'a> {
    tokens: &'a [Token],
    reading: Reading<'a>,
}

impl Grammar<'_> {
    fn date_at(&self, at: usize) -> Option<(Date, usize)> {
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
    fn day_month(&self, at: usize) -> Option<(i8, i8, usize)> {
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
    fn month_day(&self, at: usize) -> Option<(i8, i8, usize)> {
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
        let year = match self.number(next)? {
            (year, 4) => year,
            (year, 2) if apostrophe || (signs > 0 && !self.spaced(next)) => 2000 + year,
            _ => return None,
        };
        let clock = self.sign(next + 1) == Some(':') && !self.spaced(next + 1);
        (!clock)
            .then(|| date(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?).map(|day| (day, next + 1 - at)))?
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

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, reading: Reading<'_>) -> Vec<String> {
        find(text, reading).iter().map(|mention| mention.day.to_string()).collect()
    }

    #[test]
    fn dates_with_month_names_are_read_in_many_languages() {
        for text in [
            "Saturday, March 14, 2020",
            "Mar. 14th 2020",
            "14th of March 2020",
            "14-Mar-2020",
            "2020 Mar 14",
            "am 14. März 2020, 10:30 Uhr",
            "14 mars 2020",
            "le samedi 14 mars 2020 à 10h",
            "14 de marzo de 2020",
            "14 de março de 2020",
            "sabato 14 marzo 2020",
            "14 maart 2020",
            "14. marts 2020",
            "14. maaliskuuta 2020",
            "14 marca 2020",
            "14. března 2020",
            "14 марта 2020 г.",
            "14 березня 2020, 12:00",
            "2020. március 14. 10:00",
            "2020 m. kovo 14 d.",
            "14 Μαρτίου 2020",
            "14 Mart 2020",
            "14 Maret 2020",
            "14 tháng 3, 2020",
            "ngày 14 tháng 3 năm 2020",
            "١٤ مارس ٢٠٢٠",
            "14 मार्च 2020",
            "2020年3月14日（土）",
            "2020년 3월 14일",
            "14 de març de 2020",
        ] {
            assert_eq!(read(text, Reading::default()), ["2020-03-14"], "{text}");
        }
    }

    #[test]
    fn dates_in_numbers_are_read_where_their_order_is_certain() {
        for text in [
            "2020-03-14",
            "2020/3/14",
            "2020.03.14.",
            "2020. 03. 14.",
            "14.3.2020",
            "14/03/2020",
            "3/14/2020",
            "14.03.20",
        ] {
            assert_eq!(read(text, Reading::default()), ["2020-03-14"], "{text}");
        }
        let order = |order| Reading { order: Some(order), ..Reading::default() };
        assert!(read("03/04/2020", Reading::default()).is_empty());
        assert_eq!(read("03/04/2020", order(Order::DayFirst)), ["2020-04-03"]);
        assert_eq!(read("03/04/2020", order(Order::MonthFirst)), ["2020-03-04"]);
    }

    #[test]
    fn what_only_looks_like_a_date_is_none() {
        for text in [
            "10.1.2.2020",
            "192.168.20.20",
            "1.2.3",
            "2020",
            "March 2020",
            "31.2.2020",
            "12:30:2020",
            "May 20:15",
            "14 or 2020",
        ] {
            assert!(read(text, Reading::default()).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_weekday_tells_whether_the_date_can_be_true() {
        let fits = |text| find(text, Reading::default()).first().and_then(|mention| mention.weekday_fits);
        assert_eq!(fits("Monday, April 10, 2023"), Some(true));
        assert_eq!(fits("Monday, April 4, 2023"), Some(false));
        assert_eq!(fits("April 4, 2023"), None);
    }

    #[test]
    fn a_date_without_a_year_is_a_month_and_a_day() {
        assert_eq!(without_year("Nov  3", Reading::default()), Some((11, 3)));
        assert_eq!(without_year("3. November", Reading::default()), Some((11, 3)));
        assert_eq!(without_year("no date", Reading::default()), None);
    }

    #[test]
    fn ranges_are_bytes_of_the_text() {
        let text = "Veröffentlicht: 14. März 2020.";
        let mention = find(text, Reading::default()).remove(0);
        assert_eq!(&text[mention.range], "14. März 2020");
    }
}
