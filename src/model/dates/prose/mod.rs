//! Dates in running text ("14. März 2024", "3 de mayo de 2021", "2020年3月14日"), for pages and
//! hand-submitted texts that have no machine-readable date.
//!
//! Only whole dates count: day, month and year must all be written. [`find`] gives them with their
//! places; [`without_year`] reads what list pages write ("Nov  3"). Spans of days are in
//! [`super::span`], what programs write in [`super::machine`].

mod grammar;
mod tokens;

use std::ops::Range;

use jiff::civil::Date;

use super::months;
use grammar::Grammar;
use tokens::{Kind, Token, tokens};

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
    let grammar = Grammar::new(&tokens, reading);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match mention(&tokens, at, &grammar) {
            Some((mention, length)) => {
                found.push(mention);
                at += length;
            }
            None => at += 1,
        }
    }
    found
}

/// The date that starts at a token, and how many tokens it takes.
fn mention(tokens: &[Token], at: usize, grammar: &Grammar<'_>) -> Option<(Mention, usize)> {
    let (day, length) = grammar.date_at(at)?;
    let (before, rest) = tokens.split_at_checked(at)?;
    let (first, last) = (rest.first()?, rest.get(..length)?.last()?);
    let range = first.range.start..last.range.end;
    Some((Mention { day, range, weekday_fits: weekday_before(before, day) }, length))
}

/// The month and day of a date that is written without its year: "Nov  3", "3. November".
pub fn without_year(text: &str, reading: Reading<'_>) -> Option<(i8, i8)> {
    let tokens = tokens(text);
    let grammar = Grammar::new(&tokens, reading);
    (0..tokens.len()).find_map(|at| {
        let (month, day, _) = grammar.day_month(at).or_else(|| grammar.month_day(at))?;
        Some((month, day))
    })
}

fn weekday_before(before: &[Token], day: Date) -> Option<bool> {
    let named = before.iter().rev().take(3).find_map(|token| match &token.kind {
        Kind::Word(word) => Some(months::weekday(word)),
        _ => None,
    })??;
    Some(named == day.weekday().to_monday_one_offset())
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
