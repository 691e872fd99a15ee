//! What is asked for after an answer: further pages, and the own answers of single postings.

use serde_json::Value;

use super::Fields;
use crate::collect::{Page, ParseError, Warning};
use crate::model::exchange::{About, Ask, HttpRequest, Request, Response};
use crate::model::item::Item;

/// Which page of the list an answer is, counted from 0.
pub fn page_number(response: &Response) -> u32 {
    match response.ask.about {
        About::NextPage(number) => number,
        About::Start | About::Edition(_) | About::Detail(_) => 0,
    }
}

/// Asks for page `number` (counted from 0), or warns that `pages` of them are the most.
pub fn turn(page: &mut Page, number: u32, pages: u32, request: Option<HttpRequest>) {
    if number >= pages {
        page.warnings.push(Warning(format!("only {pages} pages were read, there are more: raise `pages` or narrow")));
    } else if let Some(request) = request {
        page.next.push(Ask { request: Request::Http(request), about: About::NextPage(number) });
    }
}

/// Takes items out of a page and asks for their own pages, up to `most`; those whose titles have
/// none of `words` (where there are any) stay as they are.
pub fn details(page: &mut Page, words: &[String], most: usize, request: impl Fn(&Item) -> Option<HttpRequest>) {
    let mut over = 0;
    for item in std::mem::take(&mut page.items) {
        let wanted = request(&item).filter(|_| is_about(&item.title, words));
        match wanted {
            Some(request) if page.next.len() < most => {
                page.next.push(Ask { request: Request::Http(request), about: About::Detail(Box::new(item)) });
            }
            wanted => {
                over += usize::from(wanted.is_some());
                page.items.push(item);
            }
        }
    }
    if over > 0 && most > 0 {
        let text = format!("{over} postings stay without their details: `max_details` is {most}, or narrow `titles`");
        page.warnings.push(Warning(text));
    }
}

/// Completes a posting of the list from its own answer; one that cannot be read leaves it as it was.
pub fn complete(item: &Item, answer: Result<Value, ParseError>, fill_in: fn(&mut Item, Fields<'_>)) -> Page {
    let mut page = Page::default();
    let mut item = item.clone();
    match answer {
        Ok(answer) => fill_in(&mut item, Fields(&answer)),
        Err(error) => page.warnings.push(Warning(format!("“{}” was not completed: {error}", item.title))),
    }
    page.items.push(item);
    page
}

/// The words that titles are chosen by: those given, else the words of the search as one phrase.
pub fn words(titles: &[String], search: Option<&str>) -> Vec<String> {
    let searched = || search.filter(|words| !words.trim().is_empty()).map(str::to_owned).into_iter().collect();
    if titles.is_empty() { searched() } else { titles.to_vec() }
}

/// Whether a title has one of these words or phrases, from the start of a word on, without regard to
/// case and punctuation; without words every title has.
fn is_about(title: &str, words: &[String]) -> bool {
    let folded = |text: &str| {
        let words: Vec<String> =
            text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect();
        format!(" {}", words.join(" "))
    };
    words.is_empty() || words.iter().any(|word| folded(title).contains(&folded(word)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_searched_from_the_start_of_words() {
        let words = ["open source".to_owned(), "OSPO".to_owned()];
        assert!(is_about("Head of Open-Source Programs", &words));
        assert!(is_about("Lead, OSPO", &words));
        assert!(!is_about("Hospodář", &words));
        assert!(is_about("Anything", &[]));
    }
}
