//! The `gitjobs` kind: a search on gitjobs.dev, the job board behind the TODO Group's jobs page.
//!
//! There is no JSON interface. Both of its lists are server-rendered from one card (read in the
//! server's source): the results page has the full title and company in attributes, the embed, made
//! for inclusion in other sites, cuts titles at 50 characters. A date has no year ("Nov 3"): the
//! latest that is not in the future. On-site work is not marked, so it stays unknown. The board
//! shows the last 30 days unless told otherwise.

use jiff::ToSpan;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;
use url::Url;

use super::board::{self, Posting};
use super::settings::HttpUrl;
use crate::collect::html::{self, Tag, Token, Tokens};
use crate::collect::{Collector, Context, Documented, Page, ParseError, Warning, charset};
use crate::model::exchange::{Ask, HttpRequest, Response};
use crate::model::text;

const EXPECTED: &str = "a list of jobs of GitJobs (HTML)";
const SITE: &str = "https://gitjobs.dev";
/// Jobs of a page.
const LIMIT: u32 = 20;
/// Most pages where the settings do not say.
const PAGES: u32 = 5;
/// Most pieces of text that a card is read for.
const PIECES: usize = 200;
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Settings of a `gitjobs` source.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GitJobs {
    /// The words to search for: `ospo`.
    pub query: String,
    /// Only employers and projects of this foundation: `cncf`.
    pub foundation: Option<String>,
    /// Most pages of 20 jobs that are read. Default: 5.
    #[schemars(range(min = 1))]
    pub pages: Option<u32>,
    /// Read the list made for inclusion in other sites, of one page and with shortened titles.
    #[serde(default)]
    pub embed: bool,
    /// Where the board is. Default: `https://gitjobs.dev`.
    pub url: Option<HttpUrl>,
}

impl Documented for GitJobs {
    const VERIFIED: &'static str = "Source of the site";
    const CANNOT: &'static str =
        "No year in its dates (the latest that is not in the future is taken); nothing older than 30 days";
}

impl Collector for GitJobs {
    fn problems(&self) -> Vec<(&'static str, String)> {
        let why = "write the words to search for, for example \"ospo\"";
        if self.query.trim().is_empty() { vec![("query", why.to_owned())] } else { Vec::new() }
    }

    fn start(&self, _context: &Context) -> Vec<Ask> {
        board::start(self.request(0))
    }

    fn parse(&self, response: &Response, context: &Context) -> Result<Page, ParseError> {
        let text = charset::decode(response).text;
        let cards = cards(&text);
        if cards.is_empty() && !is_of_gitjobs(&text) {
            return Err(ParseError::NotExpected { expected: EXPECTED, found: board::described(&text) });
        }
        let is_cut = cards.iter().any(|card| card.full_title.is_none());
        let is_full = cards.len() >= LIMIT as usize;
        let postings = cards.into_iter().map(|card| self.posting(card, context.today));
        let mut page = board::page(postings, response, context);
        if is_cut {
            page.warnings.push(Warning("long titles are cut: this list does not have them in full".to_owned()));
        }
        let next = board::page_number(response) + 1;
        if is_full && !self.embed {
            board::turn(&mut page, next, self.pages.unwrap_or(PAGES), self.request(next));
        }
        Ok(page)
    }

    fn address(&self) -> Option<Url> {
        board::address(self.url.as_ref(), SITE, &[], &[("ts_query", &self.query)])
    }
}

impl GitJobs {
    fn request(&self, page: u32) -> Option<HttpRequest> {
        let (limit, offset) = (LIMIT.to_string(), page.saturating_mul(LIMIT).to_string());
        let mut query = vec![("ts_query", self.query.as_str()), ("limit", &limit)];
        query.extend(self.foundation.as_deref().map(|foundation| ("foundation", foundation)));
        if self.embed {
            return board::address(self.url.as_ref(), SITE, &["embed"], &query).map(HttpRequest::get);
        }
        query.push(("offset", &offset));
        let path = ["section", "jobs", "results"];
        board::address(self.url.as_ref(), SITE, &path, &query).map(HttpRequest::page)
    }

    fn posting(&self, card: Card, today: Date) -> Posting {
        let (place, mode) = match card.location.as_deref() {
            None | Some("Not provided") => (None, ""),
            Some("Remote") => (None, "Remote"),
            Some(place) => (Some(place.to_owned()), card.mode.as_deref().unwrap_or_default()),
        };
        Posting {
            title: card.full_title.or(card.title),
            link: board::address(self.url.as_ref(), SITE, &[], &[("job_id", &card.id)]).map(String::from),
            uid: Some(format!("gitjobs:{}", card.id)),
            organisation: card.company,
            locations: board::location(place, None, None, None).into_iter().collect(),
            workplace: board::workplace(mode.trim_matches(['(', ')'])),
            published: card.date.map(|(month, day)| {
                date_without_year(month, day, today).map_or(format!("{month}/{day}"), |date| date.to_string())
            }),
            ..Posting::default()
        }
    }
}

/// One job of the list, in the board's words.
#[derive(Debug, Default)]
struct Card {
    id: String,
    full_title: Option<String>,
    title: Option<String>,
    company: Option<String>,
    /// Month and day.
    date: Option<(i8, i8)>,
    location: Option<String>,
    /// "(remote)", "(hybrid)".
    mode: Option<String>,
}

fn cards(html: &str) -> Vec<Card> {
    let mut tokens = Tokens::new(html);
    let mut cards = Vec::new();
    while let Some(token) = tokens.next() {
        if let Token::Open(tag) = token
            && let Some(card) = opened(&tag)
        {
            cards.push(card_of(card, tag.name, &mut tokens));
        }
    }
    cards
}

/// The card that a tag opens: `<button data-job-id>` on the results page, `<a href="…?job_id=">` in the embed.
fn opened(tag: &Tag<'_>) -> Option<Card> {
    let attribute = |name: &str| html::attribute(tag, name).map(|value| value.trim().to_owned());
    let id = match attribute("data-job-id") {
        Some(id) if tag.is("button") => id,
        _ if tag.is("a") => attribute("href")?.split_once("job_id=")?.1.split(['&', '#']).next()?.to_owned(),
        _ => return None,
    };
    let is_id = !id.is_empty() && id.len() <= 64 && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    is_id.then(|| Card {
        id,
        full_title: attribute("data-job-title"),
        company: attribute("data-job-company"),
        ..Card::default()
    })
}

/// Reads what stands in a card: company and date come first, title and place are known by their elements.
fn card_of(mut card: Card, element: &str, tokens: &mut Tokens<'_>) -> Card {
    let (mut is_title, mut is_place) = (false, false);
    let mut pieces = 0;
    for token in tokens {
        match token {
            Token::Close(tag) if tag.is(element) => break,
            Token::Open(tag) if tag.attribute("data-testid") == Some("job-card-title") => is_title = true,
            Token::Open(tag) if tag.is("div") => is_place = has_classes(&tag, &["capitalize", "truncate"]),
            Token::Close(tag) if tag.is("div") => (is_title, is_place) = (false, false),
            Token::Text(piece) if pieces < PIECES && !piece.trim().is_empty() => {
                pieces += 1;
                card.take(text::title(&html::decode_entities(piece)), is_title, is_place);
            }
            _ => {}
        }
    }
    card
}

fn has_classes(tag: &Tag<'_>, wanted: &[&str]) -> bool {
    let classes = tag.attribute("class").unwrap_or_default();
    wanted.iter().all(|wanted| classes.split_ascii_whitespace().any(|class| class == *wanted))
}

impl Card {
    fn take(&mut self, piece: String, is_title: bool, is_place: bool) {
        match (is_title, is_place) {
            (true, _) if self.title.is_none() => self.title = Some(piece),
            (_, true) if self.location.is_none() => self.location = Some(piece),
            (_, true) => self.mode = Some(piece),
            _ if self.date.is_none() && month_and_day(&piece).is_some() => self.date = month_and_day(&piece),
            _ if self.company.is_none() && self.title.is_none() => self.company = Some(piece),
            _ => {}
        }
    }
}

/// "Nov 3".
fn month_and_day(text: &str) -> Option<(i8, i8)> {
    let (month, day) = text.split_once(' ')?;
    let month = MONTHS.iter().position(|name| name.eq_ignore_ascii_case(month))?;
    Some((i8::try_from(month).ok()? + 1, day.trim().parse().ok().filter(|day| (1..=31).contains(day))?))
}

/// The latest day of this name that is not in the future. The board's day is UTC's, which can be
/// one ahead of the newsletter's.
fn date_without_year(month: i8, day: i8, today: Date) -> Option<Date> {
    let latest = today.checked_add(1.day()).ok()?;
    (0..8).filter_map(|back| Date::new(latest.year() - back, month, day).ok()).find(|date| *date <= latest)
}

/// Whether a list without jobs is one: the results are a piece of a page, the embed is titled so.
fn is_of_gitjobs(html: &str) -> bool {
    let has_markup = Tokens::new(html).any(|token| matches!(token, Token::Open(tag) if tag.is_element()));
    has_markup && html::page_title(html).is_none_or(|title| title.contains("GitJobs"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gitjobs_date_without_a_year_is_the_latest_that_is_not_in_the_future() {
        let today = Date::constant(2027, 1, 10);
        let day = |month, day| date_without_year(month, day, today).map(|date| date.to_string());
        assert_eq!(day(12, 28).as_deref(), Some("2026-12-28"));
        assert_eq!(day(1, 3).as_deref(), Some("2027-01-03"));
        assert_eq!(day(1, 11).as_deref(), Some("2027-01-11"), "already tomorrow in UTC");
        assert_eq!(day(2, 29).as_deref(), Some("2024-02-29"));
        assert_eq!(day(2, 30), None);
    }

    #[test]
    fn gitjobs_day_may_be_padded() {
        assert_eq!(month_and_day("Nov  3"), Some((11, 3)));
        assert_eq!(month_and_day("NOV 12"), Some((11, 12)));
        assert_eq!(month_and_day("Acme 3"), None);
    }
}
